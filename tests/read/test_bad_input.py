import os
import tracemalloc

import pytest

from kg.errors import InputError
from kg.read import Input, inputs, read

sentence = "云港港口二期工程今天完工，航线随即开通，全年吞吐量可增长5.6%。"


@pytest.mark.parametrize(
    ("content", "name", "fact"),
    [
        (b"", "a.txt", "the file is empty"),
        (b" \r\n\t", "a.txt", "the file is empty"),
        (b"\0" * 500, "a.txt", "the file is empty"),
        ("\ufeff\u200b\n".encode(), "a.txt", "no text found"),
        (bytes(range(256)) * 20, "a.txt", "binary data, not text"),
        (b"\x7fELF\x02\x01\x01" + b"\0\1\2\3" * 200, "a.txt", "binary data, not text"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
            "a.docx",
            "an old Office file without a document in it",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
            "a.txt",
            "an old Office file without a document in it",
        ),
        (sentence.encode(), "a.docx", "no docx file, whatever its name says"),
        (sentence.encode(), "a.pdf", "no pdf file, whatever its name says"),
        (b"PK\x03\x04 not a zip", "a.txt", "a truncated or damaged Word document"),
        (b"%PDF-1.7 nothing", "a.txt", "a truncated or damaged PDF"),
        (
            sentence.encode().decode("cp1252", errors="ignore").encode(),
            "a.txt",
            "the text was once decoded wrongly",
        ),
    ],
)
def test_read_refuses_with_one_line_of_path_fact_and_hint(document, tmp_path, content, name, fact):
    with pytest.raises(InputError) as caught:
        document(content, name)
    assert caught.value.fact.startswith(f"{tmp_path / name}: {fact}")
    assert "\n" not in caught.value.fact
    assert caught.value.hint


def test_read_refuses_a_file_that_is_not_there(tmp_path, ontology):
    with pytest.raises(InputError, match="cannot be read: no such file or directory"):
        read(Input(str(tmp_path / "a.txt"), "a"), ontology)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_read_refuses_a_file_without_rights(document, tmp_path, ontology):
    document(sentence)
    (tmp_path / "article.txt").chmod(0)
    with pytest.raises(InputError, match="cannot be read: permission denied"):
        read(Input(str(tmp_path / "article.txt"), "a"), ontology)


def test_read_refuses_a_loop_of_links_and_a_folder(tmp_path, ontology):
    (tmp_path / "a.txt").symlink_to(tmp_path / "a.txt")
    for path in (tmp_path / "a.txt", tmp_path):
        with pytest.raises(InputError, match="cannot be read"):
            read(Input(str(path), "a"), ontology)


def test_read_refuses_a_file_of_100_megabytes_without_reading_it(tmp_path, ontology):
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    tracemalloc.start()
    with pytest.raises(InputError, match="larger than 64 MiB"):
        read(Input(str(path), "a"), ontology)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 10 * 1024 * 1024


def test_read_refuses_standard_input_without_end(ontology, monkeypatch):
    monkeypatch.setattr(inputs, "size_limit", 1000)
    with pytest.raises(InputError, match="larger than"):
        read(Input("-", "stdin", (), b"x" * 1001), ontology)


@pytest.mark.parametrize(
    "line", [sentence * 30_000, "港" * 1_000_000, "。" * 1_000_000, "（" * 1_000_000, "a b " * 250_000]
)
def test_read_takes_a_line_of_a_million_characters(document, line):
    assert document(f"云港港口志\n{line}").text == f"云港港口志\n{line.strip()}"


@pytest.mark.parametrize(
    ("content", "fact"),
    [
        (f"云港\0港口志\n{sentence * 9}", "1 NUL characters were taken out"),
        (f"云港\ufffd港口志\n{sentence * 9}", "1 characters were lost before it was saved"),
        ("The port was opened in May. " * 20, "not in Chinese (0 % Chinese characters, looks like en)"),
        ("港の開発計画をすすめることになりました。" * 20, "not in Chinese"),
        ("臺灣經濟發展與產業轉型，推動創新驅動發展戰略。" * 9, "written in traditional characters"),
    ],
)
def test_read_warns_and_reads_on(document, tmp_path, content, fact):
    found = document(content)
    (problem,) = found.problems
    assert problem.fact.startswith(fact)
    assert (problem.where, problem.severity) == (str(tmp_path / "article.txt"), "warning")
    assert "\0" not in found.text


def test_read_takes_a_page_or_a_pdf_for_what_it_is(document):
    page = f"\ufeff<!DOCTYPE html><html><body><p>{sentence}</p><script>x</script></body></html>"
    assert document(page, "article.txt").text == sentence
    with pytest.raises(InputError, match="damaged PDF"):
        document(b"%PDF-1.4\n%broken", "article.html")

"""Plug-ins in one file: the sample does what it says, nothing runs unless allowed, conflicts are told."""

import json
import runpy
import shutil
from pathlib import Path

import pytest

import kg as house
from kg import plugins
from kg.errors import SettingsError

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "examples/plugins/document_numbers.py"
SETTINGS = 'format = 1\n[extract]\nextractors = ["lexicon", "document-numbers"]\n'
NOTE = "% 草稿\n云岭市人民政府收到云政函〔2023〕12号。\n"


@pytest.fixture
def workspace(tmp_path):
    """The path of a workspace with the sample in its folder; whether it is allowed is for the test to say."""
    path = tmp_path / "r.kg"
    (path / "plugins").mkdir(parents=True)
    shutil.copy(SAMPLE, path / "plugins" / SAMPLE.name)
    (tmp_path / "a.note").write_text(NOTE, encoding="utf-8")
    return path


def test_a_workspace_runs_its_plug_ins_where_it_allows_them(workspace, tmp_path):
    (workspace / "kg.toml").write_text(SETTINGS + "[plugins]\nallow = true\n", encoding="utf-8")
    with house.build(tmp_path / "a.note", workspace, region="云岭市", jobs=1) as graph:
        assert graph.report.problems == ()
        assert [row["document"] for row in graph.question("numbers")] == ["云政函〔2023〕12号"]
        assert (
            graph.export("numbers", tmp_path / "n.txt").read_text(encoding="utf-8") == "云政函〔2023〕12号\n"
        )
        (document,) = graph.documents()
        assert "草稿" not in document.text
        assert not graph.verify(sources=True).problems


def test_the_suffix_of_a_reader_is_taken_in_folders_too(kg, workspace, tmp_path):
    (workspace / "kg.toml").write_text(SETTINGS + "[plugins]\nallow = true\n", encoding="utf-8")
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("b.note", "c.other"):
        (folder / name).write_text(NOTE, encoding="utf-8")
    with house.build(folder, workspace, region="云岭市", jobs=1) as graph:
        (document,) = graph.documents()
        assert (document.id, "草稿" in document.text, document.region) == ("b", False, "云岭市")
    (folder / "b.note").unlink()
    (folder / "d.note").write_text(NOTE.replace("12", "13"), encoding="utf-8")
    with house.build((), workspace, jobs=1) as graph:
        assert [of.id for of in graph.documents()] == ["d"]
    got = kg("extract", folder, "--fast", "--jobs", 1, "--with", SAMPLE)
    assert [json.loads(line)["id"] for line in got.out.splitlines()] == ["d"]


def test_build_runs_a_part_that_with_names(kg, tmp_path, new_workspace):
    made = new_workspace(settings='format = 1\n[extract]\nextractors = ["toy"]\n')
    (tmp_path / "a.txt").write_text("甲市大力发展子产业。\n", encoding="utf-8")
    for more, sentence in (((), False), (("--with", "toy-statements"), True)):
        got = kg("build", tmp_path / "a.txt", "-w", made.path, "--jobs", 1, *more)
        assert got.code == 0, got.err
        assert ("大力发展" in kg("show", "甲市", "-w", made.path).out) == sentence
    (tmp_path / "own.py").write_text(
        "from tests.toy_parts import load_statements\nextractors = {'own': load_statements}\n",
        encoding="utf-8",
    )
    assert kg("build", "-w", made.path, "--jobs", 1).code == 0
    assert "大力发展" not in kg("show", "甲市", "-w", made.path).out
    assert kg("build", "-w", made.path, "--jobs", 1, "--with", tmp_path / "own.py").code == 0
    assert "大力发展" in kg("show", "甲市", "-w", made.path).out
    got = kg("build", tmp_path / "a.txt", "-w", made.path, "--with", "nonsense")
    assert (got.code, "no such part of extractors: nonsense" in got.err) == (2, True)


def test_nothing_runs_unless_it_is_allowed(workspace, tmp_path):
    (workspace / "kg.toml").write_text(SETTINGS, encoding="utf-8")
    with pytest.raises(SettingsError, match="no such part of extractors: document-numbers"):
        house.build(tmp_path / "a.note", workspace, jobs=1)


def test_extract_and_evaluate_run_a_file_that_is_named(kg, tmp_path):
    (tmp_path / "a.txt").write_text(NOTE, encoding="utf-8")
    plain = json.loads(kg("extract", tmp_path / "a.txt", "--fast", "--jobs", "1").out)
    more = json.loads(kg("extract", tmp_path / "a.txt", "--fast", "--jobs", "1", "--with", SAMPLE).out)
    named = [{e["name"] for e in found["entities"]} for found in (plain, more)]
    assert "云政函〔2023〕12号" in named[1] - named[0]
    gold = ROOT / "examples/gold/approval-letter.gold"
    assert kg("evaluate", gold, "--fast", "--jobs", "1", "--with", SAMPLE).code == 0
    got = kg("extract", tmp_path / "a.txt", "--with", "nonsense")
    assert (got.code, "no such part of extractors: nonsense" in got.err) == (2, True)


def test_a_name_that_several_have_is_told(tmp_path):
    (tmp_path / "b.py").write_text("extractors = {'lexicon': print}\n")
    with pytest.raises(
        SettingsError, match=r"several parts have this name: kg\.extract\.ner\.lexicon:load, .*b\.py"
    ):
        plugins.find("extractors", "lexicon", plugins.extractors, (tmp_path / "b.py",))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1 / 0", "broke: ZeroDivisionError"),
        ("x = 1", "brings nothing"),
        ("readers = 3", "readers is no table"),
    ],
)
def test_a_plug_in_that_is_wrong_is_told_with_its_file(tmp_path, text, told):
    path = tmp_path / f"{len(text)}.py"
    path.write_text(text)
    with pytest.raises(SettingsError, match=told) as found:
        plugins.contents(path)
    assert str(path) in found.value.fact


def test_a_type_that_the_ontology_does_not_have_is_one_line(kg, tmp_path):
    part = tmp_path / "phones.py"
    part.write_text(SAMPLE.read_text(encoding="utf-8").replace('"Document"', '"Phone"'), encoding="utf-8")
    (tmp_path / "a.txt").write_text("云岭市印发通知（云政函〔2023〕12号）。", encoding="utf-8")
    got = kg("extract", tmp_path / "a.txt", "--fast", "--jobs", 1, "--with", part)
    assert got.code == 1
    assert "the type Phone, which the ontology does not have" in got.err
    assert "Traceback" not in got.err


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "根据云政发〔2024〕8号和云政办发〔2025〕12号文件精神",
            ["云政发〔2024〕8号", "云政办发〔2025〕12号"],
        ),
        ("云港市科技局按照云科发〔2025〕5号要求", ["云科发〔2025〕5号"]),
        ("《请示》（云政〔2022〕18号）收悉", ["云政〔2022〕18号"]),
    ],
)
def test_the_sample_takes_whole_numbers(text, found):
    sample = runpy.run_path(str(SAMPLE))
    assert sample["NUMBER"].findall(text) == found


def test_the_error_of_a_plug_in_is_told_as_its_own(kg, tmp_path):
    (tmp_path / "a.txt").write_text("云岭市发展海洋经济。\n", encoding="utf-8")
    part = tmp_path / "part.py"
    part.write_text("extractors = {'own': lambda _ontology: 1 / 0}\n", encoding="utf-8")
    got = kg("extract", tmp_path / "a.txt", "--fast", "--jobs", 1, "--with", part)
    assert (got.code, got.err) == (
        2,
        "error: extractors own: the plug-in broke: ZeroDivisionError: division by zero\n",
    )
    part = tmp_path / "other.py"
    part.write_text("extractors = {'own': lambda _ontology: 'nothing'}\n", encoding="utf-8")
    got = kg("extract", tmp_path / "a.txt", "--fast", "--jobs", 1, "--with", part)
    assert "extractors own: the function gives no kg.contracts.Extractor" in got.err
    part = tmp_path / "third.py"
    part.write_text(
        "from kg.contracts import Extractor\n"
        "extractors = {'own': lambda _ontology: Extractor('own', lambda _document, _sentences, _found: 1 / 0)}\n",
        encoding="utf-8",
    )
    got = kg("extract", tmp_path / "a.txt", "--fast", "--jobs", 1, "--with", part)
    assert f"{tmp_path / 'a.txt'}: this article was left out because of a bug of the plug-in own" in got.err
    assert "ZeroDivisionError" in got.err
    assert "bug of kg" not in got.err

"""`kg export html` and its kin: options to a file, wrong ones told in one line."""

import pytest


@pytest.fixture
def workspace(kg, workspace, articles):
    assert kg("build", articles, "-w", workspace.path, "--jobs", 1).code == 0
    return workspace


@pytest.mark.parametrize("form", ["html", "docx", "svg", "png", "pdf"])
def test_each_form_is_written(kg, workspace, tmp_path, form):
    path = tmp_path / f"out.{form}"
    got = kg("export", form, path, "-w", workspace.path, "--title", "简报", "--stamp", "征求意见稿")
    assert (got.code, got.err.strip()) == (0, str(path))
    assert path.stat().st_size > 1000


def test_options_reach_the_page(kg, workspace, tmp_path):
    path = tmp_path / "out.html"
    options = (
        "--min-confidence",
        "0.01",
        "--redact-persons",
        "--title",
        "一份简报",
        "--stamp",
        "内部",
        "--language",
        "en",
    )
    assert kg("export", "html", path, "-w", workspace.path, *options).code == 0
    page = path.read_text(encoding="utf-8")
    assert "<title>一份简报</title>" in page
    assert '"stamp":"内部"' in page
    assert '<html lang="en">' in page


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--around", "没有此物"), "没有此物: nothing in the graph has this name"),
        (("--year", "1990-1991"), "nothing is left to show"),
        (("--year", "去年"), "neither a year (2024) nor a range"),
        (("--year", "2025-2021"), "ends before it begins"),
        (("--type", "Planet"), "Invalid value for '--type'"),
        (("--min-confidence", "2"), "not in the range"),
    ],
)  # fmt: skip
def test_wrong_options_are_told_and_no_file_is_left(kg, workspace, tmp_path, options, told):
    path = tmp_path / "out.html"
    got = kg("export", "html", path, "-w", workspace.path, *options)
    assert got.code == 2
    assert told in got.err
    assert not path.exists()

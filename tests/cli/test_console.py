"""What the command line does for people at a terminal: long tables are paged; `--verbose` tells steps and causes."""

import os
import sys

import click
import pytest

from kg.cli.console import table


@pytest.mark.parametrize(("count", "paged"), [(5, False), (100, True)])
def test_a_long_table_is_paged_at_a_terminal(monkeypatch, capsys, count, paged):
    seen: list[str] = []
    monkeypatch.setattr(click, "echo_via_pager", seen.append)
    monkeypatch.setattr("shutil.get_terminal_size", lambda: os.terminal_size((80, 24)))
    for stream in (sys.stdin, sys.stdout):
        monkeypatch.setattr(stream, "isatty", lambda: True, raising=False)
    table(f"row {number}\x1b" for number in range(count))
    out = capsys.readouterr().out
    assert ("row 4\ufffd" in (seen[0] if paged else out), bool(seen)) == (True, paged)


def test_no_pager_where_there_is_no_terminal(monkeypatch, capsys):
    monkeypatch.setattr(click, "echo_via_pager", lambda _text: pytest.fail("paged"))
    table(f"row {number}" for number in range(500))
    assert capsys.readouterr().out.count("\n") == 500


def test_verbose_tells_steps_and_what_lies_behind_an_error(kg, workspace, articles):
    arguments = ("build", articles, "-w", workspace.path, "--jobs", 1)
    told = kg("--verbose", *arguments).err.splitlines()
    assert "articles 10" in told
    assert "saving" in told
    assert kg(*arguments).err == ""
    (workspace.path / "decisions.yaml").write_text("a: [", encoding="utf-8")
    assert "\n  ParserError: " in kg("--verbose", *arguments).err
    assert "  ParserError" not in kg(*arguments).err

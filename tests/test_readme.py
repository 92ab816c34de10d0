"""Every example of the README files, of `kg COMMAND --help` and of the quick start runs on the quick start's graph."""

import io
import re
import runpy
import shlex
import shutil
from contextlib import redirect_stdout
from pathlib import Path

import click
import pytest

from kg.cli import commands, group, main

ROOT = Path(__file__).parent.parent
READMES = ("README.md", "README.zh-CN.md")
PAGES = (*READMES, "docs/first-day.md", "docs/first-day.en.md")
ELSEWHERE = ("serve", "mcp", "push", "train", "propose")
"""Commands that wait, ask another machine or take hours; they have tests of their own."""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A folder with the examples as `articles` and `examples`, and their graph as region.kg."""
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "examples" / "articles", folder / "articles")
    for file in (ROOT / "examples" / "story").iterdir():
        if file.name != "metadata.csv":
            shutil.copy(file, folder / "articles")
    with (folder / "articles" / "metadata.csv").open("a", encoding="utf-8") as table:
        lines = (ROOT / "examples" / "story" / "metadata.csv").read_text(encoding="utf-8").splitlines()
        table.write("\n".join(lines[1:]) + "\n")
    (folder / "examples").symlink_to(ROOT / "examples")
    (folder / "docs").mkdir()
    assert main(["build", str(folder / "articles"), "-w", str(folder / "region.kg"), "--jobs", "2"]) == 0
    return folder


@pytest.fixture
def there(made, tmp_path, monkeypatch):
    """A copy of it, as the folder where commands are run."""
    shutil.copytree(made, tmp_path / "here", symlinks=True)
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.delenv("KG_WORKSPACE", raising=False)
    monkeypatch.setenv("KG_LANGUAGE", "en")
    return tmp_path / "here"


def blocks(page, kinds):
    text = (ROOT / page).read_text(encoding="utf-8")
    return [
        code
        for kind, code in re.findall(r"^```(\w+)\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
        if kind in kinds
    ]


def told(page):
    """The commands of a page, a line each, without what stands behind a #."""
    lines = (line for code in blocks(page, {"sh"}) for line in code.splitlines())
    return [line for line in lines if line.startswith("kg ")]


def words(line):
    """The arguments of a line of a shell, up to a pipe or a file that takes what is printed."""
    found = shlex.split(line, comments=True)[1:]
    ends = [found.index(mark) for mark in (">", "|") if mark in found]
    return found[: min(ends, default=len(found))]


def helped():
    """The examples in the help of every command and of what stands under it."""

    def below(name, command):
        for text in re.findall(r"^ +(kg .*)$", command.help or "", re.MULTILINE):
            yield name, text
        if isinstance(command, click.Group):
            with click.Context(command) as context:
                for part in command.list_commands(context):
                    yield from below(name, command.get_command(context, part))

    with click.Context(group) as context:
        for name in commands:
            yield from below(name, group.get_command(context, name))


def runs(arguments, told_by):
    """Whether a command ended as it should: done, or with a plain no where that is an answer."""
    code = main(arguments)
    assert code == 0 or (code == 1 and arguments[0] in {"evaluate", "validate"}), told_by


@pytest.mark.parametrize("page", PAGES)
def test_commands_of_a_page(made, capsys, monkeypatch, page):
    monkeypatch.chdir(made)  # not a copy: `kg build articles/` is to find the articles it knows
    monkeypatch.delenv("KG_WORKSPACE", raising=False)
    lines = told(page)
    assert lines
    for line in lines:
        if words(line)[0] in ELSEWHERE:
            assert words(line)[0] in commands
            continue
        capsys.readouterr()
        runs(words(line), line)
        said = capsys.readouterr()
        assert said.out.strip() or "-o" in words(line) or words(line)[0] in {"export", "remove"}, line
        assert "(0 rows)" not in said.out, line


@pytest.mark.parametrize("page", [p for p in PAGES if p in READMES])
def test_python_of_a_page(there, page):
    code = "\n".join(blocks(page, {"python"}))
    assert "import kg" in code
    with redirect_stdout(io.StringIO()) as out:
        exec(compile(code, page, "exec"), {})
    assert out.getvalue().strip()


def test_both_languages_tell_the_same():
    one, other = (told(page) for page in READMES)
    assert [words(line) for line in one] == [words(line) for line in other]
    assert [code.count("\n") for code in blocks(READMES[0], {"python"})] == [
        code.count("\n") for code in blocks(READMES[1], {"python"})
    ]
    for page in READMES:
        text = (ROOT / page).read_text(encoding="utf-8")
        assert [name for name in commands if not re.search(rf"`kg {name}\b", text)] == []
        linked = re.findall(r"\]\((?!http|#)([^)]+)\)", text)
        assert [name for name in linked if not (ROOT / name).exists()] == []


@pytest.mark.parametrize(("command", "line"), sorted(set(helped())), ids=str)
def test_examples_of_help(there, capsys, command, line):
    if (
        command in ELSEWHERE
        or "claim/" in line
        or "measure/" in line
        or ".kg region-" in line
        or "--ask" in line
    ):
        pytest.skip("waits, or needs another machine, an id or a second workspace")
    if "undo" in line:
        runs(words("kg review distinct 天津港 天津港保税区 -w region.kg"), line)
        line = line.replace("3 4", "1")
    if "--table" in line:
        runs(words("kg tasks --format xlsx -o tasks.xlsx -w region.kg"), line)
    runs(words(line), line)
    assert "(0 rows)" not in capsys.readouterr().out


def test_what_the_quick_start_says_to_try_next(there, capsys):
    for line in runpy.run_path(str(ROOT / "quickstart.py"))["NEXT"]:
        runs(line.split(), line)
        out = capsys.readouterr().out
        assert len(out.splitlines()) > 3, line


@pytest.mark.parametrize(("language", "title"), [("en", "What to try:"), ("zh", "可以试试：")])
def test_kg_alone_tells_what_to_do_next_here(there, capsys, monkeypatch, language, title):
    monkeypatch.setenv("KG_LANGUAGE", language)
    capsys.readouterr()
    assert main([]) == 0
    out = capsys.readouterr().out
    assert title in out
    lines = re.findall(r"^  (kg .*)$", out, re.MULTILINE)
    assert "kg follow --region 滨海新区" in lines
    for line in lines:
        runs(words(line), line)


@pytest.mark.parametrize(("language", "said"), [("en", "no workspace here yet"), ("zh", "这里还没有工作区")])
def test_kg_alone_where_there_is_no_workspace(kg, tmp_path, monkeypatch, language, said):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KG_WORKSPACE", raising=False)
    monkeypatch.setenv("KG_LANGUAGE", language)
    got = kg()
    assert got.code == 0
    assert said in got.out
    assert "kg build FOLDER -w region.kg" in got.out
    (tmp_path / "a.kg").mkdir()
    (tmp_path / "a.kg" / "kg.toml").write_text("format = 1\n", encoding="utf-8")
    assert "a.kg" in kg().out

"""Every example of the README files, of `kg COMMAND --help` and of the quick start runs on the quick start's graph."""

import csv
import io
import re
import runpy
import shlex
import shutil
from contextlib import redirect_stdout
from pathlib import Path

import click
import pytest

import kg
from kg import plugins
from kg.cli import commands, group, main
from kg.plugins import extractors

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
    (folder / "own.rq").write_text("SELECT ?zone WHERE { ?zone a rdp:Zone }\n", encoding="utf-8")
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


@pytest.mark.parametrize("page", READMES)
def test_forms_that_a_page_names_are_there(page):
    (names,) = re.findall(r"`kg export`[ ]?[（(]([^）)]+)", (ROOT / page).read_text(encoding="utf-8"))
    said = set(re.findall("[a-z]+", names))
    assert len(said) > 9
    assert said <= {*plugins.briefing_exporters, *plugins.store_exporters, *plugins.network_exporters}


def test_every_command_has_an_example_and_those_on_a_graph_a_workspace():
    assert {name for name, _ in helped()} == {*commands}
    with click.Context(group) as context:
        parts = {name: group.get_command(context, name).params for name in commands}
    without = {name for name, those in parts.items() if not any("-w" in one.opts for one in those)}
    assert without == {"extract", "evaluate", "train", "export"}  # each form of export has one


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_what_a_page_says(shell, monkeypatch, capsys):
    assert all(f"{shell}_source" in (ROOT / page).read_text(encoding="utf-8") for page in READMES)
    monkeypatch.setenv("_KG_COMPLETE", f"{shell}_source")
    monkeypatch.setattr("click.shell_completion.BashComplete._check_version", lambda *_: None)
    with pytest.raises(SystemExit) as done:
        main([])
    assert done.value.code == 0
    assert "_KG_COMPLETE" in capsys.readouterr().out


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


MORE = (
    "tasks --format csv",
    "targets --format csv",
    "targets --matrix area",
    "targets --matrix industry",
    "follow --region 滨海新区 --format csv",
    "money",
    "money --by project --format csv",
    "align binhai-2025 synbio-plan --format csv",
    "path 合成生物 宁河区 --sentences 3 -k 9",
    "path 合成生物 智能工厂",
    "path 滨海新区 京津冀 --generic --only names",
    "path 从来没有的名称 滨海新区",
    "show 滨海新区",
    "show 滨海新区科技局",
    "show 滨海新区合成生物产业发展行动方案（2025—2027年）（示例）",
    "show 天津港",
    "show 没有这个名称",
    "ask 滨海新区发展哪些产业？",
    "ask 谁牵头？",
    "ask 没有这样的事吗",
    "compare 滨海新区 宁河区",
    "analyse central --format csv",
    "analyse communities",
    "diff --documents binhai-2024 binhai-2025 --format csv",
    "diff --since 2026",
    "review --format md",
    "review --only claims --format csv",
    "review undo",
    "coverage",
    "coverage --all --format csv",
    "query documents --format md",
    "query nothing-like-it",
    "verify",
    "evaluate examples/gold/held-out --errors --reliability",
)
"""What is said on the quick start's graph beside the examples of README and help."""

VALUES = {
    "entity": "滨海新区", "relation": "发展", "type": "园区", "status": "计划中", "year": "2026", "text": "产业",
    "number": "9", "decimal": "1",
}  # fmt: skip
"""A value of each kind of parameter."""
CODES = {"ontology --format csv": (1, 2, 3, 4, 5), "query --list --format csv": (0, 2)}
"""Columns of names, in both languages."""
ASIDE = re.compile(
    r"https?://[^\s，；）]+|(?<![\w.])kg [a-z][^（]*|--?[a-z]+|[\w.:-]*/[\w./:-]*|[\w-]+\.[a-z]{2,5}\b|\w+=\w*|\b[a-z]+:[A-Za-z]\w*"
)
"""An IRI, a command, an option, a place, a rule, a file, a term with its prefix, the name of a parameter."""


def latin(text):
    return set(re.findall(r"[A-Za-z][A-Za-z'’]+", text))


def spoken(line, out):
    """What a command says in words: without the columns of its answer that are names."""
    columns = CODES.get(line, ())
    table = csv.reader(io.StringIO(out)) if columns else ()
    return "\n".join(cell for row in table for i, cell in enumerate(row) if i not in columns) or out


def asked(graph):
    """Each question of the query book, with a value for each parameter that needs one."""
    for of in graph.questions.values():
        needed = (p for p in of.parameters if not p.optional and p.default is None)
        yield " ".join(("query", of.name, *(f"{p.name}={VALUES[p.kind]}" for p in needed)))


def test_every_command_speaks_chinese(there, capsys, monkeypatch):
    """No word in Latin letters that the texts, their ids and the names of the graph do not have."""
    monkeypatch.setenv("KG_LANGUAGE", "zh")
    files = [
        path
        for name in ("examples", "ontology/lexicon/terms")
        for path in (ROOT / name).rglob("*")
        if path.is_file()
    ]
    known = {
        "IRI",
        "PageRank",
        "xlsx",
        "docx",
        "csv",
        *extractors,
        *(word for path in files for word in latin(path.stem)),
    }
    for path in files:
        if path.suffix in {".txt", ".md", ".html", ".csv", ".gold"}:
            known |= latin(path.read_text(encoding="utf-8"))
    with kg.open(there / "region.kg") as graph:
        names = graph.query("SELECT ?name { ?x rdfs:label|skos:altLabel ?name . ?m rdp:refersTo ?x }")
        known |= {word for row in names for word in latin(row["name"])}
        lines = [*MORE, *CODES, *asked(graph)]
    skipped = re.compile(
        r"claim/|measure/|\.kg region-|--ask|undo|--table|--turtle|extract|nquads|--list|ontology|export|floor"
    )
    told_ = sorted({*told("README.zh-CN.md"), *(line for _, line in helped())})
    lines += [
        shlex.join(words(line))
        for line in told_
        if not skipped.search(line) and words(line)[0] not in ELSEWHERE
    ]
    found: dict[str, str] = {}
    for line in lines:
        capsys.readouterr()
        main(shlex.split(line))
        said = capsys.readouterr()
        text = ASIDE.sub(" ", spoken(line, said.out) + said.err)
        found |= dict.fromkeys(latin(text) - known - latin(line), line)
    assert found == {}

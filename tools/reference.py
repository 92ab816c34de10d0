"""Writes the pages of docs/ that are made from the code: command line, query book, ontology.

python tools/reference.py            writes them
python tools/reference.py --check    ends with 1 where one is not as it would be written
"""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from kg.cli import commands, group
from kg.cli.language import choose, say
from kg.ontology import Ontology, folder
from kg.query.book import Question, book

ROOT = Path(__file__).resolve().parent.parent
MADE = "<!-- Made by tools/reference.py; do not edit. -->"
KINDS = {
    "entity": ("任何名称，也可写 类型:名称 或 IRI", "滨海新区"),
    "year": ("年份", "2026"),
    "number": ("整数", "20"),
    "decimal": ("0 到 1 的小数", "0.8"),
}
"""What a parameter of the query book takes, and a value that stands in an example."""


def cli(language: str) -> Iterator[str]:
    """The reference of the command line in a language: what `--help` says of each command."""
    choose(language)
    try:
        yield from ("# " + {"zh": "命令行参考", "en": "Command line"}[language], "", MADE, "")
        yield from ("[English](cli.md)" if language == "zh" else "[中文](cli.zh.md)", "")
        yield from ("| | |", "|---|---|")
        yield from (
            f"| [`kg {name}`](#kg-{name}) | {_cell(say(line))} |" for name, (_, line) in commands.items()
        )
        with click.Context(group, info_name="kg", **group.context_settings) as context:
            for name in commands:
                command = group.get_command(context, name)
                if command is not None:
                    yield from _help(command, name, context, 2)
    finally:
        choose(None)


def _help(command: click.Command, name: str, parent: click.Context, level: int) -> Iterator[str]:
    made = command.context_class(
        command, info_name=name, parent=parent, max_content_width=100, terminal_width=100
    )
    with made as context:
        yield from (
            "",
            f"{'#' * level} {context.command_path}",
            "",
            "```text",
            command.get_help(context),
            "```",
        )
        if isinstance(command, click.Group):
            for part in command.list_commands(context):
                below = command.get_command(context, part)
                if below is not None:
                    yield from _help(below, part, context, level + 1)


def sparql() -> Iterator[str]:
    """The cookbook: every question of the query book with its call, its parameters and its SPARQL text."""
    yield from ("# SPARQL 手册 · SPARQL cookbook", "", MADE, "")
    yield from (
        "问题库里的每个问题：怎么调用、参数、SPARQL 全文。抄下来改，放进工作区的 `queries/`，就是自己的问题。",
        "Every question of the query book. A changed copy in the workspace's `queries/` is your own.",
        "",
        '前缀不必声明 · prefixes are known: `kg query "SELECT …"`',
        "",
        "```sparql",
    )
    yield from (f"PREFIX {name}: <{iri}>" for name, iri in Ontology().prefixes.items())
    yield "```"
    for question in book([folder() / "queries"]).values():
        yield from _question(question)


def _question(question: Question) -> Iterator[str]:
    needed = [p for p in question.parameters if p.default is None and not p.optional]
    call = " ".join((f"kg query {question.name}", *(f"{p.name}=…" for p in needed)))
    yield from ("", f"## {question.name}", "", f"{question.zh} · {question.en}", "", question.about, "")
    yield from ("```text", call, "```")
    if question.parameters:
        yield from (
            "",
            "| 参数 parameter | 取值 kind | 说明 what it is | 默认 default |",
            "|---|---|---|---|",
        )
        for p in question.parameters:
            default = (
                p.default if p.default is not None else "可省略 optional" if p.optional else "必填 needed"
            )
            kind = KINDS.get(p.kind, (p.kind, ""))[0]
            yield f"| `{p.name}` | {kind} | {_cell(p.about)} | {_cell(default)} |"
    yield from ("", "```sparql", question.text.rstrip("\n"), "```")


def vocabulary() -> Iterator[str]:
    """The reference of the ontology: classes, relations, statuses, stages, and what evidence is made of."""
    ontology = Ontology()
    yield from ("# 本体参考 · Ontology reference", "", MADE, "")
    yield from (f"`rdp:` = `{ontology.prefixes['rdp']}`. As Turtle: `kg ontology --turtle`.", "")
    yield from (
        "## 类 · Classes",
        "",
        "| 类 | 中文 | English | 上位 parent | 定义 |",
        "|---|---|---|---|---|",
    )
    for c in ontology.classes.values():
        yield _row(f"`rdp:{c.name}`", c.zh, c.en, f"`{c.parent}`" if c.parent else "", c.definition_zh)
    yield from ("", "## 关系 · Relations", "")
    yield from ("| 关系 | 中文 | English | 主体 → 客体 | 定义 |", "|---|---|---|---|---|")
    for r in ontology.relations.values():
        ends = " → ".join(
            "任意" if len(those) == len(ontology.types) else ", ".join(sorted(those))
            for those in (r.domain, r.range)
        )
        yield _row(f"`rdp:{r.name}`", r.zh, r.en, ends, r.definition_zh)
    for title, labels in (("状态 · Statuses", ontology.statuses), ("阶段 · Stages", ontology.stages)):
        yield from ("", f"## {title}", "", "| | 中文 | English | 定义 |", "|---|---|---|---|")
        yield from (_row(f"`rdp:{one.name}`", one.zh, one.en, one.definition_zh) for one in labels.values())
    classes, properties = ontology.evidence
    yield from ("", "## 证据 · Evidence", "", "| 类 | 中文 | English | 定义 |", "|---|---|---|---|")
    yield from (_row(f"`rdp:{e.name}`", e.zh, e.en, e.definition_zh) for e in classes.values())
    yield from ("", "| 属性 | 中文 | English | 用于 domain | 定义 |", "|---|---|---|---|---|")
    yield from (
        _row(f"`rdp:{p.name}`", p.zh, p.en, p.domain or "", p.definition_zh) for p in properties.values()
    )


def _row(*cells: str) -> str:
    return f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


PAGES: dict[str, Callable[[], Iterator[str]]] = {
    "cli.md": lambda: cli("en"),
    "cli.zh.md": lambda: cli("zh"),
    "sparql.md": sparql,
    "ontology-reference.md": vocabulary,
}


def page(name: str) -> str:
    """The text of a page, as it is written."""
    return "\n".join(line.rstrip() for part in PAGES[name]() for line in part.split("\n")) + "\n"


def main(arguments: list[str]) -> int:
    """The exit code: 1 where a page is stale and only checked."""
    stale = [
        name
        for name in PAGES
        if not (path := ROOT / "docs" / name).exists() or path.read_text(encoding="utf-8") != page(name)
    ]
    if arguments == ["--check"]:
        for name in stale:
            print(f"docs/{name} is stale: run python tools/reference.py")
        return 1 if stale else 0
    for name in stale:
        (ROOT / "docs" / name).write_text(page(name), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Writes the pages of docs/ that are made from the code: command line, query book, ontology.

python tools/reference.py            writes them
python tools/reference.py --check    ends with 1 where one is not as it would be written
"""

import inspect
import sys
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import click

import kg
from kg import errors, model
from kg.api import Graph
from kg.cli import commands, group
from kg.cli.language import choose, say
from kg.ontology import Ontology, folder
from kg.query.book import Question, book
from kg.rdf import schema
from kg.rdf.turtle import turtle
from kg.rdf.vocabulary import RDP

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
    yield from (
        f"`rdp:` = `{ontology.prefixes['rdp']}`，版本 version {ontology.version}（[Turtle]({ontology.version}.ttl)）。",
        "本页在命名空间 IRI 的路径上，每个词有自己的锚点；SHACL 规则在 `ontology/shapes.ttl`。",
        "The page stands at the path of the namespace's IRI, with an anchor for each term.",
        "",
    )
    yield from (
        "## 类 · Classes",
        "",
        "| 类 | 中文 | English | 上位 parent | 定义 |",
        "|---|---|---|---|---|",
    )
    for c in ontology.classes.values():
        yield _row(_term(c.name), c.zh, c.en, f"`{c.parent}`" if c.parent else "", c.definition_zh)
    yield from ("", "## 关系 · Relations", "")
    yield from ("| 关系 | 中文 | English | 主体 → 客体 | 定义 |", "|---|---|---|---|---|")
    for r in ontology.relations.values():
        ends = " → ".join(
            "任意" if len(those) == len(ontology.types) else ", ".join(sorted(those))
            for those in (r.domain, r.range)
        )
        yield _row(_term(r.name), r.zh, r.en, ends, r.definition_zh)
    for title, labels in (("状态 · Statuses", ontology.statuses), ("阶段 · Stages", ontology.stages)):
        yield from ("", f"## {title}", "", "| | 中文 | English | 定义 |", "|---|---|---|---|")
        yield from (_row(_term(one.name), one.zh, one.en, one.definition_zh) for one in labels.values())
    classes, properties = ontology.evidence
    yield from ("", "## 证据 · Evidence", "", "| 类 | 中文 | English | 定义 |", "|---|---|---|---|")
    yield from (_row(_term(e.name), e.zh, e.en, e.definition_zh) for e in classes.values())
    yield from ("", "| 属性 | 中文 | English | 用于 domain | 定义 |", "|---|---|---|---|---|")
    yield from (_row(_term(p.name), p.zh, p.en, p.domain or "", p.definition_zh) for p in properties.values())
    yield from ("", "## 名录与词表 · Registers", "", "随 kg 而来的名录，来源与许可（SPDX）：", "")
    yield from ("| 文件 | 内容 | 来源 source | 许可 licence |", "|---|---|---|---|")
    for each in ontology.registers:
        yield _row(f"`ontology/{each.name}.tsv`", each.about, each.source, ", ".join(each.licences))


def _term(name: str) -> str:
    return f'<a id="{name}"></a>`rdp:{name}`'


def library() -> Iterator[str]:
    """The reference of the library: what `import kg` gives, a graph, and the records it answers with."""
    yield from ("# Python 库参考 · Library", "", MADE, "", inspect.cleandoc(kg.__doc__ or ""), "")
    yield from ("## kg", "")
    for name in kg.__all__:
        thing = getattr(kg, name)
        if inspect.isfunction(thing):
            yield from _function(f"kg.{name}", thing)
    yield from ("", "## kg.Graph", "", inspect.cleandoc(Graph.__doc__ or ""))
    for name, member in vars(Graph).items():
        if name.startswith("_"):
            continue
        if inspect.isfunction(member):
            yield from _function(f"graph.{name}", member)
        else:
            yield from ("", f"### graph.{name}", "", inspect.cleandoc(member.__doc__ or ""))
    yield from ("", "## 错误 · Errors", "", "| | |", "|---|---|")
    for name, thing in vars(errors).items():
        if inspect.isclass(thing):
            yield _row(f"`kg.errors.{name}`", _first(thing))
    yield from ("", "## 记录 · Records (`kg.model`)")
    for name, thing in vars(model).items():
        if inspect.isclass(thing) and is_dataclass(thing) and thing.__module__ == model.__name__:
            kept = ", ".join(f"`{field.name}`" for field in fields(thing))
            yield from ("", f"### {name}", "", _first(thing), "", kept)


def _function(name: str, of: Callable[..., object]) -> Iterator[str]:
    given = [
        p.replace(
            annotation=p.empty, default=inspect.Parameter.empty if p.default is p.empty else _Plain(p.default)
        )
        for p in inspect.signature(of).parameters.values()
    ]
    signature = inspect.Signature([p for p in given if p.name != "self"])
    yield from (
        "",
        f"### {name}",
        "",
        "```text",
        f"{name}{signature}",
        "```",
        "",
        inspect.cleandoc(of.__doc__ or ""),
    )


class _Plain:
    """A default as a reader takes it: a function by its name, a record by the name of its class."""

    def __init__(self, value: object) -> None:
        self._value = value

    def __repr__(self) -> str:
        if inspect.isfunction(self._value):
            return self._value.__name__
        return f"{type(self._value).__name__}()" if is_dataclass(self._value) else repr(self._value)


def _first(thing: type) -> str:
    return inspect.cleandoc(thing.__doc__ or "").split("\n\n")[0].replace("\n", " ")


def terms() -> Iterator[str]:
    """The vocabulary as Turtle; the indicators and policy areas stand in the graph, and grow between versions."""
    own = (line for line in schema.triples(Ontology()) if line.startswith(f"<{RDP}"))
    yield from "".join(turtle(own)).rstrip("\n").split("\n")


def _row(*cells: str) -> str:
    return f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


PAGES: dict[str, Callable[[], Iterator[str]]] = {
    "cli.md": lambda: cli("en"),
    "cli.zh.md": lambda: cli("zh"),
    "sparql.md": sparql,
    "api.md": library,
    "rdp/ns/index.md": vocabulary,
    f"rdp/ns/{Ontology().version}.ttl": terms,
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
        (ROOT / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / "docs" / name).write_text(page(name), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The command line in Chinese: every text of ours is in the catalogue, help and errors speak the language of the user."""

import ast
import re
from pathlib import Path

import pytest

from kg.cli import commands
from kg.cli.language import choose, known, prefer, say
from kg.messages import Catalogue
from kg.ontology import Ontology, folder, rows
from kg.query.book import FOLDER, book

ROOT = Path(__file__).parents[2] / "kg"
RAISED = {
    "KgError",
    "InputError",
    "StoreError",
    "QueryError",
    "SettingsError",
    "ExportError",
    "LimitError",
    "UnreadError",
    "UsageError",
    "Refused",
}
INSIDE = ("train", "learnt", "evaluate/floors")
"""Rooms whose errors developers read."""


@pytest.fixture
def zh(monkeypatch):
    monkeypatch.setenv("KG_LANGUAGE", "zh")


def texts(node):
    """The texts that an expression may be, with x for what differs."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        return ["".join(str(v.value) if isinstance(v, ast.Constant) else "x" for v in node.values)]
    if isinstance(node, ast.IfExp):
        return [*texts(node.body), *texts(node.orelse)]
    return []


def said():
    """Every text that an error, a problem or an option's help says, with where it stands."""
    for path in sorted(ROOT.rglob("*.py")):
        here = str(path.relative_to(ROOT))
        if here.startswith(INSIDE):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            parts = (
                node.args[1:]
                if name == "Refused"
                else node.args
                if name in RAISED
                else node.args[1:3]
                if name == "Problem"
                else node.args[:1]
                if name in {"note", "told"} and here.startswith("cli/")
                else []
            )
            parts = [
                *parts,
                *(k.value for k in node.keywords if k.arg == "hint" or (k.arg == "help" and "cli" in here)),
            ]
            for text in (t for part in parts for t in texts(part)):
                if re.search("[A-Za-z]{2}", text.replace("x", "")) and "Example:" not in text:
                    yield here, text


def test_every_text_of_ours_is_in_the_catalogue(zh):
    missing = sorted({(here, text) for here, text in said() if not known(text)})
    assert missing == []


def test_every_command_is_told_in_chinese(zh):
    assert [line for _, line in commands.values() if not known(line)] == []


@pytest.mark.parametrize("name", ["", *commands])
def test_help_is_chinese(kg, zh, name):
    got = kg(*([name] if name else []), "--help")
    assert got.code == 0
    assert got.out.startswith("用法：")
    assert "选项" in got.out
    plain = re.sub(r"kg [^\n]*|[A-Za-z]+[.:/\\-][^\s，。；]*|\[[^\]]*\]", "", got.out.split("例：")[0])
    assert not re.search(r"\b(the|only|this|with|and|may|Show)\b", plain), plain


def test_errors_speak_chinese(kg, zh, tmp_path):
    got = kg("show", "天开园", "-w", tmp_path / "no.kg")
    assert (
        got.err
        == f"错误：{tmp_path / 'no.kg'}：没有这个工作区\n  请试：kg build 文章… -w {tmp_path / 'no.kg'}\n"
    )
    assert "没有命令“shwo”" in kg("shwo").err
    assert "没有选项" in kg("show", "x", "--nope").err
    assert kg("--language", "en", "show", "x", "-w", tmp_path / "no.kg").err.startswith("error: ")


def test_the_workspace_says_its_language_and_the_surroundings_win(monkeypatch):
    monkeypatch.delenv("KG_LANGUAGE")
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    choose(None)
    prefer(None)
    assert say("stopped") == "stopped"
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert say("stopped") == "已停止"
    prefer("en")
    assert say("stopped") == "stopped"
    monkeypatch.setenv("KG_LANGUAGE", "zh")
    assert say("stopped") == "已停止"
    prefer(None)


def test_the_most_particular_text_is_taken_and_its_parts_are_translated():
    catalogue = Catalogue(
        [
            ("{}: gone", "{}：不在"),
            ("file {}: gone", "文件 {}：不在"),
            ("a of {} and {}", "{2}的{1}"),
            ("here", "此处"),
        ]
    )
    assert catalogue.say("file here: gone") == "文件 此处：不在"
    assert catalogue.say("here: gone") == "此处：不在"
    assert catalogue.say("a of here and there") == "there的此处"
    assert catalogue.say("unknown") == "unknown"


def test_the_catalogue_has_each_text_once_and_the_same_holes():
    entries = rows(folder() / "messages" / "zh.tsv")
    assert len({row["en"] for row in entries}) == len(entries)
    for row in entries:
        assert len(re.findall(r"\{\d?\}", row["en"])) == len(re.findall(r"\{\d?\}", row["zh"])), row


def test_every_question_of_the_book_is_told_in_chinese(zh):
    questions = book([folder() / FOLDER]).values()
    told = [text for of in questions for text in (of.about, *(p.about for p in of.parameters))]
    assert [text for text in told if not known(text)] == []
    columns = {
        name
        for of in questions
        for name in re.findall(
            r"\?(\w+)(?! AS)", re.sub(r"\(.*? AS (\?\w+)\)", r"\1", of.text.partition(" WHERE")[0])
        )
    }
    assert sorted(columns - set(Ontology().labels("heads"))) == []

"""Annotations without the words of the documents: what is packed comes back from the documents, and only from them."""

import runpy
from pathlib import Path

import pytest

tool = runpy.run_path(str(Path(__file__).parents[2] / "tools" / "standoff.py"))
lines, pack, unpack = tool["lines"], tool["pack"], tool["unpack"]

SOURCE = """---
title: 云汀市报告
---

# 一、今年工作

**加快建设**云汀港口岸区。推进 “百企 升级”行动，
发展海工装备产业。
"""
GOLD = """# id: yt-1
# region: 云汀市
# date: 2026-01-12
# source: reports/云汀市_2026.md

P 加快建设⟦云汀港口岸区|Zone=云汀港综合口岸区⟧。
R 云汀市 | builds | 云汀港综合口岸区 | planned
S 推进 ⟦“百企 升级”行动|Program⟧，
R 云汀市 | implements | “百企 升级”行动 | planned
P 发展⟦海工装备|Industry⟧产业。
R 云汀市 | develops | 海工装备 | planned
"""


@pytest.fixture
def root(tmp_path):
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "云汀市_2026.md").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "yt-1.gold").write_text(GOLD, encoding="utf-8")
    return tmp_path


def test_a_source_is_its_lines_without_marks_and_blanks(root):
    assert lines(root / "reports" / "云汀市_2026.md").split("\n") == [
        "一、今年工作", "加快建设云汀港口岸区。推进“百企升级”行动，", "发展海工装备产业。",
    ]  # fmt: skip


def test_what_is_packed_comes_back_without_the_blanks(root):
    table = list(pack(root, [root / "yt-1.gold"]))
    ((name, text),) = unpack(root, table)
    assert name == "yt-1"
    assert text == GOLD.replace(
        "推进 ⟦“百企 升级”行动|Program⟧", "推进⟦“百企升级”行动|Program=“百企 升级”行动⟧"
    )


def test_the_table_has_places_and_no_wording(root):
    table = "\n".join(pack(root, [root / "yt-1.gold"]))
    assert "M\t4\t6\tZone\t云汀港综合口岸区" in table
    assert "R\t云汀市\tdevelops\t#2\tplanned" in table
    assert "加快建设" not in table
    assert "海工装备" not in table


def test_a_source_that_changed_is_told_and_left_out(root, capsys):
    table = list(pack(root, [root / "yt-1.gold"]))
    (root / "reports" / "云汀市_2026.md").write_text(SOURCE.replace("加快", "全力"), encoding="utf-8")
    assert list(unpack(root, table)) == []
    assert "yt-1: reports/云汀市_2026.md is not what it was" in capsys.readouterr().err


def test_a_text_that_its_source_does_not_hold_is_refused(root):
    (root / "yt-1.gold").write_text(GOLD.replace("加快", "全力"), encoding="utf-8")
    with pytest.raises(ValueError, match="its text is not in"):
        list(pack(root, [root / "yt-1.gold"]))

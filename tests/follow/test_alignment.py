"""Plans side by side: goals by indicator, acts by their words, in the order of the texts."""

from decimal import Decimal

import pytest

from kg.follow.alignment import align
from kg.model import Annotated, Document, Findings, Indicator, Measure
from kg.ontology import Ontology

ONTOLOGY = Ontology()

UPPER = "经济增长6%。能耗下降10%。建设海曜湾跨海大桥和云汀隧道。推进青岭水库除险加固工程。加强监管。"
LOWER = "经济增长7%。能耗下降8%。加快海曜湾跨海大桥建设。打造远航船舶产业园。全面加强监管。"
OTHER = next(name for name, of in ONTOLOGY.indicators.items() if of.polarity == "lower")


def plan(name, text, goals):
    def span(words: str) -> tuple[int, int]:
        at = text.index(words)
        return at, at + len(words)

    clauses = [clause for clause in text.split("。") if clause]
    indicators = tuple(
        Indicator(name, "云港市", words[:2], "=", Decimal(value), "%", year, "target", span(words), span=span(words), text=f"{value}%", concept=concept)
        for words, value, concept, year in goals
    )  # fmt: skip
    measures = tuple(
        Measure(name, *span(clause), clause, "云港市", "planned", span(clause))
        for clause in clauses
        if "%" not in clause
    )
    return Annotated(Document(name, text), (), Findings(indicators=indicators, measures=measures))


@pytest.fixture
def found():
    growth = "gdp-growth" if "gdp-growth" in ONTOLOGY.indicators else min(ONTOLOGY.indicators)
    upper = plan("u", UPPER, [("经济增长6%", "6", growth, "2030"), ("能耗下降10%", "10", OTHER, "2030")])
    lower = plan("l", LOWER, [("经济增长7%", "7", growth, "2026"), ("能耗下降8%", "8", OTHER, "2030")])
    return align(upper, lower, ONTOLOGY)


def test_goals_are_compared_by_indicator_in_its_sense(found):
    goals = [one for one in found if (one.upper or one.lower).kind == "goal"]
    assert [(one.standing, one.upper.text, one.lower.text) for one in goals] == [
        ("sharpened", "经济 6%", "经济 7%"),
        ("sharpened", "能耗 10%", "能耗 8%"),
    ]


def test_acts_are_compared_by_their_words(found):
    acts = [one for one in found if (one.upper or one.lower).kind == "measure"]
    told = [
        (one.standing, one.upper.text if one.upper else None, one.lower.text if one.lower else None)
        for one in acts
    ]
    assert told == [
        ("taken", "建设海曜湾跨海大桥和云汀隧道", "加快海曜湾跨海大桥建设"),
        ("missing", "推进青岭水库除险加固工程", None),
        ("own", None, "打造远航船舶产业园"),
        ("own", None, "全面加强监管"),
    ]


def test_a_goal_that_only_one_plan_has(found):
    upper = plan("u", UPPER, [("经济增长6%", "6", None, "2030")])
    lower = plan("l", LOWER, [("经济增长7%", "7", None, "2026")])
    goals = [one.standing for one in align(upper, lower, ONTOLOGY) if (one.upper or one.lower).kind == "goal"]
    assert goals == ["missing", "own"]


def test_acts_that_share_a_rare_run_of_letters_need_less_likeness():
    upper = plan("u", "深入实施种业振兴行动。加强基层治理。完善服务体系。", [])
    lower = plan("l", "深入推动种业振兴。加强文物保护。完善考核办法。", [])
    told = {one.upper.text: one.standing for one in align(upper, lower, ONTOLOGY) if one.upper}
    assert told == {"深入实施种业振兴行动": "taken", "加强基层治理": "missing", "完善服务体系": "missing"}

"""Extractors of these tests, found through an entry point as a third party's are."""

import os
import re
import signal
import time
from decimal import Decimal

from kg.contracts import Extractor
from kg.model import Findings, Indicator, Measure, Mention, Part, Relation

PLACES = re.compile(r"[甲乙丙丁戊己庚辛壬癸]市")
SECTORS = re.compile(r"([子丑寅卯辰巳午未申酉戌亥]{1,2})产业")
MONEY = re.compile(r"([子丑寅卯辰巳午未申酉戌亥]{1,2}产业)规模达到(\d+)(亿元)")


TASKS = re.compile(r"(?:建设|开展|完善)[^，。；（]+")
LEAD = re.compile(r"（(\w+局)牵头）")


def load(_ontology):
    return Extractor("toy", find)


def load_statements(_ontology):
    return Extractor("toy-statements", state, needs_mentions=True)


def load_tasks(_ontology):
    return Extractor("toy-tasks", task, needs_mentions=True)


def find(document, _sentences, _before):
    if "崩溃" in document.text:
        raise ZeroDivisionError("the toy extractor broke")
    if "缓慢" in document.text:
        time.sleep(0.5)
    if "猝死" in document.text:
        os.kill(os.getpid(), signal.SIGKILL)
    mentions = [
        Mention(document.id, m.start(), m.end(), m.group(), kind, m.group(), 0.9, "toy")
        for pattern, kind in ((PLACES, "Region"), (SECTORS, "Industry"))
        for m in pattern.finditer(document.text)
    ]
    return Findings(tuple(sorted(mentions, key=lambda m: m.start)))


def state(document, sentences, before):
    relations, indicators = [], []
    for s in sentences:
        inside = [m for m in before.mentions if s.start <= m.start and m.end <= s.end]
        for place in (m for m in inside if m.type == "Region"):
            relations += [
                Relation(
                    document.id, place.name, "develops", m.name, "planned", (s.start, s.end), None,
                    (place.start, place.end), (m.start, m.end), 0.5 if "或" in s.text else 0.9, "toy",
                )
                for m in inside
                if m.type == "Industry"
            ]  # fmt: skip
        for m in MONEY.finditer(s.text):
            subject = next((x.name for x in inside if x.type == "Region"), None) or m.group(1)
            indicators.append(
                Indicator(
                    document.id, subject, m.group(1) + "规模", "=", Decimal(m.group(2)), m.group(3), None, "done",
                    (s.start, s.end), span=(s.start + m.start(2), s.start + m.end(3)), text=m.group(2) + m.group(3),
                )
            )  # fmt: skip
    return Findings((), tuple(relations), tuple(indicators))


def task(document, sentences, _before):
    """Each clause that begins with a known verb, led by the body in brackets at the end of its sentence."""
    mentions, measures = [], []
    for s in sentences:
        lead = LEAD.search(s.text)
        roles: tuple[Part, ...] = ()
        if lead:
            span = (s.start + lead.start(1), s.start + lead.end(1))
            mentions.append(Mention(document.id, *span, lead[1], "Government", lead[1], 0.9, "toy"))
            roles = (Part("lead", lead[1], span),)
        place = PLACES.search(document.text)
        measures += [
            Measure(
                document.id, s.start + m.start(), s.start + m.end(), m.group(), place[0] if place else "",
                "planned", (s.start, s.end), roles=roles, period="2026-2030", confidence=0.8, by="toy",
            )
            for m in TASKS.finditer(s.text)
        ]  # fmt: skip
    return Findings(tuple(mentions), measures=tuple(measures))

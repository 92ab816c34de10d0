"""The region that a document speaks for: from title, issuer, author's office and the text itself."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kg.model import Metadata, Paragraph, Span
from kg.ontology import Term
from kg.read.places import Gazetteer, Place

window = 8000
"""Characters of a document that are read for its region; later ones add nothing (measured on 20 to 80 thousand)."""

_deixis = {
    "市": re.compile(r"[全我本该]市|(?<![城都])市(?:委|政府|直|里|级|区两级)"),
    "省": re.compile(r"[全我本该]省|省(?:委|政府|直|内|级)"),
    "自治区": re.compile(r"自治区|[全我本]区|区党委"),
    "区": re.compile(r"[全我本该]区(?!域)|(?<!治)区(?:委|政府|直|里)"),
    "县": re.compile(r"[全我本该]县|县(?:委|政府|里|直)"),
    "园": re.compile(r"党工委|管委会|管理委员会|以下简称[“\"]?(?:新区|高新区|经开区|开发区|园区)"),
    "国": re.compile(r"我国|全国各族|党中央|国务院|国内生产总值|中华民族"),
}
_state = re.compile(r"国务院|全国人民代表大会|全国人大|中共中央|中华人民共和国")
_letter = re.compile(r"批复|复函|的函$|关于(?:同意|支持|设立|河北|.{2,8}省)")
_year = re.compile(r"^(?:中共|关于|在|——?|《|“|\d{4}年?度?|[\s—－-])*")


@dataclass(slots=True)
class _Votes:
    """What speaks for each region: the sum, and the strongest single ground with its place in the text."""

    score: Counter[Term] = field(default_factory=Counter)
    ground: dict[Term, tuple[float, str, Span | None]] = field(default_factory=dict)

    def add(self, term: Term, weight: float, by: str, span: Span | None) -> None:
        self.score[term] += weight  # type: ignore[assignment]
        if weight > self.ground.get(term, (0.0, "", None))[0]:
            self.ground[term] = (weight, by, span)


def region(
    text: str, paragraphs: Sequence[Paragraph], found: Sequence[Metadata], places: Gazetteer
) -> Metadata | None:
    """The region of a document as metadata with its strongest evidence, or None where nothing tells.

    Grounds are weighed and added up: the author's office, the issuing body, places in title and
    subtitle, the place that the text names most, and the words by which it speaks of its own (全市,
    我省). `confidence` is the share of such choices that was right on annotated texts, by the
    distance to the second best.
    """
    votes = _Votes()
    for item in found:
        if item.key in ("title", "subtitle"):
            _title(item, votes, places, state=_state.search(item.value) is not None)
        elif item.key in ("office", "issuer"):
            _office(item, votes, places)
    spoken = _text(text, paragraphs, votes, places)
    if not votes.score:
        return None
    ranked = votes.score.most_common(2)
    term, best = ranked[0]
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    if best < 1.0:
        return None
    _, by, span = votes.ground[term]
    name = term.name if term.type == "Region" else spoken.get(term, term.name)
    return Metadata("region", name, span, by, _confidence(best, second))


def _title(item: Metadata, votes: _Votes, places: Gazetteer, *, state: bool) -> None:
    weight = 3.0 if item.key == "title" else 2.0
    begin = item.span[0] if item.span else 0
    start = _year.match(item.value).end()  # type: ignore[union-attr]
    letter = _letter.search(item.value) is not None
    if state:
        votes.add(_country(places), 1.0 if letter else 7.0, item.key, item.span)
    for place in places.find(item.value):
        span = (begin + place.start, begin + place.end) if item.span else None
        first = place.start == start
        value = weight + 2.0 * first + 3.0 * (state and letter)
        if place.term.type == "Zone":
            value = 4.0 if first else 1.0
        votes.add(place.term, value, item.by if item.by == "name" else item.key, span)


def _office(item: Metadata, votes: _Votes, places: Gazetteer) -> None:
    """An office or a body begins with the area that it is of: 滨海新区区委副书记, 泰州市人民政府."""
    weight = 8.0 if item.key == "office" else 6.0
    if _state.match(item.value):
        votes.add(_country(places), weight, item.key, item.span)
        return
    begin = item.span[0] if item.span else 0
    start = _year.match(item.value).end()  # type: ignore[union-attr]
    inner = [place for place in places.find(item.value) if place.start <= start]
    for place in inner[:1]:
        # 湖北省武汉市市长 is of Wuhan: areas that follow one another narrow it down
        for after in places.find(item.value, place.end):
            if after.start != place.end or place.term not in places.parents(after.term):
                break
            place = after  # noqa: PLW2901
        span = (begin + place.start, begin + place.end) if item.span else None
        votes.add(place.term, weight, item.key, span)


def _country(places: Gazetteer) -> Term:
    return places.by_name.get("中国", [Term("中国", "Region")])[0]


def _text(text: str, paragraphs: Sequence[Paragraph], votes: _Votes, places: Gazetteer) -> dict[Term, str]:
    """Votes of the text below the title; and by which name it speaks of each place most."""
    begin = next((p.start for p in paragraphs if p.role not in ("title", "subtitle")), len(text))
    end = min(len(text), begin + window)
    everywhere = list(places.find(text, 0, end))
    named = [place for place in everywhere if place.start >= begin]
    spoken: dict[Term, Counter[str]] = {}
    for place in everywhere:
        spoken.setdefault(place.term, Counter())[place.text] += 1
    counts: Counter[Term] = Counter()
    for place in named:
        counts[place.term] += 1.0  # type: ignore[assignment]
        for parent in places.parents(place.term):
            if parent.name != "中国":
                counts[parent] += 0.3  # type: ignore[assignment]
    total = sum(1 for place in named if place.term.name != "中国") + 2
    levels = Counter({level: len(pattern.findall(text, begin, end)) for level, pattern in _deixis.items()})
    said = levels.total() + 2
    first = _first(named)
    for term in {**counts, **votes.score}:
        share = 0.0 if term.name == "中国" else min(counts[term] / total, 1.0)
        own = max(levels[level] / said for level in _levels(term))
        span = first.get(term)
        votes.add(term, 4.0 * share * (0.4 if term.type == "Zone" else 1.0), "text", span)
        votes.add(term, 3.0 * own * min(1.0, 4 * share), "text", span)
    votes.add(_country(places), 3.0 * levels["国"] / said, "text", first.get(_country(places)))
    for place in _dateline(text, begin, named):
        votes.add(place.term, 1.0, "dateline", (place.start, place.end))
    return {term: names.most_common(1)[0][0] for term, names in spoken.items()}


def _first(named: Sequence[Place]) -> dict[Term, Span]:
    found: dict[Term, Span] = {}
    for place in named:
        found.setdefault(place.term, (place.start, place.end))
    return found


def _dateline(text: str, begin: int, named: Sequence[Place]) -> Iterator[Place]:
    """The place of a report's dateline: 本报贵阳3月18日电."""
    match = re.compile(r"[\u4e00-\u9fff《》]{2,12}?\d{1,2}月\d{1,2}日(?:讯|电)").match(text, begin)
    for place in named:
        if match and place.end <= match.end():
            yield place


def _levels(term: Term) -> tuple[str, ...]:
    """By which words a document speaks of a place as its own."""
    if term.name == "中国":
        return ("国",)
    if term.type == "Zone" or term.kind == "NewArea":
        return ("园", "区") if term.kind == "NewArea" else ("园",)
    if term.name.endswith("自治区"):
        return ("自治区",)
    if term.name.endswith(("市", "州", "盟")):
        return ("市",)
    if term.name.endswith("省"):
        return ("省",)
    if term.name.endswith(("县", "旗")):
        return ("县",)
    return ("区",)


def _confidence(best: float, second: float) -> float:
    """Precision of choices with such a lead."""
    lead = (best - second) / best
    return round(min(0.99, 0.5 + 0.7 * lead), 2)

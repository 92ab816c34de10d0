"""The region that a document speaks for: from title, issuer, author's office and the text itself."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from kg.gazetteer.places import Gazetteer, Place, inside, own_groups
from kg.model import Metadata, Paragraph, Span
from kg.ontology import Term

window = 8000
"""Characters of a document that are read for its region; later ones add nothing (measured on 20 to 80 thousand)."""

_body = r"[\u4e00-\u9fff]{2,8}?(?:局|委|厅|办)(?![\u4e00-\u9fff]?[国省市区县])"
_word = r"(?:(?<![\u4e00-\u9fff])|(?<=[由据向与和及经在请]))"
_deixis = {
    "市": re.compile(rf"[全我本该]市|(?<![城都])市(?:委|政府|直|里|级|区两级)|{_word}市{_body}"),
    "省": re.compile(rf"[全我本该]省|省(?:委|政府|直|内|级|域|产业|重点|实验室)|{_word}省{_body}"),
    "自治区": re.compile(r"自治区|[全我本]区|区党委"),
    "区": re.compile(rf"[全我本该]区(?!域)|(?<!治)区(?:委|政府|直|里)|{_word}区{_body}"),
    "县": re.compile(rf"[全我本该]县|县(?:委|政府|里|直)|{_word}县{_body}"),
    "园": re.compile(r"党工委|管委会|管理委员会|以下简称[“\"]?(?:新区|高新区|经开区|开发区|园区)"),
    "国": re.compile(r"我国|全国各族|党中央|国务院|国内生产总值|中华民族"),
}
_state = re.compile(r"国务院|全国人民代表大会|全国人大|中共中央|中华人民共和国")
_about = re.compile(r"关于.*(?:同意|支持|设立|加快|推进|推动|建设|发展|规划|批复)|的函$")
_document = re.compile(r"报告|规划|纲要|方案|办法|意见|措施|通知|公报|计划|要点|政策")
_dated = re.compile(r"(?:19|20)\d\d\s*年|“?十[一二三四五六七]?五”?")
_begin = re.compile(r"^(?:中共|关于|在|——?|《|“|【.*】|\d{4}年?度?|[\s—－-])*")
opening_length = 600
"""Characters from the start in which a report says before whom it was given."""
_meeting = re.compile(
    r"(?:在|代表)([\u4e00-\u9fff]{2,16}?)(?:第[〇零一二三四五六七八九十\d]{1,4}届(?:人民代表大会|人大)|人民政府，?(?:向|就))"
)
_dateline = re.compile(
    r"[\u4e00-\u9fff《》]{2,14}?(?:\d{1,2}月\d{1,2}日(?:讯|电)|(?:讯|电|综合消息)(?=\s*[（(]))"
)


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
    text: str,
    paragraphs: Sequence[Paragraph],
    found: Sequence[Metadata],
    gazetteer: Gazetteer,
    name: str = "",
) -> Metadata | None:
    """The region of a document as metadata with its strongest evidence, or None where nothing tells.

    Grounds are weighed and added up: the author's office, the issuing body, places in title and
    subtitle, the place that the text names most, the words by which it speaks of its own (全市,
    我省), and least the `name` of the file. `confidence` is the share of such choices that was right
    on annotated texts, by the lead over the second best.
    """
    if (own := _unknown(found, gazetteer)) is not None:
        return own
    named = gazetteer.find(text[:window])
    named = (*named, *own_groups(text[:window], named))
    country = gazetteer.by_name.get("中国", [Term("中国", "Region")])[0]
    votes = _Votes()
    for item in found:
        if item.key not in ("title", "subtitle", "office", "issuer"):
            continue
        here = item.span is not None and item.span[1] <= window
        stated = item if here else replace(item, span=None)
        named_there = inside(named, *stated.span) if stated.span else gazetteer.find(item.value)
        weigh = _title if item.key in ("title", "subtitle") else _office
        weigh(stated, named_there, votes, gazetteer, country)
    body = next((p.start for p in paragraphs if p.role not in ("title", "subtitle")), len(text))
    _text(text, body, named, votes, gazetteer, country)
    _groups(named, votes)
    for place in gazetteer.find(name):
        votes.add(place.term, 1.5, "name", None)
    if not votes.score:
        return None
    ranked = votes.score.most_common(2)
    term, best = ranked[0]
    if best < _least:
        return None
    _, by, span = votes.ground[term]
    called = term.name if term.type == "Region" else _spoken(term, named)
    return Metadata("region", called, span, by, _confidence(best, ranked[1][1] if len(ranked) > 1 else 0.0))


_least = 0.4


def _unknown(found: Sequence[Metadata], gazetteer: Gazetteer) -> Metadata | None:
    """The area that the title begins with where it is none that we know: its name tells it by its shape."""
    title = next((item for item in found if item.key == "title"), None)
    if title is None:
        return None
    at = _begin.match(title.value).end()  # type: ignore[union-attr]
    name = gazetteer.unknown(title.value, at)
    dated = _dated.match(title.value, at + len(name)) or _dated.search(title.value, 0, at)
    if not name or not (_document.search(title.value) or dated):
        return None
    span = (title.span[0] + at, title.span[0] + at + len(name)) if title.span else None
    return Metadata("region", name, span, title.key, _bands[0][1])


def _spoken(term: Term, named: Iterable[Place]) -> str:
    """A zone by the name that the document uses most."""
    names = Counter(place.text for place in named if place.term == term)
    return names.most_common(1)[0][0] if names else term.name


def _title(
    item: Metadata, places: Sequence[Place], votes: _Votes, gazetteer: Gazetteer, country: Term
) -> None:
    begin = item.span[0] if item.span else 0
    weight = 3.0 if item.key == "title" else 2.0
    by = item.by if item.by == "name" else item.key
    start = begin + _begin.match(item.value).end()  # type: ignore[union-attr]
    about = _about.search(item.value) is not None
    if _state.search(item.value):
        votes.add(country, 1.0 if about and places else 7.0, item.key, item.span)
    first = places[0].term if places and places[0].start == start else None
    listed = [a.term for a, b in pairwise(places) if item.value[a.end - begin : b.start - begin] == "、"]
    if about and len(listed) > 1 and (shared := _shared([*listed, places[-1].term], gazetteer, country)):
        votes.add(
            shared, weight + 6.0, by, item.span
        )  # several places are approved together: what they lie in
        return
    wider = {a for a, b in pairwise(places) if a.end == b.start and a.term in gazetteer.above(b.term)}
    for place in places:
        if place in wider:
            continue
        span = (place.start, place.end) if item.span else None
        opens = place.start == start
        value = weight + 2.0 * opens
        if about and not opens and (_state.match(item.value) or first in gazetteer.above(place.term)):
            value += 11.0 if first is not None else 6.0  # what the issuer above writes about is its part
        if _is_zone(place.term):
            value += 2.0 * (opens and _document.search(item.value) is not None) - 2.0
        elif gazetteer.of_a_body.match(item.value, place.end - begin):
            value -= 2.0
        votes.add(place.term, value, by, span)


def _shared(terms: Sequence[Term], gazetteer: Gazetteer, country: Term) -> Term | None:
    """The nearest area below the country that all terms lie in."""
    chains = [(term, *gazetteer.above(term)) for term in terms]
    return next((t for t in chains[0] if t != country and all(t in chain for chain in chains)), None)


def _is_zone(term: Term) -> bool:
    return term.type == "Zone" and not term.name.endswith("新区")


def _office(
    item: Metadata, places: Sequence[Place], votes: _Votes, gazetteer: Gazetteer, country: Term
) -> None:
    """An office or a body begins with the area that it is of: 南浦区区委副书记, 云港市人民政府."""
    weight = 8.0 if item.key == "office" else 6.0
    if gazetteer.of_a_body.search(item.value):
        weight = 2.0  # an institute bears the name of what it studies, and its people write of any place
    if _state.match(item.value):
        votes.add(country, weight, item.key, item.span)
        return
    start = (item.span[0] if item.span else 0) + _begin.match(item.value).end()  # type: ignore[union-attr]
    chosen: Place | None = None
    for place in places:
        # 湖北省武汉市市长 is of Wuhan: areas that follow one another narrow it down
        if chosen is None and place.start > start:
            break
        if chosen is None or (place.start == chosen.end and chosen.term in gazetteer.above(place.term)):
            chosen = place
    if chosen is not None:
        votes.add(chosen.term, weight, item.key, (chosen.start, chosen.end) if item.span else None)


def _text(
    text: str, begin: int, everywhere: Sequence[Place], votes: _Votes, gazetteer: Gazetteer, country: Term
) -> None:
    """Votes of the text below the title."""
    named = inside(everywhere, begin, len(text))
    levels = Counter(
        {level: len(pattern.findall(text, begin, begin + window)) for level, pattern in _deixis.items()}
    )
    counts, first = _counts(text, named, levels, gazetteer, country)
    total = sum(1 for place in named if not gazetteer.is_wide(place.term)) + 2
    said = levels.total() + 2
    for term in {**counts, **votes.score}:
        share = 0.0 if term == country else min(counts.get(term, 0.0) / total, 1.0)
        own = 0.0 if _is_zone(term) else max(levels[level] / said for level in _levels(term))
        weight = 0.2 if _is_zone(term) or gazetteer.is_wide(term) else 1.0 if _speaks(term, levels) else 0.6
        votes.add(term, 4.0 * share * weight, "text", first.get(term))
        votes.add(term, 3.0 * own * min(1.0, 4 * share), "text", first.get(term))
    if levels["国"]:
        votes.add(country, 3.0 * levels["国"] / said, "text", first.get(country))
    opening = next((place for place in named if place.is_full and not gazetteer.is_wide(place.term)), None)
    if opening is not None and opening.start < begin + 200:
        votes.add(
            opening.term, 1.0 if _speaks(opening.term, levels) else 0.4, "text", (opening.start, opening.end)
        )
    if meeting := _meeting.search(text, 0, opening_length):
        # A report is of the area whose congress heard it; of areas that follow one another the last one is meant.
        heard = [
            place for place in everywhere if meeting.start(1) <= place.start and place.end <= meeting.end(1)
        ]
        if heard:
            votes.add(heard[-1].term, 8.0, "meeting", (heard[-1].start, heard[-1].end))
    match = _dateline.match(text, begin)
    for place in named:
        if match and place.end <= match.end():
            votes.add(place.term, 1.0, "dateline", (place.start, place.end))


def _counts(
    text: str, named: Sequence[Place], levels: Counter[str], gazetteer: Gazetteer, country: Term
) -> tuple[dict[Term, float], dict[Term, Span]]:
    """How often the text names each place, and where first.

    A place counts for those that it lies in too. The part that is named most counts less for them: a
    text about one city names the province by it, one about the province names many cities.
    """
    counts: dict[Term, float] = {}
    parts: dict[Term, dict[Term, float]] = {}
    first: dict[Term, Span] = {}
    for place in named:
        weight = 0.5 if gazetteer.of_a_body.match(text, place.end) else 1.0
        counts[place.term] = counts.get(place.term, 0.0) + weight
        first.setdefault(place.term, (place.start, place.end))
        part = place.term
        for parent in gazetteer.above(place.term):
            if parent != country:
                share = weight * (0.6 if _is_zone(place.term) or _speaks(parent, levels) else 0.3)
                counted = parts.setdefault(parent, {})
                counted[part] = counted.get(part, 0.0) + share
            part = parent
    for parent, counted in parts.items():
        most = max((n for part, n in counted.items() if not _is_zone(part)), default=0.0)
        counts[parent] = counts.get(parent, 0.0) + sum(counted.values()) - 0.4 * most
    return counts, first


def _speaks(term: Term, levels: Counter[str]) -> bool:
    """Whether the text speaks of its own region as it would of this one, or not at all."""
    own = {level: n for level, n in levels.items() if level not in ("国", "园") and n}
    return not own or any(levels[level] * 2 >= max(own.values()) for level in _levels(term))


def _groups(named: Sequence[Place], votes: _Votes) -> None:
    """A group of areas is meant where its members run level, or where a longer name of it is used too."""
    groups = [place for place in named if place.term.kind == "RegionGroup"]
    if not groups or not votes.score:
        return
    ranked = [(term, score) for term, score in votes.score.most_common(4) if term.kind != "RegionGroup"]
    if len(ranked) > 2 and ranked[2][1] > 0.6 * ranked[0][1]:
        for place in groups:
            votes.add(place.term, 0.4, "text", (place.start, place.end))
    best = votes.score.most_common(1)[0][0]
    longer = next((p for p in groups if p.term.name.startswith(best.name) and p.term != best), None)
    if best.kind == "RegionGroup" and longer is not None:
        votes.add(longer.term, votes.score[best] + 0.1, "text", (longer.start, longer.end))


def _levels(term: Term) -> tuple[str, ...]:
    """By which words a document speaks of a place as its own."""
    if term.name == "中国":
        return ("国",)
    if term.kind == "NewArea" or (term.type == "Zone" and not _is_zone(term)):
        return ("园", "区")
    if term.type == "Zone":
        return ("园",)
    for suffix, level in (
        ("自治区", "自治区"),
        ("市", "市"),
        ("州", "市"),
        ("盟", "市"),
        ("省", "省"),
        ("县", "县"),
        ("旗", "县"),
    ):
        if term.name.endswith(suffix):
            return (level,)
    return ("区",)


_bands = ((0.58, 0.97), (0.42, 0.93), (0.0, 0.61))
"""Lead and precision: of 553 choices on annotated texts, whole and without their first one or two lines, 331 of 342,
57 of 61 and 92 of 150 were right."""


def _confidence(best: float, second: float) -> float:
    """The precision of choices with such a lead; a lead on thin grounds counts less."""
    lead = (best - second) / best * min(1.0, best / 3)
    return next(precision for least, precision in _bands if lead >= least)

"""The region that a document speaks for: from title, issuer, author's office and the text itself."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise

from kg.gazetteer.areas import areas, country
from kg.gazetteer.places import Place, gazetteer, inside, own_groups
from kg.model import Metadata, Paragraph, Span
from kg.ontology import Ontology, Term
from kg.text.alternation import alternation
from kg.text.numerals import NUMERALS

window = 8000
"""Characters of a document that are read for its region; later ones add nothing (measured on 20 to 80 thousand)."""

_head, _foot, _longest = 5, 3, 60
"""Lines at head and foot among which a document is signed, and characters of such a line that are read."""
opening_length = 600
"""Characters from the start in which a report says before whom it was given."""
_dated = re.compile(r"(?:19|20)\d\d\s*年|“?十[一二三四五六七]?五”?")
_time = rf"\d{{4}}年?度?(?:\d{{1,2}}(?:[-—–至]\d{{1,2}})?月份?|[上下]半年|前?[{NUMERALS}]季度)?"
_attached = r"附[件表录]?\s*\d{0,2}\s*[:：]?"
_least = 0.4
_bands = ((0.58, 0.97), (0.42, 0.93), (0.0, 0.61))
"""Lead and precision: of 553 choices on annotated texts, whole and without their first one or two lines, 331 of 342,
57 of 61 and 92 of 150 were right."""


@dataclass(slots=True)
class _Votes:
    """What speaks for each region: the sum, and the strongest single ground with its place in the text."""

    score: Counter[Term] = field(default_factory=Counter)
    ground: dict[Term, tuple[float, str, Span | None]] = field(default_factory=dict)

    def add(self, term: Term, weight: float, by: str, span: Span | None) -> None:
        self.score[term] += weight  # type: ignore[assignment]
        if weight > self.ground.get(term, (0.0, "", None))[0]:
            self.ground[term] = (weight, by, span)


@cache
def regions(ontology: Ontology) -> "Regions":
    """The words and places of an ontology that tell a document's region, made ready once."""
    return Regions(ontology)


class Regions:
    """Tells the region that a document speaks for, by the places and `region_words.tsv`."""

    def __init__(self, ontology: Ontology) -> None:
        self.gazetteer = gazetteer(ontology)
        self.country = areas(ontology).by_name.get(country, [Term(country, "Region")])[0]
        words = ontology.words("region_words", "says")
        says = {name: alternation(those) for name, those in words.items()}
        self.own = _own_words(ontology, words)
        suffixes = [(row["suffix"], row["own"]) for row in ontology.table("area_suffixes") if row["own"]]
        self.suffixes = sorted(suffixes, key=lambda pair: -len(pair[0]))
        self.state = re.compile(says["state"])
        self.about = re.compile(rf"关于.*{says['approves']}|的函$")
        self.document = re.compile(says["document"])
        self.begin = re.compile(rf"^(?:{says['lead-in']}|——?|《|“|【.*】|{_attached}|{_time}|[\s—－-])*")
        self.signed = re.compile(
            rf"(?:[\u4e00-\u9fff]{{2,6}}[:：])?\s*(?=([\u4e00-\u9fff]{{2,28}}{says['signs']})(?:\s|$))"
        )
        self.meeting = re.compile(
            rf"(?:在|代表)([\u4e00-\u9fff]{{2,16}}?)(?:第[{NUMERALS}\d]{{1,4}}届{says['congress']}|人民政府，?(?:向|就))"
        )
        self.dateline = re.compile(
            rf"[\u4e00-\u9fff《》]{{2,14}}?(?:\d{{1,2}}月\d{{1,2}}日{says['cable']}|{says['cable']}(?=\s*[（(]))"
        )

    def region(
        self, text: str, paragraphs: Sequence[Paragraph], found: Sequence[Metadata], name: str = ""
    ) -> Metadata | None:
        """The region of a document as metadata with its strongest evidence, or None where nothing tells.

        Grounds are weighed and added up: the author's office, the issuing body, places in title and
        subtitle, the place that the text names most, the words by which it speaks of its own (全市,
        我省), and least the `name` of the file. `confidence` is the share of such choices that was right
        on annotated texts, by the lead over the second best.
        """
        if (own := self._unknown(found)) is not None:
            return own
        named = self.gazetteer.find(text[:window])
        named = (*named, *own_groups(text[:window], named, self.gazetteer.called))
        votes = _Votes()
        for item in found:
            if item.key not in ("title", "subtitle", "office", "issuer"):
                continue
            here = item.span is not None and item.span[1] <= window
            stated = item if here else replace(item, span=None)
            named_there = inside(named, *stated.span) if stated.span else self.gazetteer.find(item.value)
            weigh = self._title if item.key in ("title", "subtitle") else self._office
            weigh(stated, named_there, votes)
        body = next((p.start for p in paragraphs if p.role not in ("title", "subtitle")), len(text))
        self._text(text, body, named, votes)
        self._groups(named, votes)
        for place in self.gazetteer.find(name):
            votes.add(place.term, 1.5, "name", None)
        if (signed := self._signed(text, paragraphs)) is not None and not _is_stated(votes):
            return signed
        if not votes.score:
            return None
        ranked = votes.score.most_common(2)
        term, best = ranked[0]
        if best < _least:
            return None
        _, by, span = votes.ground[term]
        called = term.name if term.type == "Region" else _spoken(term, named)
        return Metadata(
            "region", called, span, by, _confidence(best, ranked[1][1] if len(ranked) > 1 else 0.0)
        )

    def _unknown(self, found: Sequence[Metadata]) -> Metadata | None:
        """The area that the title begins with where it is none that we know: its name tells it by its shape."""
        title = next((item for item in found if item.key == "title"), None)
        if title is None:
            return None
        at = self.begin.match(title.value).end()  # type: ignore[union-attr]
        name = self.gazetteer.unknown(title.value, at)
        dated = _dated.match(title.value, at + len(name)) or _dated.search(title.value, 0, at)
        zone = name.endswith(tuple(self.gazetteer.zone_ends))
        told = self.document.search(title.value) and (not zone or _dated.search(title.value))
        if not name or not (dated or told):
            return None
        span = (title.span[0] + at, title.span[0] + at + len(name)) if title.span else None
        return Metadata("region", name, span, title.key, _bands[0][1])

    def _signed(self, text: str, paragraphs: Sequence[Paragraph]) -> Metadata | None:
        """The area, none that we know, with which the name of the body begins that a line at head or foot is."""
        lines = [p for p in paragraphs if p.role != "table"]
        for paragraph in (*lines[:_head], *lines[-_foot:]):
            match = self.signed.match(text, paragraph.start, min(paragraph.end, paragraph.start + _longest))
            if match is None:
                continue
            name = self.gazetteer.unknown(match[1])
            if name and len(name) < len(match[1]):
                return Metadata(
                    "region", name, (match.start(1), match.start(1) + len(name)), "issuer", _bands[1][1]
                )
        return None

    def _title(self, item: Metadata, places: Sequence[Place], votes: _Votes) -> None:
        begin = item.span[0] if item.span else 0
        weight = 3.0 if item.key == "title" else 2.0
        by = item.by if item.by == "name" else item.key
        start = begin + self.begin.match(item.value).end()  # type: ignore[union-attr]
        about = self.about.search(item.value) is not None
        if self.state.search(item.value):
            votes.add(self.country, 1.0 if about and places else 7.0, item.key, item.span)
        first = places[0].term if places and places[0].start == start else None
        listed = [a.term for a, b in pairwise(places) if item.value[a.end - begin : b.start - begin] == "、"]
        if about and len(listed) > 1 and (shared := self._shared([*listed, places[-1].term])):
            # several places are approved together: what they lie in
            votes.add(shared, weight + 6.0, by, item.span)
            return
        wider = {
            a for a, b in pairwise(places) if a.end == b.start and a.term in self.gazetteer.above(b.term)
        }
        for place in places:
            if place in wider:
                continue
            span = (place.start, place.end) if item.span else None
            opens = place.start == start
            value = weight + 2.0 * opens
            part = self.state.match(item.value) or first in self.gazetteer.above(place.term)
            if about and not opens and part:
                value += 11.0 if first is not None else 6.0  # what the issuer above writes about is its part
            if _is_zone(place.term):
                value += 2.0 * (opens and self.document.search(item.value) is not None) - 2.0
            elif self.gazetteer.of_a_body.match(item.value, place.end - begin):
                value -= 2.0
            votes.add(place.term, value, by, span)

    def _shared(self, terms: Sequence[Term]) -> Term | None:
        """The nearest area below the country that all terms lie in."""
        chains = [(term, *self.gazetteer.above(term)) for term in terms]
        return next((t for t in chains[0] if t != self.country and all(t in chain for chain in chains)), None)

    def _office(self, item: Metadata, places: Sequence[Place], votes: _Votes) -> None:
        """An office or a body begins with the area that it is of: 南浦区区委副书记, 云港市人民政府."""
        weight = 8.0 if item.key == "office" else 6.0
        if self.gazetteer.of_a_body.search(item.value):
            weight = 2.0  # an institute bears the name of what it studies, and its people write of any place
        if self.state.match(item.value):
            votes.add(self.country, weight, item.key, item.span)
            return
        start = (item.span[0] if item.span else 0) + self.begin.match(item.value).end()  # type: ignore[union-attr]
        chosen: Place | None = None
        for place in places:
            # 湖北省武汉市市长 is of Wuhan: areas that follow one another narrow it down
            if chosen is None and place.start > start:
                break
            if chosen is None or (
                place.start == chosen.end and chosen.term in self.gazetteer.above(place.term)
            ):
                chosen = place
        if chosen is not None:
            votes.add(chosen.term, weight, item.key, (chosen.start, chosen.end) if item.span else None)

    def _text(self, text: str, begin: int, everywhere: Sequence[Place], votes: _Votes) -> None:
        """Votes of the text below the title."""
        named = inside(everywhere, begin, len(text))
        levels = Counter(
            {level: len(pattern.findall(text, begin, begin + window)) for level, pattern in self.own.items()}
        )
        counts, first = self._counts(text, named, levels)
        total = sum(1 for place in named if not self.gazetteer.is_wide(place.term)) + 2
        said = levels.total() + 2
        for term in {**counts, **votes.score}:
            share = 0.0 if term == self.country else min(counts.get(term, 0.0) / total, 1.0)
            own = 0.0 if _is_zone(term) else max(levels[level] / said for level in self._levels(term))
            wide = _is_zone(term) or self.gazetteer.is_wide(term)
            weight = 0.2 if wide else 1.0 if self._speaks(term, levels) else 0.6
            votes.add(term, 4.0 * share * weight, "text", first.get(term))
            votes.add(term, 3.0 * own * min(1.0, 4 * share), "text", first.get(term))
        if levels["country"]:
            votes.add(self.country, 3.0 * levels["country"] / said, "text", first.get(self.country))
        opening = next(
            (
                place
                for place in named
                if self.gazetteer.is_full(place) and not self.gazetteer.is_wide(place.term)
            ),
            None,
        )
        if opening is not None and opening.start < begin + 200:
            weight = 1.0 if self._speaks(opening.term, levels) else 0.4
            votes.add(opening.term, weight, "text", (opening.start, opening.end))
        # A report is of the area whose congress heard it; of areas that follow one another the last one is meant.
        meeting = self.meeting.search(text, 0, opening_length)
        heard = inside(everywhere, *meeting.span(1)) if meeting else ()
        if heard:
            votes.add(heard[-1].term, 8.0, "meeting", (heard[-1].start, heard[-1].end))
        match = self.dateline.match(text, begin)
        for place in named:
            if match and place.end <= match.end():
                votes.add(place.term, 1.0, "dateline", (place.start, place.end))

    def _counts(
        self, text: str, named: Sequence[Place], levels: Counter[str]
    ) -> tuple[dict[Term, float], dict[Term, Span]]:
        """How often the text names each place, and where first.

        A place counts for those that it lies in too. The part that is named most counts less for them: a
        text about one city names the province by it, one about the province names many cities.
        """
        counts: dict[Term, float] = {}
        parts: dict[Term, dict[Term, float]] = {}
        first: dict[Term, Span] = {}
        for place in named:
            weight = 0.5 if self.gazetteer.of_a_body.match(text, place.end) else 1.0
            counts[place.term] = counts.get(place.term, 0.0) + weight
            first.setdefault(place.term, (place.start, place.end))
            part = place.term
            for parent in self.gazetteer.above(place.term):
                if parent != self.country:
                    share = weight * (0.6 if _is_zone(place.term) or self._speaks(parent, levels) else 0.3)
                    counted = parts.setdefault(parent, {})
                    counted[part] = counted.get(part, 0.0) + share
                part = parent
        for parent, counted in parts.items():
            most = max((n for part, n in counted.items() if not _is_zone(part)), default=0.0)
            counts[parent] = counts.get(parent, 0.0) + sum(counted.values()) - 0.4 * most
        return counts, first

    def _speaks(self, term: Term, levels: Counter[str]) -> bool:
        """Whether the text speaks of its own region as it would of this one, or not at all."""
        own = {level: n for level, n in levels.items() if level not in ("country", "zone") and n}
        return not own or any(levels[level] * 2 >= max(own.values()) for level in self._levels(term))

    def _groups(self, named: Sequence[Place], votes: _Votes) -> None:
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

    def _levels(self, term: Term) -> tuple[str, ...]:
        """By which words a document speaks of a place as its own."""
        if term.name == country:
            return ("country",)
        if term.kind == "NewArea" or (term.type == "Zone" and not _is_zone(term)):
            return ("zone", "district")
        if term.type == "Zone":
            return ("zone",)
        return (next((own for suffix, own in self.suffixes if term.name.endswith(suffix)), "district"),)


def _is_stated(votes: _Votes) -> bool:
    """Whether more than the words of the text speaks for the best region."""
    best = votes.score.most_common(1)
    return bool(best) and votes.ground[best[0][0]][1] not in ("text", "name", "dateline")


def _own_words(ontology: Ontology, words: Mapping[str, Sequence[str]]) -> dict[str, re.Pattern[str]]:
    """For each level the words by which a document speaks of its own region, as one pattern."""
    parts: dict[str, list[str]] = {}
    office, other = alternation(words["office"]), alternation(words["of no office"])
    office = rf"[\u4e00-\u9fff]{{2,8}}?{office}(?![\u4e00-\u9fff]?{other})"
    opens = "|".join(f"(?<={re.escape(word)})" for word in words["opens"])
    rows = ontology.table("region_words")
    for row in sorted(rows, key=lambda row: (row["says"] == "before office", -len(row["word"]))):
        word, level = re.escape(row["word"]), row["level"]
        if row["says"] == "own":
            before = f"(?<![{row['not after']}])" if row["not after"] else ""
            after = f"(?![{row['not before']}])" if row["not before"] else ""
            parts.setdefault(level, []).append(f"{before}{word}{after}")
        elif row["says"] == "called":
            parts.setdefault(level, []).append(rf"以下简称[“\"]?{word}")
        elif row["says"] == "before office":
            parts.setdefault(level, []).append(rf"(?:(?<![\u4e00-\u9fff])|{opens}){word}{office}")
    return {level: re.compile("|".join(found)) for level, found in parts.items()}


def _spoken(term: Term, named: Iterable[Place]) -> str:
    """A zone by the name that the document uses most."""
    names = Counter(place.text for place in named if place.term == term)
    return names.most_common(1)[0][0] if names else term.name


def _is_zone(term: Term) -> bool:
    return term.type == "Zone" and not term.name.endswith("新区")


def _confidence(best: float, second: float) -> float:
    """The precision of choices with such a lead; a lead on thin grounds counts less."""
    lead = (best - second) / best * min(1.0, best / 3)
    return next(precision for least, precision in _bands if lead >= least)

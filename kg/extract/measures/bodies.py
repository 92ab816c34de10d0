"""Brackets and cells of responsible bodies to who leads and who supports: （A牵头，B、C配合）, 责任单位：A、B."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.model import MeasureRole, Mention, Part, Sentence, Span
from kg.ontology import Ontology
from kg.text.alternation import alternation
from kg.text.function_words import pattern

_bracket = re.compile(
    r"[（(［\[]([^（）()［］\[\]]*(?:[（(][^（）()]*[）)][^（）()［］\[\]]*)*)(?:[）)］\]]|$)"
)
_start = re.compile(r"[\s→—\-:：]*")
_lead_in = re.compile(r"^[^：:，,]{1,6}[：:]")
_clause = re.compile(r"[；;。，,｜|／/\u3000\t]")
_cut = re.compile(r"[；;。｜|／/\u3000\t]")
_filler = pattern(r"[、，,；;。<and|etc>由以上一起共同\s]")
_loose = 2
"""So many further characters do not make a statement of a list of bodies."""
_between = pattern(r"[、，,；;<and|etc>\s]*")
_before_names = pattern("(?:以上)?[由<and>]?")
_shortest, _longest = 2, 20
_ends = "。；;！!？?"


@dataclass(frozen=True, slots=True)
class Cue:
    """A word by which bodies are named: whether it stands before or after them, and as what they are named."""

    word: str
    before: bool
    role: str
    opens: bool


@dataclass(frozen=True, slots=True)
class Named:
    """A list of responsible bodies: its span in the document, the parts it names, and the words that tell by when."""

    start: int
    end: int
    parts: tuple[Part, ...]
    due: str = ""


class Bodies:
    """The cues of `measure_bodies.tsv`, and the types of those who may be responsible, ready."""

    def __init__(self, ontology: Ontology) -> None:
        rows = ontology.table("measure_bodies")
        self._types, self._places = ontology.actors, ontology.places
        self.unnamed = tuple(row["word"] for row in rows if row["place"] == "within")
        self.cues: dict[tuple[str, bool], Cue] = {}
        for row in (row for row in rows if row["place"] != "within"):
            before = row["place"] == "before"
            self.cues[row["word"], before] = Cue(row["word"], before, row["role"], row["opens"] == "yes")
        words = alternation(word for word, _ in self.cues)
        self._any = re.compile(words)
        self._part = pattern(f"(?:{words}|[、，,；;：:（）()。\\s]|<as well>)+")
        opening = (cue.word for cue in self.cues.values() if cue.before and cue.opens)
        self._label = re.compile(alternation(opening))

    def named(self, sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[Named]:
        """The lists of responsible bodies in a sentence; `mentions` are those within it, in the order of the text."""
        text = sentence.text
        done = 0
        for found in self._stretches(sentence, mentions):
            if found[0] < done:
                continue
            done = found[1]
            start, end = found[0] + sentence.start, found[1] + sentence.start
            mine = [m for m in mentions if start <= m.start and m.end <= end]
            parts, due = self.read(text[found[0] : found[1]], start, mine)
            if parts or due:
                yield Named(start, end, parts, due)

    def items(self, text: str) -> Iterator[Span]:
        """What the lists of a text list: the words between their cues and commas that may name a body."""
        stretches = [
            m.span(1) for m in _bracket.finditer(text) if any(map(self._opens, self._any.findall(m[1])))
        ]
        for begin in _clause_starts(text):
            at = _start.match(text, begin)
            label = self._label.match(text, at.end() if at else begin)
            if label and text[label.end() : label.end() + 1] in {"：", ":"}:
                stretches.append((begin, len(text)))
                break
        for start, end in stretches:
            begin = start
            for m in (*self._part.finditer(text, start, end), None):
                stop = m.start() if m else end
                yield from self._named_alone(text, begin, stop)
                begin = m.end() if m else end

    def _named_alone(self, text: str, start: int, end: int) -> Iterator[Span]:
        """The stretch itself where it may be a name, without the 由 before it; none where it says 各, 有关 …."""
        before = _before_names.match(text, start, end)
        start = before.end() if before else start
        if _shortest <= end - start <= _longest and not self._is_unnamed(text[start:end]):
            yield start, end

    def _is_unnamed(self, text: str) -> bool:
        """Whether words speak of bodies without naming one (各区人民政府, 有关部门)."""
        return any(word in text for word in self.unnamed)

    def _stretches(self, sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[Span]:
        """Where lists of bodies stand in a sentence."""
        text = sentence.text
        places: list[Span] = []
        for m in _bracket.finditer(text):
            inside = [
                one for one in mentions if sentence.start + m.start() <= one.start < sentence.start + m.end()
            ]
            if self._is_list(
                m[1], sentence.start + m.start(1), inside, last=m.end() >= len(text.rstrip(_ends))
            ):
                places.append(m.span())
        begin = self._opening(sentence, mentions)
        if begin is not None:
            places.append((begin, len(text)))
        return iter(sorted(places))

    def _opening(self, sentence: Sentence, mentions: Sequence[Mention]) -> int | None:
        """Where the cells or clauses of responsible bodies begin that a sentence ends with, None where it has none."""
        text = sentence.text
        for begin in _clause_starts(text):
            at = _start.match(text, begin)
            label = self._label.match(text, at.end() if at else begin)
            if label and self._labels(text, label, sentence, mentions):
                return begin
        cuts = [0, *(m.end() for m in _cut.finditer(text) if m.end() < len(text))]
        begin = cuts[-1]
        return begin if self._is_bare(text[begin:], sentence.start + begin, mentions) else None

    def _is_bare(self, text: str, start: int, mentions: Sequence[Mention]) -> bool:
        """Whether a text is nothing but bodies and what they answer for (甲局牵头，乙局配合。)."""
        inside = [m for m in mentions if start <= m.start < start + len(text) and m.type in self._types]
        cues = [m for m in self._any.finditer(text) if not _covered(m, start, inside)]
        if not inside or not any((cue := self.cues.get((m[0], False))) and cue.opens for m in cues):
            return False
        rest = _without(text, start, inside)
        lead_in = _lead_in.match(text)
        rest = rest[lead_in.end() :] if lead_in and inside[0].start >= start + lead_in.end() else rest
        return len(_filler.sub("", self._any.sub("", rest))) <= _loose

    def _labels(
        self, text: str, label: re.Match[str], sentence: Sentence, mentions: Sequence[Mention]
    ) -> bool:
        """Whether a word that may be a label is one: before a colon, or right before a body."""
        after = text[label.end() : label.end() + 1]
        cue = self.cues[label[0], True]
        follows = any(m.start == sentence.start + label.end() and m.type in self._types for m in mentions)
        if after and after in "：:":
            return (
                any(m.type in self._types and m.start >= sentence.start + label.end() for m in mentions)
                or cue.role == "due"
            )
        return follows

    def _is_list(self, text: str, start: int, inside: Sequence[Mention], *, last: bool) -> bool:
        """Whether brackets hold responsible bodies: named with a cue, or nothing but bodies at the end."""
        bodies = [m for m in inside if m.type in self._types]
        cues = [m for m in self._any.finditer(text) if self._opens(m[0]) and not _covered(m, start, inside)]
        if not bodies:
            return bool(cues) and any(self.cues.get((m[0], True)) for m in cues)
        if cues:
            return True
        rest = _without(text, start, bodies)
        return last and all(m.type == "Government" for m in bodies) and _between.fullmatch(rest) is not None

    def _opens(self, word: str) -> bool:
        return any(
            cue is not None and cue.opens
            for cue in (self.cues.get((word, True)), self.cues.get((word, False)))
        )

    def read(self, text: str, start: int, mentions: Sequence[Mention]) -> tuple[tuple[Part, ...], str]:
        """The parts that a list names, in its order, and the words that tell by when."""
        cues = [m for m in self._any.finditer(text) if not _covered(m, start, mentions)]
        found: dict[str, Part] = {}
        waiting: list[Mention] = []
        label: Cue | None = None
        due = ""
        led = False
        events: list[tuple[int, Mention | re.Match[str]]] = [
            *(
                (m.start - start, m)
                for m in mentions
                if m.type in self._types and not self._is_unnamed(m.text + m.name)
            ),
            *((m.start(), m) for m in cues),
        ]
        events.sort(key=lambda event: event[0])

        def settle(role: str) -> None:
            nonlocal led
            for one in waiting:
                kind = _role(role, led=led, first=one is waiting[0])
                if kind is None or (kind == "place" and one.type not in self._places):
                    continue
                found.setdefault(one.name, Part(kind, one.name, (one.start, one.end)))
            led = led or any(part.role == "lead" for part in found.values())
            waiting.clear()

        for _, event in events:
            if isinstance(event, Mention):
                waiting.append(event)
                continue
            cue = self._cue(event, text, start, mentions, labelled=label is not None or not waiting)
            if cue is None:
                continue
            if cue.before:
                if waiting:
                    settle(label.role if label else "listed")
                label = cue
                if cue.role == "due":
                    due = re.split(r"[；;，,）)。]", text[event.end() :].lstrip("：: "), maxsplit=1)[0]
            else:
                settle(cue.role)
        if waiting:
            settle(label.role if label else "listed")
        return tuple(found.values()), due

    def _cue(
        self, m: re.Match[str], text: str, start: int, mentions: Sequence[Mention], *, labelled: bool
    ) -> Cue | None:
        """What a word means where it stands: a label before a colon or a body, else what is said of those before.

        `labelled` tells whether a label stood before, or no body waits for what is said of it.
        """
        before, after = self.cues.get((m[0], True)), self.cues.get((m[0], False))
        colon = text[m.end() : m.end() + 1] in {"：", ":"}
        direct = any(
            one.start >= start + m.end() and not text[m.end() : one.start - start].strip() for one in mentions
        )
        if before is not None and (colon or (direct and (after is None or labelled))):
            return before
        if colon and after is not None:
            return Cue(after.word, before=True, role=after.role, opens=after.opens)
        return after


def _role(role: str, *, led: bool, first: bool) -> MeasureRole | None:
    match role:
        case "lead" | "lead-all":
            return "lead"
        case "listed":
            return "lead" if first and not led else "support"
        case "support":
            return "support"
        case "place":
            return "place"
        case _:
            return None


def _clause_starts(text: str) -> Iterator[int]:
    yield 0
    for m in _clause.finditer(text):
        yield m.end()


def _covered(m: re.Match[str], start: int, mentions: Sequence[Mention]) -> bool:
    return any(one.start < start + m.end() and start + m.start() < one.end for one in mentions)


def _without(text: str, start: int, mentions: Sequence[Mention]) -> str:
    """A text without its mentions."""
    parts, at = [], 0
    for one in mentions:
        parts.append(text[at : one.start - start])
        at = one.end - start
    return "".join((*parts, text[at:]))

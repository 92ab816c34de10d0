"""What speaks for or against a stretch of words being a name, and of which type: features of a linear model."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate

import numpy as np

from kg.extract.ner.evidence import Evidence, Found
from kg.extract.ner.spans.candidates import Stretches, rules
from kg.extract.ner.spans.chunks import Run
from kg.gazetteer.heads import longest
from kg.learnt.features import Column, Features, Flags, Ints, Scattered, column, counted
from kg.text.tokens import Words

_longest_word = 6


def features(
    text: str,
    words: Words,
    runs: Sequence[Run],
    stretches: Stretches,
    evidence: Evidence,
    heads: Mapping[str, str],
) -> Features:
    """The features of stretches: words beside each, its first and last, its head, its verb, finds on and over it."""
    look = _Look(text, words, runs, stretches, evidence, heads)
    return Features(look.columns(), look.scattered())


class _Look:
    """Stretches with what several of their features are made of, a value a stretch."""

    def __init__(
        self,
        text: str,
        words: Words,
        runs: Sequence[Run],
        stretches: Stretches,
        evidence: Evidence,
        heads: Mapping[str, str],
    ) -> None:
        self.text, self.heads, self.stretches, self.evidence = text, heads, stretches, evidence
        self.first, self.last = stretches.first, stretches.last
        self.size = self.last - self.first
        # behind the last word stands the end, and before the first one at the index -1
        self.names = [*words.words, "$", "^"]
        self.flags = np.array([*map(bool, words.signs), True])
        self.words = column(self.names)
        self.signs = column((*words.signs, "end"))
        self.parts = column((*words.parts, "$", "^"))
        self.passed = np.array([0, *accumulate(self.flags.tolist())])
        self.known = column(
            name if sign else "?" for name, sign in zip(self.names, self.flags.tolist(), strict=True)
        )
        self.left, self.right = self.signs.at(self.first - 1), self.signs.at(self.last)
        every = [*runs, Run(())]
        self.verb = column(run.verb for run in every).at(stretches.run)
        self.over = column(run.head for run in every).at(stretches.run)
        self.ends = column(run.last for run in every).at(stretches.run)
        self.begins, self.begin = np.unique(stretches.start, return_inverse=True)
        self.stops, self.stop = np.unique(stretches.end, return_inverse=True)
        self.head = self._heads()
        kinds = column(heads.get(head, "") for head in self.head.values)
        self.kind = Column(kinds.values, kinds.of[self.head.of])

    def columns(self) -> Iterator[Column]:
        yield from self._beside()
        yield from self._within()
        yield from self._typed()
        yield from self._marked()
        yield from self._crossed()

    def scattered(self) -> Iterator[Scattered]:
        yield self._inner()
        yield self._found()

    def _beside(self) -> Iterator[Column]:
        first, last = self.first, self.last
        before, after = self.known.at(first - 1), self.known.at(last)
        yield self.left.by(self.right).named("lr ")
        yield before.named("l ")
        yield after.named("r ")
        yield before.by(self.kind).named("lh ")
        yield self.parts.at(first - 1).by(self.parts.at(first)).named("lp ")
        yield self.parts.at(last - 1).by(self.parts.at(last)).named("rp ")
        unsigned = ~self.flags[first - 1], ~self.flags[last]
        yield _turned(self.words, lambda word: f"lx {word[-1]}").at(first - 1).where(unsigned[0])
        yield _turned(self.words, lambda word: f"rx {word[:1]}").at(last).where(unsigned[1])
        yield (
            _turned(self.words, lambda word: f"rh {self.heads.get(word[-2:], '')}")
            .at(last)
            .where(unsigned[1])
        )
        count = len(self.names) - 2
        yield self.known.at(first - 2).by(before).named("l2 ").where(first > 1)
        yield after.by(self.known.at(np.minimum(last + 1, count))).named("r2 ").where(last + 1 < count)

    def _within(self) -> Iterator[Column]:
        first, last, size = self.first, self.last, self.size
        opening, closing = self.parts.at(first), self.parts.at(last - 1)
        yield self.words.at(last - 1).named("b ")
        yield self.words.at(first).named("f ")
        text, long = self.text, self.stretches.end - self.stretches.start > 1
        yield column(f"b1 {text[end - 1]}" for end in self.stops.tolist()).at(self.stop)
        for width, fits in ((1, ~long), (2, long)):
            endings = column(f"b2 {text[max(0, end - width) : end]}" for end in self.stops.tolist())
            yield endings.at(self.stop).where(fits)
            beginnings = column(f"f2 {text[start : start + width]}" for start in self.begins.tolist())
            yield beginnings.at(self.begin).where(fits)
        yield self.signs.at(first).by(self.left).named("fk ")
        yield self.signs.at(last - 1).by(self.right).named("bk ")
        yield opening.named("fp ")
        yield closing.by(self.right).named("bp ")
        yield opening.by(closing).by(counted(np.minimum(size, 4))).named("pp ")
        yield counted(np.minimum(size, 9)).named("n ")
        yield counted(np.minimum(self.stretches.end - self.stretches.start, 12)).named("c ")
        yield Column(rules, self.stretches.rule).named("p ")
        inner = np.maximum(self.passed[last - 1] - self.passed[first + 1], 0)
        yield counted(np.minimum(inner, 4)).named("in ")

    def _typed(self) -> Iterator[Column]:
        yield self.head.named("h ")
        yield self.kind.by(self.right).named("hk ")
        yield self.verb.named("v ")
        yield self.verb.by(self.kind).named("vh ")
        yield self.over.named("e ")
        yield self.over.by(self.kind).named("eh ")
        yield self.ends.by(self.kind).named("el ")
        yield counted(np.minimum(self.size, 5)).by(self.kind).named("nk ")

    def _marked(self) -> Iterator[Column]:
        """Quotes and digits."""
        opened = self._is("“")[self.first]
        closed = self._is("”")[self.last - 1]
        either = opened | closed
        flags = Column(("False", "True"), opened.astype(np.int64)).by(
            Column(("False", "True"), closed.astype(np.int64)), ""
        )
        yield flags.by(self.kind, "").named("q ").where(either)
        yield self.kind.named("q in").where(~either & (self._among(lambda char: char == "“") > 0))
        digits = self._among(str.isdigit)
        begins = np.array([char.isdigit() for char in self.text] or [False], bool)[self.stretches.start]
        yield (
            Column(("False", "True"), begins.astype(np.int64)).by(self.kind, "").named("d ").where(digits > 0)
        )

    def _crossed(self) -> Iterator[Column]:
        """Finds that begin or end where a stretch does and are not the stretch."""
        evidence, stretches = self.evidence, self.stretches
        reach = np.array([evidence.begins.get(place, 0) for place in self.begins.tolist()])[self.begin]
        origin = np.array([evidence.ends.get(place, place) for place in self.stops.tolist()])[self.stop]
        other = np.array([span not in evidence.finds for span in stretches.spans()], bool)
        over, under = other & (reach > stretches.end), other & (origin < stretches.start)
        yield self.kind.named("u >").where(over)
        yield Column(("u pre",), np.where(other & ~over & (reach > 0), 0, -1))
        yield self.kind.named("u <").where(under)
        closing = other & ~under & (origin < stretches.end)
        spans = zip(origin.tolist(), stretches.end.tolist(), closing.tolist(), strict=True)
        told = column(
            "us " + "/".join([find.type for find in evidence.finds[start, end]]) if closes else ""
            for start, end, closes in spans
        )
        yield told.where(closing)

    def _inner(self) -> Scattered:
        """The words with a sign inside."""
        signed = np.flatnonzero(self.flags)
        begin = self.passed[self.first + 1]
        counts = np.maximum(self.passed[self.last - 1] - begin, 0)
        ends = np.cumsum(counts)
        steps = np.arange(int(counts.sum())) - np.repeat(ends - counts, counts)
        places = signed[np.repeat(begin, counts) + steps]
        return np.repeat(np.arange(len(counts)), counts), self.words.named("iw ").at(places)

    def _found(self) -> Scattered:
        """What finds on the stretches themselves tell."""
        evidence = self.evidence
        places: list[int] = []
        told: list[str] = []
        sides = self.left.of.tolist(), self.right.of.tolist()
        for place, (start, end) in enumerate(self.stretches.spans()):
            finds = evidence.finds.get((start, end))
            if finds:
                beside = "|".join(self.signs.values[side[place]] for side in sides)
                some = list(_told_by(finds, self.text[start:end], beside))
                some += ["u =>"] * (evidence.begins[start] > end) + ["u =<"] * (evidence.ends[end] < start)
                told += some
                places += [place] * len(some)
        return np.array(places, np.int64), column(told)

    def _heads(self) -> Column:
        """The longest head that each stretch ends with, "" where it ends with none."""
        text, heads = self.text, self.heads
        found: list[str] = []
        for end in self.stops.tolist():
            head = ""
            for size in range(1, longest + 1):
                tail = text[max(0, end - size) : end]
                head = tail if tail in heads else head
                found.append(head)
        sizes = np.minimum(self.stretches.end - self.stretches.start, longest)
        return column(found).at(self.stop * longest + sizes - 1)

    def _is(self, mark: str) -> Flags:
        return np.array([name == mark for name in self.names], bool)

    def _among(self, which: Callable[[str], bool]) -> Ints:
        """How many such characters are in each stretch."""
        total = np.array([0, *accumulate(map(which, self.text))], np.int64)
        return total[self.stretches.end] - total[self.stretches.start]


def _told_by(finds: Sequence[Found], whole: str, sides: str) -> Iterator[str]:
    for find in finds:
        yield f"t {find.type}"
        yield f"tt {find.rule}"
        yield f"tlr {find.type}{sides}"
        yield f"tc {find.rule}{min(5, len(whole))}"
    yield "u ="
    if len(whole) <= _longest_word:
        yield f"w {whole}"


def _turned(words: Column, turn: Callable[[str], str]) -> Column:
    """The column with each of its values turned into another."""
    return Column([turn(value) for value in words.values], words.of)

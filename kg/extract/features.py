"""What speaks for or against a stretch of words being a name, and of which type: features of a linear model."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.extract.patterns import Found
from kg.extract.proposals import Proposal
from kg.extract.words import Words


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a text beforehand: the terms and patterns found in it.

    `terms` maps a stretch to what was found on it; `begins` a place to the end of the longest find that
    begins there, `ends` a place to the begin of the longest that ends there; `edges` are their ends.
    """

    terms: Mapping[tuple[int, int], Sequence[Found]]
    begins: Mapping[int, int]
    ends: Mapping[int, int]
    edges: frozenset[int]

    @classmethod
    def of(cls, found: Iterable[Found]) -> "Evidence":
        """The evidence that finds give."""
        terms: dict[tuple[int, int], list[Found]] = {}
        begins: dict[int, int] = {}
        ends: dict[int, int] = {}
        for one in found:
            terms.setdefault((one.start, one.end), []).append(one)
            begins[one.start] = max(begins.get(one.start, 0), one.end)
            ends[one.end] = min(ends.get(one.end, one.end), one.start)
        return cls(terms, begins, ends, frozenset((*begins, *ends)))

    def source(self, proposal: Proposal, kind: str) -> tuple[str, str] | None:
        """The pattern that found a stretch as that type, and the name it gave; None where none did."""
        for one in self.terms.get((proposal.start, proposal.end), ()):
            if one.type == kind:
                return one.rule, one.name
        return None


def features(
    words: Words, proposal: Proposal, known: Evidence, heads: Mapping[str, str], text: str
) -> Iterator[str]:
    """The features of one stretch."""
    start, end, first, last, run = proposal.start, proposal.end, proposal.first, proposal.last, proposal.run
    whole = text[start:end]
    before = words.words[first - 1] if first else "^"
    after = words.words[last] if last < len(words.words) else "$"
    kl, kr = _kind(words, first - 1), _kind(words, last)
    lw, rw = before if kl else "?", after if kr else "?"
    yield "1"
    yield f"lr {kl}|{kr}"
    yield f"l {lw}"
    yield f"r {rw}"
    if not kl:
        yield f"lx {before[-1]}"
    if not kr:
        yield f"rx {after[:1]}"
        yield f"rh {heads.get(after[-2:], '')}"
    if first > 1:
        yield f"l2 {words.words[first - 2] if _kind(words, first - 2) else '?'}|{lw}"
    if last + 1 < len(words.words):
        yield f"r2 {rw}|{words.words[last + 1] if _kind(words, last + 1) else '?'}"
    verb = run.verb
    head = longest_head(whole, heads)
    kind = heads.get(head, "")
    f, b = words.words[first], words.words[last - 1]
    yield f"h {head}"
    yield f"hk {kind}|{kr}"
    yield f"v {verb}"
    yield f"vh {verb}|{kind}"
    yield f"lh {lw}|{kind}"
    yield f"eh {run.head}|{kind}"
    yield f"el {run.last}|{kind}"
    yield f"e {run.head}"
    yield f"b {b}"
    yield f"f {f}"
    yield f"b1 {whole[-1]}"
    yield f"fk {_kind(words, first)}|{kl}"
    yield f"bk {_kind(words, last - 1)}|{kr}"
    size = last - first
    yield f"n {min(size, 9)}"
    yield f"c {min(end - start, 12)}"
    yield f"nk {min(size, 5)}|{kind}"
    yield f"p {proposal.rule}"
    inner = [k for k in words.classes[first + 1 : last - 1] if k]
    yield f"in {min(len(inner), 4)}"
    for word, k in zip(words.words[first + 1 : last - 1], words.classes[first + 1 : last - 1], strict=True):
        if k:
            yield f"iw {word}"
    if f == "“" or b == "”":
        yield f"q {f == '“'}{b == '”'}{kind}"
    elif "“" in whole:
        yield f"q in{kind}"
    if any(c.isdigit() for c in whole):
        yield f"d {whole[0].isdigit()}{kind}"
    terms = known.terms.get((start, end), ())
    for t, table in ((one.type, one.rule) for one in terms):
        yield f"t {t}"
        yield f"tt {table}"
        yield f"tlr {t}{kl}|{kr}"
        yield f"tc {table}{min(end - start, 5)}"
    if not terms:
        if (e := known.begins.get(start, 0)) > end:
            yield f"u >{kind}"
        elif e:
            yield "u pre"
        if (s := known.ends.get(end, end)) < start:
            yield f"u <{kind}"
        elif s < end:
            yield f"us {'/'.join(one.type for one in known.terms.get((s, end), ()))}"
    else:
        yield "u ="
        if known.begins.get(start, 0) > end:
            yield "u =>"
        if known.ends.get(end, end) < start:
            yield "u =<"
        if len(whole) <= 6:
            yield f"w {whole}"


def _kind(words: Words, index: int) -> str:
    if not 0 <= index < len(words.words):
        return "end"
    kind = words.classes[index]
    return words.words[index] if kind == "mark" else kind


def longest_head(whole: str, heads: Mapping[str, str]) -> str:
    for size in range(min(6, len(whole)), 0, -1):
        if whole[-size:] in heads:
            return whole[-size:]
    return ""

"""What speaks for or against a stretch of words being a name, and of which type: features of a linear model."""

from collections.abc import Mapping

from kg.extract.evidence import Evidence
from kg.extract.proposals import Proposal
from kg.extract.words import Words

_longest_head = 6
_longest_word = 6


def features(
    text: str, words: Words, one: Proposal, evidence: Evidence, heads: Mapping[str, str]
) -> list[str]:
    """The features of one stretch: words beside it, its first and last, its head, its verb, finds on and over it."""
    start, end, first, last, run = one.start, one.end, one.first, one.last, one.run
    signs, parts, all_words = words.signs, words.parts, words.words
    whole = text[start:end]
    head = longest_head(whole, heads)
    kind = heads.get(head, "")
    size = last - first
    left, right = signs[first - 1], signs[last]
    before = all_words[first - 1] if first else "^"
    after = all_words[last] if last < len(all_words) else "$"
    known_before, known_after = before if left else "?", after if right else "?"
    opening, closing = all_words[first], all_words[last - 1]
    opening_part, closing_part = parts[first], parts[last - 1]
    found = [
        f"lr {left}|{right}", f"l {known_before}", f"r {known_after}",
        f"h {head}", f"hk {kind}|{right}", f"lh {known_before}|{kind}",
        f"v {run.verb}", f"vh {run.verb}|{kind}",
        f"e {run.head}", f"eh {run.head}|{kind}", f"el {run.last}|{kind}",
        f"b {closing}", f"f {opening}", f"b1 {whole[-1]}", f"b2 {whole[-2:]}", f"f2 {whole[:2]}",
        f"fk {signs[first]}|{left}", f"bk {signs[last - 1]}|{right}",
        f"fp {opening_part}", f"bp {closing_part}|{right}",
        f"pp {opening_part}|{closing_part}|{min(4, size)}",
        f"lp {parts[first - 1] if first else '^'}|{opening_part}",
        f"rp {closing_part}|{parts[last] if last < len(parts) else '$'}",
        f"n {min(9, size)}", f"c {min(12, end - start)}",
        f"nk {min(5, size)}|{kind}", f"p {one.rule}",
    ]  # fmt: skip
    if not left:
        found.append(f"lx {before[-1]}")
    if not right:
        found += (f"rx {after[:1]}", f"rh {heads.get(after[-2:], '')}")
    if first > 1:
        found.append(f"l2 {all_words[first - 2] if signs[first - 2] else '?'}|{known_before}")
    if last + 1 < len(all_words):
        found.append(f"r2 {known_after}|{all_words[last + 1] if signs[last + 1] else '?'}")
    inner = 0
    for place in range(first + 1, last - 1):
        if signs[place]:
            inner += 1
            found.append(f"iw {all_words[place]}")
    found.append(f"in {min(4, inner)}")
    if opening == "“" or closing == "”":
        found.append(f"q {opening == '“'}{closing == '”'}{kind}")
    elif "“" in whole:
        found.append(f"q in{kind}")
    if not whole.isalpha() and any(c.isdigit() for c in whole):
        found.append(f"d {whole[0].isdigit()}{kind}")
    _of_finds(found, whole, one, evidence, f"{left}|{right}", kind)
    return found


def _of_finds(found: list[str], whole: str, one: Proposal, evidence: Evidence, sides: str, kind: str) -> None:
    """Adds what finds on the stretch, over it and at its ends tell."""
    start, end = one.start, one.end
    finds = evidence.finds.get((start, end))
    reach = evidence.begins.get(start, 0)
    origin = evidence.ends.get(end, end)
    if finds:
        size = end - start
        for find in finds:
            found += (
                f"t {find.type}", f"tt {find.rule}", f"tlr {find.type}{sides}", f"tc {find.rule}{min(5, size)}"
            )  # fmt: skip
        found.append("u =")
        if reach > end:
            found.append("u =>")
        if origin < start:
            found.append("u =<")
        if size <= _longest_word:
            found.append(f"w {whole}")
        return
    if reach > end:
        found.append(f"u >{kind}")
    elif reach:
        found.append("u pre")
    if origin < start:
        found.append(f"u <{kind}")
    elif origin < end:
        found.append("us " + "/".join([find.type for find in evidence.finds[origin, end]]))


def longest_head(whole: str, heads: Mapping[str, str]) -> str:
    """The longest head that a name ends with, "" where it ends with none."""
    for size in range(min(_longest_head, len(whole)), 0, -1):
        if whole[-size:] in heads:
            return whole[-size:]
    return ""

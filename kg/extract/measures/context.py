"""A document's words and mentions to what actors and roles are judged on: where each mention stands among the words."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.extract.coref.anaphors import mark as anaphor
from kg.extract.measures.boundaries import Phrase
from kg.extract.measures.tokens import Tokens, stops
from kg.model import Mention
from kg.text.function_words import words_of

joints = frozenset((*words_of("and", "as well", "or"), *"、／/"))
_soft = joints | frozenset("”》」）)“《「（(")
_bounds = stops | {"、"}


@dataclass(frozen=True, slots=True)
class MentionPlace:
    """Where a mention stands: its first word and the one behind its last, and the same of its enumeration.

    `rank` is its place in that enumeration, `size` the number of items.
    """

    first: int
    last: int
    begin: int
    end: int
    rank: int
    size: int


@dataclass(frozen=True, slots=True)
class Context:
    """A document's words and its mentions in the order of the text, each with its place; signals by word.

    `actors` are the types of those who act.
    """

    words: Tokens
    mentions: Sequence[Mention]
    places: Sequence[MentionPlace]
    signals: Mapping[str, str]
    actors: frozenset[str]

    def within(self, first: int, last: int) -> range:
        """The mentions whose words lie between two words, the second excluded, by index."""
        a = bisect_left(self.places, first, key=lambda place: place.first)
        b = a
        while b < len(self.places) and self.places[b].last <= last:
            b += 1
        return range(a, b)

    def sentence(self, word: int) -> int:
        """The sentence that a word belongs to."""
        return bisect_right(self.words.first, word) - 1

    def word(self, at: int, low: int, high: int) -> str:
        """The word at a place, ^ before `low` and $ behind `high`."""
        return "^" if at < low else "$" if at >= high else self.words.words[at]

    def tag(self, at: int, low: int, high: int) -> str:
        """The part of speech at a place, ^ before `low` and $ behind `high`."""
        return "^" if at < low else "$" if at >= high else self.words.tags[at]


def context(
    found: Tokens, mentions: Sequence[Mention], signals: Mapping[str, str], actors: frozenset[str]
) -> Context:
    """The context of a document; of mentions that overlap, the first is kept."""
    kept: list[Mention] = []
    spans: list[tuple[int, int]] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if kept and mention.start < kept[-1].end:
            continue
        first = bisect_right(found.start, mention.start) - 1
        last = bisect_left(found.end, mention.end) + 1
        if first >= 0 and last > first:
            kept.append(mention)
            spans.append((first, min(last, len(found))))
    return Context(found, kept, _enumerated(found, spans), signals, actors)


def _enumerated(found: Tokens, spans: Sequence[tuple[int, int]]) -> list[MentionPlace]:
    """The places of mentions, those joined by 、 or 和 brought together with their enumeration."""
    groups: list[list[tuple[int, int]]] = []
    for first, last in spans:
        before = groups[-1][-1][1] if groups else 0
        between = found.words[before:first]
        near = groups and len(between) <= 4 and found.clause[before - 1] == found.clause[first]
        if near and any(w in joints for w in between) and sum(w not in _soft for w in between) <= 2:
            groups[-1].append((first, last))
        else:
            groups.append([(first, last)])
    return [
        MentionPlace(first, last, group[0][0], group[-1][1], rank, len(group))
        for group in groups
        for rank, (first, last) in enumerate(group)
    ]


def role_strings(of: Context, phrase: Phrase, before: int, number: int) -> list[str]:
    """What tells the role of a mention in a measure, or in the words before it (from word `before` on)."""
    found, place, mention = of.words, of.places[number], of.mentions[number]
    kind = mention.type
    inside = place.first >= phrase.first
    low, high = (phrase.first, phrase.last) if inside else (before, phrase.first)
    a, b = place.begin, place.end
    left, left2 = of.word(a - 1, low, high), of.word(a - 2, low, high)
    right, right2 = of.word(b, low, high), of.word(b + 1, low, high)
    own_left, own_right = of.word(place.first - 1, low, high), of.word(place.last, low, high)
    signal, far = _signal(of, low, a)
    after, near = _signal(of, b, high, forward=True)
    verb = _verb(found, range(a - 1, low - 1, -1))
    next_verb = _verb(found, range(b, high))
    main = _verb(found, range(phrase.first, phrase.last))
    head = _head(found, b, high)
    side = "in" if inside else "front"
    ends = "e" if b >= high else "m"
    starts = "s" if a <= low else "m"
    return [
        "ty=" + kind, "sd=" + side, "st=" + side + kind,
        "l=" + left, "ll=" + left2 + left, "r=" + right, "rr=" + right + right2,
        "ol=" + own_left, "or=" + own_right, "lt=" + of.tag(a - 1, low, high), "rt=" + of.tag(b, low, high),
        "lk=" + left + kind, "rk=" + right + kind, "lr=" + left + "|" + right,
        "sg=" + signal, "sgd=" + signal + str(min(far, 4)), "sgk=" + signal + kind, "sga=" + signal + "|" + after,
        "sr=" + of.signals.get(signal, "-") + str(min(far, 3)), "srk=" + of.signals.get(signal, "-") + kind,
        "lr2=" + of.signals.get(left, "-"), "rr2=" + of.signals.get(right, "-") + kind,
        "srv=" + of.signals.get(signal, "-") + str(min(far, 2)) + str(next_verb != "-") + side,
        "ars=" + of.signals.get(after, "-") + str(min(near, 3)),
        "pair=" + of.signals.get(left, "-") + of.signals.get(right, "-"),
        "af=" + after, "afd=" + after + str(min(near, 4)), "afk=" + after + kind,
        "v=" + verb, "vk=" + verb + kind, "nv=" + next_verb, "nvk=" + next_verb + kind, "vnv=" + verb + next_verb,
        "mv=" + main, "mvk=" + main + kind, "fw=" + found.words[phrase.first],
        "hd=" + head, "hdk=" + head[-2:] + kind, "vh=" + verb + head, "es=" + ends + starts + kind,
        "es2=" + ends + starts + verb, "rh=" + right + head,
        "n=" + str(min(place.rank, 2)) + str(min(place.size, 3)), "sz=" + str(min(place.size, 3)) + kind,
        "su=" + mention.text[-1], "su2=" + mention.text[-2:],
        "br=" + str(found.bracketed[place.first]), "fr=" + side + signal + after,
        *("bag=" + found.words[i] for i in range(b, min(high, b + 5))),
        *("bbl=" + found.words[i] for i in range(max(low, a - 5), a)),
    ]  # fmt: skip


def _signal(of: Context, low: int, high: int, *, forward: bool = False) -> tuple[str, int]:
    """The nearest word between two that signals a role, in the same stretch between marks, and how far off it is."""
    words = of.words.words
    order = range(low, high) if forward else range(high - 1, low - 1, -1)
    for far, i in enumerate(order):
        if words[i] in of.signals:
            return words[i], far
        if words[i] in stops:
            break
    return "-", 9


def _verb(found: Tokens, order: range) -> str:
    return next((found.words[i] for i in order if found.kinds[i]), "-")


def _head(found: Tokens, low: int, high: int) -> str:
    """The word that ends the noun phrase which goes on behind a mention."""
    last = "-"
    for i in range(low, high):
        if found.words[i] in _bounds or found.kinds[i] not in {"", "v"}:
            break
        last = found.words[i]
    return last


region, carried, named = "region", "carried", "named"
"""Who a measure's actor may be: the document's region, the actor of the measure before, a mention."""


def actor_strings(
    of: Context, phrase: Phrase, kind: str, number: int, before: Phrase | None, *, own: bool, held: int
) -> list[str]:
    """What tells whether a candidate is the actor of a measure.

    `kind` says what the candidate is, `number` is its mention (-1 for none), `before` the measure before,
    `own` whether the candidate is the document's region. `held` tells for how many measures the actor of the
    one before has held.
    """
    found = of.words
    sentence = of.sentence(phrase.first)
    low, high = found.first[sentence], found.last[sentence]
    main = _verb(found, range(phrase.first, phrase.last))
    first = found.words[phrase.first]
    lead = of.word(low, low, high)
    gap = _gap(of, phrase, before)
    shared = [
        "fw=" + first,
        "mv=" + main,
        "gap=" + gap,
        "lead=" + lead,
        "pw=" + of.word(phrase.first - 1, low, high),
    ]
    if kind != named:
        return [f"{kind}{own}|{one}" for one in ("-", f"held={min(held, 3)}", *shared)]
    place, mention = of.places[number], of.mentions[number]
    t = mention.type
    if place.first >= phrase.first:
        where = "in" + str(min(place.first - phrase.first, 3))
        span = range(place.end, phrase.last)
    elif found.clause[place.first] == found.clause[phrase.first]:
        where = "same" + str(min(phrase.first - place.end, 3))
        span = range(place.end, phrase.first)
    else:
        far = found.clause[phrase.first] - found.clause[place.first]
        where = (
            f"far{min(far, 4)}" if place.first >= low else f"out{min(sentence - of.sentence(place.first), 3)}"
        )
        span = range(place.end, found.closes[found.clause[place.first]])
    past = "over" if before is not None and place.first < before.last else "since"
    start = found.opens[found.clause[place.first]]
    left, right = of.word(place.begin - 1, low, high), of.word(place.end, low, high)
    between = "".join(found.words[i] for i in span) if len(span) <= 2 else str(min(len(span) // 3, 3)) + "+"
    lone = "s" if place.begin == start else "m"
    verb, edge = _verb(found, span), lone + where + left + t
    rows = [
        "ty=" + t, "wh=" + where, "whl=" + where + left, "wht=" + where + t, "whp=" + where + past + lone + t,
        "l=" + left, "r=" + right, "lr=" + left + "|" + right, "lone=" + lone + where, "bt=" + where + between,
        "rk=" + str(min(place.rank, 2)) + where, "v1=" + verb, "v1w=" + where + verb, "own=" + str(own) + where,
        "mvw=" + where + main, "fww=" + where + first, "gapw=" + where + gap + past, "lkw=" + edge,
        "su=" + mention.text[-1] + where, "br=" + str(found.bracketed[place.first]) + where,
        "an=" + str(mention.by == anaphor) + where,
        "pv=" + "".join(of.tag(i, low, high) for i in (place.end, place.end + 1)) + where, *shared,
    ]  # fmt: skip
    return [f"{own}|{one}" for one in rows]


def _gap(of: Context, phrase: Phrase, before: Phrase | None) -> str:
    """What lies between a measure and the one before."""
    if before is None:
        return "none"
    found = of.words
    a, b = of.sentence(before.first), of.sentence(phrase.first)
    if a != b:
        same = found.sentences[a].paragraph == found.sentences[b].paragraph
        return f"s{min(b - a, 3)}{same}"
    between = found.words[before.last : phrase.first]
    if len(between) <= 2:
        return "".join(between)
    marks = "".join(w for w in between if w in stops)
    named_between = bool(of.within(before.last, phrase.first))
    return f"{marks[:3]}{min(len(between) // 3, 3)}{named_between}"

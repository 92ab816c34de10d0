"""A draft of an indicator to the entity that it is about: the document's region, or a mention near by.

A multinomial logistic model ranks the candidates (Jurafsky and Martin, Speech and Language Processing, 3rd ed.,
ch. 5); its weights stand in `subjects.npz`, fitted by `kg.train.indicators`.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kg.extract.indicators.context import Draft
from kg.learnt import weights
from kg.model import Document, Mention, Sentence
from kg.text import obtaining
from kg.text.function_words import pattern, words_of

_STOPS = "，。；：！？,;:!?…"
_GROUPS = {
    "Industry": "sector", "Technology": "sector", "Zone": "place", "Project": "project", "Research": "body",
    "Enterprise": "body", "Organization": "body", "Government": "office", "Program": "programme", "Region": "area",
}  # fmt: skip
_KINDS = {
    "count": "count",
    "person": "count",
    "percent": "rate",
    "point": "rate",
    "fold": "rate",
    "doubling": "rate",
}
_ANAPHORS = (
    ("园", ("Zone",)), ("区内", ("Zone",)), ("基地", ("Zone", "Project")), ("公司", ("Enterprise",)),
    ("企业", ("Enterprise",)), ("集团", ("Enterprise",)), ("该行", ("Enterprise",)), ("项目", ("Project",)),
    ("工程", ("Project",)), ("基金", ("Organization",)), ("平台", ("Research", "Project", "Organization")),
)  # fmt: skip
"""Words that stand for an entity named before, with the types they may stand for."""
_FIRM = pattern(
    r"(?:^|(?<=[，。；：,;]))(?:<opens a clause on a firm>|(?:19|20)\d\d年)?，?(?P<sign><the firm>)(?!<no firm>)"
)
"""A firm called back at the head of a clause."""
_ITEM = pattern(r"[（(]?(?:\d{1,3}|<ordinal>{1,3})?[)）.．、]?")
_CALLS = "该本其"
"""What stands before a word that calls something back, where it does not begin the clause."""
_FAR = 120
"""A word that stands for another thing is looked for no further back than this."""
_REACH = 8
"""So many mentions before a figure are candidates."""
_TOPICAL = ("Enterprise", "Zone", "Project", "Research", "Organization", "Industry")
"""What a title or a heading may make the topic of all that follows."""
_JOINTS = ("、", *words_of("and"))
_THEN = {"、": "list", "和": "list", "与": "list", "等": "etc", "的": "of", "：": "colon", ":": "colon"}
"""What the mark after a candidate makes of it."""
_FORMAL = ("report", "plan")
"""The kinds of document that go from thing to thing within a paragraph."""
_HEADLINE = 60
"""A first line shorter than this is a title, where nothing is marked as one."""
_SPEAKERS = ("Government", "Organization")
"""Who tells the figures of others."""
_CALLED = ("Enterprise", "Zone", "Project")
"""What a word (公司, 园区, 项目) calls back over paragraphs."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a figure's sentence stands in.

    `document` is the kind of document and `section` that of the section, `region` the region that it speaks for.
    `topic` is what the sentences of the paragraph before it are about, `carried` the same of the paragraphs before
    in its section, `heading` what the headings above name, `title` what the title does, `called` of each type that a
    word may call back the one that was named most. `aside` are the names that the sentence only tells as obtained, or
    as those who speak, `leads` those that a sentence before it in its paragraph begins with.
    """

    document: str
    section: str = "other"
    region: str = ""
    topic: Mention | None = None
    carried: Mention | None = None
    heading: Mention | None = None
    title: Mention | None = None
    called: tuple[Mention, ...] = ()
    aside: frozenset[str] = frozenset()
    leads: frozenset[str] = frozenset()

    @property
    def outside(self) -> Iterator[tuple[str, Mention]]:
        """What is told outside the sentence, and where."""
        for place in ("topic", "carried", "heading", "title"):
            one: Mention | None = getattr(self, place)
            if one is not None:
                yield place, one
        for one in self.called:
            yield "called", one


def settings(
    document: Document,
    sentences: Sequence[Sentence],
    mentions: Sequence[Sequence[Mention]],
    kind: str,
    obtained: re.Pattern[str],
    speaks: re.Pattern[str],
) -> list[Setting]:
    """The setting of each sentence, from its section, its paragraph and what was named before it.

    `obtained` is what the text ends with before something that was obtained: a title is no topic.
    Nor is the body after whose name comes what `speaks` finds.
    """
    starts = [s.start for s in sentences]
    region = document.region or ""

    def first(start: int, end: int) -> Mention | None:
        """The first thing of a stretch of the text that may be a topic."""
        i = bisect_left(starts, start)
        while i < len(sentences) and sentences[i].start < end:
            aside = _aside(sentences[i].text, mentions[i], obtained, speaks)
            named = (m for m in mentions[i] if m.type in _TOPICAL and m.name not in aside)
            if (m := next(named, None)) is not None:
                return m
            i += 1
        return None

    heads: list[Mention | None] = []
    for section in document.sections:
        above = heads[section.parent] if section.parent is not None else None
        heads.append(first(*section.heading) or above)
    title = next((p for p in document.paragraphs[:3] if p.role == "title"), None)
    if title is None and document.paragraphs and document.paragraphs[0].end < _HEADLINE:
        title = document.paragraphs[0]
    titled = first(title.start, title.end) if title is not None else None
    found: list[Setting] = []
    topic = carried = None
    called: dict[str, Mention] = {}
    counts: Counter[str] = Counter()
    paragraph, at, open_ = -1, 0, -1
    leads: set[str] = set()
    for sentence, local in zip(sentences, mentions, strict=True):
        while at < len(document.sections) and document.sections[at].start <= sentence.start:
            open_, at, carried = at, at + 1, None
        if sentence.paragraph != paragraph:
            carried = topic or carried
            topic, paragraph = None, sentence.paragraph
            leads = set()
        inside = document.sections[open_] if open_ >= 0 else None
        aside = _aside(sentence.text, local, obtained, speaks)
        found.append(
            Setting(
                kind, inside.kind if inside else "other", region, topic, carried,
                heads[open_] if inside else None, titled, tuple(called.values()), aside,
                frozenset(leads),
            )
        )  # fmt: skip
        own = [m for m in local if m.name not in aside]
        leads.update(m.name for m in own if _ITEM.fullmatch(sentence.text, 0, m.start))
        head = next((m for m in own if m.type in _GROUPS and m.name != region), None)
        firm = _firm(sentence.text, 0, len(sentence.text), own, called.get("Enterprise"))
        if firm is not None and (head is None or head.start > 4):
            topic = firm
        elif head is not None and (topic is None or head.start <= 4):
            topic = head
        for m in own:
            counts[m.name] += 1
            if m.type in _CALLED and (m.type not in called or counts[m.name] >= counts[called[m.type].name]):
                called[m.type] = m
    return found


def _aside(
    text: str, mentions: Sequence[Mention], obtained: re.Pattern[str], speaks: re.Pattern[str]
) -> frozenset[str]:
    """The names that a sentence only tells as obtained, alone or in a list, or as those who speak."""
    found: set[str] = set()
    end = -1
    for m in mentions:
        listed = end >= 0 and text[end : m.start] in _JOINTS
        if m.type in _SPEAKERS and speaks.match(text, m.end):
            found.add(m.name)
        elif listed or obtained.search(text, max(0, m.start - obtaining.near), m.start):
            found.add(m.name)
            end = m.end
        else:
            end = -1
    return frozenset(found)


def candidates(draft: Draft, mentions: Sequence[Mention], setting: Setting) -> list[Mention | None]:
    """The region (None) and the mentions that a figure may be about, the nearest first, one a name."""
    near = [
        m
        for m in mentions
        if m.type in _GROUPS and m.start < draft.figure.end + 24 and m.name not in setting.aside
    ]
    near = near[-_REACH - 4 :]
    near.reverse()
    found: dict[str, Mention] = {}
    if draft.subject is not None:
        found[draft.subject.name] = draft.subject
    for m in near[:_REACH]:
        found.setdefault(m.name, m)
    for _, m in setting.outside:
        found.setdefault(m.name, m)
    found.pop(setting.region, None)
    return [None, *found.values()]


def features(
    one: Mention | None,
    draft: Draft,
    text: str,
    mentions: Sequence[Mention],
    setting: Setting,
    last: str | None,
) -> Iterator[str]:
    """What speaks for or against a candidate; `last` is the subject of the figure before in the sentence."""
    if one is None:
        yield from _of_region(draft, text, mentions, setting, last)
        return
    group = _GROUPS.get(one.type, "other")
    place = _place(one, draft, text, mentions, setting)
    yield from _of_kind(one, draft, setting, group, place)
    yield from _of_story(one, draft, setting, group, last)
    if one in mentions:
        yield from _of_place(one, draft, text, group, place)
    yield from _of_words(one, draft, group, place)
    for sign, near in _signs(draft, text, mentions, setting, one):
        yield f"anaphor {sign}"
        yield f"anaphor {near} {group}"
        yield f"anaphor told {near}"
        yield f"anaphor {place}"
        break


def _of_region(
    draft: Draft, text: str, mentions: Sequence[Mention], setting: Setting, last: str | None
) -> Iterator[str]:
    """What speaks for or against the document's region."""
    left, kind = draft.figure.left, _KINDS.get(draft.figure.kind, "sum")
    verb = "verb" if draft.verb else "bare"
    yield "region"
    yield f"region {kind}"
    yield f"region {kind} {verb}"
    yield f"region {setting.document}"
    yield f"region {setting.section}"
    yield f"region {draft.way}"
    yield f"region end {draft.noun[-2:]}"
    yield f"region end {draft.noun[-3:]}"
    yield f"region verb {draft.verb}"
    if draft.subject is None:
        yield f"region rule {draft.way}"
    else:
        yield f"region though {draft.way} {_GROUPS.get(draft.subject.type, 'other')}"
    if last == "":
        yield "region last"
    if draft.words == draft.noun and len(draft.words) <= 4:
        yield "region short"
    for place, m in setting.outside:
        if place != "called":
            yield f"region beside {place} {_GROUPS[m.type]}"
    if any(_is_item(m, text) for m in mentions if m.end <= left):
        yield f"region though item {kind}"
    for sign, near in _signs(draft, text, mentions, setting):
        yield f"region though {sign}"
        yield f"region though told {near}"
        break
    if any(m.name == setting.region and m.start < left for m in mentions):
        yield "region named"


def _of_kind(one: Mention, draft: Draft, setting: Setting, group: str, place: str) -> Iterator[str]:
    """What a candidate's type and place say of a figure of this kind, in this document."""
    kind = _KINDS.get(draft.figure.kind, "sum")
    yield f"{group}"
    yield f"{place}"
    yield f"{group} {place}"
    yield f"{group} {place} {kind}"
    yield f"{one.type} {place} {'verb' if draft.verb else 'bare'}"
    yield f"{group} {setting.document}"
    yield f"{group} {setting.section} {place}"
    yield f"{group} end {draft.noun[-2:]}"
    yield f"{group} end {draft.noun[-3:]}"
    if draft.verb:
        yield f"{group} verb {draft.verb}"


def _of_story(one: Mention, draft: Draft, setting: Setting, group: str, last: str | None) -> Iterator[str]:
    """What rule, the figure before and the text around the sentence say of a candidate."""
    if one is draft.subject:
        yield f"rule {draft.way}"
        yield f"rule {group} {_KINDS.get(draft.figure.kind, 'sum')}"
    if last == one.name:
        yield "last"
        yield f"last {group} {draft.way}"
    places = [where for where, m in setting.outside if m.name == one.name]
    for where in places:
        yield f"told {where} {group}"
    if len(places) > 1:
        yield f"told often {group}"


def _of_place(one: Mention, draft: Draft, text: str, group: str, place: str) -> Iterator[str]:
    """What stands beside a candidate in the sentence."""
    kind = _KINDS.get(draft.figure.kind, "sum")
    yield f"then {_THEN.get(text[one.end : one.end + 1], 'other')} {place}"
    if text[one.start - 1 : one.start] in _JOINTS:
        yield f"listed {group} {place}"
    if one.end == draft.figure.left or (one.text and draft.noun.endswith(one.text)):
        yield f"counted {group} {kind}"
    if _is_item(one, text):
        yield "item"
        yield f"item {group} {kind}"
        yield f"item end {draft.noun[-2:]}"


def _of_words(one: Mention, draft: Draft, group: str, place: str) -> Iterator[str]:
    """What the words for what is measured say of a candidate."""
    kind = _KINDS.get(draft.figure.kind, "sum")
    if one.text in draft.words:
        yield f"named {group}"
        yield f"named {group} {kind} {'verb' if draft.verb else 'bare'}"
        if draft.words.startswith(one.text):
            yield f"named first {group} {kind}"
            yield f"named first {group} {draft.noun[len(one.text) :][-2:]}"
    elif len(draft.noun) <= 4:
        yield f"short {group} {place}"


def _firm(
    text: str, begin: int, end: int, mentions: Sequence[Mention], firm: Mention | None
) -> Mention | None:
    """The firm that the text is about, where 公司 stands for it at the head of a clause and no name comes after."""
    signs = [m.start("sign") for m in _FIRM.finditer(text, begin, end)] if firm is not None else []
    if not signs or any(m.start <= signs[-1] < m.end for m in mentions):
        return None
    named = (m for m in mentions if m.type in _GROUPS and m.type != "Region")
    other = text.find("项目", signs[-1], end) >= 0
    return None if other or any(signs[-1] < m.start < end for m in named) else firm


def told(draft: Draft, text: str, mentions: Sequence[Mention], setting: Setting) -> Mention | None:
    """What a figure is about where its form says so.

    The project at the head of its item, the firm called back, the firm that title and paragraph are about where
    nobody else is named, the area that has its share of a list.
    """
    left = draft.figure.left
    if draft.way == "list" and draft.subject is not None and draft.subject.type == "Region":
        return draft.subject
    item = next((m for m in mentions if m.type == "Project" and m.end <= left and _is_item(m, text)), None)
    if item is not None:
        inner = (m for m in mentions if m is not item and m.start >= draft.begin)
        own = any(m.text == draft.noun or draft.words.startswith(m.text) for m in inner)
        return None if own and draft.figure.kind not in _KINDS else item
    firm = next((m for m in setting.called if m.type == "Enterprise"), None)
    if (called := _firm(text, max(0, left - _FAR), left, mentions, firm)) is not None:
        return called
    topic, title = setting.topic, setting.title
    if topic is None or title is None or topic.type != "Enterprise" or topic.name != title.name:
        return None
    acting = any(m.type in _GROUPS and m.type != "Region" and m.start < draft.figure.end for m in mentions)
    return None if acting else topic


def goes_on(
    one: Mention, draft: Draft, text: str, mentions: Sequence[Mention], setting: Setting, *, bare: bool
) -> bool:
    """Whether what only stands outside the sentence may be what a figure of it is about.

    Always but in a report or plan, which goes from thing to thing: there, where title or heading name it, where a word
    calls it back, where it was told at the head of a sentence of the same paragraph, or further back for a quantity
    that says of nothing what it is (`bare`: 面积).
    """
    if setting.document not in _FORMAL:
        return True
    places = {place for place, m in setting.outside if m.name == one.name}
    if places & {"title", "heading"}:
        return True
    for sign, _ in _signs(draft, text, mentions, setting, one):
        at = text.rfind(sign, 0, draft.figure.left)
        if at == draft.begin or text[at - 1] in _CALLS:
            return True
    return one.name in setting.leads or (bare and "carried" in places)


def _is_item(one: Mention, text: str) -> bool:
    """Whether a mention is the head of an item of a list: 1.X二期：新建泊位6个."""
    return text[one.end : one.end + 1] in ("：", ":") and _ITEM.fullmatch(text, 0, one.start) is not None


def _signs(
    draft: Draft, text: str, mentions: Sequence[Mention], setting: Setting, only: Mention | None = None
) -> Iterator[tuple[str, str]]:
    """The words before a figure that call back something told outside the sentence, and how near they stand.

    With `only`, those that may stand for this one.
    """
    left = draft.figure.left
    for sign, types in _ANAPHORS:
        at = text.rfind(sign, max(0, left - _FAR), left)
        if at < 0 or any(m.start <= at < m.end for m in mentions):
            continue
        called = [m for _, m in setting.outside if m.type in types]
        if only in called if only is not None else called:
            yield sign, "near" if at >= draft.begin else "far"


def _place(one: Mention, draft: Draft, text: str, mentions: Sequence[Mention], setting: Setting) -> str:
    """Where a candidate stands: in the figure's clause, at the head of an earlier one, after the figure, outside."""
    if one not in mentions:
        return next((place for place, m in setting.outside if m.name == one.name), "topic")
    if one.start >= draft.figure.end:
        return "after" if one.start > draft.figure.end + 3 else "next"
    if one.start >= draft.begin:
        return "head" if one.start <= draft.begin + 2 else "clause"
    before = text[one.end : draft.begin]
    stops = sum(before.count(c) for c in "，,")
    apart = any(c in before for c in "；;。")
    far = "apart" if apart else "near" if stops <= 1 else "far"
    headed = (
        one.start == 0 or text[one.start - 1] in _STOPS or _ITEM.fullmatch(text, 0, one.start) is not None
    )
    return f"{far} {'head' if headed else 'inner'}"


class Ranker:
    """The model with its weights, loaded once."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self.weights = dict(weights)

    def best(
        self,
        draft: Draft,
        text: str,
        mentions: Sequence[Mention],
        setting: Setting,
        last: str | None,
        without: Sequence[str] = (),
    ) -> Mention | None:
        """The mention that a figure is about, None for the region; none of the types `without`."""
        if (sure := told(draft, text, mentions, setting)) is not None:
            return sure
        some = (one for one in candidates(draft, mentions, setting) if one is None or one.type not in without)
        return max(some, key=lambda one: self.score(features(one, draft, text, mentions, setting, last)))

    def score(self, told: Iterable[str]) -> float:
        """How much features speak for a candidate."""
        return sum(self.weights.get(f, 0.0) for f in told)


trained = Path(__file__).with_name("subjects.npz")


def load(types: Iterable[str], path: Path = trained) -> Ranker:
    """The model with its weights. Raises ModelError where it knows a type that is none of `types`."""
    kept = weights.load(path)
    kept.labels_among("types", types)
    return Ranker(kept.by_feature("candidates"))


def save(path: Path, ranker: Ranker, digest: str) -> None:
    """Writes the weights, with the types that they are of and the digest of the training set."""
    weights.save(
        path,
        {"candidates": np.array(list(ranker.weights.values()), np.float64)},
        labels={"types": sorted(_GROUPS)},
        features={"candidates": list(ranker.weights)},
        digest=digest,
    )

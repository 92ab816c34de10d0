"""A draft of an indicator to the entity that it is about: the document's region, or a mention near by.

A multinomial logistic model ranks the candidates (Jurafsky and Martin, Speech and Language Processing, 3rd ed.,
ch. 5); its weights stand in `subjects.json`, fitted by `fit`.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.extract.indicators.context import Draft
from kg.model import Mention

_STOPS = "，。；：！？,;:!?…"
_GROUPS = {
    "Industry": "sector", "Technology": "sector", "Zone": "place", "Project": "place", "Research": "body",
    "Enterprise": "body", "Organization": "body", "Government": "office", "Program": "programme",
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
    ("基金", ("Organization",)), ("平台", ("Research", "Project", "Organization")),
)  # fmt: skip
"""Words that stand for an entity named before, with the types they may stand for."""
_REACH = 8
"""So many mentions before a figure are candidates."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a figure's sentence stands in: the kind of document, and the topic of the sentences before."""

    document: str
    topic: Mention | None = None


def candidates(draft: Draft, mentions: Sequence[Mention], setting: Setting) -> list[Mention | None]:
    """The region (None) and the mentions that a figure may be about, the nearest first, one a name."""
    near = [m for m in mentions if m.type in _GROUPS and m.start < draft.figure.end + 24]
    near = near[-_REACH - 4 :]
    near.reverse()
    found: dict[str, Mention] = {}
    if draft.subject is not None:
        found[draft.subject.name] = draft.subject
    for m in near[:_REACH]:
        found.setdefault(m.name, m)
    if setting.topic is not None:
        found.setdefault(setting.topic.name, setting.topic)
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
    figure = draft.figure
    kind = _KINDS.get(figure.kind, "sum")
    verb = "verb" if draft.verb else "bare"
    if one is None:
        yield "region"
        yield f"region {kind}"
        yield f"region {kind} {verb}"
        yield f"region {setting.document}"
        yield f"region {draft.way}"
        if draft.subject is None:
            yield f"region rule {draft.way}"
        if last == "":
            yield "region last"
        if draft.words == draft.noun and len(draft.words) <= 4:
            yield "region short"
        return
    group = _GROUPS.get(one.type, "other")
    place = _place(one, draft, text, mentions)
    yield f"{group}"
    yield f"{place}"
    yield f"{group} {place}"
    yield f"{group} {place} {kind}"
    yield f"{one.type} {place} {verb}"
    yield f"{group} {setting.document}"
    if one is draft.subject:
        yield f"rule {draft.way}"
        yield f"rule {group} {kind}"
    if last == one.name:
        yield "last"
        yield f"last {group} {draft.way}"
    if place not in ("topic", "after"):
        after = text[one.end : one.end + 1]
        then = "list" if after and after in "、和与" else {"等": "etc", "的": "of"}.get(after, "other")
        yield f"then {then} {place}"
        if one.end == figure.left or (one.text and draft.noun.endswith(one.text)):
            yield f"counted {group} {kind}"
    if one.text in draft.words:
        yield f"named {group}"
        if draft.words.startswith(one.text):
            yield f"named first {group} {kind}"
    spoken = text[draft.begin : figure.left]
    for word, types in _ANAPHORS:
        if word in spoken and one.type in types and one.text not in spoken:
            yield f"anaphor {place}"
            break
    if len(draft.noun) <= 4 and one.text not in draft.words:
        yield f"short {group} {place}"


def _place(one: Mention, draft: Draft, text: str, mentions: Sequence[Mention]) -> str:
    """Where a candidate stands: in the figure's clause, at the head of an earlier one, after the figure."""
    if one not in mentions:
        return "topic"
    if one.start >= draft.figure.end:
        return "after" if one.start > draft.figure.end + 3 else "next"
    if one.start >= draft.begin:
        return "head" if one.start <= draft.begin + 2 else "clause"
    before = text[one.end : draft.begin]
    stops = sum(before.count(c) for c in "，,")
    apart = any(c in before for c in "；;。：:")
    far = "apart" if apart else "near" if stops <= 1 else "far"
    headed = one.start == 0 or text[one.start - 1] in _STOPS
    return f"{far} {'head' if headed else 'inner'}"


def topics(paragraphs: Sequence[int], mentions: Sequence[Sequence[Mention]]) -> list[Mention | None]:
    """For each sentence the topic that the sentences of its paragraph before it set: the last one named at a head."""
    found: list[Mention | None] = []
    topic, current = None, -1
    for paragraph, local in zip(paragraphs, mentions, strict=True):
        if paragraph != current:
            topic, current = None, paragraph
        found.append(topic)
        first = next((m for m in local if m.type in _GROUPS), None)
        if first is not None and (topic is None or first.start <= 4):
            topic = first
    return found


class Ranker:
    """The model with its weights, loaded once."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self.weights = dict(weights)

    def best(
        self, draft: Draft, text: str, mentions: Sequence[Mention], setting: Setting, last: str | None
    ) -> Mention | None:
        """The mention that a figure is about, None for the region."""
        return max(
            candidates(draft, mentions, setting),
            key=lambda one: self.score(features(one, draft, text, mentions, setting, last)),
        )

    def score(self, told: Iterable[str]) -> float:
        """How much features speak for a candidate."""
        return sum(self.weights.get(f, 0.0) for f in told)


def load(path: Path | None = None) -> Ranker:
    """The model with the weights that are shipped."""
    file = path or Path(__file__).with_name("subjects.json")
    return Ranker(json.loads(file.read_text(encoding="utf-8")))

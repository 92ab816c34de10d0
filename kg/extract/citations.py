"""A document's text to the other documents that it names: what it rests on, carries out, answers, ends, cites."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.contracts import Extractor
from kg.gazetteer.normal_form import plain
from kg.model import Citation, Document, Findings, Mention, Sentence
from kg.ontology import Ontology
from kg.text.function_words import words_of
from kg.text.places import sentence_of

confidence = {
    "basedOn": 0.8, "implements": 0.9, "repliesTo": 0.8, "repeals": 0.8, "editionOf": 0.5, "cites": 0.98,
}  # fmt: skip
"""(right + 1) / (read + 2) of 62 links read by eye on plans, replies, notices and news: of basedOn, repliesTo and
repeals all 3, 3 and 2, of implements 9, of cites 44; none of editionOf was among them.
"""

_number = re.compile(
    r"[\u4e00-\u9fff]{1,10}[〔\[［(（【﹝](?:19|20)\d\d年?[〕\]］)）】﹞][\u4e00-\u9fff]?第?\d{1,4}号"
)
_bracket = re.compile(r"[（(][^（）()]*(?:[（(][^（）()]*[）)][^（）()]*)*[）)]")
_title = re.compile(r"《[^《》\n]*(?:《[^《》\n]*》[^《》\n]*)*》")
_day = re.compile(r"((?:19|20)\d\d)年(?:(\d{1,2})月(?:(\d{1,2})日)?)?")
_mark = re.compile(r"[（(]([^（）()]*)[）)]$")
_trail = re.compile(r"(?:[（(][^（）()]*[）)]|\d)+$")
_least = 6
_masked = "\ue000"
_far = 24
"""Characters of other words (who issued it) that may stand between a cue and the title it governs."""


def load(ontology: Ontology) -> Extractor:
    """The extractor of what a document says of others."""
    reader = _Reader(ontology)
    return Extractor("citations", reader.extract, needs_mentions=True)


@dataclass(frozen=True, slots=True)
class _Named:
    """A document that is named: the stretch of the name, its canonical name, number, date, where all that ends.

    `titled` is False for a name that stands without 《》.
    """

    start: int
    end: int
    name: str
    number: str | None
    date: str | None
    until: int
    titled: bool = True


class _Reader:
    """The words by which documents are told apart, read once."""

    def __init__(self, ontology: Ontology) -> None:
        words: dict[str, list[str]] = {}
        for row in ontology.table("citation_cues"):
            words.setdefault(row["kind"], []).append(row["word"])
        self.words = {kind: tuple(sorted(those, key=len, reverse=True)) for kind, those in words.items()}
        heads = sorted(
            (row["head"] for row in ontology.table("heads") if row["type"] == "Document"),
            key=lambda head: (-len(head), head),
        )
        self.heads = frozenset(heads)
        self.endings = (*heads, *self.words["head"])
        ends = "|".join(map(re.escape, self.endings))

        def one_of(kind: str) -> str:
            return "|".join(map(re.escape, self.words[kind]))

        self.cue = re.compile(f"(?P<basis>{one_of('basis')})|(?P<carry>{one_of('carry')})")
        self.made = re.compile(
            rf"(?:{one_of('making')})(?:了|出)?(?:(?:{one_of('own')})(?!{one_of('others')})[^，。；]{{0,6}}?(?:{ends})|{one_of('follows')}|{_masked}|[，。；]|$)"
            rf"|{one_of('opening')}"
        )
        self.at_once = re.compile(rf"^[^，。；]{{0,8}}(?:{one_of('making')})[，。；]")
        self.handed = re.compile(f"(?:{one_of('handing')})(?P<name>.+?)的(?:{ends})$")
        self.received = re.compile(rf"^[^。；，]{{0,12}}(?:{one_of('received')})")
        self.ended = re.compile(rf"^[^。；，{_masked}第]{{0,16}}(?:{one_of('ended')})")
        self.ending = re.compile(rf"(?:{one_of('ending')})$")
        self.sent = re.compile(rf"^[^。；]{{0,24}}(?:{one_of('sent')})")

    def extract(self, document: Document, sentences: Sequence[Sentence], found: Findings) -> Findings:
        """What the document says of others, and mentions of those that it names by their number alone."""
        numbers = tuple(self._numbers(document, found.mentions))
        named = sorted(
            (*self._titles(document, found.mentions), *numbers), key=lambda one: (one.start, one.end)
        )
        own = plain(document.title or "")
        tells = document.get("kind") in self.words["telling"]
        links = [
            link
            for sentence in sentences
            for link in self._of_sentence(
                document, sentence, [n for n in named if sentence.start <= n.start < sentence.end], own
            )
        ]
        if tells:  # it tells of what others rest on and end
            links = [
                link if link.relation in ("cites", "repliesTo") else replace(link, relation="cites")
                for link in links
            ]
        strong = {link.name for link in links if link.relation != "cites"}
        kept = [link for link in links if link.relation != "cites" or link.name not in strong]
        added = tuple(
            Mention(
                document.id, one.start, one.end, document.text[one.start : one.end], "Document", one.name,
                confidence["cites"], "citations:number",
            )
            for one in numbers
        )  # fmt: skip
        return Findings(mentions=added, citations=(*self._edition(document, sentences), *kept))

    def _titles(self, document: Document, mentions: Sequence[Mention]) -> Iterator[_Named]:
        """The documents that are named by a title, with the number and the date that follow in brackets."""
        text = document.text
        for m in mentions:
            if m.type != "Document":
                continue
            number = date = None
            until = m.end + (text[m.end : m.end + 1] == "》")
            while match := _bracket.match(text, until):
                number = number or next((n[0] for n in _number.finditer(match[0])), None)
                date = date or next((_date(d) for d in _day.finditer(match[0])), None)
                until = match.end()
            titled = "《" in m.text or text[m.start - 1 : m.start] in ("《", "〈")
            yield _Named(m.start, m.end, m.name, _normal(number), date, until, titled)

    def _numbers(self, document: Document, mentions: Sequence[Mention]) -> Iterator[_Named]:
        """The documents that are named by their number alone."""
        text = document.text
        own = _normal(document.get("number"))
        taken = [(m.start, m.end) for m in mentions]
        for match in _number.finditer(text):
            start, end = match.span()
            if text[start - 1 : start] in ("（", "(") or any(a < end and start < b for a, b in taken):
                continue
            start = max((start + len(cue) for cue in self._leads(match[0])), default=start)
            number = _normal(text[start:end])
            if number and number != own and text[end : end + 1] not in {"", "\n"} and _line(text, start, end):
                yield _Named(start, end, number, number, None, end)

    def _leads(self, words: str) -> Iterator[str]:
        """Cues that the letters before a number begin with: 根据沪府发〔2016〕49号."""
        for kind in ("basis", "carry"):
            for cue in self.words[kind]:
                if (at := words.find(cue)) >= 0:
                    yield words[: at + len(cue)]

    def _of_sentence(
        self, document: Document, sentence: Sentence, named: Sequence[_Named], own: str
    ) -> Iterator[Citation]:
        text = document.text
        for one in named:
            key = plain(one.name)
            if not one.titled and not self._governed(text, sentence, one):
                continue
            if key in self.heads or key.endswith(self.words["form"]) or self._itself(key, own):
                continue
            relation = self._relation(text, sentence, one)
            if relation is not None and (relation != "cites" or one.number or self._paper(one.name)):
                yield Citation(
                    document.id, relation, one.name, (sentence.start, sentence.end), (one.start, one.end),
                    one.number, one.date, confidence[relation], f"citations:{relation}",
                )  # fmt: skip

    def _itself(self, key: str, own: str) -> bool:
        """Whether a title is the document's own, or that of what it hands out."""
        inner = self.handed.search(own)
        return key in {own, inner["name"] if inner else own} or (len(own) >= _least and own in key)

    def _paper(self, name: str) -> bool:
        """Whether a title ends as those of documents do: a journal, a film, a study in 《》 is none."""
        return _trail.sub("", plain(name)).endswith(self.endings)

    def _governed(self, text: str, sentence: Sentence, one: _Named) -> bool:
        """Whether a name without 《》 is one that the text says it rests on or carries out."""
        return self._relation(text, sentence, one) in ("basedOn", "implements")

    def _relation(self, text: str, sentence: Sentence, one: _Named) -> str | None:
        """How the text stands to a document that it names; None where it only carries it with itself."""
        before = _bare(text[sentence.start : one.start].rstrip("《〈"))
        after = _bare(text[one.until : sentence.end])
        follows = after.lstrip("".join((_masked, "、", *words_of("and", "as well"))))
        if self.received.match(follows):
            return "repliesTo"
        if self.ended.match(follows) or self.ending.search(before):
            return "repeals"
        if self.sent.match(after):
            return None
        cue = None
        for match in self.cue.finditer(before):
            cue = match
        if cue is not None:
            between = before[cue.end() :].replace(_masked, "")
            close = len(between) <= _far and not re.search("[，。；：]", between)
            if close and (self.made.search(after) or self.at_once.match(follows)):
                return "basedOn" if cue.lastgroup == "basis" else "implements"
        return "cites"

    def _edition(self, document: Document, sentences: Sequence[Sentence]) -> Iterator[Citation]:
        """What a document is an edition of, where its title ends in a mark: 云汀市产业规划（修订版）."""
        title = next((m for m in document.metadata if m.key == "title" and m.span), None)
        mark = _mark.search(title.value) if title else None
        if title is None or title.span is None or mark is None:
            return
        if not mark[1].endswith(self.words["edition"]):
            return
        sentence = sentence_of(sentences, *title.span)
        if sentence is not None:
            yield Citation(
                document.id, "editionOf", title.value[: mark.start()], (sentence.start, sentence.end), None, None, None,
                confidence["editionOf"], "citations:editionOf",
            )  # fmt: skip


def _bare(text: str) -> str:
    """A stretch of a sentence with each title as one sign, and without what stands in brackets."""
    return _bracket.sub("", _title.sub(_masked, text))


def _line(text: str, start: int, end: int) -> bool:
    """Whether a number stands within a sentence, and not on a line of its own: that is the document's own."""
    before = text.rfind("\n", 0, start) + 1
    after = text.find("\n", end)
    return text[before:start].strip() != "" or text[end : after if after >= 0 else None].strip() != ""


def _normal(number: str | None) -> str | None:
    """A number as it is printed by the standard: its year in 〔〕."""
    if number is None:
        return None
    return re.sub(r"[〔\[［(（【﹝]((?:19|20)\d\d)年?[〕\]］)）】﹞]", r"〔\1〕", number.strip())


def _date(match: re.Match[str]) -> str:
    return "-".join(part.zfill(2) for part in match.groups() if part)

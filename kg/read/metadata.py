"""What an article says of itself: title, author, office, date, source, issuer, number, page, with their places."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.model import Metadata, Paragraph, Span
from kg.read import field_names as labels
from kg.read.furniture import Furniture, is_navigation, page_label
from kg.read.layout import label, number, office_name
from kg.read.people import Press, people
from kg.text import dates

_signature = re.compile(r"[\u4e00-\u9fff、\s]{3,60}")
_written = re.compile(r"[\u4e00-\u9fff（）()“”、，《》\d—-]{6,}")


def found(text: str, paragraphs: Sequence[Paragraph], press: Press) -> Iterator[Metadata]:
    """Metadata that the text of an article states, each with its span, the surest of a kind first."""
    for i, paragraph in enumerate(paragraphs):
        start, line = paragraph.start, text[paragraph.start : paragraph.end]
        if paragraph.role in ("title", "subtitle"):
            yield Metadata(paragraph.role, line, (start, paragraph.end), "layout", 0.9)
        if paragraph.role == "title":
            yield from _in_title(line, start, press)
        elif paragraph.role == "byline":
            after = paragraphs[i + 1] if i + 1 < len(paragraphs) else None
            dated = after is not None and dates.iso(text[after.start : after.end]) is not None
            yield from _byline(line, start, press, signs=dated and len(paragraphs) - i < 200)
        elif paragraph.role == "body" and i < 8:
            yield from _in_report(line, start, press)


def _in_title(line: str, start: int, press: Press) -> Iterator[Metadata]:
    head, about, _ = line.partition("关于")
    if about and (match := press.issuer.fullmatch(head.strip())):
        yield Metadata("issuer", match.group(), (start, start + len(match.group())), "title", 0.9)
    if value := dates.year(line):
        at = start + line.index(value)
        yield Metadata("date", value, (at, at + 4), "title", 0.5)


def _byline(line: str, start: int, press: Press, *, signs: bool) -> Iterator[Metadata]:
    """What a byline says; `signs` tells that a date stands below, so that a body's name is the issuer's."""
    if note := press.note.fullmatch(line):
        value = re.sub(r"^.*?[\u4e00-\u9fff·]{2,4}[，,]?系", "", note["what"]).strip()
        at = start + line.index(value)
        yield Metadata("office", value, (at, at + len(value)), "byline", 0.95)
        return
    if names := people(line, press):
        for name, a, b in names:
            yield Metadata("author", name, (start + a, start + b), "byline", 0.9)
        return
    if (match := office_name.fullmatch(line)) and (names := people(match["name"], press)):
        span = (start + match.start("office"), start + match.end("office"))
        yield Metadata("office", match["office"], span, "byline", 0.9)
        for name, a, b in names:
            at = start + match.start("name")
            yield Metadata("author", name, (at + a, at + b), "byline", 0.9)
        return
    if match := number.search(line):
        yield Metadata("number", match.group(), (start + match.start(), start + match.end()), "byline", 0.95)
    yield from _labelled(line, start)
    if match := page_label.search(line):
        yield Metadata("page", match.group(), (start + match.start(), start + match.end()), "byline", 0.9)
    if (day := dates.find(line)) and len(day[0]) > 4:
        yield Metadata("date", day[0], (start + day[1], start + day[2]), "byline", 0.9)
    elif _signature.fullmatch(line):
        yield Metadata("issuer", line, (start, start + len(line)), "signature", 0.9 if signs else 0.6)


_field = re.compile(
    r"([\u4e00-\u9fff]{2,6})\s*[:：]\s*([^\s:：][^:：]*?)(?=\s+[\u4e00-\u9fff]{2,6}\s*[:：]|\s{2,}|$)"
)


def _labelled(line: str, start: int) -> Iterator[Metadata]:
    """来源：… 时间：… in a line."""
    for match in _field.finditer(line):
        key, value = labels.key(match[1]), match[2].strip()
        if key not in labels.single | labels.several or key == "title" or not value:
            continue
        span: Span = (start + match.start(2), start + match.start(2) + len(value))
        if key == "date":
            if day := dates.find(value):
                at = start + match.start(2)
                yield Metadata("date", day[0], (at + day[1], at + day[2]), "label", 0.97)
        else:
            yield Metadata(key, value, span, "label", 0.95)


def _in_report(line: str, start: int, press: Press) -> Iterator[Metadata]:
    """本报讯（记者 …）at the head of a report: who wrote it, and for which paper."""
    match = press.dateline.match(line)
    names = people(match["who"], press) if match else None
    if not match or not names:
        return
    source = match["source"].strip("《》")
    if not source.startswith(press.ours) and source.endswith(press.paper_ends):
        at = start + match.start("source") + (match["source"][0] == "《")
        yield Metadata("source", source, (at, at + len(source)), "dateline", 0.9)
    for name, a, b in names:
        yield Metadata(
            "author", name, (start + match.start("who") + a, start + match.start("who") + b), "dateline", 0.9
        )


def from_page(removed: Sequence[str], press: Press) -> Iterator[Metadata]:
    """Date, page and paper as the furniture around an article states them; without a span."""
    for line in removed:
        if match := page_label.search(line):
            yield Metadata("page", " ".join(match.group().split()), None, "page", 0.9)
        if len(line) <= 80 and (day := dates.find(line)) and len(day[0]) == 10:
            # A day alone may stand in any list of links; beside what tells of the article it is the article's.
            told = press.paper.search(line) or any(labels.key(m[1]) for m in label.finditer(line))
            yield Metadata("date", day[0], None, "page", 0.93 if told else 0.6)
        yield from (Metadata(m.key, m.value, None, "page", 0.9) for m in _labelled(line, 0))
    for line in removed:
        if match := press.paper.search(line):
            yield Metadata("source", match["name"], None, "page", 0.8)


_address = re.compile(r"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}(?:[/?#]\S*)?")
_word = re.compile(r"[\u4e00-\u9fffA-Za-z]{2}")


def sound(stated: Sequence[Metadata], table: Furniture) -> Iterator[Metadata]:
    """The stated that can be what its key says: a URL is an address of the web, no tool bar is."""
    for item in stated:
        if item.key == "url":
            fits = _address.fullmatch(item.value) is not None
        elif item.key in ("date", "page", "language"):
            fits = True
        else:
            fits = _word.search(item.value) is not None and not is_navigation(item.value, table)
        if fits:
            yield item


def from_name(stem: str) -> Iterator[Metadata]:
    """Title and year as the name of a file may tell them, where the text does not."""
    words = _written.findall(stem)
    if words:
        yield Metadata("title", max(words, key=len), None, "name", 0.3)
    if value := dates.iso(stem) or dates.year(stem):
        yield Metadata("date", value, None, "name", 0.4)


def choose(
    declared: Sequence[Metadata], stated: Sequence[Metadata], inferred: Sequence[Metadata]
) -> tuple[Metadata, ...]:
    """One value for each key that has one, the declared before the surest, several for authors and subtitles.

    A value that the text states too has its place there. What is inferred (from a file's name)
    counts where nothing else tells.
    """
    places = {(item.key, item.value): item.span for item in reversed(stated) if item.span}
    kept: dict[tuple[str, str], Metadata] = {}
    have: set[str] = set()
    for group in (declared, sorted(stated, key=lambda item: -item.confidence), inferred):
        taken = set(have)
        for item in group:
            if item.key in taken or (item.key in labels.single and item.key in have):
                continue
            have.add(item.key)
            span = item.span or places.get((item.key, item.value))
            kept.setdefault((item.key, item.value), replace(item, span=span))
    return tuple(kept.values())

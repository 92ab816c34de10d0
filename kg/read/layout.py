"""The blocks of an article to what each serves as: title, subtitle, byline, heading, body."""

import re
from collections.abc import Sequence

from kg.model import Role
from kg.read import field_names as labels
from kg.read.furniture import is_dateline
from kg.read.people import Press, people
from kg.read.raw import Block
from kg.read.tables.grid import attached, unit_line
from kg.text import dates
from kg.text.function_words import pattern

number = re.compile(
    r"[\u4e00-\u9fff]{1,14}\s*[〔\[（(【]\s*(?:19|20)\d\d\s*[〕\]）)】]\s*(?:第\s*)?\d{1,4}\s*号"
)
label = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff][\u4e00-\u9fff\u3000 ]{0,6}[\u4e00-\u9fff])\s*[:：]")
_timed = re.compile(r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s+\d{1,2}:\d\d")
office_name = re.compile(
    r"(?P<office>[\u4e00-\u9fff（）()、]{2,40}?)[ \u3000]+(?P<name>[\u4e00-\u9fff][\u4e00-\u9fff \u3000·]{1,8})"
)
_marked = pattern(
    r"[（(]?<ordinal|hundred>{1,4}[）)、.．]|[（(]\d{1,2}[）)]|\d{1,2}(?:\.\d{1,2})*[、.．\s]|\d+(?:\.\d+)+"
    r"|第[<ordinal|hundred>\d]{1,4}<headed>|[●■◆▲★○◎·◇※]"
)
_stop = re.compile(r"[。；;，,：:]$")
_full = re.compile(r"[。！？!?；;][”’」』）)】》\"]*$")
_kicker = re.compile(r"[【\[〔].{2,12}[】\]〕]|[\u4e00-\u9fff·]{2,8}[|｜]")
_bracketed = re.compile(r"[（(][^（）()]{2,80}[）)]")
_table = re.compile(r"附?表\s*\d")
_caption = pattern(r"[图表](?:\s*\d{1,3}|<ordinal>{1,3})[\s:：].{2,40}")
_meeting = re.compile(r"[（(—－―-]*[^。]{0,30}(?:19|20)\d\d年\d{1,2}月\d{1,2}日[^。]{0,50}")
longest_title = 90
_longest_heading = 60
_most_subtitles = 4


def roles(blocks: Sequence[Block], press: Press) -> tuple[Role, ...]:
    """The role of each block; what a format says of a block counts, but a second title is a heading."""
    found: list[Role] = [block.role or "body" for block in blocks]
    if not blocks:
        return ()
    head = _head(blocks, found, press)
    for i in range(head, len(blocks)):
        if blocks[i].role is None:
            found[i] = _role(blocks, i, press)
        elif blocks[i].role == "title":
            found[i] = "heading"
    return tuple(found)


def _head(blocks: Sequence[Block], found: list[Role], press: Press) -> int:
    """Give the blocks above the body their roles; the number of them comes back."""
    said = next((i for i, block in enumerate(blocks[:12]) if block.role == "title"), None)
    title = said if said is not None else _title(blocks, press)
    if title is None:
        at = 0
        while at < min(3, len(blocks)) and blocks[at].role is None and is_byline(blocks[at].text, press):
            found[at] = "byline"
            at += 1
        return at
    for i in range(title):
        found[i] = "byline" if is_byline(blocks[i].text, press) else "subtitle"
    found[title] = "title"
    subtitles = 0
    at = title + 1
    while at < len(blocks):
        text = blocks[at].text
        if blocks[at].role not in (None, "subtitle", "byline"):
            break
        if is_byline(text, press) or _is_issuers(text, press):
            found[at] = "byline"
        elif blocks[at].role == "subtitle" or (subtitles < _most_subtitles and _is_subtitle(blocks, at)):
            found[at] = "subtitle"
            subtitles += 1
        else:
            break
        at += 1
    return at


def _title(blocks: Sequence[Block], press: Press) -> int | None:
    """The first line that can be a title, below a kicker, a number of an annex and lines of date, source and page."""
    first = int(bool(blocks) and attached.fullmatch(blocks[0].text) is not None)
    for i, block in enumerate(blocks[first:5], first):
        text = block.text
        opens = block.role is None or (i == first and block.role == "heading")
        if opens and _is_titular(text) and not is_byline(text, press):
            return i if i + 1 < len(blocks) else None
        if block.role is None and not (_kicker.fullmatch(text) or is_byline(text, press)):
            return None
    return None


def _is_titular(text: str) -> bool:
    return (
        4 <= len(text) <= longest_title
        and not _stop.search(text)
        and not _marked.match(text)
        and not _kicker.fullmatch(text)
        and not _table.match(text)
        and "。" not in text
    )


def _is_subtitle(blocks: Sequence[Block], at: int) -> bool:
    text = blocks[at].text
    if _marked.match(text) or _stop.search(text) or "。" in text or at + 1 >= len(blocks):
        return False
    if unit_line.fullmatch(text):
        return False
    return len(text) <= (60 if text.startswith(("—", "－", "-")) else 40)


def is_byline(text: str, press: Press) -> bool:
    """Whether a line tells who wrote, issued or printed the article, and when, and nothing of what it says."""
    if len(text) > 120 or _full.search(text):
        return False
    if is_dateline(text) or _is_date(text) or number.fullmatch(text) or press.note.fullmatch(text):
        return True
    if people(text, press) is not None or (_meeting.fullmatch(text) and press.meeting.search(text)):
        return True
    if (match := office_name.fullmatch(text)) and people(match["name"], press):
        return True
    named = [match.start() for match in label.finditer(text) if labels.key(match[1]) is not None]
    return (
        len(named) > 1
        or (bool(named) and (named[0] == 0 or dates.find(text) is not None))
        or (len(text) <= 60 and _timed.search(text) is not None)
    )


def _is_date(text: str) -> bool:
    found = dates.find(text)
    return found is not None and len(found[0]) > 4 and found[1] == 0 and found[2] == len(text)


def _is_issuers(text: str, press: Press) -> bool:
    """Whether a line consists of the names of bodies."""
    words = text.split()
    return bool(words) and len(text) <= 60 and all(press.body.fullmatch(word) for word in words)


def _role(blocks: Sequence[Block], at: int, press: Press) -> Role:
    """The role of a block below the head."""
    text = blocks[at].text
    if len(text) > 120:
        return "body"
    last = len(blocks) - at <= 4
    if len(blocks) - at <= 8 and (match := label.match(text)) and labels.key(match[1]) and len(text) <= 40:
        return "byline"
    if _is_date(text) or press.note.fullmatch(text) or number.fullmatch(text):
        return "byline"
    if last and _bracketed.fullmatch(text):
        return "byline"
    if _is_issuers(text, press) and at + 1 < len(blocks) and _is_date(blocks[at + 1].text):
        return "byline"
    if _caption.fullmatch(text) or press.credit.fullmatch(text):
        return "caption"
    if _full.search(text) or text.endswith((":", "：", "，", ",")):
        return "body"
    if _marked.match(text):
        return "heading" if len(text) <= _longest_heading and "。" not in text else "body"
    return "heading" if len(text) <= 30 and not re.search(r"[，。；：！？,;:!?]", text) else "body"

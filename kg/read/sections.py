"""A document's paragraphs to its sections: headings by number, mark, level and form, and the tree they make."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kg.model import Document, Metadata, Paragraph, Role, Section, Span
from kg.ontology import Ontology
from kg.read import layout
from kg.read.people import Press, press
from kg.read.raw import Block
from kg.text.function_words import pattern, words_of

_han = "".join(words_of("ordinal", "hundred", "zero", "round zero", "two"))
_numbered = (
    *(
        (name, pattern(rf"第[{_han}\d]{{1,4}}<{name}>(?=[^，。<of>{then}])"))
        for name, then in (("part", ""), ("chapter", ""), ("section", ""), ("article", "第<and|to>、"))
    ),
    ("ordinal", re.compile(rf"[{_han}]{{1,4}}\s*[、．.](?=[^，。\s]|\s+\S)")),
    ("bracket", re.compile(rf"[（(]\s*[{_han}]{{1,4}}\s*[）)](?=\S|\s+\S)")),
    ("decimal", re.compile(r"\d{1,2}(?:\.\d{1,2}){1,3}\.?(?![\d%％])(?=\s*[^\s\d])")),
    ("digit", re.compile(r"\d{1,2}\s*[．.、](?!\d)(?=\s*\S)")),
    ("small", re.compile(r"[（(]\s*\d{1,2}\s*[）)](?=\S)|[①-⑳]")),
    ("mark", re.compile(r"[●■◆▲★○◎◇※▶►□◼➤]\s*(?=\S)|【[^【】]{1,12}】|[〔［\[][^〔〕\[\]]{2,12}[〕］\]]$")),
)  # fmt: skip
"""Kinds of numbering in the order in which they nest, the widest first (GB/T 9704, and the usage of plans)."""

_rank = {name: place for place, (name, _) in enumerate(_numbered)}
_first = re.compile(rf"(?:\D*[^{_han}\d])?[{_han[0]}1①](?:[^{_han}\d].*)?|(?:.*\.)1\.?")
_stop = re.compile(r"[。！？!?](?:[”’」』）)】》\"]*)")
_pause = re.compile(r"[。；：！？,;:!?]")
_clause = pattern(rf"[，：:]|^(?:<we>|[{_han}][是要])")
_dashes = "—－-（("
_bracketed = re.compile(r"[（(][^（）()]*[）)]$")
_counted = re.compile(r"(?<![“A-Za-z\d+.])\d[\d.]*(?![\d年月日.+“”A-Za-z-])")
_remark = re.compile(r"\s*(?:[（(][^（）()]*[）)]\s*。?$|[→—])")
longest_heading = 70
"""Characters of the longest heading with a number: plans have clauses of two parts in them."""
longest_bare = 34
"""Characters of the longest heading without one."""
longest_sentence = 22
"""Characters of the longest sentence that is a heading though it ends with a full stop and has no number."""
least_lines, most_running = 40, 0.3
"""A document of so many paragraphs, of which no more are of several sentences, is one of a sentence a line."""
again = 3
"""Letters in a row of a heading that the line below must have again where each sentence has a line."""
shortest_text = 20
"""Characters that stand at least below a heading that has neither number nor level."""


@dataclass(frozen=True, slots=True)
class _Heading:
    """A heading before it has a place in the tree: where it stands, and by what it is known.

    `style` is the kind of numbering, "open" for a line that opens a part of the document, else "";
    `depth` the level that the format tells or the parts of a decimal number; `opens` whether its
    number is the first.
    """

    start: int
    end: int
    style: str
    depth: int
    opens: bool


@dataclass(frozen=True, slots=True)
class Headings:
    """The words of `section_headings.tsv`: which lines open a section, and which only lead on."""

    opening: tuple[str, ...]
    naming: tuple[str, ...]
    leading: tuple[str, ...]
    press: Press

    def opens(self, line: str) -> bool:
        """Whether a line names a part of a document (工作回顾), and not the document (工作报告)."""
        bare = _bracketed.sub("", line.rstrip("：: "))
        return (
            len(bare) <= longest_bare
            and not bare.endswith(self.naming)
            and any(w in bare for w in self.opening)
        )

    def leads(self, line: str) -> bool:
        """Whether a sentence only says that more comes."""
        return any(word in line for word in self.leading)


@cache
def headings(ontology: Ontology) -> Headings:
    """The table of headings."""
    rows = ontology.table("section_headings")
    of = {use: tuple(row["word"] for row in rows if row["use"] == use) for use in ("opens", "names", "leads")}
    return Headings(of["opens"], of["names"], of["leads"], press(ontology))


def sections(document: Document, ontology: Ontology) -> tuple[Section, ...]:
    """The sections of a document in the order of the text, each with its heading, extent, level and parent.

    A heading is a line with a number or mark (一、（一）1. 3.1.1 第三章 ●), one whose format gives it a
    level, a short line above running text, or the first sentence of a numbered paragraph. Levels count
    from 1, as they nest in this document. Kind and period are left open.
    """
    found = tuple(_headings(document, headings(ontology)))
    return tuple(_tree(document, found, _levels(found)))


def own_title(document: Document, ontology: Ontology) -> Iterator[Metadata]:
    """The title that the lines of a document show, where its reader found none."""
    words = headings(ontology)
    paragraphs = [p for p in document.paragraphs if document.text[p.start : p.end].strip()]
    lines = [document.text[p.start : p.end] for p in paragraphs]
    for paragraph, line, role in zip(paragraphs, lines, _roles(paragraphs, lines, words.press), strict=True):
        if role == "title":
            if not words.opens(line):
                yield Metadata("title", line, (paragraph.start, paragraph.end), "layout", 0.9)
            return


def _headings(document: Document, words: Headings) -> Iterator[_Heading]:
    paragraphs = [p for p in document.paragraphs if document.text[p.start : p.end].strip()]
    lines = [document.text[p.start : p.end] for p in paragraphs]
    roles = _roles(paragraphs, lines, words.press)
    running = sum(len(_stop.findall(line)) > 1 for line in lines)
    apart = len(lines) >= least_lines and running <= most_running * len(lines)
    sentence = announced = False
    for at, (paragraph, line, role) in enumerate(zip(paragraphs, lines, roles, strict=True)):
        after = lines[at + 1] if at + 1 < len(lines) else ""
        was, sentence = sentence, False
        style, number = _style(line)
        whole = (paragraph.start, paragraph.end)
        if role == "title" or (role == "subtitle" and not style):
            # A line of a document's head that names a part of it opens that part: excerpts begin so.
            if words.opens(line) or (announced and _is_line(line, after)):
                yield _Heading(*whole, "" if announced else "open", 0, opens=False)
                announced = True
        elif role in ("byline", "caption", "table"):
            continue
        elif style:
            if end := len(line) if paragraph.level else _numbered_end(line, style, number, after):
                depth = len(number.strip().strip(".").split(".")) if style == "decimal" else 0
                opens = _first.fullmatch(number) is not None
                yield _Heading(paragraph.start, paragraph.start + end, style, paragraph.level or depth, opens)
        elif (
            paragraph.level
            or _is_line(line, after)
            or (role == "heading" and "table" in roles[at + 1 : at + 2])
        ):
            yield _Heading(*whole, "", paragraph.level, opens=False)
        elif (
            not was
            and _is_sentence(line, after)
            and not words.leads(line)
            and (not apart or _goes_on(line, after))
        ):
            sentence = True
            yield _Heading(*whole, "", 0, opens=False)


def _roles(paragraphs: Sequence[Paragraph], lines: Sequence[str], press: Press) -> Sequence[Role]:
    """What each paragraph serves as; found here where the document does not tell."""
    if any(paragraph.role != "body" for paragraph in paragraphs):
        return [paragraph.role for paragraph in paragraphs]
    return layout.roles([Block(line) for line in lines], press)


def _style(text: str) -> tuple[str, str]:
    """The kind of numbering at the head of a paragraph, and the number; two empty strings without one."""
    for name, form in _numbered:
        if match := form.match(text):
            return name, match.group()
    return "", ""


def _numbered_end(line: str, style: str, number: str, after: str) -> int:
    """Where the heading of a numbered paragraph ends; 0 where the number is that of an item of a list."""
    stop = _stop.search(line, len(number))
    end = stop.end() if stop else len(line)
    if end > longest_heading or "；" in line[:end] or line[:end].endswith((";", "，", ",", "、")):
        return 0
    if stop is None:
        return end
    if _counted.search(line, len(number), end):
        return 0
    if end < len(line):
        return 0 if _remark.match(line, end) else end
    # A sentence by itself between others of its kind is an item; above running text it is a heading.
    return end if after and _style(after)[0] != style else 0


def _is_line(line: str, after: str) -> bool:
    """Whether a line without number, level and full stop is a heading: short, and above running text."""
    if not 2 <= len(line) <= longest_bare or _pause.search(line) or line[0] in _dashes or line[-1] in "，,、":
        return False
    return len(after) >= shortest_text or bool(_style(after)[0])


def _is_sentence(line: str, after: str) -> bool:
    """Whether a paragraph is one short sentence that names what the next one details."""
    if len(line) > longest_sentence or line[0] in _dashes or not line.endswith("。") or line.count("。") > 1:
        return False
    running = len(after) >= shortest_text or after.endswith("。")
    return running and not _clause.search(line) and not _counted.search(line)


def _goes_on(line: str, after: str) -> bool:
    """Whether the next line has words of a line again: among sentences of a line each, that shows a heading."""
    return any(line[at : at + again] in after for at in range(len(line) - again))


def _levels(found: Sequence[_Heading]) -> tuple[int, ...]:
    """A rank for each heading, such that what nests in another has a greater one."""
    keys = [_key(h) for h in found]
    bare = [i for i, h in enumerate(found) if not h.style and not h.depth]
    for i in bare:
        following = next((h for h in found[i + 1 :] if h.style), None)
        before = next((h for h in reversed(found[:i]) if h.style), None)
        if following is not None and following.opens and (before is None or _key(before) >= _key(following)):
            keys[i] = (*_key(following)[:1], -1, 0)
        else:
            keys[i] = (len(_numbered), 0, 0)
    order = sorted(set(keys))
    return tuple(order.index(key) for key in keys)


def _key(heading: _Heading) -> tuple[int, int, int]:
    if heading.style == "open":
        return (-2, 0, 0)
    if heading.depth and heading.style != "decimal":
        return (-1, heading.depth, 0)
    return (_rank.get(heading.style, len(_numbered)), 0, heading.depth)


def _tree(document: Document, found: Sequence[_Heading], ranks: Sequence[int]) -> Iterator[Section]:
    """Sections with extent, level and parent."""
    open_: list[tuple[int, int]] = []
    parents: list[int | None] = []
    for i, rank in enumerate(ranks):
        while open_ and open_[-1][0] >= rank:
            open_.pop()
        parents.append(open_[-1][1] if open_ else None)
        open_.append((rank, i))
    used = sorted(set(ranks))
    for i, heading in enumerate(found):
        end = next((found[j].start for j in range(i + 1, len(found)) if ranks[j] <= ranks[i]), None)
        last = len(document.text) if end is None else len(document.text[:end].rstrip())
        span: Span = (heading.start, heading.end)
        yield Section(
            heading.start, max(last, heading.end), span, used.index(ranks[i]) + 1,
            document.text[heading.start : heading.end], parents[i],
        )  # fmt: skip

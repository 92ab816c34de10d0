"""What a text says of those who made it: names of people in a byline, after 记者; words of the lines around it."""

import re
from dataclasses import dataclass
from functools import cache

from kg.ontology import Ontology
from kg.text.alternation import alternation
from kg.text.function_words import filled

_any_name = re.compile(r"[\u4e00-\u9fff]{2,4}")
_cut = re.compile(r"[\s、，,/／|;；:：□■◎●○]+")


@dataclass(frozen=True, slots=True)
class Press:
    """What the lines around a text are read by: surnames, words of the press, names of papers and of bodies."""

    surnames: frozenset[str]
    roles: re.Pattern[str]
    paper: re.Pattern[str]
    paper_ends: tuple[str, ...]
    ours: tuple[str, ...]
    note: re.Pattern[str]
    credit: re.Pattern[str]
    dateline: re.Pattern[str]
    title_begin: re.Pattern[str]
    title_end: re.Pattern[str]
    issuer: re.Pattern[str]
    body: re.Pattern[str]
    meeting: re.Pattern[str]


@cache
def press(ontology: Ontology) -> Press:
    """The words of `surnames.tsv`, `press_words.tsv` and `official_words.tsv`."""
    words = ontology.words("press_words", "says")
    both = {**words, **ontology.words("official_words", "says")}
    any_of = {says: alternation(those) for says, those in both.items()}
    return Press(
        frozenset(row["surname"] for row in ontology.table("surnames")),
        re.compile(f"{any_of['medium']}?{any_of['rank']}*{any_of['role']}|{any_of['alone']}"),
        re.compile(rf"《?(?P<name>[\u4e00-\u9fff]{{2,8}}?{any_of['paper']})"),
        words["paper end"],
        words["medium"],
        re.compile(
            rf"[（(]\s*(?:本文)?{any_of['note']}{any_of['note matter']}?"
            + filled(
                r"(?:[\u4e00-\u9fff·]{2,4})?<severally>?(?:[系<be>:：]|，系)\s*(?P<what>[^（）()]{2,80})[）)]"
            )
        ),
        re.compile(rf".{{2,30}}[/／]?{any_of['credit']}"),
        re.compile(
            r"(?P<source>《?[\u4e00-\u9fff]{2,12}?》?)(?:[\u4e00-\u9fff]{2,6}?\d{1,2}月\d{1,2}日)?"
            rf"{any_of['report']}\s*[（(](?P<who>[^（）()]{{2,60}})[）)]"
        ),
        re.compile(rf"[\u4e00-\u9fff、（）()\s]{{2,60}}关于|.{{0,20}}{any_of['title begin']}"),
        re.compile(rf"{any_of['title end']}([（(][^（）()]{{1,20}}[）)])?$"),
        re.compile(rf"[\u4e00-\u9fff（）()]{{2,40}}?{any_of['issuer']}(?=关于|{any_of['sends']}|$|\s)"),
        re.compile(rf"[\u4e00-\u9fff]{{2,22}}{any_of['body']}|{any_of['body alone']}"),
        re.compile(any_of["meeting"]),
    )


def is_name(text: str, known: frozenset[str]) -> bool:
    """Whether a text is a Chinese name as written: two to four characters with a known surname, or with a dot in it."""
    if re.fullmatch(r"[\u4e00-\u9fff]{2,8}[·•][\u4e00-\u9fff]{2,10}", text):
        return True
    if not re.fullmatch(r"[\u4e00-\u9fff]{2,4}", text):
        return False
    return text[:2] in known or (text[0] in known and len(text) <= 3)


def people(text: str, press: Press) -> tuple[tuple[str, int, int], ...] | None:
    """The names in a byline with their places, or None where something else stands in it.

    After a word such as 记者 a name needs no surname that we know: 本报记者 李一鸣 王 方 gives 李一鸣 and 王方.
    """
    known = press.surnames
    bare = text.strip(" 　（）()【】[]")
    at = text.find(bare)
    found: list[tuple[str, int, int]] = []
    half: tuple[str, int] | None = None
    labelled = False
    for start, end in _pieces(bare, press):
        word = bare[start:end]
        if half and len(word) == 1 and half[0] in known:
            found.append((half[0] + word, at + half[1], at + end))
            half = None
        elif half is None and len(word) == 1 and word in known:
            half = (word, start)
        elif half is None and press.roles.fullmatch(word):
            labelled = True
        elif half is None and (is_name(word, known) or (labelled and _any_name.fullmatch(word))):
            found.append((word, at + start, at + end))
        else:
            return None
    return tuple(found) if found and half is None else None


def _pieces(text: str, press: Press) -> list[tuple[int, int]]:
    """Places of the words of a byline: parted at blanks and marks, and after words such as 记者."""
    places: list[tuple[int, int]] = []
    start = 0
    for match in [*_cut.finditer(text), None]:
        end = match.start() if match else len(text)
        if start < end:
            lead = press.roles.match(text, start, end)
            if lead and lead.end() < end and lead.end() - start > 1:
                places += [(start, lead.end()), (lead.end(), end)]
            else:
                places.append((start, end))
        start = match.end() if match else end
    return places

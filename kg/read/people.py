"""Names of people where a byline gives them: short lines, brackets after 记者."""

import re
from functools import cache

from kg.ontology import Ontology

_words = re.compile(
    r"(?:本报|本刊|本台|本网|本社)?(?:特约|首席|见习|实习|全媒体|融媒体|首席)*(?:记者|通讯员|实习生|评论员|撰稿人?|编辑|摄影|供图|特派员|作者|通讯|摄|文字?|图)"
    r"|供稿|报道|摄影报道|文/图|文|图"
)
_any_name = re.compile(r"[\u4e00-\u9fff]{2,4}")
_cut = re.compile(r"[\s、，,/／|;；:：□■◎●○]+")


@cache
def surnames(ontology: Ontology) -> frozenset[str]:
    """The surnames of `lexicon/surnames.tsv`."""
    return frozenset(row["surname"] for row in ontology.table("surnames"))


def is_name(text: str, known: frozenset[str]) -> bool:
    """Whether a text is a Chinese name as written: two to four characters with a known surname, or with a dot in it."""
    if re.fullmatch(r"[\u4e00-\u9fff]{2,8}[·•][\u4e00-\u9fff]{2,10}", text):
        return True
    if not re.fullmatch(r"[\u4e00-\u9fff]{2,4}", text):
        return False
    return text[:2] in known or (text[0] in known and len(text) <= 3)


def people(text: str, known: frozenset[str]) -> tuple[tuple[str, int, int], ...] | None:
    """The names in a byline with their places, or None where something else stands in it.

    After a word such as 记者 a name needs no surname that we know.

    >>> people("本报记者 李一鸣 王 方", frozenset("李王"))
    (('李一鸣', 5, 8), ('王方', 9, 12))
    """
    bare = text.strip(" 　（）()【】[]")
    at = text.find(bare)
    found: list[tuple[str, int, int]] = []
    half: tuple[str, int] | None = None
    labelled = False
    for start, end in _pieces(bare):
        word = bare[start:end]
        if half and len(word) == 1 and half[0] in known:
            found.append((half[0] + word, at + half[1], at + end))
            half = None
        elif half is None and len(word) == 1 and word in known:
            half = (word, start)
        elif half is None and _words.fullmatch(word):
            labelled = True
        elif half is None and (is_name(word, known) or (labelled and _any_name.fullmatch(word))):
            found.append((word, at + start, at + end))
        else:
            return None
    return tuple(found) if found and half is None else None


def _pieces(text: str) -> list[tuple[int, int]]:
    """Places of the words of a byline: parted at blanks and marks, and after words such as 记者."""
    places: list[tuple[int, int]] = []
    start = 0
    for match in [*_cut.finditer(text), None]:
        end = match.start() if match else len(text)
        if start < end:
            lead = _words.match(text, start, end)
            if lead and lead.end() < end and lead.end() - start > 1:
                places += [(start, lead.end()), (lead.end(), end)]
            else:
                places.append((start, end))
        start = match.end() if match else end
    return places

"""A name without what writers vary freely: how linking, searching and the relations read it."""

import re
import unicodedata

from kg.text.function_words import pattern

_han = re.compile(r"[\u4e00-\u9fff]*")
"""Characters that have one form: most names are made of them alone."""
_noise = re.compile(r"[\s\"'“”‘’《》〈〉「」『』·•]")
_suffix = pattern(r"<province end>$|(?<=..)<city end>$")


def plain(name: str) -> str:
    """A name without what writers vary freely: width, case, spaces, quotation marks."""
    return name if _han.fullmatch(name) else _noise.sub("", unicodedata.normalize("NFKC", name)).lower()


def comparable(name: str) -> str:
    """A name without marks and administrative suffix, for names of one document: 天津 and 天津市 are one."""
    return _suffix.sub("", plain(name))

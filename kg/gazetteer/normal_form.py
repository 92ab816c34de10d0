"""A name without what writers vary freely: how linking and searching both read it."""

import re
import unicodedata

_noise = re.compile(r"[\s\"'“”‘’《》〈〉「」『』·•]")


def plain(name: str) -> str:
    """A name without what writers vary freely: width, case, spaces, quotation marks."""
    return _noise.sub("", unicodedata.normalize("NFKC", name)).lower()

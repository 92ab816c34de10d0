"""Words to the regular expression that finds any of them."""

import re
from collections.abc import Iterable


def alternation(words: Iterable[str]) -> str:
    """The text of a regular expression for any of the words, the longest first; without words it fits nowhere."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(map(re.escape, ordered))})" if ordered else "(?!)"

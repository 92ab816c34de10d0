"""The words before a name to whether it was only obtained: 获批X, 被认定为X, 成功创建并入选X."""

import re
from collections.abc import Iterable, Mapping, Sequence

from kg.text.alternation import alternation

near = 24
"""No verb of obtaining is looked for further before what was obtained."""


def verbs_of(guards: Mapping[str, Sequence[str]], received: Iterable[str]) -> tuple[str, str]:
    """Two expressions: of a verb of obtaining, and of what may stand between it and what is obtained.

    `guards` are the words of claim_guards.tsv by kind, `received` verbs of obtaining.
    """
    got = f"(?:{alternation([*received, *guards['grant']])}|被{alternation(guards['conferred'])})"
    return got, alternation(guards["granted act"])


def before(got: str, act: str) -> re.Pattern[str]:
    """What the text before a name ends with where the name was obtained."""
    return re.compile(rf"{got}{act}{{0,2}}[^，。；：、！？\d“”《》]{{0,5}}$")

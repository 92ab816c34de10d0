"""What the command line says, in the language of its user: translated where it is printed, not where it is made.

The catalogue is that of `kg.messages`.
"""

import os
import re
from collections.abc import Iterable
from contextvars import ContextVar
from typing import Literal, get_args

import click
from click.formatting import HelpFormatter
from wcwidth import wcswidth

from kg.messages import catalogue

Language = Literal["en", "zh"]

_chosen: ContextVar[Language | None] = ContextVar("language", default=None)
_preferred: ContextVar[Language | None] = ContextVar("preferred", default=None)
_lines = "\b"
"""What click marks a paragraph with whose lines are to stay as they are."""
_placeholder = re.compile(r"(?<![A-Za-z_-])[A-Z][A-Z_]+(?: RANGE)?(?![A-Za-z_])")
"""What stands for a value in the call of a command."""


def choose(name: str | None) -> None:
    """Speaks a language from now on, None for that of the surroundings."""
    _chosen.set(_known(name))


def prefer(name: str | None) -> None:
    """The language of the workspace: spoken where neither an option nor KG_LANGUAGE says otherwise."""
    _preferred.set(_known(name))


def language() -> Language:
    """The language spoken: that of the option, of KG_LANGUAGE, of the workspace, of the system; else English."""
    return (
        _chosen.get()
        or _known(os.environ.get("KG_LANGUAGE"))
        or _preferred.get()
        or _known(next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")[:2])
        or "en"
    )


def say(text: str) -> str:
    """A text of ours in the language spoken; a text that the catalogue does not know stays as it is."""
    return text if language() == "en" else catalogue(language()).say(text)


def known(text: str) -> bool:
    """Whether the catalogue of the language spoken has a text."""
    return language() == "en" or catalogue(language()).find(text) is not None


def _known(name: str | None) -> Language | None:
    return next((one for one in get_args(Language) if one == name), None)


class Formatter(HelpFormatter):
    """Help in the language spoken; characters of double width are reckoned as such."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The line that tells how a command is called."""
        super().write_usage(prog, _placeholders(args), f"{say(prefix or 'Usage:')} ")

    def write_heading(self, heading: str) -> None:
        """The heading of a part."""
        super().write_heading(say(heading))

    def write_text(self, text: str) -> None:
        """Paragraphs, each translated and wrapped; the lines of an example stay."""
        if language() == "en":
            super().write_text(text)
            return
        for number, paragraph in enumerate(text.split("\n\n")):
            if number:
                self.write("\n")
            if paragraph.lstrip().startswith(_lines):
                for line in paragraph.lstrip().removeprefix(_lines).strip("\n").split("\n"):
                    self.write(f"{' ' * self.current_indent}{say(line)}\n")
            else:
                for line in _wrapped(say(" ".join(paragraph.split())), self.width - self.current_indent):
                    self.write(f"{' ' * self.current_indent}{line}\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Two columns: a name, and what is said of it."""
        rows = list(rows)
        if language() == "en":
            super().write_dl(rows, col_max, col_spacing)
            return
        rows = [(_placeholders(name), text) for name, text in rows]
        first = min(max((wcswidth(name) for name, _ in rows), default=0), col_max) + col_spacing
        for name, text in rows:
            lines = _wrapped(_option(text), max(self.width - first - self.current_indent, 20))
            head = f"{' ' * self.current_indent}{name}"
            if wcswidth(name) > first - col_spacing:
                self.write(f"{head}\n")
                head = ""
            gap = " " * (first + self.current_indent - wcswidth(head))
            self.write(f"{head}{gap}{lines[0] if lines else ''}".rstrip() + "\n")
            for line in lines[1:]:
                self.write(f"{' ' * (first + self.current_indent)}{line}\n")


class Context(click.Context):
    """A context whose help speaks the language of the user."""

    formatter_class = Formatter


def _placeholders(text: str) -> str:
    """A call or an option with what stands for its values in the language spoken: --year INTEGER RANGE."""
    return _placeholder.sub(lambda word: say(word[0]), text)


def _option(text: str) -> str:
    """What is said of an option: its text, and in brackets its default."""
    match = re.fullmatch(r"(.*?)(?:\s*\[(.+)\])?", " ".join(text.split()), re.DOTALL)
    assert match is not None
    extras = "；".join(say(part) for part in match[2].split("; ")) if match[2] else ""
    return say(match[1]) + (f"［{extras}］" if extras else "")


def _wrapped(text: str, width: int) -> list[str]:
    """The lines of a text, broken after any wide character, and between words of narrow ones."""
    lines, line, size = [], "", 0
    for piece in re.findall(r"[\u2e80-\uffef]|[^\s\u2e80-\uffef]+|\s+", text):
        wide = 2 if piece[0] >= "\u2e80" else len(piece)
        if line and size + wide > width and not piece.isspace() and piece not in "，。；：、）”？！":
            lines.append(line.rstrip())
            line, size = "", 0
        line, size = line + piece, size + wide
    return [*lines, line.rstrip()] if line.strip() else lines

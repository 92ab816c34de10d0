"""Labels to places where none lies on another: the most important first, each below, right, left or above its mark."""

from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

Box = tuple[float, float, float, float]
line_height = 1.25


@dataclass(frozen=True, slots=True)
class Label:
    """Words to be placed at a mark: lines of text with size and weight, smaller `rank` first.

    `around` is the radius of the mark that the label may stand on any side of; a label without goes below
    (x, y) or is left out. `shorter` are forms to try where the lines do not fit.
    """

    x: float
    y: float
    lines: tuple["Line", ...]
    rank: float
    around: float | None = None
    shorter: tuple[tuple["Line", ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a label."""

    text: str
    size: float
    color: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A label where it is drawn: the middle of its first line (x by `anchor`: start, middle, end)."""

    x: float
    y: float
    anchor: str
    lines: tuple[Line, ...]


def width(text: str, size: float) -> float:
    """About how wide a text is: a full-width character is as wide as high, others a little over half."""
    return size * sum(1.0 if east_asian_width(letter) in "WFA" else 0.56 for letter in text)


def shortened(text: str, most: int) -> str:
    """A text of at most so many characters, an ellipsis as the last where it is cut."""
    return text if len(text) <= most else text[: most - 1] + "…"


def place(labels: Sequence[Label], frame: Box) -> tuple[Placed, ...]:
    """The labels that found room inside the frame, off each other and off the marks."""
    marks = [(label, _mark(label)) for label in labels if label.around is not None]
    taken: list[Box] = []
    found: list[Placed] = []
    for label in sorted(labels, key=lambda one: one.rank):
        for lines in (label.lines, *label.shorter):
            spot = next(
                (
                    (spot, box)
                    for spot in _spots(label, lines)
                    for box in (_box(spot),)
                    if _inside(box, frame)
                    and not any(_over(box, other) for other in taken)
                    and not any(other is not label and _over(box, mark) for other, mark in marks)
                ),
                None,
            )
            if spot is not None:
                found.append(spot[0])
                taken.append(spot[1])
                break
    return tuple(found)


def _mark(label: Label) -> Box:
    reach = 0.7 * (label.around or 0.0)
    return (label.x - reach, label.y - reach, label.x + reach, label.y + reach)


def _spots(label: Label, lines: tuple[Line, ...]) -> tuple[Placed, ...]:
    if label.around is None:
        return (Placed(label.x, label.y, "middle", lines),)
    far, half = label.around + 4.0, lines[0].size * 0.6
    return (
        Placed(label.x, label.y + far + half, "middle", lines),
        Placed(label.x + far, label.y, "start", lines),
        Placed(label.x - far, label.y, "end", lines),
        Placed(label.x, label.y - far - half, "middle", lines),
    )


def _box(spot: Placed) -> Box:
    wide = max(width(line.text, line.size) for line in spot.lines)
    left = {"start": spot.x, "middle": spot.x - wide / 2, "end": spot.x - wide}[spot.anchor]
    top = spot.y - spot.lines[0].size * line_height / 2
    return (left - 1, top, left + wide + 1, top + sum(line.size * line_height for line in spot.lines))


def _inside(box: Box, frame: Box) -> bool:
    return box[0] >= frame[0] and box[1] >= frame[1] and box[2] <= frame[2] and box[3] <= frame[3]


def _over(one: Box, other: Box) -> bool:
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]

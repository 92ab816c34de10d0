"""A model's score to the precision that was observed for such scores on text it was not fitted on."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Band:
    """Scores from `low` up to the next band, the precision observed among them, and the cases behind it."""

    low: float
    precision: float
    cases: int


def bands(scored: Iterable[tuple[float, bool]], smallest: int = 150) -> tuple[Band, ...]:
    """The bands of scores with their observed precision, which never falls as the score rises.

    Equal parts of at least `smallest` cases, neighbours that would fall pooled (pool adjacent
    violators; Zadrozny and Elkan 2002).
    """
    ordered = sorted(scored)
    count = max(1, len(ordered) // smallest)
    parts: list[tuple[float, int, int]] = []
    for k in range(count):
        part = ordered[k * len(ordered) // count : (k + 1) * len(ordered) // count]
        if not part:
            continue
        parts.append((part[0][0] if k else 0.0, sum(right for _, right in part), len(part)))
        while len(parts) > 1 and parts[-2][1] * parts[-1][2] >= parts[-1][1] * parts[-2][2]:
            (low, right, cases), (_, more, others) = parts[-2:]
            parts[-2:] = [(low, right + more, cases + others)]
    return tuple(Band(low, right / cases, cases) for low, right, cases in parts)


class Calibration:
    """Bands, ready to tell the observed precision for a score."""

    def __init__(self, table: Sequence[Band]) -> None:
        self.bands = tuple(table)
        self._lows = [band.low for band in table]

    def __call__(self, score: float) -> float:
        """The precision observed for such a score."""
        return self.bands[max(0, bisect_right(self._lows, score) - 1)].precision


def read(path: Path) -> Calibration:
    """The calibration of a table: score from, precision, cases; tab-separated under a header."""
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    cells = (line.split("\t") for line in lines if line)
    return Calibration([Band(float(low), float(precision), int(cases)) for low, precision, cases in cells])


def write(path: Path, table: Iterable[Band]) -> None:
    """The table of bands as tab-separated text."""
    rows = (f"{band.low:.4f}\t{band.precision:.4f}\t{band.cases}" for band in table)
    path.write_text("\n".join(("score_from\tprecision\tcases", *rows)) + "\n", encoding="utf-8")

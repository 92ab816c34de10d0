"""A briefing to one picture: its themes as discs, or, of a theme or a surrounding, its entities and their links.

The picture has the shape of an A4 sheet on its side (1123 x 794, 96 to the inch), with title, legend and source.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import hypot, sqrt
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from kg.communities import theme_size
from kg.export.briefing.layout import place_entities
from kg.export.briefing.options import Options
from kg.export.briefing.records import Briefing, Node, Point, Theme
from kg.export.briefing.words import type_name
from kg.export.picture.labels import Box, Label, Line, Placed, line_height, place, shortened, width
from kg.ontology import Ontology

paper: Point = (1123.0, 794.0)
frame: Box = (30.0, 84.0, 1093.0, 722.0)
fonts = "Microsoft YaHei, PingFang SC, Noto Sans CJK SC, Source Han Sans SC, WenQuanYi Micro Hei, sans-serif"
ink, faint, line_color, disc_fill, disc_line = "#1d2733", "#5b6875", "#a9b4c0", "#f4f6f8", "#8593a1"


def draw(briefing: Briefing, options: Options, ontology: Ontology) -> str:
    """The picture as SVG: the entities where a theme or a surrounding was asked for, the themes otherwise."""
    pen = _Pen(ontology, briefing.language)
    body = pen.network(briefing) if options.theme or options.around else pen.overview(briefing)
    parts = [*pen.heading(briefing), *body, *pen.legend(briefing), *pen.footer(briefing)]
    wide, high = (f"{size:g}" for size in paper)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}" '
        f'font-family="{fonts}"><title>{_xml(briefing.title[briefing.language])}</title>'
        f'<rect width="{wide}" height="{high}" fill="#ffffff"/>' + "".join(parts) + "</svg>\n"
    )


class _Pen:
    """Draws marks, lines and words in the colours and shapes of `labels/appearance.yaml`."""

    def __init__(self, ontology: Ontology, language: str) -> None:
        looks = ontology.labels("appearance")
        self.types: Mapping[str, Any] = looks["types"]
        self.shapes: Mapping[str, Any] = looks["shapes"]
        self.words = ontology.labels("interface")
        self.ontology = ontology
        self.language = language

    def name(self, node: Node) -> str:
        return node.label_en if self.language == "en" and node.label_en else node.label

    def type(self, name: str) -> str:
        return type_name(self.ontology, name)[self.language]

    def heading(self, briefing: Briefing) -> Iterator[str]:
        said = " · ".join(part for part in (briefing.stamp, briefing.subtitle[self.language]) if part)
        title = shortened(briefing.title[self.language], 40)
        yield _text(Placed(30, 42, "start", (Line(title, 22, ink, bold=True),)))
        yield _text(Placed(30, 68, "start", (Line(shortened(said, 90), 13, faint),)))

    def legend(self, briefing: Briefing) -> Iterator[str]:
        present = Counter(node.type for node in briefing.nodes)
        x, y = 30.0, 744.0
        for name in (name for name in self.ontology.types if present[name]):
            label = self.type(name)
            wide = 24 + width(label, 12)
            if x + wide > paper[0] - 30:
                x, y = 30.0, y + 18
            yield self.shape(name, (x + 6, y), 5.5)
            yield _text(Placed(x + 16, y, "start", (Line(label, 12, ink),)))
            x += wide + 10

    def footer(self, briefing: Briefing) -> Iterator[str]:
        note = briefing.notes[0][self.language] if briefing.notes else ""
        yield _text(Placed(30, 783, "start", (Line(note, 10, faint),)))

    def overview(self, briefing: Briefing) -> Iterator[str]:
        """Themes as discs with their entities inside, the strongest bridges between them."""
        discs = _fitted(
            [_disc_box(theme) for theme in briefing.themes], [theme.disc[:2] for theme in briefing.themes]
        )
        strongest = sorted(briefing.bridges, key=lambda bridge: (-bridge[2], bridge))[
            : round(1.2 * len(discs)) + 3
        ]
        most = max((count for *_, count in strongest), default=1)
        yield from (_bridge(discs[low], discs[high], count / most) for low, high, count in sorted(strongest))
        pairs = {(min(link.source, link.target), max(link.source, link.target)) for link in briefing.links}
        labels: list[Label] = []
        for theme, (x, y, scale) in zip(briefing.themes, discs, strict=True):
            radius = theme.disc[2] * scale
            yield (
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{disc_fill}" stroke="{disc_line}"/>'
            )
            labels.append(self.theme_label(briefing, theme, (x, y + radius + 12)))
            factor = radius / sqrt(_reach(theme, 0, 55) * _reach(theme, 1, 30))
            spots = dict(zip(theme.shown, _dots(theme, (x, y), radius, factor), strict=True))
            if factor > 0.3:
                yield from (
                    _thread(spots[a], spots[b]) for a, b in sorted(pairs) if a in spots and b in spots
                )
            for entity, spot in spots.items():
                node = briefing.nodes[entity]
                size = max(1.7, min(_radius(node) * factor, 9.0))
                yield self.shape(node.type, spot, size)
                if factor >= 0.38:
                    line = Line(shortened(self.name(node), 12), 11, "#3b4754")
                    labels.append(Label(*spot, (line,), -node.degree, around=size))
        yield from (_text(placed) for placed in place(labels, frame))

    def theme_label(self, briefing: Briefing, theme: Theme, spot: Point) -> Label:
        leaders = [self.name(briefing.nodes[entity]) for entity in theme.members[:2]]

        def lines(first: int, second: int) -> tuple[Line, ...]:
            count = f"{self.type(theme.type)} {len(theme.members)}"
            below = f"{shortened(leaders[1], second)} · {count}" if second and len(leaders) > 1 else count
            return (Line(shortened(leaders[0], first), 13, ink, bold=True), Line(below, 11, faint))

        return Label(
            *spot,
            lines(12, 10),
            -1e6 - len(theme.members),
            shorter=(lines(8, 5), lines(8, 0), lines(5, 0)[:1]),
        )

    def network(self, briefing: Briefing) -> Iterator[str]:
        """The best-connected entities, at most 120, and the links between them."""
        shown = briefing.nodes[:theme_size]
        pairs: dict[tuple[int, int], bool] = {}
        for link in briefing.links:
            low, high = sorted((link.source, link.target))
            if low != high and high < len(shown):
                planned = all(claim.status == "planned" for claim in link.claims)
                pairs[low, high] = pairs.get((low, high), True) and planned
        widths = [width(shortened(self.name(node), 13), 12) for node in shown]
        positions = place_entities(len(shown), sorted(pairs), widths)
        spots = _fitted([(x - 40, y - 20, x + 40, y + 32) for x, y in positions], positions)
        for (low, high), planned in sorted(pairs.items()):
            yield _line(spots[low], spots[high], dashed=planned)
        labels = []
        for node, (x, y, scale) in zip(shown, spots, strict=True):
            radius = _radius(node) * min(1.0, max(scale, 0.6))
            yield self.shape(node.type, (x, y), radius)
            line = Line(shortened(self.name(node), 13), 12, ink)
            labels.append(Label(x, y, (line,), -node.degree, around=radius))
        yield from (_text(placed) for placed in place(labels, frame))

    def shape(self, name: str, spot: Point, radius: float) -> str:
        """The mark of a type."""
        x, y = spot
        color = self.types[name]["color"]
        points = self.shapes.get(self.types[name]["shape"])
        if points is None:
            return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{color}"/>'
        corners = " ".join(f"{x + px * radius:.1f},{y + py * radius:.1f}" for px, py in points)
        return f'<polygon points="{corners}" fill="{color}"/>'


def _radius(node: Node) -> float:
    return 5.0 + min(9.0, 1.9 * sqrt(node.degree))


def _reach(theme: Theme, axis: int, room: float) -> float:
    return max((abs(spot[axis]) for spot in theme.positions), default=0.0) + room


def _dots(theme: Theme, middle: Point, radius: float, factor: float) -> Iterator[Point]:
    """The places of a theme's entities inside its disc: the oval of their layout made round."""
    across, down = _reach(theme, 0, 1.0), _reach(theme, 1, 1.0)
    x, y = max(across, 0.5 * down), max(down, 0.5 * across)
    far = max((hypot(px / x, py / y) for px, py in theme.positions), default=1.0) or 1.0
    room = radius - 5 - 14 * min(factor, 1.0)
    for px, py in theme.positions:
        yield middle[0] + px / x / far * room, middle[1] + py / y / far * room


def _disc_box(theme: Theme) -> Box:
    x, y, radius = theme.disc
    return (x - max(radius, 50), y - radius, x + max(radius, 50), y + radius + 44)


def _fitted(boxes: Sequence[Box], spots: Sequence[Point]) -> list[tuple[float, float, float]]:
    """Spots moved so that their boxes fill the frame: x, y and the common scale, which never passes 1.3."""
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[2] for box in boxes), max(box[3] for box in boxes)
    scale = min((frame[2] - frame[0]) / (right - left), (frame[3] - frame[1]) / (bottom - top), 1.3)
    middle = ((frame[0] + frame[2]) / 2, (frame[1] + frame[3]) / 2)
    return [
        (middle[0] + (x - (left + right) / 2) * scale, middle[1] + (y - (top + bottom) / 2) * scale, scale)
        for x, y in spots
    ]


def _bridge(one: tuple[float, float, float], other: tuple[float, float, float], share: float) -> str:
    thick = 0.8 + 2.6 * sqrt(share)
    middle = (
        (one[0] + other[0]) / 2 - (other[1] - one[1]) * 0.07,
        (one[1] + other[1]) / 2 + (other[0] - one[0]) * 0.07,
    )
    return (
        f'<path d="M{one[0]:.1f} {one[1]:.1f}Q{middle[0]:.1f} {middle[1]:.1f} {other[0]:.1f} {other[1]:.1f}" '
        f'fill="none" stroke="#cbd3db" stroke-width="{thick:.1f}"/>'
    )


def _thread(one: Point, other: Point) -> str:
    return f'<path d="M{one[0]:.1f} {one[1]:.1f}L{other[0]:.1f} {other[1]:.1f}" stroke="#cfd7de" stroke-width="0.8"/>'


def _line(one: tuple[float, float, float], other: tuple[float, float, float], *, dashed: bool) -> str:
    dashes = ' stroke-dasharray="5 4"' if dashed else ""
    return (
        f'<path d="M{one[0]:.1f} {one[1]:.1f}L{other[0]:.1f} {other[1]:.1f}" fill="none" '
        f'stroke="{line_color}" stroke-width="1.1"{dashes}/>'
    )


def _text(placed: Placed) -> str:
    """The lines of a label over a white seam; the seam is drawn first, so that it hides lines and not letters."""
    return "".join(_words(placed, line, y) for line, y in _baselines(placed))


def _baselines(placed: Placed) -> Iterable[tuple[Line, float]]:
    y = placed.y
    for line in placed.lines:
        yield line, y + line.size * 0.36
        y += line.size * line_height


def _words(placed: Placed, line: Line, y: float) -> str:
    where = f'x="{placed.x:.1f}" y="{y:.1f}" text-anchor="{placed.anchor}" font-size="{line.size:g}"'
    weight = ' font-weight="bold"' if line.bold else ""
    text = _xml(line.text)
    return (
        f'<text {where}{weight} fill="none" stroke="#ffffff" stroke-width="3" stroke-linejoin="round" '
        f'aria-hidden="true">{text}</text>'
        f"<text {where}{weight} fill={quoteattr(line.color)}>{text}</text>"
    )


def _xml(text: str) -> str:
    """Text that may stand in XML 1.0: control characters and direction marks left out, the rest escaped."""
    return escape("".join(letter for letter in text if _harmless(letter)))


def _harmless(letter: str) -> bool:
    code = ord(letter)
    return not (
        code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 or code in {0xFFFE, 0xFFFF}
        or 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069
    )  # fmt: skip

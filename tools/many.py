"""Many short documents made of real ones by cutting, names varied: python tools/many.py FROM TO NUMBER.

Each is a stretch of some 1,000 characters of a file; the name that the file's name begins with (the region) becomes
an invented one, another for every document, so that things grow with documents as in a large collection.
"""

import sys
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

LENGTH = 1000
FIRST, SECOND = "云青海临江平安永新长兴宁和东南西北金银白", "岭港州阳川泉原山湖河林溪城门田浦洲峰湾岛"


def pieces(folder: Path) -> Iterator[tuple[str, str]]:
    """The stretches of the files of a folder, each with the region that its file is named after; without end."""
    for path in cycle(sorted(folder.glob("*.md"))):
        text, lines = path.read_text(encoding="utf-8"), []
        for line in text.split("\n"):
            lines.append(line)
            if sum(map(len, lines)) > LENGTH:
                yield path.stem.partition("_")[0], "\n".join(lines)
                lines = []


def main(source: str, target: str, number: int) -> None:
    """Writes the documents."""
    folder = Path(target)
    for at, (region, text) in enumerate(islice(pieces(Path(source)), number)):
        name = (
            FIRST[at % len(FIRST)]
            + SECOND[at // len(FIRST) % len(SECOND)]
            + ("" if at < 400 else str(at // 400))
        )
        place = folder / f"{at // 1000:03}"
        place.mkdir(parents=True, exist_ok=True)
        short = region.rstrip("省市")
        words = text.replace(region, f"{name}市").replace(short, name)
        (place / f"{name}市_{2019 + at % 8}_{at:06}.md").write_text(
            f"# {name}市工作报告\n{words}\n", encoding="utf-8"
        )


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))

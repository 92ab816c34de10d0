"""What stands above an article in its own file: the front matter of Markdown, the header of .gold."""

from pathlib import Path

import yaml

from kg.model import Metadata
from kg.read.field_names import declared

_head = 8192


def front_matter(text: str) -> tuple[dict[str, str], str]:
    """The fields of YAML front matter and the text below it; no fields where there is no front matter."""
    if not text.startswith("---"):
        return {}, text
    first, _, rest = text.partition("\n")
    if first.strip() != "---":
        return {}, text
    for end in ("\n---", "\n..."):
        block, mark, below = f"\n{rest}".partition(end)
        if mark and not below.partition("\n")[0].strip():
            return _fields(block), below.partition("\n")[2]
    return {}, text


def _fields(block: str) -> dict[str, str]:
    try:
        loaded = yaml.load(block, yaml.BaseLoader)  # noqa: S506 - BaseLoader builds nothing but str, list and dict
    except (yaml.YAMLError, RecursionError):
        loaded = dict(line.split(":", 1) for line in block.splitlines() if ":" in line)
    if not isinstance(loaded, dict):
        return {}
    # Only texts and lists of texts: what nests may refer to itself, or unfold to gigabytes.
    lists = {name: value if isinstance(value, list) else [value] for name, value in loaded.items()}
    return {
        name: "、".join(item for item in value if isinstance(item, str))
        for name, value in lists.items()
        if isinstance(name, str)
    }


def gold_header(text: str) -> dict[str, str]:
    """The `# key: value` lines of a .gold file."""
    fields: dict[str, str] = {}
    for line in text.splitlines():
        if line.startswith("# "):
            name, _, value = line[2:].partition(":")
            fields[name.strip()] = value.strip()
        elif line[:2] in ("P ", "S "):
            break
    return fields


def metadata(fields: dict[str, str], by: str) -> tuple[Metadata, ...]:
    """Fields as declared metadata."""
    return declared(list(fields.items()), by)


def declared_id(path: Path) -> str | None:
    """The id that a Markdown or .gold file declares above its article, or None."""
    suffix = path.suffix.lower()
    if suffix not in (".md", ".markdown", ".gold"):
        return None
    try:
        with path.open("rb") as file:
            text = file.read(_head).decode("utf-8-sig", errors="ignore")
    except OSError:
        return None
    fields = gold_header(text) if suffix == ".gold" else front_matter(text)[0]
    return fields.get("id") or None

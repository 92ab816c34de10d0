"""`kg.toml` of a workspace to one frozen record of settings, and the file as a first build writes it."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import SettingsError, reason

FORMAT = 1
"""The format of a workspace; a workspace with a higher number was made by a newer kg."""

TEMPLATE = """\
# Settings of this workspace. Lines that begin with # are comments; what is not set has its default.

# The format of the workspace. Written by kg; do not change.
format = {format}

[graph]
# Where the IRIs of the things in the graph begin. Change it before the first build, not after.
# base = "{base}"

[store]
# A SPARQL 1.1 server that is to hold the graph, not this folder: its address as Oxigraph has it (/query, /update and
# /store below), or each address by itself; the graph there, if not the default graph.
# url = "http://localhost:7878"
# query = "http://localhost:8890/sparql"
# update = "http://localhost:8890/sparql-auth"
# data = "http://localhost:8890/sparql-graph-crud-auth"
# graph = "https://example.org/region"

[sources]
# Files that stay out, by name, path below the source, or folder: * stands for anything.
# exclude = ["草稿*", "*.png", "旧稿/"]

[extract]
# The parts of the extraction, in their order.
# extractors = ["lexicon", "names", "tagger", "responsible", "shared_heads", "relations", "indicators", "bylines", "tables", "measures", "citations"]
# Statements below this confidence (0 to 1) stay out of the graph.
# min_confidence = 0.0

[ontology]
# A folder of your own classes, relations and words, laid out as kg's ontology is; it adds to kg's and wins
# over it (docs/ontology.md). Without this: the folder ontology/ here, if there is one.
# folder = "../ontology"

[plugins]
# Files plugins/*.py here are run as parts of kg (docs/plugins.md). They may do all that you may:
# allow only what you know.
# allow = false

[interface]
# The language of help and messages: zh or en (without it: KG_LANGUAGE, else that of the system).
# language = "zh"

[lexicon]
# Further lexicon files (tab-separated: name, type, aliases, kind, code, parent, en), beside lexicon/*.tsv
# in this folder. What they say wins over what kg knows.
# files = ["../names.tsv"]
"""  # noqa: E501 - a setting stands on one line, so that taking away its # sets it


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may set for a workspace.

    `base` is where the IRIs of data begin, `extractors` the parts of the extraction in their order
    (None: all there are), `min_confidence` what a statement needs to go into the graph, `lexicons` the
    user's lexicon files, `ontology` the folder of the user's own classes, relations and words, `language`
    that of help and messages, `exclude` patterns of files that stay out, `plugins` files that are run as parts of kg.
    `server` and its parts are the addresses of a SPARQL server that holds the graph.
    """

    base: str = "https://w3id.org/rdp/id/"
    extractors: tuple[str, ...] | None = None
    min_confidence: float = 0.0
    lexicons: tuple[Path, ...] = ()
    ontology: Path | None = None
    language: str | None = None
    exclude: tuple[str, ...] = ()
    plugins: tuple[Path, ...] = ()
    server: str | None = None
    server_query: str | None = None
    server_update: str | None = None
    server_data: str | None = None
    server_graph: str | None = None


def _address(value: Any) -> bool:
    return isinstance(value, str) and value.startswith(("http://", "https://"))


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


CHECKS: dict[tuple[str, str], tuple[str, str, Callable[[Any], bool]]] = {
    ("graph", "base"): (
        "base",
        "an IRI that ends with / or #",
        lambda v: isinstance(v, str) and v.startswith(("http://", "https://")) and v.endswith(("/", "#")),
    ),
    ("extract", "extractors"): ("extractors", "a list of names", _texts),
    ("extract", "min_confidence"): (
        "min_confidence",
        "a number from 0 to 1",
        lambda v: isinstance(v, int | float) and not isinstance(v, bool) and 0 <= v <= 1,
    ),
    ("store", "url"): ("server", "an address (http://…)", _address),
    **{
        ("store", name): (f"server_{name}", "an address (http://…)", _address)
        for name in ("query", "update", "data", "graph")
    },
    ("sources", "exclude"): ("exclude", "a list of patterns", _texts),
    ("ontology", "folder"): ("ontology", "a path", lambda v: isinstance(v, str)),
    ("plugins", "allow"): ("plugins", "true or false", lambda v: isinstance(v, bool)),
    ("interface", "language"): ("language", "zh or en", lambda v: v in ("zh", "en")),
    ("lexicon", "files"): ("lexicons", "a list of paths", _texts),
}
"""Section and name of a setting: the field it sets, what it must be, and whether a value is that."""


def template() -> str:
    """The text of a new `kg.toml`."""
    return TEMPLATE.format(format=FORMAT, base=Settings().base)


def load(path: Path) -> Settings:
    """The settings of a workspace: those of the file at `path`, and `lexicon/*.tsv` and `ontology/` beside it.

    Raises SettingsError where the file is not TOML, holds a key or value that means nothing, or was
    written by a newer kg.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {reason(error)}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise SettingsError(f"{path}: not TOML: {error}") from error
    version = content.pop("format", None)
    if not isinstance(version, int):
        raise SettingsError(
            f"{path}: no format number", "is this a workspace of kg? it should say: format = 1"
        )
    if version > FORMAT:
        raise SettingsError(
            f"{path.parent}: a workspace of a newer kg (format {version}, this kg knows up to {FORMAT})",
            "install the newer kg",
        )
    found = _checked(path, content)
    own = sorted((path.parent / "lexicon").glob("*.tsv"))
    listed = [path.parent / name for name in found.get("lexicons", ())]
    ontology = path.parent / found.get("ontology", "ontology")
    added = ontology if "ontology" in found or ontology.is_dir() else None
    found["plugins"] = tuple(sorted((path.parent / "plugins").glob("*.py"))) if found.get("plugins") else ()
    return Settings(**{**found, "lexicons": (*listed, *own), "ontology": added})


def _checked(path: Path, content: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for section, values in content.items():
        if not isinstance(values, dict):
            raise SettingsError(f"{path}: {section} stands outside a section")
        for name, value in values.items():
            if (section, name) not in CHECKS:
                known = ", ".join(f"{s}.{n}" for s, n in CHECKS)
                raise SettingsError(f"{path}: no such setting: {section}.{name}", f"there are: {known}")
            field, wanted, fits = CHECKS[section, name]
            if not fits(value):
                raise SettingsError(f"{path}: {section}.{name} must be {wanted}, and is {value!r}")
            found[field] = tuple(value) if isinstance(value, list) else value
    return found

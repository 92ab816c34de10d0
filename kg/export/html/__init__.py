"""A briefing as one HTML file that opens from disk, alone: its script, its data, its styles inside."""

import base64
import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

import jinja2
from markupsafe import Markup

from kg import __version__
from kg.export.briefing.brief import brief
from kg.export.briefing.options import Options
from kg.export.briefing.records import Briefing, Graph
from kg.export.html.data import page_data
from kg.export.html.network import script as library
from kg.export.html.pack import folded, packed, written
from kg.ontology import Ontology

page = Path(__file__).parent / "page"

PACKED_FROM = 1_500_000
"""Bytes of data from which a page carries them and its library packed: below, they may be read with the eye."""


_import = re.compile(r'^import \{[^}]*\} from "\./[\w-]+\.js";\n\n?', re.MULTILINE)
_export = re.compile(r"^export (?=function |const |let )", re.MULTILINE)

Link = tuple[str, str]
"""An address and what is written on it."""


def html(graph: Graph, options: Options, ontology: Ontology, links: Sequence[Link] = ()) -> str:
    """The page for a graph as `kg.network` makes it; to be written as UTF-8.

    `links` stand in its header: other pages of the server that shows it. Raises
    ExportError where a name of the options is not found, or nothing is left to show.
    """
    return render(brief(graph, options, ontology), ontology, links)


def write(graph: Graph, path: Path, ontology: Ontology, options: Options) -> None:
    """The page as a file: UTF-8 whatever the system's own encoding, the same bytes on every system."""
    path.write_text(html(graph, options, ontology), encoding="utf-8", newline="\n")


def render(briefing: Briefing, ontology: Ontology, links: Sequence[Link] = ()) -> str:
    """The page of a briefing: `links` are its only addresses outside, and nothing but its own script may run."""
    scripts = {
        "library": library(),
        "script": joined(),
    }
    style = (page / "page.css").read_text(encoding="utf-8")
    allowed = " ".join(_hash(text) for text in scripts.values())
    policy = (
        f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )
    template = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined).from_string(
        (page / "page.html").read_text(encoding="utf-8")
    )
    language = briefing.language
    data = page_data(briefing, ontology)
    text = written(data)
    size = library_size = 0
    shown = scripts["library"]
    if len(text.encode()) >= PACKED_FROM:
        raw, code = written(folded(data)).encode(), shown.encode()
        size, library_size = len(raw), len(code)
        text, shown = packed(raw), packed(code)
    return template.render(
        lang="en" if language == "en" else "zh-CN",
        language=language,
        policy=Markup(policy),  # noqa: S704 - made of hashes alone
        version=__version__,
        title=briefing.title[language],
        subtitle=briefing.subtitle[language],
        noscript=ontology.labels("interface")["noscript"][language],
        findings=briefing.findings,
        notes=briefing.notes,
        links=links,
        style=Markup(style),  # noqa: S704 - our own file
        packed=size,
        data=Markup(text),  # noqa: S704 - every < is written as an escape
        library_packed=library_size,
        library=Markup(shown),  # noqa: S704 - vis-network as pyvis ships it
        script=Markup(scripts["script"]),  # noqa: S704 - our own files
    ) + "\n"  # fmt: skip


def joined() -> str:
    """The modules of the page as one script: one scope, in the order of their names, without import and export."""
    modules = "\n".join(path.read_text(encoding="utf-8") for path in sorted(page.glob("*.js")))
    return '"use strict";\n(function () {\n' + _export.sub("", _import.sub("", modules)) + "})();\n"


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"

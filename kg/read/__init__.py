"""A file to a Document: decoded, cleaned once, with its metadata and the region it speaks for."""

import hashlib
import re
import stat
from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from kg.errors import InputError, UnreadError, reason
from kg.model import Document, Metadata, Paragraph, Problem, Role
from kg.ontology import Ontology
from kg.read import dating, inputs, kinds, layout, metadata, ocr, office
from kg.read import people as names
from kg.read.clean import clean
from kg.read.frames import framed, frames
from kg.read.furniture import furniture
from kg.read.inputs import Input, Survey, discover, survey
from kg.read.language import language
from kg.read.raw import Block, Raw
from kg.read.region import regions
from kg.read.sections import own_title, sections
from kg.read.tables import aligned, run_together
from kg.read.tables.build import tables

__all__ = ["Input", "Reader", "Survey", "contents", "discover", "read", "structured", "survey"]

readers = {
    ".txt": "kg.read.plain_text:read_text",
    ".text": "kg.read.plain_text:read_text",
    ".gold": "kg.read.plain_text:read_gold",
    ".docx": "kg.read.docx:read_docx",
    ".docm": "kg.read.docx:read_docx",
    ".pdf": "kg.read.pdf:read_pdf",
    ".md": "kg.read.markdown:read_markdown",
    ".markdown": "kg.read.markdown:read_markdown",
    ".html": "kg.read.html:read_html",
    ".htm": "kg.read.html:read_html",
    ".xhtml": "kg.read.html:read_html",
    ".shtml": "kg.read.html:read_html",
    ".xlsx": "kg.read.sheets:read_xlsx",
    ".xlsm": "kg.read.sheets:read_xlsx",
    ".csv": "kg.read.sheets:read_csv",
    ".tsv": "kg.read.sheets:read_csv",
    ".ofd": "kg.read.ofd:read_ofd",
    ".mht": "kg.read.mail:read_page",
    ".mhtml": "kg.read.mail:read_page",
    ".eml": "kg.read.mail:read_letter",
    **dict.fromkeys(sorted(ocr.suffixes), "kg.read.ocr:read_picture"),
    **dict.fromkeys(sorted(office.texts | office.tables), "kg.read.office:read_office"),
}
"""Suffix to reader: a function of a file's bytes and its name to `Raw`."""

_page = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<!--.{0,200}?-->\s*)?<(?:!doctype\s+html|html|\?xml[^>]{0,100}>\s*<html)",
    re.IGNORECASE | re.DOTALL,
)

_packed = (".xlsx", ".xlsm", ".odt", ".ods", ".ofd")
longest_text = 20_000_000
"""Characters of the longest text that is read; what unpacks to more is no article."""
longest_paragraph = 2_000_000
"""Characters of the longest paragraph: a whole plan told on one line has 80,000, and memory grows with the text."""


Reader = Callable[[bytes, str], Raw]
"""A function of a file's bytes and its name to its content."""


def read(
    item: Input, ontology: Ontology, region: str | None = None, others: Mapping[str, Reader] | None = None
) -> Document:
    """The document of an input: text cleaned, paragraphs with roles, metadata declared and found.

    What is odd goes to `Document.problems`; a region given here wins over every other; `others` are readers of plug-ins
    by suffix. Raises
    InputError, with the path in its message, where nothing can be read; UnreadError only for what lies in a
    folder and is of a kind that is not read.
    """
    try:
        return _document(item, ontology, region, others or {})
    except UnreadError as error:
        kind = UnreadError if item.optional else InputError
        raise kind(f"{item.path}: {error.fact}", error.hint) from error
    except InputError as error:
        raise InputError(f"{item.path}: {error.fact}", error.hint) from error


def _document(item: Input, ontology: Ontology, region: str | None, others: Mapping[str, Reader]) -> Document:
    data = contents(item)
    raw = _reader(item, data, others)(data, item.path)
    if sum(len(block.text) for block in raw.blocks) > longest_text:
        raise InputError(f"more than {longest_text:,} characters", "split it into documents")
    if (longest := max((len(block.text) for block in raw.blocks), default=0)) > longest_paragraph:
        raise InputError(
            f"a paragraph of {longest:,} characters, as no text has", "save it with its paragraphs apart"
        )
    raw = replace(raw, blocks=tuple(aligned.tables(raw.blocks, aligned.head_words(ontology))))
    raw = replace(raw, blocks=tuple(run_together.tables(raw.blocks, run_together.words(ontology))))
    table = furniture(ontology)
    press = names.press(ontology)
    cleaned = clean(raw, table, press)
    if not cleaned.blocks:
        raise InputError("no text found", "check that the file holds an article")
    text, paragraphs = _joined(cleaned.blocks, layout.roles(cleaned.blocks, press))
    paragraphs, grids = tables(cleaned.blocks, paragraphs)
    declared = [m for m in raw.found if m.confidence == 1.0]
    own = [Metadata("region", region, None, "option")] if region else []
    stated = [
        *(m for m in raw.found if m.confidence < 1.0),
        *metadata.found(text, paragraphs, press),
        *metadata.from_page(cleaned.removed, press),
        *dating.in_title(text, paragraphs, dating.dating(ontology)),
    ]
    stated = list(metadata.sound(stated, table))
    name = Path(item.path).stem if item.path != "-" else ""
    if not any(m.key == "date" for m in (*item.metadata, *declared, *stated)):
        stated += dating.inferred(text, paragraphs, dating.dating(ontology))
    chosen = metadata.choose([*own, *item.metadata, *declared], stated, tuple(metadata.from_name(name)))
    if not any(m.key == "region" for m in chosen):
        found = regions(ontology).region(text, paragraphs, chosen, name)
        chosen = (*chosen, found) if found else chosen
    spoken = tuple(language(text, item.path, ontology))
    chosen = (
        *chosen,
        *(m for m in spoken if isinstance(m, Metadata) and not any(c.key == m.key for c in chosen)),
    )
    problems = (*raw.problems, *(p for p in spoken if isinstance(p, Problem)))
    digest = hashlib.sha256(data).hexdigest()
    document = Document(item.id, text, item.path, digest, paragraphs, chosen, problems, tables=grids)
    return structured(document, ontology)


def structured(document: Document, ontology: Ontology) -> Document:
    """The document with its title and kind in the metadata and its sections in their frames, whoever read it."""
    if not any(m.key == "title" and m.by != "name" for m in document.metadata):
        document = replace(document, metadata=(*document.metadata, *own_title(document, ontology)))
    if document.get("kind") is None and (
        kind := kinds.kind(document.text, document.metadata, kinds.kinds(ontology))
    ):
        document = replace(document, metadata=(*document.metadata, kind))
    return framed(replace(document, sections=sections(document, ontology)), frames(ontology))


def _joined(blocks: tuple[Block, ...], roles: tuple[Role, ...]) -> tuple[str, tuple[Paragraph, ...]]:
    paragraphs: list[Paragraph] = []
    at = 0
    for block, role in zip(blocks, roles, strict=True):
        level = block.level if role == "heading" else 0
        paragraphs.append(Paragraph(at, at + len(block.text), role, level, block.confidence, block.page))
        at += len(block.text) + 1
    return "\n".join(block.text for block in blocks), tuple(paragraphs)


def contents(item: Input) -> bytes:
    """The bytes of an input; raises InputError where it is not there, cannot be read, is empty or too large."""
    limit = inputs.size_limit
    if item.data is not None:
        data, size = item.data, len(item.data)
    else:
        path = Path(item.path)
        try:
            status = path.stat()
            size = status.st_size
            if not stat.S_ISREG(status.st_mode):
                raise InputError(
                    "cannot be read: not a plain file", "give its content on standard input, with -"
                )
            data = path.read_bytes() if size <= limit else b""
        except OSError as error:
            raise InputError(f"cannot be read: {reason(error)}", "check the path and its rights") from error
    if size > limit:
        raise InputError(f"larger than {limit >> 20} MiB", "split it into documents")
    if not data.strip(b" \t\r\n\0"):
        raise InputError("the file is empty", "get the file again, or leave it out")
    return data


def _reader(item: Input, data: bytes, others: Mapping[str, Reader]) -> Reader:
    """The reader for the suffix, or for what the bytes show themselves to be."""
    suffix = Path(item.path).suffix.lower()
    if suffix in others:
        return others[suffix]
    if data.startswith(b"%PDF-"):
        suffix = ".pdf"
    elif data.startswith(b"PK\x03\x04"):
        suffix = suffix if suffix in _packed else ".xlsx" if suffix in office.tables else ".docx"
    elif data.startswith((office.ole, b"{\\rtf")):
        suffix = suffix if suffix in office.texts | office.tables else ".doc"
    elif suffix not in (".html", ".htm", ".xhtml", ".shtml", ".md", ".gold", ".eml") and _page.match(data):
        suffix = ".html"
    elif suffix in (".pdf", ".docx", ".docm", *_packed):
        raise InputError(f"no {suffix[1:]} file, whatever its name says", "get the file again")
    module, _, name = readers.get(suffix, readers[".txt"]).partition(":")
    return getattr(import_module(module), name)  # type: ignore[no-any-return]

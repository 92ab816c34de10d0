"""A letter (.eml) and a page saved in one file (.mht) to their text; a letter's attachments are files of their own."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from email.utils import parsedate_to_datetime

from kg.errors import InputError
from kg.model import Metadata
from kg.read.decode import decode
from kg.read.html import read_html
from kg.read.raw import Raw, lines
from kg.text.function_words import filled

_answer = re.compile(filled(r"^(?:\s*<answer>\s*[:：])+\s*"), re.IGNORECASE)
_tags = re.compile(
    r"<(?:style|script|title)\b.*?</(?:style|script|title)>|<[^>]*>", re.IGNORECASE | re.DOTALL
)
_han = re.compile(r"[\u4e00-\u9fff]")


def read_page(data: bytes, where: str) -> Raw:
    """The article of a web page that was saved with its pictures in one file."""
    message = _parsed(data)
    pages = (
        part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")
    )
    page = next(pages, None)
    if page is None:
        raise InputError("no web page in it", "save the page as .html")
    raw = read_html(_text(page).encode(), where)
    address = str(message.get("Snapshot-Content-Location") or page.get("Content-Location") or "").strip()
    if address.startswith(("http://", "https://")):
        found = (*raw.found, Metadata("url", address, None, "html", 0.9))
        return Raw(raw.blocks, found, raw.problems, is_page=True, around=raw.around)
    return raw


def read_letter(data: bytes, where: str) -> Raw:
    """The text of a letter with its subject and day; what is attached to it is not in it."""
    message = _parsed(data)
    body = _body(message)
    if body is None:
        raise InputError("a letter without text", "name its attachments themselves")
    found = tuple(_fields(message))
    if body.get_content_type() == "text/html":
        raw = read_html(_text(body).encode(), where)
        return Raw(raw.blocks, found, raw.problems, is_page=True, around=raw.around)
    return Raw(lines(_text(body)), found, may_wrap=True)


def has_text(data: bytes) -> bool:
    """Whether a letter says anything itself, beside what is attached to it."""
    body = _body(_parsed(data))
    return body is not None and _han.search(_tags.sub("", _text(body))) is not None


def attachments(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The files attached to a letter: name and bytes, a letter in it as .eml; pictures of its layout left out."""
    for number, part in enumerate(_parsed(data).iter_attachments(), 1):
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload(0)
            yield f"{number}.eml", inner.as_bytes() if isinstance(inner, EmailMessage) else b""
            continue
        name = part.get_filename()
        content = part.get_payload(decode=True)
        if name and isinstance(content, bytes) and part.get("Content-ID") is None:
            yield _named(name), content


def _named(name: str) -> str:
    """A name as it was meant: some programs write the bytes of GBK into the head of a letter."""
    raw = name.encode("utf-8", "surrogateescape")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def _parsed(data: bytes) -> EmailMessage:
    return message_from_bytes(data, policy=policy.default)


def _body(message: EmailMessage) -> MIMEPart | None:
    """The part that holds the text: the plain one, but for tables, which only the other keeps."""
    rich = message.get_body(("html",))
    plain = message.get_body(("plain",))
    if rich is not None and (plain is None or "<table" in _text(rich).lower()):
        return rich
    return plain


def _text(part: MIMEPart) -> str:
    content = part.get_payload(decode=True)
    return decode(content, part.get_content_charset())[0] if isinstance(content, bytes) and content else ""


def _fields(message: EmailMessage) -> Iterator[Metadata]:
    subject = _answer.sub("", str(message.get("Subject") or "")).strip()
    if subject:
        yield Metadata("title", subject, None, "mail", 0.6)
    try:
        day = parsedate_to_datetime(str(message.get("Date") or ""))
    except ValueError:
        return
    yield Metadata("date", f"{day:%Y-%m-%d}", None, "mail", 0.7)

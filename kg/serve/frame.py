"""What all pages of the workbench share: the language, the one menu, the frame, and the files that they load."""

import hashlib
import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import jinja2
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from kg.export.html import page as briefing
from kg.messages import catalogue
from kg.ontology import Ontology

FOLDER = Path(__file__).parent / "page"
MENU = (("briefing", "/"), ("explore", "/explore"), ("documents", "/documents"), ("query", "/query"))
"""Names of pages (`workbench.yaml`) and their addresses, as the menu of every page has them."""

LANGUAGES = ("zh", "en")
COOKIE = "kg_language"
MEDIA = {".js": "text/javascript", ".css": "text/css"}

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'{styles}; connect-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""What a page may load and run: our own files, and nothing that stands in the page itself."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a page is to look: its language, its address, whether one may decide, and what says so with a decision."""

    language: str
    address: str = "/"
    edit: bool = False
    nonce: str = ""
    page: str = ""

    @property
    def other(self) -> str:
        """The other language."""
        return "en" if self.language == "zh" else "zh"

    @property
    def here(self) -> str:
        """The path of the page, without a form at its end."""
        return re.sub(r"\.\w+\Z", "", self.address.partition("?")[0])

    def with_(self, **changes: str) -> str:
        """The address of the page with other parameters."""
        path, _, given = self.address.partition("?")
        kept = [part for part in given.split("&") if part and part.partition("=")[0] not in changes]
        return f"{path}?{'&'.join([*kept, urlencode(changes)])}"


def look(request: Request, *, edit: bool = False, nonce: str = "", page: str = "") -> Look:
    """The look that a request asks for."""
    query = request.url.query
    return Look(language(request), request.url.path + (f"?{query}" if query else ""), edit, nonce, page)


def language(request: Request) -> str:
    """The language of a page, zh or en: what the address asks for, else what was asked for last, else the browser's."""
    for asked in (request.query_params.get("language"), request.cookies.get(COOKIE)):
        if asked in LANGUAGES:
            return str(asked)
    accept = request.headers.get("accept-language", "")
    return "en" if re.match(r"\s*en\b", accept, re.IGNORECASE) else "zh"


def words(ontology: Ontology, language: str) -> dict[str, str]:
    """The words of the workbench in a language."""
    return {key: of[language] for key, of in ontology.labels("workbench").items()}


def said(text: str, language: str) -> str:
    """A message of ours in a language."""
    return text if language == "en" or not text else catalogue(language).say(text)


def address(iri: str) -> str:
    """The page of an IRI on this server; any other address stays where it is, in a parameter."""
    return f"/entity?iri={quote(iri, safe='')}"


@cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip


def json_in_page(value: Any) -> str:
    """JSON that cannot end the element it stands in."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")


def rendered(template: str, ontology: Ontology, look: Look, status: int = 200, **content: Any) -> Response:
    """A page made of a template."""
    told = words(ontology, look.language)
    menu = [(told[name], path) for name, path in (*MENU, *([("review", "/review")] if look.edit else []))]
    text = _templates().get_template(template).render(
        words=told, look=look, language=look.language, menu=menu, marks=_marks(ontology), address=address,
        **content,
    )  # fmt: skip
    headers = {
        "content-security-policy": POLICY.format(styles=f" 'nonce-{look.nonce}'" if look.nonce else ""),
        "cache-control": "no-cache",
        "vary": "accept, accept-language, cookie",
    }
    response = Response(text, status, headers=headers, media_type="text/html")
    asked = re.search(r"[?&]language=(zh|en)\b", look.address)
    if asked:
        response.set_cookie(COOKIE, asked[1], samesite="strict", httponly=True)
    return response


def _marks(ontology: Ontology) -> dict[str, Markup]:
    """The mark of each main type, in the colour and shape that it has in every briefing."""
    head = '<svg class="mark" width="14" height="14" viewBox="-1.4 -1.4 2.8 2.8" aria-hidden="true">'
    return {
        name: Markup(f"{head}{shape}</svg>")  # noqa: S704 - our own colours and points
        for name, shape in shapes(ontology).items()
    }


def shapes(ontology: Ontology) -> dict[str, Markup]:
    """The shape of each main type as SVG, of radius 1."""
    looks = ontology.labels("appearance")
    found = {}
    for name, of in looks["types"].items():
        if of["shape"] == "round":
            shape = f'<circle r="1" fill="{of["color"]}"/>'
        else:
            points = " ".join(f"{x},{y}" for x, y in looks["shapes"][of["shape"]])
            shape = f'<polygon points="{points}" fill="{of["color"]}"/>'
        found[name] = Markup(shape)  # noqa: S704 - our own colours and points
    return found


@cache
def _assets() -> dict[str, tuple[bytes, str, str]]:
    """The files that pages load by name: their bytes, media type and tag."""
    found = {}
    for path in sorted((FOLDER / "assets").rglob("*")):
        if path.suffix in MEDIA:
            data = path.read_bytes()
            if path.name == "style.css":
                data = (briefing / "page.css").read_bytes() + data
            name = path.relative_to(FOLDER / "assets").as_posix()
            found[name] = (data, MEDIA[path.suffix], f'"{hashlib.sha256(data).hexdigest()[:16]}"')
    return found


async def asset(request: Request) -> Response:
    """A script or style of the pages."""
    known = _assets().get(request.path_params["name"])
    if known is None:
        return Response("no such file\n", 404, media_type="text/plain")
    data, media, tag = known
    headers = {"etag": tag, "cache-control": "no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(data, media_type=media, headers=headers)

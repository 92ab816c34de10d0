"""What the head and the comments of a web page say of its article."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from lxml import html

from kg.model import Metadata
from kg.read import field_names as labels
from kg.text import dates

_enp = re.compile(r"<!--\s*enpproperty(.{0,20000}?)/enpproperty\s*-->", re.DOTALL)
_enp_field = re.compile(
    r"<(title|subtitle|introtitle|author|date|nodename|sourcename|source)>(.*?)</\1>", re.DOTALL
)
_enp_keys = {"introtitle": "subtitle", "nodename": "page", "sourcename": "source"}
_tags = re.compile(r"<[^>]{0,200}>")
_wechat = re.compile(
    r"\bvar\s+(?:createTime|publish_time|ct)\s*=\s*[\"'](?P<day>\d{4}-\d\d-\d\d|\d{10}(?=[\"']))"
)
_china = timedelta(hours=8)
_parts = re.compile(r"\s*[_|｜]\s*|\s+[-–—]\s+|-(?=[\u4e00-\u9fff]{2,12}$)")


def fields(body: html.HtmlElement, text: str) -> tuple[Metadata, ...]:
    """Fields in the order of trust: comments of the editorial system, JSON-LD, meta elements, the page's title."""
    page = body.getroottree().getroot()
    found = [*_editorial(text), *_linked_data(page), *_meta(page), *_article_of_wechat(text)]
    title = page.findtext(".//title")
    if title and title.strip():
        found.append(Metadata("title", _parts.split(title.strip())[0], None, "html", 0.6))
    return tuple(found)


def _field(key: str, value: str, confidence: float) -> Iterator[Metadata]:
    value = " ".join(value.split())
    if key == "date":
        value = dates.iso(value) or ""
    if value:
        yield Metadata(key, value, None, "html", confidence)


def _editorial(text: str) -> Iterator[Metadata]:
    """The comment that Founder's system writes into each page of an e-paper."""
    for comment in _enp.findall(text)[:1]:
        for name, value in _enp_field.findall(comment):
            key = _enp_keys.get(name, name)
            for line in re.split(r"<br\s*/?>|</p>|\n", value) if key in ("subtitle", "title") else [value]:
                bare = (
                    html.fromstring(f"<p>{line}</p>").text_content() if "&" in line else _tags.sub("", line)
                )
                yield from _field(key, bare, 0.96 if key != "page" else 0.92)


def _linked_data(page: html.HtmlElement) -> Iterator[Metadata]:
    """A NewsArticle of schema.org."""
    for script in page.xpath("//script[@type='application/ld+json']")[:5]:
        try:
            loaded = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        for item in loaded if isinstance(loaded, list) else [loaded]:
            if isinstance(item, dict) and "Article" in str(item.get("@type")):
                for name, key in (("headline", "title"), ("datePublished", "date")):
                    if isinstance(item.get(name), str):
                        yield from _field(key, item[name], 0.95)


def _article_of_wechat(text: str) -> Iterator[Metadata]:
    """The day on which an article of WeChat was sent, as its scripts have it: a day, or seconds since 1970."""
    if "js_content" in text and (match := _wechat.search(text)):
        day = match["day"]
        at = datetime.fromtimestamp(int(day), UTC) + _china if day.isdigit() else None
        yield from _field("date", f"{at:%Y-%m-%d}" if at else day, 0.95)


def _meta(page: html.HtmlElement) -> Iterator[Metadata]:
    for element in page.iter("meta"):
        name = element.get("name") or element.get("property") or element.get("itemprop") or ""
        key, value = labels.key(name), element.get("content") or ""
        if key in labels.single | labels.several and key not in ("region", "language", "page"):
            yield from _field(key, value, 0.94)
        elif name.lower() == "sitename":
            yield from _field("source", value, 0.6)

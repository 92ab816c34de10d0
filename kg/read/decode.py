"""Bytes to text: the encoding of a Chinese text file, detected."""

import codecs
import re

from kg.errors import InputError

_marks = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_sample = 1 << 16
_few = 8
_plausible = 0.5
"""The share of common characters below which bytes are no Chinese; texts have 0.95 and more."""
_plain = re.compile(r"[\t\n\r\x20-\x7e\u2010-\u2027\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e\uffe5]")
_control = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_chinese = re.compile(rb"[\xe2-\xef][\x80-\xbf]{2}")
_high = re.compile(rb"[\x80-\xff]")
_mojibake = re.compile(r"[\u00c2-\u00ef][\u0080-\u00bf\u2018-\u2022\u0152-\u017e\u20ac]")

hint = "save it as UTF-8 and try again"


def decode(data: bytes, declared: str | None = None) -> tuple[str, str, str]:
    """The text of some bytes, the encoding it was read by, and what was odd about it ("" if nothing).

    A byte order mark decides; then UTF-8 where the bytes are valid UTF-8, the declared encoding (of
    an HTML page), UTF-16 without a mark where nearly all of it would be Chinese or ASCII, and of
    GB18030 and Big5 the one under which more characters lie in the part of the code table that
    holds the common ones (GB 2312 level 1, Big5 level 1). Short texts are enough for that. Raises InputError for
    what is no text.
    """
    for mark, name in _marks:
        if data.startswith(mark):
            return _checked(*_lenient(data[len(mark) :], name))
    if b"\0" not in data[:_sample]:
        for name in ("utf-8", *([declared] if declared else [])):
            try:
                return _checked(data.decode(name), name, "")
            except (UnicodeDecodeError, LookupError):
                continue
    if (utf16 := _utf16(data)) is not None:
        return _checked(*_lenient(data, utf16))
    sample = data[:_sample]
    if len(_control.findall(sample)) > len(sample) // 100:
        raise InputError("binary data, not text", "give it the suffix of its kind, or leave it out")
    # single faults in a text that is UTF-8 else: a cut at the end, a byte lost on the way
    if 3 * len(_chinese.findall(sample)) >= 0.9 * len(_high.findall(sample)):
        return _checked(*_lenient(data, "utf-8"))
    likelier, other, share = _by_table(sample)
    if share >= _plausible:
        for name in (likelier, other):
            try:
                return _checked(data.decode(name), name, "")
            except UnicodeDecodeError:
                continue
        text, name, odd = _lenient(data, likelier)
        if text.count("\ufffd") <= len(text) // 50:
            return _checked(text, name, odd)
    raise InputError("its encoding is none of UTF-8, UTF-16, GB18030 and Big5", hint)


def _lenient(data: bytes, name: str) -> tuple[str, str, str]:
    text = data.decode(name, errors="replace")
    lost = text.count("\ufffd") - data.count(b"\xef\xbf\xbd") * (name == "utf-8")
    return text, name, f"{lost} characters cannot be read as {name}" if lost > 0 else ""


def _checked(text: str, name: str, odd: str) -> tuple[str, str, str]:
    """The same, with a text that was once saved in the wrong encoding refused or remarked upon."""
    sample = text[:_sample]
    if len(_mojibake.findall(sample)) * 5 > len(sample) > 0 or sample.count("锟斤拷") * 30 > len(sample):
        raise InputError("the text was once decoded wrongly and saved so", "get the original file")
    if not odd and (broken := text.count("\ufffd")):
        odd = f"{broken} characters were lost before it was saved"
    if nuls := text.count("\0"):
        odd = odd or f"{nuls} NUL characters were taken out"
    return text, name, odd


def _utf16(data: bytes) -> str | None:
    """The byte order of UTF-16 without a mark, or None where it is not that."""
    sample = data[: _sample - _sample % 2]
    if len(data) % 2 or len(data) < 4:
        return None
    for name in ("utf-16-le", "utf-16-be"):
        text = sample.decode(name, errors="replace")
        if len(_plain.findall(text)) >= 0.95 * len(text) and not _ascii_pairs(sample):
            return name
    return None


def _ascii_pairs(data: bytes) -> bool:
    """Whether bytes are ASCII: two such bytes can make a Chinese character of UTF-16."""
    return data.isascii() and b"\0" not in data


def _by_table(data: bytes) -> tuple[str, str, float]:
    """GB18030 and Big5, the likelier first, and the share of its characters that are common ones."""
    gb = big = pairs = 0
    at, size = 0, len(data) - 1
    while at < size:
        lead, trail = data[at], data[at + 1]
        if lead < 0x80:
            at += 1
            continue
        pairs += 1
        gb += (0xB0 <= lead <= 0xD7 or 0xA1 <= lead <= 0xA3) and trail >= 0xA1
        big += 0xA1 <= lead <= 0xC6 and (0x40 <= trail <= 0x7E or trail >= 0xA1)
        at += 2
    names = ("big5hkscs", "gb18030") if big > gb else ("gb18030", "big5hkscs")
    return *names, max(gb, big) / pairs if pairs >= _few else 1.0

"""The numbers that Word prints before paragraphs and does not keep in their text: 一、（一）1."""

from typing import Any

_w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_digits = "〇一二三四五六七八九"
_circled = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


class Numbers:
    """The numbering of one document, counted paragraph by paragraph in reading order."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._lists: dict[str, str] = {}
        self._counts: dict[str, list[int]] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        if numbering is None:
            return
        for abstract in numbering.findall(f"{_w}abstractNum"):
            self._levels[abstract.get(f"{_w}abstractNumId") or ""] = {
                _whole(level.get(f"{_w}ilvl"), 0): (
                    _value(level, "numFmt") or "decimal",
                    _value(level, "lvlText") or "",
                    _whole(_value(level, "start"), 1),
                )
                for level in abstract.findall(f"{_w}lvl")
            }
        for num in numbering.findall(f"{_w}num"):
            self._lists[num.get(f"{_w}numId") or ""] = _value(num, "abstractNumId") or ""
        for style in () if styles is None else styles.findall(f"{_w}style"):
            properties = style.find(f"{_w}pPr/{_w}numPr")
            if properties is not None and (number := _value(properties, "numId")):
                self._styles[style.get(f"{_w}styleId") or ""] = (
                    number,
                    _whole(_value(properties, "ilvl"), 0),
                )

    def label(self, paragraph: Any, style: str | None) -> str:
        """What is printed before this paragraph: "" where it has no number, or a mark that says nothing."""
        properties = paragraph.find(f"{_w}pPr/{_w}numPr")
        if properties is not None:
            number, level = _value(properties, "numId"), _whole(_value(properties, "ilvl"), 0)
        else:
            number, level = self._styles.get(style or "", (None, 0))
        abstract = self._lists.get(number or "", "")
        levels = self._levels.get(abstract)
        if not levels or level not in levels:
            return ""
        counts = self._counts.setdefault(abstract, [])
        while len(counts) <= level:
            counts.append(levels[len(counts)][2] - 1 if len(counts) in levels else 0)
        counts[level] += 1
        del counts[level + 1 :]
        form, text, _ = levels[level]
        if form in ("bullet", "none"):
            return ""
        for i, count in enumerate(counts):
            text = text.replace(f"%{i + 1}", written(count, levels[i][0] if i in levels else "decimal"))
        return text


def _value(parent: Any, name: str) -> str | None:
    element = parent.find(f"{_w}{name}")
    return None if element is None else element.get(f"{_w}val")


def _whole(text: str | None, default: int) -> int:
    """A small whole number, or the default where there is none: what is damaged must not count to a billion."""
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 5 else default


def written(count: int, form: str) -> str:
    """A number in the form that Word calls so.

    >>> written(12, "chineseCounting"), written(3, "decimal"), written(2, "upperLetter")
    ('十二', '3', 'B')
    """
    if form in (
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "ideographDigital",
        "taiwaneseCounting",
    ):
        return _chinese(count)
    if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 0 < count <= len(_circled):
        return _circled[count - 1]
    if form in ("upperLetter", "lowerLetter"):
        letter = chr(ord("A") + (count - 1) % 26)
        return letter if form == "upperLetter" else letter.lower()
    return str(count)


def _chinese(count: int) -> str:
    if count < 10:
        return _digits[count]
    tens, ones = divmod(count, 10)
    if tens < 10:
        return ("" if tens == 1 else _digits[tens]) + "十" + (_digits[ones] if ones else "")
    return "".join(_digits[int(digit)] for digit in str(count))

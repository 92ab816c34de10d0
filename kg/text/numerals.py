"""Chinese numerals and full-width digits to numbers."""

from decimal import Decimal

from kg.text.function_words import words_of

DIGITS = "".join(words_of("zero", "digit"))
NUMERALS = DIGITS + "".join(words_of("round zero", "two", "magnitude"))
WIDTHS = str.maketrans("０１２３４５６７８９．％＋－−", "0123456789.%+--")
"""Full-width digits, point, signs and per cent to ASCII, one character for one, so that offsets stay."""

_VALUES = {c: i for i, c in enumerate(DIGITS)} | {"〇": 0, "两": 2}
_POWERS = {"十": 10, "百": 100, "千": 1000}
_GROUPS = {"万": 10**4, "亿": 10**8}


def chinese(text: str, point: str | None = None) -> Decimal:
    """The number that a Chinese numeral says, with the digits after 点: 两千三百 is 2300, 十二亿 1200000000."""
    total = group = digit = 0
    spelt = True
    for c in text:
        if c in _VALUES:
            digit = digit * 10 + _VALUES[c] if spelt and digit else _VALUES[c]
            continue
        spelt = False
        if c in _POWERS:
            group += (digit or 1) * _POWERS[c]
        else:
            group += digit
            if c == "亿" and total:
                total = (total + group) * _GROUPS[c]
            else:
                total += (group or 1) * _GROUPS[c]
            group = 0
        digit = 0
    value = Decimal(total + group + digit)
    if point:
        value += Decimal("0." + "".join(str(_VALUES[c]) for c in point))
    return value


def whole(text: str) -> int:
    """The whole number that digits or a Chinese numeral say."""
    return int(text) if text.isdecimal() else int(chinese(text))


def parted(run: str) -> tuple[str, str]:
    """A numeral as its head and the magnitude 万, 亿 or 万亿 that ends it: 三千亿 is 三千 and 亿."""
    for group in ("万亿", *_GROUPS):
        if run.endswith(group):
            return run[: -len(group)], group
    return run, ""


def percent(share: str, whole: str) -> Decimal:
    """The fraction `share` of `whole`, numerals both, in per cent, to one decimal: 一, 三 is 33.3."""
    head, _, point = share.partition("点")
    part = Decimal(share) if share[0].isdigit() and share.isascii() else chinese(head, point)
    base = Decimal(whole) if whole.isascii() else chinese(whole)
    if not base:
        return part
    value = part * 100 / base
    return plain(value if base in (10, 100, 1000) else value.quantize(Decimal("0.1")))


def plain(value: Decimal) -> Decimal:
    """The number without zeros at its end and without an exponent."""
    whole = value.to_integral_value()
    return whole if whole == value else value.normalize()

"""The data of a page made small: rows as columns, LZMA, and letters that stand in HTML as they are."""

import json
import lzma
from collections.abc import Sequence
from typing import Any

FEW = 8
"""Rows from which a list is laid out in columns."""

FILTERS = [
    {
        "id": lzma.FILTER_LZMA1, "dict_size": 1 << 26, "lc": 3, "lp": 0, "pb": 0,
        "mode": lzma.MODE_NORMAL, "mf": lzma.MF_BT4, "nice_len": 96, "depth": 0,
    }
]  # fmt: skip
"""What the reader in `page/05-data.js` expects: LZMA without header, and every number of the coder set here."""

LETTERS = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in "<&\\")
"""The 91 letters that data are written in: two of them carry 13 bits."""

BITS = 13


def packed(raw: bytes) -> str:
    """Bytes as letters: compressed, two letters for every 13 bits."""
    whole = int.from_bytes
    window = min(max(len(raw), 1 << 16), 1 << 23)  # the coder takes eleven times as much memory
    small = lzma.compress(raw, lzma.FORMAT_RAW, filters=[{**FILTERS[0], "dict_size": window}])
    size = BITS * 8  # bytes that hold a whole number of pairs of letters
    pairs = [a + b for a in LETTERS for b in LETTERS][: 1 << BITS]
    small += bytes(-len(small) % BITS)
    found = []
    for at in range(0, len(small), BITS):
        word = whole(small[at : at + BITS], "big")
        found += [pairs[word >> shift & 0x1FFF] for shift in range(size - BITS, -1, -BITS)]
    return "".join(found)


def unpacked(text: str, size: int) -> bytes:
    """The bytes that were packed, `size` of them."""
    value = {letter: number for number, letter in enumerate(LETTERS)}
    small = bytearray()
    step = 2 * 8
    for at in range(0, len(text), step):
        word = 0
        for pair in range(at, at + step, 2):
            word = word << BITS | value[text[pair]] * len(LETTERS) + value[text[pair + 1]]
        small += word.to_bytes(BITS, "big")
    return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=FILTERS).decompress(bytes(small), size)


def folded(value: Any) -> Any:
    """The same value with its tables in columns, since like things pack best beside each other.

    `{"c": columns}` are rows of one length, `{"k": keys, "c": columns}` objects with the same keys,
    `{"n": lengths, "r": rows}` lists of rows one after the other, `{"p": flags, "r": rows}` rows of which some lack.
    """
    if isinstance(value, dict):
        return {"d": {key: folded(one) for key, one in value.items()}}
    if not isinstance(value, list) or len(value) < FEW:
        return value
    present = [one for one in value if one is not None]
    if present and len(present) < len(value) and all(isinstance(one, list) and one for one in present):
        return {"p": [int(one is not None) for one in value], "r": folded(present)}
    if all(isinstance(one, dict) for one in value) and len({tuple(one) for one in value}) == 1:
        keys = list(value[0])
        return {"k": keys, "c": [folded([one[key] for one in value]) for key in keys]}
    if all(isinstance(one, list) for one in value):
        return _rows(value)
    return value


def _rows(value: Sequence[list[Any]]) -> Any:
    lengths = {len(one) for one in value}
    inner = [each for one in value for each in one]
    if len(lengths) == 1 and lengths != {0} and not all(isinstance(each, list) for each in inner):
        return {"c": [folded(list(column)) for column in zip(*value, strict=True)]}
    if len(inner) >= FEW:
        return {"n": [len(one) for one in value], "r": folded(inner)}
    return list(value)


def unfolded(value: Any) -> Any:
    """The value that was folded."""
    if not isinstance(value, dict):
        return value
    if "d" in value:
        return {key: unfolded(one) for key, one in value["d"].items()}
    if "c" in value:
        rows = [list(row) for row in zip(*map(unfolded, value["c"]), strict=True)]
        return [dict(zip(value["k"], row, strict=True)) for row in rows] if "k" in value else rows
    rest = iter(unfolded(value["r"]))
    if "p" in value:
        return [next(rest) if flag else None for flag in value["p"]]
    return [[next(rest) for _ in range(length)] for length in value["n"]]


def written(value: Any) -> str:
    """JSON that cannot end the element it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")

"""Text and packages of office files: what XML can hold, and the same bytes each time."""

import io
import re
import zipfile

_moment = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_fixed = b"2000-01-01T00:00:00Z"


def xml_text(text: str) -> str:
    """Text that may stand in XML 1.0, without marks that turn the direction of writing."""
    return "".join(
        letter
        for letter in text
        if letter in "\t\n"
        or (
            (" " <= letter <= "\ud7ff" or "\ue000" <= letter <= "\ufffd" or letter > "\uffff")
            and not ("\u202a" <= letter <= "\u202e" or "\u2066" <= letter <= "\u2069")
        )
    )


def timeless(raw: bytes) -> bytes:
    """The same package with one fixed date on every part, so that the bytes do not tell when it was made.

    Workbooks within (the data of charts) are treated alike, their properties too.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            content = old.read(name)
            if name.endswith(".xlsx"):
                content = timeless(content)
            elif name == "docProps/core.xml":
                content = _moment.sub(_fixed, content)
            new.writestr(part, content)
    return made.getvalue()

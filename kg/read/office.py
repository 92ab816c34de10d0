"""Files that LibreOffice reads (.doc, .wps, .rtf, .odt, .xls, .et, .ods) to blocks, by way of .docx and .xlsx."""

import os
import shutil
import signal
import subprocess
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.errors import InputError
from kg.read.raw import Raw

texts = frozenset((".doc", ".wps", ".rtf", ".odt"))
"""Suffixes of documents of words that LibreOffice reads."""
tables = frozenset((".xls", ".et", ".ods"))
"""Suffixes of its workbooks."""
longest = 180
"""Seconds that one conversion may take where nothing else runs; a work report needs 5."""
install = (
    "install LibreOffice (apt install libreoffice-writer libreoffice-calc), or save it as .docx or .xlsx"
)
ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How files of the old kind begin: .doc, .xls, .wps, and encrypted ones of the new kind."""
_filters = {"docx": "docx:MS Word 2007 XML", "xlsx": "xlsx:Calc MS Excel 2007 XML"}
_places = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice", r"C:\Program Files\LibreOffice\program\soffice.exe",
)  # fmt: skip
_profile = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">
<value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse">
<value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"
oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value>
</prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value>
</prop></item>
</oor:items>
"""
"""Settings under which no macro runs and no link is followed."""


@cache
def program() -> str | None:
    """Where LibreOffice is, or None where there is none."""
    named = shutil.which("soffice") or shutil.which("libreoffice")
    return named or next((place for place in _places if Path(place).exists()), None)


def read_office(data: bytes, where: str) -> Raw:
    """The blocks of a document or workbook that LibreOffice reads, as those of the .docx or .xlsx it makes of it.

    Each run has settings and a folder of its own, which go with it. Raises InputError where LibreOffice is
    missing, takes too long, or makes nothing of the file.
    """
    suffix = kind(data, Path(where).suffix.lower())
    to, module = ("xlsx", "kg.read.sheets") if suffix in tables else ("docx", "kg.read.docx")
    made = _converted(data, suffix, to)
    # loaded here: where nothing is converted, the readers of the other formats are not needed
    return getattr(import_module(module), f"read_{to}")(made, where)  # type: ignore[no-any-return]


def needed(head: bytes, suffix: str) -> bool:
    """Whether LibreOffice has to read a file that begins so: many a .doc of a web site is a page, or a .docx."""
    return head.startswith((ole, b"{\\rtf")) or (head.startswith(b"PK") and suffix in (".odt", ".ods"))


def kind(data: bytes, suffix: str) -> str:
    """The suffix that fits the bytes: streams of old files have names. Raises InputError for an encrypted one."""
    if not data.startswith(ole):
        return suffix
    if _names(data, "EncryptedPackage"):
        raise InputError("encrypted: it opens with a password only", "save it without a password")
    if _names(data, "WordDocument"):
        return ".doc"
    if _names(data, "Workbook") or _names(data, "Book"):
        return ".xls"
    if suffix in texts | tables:
        return suffix
    raise InputError("an old Office file without a document in it", "save it as .docx or .xlsx")


def _names(data: bytes, stream: str) -> bool:
    return f"{stream}\0".encode("utf-16-le") in data


def _converted(data: bytes, suffix: str, to: str) -> bytes:
    soffice = program()
    if soffice is None:
        raise InputError(f"{suffix} files are read by LibreOffice, which is not here", install)
    with TemporaryDirectory(prefix="kg-office-") as folder:
        place = Path(folder)
        settings = place / "profile" / "user"
        settings.mkdir(parents=True)
        (settings / "registrymodifications.xcu").write_text(_profile, encoding="utf-8")
        (place / f"source{suffix}").write_bytes(data)
        _run(
            [
                soffice, f"-env:UserInstallation={(place / 'profile').as_uri()}", "--headless", "--norestore",
                "--nolockcheck", "--nodefault", "--convert-to", _filters[to], "--outdir", str(place / "made"),
                str(place / f"source{suffix}"),
            ],
            place,
        )  # fmt: skip
        made = place / "made" / f"source.{to}"
        if not made.exists():
            fact = f"LibreOffice makes nothing of it: damaged, with a password, or no {suffix[1:]} file"
            raise InputError(fact, f"open it yourself and save it as .{to}")
        return made.read_bytes()


def _run(command: list[str], folder: Path) -> None:
    """Run LibreOffice in a folder; after the time it may take it is ended, with all that it started."""
    environment = {**os.environ, "HOME": str(folder), "TMPDIR": str(folder)}
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    limit = patience()
    try:
        process.wait(limit)
    except subprocess.TimeoutExpired as error:
        fact = f"LibreOffice took more than {limit:.0f} seconds for it"
        raise InputError(fact, "open it yourself and save it as .docx or .xlsx") from error
    finally:
        if process.poll() is None:
            _end(process)


def patience() -> float:
    """Seconds that a conversion may take now: as many times more as programs wait for each processor."""
    busy = os.getloadavg()[0] / (os.cpu_count() or 1) if hasattr(os, "getloadavg") else 1.0
    return longest * max(1.0, busy)


def _end(process: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()

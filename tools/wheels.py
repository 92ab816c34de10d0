"""Makes a folder of kg and all that it needs, for an installation without network on a given kind of machine.

python tools/wheels.py TARGET FOLDER [--python 3.11] [--extras pictures,mcp]
"""

import argparse
import hashlib
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINUX = (
    "manylinux_2_28",
    "manylinux_2_27",
    "manylinux_2_26",
    "manylinux_2_24",
    "manylinux_2_17",
    "manylinux2014",
)
TARGETS = {
    "linux-x64": [f"{one}_x86_64" for one in LINUX],
    "linux-arm64": [f"{one}_aarch64" for one in LINUX],
    "windows-x64": ["win_amd64"],
}
"""What the wheels of a target may be tagged with, beside those for any machine."""
ELSEWHERE = {"windows-x64": ("colorama", "pywin32"), "linux-x64": ("pexpect",), "linux-arm64": ("pexpect",)}
"""Packages that only some systems ask for. pip reads markers for its own machine, so they are named here."""
UNASKED = {"windows-x64": ("pexpect", "ptyprocess")}
"""Those of the machine that pip runs on, which the target needs not."""


def main(arguments: list[str]) -> int:
    """The exit code; the folder is filled on success."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("target", choices=sorted(TARGETS))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--python", default="3.11")
    parser.add_argument("--extras", default="")
    given = parser.parse_args(arguments)
    given.folder.mkdir(parents=True, exist_ok=True)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    build = [*pip, "wheel", "--quiet", "--no-deps", "--wheel-dir", given.folder, ROOT]
    if code := subprocess.call(build):
        return code
    (own,) = given.folder.glob("kg_regional-*.whl")
    wanted = f"{own}[{given.extras}]" if given.extras else str(own)
    if code := subprocess.call(
        [*pip, *download(given.target, given.python, given.folder), wanted, *more(given.target)]
    ):
        return code
    for name in UNASKED.get(given.target, ()):
        for path in given.folder.glob(f"{name}-*.whl"):
            path.unlink()
    if wrong := strangers(given.folder, given.target):
        print(f"not for {given.target}: {', '.join(wrong)}; was the folder used before?")
        return 1
    sums = checksums(given.folder)
    (given.folder / "SHA256SUMS").write_text(sums, encoding="utf-8", newline="\n")
    print(f"{given.folder}: {len(sums.splitlines())} wheels")
    return 0


def download(target: str, python: str, folder: Path) -> list[str]:
    """The arguments of pip that get wheels for a target, at the versions of the lock."""
    tags = [part for tag in (*TARGETS[target], "any") for part in ("--platform", tag)]
    lock = ROOT / "requirements.lock"
    where = [
        "--dest",
        str(folder),
        "--only-binary",
        ":all:",
        "--python-version",
        python,
        "--implementation",
        "cp",
    ]
    return ["download", "--quiet", *where, *tags, "--constraint", str(lock)]


def more(target: str) -> list[str]:
    """What a target asks for and the machine that pip runs on may not."""
    return list(ELSEWHERE.get(target, ()))


def checksums(folder: Path) -> str:
    """A line for each wheel, in the form of sha256sum, by name."""
    wheels = sorted(folder.glob("*.whl"))
    return "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in wheels)


def strangers(folder: Path, target: str) -> list[str]:
    """The wheels of a folder that would not run on the target, by their names."""
    fits = {"any", *TARGETS[target]}
    tags = {path.name: re.split(r"[.]", path.stem.rpartition("-")[2]) for path in folder.glob("*.whl")}
    return sorted(name for name, those in tags.items() if not fits & set(those))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

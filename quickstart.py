#!/usr/bin/env python3
"""Sets kg up in a virtual environment of its own (.venv), with nothing but Python, and runs it.

python3 quickstart.py         the main job on examples/: articles in, a graph and an HTML file out
python3 quickstart.py test    all tests
python3 quickstart.py setup   only the environment, with the tools of developers
"""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
HOME = ROOT / ".venv"
BIN = HOME / ("Scripts" if sys.platform == "win32" else "bin")
LOCK = ROOT / "requirements.lock"
OLDEST = (3, 11)
NEXT = (
    "tasks synbio-plan",
    "targets --region 滨海新区 --years",
    "follow --region 滨海新区",
    "path 合成生物 宁河区",
    "show 合成生物",
)
"""What the graph of examples/ answers; a test runs each."""


def say(english: str, chinese: str) -> str:
    """The text in the language of the user, chosen as `kg` itself chooses it."""
    names = ("KG_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    return chinese if next(filter(None, map(os.environ.get, names)), "").startswith("zh") else english


def main(arguments: list[str]) -> int:
    """The exit code of what was asked for."""
    if sys.version_info < OLDEST:
        here, oldest = sys.version.split()[0], ".".join(map(str, OLDEST))
        print(
            say(
                f"Python {oldest} or newer is needed; this is {here}",
                f"需要 Python {oldest} 或更新版本，这里是 {here}",
            )
        )
        return 2
    if arguments[:1] == ["test"]:
        set_up(developers=True)
        shared = [
            "-n",
            str(min(os.cpu_count() or 1, 4)),
            "--dist",
            "loadfile",
        ]  # a file's tests share what they make
        return subprocess.call([BIN / "python", "-m", "pytest", *shared, *arguments[1:]], cwd=ROOT)
    if arguments == ["setup"]:
        set_up(developers=True)
        return 0
    if arguments:
        print(__doc__)
        return 2
    set_up(developers=False)
    return demonstrate()


def set_up(*, developers: bool) -> None:
    """The environment with kg in it, made unless it is there and as it should be."""
    stamp = HOME / "stamp"
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + LOCK.read_bytes()).hexdigest()
    have = stamp.read_text().split() if stamp.exists() else []
    fits = have[:1] == [wanted] and any(map(Path.exists, (BIN / "python", BIN / "python.exe")))
    developers = developers or "developers" in have
    if fits and (not developers or "developers" in have):
        return
    doing = (
        say("adding the tools of developers to", "添加开发工具：")
        if fits
        else say("setting up", "建立环境：")
    )
    print(f"{doing} {HOME} …", flush=True)
    if not fits:  # an environment that fits is never written anew: its Python may be at work
        try:
            venv.create(HOME, with_pip=True, clear=True)
        except subprocess.CalledProcessError:
            sys.exit(
                say(
                    "this Python cannot make virtual environments; on Debian: apt-get install python3-venv",
                    "这个 Python 建不了虚拟环境；Debian、统信等：apt-get install python3-venv",
                )
            )
    packages = [] if fits else ["--editable", f"{ROOT}[pictures,validate]"]
    install = [BIN / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.call([*install, "--constraint", LOCK, *packages, *(tools() if developers else ())]):
        sys.exit(
            say(
                "the packages could not be installed; is the package index reachable? without network: docs/offline.md",
                "软件包没有装上：能连上软件包索引吗？不联网安装见 docs/offline.md",
            )
        )
    stamp.write_text(f"{wanted} {'developers' if developers else ''}")


def tools() -> list[str]:
    """The packages of the group `dev`; read here, because the pip of older Pythons knows no groups."""
    import tomllib

    content = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return list(content["dependency-groups"]["dev"])


def demonstrate() -> int:
    """The main job on the examples: ends with the places of its files and with what to try next."""
    workspace, page = ROOT / "examples.kg", ROOT / "examples.html"
    kg = BIN / "kg"
    for command in (
        ["build", ROOT / "examples" / "articles", ROOT / "examples" / "story", "-w", workspace],
        ["export", "html", page, "-w", workspace],
    ):
        if code := subprocess.call([kg, *command]):
            return code
    print(
        say(
            f"\nworkspace: {workspace}\nopen this in a browser: {page}\n\ntry next, in {ROOT}:",
            f"\n工作区：{workspace}\n用浏览器打开：{page}\n\n接下来可以在 {ROOT} 试试：",
        )
    )
    shown = kg.relative_to(ROOT)
    for words in NEXT:
        print(f"  {shown} {words}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

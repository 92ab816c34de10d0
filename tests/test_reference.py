"""The pages made from the code are as the code is; the tool that makes folders of wheels gives what pip takes."""

import hashlib
import runpy
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
reference = runpy.run_path(str(ROOT / "tools" / "reference.py"))
wheels = runpy.run_path(str(ROOT / "tools" / "wheels.py"))


@pytest.mark.parametrize("name", reference["PAGES"])
def test_a_made_page_is_not_stale(name, monkeypatch):
    for variable in ("KG_LANGUAGE", "COLUMNS"):
        monkeypatch.delenv(variable, raising=False)
    stored = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert stored == reference["page"](name), "run python tools/reference.py"


def test_a_stale_page_is_told(monkeypatch, tmp_path, capsys):
    (tmp_path / "docs").mkdir()
    monkeypatch.setitem(reference["main"].__globals__, "ROOT", tmp_path)
    assert reference["main"](["--check"]) == 1
    assert "docs/sparql.md is stale" in capsys.readouterr().out
    assert reference["main"]([]) == 0
    assert reference["main"](["--check"]) == 0


def test_checksums_are_those_of_sha256sum(tmp_path):
    (tmp_path / "b-1-py3-none-any.whl").write_bytes(b"b")
    (tmp_path / "a-1-py3-none-any.whl").write_bytes(b"a")
    (tmp_path / "SHA256SUMS").write_text("old")
    assert wheels["checksums"](tmp_path) == (
        f"{hashlib.sha256(b'a').hexdigest()}  a-1-py3-none-any.whl\n"
        f"{hashlib.sha256(b'b').hexdigest()}  b-1-py3-none-any.whl\n"
    )


@pytest.mark.parametrize("target", wheels["TARGETS"])
def test_wheels_of_another_machine_are_told(tmp_path, target):
    for tag in ("any", "manylinux_2_17_x86_64.manylinux2014_x86_64", "manylinux_2_28_aarch64", "win_amd64"):
        zipfile.ZipFile(tmp_path / f"a-1-py3-none-{tag}.whl", "w").close()
    strange = wheels["strangers"](tmp_path, target)
    assert len(strange) == 2
    assert "a-1-py3-none-any.whl" not in strange

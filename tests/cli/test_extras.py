"""What only an extra brings is told with the command that installs it, in one line, and nothing is written."""

import sys

import pytest

from tests.serve.conftest import template  # noqa: F401 - a workspace of the small world


@pytest.mark.parametrize(
    ("arguments", "package", "room", "extra"),
    [
        (("validate",), "pyshacl", "kg.validate", "validate"),
        (("tasks", "--format", "docx", "-o", "tasks.docx"), "docx", "kg.export.docx", "pictures"),
        (("export", "docx", "note.docx"), "docx", "kg.export.docx", "pictures"),
        (("mcp",), "mcp", "kg.serve.assistant", "mcp"),
    ],
)
def test_a_missing_extra(kg, template, tmp_path, monkeypatch, arguments, package, room, extra):  # noqa: F811
    monkeypatch.chdir(tmp_path)
    monkeypatch.delitem(sys.modules, room, raising=False)
    for name in [name for name in sys.modules if name.partition(".")[0] == package]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, package, None)
    got = kg(*arguments, "-w", template)
    assert (got.code, got.out) == (2, "")
    assert f'pip install "kg-regional[{extra}]"' in got.err
    assert list(tmp_path.iterdir()) == []

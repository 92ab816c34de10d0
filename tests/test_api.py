import subprocess
import sys

import pytest

import kg


def test_import_costs_nothing_and_all_names_are_there():
    code = "import sys, kg; print(sorted(m for m in sys.modules if m.startswith('kg')))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "['kg']"
    assert all(getattr(kg, name).__doc__ for name in kg.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'nonsense'"):
        _ = kg.nonsense


def test_build_open_and_network(workspace, tmp_path):
    (tmp_path / "a.txt").write_text(
        "甲市大力发展子产业。\n甲市发展丑产业，丑产业规模达到3亿元。", encoding="utf-8"
    )
    with kg.build(tmp_path / "a.txt", workspace.path) as graph:
        assert graph.report.documents == 1
    with kg.open(workspace.path) as graph:
        network = graph.to_networkx()
        assert {network.nodes[n]["label"] for n in network} >= {"甲市", "子产业", "丑产业"}
        claims = [claim for *_, edge in network.edges(data=True) for claim in edge["claims"]]
        assert "甲市大力发展子产业。" in {claim.quote for claim in claims}


def test_graph_stays_as_it_was_while_another_is_built(workspace, tmp_path):
    (tmp_path / "a.txt").write_text("甲市大力发展子产业。", encoding="utf-8")
    with kg.build([tmp_path / "a.txt"], workspace.path) as old:
        (tmp_path / "a.txt").write_text("甲市大力发展丑产业。", encoding="utf-8")
        kg.build((), workspace.path).close()
        assert "子产业" in "".join(old.store.nquads())


def test_a_script_needs_no_main_guard(workspace, tmp_path, toys):
    for number in range(3):
        (tmp_path / f"a{number}.txt").write_text("甲市大力发展子产业。", encoding="utf-8")
    script = tmp_path / "script.py"
    script.write_text(
        f"import sys; sys.path[:0] = {[str(toys), *sys.path]!r}\nimport kg\n"
        f"graph = kg.build(['a0.txt', 'a1.txt', 'a2.txt'], {str(workspace.path)!r}, jobs=2)\n"
        "print(graph.report.documents)"
    )
    ran = subprocess.run([sys.executable, script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (ran.stdout, ran.stderr) == ("3\n", "")


def test_export_replaces_a_file_at_the_end_only(workspace, tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text("甲市大力发展子产业。", encoding="utf-8")
    with kg.build(tmp_path / "a.txt", workspace.path) as graph:
        target = tmp_path / "out.graphml"
        target.write_text("old")

        def full(*_arguments, **_options):
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patch:
            patch.setattr("networkx.write_graphml", full)
            with pytest.raises(kg.KgError, match="No space left on device"):
                graph.export("graphml", target)
        assert target.read_text() == "old"
        graph.export("graphml", target)
        assert "甲市" in target.read_text(encoding="utf-8")
        graph.export("csv", tmp_path / "tables")
        assert sorted(path.name for path in (tmp_path / "tables").iterdir()) == [
            "entities.csv", "indicators.csv", "relations.csv",
        ]  # fmt: skip
        with pytest.raises(kg.KgError, match="no such part of network_exporters: nonsense"):
            graph.export("nonsense", target)
        with pytest.raises(kg.KgError, match="cannot be written"):
            graph.export("graphml", tmp_path / "nowhere" / "x")

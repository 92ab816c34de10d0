import subprocess
import sys
import warnings
from decimal import Decimal

import pytest

import kg
from kg.errors import QueryWarning


def test_import_costs_nothing_and_all_names_are_there():
    code = "import sys, kg; print(sorted(m for m in sys.modules if m.startswith('kg')))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "['kg']"
    assert all(getattr(kg, name).__doc__ for name in kg.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'nonsense'"):
        _ = getattr(kg, "nonsense")  # noqa: B009 - a name that no checker knows


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
            with pytest.raises(kg.KgError, match="no space left on device"):
                graph.export("graphml", target)
        assert target.read_text() == "old"
        graph.export("graphml", target)
        assert "甲市" in target.read_text(encoding="utf-8")
        graph.export("csv", tmp_path / "tables")
        assert sorted(path.name for path in (tmp_path / "tables").iterdir()) == [
            "entities.csv", "indicators.csv", "relations.csv",
        ]  # fmt: skip
        with pytest.raises(kg.KgError, match="nonsense: no such form"):
            graph.export("nonsense", target)
        with pytest.raises(kg.KgError, match="cannot be written"):
            graph.export("graphml", tmp_path / "nowhere" / "x")


@pytest.fixture
def graph(workspace, articles):
    with kg.build(articles, workspace.path) as opened:
        yield opened


@pytest.mark.filterwarnings("ignore:.*never bound")
def test_query_gives_python_values(graph):
    rows = graph.query(
        "SELECT ?name ?value ?document ?none { ?f a rdp:Figure ; rdp:value ?value ; rdp:subject/rdfs:label ?name ;"
        " oa:hasTarget/oa:hasSource ?document } ORDER BY ?value LIMIT 2"
    )
    base = graph.workspace.settings.base
    assert rows == [
        {"name": "甲市", "value": Decimal(0), "document": f"{base}source/a0", "none": None},
        {"name": "甲市", "value": Decimal(1), "document": f"{base}source/a1", "none": None},
    ]
    assert graph.query("SELECT (COUNT(*) AS ?n) { ?c a rdp:Claim }") == [{"n": 20}]
    assert graph.query("ASK { ?c a rdp:Claim }") is True
    assert len(graph.query("CONSTRUCT { ?c a rdp:Claim } WHERE { ?c a rdp:Claim }")) == 20
    with pytest.raises(kg.KgError, match="not valid SPARQL"):
        graph.query("SELECT")


def test_entity_and_path(graph):
    view = graph.entity("乙市")
    assert [(link.relation, link.other.label, link.claims[0].quote) for link in view.links] == [
        ("develops", "丑产业", "乙市大力发展丑产业。")
    ]
    assert graph.path("乙市", "甲市", without=["丑产业"]).chains == ()
    [chain, *_] = graph.path("乙市", "甲市").chains
    assert [(step.start.label, step.end.label) for step in chain] == [("乙市", "丑产业"), ("丑产业", "甲市")]
    with pytest.raises(kg.KgError, match="nothing in the graph has this name"):
        graph.entity("无此市")


def test_notebook_shows_a_small_table_of_counts(graph):
    shown = graph._repr_html_()
    counts = graph.counts()
    assert counts["documents"] == len(graph.sources())
    assert counts["claims"] > 0
    assert f"<tr><th>文献</th><td>{counts['documents']}</td></tr>" in shown
    assert len(shown) < 2000
    assert repr(graph).startswith(f"<kg.Graph {graph.workspace.path}: ")


def test_a_question_gives_rows_with_labels_in_one_language(graph):
    rows = graph.question("documents")
    assert rows
    assert {row["id"] for row in rows} == {s.id for s in graph.sources().values()}
    region = graph.question("industries", limit="1")[0]["region"]
    assert graph.find(region).label == region
    assert graph.query(graph.question_text("industries", limit="1"))[0]["region"].startswith("http")
    with pytest.raises(kg.KgError, match="no such question"):
        graph.question("nonsense")


def test_a_frame_is_of_a_question_or_a_query(graph, monkeypatch):
    frame = graph.frame("documents")
    assert list(frame["id"]) == [row["id"] for row in graph.question("documents")]
    assert len(graph.frame("SELECT ?x { ?x a rdp:Source }")) == len(frame)
    with pytest.raises(kg.KgError, match="no rows"):
        graph.frame("ASK { ?x a rdp:Source }")
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(kg.KgError) as told:
        graph.frame("documents")
    assert told.value.hint == 'pip install "kg-regional[frames]"'


def test_a_flat_network_is_written_by_networkx_itself(graph, tmp_path):
    import networkx as nx

    network = graph.to_networkx(flat=True)
    nx.write_graphml(network, tmp_path / "a.graphml")
    nx.write_gexf(network, tmp_path / "a.gexf")
    read = nx.read_graphml(tmp_path / "a.graphml")
    assert {d["label"] for _, d in read.nodes(data=True)} == {d["label"] for _, d in network.nodes(data=True)}
    assert len(nx.read_gexf(tmp_path / "a.gexf")) == len(network) > 0


@pytest.mark.parametrize(
    ("call", "fact", "hint"),
    [
        (lambda g: g.targets((), ["地区生产总产值"]), "no such indicator", "地区生产总值"),
        (lambda g: g.targets(["甲省"]), "nothing in the graph has this name", "甲市"),
        (lambda g: g.tasks("aa"), "no document has this id", "a"),
        (lambda g: g.tasks(status="dne"), "no such status", "done, planned"),
        (lambda g: g.follow("no-such", "a"), "no document has this id", "kg query documents"),
        (lambda g: g.report_pairs("丙市"), "no work report of this region", "kg query documents"),
        (lambda g: g.path("甲市", "子产业", only=["measure"]), "no such kind of link", "measures, claims, names"),
        (lambda g: g.find("甲市", "Regoin"), "no such type", "Region"),
        (lambda g: g.matrix("sector"), "no such matrix", "area, industry"),
        (lambda g: g.question("commitmens"), "no such question", "commitments"),
        (lambda g: g.query("SELECT ?x { ?x a rdp:Zone }", language="de"), "no such language", "zh, en"),
        (lambda g: g.evidence("0123456789abcdef0123"), "no claim, figure or act", "claim/3f9a0c41d2e85b7766aa"),
        (lambda g: g.evidence("claim of mine"), "no claim, figure or act", "IRI"),
    ],
)  # fmt: skip
def test_an_unknown_name_is_answered_with_the_nearest(workspace, tmp_path, call, fact, hint):
    (tmp_path / "a.txt").write_text("甲市大力发展子产业。", encoding="utf-8")
    with (
        kg.build(tmp_path / "a.txt", workspace.path, region="甲市") as graph,
        pytest.raises(kg.KgError, match=fact) as told,
    ):
        call(graph)
    assert hint in told.value.hint


def test_a_statement_goes_by_the_end_of_its_iri(workspace, tmp_path):
    (tmp_path / "a.txt").write_text("甲市大力发展子产业。", encoding="utf-8")
    with kg.build(tmp_path / "a.txt", workspace.path, region="甲市") as graph:
        (claim,) = {
            claim.iri for *_, edge in graph.to_networkx().edges(data=True) for claim in edge["claims"]
        }
        end = claim.rpartition("/")[2]
        assert graph.evidence(end) == graph.evidence(f"claim/{end}") == graph.evidence(claim)


def test_one_name_may_stand_alone_and_a_traceback_tells_what_to_try(graph):
    assert graph.targets("甲市") == graph.targets(["甲市"])
    assert graph.targets(indicators="地区生产总值") == graph.targets(indicators=["地区生产总值"])
    with pytest.raises(kg.KgError) as wrong:
        graph.question("comitments")
    (note,) = wrong.value.__notes__
    assert note == f"try: {wrong.value.hint}"
    assert "commitments" in note


def test_a_query_that_looks_mistaken_is_answered_with_a_warning(graph):
    with pytest.warns(QueryWarning, match="rdp:leadBy is no term of the ontology; did you mean rdp:ledBy"):
        assert graph.query("SELECT ?x { ?x rdp:leadBy ?y }") == []
    with pytest.warns(
        QueryWarning, match="no statement of the graph has skos:prefLabel; what things are called is"
    ):
        assert graph.query("SELECT ?x { ?x a rdp:Region ; skos:prefLabel ?n }") == []
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert graph.query("SELECT ?x { ?x a rdp:Region }")
        graph.question("industries")

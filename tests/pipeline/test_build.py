import shutil
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import QueryError, SettingsError, StoreError
from kg.model import Annotated
from kg.pipeline import build as module
from kg.pipeline.build import build, remove, restore
from kg.pipeline.extraction import Options, annotate, extract, reannotate
from kg.workspace import Workspace, decisions
from tests.toys import SETTINGS, article, nquads

ONE = Options(jobs=1)


def facts(found):
    return [problem.fact for problem in found.problems]


def test_first_build(workspace, articles):
    report = build(workspace, [str(articles)], ONE)
    assert (report.documents, report.read, len(report.added)) == (10, 10, 10)
    assert report.counts.claims == 20
    assert report.counts.figures == 10
    assert report.entities == 21  # one is the whole economy, where these industries have their class
    assert report.problems == ()
    graph = nquads(workspace)
    assert '"甲市大力发展子产业。"' in graph
    assert '"articles/a0.txt"' in graph
    assert str(articles) not in graph


def test_unchanged_articles_are_not_read_again(workspace, articles):
    build(workspace, [str(articles)], ONE)
    first = nquads(workspace)
    folder = workspace.current()
    report = build(workspace, [str(articles)], ONE)
    assert (report.documents, report.read, report.added, report.changed) == (10, 0, (), ())
    assert (nquads(workspace), workspace.current()) == (first, folder)


def test_processes_make_no_difference(new_workspace, articles):
    one, many = new_workspace("one"), new_workspace("many")
    build(one, [str(articles)], Options(jobs=1))
    build(many, [str(articles)], Options(jobs=3))
    assert nquads(one) == nquads(many)


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_a_changed_article_replaces_what_it_said(new_workspace, articles, monkeypatch, share):
    monkeypatch.setattr(module, "DELTA_SHARE", share)
    workspace = new_workspace()
    build(workspace, [str(articles)], ONE)
    article(articles / "a3.txt", "丁", "亥")
    report = build(workspace, [], ONE)
    assert (report.read, report.changed) == (1, ("a3",))
    graph = nquads(workspace)
    assert "亥产业" in graph
    assert "丁市大力发展卯产业" not in graph
    other = new_workspace("other")
    build(other, [str(articles)], ONE)
    assert nquads(other) == graph


def test_two_builds_add_up_to_one(new_workspace, articles, tmp_path):
    more = tmp_path / "more"
    more.mkdir()
    article(more / "a0.txt", "乙", "戌")
    one, two = new_workspace("one"), new_workspace("two")
    build(one, [str(articles), str(more)], ONE)
    build(two, [str(articles)], ONE)
    report = build(two, [str(more)], ONE)
    assert report.documents == 11
    assert nquads(one) == nquads(two)


def test_a_file_that_went_from_its_folder_leaves_the_graph(new_workspace, articles):
    workspace, other = new_workspace(), new_workspace("other")
    build(workspace, [str(articles)], ONE)
    (articles / "a9.txt").unlink()
    report = build(workspace, [], ONE)
    assert (report.documents, report.removed) == (9, ("a9",))
    build(other, [str(articles)], ONE)
    assert nquads(workspace) == nquads(other)


def test_a_source_that_is_not_there_keeps_its_documents(workspace, articles, tmp_path):
    build(workspace, [str(articles)], ONE)
    first = nquads(workspace)
    articles.rename(tmp_path / "elsewhere")
    report = build(workspace, [], ONE)
    assert facts(report) == ["is not there now; what was read from it stays (10 documents)"]
    assert not report.refused
    assert nquads(workspace) == first


def test_an_article_that_cannot_be_read_any_more_stays_as_it_was(workspace, articles):
    build(workspace, [str(articles)], ONE)
    first = nquads(workspace)
    (articles / "a3.txt").write_bytes(b"")
    report = build(workspace, [], ONE)
    assert report.refused
    assert "; what was read from it before stays" in facts(report)[0]
    assert nquads(workspace) == first


def test_standard_input_stays(workspace, articles, monkeypatch):
    class Stdin:
        class buffer:  # noqa: N801
            read = staticmethod(lambda _size=-1: "乙市大力发展子产业。".encode())

    monkeypatch.setattr("sys.stdin", Stdin)
    build(workspace, ["-"], ONE)
    report = build(workspace, [str(articles)], ONE)
    assert report.documents == 11
    assert "乙市大力发展子产业" in nquads(workspace)


def test_nothing_to_build_from(workspace):
    with pytest.raises(StoreError, match="nothing to build from"):
        build(workspace, [], ONE)


def test_a_source_that_never_was_there(workspace, articles):
    report = build(workspace, [str(articles), "nowhere.txt"], ONE)
    assert report.refused
    assert report.documents == 10
    assert facts(build(workspace, [], ONE)) == []


def test_region_of_the_command_line_is_remembered(workspace, articles):
    build(workspace, [str(articles / "a0.txt")], replace(ONE, region="乙市"))
    assert 'regionName> "乙市"' in nquads(workspace)
    build(workspace, [str(articles)], ONE)
    assert nquads(workspace).count('regionName> "乙市"') == 1


def test_the_same_content_twice_is_said(workspace, articles):
    shutil.copy(articles / "a0.txt", articles / "b.txt")
    report = build(workspace, [str(articles)], ONE)
    assert facts(report) == ["has the same content as a0, so each of its statements counts twice"]


def test_remove_and_restore(new_workspace, articles):
    workspace, other = new_workspace(), new_workspace("other")
    build(workspace, [str(articles)], ONE)
    first = nquads(workspace)
    report = remove(workspace, ["a3"])
    assert (report.documents, report.removed) == (9, ("a3",))
    (articles / "a3.txt").rename(articles.parent / "a3")
    build(other, [str(articles)], ONE)
    (articles.parent / "a3").rename(articles / "a3.txt")
    assert nquads(workspace) == nquads(other)
    again = build(workspace, [str(articles)], ONE)
    assert (again.documents, again.read) == (9, 0)
    named = build(workspace, [str(articles / "a3.txt")], ONE)
    assert facts(named) == ["was retracted, and stays out"]
    restore(workspace, ["a3"])
    build(workspace, [], ONE)
    assert nquads(workspace) == first


def test_remove_of_what_is_not_there(workspace, articles):
    build(workspace, [str(articles)], ONE)
    with pytest.raises(QueryError, match="b: no document has this id"):
        remove(workspace, ["a1", "b"])
    assert decisions.load(workspace.decisions).retracted == frozenset()


def test_decisions_are_honoured(workspace, articles):
    build(workspace, [str(articles)], ONE)
    graph = nquads(workspace)
    claims = {line.split()[0][1:-1] for line in graph.splitlines() if "#Claim>" in line}
    decisions.add(workspace.decisions, "rejected", [{"claim": min(claims)}])
    sector = next(line.split()[0][1:-1] for line in graph.splitlines() if '"子产业"@zh' in line)
    decisions.add(workspace.decisions, "renames", [{"entity": sector, "label": "子类产业"}])
    report = build(workspace, [], ONE)
    assert (report.read, report.counts.claims) == (0, 19)
    assert '"子类产业"@zh' in nquads(workspace)


def test_a_bug_loses_no_other_article(workspace, articles):
    (articles / "b.txt").write_text("崩溃", encoding="utf-8")
    report = build(workspace, [str(articles)], Options(jobs=2))
    assert report.documents == 10
    assert [bug.where for bug in report.bugs] == [str(articles / "b.txt")]
    assert "the toy extractor broke" in report.bugs[0].trace


def test_a_worker_that_dies_loses_no_other_article(workspace, articles):
    (articles / "b.txt").write_text("猝死", encoding="utf-8")
    report = build(workspace, [str(articles)], Options(jobs=2))
    assert report.documents == 10
    assert facts(report) == ["the process that read it died (SIGKILL)"]


def test_statements_below_the_confidence_wanted_stay_out(new_workspace, articles):
    (articles / "a0.txt").write_text("丙市或发展子产业。\n丁市发展丑产业。", encoding="utf-8")
    workspace = new_workspace(settings=SETTINGS + "min_confidence = 0.8\n")
    report = build(workspace, [str(articles)], ONE)
    assert 'exact> "丙市或发展子产业' not in nquads(workspace)
    (workspace.path / "kg.toml").write_text(SETTINGS)
    lower = build(Workspace.open(workspace.path), [], ONE)
    assert "丙市或发展子产业" in nquads(workspace)
    assert lower.read == 0
    assert (report.counts.claims, lower.counts.claims) == (19, 20)


def test_an_extractor_that_is_not_there(new_workspace, articles):
    workspace = new_workspace(settings='format = 1\n[extract]\nextractors = ["nonsense"]\n')
    with pytest.raises(SettingsError, match=r"no such part of extractors: nonsense"):
        build(workspace, [str(articles)], ONE)


def test_records_of_documents_that_are_gone_go(workspace, articles):
    build(workspace, [str(articles)], ONE)
    for text in ("甲市。", "乙市。"):
        (articles / "a3.txt").write_text(text, encoding="utf-8")
        build(workspace, [], ONE)
        assert len(workspace.records()) == 11  # with the one that the build before had


def test_a_record_that_was_lost_or_broken_is_made_anew(workspace, articles):
    build(workspace, [str(articles)], ONE)
    graph = nquads(workspace)
    lost, broken = sorted(workspace.records().values())[:2]
    lost.unlink()
    report = build(workspace, [], ONE)
    assert (report.read, nquads(workspace)) == (1, graph)
    broken.write_text("{")
    (workspace.path / "kg.toml").write_text(SETTINGS + "min_confidence = 0.1\n")
    assert build(Workspace.open(workspace.path), [], ONE).read == 1


def test_a_graph_that_somebody_took_away_is_built_anew(workspace, articles):
    build(workspace, [str(articles)], ONE)
    graph = nquads(workspace)
    shutil.rmtree(workspace.current())
    with pytest.raises(StoreError, match="no graph yet"):
        nquads(workspace)
    report = build(workspace, [str(articles)], ONE)
    assert (report.read, nquads(workspace)) == (0, graph)


EDITS = st.lists(
    st.tuples(
        st.integers(0, 3), st.sampled_from(["write", "delete", "retract", "restore"]), st.integers(0, 5)
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(EDITS, min_size=1, max_size=3))
def test_changes_to_a_copy_give_the_bytes_of_a_whole_build(new_workspace, tmp_path, monkeypatch, steps):
    monkeypatch.setattr(module, "DELTA_SHARE", 10.0)
    for name in ("articles", "region.kg", "other.kg"):
        shutil.rmtree(tmp_path / name, ignore_errors=True)
    folder = tmp_path / "articles"
    folder.mkdir()
    article(folder / "a0.txt", "甲", "子")
    workspace = new_workspace()
    build(workspace, [str(folder)], ONE)
    for edits in steps:
        for number, edit, variant in edits:
            if edit == "write":
                article(folder / f"a{number}.txt", "甲乙丙"[variant % 3], "子丑"[variant % 2], variant)
            elif edit == "delete":
                (folder / f"a{number}.txt").unlink(missing_ok=True)
            elif edit == "retract":
                decisions.add(workspace.decisions, "retracted", [{"document": f"a{number}"}])
            else:
                decisions.drop(workspace.decisions, "retracted", [{"document": f"a{number}"}])
        build(workspace, [], ONE)
    other = new_workspace("other")
    if workspace.decisions.exists():
        shutil.copy(workspace.decisions, other.decisions)
    build(other, [str(folder)], ONE)
    assert nquads(other) == nquads(workspace)


def test_extract_gives_lines_in_the_order_of_the_sources(workspace, articles):
    options = Options(extractors=("toy", "toy-statements"), jobs=2)
    names = [f"a{number}" for number in (3, 1, 2)]
    got = list(extract([str(articles / f"{name}.txt") for name in names], options))
    assert [line[: len('{"id":"a3"')] for line in got] == [f'{{"id":"{name}"' for name in names]


def test_extract_as_records(workspace, articles):
    (articles / "a0.txt").write_text("丙市或发展子产业。\n丁市发展丑产业。", encoding="utf-8")
    options = Options(extractors=("toy", "toy-statements"), jobs=1, min_confidence=0.8)
    [annotated] = annotate([str(articles / "a0.txt")], options)
    assert [r.head for r in annotated.findings.relations] == ["丁市"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_documents_that_are_read_already_are_annotated_anew(workspace, articles, jobs):
    options = Options(extractors=("toy", "toy-statements"), jobs=jobs)
    annotated = [a for a in annotate([str(articles)], options) if isinstance(a, Annotated)]
    found = {a.document.id: a for a in annotated}
    bare = {
        key: replace(a, findings=replace(a.findings, mentions=(), relations=())) for key, a in found.items()
    }
    assert reannotate(bare, options) == found


def test_records_lie_in_folders_by_the_first_digits_of_their_names(workspace, articles):
    build(workspace, [str(articles)], ONE)
    for name, path in workspace.records().items():
        assert name == f"{path.name[:2]}/{path.name.partition('.')[0]}.jsonl.gz"
    assert len(workspace.records()) == 10
    whole = nquads(workspace)
    stray = workspace.documents / "left-by-an-older-kg.jsonl"
    stray.write_text("{}\n")
    (articles / "a3.txt").unlink()
    build(workspace, (), ONE)
    assert not stray.exists()
    assert len(workspace.records()) == 10
    assert all(any(folder.iterdir()) for folder in workspace.documents.iterdir())
    assert nquads(workspace) != whole

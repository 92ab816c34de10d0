"""The index: exact and near names, sentences by any part of them, and a delta that leaves what a build would."""

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import terms
from kg.errors import StoreError
from kg.query import index
from kg.query.index import Index
from kg.rdf.vocabulary import OA, RDFS
from tests import sample


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    path = tmp_path_factory.mktemp("index") / index.FILE
    assert list(index.recorded(path, sample.lines())) == sample.lines()
    opened = Index.open(path)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("name", "kind", "label"),
    [
        ("云港市", "Region", "云港市"),
        ("港城", "Region", "云港市"),
        ("扬帆行动", "Program", "“扬帆”行动"),
        ("ＹＵＮＧＡＮＧ", "Region", "云港市"),
        ("990100", "Region", "云港市"),
    ],
)
def test_exact_reads_every_name_as_linking_does(opened, name, kind, label):
    assert [f.iri for f in opened.exact(name)] == [sample.iri(kind, label)]


def test_exact_finds_no_class_document_or_sentence(opened):
    assert opened.exact("区域") == opened.exact("云港与青岭签约") == opened.exact("") == ()


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("云岗市", "云港市"),
        ("海工设备", "海工装备"),
        ("深蓝实验", "深蓝实验室"),
        ("大桥", "临海大桥"),
        ("氢能源", "氢能"),
    ],
)
def test_near_offers_the_likest_first(opened, name, label):
    assert opened.near(name)[0].name == label


def test_near_of_signs_alone_is_nothing(opened):
    assert opened.near("《》…") == ()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("氢能", 4),
        ("云", 6),
        ("能", 4),
        ("300亿", 1),
        ("30", 1),
        ("亿元以上", 1),
        ("氢市", 0),
        ("", 0),
        ('"*', 0),
    ],
)
def test_sentences_hold_the_very_string(opened, text, number):
    found = opened.sentences(text)
    assert len(found) == number
    assert all(text in sentence for _, sentence in found)


def test_an_index_in_memory_knows_the_same_names(opened, store):
    memory = Index.of(store)
    for name in ("港城", "扬帆行动", "990102"):
        assert memory.exact(name) == opened.exact(name)
    assert memory.near("云岗市") == opened.near("云岗市")
    memory.close()


def test_missing_and_unwritable_indexes_say_so(tmp_path):
    with pytest.raises(StoreError, match="no index"):
        Index.open(tmp_path / "none")
    with pytest.raises(StoreError, match="cannot be written"):
        list(index.recorded(tmp_path / "none" / "x", []))


def _content(path):
    with sqlite3.connect(path) as base:
        found = (
            sorted(base.execute("SELECT iri, kind, name FROM names")),
            sorted(base.execute("SELECT place, text FROM sentences")),
        )
    base.close()
    return found


NAMES = st.text("氢能云港a1 ", min_size=1, max_size=4)


@settings(max_examples=30, deadline=None)
@given(st.lists(NAMES, unique=True, max_size=6), st.lists(NAMES, unique=True, max_size=6), NAMES)
def test_applying_a_delta_is_building_anew(tmp_path_factory, before, after, part):
    folder = tmp_path_factory.mktemp("i")

    def lines(names):
        for i, name in enumerate(names):
            yield f"<http://a/Region/{i}> <{RDFS}label> {terms.literal(name, language='zh')} .\n"
            yield f"<http://a/source/d#char={i},9;quote> <{OA}exact> {terms.literal(name)} .\n"

    old, new = set(lines(before)), set(lines(after))
    list(index.recorded(folder / "a", sorted(old)))
    index.apply(folder / "a", sorted(old - new), sorted(new - old))
    list(index.recorded(folder / "b", sorted(new)))
    assert _content(folder / "a") == _content(folder / "b")
    one, other = Index.open(folder / "a"), Index.open(folder / "b")
    assert set(one.near(part)) == set(other.near(part))
    assert one.sentences(part) == other.sentences(part)
    assert one.exact(part) == other.exact(part)
    one.close()
    other.close()

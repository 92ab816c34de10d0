"""From a name to the thing: by any alias, told apart by type and region, near names where there is none."""

from collections import deque

import pytest

from kg.errors import QueryError
from kg.gazetteer.keys import Keys
from kg.ontology import Ontology
from kg.query.find import candidates, find
from kg.query.index import Index, recorded
from kg.store import embedded
from tests import sample

TWO = (
    *sample.ENTITIES,
    sample.entity("青岭市高新区", "Zone", scope=sample.iri("Region", "青岭市"), aliases=("高新区",)),
    sample.entity("高新区", "Concept"),
)  # fmt: skip


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    folder = tmp_path_factory.mktemp("two") / "s"
    embedded.build(folder, sample.lines(TWO))
    store = embedded.Embedded(folder)
    index = Index.of(store)
    yield store, index
    index.close()
    store.close()


@pytest.mark.parametrize(
    "name", ["港城", "云港", "云 港 市", "990100", sample.iri("Region", "云港市"), "Region:港城", "City/云港"]
)
def test_any_name_finds_the_thing(two, name):
    if name.startswith("City"):
        assert find(two[0], two[1], "云港", "City").label == "云港市"
    else:
        assert find(two[0], two[1], name).label == "云港市"


def test_a_label_wins_over_aliases(two):
    assert find(two[0], two[1], "高新区").type == "Concept"


@pytest.mark.parametrize(("region", "label"), [("云港", "云港市高新区"), ("青岭市", "青岭市高新区")])
def test_type_and_region_tell_apart(two, region, label):
    assert find(two[0], two[1], "高新区", "Zone", region).label == label
    assert find(two[0], two[1], "Zone:高新区", region=region).label == label


def test_ambiguous_names_are_listed_with_type_and_region(two):
    with pytest.raises(QueryError, match="高新区: 2 things have this name") as error:
        find(two[0], two[1], "高新区", "Zone")
    assert error.value.hint == "say which: 云港市高新区 (Zone, 云港市); 青岭市高新区 (Zone, 青岭市)"


def test_near_names_are_offered(two):
    with pytest.raises(QueryError, match="nothing in the graph has this name") as error:
        find(two[0], two[1], "海工设备")
    assert error.value.hint.startswith("near: 海工装备 (Industry)")


def test_where_nothing_is_near_the_hint_tells_what_lists_names(two):
    with pytest.raises(QueryError) as error:
        find(two[0], two[1], "※")
    assert error.value.hint.startswith("kg query entities")
    assert candidates(two[0], two[1], "http://nowhere/x") == ()


def test_the_name_of_its_region_before_a_name_tells_things_apart(two):
    assert find(two[0], two[1], "青岭市高新区").iri == sample.iri("Zone", "青岭市高新区")
    assert find(two[0], two[1], "港城高新区").iri == sample.iri("Zone", "云港市高新区")
    with pytest.raises(QueryError, match="nothing in the graph has this name"):
        find(two[0], two[1], "海州高新区")


def test_a_longer_name_is_the_thing_that_its_last_part_is_recognised_as(store, tmp_path):
    path = tmp_path / "names.sqlite"
    deque(recorded(path, store.lines()), maxlen=0)
    index = Index.open(path)
    # The sentence is 云港市与青岭市签约共建临海大桥。
    assert find(store, index, "建临海大桥").label == "临海大桥"
    with pytest.raises(QueryError):
        find(store, index, "共建的临海大桥")
    with pytest.raises(QueryError):
        find(store, index, "青岭市签约共建临海大桥")
    index.close()


@pytest.mark.parametrize(
    ("written", "label"),
    [("跨境电子商务", "跨境电商"), ("跨境电子商务产业", "跨境电商"), ("海工装备产业", "海工装备"), ("青岭市国家高新区", "青岭市高新区")],
)  # fmt: skip
def test_another_writing_of_a_name_finds_it(tmp_path, written, label):
    things = (*TWO, sample.entity("跨境电商", "Industry"))
    embedded.build(tmp_path / "s", sample.lines(things))
    store = embedded.Embedded(tmp_path / "s")
    index = Index.of(store, Keys(Ontology()))
    assert find(store, index, written).label == label
    assert set(index.within(f"哪些任务涉及{written}", 20)) >= {written}
    with pytest.raises(QueryError):
        find(store, Index.of(store), "跨境电子商务")
    store.close()


def test_what_is_written_so_comes_before_what_is_written_otherwise(two):
    index = Index.of(two[0], Keys(Ontology()))
    assert [found.name for found in index.exact("高新区")] == ["高新区"] * 3

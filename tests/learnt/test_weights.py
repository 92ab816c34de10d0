"""A file of weights knows what its columns stand for; what does not fit is refused in one line."""

import numpy as np
import pytest

from kg.errors import ModelError
from kg.learnt.weights import load, save

array = np.arange(6, dtype=np.float32).reshape(3, 2)


@pytest.fixture
def path(tmp_path):
    save(
        tmp_path / "m.npz", {"w": array}, labels={"types": ("Zone", "Region")},
        features={"judge": ("long", "quoted", "尾=市")}, version="9.9", digest="abc",
    )  # fmt: skip
    return tmp_path / "m.npz"


def test_a_file_comes_back_with_all_that_it_knows(path):
    found = load(path)
    assert np.array_equal(found.array("w"), array)
    assert found.labels == {"types": ("Zone", "Region")}
    assert {name: tuple(of) for name, of in found.features.items()} == {"judge": ("long", "quoted", "尾=市")}
    assert (found.version, found.digest) == ("9.9", "abc")


def test_the_same_content_gives_the_same_bytes(path, tmp_path):
    known = load(path)
    again = tmp_path / "again.npz"
    save(
        again, {"w": array}, labels=known.labels, features=known.features, version="9.9", digest="abc"
    )  # fmt: skip
    assert again.read_bytes() == path.read_bytes()


def test_features_are_found_by_name_in_whatever_order_they_are_made(path):
    assert load(path).columns("judge", ("new", "尾=市", "quoted", "long")).tolist() == [3, 2, 1]


def test_labels_keep_the_order_of_the_model(path):
    assert load(path).labels_among("types", ("Region", "Ship", "Zone")) == ("Zone", "Region")


@pytest.mark.parametrize(
    ("ask", "fact"),
    [
        (lambda w: w.labels_among("types", ("Region",)), "types that the ontology does not: Zone"),
        (lambda w: w.labels_among("relations", ()), "no labels of relations"),
        (lambda w: w.columns("judge", ("long",)), "not made any more: quoted, 尾=市"),
        (lambda w: w.columns("other", ("long",)), "other: no features"),
        (lambda w: w.array("v"), "no array v"),
    ],
)
def test_what_does_not_fit_is_refused(path, ask, fact):
    with pytest.raises(ModelError, match=fact) as caught:
        ask(load(path))
    assert str(path) in caught.value.fact
    assert "kg train" in caught.value.hint


def test_files_that_are_no_weights_are_refused(tmp_path):
    broken = tmp_path / "broken.npz"
    with pytest.raises(ModelError, match="cannot be read"):
        load(broken)
    broken.write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(ModelError, match="cannot be read"):
        load(broken)
    np.savez(broken, w=array)
    with pytest.raises(ModelError, match="does not say what its columns stand for"):
        load(broken)

"""Many names by their number, as bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.learnt import names
from kg.learnt.names import Names

words = st.lists(st.text("海洋装备a=|", max_size=4), unique=True, max_size=30)


@given(words, words)
def test_a_name_has_the_number_of_its_place_and_others_none(known, asked):
    found = Names.of(known)
    assert (list(found), len(found)) == (known, len(known))
    number = {name: n for n, name in enumerate(known)}
    assert found.numbers(asked).tolist() == [number.get(name, -1) for name in asked]
    assert dict(found) == number


def test_names_are_made_and_asked_for_in_parts(monkeypatch):
    monkeypatch.setattr(names, "_together", 3)
    known = [f"k={n}" for n in range(20)]
    assert Names.of(known).numbers(["k=19", "k=2", "k=20", "", "k=0"]).tolist() == [19, 2, -1, -1, 0]


def test_two_names_of_one_key_are_told_apart(monkeypatch):
    was = Names._keyed

    def weak(self, text, ends):
        keys = was(self, text, ends)
        return keys % 2 if self._factor == 0x9E3779B97F4A7C15 else keys

    monkeypatch.setattr(Names, "_keyed", weak)
    assert Names.of("abcd").numbers("xdba").tolist() == [-1, 3, 1, 0]
    monkeypatch.setattr(Names, "_keyed", lambda _self, _text, ends: ends.astype("u8") * 0 + range(len(ends)))
    assert Names.of("ab").numbers(["a", "c", "bb"]).tolist() == [0, -1, -1]


def test_an_unknown_name_is_no_key():
    found = Names.of(["a", "b"])
    assert (found.get("b"), found.get("c"), "a" in found) == (1, None, True)
    with pytest.raises(KeyError):
        found["c"]

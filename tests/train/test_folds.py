"""Folds keep regions together and do not hang on the order of the documents."""

from hypothesis import given
from hypothesis import strategies as st

from kg.train.folds import folds

regions = st.lists(st.sampled_from(["云川市", "东港县", "岚江省", "澄湖市", "洮原市"]), max_size=20)


@given(regions, st.integers(1, 6))
def test_a_region_is_in_one_fold_wherever_its_documents_stand(some, count):
    found = folds(some, count)
    assert len(dict(zip(some, found, strict=True))) == len(set(zip(some, found, strict=True)))
    assert folds(some[::-1], count) == found[::-1]


@given(regions, st.integers(1, 6))
def test_folds_hold_regions_in_like_number(some, count):
    place = dict(zip(some, folds(some, count), strict=True))
    sizes = [sum(fold == k for fold in place.values()) for k in range(count)]
    assert max(sizes) - min(sizes) <= 1

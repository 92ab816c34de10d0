"""Folds keep regions together and do not hang on the order of the documents."""

from hypothesis import given
from hypothesis import strategies as st

from kg.model import Annotated, Document, Metadata
from kg.train.folds import folds, parts

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


def test_parts_hold_every_document_once_and_keep_regions_together():
    documents = [
        Annotated(Document(str(i), "", metadata=(Metadata("region", f"云川{i % 3}"),))) for i in range(12)
    ]
    found = parts(documents, 2)
    assert sorted(i for part in found for i in part) == list(range(12))
    first, second = ({documents[i].document.region for i in part} for part in found)
    assert not first & second

"""What makes an annotation stale, and what does not."""

import shutil

import pytest

from kg.ontology import folder
from kg.pipeline import fingerprint
from kg.settings import Settings


@pytest.fixture(scope="module")
def ontology(tmp_path_factory):
    copy = tmp_path_factory.mktemp("own") / "ontology"
    shutil.copytree(folder(), copy)
    return copy


def of_extraction(ontology):
    return fingerprint.of_extraction(Settings(), ("lexicon",), ontology)


@pytest.mark.parametrize(
    "name", ["messages/zh.tsv", "labels/interface.yaml", "queries/documents.rq", "shapes.ttl"]
)
def test_what_is_shown_makes_nothing_stale(ontology, name):
    """A changed translation, label or question rereads no article."""
    before = of_extraction(ontology), fingerprint.of_code(("lexicon",), ontology)
    with (ontology / name).open("a", encoding="utf-8") as file:
        file.write("# other words\n")
    assert (of_extraction(ontology), fingerprint.of_code(("lexicon",), ontology)) == before


@pytest.mark.parametrize(
    "name", ["lexicon/verbs.tsv", "lexicon/terms/zones.tsv", "classes.yaml", "registers/gbt4754_2017.tsv"]
)
def test_words_of_the_lexicon_make_all_stale(ontology, name):
    before = of_extraction(ontology)
    with (ontology / name).open("a", encoding="utf-8") as file:
        file.write("# another word\n")
    assert of_extraction(ontology) != before


def test_an_ontology_of_the_user_counts_the_same(ontology, tmp_path):
    """His words make annotations stale, his labels do not."""
    for name in ("lexicon", "labels"):
        (tmp_path / name).mkdir()
    told = [fingerprint.of_extraction(Settings(ontology=tmp_path), ("lexicon",), ontology)]
    for name in ("labels/interface.yaml", "lexicon/verbs.tsv"):
        (tmp_path / name).write_text("# a line\n", encoding="utf-8")
        told.append(fingerprint.of_extraction(Settings(ontology=tmp_path), ("lexicon",), ontology))
    assert told[0] == told[1] != told[2]

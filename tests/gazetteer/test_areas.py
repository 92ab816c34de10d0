"""What things lie in: one walk up the areas of the lexicon."""

from kg.gazetteer.areas import Areas
from kg.ontology import Ontology, Term


class Words(Ontology):
    """An ontology of a few terms."""

    terms = (
        Term("甲国", "Region", kind="Country"),
        Term("临江省", "Region", parent="甲国"),
        Term("云港市", "Region", kind="City", parent="临江省"),
        Term("南浦区", "Region", kind="County", parent="云港市"),
        Term("青湾市", "Region", kind="City", parent="临江省"),
        Term("南浦区", "Region", kind="County", parent="青湾市"),
        Term("南浦街道", "Region", kind="Township", parent="南浦区"),
        Term("东岸科创园", "Zone", parent="云港市"),
    )


def above(name: str) -> list[str]:
    found = Areas(Words())
    term = next(term for term in Words.terms if term.name == name)
    return [one.name for one in found.above(term)]


def test_the_walk_goes_from_the_nearest_area_up() -> None:
    assert above("南浦区") == ["云港市", "临江省", "甲国"]
    assert above("东岸科创园") == ["云港市", "临江省", "甲国"]
    assert above("甲国") == []


def test_a_name_that_two_areas_bear_tells_nothing() -> None:
    assert above("南浦街道") == []


def test_no_area_of_ours_lies_in_itself_or_in_an_unknown_one() -> None:
    ontology = Ontology()
    found = Areas(ontology)
    for term in ontology.terms:
        if term.type == "Region" and term.parent:
            chain = found.above(term)
            assert chain[0].name == term.parent
            assert term not in chain

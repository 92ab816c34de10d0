"""What names and registers tell: places, fields, governments, the classes above; only where used, each with its reason."""

import pytest

from kg.gazetteer.keys import Keys
from kg.model import Annotated, Decisions, Document, Findings, Measure, Mention, Metadata, Name, Part
from kg.ontology import Ontology
from kg.query.tasks import Wanted, tasks
from kg.rdf import schema
from kg.rdf import write as graph
from kg.rdf.vocabulary import header
from kg.resolve import link, names
from kg.resolve.references import Registers
from kg.store import embedded
from kg.validate import validate
from kg.verify import verify

BASE = "https://example.org/id/"
TERMS = """name\ttype\taliases\tkind\tcode\tparent
中国\tRegion\t\tCountry\t\t
海州省\tRegion\t海州\tProvince\t99\t中国
云港市\tRegion\t云港\tCity\t9901\t海州省
滨河区\tRegion\t\tCounty\t990101\t云港市
合成生物技术\tTechnology\t\t\t\t
石墨烯\tIndustry\t\t\t\t
新材料\tIndustry\t\t\t\t
扬子保税区\tZone\t\tBondedZone\t\t云港市
山阳市\tRegion\t山阳\tCity\t9902\t海州省
山阳庙保税区\tZone\t\tBondedZone\t\t云港市
海州高新区\tZone\t\tHighTechZone\t\t滨河区
云港高新区\tZone\t\tHighTechZone\t\t海州省
山阳高新区\tZone\t\tHighTechZone\t\t云港市
"""


@pytest.fixture(scope="module")
def ontology(tmp_path_factory, few_words):
    path = tmp_path_factory.mktemp("lexicon") / "own.tsv"
    path.write_text(TERMS, encoding="utf-8")
    return Ontology(few_words, lexicons=[path])


def told(ontology, *found):
    """Every reference as (subject, predicate, object, rule), the base left out."""
    names = [Name("d", text, kind, (), "云港市", 1) for text, kind in found]
    linking = link(names, ontology, Decisions(), BASE)
    references = [r for e in linking.entities for r in e.references]
    return linking, {
        (r.subject.removeprefix(BASE), r.predicate, r.object.removeprefix(BASE), r.by) for r in references
    }


@pytest.mark.parametrize(
    ("name", "kind", "reference"),
    [
        ("国家合成生物技术创新中心", "Research", ("inField", "Technology/合成生物技术", "names/field")),
        ("云港港口保税区", "Zone", ("inPlace", "Region/9901", "names/place")),
        ("扬子保税区", "Zone", ("inPlace", "Region/9901", "registers/seats")),
        ("山阳庙保税区", "Zone", ("inPlace", "Region/9901", "registers/seats")),
        ("海州高新区", "Zone", ("inPlace", "Region/990101", "names/scope")),
        ("云港高新区", "Zone", ("inPlace", "Region/9901", "names/scope")),
        ("山阳高新区", "Zone", ("inPlace", "Region/9901", "registers/seats")),
        ("云港石墨烯产业园", "Zone", ("inField", "Industry/石墨烯", "names/field")),
        ("石墨烯", "Industry", ("skos:broader", "Industry/前沿新材料", "registers/emerging-2018")),
        ("滨河区", "Region", ("skos:broader", "Region/9901", "registers/divisions")),
    ],
)
def test_what_a_name_or_a_register_tells(ontology, name, kind, reference):
    _, found = told(ontology, (name, kind))
    assert reference in {rest for subject, *rest in found for rest in [tuple(rest)]}


def test_a_bureau_is_a_body_of_its_city(ontology):
    _, found = told(ontology, ("市科技局", "Government"))
    assert ("Government/9901/市科技局", "bodyOf", "Region/9901", "names/scope") in found


def test_a_register_stands_only_where_it_is_used_with_its_chain_upward(ontology):
    linking, found = told(ontology, ("石墨烯", "Industry"), ("新材料", "Industry"))
    assert {(s, o) for s, p, o, _ in found if p == "skos:broader" and "Region" not in s} == {
        ("Industry/石墨烯", "Industry/前沿新材料"),
        ("Industry/前沿新材料", "Industry/新材料"),
        ("Industry/新材料", "Industry/战略性新兴产业"),
    }
    codes = {e.label: e.code for e in linking.entities if e.type == "Industry"}
    assert codes["前沿新材料"] == "SEI3.6"
    assert codes["新材料"] == "SEI3"


@pytest.mark.parametrize(
    ("name", "code", "how"),
    [
        ("农机装备", "C357", "word"),
        ("海上风电", "SEI6.2", "word"),
        ("水产养殖", "A041", "name"),
        ("高端数控机床", "SEI2.1", "word"),
        ("优质服务", "IND3", "broader"),
        ("金融", "J", "name"),
        ("新能源", "SEI6", "name"),
        ("新能源汽车", "SEI5", "name"),
        ("农用航空", "G562", "word"),
        ("品牌经济", "IND", "broader"),
        ("港口", "G553", "word"),
        ("甲乙", "IND", "broader"),
    ],
)
def test_an_industry_has_its_code_and_the_reason(ontology, name, code, how):
    found = Registers(ontology, Keys(ontology)).industry(name)
    assert found is not None
    assert (found[0], found[2]) == (code, how)


def test_every_word_leads_to_a_class_that_is_there(ontology):
    registers = Registers(ontology, Keys(ontology))
    assert {code for code, _ in registers.words.values()} <= registers.names.keys()
    chains = {code: registers.above(code) for code in registers.names}
    assert all(up in registers.names for up in chains.values() if up)
    assert {code for code, up in chains.items() if up is None} == {"IND", "SEI"}
    assert [registers.above(code) for code in ("C35", "C", "IND2", "T", "A")] == [
        "C",
        "IND2",
        "IND",
        "IND3",
        "IND1",
    ]
    assert registers.register("IND3") == "registers/three-sectors"


def test_references_conform_verify_and_are_no_claims(ontology, tmp_path):
    linking, found = told(ontology, ("国家合成生物技术创新中心", "Research"), ("石墨烯", "Industry"))
    lines = [*schema.triples(ontology), *graph.triples(linking.entities, ())]
    embedded.build(tmp_path / "s", lines)
    store = embedded.Embedded(tmp_path / "s")
    assert [p for p in validate(store, ontology) if p.severity == "refused"] == []
    assert verify(store, (), {}.__getitem__).problems == ()  # type: ignore[arg-type]
    asked = "SELECT ?r WHERE { ?r a rdp:Reference ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; rdp:status rdp:reference ; prov:wasGeneratedBy ?by . ?s ?p ?o }"
    assert len(set(store.query(header + asked))) == len(found)
    assert not list(store.query(header + "SELECT ?c WHERE { ?c a rdp:Claim }"))
    store.close()


def test_tasks_on_a_field_and_below_in_a_place_and_below(ontology, tmp_path):
    text = "滨河区培育石墨烯产业。"
    document = Document("d", text, metadata=(Metadata("region", "滨河区"),))
    mentions = (
        Mention("d", 0, 3, "滨河区", "Region", "滨河区"),
        Mention("d", 5, 8, "石墨烯", "Industry", "石墨烯"),
    )
    part = Part("object", "石墨烯", (5, 8))
    act = Measure("d", 3, 10, text[3:10], "滨河区", "planned", (0, 11), (0, 3), roles=(part,))
    annotated = Annotated(document, (), Findings(mentions, measures=(act,)))
    found = [*names(annotated), Name("e", "新材料", "Industry", (), "海州省", 1)]
    linking = link(found, ontology, Decisions(), BASE)
    lines = [*schema.triples(ontology), *graph.triples(linking.entities, [linking.slice(annotated)])]
    embedded.build(tmp_path / "s", lines)
    store = embedded.Embedded(tmp_path / "s")
    field = f"{BASE}Industry/新材料"
    for place, number in (("99", 1), ("9901", 1)):
        assert len(tasks(store, Wanted(field=field, place=f"{BASE}Region/{place}"))) == number
    assert tasks(store, Wanted(field=f"{BASE}Industry/前沿新材料"))
    store.close()


def test_who_acts_and_leads_is_said_to_lead(ontology):
    text = "组建海洋材料联盟 市科技局 市财政局"
    document = Document("d", text, metadata=(Metadata("region", "滨河区"),))
    bodies = (("市科技局", (9, 13)), ("市财政局", (14, 18)))
    mentions = tuple(Mention("d", *span, name, "Government", name) for name, span in bodies)
    parts = (Part("lead", *bodies[0]), Part("partner", *bodies[0]), Part("support", *bodies[1]))
    act = Measure("d", 0, 8, text[:8], "市科技局", "planned", (0, 18), (9, 13), roles=parts)
    annotated = Annotated(document, (), Findings(mentions, measures=(act,)))
    linking = link(names(annotated), ontology, Decisions(), BASE)
    (told,) = linking.slice(annotated).acts
    assert [(role, end == told.actor) for role, end in told.roles] == [("lead", True), ("support", False)]


def test_tasks_of_a_zone_are_those_of_the_province_of_its_seat(ontology, tmp_path):
    text = "加快建设扬子保税区。"
    document = Document("d", text, metadata=(Metadata("region", "云港市"),))
    part = Part("object", "扬子保税区", (4, 9))
    act = Measure("d", 0, 9, text[:9], "", "planned", (0, 10), roles=(part,))
    annotated = Annotated(
        document, (), Findings((Mention("d", 4, 9, "扬子保税区", "Zone", "扬子保税区"),), measures=(act,))
    )
    linking = link(names(annotated), ontology, Decisions(), BASE)
    lines = [*schema.triples(ontology), *graph.triples(linking.entities, [linking.slice(annotated)])]
    embedded.build(tmp_path / "s", lines)
    store = embedded.Embedded(tmp_path / "s")
    above = f"SELECT ?z WHERE {{ ?z a rdp:Zone ; (rdp:inPlace|skos:broader)+ <{BASE}Region/99> }}"
    assert len(list(store.query(header + above))) == 1
    for place in ("99", "9901"):
        assert len(tasks(store, Wanted(place=f"{BASE}Region/{place}"))) == 1
    assert tasks(store, Wanted(place=f"{BASE}Region/9902")) == ()
    store.close()

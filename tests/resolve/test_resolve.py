"""One thing, one node, within and across documents; and never two things in one."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import (
    Annotated,
    Decisions,
    Document,
    Findings,
    Indicator,
    Measure,
    Mention,
    Metadata,
    Name,
    Relation,
)
from kg.ontology import Ontology
from kg.resolve import iri, link, names

BASE = "https://example.org/id/"
TERMS = """name	type	aliases	kind	code	parent	en
云港市	Region	云港	City	9901	海州省	Yungang
海州省	Region	海州	Province	99	中国
云江省	Region	云江	Province	98	中国
溪口市	Region	溪口	City	9801	云江省
滨河区	Region		County	990101	云港市
滨河区	Region		County	980101	溪口市
新港新区	Region	新港	NewArea	990177	云港市
人工智能	Technology	AI|人智				Artificial intelligence
云港理工大学	Research	云港理工	University
禾芯	Enterprise
禾芯	Industry
冷芯	Industry
冷芯产业	Industry
"""


@pytest.fixture(scope="module")
def ontology(tmp_path_factory, few_words):
    path = tmp_path_factory.mktemp("lexicon") / "own.tsv"
    path.write_text(TERMS, encoding="utf-8")
    return Ontology(few_words, lexicons=[path])


def linked(ontology, *found, decisions=Decisions()):  # noqa: B008 - frozen
    linking = link(found, ontology, decisions, BASE)
    return linking, {place: end.removeprefix(BASE) for place, end in linking.of.items()}


def name(document, text, kind, *aliases, region="云港市", count=1):
    return Name(document, text, kind, aliases, region, count)


def test_administrative_names_and_short_forms_are_one_region(ontology):
    linking, of = linked(ontology, name("a", "云港", "Region"), name("b", "云港市", "Region"))
    assert set(of.values()) == {"Region/9901"}
    entity = next(e for e in linking.entities if e.code == "9901")
    assert (entity.label, entity.kind, entity.code, entity.label_en) == ("云港市", "City", "9901", "Yungang")
    assert [(m.document, m.name) for m in entity.merges] == [("a", "云港")]


def test_regions_of_one_name_are_told_apart_by_where_the_document_stands(ontology):
    _, of = linked(
        ontology,
        name("a", "滨河区", "Region"), name("b", "滨河区", "Region", region="溪口市"),
        name("c", "滨河区", "Region", region=None), name("d", "滨河区", "Region", region="云江省"),
    )  # fmt: skip
    assert of["a", "滨河区"] == "Region/990101"
    assert of["b", "滨河区"] == of["d", "滨河区"] == "Region/980101"
    assert of["c", "滨河区"] not in {"Region/990101", "Region/980101"}


def test_generic_names_belong_to_the_region_that_the_document_speaks_for(ontology):
    linking, of = linked(
        ontology,
        name("a", "高新区", "Zone"), name("b", "高新区", "Zone", region="溪口市"),
        name("c", "云港高新区", "Zone", region="海州省"), name("d", "云港高新技术产业开发区", "Zone", region="中国"),
    )  # fmt: skip
    assert (
        of["a", "高新区"] == of["c", "云港高新区"] == of["d", "云港高新技术产业开发区"] == "Zone/9901/高新区"
    )
    assert of["b", "高新区"] == "Zone/9801/高新区"
    entity = next(e for e in linking.entities if e.iri.endswith("9901/高新区"))
    assert entity.label == "云港高新技术产业开发区"
    assert entity.scope == BASE + "Region/9901"
    assert any(e.iri == entity.scope for e in linking.entities)


@pytest.mark.parametrize(
    ("region", "body", "iri_", "label"),
    [
        ("新港新区", "市委", "Government/9901/市委", "云港市委"),
        ("新港新区", "区政府", "Government/990177/区政府", "新港新区政府"),
        ("云港市", "省政府", "Government/99/省政府", "海州省政府"),
        ("云港市", "市人民政府", "Government/9901/市政府", "云港市政府"),
        ("海州省", "云港市人民政府", "Government/9901/市政府", None),
        ("云港市", "管委会", "Government/9901/管委会", "云港市管委会"),
    ],
)
def test_bodies_belong_to_the_region_of_their_level(ontology, region, body, iri_, label):
    linking, of = linked(ontology, name("a", body, "Government", region=region))
    assert of["a", body] == iri_
    if label:
        assert next(e.label for e in linking.entities if e.iri == BASE + iri_) == label


def test_a_sector_is_called_by_its_name_without_an_ending(ontology):
    linking, _ = linked(ontology, name("a", "冷芯产业", "Industry"), name("b", "冷芯", "Industry"))
    assert [e.label for e in linking.entities if not e.code] == ["冷芯"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("跨境电商", "跨境电子商务", True),
        ("农村电商", "农村电子商务", True),
        ("氢动力新能源车", "氢动力新能源汽车", True),
        ("跨境电商", "农村电子商务", False),
        ("电子商务物流", "电商", False),
    ],
)
def test_sectors_that_are_written_short_are_one(ontology, one, other, same):
    linking, _ = linked(ontology, name("a", one, "Industry"), name("b", other, "Industry"))
    assert (len({e.iri for e in linking.entities if not e.code}) == 1) == same


def test_two_things_that_the_lexicon_knows_by_one_name_stay_two(ontology):
    _, of = linked(ontology, name("a", "禾芯", "Enterprise"), name("b", "禾芯", "Industry"))
    assert set(of.values()) == {"Enterprise/禾芯", "Industry/禾芯"}


def test_one_thing_has_one_type_over_the_whole_graph(ontology):
    linking, of = linked(
        ontology, name("a", "AI", "Industry", count=9), name("b", "人工智能", "Technology"),
        name("a", "慧眼平台", "Project"), name("b", "慧眼平台", "Program", count=3),
    )  # fmt: skip
    assert of["a", "AI"] == of["b", "人工智能"] == "Technology/人工智能"
    assert of["a", "慧眼平台"] == of["b", "慧眼平台"] == "Program/慧眼平台"
    assert {e.type for e in linking.entities if e.merges or not e.code} == {"Technology", "Program"}


@pytest.mark.parametrize(
    ("one", "other", "kind", "same"),
    [
        ("氢能", "氢能产业链", "Industry", True),
        ("未来产业", "未来", "Industry", False),
        ("文化产业", "文化", "Industry", False),
        ("“双百”行动", "双百行动", "Program", True),
        ("《数字云港规划》", "数字云港规划", "Document", True),
        ("生物", "生物技术", "Technology", False),
        ("陕西实业", "山西实业", "Enterprise", False),
        ("云港理工", "云港理工大学", "Research", True),
        ("云港大学", "大学", "Research", False),
        ("省发展和改革委员会", "省发改委", "Government", True),
    ],
)
def test_writings_of_one_name_meet_and_different_names_do_not(ontology, one, other, kind, same):
    _, of = linked(ontology, name("a", one, kind), name("b", other, kind))
    assert (of["a", one] == of["b", other]) is same


def test_short_form_declared_in_one_document_is_known_in_another(ontology):
    linking, of = linked(
        ontology,
        name("a", "海州深海装备研究院", "Research", "深海院"), name("b", "深海院", "Research"),
        name("c", "深海院", "Enterprise", region="溪口市"),
    )  # fmt: skip
    assert of["c", "深海院"] == "Enterprise/深海院"
    assert of["a", "海州深海装备研究院"] == of["b", "深海院"] == "Research/海州深海装备研究院"
    entity = next(e for e in linking.entities if "装备" in e.label)
    assert "深海院" in entity.aliases
    assert entity.merges[0].reason == "a short form declared in a"


def test_short_form_declared_in_one_region_is_not_known_in_another(ontology):
    _, of = linked(
        ontology,
        name("a", "海州渔业收费目录清单", "Document", "目录清单"), name("b", "目录清单", "Document", region="溪口市"),
    )  # fmt: skip
    assert of["b", "目录清单"] != of["a", "海州渔业收费目录清单"]


def test_short_form_that_two_documents_declare_differently_stays_apart(ontology):
    _, of = linked(
        ontology,
        name("a", "海州深海装备研究院", "Research", "深海院"), name("b", "云江深海科学研究院", "Research", "深海院"),
        name("c", "深海院", "Research"),
    )  # fmt: skip
    assert len(set(of.values())) == 3


def test_people_of_one_name_in_two_regions_are_two(ontology):
    _, of = linked(ontology, name("a", "林望舒", "Person"), name("b", "林望舒", "Person", region="溪口市"))
    assert len(set(of.values())) == 2


def test_decisions_merge_split_and_rename(ontology):
    things = (
        name("a", "云芯", "Enterprise"),
        name("b", "云芯", "Enterprise"),
        name("b", "云芯科技", "Enterprise"),
    )
    one, two = BASE + "Enterprise/云芯", BASE + "Enterprise/云芯科技"
    linking, of = linked(
        ontology, *things, decisions=Decisions(merges=((one, two),), renames=((two, "云芯集团"),))
    )
    assert set(of.values()) == {"Enterprise/云芯科技"}
    (entity,) = linking.entities
    assert (entity.label, entity.aliases) == ("云芯集团", ("云芯", "云芯科技"))
    _, of = linked(ontology, *things, decisions=Decisions(splits=((one, "b"),)))
    assert of["a", "云芯"] != of["b", "云芯"]


def document(*mentions, relations=(), indicators=(), text="云港发展氢能。", region="云港市"):
    return Annotated(
        Document("d", text, metadata=(Metadata("region", region),)),
        (),
        Findings(tuple(mentions), relations, indicators),
    )


def test_names_hold_what_is_said_only_by_the_region(ontology):
    relation = Relation("d", "云港市", "develops", "氢能", "planned", (0, 7))
    found = names(document(Mention("d", 4, 6, "氢能", "Industry", "氢能产业"), relations=(relation,)))
    assert [(n.name, n.type, n.count, n.aliases) for n in found] == [
        ("氢能产业", "Industry", 1, ("氢能",)), ("云港市", "Region", 0, ()), ("氢能", "Region", 0, ()),
    ]  # fmt: skip


def test_slice_has_claims_figures_and_occurrences_with_their_quotes(ontology):
    mentions = (
        Mention("d", 0, 2, "云港", "Region", "云港市"),
        Mention("d", 4, 6, "氢能", "Industry", "氢能"),
    )
    sure = Relation("d", "云港市", "develops", "氢能", "planned", (0, 7), None, (0, 2), (4, 6), 0.9, "x")
    annotated = document(
        *mentions,
        relations=(Relation("d", "云港市", "develops", "氢能", "done", (0, 7), confidence=0.2), sure),
        indicators=(Indicator("d", "氢能", "规模", ">=", Decimal(3), "亿元", "2027", "target", (0, 7)),),
    )
    linking, _ = linked(ontology, *names(annotated))
    found = linking.slice(annotated)
    (claim,) = found.claims
    assert (claim.subject, claim.predicate, claim.object) == (
        BASE + "Region/9901",
        "develops",
        BASE + "Industry/氢能",
    )
    assert (claim.quote, claim.confidence, claim.by) == ("云港发展氢能。", 0.9, "x")
    assert found.figures[0].subject == BASE + "Industry/氢能"
    assert [o.text for o in found.occurrences] == ["云港", "氢能"]
    rejecting, _ = linked(ontology, *names(annotated), decisions=Decisions(rejected=frozenset({claim.iri})))
    assert rejecting.slice(annotated).claims == ()


@given(st.lists(st.sampled_from([
    name("a", "高新区", "Zone"), name("b", "云港高新区", "Zone", region="海州省"), name("b", "AI", "Industry"),
    name("c", "人工智能", "Technology", region=None), name("c", "云港", "Region"), name("a", "林望舒", "Person"),
]), unique=True))  # fmt: skip
def test_linking_does_not_depend_on_the_order_of_documents(ontology, found):
    assert linked(ontology, *found)[0] == linked(ontology, *reversed(found))[0]


@given(st.text(max_size=8), st.text(max_size=8))
def test_iri_segments_are_safe_and_different_for_different_names(one, other):
    import unicodedata

    a, b = iri.segment(one), iri.segment(other)
    assert not set(a) & set(' <>"{}|\\^`/?#[]\n\t\x00')
    assert (a == b) == (unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other))


@pytest.mark.parametrize(
    ("text", "behind", "region", "code"),
    [
        ("滨河区", ("溪口市",), "滨河区", "980101"),
        ("滨河区", ("关于印发云港市",), "滨河区", "990101"),
        ("溪口市滨河区", (), "海州省", "980101"),
        ("云江省溪口市滨河区", (), None, "980101"),
        ("滨河区", (), "云江省", "980101"),
    ],
)
def test_the_area_named_before_tells_which_of_two_is_meant(ontology, text, behind, region, code):
    _, of = linked(ontology, Name("a", text, "Region", (), region, 1, behind))
    assert of["a", text] == f"Region/{code}"


def test_what_stands_before_the_region_of_a_document_is_read_from_its_title():
    text = "溪口市滨河区工作要点\n滨河区建设河心公园。"
    document = Document("d", text, metadata=(Metadata("region", "滨河区", (3, 6)),))
    found = names(Annotated(document, (), Findings((Mention("d", 11, 14, "滨河区", "Region", "滨河区"),))))
    assert [(n.name, n.behind) for n in found] == [("滨河区", ("溪口市",))]


def test_a_document_without_region_names_no_thing_without_name(ontology):
    document = Document("d", "要建设实训基地，引进企业20家。")
    figure = Indicator("d", "", "引进企业", "=", Decimal(20), "家", None, "target", (0, 15))
    act = Measure("d", 1, 7, "建设实训基地", "", "planned", (0, 15))
    annotated = Annotated(document, (), Findings(indicators=(figure,), measures=(act,)))
    assert names(annotated) == ()
    of = link(names(annotated), ontology, Decisions(), BASE).slice(annotated)
    assert of.figures == ()
    assert [one.actor for one in of.acts] == [None]


@pytest.mark.parametrize("other", ["旅游", "旅游产业"])
def test_a_sector_with_and_without_its_ending_is_one(ontology, other):
    _, of = linked(ontology, name("a", "旅游业", "Industry"), name("b", other, "Industry"))
    assert set(of.values()) == {"Industry/旅游"}


@pytest.mark.parametrize("kept", ["农业", "现代农业", "制造业", "渔业"])
def test_an_ending_that_belongs_to_the_word_stays(ontology, kept):
    _, of = linked(ontology, name("a", kept, "Industry"))
    assert of["a", kept] == f"Industry/{kept}"


def test_persons_whom_all_regions_name_are_one_and_others_stay_with_their_region(ontology):
    _, of = linked(
        ontology, name("a", "习近平", "Person"), name("b", "习近平总书记", "Person", region="溪口市"),
        name("a", "禾木生", "Person"), name("b", "禾木生", "Person", region="溪口市"),
    )  # fmt: skip
    assert of["a", "习近平"] == of["b", "习近平总书记"] == "Person/习近平"
    assert of["a", "禾木生"] != of["b", "禾木生"]


def test_a_committee_is_one_in_all_forms_of_its_name(ontology):
    forms = (
        "新港新区管委会",
        "新港新区开发建设管理委员会",
        "新港新区开发建设管委会",
        "云港市新港新区开发建设管理委员会",
    )
    _, of = linked(ontology, *(name(str(i), form, "Government") for i, form in enumerate(forms)))
    assert set(of.values()) == {"Government/990177/管委会"}


def test_what_people_decided_by_a_former_iri_holds(ontology):
    old = BASE + "Industry/旅游业"
    decisions = Decisions(renames=((old, "旅游与休闲"),))
    linking, _ = linked(ontology, name("a", "旅游业", "Industry"), decisions=decisions)
    assert {e.iri: e.label for e in linking.entities}[BASE + "Industry/旅游"] == "旅游与休闲"
    text = "云港市发展旅游业。"
    document = Document("a", text, metadata=(Metadata("region", "云港市"),))
    relation = Relation("a", "云港市", "develops", "旅游业", "planned", (0, 9))
    mention = Mention("a", 5, 8, "旅游业", "Industry", "旅游业")
    annotated = Annotated(document, (), Findings((mention,), (relation,)))
    key = iri.statement(BASE, "claim", BASE + "source/a", BASE + "Region/9901", "develops", old, 0, 9)
    for decided, left in ((Decisions(), 1), (Decisions(rejected=frozenset({key})), 0)):
        assert len(link(names(annotated), ontology, decided, BASE).slice(annotated).claims) == left

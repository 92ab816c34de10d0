"""One mechanism a test, each on the function itself: what no example needs on its own, and what must not go."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from kg.extract.coref.aliases import resolved, words
from kg.extract.coref.anaphors import Anaphors
from kg.extract.factuality.reading import Reading
from kg.extract.indicators.candidates import Drafter
from kg.extract.indicators.lists import Lists
from kg.extract.measures.actors import Line, candidates
from kg.extract.measures.boundaries import Boundaries, Phrase
from kg.extract.measures.context import Context, MentionPlace, _enumerated, role_strings
from kg.extract.ner.spans import context
from kg.extract.ner.tagger.bies import Tags
from kg.extract.ner.tagger.ensemble import eager, pooled, seldom, shares
from kg.extract.relations.candidates import _remember
from kg.extract.relations.extractor import _planned_places
from kg.extract.relations.frames import Frames
from kg.extract.relations.pair_features import Look
from kg.model import Mention, Relation, Sentence


def stand_in(**fields: Any) -> Any:
    """What a function sees of a record."""
    return SimpleNamespace(**fields)


def made_bare(kind: type[Any]) -> Any:
    """An object of a class without what it loads."""
    return object.__new__(kind)


def sentence(index, *actors):
    """What `_remember` sees of a sentence: where it stands, and its mentions that act."""
    return stand_in(scene=stand_in(sentence=stand_in(index=index)), actors=list(range(len(actors))))


def remembered(memory, look, base, names):
    return [names[index] for index, _, _ in _remember(memory, look, base, names)]


def test_actors_are_carried_on_until_other_actors_come_three_sentences_later():
    names = ["甲集团", "乙学院", "丙公司", "丁局"]
    first = _remember([], sentence(0, "甲集团", "乙学院"), 0, names)
    assert [names[i] for i, _, _ in first] == ["甲集团", "乙学院"]
    assert _remember(first, sentence(1), 2, names) == first
    assert remembered(first, sentence(2, "丙公司"), 2, names) == ["丙公司", "甲集团", "乙学院"]
    assert remembered(first, sentence(3, "丁局"), 3, names) == ["丁局"]


def test_an_actor_named_again_is_remembered_where_it_stands_last():
    names = ["甲集团", "甲集团"]
    first = _remember([], sentence(0, "甲集团"), 0, names)
    (again,) = _remember(first, sentence(1, "甲集团"), 1, names)
    assert again[0] == 1


def related(head, relation, tail, status, evidence=(0, 9)):
    return Relation("d", head, relation, tail, status, evidence)


@pytest.mark.parametrize(
    ("deed", "status", "evidence", "place"),
    [
        ("builds", "planned", (0, 9), "planned"),
        ("attracts", "planned", (0, 9), "planned"),
        ("builds", "done", (0, 9), "fact"),
        ("supports", "planned", (0, 9), "fact"),
        ("builds", "planned", (9, 20), "fact"),
    ],
)
def test_what_is_yet_to_be_built_is_not_there_yet(ontology, deed, status, evidence, place):
    made = [
        related("云岭市", deed, "云湖园", status, evidence),
        related("云湖园", "locatedIn", "黛溪区", "fact"),
    ]
    assert [r.status for r in _planned_places(made, ontology.relations)] == [status, place]


@pytest.mark.parametrize(("short", "same"), [("发改委会", True), ("市发改", True), ("云岭市发展", False)])
def test_a_body_of_government_is_abbreviated_by_letters_and_parts_but_not_by_its_begin(ontology, short, same):
    full = "云岭市发展和改革委员会"
    found = [Mention("d", at, at + len(n), n, "Government", n) for at, n in ((0, full), (20, short))]
    assert [m.name == full for m in resolved(found, "", words(ontology))] == [True, same]


def test_the_same_words_elsewhere_tell_how_often_and_how_likely():
    text = "云湖园与云湖园和东港。"
    spans = [(0, 3), (4, 7), (8, 10)]
    said = np.array([[0.2, 0.8, 0.0], [0.6, 0.4, 0.0], [0.5, 0.0, 0.5]], np.float32)
    marks = np.zeros((3, len(context.MARKS)), np.float32)
    rows = context.rows(text, spans, said, marks)
    names = context.feature_names(("Zone", "Region"))
    assert rows.shape == (3, len(names))
    again = rows[:, [names.index(n) for n in ("again", "again at most", "again on the mean", "again Zone")]]
    assert np.allclose(again, [[0.2, 0.4, 0.4, 0.4], [0.2, 0.8, 0.8, 0.8], [0, 0, 0, 0]])  # type: ignore[arg-type]


def test_models_are_pooled_by_their_shares():
    tags = Tags(("Zone", "Project"))
    one, two, three = (np.full((1, len(tags.names)), value, np.float32) for value in (-1.0, -2.0, -4.0))
    found = pooled(tags, one, two, three)
    assert shares[0] > shares[2] > shares[1]  # the encoder counts most, then what was found before
    whole = -shares[0] - 2 * shares[1] - 4 * shares[2]
    assert found[0, tags.number["B-Zone"]] == pytest.approx(whole)
    assert found[0, 0] == pytest.approx(whole - eager)
    assert found[0, tags.number["E-Project"]] == pytest.approx(whole + seldom["Project"])


@pytest.mark.parametrize(
    ("words", "clause", "spans", "groups"),
    [
        ("甲 、 乙 和 丙", [0, 0, 0, 0, 0], [(0, 1), (2, 3), (4, 5)], [3, 3, 3]),
        ("甲 、 乙", [0, 0, 1], [(0, 1), (2, 3)], [1, 1]),
        ("甲 和 新 建 大 型 乙", [0] * 7, [(0, 1), (6, 7)], [1, 1]),
        ("甲 的 乙", [0, 0, 0], [(0, 1), (2, 3)], [1, 1]),
        ("甲 ” 、 “ 乙", [0] * 5, [(0, 1), (4, 5)], [2, 2]),
    ],
)
def test_names_are_an_enumeration_where_a_joint_alone_parts_them_in_a_clause(words, clause, spans, groups):
    found = _enumerated(stand_in(words=words.split(), clause=clause), spans)
    assert [place.size for place in found] == groups
    assert [(place.first, place.last) for place in found] == spans


def test_what_is_said_aside_states_nothing_by_its_frame(monkeypatch):
    monkeypatch.setattr(Frames, "_by", lambda _self, _scene, verb, _kind: iter([verb, verb]))
    frames = made_bare(Frames)
    frames.kinds = frozenset({"fund"})
    scene = stand_in(kinds=("fund", "", "fund", "lead"), aside=(True, False, False, False))
    assert list(frames.stated(scene)) == [2]


@pytest.mark.parametrize(
    ("period", "reviewed", "year", "before"),
    [
        ("2021-2025", None, "2025", "2020"),
        ("2021-2025", None, "2024", "2023"),
        ("2025", None, "2025", "2024"),
        (None, 2024, "2030", "2024"),
        (None, 2024, "2024", "2023"),
        (None, 2024, None, None),
    ],
)
def test_a_rise_began_before_the_span_or_in_the_year_under_review(period, reviewed, year, before):
    of = stand_in(period=lambda _: period, calendar=stand_in(reviewed=reviewed))
    assert Reading._before(of, 0, year) == before


@pytest.mark.parametrize(
    ("part", "head", "full"),
    [
        ("高新技术企业", "利润率", "高新技术企业利润率"),
        ("高新技术企业", "规模", "高新技术企业"),
        ("粮食", "规模", "粮食规模"),
        ("固定资产投资额度", "利润率", "固定资产投资额度"),
        ("用地规模", "规模", "用地规模"),
        ("粮食", "", "粮食"),
    ],
)
def test_a_head_goes_to_short_items_a_rate_to_longer_ones(part, head, full):
    assert Lists((), ("规模", "投资"))._with(part, head) == full


def test_who_receives_is_left_out_with_the_adverbs_kept():
    of = made_bare(Boundaries)
    of._receiving = frozenset({"获"})
    found = stand_in(words=["公司", "已", "获", "批准"], tags=["n", "d", "v", "v"], kinds=["", "", "", "v"])
    phrase = of._received(found, ["O"] * 4, Phrase(0, 4, 0.9))
    assert (phrase.first, phrase.last) == (1, 4)
    found.tags[0] = "v"
    assert of._received(found, ["O"] * 4, Phrase(0, 4, 0.9)).first == 0


def test_own_means_what_was_named_first_and_that_what_was_named_last():
    anaphors = Anaphors([{"noun": "集团", "type": "Enterprise", "antecedent": "ending", "alone": "yes"}])
    known = [
        (i, Mention("d", 10 * i, 10 * i + 4, name, "Enterprise", name))
        for i, name in enumerate(("云岭集团", "江口集团"))
    ]
    for word, name in (("本集团", "云岭集团"), ("该集团", "江口集团")):
        text = f"{word}将扩大生产。"
        of = Sentence("d", 2, 30, 30 + len(text), text, 0)
        (found,) = anaphors.found_in(of, (), known, "")
        assert (found.text, found.name) == (word, name)


def test_a_subject_is_an_actor_before_all_verbs_and_behind_no_preposition(monkeypatch):
    monkeypatch.setattr(Look, "beside", lambda _self, _i: ())
    names = [Mention("d", i, i + 1, str(i), "Enterprise", str(i)) for i in range(3)]
    scene = stand_in(
        mentions=names, actors={"Enterprise"}, left=[-1, -1, 0], first=[0, 2, 4], tags=["n", "p", "n", "v", "n"],
        words=list("甲同乙建丙"), kinds=["", "", "", "build", ""], which=[0, -1, 1, -1, 2],
    )  # fmt: skip
    assert Look(scene, {}, ()).subjects == [0]


def test_the_strings_that_tell_a_role_stay_what_the_weights_were_trained_on():
    words = ["推动", "云岭", "、", "江口", "集团", "在", "港区", "建设", "码头", "，", "扩大", "就业"]
    kinds = ["support", "", "", "", "", "", "", "build", "", "", "raise", ""]
    found = stand_in(
        words=words, kinds=kinds, tags=["v", "ns", "w", "ns", "n", "p", "n", "v", "n", "w", "v", "n"],
        bracketed=[False] * 12, clause=[0] * 10 + [1] * 2, first=[0],
    )  # fmt: skip
    spans = [(1, 2), (3, 5), (6, 7)]
    mentions = [Mention("d", a, b, "".join(words[a:b]), "Enterprise", "") for a, b in spans]
    of = Context(found, mentions, _enumerated(found, spans), {"在": "place"}, frozenset({"Enterprise"}))
    told = (
        "ty=Enterprise sd=in st=inEnterprise l=推动 ll=^推动 r=在 rr=在港区 ol=、 or=在 lt=v rt=p lk=推动Enterprise "
        "rk=在Enterprise lr=推动|在 sg=- sgd=-4 sgk=-Enterprise sga=-|在 sr=-3 srk=-Enterprise lr2=- "
        "rr2=placeEnterprise srv=-2Truein ars=place0 pair=-place af=在 afd=在0 afk=在Enterprise v=推动 "
        "vk=推动Enterprise nv=建设 nvk=建设Enterprise vnv=推动建设 mv=推动 mvk=推动Enterprise fw=推动 hd=港区 "
        "hdk=港区Enterprise vh=推动港区 es=mmEnterprise es2=mm推动 rh=在港区 n=12 sz=2Enterprise su=团 su2=集团 br=False "
        "fr=in-在 bag=在 bag=港区 bag=建设 bag=码头 bag=， bbl=推动"
    )
    assert role_strings(of, Phrase(0, 10, 0.9), 0, 1) == told.split()


def test_who_only_stands_before_a_verb_of_receiving_must_be_a_noun():
    of = made_bare(Boundaries)
    of._receiving = frozenset({"获"})
    found = stand_in(words=["新", "获", "批准"], tags=["a", "v", "v"], kinds=["", "", "v"])
    assert of._received(found, ["O"] * 3, Phrase(0, 3, 0.9)).first == 0
    assert of._received(found, ["B", "O", "O"], Phrase(0, 3, 0.9)).first == 1


@pytest.mark.parametrize(
    ("heads", "tail", "stated"),
    [
        (["Fund"], "Project", [(0, 1)]),
        (["Fund", "Zone"], "Project", [(0, 2)]),
        (["Fund"], "Zone", []),
        ([], "Project", [(-1, 0)]),
    ],
)
def test_a_frame_states_of_an_object_of_its_type_what_a_head_of_its_type_does(heads, tail, stated):
    frames = made_bare(Frames)
    frames.frames = {("fund", "Project"): "funds"}
    relation = stand_in(domain={"Fund", "Region"}, range={"Project"}, actor=True)
    frames.relations = {"funds": relation}
    scene = stand_in(
        mentions=[Mention("d", i, i + 1, str(i), kind, str(i)) for i, kind in enumerate([*heads, tail])]
    )
    found = frames._pairs(scene, range(len(heads)), [len(heads)], 0, "fund")
    assert [(one.head, one.tail) for one in found] == stated


@pytest.mark.parametrize(
    ("text", "names", "kind", "meant"),
    [
        ("生物医药产业产值", ["生物医药产业"], "money", "生物医药产业"),
        ("生物医药、新能源产值", ["生物医药", "新能源"], "money", None),
        ("生物医药、新能源和纺织产值", ["生物医药", "新能源", "纺织"], "money", None),
        ("生物医药产业和新能源产值", ["生物医药产业", "新能源"], "money", "生物医药产业"),
        ("新能源占生物医药产业产值", ["新能源", "生物医药产业"], "money", "新能源"),
        ("新能源企业", ["新能源"], "count", None),
    ],
)
def test_a_figure_is_about_the_one_sector_among_its_words(text, names, kind, meant):
    mentions = [Mention("d", at := text.index(n), at + len(n), n, "Industry", n) for n in names]
    context = stand_in(
        text=text, inside=lambda start, end: [m for m in mentions if start <= m.start and m.end <= end]
    )
    found = Drafter._measured(stand_in(), context, 0, stand_in(kind=kind, left=len(text)))
    assert (found and found.name) == meant


def test_who_may_act_stands_in_the_sentence_or_first_in_one_of_the_three_before():
    # a word is a mention; sentences 0-5 have two words each, the measure is the last word of sentence 5
    count = 12
    found = stand_in(
        first=list(range(0, count, 2)),
        last=list(range(2, count + 1, 2)),
        bracketed=[i == 6 for i in range(count)],
    )
    mentions = [Mention("d", i, i + 1, str(i), "Enterprise", str(i)) for i in range(count)]
    places = [MentionPlace(i, i + 1, i, i + 1, 0, 1) for i in range(count)]
    of = Context(found, mentions, places, {}, frozenset({"Enterprise"}))
    own = [i == 8 for i in range(count)]
    line = Line(None, "4", 4)
    some = list(candidates(of, Phrase(11, 12, 0.9), line, own))
    assert [(one.kind, one.number, one.name) for one in some] == [
        ("region", -1, None), ("carried", 4, "4"), ("named", 10, "10"), ("named", 11, "11"), ("named", 8, None),
        ("named", 7, "7"), ("named", 4, "4"),
    ]  # fmt: skip
    assert [one.number for one in candidates(of, Phrase(1, 2, 0.9), Line(), own)] == [-1, 0, 1]


@pytest.mark.parametrize(
    ("start", "kind", "acts"),
    [(5, "Enterprise", True), (7, "Enterprise", True), (8, "Enterprise", False), (5, "Industry", False)],
)
def test_a_clause_of_a_figure_begins_with_its_actor(start, kind, acts):
    one = Mention("d", start, start + 2, "甲厂", kind, "甲厂")
    context = stand_in(inside=lambda _start, _end: [one])
    place = stand_in(begin=5, figure=stand_in(left=20))
    assert (Drafter._actor(stand_in(), context, place) is one) == acts

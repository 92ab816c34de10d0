import pytest

from kg.extract.ner.lexicon import Lexicon


@pytest.fixture(scope="module")
def find(ontology):
    lexicon = Lexicon(ontology)
    return lambda text, *around: lexicon.find(text, around)


def names(hits):
    return {(hit.start, hit.end): hit.term.name for hit in hits if not hit.covered}


def test_a_short_name_means_the_full_one(find):
    assert "天津市" in names(find("天津提出")).values()


def test_a_longer_term_covers_a_shorter_one(find):
    hits = find("天津大学发布")
    assert {hit.term.name: hit.covered for hit in hits}["天津大学"] is False
    assert all(hit.covered for hit in hits if hit.term.name == "天津市")


@pytest.mark.parametrize("text", ["企业在沪设立总部", "津、沪两地", "来湘投资"])
def test_one_character_counts_where_a_place_is_meant(find, text):
    assert any(hit.term.type == "Region" and hit.end - hit.start == 1 for hit in find(text))


@pytest.mark.parametrize("text", ["津贴标准", "湘绣作品", "豫剧"])
def test_one_character_inside_another_word_is_no_place(find, text):
    assert not any(hit.term.type == "Region" and hit.end - hit.start == 1 for hit in find(text))


def test_an_ambiguous_name_needs_its_parent(find):
    assert not any(hit.term.name == "博山区" for hit in find("博山发布"))
    assert any(hit.term.name == "博山区" for hit in find("淄博市部署，博山发布"))
    assert any(hit.term.name == "博山区" for hit in find("博山发布", "淄博市"))


def test_of_namesakes_the_one_whose_parent_is_named_is_meant(find):
    def parent(text):
        return next(h.term.parent for h in find(text) if h.term.name == "通州区")

    assert parent("江苏省南通市通州区") == "南通市"
    assert parent("北京市通州区") == "北京市"


def test_a_latin_name_does_not_match_inside_a_word(find):
    assert any(hit.term.name == "人工智能" for hit in find("用AI赋能"))
    assert not any(hit.term.name == "人工智能" for hit in find("MAIN"))


def test_candidates_name_their_table_and_stand_in_the_text(found):
    text = "天津滨海新区发展合成生物，中关村科学城企业落户。"
    mentions = [m for m in found(text, "天津市") if m.by.startswith("lexicon:")]
    assert {m.by for m in mentions} >= {"lexicon:regions_groups", "lexicon:industries", "lexicon:zones"}
    for m in mentions:
        assert text[m.start : m.end] == m.text
        assert 0 <= m.confidence <= 1


def test_a_common_word_stands_lower_than_a_name(found):
    confidence = {m.text: m.confidence for m in found("提高资源能源利用效率。发展氢能、低空经济等未来产业。")
                  if m.type == "Industry" and m.by.startswith("lexicon:")}  # fmt: skip
    assert confidence["能源"] < 0.3 < confidence["低空经济"]


def test_a_name_of_the_users_lexicon_is_found(tmp_path):
    from kg.extract.ner.lexicon import load
    from kg.model import Document, Findings
    from kg.ontology import Ontology

    table = tmp_path / "ours.tsv"
    table.write_text("name\ttype\taliases\n青螺湾未来谷\tZone\t青螺谷\n", encoding="utf-8")
    part = load(Ontology(lexicons=[table]))
    mentions = part.extract(Document("d", "加快建设青螺谷。"), (), Findings()).mentions
    assert any(m.text == "青螺谷" and m.name == "青螺湾未来谷" and m.by == "lexicon:ours" for m in mentions)


def test_an_area_named_in_full_is_found_without_its_suffix_too(find):
    assert "官渡区" in names(find("官渡区发布会展计划，官渡要办更多展会")).values()
    assert names(find("官渡要办更多展会", "官渡区")) == {(0, 2): "官渡区"}
    assert not any(hit.term.name == "官渡区" for hit in find("官渡要办更多展会"))


def test_an_ambiguous_name_counts_behind_its_full_one(find):
    assert any(
        hit.term.name == "南部县" for hit in find("南部县部署，南部要种果树") if hit.end - hit.start == 2
    )
    assert not any(hit.term.name == "南部县" for hit in find("辽宁南部布局海洋牧场"))


@pytest.mark.parametrize(("text", "name"), [("成德绵三市组团考察", "成德绵"), ("苏锡常一体推进", "苏锡常")])
def test_cities_by_their_first_letters_are_a_group(find, text, name):
    assert names(find(text))[0, 3] == name


def test_a_sub_centre_is_of_the_city_that_the_text_names(find):
    assert "北京城市副中心" in names(find("北京市推进城市副中心建设")).values()
    assert "北京城市副中心" not in names(find("上海市推进城市副中心建设")).values()


@pytest.mark.parametrize("body", ["国家发展和计划委员会", "信息产业部", "国家工商总局", "新疆生产建设兵团"])
def test_bodies_of_older_texts_are_known(find, body):
    assert any(hit.term.type == "Government" and hit.end == len(body) for hit in find(f"{body}牵头"))

import pytest

from kg.extract.ner.spans.candidates import proposals
from kg.extract.ner.spans.chunks import runs
from kg.text.tokens import vocabulary, words


@pytest.fixture(scope="module")
def heads(ontology):
    return {row["head"]: row["type"] for row in ontology.table("heads")}


@pytest.fixture(scope="module")
def classes(ontology):
    return vocabulary(ontology)


@pytest.fixture
def parted(classes, heads):
    def run(text):
        found = words(text, classes, heads)
        return found, runs(found)

    return run


def text_of(found, run):
    return "".join("".join(found.words[a:b]) for a, b in run.units)


def test_runs_of_an_enumeration_know_what_brings_it_together(parted):
    found, these = parted("实施云溪铁路、白沙公路等项目，")
    by_text = {text_of(found, run): run for run in these}
    assert by_text["云溪铁路"].head == "项目"
    assert by_text["白沙公路"].head == "项目"
    assert by_text["云溪铁路"].verb == "实施"


def test_runs_with_a_shared_last_noun(parted):
    found, these = parted("开工云溪、白沙和青山水库。")
    by_text = {text_of(found, run): run for run in these}
    assert by_text["云溪"].last == "水库"


def test_runs_keep_quotes_whole_and_look_into_them(parted):
    found, these = parted("开展“春耕护航”行动。")
    texts = [text_of(found, run) for run in these]
    assert any("“春耕护航”行动" in text for text in texts)
    assert any(text.startswith("春耕") for text in texts)


def test_an_open_quote_is_a_boundary(parted):
    found, these = parted("他说“明天再来。发展氢能")
    assert "“" not in "".join(text_of(found, run) for run in these)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("加快建设白沙河新材料产业园，", "白沙河新材料产业园"),
        ("实施高成长企业培育提升行动。", "高成长企业培育提升行动"),
        ("推进“白沙算谷”工程。", "“白沙算谷”工程"),
        ("发展干细胞与再生医学等产业", "干细胞与再生医学"),
        ("新增10个未来产业先导区", "未来产业先导区"),
        ("储备铝、锂等矿产", "锂"),
    ],
)
def test_proposals_hold_the_name(parted, text, name):
    found, these = parted(text)
    assert name in {text[start:end] for start, end in proposals(found, these, frozenset()).spans()}


def test_proposals_lie_on_words(parted):
    found, these = parted("支持白沙市创建国家级零碳园区，打造临空经济示范区和综合保税区。")
    one = proposals(found, these, frozenset())
    assert len(one)
    assert [found.starts[place] for place in one.first] == one.start.tolist()
    assert [found.starts[place] for place in one.last] == one.end.tolist()

"""What a document says of an act or a figure: done or to be done, negated, and when."""

import pytest

from kg.errors import ModelError
from kg.extract.factuality import load
from kg.extract.factuality.reading import Factuality
from kg.model import Document, Metadata, Paragraph
from kg.ontology import Ontology
from kg.read import structured
from kg.records.gold import read_gold
from kg.text.sentences import split


@pytest.fixture(scope="module")
def ontology():
    return Ontology()


@pytest.fixture(scope="module")
def room(ontology):
    return load(ontology)


@pytest.fixture(scope="module")
def read(room, ontology):
    def build(*lines, title="云港市政府工作报告", date="2026-01-12"):
        paragraphs, at = [], 0
        for i, line in enumerate((title, *lines)):
            paragraphs.append(Paragraph(at, at + len(line), "title" if i == 0 else "body"))
            at += len(line) + 1
        metadata = (
            Metadata("title", title, by="layout"),
            Metadata("date", date),
            Metadata("region", "云港市"),
        )
        document = Document("d", "\n".join((title, *lines)), paragraphs=tuple(paragraphs), metadata=metadata)
        return room.of(structured(document, ontology), split(document))

    return build


def verdict(reading, words):
    start = reading.document.text.index(words)
    index = next(i for i, s in enumerate(reading.sentences) if s.start <= start < s.end)
    return reading.at(index, start, start + len(words))


def figure(reading, number):
    start = reading.document.text.index(number)
    index = next(i for i, s in enumerate(reading.sentences) if s.start <= start < s.end)
    return reading.figures(index, [start - reading.sentences[index].start])[0]


def test_a_line_that_announces_tasks_holds_for_what_follows_it(read):
    reading = read(
        "2025年，云港经济开发区建成标准厂房3万平方米，投产项目6个。",
        "2026年，重点抓好以下工作：",
        "一是壮大海洋装备。发展深水钻井装备和海缆制造，推广绿色涂装。",
        "二是改善城乡面貌。打造样板街区4条。",
        title="云港市政府工作报告（节选）",
    )
    assert verdict(reading, "标准厂房").status == "done"
    acts = ("海洋装备", "海缆制造", "绿色涂装", "样板街区")
    assert [verdict(reading, name).status for name in acts] == ["planned"] * 4


def test_a_line_that_announces_what_was_done_ends_at_the_heading_of_tasks(read):
    reading = read(
        "一年来，我们主要做了以下工作：", "壮大海洋装备产业，改善城乡面貌。", "二、2026年工作安排", "发展海缆制造。",
        title="云港市政府工作报告（节选）",
    )  # fmt: skip
    assert [verdict(reading, n).status for n in ("海洋装备产业", "海缆制造")] == ["done", "planned"]


def test_the_section_decides_what_a_bare_verb_means(read):
    reading = read(
        "一、2025年工作回顾", "推进云港港口二期建设。", "二、2026年工作安排", "推进临湾科学城建设。"
    )
    done, planned = verdict(reading, "云港港口二期"), verdict(reading, "临湾科学城")
    assert (done.status, done.period, done.year) == ("done", "2025", None)
    assert (planned.status, planned.period, planned.year) == ("planned", "2026", None)


def test_figures_take_their_year_from_what_is_said_or_from_the_section(read):
    reading = read(
        "一、2025年工作回顾", "规上工业企业达到420家，研发投入比上年增长12.5%。", "二、“十五五”主要目标", "城镇化率达到71%。",
        "三、2026年工作安排", "新增规上工业企业35家。到2027年，新能源汽车产量达到18万辆。",
    )  # fmt: skip
    told = [figure(reading, n) for n in ("420", "12.5", "71", "35", "18")]
    assert [(v.status, v.year) for v in told] == [
        ("done", "2025"), ("done", "2025"), ("planned", "2030"), ("planned", "2026"), ("planned", "2027"),
    ]  # fmt: skip


def test_from_a_to_b_gives_the_first_figure_its_own_year(read):
    reading = read("一、2025年工作回顾", "岸电使用率由2020年的21%提高到64%。")
    assert (figure(reading, "21%").year, figure(reading, "64%").year) == ("2020", "2025")


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("云港市尚未建成临湾物流园。", "临湾物流园"),
        ("云港市终止实施青蓝计划。", "青蓝计划"),
        ("云港市不再发展造纸产业。", "造纸产业"),
        ("云港市禁止新建临湾化工园。", "临湾化工园"),
        ("临湾物流园未建成。", "临湾物流园"),
        ("临湾科学城建设停滞。", "临湾科学城"),
        ("云港市没有获批综合保税区。", "综合保税区"),
    ],
)
def test_negated_ended_and_refused_acts_claim_nothing(read, sentence, name):
    found = verdict(read(sentence, title="云港市2025年工作情况"), name)
    assert found.ended
    assert not found.claims
    assert found.status is not None


def test_a_negation_ends_with_its_clause(read):
    reading = read("云港市不再发展造纸产业，重点发展海洋装备。未来产业加快布局，前所未有。")
    assert verdict(reading, "海洋装备").claims
    assert verdict(reading, "未来产业").claims


@pytest.mark.parametrize(
    ("sentence", "name"),
    [("防范化解房地产风险，培育海洋装备。", "房地产"), ("云港市县域经济活力不足。", "县域经济")],
)
def test_ills_and_lacks_claim_nothing(read, sentence, name):
    found = verdict(read(sentence), name)
    assert found.problem
    assert not found.claims


def test_spans_that_one_verb_governs_have_one_answer(read):
    reading = read("建成临湾物流园、云港港口二期等项目12个。")
    names = ("临湾物流园", "云港港口二期", "12")
    assert len({verdict(reading, name).score for name in names}) == 1


def test_a_deadline_is_told_to_the_month_and_holds_for_its_sentence(read):
    reading = read("二、2026年工作安排", "6月底前完成选址，2027年6月底前建成临湾物流园。")
    found = verdict(reading, "建成临湾物流园")
    assert (found.status, found.year, found.due) == ("planned", "2027", "2027-06")


def test_a_bulletin_tells_what_was(read):
    reading = read("高新技术企业2100家。", title="2024年云港市国民经济和社会发展统计公报", date="2025-03-03")
    assert (figure(reading, "2100").status, figure(reading, "2100").year) == ("done", "2024")


def test_a_stage_comes_from_the_verb(read):
    reading = read("二、2026年工作安排", "加快推进临湾物流园建设，争创国家级新区。")
    assert verdict(reading, "国家级新区").stage == "applied-for"


def test_without_weights_nothing_is_guessed(ontology):
    bare = Factuality(ontology, None)
    document = Document("d", "建成临湾物流园。", paragraphs=(Paragraph(0, 8),))
    with pytest.raises(ModelError, match="no weights"):
        bare.of(document, split(document)).at(0, 2, 7)


@pytest.mark.shared
@pytest.mark.parametrize(("folder", "floor"), [("measures/dev", 0.99), ("genres", 0.98)])
def test_status_of_annotated_measures(shared, room, ontology, folder, floor):
    right = said = 0
    for path in sorted((shared / "gold" / folder).glob("*.gold")):
        gold = read_gold(path)
        place = {(s.start, s.end): i for i, s in enumerate(gold.sentences)}
        reading = room.of(structured(gold.document, ontology), gold.sentences)
        for act in gold.findings.measures:
            right += reading.at(place[act.evidence], act.start, act.end).status == act.status
            said += 1
    assert right / said >= floor


def test_a_dispatch_tells_what_was_begun_and_finished(read):
    reading = read(
        "云港市持续推进项目建设，开工项目46个，竣工项目31个，完成投资210亿元。",
        title="云港市项目播报",
        date="2025-03-04",
    )
    assert [figure(reading, n).status for n in ("46", "31", "210")] == ["done"] * 3


def test_a_far_vision_dates_its_own_paragraph_alone(read):
    reading = read(
        "展望2035年，人均产值再翻一番。力争城镇化率达到82%以上。",
        "围绕上述目标，产值年均增长7%左右。",
        date="2026-01-12",
    )
    assert (figure(reading, "82").year, figure(reading, "7%").year) == ("2035", "2030")

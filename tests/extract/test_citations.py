"""What a text says of other documents: how it stands to each, by title, number and date."""

import pytest

from kg.extract.citations import load
from kg.model import Document, Findings, Mention, Metadata, Paragraph
from kg.text.sentences import split


@pytest.fixture(scope="module")
def extractor(ontology):
    return load(ontology)


def made(text, metadata):
    paragraphs, at = [], 0
    for line in text.split("\n"):
        paragraphs.append(Paragraph(at, at + len(line)))
        at += len(line) + 1
    return Document("d", text, paragraphs=tuple(paragraphs), metadata=metadata)


def found(extractor, text, title="云汀市氢能产业发展行动方案", names=(), kind="programme"):
    """(relation, name, number, date) of each citation; every 《…》 is a mention, and each of `names`."""
    mentions, at = [], 0
    while (start := text.find("《", at)) >= 0:
        depth, end = 1, start + 1
        while depth:
            depth += {"《": 1, "》": -1}.get(text[end], 0)
            end += 1
        mentions.append(Mention("d", start, end, text[start:end], "Document", text[start:end]))
        at = end
    for name in names:
        start = text.index(name)
        mentions.append(Mention("d", start, start + len(name), name, "Document", name))
    metadata = (Metadata("title", title), Metadata("kind", kind))
    document = made(text, metadata)
    findings = extractor.extract(document, tuple(split(document)), Findings(tuple(mentions)))
    for c in findings.citations:
        assert text[slice(*c.span)] if c.span else True
    return [(c.relation, c.name, c.number, c.date) for c in findings.citations], findings


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("根据《海州省氢能产业规划》，结合本市实际，制定本方案。", "basedOn"),
        ("依据《海州省氢能产业规划》及有关规定，现就有关事项通知如下：", "basedOn"),
        ("为贯彻落实《海州省氢能产业规划》精神，加快产业集聚，特制定本政策。", "implements"),
        ("为深入实施《海州省氢能产业规划》，制定本三年行动计划。", "implements"),
        ("各区要按照《海州省氢能产业规划》要求，制定本单位的配套办法。", "cites"),
        ("落实《海州省氢能产业规划》，建设加氢站12座。", "cites"),
        ("你市《关于设立氢能示范区的请示》收悉。", "repliesTo"),
        ("本办法自2026年5月1日起施行，《云汀市氢能扶持办法》同时废止。", "repeals"),
        ("不再执行《云汀市氢能扶持办法》第三条的规定。", "cites"),
    ],
)
def test_how_a_text_stands_to_a_document(extractor, text, relation):
    links, _ = found(extractor, text)
    assert [link[0] for link in links] == [relation]


def test_each_of_several_titles_has_its_own_cue(extractor):
    links, _ = found(
        extractor, "为落实《海州省氢能产业规划》，根据《海州省能源条例》和《云汀市促进条例》，制定本方案。"
    )
    assert [(how, name) for how, name, *_ in links] == [
        ("implements", "《海州省氢能产业规划》"),
        ("basedOn", "《海州省能源条例》"),
        ("basedOn", "《云汀市促进条例》"),
    ]


def test_number_and_date_stand_beside_the_title(extractor):
    links, _ = found(extractor, "根据《海州省能源条例》（海政发[2024]7号，2024年3月5日印发），制定本办法。")
    assert links == [("basedOn", "《海州省能源条例》", "海政发〔2024〕7号", "2024-03-05")]


def test_a_document_named_by_its_number_alone(extractor):
    links, findings = found(extractor, "根据海政发〔2024〕7号文件精神，制定本方案。")
    assert links == [("basedOn", "海政发〔2024〕7号", "海政发〔2024〕7号", None)]
    assert [m.text for m in findings.mentions] == ["海政发〔2024〕7号"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("现将《云汀市氢能产业发展行动方案》印发给你们，请遵照执行。", "云汀市关于印发云汀市氢能产业发展行动方案的通知"),
        ("申请人填写《加氢站补贴申请表》。", "云汀市氢能扶持办法"),
        ("引进《云上的列车》剧组。", "云汀市文旅方案"),
        ("本市举办《新能源》论坛。", "云汀市文旅方案"),
    ],
)  # fmt: skip
def test_what_is_no_other_document(extractor, text, title):
    assert found(extractor, text, title)[0] == []


def test_news_tell_of_what_others_end(extractor):
    links, _ = found(extractor, "《云汀市氢能扶持办法》同时废止。", kind="news")
    assert [link[0] for link in links] == ["cites"]


def test_a_name_without_marks_counts_as_a_basis_alone(extractor):
    text = "根据海州省能源条例，制定本方案。完善海州省人才规划。"
    links, _ = found(extractor, text, names=("海州省能源条例", "海州省人才规划"))
    assert [(link[0], link[1]) for link in links] == [("basedOn", "海州省能源条例")]


def test_a_draft_is_an_edition_of_its_document(extractor):
    text = "云汀市氢能条例（征求意见稿）\n第一条　为了发展氢能产业，制定本条例。"
    document = made(text, (Metadata("title", "云汀市氢能条例（征求意见稿）", (0, 14)),))
    (one,) = extractor.extract(document, tuple(split(document)), Findings()).citations
    assert (one.relation, one.name) == ("editionOf", "云汀市氢能条例")

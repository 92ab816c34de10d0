"""Learning: regions stay together, the same documents give the same field, pieces that Chinese text can have."""

import numpy as np
import pytest

from kg.errors import SettingsError
from kg.extract.ner.tagger.bies import Tags
from kg.extract.ner.tagger.ensemble import Field, agree
from kg.extract.ner.tagger.span_features import Stretches
from kg.gazetteer.matcher import Matcher
from kg.learnt import crf
from kg.model import Annotated, Document, Findings, Mention, Metadata
from kg.ontology import Term
from kg.train.tagger.crf import fit_field, mentions
from kg.train.tagger.pretrained import Base, useful


def annotated(number, region, text, *names):
    found = tuple(
        Mention(str(number), start := text.index(name), start + len(name), name, kind, name)
        for name, kind in names
    )
    return Annotated(
        Document(str(number), text, metadata=(Metadata("region", region),)), findings=Findings(found)
    )


documents = [
    annotated(i, f"云川{i % 3}", f"推进{name}建设，培育{trade}产业。", (name, "Zone"), (trade, "Industry"))
    for i, (name, trade) in enumerate(
        [("云湖园区", "生物医药"), ("东港园区", "新能源"), ("西山园区", "新材料"), ("南溪园区", "生物医药")]
        * 3
    )
]
tags = Tags(("Industry", "Zone"))
matcher = Matcher([Term("生物医药", "Industry")])


def test_a_field_finds_what_it_was_shown_and_is_the_same_each_time(tmp_path):
    for name in ("one", "two"):
        crf.save(tmp_path / name, fit_field(documents, matcher), "abc")
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    text = documents[1].document.text
    found = agree(tags, Field(crf.load(tmp_path / "one.npz"), matcher, tags)(text), text)
    assert [(m.start, m.end, m.type) for m in found] == mentions(documents[1])


@pytest.mark.parametrize("piece", ["产业", "▁的", "5", "2025", "AI", "。", "▁"])
def test_pieces_of_chinese_text_are_kept(piece):
    assert useful(piece)


@pytest.mark.parametrize("piece", ["産業", "ビル", "ing", "при", "12345"])
def test_pieces_of_other_languages_are_not(piece):
    assert not useful(piece)


def test_the_exported_encoder_says_what_the_network_says(tmp_path):
    torch = pytest.importorskip("torch", reason="needs the extra `train`")
    from kg.extract.ner.tagger.encoder import Alphabet, Encoder
    from kg.extract.ner.tagger.subwords import Pieces
    from kg.train.tagger import network
    from kg.train.tagger.finetune import opinion
    from kg.train.tagger.onnx_export import export
    from kg.train.tagger.onnx_import import restore

    torch.manual_seed(1)
    width, chance = 48, np.random.default_rng(1)
    pieces = [
        ("<s>", 0.0),
        ("<pad>", 0.0),
        ("</s>", 0.0),
        ("<unk>", 0.0),
        ("园区", -3.0),
        ("建", -4.0),
        ("设", -4.0),
    ]
    shapes = {
        "q": (width, width),
        "k": (width, width),
        "v": (width, width),
        "ao": (width, width),
        "fi": (96, width),
        "fo": (width, 96),
    }
    weights = {"word": chance.normal(size=(len(pieces), width)), "position": chance.normal(size=(300, width))}
    weights |= {"norm.weight": np.ones(width), "norm.bias": np.zeros(width)}
    for layer in range(network.layers):
        for part, shape in shapes.items():
            weights[f"{layer}.{part}.weight"] = chance.normal(size=shape) * 0.1
            weights[f"{layer}.{part}.bias"] = np.zeros(shape[0])
        for part in ("aln", "oln"):
            weights[f"{layer}.{part}.weight"], weights[f"{layer}.{part}.bias"] = (
                np.ones(width),
                np.zeros(width),
            )
    base = Base({k: v.astype(np.float32) for k, v in weights.items()}, tuple(pieces))
    alphabet = Alphabet(Pieces(base.pieces), "园区建设")
    made = network.Network(base, 5, len(tags.names))
    for part in made.parameters():  # as after training: no two are alike
        if part.requires_grad:
            part.data += 0.02 * torch.randn_like(part)
    export(made, alphabet, tmp_path, tags, "abc")
    said = Encoder(tmp_path, tags)("园区建设，建园区。")
    assert (
        np.abs(np.exp(said) - np.exp(opinion(made, alphabet, "园区建设，建园区。", len(tags.names)))).max()
        < 0.05
    )

    again = network.Network(base, 5, len(tags.names))
    restore(again, tmp_path, tags)
    one, two = (opinion(each, alphabet, "园区建设，建园区。", len(tags.names)) for each in (made, again))
    assert np.abs(np.exp(one) - np.exp(two)).max() < 0.05
    with pytest.raises(SettingsError, match="other types"):
        restore(again, tmp_path, Tags(("Zone", "Industry")))


def cases():
    from kg.train.tagger import reranker as judging

    rows = []
    for one in documents:
        spans = [*mentions(one), (0, 2, "Project")]
        numbers = np.array([[1.0, 0.2]] * (len(spans) - 1) + [[0.0, 0.7]], np.float32)
        rows.append(judging.Case(one, Stretches(spans, numbers), ()))
    return rows * 8


def test_trees_learn_what_is_right_and_are_judged_on_regions_they_did_not_see():
    pytest.importorskip("lightgbm", reason="needs the extra `train`")
    from kg.train.tagger import reranker as judging

    some = cases()
    found = judging.judged(some)
    assert [[(m.start, m.end, m.type) for m in one] for one in found] == [mentions(c.annotated) for c in some]
    (band,) = judging.precision(some, found)
    assert (band.precision, band.cases) == (1.0, sum(map(len, found)))


def test_a_stage_is_made_once_for_the_same_data(tmp_path):
    torch = pytest.importorskip("torch", reason="needs the extra `train`")
    from kg.train.stack import Stages

    made = []

    def make():
        made.append(1)
        return {"w": torch.ones(2)}

    for data in ("one", "one", "other"):
        assert Stages(tmp_path, data).state("first", make)["w"].tolist() == [1.0, 1.0]
    assert len(made) == 2


def test_plain_text_that_an_annotated_document_has_is_left_out():
    pytest.importorskip("torch", reason="needs the extra `train`")
    from kg.train.stack import plain_pieces

    known = (
        "云川市推进云湖园区建设，培育生物医药产业，打造全省重要的创新高地和开放门户，服务沿江各县发展。" * 2
    )
    other = (
        "东港县加快补齐农村供水短板，让更多群众喝上放心水，今年新建改建管网一百二十公里，覆盖八个乡镇。" * 2
    )
    assert plain_pieces([known, other], known) == [other]
    assert plain_pieces([other] * 3, known) == plain_pieces([other] * 3, known)


def test_soft_answers_teach_as_hard_ones_do():
    torch = pytest.importorskip("torch", reason="needs the extra `train`")
    from kg.train.tagger.finetune import _right

    soft = np.array([[0.25, 0.75], [1.0, 0.0]], np.float16)
    right = _right([("园区", [1, 0]), ("园", soft[:1])], 3, 2, 0.1)
    assert torch.allclose(right[0], torch.tensor([[0.05, 0.95], [0.95, 0.05], [0.0, 0.0]]))
    assert torch.allclose(right[1], torch.tensor([[0.25, 0.75], [0.0, 0.0], [0.0, 0.0]]))

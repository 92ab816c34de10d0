"""Learning: regions stay together, the same documents give the same field, pieces that Chinese text can have."""

import numpy as np
import pytest

from kg.extract.trained.features import Gazetteer
from kg.extract.trained.learn.base import Base, useful
from kg.extract.trained.learn.field import fit_field, folds, mentions
from kg.extract.trained.tagger import Field, agree
from kg.model import Annotated, Document, Findings, Mention, Metadata
from kg.ontology import Term


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
gazetteer = Gazetteer([Term("生物医药", "Industry")])


def test_folds_hold_every_document_once_and_keep_regions_together():
    parts = folds(documents, 2)
    assert sorted(i for part in parts for i in part) == list(range(len(documents)))
    regions = [{documents[i].document.region for i in part} for part in parts]
    assert not regions[0] & regions[1]


def test_a_field_finds_what_it_was_shown_and_is_the_same_each_time(tmp_path):
    for name in ("one", "two"):
        fit_field(tmp_path / name, documents, gazetteer)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    text = documents[1].document.text
    found = agree(Field(tmp_path / "one", gazetteer)(text), text)
    assert [(m.start, m.end, m.type) for m in found] == mentions(documents[1])


@pytest.mark.parametrize("piece", ["产业", "▁的", "5", "2025", "AI", "。", "▁"])
def test_pieces_of_chinese_text_are_kept(piece):
    assert useful(piece)


@pytest.mark.parametrize("piece", ["産業", "ビル", "ing", "при", "12345"])
def test_pieces_of_other_languages_are_not(piece):
    assert not useful(piece)


def test_the_exported_encoder_says_what_the_network_says(tmp_path):
    torch = pytest.importorskip("torch", reason="needs the extra `train`")
    from kg.extract.trained.encoder import Alphabet, Encoder
    from kg.extract.trained.learn import network
    from kg.extract.trained.learn.export import export
    from kg.extract.trained.learn.finetune import opinion
    from kg.extract.trained.pieces import Pieces
    from kg.extract.trained.tags import names

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
    made = network.Network(base, 5, len(names))
    export(made, alphabet, tmp_path)
    said = Encoder(tmp_path)("园区建设，建园区。")
    assert np.abs(np.exp(said) - np.exp(opinion(made, alphabet, "园区建设，建园区。"))).max() < 0.05

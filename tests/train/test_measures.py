"""Annotated measures to models: the same bytes for the same documents, and labels that run time reads."""

import pytest

from kg.learnt import crf, models
from kg.ontology import Ontology
from kg.records import read_gold

pytest.importorskip("pycrfsuite")
pytest.importorskip("lightgbm", reason="needs the extra `train`")

GOLD = """# id: {id}
# region: {region}
# date: 2026

P 加快建设⟦东堤码头|Project⟧，依托⟦{region}大学|Research⟧发展⟦海工装备|Industry⟧。
M 加快建设东堤码头 | {region} | planned | - | object=东堤码头
M 依托{region}大学发展海工装备 | {region} | planned | - | means={region}大学; object=海工装备
S ⟦市科技局|Government⟧建立专家库，与⟦北湾市|Region⟧共建⟦海洋产业园|Zone⟧。
M 建立专家库 | 市科技局 | planned | -
M 与北湾市共建海洋产业园 | 市科技局 | planned | - | partner=北湾市; object=海洋产业园
P 去年地区生产总值增长6.2%。
"""


@pytest.fixture
def documents(tmp_path):
    found = []
    for number, region in enumerate(("云港市", "溪口市", "南川市", "林山市")):
        path = tmp_path / f"{number}.gold"
        path.write_text(GOLD.format(id=number, region=region), encoding="utf-8")
        found.append(read_gold(path))
    return found


def test_training_writes_what_the_extractor_reads(documents, tmp_path):
    from kg.extract.measures import roles
    from kg.train.measures import train

    for name in ("one", "two"):
        train(documents, Ontology(), tmp_path / name)
    written = {path.name for path in (tmp_path / "one").iterdir()}
    assert written == {"boundaries.npz", "models.npz", "confidence.tsv"}
    assert all(
        (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes() for name in written
    )
    assert set(crf.load(tmp_path / "one/boundaries.npz").labels) == {"O", "B", "I"}
    kept = models.load(tmp_path / "one/models.npz", {})
    assert kept.file.labels_among("roles", roles.labels) == roles.labels
    assert set(kept.linear) == {"actors", "roles"}

"""Models: evaluated as they were fitted, written and read again; what documents teach."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ModelError
from kg.extract.relations.context import Parser
from kg.learnt.models import Linear, Trees, load, save
from kg.learnt.names import Names
from kg.model import Mention
from kg.ontology import Ontology
from kg.records.gold import read_gold
from kg.train.relation_examples import lesson, meet

linear = Linear(Names.of("ab"), np.array([[1.0, -2.0], [0.5, 0.25], [0.1, -0.1]], np.float32))
tree = Trees(
    np.array([1, 0, 0], np.int16), np.array([0.5, 0, 0], np.float32), np.array([1, 1, 2], np.int32),
    np.array([2, 1, 2], np.int32), np.array([0, -1.5, 2.5], np.float32), np.array([0], np.int32), 1,
)  # fmt: skip


@given(st.lists(st.lists(st.sampled_from(["a", "b", "c"])), max_size=5))
def test_log_odds_are_the_sum_of_the_weights_of_different_strings(rows) -> None:
    found = linear.logits(rows)
    for row, values in zip(rows, found, strict=True):
        known = [linear.vocabulary[s] for s in sorted(set(row) & set(linear.vocabulary))]
        assert np.allclose(values, linear.weights[known].sum(0) + linear.weights[-1], atol=1e-6)


def test_a_row_goes_left_where_it_is_not_above_the_threshold() -> None:
    assert tree.logits(np.array([[9, 0.5], [9, 0.6]], np.float32)).tolist() == [-1.5, 2.5]
    assert tree.logits(np.zeros((0, 2), np.float32)).tolist() == []


def test_models_come_back_as_they_were_kept(tmp_path: Path) -> None:
    for name in ("one.npz", "two.npz"):
        save(
            tmp_path / name, {"words": linear}, {"tree": tree}, labels={"types": ("Zone",)},
            columns={"tree": ("near", "far")}, digest="abc",
        )  # fmt: skip
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    again = load(tmp_path / "one.npz", {"tree": ("near", "far")})
    assert again.file.labels["types"] == ("Zone",)
    assert again.linear["words"].vocabulary == linear.vocabulary
    kept = again.linear["words"]
    assert kept.weights.dtype == np.int8, "bytes stay bytes in memory"
    assert np.allclose(kept.table(), linear.weights, atol=0.01)
    rows = [["a"], ["a", "b"], ["b", "unknown"], []]
    assert np.allclose(kept.logits(rows), linear.logits(rows), atol=0.02)
    assert again.trees["tree"].logits(np.array([[9, 0.6]], np.float32)).tolist() == [2.5]
    turned = load(tmp_path / "one.npz", {"tree": ("far", "new", "near")})
    assert turned.trees["tree"].logits(np.array([[0.6, 9, 9]], np.float32)).tolist() == [2.5]
    with pytest.raises(ModelError, match="tree: features that are not made any more: far"):
        load(tmp_path / "one.npz", {"tree": ("near",)})


text = """# id: one
# region: 云岭市

P ⟦云岭高新区|Zone⟧（⟦高新区|Zone=云岭高新区⟧）引进⟦远山集团|Enterprise⟧。
R 云岭高新区 | attracts | 远山集团 | done
P 大力发展⟦新能源|Industry⟧。
R 云岭市 | develops | 新能源 | planned
"""


def test_a_document_teaches_what_it_states(tmp_path: Path) -> None:
    path = tmp_path / "one.gold"
    path.write_text(text, encoding="utf-8")
    parser = Parser(Ontology())
    taught = lesson(read_gold(path), parser)
    names, count = parser.judge.names, len(parser.judge.names)
    tails = taught.targets["ends"].right
    attracts, develops = names.index("attracts"), names.index("develops")
    assert tails[:, attracts].tolist() == [0, 0, 1, 0]
    assert tails[:, count + attracts].tolist() == [1, 1, 0, 0]
    assert tails[:, 2 * count + develops].tolist() == [0, 0, 0, 1]


def test_predicted_mentions_meet_what_is_right_under_its_names(tmp_path: Path) -> None:
    path = tmp_path / "one.gold"
    path.write_text(text, encoding="utf-8")
    gold = read_gold(path)
    short = Mention("one", 6, 9, "高新区", "Zone", "高新区", 0.7)
    met = meet(gold, replace(gold, findings=replace(gold.findings, mentions=(short,), relations=())))
    assert [m.name for m in met.findings.mentions] == ["云岭高新区"]
    assert met.findings.relations == gold.findings.relations


def test_training_twice_gives_the_same_files(tmp_path: Path) -> None:
    pytest.importorskip("lightgbm")
    pytest.importorskip("scipy")
    from kg.train.relations import train

    documents = []
    for k, region in enumerate(("云岭市", "黛溪市", "青岚市", "远山市", "白沙市", "赤水湾市")):
        path = tmp_path / f"{k}.gold"
        path.write_text(text.replace("id: one", f"id: {k}").replace("云岭市", region), encoding="utf-8")
        documents.append(read_gold(path))
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        train(documents, Ontology(), tmp_path / name, documents[:2])
    for file in ("model.npz", "confidence.tsv"):
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()


def test_many_rows_are_judged_as_few_are() -> None:
    rows = [["a"], ["b", "c"], []] * 2000
    assert np.array_equal(linear.logits(rows), np.tile(linear.logits(rows[:3]), (2000, 1)))
    numbers = np.tile(np.array([[9, 0.5], [9, 0.6]], np.float32), (3000, 1))
    assert np.array_equal(tree.logits(numbers), np.tile(tree.logits(numbers[:2]), 3000))


def test_a_row_that_falls_below_the_floor_early_keeps_what_it_has() -> None:
    four = Trees(
        tree.feature,
        tree.threshold,
        tree.left,
        tree.right,
        tree.value,
        np.array([0, 0, 0, 0], np.int32),
        tree.depth,
    )
    rows = np.array([[9, 0.5], [9, 0.6]], np.float32)
    assert four.logits(rows).tolist() == [-6.0, 10.0]
    assert four.logits(rows, -1.0).tolist() == [-1.5, 10.0]

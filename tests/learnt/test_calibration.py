"""Confidence: the precision observed for a band of scores, never falling with the score."""

from hypothesis import given
from hypothesis import strategies as st

from kg.learnt.calibration import Calibration, bands, read, write

scored = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=200)


@given(scored)
def test_precision_rises_with_the_score_and_every_case_counts_once(cases):
    table = bands(cases, smallest=10)
    assert [b.precision for b in table] == sorted({b.precision for b in table})
    assert sum(b.cases for b in table) == len(cases)
    assert abs(sum(b.precision * b.cases for b in table) - sum(right for _, right in cases)) < 1e-6


@given(scored, st.floats(0, 1))
def test_a_score_has_the_precision_of_its_band(cases, score):
    table = bands(cases, smallest=10)
    assert (
        Calibration(table)(score) == max((b for b in table if b.low <= score), key=lambda b: b.low).precision
    )


def test_a_table_is_read_as_it_was_written(tmp_path):
    table = bands([(k / 400, k % 7 < k / 60) for k in range(400)], smallest=50)
    write(tmp_path / "t.tsv", table)
    again = read(tmp_path / "t.tsv").bands
    assert [(b.cases, round(b.precision, 4)) for b in table] == [(b.cases, b.precision) for b in again]

import pytest

from kg.serve.negotiate import best

OFFERS = ("application/json", "text/csv", "text/turtle")


@pytest.mark.parametrize(
    ("accept", "found"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("text/turtle", "text/turtle"),
        ("TEXT/CSV;q=0.5, text/turtle;q=0.4", "text/csv"),
        ("text/*", "text/csv"),
        ("text/*;q=0.3, application/json;q=0.2, text/csv;q=0", "text/turtle"),
        ("image/png", None),
        ("application/json;q=nonsense", None),
        ("text/html, */*;q=0.1", "application/json"),
    ],
)
def test_best_follows_quality_and_the_most_exact_range(accept, found):
    assert best(accept, OFFERS) == found

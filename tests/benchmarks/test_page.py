"""What a search in a large page costs, against the first picture of the same page."""

from tests.export import graphs
from tests.export.conftest import pages, plain_tabs, reader

__all__ = ["pages", "plain_tabs", "reader"]


def test_search_among_5000(pages, reader):
    page = reader(pages("s5000", lambda: graphs.synthetic(5000, 10_000)))
    search, first = page.page.evaluate(
        """() => { const field = document.getElementById("search"); field.value = "qh"; const start = performance.now();
            field.dispatchEvent(new Event("input"));
            return [performance.now() - start, performance.getEntriesByName("first-picture")[0].startTime]; }"""
    )
    print(f"one search {search:.0f} ms, the first picture {first:.0f} ms")
    assert search < first / 2

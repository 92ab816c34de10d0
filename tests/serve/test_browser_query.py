"""The query page in Chromium: asked by hand, by name, completed, downloaded, stopped; nothing hostile runs, no request leaves."""

import time

import pytest

from tests import sample

pytestmark = pytest.mark.browser
HOSTILE = """SELECT ('<img src=x onerror="document.title=1">' AS ?a) ('</script><script>document.title=2</script>' AS ?b)
(IRI('javascript:alert(3)') AS ?c) ('{{7*7}}' AS ?d) WHERE {}"""


@pytest.fixture
def page(opened):
    return opened("/query")


def write(page, text):
    """Puts a text in place of that in the editor, as a person pastes it."""
    page.click(".cm-content")
    page.keyboard.press("Control+a")
    page.evaluate(
        """text => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/plain", text);
            const options = { clipboardData, bubbles: true, cancelable: true };
            document.querySelector(".cm-content").dispatchEvent(new ClipboardEvent("paste", options));
        }""",
        text,
    )


def written(page):
    return "\n".join(page.locator(".cm-line").all_inner_texts())


def ask(page, text):
    write(page, text)
    page.keyboard.press("Control+Enter")
    page.locator("#status", has_text="正在").or_(page.locator("#status", has_text="秒")).wait_for()
    page.wait_for_selector("#run:enabled")
    page.locator("#status", has_text="秒").wait_for()


def cells(page):
    return [row.locator("td").all_inner_texts() for row in page.locator("#rows tbody tr").all()]


def test_asks_and_shows_labels_or_addresses(page):
    ask(page, "SELECT ?s ?o WHERE { ?s rdp:develops ?o } ORDER BY ?s ?o")
    assert cells(page) == [["云港市", "氢能"], ["云港市", "海工装备"], ["海州区", "氢能"]]
    assert page.inner_text("#count") == "3 行"
    page.click("#labels")
    page.locator("#labels", has_text="显示名称").wait_for()
    assert cells(page)[0] == [sample.iri("Region", "云港市"), sample.iri("Industry", "氢能")]
    page.click("#rows tbody a >> nth=0")
    page.locator("h1", has_text="云港市").wait_for()


def test_a_named_question_asks_for_its_parameters_and_can_be_edited(page):
    page.select_option("#question", "targets")
    page.fill("input[name=subject]", "氢能产业")
    page.click("#run")
    page.locator("#rows td", has_text="产业规模").wait_for()
    assert "question=targets" in page.url
    page.reload()  # the address runs
    page.locator("#rows td", has_text="产业规模").wait_for()
    assert page.input_value("input[name=subject]") == "氢能产业"
    page.locator("#edit").click()
    assert sample.iri("Industry", "氢能") in written(page)
    page.keyboard.press("Control+End")
    page.keyboard.type("# x")
    assert written(page).endswith("# x")


@pytest.mark.parametrize(
    ("form", "start"),
    [
        ("csv", b"\xef\xbb\xbfs,o"),
        ("tsv", b"?s\t?o"),
        ("json", b'[{"s"'),
        ("sparql-json", b'{"head"'),
        ("xml", b"<?xml"),
        ("xlsx", b"PK"),
    ],
)
def test_downloads(page, form, start):
    ask(page, "SELECT ?s ?o WHERE { ?s rdp:develops ?o } ORDER BY ?s ?o")
    with page.expect_download() as waiting:
        page.get_by_role("link", name=form, exact=True).click()
    assert waiting.value.path().read_bytes().startswith(start)


def test_triples_are_downloaded_as_turtle(page):
    ask(page, "CONSTRUCT { ?s rdp:develops ?o } WHERE { ?s rdp:develops ?o }")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="ttl", exact=True).click()
    assert b"@prefix rdp:" in waiting.value.path().read_bytes()


def test_an_error_is_told_and_its_hint(page):
    write(page, "SELECT * WHERE { ?s rpd:develops ?o }")
    page.click("#run")
    page.locator("#status.wrong", has_text="rpd").wait_for()
    assert "rdp" in page.inner_text("#status")
    assert page.is_hidden("#result")
    write(page, "SELECT * {\n  ?s rdp:develops }")
    page.click("#run")
    page.locator("#status.wrong", has_text="第 2 行").wait_for()
    page.locator(".cm-lintRange-error").wait_for()


def test_a_typo_is_marked_and_the_near_term_told(page):
    ask(page, "SELECT ?s { ?s rdp:devlops ?o }")
    assert "rdp:develops" in page.inner_text(".remark")
    assert page.inner_text(".cm-lintRange-warning") == "rdp:devlops"


def test_terms_and_things_are_completed_by_their_chinese_names(page):
    write(page, "SELECT ?o { ")
    page.keyboard.insert_text("深蓝")
    page.locator(".cm-tooltip-autocomplete li", has_text="深蓝实验室").wait_for()
    page.wait_for_timeout(150)  # a completion takes no key at once after it opens
    page.keyboard.press("Enter")
    assert written(page).endswith(f"<{sample.iri('Research', '深蓝实验室')}>")
    page.keyboard.insert_text(" 发展")
    page.locator(".cm-tooltip-autocomplete li", has_text="rdp:develops").wait_for()


def test_queries_stay_in_tabs_and_in_the_history(page):
    ask(page, "ASK { ?s rdp:develops ?o }")
    page.click("[aria-label=新建查询]")
    ask(page, "SELECT ?s { ?s a rdp:Zone }")
    page.click(".query-tab >> nth=0")
    assert written(page) == "ASK { ?s rdp:develops ?o }"
    page.goto(page.url.partition("?")[0])
    assert page.locator(".query-tab").count() == 4  # two queries, one more, close
    page.click("#past summary")
    assert page.locator("#history button").all_inner_texts() == [
        "SELECT ?s { ?s a rdp:Zone }",
        "ASK { ?s rdp:develops ?o }",
    ]


def test_views_are_drawn_where_the_rows_allow_and_stay_in_the_address(page):
    ask(page, "SELECT ?s ?o { ?s rdp:develops ?o }")
    page.get_by_role("link", name="关系图").click()
    page.locator("svg.network").wait_for()
    assert "view=graph" in page.url
    page.reload()
    page.locator("svg.network a", has_text="海工装备").wait_for()


def test_a_slow_query_can_be_stopped_and_the_next_answers_at_once(page):
    write(
        page,
        "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER (STRLEN(STR(?c)) > STRLEN(CONCAT(STR(?f), STR(?i)))) }",
    )
    for _ in range(5):
        page.click("#run")
        page.click("#stop")
        page.locator("#status", has_text="已停止").wait_for()
    began = time.monotonic()
    ask(page, "ASK { ?s rdp:develops ?o }")
    assert page.inner_text("#count") == "是"
    assert time.monotonic() - began < 18  # a query that goes on takes 20


def test_text_of_others_is_text(page, world, address):
    ask(page, HOSTILE)
    assert cells(page)[0][0].startswith("<img src=x")
    assert cells(page)[0][3] == "{{7*7}}"
    assert page.title() == "查询 · kg"
    assert page.locator("#rows img, #rows script").count() == 0
    assert page.get_attribute("#rows tbody a", "href").startswith("/entity?iri=javascript%3A")


def test_nothing_serious_for_those_who_hear_the_page(page):
    from axe_playwright_python.sync_playwright import Axe

    ask(page, "SELECT ?s ?o WHERE { ?s rdp:develops ?o }")
    found = Axe().run(page).response["violations"]
    assert [(v["id"], v["help"]) for v in found if v["impact"] in {"serious", "critical"}] == []

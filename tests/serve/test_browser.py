"""The query page in Chromium: asked by hand, by name, downloaded, stopped; nothing hostile runs, no request leaves."""

import socket
import threading
import time

import pytest
import uvicorn

from kg.serve.app import application
from tests import sample

pytestmark = pytest.mark.browser
HOSTILE = """SELECT ('<img src=x onerror="document.title=1">' AS ?a) ('</script><script>document.title=2</script>' AS ?b)
(IRI('javascript:alert(3)') AS ?c) ('{{7*7}}' AS ?d) WHERE {}"""


@pytest.fixture
def address(world):
    """A server in this process, on a free port of loopback."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(application(world, timeout=20), log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(20)
    listener.close()


@pytest.fixture
def page(browser, address):
    context = browser.new_context(
        viewport={"width": 1366, "height": 768}, locale="zh-CN", accept_downloads=True
    )
    opened = context.new_page()
    wrong = []
    opened.on(
        "request", lambda r: None if r.url.startswith((address, "blob:", "data:")) else wrong.append(r.url)
    )
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on(
        "console",
        lambda line: (
            wrong.append(line.text) if line.type in {"error", "warning"} and "400" not in line.text else None
        ),
    )
    opened.goto(f"{address}/query")
    yield opened
    context.close()
    assert wrong == []


def ask(page, text):
    page.fill("#text", text)
    page.press("#text", "Control+Enter")
    page.wait_for_selector("#run:enabled")
    page.locator("#status", has_text="秒").wait_for()


def cells(page):
    return [row.locator("td").all_inner_texts() for row in page.locator("#rows tbody tr").all()]


def test_asks_and_shows_labels_or_addresses(page):
    ask(page, "SELECT ?s ?o WHERE { ?s rdp:develops ?o } ORDER BY ?s ?o")
    assert cells(page) == [["云港市", "氢能"], ["云港市", "海工装备"], ["海州区", "氢能"]]
    assert page.inner_text("#count") == "3 行"
    page.uncheck("#labels")
    assert cells(page)[0] == [sample.iri("Region", "云港市"), sample.iri("Industry", "氢能")]
    page.click("#rows tbody a >> nth=0")
    page.locator("h1", has_text="云港市").wait_for()


def test_a_named_question_asks_for_its_parameters_and_can_be_edited(page):
    page.select_option("#question", "targets")
    page.fill("input[name=subject]", "氢能产业")
    page.click("#run")
    page.locator("#rows td", has_text="产业规模").wait_for()
    assert "question=targets" in page.url
    page.reload()
    assert page.input_value("input[name=subject]") == "氢能产业"
    page.click("#run")
    page.locator("#edit").click()
    assert sample.iri("Industry", "氢能") in page.input_value("#text")
    assert page.is_editable("#text")


@pytest.mark.parametrize(
    ("form", "start"),
    [("CSV", b"\xef\xbb\xbfs,o"), ("TSV", b"?s\t?o"), ("JSON", b'{"head"'), ("XML", b"<?xml")],
)
def test_downloads(page, form, start):
    ask(page, "SELECT ?s ?o WHERE { ?s rdp:develops ?o } ORDER BY ?s ?o")
    with page.expect_download() as waiting:
        page.locator("#downloads button", has_text=form).click()
    assert waiting.value.path().read_bytes().startswith(start)
    assert waiting.value.suggested_filename == f"query.{form.lower()}"


def test_triples_are_downloaded_as_turtle(page):
    ask(page, "CONSTRUCT { ?s rdp:develops ?o } WHERE { ?s rdp:develops ?o }")
    with page.expect_download() as waiting:
        page.locator("#downloads button", has_text="Turtle").click()
    assert b"@prefix rdp:" in waiting.value.path().read_bytes()


def test_an_error_is_told_and_its_hint(page):
    page.fill("#text", "SELECT * WHERE { ?s rpd:develops ?o }")
    page.click("#run")
    page.locator("#status.wrong", has_text="rpd").wait_for()
    assert "did you mean rdp" in page.inner_text("#status")
    assert page.is_hidden("#result")


def test_a_slow_query_can_be_stopped_and_the_next_answers_at_once(page):
    page.fill(
        "#text",
        "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER (STRLEN(STR(?c)) > STRLEN(CONCAT(STR(?f), STR(?i)))) }",
    )
    for _ in range(5):
        page.click("#run")
        page.click("#stop")
        page.locator("#status", has_text="已停止").wait_for()
    began = time.monotonic()
    ask(page, "ASK { ?s rdp:develops ?o }")
    assert page.inner_text("#count") == "是"
    assert time.monotonic() - began < 10


def test_text_of_others_is_text(page, world, address):
    ask(page, HOSTILE)
    assert cells(page)[0][0].startswith("<img src=x")
    assert cells(page)[0][3] == "{{7*7}}"
    assert page.title() == "查询 · kg"
    assert page.locator("#rows img, #rows script").count() == 0
    assert page.get_attribute("#rows a", "href").startswith("/entity?iri=javascript%3A")


def test_the_briefing_opens_from_the_server(page, address):
    page.goto(f"{address}/")
    page.locator("a.button", has_text="工作台").wait_for()
    page.goto(f"{address}/entity?iri={sample.iri('Region', '云港市')}")
    page.click("text=在简报中查看")
    page.locator("#heading", has_text="云港市").wait_for()


def test_nothing_serious_for_those_who_hear_the_page(page):
    from axe_playwright_python.sync_playwright import Axe

    ask(page, "SELECT ?s ?o WHERE { ?s rdp:develops ?o }")
    found = Axe().run(page).response["violations"]
    assert [(v["id"], v["help"]) for v in found if v["impact"] in {"serious", "critical"}] == []

"""The page opens alone: without network, at once, in old browsers; what articles say stays text."""

import re
from pathlib import Path

import esprima
import pytest

from kg.export.html import joined
from tests.export import graphs

pytestmark = pytest.mark.browser
FOLDER = Path(__file__).parents[2] / "kg" / "export" / "html" / "page"


def picture_is_drawn(reader):
    return reader.spot(reader.color("Region")) is not None


def test_opens_with_the_network_refused(pages, reader):
    page = reader(pages("small"), offline=True)
    page.page.context.route(
        "**/*", lambda route: route.abort() if route.request.url.startswith("http") else route.continue_()
    )
    assert picture_is_drawn(page)
    assert page.heading == "青湾市发展知识简报"


def test_opens_with_a_network_that_never_answers(pages, reader, black_hole):
    proxy, taken = black_hole
    page = reader(pages("small"), proxy={"server": proxy, "bypass": "<-loopback>"})
    for view in (("table", "figures"), ("entity", "氢能"), ("path", "山西", "海曜科技"), ("sources",)):
        page.go(*view)
    assert taken == []
    assert page.heading == "来源"


def test_long_data_is_packed_and_read_back(pages, reader, monkeypatch):
    plain = pages("yearly", graphs.yearly)
    monkeypatch.setattr("kg.export.html.PACKED_FROM", 1000)
    packed = pages("packed", graphs.yearly)
    assert packed.stat().st_size < plain.stat().st_size
    assert reader(packed).data == reader(plain).data
    assert reader(packed).text() == reader(plain).text()


def test_scripts_are_of_2017():
    source = joined()
    esprima.parseScript(source)
    for newer in (
        r"\?\.",
        r"\?\?",
        r"\.replaceAll\(",
        r"\.at\(",
        r"Object\.fromEntries",
        r"\.flatMap\(",
        r"\.flat\(",
        "structuredClone",
        r"\.toSorted\(",
    ):
        assert not re.search(newer, source), newer


def declared(statement):
    """The names that a statement of a module brings, and whether it gives them to others."""
    shown = statement.type == "ExportNamedDeclaration"
    of = statement.declaration if shown else statement
    if of.type == "FunctionDeclaration":
        names = [of.id.name]
    else:
        names = [one.id.name for one in of.declarations] if of.type == "VariableDeclaration" else []
    return [(name, shown) for name in names]


def test_modules_make_one_scope():
    """One script has one scope: no name twice, and each import is what its module exports."""
    modules = {
        path.name: esprima.parseModule(path.read_text(encoding="utf-8")).body for path in FOLDER.glob("*.js")
    }
    brought = {name: dict(pair for one in body for pair in declared(one)) for name, body in modules.items()}
    names = [name for own in brought.values() for name in own]
    assert sorted(names) == sorted(set(names))
    imports = [
        (one, name) for name, body in modules.items() for one in body if one.type == "ImportDeclaration"
    ]
    assert len(imports) > len(modules)
    for one, name in imports:
        home = brought[one.source.value.removeprefix("./")]
        assert all(home[part.imported.name] for part in one.specifiers), name
    assert not re.search(r"^(import|export)\b", joined(), re.MULTILINE)


def test_no_way_from_text_to_markup():
    source = joined()
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|setTimeout\(['\"]",
        source,
    )


HOSTILE = (
    "<img src=x onerror=window.harm=1>", "</script><script>window.harm=2</script>", '"><svg onload=window.harm=3>', "href", "javascript:window.harm=4",
    "{{7*7}}{% raw %}${window.harm=5}", '=HYPERLINK("http://x")', "\u202eabc\u2066def", "<!--", "]]>", "&lt;b&gt;", "\\u003c/script>", "%E4%", "a/b?c#d&e=f",
)  # fmt: skip


def hostile():
    tell = graphs.Teller()
    for number, name in enumerate(HOSTILE):
        tell.entity(
            f"{graphs.BASE}Industry/{name}", name, "Industry", aliases=(f"别名{name}",), label_en=f"en {name}"
        )
        tell.document(
            f"d{number}",
            title=name,
            source=name,
            author=name,
            date="2024-01-01",
            url=f"javascript:alert('{name}')",
            region=name,
        )
    for number, name in enumerate(HOSTILE):
        other = HOSTILE[(number + 1) % len(HOSTILE)]
        tell.sentence(f"d{number}", f"{name}推动{other}，含有 href 与 <b>标签</b>。")
        tell.claim(
            f"{graphs.BASE}Industry/{name}",
            "empowers",
            f"{graphs.BASE}Industry/{other}",
            "planned",
            subject_names=(name,),
            object_names=(other,),
            by=name,
        )
        tell.figure(
            f"{graphs.BASE}Industry/{name}", name, ">=", "5", name, "2020", "2030", "target", names=(name,)
        )
    return tell.graph()


def test_hostile_names_and_sentences_are_shown_as_text(pages, reader):
    page = reader(pages("hostile", hostile, title=HOSTILE[1], stamp=HOSTILE[0]))
    assert page.heading == HOSTILE[1]
    assert page.page.title() == HOSTILE[1]
    assert page.text("#stamp") == HOSTILE[0]
    for name in HOSTILE:
        page.go("entity", name)
        assert page.heading == name
        page.page.click("text=展开全部语句")
        assert f"{name}推动" in page.page.text_content("#panel")
        assert "含有 href 与 <b>标签</b>" in page.page.text_content("#panel")
    for view in (
        ("table", "figures"),
        ("table", "links"),
        ("table", "entities"),
        ("sources",),
        ("finding", "targets"),
        ("path", HOSTILE[0], HOSTILE[4]),
    ):
        page.go(*view)
    page.page.emulate_media(media="print")
    page.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.page.evaluate("window.harm") is None
    assert page.page.evaluate("document.querySelectorAll('img, #panel script, #paper script').length") == 0
    assert (
        page.page.evaluate(
            "Array.from(document.querySelectorAll('a')).filter(a => /^javascript/i.test(a.href)).length"
        )
        == 0
    )


def test_a_search_for_markup_finds_it_as_text(pages, reader):
    page = reader(pages("hostile", hostile, title=HOSTILE[1], stamp=HOSTILE[0]))
    page.page.fill("#search", "onerror")
    assert page.page.inner_text("#search-list li b") == HOSTILE[0]


def test_a_policy_that_holds_against_what_gets_in(pages, browser):
    context = browser.new_context()
    page = context.new_page()
    page.goto(pages("small").as_uri())
    page.evaluate(
        """() => {
            const script = document.createElement("script"); script.textContent = "window.harm = 1"; document.body.append(script);
            const box = document.createElement("div"); box.innerHTML = "<img src='http://127.0.0.1:9/x.png' onerror='window.harm = 2'>"; document.body.append(box);
        }"""
    )
    refused = page.evaluate("fetch('http://127.0.0.1:9/').then(() => 'went', () => 'refused')")
    assert (refused, page.evaluate("window.harm")) == ("refused", None)
    context.close()


def test_without_scripts_the_findings_are_there(pages, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(pages("small").as_uri())
    said = page.inner_text("noscript")
    assert "青湾市发展知识简报" in said
    assert "多方计划发展的产业" in said
    context.close()

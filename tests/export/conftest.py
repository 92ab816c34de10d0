"""Pages written once, and what a reader does with them in Chromium."""

import json
import socket
import threading
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import pytest

from kg.export.briefing.options import Options
from kg.export.html import html
from kg.export.html.pack import unfolded, unpacked
from kg.ontology import Ontology
from tests.export import graphs


@pytest.fixture(scope="session")
def pages(tmp_path_factory):
    """A function that writes the page of a graph under a name, once, and gives its path."""
    folder = tmp_path_factory.mktemp("pages")
    made: dict[str, object] = {}

    def path(name, graph=None, **options):
        file = folder / f"{name}.html"
        code = graph and graph.__code__
        asked = code and (
            code.co_code,
            code.co_names,
            [c for c in code.co_consts if c is None or isinstance(c, str | int)],
            options,
        )
        assert made.setdefault(name, asked) == asked, f"two pages are called {name}"
        if not file.exists():
            page = html(graph() if graph else graphs.small(), Options(**options), Ontology())
            file.write_text(page, encoding="utf-8", newline="\n")
        return file

    return path


# asked in the page by a promise: Playwright's own way of waiting evaluates strings, which the page's policy forbids
DRAWN = """() => new Promise(done => {
    const ask = () => performance.getEntriesByName("first-picture").length ? done(true) : setTimeout(ask, 10);
    ask();
})"""


@dataclass
class Reader:
    """A page that is open, and what went wrong in it so far."""

    page: Any
    requests: list[str]
    errors: list[str]
    data: dict[str, Any]

    def go(self, *parts, **query):
        """Opens an address of the page; a part that is a label of an entity stands for its key."""
        types = [known["name"] for known in self.data["types"]]
        keys = {row[1]: row[0] or f"{types[row[3]]}/{row[1]}" for row in reversed(self.data["entities"])}
        asked = "&".join(f"{key}={quote(str(value))}" for key, value in query.items())
        address = (
            "#/"
            + "/".join(quote(keys.get(part, part), safe="") for part in parts)
            + (f"?{asked}" if asked else "")
        )
        self.page.evaluate(
            """address => location.hash === address || new Promise(done => {
                addEventListener("hashchange", () => done(true), { once: true });
                location.hash = address;
            })""",
            address,
        )
        self.settle()
        return self

    def settle(self):
        """Waits until what was asked for is drawn."""
        self.page.evaluate(
            "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )

    def text(self, selector="#panel"):
        return self.page.inner_text(selector)

    @property
    def heading(self):
        return self.page.inner_text("#heading")

    @property
    def hash(self):
        return self.page.evaluate("decodeURIComponent(location.hash)")

    def spot(self, color):
        """The middle of all that has a colour in the picture, in pixels of the window; None where nothing has."""
        return self.page.evaluate(
            """color => {
                const canvas = document.querySelector("#canvas canvas");
                const ratio = canvas.width / canvas.clientWidth;
                const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
                const want = [1, 3, 5].map(i => parseInt(color.slice(i, i + 2), 16));
                let n = 0, x = 0, y = 0;
                for (let i = 0; i < pixels.length; i += 4) {
                    if (want.every((c, k) => pixels[i + k] === c) && pixels[i + 3] === 255) {
                        n += 1; x += (i / 4) % canvas.width; y += Math.floor(i / 4 / canvas.width);
                    }
                }
                const box = canvas.getBoundingClientRect();
                return n ? { x: box.left + x / n / ratio, y: box.top + y / n / ratio, n } : null;
            }""",
            color,
        )

    def color(self, type_):
        return next(t["color"] for t in self.data["types"] if t["name"] == type_)


def read_data(text, size):
    """A page's data, which are packed where they are long, to so many bytes."""
    return unfolded(json.loads(unpacked(text, int(size)))) if size else json.loads(text)


def _wrong(line) -> bool:
    """A line of the console that tells of a fault; that `Reader.spot` reads pixels is none."""
    return line.type in {"error", "warning"} and "willReadFrequently" not in line.text


def _watched(context):
    """A new tab of a context, and the lists in which its requests and errors are kept."""
    tab, requests, errors = context.new_page(), [], []
    tab.on(
        "request",
        lambda r: None if r.url.startswith(("file:", "blob:", "data:", "about:")) else requests.append(r.url),
    )
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.on("console", lambda line: errors.append(line.text) if _wrong(line) else None)
    tab.add_init_script(
        "document.addEventListener('securitypolicyviolation', e => console.error('policy', e.violatedDirective, e.blockedURI))"
    )
    return tab, requests, errors


@pytest.fixture(scope="session")
def plain_tabs(browser):
    """Tabs of a laptop's size that are free; opening a page in one takes a third of the time that a new one takes."""
    context = browser.new_context(accept_downloads=True)
    free: list[Any] = []
    yield lambda: free.pop() if free else _watched(context), free.append
    context.close()


@pytest.fixture
def reader(browser, plain_tabs):
    """A function that opens a page and watches it: no request, no error, no breach of its policy."""
    take, give_back = plain_tabs
    contexts, taken, readers = [], [], []

    def read(path, size=(1366, 768), hash_="", **context) -> Reader:
        if context:
            contexts.append(browser.new_context(accept_downloads=True, **context))
            tab, requests, errors = _watched(contexts[-1])
        else:
            taken.append(take())
            tab, requests, errors = taken[-1]
        tab.set_viewport_size({"width": size[0], "height": size[1]})
        tab.goto("about:blank")
        requests.clear()
        errors.clear()
        tab.goto(path.as_uri() + hash_)
        tab.evaluate(DRAWN)
        data = read_data(
            tab.evaluate("document.getElementById('data').textContent"),
            tab.evaluate("document.getElementById('data').getAttribute('data-packed')"),
        )
        readers.append(Reader(tab, requests, errors, data))
        readers[-1].settle()
        return readers[-1]

    yield read
    found = [(watched.requests[:], watched.errors[:]) for watched in readers]
    for opened in contexts:
        opened.close()
    for tab in taken:
        tab[0].emulate_media(media="null")
        give_back(tab)
    assert all(one == ([], []) for one in found), found


@pytest.fixture
def black_hole():
    """The address of a proxy that takes every connection and never answers."""
    server = socket.create_server(("127.0.0.1", 0))
    taken = []

    def take():
        while True:
            try:
                taken.append(server.accept()[0])
            except OSError:
                return

    thread = threading.Thread(target=take, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.getsockname()[1]}", taken
    server.shutdown(socket.SHUT_RDWR)  # wakes the thread that waits for the next connection
    server.close()
    for connection in taken:
        connection.close()
    thread.join(5)

"""A store's graph to a file in one of the forms of RDF: sorted, and the same bytes for the same graph."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from kg.contracts import Store
from kg.errors import ExportError
from kg.export.jsonld import jsonld
from kg.export.trig import trig
from kg.export.turtle import turtle, turtle12


def _plain(lines: Iterable[str], _base: str = "") -> Iterator[str]:
    return iter(lines)


forms: dict[str, tuple[str, Callable[[Iterable[str], str], Iterator[str]]]] = {
    "nquads": (".nq", _plain),
    "ntriples": (".nt", _plain),
    "turtle": (".ttl", turtle),
    "trig": (".trig", trig),
    "jsonld": (".jsonld", jsonld),
    "rdf12": (".ttl", turtle12),
}
"""Name of a form to the usual suffix, and the function from sorted lines to the parts of its text."""


def chunks(store: Store, form: str, base: str = "") -> Iterator[str]:
    """The text of a graph in a form, part by part; `base` shortens IRIs where the form allows."""
    return forms[form][1](store.nquads(), base)


def write(store: Store, form: str, path: Path, base: str = "") -> None:
    """Writes the file beside its place, then moves it there; raises ExportError where that fails."""
    aside = path.with_name(path.name + ".part")
    try:
        with aside.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(chunks(store, form, base))
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise ExportError(f"{path}: cannot be written: {error.strerror}", "name another place") from error

"""A graph without what names and registers tell: the texts alone, for those who want nothing beside them."""

from collections.abc import Iterator

from kg.contracts import Result, Store
from kg.rdf.vocabulary import header

_told = "SELECT ?r ?s ?p ?o WHERE { ?r a rdp:Reference ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }"


class Unreferenced:
    """A store as if no name and no register told anything: no references, no edges of theirs, no things of theirs."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._references: set[str] = set()
        self._edges: set[str] = set()
        self._things: set[str] = set()
        for reference, *ends in store.query(header + _told):
            if reference and all(ends):
                subject, predicate, object_ = (f"<{end.text}>" for end in ends if end)
                self._references.add(f"<{reference.text}>")
                self._edges.add(f"{subject} {predicate} {object_}")
                self._things |= {subject, object_}
        self._things -= self._used()

    @property
    def things(self) -> frozenset[str]:
        """The IRIs of the things that only names and registers know."""
        return frozenset(thing[1:-1] for thing in self._things)

    def _used(self) -> set[str]:
        """The things that the graph names otherwise, and what these are set apart by in their turn."""
        used: set[str] = set()
        leading: dict[str, set[str]] = {}
        for line in self._store.nquads():
            subject, _, rest = line.partition(" ")
            object_ = rest.partition(" ")[2].removesuffix(" .\n")
            if object_ not in self._things or subject in self._references or self._edge(line) in self._edges:
                continue
            if subject in self._things:
                leading.setdefault(subject, set()).add(object_)
            else:
                used.add(object_)
        todo = sorted(used)
        while todo:
            found = leading.get(todo.pop(), set()) - used
            used |= found
            todo += sorted(found)
        return used

    @staticmethod
    def _edge(line: str) -> str:
        return line.removesuffix(" .\n")

    def query(self, text: str, timeout: float | None = None) -> Result:
        """The answer of the whole store."""
        return self._store.query(text, timeout)

    def nquads(self) -> Iterator[str]:
        """The statements of the store but for those of names and registers, in their order."""
        for line in self._store.nquads():
            subject = line.partition(" ")[0]
            if subject in self._references or subject in self._things or self._edge(line) in self._edges:
                continue
            yield line

    def intact(self) -> bool:
        """Whether the whole store is."""
        return self._store.intact()

    def close(self) -> None:
        """Closes the whole store."""
        self._store.close()

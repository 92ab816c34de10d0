"""What to call the IRIs of an answer."""

from collections.abc import Iterable, Iterator

from kg.contracts import Store
from kg.rdf.vocabulary import header, prefixes
from kg.terms import Value, iri, readable

_batch = 1000  # IRIs in one query


class Labels:
    """The names of IRIs in one language, looked up in a store by the batch and kept."""

    def __init__(self, store: Store, language: str = "zh") -> None:
        self._store = store
        self._language = language
        self._known: dict[str, str] = {}

    def __call__(self, name: str) -> str:
        """The label of an IRI; without one, its last part, or prefix and name of what belongs to a vocabulary."""
        if name not in self._known:
            self.learn([name])
        return self._known[name]

    def learn(self, names: Iterable[str]) -> None:
        """Looks up the labels of many IRIs at once."""
        todo = sorted({name for name in names if name not in self._known})
        for at in range(0, len(todo), _batch):
            batch = todo[at : at + _batch]
            found: dict[str, dict[str, str]] = {}
            values = " ".join(map(iri, batch))
            text = f"{header} SELECT ?x ?l WHERE {{ VALUES ?x {{ {values} }} ?x rdfs:label ?l }}"
            for x, label in self._store.query(text):
                if x and label:
                    found.setdefault(x.text, {})[label.language] = label.text
            for name in batch:
                labels = found.get(name, {})
                self._known[name] = labels.get(self._language) or labels.get("zh") or _short(name)

    def named(
        self, rows: Iterable[tuple[Value | None, ...]], size: int = 500
    ) -> Iterator[tuple[Value | None, ...]]:
        """The rows with a literal in place of each IRI: its label."""
        part: list[tuple[Value | None, ...]] = []
        for row in rows:
            part.append(row)
            if len(part) == size:
                yield from self._named(part)
                part = []
        yield from self._named(part)

    def _named(self, rows: list[tuple[Value | None, ...]]) -> Iterator[tuple[Value | None, ...]]:
        self.learn(v.text for row in rows for v in row if v and v.kind == "iri")
        for row in rows:
            yield tuple(Value("literal", self(v.text)) if v and v.kind == "iri" else v for v in row)


def _short(name: str) -> str:
    for prefix, namespace in prefixes.items():
        if name.startswith(namespace):
            return f"{prefix}:{name.removeprefix(namespace)}"
    return readable(name)

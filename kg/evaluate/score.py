"""Annotated documents and gold to counts: the same figures as the scorer of the annotation scheme."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from kg.evaluate import measures
from kg.evaluate.compare import Fix, Thing, bounds, fixes, pair, same_fields, same_figure, things
from kg.model import Annotated, Document, Relation
from kg.ontology import Ontology

coarse_types = ("Place", "Body", "Sector", "Initiative")
"""Groups of types that the coarse measure takes for one."""

Triple = tuple[int | str, str, int | str]


@dataclass(frozen=True, slots=True)
class Row:
    """One measure: hits, how many were said, how many the gold has, and what follows from them."""

    measure: str
    hit: int
    said: int
    gold: int

    @property
    def precision(self) -> float:
        return self.hit / self.said if self.said else 0.0

    @property
    def recall(self) -> float:
        return self.hit / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0


@dataclass(frozen=True, slots=True)
class Scores:
    """All measures in a fixed order, and the share of matched relations whose status is right."""

    rows: tuple[Row, ...]
    status_right: int
    status_all: int

    @property
    def status(self) -> float:
        return self.status_right / self.status_all if self.status_all else 0.0

    def row(self, measure: str) -> Row:
        """One measure by name."""
        return next(r for r in self.rows if r.measure == measure)


@cache
def ontology() -> Ontology:
    """The ontology that ships: types, relations and their groups."""
    return Ontology()


def score(gold: Mapping[str, Annotated], said: Mapping[str, Annotated]) -> Scores:
    """The measures over the documents of `gold`; a document that is not in `said` counts as empty.

    Same definitions as `gold.py score`: an entity is right where type and any of its names agree, a
    relation where both ends and the label do, an indicator where amount and wording do, a measure where it
    shares half its words with a gold one. Measures and headings count where gold has any.
    """
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    status = [0, 0]
    for key, wanted in gold.items():
        given = said.get(key, Annotated(Document(key, wanted.document.text)))
        _mentions(counts, wanted, given)
        _entities(counts, things(wanted), things(given))
        _relations(counts, status, wanted, given)
        for name, *three in measures.counts(wanted, given):
            _add(counts, name, *three)
        _indicators(counts, wanted, given)
    rows = tuple(Row(measure, *three) for measure, three in counts.items())
    return Scores(rows, status[0], status[1])


def _add(counts: dict[str, list[int]], measure: str, hit: int, said: int, gold: int) -> None:
    row = counts[measure]
    row[0], row[1], row[2] = row[0] + hit, row[1] + said, row[2] + gold


def _mentions(counts: dict[str, list[int]], wanted: Annotated, given: Annotated) -> None:
    spans = [{(m.start, m.end, m.type) for m in one.findings.mentions} for one in (given, wanted)]
    _add(counts, "mention", len(spans[0] & spans[1]), len(spans[0]), len(spans[1]))
    bare = [{(a, b) for a, b, _ in one} for one in spans]
    _add(counts, "mention, type aside", len(bare[0] & bare[1]), len(bare[0]), len(bare[1]))


def match_entities(
    wanted: tuple[Thing, ...], given: tuple[Thing, ...], grain: Callable[[str], str] = str
) -> dict[int, int]:
    """Given entities matched with gold ones of the same type and a common name: {given index: gold index}."""
    return pair(
        len(given),
        len(wanted),
        lambda i, j: grain(given[i].type) == grain(wanted[j].type) and bool(given[i].names & wanted[j].names),
    )


def _entities(counts: dict[str, list[int]], wanted: tuple[Thing, ...], given: tuple[Thing, ...]) -> None:
    grain = {kind: name for name in coarse_types for kind in ontology().groups[name]}
    strict = match_entities(wanted, given)
    _add(counts, "entity", len(strict), len(given), len(wanted))
    coarse = match_entities(wanted, given, lambda kind: grain.get(kind, kind))
    _add(counts, "entity, coarse type", len(coarse), len(given), len(wanted))
    for kind in ontology().types:
        hits = sum(given[i].type == kind for i in strict)
        _add(
            counts, f"entity {kind}", hits, sum(t.type == kind for t in given), sum(t.type == kind for t in wanted)
        )  # fmt: skip


def triples(wanted: Annotated, given: Annotated) -> tuple[dict[Triple, Relation], dict[Triple, Relation]]:
    """The relations of gold and given, each by the gold entities (by index) that it joins; the first of each stays.

    An end that gold does not know stands as a text that no gold end can equal.
    """
    of_gold, of_given = fixes(wanted, given)

    def found(one: Annotated, fix: Fix) -> dict[Triple, Relation]:
        result: dict[Triple, Relation] = {}
        for r in one.findings.relations:
            head, tail = fix(r.head), fix(r.tail)
            if r.relation in ontology().symmetric and str(head) > str(tail):
                head, tail = tail, head
            result.setdefault((head, r.relation, tail), r)
        return result

    return found(wanted, of_gold), found(given, of_given)


def _relations(counts: dict[str, list[int]], status: list[int], wanted: Annotated, given: Annotated) -> None:
    want, got = triples(wanted, given)
    hits = want.keys() & got.keys()
    _add(counts, "relation", len(hits), len(got), len(want))
    status[0] += sum(want[h].status == got[h].status for h in hits)
    status[1] += len(hits)
    loose = [{frozenset((str(h), str(t))) for h, _, t in one} for one in (got, want)]
    _add(counts, "relation, label aside", len(loose[0] & loose[1]), len(loose[0]), len(loose[1]))
    for name in ontology().relations:
        three = [sum(triple[1] == name for triple in one) for one in (hits, got, want)]
        _add(counts, f"relation {name}", *three)


def _indicators(counts: dict[str, list[int]], wanted: Annotated, given: Annotated) -> None:
    a, b = bounds(given.findings.indicators), bounds(wanted.findings.indicators)
    close = pair(len(a), len(b), lambda i, j: same_figure(a[i], b[j]))
    _add(counts, "indicator", len(close), len(a), len(b))
    whole = pair(len(a), len(b), lambda i, j: same_figure(a[i], b[j]) and same_fields(a[i], b[j]))
    _add(counts, "indicator, all fields", len(whole), len(a), len(b))

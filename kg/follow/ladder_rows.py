"""The rungs of a ladder to rows: for people, for spreadsheets, and in the form of the gold annotation."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from kg.follow.ladder import first
from kg.model import SIGNS, Rung, Source, Stated
from kg.ontology import Ontology

HEADS = (
    "region", "indicator", "extent", "part", "period", "target", "nature", "result", "verdict", "revised",
    "contradicted", "target_year", "target_sentence", "target_document",
    "result_year", "result_sentence", "result_document",
)  # fmt: skip
GOLD = (
    "region", "report", "indicator", "kind", "period", "comparator", "low", "high", "unit", "note", "not_stated",
    "quote",
)  # fmt: skip


def amount(said: Stated | None, words: Mapping[str, str]) -> str:
    """A statement as people write it: ≥5%, 4.5–5%, or what it is relative to; empty where there is none."""
    if said is None:
        return ""
    if said.low is None or said.high is None:
        return f"{words.get(said.comparator, said.comparator)} {said.reference}".strip()
    if said.comparator == "range":
        return f"{number(said.low)}–{number(said.high)}{said.unit}"
    return f"{SIGNS.get(said.comparator, '')}{number(said.low)}{said.unit}"


def rows(
    rungs: Iterable[Rung], labels: Mapping[str, str], sources: Mapping[str, Source], words: Mapping[str, str]
) -> Iterator[tuple[str, ...]]:
    """The cells of `HEADS` of each rung; `labels` name regions and indicators, `words` verdicts and natures."""
    for rung in rungs:
        yield (
            labels[rung.region], labels[rung.indicator], " ".join(rung.extent), rung.part, rung.period,
            amount(rung.target, words), words.get(_nature(rung), ""), amount(rung.result, words), words[rung.verdict],
            "✓" if rung.revised else "", "✓" if rung.contradicted else "",
            *_source(rung.target, sources), *_source(rung.result, sources),
        )  # fmt: skip


def _nature(rung: Rung) -> str:
    """What is said of the target: binding or anticipatory, in any of the documents that set it."""
    told = (rung.target, *rung.targets)
    return next((said.nature for said in told if said is not None and said.nature), "")


def years(
    rungs: Iterable[Rung], labels: Mapping[str, str], words: Mapping[str, str]
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The ladder with its years side by side: heads, and a row a region and indicator; cells as target → result."""
    cells: dict[tuple[str, ...], dict[str, str]] = {}
    for rung in rungs:
        name = " ".join((labels[rung.indicator], *rung.extent, rung.part)).strip()
        target, result = amount(rung.target, words), amount(rung.result, words)
        if target or result:
            row = cells.setdefault((labels[rung.region], name), {})
            row[rung.period] = f"{target or '—'} → {result or '—'}"
    periods = sorted({period for row in cells.values() for period in row})
    found = [(*key, *(row.get(period, "") for period in periods)) for key, row in cells.items()]
    return ("region", "indicator", *periods), sorted(found)


def _source(said: Stated | None, sources: Mapping[str, Source]) -> tuple[str, str, str]:
    if said is None:
        return "", "", ""
    source = sources.get(said.document)
    return said.report or "", said.quote, source.id if source else said.document


def gold(rungs: Iterable[Rung], labels: Mapping[str, str], ontology: Ontology) -> Iterator[tuple[str, ...]]:
    """The cells of `GOLD`: what each report sets for its year and tells of the year before, and what it does not set.

    Of the headline indicators only, of whole regions; where a report gives income by town and country alone, it has two
    rows, the town's first.
    """
    cells: dict[tuple[str, str, str, str], Stated] = {}
    asked: set[tuple[str, str]] = set()
    for rung in rungs:
        if rung.extent or rung.part:
            continue
        for kind, said, report in (
            ("target", rung.targets, rung.period),
            ("result", rung.results, str(int(rung.period) + 1)),
        ):
            best = first([s for s in said if s.report == report], report)
            if best is not None:
                cells[rung.region, report, rung.indicator, kind] = best
                asked.add((rung.region, report))
    parts = {part for name in ontology.headlines for part in ontology.indicators[name].parts}
    for region, report in sorted(asked, key=lambda pair: (labels[pair[0]], pair[1])):
        for indicator in (i for i in ontology.headlines if i not in parts):
            for kind in ("target", "result"):
                found = [cells.get((region, report, indicator, kind))]
                if found == [None]:
                    found = [
                        cells.get((region, report, i, kind)) for i in ontology.indicators[indicator].parts
                    ]
                    found = found if None not in found else []
                yield from (
                    _gold(said, labels[region], report, labels[indicator], kind) for said in found if said is not None
                )  # fmt: skip
                if not found and kind == "target":
                    blank = ("", "", "", "", "", "1", "")
                    yield (labels[region], report, labels[indicator], kind, report, *blank)


def _gold(said: Stated, region: str, report: str, indicator: str, kind: str) -> tuple[str, ...]:
    period = report if kind == "target" else str(int(report) - 1)
    comparator = {">": ">=", "<": "<=", "growing": ">", "flat": "~"}.get(said.comparator, said.comparator)
    low, high, unit = said.low, said.high, said.unit
    if said.comparator in ("growing", "flat"):
        low = high = Decimal(0)
        unit = "%"
    if unit == "人" and low is not None and high is not None:
        low, high, unit = low / 10000, high / 10000, "万人"
    note = " ".join((*said.manner, said.reference)).strip()
    bounds = ("" if low is None else number(low), "" if high is None else number(high))
    return region, report, indicator, kind, period, comparator, *bounds, unit, note, "0", said.indicator[:12]


def number(value: Decimal) -> str:
    """A number without needless zeros."""
    return f"{value.normalize():f}"

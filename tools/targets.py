"""The table of targets and results in docs/targets.md, made of a workspace and checked: tools/targets.py WORKSPACE.

Every quote, place and hash of the workspace is read back and its ladder made anew first (`kg verify`); with a fault
nothing is written. Then each cell of whole regions and years, target → result, stands between the marks of the page,
under the commit of the code that runs (the same that built the workspace) and its day.
"""

import subprocess
import sys
from pathlib import Path

import kg
from kg.api import Graph
from kg.errors import KgError, StoreError
from kg.follow import ladder_rows

PAGE = Path(__file__).parent.parent / "docs" / "targets.md"
BEGIN, END = "<!-- table -->\n", "<!-- /table -->\n"
INDICATOR, FIRST, LAST = "gdp-growth", 2018, 2026


def table(graph: Graph) -> str:
    """The lines between the marks; raises StoreError with the first fault that `kg verify` finds."""
    found = graph.verify()
    if found.problems:
        one = found.problems[0]
        raise StoreError(f"{one.where}: {one.fact}", f"{len(found.problems)} faults: kg verify tells them")
    rungs = [
        rung
        for rung in graph.targets(indicators=[INDICATOR], first=FIRST, last=LAST)
        if not rung.extent and not rung.part and (rung.target or rung.result)
    ]
    ontology = graph.ontology
    words = {name: of["zh"] for name, of in ontology.labels("ladder")["words"].items()}
    labels = graph.labels({rung.region for rung in rungs}) | {INDICATOR: ontology.indicators[INDICATOR].zh}
    heads, rows = ladder_rows.years(rungs, labels, words)
    cells = [("区域", *heads[2:]), ("---",) * (len(heads) - 1), *((row[0], *row[2:]) for row in rows)]
    aims, outcomes = (
        sum(one is not None for one in those)
        for those in zip(*((r.target, r.result) for r in rungs), strict=True)
    )
    told = (
        f"{len(rows)} regions, {aims} targets and {outcomes} results, of {found.documents} documents; `kg verify` "
        f"read back {found.quotes:,} quotes and made the ladder anew without a fault. Built by {code()}."
    )
    return "\n".join([told, "", *(f"| {' | '.join(row)} |" for row in cells)]) + "\n"


def code() -> str:
    """The commit of the code that runs, and its day; where it is no checkout, the version."""
    git = ["git", "-C", str(Path(kg.__file__).parent), "log", "-1", "--format=commit %h (%cs)"]
    told = subprocess.run(git, check=False, capture_output=True, text=True).stdout.strip()
    return told or f"version {kg.__version__}"


def written(page: str, lines: str) -> str:
    """The page with other lines between its marks."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{lines}\n{END}{after}"


def main(workspace: str) -> None:
    """Writes the page."""
    with kg.open(workspace) as graph:
        lines = table(graph)
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), lines), encoding="utf-8")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except KgError as error:
        sys.exit(f"{error.fact} ({error.hint})" if error.hint else error.fact)

"""What a planner reads from tables of many layouts, each in a file of its format; expected values were written first."""

import io
import re
import shutil
import subprocess
import unicodedata

import docx
import openpyxl
import pytest
from docx.shared import Cm

from kg.extract import tables
from kg.model import Findings
from kg.ontology import Ontology
from kg.read import Input, read
from kg.text.sentences import split
from tests.extract.layouts import LAYOUTS
from tests.extract.office_layouts import OFFICE

soffice = shutil.which("soffice")
MAGNITUDES = {"万亿": 1e12, "亿": 1e8, "万": 1e4}
CASES = [
    pytest.param(
        one,
        id=one.name,
        marks=[
            pytest.mark.timeout(1800),
            pytest.mark.skipif(
                one.form == "pdf" and soffice is None, reason="LibreOffice is not installed: it makes the PDF"
            ),
        ],
    )
    for one in (*LAYOUTS, *OFFICE)
]


def word(parts):
    """A Word document of headings (h), paragraphs (p), tables with rules (t) and without (u); ^ goes on from above."""
    made = docx.Document()
    for kind, content, *widths in parts:
        if kind in "hp":
            made.add_heading(content, 1) if kind == "h" else made.add_paragraph(content)
            continue
        table = made.add_table(rows=len(content), cols=len(content[0]))
        table.style = "Table Grid" if kind == "t" else None
        table.autofit = False
        for r, row in enumerate(content):
            for c, text in enumerate(row):
                if text == "^":
                    table.cell(r - 1, c).merge(table.cell(r, c))
                else:
                    table.cell(r, c).text = text
                if widths:
                    table.cell(r, c).width = Cm(widths[0][c])
    made.save(file := io.BytesIO())
    return file.getvalue()


def written(one, folder):
    """The file of a layout."""
    path = folder / f"{one.name}.{one.form}"
    if one.form == "xlsx":
        book = openpyxl.Workbook()
        for row in one.source:
            book.active.append([None if text in ("^", "<") else text for text in row])
        for r, row in enumerate(one.source, 1):
            for c, text in enumerate(row, 1):
                if text == "^":
                    book.active.merge_cells(start_row=r - 1, end_row=r, start_column=c, end_column=c)
                elif text == "<" and row[c - 2] != "<":
                    last = next((n for n in range(c, len(row)) if row[n] != "<"), len(row))
                    book.active.merge_cells(start_row=r, end_row=r, start_column=c - 1, end_column=last)
        book.save(path)
    elif one.form == "docx":
        path.write_bytes(word(one.source))
    elif one.form == "pdf":
        source = folder / f"{one.name}.docx"
        source.write_bytes(word(one.source))
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [
            soffice,
            profile,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            str(source),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=900)  # type: ignore[arg-type]
    else:
        path.write_text(one.source, encoding="utf-8")
    return path


def bare(text):
    return re.sub(r"[^\w%]", "", unicodedata.normalize("NFKC", text or ""))


def amount(value, unit):
    match = re.match("万亿|亿|万", unit)
    return (float(value) * MAGNITUDES[match[0]], unit[match.end() :]) if match else (float(value), unit)


def is_told(figure, one):
    """Whether a figure that was found is the one that was expected."""
    subject, words, comparator, value, unit, year, status = figure
    got, wanted = amount(one.value, one.unit), amount(value, unit)
    return (
        got[0] == pytest.approx(wanted[0])
        and got[1] == wanted[1]
        and (one.comparator, one.year, one.status) == (comparator, year, status)
        and subject in ("", one.subject)
        and all(bare(word) in bare(one.subject) + "|" + bare(one.indicator) for word in words)
    )


@pytest.mark.parametrize("one", CASES)
def test_a_table_gives_what_a_planner_reads(one, tmp_path):
    ontology = Ontology()
    document = read(Input(str(written(one, tmp_path)), one.name), ontology)
    found = tables.load(ontology).extract(document, split(document), Findings())
    left = [bound for figure in found.indicators for bound in figure.bounds]
    missing = []
    for figure in one.figures:
        hit = next((n for n, got in enumerate(left) if is_told(figure, got)), None)
        if hit is None:
            missing.append(figure)
        else:
            del left[hit]
    assert not missing, [(i.subject, i.indicator, i.value, i.unit, i.year, i.status) for i in left]
    assert len(left) <= one.extra
    projects = [
        (p.name, p.builder, p.location, float(p.investment), p.unit, bare(p.start), bare(p.end))  # type: ignore[arg-type]
        for p in found.projects
    ]
    assert projects == list(one.projects)
    tasks = [(t.task, t.lead, t.support, bare(t.due)) for t in found.tasks]
    assert len(tasks) == len(one.tasks)
    for (task, *rest), got in zip(one.tasks, tasks, strict=True):
        assert got[0].startswith(task)
        assert list(got[1:]) == rest

"""What a process holds: the models, and little more however long an article is."""

import subprocess
import sys
from pathlib import Path

import docx
import pytest

ARTICLES = Path(__file__).parents[2] / "examples" / "articles"
STATUS = Path("/proc/self/status")
MEASURED = """
import re, sys
from pathlib import Path
from kg.pipeline.extraction import Options, extract
for line in extract(sys.argv[1:], Options(jobs=1)):
    print(len(line), int(re.search(r"VmHWM:\\s*(\\d+) kB", Path("/proc/self/status").read_text())[1]) // 1024)
"""
LONG = 40_000
"""Characters of the long article: about ten times what the tagger holds at once."""
MOST = 330
"""MiB at most: 313 as measured, and room for other builds of Python and onnxruntime; 400 is what is promised."""
MORE = 60
"""MiB that the long article may take beyond the short one: 36 as measured; 71 where the tagger holds the scores of all
its characters at once, 129 where it holds their features, too, as it once did."""


@pytest.mark.skipif(not STATUS.exists(), reason="only Linux tells how much memory a process had at the most")
def test_a_long_article_takes_little_more_memory_than_a_short_one(tmp_path):
    texts = [path.read_text(encoding="utf-8") for path in sorted(ARTICLES.glob("*.txt"))]
    short, long = tmp_path / "short.txt", tmp_path / "long.txt"
    short.write_text(texts[0], encoding="utf-8")
    long.write_text("\n".join(texts * (1 + LONG // sum(map(len, texts)))), encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-c", MEASURED, short, long], capture_output=True, text=True, check=True
    )
    (size, loaded), (longer, most) = (map(int, line.split()) for line in ran.stdout.splitlines())
    assert longer > 20 * size
    assert most < MOST
    assert most - loaded < MORE, f"{loaded} MiB after a short article, {most} after a long one"


@pytest.mark.skipif(not STATUS.exists(), reason="only Linux tells how much memory a process had at the most")
def test_a_small_file_that_unpacks_to_a_huge_paragraph_takes_little_memory(tmp_path):
    """Eight kilobytes that are two and a half million characters: refused before they are unpacked."""
    made = docx.Document()
    made.add_paragraph("港" * 2_500_000)
    made.save(tmp_path / "a.docx")
    assert (tmp_path / "a.docx").stat().st_size < 50_000
    script = MEASURED.replace("len(line)", 'getattr(line, "severity", "")')
    ran = subprocess.run(
        [sys.executable, "-c", script, tmp_path / "a.docx"], capture_output=True, text=True, check=True
    )
    severity, most = ran.stdout.split()
    assert severity == "refused"
    assert int(most) < 400

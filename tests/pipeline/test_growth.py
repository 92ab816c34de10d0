"""What a document costs grows as its length does: twice as much text, about twice the computing."""

import time

import pytest

from kg.extract import extract
from kg.pipeline.reading import load_extractors
from kg.plugins import costly, extractors
from kg.read import Input, read
from kg.text.sentences import split

FORMS = {
    "enumeration": lambda n: "推动" + "氢能、" * n + "产业发展。",
    "list": lambda n: "\n".join(f"{i}. 推动氢能产业发展第{i}项" for i in range(n)),
    "headings": lambda n: "\n\n".join(f"（{'一二三四五六七八九'[i % 9]}）推进第{i}号产业园建设\n\n支持新能源汽车企业做强。" for i in range(n)),
    "figures": lambda n: "。".join(f"新增就业{i + 100}万人，增长{i % 9}.1%" for i in range(n)),
    "measures": lambda n: "。".join(f"推进云港市第{i}号氢能项目建设" for i in range(n)),
    "brackets": lambda n: "推动" + "（氢能" * n + "）" * n + "产业发展。",
}  # fmt: skip
SIZES = {"headings": 300, "list": 600, "figures": 200, "measures": 200, "brackets": 700}


@pytest.fixture(scope="module")
def cost(ontology):
    """The seconds of computing that a text takes, read and extracted without the costly parts."""
    parts = load_extractors(ontology, (name for name in extractors if name not in costly))

    def measured(text):
        began = time.process_time()
        document = read(Input("-", "growth", (), f"云港市工作报告\n\n{text}\n".encode()), ontology, "云港市")
        extract(document, split(document), parts, ontology)
        return time.process_time() - began

    measured(FORMS["list"](20))
    return measured


@pytest.mark.parametrize("form", FORMS)
def test_twice_the_text_costs_about_twice(cost, form):
    size = SIZES.get(form, 1500)
    # What grows with the square fails each time; a loaded machine, not five times in turn.
    assert any(cost(FORMS[form](2 * size)) < 3 * cost(FORMS[form](size)) for _ in range(5))

from kg.model import Act, Source
from kg.ontology import Ontology
from kg.query import task_rows
from kg.query.tasks import Task


def test_a_row_says_on_which_page_and_in_which_cell_its_task_stands():
    source = Source("urn:d", "分工表", "分工表")

    def where(page, cell, language):
        act = Act(
            iri="urn:a",
            label="疏浚航道",
            actor=None,
            status="planned",
            document="urn:d",
            span=(0, 4),
            evidence=(0, 4),
            quote="疏浚航道。",
            page=page,
            cell=cell,
        )
        ontology = Ontology()
        (row,) = task_rows.rows([Task(act, (), None, (), (), source)], ontology, language)
        return dict(zip(task_rows.HEADS, row, strict=True))["where"]

    assert (
        where(3, "重点任务分工表 › 疏浚航道 › 重点任务", "zh")
        == "第3页，重点任务分工表 › 疏浚航道 › 重点任务"
    )
    assert where(3, "", "en") == "page 3"
    assert where(0, "", "zh") == ""

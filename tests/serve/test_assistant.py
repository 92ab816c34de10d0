"""`kg mcp`, asked by the client of the protocol's own SDK over standard input and output."""

from tests.assistant import asked


def test_tools_answer_with_sentences_and_ids(world):
    calls = [
        ("ask", {"question": "谁建设深蓝实验室？"}),
        ("search", {"words": "深蓝实验室"}),
        ("entity", {"name": "深蓝实验室"}),
        ("tasks", {"body": "市政府"}),
        ("targets", {}),
        ("path", {"start": "云港大学", "end": "市政府"}),
        ("query", {"sparql": "SELECT (COUNT(*) AS ?n) { ?x a rdp:Measure }"}),
    ]
    tools, (answer, search, entity, tasks, targets, path, query) = asked(world.path, *calls)
    assert tools == {name for name, _ in calls} | {"sentence", "follow"}
    assert answer["outcome"] == "answered"
    assert answer["rows"][0]["quote"] == "高新区建设深蓝实验室。"
    assert answer["rows"][0]["id"].startswith("http")
    assert "高新区建设深蓝实验室。" in [s["quote"] for s in search["sentences"]]
    assert entity["thing"]["name"] == "深蓝实验室"
    assert {r["relation"] for r in entity["relations"]["rows"]} == {"builds"}
    (task,) = tasks["rows"]
    assert (task["task"], task["due"], task["document"]) == (
        "建设深蓝实验室",
        "2027-06",
        "云港市未来产业行动方案",
    )
    assert targets == {"rows": [], "more": 0}
    assert path["chains"][0][0]["because"][0]["quote"] == "高新区建设深蓝实验室。"
    assert query["rows"] == [{"n": 4}]


def test_what_is_wrong_is_told_in_a_line(world):
    _, answers = asked(
        world.path,
        ("entity", {"name": "无此物"}),
        ("query", {"sparql": "DELETE WHERE { ?s ?p ?o }"}),
        ("query", {"sparql": "SELECT"}),
        ("sentence", {"id": "https://example.org/id/claim/none"}),
        ("query", {"sparql": "SELECT ?x { ?x rdp:leadBy ?y ; skos:prefLabel ?n }"}),
    )
    assert "nothing in the graph has this name" in answers[0]
    assert "would change the graph" in answers[1]
    assert "not valid SPARQL" in answers[2]
    assert "no claim, figure or act has this id" in answers[3]
    assert answers[4]["rows"] == []
    assert [told.split(";")[0] for told in answers[4]["doubts"]] == [
        "rdp:leadBy is no term of the ontology", "no statement of the graph has skos:prefLabel",
    ]  # fmt: skip

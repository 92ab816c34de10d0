"""`kg mcp`, asked by the client of the protocol's own SDK over standard input and output."""

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import anyio
import pytest
from mcp import ClientSession, StdioServerParameters, stdio_client

ROOT = Path(__file__).parents[2]


@pytest.fixture
def asked(world):
    """A function that asks a server of the small world for several tools, one session long."""

    def run(*calls):
        parameters = StdioServerParameters(
            command=sys.executable, args=["-m", "kg", "mcp", "-w", str(world.path)], cwd=str(ROOT),
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])},
        )  # fmt: skip

        async def session():
            async with stdio_client(parameters) as (read, write), ClientSession(read, write) as client:
                await client.initialize()
                tools = {tool.name for tool in (await client.list_tools()).tools}
                return tools, [await client.call_tool(name, given) for name, given in calls]

        with ThreadPoolExecutor(1) as pool:  # browser tests leave an event loop running in this thread
            tools, answers = pool.submit(anyio.run, session).result()
        return tools, [
            answer.content[0].text if answer.is_error else json.loads(answer.content[0].text)
            for answer in answers
        ]

    return run


def test_every_tool_answers_with_sentences_and_ids_that_verify_accepts(asked, kg, world):
    calls = [
        ("ask", {"question": "谁建设深蓝实验室？"}),
        ("search", {"words": "深蓝实验室"}),
        ("entity", {"name": "深蓝实验室"}),
        ("tasks", {"body": "市政府"}),
        ("targets", {}),
        ("path", {"start": "云港大学", "end": "市政府"}),
        ("query", {"sparql": "SELECT (COUNT(*) AS ?n) { ?x a rdp:Measure }"}),
    ]
    tools, (answer, search, entity, tasks, targets, path, query) = asked(*calls)
    assert tools == {name for name, _ in calls} | {"sentence"}
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
    ids = [task["id"], entity["figures"]["rows"][0]["id"] if entity["figures"]["rows"] else task["id"]]
    missing = kg("verify", *ids, "-w", world.path)
    assert missing.code == 2  # the small world has no stored texts


def test_what_is_wrong_is_told_in_a_line(asked):
    _, answers = asked(
        ("entity", {"name": "无此物"}),
        ("query", {"sparql": "DELETE WHERE { ?s ?p ?o }"}),
        ("query", {"sparql": "SELECT"}),
        ("sentence", {"id": "https://example.org/id/claim/none"}),
    )
    assert "nothing in the graph has this name" in answers[0]
    assert "would change the graph" in answers[1]
    assert "not valid SPARQL" in answers[2]
    assert "no claim, figure or act has this id" in answers[3]

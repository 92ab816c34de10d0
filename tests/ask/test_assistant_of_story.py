"""`kg mcp` on the quick start's graph: the ids in the answers of every tool are taken by `kg verify`."""

from tests.assistant import asked


def ids(answer):
    """All ids of statements in an answer."""
    if isinstance(answer, dict):
        own = [answer["id"]] if "/id/" in str(answer.get("id", "")) and "quote" in answer else []
        return own + [one for part in answer.values() for one in ids(part)]
    return [one for part in answer for one in ids(part)] if isinstance(answer, list) else []


def test_ids_of_every_tool_are_read_back(story, kg):
    path = story.workspace.path
    calls = [
        ("ask", {"question": "谁牵头设立滨海生物制造基金？"}),
        ("entity", {"name": "合成生物"}),
        ("tasks", {"body": "滨海新区科技局"}),
        ("follow", {"region": "滨海新区", "outcome": "silent"}),
        ("path", {"start": "合成生物", "end": "宁河区"}),
    ]
    _, answers = asked(path, *calls, ("targets", {"region": "滨海新区", "first": 2025, "last": 2025}))
    for (name, _), answer in zip(calls, answers, strict=False):
        found = list(dict.fromkeys(ids(answer)))
        assert found, name
        assert kg("verify", *found[:5], "-w", path).code == 0
    silent = answers[3]["rows"]
    assert {row["promise"] for row in silent} >= {"建设零碳园区2个"}
    assert {row["outcome"] for row in silent} == {"silent"}
    ladder = [row for row in answers[-1]["rows"] if row["indicator"] == "investment-growth"]
    figures = [row[kind]["figure"] for row in ladder for kind in ("target", "result")]
    assert figures
    assert kg("verify", *figures, "-w", path).code == 0

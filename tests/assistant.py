"""A session with `kg mcp` by the client of the protocol's own SDK, over standard input and output."""

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import anyio
from mcp import ClientSession, StdioServerParameters, stdio_client

ROOT = Path(__file__).parents[1]


def asked(workspace: Path, *calls: tuple[str, dict[str, Any]]) -> tuple[set[str], list[Any]]:
    """The names of the tools, and what each call gives: content, or the line of its error."""
    parameters = StdioServerParameters(
        command=sys.executable, args=["-m", "kg", "mcp", "-w", str(workspace)], cwd=str(ROOT),
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])},
    )  # fmt: skip

    async def session() -> tuple[set[str], list[Any]]:
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

"""A soak of `kg serve` on loopback: readers, aborters, heavy queries, kills of query processes, two rebuilds; minutes long.

    python tests/benchmarks/soak.py MINUTES

Every answer must be right for the graph of before or after a rebuild, or a clear refusal (503, with a line); the server
must go on to the end, its memory flat. Prints a line a minute and a summary; ends with 1 where something was wrong.
It builds the examples of the repository in a folder of its own.
"""

import contextlib
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[2]
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
EDGES = "SELECT ?s ?o { ?s rdp:develops ?o } ORDER BY ?s ?o LIMIT 50"
HEAVY = "SELECT ?a ?b ?c { ?a ?p ?x . ?b ?q ?y . ?c ?r ?z } ORDER BY ?c LIMIT 1"
PAGES = ("", "documents", "query", "explore", "health")
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}


class Soak:
    """The server, what was asked of it, and what was wrong."""

    def __init__(self, workspace: Path) -> None:
        self.workspace = workspace
        self.over = threading.Event()
        self.told: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.right: dict[str, set[str]] = {COUNT: set(), EDGES: set()}
        self.server = subprocess.Popen(
            [sys.executable, "-m", "kg", "serve", "-w", str(workspace), "--port", "0", "--timeout", "10"],
            cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        assert self.server.stdout is not None
        self.address = self.server.stdout.readline().strip()

    def ask(self, path: str, timeout: float = 120) -> tuple[int, str]:
        """Status and body of an answer."""
        request = urllib.request.Request(
            f"{self.address}{path}", headers={"Accept": "application/json, text/html"}
        )
        try:
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(
                request, timeout=timeout
            ) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def expect(self) -> None:
        """Notes what is right for the graph of now."""
        for text, known in self.right.items():
            known.add(_plain(self._command(text)))

    def _command(self, text: str) -> str:
        return subprocess.run(
            [sys.executable, "-m", "kg", "query", text, "--format", "json", "-w", str(self.workspace)],
            cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip

    def reader(self, number: int) -> None:
        """Pages and queries, the answers compared."""
        chance = random.Random(number)
        while not self.over.wait(0.05):
            text = chance.choice([*self.right, ""])
            path = f"sparql?{urllib.parse.urlencode({'query': text})}" if text else chance.choice(PAGES)
            status, body = self.ask(path)
            self.told[f"read {status}"] += 1
            if status == 200 and text and _plain(body) not in self.right[text]:
                self.wrong.append(f"{text}: {body[:200]}")
            elif status not in (200, 503) or (status == 503 and not body.strip()):
                self.wrong.append(f"{path}: {status} {body[:200]}")

    def heavy(self, number: int) -> None:
        """Queries that cannot be answered in time, and say so."""
        del number
        while not self.over.wait(3):
            status, body = self.ask(f"sparql?{urllib.parse.urlencode({'query': HEAVY})}")
            self.told[f"heavy {status}"] += 1
            if status != 503 or not body.strip():
                self.wrong.append(f"heavy: {status} {body[:200]}")

    def aborter(self, number: int) -> None:
        """Requests whose connection is cut before the answer."""
        chance = random.Random(number)
        host, _, port = self.address.removeprefix("http://").rstrip("/").partition(":")
        while not self.over.wait(0.5):
            with (
                contextlib.suppress(OSError),
                socket.create_connection((host, int(port)), timeout=30) as client,
            ):
                query = urllib.parse.urlencode({"query": chance.choice([HEAVY, COUNT])})
                client.sendall(f"GET /sparql?{query} HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode())
                time.sleep(chance.random())
            self.told["aborted"] += 1

    def killer(self, number: int) -> None:
        """Kills a query process of the server now and then."""
        chance = random.Random(number)
        while not self.over.wait(7):
            children = psutil.Process(self.server.pid).children(recursive=True)
            if children:
                with contextlib.suppress(psutil.NoSuchProcess):
                    chance.choice(children).kill()
                    self.told["killed"] += 1

    def memory(self) -> float:
        """MiB (PSS) of the server, without its query processes."""
        return float(psutil.Process(self.server.pid).memory_full_info().pss) / 2**20


def _plain(body: str) -> str:
    """The rows of an answer, whatever the JSON around them."""
    rows = json.loads(body)["results"]["bindings"]
    return json.dumps([sorted((name, term["value"]) for name, term in row.items()) for row in rows])


def main(minutes: float, workspace: Path, articles: Path) -> int:
    """Runs it; 1 where an answer was wrong, the server ended, or its memory grew by more than a half."""
    soak = Soak(workspace)
    soak.expect()
    clients = [(soak.reader, 3), (soak.heavy, 1), (soak.aborter, 1), (soak.killer, 1)]
    threads = [threading.Thread(target=run, args=(n,)) for run, many in clients for n in range(many)]
    for thread in threads:
        thread.start()
    begun, memory = time.monotonic(), []
    rebuilds = [minutes / 3, 2 * minutes / 3]
    while (passed := (time.monotonic() - begun) / 60) < minutes and soak.server.poll() is None:
        time.sleep(min(20, minutes * 6))
        memory.append(soak.memory())
        print(
            f"{passed:.1f} min: {memory[-1]:.0f} MiB, {dict(soak.told)}, wrong {len(soak.wrong)}", flush=True
        )
        if rebuilds and passed > rebuilds[0]:
            rebuilds.pop(0)
            _rebuild(soak, articles, len(rebuilds))
    soak.over.set()
    for thread in threads:
        thread.join()
    alive = soak.server.poll() is None
    status, _ = soak.ask("health")
    soak.server.terminate()
    soak.server.wait()
    third = max(len(memory) // 3, 1)
    early, late = sum(memory[:third]) / third, sum(memory[-third:]) / third
    print(f"alive {alive}, health {status}, memory {early:.0f} then {late:.0f} MiB, {dict(soak.told)}")
    print("\n".join(soak.wrong[:20]) or "no wrong answer")
    return int(bool(soak.wrong) or not alive or status != 200 or late > 1.5 * early)


def _rebuild(soak: Soak, articles: Path, number: int) -> None:
    """A build with a further article; both graphs are right from before it until its end."""
    copy = soak.workspace.with_name("copy.kg")
    shutil.copytree(soak.workspace, copy)
    (articles / f"more-{number}.txt").write_text(
        f"云汀市大力发展氢能产业{'、新材料产业' * number}。\n", encoding="utf-8"
    )
    command = [sys.executable, "-m", "kg", "build", str(articles), "--fast", "-w"]
    subprocess.run([*command, str(copy)], cwd=ROOT, env=ENVIRONMENT, check=True, capture_output=True)
    kept, soak.workspace = soak.workspace, copy
    soak.expect()
    soak.workspace = kept
    shutil.rmtree(copy)
    subprocess.run([*command, str(kept)], cwd=ROOT, env=ENVIRONMENT, check=True, capture_output=True)
    soak.told["rebuilt"] += 1


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        own = Path(name) / "articles"
        shutil.copytree(ROOT / "examples" / "story", own)
        place = Path(name) / "soak.kg"
        subprocess.run([sys.executable, "-m", "kg", "build", str(own), "--fast", "-w", str(place)],
                       cwd=ROOT, env=ENVIRONMENT, check=True, capture_output=True)  # fmt: skip
        raise SystemExit(main(float(sys.argv[1]), place, own))

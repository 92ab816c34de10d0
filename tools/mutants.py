"""How many small faults put into the code the tests of its room find: python tools/mutants.py ROOM… --out FOLDER.

A room is a folder of kg/ (kg/read); its tests are those of the folder of the same name (tests/read), as far as they run
wherever the project is. The faults are drawn by chance from a seed, inside functions: a comparison, a sign, a number,
`and`, `not`, a condition turned round, a call left out, a loop not run. All is imported and collected once; each fault
is put into the living function in a forked process, against the tests that call it, quickest first, until one fails:
first where all fixtures stand ready, then, where it survives, from nothing. What was tried stands in
FOLDER/tried.jsonl, and a second call goes on where the first ended; `--again` tries the survivors once more.
"""

import argparse
import ast
import copy
import gc
import json
import os
import random
import resource
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import CodeType, FrameType, FunctionType, SimpleNamespace
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 4.0
"""Of processor time, that of called programs too: what the tests tried against one fault need in all without it."""

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
SIGNS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.Mod: ast.Add,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """The nth node of a file, by `ast.walk`, changed; `function` is the first line of its outermost one."""

    file: str
    node: int
    line: int
    what: str
    function: int

    @property
    def name(self) -> str:
        """The fault in one word."""
        return f"{self.file}:{self.line}:{self.node}"


def changed(node: ast.AST) -> tuple[str, ast.AST] | None:  # noqa: PLR0911 - one a kind of node
    """The fault that can be put in place of a node, with its name."""
    new = copy.deepcopy(node)
    match new:
        case ast.Compare():
            was = type(new.ops[0])
            new.ops[0] = COMPARISONS[was]()
            return f"{was.__name__} → {type(new.ops[0]).__name__}", new
        case ast.BoolOp():
            name = type(new.op).__name__
            new.op = ast.Or() if isinstance(new.op, ast.And) else ast.And()
            return f"{name} → {type(new.op).__name__}", new
        case ast.UnaryOp(op=ast.Not()):
            return "not left out", new.operand
        case ast.BinOp() if type(new.op) in SIGNS:
            sign = type(new.op)
            new.op = SIGNS[sign]()
            return f"{sign.__name__} → {type(new.op).__name__}", new
        case ast.Constant(value=bool()):
            return f"{new.value} turned", ast.copy_location(ast.Constant(not new.value), node)
        case ast.Constant(value=int() | float()):
            return f"{new.value} + 1", ast.copy_location(ast.Constant(new.value + 1), node)
        case ast.If() | ast.IfExp():
            new.test = ast.copy_location(ast.UnaryOp(ast.Not(), new.test), new.test)
            return "condition turned", new
        case ast.For():
            new.iter = ast.copy_location(ast.Tuple([], ast.Load()), new.iter)
            return "loop not run", new
        case ast.Expr(value=ast.Call() | ast.Yield() | ast.YieldFrom()):
            return "left out", ast.copy_location(ast.Pass(), node)
        case ast.Continue():
            return "continue → break", ast.copy_location(ast.Break(), node)
        case ast.Break():
            return "break → continue", ast.copy_location(ast.Continue(), node)
    return None


@cache
def parsed(file: str) -> ast.Module:
    """The tree of a file."""
    return ast.parse((ROOT / file).read_text(encoding="utf-8"))


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    """The functions that stand in no other."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef):
            yield node
        else:
            yield from functions(node)


def passed_over(function: ast.FunctionDef) -> set[ast.AST]:
    """Nodes where a fault says nothing: annotations, and what only a message shows."""
    out: set[ast.AST] = set()
    for node in ast.walk(function):
        part: ast.AST | None = None
        if isinstance(node, ast.arg | ast.AnnAssign):
            part = node.annotation
        elif isinstance(node, ast.JoinedStr | ast.arguments):
            part = node
        elif isinstance(node, ast.FunctionDef):
            part = node.returns
        out.update(ast.walk(part) if part else ())
    return out


def faults(file: str) -> Iterator[Fault]:
    """All faults that can be put into the functions of a file."""
    tree = parsed(file)
    numbers = {node: at for at, node in enumerate(ast.walk(tree))}
    for function in functions(tree):
        skip = passed_over(function)
        first = min([function.lineno, *(d.lineno for d in function.decorator_list)])
        for statement in function.body:
            for node in ast.walk(statement):
                if node not in skip and (change := changed(node)):
                    yield Fault(file, numbers[node], getattr(node, "lineno", 0), change[0], first)


class Put(ast.NodeTransformer):
    """The tree with one node replaced."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        """The new node for the old one."""
        return self.new if node is self.old else self.generic_visit(node)


def codes(of: CodeType) -> Iterator[CodeType]:
    """A code object and all that stand in it."""
    yield of
    for part in of.co_consts:
        if isinstance(part, CodeType):
            yield from codes(part)


def living() -> dict[tuple[str, int, str], list[FunctionType]]:
    """The functions of kg that there are, by file, first line and name."""
    found: dict[tuple[str, int, str], list[FunctionType]] = {}
    for one in gc.get_objects():
        if isinstance(one, FunctionType) and one.__code__.co_filename.startswith(f"{ROOT}/kg/"):
            code = one.__code__
            found.setdefault((code.co_filename, code.co_firstlineno, code.co_name), []).append(one)
    return found


def put(fault: Fault, among: dict[tuple[str, int, str], list[FunctionType]]) -> None:
    """Puts a fault into the living function."""
    tree = copy.deepcopy(parsed(fault.file))
    node = list(ast.walk(tree))[fault.node]
    change = changed(node)
    if change is None:
        raise ValueError(f"{fault.name}: no fault here")
    path = str(ROOT / fault.file)
    module = compile(ast.fix_missing_locations(Put(node, change[1]).visit(tree)), path, "exec")
    new = next(c for c in codes(module) if c.co_firstlineno == fault.function and c.co_name != "<module>")
    for one in among.get((path, fault.function, new.co_name), ()):
        one.__code__ = new


def forked(run: Callable[[], int], seconds: int | None = None) -> int:
    """The exit code of a function in a process of its own; 99 where it took too long or died."""
    child = os.fork()
    if not child:
        code = 98
        try:
            if seconds:
                resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
            nothing = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nothing, 1)
            os.dup2(nothing, 2)
            code = run()
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    return os.WEXITSTATUS(status) if os.WIFEXITED(status) else 99


class Trial:
    """A plug of pytest that tries faults in place of running the tests once."""

    def __init__(self, rooms: Sequence[str], drawn: Sequence[Fault], out: Path, again: bool) -> None:
        self.rooms, self.drawn, self.out, self.again = rooms, drawn, out, again
        self.inside = tuple(f"{ROOT / room}/" for room in rooms)
        self.failed = False
        self.done: dict[str, str] = {}
        self.functions: dict[tuple[str, int, str], list[FunctionType]] = {}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Only tests that run wherever the project is."""
        items[:] = [i for i in items if "shared" not in getattr(i, "fixturenames", ())]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Takes note of a failure."""
        self.failed |= report.failed

    def _run(self, items: Sequence[pytest.Item]) -> Iterator[pytest.Item]:
        """Runs tests one after the other; what the whole session shares stays ready after the last."""
        session = [item.session for item in items[:1]]
        end = SimpleNamespace(listchain=lambda: session)
        for item, following in zip(items, [*items[1:], end], strict=True):
            self.failed = False
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            yield item

    def _reach(self, items: Sequence[pytest.Item]) -> dict[str, dict[str, Any]]:
        """For each test its processor time and the functions of the rooms that it calls, measured once."""
        file = self.out / "tests.json"

        def measure() -> int:
            seen: set[CodeType] = set()

            def call(frame: FrameType, event: str, arg: object) -> None:  # noqa: ARG001 - Python's form
                seen.add(frame.f_code)

            tests: dict[str, dict[str, Any]] = {}
            began = sum(os.times()[:4])
            sys.settrace(call)
            for item in self._run(items):
                sys.settrace(None)
                calls = sorted(
                    f"{Path(c.co_filename).relative_to(ROOT)}:{c.co_firstlineno}"
                    for c in seen
                    if c.co_filename.startswith(self.inside)
                )
                if not self.failed:
                    tests[item.nodeid] = {"seconds": round(sum(os.times()[:4]) - began, 3), "calls": calls}
                seen.clear()
                began = sum(os.times()[:4])
                sys.settrace(call)
            sys.settrace(None)
            file.write_text(json.dumps(tests, ensure_ascii=False, indent=0), encoding="utf-8")
            return 0

        if not file.exists():
            forked(measure)
        tests: dict[str, dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
        return tests

    def _against(self, fault: Fault, tests: dict[str, dict[str, Any]]) -> list[str]:
        """The tests tried against a fault: those that call its function, then those that call its file."""
        where, inside = f"{fault.file}:{fault.function}", f"{fault.file}:"
        near = [t for t, r in tests.items() if where in r["calls"]]
        # what a fixture of the whole session calls was seen with one test only
        far = [
            t for t, r in tests.items() if where not in r["calls"] and any(inside in c for c in r["calls"])
        ]
        out, spent = [], 0.0
        for test in [t for part in (near, far) for t in sorted(part, key=lambda t: tests[t]["seconds"])]:
            spent += tests[test]["seconds"]
            if out and spent > SECONDS:
                break
            out.append(test)
        return out

    def _tried(self, fault: Fault, items: Sequence[pytest.Item]) -> str:
        """What became of a fault: killed, survived, or unreached where no test calls its file."""
        if not items:
            return "unreached"

        def run() -> int:
            put(fault, self.functions)
            return int(any(self.failed for _ in self._run(items)))

        return "survived" if forked(run, int(4 * SECONDS) + 20) == 0 else "killed"

    def _warm_up(self, items: Sequence[pytest.Item], tests: dict[str, dict[str, Any]]) -> None:
        """Runs the quickest test of each file that takes any time: what all tests share is made ready."""
        files: dict[str, list[pytest.Item]] = {}
        for item in items:
            if item.nodeid in tests:
                files.setdefault(item.nodeid.partition("::")[0], []).append(item)
        for some in files.values():
            some.sort(key=lambda item: tests[item.nodeid]["seconds"])
        for item in self._run([item for some in files.values() for item in some[:3]]):
            if self.failed:
                raise RuntimeError(f"{item.nodeid} fails without a fault")

    def _try_all(self, session: pytest.Session, tests: dict[str, dict[str, Any]], left: str) -> None:
        """Tries what was not tried, or survived where all stood ready; notes what survives with that word."""
        by_name = {item.nodeid: item for item in session.items}
        self.functions = living()
        gc.freeze()
        for fault in self.drawn:
            if (
                self.done.get(fault.name, "untried") in ("untried", "ready")
                and self.done.get(fault.name) != left
            ):
                against = [by_name[test] for test in self._against(fault, tests) if test in by_name]
                told = self._tried(fault, against)
                self.done[fault.name] = left if told == "survived" else told
                with (self.out / "tried.jsonl").open("a", encoding="utf-8") as lines:
                    lines.write(json.dumps((fault.name, self.done[fault.name])) + "\n")

    def _read(self) -> None:
        log = self.out / "tried.jsonl"
        lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
        self.done = dict(map(json.loads, lines))

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Tries the faults and tells how many were found."""
        self._read()
        if self.again:
            self.done = {name: told for name, told in self.done.items() if told == "killed"}
        tests = self._reach(session.items)

        def ready() -> int:
            self._warm_up(session.items, tests)
            self._try_all(session, tests, "ready")
            return 0

        forked(ready)
        self._read()
        self._try_all(session, tests, "survived")
        left = [fault for fault in self.drawn if self.done[fault.name] != "killed"]
        lines = [f"{f.file}:{f.line}: {f.what} ({self.done[f.name]})" for f in left]
        killed = len(self.drawn) - len(left)
        lines.append(f"{killed} of {len(self.drawn)} killed")
        (self.out / "report.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
        return True


def main() -> None:
    """Reads the command and tries the faults."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("rooms", nargs="+")
    words.add_argument("--out", type=Path, required=True)
    words.add_argument("--number", type=int, default=300)
    words.add_argument("--seed", type=int, default=8)
    words.add_argument("--again", action="store_true", help="try the survivors once more")
    given = words.parse_args()
    out: Path = given.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    os.chdir(ROOT)
    files = sorted(str(p.relative_to(ROOT)) for room in given.rooms for p in (ROOT / room).rglob("*.py"))
    drawn = random.Random(given.seed).sample([f for file in files for f in faults(file)], given.number)  # noqa: S311 - no secret
    folders = [f"tests/{room.removeprefix('kg/')}" for room in given.rooms]
    pytest.main(
        ["-q", "-p", "no:cacheprovider", f"--basetemp={out / 'tmp'}", *folders],
        plugins=[Trial(given.rooms, drawn, out, given.again)],
    )
    print((out / "report.txt").read_text(encoding="utf-8"), end="")


if __name__ == "__main__":
    main()

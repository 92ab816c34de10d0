"""Articles to annotations on the machines of a dask cluster (`distributed`): the same records as on one machine.

Each thread of a dask worker has one process of ours (`workers.Hand`), with the models loaded once, which is replaced
when it dies, as on one machine. Articles and the user's own files are sent. A worker that reaches the folder of
records writes them there, another one sends them back.
"""

import atexit
import logging
import platform
import secrets
import shutil
import tempfile
import threading
import time
import warnings
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

from kg.errors import InputError, KgError, SettingsError
from kg.model import Problem
from kg.ontology import Ontology
from kg.pipeline import fingerprint
from kg.pipeline.extraction import name_of
from kg.pipeline.reading import Kept, Setup, Task, keep_record
from kg.pipeline.workers import TRY_FEWER, Bug, Hand, Job, refusal
from kg.read import contents

LOCAL = "local"
"""The address of a cluster that is started in this process, for the time of the run."""

CHUNK = 4
"""Articles that go to a worker together: one costs a second or more, a message a few milliseconds."""

AHEAD = 2
"""Chunks under way or waiting, for each thread of the cluster."""

PATIENCE = 60
"""Seconds to wait for a scheduler, and for a worker where there is none."""

Result = Kept | Problem | Bug


@dataclass(frozen=True, slots=True)
class Errand:
    """What workers are told of a run: its setting, the code it must be done with, and how to know our disk.

    Who reads `content` in the file `token` reaches the folder of records. `files` are the user's own, by the
    path they have here and their path below it.
    """

    setup: Setup
    code: str
    token: str
    content: str
    files: tuple[tuple[str, str, bytes], ...] = ()


def run(job: Job[Task], tasks: Iterable[Task], address: str, jobs: int) -> Iterator[tuple[Task, Result]]:
    """Every task with its result, in the order of the tasks, done by the workers of a scheduler.

    Workers may come and go: what one that is lost had under way is done by another. Raises KgError where no
    scheduler or no worker is left; what was done by then is kept for the next run.
    """
    with _client(address, jobs) as client, _token(job.setting) as errand:
        try:
            yield from _ordered(client, client.submit(_same, errand, pure=False), errand.setup, iter(tasks))
        finally:
            with suppress(Exception):  # where the scheduler is lost there is nobody to tell
                client.run(release, errand.content)


def _ordered(client: Any, errand: Any, setup: Setup, tasks: Iterator[Task]) -> Iterator[tuple[Task, Result]]:
    waiting: deque[tuple[tuple[Task, ...], list[Any], Any]] = deque()
    while True:
        while len(waiting) < AHEAD * max(_threads(client), 1) and (chunk := tuple(islice(tasks, CHUNK))):
            loaded = [_loaded(task) for task in chunk]
            sent = tuple(one for one in loaded if isinstance(one, Task))
            waiting.append((chunk, loaded, client.submit(work, errand, sent, pure=False)))
        if not waiting:
            return
        chunk, loaded, future = waiting.popleft()
        sent = tuple(one for one in loaded if isinstance(one, Task))
        results = _results(client, errand, sent, future)
        for task, one in zip(chunk, loaded, strict=True):
            yield task, one if isinstance(one, Problem) else _kept(setup, task, next(results))


def _loaded(task: Task) -> Task | Problem:
    """A task with the bytes of its article, or why it cannot be read."""
    try:
        return replace(task, input=replace(task.input, data=contents(task.input)))
    except InputError as error:
        return refusal(error, task.input.path)


def _kept(setup: Setup, task: Task, found: Any) -> Result:
    """A result; the record that a worker sent back is written."""
    if isinstance(found, tuple):
        result, record = found
        assert setup.documents is not None
        keep_record(setup.documents / task.record, record)
        return result  # type: ignore[no-any-return]
    return found  # type: ignore[no-any-return]


def _results(client: Any, errand: Any, chunk: Sequence[Task], future: Any) -> Iterator[Any]:
    """The results of a chunk; where it cost too many workers each of its articles is tried by itself."""
    found = _awaited(client, future)
    if found is not None:
        for result in found:
            if isinstance(result, KgError):
                raise result
            yield result
        return
    for task in chunk:
        single = _awaited(client, client.submit(work, errand, (task,), pure=False))
        yield (
            Problem(task.input.path, "the workers that read it died", TRY_FEWER) if not single else single[0]
        )


def _awaited(client: Any, future: Any) -> Any:
    """What a future gives, None where its workers died again and again."""
    dask = _dask()
    alone = time.monotonic()
    while True:
        try:
            return future.result(timeout=5)
        except dask.KilledWorker:
            return None
        except TimeoutError as error:
            if future.done():
                raise
            if _threads(client):
                alone = time.monotonic()
            elif time.monotonic() - alone > PATIENCE:
                raise _lost("no worker of the cluster is left") from error
        except (CancelledError, OSError) as error:
            raise _lost("the scheduler of the cluster is lost") from error


def _threads(client: Any) -> int:
    try:
        return sum(client.nthreads().values())
    except (OSError, ValueError, TimeoutError) as error:
        raise _lost("the scheduler of the cluster is lost") from error


def _lost(fact: str) -> KgError:
    return KgError(fact, "run it again: it goes on from what was kept")


def _dask() -> ModuleType:
    try:
        import distributed  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        raise SettingsError("a cluster needs distributed", 'pip install "kg-regional[cluster]"') from error
    return distributed


@contextmanager
def _client(address: str, jobs: int) -> Iterator[Any]:
    """A client of the scheduler at an address; what `distributed` logs stays silent, what matters is told in a line."""
    dask = _dask()
    logs = [
        logging.getLogger(name) for name in logging.root.manager.loggerDict if name.startswith("distributed")
    ]
    heard = [log for log in logs if not log.disabled]  # each has a level of its own
    for log in heard:
        log.disabled = True
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", module="distributed")
            with ExitStack() as stack:
                yield _connected(dask, stack, address, jobs)
    finally:
        for log in heard:
            log.disabled = False


def _port(address: str) -> int:
    """The port of an address; raises ValueError where it has none: a client that never began ends with a traceback."""
    found = urlsplit(address if "//" in address else f"tcp://{address}").port
    if found is None:
        raise ValueError("an address is HOST:PORT")
    return found


def _connected(dask: ModuleType, stack: ExitStack, address: str, jobs: int) -> Any:
    try:
        where: Any = address
        if address == LOCAL:
            where = stack.enter_context(
                dask.LocalCluster(
                    n_workers=1, threads_per_worker=jobs, processes=False, dashboard_address=None
                )
            )
        else:
            _port(address)
        client = stack.enter_context(dask.Client(where, timeout=PATIENCE, set_as_default=False))
        client.wait_for_workers(1, timeout=PATIENCE)
    except (OSError, ValueError, TimeoutError) as error:
        fact = f"{address}: no scheduler with a worker answers: {error}"
        raise KgError(fact, "start them: dask scheduler; dask worker ADDRESS") from error
    return client


@contextmanager
def _token(setup: Setup) -> Iterator[Errand]:
    """The errand of a run, with a file below the folder of records by which workers know it, gone at its end."""
    assert setup.documents is not None
    folder, content = setup.documents.absolute(), secrets.token_hex()
    token = folder / f".cluster-{content[:8]}"
    token.write_text(content, encoding="ascii")
    own = [*setup.lexicons, *([setup.ontology] if setup.ontology else []), *setup.plugins]
    files = tuple(
        (str(place), path.relative_to(place.parent).as_posix(), path.read_bytes())
        for place in own
        for path in ([place] if place.is_file() else sorted(p for p in place.rglob("*") if p.is_file()))
    )
    code = fingerprint.of_code(setup.extractors, Ontology().root)
    try:
        yield Errand(replace(setup, documents=folder), code, str(token), content, files)
    finally:
        token.unlink(missing_ok=True)


def _same(errand: Errand) -> Errand:
    """The errand: a task of its own, that the scheduler has done again where the workers that know it are lost."""
    return errand


_hands: dict[int, tuple[str, Hand[Task]]] = {}
"""On a worker: the process of each thread, and the run that it is for."""


def work(errand: Errand, chunk: tuple[Task, ...]) -> list[Any]:
    """On a worker: the results of a chunk, as a process of ours gave them; a KgError among them stops the run."""
    try:
        hand = _hand(errand)
        return [hand.do(task) for task in chunk]
    except KgError as error:
        return [error] * len(chunk)


def release(content: str) -> None:
    """On a worker: ends the processes of a run."""
    for thread, (of, hand) in list(_hands.items()):
        if of == content:
            hand.end()
            del _hands[thread]


def _hand(errand: Errand) -> Hand[Task]:
    thread = threading.get_ident()
    of, hand = _hands.get(thread, ("", None))
    if hand is None or of != errand.content:
        if hand is not None:
            hand.end()
        hand = Hand(_job(errand))
        _hands[thread] = errand.content, hand
    return hand


def _job(errand: Errand) -> Job[Task]:
    if fingerprint.of_code(errand.setup.extractors, Ontology().root) != errand.code:
        fact = f"{platform.node()}: a worker there has another kg, or another ontology"
        raise KgError(fact, "install the same version on every machine")
    factory = "kg.pipeline.reading:reader" if reaches(errand) else "kg.pipeline.reading:sender"
    return Job(factory, _laid_out(errand), name_of)


def reaches(errand: Errand) -> bool:
    """On a worker: whether the folder of records is the one that the run writes to."""
    try:
        return Path(errand.token).read_text(encoding="ascii") == errand.content
    except (OSError, UnicodeDecodeError):
        return False


def _laid_out(errand: Errand) -> Setup:
    """The setting with the user's files where they were laid on this machine."""
    if not errand.files:
        return errand.setup
    root = Path(tempfile.mkdtemp(prefix="kg-cluster-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    places = {
        place: root / str(at) / Path(place).name for at, place in enumerate({p: 0 for p, *_ in errand.files})
    }
    for place, below, data in errand.files:
        path = places[place].parent / below
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    setup = errand.setup
    return replace(
        setup,
        lexicons=tuple(places[str(path)] for path in setup.lexicons),
        ontology=None if setup.ontology is None else places.get(str(setup.ontology)),
        plugins=tuple(places[str(path)] for path in setup.plugins),
    )

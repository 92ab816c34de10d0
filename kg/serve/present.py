"""The present graph of a workspace, for many requests at once: a build that ends meanwhile is seen by the next one."""

import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from queue import SimpleQueue
from typing import TYPE_CHECKING

from kg.analyse import Doubt, Likeness, alike, doubts
from kg.api import Graph
from kg.contracts import Result
from kg.errors import KgError
from kg.export.briefing.options import Options
from kg.export.briefing.part import part
from kg.export.html import html
from kg.model import Act
from kg.query.labels import Labels
from kg.query.sparql import ask
from kg.serve.explore.collection import Collection
from kg.serve.explore.items import above, items, places
from kg.store.embedded import Embedded
from kg.store.worker import half_of_memory
from kg.workspace import Workspace

if TYPE_CHECKING:
    import networkx as nx

    from kg.serve.asking.answer import Kept

READERS = min(4, max(2, os.cpu_count() or 1))
"""How many queries are answered at once, each by a process of its own."""

REMEMBERED = 8
"""The answers that are kept to be sorted, narrowed and drawn."""

LEAST = 512 << 20
"""The bytes that each of these processes may have at least: less would not open a store."""

ROWS = 1_000_000
"""The most rows of an answer; one that has more is refused, and each answer says so in its head."""

LINKS = (("/explore", "工作台"),)
"""What the header of the briefing leads to: the menu of all other pages."""


class Held:
    """A graph as it was built, with what was made of it once."""

    def __init__(self, workspace: Workspace) -> None:
        self.graph = Graph(workspace)
        self.users = 0
        self.retired = False
        self._making = threading.Lock()
        self._remembering = threading.Lock()
        self._answers: OrderedDict[str, Kept] = OrderedDict()
        share = max(LEAST, half_of_memory() // READERS)  # together they take half of what there is
        self._readers = [Embedded(self.graph.folder, share, ROWS) for _ in range(READERS)]
        self._idle: SimpleQueue[Embedded] = SimpleQueue()
        for reader in self._readers:
            self._idle.put(reader)

    @property
    def version(self) -> str:
        """Stands for the content of the graph: it changes with every statement."""
        return f"{self._readers[0].state.checksum:064x}"[:16]

    @contextmanager
    def reader(self) -> Iterator[Embedded]:
        """A store that answers nobody else meanwhile; waits until one is idle."""
        reader = self._idle.get()
        try:
            yield reader
        finally:
            self._idle.put(reader)

    def ask(self, reader: Embedded, text: str, timeout: float) -> Result:
        """The answer to a query, within a time."""
        return ask(reader, text, self.graph.workspace.settings.base, timeout)

    def kept(self, text: str, found: Callable[[], "Kept"]) -> "Kept":
        """The answer to a text, found once while it is among the last that were asked."""
        with self._remembering:
            if text in self._answers:
                self._answers.move_to_end(text)
                return self._answers[text]
        answer = found()
        with self._remembering:
            self._answers[text] = answer
            while len(self._answers) > REMEMBERED:
                self._answers.popitem(last=False)
        return answer

    def labels(self, language: str) -> Labels:
        """What things are called."""
        return Labels(self.graph.store, language)

    @cached_property
    def _network(self) -> "nx.MultiDiGraph[str]":
        return self.graph.to_networkx()

    @cached_property
    def _briefing(self) -> bytes:
        needed, options = part(self.graph.store, Options(), self.graph.ontology)
        network = self.graph.to_networkx(promises=True, part=needed)  # here alone: it reads the reports
        return html(network, options, self.graph.ontology, LINKS).encode()

    @cached_property
    def _collection(self) -> Collection:
        network, ontology = self._network, self.graph.ontology
        spoken_for = places(network, ontology)
        return Collection(items(network, ontology, spoken_for), above(spoken_for, ontology))

    @cached_property
    def _pairs(self) -> "tuple[Likeness, ...]":
        return alike(self._network)

    @cached_property
    def _doubts(self) -> "tuple[Doubt, ...]":
        return doubts(self._network)

    @property
    def pairs(self) -> "tuple[Likeness, ...]":
        """The names that may be one thing, made at the first call."""
        with self._making:
            return self._pairs

    @property
    def doubts(self) -> "tuple[Doubt, ...]":
        """The claims and figures, the least sure first, made at the first call."""
        with self._making:
            return self._doubts

    @property
    def tasks(self) -> "list[Act]":
        """The tasks, the least sure first."""
        return sorted(self.network.graph["acts"], key=lambda act: (act.confidence, act.document, act.span))

    @property
    def network(self) -> "nx.MultiDiGraph[str]":
        """The whole graph as a network, made at the first call."""
        with self._making:
            return self._network

    @property
    def collection(self) -> Collection:
        """All that is explored, made at the first call."""
        with self._making:
            return self._collection

    def briefing(self) -> bytes:
        """The briefing of the whole graph, made at the first call."""
        with self._making:
            return self._briefing

    def close(self) -> None:
        """Lets go of files and processes."""
        for reader in self._readers:
            reader.close()
        self.graph.close()


class Present:
    """The present graph of a workspace, opened anew where a build has put another in its place."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._lock = threading.Lock()
        self._held: Held | None = None

    @contextmanager
    def use(self) -> Iterator[Held]:
        """The graph of now, which stays as it is as long as the context lasts.

        Raises StoreError where there is none.
        """
        held = self._take()
        try:
            yield held
        finally:
            self._give(held)

    def warm(self) -> None:
        """Makes what the pages stand on, so that the first who asks need not wait for it."""
        with suppress(KgError), self.use() as held:
            _ = held.collection

    def _take(self) -> Held:
        with self._lock:
            if self._held is None or self._held.graph.folder != self.workspace.current():
                new, old = Held(self.workspace), self._held
                self._held = new
                if old is not None:
                    self._retire(old)
            self._held.users += 1
            return self._held

    def _give(self, held: Held) -> None:
        with self._lock:
            held.users -= 1
            if held.retired and not held.users:
                held.close()

    def _retire(self, held: Held) -> None:
        held.retired = True
        if not held.users:
            held.close()

    def close(self) -> None:
        """Lets go of the graph once nobody uses it."""
        with self._lock:
            if self._held is not None:
                self._retire(self._held)
                self._held = None

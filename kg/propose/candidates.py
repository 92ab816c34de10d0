"""Candidates, and the file of a workspace that keeps them: `candidates.jsonl`."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from kg.errors import SettingsError
from kg.model import Span
from kg.workspace.files import write

Kind = Literal["relation", "measure", "merge"]
KINDS: tuple[Kind, ...] = ("relation", "measure", "merge")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement that a model proposes, and the words of the document that are to state it.

    Of a relation `subject` and `object` are names of the document; of a measure `object` are its words and `subject`
    who acts ("" for nobody known); of a merge `subject` is the name that means the thing `object`. `quote` stands
    letter by letter at `start` to `end` of the document, in `sentence`. `refused` says that a person rejected it.
    """

    kind: Kind
    document: str
    quote: str
    start: int
    end: int
    sentence: str
    subject: str
    relation: str
    object: str
    status: str
    model: str
    refused: bool = False

    @property
    def id(self) -> str:
        """What a person calls it: the same for the same statement in the same sentence, whichever model proposed it."""
        parts = (self.kind, self.document, self.sentence, self.subject, self.relation, self.object)
        return (
            "candidate/"
            + hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:12]
        )

    @property
    def span(self) -> Span:
        """Where its quote stands."""
        return self.start, self.end


def load(path: Path) -> tuple[Candidate, ...]:
    """The candidates of a file; none where there is no file. Raises SettingsError with the line that is wrong."""
    try:
        lines = path.read_text(encoding="utf-8", errors="surrogatepass").split("\n")
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: cannot be read: {error}") from error
    found = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found.append(Candidate(**json.loads(line)))
        except (ValueError, TypeError) as error:
            raise SettingsError(
                f"{path}: line {number} is no candidate", "remove it; kg propose writes them"
            ) from error
    return tuple(found)


def save(path: Path, found: Iterable[Candidate]) -> None:
    """Writes candidates to a file, each once, in the order of documents and places."""
    kept = {one.id: one for one in found}
    ordered = sorted(kept.values(), key=lambda one: (one.document, one.start, one.end, one.kind, one.id))
    write(path, "".join(f"{json.dumps(asdict(one), ensure_ascii=False)}\n" for one in ordered))

"""Answers of a language model at an OpenAI-compatible address, kept on disk by the prompt, within a limit of tokens."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from kg.errors import InputError, SettingsError
from kg.workspace.files import write

Message = Mapping[str, str]
_largest = 4_000_000  # bytes of an answer
_longest_answer = 2_000  # tokens
_chat = "/chat/completions"


class UsedUpError(InputError):
    """The limit of tokens leaves no room for the next question."""


@dataclass(slots=True)
class Model:
    """A language model: where it answers, what it is called there, and how much it may be asked.

    `most_tokens` bounds what all its answers cost together, questions included, `spent` is what they have cost; an
    answer that `cache` holds costs nothing. `key` goes with every request and is kept nowhere.
    """

    address: str
    name: str
    cache: Path
    key: str = ""
    most_tokens: int = 200_000
    patience: float = 60.0
    spent: int = 0
    asked: int = 0
    reused: int = 0

    def __post_init__(self) -> None:
        if not self.address.startswith(("http://", "https://")):
            raise SettingsError(
                f"{self.address}: not an address of a server",
                "give a URL that begins with http:// or https://",
            )
        root = self.address.rstrip("/")
        self.address = root if root.endswith(_chat) else root + _chat

    def answer(self, messages: Sequence[Message]) -> str:
        """The text that the model answers, asked for once; the same messages have the same answer from then on.

        Raises InputError where the server fails, UsedUpError where the limit leaves no room.
        """
        asked = {
            "model": self.name, "messages": list(messages), "temperature": 0, "max_tokens": _longest_answer,
        }  # fmt: skip
        body = json.dumps(asked, sort_keys=True).encode()
        digest = hashlib.sha256(self.address.encode() + b"\n" + body).hexdigest()
        kept = self.cache / f"{digest}.json"
        if (text := _kept(kept)) is not None:
            self.reused += 1
            return text
        size = sum(len(message["content"]) for message in messages)
        if self.spent + size + _longest_answer > self.most_tokens:
            raise UsedUpError(
                f"the limit of {self.most_tokens} tokens is reached", "raise --most-tokens and run it again"
            )
        data = self._sent(body)
        text, cost = _read(data)
        self.asked += 1
        self.spent += cost if cost is not None else size + len(text)
        self.cache.mkdir(parents=True, exist_ok=True)
        write(kept, json.dumps({"text": text}, ensure_ascii=False))
        return text

    def _sent(self, body: bytes) -> bytes:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        request = Request(self.address, body, headers, method="POST")  # noqa: S310 - http or https, as checked
        try:
            with build_opener(_Stay).open(request, timeout=self.patience) as got:
                data: bytes = got.read(_largest + 1)
        except HTTPError as error:
            with error:
                raise InputError(f"the model's server answered {error.code}", _advice(error.code)) from error
        except TimeoutError as error:
            raise self._slow() from error
        except (URLError, HTTPException, OSError, ValueError) as error:
            if isinstance(getattr(error, "reason", None), TimeoutError):
                raise self._slow() from error
            reason = getattr(error, "reason", error)
            raise InputError(
                f"the model's server cannot be reached: {reason}", "is --address right, and the server up?"
            ) from error
        if len(data) > _largest:
            raise InputError("the model's server sends no end of an answer")
        return data

    def _slow(self) -> InputError:
        return InputError(
            f"the model's server did not answer within {self.patience:g} seconds", "raise --patience"
        )


class _Stay(HTTPRedirectHandler):
    """Follows no redirect: one could lead elsewhere with the key and the text."""

    def redirect_request(self, *_: object) -> None:
        """None: the answer is an error with the code of the redirect."""


def _advice(code: int) -> str:
    if code in (401, 403):
        return "does --key-from name the variable that holds the key?"
    return "is --model right?" if code in (400, 404, 422) else "run it again later: what was answered is kept"


def _kept(path: Path) -> str | None:
    try:
        text = json.loads(path.read_text(encoding="utf-8"))["text"]
    except (OSError, ValueError, LookupError, TypeError):
        return None
    return text if isinstance(text, str) else None


def _read(data: bytes) -> tuple[str, int | None]:
    """The text of an answer and what it cost, None where the server does not tell."""
    try:
        answer: Any = json.loads(data)
        text = answer["choices"][0]["message"]["content"]
        usage = answer.get("usage")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise _not_understood() from error
    if not isinstance(text, str):
        raise _not_understood()
    cost = usage.get("total_tokens") if isinstance(usage, dict) else None
    return text, cost if isinstance(cost, int) and cost >= 0 else None


def _not_understood() -> InputError:
    return InputError(
        "the model's server answered something else than a chat completion", "is --address that of its chat?"
    )

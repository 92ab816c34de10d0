"""What stops a run, as a small tree under KgError; what is wrong with one input is a `model.Problem`."""

from collections.abc import Iterable
from difflib import get_close_matches


def reason(error: OSError) -> str:
    """What the system says of an error, in small letters."""
    return (error.strerror or str(error)).lower()


class KgError(Exception):
    """A run that cannot go on: a lower-case fact, where it was met, and what to try.

    Anything raised that is not a KgError is a bug of ours and shows its traceback.
    """

    def __init__(self, fact: str, hint: str = "") -> None:
        super().__init__(fact)
        self.fact = fact
        self.hint = hint
        if hint:
            self.add_note(f"try: {hint}")  # a traceback shows it: what programs meet says what to try, too


class InputError(KgError):
    """An input that cannot be used: missing, unreadable, not of its kind."""


class UnreadError(InputError):
    """An input of a kind that kg does not read, or not here: a picture, a scan without the extra that reads it."""


class SettingsError(KgError):
    """A setting, a lexicon or an ontology file that is wrong."""


class ModelError(KgError):
    """A file of weights that is missing or broken, or that does not fit the ontology or this kg."""


class QueryError(KgError):
    """A query that cannot be answered: its syntax, its name, a parameter, its time."""


class QueryWarning(UserWarning):
    """A query that is answered, and looks mistaken: a term that is none, a variable that nothing binds."""


class LimitError(QueryError):
    """A query that was ended: it took more time or memory than it may."""


class StoreError(KgError):
    """A workspace or a store that cannot be opened, written or swapped."""


class ExportError(KgError):
    """A file that cannot be written in the form asked for."""


def nearest(name: str, known: Iterable[str], most: int = 4, least: float = 0.6) -> list[str]:
    """The known names most like one that is none of them: alike letter by letter, then one within the other.

    `least` is how alike they must be, from 0 to 1.
    """
    plain: dict[str, str] = {}
    for one in known:
        plain.setdefault(one.casefold(), one)
    asked = name.casefold()
    within = (one for one in plain if len(asked) > 1 and one and (asked in one or one in asked))
    found = dict.fromkeys((*get_close_matches(asked, plain, most, least), *within))
    return [plain[one] for one in found][:most]


def unknown(
    name: str, known: Iterable[str], fact: str, otherwise: str, raised: type[KgError] = QueryError
) -> KgError:
    """The error on a name that is none of those known: with the nearest of them, else with what lists them."""
    near = nearest(name, known)
    return raised(f"{name}: {fact}", f"near: {', '.join(near)}" if near else otherwise)


def no_document(name: str, ids: Iterable[str]) -> KgError:
    """The error on a name that is the id of no document."""
    return unknown(name, ids, "no document has this id", "kg query documents lists them")

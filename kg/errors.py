"""What stops a run, as a small tree under KgError; what is wrong with one input is a `model.Problem`."""


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

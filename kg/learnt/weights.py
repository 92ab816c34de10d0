"""The file of a trained model: arrays, with the names of what their columns stand for and what they were trained on.

A model never knows a label or a feature by its place: code asks by name, and what does not fit is refused.
"""

import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg import __version__
from kg.errors import ModelError
from kg.learnt.names import BETWEEN, Names

FORMAT = 1
"""The form of the file; a higher one was written by a newer kg."""

_about = "about"


@dataclass(frozen=True, slots=True)
class Weights:
    """What a file of weights holds.

    `labels` are the names of what a model tells apart (types, relations, classes of verbs …) and
    `features` those of what it looks at, both in the order of its columns; `version` is the kg that
    trained it, `digest` stands for the annotated documents that it was trained on.
    """

    path: Path
    arrays: Mapping[str, NDArray[Any]]
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    features: Mapping[str, Names] = field(default_factory=dict)
    version: str = ""
    digest: str = ""

    def array(self, name: str) -> NDArray[Any]:
        """An array by name. Raises ModelError where there is none."""
        if name not in self.arrays:
            raise _misfit(self.path, f"no array {name}")
        return self.arrays[name]

    def labels_among(self, kind: str, known: Iterable[str]) -> tuple[str, ...]:
        """The labels of a kind, in the order of the model's columns.

        Raises ModelError where one of them is not known: the ontology has lost what the model tells.
        """
        mine = self.labels.get(kind, ())
        if not mine:
            raise _misfit(self.path, f"no labels of {kind}")
        lost = sorted(set(mine).difference(known))
        if lost:
            raise _misfit(self.path, f"the model knows {kind} that the ontology does not: {', '.join(lost)}")
        return mine

    def columns(self, name: str, offered: Sequence[str]) -> NDArray[np.int64]:
        """For each feature of a model its place among those that the code offers.

        Raises ModelError where the model looks at something that is not offered.
        """
        mine = tuple(self.features.get(name, ()))
        place = {feature: i for i, feature in enumerate(offered)}
        lost = [feature for feature in mine if feature not in place]
        if lost or not mine:
            what = f"features that are not made any more: {', '.join(lost[:5])}" if lost else "no features"
            raise _misfit(self.path, f"{name}: {what}")
        return np.array([place[feature] for feature in mine], np.int64)

    def by_feature(self, name: str) -> dict[str, float]:
        """The weight of each feature of a model that has one weight a feature.

        Raises ModelError where there is not one name for each weight.
        """
        mine, values = self.features.get(name, ()), self.array(name).tolist()
        if len(mine) != len(values):
            raise _misfit(self.path, f"{name}: {len(mine)} features, {len(values)} weights")
        return dict(zip(mine, values, strict=True))


def save(
    path: Path,
    arrays: Mapping[str, NDArray[Any]],
    *,
    labels: Mapping[str, Sequence[str]],
    features: Mapping[str, Iterable[str]],
    digest: str,
    version: str = __version__,
) -> None:
    """Writes a file of weights, compressed, the same bytes for the same content."""
    kept: dict[str, Any] = dict(arrays)
    for group, named in (("labels", labels), ("features", features)):
        for name, values in named.items():
            kept[f"{group}/{name}"] = np.frombuffer(BETWEEN.join(values).encode(), np.uint8)
    about = json.dumps({"format": FORMAT, "version": version, "digest": digest}, sort_keys=True)
    kept[_about] = np.frombuffer(about.encode(), np.uint8)
    np.savez_compressed(path, **{name: kept[name] for name in sorted(kept)})


def load(path: Path) -> Weights:
    """What a file of weights holds.

    Raises ModelError where it is missing, broken, of another form, or says nothing of itself.
    """
    try:
        with path.open("rb") as file, np.load(file) as kept:
            arrays = {name: kept[name] for name in kept.files}
    except (OSError, ValueError, EOFError, zipfile.BadZipFile) as error:
        raise ModelError(f"{path}: weights that cannot be read: {error}", _hint) from error
    if _about not in arrays:
        raise _misfit(path, "the file does not say what its columns stand for")
    about = json.loads(_text(arrays.pop(_about)))
    if about["format"] > FORMAT:
        raise _misfit(path, f"written by a newer kg (form {about['format']}, this kg reads {FORMAT})")
    labels = {name: tuple(Names(text)) for name, text in _named(arrays, "labels")}
    features = {name: Names(text) for name, text in _named(arrays, "features")}
    return Weights(path, arrays, labels, features, about["version"], about["digest"])


def _named(arrays: dict[str, NDArray[Any]], group: str) -> Iterator[tuple[str, NDArray[np.uint8]]]:
    """The names of a group, taken out of the arrays, as `Names` has them."""
    for key in [key for key in arrays if key.startswith(f"{group}/")]:
        text = arrays.pop(key)
        yield key.removeprefix(f"{group}/"), np.append(text, np.uint8(0)) if len(text) else text


_hint = "install kg anew, or train the model anew (kg train)"


def _misfit(path: Path, fact: str) -> ModelError:
    return ModelError(f"{path}: {fact}", _hint)


def _text(array: NDArray[Any]) -> str:
    return array.tobytes().decode()

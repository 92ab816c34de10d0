"""Regions of annotated documents to folds for cross-validation: no region is in two of them."""

import hashlib
from collections.abc import Sequence

from kg.model import Annotated


def folds(regions: Sequence[str], count: int) -> list[int]:
    """The fold of each document, by its region; which region is where hangs on its name alone."""
    ordered = sorted(set(regions), key=lambda region: hashlib.sha256(region.encode()).hexdigest())
    place = {region: i % count for i, region in enumerate(ordered)}
    return [place[region] for region in regions]


def parts(documents: Sequence[Annotated], count: int) -> list[list[int]]:
    """The documents of each fold, by their place; a document without a region stands alone."""
    fold = folds([one.document.region or one.document.id for one in documents], count)
    return [[i for i, of in enumerate(fold) if of == k] for k in range(count)]

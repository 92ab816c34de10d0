"""The media type of an answer: what a client accepts (RFC 9110, 12.5.1) against what there is."""

from collections.abc import Sequence


def best(accept: str, offers: Sequence[str]) -> str | None:
    """The offer that the client likes most, the first of equals; None where it accepts none.

    Without an Accept header it is the first offer.
    """
    ranges = [_range(part) for part in accept.split(",") if part.strip()] or [("*/*", 1.0)]
    liked = [(quality, offer) for offer in offers if (quality := _quality(offer, ranges)) > 0]
    return max(liked, key=lambda one: one[0])[1] if liked else None


def _range(part: str) -> tuple[str, float]:
    kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
    quality = next((p[2:] for p in parameters if p.startswith("q=")), "1")
    try:
        return kind, float(quality)
    except ValueError:
        return kind, 0.0


def _quality(offer: str, ranges: Sequence[tuple[str, float]]) -> float:
    """How much an offer is liked: what the most exact of the ranges that hold it says."""
    main = offer.partition("/")[0]
    for wanted in (offer, f"{main}/*", "*/*"):
        found = [quality for kind, quality in ranges if kind == wanted]
        if found:
            return max(found)
    return 0.0

"""Consistency: a name has one type."""

from kg.extract.coref.consistency import consistent
from kg.model import Mention


def marked(text, *names):
    """A mention for the first place of each name: (surface, type) or (surface, type, confidence)."""
    found = []
    at = 0
    for surface, kind, *confidence in names:
        at = text.index(surface, at)
        found.append(Mention("d", at, at + len(surface), surface, kind, surface, *confidence))
        at += len(surface)
    return found


def named(text, *names):
    return [(m.text, m.name, m.type) for m in consistent(marked(text, *names), text)]


def test_a_name_has_the_type_with_most_confidence_behind_it():
    text = "云湖科创园、云湖科创园、云湖科创园"
    found = named(
        text, ("云湖科创园", "Zone", 0.5), ("云湖科创园", "Project", 0.9), ("云湖科创园", "Zone", 0.6)
    )
    assert {kind for _, _, kind in found} == {"Zone"}

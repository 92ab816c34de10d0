"""Words of briefings in Chinese and English, from entries of `ontology/labels/`."""

from collections.abc import Mapping

from kg.export.briefing.records import Text
from kg.ontology import Ontology


def say(entry: Mapping[str, str], zh: Mapping[str, object], en: Mapping[str, object] | None = None) -> Text:
    """An entry {zh, en} with its fields filled in, each language from its own values."""
    return Text(entry["zh"].format_map(zh), entry["en"].format_map(zh if en is None else en))


def type_name(ontology: Ontology, name: str) -> Text:
    """What a class is called."""
    known = ontology.classes.get(name)
    return Text(name, name) if known is None else Text(known.zh, known.en)

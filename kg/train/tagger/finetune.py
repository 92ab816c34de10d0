"""A pretrained network to one that tags mentions: first on a teacher's tags, then on annotated documents."""

import math
import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from kg.extract.ner.tagger.bies import Scores, Tags, Typed, encode
from kg.extract.ner.tagger.crf_features import stretches
from kg.extract.ner.tagger.encoder import Alphabet, stacked, windows
from kg.train.tagger.network import Network
from kg.train.tagger.pretrained import Base

Shares = npt.NDArray[np.float16]
"""How likely each tag is, characters by tags."""
Lesson = tuple[str, Sequence[int] | Shares]
"""A stretch of text with the number of the right tag for each character, or with how likely each tag is."""
Marked = tuple[str, list[Typed]]
"""A text and its mentions."""
Tell = Callable[[str], None]
State = dict[str, Any]

first_rates, onward_rates = (1.2e-4, 1e-3), (8e-5, 6e-4)
"""The highest learning rates of the transformer and of the rest, at first, and where they have learnt before."""
last_rounds = 3
"""The weights of the last rounds are averaged (Izmailov and others 2018)."""
swapped = 0.15
"""How often another name of the same type stands in for a mention, in every second reading of a document."""


def steps(
    network: Network,
    alphabet: Alphabet,
    rounds: Iterator[list[Lesson]],
    total: int,
    size: int,
    rates: tuple[float, float],
    smoothing: float,
    tell: Tell,
) -> State:
    """Trains the network on rounds of lessons; the mean of its weights after the last rounds.

    `rates` are the highest learning rates of the transformer and of the rest: up over a tenth of the
    `total` batches, then down. The computation is in bfloat16 where the processor has it.
    """  # fmt: skip
    own = network.pretrained()
    known = {id(p) for p in own}
    rest = [p for p in network.parameters() if p.requires_grad and id(p) not in known]
    optimizer = torch.optim.AdamW([{"params": own}, {"params": rest}], lr=0.0, weight_decay=0.01, fused=True)
    taken: list[State] = []
    done = 0
    for number, lessons in enumerate(rounds, 1):
        network.train()
        sum_of_losses = 0.0
        batches = list(_batches(lessons, size))
        for batch in batches:
            done += 1
            share = min(1.0, done / (0.1 * total)) * max(0.03, 1 - done / total)
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * share
            given = stacked([alphabet(text) for text, _ in batch], alphabet.pieces.pad)
            right = _right(batch, given["chars"].shape[1], network.out.out_features, smoothing)
            with torch.autocast("cpu", torch.bfloat16):
                scores = network(**{name: torch.from_numpy(row) for name, row in given.items()})
            loss = -(right * torch.log_softmax(scores.float(), -1)).sum() / right.sum()
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            sum_of_losses += loss.item()
        tell(f"round {number}: loss {sum_of_losses / len(batches):.3f}")
        taken = [*taken[1 - last_rounds :], {k: v.clone() for k, v in network.state_dict().items()}]
    return {k: torch.stack([one[k] for one in taken]).mean(0) for k in taken[0]}


def _right(batch: Sequence[Lesson], width: int, kinds: int, smoothing: float) -> Tensor:
    """How likely each tag is for each character; nothing at all behind the end of a stretch.

    Of a tag that is given as a number a part goes to all tags alike (label smoothing).
    """
    right = torch.zeros(len(batch), width, kinds)
    for k, (text, expected) in enumerate(batch):
        if isinstance(expected, np.ndarray):
            right[k, : len(text)] = torch.from_numpy(expected).float()
        else:
            right[k, : len(text)] = smoothing / kinds
            right[k, range(len(text)), list(expected)] += 1 - smoothing
    return right


def _batches(lessons: list[Lesson], size: int) -> Iterator[list[Lesson]]:
    """Lessons of like length together, in a random order."""
    random.shuffle(lessons)
    found: list[list[Lesson]] = []
    for k in range(0, len(lessons), 8 * size):
        near = sorted(lessons[k : k + 8 * size], key=lambda lesson: len(lesson[0]))
        found.extend(near[j : j + size] for j in range(0, len(near), size))
    random.shuffle(found)
    yield from found


def seeded(seed: int) -> None:
    """All sources of chance set: the same data then give the same weights on the same machine."""
    random.seed(seed)
    torch.manual_seed(seed)
    torch.set_num_threads(1)


def pretrain(base: Base, alphabet: Alphabet, lessons: list[Lesson], kinds: int, tell: Tell) -> State:
    """The weights, but for the last layer, after one reading of plain text with a teacher's tags."""
    seeded(5)
    network = Network(base, len(alphabet.chars) + 1, kinds)
    state = steps(
        network, alphabet, iter([lessons]), math.ceil(len(lessons) / 8), 8, (1.5e-4, 2e-3), 0.0, tell
    )
    return {name: value for name, value in state.items() if not name.startswith("out.")}


def finetune(
    base: Base,
    alphabet: Alphabet,
    tags: Tags,
    start: State,
    documents: Sequence[Marked],
    seed: int,
    tell: Tell,
    rounds: int,
    plain: Sequence[Lesson] = (),
    rates: tuple[float, float] = first_rates,
) -> Network:
    """A network trained on the mentions of documents, from the weights that `pretrain` gave.

    Stretches of plain text with what others say of them are dealt out over the rounds.
    """
    seeded(seed)
    network = Network(base, len(alphabet.chars) + 1, len(tags.names))
    network.load_state_dict(start, strict=False)
    names: dict[str, list[str]] = defaultdict(list)
    for text, mentions in documents:
        for kind, surface in sorted({(kind, text[a:b]) for a, b, kind in mentions}):
            names[kind].append(surface)
    readings = (
        [
            *(
                lesson
                for one in documents
                for lesson in _lessons(tags, *_varied(*one, names), 0.12 if k % 2 else 0.03)
            ),
            *plain[k::rounds],
        ]
        for k in range(rounds)
    )
    size = sum(len(text) for text, _ in documents)
    total = rounds * math.ceil(size / 224 / 5) + math.ceil(len(plain) / 5)
    network.load_state_dict(steps(network, alphabet, readings, total, 5, rates, 0.03, tell))
    return network


def _varied(text: str, mentions: list[Typed], names: dict[str, list[str]]) -> Marked:
    """The document, in every second reading with other names of the same type here and there."""
    if random.random() < 0.5:  # noqa: S311 - chance for training
        return text, mentions
    parts: list[str] = []
    found: list[Typed] = []
    at = size = 0
    for start, end, kind in mentions:
        parts.append(text[at:start])
        size += start - at
        surface = text[start:end]
        if random.random() < swapped and surface[0] not in "“《":  # noqa: S311 - chance for training
            surface = random.choice(names[kind])  # noqa: S311 - chance for training
        parts.append(surface)
        found.append((size, size + len(surface), kind))
        size += len(surface)
        at = end
    return "".join((*parts, text[at:])), found


def _lessons(tags: Tags, text: str, mentions: list[Typed], cut: float) -> Iterator[Lesson]:
    """Stretches as at run time; now and then one ends earlier (with probability `cut` at each sentence)."""
    expected = [tags.number[tag] for tag in encode(len(text), mentions)]
    ends = [end for _, end in stretches(text) if random.random() < cut]  # noqa: S311 - chance for training
    begun = 0
    for stop in (*ends, len(text)):
        for start, end in windows(text[begun:stop]):
            yield text[begun + start : begun + end], expected[begun + start : begun + end]
        begun = stop


def opinion(network: Network, alphabet: Alphabet, text: str, count: int) -> Scores:
    """What a network of `count` tags says of a text, as the encoder that is made of it will: log probabilities."""
    network.eval()
    scores = np.zeros((len(text), count), np.float32)
    for start, end in windows(text):
        given = stacked([alphabet(text[start:end])], alphabet.pieces.pad)
        with torch.no_grad():
            said = network(**{name: torch.from_numpy(row) for name, row in given.items()})
        scores[start:end] = torch.log_softmax(said[0].float(), -1).numpy()
    return scores

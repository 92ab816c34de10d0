"""Plain text to the tags that the policy tagger of the package envpos gives it: what the encoder learns first.

envpos (Apache-2.0): an ALBERT of 4 layers and 312 dimensions, a BiLSTM and a conditional random field,
with words and names of 42 kinds for Chinese policy text.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - as torch's own texts write it

from kg.train.tagger.pretrained import package_file

folder = "files/pretrained_models/pos-albert"
together = 24


class Teacher:
    """The tagger of envpos, its weights read once."""

    def __init__(self) -> None:
        vocabulary = package_file("envpos", f"{folder}/vocab.txt").read_text(encoding="utf-8").splitlines()
        self._ids = {piece: number for number, piece in enumerate(vocabulary)}
        self._weights: dict[str, Tensor] = torch.load(
            package_file("envpos", f"{folder}/pytorch_model.bin"), map_location="cpu", weights_only=True
        )
        self.tags = len(self._weights["crf.start_transitions"])
        self._lstm = nn.LSTM(312, 312, batch_first=True, bidirectional=True)
        self._lstm.load_state_dict({k[7:]: v for k, v in self._weights.items() if k.startswith("bilstm")})

    def __call__(self, texts: Sequence[str]) -> Iterator[list[int]]:
        """The number of the tag of each character of each text; a text has at most 500 characters."""
        for k in range(0, len(texts), together):
            rows = [
                [
                    self._ids["[CLS]"],
                    *(self._ids.get(c, self._ids["[UNK]"]) for c in text.lower()),
                    self._ids["[SEP]"],
                ]
                for text in texts[k : k + together]
            ]
            size = max(map(len, rows))
            ids = torch.tensor([row + [0] * (size - len(row)) for row in rows])
            lengths = torch.tensor([len(row) for row in rows])
            with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
                scores = self._scores(ids, lengths).float()
            for row, tags in zip(rows, self._best(scores, lengths), strict=True):
                yield tags[1 : len(row) - 1].tolist()

    def _linear(self, x: Tensor, name: str) -> Tensor:
        return F.linear(x, self._weights[f"{name}.weight"], self._weights[f"{name}.bias"])

    def _norm(self, x: Tensor, name: str) -> Tensor:
        weights = self._weights
        return F.layer_norm(x, x.shape[-1:], weights[f"{name}.weight"], weights[f"{name}.bias"], 1e-12)

    def _scores(self, ids: Tensor, lengths: Tensor) -> Tensor:
        batch, size = ids.shape
        outer, layer = "albert.embeddings", "albert.encoder.albert_layer_groups.0.albert_layers.0"
        vectors = [
            self._weights[f"{outer}.{kind}_embeddings.weight"] for kind in ("word", "position", "token_type")
        ]
        x = self._norm(vectors[0][ids] + vectors[1][:size] + vectors[2][0], f"{outer}.LayerNorm")
        x = self._linear(x, "albert.encoder.embedding_hidden_mapping_in")
        bias = torch.zeros(batch, size).masked_fill(torch.arange(size) >= lengths[:, None], -1e4)[
            :, None, None, :
        ]
        for _ in range(4):
            query, key, value = (
                self._linear(x, f"{layer}.attention.{part}").view(batch, size, 12, 26).transpose(1, 2)
                for part in ("query", "key", "value")
            )
            weight = torch.softmax((query @ key.transpose(-1, -2) / 26**0.5).float() + bias, -1).to(
                value.dtype
            )
            mixed = (weight @ value).transpose(1, 2).reshape(batch, size, 312)
            x = self._norm(
                x + self._linear(mixed, f"{layer}.attention.dense"), f"{layer}.attention.LayerNorm"
            )
            inner = self._linear(F.gelu(self._linear(x, f"{layer}.ffn")), f"{layer}.ffn_output")
            x = self._norm(x + inner, f"{layer}.full_layer_layer_norm")
        packed = nn.utils.rnn.pack_padded_sequence(x.float(), lengths, batch_first=True, enforce_sorted=False)
        y, _ = nn.utils.rnn.pad_packed_sequence(self._lstm(packed)[0], batch_first=True, total_length=size)
        return self._linear(y, "classifier")

    def _best(self, scores: Tensor, lengths: Tensor) -> Any:
        step = self._weights["crf.transitions"]
        here = self._weights["crf.start_transitions"] + scores[:, 0]
        stay = torch.arange(scores.shape[2])[None]
        back: list[Tensor] = []
        for i in range(1, scores.shape[1]):
            value, origin = (here[:, :, None] + step).max(1)
            inside = (lengths > i)[:, None]
            here = torch.where(inside, value + scores[:, i], here)
            back.append(torch.where(inside, origin, stay))
        at = (here + self._weights["crf.end_transitions"]).argmax(1)
        path = [at]
        for origin in reversed(back):
            at = origin.gather(1, at[:, None])[:, 0]
            path.append(at)
        return torch.stack(path[::-1], 1)

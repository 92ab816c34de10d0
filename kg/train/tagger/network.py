"""The encoder as a network that can be trained: a transformer over pieces, a window over characters."""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - as torch's own texts write it

from kg.extract.ner.tagger.encoder import farthest
from kg.train.tagger.pretrained import Base

layers = 9
"""Of the 12 layers the lower ones: a quarter quicker, and the top ones served the pooled sentence vector."""
heads = 12
hidden = 256
char_width = 64
place_width = 16


class Layer(nn.Module):
    """A transformer layer with the norms behind (BERT)."""

    def __init__(self, base: Base, number: int) -> None:
        super().__init__()
        get = {k: torch.tensor(v) for k, v in base.weights.items() if k.startswith(f"{number}.")}
        width = len(get[f"{number}.q.bias"])

        def linear(rows: list[str]) -> nn.Linear:
            weight = torch.cat([get[f"{number}.{row}.weight"] for row in rows])
            made = nn.Linear(weight.shape[1], weight.shape[0])
            made.weight.data = weight
            made.bias.data = torch.cat([get[f"{number}.{row}.bias"] for row in rows])
            return made

        def norm(row: str) -> nn.LayerNorm:
            made = nn.LayerNorm(width, eps=1e-12)
            made.weight.data, made.bias.data = get[f"{number}.{row}.weight"], get[f"{number}.{row}.bias"]
            return made

        self.attend, self.attended = linear(["q", "k", "v"]), linear(["ao"])
        self.inner, self.outer = linear(["fi"]), linear(["fo"])
        self.attended_norm, self.outer_norm = norm("aln"), norm("oln")

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """States after the layer; `bias` is added to the attention (padding: far below 0)."""
        batch, size, width = x.shape
        query, key, value = self.attend(x).view(batch, size, 3, heads, width // heads).permute(2, 0, 3, 1, 4)
        weight = query * math.sqrt(heads / width) @ key.transpose(-1, -2) + bias
        mixed = (
            (torch.softmax(weight, -1, dtype=weight.dtype) @ value)
            .transpose(1, 2)
            .reshape(batch, size, width)
        )
        x = self.attended_norm(x + self.attended(mixed))
        inner = self.outer(F.gelu(self.inner(x)))
        found: Tensor = self.outer_norm(x + F.dropout(inner, 0.1, self.training))
        return found


class Network(nn.Module):
    """Pieces and characters to scores of tags for each character.

    Vectors of pieces stay as pretrained: names that were never seen in training keep their meaning.
    """

    def __init__(self, base: Base, chars: int, tags: int) -> None:
        super().__init__()
        width = base.weights["word"].shape[1]
        self.word = nn.Embedding.from_pretrained(torch.tensor(base.weights["word"]), freeze=True)
        self.position = nn.Parameter(torch.tensor(base.weights["position"]))
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.norm.weight.data = torch.tensor(base.weights["norm.weight"])
        self.norm.bias.data = torch.tensor(base.weights["norm.bias"])
        self.layers = nn.ModuleList(Layer(base, number) for number in range(layers))
        self.char = nn.Embedding(chars, char_width)
        self.char.weight.data *= 0.3
        self.begin, self.end = (nn.Embedding(farthest + 1, place_width) for _ in range(2))
        self.first = nn.Linear(width + char_width + 2 * place_width, hidden)
        self.wide, self.wide_norm = nn.Linear(5 * hidden, hidden), nn.LayerNorm(hidden)
        self.near, self.near_norm = nn.Linear(3 * hidden, hidden), nn.LayerNorm(hidden)
        self.out = nn.Linear(hidden, tags)

    def pretrained(self) -> list[nn.Parameter]:
        """The parameters of the transformer that are trained on."""
        parts = (self.norm, self.layers)
        return [self.position, *(p for part in parts for p in part.parameters())]

    def forward(
        self, ids: Tensor, mask: Tensor, piece_of: Tensor, chars: Tensor, from_begin: Tensor, to_end: Tensor
    ) -> Tensor:
        """Scores: stretches by characters by tags. What is put in: see `encoder.stacked`."""
        x = self.norm(self.word(ids) + self.position[: ids.shape[1]])
        x = F.dropout(x, 0.1, self.training)
        low = torch.bfloat16 if torch.is_autocast_enabled("cpu") else torch.float32
        bias = torch.zeros(mask.shape, dtype=low).masked_fill(~mask, -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, bias)
        own = torch.gather(x.float(), 1, piece_of[:, :, None].expand(-1, -1, x.shape[2]))
        y = torch.cat([own, self.char(chars), self.begin(from_begin), self.end(to_end)], -1)
        y = self.first(F.dropout(y, 0.2, self.training))
        y = self.wide_norm(y + F.gelu(self.wide(_window(y, 2))))
        y = self.near_norm(y + F.gelu(self.near(_window(F.dropout(y, 0.1, self.training), 1))))
        found: Tensor = self.out(F.dropout(y, 0.2, self.training))
        return found


def _window(x: Tensor, reach: int) -> Tensor:
    size = x.shape[1]
    padded = F.pad(x, (0, 0, reach, reach))
    return torch.cat([padded[:, i : i + size] for i in range(2 * reach + 1)], -1)

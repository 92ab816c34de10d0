"""A network to what a planner asks of it: who is central, what belongs together, what is missing, what differs."""

from kg.analyse.centrality import Community, Rank, communities, ranks
from kg.analyse.compare import Cell, Comparison, compare
from kg.analyse.diff import Change, diff, of_documents
from kg.analyse.doubts import Doubt, doubts
from kg.analyse.gaps import Gap, gaps
from kg.analyse.likeness import Likeness, alike

__all__ = [
    "Cell", "Change", "Community", "Comparison", "Doubt", "Gap", "Likeness", "Rank",
    "alike", "communities", "compare", "diff", "doubts", "gaps", "of_documents", "ranks",
]  # fmt: skip

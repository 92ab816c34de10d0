"""What a language model proposes of a document, as candidates beside the graph; each with its quote, found in the text.

A model proposes only: a candidate enters the graph where a person confirms it (`kg review confirm`), as a decision.
"""

from kg.propose.candidates import Candidate, load, save
from kg.propose.model import Model
from kg.propose.run import Outcome, propose

__all__ = ["Candidate", "Model", "Outcome", "load", "propose", "save"]

"""A span of a sentence to its factuality: done or to be done, negated or not, in which year and for which."""

from kg.extract.factuality.reading import Factuality, Reading, Verdict, load

__all__ = ["Factuality", "Reading", "Verdict", "load"]

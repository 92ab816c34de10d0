"""Which mentions of a document mean the same: aliases, abbreviations, words that stand for a name."""

"""Named entity recognition: the lexicon's terms, a classifier of spans, a tagger, and the best set without overlap."""

"""Open names: candidate spans between hard boundaries, judged by a linear classifier."""

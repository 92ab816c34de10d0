"""Measurements, run by hand: KG_BENCHMARKS=1 pytest tests/benchmarks -s. The README gives the ratios."""

import os

collect_ignore_glob = [] if os.environ.get("KG_BENCHMARKS") else ["test_*.py"]

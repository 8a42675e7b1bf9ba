"""Measures kpic beside other makers of documents: `python benchmarks/run.py`. docs/performance.md has the results."""

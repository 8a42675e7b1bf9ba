"""A spec's examples and tests: run, shown at the boundaries of its rules, measured for what they cover, and captured.

They go through the same evaluation and commentary as a report. What comes out is a value; nothing is printed here.
"""

from __future__ import annotations

from kpidsl.tester.results import Difference, Reached, Result
from kpidsl.tester.run import run

__all__ = ["Difference", "Reached", "Result", "run"]

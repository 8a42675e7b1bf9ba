"""Writes the tables of grammar/kpi.lark, after a change of it: `python -m tests.grammar_tables`."""

from __future__ import annotations

from pathlib import Path

from kpidsl.syntax import tables
from kpidsl.syntax.grammar import grammar_text

PLACE = Path(tables.__file__).with_name("tables.json")

if __name__ == "__main__":
    PLACE.write_text(tables.written(grammar_text()), encoding="utf-8")

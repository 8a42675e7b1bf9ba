"""A line of a shape that was met before is read as if it were the first."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import given, strategies as st

from kpidsl.source import Source
from kpidsl.syntax import shapes
from kpidsl.syntax.blocks import USAGE
from kpidsl.syntax.parser import parse

SPECS = sorted((Path(__file__).parents[1] / "specs").rglob("*.kpi"))
LINES = [line for path in SPECS for line in path.read_text(encoding="utf-8").splitlines()] + list(USAGE.values())
WORDS = sorted({word for line in LINES for word in re.findall(r'"[^"]*"|\S+', line)})


@st.composite
def _texts(draw: st.DrawFn) -> str:
    """Lines of real specs, some with a word exchanged, taken out or put in."""
    lines: list[str] = []
    for line in draw(st.lists(st.sampled_from(LINES), min_size=1, max_size=6)):
        words: list[str] = re.findall(r'"[^"]*"|\S+', line)
        if draw(st.booleans()) and words:
            at = draw(st.integers(0, len(words) - 1))
            after = at + draw(st.integers(0, 1))
            words[at:after] = draw(st.lists(st.sampled_from(WORDS), max_size=2))
        lines.append(" ".join(words))
    return "\n".join(lines)


@given(_texts(), _texts())
def test_what_was_read_before_changes_nothing(before: str, text: str) -> None:
    shapes.forget()
    source = Source("a.kpi", text)
    fresh = parse(source)
    parse(Source("b.kpi", before))
    assert parse(source) == fresh

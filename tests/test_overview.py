"""The overview fills at most one page, whatever the size of the report, and leaves nothing out without a word."""

from __future__ import annotations

import re

import pytest

from kpidsl import pipeline
from kpidsl.document.model import NewPage
from kpidsl.document.outline import block_lines
from kpidsl.pipeline import Composed
from kpidsl.render.pdf import render
from tests import cases

WORDS = "Share of children and young people whose reviews were held on time in the period, by area of the county "


def report(sections: int, each: int, letters: int) -> Composed:
    """A report of many indicators: two in three are red now, and were green in the quarter before."""
    lines, rows = ["language 1\n"], ["indicator,period,value"]
    for section in range(sections):
        lines.append(f'section s{section} "Section {section}, {(WORDS * 3)[: letters // 2]}"\n')
        for at in range(each):
            name = f"i{section}_{at}"
            label = f"{name} {(WORDS * 3)[:letters]}".strip()
            lines.append(
                f'indicator {name} "{label}"\n  section s{section}\n  unit percent\n  polarity higher is better\n'
                "  target 90%\n  tolerance 5 points\n"
            )
            lines.append(f'note {name} by "A"\n  > Why.\n  action "{label}" owner "B" by {1 + at} December 2021\n')
            rows += [f"{name},2020-21 Q4,95", f"{name},2021-22 Q1,{70 if at % 3 else 95}"]
    spec = (cases.BASE / "spec.kpi").read_text(encoding="utf-8")
    spec = spec.replace('chapter "Performance"', 'chapter "At a glance"\n  overview\n\nchapter "Performance"')
    spec = spec.replace('section one "Section one"\n', "")
    files = {"spec.kpi": spec, "indicators.kpi": "\n".join(lines), "data.csv": "\n".join(rows)}
    outcome = pipeline.compose_report("spec.kpi", cases.reader(files), formats=())
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


@pytest.mark.parametrize("sections", [1, 5, 10, 30])
@pytest.mark.parametrize(("each", "letters"), [(1, 20), (5, 60), (5, 150)])
def test_it_fits_on_one_page(sections: int, each: int, letters: int) -> None:
    made = report(sections, each, letters)
    assert [problem.code for problem in render(made.document, made.spec.house.theme).diagnostics] == []


@pytest.mark.parametrize("sections", [1, 5, 30])
def test_what_is_left_out_is_counted(sections: int) -> None:
    made = report(sections, 6, 60)
    blocks = made.document.blocks
    start, end = (at for at, block in enumerate(blocks) if isinstance(block, NewPage))
    lines = [line for block in blocks[start:end] for line in block_lines(block)]
    reds = 4 * sections
    worse = next(line for line in lines if "Worse since" in line)
    others = re.search(r"and (\d+) more\.$", worse)
    assert worse.count("(from Green to Red)") + (int(others[1]) if others else 0) == reds
    at = next(at for at, line in enumerate(lines) if line.endswith(f"Red: {reds:,} indicators."))
    items = [line for line in lines[at + 1 :] if line.startswith("    •")]
    listed = [line for line in items if "target 90%" in line]
    more = [int(found[1]) for line in items if (found := re.search(r"and (\d+) more", line))]
    assert len(listed) + (more[0] if len(listed) < reds else 0) == reds

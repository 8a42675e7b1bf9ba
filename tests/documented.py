"""The examples of docs/language.md, each made into a whole project.

A fence `kpi` holds whole blocks. What a report needs besides, and the example leaves out, is put around it: the report
block, a scheme `council`, the sections that its indicators name, places for table and commentary. Fences `csv` and
`yaml` below it are its data and its house, `csv NAME` and `json NAME` other files; an indicator that has no row, and is
not counted in records, is awaiting its figure. A fence `text WHAT` holds what comes out: `values`, `table`, `chart`,
`key`, `commentary`, `outline` or `tests`, as on the case pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.cases import Block

PAGE = Path(__file__).parents[1] / "docs/language.md"
_FENCE = re.compile(r"^```(?P<info>[^\n`]+)\n(?P<body>.*?)^```[ \t]*$", re.MULTILINE | re.DOTALL)
_REPORT = """
report "Performance report"
  committee  "Scrutiny Committee"
  meeting    30 September 2021
  from       "Strategic Director"
  period     2021-22 Q1
  house      "council.yaml"
  data       "data.csv"
  scheme     council
"""
_SCHEME = """
scheme council "Council rating"
  green  when at or better than target
  amber  when within tolerance
  red    otherwise
"""
_INDICATOR = """
indicator anything "Anything"
  section  anywhere
  unit     count
  polarity none
"""
_NO_ROWS = "indicator,period,value\n"
_HOUSE = """\
council: Example Council
"""


@dataclass(frozen=True)
class Example:
    """One `kpi` fence with the fences that belong to it; `line` is where it stands on the page."""

    line: int
    text: str
    files: dict[str, str]
    expected: tuple[Block, ...]


def examples() -> Iterator[Example]:
    """Every example of the page, in order."""
    page = PAGE.read_text(encoding="utf-8")
    fences = [Block(m["info"].strip(), m["body"], m.start("body"), m.end("body")) for m in _FENCE.finditer(page)]
    starts = [index for index, fence in enumerate(fences) if fence.info == "kpi"]
    for start, end in zip(starts, [*starts[1:], len(fences)], strict=True):
        example, *others = fences[start:end]
        text = example.body if "\nindicator " in f"\n{example.body}" else example.body + _INDICATOR
        given = {fence.info: fence.body for fence in others}
        line = page.count("\n", 0, example.start)
        expected = tuple(fence for fence in others if fence.info.startswith("text "))
        yield Example(line, text, _files(text, given), expected)


def _files(text: str, given: dict[str, str]) -> dict[str, str]:
    data, house = _data(text, given.get("csv", _NO_ROWS)), given.get("yaml", _HOUSE)
    completed = _completed(text)
    if data == _NO_ROWS:  # all is counted
        completed = completed.replace('  data       "data.csv"\n', "")
    files = {"spec.kpi": completed, "data.csv": data, "council.yaml": house}
    files |= dict.fromkeys(re.findall(r'^  data +"([^"]+)"', text, re.MULTILINE), data)
    files |= {info.split()[1]: body for info, body in given.items() if info.startswith(("json ", "csv "))}
    return files | dict.fromkeys(re.findall(r'^use "(.+)"', text, re.MULTILINE), "language 1\n")


def _completed(text: str) -> str:
    """The example with what it leaves out."""
    blocks = re.split(r"^(?=[a-z])", text, flags=re.MULTILINE)
    declared = set(re.findall(r'^(report|scheme council|section \w+) "', text, re.MULTILINE))
    parts = ["" if "language 1" in text else "language 1\n", text]
    parts += [_REPORT] if "report" not in declared else []
    parts += [_SCHEME] if "scheme council" not in declared else []
    for name in dict.fromkeys(re.findall(r"^  section +(\w+)", text, re.MULTILINE)):
        if f"section {name}" not in declared and name != "none":
            parts.append(f'\nsection {name} "{name.capitalize()}"\n')
    placed = "".join(block for block in blocks if block.startswith("chapter "))
    if re.search(r"^  for +all\b", text, re.MULTILINE):  # one report on all authorities has neither of these
        return "".join(parts)
    places = {"table": "table columns outturn, value, target, status", "commentary": "commentary"}
    for word, line in places.items():
        if not re.search(rf"^  {word}\b", placed, re.MULTILINE):
            parts.append(f'\nchapter "{word.capitalize()}"\n  {line}\n')
    return "".join(parts)


def _data(text: str, rows: str) -> str:
    """The rows, and one more for each indicator that has none for the period of the report."""
    period = (re.findall(r"^  period +(\d.+)$", text, re.MULTILINE) or ["2021-22 Q1"])[0]
    files = re.split(r"^(?=records )", text, flags=re.MULTILINE)[1:]
    lines = "".join(block for block in files if re.search(r"^  data ", block, re.MULTILINE))
    counted = set(re.findall(r"^  measure +(\w+) +(?:count|sum|mean|median|share)\b", lines, re.MULTILINE))
    for block in re.split(r"^(?=indicator )", text, flags=re.MULTILINE)[1:]:
        name = block.split(maxsplit=2)[1]
        part = (re.findall(r"^  measure +(\w+)", block, re.MULTILINE) or [name])[0]
        has_none = re.search(r"^  parts +give the value$", block, re.MULTILINE) or part in counted
        if not has_none and not re.search(rf"^(?:{name}|{part}),{period},", rows, re.MULTILINE):
            rows += f"{name},{period},awaiting\n"
    return rows

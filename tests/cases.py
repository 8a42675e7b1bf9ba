"""Case pages: Markdown that holds inputs and what must come out of them.

A heading starts a case. A fenced block tagged `kpi NAME`, `csv NAME` or `yaml NAME` is a file of the case's project;
one tagged `expect WHAT` holds the exact text that must come out (`expect fixed NAME`: a file after all fixes; `expect
formatted NAME`: a file after `kpic fmt`; `expect rolled NAME`: one that `kpic new-quarter` writes; `expect explained
ID[@PERIOD]`: what `kpic explain` says; `expect imported` and `expect imported NAME`: what `kpic import` says, and a
file that it makes). A file with the ending of a workbook is made of its text as `kpidsl/books/written.py` says. Files
that a case does not give come from tests/cases/base. `pytest --accept` rewrites the expectations in place, so that a
change of behaviour is read as a change of a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kpidsl import pipeline, tester
from kpidsl.books.opened import is_book
from kpidsl.books.written import workbook
from kpidsl.cli import chasing, covering, explaining, importing as importing_cli, rolling, verdicts
from kpidsl.compose import numbers
from kpidsl.compose.owed import people
from kpidsl.diagnostics import fixes as fixing, show
from kpidsl.diagnostics.diagnostic import Diagnostic, Outcome
from kpidsl.document.outline import details, outline
from kpidsl.evaluation import past
from kpidsl.evaluation.model import Assessment
from kpidsl.importer import imported as importing
from kpidsl.importer.model import Refused as Unimported
from kpidsl.pipeline import Composed
from kpidsl.roller.model import Refused
from kpidsl.roller.roll import Asked, roll
from kpidsl.source import Content, Source
from kpidsl.spec.project import Read, Unreadable, gather, has_report
from kpidsl.spec.travel import since
from kpidsl.syntax.format import formatted
from kpidsl.tester.boundaries import boundaries
from kpidsl.tester.coverage import coverage
from tests.counting import counter

PAGES = Path(__file__).parent / "cases"
BASE = PAGES / "base"
_FENCE = re.compile(r"^```(?P<info>[^\n`]+)\n(?P<body>.*?)^```[ \t]*$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^##+ +(?P<title>.+?)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    info: str
    body: str
    start: int  # offsets of the body in the page
    end: int


@dataclass(frozen=True)
class Case:
    page: Path
    title: str
    blocks: tuple[Block, ...] = field(repr=False)

    @property
    def files(self) -> dict[str, str]:
        named = (block.info.split(maxsplit=1) for block in self.blocks if not block.info.startswith("expect "))
        bodies = (block.body for block in self.blocks if not block.info.startswith("expect "))
        return {info[1]: body for info, body in zip(named, bodies, strict=True)}

    @property
    def expectations(self) -> tuple[Block, ...]:
        return tuple(block for block in self.blocks if block.info.startswith("expect "))


def pages() -> list[Path]:
    return sorted(PAGES.glob("*/*.md"))


def read_cases(page: Path) -> list[Case]:
    """The cases of a page, in order."""
    text = page.read_text(encoding="utf-8")
    fences = [Block(m["info"].strip(), m["body"], m.start("body"), m.end("body")) for m in _FENCE.finditer(text)]
    heads = [m for m in _HEADING.finditer(text) if not any(b.start <= m.start() < b.end for b in fences)]
    ends = [m.start() for m in heads[1:]] + [len(text)]
    cases = [
        Case(page, head["title"], tuple(b for b in fences if head.end() <= b.start < end))
        for head, end in zip(heads, ends, strict=True)
    ]
    return [case for case in cases if case.blocks]


def accept(page: Path, changes: Mapping[Block, str]) -> None:
    """Write what came out into the page, last block first so that offsets stay true."""
    text = page.read_text(encoding="utf-8")
    for block in sorted(changes, key=lambda block: -block.start):
        text = text[: block.start] + changes[block] + text[block.end :]
    page.write_text(text, encoding="utf-8")


def example() -> dict[str, str]:
    """The texts of the example report, without its data."""
    folder = PAGES.parents[1] / "specs"
    paths = (*folder.glob("*.kpi"), *folder.glob("*.yaml"))
    return {path.name: path.read_text(encoding="utf-8") for path in paths}


def reader(files: Mapping[str, str]) -> Read:
    """Reads a project from a dictionary; what is not there comes from the base project."""

    def read(name: str) -> Source | Content | Unreadable:
        if name in files and is_book(name):
            return Content(name, workbook(files[name]))
        if name in files:
            return Source(name, files[name])
        if (BASE / name).is_file():
            return Source(name, (BASE / name).read_text(encoding="utf-8"))
        return Unreadable("file-missing", f"there is no file `{name}`", "check the name and the folder")

    return read


def results(files: Mapping[str, str]) -> dict[str, str]:
    """Everything that a page can expect of a project, by what it is called there."""
    outcome = pipeline.compose_report("spec.kpi", reader(files), count=counter(files))
    return {
        **{f"fixed {name}": text for name, text in fixed(files, outcome.diagnostics).items()},
        "diagnostics": show.text(outcome.diagnostics),
        "advice": show.text(pipeline.advice(outcome.value)) if outcome.value else "",
        "values": _values(outcome),
        "outline": outline(outcome.value.document) if outcome.value else "",
        "details": details(outcome.value.document) if outcome.value else "",
        "table": _from_outline(outcome, "[Table", "["),
        "chart": _from_outline(outcome, "[Chart", "[Table"),
        "key": _from_outline(outcome, "[How to read", "#"),
        "commentary": _from_outline(outcome, "## 2", "## 3"),
    }


def tested(files: Mapping[str, str]) -> dict[str, str]:
    """What `kpic test` says of a project."""
    outcome = pipeline.rules("spec.kpi", reader(files))
    if outcome.value is None:
        return {"diagnostics": show.text(outcome.diagnostics), "tests": "", "cover": ""}
    results = tester.run(outcome.value)
    cover = covering.Cover(coverage(outcome.value, results), boundaries(outcome.value))
    return {
        "diagnostics": show.text(outcome.diagnostics),
        "tests": verdicts.text(results),
        "cover": f"{covering.text(cover)}\n",
    }


def styled(files: Mapping[str, str]) -> dict[str, str]:
    """What `kpic fmt` makes of each file, and what it says of those that it does not take."""
    outcomes = {name: formatted(Source(name, text)) for name, text in files.items()}
    said = show.text(problem for outcome in outcomes.values() for problem in outcome.diagnostics)
    return {"diagnostics": said, **{f"formatted {name}": outcome.value or "" for name, outcome in outcomes.items()}}


def drafted(files: Mapping[str, str]) -> dict[str, str]:
    """What `kpic build --draft` and `kpic chase` make of a project, whatever notes are owed."""
    outcome = pipeline.compose_report("spec.kpi", reader(files), draft=True, count=counter(files))
    if outcome.value is None:
        return {"draft": "", "chase": ""}
    found = chasing.Chase(outcome.value.spec.title, "en-GB", people(outcome.value.evaluation))
    return {"draft": outline(outcome.value.document), "chase": chasing.written(found, "text").decode("utf-8")}


def rolled(files: Mapping[str, str]) -> dict[str, str]:
    """What `kpic new-quarter` says of a project, and each file that it writes; the new spec is `next.kpi`."""
    read = reader(files)
    outcome, project = pipeline.rules("spec.kpi", read), gather("spec.kpi", read, with_data=False).value
    assert outcome.value is not None, show.text(outcome.diagnostics)
    assert project is not None
    used = {
        file.source.name
        for name in files
        if name.endswith(".kpi") and name != "spec.kpi" and has_report(name, read)
        for other in [gather(name, read, with_data=False).value]
        for file in (other.files if other else ())
    }
    record = "records/spec.json" if "records/spec.json" in files else ""
    asked = Asked(
        outcome.value.period.back(-1),
        "next.kpi",
        "",
        record,
        "keep it; then write: follows FILE",
        frozenset(used),
        frozenset(used),
    )
    found = roll(project, outcome.value, asked)
    if isinstance(found, Refused):
        return {"diagnostics": "", "rolled": "\n".join((*found.problems, found.reason, ""))}
    said = f"{rolling.as_text(found)}\n"
    return {"diagnostics": "", "rolled": said, **{f"rolled {file.name}": file.after for file in found.files}}


def imported(files: Mapping[str, str]) -> dict[str, str]:
    """What `kpic import` says of the one file of a case, and each file that it makes."""
    (name,) = files
    content = Content(name, workbook(files[name]) if is_book(name) else files[name].encode("utf-8"))
    found = importing.imported(content, name)
    if isinstance(found, Unimported):
        return {"diagnostics": "", "imported": f"{name} {found.message}; {found.help}\n"}
    said = f"{importing_cli.as_text(found, 'new')}\n"
    return {"diagnostics": "", "imported": said, **{f"imported {name}": text for name, text in found.files}}


def explained(files: Mapping[str, str], kinds: Iterable[str]) -> dict[str, str]:
    """What `kpic explain` says of the figures that a page asks for, as `explained ID` or `explained ID@PERIOD`."""
    outcome = pipeline.compose_report("spec.kpi", reader(files), draft=True, count=counter(files))
    if outcome.value is None:
        return dict.fromkeys(kinds, "")
    return {
        kind: explaining.written(
            explaining.found(kind.removeprefix("explained "), "spec.kpi", outcome.value), outcome.value, "text"
        ).decode()
        for kind in kinds
    }


def printed(files: Mapping[str, str]) -> dict[str, str]:
    """What `kpic build` says of a project while it makes the PDF and the Word document."""
    made = (pipeline.build("spec.kpi", reader(files), formats=(format,)) for format in ("pdf", "docx"))
    pdf, docx = (show.text(outcome.diagnostics) for outcome in made)
    return {"pdf": pdf, "docx": docx}


def problems(files: Mapping[str, str]) -> tuple[Diagnostic, ...]:
    """What is reported of a project."""
    return pipeline.compose_report("spec.kpi", reader(files), count=counter(files), formats=()).diagnostics


def fixed(files: Mapping[str, str], diagnostics: Sequence[Diagnostic]) -> dict[str, str]:
    """The files with all fixes made in them."""
    fixes = [problem.fix for problem in diagnostics if problem.fix]
    return {name: fixing.apply(Source(name, text), fixes) for name, text in files.items()}


def _values(outcome: Outcome[Composed]) -> str:
    if outcome.value is None:
        return ""
    return "".join(f"{_value(one)}\n" for one in outcome.value.evaluation.assessments)


def _value(one: Assessment) -> str:
    exact = "" if one.figure.amount is None else f" (exactly {one.figure.amount})"
    status = one.state.name if one.state else f"not rated: {one.unrated.value if one.unrated else ''}"
    moves = [f"{travel.direction.value} {since(travel.against)}" for travel in one.directions if travel.direction]
    streak = past.streak(one)
    run = f"streak of {streak.length}{' or more' * bool(streak.unknown)}" if streak and streak.length > 1 else ""
    parts = (f"{one.indicator.id}: {numbers.value(one.indicator, one.figure)}{exact}", status, *moves, run)
    return "; ".join(filter(None, parts))


def _from_outline(outcome: Outcome[Composed], first: str, after: str) -> str:
    """The lines of the outline from the one that starts with `first` up to the next that starts with `after`."""
    if outcome.value is None:
        return ""
    lines = outline(outcome.value.document).splitlines(keepends=True)
    start = next((index for index, line in enumerate(lines) if line.startswith(first)), len(lines))
    end = next((i for i, line in enumerate(lines) if i > start and line.startswith(after)), len(lines))
    return "".join(lines[start:end])

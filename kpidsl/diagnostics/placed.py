"""Problems of one or more specs with their places as other programs name them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kpidsl.diagnostics.diagnostic import Diagnostic, in_order
from kpidsl.diagnostics.severity import Severity
from kpidsl.source import Source, Span
from kpidsl.sums import sha256
from kpidsl.values import dataclass


@dataclass(frozen=True, slots=True)
class Region:
    """Lines and columns, both counted from 1; the end is the column behind the last character. A line of a sheet is its
    row.

    Columns count characters; `utf16` counts as editors and SARIF do, where a character such as 𝟙 takes two.
    """

    start_line: int
    start_column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Placed:
    """A problem, the file that it stands in (the spec, where no text can be pointed at), and where in it."""

    problem: Diagnostic
    file: str
    region: Region | None
    fingerprint: str  # the same on every run, also where the lines above have changed

    @property
    def sheet(self) -> str:
        """`sheet “Q1”, cell D7` of a workbook; empty for a text."""
        span = self.problem.span
        return f"sheet “{span.source.sheet}”, cell {span.cell}" if span is not None and span.source.sheet else ""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in `specs`: each problem once, with the spec that it was found for. `named` gives the name of a
    file as other programs know it. Problems as grave as `fails_from`, or graver, fail the run."""

    specs: tuple[str, ...]
    found: tuple[tuple[str, Diagnostic], ...]
    named: Callable[[str], str]
    fails_from: Severity

    @property
    def problems(self) -> tuple[Diagnostic, ...]:
        return tuple(problem for _, problem in self.found)

    @property
    def failed(self) -> bool:
        return any(self.fails(problem) for problem in self.problems)

    def fails(self, problem: Diagnostic) -> bool:
        grades = list(Severity)
        return grades.index(problem.severity) <= grades.index(self.fails_from)

    def placed(self) -> Iterator[Placed]:
        """Every problem in the order in which problems are shown."""
        spec_of = {problem: spec for spec, problem in reversed(self.found)}
        met: dict[tuple[str, ...], int] = {}
        for problem in in_order(self.problems):
            file = self.named(problem.span.source.name if problem.span else spec_of[problem])
            line = problem.span.source.line(problem.span.line).split() if problem.span else []
            parts = (file, problem.code, problem.message, " ".join(line))
            met[parts] = met.get(parts, 0) + 1
            whole = "\0".join((*parts, str(met[parts])))
            region = region_of(problem.span) if problem.span else None
            yield Placed(problem, file, region, sha256(whole.encode("utf-8")))


def region_of(span: Span) -> Region:
    """The lines and columns of a range; one that reaches behind the end of its line ends there."""
    start_line, start_column = span.source.position(span.start)
    if span.end <= span.start:
        return Region(start_line, start_column, start_line, start_column)
    end_line, end_column = span.source.position(span.end - 1)
    return Region(start_line, start_column, end_line, end_column + 1)


def utf16(region: Region, source: Source) -> Region:
    """The same region with columns as UTF-16 counts them."""

    def column(line: int, column: int) -> int:
        start = source.line_start(line)
        return len(source.text[start : start + column - 1].encode("utf-16-le")) // 2 + 1

    start = column(region.start_line, region.start_column)
    return Region(region.start_line, start, region.end_line, column(region.end_line, region.end_column))

"""`kpic test`: runs the examples and tests of specs, says what they cover, and captures tests from figures of today."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from kpidsl import pipeline, tester, workspace
from kpidsl.cli import capturing, covering, verdicts
from kpidsl.cli.console import AUTHORITY, COULD_NOT_RUN, PROBLEMS, existing, fail, more, report, say
from kpidsl.cli.covering import Cover
from kpidsl.diagnostics import show
from kpidsl.spec.model import Spec
from kpidsl.spec.project import has_report
from kpidsl.tester.boundaries import boundaries
from kpidsl.tester.coverage import coverage
from kpidsl.values import dataclass

_FORMATS = ("text", "json")


@dataclass(frozen=True, slots=True)
class Tested:
    """What became of the tests of one spec; `cover` is None where nobody asked for it."""

    name: str
    results: tuple[tester.Result, ...]
    cover: Cover | None

    @property
    def suite(self) -> verdicts.Suite:
        return verdicts.Suite(self.name, self.results, covering.properties(self.cover) if self.cover else {})


@click.command()
@click.argument("specs", metavar="SPEC...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--cover", is_flag=True, help="Also list the boundaries of the rules, and what no test covers and why.")
@click.option(
    "--min",
    "least",
    type=click.IntRange(0, 100),
    metavar="N",
    help="Fail where less than N percent of states, rules and reasons is covered.",
)
@click.option("--junit", type=click.Path(path_type=Path), metavar="FILE", help="Also write the results as JUnit XML.")
@click.option("--run", "only", default="", metavar="TEXT", help="Only tests and examples whose name holds TEXT.")
@click.option("--format", "form", type=click.Choice(_FORMATS), default="text", help="How to print it (default: text).")
@click.option(
    "--capture",
    metavar="ID",
    help="Only print a test of indicator ID from the figures of today, or with ID@PERIOD of then.",
)
@click.option("--write", is_flag=True, help="With --capture: add the test to the spec's tests.")
@AUTHORITY
def test(
    specs: Sequence[Path],
    cover: bool,
    least: int | None,
    junit: Path | None,
    only: str,
    form: str,
    capture: str | None,
    write: bool,
    authority: str,
) -> None:
    """Run the examples and tests of each SPEC; no data file is needed.

    Of a folder, those of every report in it are run.
    """
    if only and (cover or least is not None):
        fail(COULD_NOT_RUN, "what is covered is told from all tests together: leave --run out")
    if write and capture is None:
        fail(COULD_NOT_RUN, "--write goes with --capture ID")
    if authority and capture is None:
        fail(COULD_NOT_RUN, "tests bring their own figures, so --authority goes with --capture ID alone")
    if capture is not None:
        if cover or least is not None or junit or only or form != "text":
            fail(
                COULD_NOT_RUN, "--capture runs no tests: of the other options, only --write and --authority go with it"
            )
        if len(specs) > 1 or specs[0].is_dir():
            fail(COULD_NOT_RUN, "a test is captured from one report: name its spec alone")
        capturing.capture(specs[0], capture, write, authority)
        return
    found = [_tested(spec, only, cover or least is not None) for spec in _reports(specs)]
    if only and not any(one.results for one in found):
        fail(COULD_NOT_RUN, f"no test or example has “{only}” in its name")
    if junit is not None:
        try:
            workspace.write_whole(junit, verdicts.junit([one.suite for one in found]))
        except OSError as error:
            reason = error.strerror or "unknown reason"
            fail(COULD_NOT_RUN, f"{junit.as_posix()} could not be written ({reason}); choose another with --junit")
    say(_as_json(found) if form == "json" else _as_text(found, cover), "the results of the tests")
    short = [one for one in found if least is not None and one.cover and one.cover.coverage.share < least]
    for one in short:
        assert one.cover is not None
        click.echo(f"kpic: {one.name}: tests cover {one.cover.total}, and --min asks for {least}%", err=True)
    if short or any(one.suite.failed for one in found):
        raise click.exceptions.Exit(PROBLEMS)


def _reports(specs: Sequence[Path]) -> tuple[Path, ...]:
    """The specs that are named, each once; of a folder, every spec in it and below that has a report."""
    found: dict[Path, None] = {}
    for spec in specs:
        if not spec.is_dir():
            found[spec] = None
            continue
        reports = [path for path in workspace.specs_below(spec) if has_report(path.name, workspace.reader(path.parent))]
        if not reports:
            fail(COULD_NOT_RUN, f"there is no report in the folder {spec.as_posix()}: no .kpi file has a `report`")
        found |= dict.fromkeys(reports)
    return tuple(found)


def _tested(spec: Path, only: str, is_covered: bool) -> Tested:
    """A spec's tests, run; a wrong spec ends the command."""
    rules = _rules(spec)
    results = tester.run(rules, only)
    cover = Cover(coverage(rules, results), boundaries(rules)) if is_covered else None
    return Tested(spec.as_posix(), results, cover)


def _rules(spec: Path) -> Spec:
    outcome = pipeline.rules(existing(spec).name, workspace.reader(spec.parent))
    report(outcome.diagnostics)
    if outcome.value is None:
        fail(PROBLEMS, f"{show.count(outcome.diagnostics)}; no test was run; {more(outcome.diagnostics)}")
    return outcome.value


def _as_text(found: Sequence[Tested], with_cover: bool) -> str:
    """Each spec by itself under its name; one alone needs no name. How many passed comes last."""
    blocks = []
    for one in found:
        name = f"== {one.name}\n" * (len(found) > 1)
        body = verdicts.text(one.results)
        if one.cover:
            body += f"\n{covering.text(one.cover)}\n" if with_cover else f"Covered: {one.cover.sentence}\n"
        blocks.append(name + body)
    text = "\n".join(blocks)
    if len(found) > 1:
        failed = sum(one.suite.failed for one in found)
        passed = sum(len(one.results) for one in found) - failed
        text += f"\nIn all: {verdicts.counted(passed, failed)}\n"
    return text.rstrip("\n")


def _as_json(found: Sequence[Tested]) -> str:
    specs = []
    for one in found:
        results = [
            {
                "name": result.name,
                "file": result.span.source.name,
                "line": result.span.line,
                "passed": result.passed,
                "differences": [
                    {
                        "line": each.span.line,
                        "field": each.field,
                        "expected": each.expected,
                        "found": each.found,
                        "why": each.why,
                    }
                    for each in result.differences
                ],
            }
            for result in one.results
        ]
        specs.append({"spec": one.name, "tests": results, "cover": covering.plain(one.cover) if one.cover else None})
    return covering.as_json({"specs": specs})

"""`kpic test --capture`: a test from the figures of today, printed or added to the tests of the spec."""

from __future__ import annotations

from pathlib import Path

import click

from kpidsl import pipeline, tester, workspace
from kpidsl.cli.console import COULD_NOT_RUN, PROBLEMS, existing, fail, more, of_one, report, say
from kpidsl.diagnostics import show
from kpidsl.diagnostics.diagnostic import did_you_mean, has_errors
from kpidsl.engines.counter import counter
from kpidsl.period import Period
from kpidsl.source import Content, Source
from kpidsl.spec.model import Spec
from kpidsl.spec.project import Read, Unreadable
from kpidsl.tester.capture import Captured, Nothing, capture as captured_of


def capture(spec: Path, wanted: str, is_written: bool, authority: str = "") -> None:
    """Print or write the test; it has passed before anything is said or written."""
    read = workspace.reader(spec.parent)
    composed = pipeline.compose_report(
        existing(spec).name, read, draft=True, count=counter(spec.parent), formats=(), authority=authority
    )
    rules = pipeline.rules(spec.name, read)
    report(composed.diagnostics)
    if composed.value is None or rules.value is None:
        found = composed.diagnostics
        fail(PROBLEMS, f"{show.count(found)}; no test was captured; {more(found)}")
    of_one(composed.value.authorities, authority, composed.value.spec.is_together)
    id, _, written = wanted.partition("@")
    period = _period(written.strip(), composed.value.spec)
    _known(id, rules.value)
    one = captured_of(composed.value.spec, composed.value.dataset, rules.value, id, period, composed.value.as_at)
    if isinstance(one, Nothing):
        fail(PROBLEMS, f"no test of `{id}` in {period} can be captured: {one.why}")
    file = home(rules.value, id)
    path = _path(spec, file)
    after = added(path.read_bytes(), one.text)
    _proven(spec, read, file, after, one, len(rules.value.tests))
    for line in one.left_out:
        click.echo(f"kpic: left out, since it hangs on what no test can give: expect {line}", err=True)
    if not is_written:
        say(one.text.rstrip("\n"), "the test")
        return
    try:
        workspace.write_whole(path, after)
    except OSError as error:
        fail(COULD_NOT_RUN, f"{path.as_posix()} could not be written ({error.strerror or 'unknown reason'})")
    say(f"{path.as_posix()}: {one.text.splitlines()[0]} was added at its end, and passes")


def _period(written: str, spec: Spec) -> Period:
    if not written:
        return spec.period
    found = Period.parse(written, spec.house.financial_year_starts)
    if found is None:
        fail(COULD_NOT_RUN, f"`{written}` is not a period; write it as the report does: ID@{spec.period.previous}")
    if (found.grain, found.calendar) != (spec.period.grain, spec.period.calendar):
        fail(COULD_NOT_RUN, f"{found} is not a {spec.period.grain.value} such as the report is about")
    return found


def _known(id: str, spec: Spec) -> None:
    if id in {milestone.id for milestone in spec.milestones}:
        fail(COULD_NOT_RUN, f"`{id}` is a milestone, and tests are of indicators")
    ids = [indicator.id for indicator in spec.indicators]
    if id not in ids:
        fail(COULD_NOT_RUN, f"there is no indicator `{id}`; {did_you_mean(id, ids)[0]}" if ids else "no indicators")


def home(spec: Spec, id: str) -> str:
    """The name of the file that a test of an indicator belongs in: where others of it are, else where the last test of
    all is, else where the indicator is."""
    own = [test for test in spec.tests if any(each.indicator == id for each in test.expectations)]
    last = next(iter(reversed(own or spec.tests)), None)
    return (last.span if last else spec.indicator(id).span).source.name


def _path(spec: Path, name: str) -> Path:
    """The file that messages call `name`."""
    return Path(name) if Path(name).is_file() else spec.parent / name


def added(before: bytes, text: str) -> bytes:
    """A file with a block at its end, after an empty line, its lines ended as the file ends its own."""
    end = b"\r\n" if b"\r\n" in before else b"\n" if b"\n" in before or b"\r" not in before else b"\r"
    block = text.encode("utf-8").replace(b"\n", end)
    if not before.strip():
        return before + block
    gap = b"" if before.endswith(end * 2) else end if before.endswith(end) else end * 2
    return before + gap + block


def _proven(spec: Path, read: Read, file: str, after: bytes, one: Captured, before: int) -> None:
    """Runs the spec as it will be: the test must be read, and pass."""

    def changed(name: str) -> Source | Content | Unreadable:
        found = read(name)
        return found if isinstance(found, Unreadable) or found.name != file else Content(file, after)

    outcome = pipeline.rules(spec.name, changed)
    name = one.text.splitlines()[0].removeprefix('test "').removesuffix('"')
    if outcome.value is None or has_errors(outcome.diagnostics) or len(outcome.value.tests) != before + 1:
        report(outcome.diagnostics)
        fail(PROBLEMS, f"the captured test could not be read, so it was not kept:\n{one.text}")
    results = [result for result in tester.run(outcome.value) if result.name == name]
    if not all(result.passed for result in results):
        fail(PROBLEMS, f"the captured test did not pass, so it was not kept:\n{one.text}")

"""The report in specs/from-records: counted from rows, its figures and statuses are those of the report in specs/."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from kpidsl import pipeline, workspace
from kpidsl.document.model import Heading, Paragraph, Table
from kpidsl.document.outline import outline, text
from kpidsl.engines.counter import counter
from kpidsl.evaluation.model import Assessment, Figure
from kpidsl.pipeline import Composed
from kpidsl.terms import Quality
from tests import made_records

FOLDER, SPECS = made_records.FOLDER, made_records.SPECS
COUNTED = {*made_records._COUNTED, *made_records._COUNTED_NOW}


@cache
def published() -> Composed:
    outcome = pipeline.compose_report("q1.kpi", workspace.reader(SPECS))
    assert outcome.value is not None
    return outcome.value


@cache
def counted() -> Composed:
    outcome = pipeline.compose_report("report.kpi", workspace.reader(FOLDER), count=counter(FOLDER))
    assert outcome.diagnostics == ()
    assert outcome.value is not None
    return outcome.value


def _pairs() -> Iterator[tuple[Assessment, Assessment]]:
    """Each indicator as it was counted and as it was published."""
    ours = {one.indicator.id: one for one in counted().evaluation.assessments}
    theirs = {one.indicator.id: one for one in published().evaluation.assessments}
    assert ours.keys() == theirs.keys()
    return ((ours[name], theirs[name]) for name in theirs)


def test_the_files_of_the_example_are_those_that_are_made() -> None:
    made = made_records.example()
    assert {name: (FOLDER / name).read_bytes() for name in made} == made
    found = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file()}
    assert found == {*made, "report.kpi", "records.kpi", "council.yaml"}


def test_most_of_the_report_is_counted_and_nothing_counted_is_given() -> None:
    for ours, _ in _pairs():
        assert bool(ours.indicator.counted) == (ours.indicator.id in COUNTED)
        if ours.indicator.id in COUNTED:
            assert ours.figure is not None
            names = {one.name for one in ours.figure.observations}
            assert names <= {measure.name for measure in ours.indicator.counted}
    assert len(COUNTED) >= 29


def test_every_count_and_status_is_the_published_one() -> None:
    for ours, theirs in _pairs():
        name = ours.indicator.id
        assert _parts(ours.figure, theirs.figure), name
        for mine, yours in ((ours.outturn, theirs.outturn), (ours.previous, theirs.previous)):
            assert yours is None or _parts(mine, yours), name
        assert (ours.state and ours.state.name) == (theirs.state and theirs.state.name), name
        assert ours.target == theirs.target or _same_goal(ours, theirs), name
        directions = {one.against: one.direction for one in ours.directions}
        said = {one.against: one.direction for one in theirs.directions if one.direction is not None}
        if "compare" in dict(theirs.indicator.origins):
            assert said.keys() <= directions.keys(), name
        assert all(directions[against] is way for against, way in said.items() if against in directions), name


def _same_goal(ours: Assessment, theirs: Assessment) -> bool:
    return ours.target is not None and theirs.target is not None and ours.target.goal == theirs.target.goal


def _parts(ours: Figure | None, theirs: Figure | None) -> bool:
    """Whether a figure has the counts that were published, or, where only a percentage was, rounds to it."""
    if ours is None or theirs is None:
        return ours is theirs
    if theirs.denominator is not None:
        return (ours.numerator, ours.denominator) == (theirs.numerator, theirs.denominator)
    if ours.denominator is None or ours.amount is None or theirs.amount is None:
        return ours.amount == theirs.amount
    return int(ours.amount + (1 if ours.amount % 1 * 2 >= 1 else 0)) == theirs.amount


def test_the_table_prints_what_was_published() -> None:
    assert _table(counted()) == _table(published())


# What the table says of made-up figures, and how high exact figures lie in a trend line: published ones are rounded.
_ILLUSTRATIVE = re.compile(r" \[i\]| (?:Some|All) of these figures are illustrative\.|<[\d. |]+> ")


def _table(report: Composed) -> list[str]:
    table = next(block for block in report.document.blocks if isinstance(block, Table))
    lines = outline(replace(report.document, blocks=(table,))).splitlines()
    start = next(at for at, line in enumerate(lines) if line.startswith("["))
    return [_ILLUSTRATIVE.sub("", line) for line in lines[start + 1 :]]


def test_the_commentary_says_what_the_published_figures_say() -> None:
    """All but the notes of that quarter's report, which the example does not have."""
    ours, theirs = _commentary(counted()), _commentary(published())
    assert len(ours) >= 15
    assert ours <= theirs


def _commentary(report: Composed) -> set[str]:
    said, inside = set(), False
    for block in report.document.blocks:
        if isinstance(block, Heading) and block.level == 2:
            inside = text(block.content) == "Commentary"
        elif inside and isinstance(block, Paragraph):
            said.add(text(block.content).replace(" (This rests on illustrative figures.)", ""))
    return said


def test_every_figure_that_is_counted_is_marked_as_illustrative() -> None:
    for ours, _ in _pairs():
        if ours.indicator.id in COUNTED and ours.figure is not None:
            assert {one.quality for one in ours.figure.observations} == {Quality.ILLUSTRATIVE}


def test_every_row_says_that_it_is_illustrative() -> None:
    for path in sorted(Path(FOLDER / "rows").iterdir()):
        _, *rows = path.read_text("utf-8").splitlines()
        assert path.name.startswith("ILLUSTRATIVE-")
        assert rows
        assert all(row.startswith("ILLUSTRATIVE,") for row in rows)

"""Workings: what the report was made from, what people decided in it, and how each figure came about.

In short as a place in a chapter; in full, a row a figure, as a file attached to the report.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kpidsl import __version__
from kpidsl.compose import numbers, performance, rounded, words
from kpidsl.compose.working import AS_GIVEN, Working, how, why
from kpidsl.data.model import Observation
from kpidsl.document.model import (
    Attachment,
    Block,
    Column,
    Heading,
    Inline,
    List,
    Paragraph,
    Row,
    RowGroup,
    Table,
    Text,
    TextCell,
)
from kpidsl.evaluation.model import Evaluation, Figure
from kpidsl.period import Period
from kpidsl.render import csv
from kpidsl.saying import say
from kpidsl.spec.model import Spec
from kpidsl.spec.project import InputFile, MadeFrom
from kpidsl.terms import FileKind, Grain

HIDDEN = "Not shown, because figures in it are suppressed"
_NOTHING_DECIDED = "No status, target or figure in this report was set or changed by judgement."
_CSV = "text/csv"


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a report was made from, and how many rows of each file it used.

    Without `data_hashes` the hashes of data files are left out: where a figure of a file is suppressed, anybody could
    try out figures until the hash fits.
    """

    made_from: MadeFrom
    used: Mapping[str, int]
    data_hashes: bool = True

    def sha256(self, file: InputFile) -> str | None:
        """The hash of a file; None where it must not be shown."""
        return None if file.kind is FileKind.DATA and not self.data_hashes else file.sha256

    def rows(self, file: InputFile) -> int | None:
        """How many of its rows were used; None for a file that has no rows of figures."""
        has_rows = file.kind in (FileKind.DATA, FileKind.BENCHMARKS)
        return self.used.get(file.name, 0) if has_rows else None


def inputs_of(
    made_from: MadeFrom, evaluation: Evaluation, published: Iterable[Observation], data_hashes: bool = True
) -> Inputs:
    """The files, with the rows that are `published` and the rows of others that benchmarks were taken from."""
    spans = {row.span for row in published}
    spans |= {
        peer.span
        for one in evaluation.assessments
        for benchmark in one.indicator.benchmarks
        for peer in (*benchmark.peers, *([benchmark.own] if benchmark.own else []))
    }
    return Inputs(made_from, Counter(made_from.name(span.source) for span in spans), data_hashes)


# ---- the place in a chapter


def blocks(chapter: int, evaluation: Evaluation, inputs: Inputs) -> Iterator[Block]:
    """The files, the decisions, and one row for each indicator that the report lists."""
    yield Heading(3, (Text("What this report was made from"),), f"workings-{chapter}-1")
    made = f"This report was made by kpic {__version__} as on {words.day(evaluation.as_at)}, from the files below."
    made += " A file is the same as the one used if its SHA-256 is the same."
    yield Paragraph((Text(made),))
    yield _files(inputs)
    yield Heading(3, (Text("What was decided by people"),), f"workings-{chapter}-2")
    decided = tuple(_decided(evaluation))
    if decided:
        yield Paragraph((Text("These were decided by people, and not by the rules of the report:"),))
        yield List(tuple(_line(text) for text in decided), ("\u2022",) * len(decided), indented=True)
    else:
        yield Paragraph((Text(_NOTHING_DECIDED),))
    yield Heading(3, (Text("How each figure was made"),), f"workings-{chapter}-3")
    files = {file.name for file in inputs.made_from.files if inputs.rows(file) is not None}
    alone = next(iter(files)) if len(files) == 1 else ""
    yield from _figures(evaluation, inputs.made_from, alone)


def _line(text: str) -> tuple[Inline, ...]:
    return (Text(text),)


def _cell(text: str) -> TextCell:
    return TextCell((Text(text),))


def _files(inputs: Inputs) -> Table:
    columns = (
        Column("File", 34),
        Column("What it is", 22),
        Column("Rows used", 12, numeric=True),
        Column("SHA-256", 40),
    )
    lines = []
    for file in inputs.made_from.files:
        used, sha256 = inputs.rows(file), inputs.sha256(file)
        hash_ = " ".join(re.findall(".{32}", sha256)) if sha256 else HIDDEN
        count = _cell(f"{used:,}") if used is not None else TextCell((Text(say(words.NO_ROWS)),), muted=True)
        lines.append(Row((Text(file.name),), (_cell(file.kind.value.capitalize()), count, _cell(hash_))))
    return Table("Files that this report was made from", columns, (RowGroup("", tuple(lines)),))


def _figures(evaluation: Evaluation, made_from: MadeFrom, alone: str) -> Iterator[Block]:
    """One row an indicator. The file is left out where it stands `alone`, and the rounding that most rows share."""
    period = evaluation.spec.period
    shown = performance.listed(evaluation)
    roundings = [rounded.rules(rounded.of(one.indicator, one.figure.amount)) for one in shown]
    usual = max(filter(None, roundings), key=roundings.count, default="")
    said = f"The table has the figures of {words.period(period)}."
    said += f" They are rounded {usual}, where their row does not say otherwise." if usual else ""
    said += " Statuses are judged before rounding unless the key says otherwise."
    said += f" All rows are those of {alone}." if alone else ""
    said += f" Every figure of the report, with the counts that it was made of, is in the file {FIGURES_FILE}, which is"
    yield Paragraph((Text(f"{said} attached to this document."),))
    columns = (
        Column(say(words.INDICATOR), 40),
        Column(words.short(period), 14, numeric=True),
        Column("Where it comes from", 44),
        Column("Status and why", 44),
    )
    groups: dict[str, list[Row]] = {}
    for one, rounding in zip(shown, roundings, strict=True):
        assert one.indicator.section is not None
        made = how(one.indicator, one.figure)
        where = _where(one.figure, made_from, alone) + ("" if made == AS_GIVEN else f": {made}")
        where += f"; rounded {rounding}" if rounding not in ("", usual) else ""
        cells = (numbers.value(one.indicator, one.figure), where, why(one))
        row = Row((Text(one.indicator.label),), tuple(map(_cell, cells)), one.indicator.part_of is not None)
        groups.setdefault(one.indicator.section.label, []).append(row)
    title = f"How the figures of {words.period(period)} were made"
    yield Table(title, columns, tuple(RowGroup(label, tuple(rows)) for label, rows in groups.items()))


def _where(figure: Figure, made_from: MadeFrom, alone: str) -> str:
    """`Rows 4 and 5`; behind the name of the file, where it does not stand `alone`."""
    files: dict[str, list[int]] = {}
    for row in figure.observations:
        files.setdefault(made_from.name(row.span.source), []).append(row.span.line)
    said = []
    for name, found in files.items():
        numbers_ = words.listed([f"{number:,}" for number in sorted(set(found))])
        rows = f"{'row' if len(set(found)) == 1 else 'rows'} {numbers_}"
        said.append(rows.capitalize() if name == alone else f"{name}, {rows}")
    return "; ".join(said)


def _decided(evaluation: Evaluation) -> Iterator[str]:
    """Statuses set by judgement, targets with a reason, due dates that were moved, figures typed on purpose."""
    for one in evaluation.assessments:
        if one.override is not None:
            override = one.override
            yield words.overridden(one.indicator.label, override.state.mark.word, override.author, override.reason)
    for milestone in evaluation.milestones:
        label, judged = milestone.milestone.label, milestone.override
        if judged is not None:
            yield words.overridden(label, judged.state.mark.word, judged.author, judged.reason)
        for move in milestone.milestone.moves:
            yield f"{label}: the due date was moved from {words.day(move.was)} ({move.reason})."
    for one in evaluation.assessments:
        target = one.target
        if target is not None and (target.reason or target.was is not None):
            text = f"{one.indicator.label}: the target is {numbers.target(one)}"
            text += f" from {words.short(target.since)}" if target.since else ""
            text += f", before that {numbers.limit(one.indicator, target.was)}" if target.was is not None else ""
            yield f"{text}{words.decided(target.reason, target.author)}."
    for retired in evaluation.changes.retired if evaluation.changes else ():
        then, line = retired
        if line is not None:
            yield f"{then.label}: no longer reported{words.decided(line.reason, line.author, 'decided')}."
    for figure, reason, where in typed_on_purpose(evaluation.spec):
        yield f"“{figure}” in the text on “{where}” was typed, and does not come from the data ({reason})."


def typed_on_purpose(spec: Spec) -> Iterator[tuple[str, str, str]]:
    """Figures that are typed into the text on purpose: the figure, why, and where it stands."""
    labels = {one.id: one.label for one in spec.indicators} | {one.id: one.label for one in spec.milestones}
    places = [(indicator.allowed, indicator.label) for indicator in spec.indicators]
    places += [(note.allowed, labels[note.indicator]) for note in spec.notes]
    places += [(chapter.allowed, chapter.title) for chapter in spec.chapters]
    for allowed, place in places:
        yield from ((one.figure, one.reason, place) for one in allowed)


# ---- the attached files

FIGURES_FILE = "how-figures-were-made.csv"
FILES_FILE = "made-from.csv"
_FILE_COLUMNS = ("File", "What it is", "Rows used", "SHA-256")
_COLUMNS = (
    "Where it is printed",
    "Indicator",
    "Name in the rules",
    "Figure",
    "Period",
    "Printed",
    "Exact figure",
    "Unit",
    "Numerator",
    "Denominator",
    "Source",
    "Rule",
    "Rounding",
    "Quality",
)  # fmt: skip


def attachments(workings: Iterable[Working], evaluation: Evaluation, inputs: Inputs) -> tuple[Attachment, ...]:
    """A row for each printed figure, and a row for each file."""
    title = f"“{evaluation.spec.title}”, {words.period(evaluation.spec.period)}"
    figures = csv.file(_COLUMNS, map(_cells, workings))
    files = csv.file(
        ("File", "What it is", "Rows used", "SHA-256"), (_file(one, inputs) for one in inputs.made_from.files)
    )
    return (
        Attachment(FIGURES_FILE, _CSV, f"How each figure was made in {title}", figures),
        Attachment(FILES_FILE, _CSV, f"The files behind {title}", files),
    )


def _cells(one: Working) -> Sequence[str]:
    indicator = one.indicator
    return (
        one.place,
        indicator.label if indicator else "The whole report",
        indicator.id if indicator else "",
        one.figure,
        _period(one.period),
        one.printed,
        rounded.exactly(one.amounts),
        "; ".join(dict.fromkeys(str(amount.unit) for amount in one.amounts)),
        *one.parts,
        one.source,
        one.rule,
        one.rounding,
        one.quality,
    )


def _period(period: Period | None) -> str:
    """A bare `2011-12` would be December 2011 to a spreadsheet."""
    if period is None:
        return ""
    return f"{period} (whole year)" if period.grain is Grain.YEAR else str(period)


def _file(file: InputFile, inputs: Inputs) -> Sequence[str]:
    used = inputs.rows(file)
    return (file.name, file.kind.value, "" if used is None else str(used), inputs.sha256(file) or HIDDEN)

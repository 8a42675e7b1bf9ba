"""Workings: what the report was made from, what people decided in it, and how each figure came about.

In short as a place in a chapter; in full, a row a figure, as a file attached to the report.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kpidsl import __version__
from kpidsl.compose import numbers, performance, rounded, vocabulary, words, working_days
from kpidsl.compose.origins import AS_GIVEN, file_and_sheet, how, is_counted
from kpidsl.compose.working import why
from kpidsl.counting.counts import Counted
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
from kpidsl.evaluation.model import Assessment, Evaluation, Figure
from kpidsl.period import Period
from kpidsl.render import csv
from kpidsl.saying import marked, say, say_number
from kpidsl.spec.model import Spec
from kpidsl.spec.project import InputFile, MadeFrom
from kpidsl.spec.target import Target
from kpidsl.terms import FileKind
from kpidsl.values import dataclass, replace

HIDDEN = marked("Not shown, because figures in it are suppressed")
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
    records: tuple[Counted, ...] = ()

    def sha256(self, file: InputFile) -> str | None:
        """The hash of a file; None where it must not be shown."""
        return None if file.kind is FileKind.DATA and not self.data_hashes else file.sha256

    def rows(self, file: InputFile) -> int | None:
        """How many of its rows were used; None for a file that has no rows of figures."""
        has_rows = file.kind in (FileKind.DATA, FileKind.BENCHMARKS)
        return self.used.get(file.name, 0) if has_rows else None


def inputs_of(
    made_from: MadeFrom,
    evaluation: Evaluation,
    published: Iterable[Observation],
    data_hashes: bool = True,
    records: tuple[Counted, ...] = (),
) -> Inputs:
    """The files, with the rows that are `published`, the rows of others that benchmarks were taken from, and those of
    the tables of `records`."""
    spans = {row.span for row in published}
    spans |= {
        peer.span
        for one in evaluation.assessments
        for benchmark in one.indicator.benchmarks
        for peer in (*benchmark.peers, *([benchmark.own] if benchmark.own else []))
    }
    counted = [(InputFile(one.place, FileKind.DATA, one.sha256), one.rows) for one in records if one.records.file]
    used = Counter(made_from.name(span.source) for span in spans) | {file.name: rows for file, rows in counted}
    files = (*made_from.files, *dict.fromkeys(file for file, _ in counted))
    return Inputs(replace(made_from, files=files), used, data_hashes, records)


# ---- the place in a chapter


def blocks(chapter: int, evaluation: Evaluation, inputs: Inputs) -> Iterator[Block]:
    """The files, the decisions, and one row for each indicator that the report lists."""
    yield Heading(3, (Text(say("What this report was made from")),), f"workings-{chapter}-1")
    made = say(
        "This report was made by kpic {version} as on {day}, from the files below. A file is the same as the one used "
        "if its SHA-256 is the same.",
        version=__version__,
        day=words.day(evaluation.as_at),
    )
    yield Paragraph((Text(made),))
    yield _files(inputs)
    measures = (one for table in inputs.records for one in table.records.measures)
    calendar = working_days.counted_by(evaluation.spec.house, measures)
    if calendar:
        yield Paragraph((Text(calendar),))
    yield Heading(3, (Text(say("What was decided by people")),), f"workings-{chapter}-2")
    decided = tuple(_decided(evaluation))
    if decided:
        lead = say("These were decided by people, and not by the rules of the report:")
        yield Paragraph((Text(lead),))
        yield List(tuple(_line(text) for text in decided), ("\u2022",) * len(decided), indented=True)
    else:
        nothing = say("No status, target or figure in this report was set or changed by judgement.")
        yield Paragraph((Text(nothing),))
    yield Heading(3, (Text(say("How each figure was made")),), f"workings-{chapter}-3")
    files = {file.name for file in inputs.made_from.files if inputs.rows(file) is not None}
    rows = (row for one in evaluation.assessments for row in one.figure.observations)
    places = {file_and_sheet(row.span.source, inputs.made_from) for row in rows} or files
    alone = next(iter(places)) if len(files) == len(places) == 1 else ""
    yield from _figures(evaluation, inputs.made_from, alone)


def _line(text: str) -> tuple[Inline, ...]:
    return (Text(text),)


def _cell(text: str) -> TextCell:
    return TextCell((Text(text),))


def _files(inputs: Inputs) -> Table:
    titles = _file_columns()
    columns = tuple(
        Column(title, weight, numeric=title == titles[2])
        for title, weight in zip(titles, (34, 22, 12, 40), strict=True)
    )
    lines = []
    for file in inputs.made_from.files:
        used, sha256 = inputs.rows(file), inputs.sha256(file)
        hash_ = " ".join(re.findall(".{32}", sha256)) if sha256 else say(HIDDEN)
        count = _cell(f"{used:,}") if used is not None else TextCell((Text(say(words.NO_ROWS)),), muted=True)
        lines.append(
            Row(
                (Text(file.name),),
                (_cell(words.capitalised(say(vocabulary.FILE_KINDS[file.kind]))), count, _cell(hash_)),
            )
        )
    return Table(say("Files that this report was made from"), columns, (RowGroup("", tuple(lines)),))


def _figures(evaluation: Evaluation, made_from: MadeFrom, alone: str) -> Iterator[Block]:
    """One row an indicator. The file is left out where it stands `alone`, and the rounding that most rows share."""
    period = evaluation.spec.period
    shown = performance.listed(evaluation)
    roundings = [rounded.rules(rounded.of(one.indicator, one.figure.amount)) for one in shown]
    usual = max(filter(None, roundings), key=Counter(roundings).__getitem__, default="")
    yield Paragraph((Text(" ".join(_said_of_figures(period, usual, alone))),))
    columns = (
        Column(say(words.INDICATOR), 40),
        Column(words.short(period), 14, numeric=True),
        Column(say("Where it comes from"), 44),
        Column(say("Status and why"), 44),
    )
    groups: dict[str, list[Row]] = {}
    for one, rounding in zip(shown, roundings, strict=True):
        assert one.indicator.section is not None
        made = how(one.indicator, one.figure)
        where = _where(one.figure, made_from, alone) + ("" if made == say(AS_GIVEN) else f": {made}")
        where += f"; {say('rounded {how}', how=rounding)}" if rounding not in ("", usual) else ""
        cells = (numbers.value(one.indicator, one.figure), where, why(one))
        row = Row((Text(one.indicator.label),), tuple(map(_cell, cells)), one.indicator.part_of is not None)
        groups.setdefault(one.indicator.section.label, []).append(row)
    title = say("How the figures of {period} were made", period=words.period(period))
    yield Table(title, columns, tuple(RowGroup(label, tuple(rows)) for label, rows in groups.items()))


def _said_of_figures(period: Period, usual: str, alone: str) -> Iterator[str]:
    """What the table has, and what holds for most of its rows."""
    yield say("The table has the figures of {period}.", period=words.period(period))
    if usual:
        yield say("They are rounded {how}, where their row does not say otherwise.", how=usual)
    yield say("Statuses are judged before rounding unless the key says otherwise.")
    if alone:
        yield say("All rows are those of {file}.", file=alone)
    yield say(
        "Every figure of the report, with the counts that it was made of, is in the file {file}, which is attached to "
        "this document.",
        file=FIGURES_FILE,
    )


def _where(figure: Figure, made_from: MadeFrom, alone: str) -> str:
    """`Rows 4 and 5`; behind the name of the file, where it does not stand `alone`."""
    files: dict[tuple[str, bool], set[int]] = {}
    for row in figure.observations:
        files.setdefault((file_and_sheet(row.span.source, made_from), is_counted(row)), set()).add(row.span.line)
    said = []
    for (name, counted), found in files.items():
        listed = words.listed([f"{number:,}" for number in sorted(found)])
        if counted:
            rows = say_number(len(found), "line {lines}", "lines {lines}", lines=listed)
        else:
            rows = say_number(len(found), "row {rows}", "rows {rows}", rows=listed)
        said.append(words.capitalised(rows) if name == alone else f"{name}, {rows}")
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
            yield say(
                "{name}: the due date was moved from {day} ({reason}).",
                name=label,
                day=words.day(move.was),
                reason=move.reason,
            )
    for one in evaluation.assessments:
        target = one.target
        if target is not None and (target.reason or target.was is not None):
            yield f"{_target(one, target)}{words.decided(target.reason, target.author)}."
    for retired in evaluation.changes.retired if evaluation.changes else ():
        then, line = retired
        if line is not None:
            text = say("{name}: no longer reported", name=then.label)
            yield f"{text}{words.decided(line.reason, line.author, 'decided')}."
    for figure, reason, where in typed_on_purpose(evaluation.spec):
        yield say(
            "“{figure}” in the text on “{place}” was typed, and does not come from the data ({reason}).",
            figure=figure,
            place=where,
            reason=reason,
        )


def _target(one: Assessment, target: Target) -> str:
    """The target of an indicator and, where it was revised, since when and what it was before."""
    named = {"name": one.indicator.label, "target": numbers.target(one)}
    was = "" if target.was is None else numbers.limit(one.indicator, target.was)
    if target.since is None:
        if not was:
            return say("{name}: the target is {target}", **named)
        return say("{name}: the target is {target}, before that {before}", **named, before=was)
    since = words.short(target.since)
    if not was:
        return say("{name}: the target is {target} from {period}", **named, period=since)
    return say("{name}: the target is {target} from {period}, before that {before}", **named, period=since, before=was)


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
_COLUMNS = (
    marked("Where it is printed"),
    marked("Indicator"),
    marked("Name in the rules"),
    marked("Figure"),
    marked("Period"),
    marked("Printed"),
    marked("Exact figure"),
    marked("Unit"),
    marked("Numerator"),
    marked("Denominator"),
    marked("Source"),
    marked("Rule"),
    marked("Rounding"),
    marked("Quality"),
)  # fmt: skip


def _file_columns() -> tuple[str, ...]:
    return say("File"), say("What it is"), say("Rows used"), "SHA-256"


def figures_file() -> csv.Growing:
    """The file of how figures were made, a row for each that is printed. It is written as the report is composed: a
    report of 33,000 indicators has 400,000 rows: to hold them to its end took a quarter of the memory of a build."""
    return csv.Growing(tuple(say(title) for title in _COLUMNS))


def attachments(figures: csv.Growing, evaluation: Evaluation, inputs: Inputs) -> tuple[Attachment, ...]:
    """A row for each of the printed `figures`, and a row for each file."""
    report = {"title": evaluation.spec.title, "period": words.period(evaluation.spec.period)}
    files = csv.file(_file_columns(), (_file(one, inputs) for one in inputs.made_from.files))
    how_made = say("How each figure was made in “{title}”, {period}", **report)
    behind = say("The files behind “{title}”, {period}", **report)
    return Attachment(FIGURES_FILE, _CSV, how_made, figures.whole()), Attachment(FILES_FILE, _CSV, behind, files)


def _file(file: InputFile, inputs: Inputs) -> Sequence[str]:
    used = inputs.rows(file)
    kind, sha256 = say(vocabulary.FILE_KINDS[file.kind]), inputs.sha256(file) or say(HIDDEN)
    return file.name, kind, "" if used is None else str(used), sha256

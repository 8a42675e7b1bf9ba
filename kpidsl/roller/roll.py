"""Rolls a report forward: from the spec of one period, that of the next. Text to text; nothing is read or written here.

The old report must still build as it was. So the new spec stands beside the old one, and in files that both use,
something is changed only where it means the same to the old report: what held for its period without saying so (a
note, a status set by judgement, an example) comes to say so. Files that other reports use, too, are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kpidsl.compose.words import day
from kpidsl.period import Period
from kpidsl.roller.judged import Targets, targets
from kpidsl.roller.model import Fate, Item, Refused, Rolled, Written
from kpidsl.roller.reading import to_read
from kpidsl.roller.sheet import Sheet
from kpidsl.source import Source, Span
from kpidsl.spec.model import ChangesPlace, Spec
from kpidsl.spec.project import Project
from kpidsl.syntax import ast, ast_records
from kpidsl.syntax.format import formatted
from kpidsl.syntax.parser import parse
from kpidsl.values import dataclass

NO_DATE = "DATE"  # no line can be read with this in it, so no made-up date gets by


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: the next period, the name of the new spec, and the day of its meeting if it is known.

    `record` is what was kept of the old report, as the new one names it; where it is empty, `no_record` says why.
    `shared` are the files of the old report that others use, too; `foreign` are those among them that others use than
    the same report on earlier periods.
    """

    period: Period
    name: str
    meeting: str
    record: str
    no_record: str
    shared: frozenset[str]
    foreign: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Told:
    fate: Fate
    span: Span
    text: str
    who: str = ""
    below: int = 0  # how many lines further down it stands in the new spec


def roll(project: Project, spec: Spec, asked: Asked) -> Rolled | Refused:
    """The spec of the next period. Raises `syntax.format.StyleFault` where formatting it would change its meaning."""
    first = project.files[0]
    report = next((block for block in first.blocks if isinstance(block.header, ast.Report)), None)
    if report is None:
        return Refused((), "it has no `report` line; roll the spec that has it")
    old = spec.period
    judged = targets(project.files, spec, asked.period)
    reused = [problem for file in project.files[1:] for problem in _reused(file, asked.shared, old)]
    if reused:
        return Refused(tuple(reused), "what officers said of one period would be said again of the next")

    sheets = {file.source: Sheet(file.source) for file in project.files}
    told = [
        *_heading(report, sheets[first.source], spec, asked),
        *_notes(first, sheets[first.source], spec, asked.period),
        *(one for file in project.files[1:] for one in _notes_of(file, sheets[file.source], old)),
        *(one for file in project.files for one in _judgements(file, sheets[file.source], old)),
        *(one for file in project.files for one in _examples(file, sheets[file.source], judged, old, asked.foreign)),
        *_targets(judged, sheets, first.source),
        *_milestones(spec, asked.period),
        *_records(project, asked.period),
        *_carried(project, spec),
        *(
            _Told(Fate.TO_READ, span, f"names {named}")
            for file in project.files
            for span, named in to_read(file, first=file is first)
        ),
    ]
    after, lines = _laid_out(sheets[first.source], report, asked.meeting)
    folder = first.source.name.removesuffix(first.source.name.rpartition("/")[2])
    made = folder + asked.name
    kept = [file.source for file in project.files[1:] if sheets[file.source].text != _plain(file.source.text)]
    files = (
        Written(first.source.name, made, first.source.text, after),
        *(Written(one.name, one.name, one.text, _ended_as(one.text, sheets[one].text)) for one in kept),
    )
    items = (_item(one, first.source, made, lines) for one in told)
    order = list(Fate)
    return Rolled(
        old,
        asked.period,
        files,
        tuple(sorted(items, key=lambda item: (order.index(item.fate), item.file != made, item.file, item.line))),
    )


def _item(told: _Told, first: Source, made: str, lines: Mapping[int, int]) -> Item:
    span = told.span
    if span.source == first and told.fate is not Fate.REMOVED and span.line in lines:
        return Item(told.fate, made, lines[span.line] + told.below, told.text, told.who)
    return Item(told.fate, span.source.name, span.line, told.text, told.who)


def _laid_out(sheet: Sheet, report: ast.Block, meeting: str) -> tuple[str, Mapping[int, int]]:
    """The new spec in the one style, and where each of its lines stands. Its meeting is put in last: a date that is
    still to be given is none that can be read."""
    outcome = formatted(Source(sheet.source.name, sheet.text))
    assert outcome.value is not None  # every line of the old spec could be read
    laid = Source(sheet.source.name, outcome.value)
    file = parse(laid).value
    assert file is not None
    lines = sheet.lines_in(laid.text)
    at = next(line for line in _settings(file) if line.keyword == "meeting").value.span
    return laid.text[: at.start] + (meeting or NO_DATE) + laid.text[at.end :], lines


def _settings(file: ast.File) -> Iterator[ast.Setting]:
    for block in file.blocks:
        if isinstance(block.header, ast.Report):
            yield from (line for line in block.lines if isinstance(line, ast.Setting))


# ---- the report block


def _heading(report: ast.Block, sheet: Sheet, spec: Spec, asked: Asked) -> Iterator[_Told]:
    settings = [line for line in report.lines if isinstance(line, ast.Setting)]
    period = next(line for line in settings if line.keyword == "period")
    sheet.replace(period.value.span, str(asked.period))
    meeting = next(line for line in settings if line.keyword == "meeting")
    if not asked.meeting:
        text = f"the day of the meeting: write it in place of {NO_DATE}; until then nothing can be built"
        yield _Told(Fate.ASKED, meeting.span, text)
    yield from _record(settings, sheet, spec, asked)
    for line in report.lines:
        if isinstance(line, ast.Retired):
            sheet.drop(line.span)
            text = f"retired `{line.name.text}`: the report on {spec.period} said so already"
            yield _Told(Fate.REMOVED, line.span, text)
    data = [line for line in settings if line.keyword == "data"]
    if data:
        number = len(spec.indicators)
        of = "1 indicator" if number == 1 else f"{number:,} indicators"
        files = ", ".join(line.value.text for line in data)
        yield _Told(Fate.ASKED, data[0].span, f"the figures for {asked.period} ({of}), as rows of {files}")


def _record(settings: Sequence[ast.Setting], sheet: Sheet, spec: Spec, asked: Asked) -> Iterator[_Told]:
    """Which report the new one follows. One that has no place to say what has changed can follow none, nor can one for
    several authorities."""
    if spec.authorities is not None:
        return
    period = next(line for line in settings if line.keyword == "period")
    follows = next((line for line in settings if line.keyword == "follows"), None)
    has_place = any(isinstance(part, ChangesPlace) for chapter in spec.chapters for part in chapter.parts)
    if follows and not asked.record:
        sheet.drop(follows.span)
        text = f"follows “{follows.value.text}”: that is not the record of the report on {spec.period}"
        yield _Told(Fate.REMOVED, follows.span, text)
    if not asked.record:
        also = "" if has_place else ", and in a chapter: changes (both only if the report is to say what has changed)"
        yield _Told(Fate.ASKED, period.span, f"the record of the report on {spec.period}: {asked.no_record}{also}")
        return
    text = f"follows “{asked.record}”, the record of the report on {spec.period}"
    if follows:
        sheet.replace(follows.value.span, f'"{asked.record}"')
        yield _Told(Fate.CARRIED, follows.span, text)
    elif has_place:
        sheet.add_after(period.span.line, f'  follows "{asked.record}"')
        yield _Told(Fate.CARRIED, period.span, text, below=1)
    else:
        text = f"the report on {spec.period} was recorded: to say what has changed since, add to the report block"
        text = f'{text} follows "{asked.record}", and to a chapter the line changes'
        yield _Told(Fate.CARRIED, period.span, text)


# ---- what officers said


def _notes(file: ast.File, sheet: Sheet, spec: Spec, new: Period) -> Iterator[_Told]:
    """Notes leave the spec; their actions stay in sight as comments. One written ahead for the new period stays."""
    for block in file.blocks:
        note = block.header
        if not isinstance(note, ast.Note):
            continue
        period = Period.parse(note.period.text, spec.house.financial_year_starts) if note.period else spec.period
        if period == new:
            yield _Told(Fate.CARRIED, note.span, f"the note on `{note.indicator.text}`, which is for {new}")
            continue
        text = f"the note on `{note.indicator.text}` for {period}: is there something to say of {new}?"
        yield _Told(Fate.REMOVED, note.span, text, note.author.text)
        for line in (note, *block.lines):
            sheet.drop(line.span)
            if isinstance(line, ast.Action):
                sheet.add_before(
                    line.span.line, f"# of {period}, still open? note {note.indicator.text}: {_bare(line)}"
                )
                who = line.owner.text if line.owner else note.author.text
                due = f", due by {line.due.text}" if line.due else ""
                action = f"the action “{line.text.text}” on `{note.indicator.text}`{due}"
                text = f"{action}, kept as a comment: is it still open?"
                yield _Told(Fate.ASKED, line.span, text, who)


def series(project: Project) -> tuple[str, str]:
    """What tells a report from others, whatever its period: its title and its committee, as written."""
    report = next(block for block in project.files[0].blocks if isinstance(block.header, ast.Report))
    settings = {line.keyword: line.value.text for line in report.lines if isinstance(line, ast.Setting)}
    title = report.header.title.text if isinstance(report.header, ast.Report) else ""
    return title, settings.get("committee", "")


def _bare(line: ast.Action) -> str:
    return " ".join(line.span.text.split())


def _notes_of(file: ast.File, sheet: Sheet, old: Period) -> Iterator[_Told]:
    """Notes in a file that the old report uses: they come to say which period they are for."""
    for block in file.blocks:
        note = block.header
        if isinstance(note, ast.Note) and note.period is None:
            sheet.insert(note.span, f" for {old}")
            text = f"the note on `{note.indicator.text}` now says that it is for {old}, so it is not printed again"
            yield _Told(Fate.REMOVED, note.span, text, note.author.text)


def _reused(file: ast.File, shared: frozenset[str], old: Period) -> Iterator[str]:
    """What a file that several reports use says of no period, so that each of them would print it."""
    if file.source.name not in shared:
        return
    for block in file.blocks:
        for line in (block.header, *block.lines):
            if isinstance(line, ast.Note | ast.Override) and line.period is None:
                what = "this note" if isinstance(line, ast.Note) else "this status set by judgement"
                message = f"{what} says no period, and stands in a file that other reports use, too"
                where = "at its end" if isinstance(line, ast.Note) else f"behind `{line.state.text}`"
                yield f"{line.span}: {message}; write {where}: for {old} (or whichever period it is meant for)"


def _judgements(file: ast.File, sheet: Sheet, old: Period) -> Iterator[_Told]:
    """A status set by judgement is for one period, and what has been judged stays so in the history."""
    for block in file.blocks:
        for line in block.lines:
            if isinstance(line, ast.Override) and line.period is None:
                sheet.insert(line.state.span, f" for {old}")
                name = _name(block)
                text = f"the status {line.state.text} of `{name}` was set by judgement, and now holds for {old} alone"
                yield _Told(Fate.ASKED, line.span, f"{text}: is there one for the new period?", line.author.text)


def _examples(
    file: ast.File, sheet: Sheet, judged: Mapping[str, Targets], old: Period, foreign: frozenset[str]
) -> Iterator[_Told]:
    """Examples of an indicator whose target changes are of the old one. Once they say so, they are judged alike in
    every report, so the same report on earlier periods stays as it was."""
    for block in file.blocks:
        name = _name(block)
        if not isinstance(block.header, ast.Indicator) or not judged[name].changed:
            continue
        for line in block.lines:
            if not isinstance(line, ast.Example) or line.period is not None:
                continue
            figure = line.amount.span if line.amount else line.parts[1].span if line.parts else line.span
            if file.source.name in foreign:
                text = f"this example of `{name}` is by the target for {old}, and other reports use this file: write"
                shown = line.span.text[: figure.end - line.span.start] + f" in {old}"
                rest = line.span.text[figure.end - line.span.start :]
                yield _Told(Fate.ASKED, line.span, f"{text} {' '.join((shown + rest).split())}")
            else:
                sheet.insert(figure, f" in {old}")
                yield _Told(Fate.CARRIED, line.span, f"an example of `{name}`, which now says that it is for {old}")


def _name(block: ast.Block) -> str:
    return block.header.name.text if isinstance(block.header, ast.Indicator | ast.Milestone) else ""


# ---- what is aimed at


def _targets(judged: Mapping[str, Targets], sheets: Mapping[Source, Sheet], first: Source) -> Iterator[_Told]:
    for one in judged.values():
        for span, text in one.carried:
            yield _Told(Fate.CARRIED, span, text)
        for span, text in one.asked:
            yield _Told(Fate.ASKED, span, text, one.owner)
        if one.to_be_set is None:
            continue
        span, line = one.to_be_set
        text = f"the target of `{one.name}` for {one.when} (the last one: `{one.last}`)"
        if span.source == first:
            sheets[first].add_after(span.line, f"  {line}")
            yield _Told(Fate.ASKED, span, f"{text}: write it in place of `to be set`", one.owner, below=1)
        else:
            yield _Told(Fate.ASKED, span, f"{text}: add it below this line, or say: {line}", one.owner)


def _milestones(spec: Spec, new: Period) -> Iterator[_Told]:
    for one in spec.milestones:
        name = f"milestone `{one.id}`"
        if one.done:
            yield _Told(Fate.CARRIED, one.span, f"{name}, which is done; take it out once it needs no more reporting")
        elif one.expected:
            yield _Told(
                Fate.ASKED, one.span, f"{name}: is it done, or still expected on {day(one.expected)}?", one.owner
            )
        elif one.due <= new.end:
            yield _Told(
                Fate.ASKED, one.span, f"{name}, due on {day(one.due)}: is it done, or expected later?", one.owner
            )
        else:
            yield _Told(Fate.CARRIED, one.span, f"{name}, due on {day(one.due)}")


def _records(project: Project, new: Period) -> Iterator[_Told]:
    """Until when records are complete is known to whoever keeps them, so that day is never moved on here."""
    for file in project.files:
        for block in file.blocks:
            for line in block.lines:
                if not isinstance(line, ast_records.Complete) or not isinstance(block.header, ast_records.Records):
                    continue
                name = f"the records `{block.header.name.text}`"
                if line.until is None:
                    yield _Told(Fate.ASKED, line.span, f"{name}: has the table every row up to {day(new.end)}?")
                else:
                    text = f"{name} are complete to {line.until.text}: to which day are they now? {new} ends on"
                    yield _Told(Fate.ASKED, line.span, f"{text} {day(new.end)}")


def _carried(project: Project, spec: Spec) -> Iterator[_Told]:
    """Benchmarks, each line once: they hold until somebody publishes newer ones."""
    for file in project.files:
        for block in file.blocks:
            for line in block.lines:
                if isinstance(line, ast.Benchmark | ast.FiledBenchmark):
                    when = f" for {line.period.text}" if line.period else ""
                    text = f"the benchmark{when} of `{_name(block)}`; is there a newer one?"
                    yield _Told(Fate.CARRIED, line.span, text)
    chapters = len(spec.chapters)
    at = next((block.header.span for block in project.files[0].blocks if isinstance(block.header, ast.Chapter)), None)
    if at:
        yield _Told(Fate.CARRIED, at, f"{chapters} chapter{'s' * (chapters != 1)} with their text")


# ---- texts


def _plain(text: str) -> str:
    lines: Sequence[str] = text.replace("\r\n", "\n").rstrip().split("\n")
    return "".join(f"{line}\n" for line in lines)


def _ended_as(before: str, after: str) -> str:
    return after.replace("\n", "\r\n") if before.count("\r\n") * 2 > before.count("\n") else after

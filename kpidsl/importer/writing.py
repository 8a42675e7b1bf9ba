"""From the table of a file to a first spec, its house file and its data, each line with where it comes from."""

from __future__ import annotations

import csv
import functools
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from kpidsl.importer.aims import Aims, aims, goal_in
from kpidsl.importer.figures import Measured, Value, fractions_of, measured, spelt, value
from kpidsl.importer.headings import heading, plain
from kpidsl.importer.model import TO_DO, Box, Entry, Form, Line, Refused, Role, Row, Table
from kpidsl.importer.statuses import Judged, state_in
from kpidsl.period import Period
from kpidsl.quantity import parse_number
from kpidsl.source import Source
from kpidsl.syntax.format import formatted
from kpidsl.syntax.grammar import grammar_text
from kpidsl.terms import Grain

_LONGEST_ID = 40
_SMALL_WORDS = frozenset("of the a an number percentage percent no and to in for that who with by on at".split())
_COUNCIL = re.compile(r"\b((?:[A-Z][\w'&-]*,? (?:and |of |upon |on )?){1,6}Council)\b")
_KEY = re.compile(
    r"amber\b.{0,80}?\bwithin (\d+(?:\.\d+)?) ?(%|per ?cent|percentage points|points|pp)"
    r"( (?:of|below|from|off) (?:the )?target)?",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"(?:q|qtr|quarter) ?(?:[1-4]|one|two|three|four),?(?: of)? \d{2,4}[/-]\d{2,4}|"
    r"\d{4}[/-]\d{2,4},? (?:q|qtr|quarter) ?(?:[1-4]|one|two|three|four)|\d{4}[/-]\d{2}(?!\d)|[A-Z][a-z]{2,8} \d{4}",
    re.IGNORECASE,
)
_COMPARED = {Role.OUTTURN: "outturn", Role.PREVIOUS: "previous", Role.LAST_YEAR: "same period last year"}


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator of the new spec."""

    id: str
    entry: Entry
    unit: Measured
    aims: Aims
    rows: tuple[Row, ...]
    notes: tuple[str, ...]  # what is to be said of its figures
    section: str


@dataclass(frozen=True, slots=True)
class Draft:
    """All of the new spec, before it is text."""

    table: Table
    file: str  # the name of what was read
    report: Period
    why_report: str
    title: Box | None
    council: str
    why_council: str
    sections: tuple[tuple[str, str, str], ...]  # id, label, where it was read
    indicators: tuple[Indicator, ...]
    default: Line
    has_amber: bool

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(row for one in self.indicators for row in (*one.rows, *one.aims.rows))


def draft(table: Table, file: str, wanted: Period | None) -> Draft | Refused:
    """What the file comes to, as a report on the period `wanted`, or on the last one that has figures."""
    report, why = _report(table, wanted)
    if report is None:
        return Refused(
            "does not say for which period its figures are",
            'say it, for instance --period "2021-22 Q1"; or name the period in the heading of the column',
        )
    default = _default(table)
    states = [
        state_in(box.text) for one in table.entries for (role, _), box in one.figures.items() if role is Role.STATUS
    ]
    has_amber = (
        "amber" in states or bool(default.text) or bool(table.has & {Role.TOLERANCE, Role.RED, Role.RED_VARIANCE})
    )
    ids, sections = _Ids(), _Sections()
    names = Counter(one.name.text.casefold() for one in table.entries)
    indicators = []
    for entry in table.entries:
        section = sections.of(entry.section)
        indicator = _indicator(entry, ids.of(entry.name.text), section, report, default)
        if names[entry.name.text.casefold()] > 1:
            places = [one.name.place for one in table.entries if one.name.text.casefold() == entry.name.text.casefold()]
            said = f"{TO_DO} the name stands several times ({', '.join(places)}): say what tells them apart"
            indicator = _with_note(indicator, said)
        indicators.append(indicator)
    title, council, why_council = _heads(table)
    return Draft(
        table, file, report, why, title, council, why_council, sections.found(), tuple(indicators), default, has_amber
    )


# ---- what the report is


def _report(table: Table, wanted: Period | None) -> tuple[Period | None, str]:
    if wanted is not None:
        return wanted, "said on the command line"
    periods = [
        (period, box)
        for one in table.entries
        for (role, period), box in one.figures.items()
        if role is Role.VALUE and period is not None and re.search(r"\d", box.text)
    ]
    shorter = [(period, box) for period, box in periods if period.grain is not Grain.YEAR]
    found = max(shorter or periods, key=lambda one: one[0], default=None)
    bare = any((Role.VALUE, None) in one.figures for one in table.entries)
    if found is not None and not (bare and not shorter):
        return found[0], f"worked out: the last period with figures ({found[1].place})"
    for box in table.above:
        said = heading(box.text).dated(None) or _period_in(box.text)
        if said is not None:
            return said, f"read from {box.place} (“{box.text}”)"
    return (
        (found[0], f"worked out: the last period with figures ({found[1].place})") if found and not bare else (None, "")
    )


def _period_in(text: str) -> Period | None:
    """A period within a title."""
    return heading(text).period


def _heads(table: Table) -> tuple[Box | None, str, str]:
    """The title, and the council with where its name was found."""
    words = [box for box in table.above if re.search(r"[^\W\d]", box.text) and heading(box.text).role is None]
    council, why = "", ""
    for box in (*words, *table.below):
        if match := _COUNCIL.search(box.text):
            council, why = match[1], f"worked out: {box.place} says “{box.text}”"
            break
    return next(iter(words), None), council, why


def _default(table: Table) -> Line:
    """The tolerance that a key beside the table gives for all."""
    for box in (*table.above, *table.below):
        match = _KEY.search(box.text)
        if match is None:
            continue
        if match[3]:
            return Line(f"tolerance {match[1]}% of target", f"read from {box.place}")
        if match[2].startswith("p") and match[2] not in ("per cent", "percent"):
            return Line(f"tolerance {match[1]} points", f"read from {box.place}")
        return Line(
            f"tolerance {match[1]}% of target",
            f"{TO_DO} {box.place} says within {match[1]}%: of the target, or points?",
        )
    return Line("")


# ---- names


@functools.cache
def _keywords() -> frozenset[str]:
    """The words of the language, which are no names."""
    quoted_words = re.findall(r'"[^"\n]*"|/[^/\n]*/', grammar_text().lower())
    return frozenset(re.findall(r"[a-z]+", " ".join(quoted_words)))


class _Ids:
    """Names that are used once each."""

    def __init__(self) -> None:
        self._taken: set[str] = set(_keywords())

    def of(self, text: str) -> str:
        stem = name_of(text)
        number, found = (
            2,
            stem if stem not in self._taken else f"{stem}_indicator" if stem in _keywords() else f"{stem}_2",
        )
        while found in self._taken:
            number += 1
            found = f"{stem}_{number}"
        self._taken.add(found)
        return found


class _Sections:
    """Sections in the order in which they are met."""

    def __init__(self) -> None:
        self._ids = _Ids()
        self._found: dict[str, tuple[str, str, str]] = {}

    def of(self, box: Box | None) -> str:
        key = box.text.casefold() if box is not None else ""
        if key not in self._found:
            if box is None:
                made = (self._ids.of("all indicators"), "Indicators", f"{TO_DO} the file names no section for some")
            else:
                made = (self._ids.of(box.text), box.text, f"read from {box.place}")
            self._found[key] = made
        return self._found[key][0]

    def found(self) -> tuple[tuple[str, str, str], ...]:
        return tuple(self._found.values())


def name_of(text: str) -> str:
    """A name in small letters and underscores, short enough to be typed: the first words that say something."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    words = re.findall(r"[^\W_]+", folded)
    telling = [word for word in words if word not in _SMALL_WORDS] or words
    name = ""
    for word in telling:
        if name and len(name) + len(word) >= _LONGEST_ID:
            break
        name = f"{name}_{word}" if name else word[:_LONGEST_ID]
    return name if name and not name[0].isdigit() and name.isidentifier() else f"indicator_{name}".rstrip("_")


# ---- one indicator


def _indicator(entry: Entry, id: str, section: str, report: Period, default: Line) -> Indicator:
    unit = measured(entry)
    boxes = {key: box for key, box in entry.figures.items() if key[0] is not Role.STATUS}
    actuals = [box for (role, _), box in boxes.items() if role in (Role.VALUE, *_COMPARED)]
    in_parts = fractions_of(actuals, unit.unit)
    rows: list[Row] = []
    notes: list[str] = []
    values: dict[Period, tuple[Value, Box]] = {}
    for (role, when), box in boxes.items():
        period = _period(role, when, report)
        if role is Role.FORECAST:
            expected = value(box, unit.unit)
            whole_year = (when or report).whole_year
            rows.append(Row(id, whole_year, "forecast", expected.written, readable=not expected.note))
        if role not in (Role.VALUE, *_COMPARED):
            continue
        made = value(box, unit.unit)
        number = parse_number(box.text)
        if in_parts and number is not None and number in (0, 1):
            notes.append(
                f"{TO_DO} {box.place} says “{box.text}”, which may be {box.text}% or 100 times that: add it to the data"
            )
            continue
        if made.note:
            notes.append(f"{TO_DO} {made.note}")
        if period in values:
            if values[period][0].written != made.written:
                notes.append(
                    f"{TO_DO} {values[period][1].place} and {box.place} differ, both for {period}; the first is taken"
                )
            continue
        values[period] = (made, box)
        parts = _parts(entry, (when, None) if period == report else (when,))
        rows.append(_row(id, period, made, parts, unit))
        if parts and not rows[-1].numerator:
            places = " and ".join(part.place for part in parts)
            notes.append(f"{TO_DO} {places} do not come to {box.place}, which was taken: see which is right")
    if report not in values:
        notes.append(f"{TO_DO} no figure for {report}: add it to the data, or why there is none")
    judged = tuple(_judged(entry, values, report, unit))
    return Indicator(
        id, entry, unit, aims(entry, id, unit, report, judged, default), tuple(rows), tuple(notes), section
    )


def _parts(entry: Entry, whens: tuple[Period | None, ...]) -> tuple[Box, ...]:
    """The numerator and denominator of a figure; none where one of them is lacking."""
    found = (
        next((entry.figures[role, when] for when in whens if (role, when) in entry.figures), None)
        for role in (Role.NUMERATOR, Role.DENOMINATOR)
    )
    parts = tuple(box for box in found if box is not None)
    return parts if len(parts) == 2 else ()


def _row(id: str, period: Period, made: Value, parts: tuple[Box, ...], unit: Measured) -> Row:
    """A row of the data, with its two parts instead of the figure where these come to it."""
    top, bottom = (parse_number(part.text) for part in parts) if parts else (None, None)
    if unit.unit.is_quotient and made.amount is not None and top is not None and bottom:
        whole = top / bottom * unit.unit.base
        shown = Fraction(1, 10 ** len(made.written.rstrip("%").partition(".")[2]))  # the last place of the figure
        if abs(whole - made.amount) <= shown:
            return Row(id, period, "", "", parts[0].text, parts[1].text)
    return Row(id, period, "", made.written, readable=not made.note)


def _period(role: Role, when: Period | None, report: Period) -> Period:
    if when is not None:
        return when
    match role:
        case Role.OUTTURN:
            return report.outturn
        case Role.PREVIOUS:
            return report.previous
        case Role.LAST_YEAR:
            return report.same_period_last_year
        case _:
            return report


def _judged(
    entry: Entry, values: Mapping[Period, tuple[Value, Box]], report: Period, unit: Measured
) -> Iterator[Judged]:
    """The figures that the file itself has given a status, with the target of their period."""
    for (role, when), box in entry.figures.items():
        state = state_in(box.text) if role is Role.STATUS else None
        period = when or report
        found = values.get(period)
        if not state or found is None or found[0].amount is None:
            continue
        target = next(
            (
                entry.figures[Role.TARGET, one]
                for one in (period, period.whole_year, None)
                if (Role.TARGET, one) in entry.figures
            ),
            None,
        )
        goal = goal_in(target, unit.unit) if target is not None else None
        if goal is not None and goal.high is None:
            yield Judged(found[0].amount, goal.amount, state, box.place)


def _with_note(one: Indicator, note: str) -> Indicator:
    return Indicator(one.id, one.entry, one.unit, one.aims, one.rows, (*one.notes, note), one.section)


# ---- the texts


def spec(draft: Draft, house: str, data: str, filled: Period | None = None) -> str:
    """The spec. Where it is `filled`, as a report on that period, only to see how it judges: what the officer is asked
    for is made up, and what is not complete is not judged."""
    lines = list(_spec_lines(draft, house, data, filled))
    text = "\n".join(str(line) if isinstance(line, Line) else line for line in lines) + "\n"
    if filled is not None:
        return text
    outcome = formatted(Source("spec.kpi", text))
    assert outcome.value is not None, outcome.diagnostics  # our own lines can be read
    return outcome.value


def _spec_lines(draft: Draft, house: str, data: str, filled: Period | None) -> Iterator[str | Line]:
    form = "a scorecard" if draft.table.form is Form.SCORECARD else f"an export ({draft.table.form.value})"
    yield f"# Made by kpic import from {comment(draft.file)}, taken as {form} ({comment(draft.table.why_form)})."
    yield "# Lines say where they come from. What nobody could tell is marked TO DO, and waits for you."
    yield "language 1"
    yield ""
    yield _title(draft)
    if filled is None:
        yield f'# {TO_DO} committee "the committee that the report goes to"'
        yield f"# {TO_DO} meeting 30 September 2021, or whenever it meets"
        yield f'# {TO_DO} from "the officer whose report it is"'
        yield Line(f"period {draft.report}", draft.why_report)
    else:
        yield from ('committee "-"', "meeting 30 September 2099", 'from "-"', f"period {filled}")
    yield f'house "{house}"'
    yield f'data "{data}"'
    yield "scheme council"
    yield ""
    yield from _schemes(draft)
    yield ""
    for id, label, why in draft.sections:
        yield Line(f'section {id} "{quoted(label)}"', comment(why))
    for one in draft.indicators:
        yield ""
        yield from _lines(one, draft, filled is not None)
    yield ""
    yield 'chapter "Performance"'
    outturn = any(row.period == draft.report.outturn and not row.kind for row in draft.rows)
    yield f"table columns {'outturn, ' * outturn}value, target, status"
    if filled is None:
        yield from _remarks(draft)


def _title(draft: Draft) -> Line:
    """The title; where it names the period of the report, with a place for that in it."""
    if draft.title is None:
        return Line('report "Performance in {period}"', f"{TO_DO} the title of the report")
    title, why = quoted(draft.title.text), f"read from {draft.title.place}"
    for match in _DATED.finditer(title):
        if heading(match[0]).period == draft.report:
            why += f"; {{period}} stands for “{match[0]}”"
            title = f"{title[: match.start()]}{{period}}{title[match.end() :]}"
            break
    return Line(f'report "{title}"', why)


def _schemes(draft: Draft) -> Iterator[str | Line]:
    yield 'scheme council "Council rating"'
    yield "green when at or better than target"
    if draft.has_amber:
        yield "amber when within tolerance"
        yield "red otherwise"
    else:
        yield Line("red otherwise", f"{TO_DO} the file says nothing of amber: if there is one, say when")
    if any(one.aims.by_thresholds for one in draft.indicators):
        yield ""
        yield "# The amber threshold is the tolerance, the red one the floor. On either, the better status counts."
        yield 'scheme thresholds "Thresholds"'
        yield "green when at or better than target or within tolerance"
        yield "amber when at or better than floor"
        yield "red otherwise"


def _lines(one: Indicator, draft: Draft, filled: bool) -> Iterator[str | Line]:
    entry = one.entry
    code = entry.fact(Role.CODE)
    more = f", code “{comment(code.text)}”" if code is not None and code.text != entry.name.text else ""
    yield Line(f'indicator {one.id} "{quoted(entry.name.text)}"', f"read from {entry.name.place}{more}")
    yield f"section {one.section}"
    if one.aims.by_thresholds:
        yield "scheme thresholds"
    definition = entry.fact(Role.DEFINITION)
    if definition is not None and definition is not entry.name:
        yield Line(f'definition "{quoted(definition.text)}"', f"read from {definition.place}")
    yield Line(one.unit.line, comment(one.unit.why))
    lines = (one.aims.polarity, *one.aims.lines)
    if filled and not one.aims.is_judged:
        yield one.aims.polarity.text or "polarity none"
    else:
        for line in lines:
            if not draft.has_amber and (line.text.startswith("tolerance") or "TO DO: tolerance" in line.comment):
                continue
            yield Line(line.text, comment(line.comment))
    if filled:
        return
    yield from _benchmarks(one, draft)
    owner = entry.fact(Role.OWNER)
    if owner is not None:
        yield Line(f'owner "{quoted(owner.text)}"', f"read from {owner.place}")
    boxes = [box for (role, _), box in entry.figures.items() if role in (Role.VALUE, *_COMPARED)]
    if boxes:
        yield f"# figures read from {', '.join(box.place for box in boxes)}"
    else:
        yield f"# {TO_DO} it has no figures in the file"
    frequency = entry.fact(Role.FREQUENCY)
    if frequency is not None:
        yield f"# {frequency.place} says how often it is collected: {comment(frequency.text)}"
    for note in one.notes:
        yield f"# {comment(note)}"
    for box in entry.comments:
        yield f"# {box.place} says: {comment(box.text)}"


def _benchmarks(one: Indicator, draft: Draft) -> Iterator[Line]:
    met: set[str] = set()
    for text, period, box in one.entry.benchmarks:
        goal = goal_in(box, one.unit.unit)
        words = re.sub(r"\d[\d/ -]*", " ", plain(text))
        name = next((known for known in ("england", "region") if known in words), name_of(words))
        if goal is None or goal.bound or name in met:
            yield Line("", f"{TO_DO} {box.place}, “{comment(text)}”, says “{comment(box.text)}”: a benchmark?")
            continue
        met.add(name)
        called = "" if name in ("england", "region") else f' called "{quoted(text)}"'
        when = f" for {period}" if period else ""
        said = "" if period else f"{TO_DO} for which period, and who published it? "
        amount = spelt(goal.amount, one.unit.unit).lower()
        yield Line(f"benchmark {name} {amount}{called}{when}", f"{said}read from {box.place}")


def _remarks(draft: Draft) -> Iterator[str]:
    if draft.table.has & {Role.RED_VARIANCE, Role.AMBER_VARIANCE}:
        yield (
            f"# {TO_DO} variances were taken as distances from the target in the unit of the indicator, not as parts "
            "of the target: see that this is so for one of them"
        )
    if draft.table.has & {Role.SHORT_TREND}:
        yield "# The short trend of the export is worked out anew: ask for the column direction since previous."
    if Role.LONG_TREND in draft.table.has:
        yield (
            f"# {TO_DO} the long trend of the export compares with the mean of earlier periods, which kpic has not; "
            "direction over 4 quarters is the nearest, and is not the same"
        )
    for box in draft.table.above:
        if (
            box is not draft.title
            and len(box.text) > 3
            and heading(box.text).role is None
            and heading(box.text).period is None
        ):
            yield f"# {box.place} says: {comment(box.text)}"
    for box in draft.table.below:
        yield f"# {box.place} says: {comment(box.text)}"
    for said in draft.table.unread:
        yield f"# {TO_DO} not read: {comment(said)}"


def house(draft: Draft) -> str:
    """The house file: what every report of the council shares, as far as the file tells."""
    lines = ["# What every report of this council shares. Made by kpic import."]
    if draft.council:
        lines += [f"council: {_yaml(draft.council)}  # {comment(draft.why_council)}"]
    else:
        lines += [f"# {TO_DO} council: the name of your council", "language: en-GB"]
    return "\n".join(lines) + "\n"


def data(rows: Iterable[Row]) -> str:
    """The data: a row for each figure."""
    found = list(rows)
    kinds, parts = any(row.kind for row in found), any(row.numerator for row in found)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    head = ["indicator", "period", *(["kind"] * kinds), "value", *(["numerator", "denominator"] * parts)]
    writer.writerow(head)
    for row in found:
        kind, both = [row.kind] * kinds, [row.numerator, row.denominator] * parts
        writer.writerow([row.indicator, str(row.period), *kind, row.value, *both])
    return out.getvalue()


def quoted(text: str) -> str:
    """A text as it can stand between quotes: without quotes of its own, and with nothing that asks for a figure."""
    text = re.sub(r"[\"\u201c\u201d\u201e\u201f\u2033]", "'", text).translate({ord("{"): "(", ord("}"): ")"})
    return comment(text)


def comment(text: str) -> str:
    """A text on one line."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _yaml(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def to_do(name: str, text: str) -> tuple[str, ...]:
    """What a text asks the officer for, each thing once, with the lines that it stands in."""
    found: dict[str, list[str]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        said = line.partition(f"# {TO_DO}")[2].strip()
        if said:
            found.setdefault(said, []).append(str(number))
    return tuple(f"{name}:{', '.join(lines)}: {said}" for said, lines in found.items())

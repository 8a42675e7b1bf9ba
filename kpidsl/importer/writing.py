"""The texts of a new report: its spec, its house file and its data, each line with where it comes from."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator

from kpidsl.importer.aims import goal_in
from kpidsl.importer.draft import ACTUALS, Draft, Indicator
from kpidsl.importer.figures import spelt
from kpidsl.importer.headings import heading, plain
from kpidsl.importer.model import TO_DO, Form, Line, Role, Row
from kpidsl.importer.names import name_of
from kpidsl.period import Period
from kpidsl.source import Source
from kpidsl.syntax.format import formatted

_DATED = re.compile(
    r"(?:q|qtr|quarter) ?(?:[1-4]|one|two|three|four),?(?: of)? \d{2,4}[/-]\d{2,4}|"
    r"\d{4}[/-]\d{2,4},? (?:q|qtr|quarter) ?(?:[1-4]|one|two|three|four)|\d{4}[/-]\d{2}(?!\d)|[A-Z][a-z]{2,8} \d{4}",
    re.IGNORECASE,
)


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


_FORMS = {
    Form.SCORECARD: "a scorecard",
    Form.PENTANA: "an export of Pentana",
    Form.INPHASE: "an export of InPhase",
}


def _spec_lines(draft: Draft, house: str, data: str, filled: Period | None) -> Iterator[str | Line]:
    form, why = _FORMS[draft.table.form], comment(draft.table.why_form)
    yield f"# Made by kpic import from {comment(draft.file)}, taken as {form} ({why})."
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
    boxes = [box for (role, _), box in entry.figures.items() if role in ACTUALS]
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

"""Milestone blocks: the dates of each held against one another, and the scheme that judges it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from kpidsl.diagnostics.diagnostic import Label
from kpidsl.source import Span
from kpidsl.spec import examples, literals, report
from kpidsl.spec.indicator import Indicator, Scheme, Section
from kpidsl.spec.indicators import named_section
from kpidsl.spec.lines import Lines
from kpidsl.spec.milestone import Milestone, Move
from kpidsl.spec.model import Chapter, MilestoneTable
from kpidsl.spec.names import once
from kpidsl.spec.problems import Problems
from kpidsl.spec.settings import Said, named_scheme
from kpidsl.spec.surroundings import Surroundings
from kpidsl.syntax import ast
from kpidsl.syntax.blocks import USAGE
from kpidsl.terms import Level

MOST_YEARS = 5  # a date further than this from the due date is most likely a slip in the year


def read(
    blocks: Sequence[ast.Block],
    around: Surroundings,
    indicators: Mapping[str, Indicator | None],
    problems: Problems,
) -> dict[str, Milestone | None]:
    """The milestones by id and in order; None where a milestone's own block is wrong."""
    found: dict[str, Milestone | None] = {}
    seen: dict[str, Span] = {}
    for block in blocks:
        header = block.header
        if isinstance(header, ast.Broken) and header.keyword == "milestone" and header.name:
            found.setdefault(header.name, None)
        if not isinstance(header, ast.Milestone):
            continue
        report.no_placeholder(header.label, problems)
        milestone = _milestone(header, block.lines, around, problems)
        name = header.name.text
        if not once("milestone", header.name, seen, problems):
            continue
        found[name] = milestone
        if name in indicators:
            message = f"`{name}` is the name of an indicator, too"
            problems.add("duplicate-name", message, header.name.span, "give each a name of its own")
    return found


def check_places(
    chapters: Sequence[Chapter], milestones: Mapping[str, Milestone | None], at: Span, problems: Problems
) -> None:
    """Milestones must be printed somewhere, and a table of them must not be empty."""
    has_table = any(isinstance(part, MilestoneTable) for chapter in chapters for part in chapter.parts)
    if milestones and not has_table:
        message = "no chapter has a `milestones` line, so the milestones are printed nowhere"
        problems.add("printed-nowhere", message, at, f"add to a chapter: {USAGE['milestones']}")
    if has_table and not milestones:
        message = "a chapter has a `milestones` line, but there is no milestone to print"
        problems.add("unused", message, at, f"take the line out, or add one: {USAGE['milestone']}")


def _milestone(
    header: ast.Milestone, statements: Sequence[ast.Statement], around: Surroundings, problems: Problems
) -> Milestone | None:
    lines = Lines(header, statements, problems)
    before = problems.errors
    section = _section(lines, around, problems)
    scheme = _scheme(header, lines, around, problems)
    due_line = lines.needed(ast.Due, "due", "say on which day it is due")
    done_line = lines.one(ast.Done, "done")
    expected_line = lines.one(ast.Expected, "expected")
    due = literals.day(due_line.day, problems) if due_line else None
    done = _day(done_line.day, due, problems) if done_line else None
    expected = _day(expected_line.day, due, problems) if expected_line else None
    moves = tuple(_moves(due_line, due, problems)) if due_line else ()
    owner = _owner(lines, section, around, problems)
    overrides = tuple(examples.overrides(lines, scheme, True, around, problems))
    if done_line is not None and expected_line is not None:
        label = (Label(done_line.span, "done"),)
        message = f"`{header.name.text}` is done, so nothing more is expected of it"
        problems.add("dates-contradict", message, expected_line.span, "take the `expected` line out", labels=label)
    is_late = due is not None and expected is not None and expected > due
    if is_late and expected_line is not None and expected_line.reason is None:
        message = "a milestone that is expected later than it is due needs the reason"
        problems.add("missing-line", message, expected_line.span, 'end the line with: because "..."')
    if section is None or scheme is None or due is None or not lines.sound or problems.errors > before:
        return None
    reason = expected_line.reason.text if expected_line and expected_line.reason else ""
    return Milestone(
        id=header.name.text,
        label=header.label.text,
        section=section,
        scheme=scheme,
        due=due,
        moves=moves,
        expected=expected,
        reason=reason,
        done=done,
        owner=(owner.value or "") if owner else "",
        overrides=overrides,
        span=header.span,
        owner_said=owner.span if owner else None,
    )


def _section(lines: Lines, around: Surroundings, problems: Problems) -> Section | None:
    line = lines.needed(ast.Section, "section", "name the section it is printed in")
    return None if line is None else named_section(line.name, around, problems)


def _owner(lines: Lines, section: Section | None, around: Surroundings, problems: Problems) -> Said[str] | None:
    """Its own owner, else its section's, else the report's."""
    line = lines.one(ast.Owner, "owner")
    if line is not None:
        return Said(literals.filled_in(line.name, problems), Level.INDICATOR, line.span)
    of_section = around.section_settings.get(section.name) if section else None
    return (of_section.owner if of_section else None) or around.settings.owner


def _scheme(header: ast.Milestone, lines: Lines, around: Surroundings, problems: Problems) -> Scheme | None:
    """The milestone's own scheme, else the only one there is for milestones."""
    line = lines.one(ast.Scheme, "scheme")
    if line is not None:
        return named_scheme(line.name, around.schemes, problems, for_milestones=True)
    known = [scheme for scheme in around.schemes.values() if scheme is not None and scheme.for_milestones]
    if len(known) == 1:
        return known[0]
    if known:
        message = f"there are several schemes for milestones, and `{header.name.text}` names none of them"
        problems.add("missing-line", message, header.span, f"add a line such as: scheme {known[0].name}")
    elif None not in around.schemes.values() and lines.sound:
        message = f"there is no scheme for milestones that could judge `{header.name.text}`"
        help_ = 'add one: scheme progress "Progress of milestones" for milestones'
        problems.add("missing-line", message, header.span, help_)
    return None


def _moves(line: ast.Due, due: date | None, problems: Problems) -> Iterator[Move]:
    """What the due date was before, latest first; each must have been another day than the one it was moved to."""
    after = due
    for word, reason in line.moves:
        was = _day(word, due, problems)
        if was is None:
            continue
        if was == after:
            message = f"the due date was moved to the day that it was before, {word.text}"
            problems.add("dates-contradict", message, word.span, f"write the two days: {USAGE['due']}, was ...")
        yield Move(was, reason.text)
        after = was


def _day(word: ast.Word, due: date | None, problems: Problems) -> date | None:
    """A day other than the due date, which cannot well be many years away from it."""
    day = literals.day(word, problems)
    if day is not None and due is not None and abs(day - due).days > MOST_YEARS * 366:
        message = f"{word.text} is more than {MOST_YEARS} years from the due date"
        problems.add("date-far-off", message, word.span, "is the year right? If it is, leave it")
    return day

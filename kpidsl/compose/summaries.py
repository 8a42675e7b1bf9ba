"""Summaries: how many indicators have which status, counted and put into words and tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import assert_never

from kpidsl.compose import since, words
from kpidsl.compose.rounded import Rounded, counted, rules
from kpidsl.compose.working import Working
from kpidsl.document.model import Block, Column, Paragraph, Row, RowGroup, Table, Text, TextCell
from kpidsl.document.outline import plain
from kpidsl.evaluation import summary
from kpidsl.evaluation.comparison import Comparison, with_last_report
from kpidsl.evaluation.model import Assessment, Evaluation, Figure, Unrated
from kpidsl.evaluation.summary import Tally
from kpidsl.quantity import PERCENT, round_half_up, spell
from kpidsl.saying import say
from kpidsl.spec.indicator import State
from kpidsl.spec.model import SummaryPlace
from kpidsl.terms import Comparator, Direction, Reason, SummaryBy

_NAME_WEIGHT, _COUNT_WEIGHT = 30, 12
_SHARE = "Share of rated indicators"
_COUNTED = "counted from the statuses of the indicators"
_DIRECTIONS = (Direction.IMPROVED, Direction.UNCHANGED, Direction.WORSENED)  # all that a rated indicator can have


@dataclass(frozen=True, slots=True)
class Summary:
    """What is said of the whole, if anything, the tables below it, and the figures that they rest on."""

    blocks: tuple[Block, ...]
    rests_on: tuple[Figure, ...]
    shares: tuple[Fraction, ...] = ()  # exactly, in the order of their cells

    def counts(self, block: Block) -> Iterator[Working]:
        """How the figures of a table were made: counts are what they say, shares are rounded."""
        shares = iter(self.shares)
        for row in (row for group in block.groups for row in group.rows) if isinstance(block, Table) else ():
            for column, cell in zip(block.columns[1:], row.cells, strict=True):  # type: ignore[union-attr]
                assert isinstance(cell, TextCell)
                text, is_share = plain(cell.content), column.title == _SHARE
                if is_share:
                    amounts: tuple[Rounded, ...] = (Rounded(next(shares), PERCENT, 0),)
                else:  # a count, maybe with the change since the last report: `18 (2 fewer)`
                    found = re.findall(r"\d[\d,]*", text)
                    amounts = tuple(each for number in found for each in counted(Fraction(number.replace(",", ""))))
                if not amounts:
                    continue
                name = f"{column.title}: {plain(row.header)}"
                yield Working(name, text, amounts=amounts, rule=_COUNTED, rounding=rules(amounts), place=column.title)


def summarise(place: SummaryPlace, evaluation: Evaluation) -> Summary:
    """What stands in a place for a summary. How many are rated is said above the first of the report; where nothing is
    rated, there is no table."""
    tallies = summary.tallies(evaluation)
    places = [part for chapter in evaluation.spec.chapters for part in chapter.parts if isinstance(part, SummaryPlace)]
    said = [how_many(evaluation)] if places[0] is place else []
    counting = [each for each in places if each.by is not SummaryBy.DIRECTION]
    first = counting[:1] == [place] and counting[0] is place
    last = with_last_report(evaluation)
    tables: tuple[Table, ...]
    match place.by:
        case SummaryBy.STATUS:
            said += rounding(tallies)
            tables = (_by_status(tallies, last, evaluation),) if tallies else ()
        case SummaryBy.SECTION | SummaryBy.THEME:
            tables = tuple(
                by_part(place.by, tally, evaluation, alone=len(tallies) == 1, last=last) for tally in tallies
            )
        case SummaryBy.DIRECTION:
            assert place.comparator is not None  # check has seen to that
            tables = (_by_direction(tallies, place.comparator, evaluation),) if tallies else ()
        case _:
            assert_never(place.by)
    moved = place.by is SummaryBy.DIRECTION
    rests_on = tuple(summary.looked_at(summary.listed(evaluation), place.comparator, moved=moved))
    shares = [
        share for tally in tallies for share in (*map(tally.share, tally.scheme.states), Fraction(100))
    ]  # row by row
    paragraphs = [" ".join(said)] if said else []
    if first and tallies and evaluation.changes is not None:
        paragraphs += _since(last, evaluation)
    return Summary((*(Paragraph((Text(text),)) for text in paragraphs), *tables), rests_on, tuple(shares))


def _since(last: Comparison | None, evaluation: Evaluation) -> Iterator[str]:
    """How the statuses compare with those of the report before."""
    if last is None:
        yield since.other_length(evaluation)
        return
    yield since.explained(last)
    when = f"the report on {words.period(last.since.period)}"
    yield from (text for text, _ in since.moved(last.compared, when))


def how_many(evaluation: Evaluation) -> str:
    """`Of the 29 indicators in this report, 15 are rated and 14 are not: 14 have no target.`"""
    members = summary.listed(evaluation)
    rated = sum(one.state is not None for one in members)
    if not members:
        return "There are no indicators in this report."
    if len(members) == 1:
        why = "".join(f" not rated: {_why(reason, 'it', 1)}" for reason, _ in summary.not_rated(evaluation))
        return f"The one indicator in this report is{why or ' rated'}."
    why = words.listed([_why(reason, f"{number:,}", number) for reason, number in summary.not_rated(evaluation)])
    if not rated:
        return f"None of the {len(members):,} indicators in this report is rated: {why}."
    if rated == len(members):
        return f"All {rated:,} indicators in this report are rated."
    others = len(members) - rated
    said = f"{rated:,} {_are(rated)} rated and {others:,} {_are(others)} not"
    return f"Of the {len(members):,} indicators in this report, {said}: {why}."


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _why(reason: Unrated | Reason, who: str, number: int) -> str:
    have = "has" if number == 1 else "have"
    match reason:
        case Reason():
            return f"{who} {have} no figure ({say(words.REASONS[reason]).lower()})"
        case Unrated.NO_VALUE:
            return f"{who} {have} no figure"
        case Unrated.NO_TARGET:
            return f"{who} {have} no target"
        case Unrated.TO_BE_SET:
            return f"{who} {have} a target that is still to be set"
        case Unrated.UNKNOWN:
            return f"{who} cannot be rated for want of other figures"
        case _:
            assert_never(reason)


def share(exact: Fraction, places: int = 0) -> str:
    return spell(exact, PERCENT, places)


def rounding(tallies: Sequence[Tally]) -> Iterator[str]:
    """What to say where rounded shares do not come to 100%."""
    for tally in tallies:
        total = sum((round_half_up(tally.share(state), 0) for state in tally.scheme.states), Fraction(0))
        if total != 100:
            whose = f" of “{tally.label}”" if len(tallies) > 1 else ""
            yield f"Percentages{whose} are rounded, and come to {share(total)}."


# ---- tables


def _by_status(tallies: Sequence[Tally], last: Comparison | None, evaluation: Evaluation) -> Table:
    columns = [
        Column(say(words.STATUS), _NAME_WEIGHT),
        Column("Indicators", _COUNT_WEIGHT, numeric=True),
        Column(_SHARE, _COUNT_WEIGHT, numeric=True),
    ]
    if last is not None:
        columns.append(Column(f"Of those compared, in {words.short(last.since.period)}", _COUNT_WEIGHT, numeric=True))
        columns.append(Column("Change", _COUNT_WEIGHT, numeric=True))

    def rows(tally: Tally) -> Iterator[Row]:
        for state in tally.scheme.states:
            found = tally.of_state(state)
            row = _row(state.mark.word, f"{len(found):,}", share(tally.share(state)))
            if last is not None:
                then = last.then(state, tally.members)
                change = since.change(last.now(state, tally.members), then)
                row = _with(row, f"{then:,}", change[:1].upper() + change[1:])
            yield row
        row = _row(say(words.ALL_RATED), f"{len(tally.rated):,}", share(Fraction(100)))
        if last is not None:
            number = len(list(last.of(tally.members)))
            row = _with(row, f"{number:,}", f"{number:,} compared")
        yield row

    return Table(f"Indicators by status in {_when(evaluation)}", tuple(columns), _groups(tallies, rows))


def by_part(
    by: SummaryBy,
    tally: Tally,
    evaluation: Evaluation,
    *,
    alone: bool,
    last: Comparison | None = None,
    most: int | None = None,
    shares: bool = False,
) -> Table:
    """The counts by section or by theme, with the change since the `last` report; of more parts than `most` those at
    the end are counted together. With `shares`, a row of them at the end."""
    spec = evaluation.spec
    names = [state.mark.word for state in tally.scheme.states] + ["Rated", say(words.NOT_RATED), "All"]
    counts = (Column(name, _COUNT_WEIGHT, numeric=True) for name in names)
    columns = (Column(by.value.capitalize(), _NAME_WEIGHT), *counts)

    def count(part: Tally, state: State) -> str:
        text = f"{len(part.of_state(state)):,}"
        if last is None or not (then := last.then(state, part.members)) + (now := last.now(state, part.members)):
            return text
        return text if now == then else f"{text} ({since.change(now, then)})"

    def row(name: str, part: Tally) -> Row:
        rated, members = len(part.rated), len(part.members)
        counts = (f"{number:,}" for number in (rated, members - rated, members))
        return _row(name, *(count(part, state) for state in tally.scheme.states), *counts)

    named = spec.themes if by is SummaryBy.THEME else spec.sections
    parts = [(one.label, part) for one in named if (part := tally.within(one)).members]
    if most is not None and len(parts) > most:
        rest = [one for _, part in parts[most - 1 :] for one in part.members]
        parts = [*parts[: most - 1], (f"{len(parts) - most + 1:,} other {by.value}s", Tally(tally.scheme, tuple(rest)))]
    rows = [row(name, part) for name, part in parts]
    rows.append(row(f"All {by.value}s", tally))
    if shares:
        exact = (share(tally.share(state)) for state in tally.scheme.states)
        rows.append(_row("Share of rated", *exact, share(Fraction(100)), "", ""))
    label = "" if alone else f" ({tally.label})"
    caption = f"Indicators by {by.value} and status in {_when(evaluation)}{label}"
    return Table(caption, columns, (RowGroup("", tuple(rows)),))


def _by_direction(tallies: Sequence[Tally], comparator: Comparator, evaluation: Evaluation) -> Table:
    names = [
        *(say(words.DIRECTIONS[direction]).capitalize() for direction in _DIRECTIONS),
        say(words.NOT_COMPARED),
        "All",
    ]
    columns = (Column(say(words.STATUS), _NAME_WEIGHT), *(Column(name, _COUNT_WEIGHT, numeric=True) for name in names))

    def row(name: str, members: Sequence[Assessment]) -> Row:
        ways = [summary.direction(one, comparator) for one in members]
        counts = [ways.count(direction) for direction in _DIRECTIONS]
        return _row(name, *(f"{count:,}" for count in (*counts, len(ways) - sum(counts), len(ways))))

    def rows(tally: Tally) -> Iterator[Row]:
        yield from (row(state.mark.word, tally.of_state(state)) for state in tally.scheme.states)
        yield row(say(words.ALL_RATED), tally.rated)

    since = words.compared_with(comparator, evaluation.spec.period.grain)
    caption = f"Status in {_when(evaluation)} by direction since {since}"
    return Table(caption, columns, _groups(tallies, rows))


def _groups(tallies: Sequence[Tally], rows: Callable[[Tally], Iterator[Row]]) -> tuple[RowGroup, ...]:
    """The rows of each scheme, under its label where there are several."""
    return tuple(RowGroup(tally.label if len(tallies) > 1 else "", tuple(rows(tally))) for tally in tallies)


def _row(name: str, *cells: str) -> Row:
    return Row((Text(name),), tuple(TextCell((Text(cell),)) for cell in cells))


def _with(row: Row, *cells: str) -> Row:
    return replace(row, cells=(*row.cells, *(TextCell((Text(cell),)) for cell in cells)))


def _when(evaluation: Evaluation) -> str:
    return words.period(evaluation.spec.period)

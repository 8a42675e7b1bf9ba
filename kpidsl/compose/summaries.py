"""Summaries: how many indicators have which status, counted and put into words and tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import assert_never

from kpidsl.compose import since, vocabulary, words
from kpidsl.compose.origins import Origins
from kpidsl.compose.rounded import Rounded, counted
from kpidsl.compose.working import Made, Working
from kpidsl.document.model import Block, Column, Paragraph, Row, RowGroup, Table, Text, TextCell
from kpidsl.document.outline import plain
from kpidsl.evaluation import summary
from kpidsl.evaluation.comparison import Comparison, with_last_report
from kpidsl.evaluation.model import Assessment, Evaluation, Figure, Unrated
from kpidsl.evaluation.summary import Tally
from kpidsl.quantity import PERCENT, round_half_up, spell
from kpidsl.saying import marked, say, say_in, say_number
from kpidsl.spec.indicator import State
from kpidsl.spec.model import SummaryPlace
from kpidsl.terms import Comparator, Direction, Reason, SummaryBy
from kpidsl.values import dataclass, replace

_NAME_WEIGHT, _COUNT_WEIGHT = 30, 12
_SHARE = marked("Share of rated indicators")
_COUNTED = marked("counted from the statuses of the indicators")
_DIRECTIONS = (Direction.IMPROVED, Direction.UNCHANGED, Direction.WORSENED)  # all that a rated indicator can have


@dataclass(frozen=True, slots=True)
class _PartWords:
    """What a table by parts of the report calls them."""

    one: str
    others: str
    all: str
    caption: str


_PARTS = {
    SummaryBy.SECTION: _PartWords(
        one=marked("Section"),
        others=marked("{number} other sections"),
        all=marked("All sections"),
        caption=marked("Indicators by section and status in {period}"),
    ),
    SummaryBy.THEME: _PartWords(
        one=words.THEME,
        others=marked("{number} other themes"),
        all=marked("All themes"),
        caption=marked("Indicators by theme and status in {period}"),
    ),
}


@dataclass(frozen=True, slots=True)
class Summary:
    """What is said of the whole, if anything, the tables below it, and the figures that they rest on."""

    blocks: tuple[Block, ...]
    rests_on: tuple[Figure, ...]
    shares: tuple[Fraction, ...] = ()  # exactly, in the order of their cells

    def counts(self, block: Block, origins: Origins) -> Iterator[Made]:
        """How the figures of a table were made: counts are what they say, shares are rounded."""
        shares = iter(self.shares)
        for row in (row for group in block.groups for row in group.rows) if isinstance(block, Table) else ():
            for column, cell in zip(block.columns[1:], row.cells, strict=True):  # type: ignore[union-attr]
                assert isinstance(cell, TextCell)
                text, is_share = plain(cell.content), column.title == say(_SHARE)
                if is_share:
                    amounts: tuple[Rounded, ...] = (Rounded(next(shares), PERCENT, 0),)
                else:  # a count, maybe with the change since the last report: `18 (2 fewer)`
                    found = re.findall(r"\d[\d,]*", text)
                    amounts = tuple(each for number in found for each in counted(Fraction(number.replace(",", ""))))
                if not amounts:
                    continue
                name = f"{column.title}: {plain(row.header)}"
                yield column.title, Working(name, text, origins.of_amounts(amounts, source="", rule=say(_COUNTED)))


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
    when = say(words.REPORT_ON, period=words.period(last.since.period))
    yield from (text for text, _ in since.moved(last.compared, when))


def how_many(evaluation: Evaluation) -> str:
    """`Of the 29 indicators in this report, 15 are rated and 14 are not: 14 have no target.`"""
    members = summary.listed(evaluation)
    rated = sum(one.state is not None for one in members)
    reasons = list(summary.not_rated(evaluation))
    if not members:
        return say("There are no indicators in this report.")
    if len(members) == 1:
        for reason, _ in reasons:
            return say("The one indicator in this report is not rated: {why}.", why=_why_alone(reason))
        return say("The one indicator in this report is rated.")
    why = words.listed([_why(reason, number) for reason, number in reasons])
    every = f"{len(members):,}"
    if not rated:
        return say("None of the {number} indicators in this report is rated: {why}.", number=every, why=why)
    if rated == len(members):
        return say("All {number} indicators in this report are rated.", number=every)
    return say(
        "Of the {number} indicators in this report, {rated} and {others}: {why}.",
        number=every,
        rated=say_number(rated, "{number} is rated", "{number} are rated"),
        others=say_number(len(members) - rated, "{number} is not", "{number} are not"),
        why=why,
    )


def _why_alone(reason: Unrated | Reason) -> str:
    """Why the one indicator is not rated."""
    match reason:
        case Reason():
            return say("it has no figure ({reason})", reason=say(vocabulary.WITHOUT[reason]))
        case Unrated.NO_VALUE:
            return say("it has no figure")
        case Unrated.NO_TARGET:
            return say("it has no target")
        case Unrated.TO_BE_SET:
            return say("it has a target that is still to be set")
        case Unrated.UNKNOWN:
            return say("it cannot be rated for want of other figures")
        case _:
            assert_never(reason)


def _why(reason: Unrated | Reason, number: int) -> str:
    """How many are not rated for a reason."""
    match reason:
        case Reason():
            said = say(vocabulary.WITHOUT[reason])
            return say_number(
                number, "{number} has no figure ({reason})", "{number} have no figure ({reason})", reason=said
            )
        case Unrated.NO_VALUE:
            return say_number(number, "{number} has no figure", "{number} have no figure")
        case Unrated.NO_TARGET:
            return say_number(number, "{number} has no target", "{number} have no target")
        case Unrated.TO_BE_SET:
            return say_number(
                number,
                "{number} has a target that is still to be set",
                "{number} have a target that is still to be set",
            )
        case Unrated.UNKNOWN:
            return say("{number} cannot be rated for want of other figures", number=f"{number:,}")
        case _:
            assert_never(reason)


def share(exact: Fraction, places: int = 0) -> str:
    return spell(exact, PERCENT, places)


def rounding(tallies: Sequence[Tally]) -> Iterator[str]:
    """What to say where rounded shares do not come to 100%."""
    for tally in tallies:
        total = sum((round_half_up(tally.share(state), 0) for state in tally.scheme.states), Fraction(0))
        if total != 100:
            if len(tallies) > 1:
                yield say(
                    "Percentages of “{scheme}” are rounded, and come to {total}.",
                    scheme=tally.label,
                    total=share(total),
                )
            else:
                yield say("Percentages are rounded, and come to {total}.", total=share(total))


# ---- tables


def _by_status(tallies: Sequence[Tally], last: Comparison | None, evaluation: Evaluation) -> Table:
    columns = [
        Column(say(words.STATUS), _NAME_WEIGHT),
        Column(say("Indicators"), _COUNT_WEIGHT, numeric=True),
        Column(say(_SHARE), _COUNT_WEIGHT, numeric=True),
    ]
    if last is not None:
        then = say("Of those compared, in {period}", period=words.short(last.since.period))
        columns.append(Column(then, _COUNT_WEIGHT, numeric=True))
        columns.append(Column(say("Change"), _COUNT_WEIGHT, numeric=True))

    def rows(tally: Tally) -> Iterator[Row]:
        for state in tally.scheme.states:
            found = tally.of_state(state)
            row = _row(state.mark.word, f"{len(found):,}", share(tally.share(state)))
            if last is not None:
                then = last.then(state, tally.members)
                change = since.change(last.now(state, tally.members), then)
                row = _with(row, f"{then:,}", words.capitalised(change))
            yield row
        row = _row(say(words.ALL_RATED), f"{len(tally.rated):,}", share(Fraction(100)))
        if last is not None:
            number = len(list(last.of(tally.members)))
            row = _with(row, f"{number:,}", say("{number} compared", number=f"{number:,}"))
        yield row

    caption = say("Indicators by status in {period}", period=_when(evaluation))
    return Table(caption, tuple(columns), _groups(tallies, rows))


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
    names = [state.mark.word for state in tally.scheme.states] + [
        say("Rated"),
        say(words.NOT_RATED),
        _all(),
    ]
    counts = (Column(name, _COUNT_WEIGHT, numeric=True) for name in names)
    part_words = _PARTS[by]
    columns = (Column(say(part_words.one), _NAME_WEIGHT), *counts)

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
        others = say(part_words.others, number=f"{len(parts) - most + 1:,}")
        parts = [*parts[: most - 1], (others, Tally(tally.scheme, tuple(rest)))]
    rows = [row(name, part) for name, part in parts]
    rows.append(row(say(part_words.all), tally))
    if shares:
        exact = (share(tally.share(state)) for state in tally.scheme.states)
        rows.append(_row(say("Share of rated"), *exact, share(Fraction(100)), "", ""))
    caption = say(part_words.caption, period=_when(evaluation))
    if not alone:
        caption = f"{caption} ({tally.label})"
    return Table(caption, columns, (RowGroup("", tuple(rows)),))


def _by_direction(tallies: Sequence[Tally], comparator: Comparator, evaluation: Evaluation) -> Table:
    names = [
        *(words.capitalised(say(vocabulary.DIRECTIONS[direction])) for direction in _DIRECTIONS),
        say(words.NOT_COMPARED),
        _all(),
    ]
    columns = (Column(say(words.STATUS), _NAME_WEIGHT), *(Column(name, _COUNT_WEIGHT, numeric=True) for name in names))

    def row(name: str, members: Sequence[Assessment]) -> Row:
        ways = [summary.direction(one, comparator) for one in members]
        counts = [ways.count(direction) for direction in _DIRECTIONS]
        return _row(name, *(f"{count:,}" for count in (*counts, len(ways) - sum(counts), len(ways))))

    def rows(tally: Tally) -> Iterator[Row]:
        yield from (row(state.mark.word, tally.of_state(state)) for state in tally.scheme.states)
        yield row(say(words.ALL_RATED), tally.rated)

    earlier = words.compared_with(comparator, evaluation.spec.period.grain)
    caption = say("Status in {period} by direction since {earlier}", period=_when(evaluation), earlier=earlier)
    return Table(caption, columns, _groups(tallies, rows))


def _groups(tallies: Sequence[Tally], rows: Callable[[Tally], Iterator[Row]]) -> tuple[RowGroup, ...]:
    """The rows of each scheme, under its label where there are several."""
    return tuple(RowGroup(tally.label if len(tallies) > 1 else "", tuple(rows(tally))) for tally in tallies)


def _all() -> str:
    """Above the counts of all indicators, rated or not."""
    return say_in("count", "All")


def _row(name: str, *cells: str) -> Row:
    return Row((Text(name),), tuple(TextCell((Text(cell),)) for cell in cells))


def _with(row: Row, *cells: str) -> Row:
    return replace(row, cells=(*row.cells, *(TextCell((Text(cell),)) for cell in cells)))


def _when(evaluation: Evaluation) -> str:
    return words.period(evaluation.spec.period)

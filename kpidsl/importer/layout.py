"""Where in a sheet the headings stand, and what each column holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kpidsl.importer.grid import Grid, at
from kpidsl.importer.headings import PERIODED, Heading, heading, is_below, of_system
from kpidsl.importer.model import Box, Role
from kpidsl.period import Period
from kpidsl.values import dataclass, replace

_SEARCHED = 50  # rows in which headings are looked for
_SHARED = 2  # periods below others, beside which a row may say what nobody can tell
_FIGURES = (Role.VALUE, Role.OUTTURN, Role.PREVIOUS, Role.TARGET)


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds. Without a `period`, figures are of the report's, or of that which stands in their row."""

    at: int
    role: Role
    period: Period | None
    text: str


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet with headings: its rows above, and those below them. `unread` has headings that nobody could tell."""

    grid: Grid
    above: tuple[tuple[Box, ...], ...]
    body: tuple[tuple[Box, ...], ...]
    columns: tuple[Column, ...]
    unread: tuple[Box, ...]
    is_system: bool
    score: int
    heads: frozenset[tuple[str, ...]]  # rows of headings, which may be repeated further down

    def of(self, role: Role) -> Column | None:
        return next((column for column in self.columns if column.role is role), None)


def layout(grid: Grid, year: int | None = None) -> Layout | None:
    """What the sheet has; None where no row names indicators and figures. `year` is that of periods without one."""
    best: tuple[int, int] | None = None
    for index, row in enumerate(grid.rows[:_SEARCHED]):
        score = _score(row)
        if score and (best is None or score > best[0]):
            best = (score, index)
    if best is None:
        return None
    score, index = best
    row = grid.rows[index]
    above, body = grid.rows[:index], grid.rows[index + 1 :]
    heads = {_texts(row)}
    second: Sequence[Box] = ()
    if body and _is_second(row, body[0]):
        second, body = body[0], body[1:]
        heads.add(_texts(second))
    groups: Sequence[Box] = ()
    if not second and above and any(heading(box.text).period or heading(box.text).year for box in above[-1][1:]):
        groups = above[-1]
    if year is None:
        year = next((found for line in above for box in line if (found := heading(box.text).year)), None)
    columns, unread = _columns(row, second, groups, year)
    is_system = any(of_system(box.text) for box in row)
    return Layout(grid, above, body, columns, unread, is_system, score, frozenset(heads))


def _score(row: Sequence[Box]) -> int:
    found = [heading(box.text) for box in row if box.text]
    roles = {one.role for one in found}
    known = [one for one in found if one.role is not None or one.quarter is not None]
    has_figures = any(one.period or one.quarter or one.month for one in found) or roles & set(_FIGURES)
    if not roles & {Role.NAME, Role.CODE, Role.DEFINITION} or len(known) < 2:
        return 0
    if not has_figures and not roles & {Role.POLARITY, Role.RED, Role.AMBER}:
        return 0
    return len(known)


def _is_second(row: Sequence[Box], below: Sequence[Box]) -> bool:
    """Whether a row below that of the headings says what stands below each period: `Value`, `Target`, `Status`; or of
    which periods the columns are that share a heading, as sheets have it whose other headings go over two rows."""
    words = [box for box in below if box.text]
    names = [index for index, box in enumerate(row) if heading(box.text).role in (Role.NAME, Role.CODE)]
    if any(at(below, name) for name in names):
        return False
    periods = [box for box in words if _is_period(box)]
    return len(periods) >= _SHARED or (bool(words) and all(is_below(box.text) or box in periods for box in words))


def _is_period(box: Box) -> bool:
    """Whether a cell is a period and says nothing else."""
    found = heading(box.text)
    return found.role is Role.VALUE and any((found.period, found.quarter, found.month))


def _columns(
    row: Sequence[Box], second: Sequence[Box], groups: Sequence[Box], year: int | None
) -> tuple[tuple[Column, ...], tuple[Box, ...]]:
    found: list[Column] = []
    unread: list[Box] = []
    over = Heading(None)
    width = max(len(row), len(second))
    has_name = any(heading(box.text).role is Role.NAME for box in row)
    whole = _whole_years(row, groups)
    for index in range(width):
        box, below = at(row, index), at(second, index)
        group = at(groups, index)
        if group is not None:
            over = heading(group.text)
        if second:
            if box is not None:
                over = heading(box.text)
            own = heading(below.text) if below is not None else over
        elif box is not None:
            own = heading(box.text)
        else:
            continue
        shown = below or box
        period = own.dated(own.year or over.year or year)
        if period is None and own.role in PERIODED and (second or index in whole):
            period = over.dated(over.year or year)
        role = own.role
        if below is not None and _is_period(below) and over.role in PERIODED:
            role = over.role  # `Target` above, and its years below
        if role is None or (role is Role.VALUE and below is None and box is None):
            if shown is not None:
                unread.append(shown)
            continue
        if role is Role.DEFINITION and not has_name:
            role, has_name = Role.NAME, True
        found.append(Column(index, role, period, shown.text if shown else ""))
    return _beside(found), tuple(unread)


def _whole_years(row: Sequence[Box], groups: Sequence[Box]) -> set[int]:
    """The columns below a year that has no quarters or months below it, so that they are of the year."""
    found: set[int] = set()
    starts = [index for index, box in enumerate(groups) if box.text]
    for start, end in zip(starts, [*starts, len(row)][1:], strict=True):
        heads = [heading(box.text) for box in row[start:end]]
        if not any(one.period or one.quarter or one.month for one in heads):
            found |= set(range(start, end))
    return found


def _beside(columns: list[Column]) -> tuple[Column, ...]:
    """Of several columns `RAG` or `Target` without a period, each is of the period that stands to its left."""
    counts = Counter(column.role for column in columns if column.period is None and column.role in PERIODED)
    last: Period | None = None
    made: list[Column] = []
    for column in columns:
        if column.period is not None and column.role is Role.VALUE:
            last = column.period
        several = counts[column.role] > 1 and column.role not in (Role.BENCHMARK, Role.VALUE, Role.COMMENT)
        made.append(replace(column, period=last) if several and column.period is None else column)
    return tuple(made)


def _texts(row: Sequence[Box]) -> tuple[str, ...]:
    return tuple(box.text for box in row if box.text)


def is_heads(found: Layout, row: Sequence[Box]) -> bool:
    """Whether a row repeats the headings, as sheets do that go over several pages."""
    return _texts(row) in found.heads

"""A file to the table of its indicators: which sheets, which rows are indicators, and what each cell is of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kpidsl.importer.grid import Grid, at, grids
from kpidsl.importer.headings import heading, plain
from kpidsl.importer.layout import Layout, is_heads, layout
from kpidsl.importer.model import Box, Entry, Form, Key, Refused, Role, Table
from kpidsl.period import Period
from kpidsl.source import Content
from kpidsl.values import dataclass, field, replace

_OF_A_PERIOD = (
    Role.VALUE, Role.NUMERATOR, Role.DENOMINATOR, Role.TARGET, Role.FORECAST, Role.STATUS, Role.OUTTURN, Role.PREVIOUS,
    Role.LAST_YEAR,
)  # fmt: skip
_LEFT = (Role.PASSED_OVER, Role.PERIOD, Role.SHORT_TREND, Role.LONG_TREND)
_CODED = re.compile(r"([A-Za-z]{1,8}[ .-]?\d{1,4}[a-z]?(?:\.\d+)*(?:[./-]\w{1,4})*)[ :-]+(\S.*)")


@dataclass(slots=True)
class _Found:
    """An indicator, while its rows are read."""

    name: Box
    section: Box | None
    facts: dict[Role, Box] = field(default_factory=dict)
    figures: dict[Key, Box] = field(default_factory=dict)
    comments: list[Box] = field(default_factory=list)
    benchmarks: list[tuple[str, Period | None, Box]] = field(default_factory=list)


@dataclass(slots=True)
class _Reading:
    found: list[_Found] = field(default_factory=list)
    by_key: dict[str, _Found] = field(default_factory=dict)
    above: list[Box] = field(default_factory=list)
    below: list[Box] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def table(content: Content, form: Form | None = None, sheet: str = "") -> Table | Refused:
    """What the file holds. `form` and `sheet` are what the officer has said of it."""
    pages = grids(content)
    if isinstance(pages, Refused):
        return pages
    if sheet:
        named = [page for page in pages if page.title.casefold() == sheet.casefold()]
        if not named:
            listed = ", ".join(f"“{page.title}”" for page in pages if page.title) or "none: it is no workbook"
            return Refused(f"has no sheet called “{sheet}”", f"its sheets are: {listed}")
        pages = tuple(named)
    laid = [one for page in pages if (one := layout(page)) is not None]
    if not laid:
        return Refused(
            "has no row of headings that could be told" + (f" on the sheet “{sheet}”" if sheet else ""),
            "one row must name the indicators (Indicator, Measure, KPI or the like) and say where their figures stand "
            "(Q1 2021/22, Actual, Target or the like)",
        )
    why = "said on the command line"
    if form is None:
        form = Form.PENTANA if any(one.is_system for one in laid) else Form.SCORECARD
        some = "some of its headings are those" if form is Form.PENTANA else "none of its headings is that"
        why = f"worked out: {some} of a performance system"
    reading = _Reading()
    best = max(laid, key=lambda one: one.score)
    chosen = [one for one in laid if one.of(Role.CODE)] if form is not Form.SCORECARD else []
    if best not in chosen:
        chosen = [best]
    for page in pages:
        if not any(one.grid is page for one in chosen):
            _not_read(page, reading)
    for one in chosen:
        _read(one, reading, joined=len(chosen) > 1)
    entries = tuple(_entry(one) for one in reading.found)
    if not entries:
        return Refused("has headings and no indicators below them", "see that the rows of indicators have their names")
    has = frozenset(column.role for one in chosen for column in one.columns)
    titles = tuple(one.grid.title for one in chosen if one.grid.title)
    return Table(form, why, entries, tuple(reading.above), tuple(reading.below), has, tuple(reading.unread), titles)


def _not_read(page: Grid, reading: _Reading) -> None:
    if page.rows:
        reading.unread.append(f"the sheet “{page.title}”: import it by itself with --sheet, if it has indicators")


def _entry(one: _Found) -> Entry:
    return Entry(one.name, one.section, one.facts, one.figures, tuple(one.comments), tuple(one.benchmarks))


def _read(found: Layout, reading: _Reading, joined: bool) -> None:
    """The rows of one sheet. `joined` where an indicator may stand in several sheets; it does in several rows where
    these say of which period they are."""
    reading.above += [box for row in found.above for box in row if box.text]
    reading.unread += [f"the hidden {part} was read like all others" for part in found.grid.hidden]
    reading.unread += [f"{box.place} “{box.text}”: nothing is known by that name" for box in found.unread]
    by_row = joined or found.of(Role.PERIOD) is not None
    banners: list[Box] = []
    section: Box | None = None
    pending: list[Box] = []
    for row in found.body:
        if is_heads(found, row):
            continue
        filled = [box for box in row if box.text]
        name = _name(found, row)
        lone = _lone(filled)
        if lone is not None and _is_banner(found, row, lone):
            pending.append(lone)
            continue
        if name is None:
            words = f"row {row[0].row}: it has no name of an indicator"
            reading.unread.append(f"{words}, and {len(filled)} cells with something in them")
            continue
        if pending:
            section = pending[-1]
            banners += pending[:-1]
            pending = []
        _row(found, row, name, section, reading, by_row)
    reading.unread += [
        f"{box.place} “{box.text}”: it stands alone, above another; it may be a theme, or an indicator without figures"
        for box in banners
    ]
    reading.below += pending


def _lone(filled: Sequence[Box]) -> Box | None:
    """The one text of a row; a merged cell may repeat it."""
    return filled[0] if filled and len({box.text for box in filled}) == 1 else None


def _is_banner(found: Layout, row: Sequence[Box], box: Box) -> bool:
    """Whether a row is words alone: the heading of a section, or a remark."""
    code = found.of(Role.CODE)
    if code is not None and box.column == code.at and found.of(Role.NAME) is not None and re.search(r"\d", box.text):
        return False
    return re.search(r"[^\W\d]", box.text) is not None


def _name(found: Layout, row: Sequence[Box]) -> Box | None:
    """The cell that names the indicator of a row; its code, where the sheet has no names."""
    for role in (Role.NAME, Role.CODE):
        column = found.of(role)
        box = at(row, column.at) if column else None
        if box is not None:
            return box
    return None


def _row(found: Layout, row: Sequence[Box], name: Box, section: Box | None, reading: _Reading, by_row: bool) -> None:
    facts = {
        column.role: box
        for column in found.columns
        if column.period is None and (box := at(row, column.at)) is not None
    }
    heads = found.of(Role.NAME)
    if heads is not None and name.column == heads.at and "code" in plain(heads.text):
        match = _CODED.fullmatch(name.text)
        if match:
            facts.setdefault(Role.CODE, replace(name, cell=replace(name.cell, text=match[1])))
            name = replace(name, cell=replace(name.cell, text=match[2]))
    key = facts.get(Role.CODE, name).text.casefold()
    section = facts.get(Role.SECTION, section)
    one = reading.by_key.get(key) if by_row else None
    if one is None:
        one = _Found(name, section)
        reading.found.append(one)
        reading.by_key[key] = one
    elif one.name.text.casefold() == key and found.of(Role.NAME) is not None:
        one.name = name  # the sheet before had its code alone
    one.section = one.section or section
    when = facts.get(Role.PERIOD)
    of_row = None if when is None else heading(when.text).dated(None)
    if when is not None and of_row is None:
        reading.unread.append(f"{when.place} “{when.text}”: it is no period, so its row was left out")
        return
    for column in found.columns:
        box = at(row, column.at)
        if box is None or column.role in _LEFT:
            continue
        period = column.period or of_row
        if column.role is Role.COMMENT:
            one.comments.append(box)
        elif column.role is Role.BENCHMARK:
            one.benchmarks.append((column.text, column.period, box))
        elif column.role in _OF_A_PERIOD:
            earlier = one.figures.setdefault((column.role, period), box)
            if earlier is not box and earlier.text != box.text:
                words = f"{box.place} “{box.text}”: {earlier.place} has another figure for the same, “{earlier.text}”"
                reading.unread.append(words)
        else:
            one.facts.setdefault(column.role, box)

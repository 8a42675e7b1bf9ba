"""Tables of indicators.

One table with a `tbody` for each section, headed by a `rowgroup` heading: so a reader moves down one column through the
whole report, rows can be put in order across sections, and the head is printed on every page. On narrow screens each
row becomes a block; cells then say the heading of their column, which the style shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from kpidsl.document.model import (
    Cell,
    Column,
    PageWords,
    Row,
    RowGroup,
    StatusCell,
    StatusMark,
    Table,
    TextCell,
    TrendCell,
)
from kpidsl.document.outline import plain
from kpidsl.render.html.drawing import shape, sparkline
from kpidsl.render.html.inlines import has_link, inlines
from kpidsl.render.html.markup import Markup, element, joined, lines
from kpidsl.render.html.setting import Setting

_SIZES = ((3, "three"), (4, "few"), (6, "some"), (8, "many"))  # columns at most; more than that are the `most`
NARROW = {
    "three": "26rem",
    "few": "30rem",
    "some": "42rem",
    "many": "54rem",
    "most": "58rem",
}  # too little for cells side by side

_LONG_WORD = 18  # letters: a longer one is broken anywhere, and takes the place of two columns
_SHORT_NUMBER = 5  # characters: 1,234 or 100%


def table(setting: Setting, block: Table, words: PageWords | None = None) -> Markup:
    """The table; with `words`, also what a reader needs to pick rows and put them in order, for the script to show."""
    rated = _rated(block)
    total = sum(column.weight for column in block.columns) or 1
    cols = (element("col", class_=setting.width_class(100 * one.weight // total)) for one in block.columns)
    heads = (_head(column) for column in block.columns)
    places = any(row.places for group in block.groups for row in group.rows)
    has_long = _has_long(block)
    is_tally = _is_tally(block)
    wide = len(block.columns) + 2 * has_long - is_tally
    size = next((name for most, name in _SIZES if wide <= most), "most")
    made = element(
        "table",
        element("caption", block.caption),
        element("colgroup", *cols),
        element("thead", element("tr", *heads)),
        lines(*(_group(setting, group, block.columns, rated) for group in block.groups)),
    )
    controls = [_controls(setting, block, words, rated)] if places and words is not None else []
    return element("div", *controls, made, class_=f"table {size}{' long' * has_long}{' tally' * is_tally}")


def _has_long(block: Table) -> bool:
    """Whether words in it, such as hashes, are wider than any column."""
    cells = (cell for group in block.groups for row in group.rows for cell in row.cells)
    said = (plain(cell.content) for cell in cells if isinstance(cell, TextCell))
    return any(len(word) > _LONG_WORD for text in said for word in text.split())


def _is_tally(block: Table) -> bool:
    """Whether there are only names and short numbers in it, which need little room."""
    cells = [cell for group in block.groups for row in group.rows for cell in row.cells]
    return all(column.numeric for column in block.columns[1:]) and all(
        isinstance(cell, TextCell) and len(plain(cell.content)) <= _SHORT_NUMBER for cell in cells
    )


def status(setting: Setting, mark: StatusMark) -> Markup:
    """A status: its shape in its colour, and its word."""
    drawn = shape(mark.shape, setting.colour_class(mark.colour))
    return element("span", drawn, " ", mark.word, class_="status")


def _head(column: Column) -> Markup:
    title = element("span", column.title, class_="title")
    up, down = column.orders or (None, None)
    look = "numeric" if column.numeric else None
    return element("th", title, scope="col", class_=look, data_up=up, data_down=down)


def _group(setting: Setting, group: RowGroup, columns: Sequence[Column], rated: int | None) -> Markup:
    id = setting.ids.new("section") if group.title else None
    rows = [_row(setting, row, columns, rated, id) for row in group.rows]
    if id is not None:
        head = element("th", group.title, scope="rowgroup", colspan=str(len(columns)), id=id)
        rows.insert(0, element("tr", head, class_="section"))
    if group.over:
        over = element("td", element("strong", group.over), colspan=str(len(columns)))
        rows.insert(0, element("tr", over, class_="theme"))
    return element("tbody", lines(*rows))


def _row(setting: Setting, row: Row, columns: Sequence[Column], rated: int | None, section: str | None) -> Markup:
    name = inlines(setting, row.header)
    if row.detail in setting.details and not has_link(row.header):
        name = element("a", name, href=f"#{setting.details[row.detail]}", class_="more")
    cells = (_cell(setting, cell, column) for cell, column in zip(row.cells, columns[1:], strict=True))
    places = " ".join("-" if place is None else str(place) for place in row.places)
    return element(
        "tr",
        element("th", name, scope="row", headers=section),
        *cells,
        class_="part" if row.is_part else None,
        data_places=places or None,
        data_status=_said(row.cells[rated]) if rated is not None and places else None,
    )


def _cell(setting: Setting, cell: Cell, column: Column) -> Markup:
    match cell:
        case TextCell():
            inside, looks = inlines(setting, cell.content), ["numeric"] * column.numeric + ["muted"] * cell.muted
        case StatusCell():
            inside, looks = status(setting, cell.mark), []
        case TrendCell():
            line = cell.sparkline
            inside, looks = joined(line.alt) if line.is_blank else sparkline(line), []
        case _:
            assert_never(cell)
    return element("td", inside, class_=" ".join(looks) or None, data_column=column.title)


# ---- what the script shows


def _rated(block: Table) -> int | None:
    """Which cells are statuses: of the first column that has any."""
    cells = ((at, cell) for group in block.groups for row in group.rows for at, cell in enumerate(row.cells))
    return min((at for at, cell in cells if isinstance(cell, StatusCell)), default=None)


def _said(cell: Cell) -> str:
    match cell:
        case TextCell():
            return plain(cell.content)
        case StatusCell():
            return cell.mark.word
        case TrendCell():
            return cell.sparkline.alt
        case _:
            assert_never(cell)


def _controls(setting: Setting, block: Table, words: PageWords, rated: int | None) -> Markup:
    """Hidden, for without the script there is nothing that they could do."""
    chosen = setting.ids.new("order")
    options = [element("option", words.own_order, value="")]
    for at, column in enumerate(block.columns):
        for way, called in zip(("up", "down"), column.orders or (), strict=False):
            options.append(element("option", f"{column.title}, {called}", value=f"{at} {way}"))
    order = element(
        "p",
        element("label", words.order, for_=chosen),
        " ",
        element("select", *options, id=chosen, autocomplete="off"),
        class_="order",
    )
    shown = element("p", role="status", data_shown=words.shown, data_sorted=words.sorted_by)
    statuses = [] if rated is None else [_statuses(setting, block, words, rated)]
    return element("div", *statuses, order, shown, class_="controls", hidden=True)


def _statuses(setting: Setting, block: Table, words: PageWords, rated: int) -> Markup:
    """A button for each status in the table, in the order of its column."""
    rows = [row for group in block.groups for row in group.rows]
    ranked = sorted(rows, key=lambda row: _last(row.places[rated + 1 : rated + 2]))
    cells = {_said(row.cells[rated]): row.cells[rated] for row in ranked}
    buttons = [element("button", words.every_status, type="button", aria_pressed="true", data_status="")]
    for word, cell in cells.items():
        face = status(setting, cell.mark) if isinstance(cell, StatusCell) else joined(word)
        buttons.append(element("button", face, type="button", aria_pressed="false", data_status=word))
    return element("fieldset", element("legend", words.statuses), *buttons)


def _last(places: tuple[int | None, ...]) -> tuple[bool, int]:
    """A place to order by: none comes last."""
    place = places[0] if places else None
    return place is None, place or 0

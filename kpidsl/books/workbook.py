"""Workbooks as texts: XLSX, ODS and XLS. The only module that knows calamine."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO

from kpidsl.books import ods, xls, xlsx
from kpidsl.books.archive import DAMAGED, unpacked
from kpidsl.books.model import LONGEST_CELL, Sheet, Unopened, Value, text_of
from kpidsl.books.xlsx import Marks
from kpidsl.source import Content, Source

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how XLS files start, and every file with a password
_PASSWORD = Unopened("is protected by a password", "take the password off in Excel, and save it again")


def sheets(content: Content) -> tuple[Sheet, ...] | Unopened:
    """The sheets of a workbook in order. What is in them is the file's own affair: nothing is computed."""
    ending = content.name.lower().rpartition(".")[2]
    is_old = ending == "xls"
    found: dict[str, Marks] = {}
    if content.data.startswith(_COMPOUND) and not is_old:
        return _PASSWORD
    if not is_old:
        archive = unpacked(content.data)
        if isinstance(archive, Unopened):
            return archive
        marks = ods.marks(archive) if ending == "ods" else xlsx.marks(archive)
        if isinstance(marks, Unopened):
            return marks
        found = marks
    elif not content.data.startswith(_COMPOUND):
        return Unopened("is no XLS workbook", "open it in Excel, and save it as an Excel workbook (.xlsx)")
    elif (far := xls.too_far(content.data)) is not None:
        return far
    return _sheets(content, found, is_old)


def _sheets(content: Content, found: dict[str, Marks], is_bare: bool) -> tuple[Sheet, ...] | Unopened:
    import python_calamine as calamine  # only here, so that reports from CSV load nothing that they do not need

    digest = hashlib.sha256(content.data).hexdigest()
    made: list[Sheet] = []
    try:
        with calamine.CalamineWorkbook.from_filelike(BytesIO(content.data)) as book:
            for about in book.sheets_metadata:
                if about.typ is not calamine.SheetTypeEnum.WorkSheet:
                    continue
                rows = book.get_sheet_by_name(about.name).to_python(skip_empty_area=False)
                marks = found.get(about.name, Marks())
                for at, row in enumerate(rows):
                    if any(isinstance(value, str) and len(value) > LONGEST_CELL for value in row):
                        return xlsx.too_long(at)
                text = text_of(_row(row, at, marks) for at, row in enumerate(rows))
                shown = about.visible is calamine.SheetVisibleEnum.Visible
                hidden = marks.hidden if shown else ("the whole sheet", *marks.hidden)
                made.append(Sheet(Source(content.name, text, digest, about.name, is_bare), hidden, marks.rounded))
    except calamine.PasswordError:
        return _PASSWORD
    except BaseException as error:  # a fault in Rust comes as an exception that is no Exception
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        return DAMAGED
    return tuple(made)


def _row(row: Sequence[object], at: int, marks: Marks) -> list[Value]:
    found: list[Value] = []
    for column, value in enumerate(row):
        place = (at, column)
        instead = marks.instead.get(place)
        found.append((instead, True) if instead else _value(value, place in marks.percents, place in marks.pounds))
    return found


def _value(value: object, is_percent: bool, is_pounds: bool) -> Value:
    """What a cell holds, as somebody would write it. A float is the shortest decimal that gives the same float."""
    match value:
        case bool():
            return ("yes" if value else "no", True)
        case float() | int():
            number = Decimal(repr(value))
            if not number.is_finite():
                return ("#NUM!", True)
            if is_percent:
                return (_plain(number * 100) + "%", False)
            return (("£" if is_pounds else "") + _plain(number), False)
        case datetime():
            return (value.date().isoformat() if value.time() == time() else value.isoformat(" "), False)
        case time():
            return (_clock(timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)), False)
        case date():
            return (value.isoformat(), False)
        case timedelta():
            return (_clock(value), False)
        case _:
            return (str(value), True)


def _clock(duration: timedelta) -> str:
    """`7:30`, `31:05` for more than a day, as hours and minutes are written; with seconds only where there are any."""
    minutes, seconds = divmod(abs(round(duration.total_seconds())), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{'-' * (duration < timedelta())}{hours}:{minutes:02d}" + f":{seconds:02d}" * (seconds > 0)


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text

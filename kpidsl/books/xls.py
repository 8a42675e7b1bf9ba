"""How far the cells of an old Excel workbook reach, looked at before its values are read: they would take room for all.

An XLS file is a compound file ([MS-CFB]) with a stream of records ([MS-XLS], BIFF8). Only the places of cells are read.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from kpidsl.books.archive import DAMAGED
from kpidsl.books.model import MOST_CELLS, Unopened

_FREE = 0xFFFFFFFA  # numbers of sectors from here on mean something else
_SMALL = 4096  # bytes; smaller streams lie in sectors of their own kind
_DIMENSIONS, _START = 0x0200, 0x0809
_CELLS = {0x0006, 0x00D6, 0x00FD, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E}
_RUNS = {0x00BD, 0x00BE}  # of several cells, with the last column at the end


def too_far(data: bytes) -> Unopened | None:
    """Why the workbook is not opened; None where its cells stay within what a table takes."""
    try:
        records = _records(_stream(data))
        rows = columns = 0
        for kind, body in records:
            if kind == _START:
                rows = columns = 0
            elif kind == _DIMENSIONS and len(body) >= 12:
                last_row, _, last_column = struct.unpack_from("<IHH", body, 4)
                if last_row * last_column > MOST_CELLS:
                    return _too_far(last_row, last_column)
            elif kind in _CELLS or kind in _RUNS:
                row, first = struct.unpack_from("<HH", body)
                last = struct.unpack_from("<H", body, len(body) - 2)[0] if kind in _RUNS else first
                rows, columns = max(rows, row + 1), max(columns, last + 1)
                if rows * columns > MOST_CELLS:
                    return _too_far(rows, columns)
    except (struct.error, IndexError, ValueError):
        return DAMAGED
    return None


def _too_far(row: int, column: int) -> Unopened:
    return Unopened(
        f"has a sheet with cells as far as row {row:,}, column {column:,}",
        "copy the figures into a new workbook: something stands far outside the table",
    )


def _stream(data: bytes) -> bytes:
    """The stream of records, put together from its sectors."""
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    small = 1 << struct.unpack_from("<H", data, 32)[0]
    if size not in (512, 4096) or small != 64:
        raise ValueError("no compound file")
    first_directory, first_small, extra = (struct.unpack_from("<I", data, at)[0] for at in (48, 60, 68))

    def sector(number: int) -> bytes:
        return data[(number + 1) * size : (number + 2) * size]

    places = list(struct.unpack_from("<109I", data, 76))
    seen: set[int] = set()
    while extra < _FREE and extra not in seen:
        seen.add(extra)
        numbers = struct.unpack(f"<{size // 4}I", sector(extra))
        places += numbers[:-1]
        extra = numbers[-1]
    table = b"".join(sector(place) for place in places if place < _FREE)
    follows = struct.unpack(f"<{len(table) // 4}I", table)
    directory = b"".join(map(sector, _chain(first_directory, follows)))
    entries = {_name(directory, at): directory[at : at + 128] for at in range(0, len(directory) - 127, 128)}
    entry = entries.get("workbook") or entries.get("book")
    if entry is None:
        raise ValueError("no stream of records")
    start, length = struct.unpack_from("<II", entry, 116)
    if length >= _SMALL:
        return b"".join(map(sector, _chain(start, follows)))[:length]
    whole = b"".join(map(sector, _chain(first_small, follows)))
    after = struct.unpack(f"<{len(whole) // 4}I", whole)
    room = b"".join(map(sector, _chain(struct.unpack_from("<I", directory, 116)[0], follows)))
    return b"".join(room[at * small : (at + 1) * small] for at in _chain(start, after))[:length]


def _name(directory: bytes, at: int) -> str:
    length = struct.unpack_from("<H", directory, at + 64)[0]
    return directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", errors="replace").lower()


def _chain(start: int, follows: tuple[int, ...]) -> Iterator[int]:
    seen: set[int] = set()
    while start < _FREE and start not in seen:
        seen.add(start)
        yield start
        start = follows[start]


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length

"""Archives that workbooks are: opened only where what is packed in them has a size that can be."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO

from kpidsl.books.model import Unopened

LARGEST = 256 * 1024**2  # bytes of all that is unpacked
_MOST_PARTS = 10_000
_MOST_PACKED = 250  # times that something of some size is smaller when it is packed: sheets come to 10 or 20
_SMALL = 4 * 1024**2
_PIECE = 1024**2
DAMAGED = Unopened("is damaged or was not copied to its end", "open it in Excel, save it again, or fetch it once more")


def unpacked(data: bytes) -> zipfile.ZipFile | Unopened:
    """The archive. Each part is unpacked once to be counted, for what it says of its own size need not be true."""
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        parts = archive.infolist()
        if len(parts) > _MOST_PARTS:
            return _bomb(f"{len(parts):,} parts")
        whole = 0
        for part in parts:
            if part.flag_bits & 1:
                return Unopened("is protected by a password", "take the password off in Excel, and save it again")
            size = 0
            with archive.open(part) as file:
                while piece := file.read(_PIECE):
                    size += len(piece)
                    if whole + size > LARGEST or (size > _SMALL and size > _MOST_PACKED * part.compress_size):
                        return _bomb(f"more than {(whole + size) // 1024**2} MB")
            whole += size
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
        return DAMAGED
    return archive


def _bomb(what: str) -> Unopened:
    return Unopened(
        f"unpacks to {what}, far more than figures take",
        "copy the figures into a new workbook; if it came from somebody else, do not open it",
    )

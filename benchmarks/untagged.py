"""kpic's PDF with its tags left out, to measure what they cost. Such a file is no report: nobody is ever given one."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def untagged() -> Iterator[None]:
    """While it lasts, no marked content and no structure tree are written."""
    paint: Any = importlib.import_module("kpidsl.render.pdf.paint")  # the package has a function of that name
    kept = paint._open, paint._close, paint.write_tree
    paint._open = paint._close = lambda *given: None
    paint.write_tree = lambda marks, file, pages: file.add("<</Type/StructTreeRoot>>")
    try:
        yield
    finally:
        paint._open, paint._close, paint.write_tree = kept

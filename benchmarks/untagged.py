"""kpic's PDF with its tags left out, to measure what they cost. Such a file is no report: nobody is ever given one."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kpidsl.render.pdf.tags import Marks


@contextmanager
def untagged() -> Iterator[None]:
    """While it lasts, no marked content and no structure tree are written."""
    paint: Any = importlib.import_module("kpidsl.render.pdf.paint")  # the package has a function of that name
    kept = paint._code, paint.write_tree, Marks.begin

    def no_tree(marks: Any, file: Any, pages: Any) -> Any:
        root = file.new()
        root.body = "<</Type/StructTreeRoot>>"
        return root

    paint._code = lambda canvas, operator: None
    paint.write_tree = no_tree
    Marks.begin = lambda self, element: ""  # type: ignore[method-assign]
    try:
        yield
    finally:
        paint._code, paint.write_tree, Marks.begin = kept  # type: ignore[method-assign]

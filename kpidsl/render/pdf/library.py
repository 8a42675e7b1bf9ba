"""What we take of ReportLab, which reads and cuts down TrueType files, loaded without what it never needs for a report.
The only module that knows it.

ReportLab loads Pillow and the module for temporary files for functions that we do not call: 9 ms, a twentieth of the
time of a small build. While it loads, these are stood in for by modules that load the real one when something is asked
of them; afterwards whoever imports one gets the real one.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from io import BytesIO
from types import ModuleType
from typing import Any


class _Later(ModuleType):
    """Stands for a module until something is asked of it."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)  # of itself: the import system asks whether it is being loaded
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


@contextmanager
def _later(*names: str) -> Iterator[None]:
    """Inside it, these modules are stood in for, but for those that are loaded already."""
    put = {name: _Later(name) for name in names if name not in sys.modules}
    sys.modules.update(put)
    try:
        yield
    finally:
        for name, module in put.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]


with _later("PIL.Image", "tempfile"):
    from reportlab.pdfbase.ttfonts import TTFontFace as TTFontFace


def face(data: bytes) -> TTFontFace:
    """A face, read from its file."""
    return TTFontFace(BytesIO(data))

"""What is remembered from one run to the next: files that were parsed, specs that were checked, fonts.

They are values of ours, pickled: a pickle can run anything, so only those are read that nobody but the user can have
written (`kpidsl/cache.py`), and none that names more than our own values and plain ones.
"""

from __future__ import annotations

import copyreg
import io
import pickle
import zlib
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from kpidsl import cache
from kpidsl.memo import keeping
from kpidsl.source import Source

# What values are made of that are not our own.
_PLAIN = {("fractions", "Fraction"), ("datetime", "date"), ("builtins", "frozenset"), ("builtins", "set")}
_LARGE = 1 << 23
_DAMAGED = (
    zlib.error,
    pickle.UnpicklingError,
    EOFError,
    AttributeError,
    ImportError,
    IndexError,
    TypeError,
    ValueError,
)


class Kept:
    """A store of results in the user's cache folder. The texts that a result was made of are not kept with it: those
    that are asked with stand in it again."""

    def __init__(self) -> None:
        self._program = cache.program()

    def find(self, what: str, sources: tuple[Source, ...]) -> object | None:
        content = cache.kept(self._name(what, sources))
        if content is None:
            return None
        try:
            return _Reading(io.BytesIO(_opened(content)), sources).load()  # type: ignore[no-any-return]
        except _DAMAGED:
            return None  # it is made anew

    def keep(self, what: str, sources: tuple[Source, ...], result: object) -> None:
        content = io.BytesIO()
        try:
            _Writing(content, sources).dump(result)
        except (pickle.PicklingError, AttributeError, TypeError, RecursionError):
            return  # a result that cannot be kept is made every time
        cache.keep(self._name(what, sources), _packed(content))

    def _name(self, what: str, sources: tuple[Source, ...]) -> str:
        texts = [part for one in sources for part in (one.name, one.sha256, one.digest, one.sheet, str(one.is_bare))]
        return f"result-{cache.digest(self._program, what, *texts)}"


def _packed(pickled: io.BytesIO) -> bytes:
    """A pickle as it is kept. One that is large is compressed: the checked rules of 33,000 indicators are 42 MB, more
    than is kept of anything, and then 7. To read those of 3,300 would take a tenth longer so."""
    content = pickled.getvalue()
    return zlib.compress(content, 1) if len(content) > _LARGE else content


def _opened(content: bytes) -> bytes:
    """The pickle that was kept; each begins with a mark of its own."""
    return content if content.startswith(pickle.PROTO) else zlib.decompress(content)


def kept() -> AbstractContextManager[None]:
    """Inside it, what is made is kept for later runs, and taken from earlier ones, where there is a place for that."""
    return keeping(Kept()) if cache.folder() is not None else nullcontext()


def source_at(place: int) -> Source:
    """Stands in a pickle for one of the texts that its result was made of; only `_Reading` knows them."""
    raise LookupError(place)


class _Writing(pickle.Pickler):
    def __init__(self, file: io.BytesIO, sources: tuple[Source, ...]) -> None:
        super().__init__(file, protocol=5)
        places = {id(source): index for index, source in enumerate(sources)}

        def reduced(value: Source) -> Any:
            place = places.get(id(value))
            return value.__reduce_ex__(5) if place is None else (source_at, (place,))

        # No method: a pickler that holds itself keeps all that it wrote until Python looks for garbage.
        self.dispatch_table = copyreg.dispatch_table | {Source: reduced}


class _Reading(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, sources: tuple[Source, ...]) -> None:
        super().__init__(file)
        self._sources = sources

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == (__name__, source_at.__name__):
            return self._sources.__getitem__
        if not module.startswith("kpidsl.") and (module, name) not in _PLAIN:
            raise pickle.UnpicklingError(f"{module}.{name} is no value of a spec")
        return super().find_class(module, name)

"""What pure functions made of the same texts before: in this process, and where a store is given, in earlier ones.

Only what is decided by texts alone is asked for through here, so that what is remembered is what would be made. Which
store serves is a context, as the language of `saying` is; without one nothing outlives the process. No disk is known
here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol, TypeVar, cast

from kpidsl.source import Source

MOST = 64  # results that are held in this process; the example report has eight
_T = TypeVar("_T")
_Key = tuple[str, tuple[tuple[Source, str], ...]]
_held: dict[_Key, object] = {}


class Store(Protocol):
    """Keeps results between processes. `sources` are the texts that one was made of, and may stand in it."""

    def find(self, what: str, sources: tuple[Source, ...]) -> object | None:
        """The result that was kept; None where there is none."""

    def keep(self, what: str, sources: tuple[Source, ...], result: object) -> None:
        """Keep a result, if that can be done."""


_store: ContextVar[Store | None] = ContextVar("store", default=None)


@contextmanager
def keeping(store: Store) -> Iterator[None]:
    """Inside it, results are kept in the store and taken from there."""
    token = _store.set(store)
    try:
        yield
    finally:
        _store.reset(token)


def remembered(what: str, sources: tuple[Source, ...], make: Callable[[], _T]) -> _T:
    """What `make` gives, which must not be None. `what` says which result of these sources it is."""
    key = (what, tuple((source, source.digest) for source in sources))
    if key in _held:
        _held[key] = result = _held.pop(key)  # now the youngest
        return cast(_T, result)
    store = _store.get()
    found = store.find(what, sources) if store else None
    if found is None:
        found = make()
        if store:
            store.keep(what, sources, found)
    _held[key] = found
    if len(_held) > MOST:
        del _held[next(iter(_held))]
    return cast(_T, found)


def forget() -> None:
    """Hold nothing, as at the start."""
    _held.clear()

"""What pure functions made of the same texts before: in this process, and where a store is given, in earlier ones.

Only what is decided by texts and the name of the result alone is asked for through here, so that what is remembered is
what would be made. Which store serves is a context, as the language of `saying` is; without one nothing outlives the
process. No disk is known here.

What is decided by values that can be compared, whatever text they come from, is found out `again` by functions that
are marked so: after one edited line most of it was found out before. What takes much memory is held only by a process
that says that it is `rebuilding`: who makes one report and ends has nothing of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, wraps
from typing import Any, Generic, ParamSpec, Protocol, TypeVar, cast

from kpidsl.source import Source
from kpidsl.values import dataclass, field

MOST = 64  # results that are held in this process; the example report has eight
FEW = 4  # results of a function that is asked for the same again and again
_T = TypeVar("_T")
_P = ParamSpec("_P")
_Key = tuple[str, tuple[tuple[Source, str], ...]]
_held: dict[_Key, object] = {}


class Store(Protocol):
    """Keeps results between processes. `sources` are the texts that one was made of, and may stand in it."""

    def find(self, what: str, sources: tuple[Source, ...]) -> object | None:
        """The result that was kept; None where there is none."""

    def keep(self, what: str, sources: tuple[Source, ...], result: object) -> None:
        """Keep a result, if that can be done."""


_store: ContextVar[Store | None] = ContextVar("store", default=None)
_rebuilding: ContextVar[bool] = ContextVar("rebuilding", default=False)


@contextmanager
def keeping(store: Store) -> Iterator[None]:
    """Inside it, results are kept in the store and taken from there."""
    token = _store.set(store)
    try:
        yield
    finally:
        _store.reset(token)


def remembered(what: str, sources: tuple[Source, ...], make: Callable[[], _T]) -> _T:
    """What `make` gives, which must not be None. `what` says which result of these sources it is, and whatever
    else it is made of."""
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


def again(most: int, *, is_large: bool = False) -> Callable[[Callable[_P, _T]], Callable[_P, _T]]:
    """Marks a pure function that gives for equal arguments what it gave before. The `most` results are held that were
    asked for last; those that are large, only while `rebuilding`. All that a result hangs on, places that stand in it
    included, must be compared in the arguments."""

    def marked(make: Callable[_P, _T]) -> Callable[_P, _T]:
        held = lru_cache(maxsize=most)(make)
        _held_again.append(held.cache_clear)
        if not is_large:
            return cast(Callable[_P, _T], held)

        plain: Callable[..., Any] = make

        @wraps(make)
        def asked(*given: Any) -> Any:
            return held(*given) if _rebuilding.get() else plain(*given)

        return cast(Callable[_P, _T], asked)

    return marked


@contextmanager
def rebuilding() -> Iterator[None]:
    """Inside it, large results are held as well, for the next build: most of a report stays as it is from edit to
    edit."""
    token = _rebuilding.set(True)
    try:
        yield
    finally:
        _rebuilding.reset(token)


def is_rebuilding() -> bool:
    return _rebuilding.get()


@dataclass(frozen=True, slots=True)
class Keyed(Generic[_T]):
    """A value to work with, for a function that is asked again; the `key` holds all of it that the result hangs on."""

    key: object
    value: _T = field(compare=False)


_held_again: list[Callable[[], None]] = []


def held_besides(clear: Callable[[], None]) -> None:
    """`clear` lets go of what a module holds from report to report in a way of its own; `forget` asks it to."""
    _held_again.append(clear)


def forget() -> None:
    """Hold nothing, as at the start."""
    _held.clear()
    for clear in _held_again:
        clear()

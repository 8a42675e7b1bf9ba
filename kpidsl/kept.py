"""What follows from a value alone, found when it is first asked for and kept beside it.

A report asks the same of its spec for every indicator. What takes a walk through all of them must be walked once, else
the time for a report grows with the square of its size.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class kept(Generic[T]):  # used as `property` is
    """A property of a frozen dataclass, found once. Nothing that is kept may change.

    The dataclass needs a place for it that is no part of its value:
    `_kept: Kept = field(default_factory=dict, init=False, repr=False, compare=False)`.
    """

    def __init__(self, find: Callable[[Any], T]) -> None:
        self._find = find
        self._name = find.__name__
        self.__doc__ = find.__doc__

    def __get__(self, value: Any, owner: object = None) -> T:
        found: dict[str, Any] = value._kept
        if self._name not in found:
            found[self._name] = self._find(value)
        answer: T = found[self._name]
        return answer


Kept = dict[str, object]

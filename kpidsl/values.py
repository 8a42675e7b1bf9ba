"""Frozen dataclasses that are cheap to declare: what `dataclasses` makes of a class is made when it is first used.

The compiler declares some five hundred values, and one run uses a part of them. For each, `dataclasses` writes and
compiles the text of six methods, which took a third of the time in which `kpic check` loads. Here a class gets fields
and slots at once, and stands in for these methods with ones that put the real ones in their place: a sixteenth of the
time a class. What a value is and does, the standard module decides alone; type checkers see nothing else.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

TYPE_CHECKING = False  # as in `typing`, which need not be loaded for it

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
    from typing import Any
else:

    def dataclass(cls: type | None = None, /, *, frozen: bool = False, slots: bool = False) -> object:
        """`dataclasses.dataclass`; one that is frozen and has slots is finished when it is first used."""
        if not (frozen and slots):
            return dataclasses.dataclass(cls, frozen=frozen, slots=slots)
        return _declared if cls is None else _declared(cls)


_Method = Callable[..., object]


def _declared(cls: type) -> type:
    if cls.__doc__ is None:
        cls.__doc__ = cls.__name__  # else `dataclasses` makes one of the signature, for which it needs all methods
    for name, stand_in in _STAND_INS.items():
        if name not in cls.__dict__:
            setattr(cls, name, stand_in)
    return dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(cls)


def _finished(cls: type, name: str) -> None:
    """Put the method that `dataclasses` makes of such fields in the place of the one that stands in for it."""
    made = [(one.name, one.type, _as_declared(one)) for one in dataclasses.fields(cls)]
    more = {"__doc__": cls.__name__} | ({"__post_init__": None} if hasattr(cls, "__post_init__") else {})
    init, compared = name == "__init__", name in ("__eq__", "__hash__")
    twin = dataclasses.make_dataclass(
        cls.__name__, made, namespace=more, init=init, repr=name == "__repr__", eq=compared, frozen=init or compared
    )
    method = twin.__dict__[name]
    method.__qualname__ = f"{cls.__qualname__}.{name}"
    setattr(cls, name, method)


def _as_declared(one: Any) -> object:
    """A field that says of itself what another says: one belongs to a single class."""
    made: object = dataclasses.field(
        default=one.default,
        default_factory=one.default_factory,
        init=one.init,
        repr=one.repr,
        hash=one.hash,
        compare=one.compare,
        kw_only=one.kw_only,
    )
    return made


def _stand_in(name: str) -> _Method:
    def stand_in(self: object, *given: object, **named: object) -> object:
        for cls in type(self).__mro__:
            if cls.__dict__.get(name) is stand_in:
                _finished(cls, name)
                break
        return getattr(type(self), name)(self, *given, **named)

    return stand_in


def _refused_set(self: object, name: str, value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refused_delete(self: object, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: object) -> list[object]:
    return [getattr(self, one.name) for one in dataclasses.fields(self)]  # type: ignore[arg-type]


def _restored(self: object, state: list[object]) -> None:
    for one, value in zip(dataclasses.fields(self), state, strict=True):  # type: ignore[arg-type]
        object.__setattr__(self, one.name, value)


_STAND_INS: dict[str, _Method] = {
    **{name: _stand_in(name) for name in ("__init__", "__repr__", "__eq__", "__hash__")},
    "__setattr__": _refused_set,
    "__delattr__": _refused_delete,
    "__getstate__": _state,
    "__setstate__": _restored,
}

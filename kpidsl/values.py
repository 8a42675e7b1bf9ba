"""Frozen dataclasses that are cheap to declare: what `dataclasses` makes of a class is made when it is first used.

The compiler declares some five hundred values, and one run uses a part of them. For each, `dataclasses` writes and
compiles the text of six methods, which took a third of the time in which `kpic check` loads. Here a class gets fields
and slots at once, and stands in for these methods with ones that put the real ones in their place: a sixteenth of the
time a class. What a value is and does is what the standard module says, and type checkers see nothing else; but values
are made in half its time.
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
    """Put the method that belongs there in the place of the one that stands in for it."""
    fields = dataclasses.fields(cls)
    is_usual = all(one.init and not one.kw_only and one.default_factory is dataclasses.MISSING for one in fields)
    if name == "__repr__" or (name == "__init__" and not is_usual):
        method = _of_library(cls, name)
    else:
        method = _written(cls, name, *_TEXTS[name](cls, fields))
    method.__qualname__ = f"{cls.__qualname__}.{name}"
    setattr(cls, name, method)


def _init(cls: type, fields: tuple[Any, ...]) -> tuple[str, dict[str, object]]:
    """Slots are set by their own descriptors: in half the time of `object.__setattr__`, as the library does it."""
    names = {f"_default_{one.name}": one.default for one in fields if one.default is not dataclasses.MISSING}
    given = ", ".join(f"{one.name}={key}" if (key := f"_default_{one.name}") in names else one.name for one in fields)
    names |= {f"_set_{one.name}": getattr(cls, one.name).__set__ for one in fields}
    lines = [f"_set_{one.name}(self, {one.name})" for one in fields]
    lines += ["self.__post_init__()"] * hasattr(cls, "__post_init__")
    return f"def __init__(self, {given}):\n " + ("; ".join(lines) or "pass"), names


def _eq(cls: type, fields: tuple[Any, ...]) -> tuple[str, dict[str, object]]:
    mine, others = ("".join(f"{one}.{field.name}, " for field in fields if field.compare) for one in ("self", "other"))
    lines = (
        "if self is other: return True",
        f"if other.__class__ is self.__class__: return ({mine}) == ({others})",
        "return NotImplemented",
    )
    return "def __eq__(self, other):\n " + "\n ".join(lines), {}


def _hash(cls: type, fields: tuple[Any, ...]) -> tuple[str, dict[str, object]]:
    mine = "".join(f"self.{one.name}, " for one in fields if (one.compare if one.hash is None else one.hash))
    return f"def __hash__(self):\n return hash(({mine}))", {}


_TEXTS = {"__init__": _init, "__eq__": _eq, "__hash__": _hash}


def _written(cls: type, name: str, text: str, names: dict[str, object]) -> Any:
    """The method of this text, which is made of nothing but the names of fields."""
    exec(text, names)
    return names[name]


def _of_library(cls: type, name: str) -> Any:
    """The method that `dataclasses` makes of such fields."""
    made = [(one.name, one.type, _as_declared(one)) for one in dataclasses.fields(cls)]
    more = {"__doc__": cls.__name__} | ({"__post_init__": None} if hasattr(cls, "__post_init__") else {})
    init = name == "__init__"
    twin = dataclasses.make_dataclass(
        cls.__name__, made, namespace=more, init=init, repr=not init, eq=False, frozen=init
    )
    return twin.__dict__[name]


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


def _reduced(self: object) -> tuple[type, tuple[object, ...]]:
    """For copies, and for keeping it: made again of what it was made of."""
    return type(self), tuple([getattr(self, one.name) for one in dataclasses.fields(self) if one.init])  # type: ignore[arg-type]


_STAND_INS: dict[str, _Method] = {
    **{name: _stand_in(name) for name in ("__init__", "__repr__", "__eq__", "__hash__")},
    "__setattr__": _refused_set,
    "__delattr__": _refused_delete,
    "__reduce__": _reduced,
}

"""Frozen dataclasses that are cheap to declare: what `dataclasses` makes of a class is made when it is first used.

The compiler declares some five hundred values, and one run uses a part of them. For each, `dataclasses` writes and
compiles the text of six methods, which took a third of the time in which `kpic check` loads, and looks through all
fields, which took half of the rest. Here a class gets slots at once, and stands in for these methods with ones that put
the real ones in their place; the standard module is told of the fields when it asks. What a value is and does is what
that module says, and type checkers see nothing else; but values are made in half its time, and changed in a quarter of
it. That module is loaded when it is needed, which it seldom is: it takes 7 ms, with a reader of Python and more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from operator import attrgetter
from types import CodeType, FunctionType

TYPE_CHECKING = False  # as in `typing`, which need not be loaded for it

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass, field as field, replace as replace
    from typing import Any
else:

    def dataclass(*, slots: bool, frozen: bool = False, eq: bool = True) -> object:
        """`dataclasses.dataclass` of a class with slots, which is finished when it is first used."""
        if not slots:
            raise TypeError("a value has slots: use `dataclasses` itself for others")
        stand_ins = _MADE | (_COMPARED if eq else {}) | (_FROZEN if frozen else {"__hash__": None} if eq else {})
        return lambda cls: _declared(cls, stand_ins)

    def field(**said: object) -> object:
        """`dataclasses.field`."""
        return _Said(said)

    def replace(value: object, /, **changes: object) -> object:
        """`dataclasses.replace`: the value made again with these fields, and all others as they are."""
        cls = value.__class__
        return cls(**dict(zip(cls.__match_args__, _given_of(cls)(value), strict=True)) | changes)


_Method = Callable[..., object]
_NO_FIELD = ("ClassVar", "InitVar", "KW_ONLY")  # what is annotated with one of these
_MISSING = object()  # stands for a default that is not there


def _declared(cls: type, stand_ins: dict[str, object]) -> type:
    """The class once more, with slots: they cannot be put into one that is there."""
    types: dict[str, str] = cls.__annotations__
    text = " ".join(map(str, types.values()))
    if type(cls) is not type or any(word in text for word in _NO_FIELD):
        raise TypeError(f"{cls.__name__} is no plain value: use `dataclasses` itself")
    names = dict(cls.__dict__)
    own = _Own(cls, {name: names.pop(name, _MISSING) for name in types})
    names.pop("__dict__", None)
    names.pop("__weakref__", None)
    names["__doc__"] = cls.__doc__ or cls.__name__  # else `dataclasses` makes one of the signature
    names["__dataclass_fields__"] = own
    if cls.__bases__ == (object,) and not own.has_fields:
        names["__slots__"] = names["__match_args__"] = tuple(types)
    else:
        above = {slot for base in cls.__mro__[1:-1] for slot in base.__dict__.get("__slots__", ())}
        names["__slots__"] = tuple(name for name in types if name not in above)
        known = {name: one for base in reversed(cls.__mro__) for name, one in _fields_of(base)}
        known |= {name: _field(name, given) for name, given in own.given.items()}
        names["__match_args__"] = tuple(name for name, one in known.items() if one.init)
    made = type(cls.__name__, cls.__bases__, stand_ins | names)
    made.__qualname__ = cls.__qualname__
    own.cls = made
    return made


class _Said:
    """What is said of a field, by the arguments of `dataclasses.field`."""

    def __init__(self, said: dict[str, object]) -> None:
        self.said = said


class _Field:
    """A field, with what is usual where nothing else is said of it."""

    init, repr, compare, hash, default_factory = True, True, True, None, _MISSING

    def __init__(self, name: str, default: object) -> None:
        self.name, self.default = name, default


def _field(name: str, given: object) -> Any:
    """A field with its name, as it was declared."""
    if isinstance(given, _Said):
        one = _Field(name, _MISSING)
        one.__dict__.update(given.said)
        if given.said.get("kw_only"):
            raise TypeError(f"`{name}` can only be given by its name: use `dataclasses` itself")
        return one
    if type(given).__module__ == "dataclasses":
        raise TypeError(f"`{name}` is a field of the standard module: use `field` of `kpidsl.values`")
    return _Field(name, given)


class _Own:
    """The fields that a class declares itself, and what the standard module is told of all its fields when it asks:
    most classes are never asked about."""

    def __init__(self, cls: type, given: dict[str, object]) -> None:
        self.cls, self.given = cls, given  # by their names, the default of each or what `field` gave
        self.told: dict[str, Any] = {}

    @property
    def has_fields(self) -> bool:
        return any(isinstance(given, _Said) for given in self.given.values())

    def __get__(self, value: object, cls: type) -> dict[str, Any]:
        if not self.told:
            import dataclasses

            for base in reversed(self.cls.__mro__[1:]):
                self.told |= getattr(base, "__dataclass_fields__", {})
            names = {name: _as_told(given) for name, given in self.given.items() if given is not _MISSING}
            names |= {"__doc__": "-", "__module__": self.cls.__module__, "__annotations__": self.cls.__annotations__}
            twin: Any = dataclasses.dataclass(init=False, repr=False, eq=False)(type(self.cls.__name__, (), names))
            self.told |= twin.__dataclass_fields__
            self.cls.__dataclass_params__ = twin.__dataclass_params__  # type: ignore[attr-defined]
        return self.told


def _as_told(given: object) -> object:
    """A default, or what the standard module makes of what `field` was told."""
    import dataclasses

    said: Any = given.said if isinstance(given, _Said) else None
    return given if said is None else dataclasses.field(**said)


def _fields_of(cls: type) -> Iterator[tuple[str, Any]]:
    """The fields that a class declares itself."""
    own = cls.__dict__.get("__dataclass_fields__")
    if isinstance(own, _Own):
        yield from ((name, _field(name, given)) for name, given in own.given.items())
    elif own is not None:
        raise TypeError(f"{cls.__name__} is a value of the standard module: nothing of ours can stand below it")


def _finished(cls: type, name: str) -> None:
    """Put the method that belongs there in the place of the one that stands in for it."""
    fields = list(dict(pair for base in reversed(cls.__mro__) for pair in _fields_of(base)).values())
    method = _METHODS[name](cls, fields)
    method.__qualname__ = f"{cls.__qualname__}.{name}"
    setattr(cls, name, method)


# The methods of two classes with as many fields differ by names alone. So the text for a number of fields, which stand
# in it as `_0`, `_1` and so on, is compiled once, and gets the names of each class: that takes a fifth of the time.


def _init(cls: type, fields: list[Any]) -> FunctionType:
    """Slots are set by their own descriptors: in half the time of `object.__setattr__`, as the library does it."""
    given = [one for one in fields if one.init]
    defaults = [one.default for one in given if not _is_needed(one)]
    if any(_is_needed(one) for one in given[len(given) - len(defaults) :]):
        raise TypeError(f"of {cls.__qualname__}, a field without a default stands after one that has one")
    kinds = "".join([_kind(one) for one in fields])
    names: dict[str, object] = {f"set_{place}": getattr(cls, one.name).__set__ for place, one in enumerate(fields)}
    if kinds.strip("g"):
        names["MISSING"] = _MISSING
        names |= {f"make_{place}": one.default_factory for place, one in enumerate(fields)}
        names |= {f"default_{place}": one.default for place, one in enumerate(fields)}
    code = _init_of(kinds, hasattr(cls, "__post_init__"))
    code = code.replace(co_varnames=("self", *[one.name for one in given]))
    return FunctionType(code, names, "__init__", tuple(defaults))


def _eq(cls: type, fields: list[Any]) -> FunctionType:
    compared = [one.name for one in fields if one.compare]
    return FunctionType(_named(_eq_of(len(compared)), compared), {}, "__eq__")


def _hash(cls: type, fields: list[Any]) -> FunctionType:
    hashed = [one.name for one in fields if (one.compare if one.hash is None else one.hash)]
    return FunctionType(_named(_hash_of(len(hashed)), hashed), {}, "__hash__")


def _is_needed(one: Any) -> bool:
    """Whether a field must be given. What a factory makes is made each time."""
    return one.default is _MISSING and one.default_factory is _MISSING


def _kind(one: Any) -> str:
    """How a field gets its value."""
    if one.default_factory is not _MISSING:
        return "m" if one.init else "M"
    if one.init:
        return "g"
    return "-" if one.default is _MISSING else "d"


_SET = {
    "g": "set_{0}(self, _{0})",  # it is given
    "m": "set_{0}(self, make_{0}() if _{0} is MISSING else _{0})",  # it is given or made
    "M": "set_{0}(self, make_{0}())",
    "d": "set_{0}(self, default_{0})",
    "-": "pass",  # `__post_init__` sees to it
}


@cache
def _init_of(kinds: str, is_checked: bool) -> CodeType:
    given = "".join(f", _{place}" for place, kind in enumerate(kinds) if kind in "gm")
    lines = [_SET[kind].format(place) for place, kind in enumerate(kinds)] + ["self.__post_init__()"] * is_checked
    return _compiled("__init__", f"def __init__(self{given}):\n " + ("; ".join(lines) or "pass"))


@cache
def _eq_of(count: int) -> CodeType:
    mine, others = ("".join(f"{one}._{place}, " for place in range(count)) for one in ("self", "other"))
    lines = (
        "if self is other: return True",
        f"if other.__class__ is self.__class__: return ({mine}) == ({others})",
        "return NotImplemented",
    )
    return _compiled("__eq__", "def __eq__(self, other):\n " + "\n ".join(lines))


@cache
def _hash_of(count: int) -> CodeType:
    mine = "".join(f"self._{place}, " for place in range(count))
    return _compiled("__hash__", f"def __hash__(self):\n return hash(({mine}))")


def _compiled(name: str, text: str) -> CodeType:
    """The code of the function of this text, which is made of nothing but numbers of fields."""
    names: dict[str, Any] = {}
    exec(text, names)
    code: CodeType = names[name].__code__
    return code


def _named(code: CodeType, names: list[str]) -> CodeType:
    """Code that asks for the attributes of these names in the places of `_0`, `_1` and so on."""
    found = {f"_{place}": name for place, name in enumerate(names)}
    return code.replace(co_names=tuple([found.get(name, name) for name in code.co_names]))


def _repr(cls: type, fields: list[Any]) -> FunctionType:
    """The one that the library makes, for it takes care of values that hold themselves."""
    import dataclasses

    shown = [(one.name, object, dataclasses.field(repr=one.repr)) for one in fields]
    twin = dataclasses.make_dataclass(cls.__name__, shown)
    method: FunctionType = twin.__repr__  # type: ignore[assignment]
    return method


_METHODS = {"__init__": _init, "__eq__": _eq, "__hash__": _hash, "__repr__": _repr}


def _stand_in(name: str) -> _Method:
    def stand_in(self: object, *given: object, **named: object) -> object:
        for cls in type(self).__mro__:
            if cls.__dict__.get(name) is stand_in:
                _finished(cls, name)
                break
        return getattr(type(self), name)(self, *given, **named)

    return stand_in


def _refused_set(self: object, name: str, value: object) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refused_delete(self: object, name: str) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _reduced(self: Any) -> tuple[type, tuple[object, ...]]:
    """For copies, and for keeping it: made again of what it was made of."""
    return type(self), _given_of(self.__class__)(self)


@cache
def _given_of(cls: type) -> Callable[[Any], tuple[object, ...]]:
    names: tuple[str, ...] = cls.__match_args__  # type: ignore[attr-defined]
    return attrgetter(*names) if len(names) > 1 else lambda self: tuple([getattr(self, name) for name in names])


_MADE: dict[str, object] = {name: _stand_in(name) for name in ("__init__", "__repr__")}
_COMPARED: dict[str, object] = {name: _stand_in(name) for name in ("__eq__", "__hash__")}
_FROZEN: dict[str, object] = {"__setattr__": _refused_set, "__delattr__": _refused_delete, "__reduce__": _reduced}

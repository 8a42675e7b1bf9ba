"""Our frozen dataclasses are those of the standard library, only finished later."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from typing import ClassVar, Generic, TypeVar

import pytest

from kpidsl.values import dataclass, field, replace

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ours(Generic[T]):
    one: T
    two: tuple[int, ...] = ()
    three: dict[str, int] = field(default_factory=dict, compare=False)
    four: str = field(default="4", repr=False)
    found: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "found", len(self.two))


@dataclasses.dataclass(frozen=True, slots=True)
class Stock(Generic[T]):
    one: T
    two: tuple[int, ...] = ()
    three: dict[str, int] = dataclasses.field(default_factory=dict, compare=False)
    four: str = dataclasses.field(default="4", repr=False)
    found: int = dataclasses.field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "found", len(self.two))


@dataclass(frozen=True, slots=True)
class Below(Ours[int]):
    five: int = 5

    def __repr__(self) -> str:
        return "below"


def test_a_value_is_what_the_standard_library_makes() -> None:
    ours, stock = Ours(1, (2, 3)), Stock(1, (2, 3))
    assert repr(ours) == repr(stock).replace("Stock", "Ours")
    assert hash(ours) == hash(stock)
    assert ours == Ours(1, (2, 3), {"not": 1}) != Ours(2, (2, 3))
    assert ours != stock  # type: ignore[comparison-overlap]
    assert dataclasses.asdict(ours) == dataclasses.asdict(stock)
    assert Ours.__match_args__ == Stock.__match_args__
    assert dataclasses.replace(ours, two=()).found == 0
    assert Ours(one=1).three is not Ours(one=1).three
    assert not hasattr(ours, "__dict__")
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'one'"):
        Ours()  # type: ignore[call-arg]


def test_a_value_is_frozen_from_the_start() -> None:
    @dataclass(frozen=True, slots=True)
    class Fresh:
        one: int

    for _ in range(2):
        value = Fresh(1)
        with pytest.raises(dataclasses.FrozenInstanceError, match="one"):
            value.one = 2  # type: ignore[misc]
        with pytest.raises(dataclasses.FrozenInstanceError, match="one"):
            del value.one
        assert value.one == 1


@pytest.mark.parametrize("value", [Ours(1, (2,)), Below(1, five=6)], ids=["value", "of a class below"])
def test_a_value_can_be_copied_and_kept(value: Ours[int]) -> None:
    assert pickle.loads(pickle.dumps(value)) == copy.deepcopy(value) == copy.copy(value) == value
    assert type(copy.copy(value)) is type(value)


def test_a_class_below_has_all_fields_and_its_own_methods() -> None:
    value = Below(1, (2, 3), five=6)
    assert (value.one, value.found, value.five) == (1, 2, 6)
    assert repr(value) == "below"
    assert value != Below(1, (2, 3))
    assert value != Ours(1, (2, 3))
    assert {value, Below(1, (2, 3), five=6)} == {value}


@dataclass(frozen=True, slots=True)
class Further(Below):
    two: tuple[int, ...] = (9,)
    six: str = "6"


def test_the_standard_library_is_told_of_all_fields_whenever_it_asks() -> None:
    names = ["one", "two", "three", "four", "found", "five", "six"]
    assert [one.name for one in dataclasses.fields(Further)] == names  # before any value was made
    assert dataclasses.replace(Further(1), six="7") == Further(1, (9,), six="7")
    assert [(one.name, one.type, one.compare, one.repr) for one in dataclasses.fields(Ours)] == [
        (one.name, one.type, one.compare, one.repr) for one in dataclasses.fields(Stock)
    ]


def test_values_with_as_many_fields_keep_their_names_and_defaults_apart() -> None:
    @dataclass(frozen=True, slots=True)
    class First:
        one: int
        two: int = 2

    @dataclass(frozen=True, slots=True)
    class Second:
        three: int = 3
        four: int = 4

    assert (First(1).one, First(1).two, Second().three, Second(four=5).four) == (1, 2, 3, 5)
    assert (First(1), Second()) == (First(one=1, two=2), Second(three=3, four=4))
    assert len({First(1), First(1, 2), Second(), Second(3, 4)}) == 2
    with pytest.raises(TypeError, match=r"Second.__init__\(\) got an unexpected keyword argument 'one'"):
        Second(one=1)  # type: ignore[call-arg]


@dataclass(slots=True)
class Open:
    one: int
    two: list[int] = field(default_factory=list)
    three: list[int] = field(default_factory=list, init=False, compare=False)
    four: int = field(default=4, init=False)


@dataclasses.dataclass(slots=True)
class OpenStock:
    one: int
    two: list[int] = dataclasses.field(default_factory=list)
    three: list[int] = dataclasses.field(default_factory=list, init=False, compare=False)
    four: int = dataclasses.field(default=4, init=False)


def test_what_is_not_frozen_can_be_changed_and_has_lists_of_its_own() -> None:
    value, other = Open(1), Open(1)
    value.three.append(3)
    assert value == other
    value.two.append(2)
    assert value != other == Open(1, [])
    assert repr(value) == repr(OpenStock(1, [2])).replace("OpenStock", "Open").replace("three=[]", "three=[3]")
    value.one, value.four = 5, 6
    assert (value.one, value.four, other.one, other.four) == (5, 6, 1, 4)
    assert copy.deepcopy(value) == value == pickle.loads(pickle.dumps(value))
    with pytest.raises(TypeError, match="unhashable"):
        hash(value)


def test_values_without_comparing_are_the_same_only_as_themselves() -> None:
    @dataclass(frozen=True, slots=True, eq=False)
    class Alone:
        one: int

    value = Alone(1)
    assert value == value != Alone(1)
    assert len({value, Alone(1)}) == 2


def test_a_class_that_is_no_plain_value_is_refused() -> None:
    with pytest.raises(TypeError, match="NotPlain"):

        @dataclass(frozen=True, slots=True)
        class NotPlain:
            one: ClassVar[int] = 1


def test_a_field_without_a_default_after_one_that_has_one_is_refused() -> None:
    @dataclass(frozen=True, slots=True)
    class Mixed:
        one: int = 1
        two: int  # type: ignore[misc]

    with pytest.raises(TypeError, match="without a default"):
        Mixed(1, 2)


def test_a_value_is_changed_as_the_standard_library_changes_it() -> None:
    value, further = Ours(1, (2, 3), {"kept": 1}), Further(1, six="7")
    for changes in ({}, {"one": 4}, {"two": ()}, {"four": "5", "three": {}}):
        changed, stock = replace(value, **changes), dataclasses.replace(value, **changes)
        assert (repr(changed), changed.three, changed.four) == (repr(stock), stock.three, stock.four)
    assert replace(value).three is value.three
    assert type(replace(further, two=(1,))) is Further
    assert replace(further, two=(1,)) == dataclasses.replace(further, two=(1,))
    for wrong in ("found", "nothing"):  # found out from the others, and not there at all
        with pytest.raises(TypeError, match=wrong):
            replace(value, **{wrong: 1})  # type: ignore[arg-type]


def test_a_field_of_the_standard_library_is_refused() -> None:
    """Its class would take it for a default."""

    @dataclass(frozen=True, slots=True)
    class Strange:
        one: int
        two: list[int] = dataclasses.field(default_factory=list)

    with pytest.raises(TypeError, match="`two` is a field of the standard module"):
        Strange(1)

"""What the tests of a spec cover, and the boundaries of its rules: as text for people, as JSON and properties for
programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from math import floor

from kpidsl.cli.verdicts import WIDTH, wrapped
from kpidsl.diagnostics.formats import clean
from kpidsl.tester.boundaries import Boundary, Bounded, Near
from kpidsl.tester.coverage import Coverage, Covered, Item
from kpidsl.values import dataclass

MOST_LISTED = 40  # entries of a list; the rest are counted
_MOST_NAMED = 4  # indicators of one entry


@dataclass(frozen=True, slots=True)
class Cover:
    """What the tests of one spec cover, and its boundaries."""

    coverage: Coverage
    bounded: tuple[Bounded, ...]

    @property
    def percent(self) -> int:
        """Rounded down: 100 is all."""
        return floor(self.coverage.share)

    @property
    def total(self) -> str:
        """`13 of 87, or 14%`."""
        counted = self.coverage.counted
        return f"{sum(one.is_covered for one in counted)} of {len(counted)}, or {self.percent}%"

    @property
    def sentence(self) -> str:
        """`10 of 45 states, 3 of 34 rules, 0 of 8 reasons: 13 of 87, or 14%`."""
        kinds = ", ".join(f"{of[0]} of {of[1]} {item.value}" for item in Item if (of := self.coverage.of(item))[1])
        return f"{kinds}: {self.total}"


def text(cover: Cover) -> str:
    """The boundaries, what is not covered and why, and the sum."""
    parts = [*_boundaries(cover.bounded), *_open(cover.coverage), f"Covered: {cover.sentence}"]
    return clean("\n".join(parts))


# ---- boundaries


def _boundaries(bounded: Sequence[Bounded]) -> Iterator[str]:
    if not bounded:
        return
    yield "Boundaries: the status on each limit, just beside it, and one printed unit away"
    if any(len(near.states) > 1 for one in bounded for each in one.boundaries for near in each.cases):
        yield "(with “or”, it hangs on earlier figures or a forecast, too)"
    alike: dict[tuple[str, ...], list[Bounded]] = {}
    for one in bounded:
        alike.setdefault((one.indicator.polarity.value, *_lines(one)), []).append(one)
    shown = list(alike.items())[:MOST_LISTED]
    for (polarity, *lines), same in shown:
        names = _named([one.indicator.id for one in same])
        yield wrapped(f"{names} ({polarity})", 2, 4)
        yield from lines
    yield from _more(len(alike) - len(shown))
    yield ""


def _lines(one: Bounded) -> tuple[str, ...]:
    if one.unknown:
        return (wrapped(f"not known before the data: {one.unknown}", 4, 6),)
    called = [f"{each.called} {each.shown}".rstrip() for each in one.boundaries]
    width = max((len(name) for name in called), default=0)
    lines = [
        wrapped(f"{name.ljust(width)}  {runs(each)}", 4, 6 + width)
        for name, each in zip(called, one.boundaries, strict=True)
    ]
    return (*lines, *(wrapped(f"out of order: {each}", 4, 6) for each in one.broken))


def runs(boundary: Boundary) -> str:
    """Values side by side that come to the same, together: `89%, 89.9% amber; 90%, 91% green`."""
    said = []
    for states, near in groupby(boundary.cases, _states):
        said.append(f"{', '.join(one.shown for one in near)} {states}")
    return "; ".join(said)


def _states(near: Near) -> str:
    return " or ".join(near.states) or "no status"


# ---- what is not covered


def _open(coverage: Coverage) -> Iterator[str]:
    wanting = [one for one in coverage.counted if not one.is_covered]
    if wanting:
        yield f"Not covered ({len(wanting)})"
        yield from _list(wanting)
        yield ""
    never = [one for one in coverage.items if not one.can_be and not one.is_covered]
    if never:
        yield f"Not counted, since no figures can come to it ({len(never)})"
        yield from _list(never)
        yield ""


def _list(items: Iterable[Covered]) -> Iterator[str]:
    """States that want the same are one entry, and so are reasons."""
    alike: dict[tuple[str, ...], list[Covered]] = {}
    for one in items:
        place = f"{one.span.source.name}:{one.span.line}" if one.item is Item.RULE and one.span else ""
        is_reason = one.item is Item.REASON
        key = ("reasons", one.why) if is_reason else (one.what, one.why, one.add, place)
        alike.setdefault(key, []).append(one)
    shown = list(alike.items())[:MOST_LISTED]
    for (what, *_), same in shown:
        first = same[0]
        if first.item is Item.REASON:
            head = f"{what}: {', '.join(one.what for one in same)}"
        else:
            head = f"{_named([name for one in same for name in one.indicators])}: {what}"
        if first.item is Item.RULE and first.span:
            head += f" ({first.span.source.name}:{first.span.line})"
        yield wrapped(head, 2, 4)
        together = f"    {first.why}; add: {first.add}"
        if first.add and len(together) <= WIDTH:
            yield together
            continue
        yield wrapped(first.why, 4)
        if first.add:
            yield wrapped(f"add: {first.add}", 4, 9)
    yield from _more(len(alike) - len(shown))


def _named(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _more(count: int) -> Iterator[str]:
    if count > 0:
        yield f"  ... and {count} more; all of them are in: --format json"


# ---- for programs


def properties(cover: Cover) -> Mapping[str, str]:
    """What build servers keep of it."""
    found = {"cover.percent": str(cover.percent)}
    for item in Item:
        covered, count = cover.coverage.of(item)
        found |= {f"cover.{item.value}": str(covered), f"cover.{item.value}.of": str(count)}
    return found


def plain(cover: Cover) -> dict[str, object]:
    """All of it, for JSON."""
    items = [
        {
            "kind": one.item.name.lower(),
            "what": one.what,
            "indicators": list(one.indicators),
            "file": one.span.source.name if one.span else None,
            "line": one.span.line if one.span else None,
            "covered": one.is_covered,
            "can be covered": one.can_be,
            "why": one.why,
            "add": one.add,
        }
        for one in cover.coverage.items
    ]
    limits = [
        {
            "indicator": one.indicator.id,
            "unknown": one.unknown,
            "out of order": list(one.broken),
            "boundaries": [
                {
                    "called": each.called,
                    "at": each.shown,
                    "cases": [{"value": near.shown, "states": list(near.states)} for near in each.cases],
                }
                for each in one.boundaries
            ],
        }
        for one in cover.bounded
    ]
    return {"percent": cover.percent, "said": cover.sentence, "items": items, "indicators": limits}


def as_json(found: object) -> str:
    return json.dumps(found, ensure_ascii=False, indent=2)

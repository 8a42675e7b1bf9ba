"""Which targets and floors hold in the next period as they did, which change, and which are still to be set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kpidsl.period import Period
from kpidsl.source import Span
from kpidsl.spec.indicator import Indicator
from kpidsl.spec.model import Spec
from kpidsl.spec.target import FromData, Target, ToBeSet, target_in
from kpidsl.syntax import ast
from kpidsl.terms import Grain
from kpidsl.values import dataclass


@dataclass(frozen=True, slots=True)
class Targets:
    """Of one indicator: what is carried and what is asked for, each with the line that says it.

    `changed` is whether its values are judged by another target (or floor) than before. `to_be_set` is the line below
    which a target is still to be written, and the line that says so until then; `when` is what it is for.
    """

    name: str
    owner: str
    changed: bool
    carried: tuple[tuple[Span, str], ...]
    asked: tuple[tuple[Span, str], ...]
    to_be_set: tuple[Span, str] | None
    when: Period
    last: str  # what the target was, as written; empty where there was none


def targets(files: Sequence[ast.File], spec: Spec, new: Period) -> Mapping[str, Targets]:
    """What becomes of the targets of each indicator of the spec in the period `new`."""
    last = {
        block.header.name.text: [
            line.span for line in block.lines if isinstance(line, ast.Target | ast.Profile | ast.Revised)
        ]
        for file in files
        for block in file.blocks
        if isinstance(block.header, ast.Indicator)
    }
    return {one.id: _targets(one, spec.period, new, last.get(one.id, [])) for one in spec.indicators}


def _targets(indicator: Indicator, old: Period, new: Period, lines: Sequence[Span]) -> Targets:
    before, after = target_in(indicator.targets, old), target_in(indicator.targets, new)
    floor_before, floor_after = target_in(indicator.floors, old), target_in(indicator.floors, new)
    name = f"`{indicator.id}`"
    carried: list[tuple[Span, str]] = []
    asked: list[tuple[Span, str]] = []
    to_be_set = None
    when = _when(before, old, new)
    if after is not None and isinstance(after.goal, FromData):
        asked.append((after.span, f"the target of {name} for {new}: a row of the data"))
    elif after is not None and isinstance(after.goal, ToBeSet):
        asked.append((after.span, f"the target of {name} is still to be set"))
    elif after is not None:
        carried.append((after.span, f"`{_written(after)}` of {name}{_how(before, after, old, new)}"))
    elif before is not None and lines:
        to_be_set = (lines[-1], f"target to be set for {when}")
    if floor_after is not None:
        carried.append(
            (floor_after.span, f"`{_written(floor_after)}` of {name}{_how(floor_before, floor_after, old, new)}")
        )
    elif floor_before is not None:
        missing = _when(floor_before, old, new)
        asked.append((floor_before.span, f"the floor of {name} for {missing}, in place of this one: add it below"))
    return Targets(
        indicator.id,
        indicator.owner,
        (before, floor_before) != (after, floor_after),
        tuple(carried),
        tuple(asked),
        to_be_set,
        when,
        _written(before) if before else "",
    )


def _written(target: Target) -> str:
    return " ".join(target.span.text.split())


def _how(before: Target | None, after: Target, old: Period, new: Period) -> str:
    """How a target comes to hold in the new period."""
    if before is not None and before != after:
        return f", which is the one for {new}"
    if old.whole_year != new.whole_year and after.period is None:
        return f": it names no year, so it holds for {new.whole_year} as well; is that meant?"
    return ""


def _when(before: Target | None, old: Period, new: Period) -> Period:
    """What a target that is missing is to be set for: the whole year, but where the last one was for a part of it."""
    narrow = before is not None and before.period is not None and before.period.grain is not Grain.YEAR
    return new if narrow else new.whole_year

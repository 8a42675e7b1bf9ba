"""The disclosure report in words: what is not shown and why. It is for the officer, and nothing of it is published."""

from __future__ import annotations

from collections.abc import Iterator

from kpidsl.compose import words
from kpidsl.evaluation.cells import Cell, Derived, Link, Part, Relation
from kpidsl.evaluation.disclosure import Disclosure, Judged
from kpidsl.evaluation.withhold import Cause, Withheld
from kpidsl.spec.indicator import State
from kpidsl.spec.model import Spec
from kpidsl.spec.travel import since
from kpidsl.values import dataclass

WARNING = "NOT FOR PUBLICATION: this list holds figures that the report does not show."
NOTHING = "Nothing is withheld."
_WHAT = {
    Part.VALUE: "count",
    Part.NUMERATOR: "numerator",
    Part.DENOMINATOR: "denominator",
    Part.REMAINDER: "those left over",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One entry. `kind` is `withheld`, `judged` or `not protected`; `figure` the true one, `other` one that a reader
    must think just as possible."""

    kind: str
    name: str
    label: str
    period: str
    what: str
    figure: str
    why: str
    other: str


def lines(disclosure: Disclosure) -> tuple[Line, ...]:
    """Everything that the officer must know of it: what is withheld, what that changes, what could not be protected."""
    told = (*_withheld(disclosure), *_beside(disclosure))
    return (*told, *map(_judged, disclosure.judged), *_uncounted(disclosure))


def withheld(rows: int) -> str:
    """How many figures are not shown, in a sentence; empty for none."""
    return f"{words.count_of(rows, 'figure is', 'figures are')} not shown" if rows else ""


def _withheld(disclosure: Disclosure) -> Iterator[Line]:
    spec = disclosure.protection.spec
    for one in disclosure.protection.decision.withheld:
        yield Line(
            kind="withheld",
            name=one.cell.name,
            label=_label(one.cell.name, spec),
            period=str(one.cell.period),
            what=_what(one.cell),
            figure=f"{one.amount:,}",
            why=_why(one),
            other="" if one.other is None else f"{one.other:,}",
        )


def _beside(disclosure: Disclosure) -> Iterator[Line]:
    spec = disclosure.protection.spec
    for name, period, _ in sorted(disclosure.protection.told_beside, key=lambda key: key[:2]):
        why = "secondary: with the count that stands beside it, it would give a small one away"
        yield Line("withheld", name, _label(name, spec), str(period), "value without its counts", "", why, "")


def _label(name: str, spec: Spec) -> str:
    """The label of an indicator; of a measure, the labels of the indicators that it serves."""
    own = [one.label for one in spec.indicators if one.id == name]
    used = [one.label for one in spec.indicators if name in one.rows[1:]]
    return own[0] if own else words.listed(used)


def _what(cell: Cell) -> str:
    return _WHAT[cell.part] + (f" of the {cell.kind.value}" if cell.kind.value != "actual" else "")


def _why(one: Withheld) -> str:
    match one.cause:
        case Cause.SMALL:
            return "primary: too small to be shown"
        case Cause.OF_SMALL:
            return f"primary: counted out of {_named(one.about)}, which is too small to be shown"
        case Cause.SAME_ROW:
            return f"secondary: stands in one row with its {_WHAT[one.about.part] if one.about else 'count'}"
        case Cause.GIVES_AWAY:
            return f"secondary: would give away {_named(one.about)}: {_sum(one.relation)}"


def _sum(relation: Relation | None) -> str:
    if relation is None:
        return ""
    parts = words.listed([_named(part) for part in relation.parts])
    match relation.link:
        case Link.SAME:
            return f"{parts} is the same count as {_named(relation.whole)}"
        case Link.OVERLAP:
            return f"{_named(relation.parts[0])} is a part of {_named(relation.whole)}"
        case _:
            return f"{parts} make {_named(relation.whole)}"


def _named(cell: Cell | None) -> str:
    """`late` in 2021-22 Q1; a virtual cell by what it is."""
    if cell is None:
        return ""
    name = f"`{cell.name}` in {cell.period}"
    if cell.part in (Part.NUMERATOR, Part.DENOMINATOR, Part.REMAINDER):
        name = f"the {_WHAT[cell.part].replace('those', 'number')} of {name}"
    match cell.derived:
        case Derived.STEP:
            return f"what {name} has more than the figure to date before it"
        case Derived.REST:
            return f"the rest of {name}"
        case Derived.SLACK:
            return f"what is left of {name}"
        case Derived.SPAN:
            return f"`{cell.name}` from {cell.beside}"
        case Derived.OTHERS:
            return f"the other parts of `{cell.name}` from {cell.beside}"
        case None:
            return name


def _judged(one: Judged) -> Line:
    what = "status" if one.against is None else f"direction {since(one.against)}"
    return Line(
        kind="judged",
        name=one.indicator.id,
        label=one.indicator.label,
        period="",
        what=what,
        figure=_told(one.true),
        why=f"published: {_told(one.published)}",
        other="",
    )


def _told(found: object) -> str:
    if isinstance(found, State):
        return found.mark.word
    return getattr(found, "value", "cannot be told")


def _uncounted(disclosure: Disclosure) -> Iterator[Line]:
    for indicator, period in disclosure.uncounted:
        why = "given without its two counts, so it cannot be known whether it speaks of very few people"
        yield Line("not protected", indicator.id, indicator.label, str(period), "value", "", why, "")

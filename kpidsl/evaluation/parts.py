"""Parts held against their whole, in every period for which the data have both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from kpidsl.data.model import Dataset
from kpidsl.diagnostics.diagnostic import Diagnostic, Label
from kpidsl.evaluation.figures import content, figure, is_sum, names, total
from kpidsl.evaluation.model import Figure
from kpidsl.quantity import plain, spell
from kpidsl.spec.indicator import Breakdown, Indicator
from kpidsl.spec.model import Spec
from kpidsl.terms import PartsRule

Known = tuple[Indicator, Figure]


def differences(spec: Spec, dataset: Dataset) -> Iterator[Diagnostic]:
    """A problem for each period in which parts do not add up to their whole, or one of them is larger than it.

    Percentages that lack the counts they are made of can be neither added up nor checked, which is said of those of the
    report's period; of an earlier one nothing is said.
    """
    for whole in spec.indicators:
        breakdown = whole.breakdown
        if breakdown is None:
            continue
        members = whole.parts if is_sum(whole) else (whole, *whole.parts)
        for period in dataset.periods(*(name for one in members for name in names(one))):
            found = [(one, figure(one, period, dataset)) for one in members]
            known = [(one, each) for one, each in found if isinstance(each, Figure)]
            complete = len(known) == len(found) and all(each.amount is not None for _, each in known)
            if complete and period == spec.period:
                yield from _uncounted(whole, known)
            if known and known[0][0] is whole:
                yield from _held(known[0], known[1:], breakdown)


def _uncounted(whole: Indicator, members: Sequence[Known]) -> Iterator[Diagnostic]:
    what = "added up" if is_sum(whole) else "checked against its parts"
    for one, each in members:
        if content(one, each) is None:
            message = f"`{whole.id}` cannot be {what} in {each.period}: `{one.id}` is given without its two counts"
            help_ = ("give the counts: in a numerator and a denominator, or as rows of their own",)
            yield Diagnostic("counts-missing", message, each.observations[0].span, help=help_)


def _held(whole: Known, parts: Sequence[Known], breakdown: Breakdown) -> Iterator[Diagnostic]:
    value = content(*whole)
    if value is None:
        return
    if breakdown.rule is PartsRule.OVERLAP:
        for part in parts:
            if _is_larger(content(*part), value):
                yield _larger(whole, part)
    elif len(parts) == len(breakdown.parts):
        added = total(parts)
        if added is not None and added != value:
            yield _unequal(whole, parts, added)


def _is_larger(part: tuple[Fraction, ...] | None, whole: tuple[Fraction, ...]) -> bool:
    return part is not None and any(one > other for one, other in zip(part, whole, strict=True))


def _larger(whole: Known, part: Known) -> Diagnostic:
    (indicator, figure), (larger, its_figure) = whole, part
    message = f"`{larger.id}` is {_shown(part)} in {figure.period}, more than `{indicator.id}` at {_shown(whole)}, of "
    message += "which it is a part"
    help_ = ("correct the row that is wrong; if it is not a part, take the `part of` line out",)
    labels = tuple(Label(row.span, f"`{row.name}`, the whole") for row in figure.observations)
    return Diagnostic("part-exceeds-whole", message, its_figure.observations[0].span, labels, help_)


def _unequal(whole: Known, parts: Sequence[Known], added: tuple[Fraction, ...]) -> Diagnostic:
    indicator, figure = whole
    each = ", ".join(f"`{part[0].id}` {_shown(part)}" for part in parts)
    message = f"`{indicator.id}` is {_shown(whole)} in {figure.period}, but its parts add up to "
    message += f"{_written(indicator, added)}: {each}"
    help_ = (
        "correct the row that is wrong, or declare the part that is missing",
        "if something can be counted in several parts, say so: parts overlap",
    )
    rows = dict.fromkeys(row for _, part in parts for row in part.observations)
    labels = tuple(Label(row.span, f"`{row.name}`") for row in rows)
    return Diagnostic("parts-differ", message, figure.observations[0].span, labels, help_)


def _shown(known: Known) -> str:
    return _written(known[0], content(*known) or ())


def _written(indicator: Indicator, amounts: tuple[Fraction, ...]) -> str:
    """`45`, or `43 of 44` where two counts were added up."""
    if indicator.unit.is_quotient:
        return " of ".join(map(plain, amounts))
    return " ".join(spell(amount, indicator.unit, None) for amount in amounts)

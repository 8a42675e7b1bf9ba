"""A warning of small counts that look like people, where a spec says nothing of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kpidsl.data.model import Dataset, Observation
from kpidsl.diagnostics.diagnostic import Diagnostic, Label
from kpidsl.evaluation.cells import KINDS
from kpidsl.evaluation.relations import is_counted
from kpidsl.patterns import lazily
from kpidsl.quantity import COUNT, plain
from kpidsl.spec.model import Spec
from kpidsl.spec.suppress import PROFILES

_USUAL = PROFILES["dfe"]
_FEW = 3  # rows that are named
# Words for people, used for this warning and for nothing else.
_PEOPLE = lazily(
    r"(?:^|[\W_])(?:adults?|bab(?:y|ies)|boys?|carers?|cases?|child|children|claimants?|clients?|deaths?|families"
    r"|family|girls?|households?|homeless|infants?|learners?|leavers?|offenders?|parents?|patients?|people|persons?"
    r"|pupils?|residents?|students?|suicides?|survivors?|teenagers?|tenants?|victims?|young|youths?)(?:$|[\W_])",
    re.IGNORECASE,
)


def small_numbers(spec: Spec, dataset: Dataset) -> Iterator[Diagnostic]:
    """One warning for the report: it may say something of single people."""
    names = set(_unprotected(spec))
    counted = {one.id for one in spec.indicators if is_counted(one)}
    counted |= {one.counted_as.name for one in spec.indicators if is_counted(one) and one.counted_as}
    counted |= {name for name, unit in spec.measured().items() if unit == COUNT}
    found = [
        row
        for row in dataset.observations.values()
        if row.name in names and row.kind in KINDS and row.period.end <= spec.period.end
        if _smallest(row) and (row.name in counted or row.numerator is not None)
    ]
    if not found:
        return
    found.sort(key=lambda row: (row.period != spec.period, row.span.source.name, row.span.start))
    said = ", ".join(f"`{row.name}` in {row.period} ({_smallest(row)})" for row in found[:_FEW])
    more = f" and {len(found) - _FEW:,} more" if len(found) > _FEW else ""
    what = "a small count that looks like people is" if len(found) == 1 else "small counts that look like people are"
    message = f"{what} published: {said}{more}"
    labels = tuple(Label(row.span, "and this one") for row in found[1:_FEW])
    help_ = (
        "to withhold counts of 1 to 5, with all that would give them away, add to the report: suppress dfe",
        'or say why they may be shown, there or for one section or indicator: suppress none because "..."',
    )
    yield Diagnostic("small-number", message, found[0].span, labels, help_)


def _unprotected(spec: Spec) -> Iterator[str]:
    """Names of counts of people of which no profile, and no reason for none, is said."""
    said = {one.id for one in spec.indicators if one.suppress}
    said |= {name for one in spec.indicators if one.suppress for name in one.rows[1:]}
    for one in spec.indicators:
        if one.suppress is not None:
            continue
        text = f"{one.id} {one.label} {one.definition}"
        if one.id not in said and _PEOPLE.search(text):
            yield one.id
        for name in one.rows[1:]:
            if name not in said and _PEOPLE.search(f"{name} {text}"):
                yield name


def _smallest(row: Observation) -> str | None:
    """The smallest count of a row, where it is small: `3`."""
    is_pair = row.numerator is not None and row.denominator is not None
    counts = (row.numerator, row.denominator) if is_pair else (row.amount,)
    small = [one for one in counts if one is not None and one.denominator == 1 and _USUAL.covers(int(one))]
    return plain(min(small)) if small else None

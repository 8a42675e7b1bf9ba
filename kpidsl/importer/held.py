"""Our judgement held against the statuses that a file has of its own."""

from __future__ import annotations

from collections.abc import Mapping

from kpidsl import pipeline
from kpidsl.evaluation.model import Assessment
from kpidsl.importer.draft import Draft, Indicator
from kpidsl.importer.figures import spelt
from kpidsl.importer.model import Box, Role, Row
from kpidsl.importer.statuses import state_in
from kpidsl.importer.writing import data, spec
from kpidsl.period import Period
from kpidsl.source import Source
from kpidsl.spec.project import Read, Unreadable
from kpidsl.terms import Reason
from kpidsl.values import dataclass

_SPEC, _HOUSE, _DATA = "spec.kpi", "council.yaml", "data.csv"


@dataclass(frozen=True, slots=True)
class Held:
    """How many statuses of the file are the same as ours and how many could not be held, and a sentence for each that
    differs."""

    same: int
    differing: tuple[str, ...]
    not_held: int
    unknown: tuple[Box, ...]  # cells of the column of statuses that say nothing known

    @property
    def number(self) -> int:
        return self.same + len(self.differing)


def held(draft: Draft) -> Held:
    """All statuses of the file, each in its period."""
    by_period: dict[Period, list[tuple[Indicator, Box, str]]] = {}
    unknown: list[Box] = []
    for one in draft.indicators:
        for (role, when), box in one.entry.figures.items():
            state = state_in(box.text) if role is Role.STATUS else ""
            if state is None:
                unknown.append(box)
            elif state:
                by_period.setdefault(when or draft.report, []).append((one, box, state))
    same, not_held = 0, 0
    differing: list[str] = []
    for period, statuses in by_period.items():
        assessments = _assessed(draft, period)
        for one, box, theirs in statuses:
            ours = assessments.get(one.id)
            if ours is None or ours.state is None or (not one.aims.is_judged and draft.has_amber):
                not_held += 1
            elif ours.state.name == theirs:
                same += 1
            else:
                differing.append(_sentence(one, ours, period, box, theirs))
    return Held(same, tuple(differing), not_held, tuple(unknown))


def _sentence(one: Indicator, ours: Assessment, period: Period, box: Box, theirs: str) -> str:
    assert ours.state is not None
    amount = ours.figure.amount
    figure = "" if amount is None else f"{spelt(amount, one.unit.unit)}"
    ends = ours.aim.ends if ours.aim is not None else ()
    against = f" against {' to '.join(spelt(end, one.unit.unit) for end in ends)}" if ends else ""
    rules = ", ".join(line.text for line in one.aims.lines if line.text.startswith(("tolerance", "floor")))
    by = f" ({rules})" if rules else ""
    return f"{one.id} in {period}: {ours.state.name} by the spec, {theirs} in {box.place}: {figure}{against}{by}"


def _assessed(draft: Draft, period: Period) -> Mapping[str, Assessment]:
    """Each indicator as the spec judges it, with what is not complete left out."""
    rows = [row for row in draft.rows if row.readable]
    there = {row.indicator for row in rows if row.period == period and not row.kind}
    rows += [Row(one.id, period, "", Reason.AWAITING.value) for one in draft.indicators if one.id not in there]
    texts = {_SPEC: spec(draft, _HOUSE, _DATA, period), _HOUSE: "council: Council\n", _DATA: data(rows)}
    outcome = pipeline.compose_report(_SPEC, _reader(texts), draft=True, warned=False, formats=())
    if outcome.value is None:
        return {}
    return {one.indicator.id: one for one in outcome.value.evaluation.assessments}


def _reader(texts: Mapping[str, str]) -> Read:
    def read(name: str) -> Source | Unreadable:
        if name in texts:
            return Source(name, texts[name])
        return Unreadable("file-missing", f"there is no file `{name}`", "")

    return read

"""Whether a reader of the report can check by eye what its rules look at."""

from __future__ import annotations

from collections.abc import Iterator

from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.period import Period
from kpidsl.spec.condition import Moved, asked
from kpidsl.spec.fit import usual_comparator
from kpidsl.spec.indicator import Indicator, Scheme, State
from kpidsl.spec.model import Spec
from kpidsl.spec.schemes import needed_benchmarks
from kpidsl.spec.travel import Against, since
from kpidsl.terms import Comparator, TableColumn


def unshown(spec: Spec) -> Iterator[Diagnostic]:
    """A warning for each scheme that judges by a direction of travel, or by a benchmark, which no column shows."""
    specs = [column for table in spec.tables() for column in table.columns]
    columns = {column.column for column in specs}
    if TableColumn.STATUS not in columns:
        return
    shown: set[Against] = set(spec.compared())
    if {TableColumn.OUTTURN, TableColumn.VALUE} <= columns:
        shown.add(Comparator.OUTTURN)
    benchmarks = {column.benchmark for column in specs if column.column is TableColumn.BENCHMARK}
    rated = [one for one in spec.indicators if one.section is not None and one.targets]
    for scheme in dict.fromkeys(one.scheme for one in rated):
        members = [one for one in rated if one.scheme == scheme]
        missing = {against: state for state, against in _judged_by(scheme, members) if against not in shown}
        if missing:
            named = [since(against) for against in missing]
            asked_for = f"the scheme `{scheme.name}` judges by direction {' and '.join(named)}"
            help_ = f"add to the table: {', '.join(f'direction {each}' for each in named)}"
            message = f"{asked_for}, and no column shows it"
            yield Diagnostic("direction-not-shown", message, next(iter(missing.values())).span, help=(help_,))
        hidden = [name for name in needed_benchmarks(scheme) if name not in benchmarks]
        if hidden:
            named = [f"`{name}`" for name in hidden]
            message = (
                f"the scheme `{scheme.name}` judges by the benchmark {' and '.join(named)}, and no column shows it"
            )
            help_ = f"add to the table: {', '.join(f'benchmark {name}' for name in hidden)}"
            yield Diagnostic("benchmark-not-shown", message, scheme.states[0].span, help=(help_,))


def unlike(spec: Spec) -> Iterator[Diagnostic]:
    """A warning for each column for direction since the period before that shows counts to date: these only rise."""
    columns = {column for table in spec.tables() for column in table.columns}
    if not any((one.column, one.comparator) == (TableColumn.DIRECTION, Comparator.PREVIOUS) for one in columns):
        return
    rising = [one for one in spec.indicators if one.section is not None and _only_rises(one, spec.period)]
    if rising:
        others = f" and {len(rising) - 1} more" if len(rising) > 1 else ""
        message = f"the column `direction since previous` shows `{rising[0].id}`{others}, counted year to date"
        help_ = (
            f"such a count rises from one {spec.period.grain.value} to the next, however things go",
            "show instead: direction since same period last year",
        )
        yield Diagnostic("unlike-compared", message, rising[0].span, help=help_)


def _only_rises(indicator: Indicator, period: Period) -> bool:
    """Whether it is a count to date; one that is compared with the period before itself has been warned of."""
    usual = usual_comparator(indicator.unit, indicator.covers, period)
    return usual is not Comparator.PREVIOUS and Comparator.PREVIOUS not in indicator.comparators


def _judged_by(scheme: Scheme, members: list[Indicator]) -> Iterator[tuple[State, Against]]:
    """What the states of a scheme compare with; where one does not say, each indicator's first comparator."""
    for state in scheme.states:
        for question in asked(state.condition):
            if isinstance(question, Moved):
                own = [question.comparator] if question.comparator else [one.comparators[0] for one in members]
                yield from ((state, against) for against in own)

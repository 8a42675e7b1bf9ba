"""What a placeholder comes to, and what is wrong where there is nothing to print."""

from __future__ import annotations

from kpidsl.compose.directions import not_comparable
from kpidsl.compose.rounded import Rounded
from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.evaluation.model import Assessment, Figure, Standing, Travel
from kpidsl.period import Period
from kpidsl.spec.indicator import Placeholder
from kpidsl.spec.peers import InGroup
from kpidsl.spec.target import Benchmark, Target
from kpidsl.terms import Reason
from kpidsl.values import dataclass

_ADD = "add the figure to the data, or print this under a condition that needs it, such as `when improved`"


@dataclass(frozen=True, slots=True)
class Printed:
    """`text` is empty where there is nothing to print, and then `problem` says why. `amounts` are the exact amounts in
    it, in order."""

    text: str = ""
    rests_on: tuple[Figure, ...] = ()
    problem: Diagnostic | None = None
    amounts: tuple[Rounded, ...] = ()


def nothing(placeholder: Placeholder, message: str, *help_: str) -> Printed:
    """There is nothing to print, and `message` says why."""
    return Printed(problem=Diagnostic("no-observation", message, placeholder.span, help=help_))


def no_figure(one: Assessment, figure: Figure | None, period: Period, placeholder: Placeholder) -> Printed:
    name = one.indicator.id
    if figure is not None and figure.reason is not None:
        message = f"there is no figure to print here: `{name}` is “{figure.reason.value}” in {period}"
        help_ = "say something else `when no value`"
        if figure.reason is Reason.SUPPRESSED:
            help_ += ", or leave it out: it is withheld, so that nobody can be identified"
        return nothing(placeholder, message, help_)
    message = f"there is no figure to print here: `{name}` has no value for {period}"
    return nothing(placeholder, message, f"add a row to the data: {name},{period},...")


def no_forecast(one: Assessment, placeholder: Placeholder) -> Printed:
    name, year = one.indicator.id, one.figure.period.whole_year
    message = f"there is no forecast to print here: `{name}` has none for {year}"
    help_ = f"add a row to the data: `forecast` in the column `kind`, for {year}"
    help_ += ", or print this under a condition that needs it, such as `when forecast at or better than target`"
    return nothing(placeholder, message, help_)


def no_target(one: Assessment, target: Target | None, period: Period, placeholder: Placeholder) -> Printed:
    if target is None:
        message = f"there is no target to print here: `{one.indicator.id}` has none for {period}"
        return nothing(placeholder, message, f"add one: target ... for {period.whole_year}")
    message = f"there is no target to print here: that of `{one.indicator.id}` for {period} is not known yet"
    return nothing(placeholder, message, "print this under a condition that needs it, such as `when green`")


def no_floor(one: Assessment, period: Period, placeholder: Placeholder) -> Printed:
    message = f"there is no floor to print here: `{one.indicator.id}` has none for {period}"
    return nothing(placeholder, message, f"add one: floor ... for {period.whole_year}")


def no_baseline(one: Assessment, placeholder: Placeholder) -> Printed:
    message = f"there is no baseline to print here: the data have none for `{one.indicator.id}`"
    return nothing(placeholder, message, "add a row to the data: `baseline` in the column `kind`")


def no_benchmark(one: Assessment, benchmark: Benchmark, placeholder: Placeholder) -> Printed:
    why = f"“{benchmark.reason.value}”" if benchmark.reason else "not available"
    message = f"there is no figure to print here: `{benchmark.name}` of `{one.indicator.id}` is {why} in its source"
    help_ = f"print this under a condition that needs it, such as `when better than {benchmark.name}`"
    return nothing(placeholder, message, help_)


def no_place(
    one: Assessment, asked: InGroup, benchmark: Benchmark, standing: Standing, placeholder: Placeholder
) -> Printed:
    """A rank or quartile that there is none of."""
    help_ = f"print this under a condition that needs it, such as `when in best half of {asked.group}`"
    if standing.place is not None:
        why = "fewer than four authorities have a figure"
        help_ = f"print the rank instead: {{rank in {asked.group}}}"
    elif standing.own is None:
        from kpidsl.syntax.blocks import USAGE  # only here: few reports ask for a rank that there is none of

        why = f"it has no figure for {benchmark.period}"
        help_ = f"add its figure for {benchmark.period} to the data, or say in the source: {USAGE['council']}"
    elif standing.own.amount is None:
        why = f"it has no figure for {benchmark.period}"
    else:
        why = "there is nobody to rank it with, or no target to be near"
    message = f"there is no {asked.standing.value} to print here: `{one.indicator.id}` is not ranked, for {why}"
    return nothing(placeholder, message, help_)


def no_change(one: Assessment, travel: Travel, period: Period, placeholder: Placeholder) -> Printed:
    """A value that has nothing to be compared with, or may not be."""
    if not travel.is_comparable:
        why = not_comparable(one.indicator, period, travel.against)
        message = f"there is no change of `{one.indicator.id}` to print, for {why}"
        help_ = "print this under a condition that needs it, such as `when improved`"
        return nothing(placeholder, message, help_)
    message = f"there is no change to print: `{one.indicator.id}` has no value for {travel.against.value}"
    return nothing(placeholder, message, _ADD)


def no_status(one: Assessment, placeholder: Placeholder) -> Printed:
    message = f"`{one.indicator.id}` has no status in this period, so there is nothing to count"
    return nothing(placeholder, message, "print this under a condition such as `when green`")

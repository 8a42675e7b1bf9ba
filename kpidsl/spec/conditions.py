"""Conditions with every name resolved, for schemes and for commentary rules alike."""

from __future__ import annotations

from typing import assert_never

from kpidsl.diagnostics.diagnostic import did_you_mean
from kpidsl.quantity import PERCENT, POINTS, Unit, spell
from kpidsl.source import Span
from kpidsl.spec import condition as condition_, literals, travels
from kpidsl.spec.problems import Problems
from kpidsl.spec.target import Margin
from kpidsl.syntax import ast
from kpidsl.syntax.blocks import USAGE
from kpidsl.terms import SHARES, Change, DateQuestion, Direction, End, Grain, Polarity, Relation
from kpidsl.values import dataclass

MOST_PERIODS = 40  # ten years of quarters


@dataclass(frozen=True, slots=True)
class Subject:
    """What a condition can speak of.

    In a scheme no indicator is known yet: `unit`, `polarity` and `benchmarks` are None there, and any benchmark may be
    named. `states` is None where the scheme itself is wrong or missing.
    """

    states: tuple[str, ...] | None
    benchmarks: tuple[str, ...] | None
    unit: Unit | None
    polarity: Polarity | None
    has_target: bool
    has_tolerance: bool
    has_floor: bool
    grain: Grain | None  # of the report's period
    is_shared: bool = False  # the condition is asked of other indicators, too
    groups: tuple[str, ...] = ()  # of authorities; benchmarks, too


def resolve(condition: ast.Condition, subject: Subject, problems: Problems) -> condition_.Condition | None:
    """The condition, or None where a name or figure in it is wrong (which is then said).

    Where it is asked of many indicators, a single question that is wrong for one of them is `Unasked` of it.
    """
    found = _resolved(condition, subject, problems)
    if found is None and subject.is_shared and not isinstance(condition, ast.AnyOf | ast.AllOf | ast.Not | ast.Ran):
        return condition_.Unasked(condition.span)
    return found


def _resolved(condition: ast.Condition, subject: Subject, problems: Problems) -> condition_.Condition | None:
    match condition:
        case ast.AnyOf() | ast.AllOf():
            parts = [resolve(part, subject, problems) for part in condition.parts]
            good = tuple(part for part in parts if part is not None)
            if len(good) < len(parts):
                return None
            return condition_.AnyOf(good) if isinstance(condition, ast.AnyOf) else condition_.AllOf(good)
        case ast.Not():
            part = resolve(condition.part, subject, problems)
            return None if part is None else condition_.Not(part)
        case ast.Ran():
            return _ran(condition, subject, problems)
        case ast.AgainstReference():
            return _against(condition, subject, problems)
        case ast.TargetMet():
            good_ = _needs_target(condition.span, subject, problems)
            return (
                condition_.AgainstTarget(Relation.AT_OR_BETTER if condition.met else Relation.WORSE) if good_ else None
            )
        case ast.WithinTolerance():
            if not _needs_target(condition.span, subject, problems):
                return None
            if not subject.has_tolerance:
                message = "`within tolerance` cannot be judged: this indicator has no tolerance"
                problems.add("tolerance-missing", message, condition.span, "add a line such as: tolerance 5 points")
                return None
            return condition_.Within(None)
        case ast.WithinAmount():
            return _within(condition, subject, problems)
        case ast.ByMargin():
            return _by_margin(condition, subject, problems)
        case ast.OfForecast():
            part = resolve(condition.part, subject, problems)
            return None if part is None else condition_.OfForecast(part)
        case ast.Moved():
            return _moved(condition, subject, problems)
        case ast.InShare():
            return _in_share(condition, subject, problems)
        case ast.NoValue():
            if subject.unit is None:
                message = "a value that is not there has no status"
                problems.add(
                    "out-of-place", message, condition.span, "take this out: such indicators are printed as not rated"
                )
                return None
            reason = literals.reason(condition.reason, problems) if condition.reason else None
            if condition.reason and reason is None:
                return None
            return condition_.NoValue(reason)
        case ast.Compared():
            if subject.unit is None:
                message = "a scheme cannot compare values with a figure, since it serves indicators of any unit"
                problems.add(
                    "out-of-place", message, condition.span, "judge against the target, or within the tolerance"
                )
                return None
            amount = literals.quantity_in(condition.amount, subject.unit, "this indicator", problems)
            return None if amount is None else condition_.Compared(condition.comparison, amount)
        case ast.Changed():
            return _changed(condition, subject, problems)
        case ast.InState():
            return _in_state(condition, subject, problems)
        case ast.Dated():
            _only_milestones(condition.question, condition.span, problems)
            return None
        case _:
            assert_never(condition)


def _ran(condition: ast.Ran, subject: Subject, problems: Problems) -> condition_.Condition | None:
    part = resolve(condition.part, subject, problems)
    run = condition.run
    if part is not None and condition_.looks_ahead(part):
        message = "the data hold what is forecast now, not what was forecast in earlier periods"
        problems.add(
            "out-of-place", message, condition.span, "ask for a run of the value, or of the forecast as it is now"
        )
        return None
    if any(isinstance(question, condition_.InShare) for question in condition_.asked(part)):
        message = "the council's place in a group is known for one period, so it has no run"
        problems.add("out-of-place", message, run.span, "ask of the place and of the run apart, joined by `and`")
        return None
    if any(isinstance(question, condition_.Changed) for question in condition_.asked(part)):
        message = "what has changed is known since the last report alone, so it has no run"
        problems.add("out-of-place", message, run.span, "ask of the change and of the run apart, joined by `and`")
        return None
    if run.count is None:
        return None if part is None else condition_.FirstTime(part) if run.kind == "first" else condition_.Again(part)
    if subject.grain is not None and literals.grain_of(run.grain) is not subject.grain:
        periods = f"{subject.grain.value}s"
        message = f"runs are counted in the report's own periods, which are {periods}"
        problems.add("wrong-grain", message, run.span, f"write, for example: for 4 {periods}")
        return None
    count = literals.whole(run.count, 1, MOST_PERIODS, f"the number of {run.grain}", problems)
    return None if part is None or count is None else condition_.Held(part, count)


def _needs_target(span: Span, subject: Subject, problems: Problems) -> bool:
    if not subject.has_target:
        message = "this cannot be judged: the indicator has no target"
        problems.add("target-missing", message, span, "add a line such as: target 90% for 2021-22")
    return subject.has_target


def _against(condition: ast.AgainstReference, subject: Subject, problems: Problems) -> condition_.Condition | None:
    name = condition.reference.text
    if name == "target":
        if not _needs_target(condition.span, subject, problems):
            return None
        return condition_.AgainstTarget(Relation(condition.relation))
    if name == "floor":
        if not subject.has_floor:
            message = "this cannot be judged: the indicator has no floor"
            problems.add("target-missing", message, condition.span, "add a line such as: floor 80% for 2021-22")
            return None
        return condition_.AgainstFloor(Relation(condition.relation))
    if subject.benchmarks is not None and name not in subject.benchmarks:
        message = f"no benchmark is called `{name}` here"
        known = (*subject.benchmarks, "target", "floor")
        problems.unknown("unknown-benchmark", message, condition.reference.span, name, known)
        return None
    if subject.polarity is Polarity.NONE:
        message = f"`{condition.relation}` has no meaning where polarity is `none`"
        problems.add("polarity-none", message, condition.span, "say with `polarity` which way is better")
        return None
    return condition_.AgainstBenchmark(Relation(condition.relation), name)


def _within(condition: ast.WithinAmount, subject: Subject, problems: Problems) -> condition_.Condition | None:
    """`within 5% of target` is a share of it; any other amount is a distance in its own unit."""
    if not _needs_target(condition.span, subject, problems):
        return None
    margin = _margin(ast.Margin(condition.amount, condition.amount.figure.text.endswith("%")), subject, problems)
    return None if margin is None else condition_.Within(margin)


def _by_margin(condition: ast.ByMargin, subject: Subject, problems: Problems) -> condition_.Condition | None:
    if not _needs_target(condition.span, subject, problems):
        return None
    margin = _margin(condition.margin, subject, problems)
    if margin is None:
        return None
    return condition_.BetterBy(margin) if condition.is_better else condition_.ShortBy(margin)


def _margin(written: ast.Margin, subject: Subject, problems: Problems) -> Margin | None:
    found = literals.quantity(written.amount, problems)
    if found is None:
        return None
    if found.amount < 0:
        message = f"a distance from the target cannot be negative: `{written.amount.figure.text}`"
        help_ = "say on which side with `better than target by`, or `short of target by ... or more`"
        problems.add("bad-figure", message, written.amount.span, help_)
        return None
    if written.of_target or (found.unit == PERCENT and subject.unit != PERCENT):
        share = literals.share_of_target(written.amount, found, problems)
        return None if share is None else Margin(None, None, share)
    if found.unit == PERCENT:
        message = f"`{written.amount.figure.text}` could mean percentage points, or a share of the target"
        points = spell(found.amount, POINTS, None)
        problems.add(
            "tolerance-ambiguous",
            message,
            written.amount.span,
            f"write {points}",
            f"write {written.amount.figure.text} of target",
        )
        return None
    if subject.unit is not None:
        amount = literals.quantity_in(written.amount, subject.unit.difference, "a difference here", problems)
        return None if amount is None else Margin(amount, subject.unit.difference)
    return Margin(found.amount, found.unit)


def _moved(condition: ast.Moved, subject: Subject, problems: Problems) -> condition_.Condition | None:
    direction = Direction(condition.direction.text)
    if subject.polarity is Polarity.NONE and not direction.is_neutral:
        message = f"`{direction.value}` has no meaning where polarity is `none`"
        help_ = ("say `higher`, `lower` or `same`", "or say with `polarity` which way is better")
        problems.add("polarity-none", message, condition.span, *help_)
        return None
    if subject.polarity is not Polarity.NONE and direction.is_neutral:
        message = f"`{direction.value}` does not say whether that is better or worse"
        problems.add("polarity-none", message, condition.span, "say `improved`, `worsened` or `unchanged`")
        return None
    if condition.comparator is None:
        return condition_.Moved(direction, None)
    against = travels.read(condition.comparator, subject.grain, problems)
    return None if against is None else condition_.Moved(direction, against)


def _in_share(condition: ast.InShare, subject: Subject, problems: Problems) -> condition_.Condition | None:
    name = condition.group.text
    if name not in subject.groups:
        message = f"the indicator is not benchmarked against a group called `{name}`"
        help_ = did_you_mean(name, subject.groups) or (f"declare it in a source: {USAGE['group']}",)
        problems.add("unknown-benchmark", message, condition.group.span, *help_)
        return None
    if subject.polarity is Polarity.NONE:
        message = "nobody is best or worst where polarity is `none`"
        problems.add("polarity-none", message, condition.span, "say with `polarity` which way is better")
        return None
    return condition_.InShare(End(condition.end), SHARES[condition.share], name)


def _changed(condition: ast.Changed, subject: Subject, problems: Problems) -> condition_.Condition | None:
    what = Change(condition.what)
    if subject.unit is None:
        message = f"a status cannot hang on the last report, as `{what.value}` asks"
        problems.add("out-of-place", message, condition.span, "ask for it in a commentary rule or a `require` line")
        return None
    if what is Change.TARGET and not _needs_target(condition.span, subject, problems):
        return None
    return condition_.Changed(what)


def _in_state(condition: ast.InState, subject: Subject, problems: Problems) -> condition_.Condition | None:
    name = condition.state.text
    if subject.unit is None and name in [question.value for question in DateQuestion]:
        _only_milestones(name, condition.span, problems)
        return None
    if subject.unit is None:
        message = f"a scheme cannot refer to a state such as `{name}`: it is what decides on them"
        problems.add("out-of-place", message, condition.span, "judge against the target, or within the tolerance")
        return None
    if subject.states is not None and name not in subject.states:
        message = f"`{name}` is not a state of the scheme"
        if name in ("met", "missed"):
            problems.add("unknown-state", message, condition.span, f"did you mean `{name} target`?")
        else:
            problems.unknown("unknown-state", message, condition.span, name, subject.states)
        return None
    if not _needs_target(condition.span, subject, problems):
        return None
    return condition_.InState(name)


def _only_milestones(question: str, span: Span, problems: Problems) -> None:
    message = f"`{question}` is asked of milestones, and this is judged by its figures"
    help_ = 'a scheme for milestones says so: scheme progress "Progress of milestones" for milestones'
    problems.add("out-of-place", message, span, help_)

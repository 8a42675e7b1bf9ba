"""What is said once for a section or for the report: commentary rules, requirements and conditions of exceptions.

Each is read for every indicator that it serves, and these are all that stand in a section: figures that only the text
speaks of explain nothing themselves. A question that an indicator cannot answer (a benchmark that it does not have) is
never so for it; one that none of them can answer is a slip. A placeholder must be there for every indicator that the
rule can come to speak of.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from kpidsl.diagnostics.diagnostic import Diagnostic, Label
from kpidsl.diagnostics.fixes import Fix
from kpidsl.period import Period
from kpidsl.source import Span
from kpidsl.spec import conditions, rules
from kpidsl.spec.condition import (
    Again,
    AllOf,
    AnyOf,
    Condition,
    FirstTime,
    Held,
    Not,
    NoValue,
    Unasked,
    asked,
)
from kpidsl.spec.indicator import Indicator, Rule
from kpidsl.spec.model import ExceptionsPlace
from kpidsl.spec.problems import Problems
from kpidsl.spec.typed import Typed
from kpidsl.syntax import ast
from kpidsl.values import dataclass, replace

Declared = Mapping[str, Indicator | None]
_OF_PLACEHOLDERS = ("unknown-placeholder", "unavailable-placeholder")
# What one indicator may lack and another have.
_OF_INDICATORS = (
    "unknown-state",
    "unknown-benchmark",
    "target-missing",
    "tolerance-missing",
    "polarity-none",
    "unit-mismatch",
)
_MOST_NAMED = 3
# What `rules` looks for in a block.
_SHARED = (ast.Commentary, ast.When, ast.Otherwise, ast.Prose, ast.Say, ast.Require, ast.Allow, ast.Broken)


@dataclass(frozen=True, slots=True)
class _Found:
    """The problems of one reading, with the indicator that it was for."""

    indicator: Indicator
    problems: Problems


def serve(
    blocks: Sequence[ast.Block], report: ast.Block, declared: Declared, period: Period | None, problems: Problems
) -> dict[str, Indicator | None]:
    """The indicators with the rules and requirements of their section and of the report."""
    served = dict(declared)
    ids: dict[str | None, list[str]] = {None: [one.id for one in _listed(served)]}  # by section; None for the report
    for one in _listed(served):
        ids.setdefault(one.section.name if one.section else None, []).append(one.id)
    for block in (*(block for block in blocks if isinstance(block.header, ast.Section)), report):
        header = block.header
        if not any(isinstance(line, _SHARED) for line in block.lines):
            continue  # as in most reports: nothing to go through all indicators for
        name = header.name.text if isinstance(header, ast.Section) else None
        members = [one for one in map(served.get, ids.get(name, ())) if one is not None]
        wide = "the report" if name is None else f"the section `{name}`"
        served.update(_served(block.lines, members, wide, served, period, problems))
    return served


def exceptions(line: ast.Exceptions, declared: Declared, period: Period | None, problems: Problems) -> ExceptionsPlace:
    """The place where exceptions stand, with what it asks of each indicator."""
    found: list[tuple[str, Condition]] = []
    said: list[_Found] = []
    for one in _listed(declared):
        mine = Problems()
        condition = conditions.resolve(line.condition, rules.subject(one, period, is_shared=True), mine)
        said.append(_Found(one, mine))
        if condition is not None and may_be(condition):
            found.append((one.id, condition))
    _say_of_all(said, declared, problems)
    where = re.sub(r"^exceptions\s+where\s+", "", line.span.text)
    return ExceptionsPlace(" ".join(where.replace("_", " ").split()), tuple(found))


def may_be(condition: Condition, answer: bool = True) -> bool:
    """Whether a condition can have this answer, where what is not asked has none."""
    match condition:
        case Unasked():
            return False
        case AnyOf() | AllOf():
            enough = any if answer is isinstance(condition, AnyOf) else all
            return enough(may_be(part, answer) for part in condition.parts)
        case Not():
            return may_be(condition.part, not answer)
        case Held() | FirstTime() | Again():
            return may_be(condition.part, answer)
        case _:
            return True


def _listed(declared: Declared) -> list[Indicator]:
    return [one for one in declared.values() if one is not None and one.section is not None]


def _served(
    lines: Sequence[ast.Statement],
    members: Sequence[Indicator],
    wide: str,
    declared: Declared,
    period: Period | None,
    problems: Problems,
) -> Iterator[tuple[str, Indicator]]:
    said: list[_Found] = []
    asked_of: list[_Found] = []
    served: list[Indicator] = []
    written: list[Typed] = []
    used: dict[Span, bool] = {}  # of each condition that can be so for some, whether it serves any
    for one in members:
        in_text, in_conditions = Problems(), Problems()
        subject = rules.subject(one, period, is_shared=True)
        closed = any(_takes_all(rule) for rule in one.all_rules)

        def serves(condition: Condition | None, also: bool, at: Span, closed: bool = closed) -> bool:
            """Below an `otherwise`, only what speaks of a missing value is left to say."""
            for_no_value = any(isinstance(question, NoValue) for question in asked(condition))
            can_be = condition is None or may_be(condition)
            does = can_be and (also or not closed or for_no_value)
            if condition is not None and can_be:  # an `otherwise` is a safety net, for indicators still to come
                used[at] = used.get(at, False) or does
            return does

        read = rules.read(one, lines, subject, declared, in_text, in_conditions, serves)
        required = rules.requirements(lines, subject, in_text, in_conditions)
        all_required = (*one.requirements, *required)
        served.append(replace(one, shared_rules=(*one.shared_rules, *read), requirements=all_required))
        written += [typed for rule in read for typed in rule.prose.typed]
        said.append(_Found(one, in_text))
        asked_of.append(_Found(one, in_conditions))
    _say_once(said, wide, problems)
    _say_of_all(asked_of, declared, problems)
    for at in (at for at, is_used in used.items() if not is_used):
        message = "this rule is never used: all that it could serve have an `otherwise` above it"
        problems.add("rule-never-used", message, at, "take it out, or the `otherwise` of those that it is meant for")
    allowed = rules.allowed(lines, written, problems) if served else ()
    for one in served:
        yield one.id, replace(one, allowed=(*one.allowed, *allowed)) if allowed else one


def _takes_all(rule: Rule) -> bool:
    return rule.condition is None and not rule.also and rule.speaks


def _say_of_all(said: Sequence[_Found], declared: Declared, problems: Problems) -> None:
    """What is wrong for every indicator, once. Where one's own block is wrong, it may be the one that is meant."""
    each = Counter((one.code, one.span) for each in said for one in each.problems.unordered())
    if len(said) not in each.values() or None in declared.values():
        return  # before they are put in order, for which the catalogue would be loaded
    of_all = [found for found in _grouped(said) if len(found) == len(said)]
    for found in of_all:
        first, diagnostic = found[0]
        example = Label(first.span, "asked of this one, for example")
        labels = (*diagnostic.labels, *([example] if diagnostic.code in _OF_INDICATORS else []))
        problems.put(replace(diagnostic, labels=labels, fix=_common_fix(found)))


def _say_once(said: Sequence[_Found], wide: str, problems: Problems) -> None:
    """What is wrong for any indicator, once for all of them, with their names where it is not so for others."""
    for found in _grouped(said):
        diagnostic = replace(found[0][1], fix=_common_fix(found))
        if diagnostic.code in _OF_PLACEHOLDERS and len(found) < len(said):
            names = [f"`{one.id}`" for one, _ in found[:_MOST_NAMED]]
            names += [f"{len(found) - _MOST_NAMED} more"] if len(found) > _MOST_NAMED else []
            whose = " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
            help_ = f"this rule serves all of {wide}: word it without, or give {whose} a rule for this case"
            diagnostic = replace(diagnostic, help=(help_,))
        problems.put(diagnostic)


def _common_fix(found: Sequence[tuple[Indicator, Diagnostic]]) -> Fix | None:
    """The fix that is right for every indicator."""
    fixes = {diagnostic.fix for _, diagnostic in found}
    return fixes.pop() if len(fixes) == 1 else None


def _grouped(said: Sequence[_Found]) -> Iterator[list[tuple[Indicator, Diagnostic]]]:
    """The problems of one kind in one place together."""
    groups: dict[object, list[tuple[Indicator, Diagnostic]]] = {}
    for one in said:
        for diagnostic in one.problems.found():
            groups.setdefault((diagnostic.code, diagnostic.span), []).append((one.indicator, diagnostic))
    yield from groups.values()

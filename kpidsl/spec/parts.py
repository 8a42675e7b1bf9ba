"""Parts of indicators: which indicator is a part of which, and what the parts together must come to.

There is one level: a whole and its parts. So there can be no circle, and the table stays readable.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kpidsl.diagnostics.diagnostic import Label
from kpidsl.quantity import Dimension
from kpidsl.source import Span
from kpidsl.spec.indicator import Breakdown, Indicator
from kpidsl.spec.lines import Lines
from kpidsl.spec.problems import Problems
from kpidsl.syntax import ast
from kpidsl.syntax.blocks import USAGE
from kpidsl.terms import PartsRule
from kpidsl.values import replace

_NOT_ADDED = (Dimension.SCORE, Dimension.YES_NO, Dimension.POINTS)


def link(
    blocks: Sequence[ast.Block], declared: Mapping[str, Indicator | None], problems: Problems
) -> dict[str, Indicator | None]:
    """The indicators with their parts, each whole followed by its parts in whatever order they are declared."""
    named: dict[str, ast.PartOf] = {}
    rules: dict[str, ast.Breakdown] = {}
    for block in blocks:
        if isinstance(block.header, ast.Indicator):
            lines = Lines(block.header, block.lines, problems)
            part, rule = lines.one(ast.PartOf, "part"), lines.one(ast.Breakdown, "parts")
            if part is not None:
                named.setdefault(block.header.name.text, part)
            if rule is not None:
                rules.setdefault(block.header.name.text, rule)
    good = {id: line for id, line in named.items() if _is_part(id, line, named, declared, problems)}
    wholes = {line.whole.text for line in named.values()}
    for id, line in rules.items():
        if id in good and id not in wholes:
            _nested(id, line.span, good[id].whole.text, problems)
    # A line that could not be used may be the one that is missed.
    complete = len(good) == len(named) and not any(map(_is_broken, (line for block in blocks for line in block.lines)))
    parts_of: dict[str, list[str]] = {}
    for id, of in good.items():
        parts_of.setdefault(of.whole.text, []).append(id)
    found: dict[str, Indicator | None] = {}
    for id, indicator in declared.items():
        if id in good:
            continue
        ids = parts_of.get(id, [])
        parts = {part.id: part for part in map(declared.get, ids) if part is not None}
        if indicator is not None and complete:
            _named(indicator, ids, rules.get(id), problems)
        if indicator is not None and id in rules:
            come_to = PartsRule(rules[id].rule)
            _fit(indicator, [(part, good[part.id]) for part in parts.values()], come_to, problems)
            parts = {part.id: replace(part, part_of=id) for part in parts.values()}
            indicator = replace(indicator, breakdown=Breakdown(come_to, tuple(parts.values())))
        found[id] = indicator
        found |= {part: parts.get(part) for part in ids}
    return found


def _is_broken(line: ast.Statement) -> bool:
    return isinstance(line, ast.Broken) and line.keyword in ("part", "parts")


def _named(whole: Indicator, parts: Sequence[str], rule: ast.Breakdown | None, problems: Problems) -> None:
    """Parts and the line that says what they come to go together."""
    if parts and rule is None:
        message = f"`{whole.id}` has parts, but does not say what they come to"
        choices = ", ".join(f"parts {each.value}" for each in PartsRule)
        problems.add("missing-line", message, whole.span, f"add one of: {choices}")
    if rule is not None and not parts:
        message = f"no indicator is a part of `{whole.id}`"
        problems.add("missing-line", message, rule.span, f"add to each of its parts: part of {whole.id}")


def _is_part(
    id: str,
    line: ast.PartOf,
    named: Mapping[str, ast.PartOf],
    declared: Mapping[str, Indicator | None],
    problems: Problems,
) -> bool:
    """Whether a `part of` line names an indicator that can be the whole."""
    name = line.whole.text
    if name not in declared:
        message = f"no indicator is called `{name}`"
        problems.unknown("unknown-indicator", message, line.whole.span, name, declared)
    elif name == id:
        message = f"`{id}` cannot be a part of itself"
        problems.add("part-of-part", message, line.span, "name the indicator that it is a part of")
    elif name in named:
        _nested(name, line.span, named[name].whole.text, problems)
    else:
        return True
    return False


def _nested(id: str, span: Span, whole: str, problems: Problems) -> None:
    message = f"`{id}` is a part of `{whole}`, so it cannot have parts of its own"
    problems.add("part-of-part", message, span, f"make them parts of `{whole}`, or take them out")


def _fit(whole: Indicator, parts: Sequence[tuple[Indicator, ast.PartOf]], rule: PartsRule, problems: Problems) -> None:
    """Whole and parts must be of a kind that can be added up or compared, and stand in one place."""
    alike = True
    label = (Label(whole.span, "the whole"),)
    for part, line in parts:
        if not part.unit.measures_like(whole.unit):
            alike = False
            message = f"`{part.id}` is {part.unit.described}, but `{whole.id}`, of which it is a part, is "
            message += whole.unit.described
            problems.add("part-unlike", message, line.span, "give both the same unit", labels=label)
        if part.section != whole.section:
            message = f"`{part.id}` is printed beneath `{whole.id}`, so both must be in the same section"
            where = whole.section.name if whole.section else "none"
            problems.add("part-unlike", message, line.span, f"write in its block: section {where}", labels=label)
    if alike and whole.unit.dimension in _NOT_ADDED and rule is not PartsRule.OVERLAP:
        message = f"`{whole.id}` is {whole.unit.described}, which cannot be added up"
        problems.add("part-unlike", message, whole.span, f"take its `parts` line out, and each `part of {whole.id}`")
    if alike and whole.unit.is_quotient:
        _counted(whole, [part for part, _ in parts], rule, problems)


def _counted(whole: Indicator, parts: Sequence[Indicator], rule: PartsRule, problems: Problems) -> None:
    """Percentages, rates and ratios are added up by the two counts that each is made of."""
    if rule is PartsRule.GIVE_VALUE and whole.measure is not None:
        message = f"`{whole.id}` gets its value from its parts, so a `measure` would give it a second one"
        problems.add("part-unlike", message, whole.span, "take the `measure` line out, or write: parts add up")
    for one in (*(() if rule is PartsRule.GIVE_VALUE else (whole,)), *parts):
        if one.measure is None:
            message = f"`{one.id}` is {one.unit.described}, and does not say which two counts it is made of"
            help_ = f"add a line such as: {USAGE['measure']}"
            problems.add("part-unlike", message, one.span, help_)

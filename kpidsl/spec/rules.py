"""Commentary rules and notes: prose with its placeholders, and the conditions it is printed under."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kpidsl.diagnostics.diagnostic import did_you_mean
from kpidsl.period import Period
from kpidsl.quantity import Dimension
from kpidsl.spec import conditions, placeholders, prose
from kpidsl.spec.condition import Condition
from kpidsl.spec.indicator import Indicator, Prose, Rule
from kpidsl.spec.problems import Problems
from kpidsl.spec.typed import Allowed, Typed, typed
from kpidsl.syntax import ast
from kpidsl.syntax.blocks import USAGE


def prose_of(
    lines: Sequence[ast.Prose], owner: Indicator | None, indicators: Mapping[str, Indicator | None], problems: Problems
) -> Prose:
    """Prose lines with their placeholders resolved. An unknown placeholder is said and printed as nothing."""
    blocks, words = prose.read(lines, problems)
    found = tuple(placeholders.resolve(word, owner, indicators, problems) for word in words)
    own_unit = (owner.unit.word,) if owner and owner.unit.dimension is Dimension.NAMED else ()
    return Prose(blocks, tuple(placeholder for placeholder in found if placeholder is not None), typed(lines, own_unit))


def allowed(lines: Sequence[ast.Statement], found: Sequence[Typed], problems: Problems) -> tuple[Allowed, ...]:
    """What the `allow` lines of a block say; a warning for one that names none of the figures typed in the block."""
    written = {one.text for one in found}
    chosen = []
    for line in lines:
        if isinstance(line, ast.Allow):
            figure = " ".join(line.figure.text.split())
            if figure not in written:
                message = f"no text here has the figure “{figure}” typed in it"
                problems.add("unused", message, line.figure.span, *did_you_mean(figure, sorted(written)))
            chosen.append(Allowed(figure, line.reason.text))
    return tuple(chosen)


def read(
    indicator: Indicator,
    lines: Sequence[ast.Statement],
    period: Period | None,
    indicators: Mapping[str, Indicator | None],
    problems: Problems,
) -> tuple[Rule, ...]:
    """The commentary rules of an indicator, in order: everything after its `commentary` line."""
    subject = conditions.Subject(
        states=tuple(state.name for state in indicator.scheme.states),
        benchmarks=tuple(benchmark.name for benchmark in indicator.benchmarks),
        unit=indicator.unit,
        polarity=indicator.polarity,
        has_target=bool(indicator.targets),
        has_tolerance=indicator.tolerance is not None,
        has_floor=bool(indicator.floors),
        grain=period.grain if period else None,
        groups=indicator.groups,
    )
    opened = any(isinstance(line, ast.Commentary) for line in lines)
    rules: list[Rule] = []
    closed = False
    taken: list[Condition] = []
    for header, text in _groups(lines):
        if header is None:
            message = "this prose stands before any rule"
            problems.add("prose-without-rule", message, text[0].span, "put a `when ...` or `otherwise` line above it")
            continue
        if not opened:
            message = "commentary rules start with a line that says `commentary`"
            problems.add("missing-line", message, header.span, "put a line `commentary` above the first rule")
            opened = True
        if not text:
            message = "this rule has nothing to say"
            problems.add(
                "rule-without-prose", message, header.span, "write what it prints below it, on a line starting with >"
            )
        if closed and not (isinstance(header, ast.When) and header.also):
            message = "this rule can never be used: the `otherwise` above it takes all that is left"
            problems.add("unreachable-rule", message, header.span, "move the `otherwise` rule below it")
        condition = None
        if isinstance(header, ast.When):
            condition = conditions.resolve(header.condition, subject, problems)
            if condition is None:
                continue
            if not header.also and condition in taken:
                message = "this rule can never be used: the one above with the same condition comes first"
                problems.add("unreachable-rule", message, header.span, "join the two, or start this one with `also`")
            taken += [condition]
        closed = closed or isinstance(header, ast.Otherwise)
        also = isinstance(header, ast.When) and header.also
        rules.append(Rule(condition, also, prose_of(text, indicator, indicators, problems), header.span))
    if opened and not rules and not any(isinstance(line, ast.When | ast.Otherwise | ast.Broken) for line in lines):
        at = next(line for line in lines if isinstance(line, ast.Commentary))
        problems.add("rule-without-prose", "this commentary has no rules", at.span, f"add one: {USAGE['when']}")
    return tuple(rules)


Header = ast.When | ast.Otherwise


def _groups(lines: Sequence[ast.Statement]) -> Iterator[tuple[Header | None, list[ast.Prose]]]:
    """Each rule's line with the prose below it; None for prose that stands before the first rule."""
    header: Header | None = None
    text: list[ast.Prose] = []
    broken = False
    for line in lines:
        if isinstance(line, ast.Prose):
            text.append(line)
        elif isinstance(line, ast.When | ast.Otherwise | ast.Broken):
            if header is not None or (text and not broken):
                yield header, text
            # Prose below a rule that could not be read belongs to that rule: nothing more to say about it.
            broken = isinstance(line, ast.Broken)
            header, text = (None if isinstance(line, ast.Broken) else line), []
    if header is not None or (text and not broken):
        yield header, text

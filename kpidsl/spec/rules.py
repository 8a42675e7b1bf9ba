"""Commentary rules and notes: prose with its placeholders, and the conditions it is printed under."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from kpidsl.diagnostics.diagnostic import Diagnostic, did_you_mean
from kpidsl.document.model import List, Paragraph
from kpidsl.memo import again
from kpidsl.period import Period
from kpidsl.quantity import Dimension
from kpidsl.source import Span
from kpidsl.spec import conditions, mentions, placeholders, prose
from kpidsl.spec.condition import Condition
from kpidsl.spec.indicator import Indicator, Prose, Requirement, Rule
from kpidsl.spec.mentions import Mention
from kpidsl.spec.problems import Problems
from kpidsl.spec.typed import Allowed, Typed, typed
from kpidsl.spec.typed_dates import TypedDate
from kpidsl.syntax import ast
from kpidsl.syntax.blocks import USAGE
from kpidsl.terms import NotePart
from kpidsl.values import dataclass


def prose_of(
    lines: Sequence[ast.Prose], owner: Indicator | None, indicators: Mapping[str, Indicator | None], problems: Problems
) -> Prose:
    """Prose lines with their placeholders resolved. An unknown placeholder is said and printed as nothing."""
    own_unit = (owner.unit.word,) if owner and owner.unit.dimension is Dimension.NAMED else ()
    said = _said(tuple(lines), own_unit)
    for diagnostic in said.problems:
        problems.put(diagnostic)
    found = tuple(placeholders.resolve(word, owner, indicators, problems) for word in said.words)
    resolved = tuple(placeholder for placeholder in found if placeholder is not None)
    return Prose(said.blocks, resolved, said.typed, said.mentions)


@dataclass(frozen=True, slots=True)
class _Said:
    """What lines of prose say, whoever they are said of."""

    blocks: tuple[Paragraph | List, ...]
    words: tuple[ast.Word, ...]
    typed: tuple[Typed, ...]
    mentions: tuple[Mention, ...]
    problems: tuple[Diagnostic, ...]


@again(2_000)  # rules of a section are read for each of its indicators, and all again after an edit
def _said(lines: tuple[ast.Prose, ...], own_unit: tuple[str, ...]) -> _Said:
    problems = Problems()
    blocks, words = prose.read(lines, problems)
    return _Said(blocks, words, typed(lines, own_unit), mentions.in_prose(lines), problems.found())


def allowed(
    lines: Sequence[ast.Statement], found: Sequence[Typed | TypedDate], problems: Problems
) -> tuple[Allowed, ...]:
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


def subject(indicator: Indicator, period: Period | None, is_shared: bool = False) -> conditions.Subject:
    """What a condition can ask of an indicator."""
    return conditions.Subject(
        states=tuple(state.name for state in indicator.scheme.states),
        benchmarks=tuple(benchmark.name for benchmark in indicator.benchmarks),
        unit=indicator.unit,
        polarity=indicator.polarity,
        has_target=bool(indicator.targets),
        has_tolerance=indicator.tolerance is not None,
        has_floor=bool(indicator.floors),
        grain=period.grain if period else None,
        groups=indicator.groups,
        is_shared=is_shared,
    )


def read(
    indicator: Indicator,
    lines: Sequence[ast.Statement],
    subject: conditions.Subject,
    indicators: Mapping[str, Indicator | None],
    problems: Problems,
    asked: Problems | None = None,
    serves: Callable[[Condition | None, bool, Span], bool] = lambda condition, also, at: True,
) -> tuple[Rule, ...]:
    """The commentary rules for an indicator, in order: everything after the `commentary` line.

    Problems of conditions go to `asked`, where that is given. A rule that does not serve the indicator is left out.
    """
    opened = any(isinstance(line, ast.Commentary) for line in lines)
    rules: list[Rule] = []
    closed = False
    taken: list[Condition] = []
    for header, text, required, silence in _groups(lines):
        if header is None and required:
            message = "this `require` does not say when a note is owed"
            help_ = "put it below a rule of the commentary, or say when: require reason, action when red"
            problems.add("require-without-rule", message, required[0].span, help_)
        if header is None and not text and silence is None:
            continue
        if header is None:
            message = "this prose stands before any rule" if text else "this stands before any rule"
            first = text[0] if text or silence is None else silence
            problems.add("prose-without-rule", message, first.span, "put a `when ...` or `otherwise` line above it")
            continue
        if not opened:
            message = "commentary rules start with a line that says `commentary`"
            problems.add("missing-line", message, header.span, "put a line `commentary` above the first rule")
            opened = True
        if silence is not None and (text or (isinstance(header, ast.When) and header.also)):
            message = "this rule is to say nothing, and has words below it" if text else "this rule adds nothing"
            help_ = "keep one of the two" if text else "take it out: a rule with `also` only adds to what is said"
            problems.add("rule-without-prose", message, silence.span, help_)
        if not text and not required and silence is None:
            message = "this rule has nothing to say"
            problems.add(
                "rule-without-prose", message, header.span, "write what it prints below it, on a line starting with >"
            )
        if closed and not (isinstance(header, ast.When) and header.also):
            message = "this rule can never be used: the `otherwise` above it takes all that is left"
            problems.add("unreachable-rule", message, header.span, "move the `otherwise` rule below it")
        condition = None
        if isinstance(header, ast.When):
            condition = conditions.resolve(header.condition, subject, problems if asked is None else asked)
            if condition is None:
                continue
            if not header.also and condition in taken:
                message = "this rule can never be used: the one above with the same condition comes first"
                problems.add("unreachable-rule", message, header.span, "join the two, or start this one with `also`")
            taken += [condition] if text or silence else []
        closed = closed or (isinstance(header, ast.Otherwise) and bool(text or silence))
        also = isinstance(header, ast.When) and header.also
        requires = tuple(Requirement(_parts(line, problems), None, line.span) for line in required)
        if serves(condition, also, header.span):
            prose = prose_of(text, indicator, indicators, problems)
            rules.append(Rule(condition, also, prose, header.span, requires, silence is not None))
    if opened and not rules and not any(isinstance(line, ast.When | ast.Otherwise | ast.Broken) for line in lines):
        at = next(line for line in lines if isinstance(line, ast.Commentary))
        problems.add("rule-without-prose", "this commentary has no rules", at.span, f"add one: {USAGE['when']}")
    return tuple(rules)


def requirements(
    lines: Sequence[ast.Statement], subject: conditions.Subject, problems: Problems, asked: Problems | None = None
) -> Iterator[Requirement]:
    """What notes must say wherever a condition of its own holds."""
    for line in lines:
        if isinstance(line, ast.Require) and line.condition is not None:
            condition = conditions.resolve(line.condition, subject, problems if asked is None else asked)
            parts = _parts(line, problems)
            if condition is not None:
                yield Requirement(parts, condition, line.span)


def _parts(line: ast.Require, problems: Problems) -> tuple[NotePart, ...]:
    said = [NotePart(word.text) for word in line.parts]
    for index, word in enumerate(line.parts):
        if said[index] in said[:index]:
            problems.add("duplicate-line", f"`{word.text}` is said twice", word.span, "keep one of them")
    return tuple(part for part in NotePart if part in said)


Header = ast.When | ast.Otherwise
_Group = tuple[Header | None, list[ast.Prose], list[ast.Require], ast.Say | None]


def _groups(lines: Sequence[ast.Statement]) -> Iterator[_Group]:
    """Each rule's line with the prose, the `require` lines and the `say nothing` below it; None for what stands before
    the first rule."""
    header: Header | None = None
    text: list[ast.Prose] = []
    required: list[ast.Require] = []
    silence: ast.Say | None = None
    broken = False
    for line in lines:
        if isinstance(line, ast.Prose):
            text.append(line)
        elif isinstance(line, ast.Require) and line.condition is None:
            required.append(line)
        elif isinstance(line, ast.Say):
            silence = line
        elif isinstance(line, ast.When | ast.Otherwise | ast.Broken):
            if header is not None or ((text or required or silence) and not broken):
                yield header, text, required, silence
            # Prose below a rule that could not be read belongs to that rule: nothing more to say about it.
            broken = isinstance(line, ast.Broken)
            header, text, required, silence = (None if isinstance(line, ast.Broken) else line), [], [], None
    if header is not None or ((text or required or silence) and not broken):
        yield header, text, required, silence

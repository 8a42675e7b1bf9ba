"""Schemes: ordered states with a look each, checked to cover every case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpidsl.diagnostics.diagnostic import Label, did_you_mean
from kpidsl.diagnostics.fixes import replacing, respelling
from kpidsl.document.model import StatusMark
from kpidsl.quantity import Unit
from kpidsl.render.shades import nearest
from kpidsl.render.theme import TEXT_CONTRAST, Theme, contrast, is_colour
from kpidsl.spec import conditions, date_conditions
from kpidsl.spec.condition import (
    AgainstBenchmark,
    AgainstFloor,
    BetterBy,
    Condition,
    ShortBy,
    Within,
    asked,
)
from kpidsl.spec.indicator import Scheme, State
from kpidsl.spec.problems import Problems
from kpidsl.syntax import ast
from kpidsl.terms import Grain, Shape
from kpidsl.values import replace

# Every state has a word, a letter, a shape and a colour that reads on white (WCAG 2.2, 1.4.3 and 1.4.11).
LOOKS: dict[str, StatusMark] = {
    "blue": StatusMark("Blue", "B", Shape.STAR, "#1B4F9C"),
    "green": StatusMark("Green", "G", Shape.CIRCLE, "#00703C"),
    "amber": StatusMark("Amber", "A", Shape.DIAMOND, "#B35900"),
    "red": StatusMark("Red", "R", Shape.TRIANGLE, "#B10E1E"),
    "grey": StatusMark("Grey", "Y", Shape.SQUARE, "#595959"),
}
PAPER = Theme().paper
_ANY_INDICATOR = conditions.Subject((), None, None, None, True, True, True, None)


def read(header: ast.Scheme, lines: Sequence[ast.Statement], grain: Grain | None, problems: Problems) -> Scheme | None:
    """The scheme that a `scheme` block declares; `grain` is that of the report's period."""
    subject = replace(_ANY_INDICATOR, grain=grain)
    states: list[State] = []
    seen: dict[str, ast.State] = {}
    complete = True
    for line in lines:
        if not isinstance(line, ast.State):
            complete = False
            continue
        name = line.name.text
        if name in seen:
            first = (Label(seen[name].span, "here first"),)
            problems.add("duplicate-line", f"the state `{name}` is declared twice", line.span, labels=first)
            continue
        if any(state.condition is None for state in states):
            message = f"`{name}` can never be reached: the state above it takes all that is left"
            problems.add("unreachable-state", message, line.span, "move the `otherwise` line to the end")
        seen[name] = line
        look = _look(line, states, problems)
        condition = None
        if line.condition is not None:
            condition = (
                date_conditions.resolve(line.condition, problems)
                if header.for_milestones
                else conditions.resolve(line.condition, subject, problems)
            )
        if look is None or (condition is None and line.condition is not None):
            complete = False
        else:
            states.append(State(name, look, condition, line.span))
    if complete and not any(state.condition is None for state in states):
        message = f"the scheme `{header.name.text}` leaves cases without a status"
        problems.add("scheme-incomplete", message, header.span, "end it with a line such as: red otherwise")
        complete = False
    label = header.label.text if header.label else ""
    return Scheme(header.name.text, label, tuple(states), header.for_milestones) if complete else None


def _look(line: ast.State, states: Sequence[State], problems: Problems) -> StatusMark | None:
    """The look of a state: what its line says, else that of the name, else the first shape that is still free."""
    name = line.name.text
    known = LOOKS.get(name)
    if known is None and line.colour is None:
        message = f"there is no colour and shape for a state called `{name}`"
        help_ = f'say them: {name} "{name.capitalize()}" shape square colour "#595959" when ...'
        unused = [known for known in LOOKS if known not in {state.name for state in states}]
        fix = respelling(line.name.span, name, unused)
        problems.add("unknown-state", message, line.name.span, *did_you_mean(name, LOOKS), help_, fix=fix)
        return None
    colour = line.colour.text if line.colour else known.colour if known else ""
    if line.colour is not None and not is_colour(colour):
        problems.add(
            "bad-colour", f"`{colour}` is not a colour", line.colour.span, 'write it like this: colour "#1D3557"'
        )
        return None
    if line.colour is not None and contrast(colour, PAPER) < TEXT_CONTRAST:
        good = f'"{nearest(colour, (PAPER,), TEXT_CONTRAST).upper()}"'
        message = f"{colour} is too pale to be read by all: its contrast on white is under 4.5 to 1"
        help_ = f"the nearest shade that can be read is {good} (WCAG 2.2, 1.4.3)"
        problems.add("bad-colour", message, line.colour.span, help_, fix=replacing(line.colour.span, good))
        return None
    taken = {state.mark.shape for state in states}
    free = next((shape for shape in Shape if shape not in taken), Shape.SQUARE)
    shape = Shape(line.shape.text) if line.shape else known.shape if known else free
    if shape in taken:
        message = f"two states have the shape {shape.value}, and not everybody can tell them apart by colour"
        problems.add("bad-colour", message, (line.shape or line.name).span, f"add, for example: shape {free.value}")
        return None
    word = line.word.text if line.word else known.word if known else name.capitalize()
    letter = line.letter.text if line.letter else known.letter if known else word[0].upper()
    return StatusMark(word, letter, shape, colour)


def margin_units(scheme: Scheme) -> Iterator[Unit]:
    """The units of the margins that a scheme names; an indicator under it must be measured so."""
    for question in _asked(scheme):
        if isinstance(question, Within | BetterBy | ShortBy) and question.margin and question.margin.unit:
            yield question.margin.unit


def needs_floor(scheme: Scheme) -> bool:
    """Whether a state of the scheme is judged by the indicator's floor."""
    return any(isinstance(question, AgainstFloor) for question in _asked(scheme))


def needed_benchmarks(scheme: Scheme) -> tuple[str, ...]:
    """The benchmarks that the states of the scheme are judged by; an indicator under it must have them."""
    found = (question.benchmark for question in _asked(scheme) if isinstance(question, AgainstBenchmark))
    return tuple(dict.fromkeys(found))


def _asked(scheme: Scheme) -> Iterator[Condition]:
    return (question for state in scheme.states for question in asked(state.condition))

"""Schemes: ordered states with a look each, checked to cover every case."""

from __future__ import annotations

from collections.abc import Sequence

from kpidsl.diagnostics.diagnostic import Label, did_you_mean
from kpidsl.diagnostics.fixes import respelling
from kpidsl.document.model import StatusMark
from kpidsl.spec import conditions
from kpidsl.spec.model import Again, AllOf, AnyOf, Condition, FirstTime, Held, Not, Scheme, State, Within
from kpidsl.spec.problems import Problems
from kpidsl.syntax import ast
from kpidsl.terms import Shape

# Every state has a word, a letter, a shape and a colour that reads on white (WCAG 2.2, 1.4.3 and 1.4.11).
LOOKS: dict[str, StatusMark] = {
    "blue": StatusMark("Blue", "B", Shape.STAR, "#1B4F9C"),
    "green": StatusMark("Green", "G", Shape.CIRCLE, "#00703C"),
    "amber": StatusMark("Amber", "A", Shape.DIAMOND, "#B35900"),
    "red": StatusMark("Red", "R", Shape.TRIANGLE, "#B10E1E"),
    "grey": StatusMark("Grey", "Y", Shape.SQUARE, "#595959"),
}
_ANY_INDICATOR = conditions.Subject((), (), None, None, True, True, None)


def read(header: ast.Scheme, lines: Sequence[ast.Statement], problems: Problems) -> Scheme | None:
    """The scheme that a `scheme` block declares."""
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
        look = LOOKS.get(name)
        if look is None:
            message = f"there is no colour and shape for a state called `{name}`"
            free = [known for known in LOOKS if known not in seen]
            fix = respelling(line.name.span, name, free)
            problems.add("unknown-state", message, line.name.span, *did_you_mean(name, LOOKS), fix=fix)
        condition = None
        if line.condition is not None:
            condition = conditions.resolve(line.condition, _ANY_INDICATOR, problems)
        if look is None or (condition is None and line.condition is not None):
            complete = False
        else:
            states.append(State(name, look, condition))
    if complete and not any(state.condition is None for state in states):
        message = f"the scheme `{header.name.text}` leaves cases without a status"
        problems.add("scheme-incomplete", message, header.span, "end it with a line such as: red otherwise")
        complete = False
    return Scheme(header.name.text, header.label.text if header.label else "", tuple(states)) if complete else None


def needs_tolerance(scheme: Scheme) -> bool:
    """Whether a state of the scheme is judged by the indicator's tolerance."""

    def asks(condition: Condition | None) -> bool:
        match condition:
            case AnyOf() | AllOf():
                return any(asks(part) for part in condition.parts)
            case Not() | Held() | FirstTime() | Again():
                return asks(condition.part)
            case Within():
                return condition.amount is None
            case _:
                return False

    return any(asks(state.condition) for state in scheme.states)

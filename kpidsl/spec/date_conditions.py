"""Conditions of schemes for milestones: questions about dates, and nothing about figures."""

from __future__ import annotations

from kpidsl.quantity import Dimension
from kpidsl.spec import condition as condition_, literals
from kpidsl.spec.problems import Problems
from kpidsl.syntax import ast
from kpidsl.terms import DateQuestion

MOST_DAYS = 3650  # ten years
_ALONE = (DateQuestion.DONE.value, DateQuestion.OVERDUE.value)  # one word, so they are read like the name of a state
_QUESTIONS = ", ".join(f"`{question.value}`" for question in DateQuestion)


def resolve(condition: ast.Condition, problems: Problems) -> condition_.Condition | None:
    """The condition, or None where it asks what dates cannot answer (which is then said)."""
    match condition:
        case ast.AnyOf() | ast.AllOf():
            parts = [resolve(part, problems) for part in condition.parts]
            good = tuple(part for part in parts if part is not None)
            if len(good) < len(parts):
                return None
            return condition_.AnyOf(good) if isinstance(condition, ast.AnyOf) else condition_.AllOf(good)
        case ast.Not():
            part = resolve(condition.part, problems)
            return None if part is None else condition_.Not(part)
        case ast.Dated():
            return _dated(condition, problems)
        case ast.InState() if condition.state.text in _ALONE:
            return condition_.Dated(DateQuestion(condition.state.text))
        case _:
            message = "a scheme for milestones asks about dates alone"
            problems.add("out-of-place", message, condition.span, f"it can ask: {_QUESTIONS}")
            return None


def _dated(condition: ast.Dated, problems: Problems) -> condition_.Condition | None:
    question = DateQuestion(condition.question)
    if condition.amount is None:
        return condition_.Dated(question)
    found = literals.quantity(condition.amount, problems)
    if found is None:
        return None
    if found.unit.dimension is not Dimension.TIME or found.unit.word != "days":
        message = f"`{condition.amount.span.text}`: how far dates lie apart is counted in days"
        problems.add("unit-mismatch", message, condition.amount.span, "write, for example: 30 days")
        return None
    days = literals.whole(condition.amount.figure, 0, MOST_DAYS, "the number of days", problems)
    return None if days is None else condition_.Dated(question, days)

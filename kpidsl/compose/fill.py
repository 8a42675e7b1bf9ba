"""Prose with its placeholders filled in, and the figures that went into it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import assert_never

from kpidsl.compose import numbers, words
from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.document.model import Emphasis, Inline, Link, List, Paragraph, Strong, Text
from kpidsl.evaluation.model import Assessment, Evaluation, Figure
from kpidsl.spec.model import SLOT, Placeholder, Prose

_SENTENCE_ENDS = (".", "!", "?")


@dataclass(frozen=True, slots=True)
class Filled:
    """Blocks with every figure in place; `rests_on` are the figures used, `problems` those that were not there."""

    blocks: tuple[Paragraph | List, ...]
    rests_on: tuple[Figure, ...]
    problems: tuple[Diagnostic, ...]


def fill(prose: Prose, evaluation: Evaluation) -> Filled:
    """Put the printed figures where the placeholders stand."""
    used: list[Figure] = []
    problems: list[Diagnostic] = []
    texts = []
    for placeholder in prose.placeholders:
        text, figures = _printed(placeholder, evaluation)
        used += figures
        if text is None:
            problems.append(_nothing_to_print(placeholder, evaluation))
        texts.append(text or "")

    def put(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
        return tuple(_put(inline, texts, put) for inline in inlines)

    blocks: list[Paragraph | List] = []
    for block in prose.blocks:
        if isinstance(block, Paragraph):
            blocks.append(replace(block, content=put(block.content)))
        else:
            blocks.append(replace(block, items=tuple(put(item) for item in block.items)))
    return Filled(tuple(blocks), tuple(used), tuple(problems))


def _put(inline: Inline, texts: list[str], put: Callable[[tuple[Inline, ...]], tuple[Inline, ...]]) -> Inline:
    match inline:
        case Text():
            return Text(_with_figures(inline.text, texts))
        case Strong() | Emphasis() | Link():
            return replace(inline, content=put(inline.content))
        case _:
            assert_never(inline)


def _with_figures(text: str, texts: list[str]) -> str:
    out = ""
    for character in text:
        slot = ord(character) - SLOT
        if not 0 <= slot < len(texts):
            out += character
        elif out.rstrip()[-1:] in _SENTENCE_ENDS and out != out.rstrip():
            out += texts[slot][:1].upper() + texts[slot][1:]  # `six` starts a sentence as `Six`
        else:
            out += texts[slot]
    return out


def _printed(placeholder: Placeholder, evaluation: Evaluation) -> tuple[str | None, tuple[Figure, ...]]:
    """The text for a placeholder, or None where there is no figure for it; and the figures used."""
    if placeholder.field == "period":
        return words.period(evaluation.spec.period), ()
    one = evaluation.of(placeholder.indicator)
    places = placeholder.places
    match placeholder.field:
        case "value":
            return _figure(one, one.figure, placeholder)
        case "previous":
            return _figure(one, one.previous, placeholder)
        case "outturn":
            return _figure(one, one.outturn, placeholder)
        case "previous outturn":
            return _figure(one, one.previous_outturn, placeholder)
        case "numerator" | "denominator" | "remainder":
            return _part(one, placeholder)
        case "target":
            return (numbers.limit(one.indicator, one.target.quantity.amount) if one.target else None), ()
        case "gap":
            if one.target is None or one.figure.amount is None:
                return None, ()
            gap = one.figure.amount - one.target.quantity.amount
            return numbers.difference(one.indicator.unit, gap, _places(one, places)), (one.figure,)
        case "change":
            other = one.directions[0][1]
            if other is None or other.amount is None or one.figure.amount is None:
                return None, ()
            change = one.figure.amount - other.amount
            return numbers.difference(one.indicator.unit, change, _places(one, places)), (one.figure, other)
        case "streak":
            run = one.run
            return (numbers.count(Fraction(run.length), placeholder.form), run.rests_on) if run else (None, ())
        case "last time":
            run = one.run
            return (words.period(run.last_time), run.rests_on) if run and run.last_time else (None, ())
        case name:
            benchmark = one.indicator.benchmark(name)
            return (numbers.limit(one.indicator, benchmark.quantity.amount) if benchmark else None), ()


def _figure(one: Assessment, figure: Figure | None, placeholder: Placeholder) -> tuple[str | None, tuple[Figure, ...]]:
    if figure is None or figure.amount is None:
        return None, ()
    if placeholder.form:
        return numbers.count(figure.amount, placeholder.form), (figure,)
    return numbers.amount(one.indicator, figure.amount, placeholder.places), (figure,)


def _part(one: Assessment, placeholder: Placeholder) -> tuple[str | None, tuple[Figure, ...]]:
    top, bottom = one.figure.numerator, one.figure.denominator
    if top is None or bottom is None:
        return None, ()
    part = {"numerator": top, "denominator": bottom, "remainder": bottom - top}[placeholder.field]
    return numbers.count(part, placeholder.form), (one.figure,)


def _places(one: Assessment, places: int | None) -> int:
    return one.indicator.places if places is None else places


def _nothing_to_print(placeholder: Placeholder, evaluation: Evaluation) -> Diagnostic:
    period = evaluation.spec.period
    missing = {
        "previous": str(period.previous),
        "outturn": str(period.outturn),
        "previous outturn": str(period.outturn.previous),
    }.get(placeholder.field, str(period))
    name = placeholder.indicator
    if placeholder.field in ("numerator", "denominator", "remainder"):
        message = f"`{name}` has no numerator and denominator for {missing}"
        help_ = "give the two counts in the data instead of the percentage"
    elif placeholder.field == "last time":
        message = f"the status of `{name}` has not been what it is before, as far back as the data go"
        help_ = "add earlier figures to the data, or print this under a condition such as `when green for 2 quarters`"
    else:
        message = f"there is no figure to print here: `{name}` has no value for {missing}"
        help_ = f"add a row to the data: {name},{missing},..."
    return Diagnostic("no-observation", message, placeholder.span, help=(help_,))

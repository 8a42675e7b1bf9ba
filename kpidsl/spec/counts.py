"""Placeholders that count the report's indicators: `{count green}`, `{count worsened since outturn}`, `{share red}`."""

from __future__ import annotations

from collections.abc import Mapping

from kpidsl.quantity import MOST_PLACES
from kpidsl.spec.indicator import Count, Indicator, Placeholder
from kpidsl.spec.problems import Problems
from kpidsl.spec.targets import STANDARDS
from kpidsl.syntax import ast
from kpidsl.terms import Counted, Direction, Form

WORDS = ("count", "share")
_DIRECTIONS = {way.value: way for way in (Direction.IMPROVED, Direction.WORSENED, Direction.UNCHANGED)}
_COUNTED = {one.value: one for one in Counted}


def resolve(
    word: ast.Word,
    path: str,
    form: Form,
    places: int | None,
    indicators: Mapping[str, Indicator | None],
    problems: Problems,
) -> Placeholder | None:
    """The count or share that `path` asks for; it is the same in all prose of a report."""
    kind, _, asked = path.partition(" ")
    asked, _, since = asked.partition(" since ")
    share = kind == "share"
    schemes = [one.scheme for one in indicators.values() if one is not None and one.section is not None]
    states = list(dict.fromkeys(state.name for scheme in schemes for state in scheme.states))
    known = states if share else [*states, *_COUNTED, *_DIRECTIONS]
    if asked not in known:
        if None not in indicators.values():  # else the state may be that of an indicator whose own block is wrong
            message = f"{{{word.text}}} does not say what to count" if not share else f"there is no share of `{asked}`"
            problems.unknown("unknown-placeholder", message, word.span, asked, known)
        return None
    if since and (asked not in _DIRECTIONS or since not in STANDARDS):
        message = f"{{{word.text}}}: `since {since}` has no meaning here"
        help_ = f"write for example {{count worsened since outturn}}; known: {', '.join(STANDARDS)}"
        problems.add("unknown-placeholder", message, word.span, help_)
        return None
    refused = "a change or a gap is written" if form is Form.SIGNED else ""
    if share and form is not Form.FIGURES:
        refused = refused or "a whole number can be written"
    if refused:
        message = f"{{{word.text}}}: only {refused} `{form.value}`"
        problems.add("unavailable-placeholder", message, word.span, f"write {{{path}}}")
        return None
    if places is not None and (not share or places > MOST_PLACES):
        message = f"a figure has at most {MOST_PLACES} decimal places" if share else "a count has no decimal places"
        problems.add("bad-figure", message, word.span)
        return None
    what = _DIRECTIONS.get(asked) or _COUNTED.get(asked) or asked
    count = Count(what, STANDARDS[since] if since else None, share)
    return Placeholder("", count, form, places, word.span)

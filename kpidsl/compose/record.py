"""record: Evaluation to a plain structure for other programs, every figure exact and as the report prints it.

What it holds is described in docs/evaluation.schema.json. Keys stand in a fixed order.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from kpidsl import __version__
from kpidsl.compose import numbers
from kpidsl.compose.abbreviations import expanded
from kpidsl.compose.commentary import by_rule, texts
from kpidsl.compose.compose import dated
from kpidsl.compose.fill import fill
from kpidsl.compose.summaries import share
from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.evaluation import summary
from kpidsl.evaluation.model import Assessment, Evaluation, Figure
from kpidsl.evaluation.summary import Tally
from kpidsl.quantity import plain
from kpidsl.render.json import Plain
from kpidsl.spec.check import LANGUAGE
from kpidsl.spec.indicator import Scheme
from kpidsl.spec.model import Note, Spec
from kpidsl.terms import Form


def record(evaluation: Evaluation, as_at: date, folder: str) -> dict[str, Plain]:
    """The whole evaluation. `folder` is what the names of data files start with; it is left out."""
    spec = dated(evaluation.spec)
    evaluation = expanded(evaluation)
    return {
        "kpidsl": __version__,
        "language": LANGUAGE,
        "report": _report(spec, as_at),
        "schemes": [_scheme(scheme) for scheme in _schemes(spec)],
        "sections": [{"name": section.name, "label": section.label} for section in spec.sections],
        "summary": _summary(evaluation),
        "allowed": list(_allowed(spec)),
        "indicators": [_indicator(one, evaluation, folder) for one in evaluation.assessments],
    }


def exactly(amount: Fraction) -> str:
    """`25`, `-3.7`; a fraction such as `475/11` where the decimals never end."""
    text = plain(amount)
    return text if Fraction(text) == amount else str(amount)


def _report(spec: Spec, as_at: date) -> dict[str, Plain]:
    return {
        "title": spec.title,
        "committee": spec.committee,
        "meeting": spec.meeting.isoformat(),
        "period": str(spec.period),
        "period_start": spec.period.start.isoformat(),
        "period_end": spec.period.end.isoformat(),
        "council": spec.house.council,
        "as_at": as_at.isoformat(),
    }


def _schemes(spec: Spec) -> list[Scheme]:
    """Those in force: the report's first, then those of single indicators, in order."""
    found = {scheme.name: scheme for scheme in (spec.scheme, *(indicator.scheme for indicator in spec.indicators))}
    return list(found.values())


def _scheme(scheme: Scheme) -> dict[str, Plain]:
    states: list[Plain] = [
        {
            "name": state.name,
            "word": state.mark.word,
            "letter": state.mark.letter,
            "shape": state.mark.shape.value,
            "colour": state.mark.colour,
        }
        for state in scheme.states
    ]
    return {"name": scheme.name, "label": scheme.label, "states": states}


def _summary(evaluation: Evaluation) -> dict[str, Plain]:
    """The counts that summaries print."""
    members = summary.listed(evaluation)
    return {
        "indicators": len(members),
        "rated": sum(one.state is not None for one in members),
        "not_rated": [{"reason": reason.value, "count": number} for reason, number in summary.not_rated(evaluation)],
        "schemes": [
            {
                "name": tally.scheme.name,
                "rated": len(tally.rated),
                "states": _states(tally),
                "sections": [
                    {"name": section.name, "rated": len(part.rated), "states": _states(part)}
                    for section in evaluation.spec.sections
                    if (part := tally.within(section)).rated
                ],
            }
            for tally in summary.tallies(evaluation)
        ],
    }


def _states(tally: Tally) -> list[Plain]:
    return [
        {"name": state.name, "count": len(tally.of_state(state)), "share": _amount(exact, share(exact))}
        for state in tally.scheme.states
        for exact in (tally.share(state),)
    ]


def _allowed(spec: Spec) -> Iterator[Plain]:
    """Figures that are typed into the text on purpose, with where they stand."""
    places = [(indicator.allowed, indicator.label) for indicator in spec.indicators]
    places += [(note.allowed, spec.indicator(note.indicator).label) for note in spec.notes if note.allowed]
    places += [(chapter.allowed, chapter.title) for chapter in spec.chapters]
    for allowed, place in places:
        yield from ({"figure": one.figure, "reason": one.reason, "in": place} for one in allowed)


def _indicator(one: Assessment, evaluation: Evaluation, folder: str) -> dict[str, Plain]:
    indicator, figure, target = one.indicator, one.figure, one.target
    said: list[Diagnostic] = []  # compose has reported them, and then there is no record
    notes = [note for note in evaluation.spec.notes if (note.indicator, note.period) == (indicator.id, figure.period)]
    return {
        "id": indicator.id,
        "label": indicator.label,
        "section": indicator.section.name if indicator.section else None,
        "unit": str(indicator.unit),
        "polarity": indicator.polarity.value,
        "period": str(figure.period),
        "value": None if figure.amount is None else _amount(figure.amount, numbers.value(indicator, figure)),
        "target": _target(one) if target else None,
        "numerator": _part(figure.numerator),
        "denominator": _part(figure.denominator),
        "status": one.state.name if one.state else None,
        "reason": _reason(one),
        "scheme": indicator.scheme.name,
        "settings": {keyword: origin.level.value for keyword, origin in indicator.origins},
        "override": {"reason": one.override.reason, "author": one.override.author} if one.override else None,
        "directions": {
            comparator.value: direction.value if direction else None for comparator, _, direction in one.directions
        },
        "outturn": _point(one, one.outturn) if one.outturn else None,
        "previous_outturn": _point(one, one.previous_outturn) if one.previous_outturn else None,
        "history": [_point(one, past) for _, past in one.history if past is not None],
        "benchmarks": [
            {
                "name": benchmark.name,
                **_amount(benchmark.quantity.amount, numbers.limit(indicator, benchmark.quantity.amount)),
                "period": str(benchmark.period) if benchmark.period else None,
                "source": benchmark.source or None,
            }
            for benchmark in indicator.benchmarks
        ],
        "streak": _streak(one),
        "commentary": texts(tuple(by_rule(one, evaluation, said))),
        "notes": [_note(note, evaluation) for note in notes],
        "sources": [
            {"file": row.span.source.name.removeprefix(folder), "row": row.span.line} for row in figure.observations
        ],
        "quality": figure.quality.value,
    }


def _amount(exact: Fraction, printed: str) -> dict[str, Plain]:
    return {"exact": exactly(exact), "printed": printed}


def _target(one: Assessment) -> dict[str, Plain]:
    """The target's figure and the ends of the interval that meets it; None where not known or still to be set."""
    aim = one.aim
    ends = {end for end in (aim.low, aim.high) if end is not None} if aim else set()
    return {
        "exact": exactly(ends.pop()) if len(ends) == 1 else None,
        "printed": numbers.target(one),
        "low": exactly(aim.low) if aim and aim.low is not None else None,
        "high": exactly(aim.high) if aim and aim.high is not None else None,
        "strict": aim is not None and aim.is_strict,
    }


def _part(exact: Fraction | None) -> Plain:
    return None if exact is None else _amount(exact, numbers.count(exact, Form.FIGURES))


def _reason(one: Assessment) -> str | None:
    """Why there is no status: the value's own reason before all others."""
    if one.unrated is None:
        return None
    return one.figure.reason.value if one.figure.reason else one.unrated.value


def _point(one: Assessment, figure: Figure) -> Plain:
    return {
        "period": str(figure.period),
        "exact": None if figure.amount is None else exactly(figure.amount),
        "printed": numbers.value(one.indicator, figure),
        "reason": figure.reason.value if figure.reason else None,
        "quality": figure.quality.value,
    }


def _streak(one: Assessment) -> Plain:
    if one.streak is None:
        return None
    last_time = str(one.streak.last_time) if one.streak.last_time else None
    return {"length": one.streak.length, "at_least": one.streak.unknown is not None, "last_time": last_time}


def _note(note: Note, evaluation: Evaluation) -> Plain:
    actions: list[Plain] = [
        {"text": action.text, "owner": action.owner or None, "by": action.due.isoformat() if action.due else None}
        for action in note.actions
    ]
    return {"author": note.author, "text": texts(fill(note.prose, evaluation).blocks), "actions": actions}

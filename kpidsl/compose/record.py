"""record: Evaluation to a plain structure for other programs, every figure exact and as the report prints it.

What it holds is described in docs/evaluation.schema.json. Keys stand in a fixed order.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from kpidsl import __version__
from kpidsl.compose import charts, forecast, numbers, record_peers
from kpidsl.compose.abbreviations import expanded
from kpidsl.compose.commentary import by_rule, texts
from kpidsl.compose.compose import dated
from kpidsl.compose.exceptions import asked
from kpidsl.compose.fill import fill
from kpidsl.compose.summaries import share
from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.document.model import TextCell
from kpidsl.document.outline import plain
from kpidsl.evaluation import summary
from kpidsl.evaluation.aims import Aim
from kpidsl.evaluation.model import Assessment, Changes, Evaluation, Figure, MilestoneAssessment, Unrated
from kpidsl.evaluation.owed import owed_of, required_parts
from kpidsl.evaluation.summary import Tally
from kpidsl.render.json import Plain
from kpidsl.spec.check import LANGUAGE
from kpidsl.spec.indicator import Indicator, Override, Scheme
from kpidsl.spec.model import ChartPlace, ExceptionsPlace, Note, Spec
from kpidsl.spec.travel import TrendOver
from kpidsl.terms import Form


def record(evaluation: Evaluation, as_at: date, folder: str, draft: bool = False) -> dict[str, Plain]:
    """The whole evaluation. `folder` is what the names of data files start with; it is left out."""
    spec = dated(evaluation.spec)
    evaluation = expanded(evaluation)
    return {
        "kpidsl": __version__,
        "language": LANGUAGE,
        "report": {**_report(spec, as_at), "draft": draft},
        "schemes": [_scheme(scheme) for scheme in _schemes(spec)],
        "sections": [{"name": section.name, "label": section.label} for section in spec.sections],
        "summary": _summary(evaluation),
        "allowed": list(_allowed(spec)),
        "changes": _changes(evaluation.changes),
        "indicators": [_indicator(one, evaluation, folder) for one in evaluation.assessments],
        "milestones": [_milestone(one, evaluation) for one in evaluation.milestones],
        "charts": [_chart(place, evaluation) for place in evaluation.spec.charts()],
        "exceptions": [_exceptions(place, evaluation) for place in evaluation.spec.exceptions()],
    }


def _exceptions(place: ExceptionsPlace, evaluation: Evaluation) -> dict[str, Plain]:
    answers = asked(place, evaluation)
    return {
        "where": place.where,
        "indicators": [one.indicator.id for one, excepted in answers if excepted.answer],
        "cannot_be_told": [one.indicator.id for one, excepted in answers if excepted.answer is None],
    }


def _chart(place: ChartPlace, evaluation: Evaluation) -> dict[str, Plain]:
    chart = charts.charted(place, evaluation).chart
    assert chart is not None  # compose has seen to that
    return {
        "caption": chart.caption,
        "kind": chart.kind.value,
        "indicators": list(place.indicators),
        "columns": [column.title for column in chart.table.columns],
        "rows": [
            [plain(row.header), *(plain(cell.content) for cell in row.cells if isinstance(cell, TextCell))]
            for group in chart.table.groups
            for row in group.rows
        ],
    }


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


def _changes(changes: Changes | None) -> Plain:
    if changes is None:
        return None
    return {
        "since": {"title": changes.since.title, "period": str(changes.since.period)},
        "revised": [
            {
                "id": one.indicator.id,
                "period": str(one.was.period),
                "was": _amount(one.was.exact, one.was.printed),
                "now": _value(one.indicator, one.now),
            }
            for one in changes.revised
        ],
        "retargeted": [
            {"id": one.indicator.id, "was": was.printed if was else None} for one, was in changes.retargeted
        ],
        "added": [indicator.id for indicator in changes.added],
        "retired": [{"id": indicator.id, "label": indicator.label} for indicator in changes.retired],
        "renamed": [{"id": indicator.id, "was": label} for indicator, label in changes.renamed],
    }


def _schemes(spec: Spec) -> list[Scheme]:
    """Those in force: the report's first, then those of single indicators, then those of milestones, in order."""
    of_others = (*(one.scheme for one in spec.indicators), *(one.scheme for one in spec.milestones))
    return list({scheme.name: scheme for scheme in (spec.scheme, *of_others)}.values())


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
    labels = {one.id: one.label for one in spec.indicators} | {one.id: one.label for one in spec.milestones}
    places += [(note.allowed, labels[note.indicator]) for note in spec.notes]
    places += [(chapter.allowed, chapter.title) for chapter in spec.chapters]
    for allowed, place in places:
        yield from ({"figure": one.figure, "reason": one.reason, "in": place} for one in allowed)


def _indicator(one: Assessment, evaluation: Evaluation, folder: str) -> dict[str, Plain]:
    indicator, figure, target = one.indicator, one.figure, one.target
    said: list[Diagnostic] = []  # compose has reported them, and then there is no record
    debt = owed_of(one, evaluation)
    return {
        "id": indicator.id,
        "label": indicator.label,
        "formerly": indicator.formerly or None,
        "section": indicator.section.name if indicator.section else None,
        "part_of": indicator.part_of,
        "parts": indicator.breakdown.rule.value if indicator.breakdown else None,
        "unit": str(indicator.unit),
        "polarity": indicator.polarity.value,
        "period": str(figure.period),
        "value": _value(indicator, figure),
        "target": _target(one.aim, numbers.target(one)) if target else None,
        "numerator": _part(figure.numerator),
        "denominator": _part(figure.denominator),
        "status": one.state.name if one.state else None,
        "reason": _reason(one),
        "scheme": indicator.scheme.name,
        "settings": {keyword: origin.level.value for keyword, origin in indicator.origins},
        "override": _override(one.override),
        "directions": {
            travel.against.value: travel.direction.value if travel.direction else None for travel in one.directions
        },
        "trends": [
            _trend(one, travel.against, travel.change)
            for travel in one.directions
            if isinstance(travel.against, TrendOver)
        ],
        "redefinitions": [
            {"from": str(redefinition.since), "reason": redefinition.reason}
            for redefinition in indicator.redefinitions
            if redefinition.since.start <= figure.period.end
        ],
        "outturn": _point(one, one.outturn) if one.outturn else None,
        "previous_outturn": _point(one, one.previous_outturn) if one.previous_outturn else None,
        "history": [_point(one, past) for _, past in one.history if past is not None],
        "benchmarks": [record_peers.benchmark(indicator, benchmark, folder) for benchmark in indicator.benchmarks],
        "ranks": [record_peers.rank(one, standing, folder) for standing in one.standings],
        "streak": _streak(one),
        "forecast": _forecast(one),
        "commentary": texts(tuple(by_rule(one, evaluation, said)), all_illustrative=evaluation.is_all_illustrative),
        "notes": [_note(note, evaluation) for note in evaluation.spec.notes_on(indicator.id)],
        "owner": indicator.owner or None,
        "required": [part.value for part in required_parts(one)],
        "owed": [part.value for part in debt.parts] if debt else [],
        "sources": [record_peers.row(observation.span, folder) for observation in figure.observations],
        "quality": figure.quality.value,
    }


def _milestone(one: MilestoneAssessment, evaluation: Evaluation) -> dict[str, Plain]:
    milestone = one.milestone
    return {
        "id": milestone.id,
        "label": milestone.label,
        "section": milestone.section.name,
        "due": milestone.due.isoformat(),
        "moved": [{"was": move.was.isoformat(), "reason": move.reason} for move in milestone.moves],
        "expected": one.expected.isoformat() if one.expected else None,
        "expected_reason": (milestone.reason or None) if one.expected else None,
        "done": one.done.isoformat() if one.done else None,
        "owner": milestone.owner or None,
        "status": one.state.name,
        "scheme": milestone.scheme.name,
        "override": _override(one.override),
        "notes": [_note(note, evaluation) for note in evaluation.spec.notes_on(milestone.id)],
    }


def _override(override: Override | None) -> Plain:
    return None if override is None else {"reason": override.reason, "author": override.author}


def _value(indicator: Indicator, figure: Figure) -> Plain:
    return None if figure.amount is None else _amount(figure.amount, numbers.value(indicator, figure))


def _amount(exact: Fraction, printed: str) -> dict[str, Plain]:
    return {"exact": numbers.exactly(exact), "printed": printed}


def _target(aim: Aim | None, printed: str) -> dict[str, Plain]:
    """The target's figure and the ends of the interval that meets it; None where not known or still to be set."""
    ends = {end for end in (aim.low, aim.high) if end is not None} if aim else set()
    return {
        "exact": numbers.exactly(ends.pop()) if len(ends) == 1 else None,
        "printed": printed,
        "low": numbers.exactly(aim.low) if aim and aim.low is not None else None,
        "high": numbers.exactly(aim.high) if aim and aim.high is not None else None,
        "strict": aim is not None and aim.is_strict,
    }


def _part(exact: Fraction | None) -> Plain:
    return None if exact is None else _amount(exact, numbers.count(exact, Form.FIGURES))


def _reason(one: Assessment) -> str | None:
    """Why there is no status: the value's own reason before all others."""
    return _why_unrated(one.figure, one.unrated)


def _why_unrated(figure: Figure, unrated: Unrated | None) -> str | None:
    if unrated is None:
        return None
    return figure.reason.value if figure.reason else unrated.value


def _forecast(one: Assessment) -> Plain:
    """What the year is expected to come to, with the target of its own period and the status by that."""
    ahead = one.forecast
    if ahead is None:
        return None
    figure = ahead.figure
    return {
        "period": str(figure.period),
        "exact": None if figure.amount is None else numbers.exactly(figure.amount),
        "printed": numbers.value(one.indicator, figure),
        "target": _target(ahead.aim, forecast.target(one)) if ahead.target else None,
        "status": ahead.state.name if ahead.state else None,
        "reason": _why_unrated(figure, ahead.unrated),
        "quality": figure.quality.value,
    }


def _point(one: Assessment, figure: Figure) -> Plain:
    return {
        "period": str(figure.period),
        "exact": None if figure.amount is None else numbers.exactly(figure.amount),
        "printed": numbers.value(one.indicator, figure),
        "reason": figure.reason.value if figure.reason else None,
        "quality": figure.quality.value,
    }


def _trend(one: Assessment, trend: TrendOver, change: Fraction | None) -> Plain:
    """How far the line through the values of a trend rises over all of it."""
    indicator = one.indicator
    shown = None if change is None else numbers.difference(indicator.unit, change, indicator.places, signed=True)
    return {"periods": trend.periods, "change": None if change is None else _amount(change, shown or "")}


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
    text = texts(fill(note.prose, evaluation).blocks, all_illustrative=evaluation.is_all_illustrative)
    return {"author": note.author, "text": text, "actions": actions}

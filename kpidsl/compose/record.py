"""record: Evaluation to a plain structure for other programs, every figure exact and as the report prints it.

What it holds is described in docs/evaluation.schema.json. Keys stand in a fixed order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from kpidsl import __version__
from kpidsl.compose import charts, counted, forecast, numbers, record_peers
from kpidsl.compose.abbreviations import expanded
from kpidsl.compose.changes import rule_changes
from kpidsl.compose.commentary import by_rule, texts
from kpidsl.compose.compose import dated
from kpidsl.compose.exceptions import asked
from kpidsl.compose.fill import fill
from kpidsl.compose.rules import rules_of
from kpidsl.compose.summaries import share
from kpidsl.compose.workings import Inputs, typed_on_purpose
from kpidsl.data.published import VERSION, seal
from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.document.model import TextCell
from kpidsl.document.outline import plain
from kpidsl.evaluation import past, summary
from kpidsl.evaluation.aims import Aim
from kpidsl.evaluation.model import Assessment, Changes, Evaluation, Figure, MilestoneAssessment, Unrated
from kpidsl.evaluation.owed import owed_of, required_parts
from kpidsl.evaluation.summary import Tally
from kpidsl.render.json import Plain
from kpidsl.spec.check import LANGUAGE
from kpidsl.spec.indicator import Indicator, Override, Scheme, Section, Theme
from kpidsl.spec.model import ChartPlace, ExceptionsPlace, Note, Spec
from kpidsl.spec.travel import TrendOver
from kpidsl.terms import Form


def record(evaluation: Evaluation, as_at: date, inputs: Inputs, draft: bool = False) -> dict[str, Plain]:
    """The whole evaluation, with what it was made from, and sealed."""
    folder = inputs.made_from.folder
    spec = dated(evaluation.spec)
    evaluation = expanded(evaluation)
    said: dict[str, Plain] = {
        "version": VERSION,
        "kpidsl": __version__,
        "language": LANGUAGE,
        "report": {**_report(spec, as_at), "draft": draft},
        "schemes": [_scheme(scheme) for scheme in _schemes(spec)],
        "themes": [{"name": theme.name, "label": theme.label} for theme in spec.themes],
        "sections": [
            {"name": one.name, "label": one.label, "theme": one.theme.name if one.theme else None}
            for one in spec.sections
        ],
        "summary": _summary(evaluation),
        "allowed": [
            {"figure": figure, "reason": reason, "in": where} for figure, reason, where in typed_on_purpose(spec)
        ],
        "changes": _changes(evaluation.changes),
        "indicators": [_indicator(one, evaluation, folder) for one in evaluation.assessments],
        "milestones": [_milestone(one, evaluation) for one in evaluation.milestones],
        "charts": [_chart(place, evaluation) for place in evaluation.spec.charts()],
        "exceptions": [_exceptions(place, evaluation) for place in evaluation.spec.exceptions()],
        "made_from": [
            {"file": file.name, "kind": file.kind.value, "rows": inputs.rows(file), "sha256": inputs.sha256(file)}
            for file in inputs.made_from.files
        ],
        "records": counted.plain(inputs.records, hidden=not inputs.data_hashes),
    }
    return {**said, "seal": seal(said)}


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
        "language": spec.language,
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
                "reasons": list(one.reasons),
            }
            for one in changes.revised
        ],
        "retargeted": [
            {
                "id": one.indicator.id,
                "was": was.printed if was else None,
                **(_decided(one.target.reason, one.target.author) if one.target else _decided()),
            }
            for one, was in changes.retargeted
        ],
        "added": [indicator.id for indicator in changes.added],
        "retired": [
            {"id": then.id, "label": then.label, **(_decided(line.reason, line.author) if line else _decided())}
            for then, line in changes.retired
        ],
        "rules": [
            {"id": one.indicator.id, "change": text}
            for one, then in changes.kept
            for _, text in rule_changes(one, then)
        ],
        "restated": [
            {"id": one.indicator.id, "was": then.status, "now": one.status_then.name}
            for one, then in changes.restated
            if one.status_then
        ],
        "renamed": [{"id": indicator.id, "was": label} for indicator, label in changes.renamed],
    }


def _decided(reason: str = "", author: str = "") -> dict[str, Plain]:
    return {"reason": reason or None, "author": author or None}


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
            "rule": state.rule,
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
                "themes": list(_within(tally, evaluation.spec.themes)),
                "sections": list(_within(tally, evaluation.spec.sections)),
            }
            for tally in summary.tallies(evaluation)
        ],
    }


def _within(tally: Tally, parts: Sequence[Section | Theme]) -> Iterator[Plain]:
    for one in parts:
        if (part := tally.within(one)).rated:
            yield {"name": one.name, "rated": len(part.rated), "states": _states(part)}


def _states(tally: Tally) -> list[Plain]:
    return [
        {"name": state.name, "count": len(tally.of_state(state)), "share": _amount(exact, share(exact))}
        for state in tally.scheme.states
        for exact in (tally.share(state),)
    ]


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
        "tolerance": indicator.tolerance.written if indicator.tolerance else None,
        "judge": indicator.judge.value,
        "status_before": before.name if (before := past.state_before(one)) else None,
        "rules": [
            {"state": rule.state.name, "word": rule.state.mark.word, "when": rule.asks} for rule in rules_of(one)
        ],
        "suppress": _suppress(indicator),
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
        "history": [_point(one, each) for _, each in one.history if each is not None],
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


def _suppress(indicator: Indicator) -> Plain:
    """Which of its counts are not shown; None where nothing is said."""
    said = indicator.suppress
    if said is None:
        return None
    profile = said.profile
    return {
        "up_to": profile.most if profile else None,
        "rounded_to": profile.base if profile else None,
        "reason": said.reason or None,
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
    streak = past.streak(one)
    if streak is None:
        return None
    last_time = str(streak.last_time) if streak.last_time else None
    return {"length": streak.length, "at_least": streak.unknown is not None, "last_time": last_time}


def _note(note: Note, evaluation: Evaluation) -> Plain:
    actions: list[Plain] = [
        {"text": action.text, "owner": action.owner or None, "by": action.due.isoformat() if action.due else None}
        for action in note.actions
    ]
    text = texts(fill(note.prose, evaluation).blocks, all_illustrative=evaluation.is_all_illustrative)
    written = note.written.isoformat() if note.written else None
    return {"author": note.author, "date": written, "text": text, "actions": actions}

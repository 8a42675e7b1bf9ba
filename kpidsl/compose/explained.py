"""How a figure came about, for the officer who asks: its rows, its target, its status and why not the next better one,
its directions, and what became of each commentary rule.

Written in the officer's English. It is made of what is published alone: what is withheld is said to be, and not shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kpidsl.compose import (
    counted,
    details,
    directions,
    numbers,
    origins,
    peers,
    rounded,
    small_numbers,
    words,
    working,
)
from kpidsl.compose.because import status_because, travel_because
from kpidsl.compose.dictionary import covered
from kpidsl.compose.explained_blocks import facts, heading, paragraph, table
from kpidsl.compose.explained_judging import spoken, status
from kpidsl.compose.key import sentence
from kpidsl.compose.origins import Origins
from kpidsl.compose.page_words import page_words
from kpidsl.compose.workings import Inputs
from kpidsl.data.model import Dataset
from kpidsl.document.model import (
    Block,
    Document,
    Masthead,
    Note,
    Text,
)
from kpidsl.evaluation.again import (
    case_again,
    in_period,
    judged_value,
)
from kpidsl.evaluation.case import Case, amount_of
from kpidsl.evaluation.judging import better_by
from kpidsl.evaluation.model import Assessment, Evaluation, Travel
from kpidsl.period import Period
from kpidsl.quantity import spell
from kpidsl.saying import ENGLISH, TAGS
from kpidsl.spec.indicator import Indicator, Origin
from kpidsl.spec.model import Spec, TableColumnSpec
from kpidsl.spec.project import MadeFrom
from kpidsl.terms import Level, Reason, TableColumn
from kpidsl.values import dataclass

_LEVELS = {
    Level.MEASURE: "its measure",
    Level.INDICATOR: "its own block",
    Level.SECTION: "its section",
    Level.REPORT: "the report",
}


@dataclass(frozen=True, slots=True)
class Explained:
    """An explanation. `headline` says the result in a sentence; `figure`, `exact` and `status` are empty where there is
    none."""

    id: str
    label: str
    period: str
    headline: str
    figure: str
    exact: str
    status: str
    blocks: tuple[Block, ...]


def explained(one: Assessment, evaluation: Evaluation, case: Case, inputs: Inputs, report: Period) -> Explained:
    """An assessment explained, of the period of the `report` or of an earlier one. `case` is what it was made of."""
    indicator, figure = one.indicator, one.figure
    printed = numbers.value(indicator, figure)
    status = one.state.mark.word if one.state else words.NOT_RATED
    has_target = bool(indicator.targets)
    return Explained(
        id=indicator.id,
        label=indicator.label,
        period=str(figure.period),
        headline=f"{printed} in {words.named(figure.period)}{f': {status}' if has_target else ''}.",
        figure="" if figure.amount is None else printed,
        exact=rounded.exactly(rounded.of(indicator, figure.amount)),
        status=one.state.mark.word if one.state else "",
        blocks=tuple(_blocks(one, evaluation, case, inputs, report)),
    )


def explain(
    indicator: str, period: Period, evaluation: Evaluation, spec: Spec, dataset: Dataset, inputs: Inputs
) -> Explained | None:
    """An indicator of the report explained, in a period up to the report's; None where that has no figure of it.

    `spec` and `dataset` are what the evaluation was made of.
    """
    report = evaluation.spec.period
    if period == report:
        judged, record = evaluation, evaluation.changes.since if evaluation.changes else None
    else:
        then = in_period(spec, dataset, indicator, period, evaluation.as_at)
        if then is None:
            return None
        judged, record = then, None
    one = judged.of(indicator)
    return explained(one, judged, case_again(one, dataset, record), inputs, report)


def document(found: Explained, spec: Spec, as_at: date) -> Document:
    """An explanation as a page of its own."""
    council = spec.house.council
    return Document(
        title=found.label,
        author=council,
        subject=found.headline,
        language=TAGS[ENGLISH],
        dated=as_at,
        masthead=Masthead(council, spec.committee, words.day(spec.meeting)),
        running_head=f"{council}: {spec.committee}, {words.day(spec.meeting)}",
        page_label=words.PAGE_LABEL,
        page_words=page_words(),
        blocks=(heading(f"{found.label} ({found.id})", 1), paragraph(found.headline), *found.blocks),
    )


def _blocks(one: Assessment, evaluation: Evaluation, case: Case, inputs: Inputs, report: Period) -> Iterator[Block]:
    indicator, made_from = one.indicator, inputs.made_from
    if one.figure.period != report:
        text = f"This period is judged by the rules of the report on {words.named(report)}, with the figures of today."
        text += " The report of then may have said something else."
        yield Note("Judged again", (Text(text),))
    for each in indicator.redefinitions:
        if one.figure.period.start < each.since.start <= report.start:
            text = f"From {words.named(each.since)} on it is counted otherwise: {each.reason}"
            yield Note("Counted in another way", (Text(sentence(text)),))
    yield heading("Where the figure comes from")
    yield from _figure(one, evaluation, made_from)
    names, house = [each.name for each in indicator.counted], evaluation.spec.house
    counts = tuple(counted.explained(names, inputs.records, house, hidden=not inputs.data_hashes))
    if counts:
        yield heading("How it was counted")
        yield from counts
    if indicator.targets:
        yield heading("Target")
        yield facts(_target(one, made_from))
    yield heading("Status")
    yield from status(one, case, made_from)
    if one.directions:
        yield heading("Direction of travel")
        yield facts((_against(one, travel), [_moved(one, travel)]) for travel in one.directions)
    if one.forecast is not None:
        yield heading("Forecast")
        yield facts(_forecast(one, made_from))
    if indicator.benchmarks:
        yield heading("Benchmarks")
        yield facts(_benchmarks(one, made_from))
    yield heading("Commentary")
    yield from spoken(one, evaluation, case, made_from, report)
    settings = tuple(_settings(one, made_from))
    if settings:
        yield heading("Settings, and where they come from")
        yield table(
            "What is said nearest counts", ("Setting", 12), ("What it says", 34), ("Said in", 16), rows=settings
        )


# ---- the figure


def _figure(one: Assessment, evaluation: Evaluation, made_from: MadeFrom) -> Iterator[Block]:
    rows = tuple(dict.fromkeys(row for figure in (one.figure, *one.rows) for row in figure.observations))
    yield facts(_made(one))
    if rows:
        source = details.source_rows(rows, evaluation, made_from.folder)
        yield source
        yield from details.marks([source])
    suppressed = one.figure.reason is Reason.SUPPRESSED
    if one.indicator.suppress is not None and one.indicator.suppress.profile is not None:
        at = _said(one.indicator, "suppress", made_from)
        text = f"{small_numbers.said([one])} This is said in {at}."
        if suppressed:
            text += " The figure is one of those. “kpic disclosure” tells you, and you alone, why."
        yield Note("Withheld" if suppressed else "Small numbers", (Text(text),))


def _made(one: Assessment) -> Iterator[tuple[str, list[str]]]:
    indicator, figure = one.indicator, one.figure
    yield "Figure", list(details.figure_lines(figure, one))
    if indicator.definition:
        yield "Definition", [indicator.definition]
    if figure.amount is None:
        return
    amounts = rounded.of(indicator, figure.amount)
    yield "How it is made", [origins.how(indicator, figure)]
    yield "Exactly", [rounded.exactly(amounts)]
    yield "Rounded", [rounded.rules(amounts)]


# ---- the target


def _target(one: Assessment, made_from: MadeFrom) -> Iterator[tuple[str, list[str]]]:
    indicator, period = one.indicator, one.figure.period
    if one.target is None:
        yield "Target", [f"None for {words.named(period)}"]
    else:
        source = working.of_target("", "", one, one.target, one.aim, period, Origins(made_from)).origin.source
        decided = words.decided(one.target.reason, one.target.author)
        yield "Target", [numbers.target(one), f"Set in {source}{decided}"]
    floor = indicator.floor_for(period)
    if floor is not None:
        yield "Floor", [" ".join(floor.span.text.split()), f"Set in {_at(floor.span, made_from)}"]
    if indicator.tolerance is not None:
        yield "Tolerance", [numbers.tolerance(indicator), f"Set in {_said(indicator, 'tolerance', made_from)}"]


# ---- directions


def _against(one: Assessment, travel: Travel) -> str:
    return words.capitalised(directions.since(travel.against, one.figure.period.grain))


def _moved(one: Assessment, travel: Travel) -> str:
    reason = travel_because(one.indicator, one.figure, travel)
    if travel.direction is None:
        return f"Cannot be told: {reason}"
    return f"{words.capitalised(travel.direction.value)}: {reason}"


# ---- forecast and benchmarks


def _forecast(one: Assessment, made_from: MadeFrom) -> Iterator[tuple[str, list[str]]]:
    ahead = one.forecast
    assert ahead is not None  # whoever calls has seen to that
    printed = numbers.value(one.indicator, ahead.figure)
    source = origins.rows(ahead.figure.observations, made_from)
    yield "Forecast", [f"{printed} for {words.named(ahead.figure.period)}", *([source] if source else [])]
    yield "Target then", [numbers.aimed(one.indicator, ahead.target, ahead.aim)]
    status = ahead.state or ahead.unrated
    assert status is not None  # exactly one of them is given
    word = ahead.state.mark.word if ahead.state else words.NOT_RATED
    yield "Status then", [f"{word}: {status_because(one.indicator, ahead.figure, status, ahead.aim)}"]


def _benchmarks(one: Assessment, made_from: MadeFrom) -> Iterator[tuple[str, list[str]]]:
    value = judged_value(one)
    for benchmark in one.indicator.benchmarks:
        when = f" in {words.named(benchmark.period)}" if benchmark.period else ""
        found = [f"{numbers.benchmark(one.indicator, benchmark)}{when}"]
        other = amount_of(benchmark, one.indicator)
        if value is not None and other is not None:
            lead = better_by(one.indicator.polarity, one.aim, value, other)
            if lead is not None:
                apart = numbers.difference(one.indicator.unit, lead, None)
                how = f"{'better' if lead > 0 else 'worse'} than it by {apart}" if lead else "no better and no worse"
                found.append(f"{spell(value, one.indicator.unit, None)} is {how}")
        standing = one.standing(benchmark.name)
        if standing is not None and standing.place is not None:
            place = standing.place
            found.append(f"Rank {place.rank} of {place.ranked}{', shared' if place.is_joint else ''}")
        spec = TableColumnSpec(TableColumn.BENCHMARK, benchmark=benchmark.name)
        made = working.of_benchmark("", "", one, benchmark, peers.figures(one, spec), (), Origins(made_from))
        yield words.capitalised(benchmark.name.replace("_", " ")), [*found, made.origin.source]


# ---- settings


def _settings(one: Assessment, made_from: MadeFrom) -> Iterator[tuple[str, ...]]:
    indicator = one.indicator
    origins = dict(indicator.origins)
    said = {
        "scheme": indicator.scheme.label if indicator.targets else "",
        "tolerance": numbers.tolerance(indicator) if indicator.targets else "",
        "compare": ", ".join(each.value for each in indicator.comparators),
        "covers": covered(indicator.covers, one.figure.period.grain) if indicator.covers else "",
        "judge": indicator.judge.value,
        "suppress": _profile(indicator),
        "owner": indicator.owner,
    }
    for keyword, text in said.items():
        origin = origins.get(keyword)
        if text and origin is not None:
            yield (keyword, text, _origin(origin, made_from))


def _profile(indicator: Indicator) -> str:
    if indicator.suppress is None:
        return ""
    if indicator.suppress.profile is None:
        return f"all counts are shown ({indicator.suppress.reason})"
    return str(indicator.suppress.profile)


def _said(indicator: Indicator, keyword: str, made_from: MadeFrom) -> str:
    """Where a setting was said."""
    origin = dict(indicator.origins).get(keyword)
    return _origin(origin, made_from) if origin else _at(indicator.span, made_from)


def _origin(origin: Origin, made_from: MadeFrom) -> str:
    return f"{_LEVELS[origin.level]} ({_at(origin.span, made_from)})"


_at = origins.line

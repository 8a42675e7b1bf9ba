"""The key to the table, written from the rules: what is printed cannot differ from what was judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce

from kpidsl.compose import directions, forecast, numbers, peers, small_numbers, vocabulary, words
from kpidsl.compose.asking import Asking, aimed, better_at_edges
from kpidsl.document.model import Key, KeyEntry, Sparkline, StatusCell, Table, Text, TextCell, TrendCell
from kpidsl.document.outline import text
from kpidsl.evaluation.model import Assessment, Evaluation, Unrated
from kpidsl.evaluation.summary import schemes_of
from kpidsl.period import Period
from kpidsl.saying import marked, say
from kpidsl.spec.indicator import Indicator, Scheme
from kpidsl.spec.milestone import Milestone
from kpidsl.spec.model import DictionaryPlace, PerformanceTable
from kpidsl.spec.target import Target
from kpidsl.terms import Grain, Judge, PartsRule, Reason, TableColumn

_MOST_LISTED = 6  # tolerances or names, where a dictionary has them all
_MOST_BESIDE = 12  # names of rows beside an outturn of the whole year, where a dictionary has them all


def key(evaluation: Evaluation, place: PerformanceTable, table: Table) -> Key:
    """What the marks and words in a table mean: those that stand in it and no others. Without entries where none do."""
    shown = [one for one in evaluation.assessments if one.indicator.section is not None]
    cells = [cell for group in table.groups for row in group.rows for cell in row.cells]
    texts = list(dict.fromkeys(text(cell.content) for cell in cells if isinstance(cell, TextCell)))
    rated = any(isinstance(cell, StatusCell) for cell in cells)
    ahead = forecast.shows_status(place)
    rated_rows = [one for one in shown if one.state or (ahead and one.forecast and one.forecast.state)]
    in_force = schemes_of(rated_rows)
    entries: list[KeyEntry] = []
    dictionary = _dictionary(evaluation)
    for scheme in in_force if rated else ():
        members = [one for one in rated_rows if one.indicator.scheme == scheme]
        in_table = any(spec.column is TableColumn.TOLERANCE for spec in place.columns)
        tolerance = _tolerance(members, in_table=in_table, elsewhere=dictionary)
        strict = any(one.aim and one.aim.is_strict for one in members)
        how = aimed((one.indicator.polarity for one in members), any_strict=strict)
        if len(in_force) > 1:
            entries.append(rows(scheme, [one.indicator for one in rated_rows]))
        entries += states(scheme, Asking(how, tolerance, evaluation.spec.period.grain))
    if say(words.NOT_RATED) in texts:
        now = any(spec.column is TableColumn.STATUS for spec in place.columns)
        why = dict.fromkeys((*(_unrated(shown) if now else ()), *(forecast.unrated(shown) if ahead else ())))
        entries.append(KeyEntry(say(words.NOT_RATED), (Text(sentence(reduce(_either, why))),)))
    entries += _not_known(texts)
    times = _targets(shown, evaluation.spec.period, dictionary)
    if times and any(column.title == say(words.TARGET) for column in table.columns):
        entries.append(KeyEntry(say(words.TARGET), (Text(times),)))
    if forecast.has_column(place) or (rated and any(scheme.looks_ahead for scheme in in_force)):
        entries.append(forecast.key_entry(place, evaluation))
    trends = [cell.sparkline for cell in cells if isinstance(cell, TrendCell)]
    if trends:
        entries.append(KeyEntry(say(words.TREND), (Text(_trend(evaluation, place, trends)),)))
    entries += directions.key(place, shown, texts, evaluation.spec.period.grain)
    if say(words.NOT_COMPARED) in texts:
        entries.append(KeyEntry(say(words.NOT_COMPARED), (Text(directions.not_compared_meaning(place, shown)),)))
    for reason, word in vocabulary.REASONS.items():
        if say(word) in texts:
            entries.append(KeyEntry(say(word), (Text(_reason(reason, place, shown)),)))
    entries += peers.key(evaluation, place, texts)
    for marker, meaning in vocabulary.MARKERS.values():
        if any(marker in each.split() for each in texts):
            entries.append(KeyEntry(marker, (Text(say(meaning)),)))
    withheld = small_numbers.said(shown)
    if withheld:
        entries.append(KeyEntry(say(words.SMALL_NUMBERS), (Text(withheld),)))
    made_of_parts = _parts(shown)
    if made_of_parts:
        entries.append(KeyEntry(say(words.PARTS), (Text(made_of_parts),)))
    parts = [one.indicator.label for one in shown if _outturn_is_longer(one, evaluation)]
    if parts and any(spec.column is TableColumn.OUTTURN for spec in place.columns):
        is_many = bool(dictionary) and len(parts) > _MOST_BESIDE
        number = f"{len(parts):,}"
        many = say(_WHOLE_YEAR_OF_MANY, number=number, dictionary=dictionary) if is_many else ""
        covered = many or say(_WHOLE_YEAR, indicators=words.listed(parts))
        entries.append(KeyEntry(say(words.WHOLE_YEAR), (Text(covered),)))
    if rated:
        judged = {one.indicator.judge for one in rated_rows}
        said = _rounding(judged, in_force, _strict_words(rated_rows))
        if any(one.indicator.rounded_to for one in rated_rows):
            said += " " + say("Where counts are rounded, the figure that they give is the one that is judged.")
        entries.append(KeyEntry(say(words.ROUNDING), (Text(said),)))
    return Key(title(in_force[0].label if rated and len(in_force) == 1 else ""), tuple(entries))


_WHOLE_YEAR = marked("Last year's outturn is of the whole year, the figure beside it is not: {indicators}.")
_WHOLE_YEAR_OF_MANY = marked(
    "Last year's outturn is of the whole year, the figure beside it is not, for {number} indicators: {dictionary} says "
    "which."
)


def title(scheme: str) -> str:
    """Of a key to the statuses of one scheme, or of several where it is empty."""
    return f"{say(words.KEY_TITLE)}: {scheme}" if scheme else say(words.KEY_TITLE)


def _either(first: str, second: str) -> str:
    return say("{first}, or {second}", first=first, second=second)


def states(scheme: Scheme, asking: Asking) -> Iterator[KeyEntry]:
    """What each state of a scheme means."""
    for state, meaning in zip(scheme.states, asking.meanings(scheme), strict=True):
        yield KeyEntry(state.mark, (Text(sentence(meaning)),))


def rows(scheme: Scheme, judged: Sequence[Indicator | Milestone]) -> KeyEntry:
    """Which rows a scheme judges, where a table has several: whole sections by their name, the others by their own."""
    members = [one for one in judged if one.scheme == scheme]
    others = [one for one in judged if one.scheme != scheme]
    if len(members) > len(others):
        return KeyEntry(scheme.label, (Text(say("For all that is not named under another scheme.")),))
    elsewhere = {one.section for one in others}
    whole = dict.fromkeys(one.section for one in members if one.section not in elsewhere)
    names = [say("all of “{section}”", section=section.label) for section in whole if section]
    names += [f"“{one.label}”" for one in members if one.section in elsewhere]
    return KeyEntry(scheme.label, (Text(say("For {rows}.", rows=words.listed(names))),))


def _dictionary(evaluation: Evaluation) -> str:
    """Where the dictionary is, in words; empty where there is none."""
    for number, chapter in enumerate(evaluation.spec.chapters, start=1):
        if any(isinstance(part, DictionaryPlace) for part in chapter.parts):
            return say("the dictionary (chapter {number})", number=number)
    return ""


def _targets(shown: Sequence[Assessment], period: Period, dictionary: str) -> str:
    """What time each target is for, where that differs; the most are the others. Empty where it is the same for all.
    Many are not named where there is a dictionary."""
    kinds: dict[str, list[str]] = {}
    for one in shown:
        if one.target is not None and one.aim is not None:
            kinds.setdefault(_time_of(one.target, period), []).append(f"“{one.indicator.label}”")
    if len(kinds) < 2:
        return ""
    most = max(kinds, key=lambda kind: len(kinds[kind]))
    named = [
        say(_OF_MANY, number=f"{len(names):,}", time=kind, dictionary=dictionary)
        if dictionary and len(names) > _MOST_LISTED
        else say("For {indicators} it is {time}.", indicators=words.listed(names), time=kind)
        for kind, names in kinds.items()
        if kind != most
    ]
    return " ".join((*named, say("For all others it is {time}.", time=most)))


_OF_MANY = marked("For {number} indicators it is {time}: {dictionary} says which.")


def _time_of(target: Target, period: Period) -> str:
    if target.grain is period.grain or target.period == period:
        return say("for {period}", period=words.short(period))
    if target.grain is not None or target.period is None:
        return say("tied to no period")
    return say("for {period} as a whole", period=words.short(target.period))


def _parts(shown: Sequence[Assessment]) -> str:
    """What the rows that are parts of another come to; empty where there are none."""
    labels: dict[PartsRule, list[str]] = {}
    for one in shown:
        if one.indicator.breakdown is not None:
            labels.setdefault(one.indicator.breakdown.rule, []).append(f"“{one.indicator.label}”")
    if not labels:
        return ""
    said = [say(text, indicators=words.listed(labels[rule])) for rule, text in _SUMS.items() if rule in labels]
    lead = say("Rows that say “{of_which}” are parts of the indicator above them.", of_which=say(words.OF_WHICH))
    return " ".join((lead, *said))


_SUMS = {
    PartsRule.ADD_UP: marked("The parts add up to the whole for {indicators}."),
    PartsRule.GIVE_VALUE: marked("The figures of the parts were added up for {indicators}."),
    PartsRule.OVERLAP: marked("The parts overlap, so they need not add up, for {indicators}."),
}


def _not_known(texts: Sequence[str]) -> Iterator[KeyEntry]:
    """Targets that hang on another figure, which is not there."""
    if say(words.NOT_KNOWN) in texts:
        yield KeyEntry(say(words.NOT_KNOWN), (Text(say("The target hangs on another figure, which is not there.")),))


def _unrated(shown: Sequence[Assessment]) -> Iterator[str]:
    """Why rows of the table have no status."""
    reasons = {one.unrated for one in shown}
    if Unrated.NO_TARGET in reasons:
        never = all(not one.indicator.targets for one in shown if one.unrated is Unrated.NO_TARGET)
        yield say(words.NEVER_A_TARGET) if never else say("no target is set for this period")
    if Unrated.TO_BE_SET in reasons:
        yield say(words.TARGET_TO_BE_SET)
    if Unrated.NO_VALUE in reasons:
        yield say("there is no value")
    if Unrated.UNKNOWN in reasons:
        redefined = any(one.indicator.redefinitions for one in shown if one.unrated is Unrated.UNKNOWN)
        asks = marked("its rule asks for a figure that is not there")
        yield say("its rule asks for a figure that is not there or not comparable") if redefined else say(asks)


def _outturn_is_longer(one: Assessment, evaluation: Evaluation) -> bool:
    """Whether a figure counted over a part of the year stands beside one of a whole year."""
    indicator = one.indicator
    is_part = indicator.covers is not None and indicator.covers.is_part_of_year and not indicator.unit.is_quotient
    return is_part and evaluation.spec.period.grain is not Grain.YEAR and one.outturn is not None


def _reason(reason: Reason, place: PerformanceTable, shown: Sequence[Assessment]) -> str:
    """What a reason means; `not comparable` may be said of figures, of directions and changes, or of both."""
    if reason is not Reason.NOT_COMPARABLE:
        return say(vocabulary.REASON_MEANINGS[reason])
    between = directions.not_comparable_meaning(place, shown)
    of_figures = any(figure.reason is reason for one in shown for figure in (one.figure, one.outturn) if figure)
    return " ".join(
        filter(None, (say(vocabulary.REASON_MEANINGS[reason]) if of_figures or not between else "", between))
    )


def _trend(evaluation: Evaluation, place: PerformanceTable, drawn: Sequence[Sparkline]) -> str:
    period = evaluation.spec.period
    periods = next(spec.periods for spec in place.columns if spec.column is TableColumn.TREND)
    line = _BROKEN if any(trend.breaks for trend in drawn) else _LINE
    target = _TARGET_GAPS if any(None in trend.target for trend in drawn) else _TARGET_LINE
    ends = {"first": words.short(period.back(periods - 1)), "last": words.short(period)}
    return " ".join((say(line, **ends), say(target), say("Drawn where there is a target and more than one value.")))


_LINE = marked("A line from {first} on the left to {last} on the right, which has the dot.")
_BROKEN = marked(
    "A line from {first} on the left to {last} on the right, which has the dot, broken where the figures before and "
    "after are not comparable."
)
_TARGET_LINE = marked("The dashed line is the target of each period.")
_TARGET_GAPS = marked("The dashed line is the target of each period, with a gap where there is none.")


def _rounding(judged: set[Judge], schemes: Sequence[Scheme], strict: str) -> str:
    as_printed = marked("Differences are taken from the same figures.")
    differences = as_printed if Judge.DISPLAYED in judged else marked("Differences are taken before rounding.")
    sentences = [say(_JUDGED[frozenset(judged)]), say(differences)]
    if all(map(better_at_edges, schemes)):
        at_edges = marked("A figure on a boundary takes the better status.")
        but_strict = marked("A figure on a boundary takes the better status, unless its target says {words}.")
        sentences.append(say(but_strict, words=strict) if strict else say(at_edges))
    else:
        sentences.append(say("The words of each status say on which side a figure on its boundary falls."))
        not_met = marked("A target of {words} a figure is not met by the figure itself.")
        sentences += [say(not_met, words=strict)] if strict else []
    return " ".join(sentences)


_JUDGED = {
    frozenset({Judge.UNROUNDED}): marked("Status is judged on the exact figure."),
    frozenset({Judge.DISPLAYED}): marked("Status is judged on the figure as printed."),
    frozenset(Judge): marked("Some statuses are judged on the printed figure, some on the exact."),
}


def _strict_words(rated: Sequence[Assessment]) -> str:
    """The words of targets in the table that their own figure does not meet: `“fewer than” or “less than”`."""
    found = {numbers.bound(one.indicator, one.target, one.aim) for one in rated} - {""}
    return words.listed(sorted(f"“{bound}”" for bound in found), "or")


def _tolerance(shown: Iterable[Assessment], *, in_table: bool, elsewhere: str) -> str:
    """The tolerance in words: its amount, or the different ones of the indicators, unless the table has them; or, of
    too many, where they are given."""
    amounts = {numbers.tolerance(one.indicator) for one in shown if one.indicator.tolerance}
    if len(amounts) == 1:
        return amounts.pop()
    if elsewhere and not in_table and len(amounts) > _MOST_LISTED:
        return say("its own tolerance, given in {dictionary}", dictionary=elsewhere)
    if not amounts or in_table:
        return say(words.ITS_TOLERANCE)
    return f"{say(words.ITS_TOLERANCE)} ({', '.join(sorted(amounts))})"


def sentence(meaning: str) -> str:
    """With a capital and a full stop."""
    return f"{words.capitalised(meaning)}."

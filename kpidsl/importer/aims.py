"""What the cells of an indicator say of its polarity, targets and tolerance, as lines of a spec.

Nothing here is settled by what is usual: a line is read from a cell, worked out from what it names, or left to the
officer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

from kpidsl.data.typed import amount_in
from kpidsl.importer.figures import Measured, spelt
from kpidsl.importer.headings import plain
from kpidsl.importer.model import TO_DO, Box, Entry, Line, Role, Row
from kpidsl.importer.statuses import Judged, better, fitting
from kpidsl.period import Period
from kpidsl.quantity import MOST_PLACES, Dimension, Unit, parse_number, round_half_up
from kpidsl.values import dataclass

_HIGHER = (
    "aim to max|aim to maximise|aim to maximize|high|higher|higher is better|bigger|bigger is better|h|up|increase|"
    "bigger values are best|maximise|max|more|more is better|↑|▲|⬆|higher better|high is good|increasing|"
    "higher is good|bigger is best|positive|higher the better|big is better"
)
_LOWER = (
    "aim to min|aim to minimise|aim to minimize|low|lower|lower is better|smaller|smaller is better|l|down|decrease|"
    "smaller values are best|minimise|min|less|less is better|↓|▼|⬇|lower better|low is good|decreasing|lower is good|"
    "smaller is best|negative|lower the better|small is better"
)
_NEAR = "goldilocks|close to target|closest to target|t|closer to target is better|closest to target is best|target"
_RANGE = "in range|range|within range|goal post|between"
_NO_WAY = (
    "data only|none|n/a|neutral|no target|monitor|info|measure for information|information|contextual|context|-|"
    "for information|no polarity|n"
)
_WAYS = {
    word: way
    for way, words in (
        ("higher", _HIGHER), ("lower", _LOWER), ("near", _NEAR), ("range", _RANGE), ("none", _NO_WAY)
    )
    for word in words.split("|")
}  # fmt: skip
_NO_TARGET = re.compile(
    r"data only|none|n/?a|-|\u2013|no target(?: set)?|not set|monitor(?:ing)?(?: only)?|info(?:rmation)?(?: only)?|"
    r"for information|contextual|context|not applicable|no target required|trend only"
)
_TO_BE_SET = re.compile(r"tbc|to be set|tba|to be confirmed|to be agreed|being set|baseline(?: year)?|tbd")
_AT_LEAST = r"(?:>=|≥|at least|min(?:imum)?(?: of)?|no less than|not less than)"
_AT_MOST = r"(?:<=|≤|at most|max(?:imum)?(?: of)?|no more than|not more than|up to|no greater than)"
_OVER = r"(?:>|more than|over|above|greater than)"
_UNDER = r"(?:<|less than|fewer than|under|below)"
_BEFORE = (("at least", _AT_LEAST, "higher"), ("at most", _AT_MOST, "lower"), ("more than", _OVER, "higher"),
           ("less than", _UNDER, "lower"))  # fmt: skip
_AFTER = (("at least", r"(?:\+|or more|or above|or higher|or better)", "higher"),
          ("at most", r"(?:or less|or fewer|or below|or under|or lower)", "lower"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Goal:
    """A target: its amount, the words before it, and which way is better where these tell."""

    amount: Fraction
    bound: str = ""
    way: str = ""
    high: Fraction | None = None  # of a range


@dataclass(frozen=True, slots=True)
class Aims:
    """The lines of an indicator that say how it is judged. `is_judged` where they are complete."""

    polarity: Line
    lines: tuple[Line, ...]
    rows: tuple[Row, ...] = ()
    by_thresholds: bool = False
    is_judged: bool = False
    way: str = ""


def goal_in(box: Box, unit: Unit) -> Goal | None:
    """What a cell of targets says; None where that cannot be read."""
    text = " ".join(box.text.replace("\u2013", "-").split())
    words = text.casefold()
    if match := re.fullmatch(r"(.+?\d\S*) ?(?:-|to|and) ?(.*\d.*)", words):
        low, high = _amount(match[1].removeprefix("between "), unit), _amount(match[2], unit)
        if low is not None and high is not None and low < high:
            return Goal(low, way="range", high=high)
    for bound, pattern, way in _BEFORE:
        if match := re.fullmatch(rf"{pattern} ?(\S.*)", words):
            amount = _amount(text[match.start(1) :], unit)
            return None if amount is None else Goal(amount, bound, way)
    for bound, pattern, way in _AFTER:
        if match := re.fullmatch(rf"(.*\d\S*?) ?{pattern}", words):
            amount = _amount(text[: match.end(1)], unit)
            return None if amount is None else Goal(amount, bound, way)
    amount = _amount(text, unit)
    return None if amount is None else Goal(amount)


def _amount(text: str, unit: Unit) -> Fraction | None:
    if unit.dimension is Dimension.MONEY and unit.scale and parse_number(text) is not None:
        text = f"£{text}{unit.scale}"
    if unit.dimension is Dimension.RATIO and parse_number(text) is not None:
        text = f"{text}:1"
    amount = amount_in(text, unit)
    if amount is None or round_half_up(amount / unit.printed_scale, MOST_PLACES) * unit.printed_scale != amount:
        return None
    if unit.dimension is Dimension.PERCENT and not text.endswith("%") and 0 < amount < 1:
        return None  # 0.38 may be 38%
    return None if amount < 0 and unit.is_never_negative else amount


def aims(entry: Entry, id: str, unit: Measured, report: Period, judged: tuple[Judged, ...], default: Line) -> Aims:
    """The lines of an indicator. `judged` are the figures that the file itself judges, `default` the tolerance that its
    key gives for all."""
    boxes = {period: box for (role, period), box in entry.figures.items() if role is Role.TARGET}
    wanted = {when: box for when, box in boxes.items() if not _NO_TARGET.fullmatch(plain(box.text) or box.text)}
    none = next((box for when, box in boxes.items() if when not in wanted), None)
    goals = {when: (box, goal_in(box, unit.unit)) for when, box in wanted.items()}
    way, why = _way(entry, goals, judged)
    if not wanted:
        return _without(entry, way, why, none)
    lines, rows = _targets(goals, id, unit.unit, report)
    known = [goal for _, goal in goals.values() if goal is not None]
    latest = known[-1] if known else None
    if way == "range" or (way == "near" and (entry.fact(Role.MINIMUM) or entry.fact(Role.MAXIMUM))):
        return _ranged(entry, unit.unit, latest, why, default)
    if way not in ("higher", "lower", "near"):
        ask = Line("", f"{TO_DO} polarity: say higher is better, lower is better or closest to target is best")
        return Aims(ask, lines, rows)
    if not known:
        return Aims(_polarity(way, why), lines, rows, way=way)
    assert latest is not None
    margins = _margins(entry, unit.unit, latest.amount, way)
    if margins is not None:
        spread, by_thresholds, polarity = margins
        if polarity is not None:  # a range has no target beside it
            return Aims(polarity, spread, (), by_thresholds, True, "range")
        return Aims(_polarity(way, why), (*lines, *spread), rows, by_thresholds, True, way)
    tolerance = _tolerance(entry, unit.unit, latest.amount, default)
    if tolerance is None:
        hint = fitting(judged, way == "higher", unit.unit) if way != "near" else ""
        said = entry.fact(Role.TOLERANCE)
        as_said = f" {said.place} says “{said.text}”" if said and said.text else ""
        tolerance = Line("", f"{TO_DO} tolerance: how far may it miss its target and still be amber?{as_said}")
        if hint:
            tolerance = Line("", f"{tolerance.comment} ({hint})")
    return Aims(_polarity(way, why), (*lines, tolerance), rows, is_judged=bool(tolerance.text), way=way)


# ---- polarity


def _polarity(way: str, why: str) -> Line:
    words = {"higher": "higher is better", "lower": "lower is better", "near": "closest to target is best"}[way]
    return Line(f"polarity {words}", why)


def _way(
    entry: Entry, goals: Mapping[Period | None, tuple[Box, Goal | None]], judged: tuple[Judged, ...]
) -> tuple[str, str]:
    said = entry.fact(Role.POLARITY)
    if said is not None and (way := _WAYS.get(plain(said.text))):
        return way, f"read from {said.place} (“{said.text}”)"
    name = plain(entry.name.text)
    if match := re.search(r"\(?(high|low|bigg|small)e?r? (?:is|are) (?:better|good|best)\)?", name):
        return ("higher" if match[1] in ("high", "bigg") else "lower"), f"read from {entry.name.place}: “{match[0]}”"
    for box, goal in goals.values():
        if goal is not None and goal.way:
            return goal.way, f"worked out: the target in {box.place} is “{box.text}”"
    return better(judged)


def _without(entry: Entry, way: str, why: str, none: Box | None) -> Aims:
    """An indicator that has no target."""
    said = f"no target: {none.place} says “{none.text}”" if none is not None else "no target: none stands in the file"
    if way in ("higher", "lower"):
        return Aims(_polarity(way, why), (Line("", said),), way=way)
    if way == "none":
        return Aims(Line("polarity none", why), (Line("", said),), way=way)
    comment = f"{TO_DO} nothing says which way is better; none is right only if neither is"
    return Aims(Line("polarity none", comment), (Line("", said),), way="none")


# ---- targets


def _targets(
    goals: Mapping[Period | None, tuple[Box, Goal | None]], id: str, unit: Unit, report: Period
) -> tuple[tuple[Line, ...], tuple[Row, ...]]:
    """One line for the year where the target is one; else rows of the data."""
    year = report.whole_year
    by_year: dict[Period, dict[Period | None, tuple[Box, Goal | None]]] = {}
    for when, one in goals.items():
        by_year.setdefault((when or year).whole_year, {})[when] = one
    if all(_is_one(found) for found in by_year.values()):
        return tuple(_yearly(found, one, unit, report) for found, one in by_year.items()), ()
    if len(goals) > 1 and all(goal and not goal.bound for _, goal in goals.values()):
        places = ", ".join(box.place for box, _ in goals.values())
        rows = tuple(
            Row(id, when or year, "target", spelt(goal.amount, unit)) for when, (_, goal) in goals.items() if goal
        )
        return (Line("target from data", f"read from {places}, which differ; they are rows of the data"),), rows
    made: list[Line] = []
    for when, (box, goal) in goals.items():
        period = when or year
        if goal is not None:
            bound = f"{goal.bound} " if goal.bound else ""
            made.append(
                Line(f"target {bound}{spelt(goal.amount, unit).lower()} for {period}", f"read from {box.place}")
            )
        elif _TO_BE_SET.fullmatch(plain(box.text)):
            made.append(Line(f"target to be set for {period}", f"read from {box.place} (“{box.text}”)"))
        else:
            made.append(
                Line(f"target to be set for {period}", f"{TO_DO} {box.place} says “{box.text}”: write the target here")
            )
    return tuple(made), ()


def _is_one(goals: Mapping[Period | None, tuple[Box, Goal | None]]) -> bool:
    """Whether all the targets of a year are the same."""
    found = {None if goal is None else (goal.amount, goal.bound) for _, goal in goals.values()}
    return len(found) == 1 and None not in found


def _yearly(year: Period, goals: Mapping[Period | None, tuple[Box, Goal | None]], unit: Unit, report: Period) -> Line:
    boxes = [box for box, _ in goals.values()]
    goal = next(goal for _, goal in goals.values() if goal is not None)
    why = f"read from {', '.join(box.place for box in boxes)}"
    why += f"; its heading names no year, so that of {report}" if None in goals else ""
    return Line(f"target {f'{goal.bound} ' if goal.bound else ''}{spelt(goal.amount, unit).lower()} for {year}", why)


def _ranged(entry: Entry, unit: Unit, goal: Goal | None, why: str, default: Line) -> Aims:
    """Best between two values: those of its target, or the minimum and maximum of an export."""
    low = high = None
    where = why
    if goal is not None and goal.high is not None:
        low, high = goal.amount, goal.high
    else:
        boxes = entry.fact(Role.MINIMUM), entry.fact(Role.MAXIMUM)
        if boxes[0] is not None and boxes[1] is not None:
            low, high = _amount(boxes[0].text, unit), _amount(boxes[1].text, unit)
            where = f"read from {boxes[0].place} and {boxes[1].place}"
    if low is None or high is None or low >= high:
        return Aims(Line("", f"{TO_DO} polarity: between which two values is it best? ({why})"), ())
    polarity = Line(f"polarity between {spelt(low, unit)} and {spelt(high, unit)} is best", where)
    tolerance = _tolerance(entry, unit, high, default)
    if tolerance is None:
        tolerance = Line("", f"{TO_DO} tolerance: how far may it be outside and still be amber?")
    return Aims(polarity, (tolerance,), is_judged=bool(tolerance.text), way="range")


# ---- tolerance


def _tolerance(entry: Entry, unit: Unit, target: Fraction, default: Line) -> Line | None:
    box = entry.fact(Role.TOLERANCE)
    if box is None:
        if default.text.endswith("points") and unit.dimension is not Dimension.PERCENT:
            return None
        return default if default.text else None
    read = f"read from {box.place} (“{box.text}”)"
    text = re.sub(r"^(?:\+ ?/ ?-|±|within|-)\s*|\s*(?:tolerance|variance)$", "", plain(box.text)).strip()
    if match := re.fullmatch(r"([\d.]+) ?(?:%|per ?cent) ?(?:of|below|from) (?:the )?target", text):
        return Line(f"tolerance {match[1]}% of target", read)
    if unit.dimension is Dimension.PERCENT:
        if match := re.fullmatch(r"([\d.]+) ?(?:pp|points?|% ?points?|percentage points?|ppts?)", text):
            return Line(f"tolerance {_points(match[1])}", read)
        if match := re.fullmatch(r"([\d.]+)", text):
            return Line(f"tolerance {_points(match[1])}", f"{read}, which has no % sign, so points")
        if match := re.fullmatch(r"([\d.]+) ?(?:%|per ?cent)", text):
            return Line(
                f"tolerance {_points(match[1])}", f"{TO_DO} {box.place} says “{box.text}”: points, or of target?"
            )
    elif match := re.fullmatch(r"([\d.]+) ?(?:%|per ?cent)", text):
        return Line(f"tolerance {match[1]}% of target", f"{read}, which can only be of the target")
    level = re.fullmatch(r"(.*\d\S*) ?(?:-|to) ?(.*\d.*)", text)
    if level:
        ends = [_amount(level[1], unit), _amount(level[2], unit)]
        if ends[0] is not None and ends[1] is not None:
            gap = max(abs(target - ends[0]), abs(target - ends[1]))
            return _spread(
                gap, unit, f"worked out: {box.place} says “{box.text}”, and the target is {spelt(target, unit)}"
            )
    amount = _amount(text, unit)
    return None if amount is None or amount < 0 else _spread(amount, unit, read)


def _spread(gap: Fraction, unit: Unit, why: str) -> Line:
    return Line(f"tolerance {spelt(gap, unit.difference).lower()}", why)


def _points(number: str) -> str:
    return f"{number} point{'' if number == '1' else 's'}"


def _margins(entry: Entry, unit: Unit, target: Fraction, way: str) -> tuple[tuple[Line, ...], bool, Line | None] | None:
    """Red and amber thresholds, or variances, as lines; whether they take a scheme of two thresholds, and another
    polarity. None where the file has none that can be read."""
    red = _threshold(entry, Role.RED, Role.RED_VARIANCE, unit)
    amber = _threshold(entry, Role.AMBER, Role.AMBER_VARIANCE, unit)
    if red is None:
        return None
    sign = -1 if way == "higher" else 1
    is_level = _is_level(red, amber, target, way)
    kind = "a value, and not as a distance from the target" if is_level else "a distance from the target"
    why = f"worked out: {red.box.place} (“{red.box.text}”) is taken as {kind}"
    if is_level and way == "higher" and amber is not None:
        why = f"{why}, for {amber.box.place} lies between it and the target"
    elif not (red.is_variance and (amber is None or amber.is_variance)):
        why = f"{TO_DO} see that this is right: {why.removeprefix('worked out: ')}"
    reds = abs(target - red.amount) if is_level else red.distance(target)
    ambers = Fraction(0) if amber is None else abs(target - amber.amount) if is_level else amber.distance(target)
    if reds < ambers:
        return None
    if way == "near":
        if not ambers:
            return (_spread(reds, unit, why),), False, None
        assert amber is not None
        polarity = Line(
            f"polarity between {spelt(target - ambers, unit)} and {spelt(target + ambers, unit)} is best",
            f"worked out: {spelt(target, unit)} is best, green reaches {amber.box.place} (“{amber.box.text}”) from it",
        )
        return (_spread(reds - ambers, unit, why),), False, polarity
    if not ambers:
        return (_spread(reds, unit, why),), False, None
    assert amber is not None
    floor = Line(f"floor {spelt(target + sign * reds, unit)}", why)
    green = _spread(ambers, unit, f"worked out: green as far as {amber.box.place} (“{amber.box.text}”)")
    return (floor, green), True, None


@dataclass(frozen=True, slots=True)
class _Threshold:
    box: Box
    amount: Fraction
    is_share: bool
    is_variance: bool

    def distance(self, target: Fraction) -> Fraction:
        return abs(target) * self.amount / 100 if self.is_share else self.amount


def _threshold(entry: Entry, level: Role, variance: Role, unit: Unit) -> _Threshold | None:
    for role in (variance, level):
        box = entry.fact(role)
        if box is None:
            continue
        is_share = box.text.endswith("%") and unit.dimension is not Dimension.PERCENT
        amount = parse_number(box.text.removesuffix("%")) if is_share else _amount(box.text, unit)
        if amount is not None and amount >= 0 and (amount or role is variance):
            return _Threshold(box, amount, is_share, role is variance)
    return None


def _is_level(red: _Threshold, amber: _Threshold | None, target: Fraction, way: str) -> bool:
    """Whether thresholds are levels of the figure, rather than distances from the target: told by their order."""
    if red.is_variance or red.is_share or (amber is not None and (amber.is_variance or amber.is_share)):
        return False
    if way == "near":
        return False
    if amber is None:
        return abs(target - red.amount) * 2 <= abs(target)
    return red.amount <= amber.amount <= target if way == "higher" else red.amount >= amber.amount >= target

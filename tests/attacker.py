"""A reader who wants to know what a report does not show, and is good at sums.

Written from the text of the spec and from what is published alone (the attached observations, the JSON and the CSV),
without any of the product's own code: names, periods and relations are read afresh with regular expressions, and
integer programming finds the least and the greatest amount that each count can have. Where these are one, the attacker
wins.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

Count = tuple[str, str, str]  # name, period, and `value`, `numerator`, `denominator` or something derived
_LARGE = 100_000
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """What the block of an indicator says, as far as it matters here."""

    id: str
    unit: str
    measure: tuple[str, str] | None
    part_of: str | None
    parts: str | None
    covers: str | None


def _months(period: str) -> tuple[int, int]:
    """The first month of a period, counted from the year 0, and how many it has."""
    name, _, rest = period.partition(" ")
    if name in _MONTHS:
        return int(rest) * 12 + _MONTHS.index(name), 1
    length = {"": 12, "H": 6, "Q": 3}[rest[:1]]
    return int(name[:4]) * 12 + 3 + (int(rest[1:] or 1) - 1) * length, length


def indicators(spec: str) -> list[Line]:
    found = []
    for block in re.split(r"^(?=indicator )", spec, flags=re.MULTILINE)[1:]:
        block = re.split(r"^(?!indicator )(?=\w)", block, flags=re.MULTILINE)[0]

        def said(pattern: str, block: str = block) -> str | None:
            match = re.search(rf"^ +{pattern} *$", block, re.MULTILINE)
            return match[1] if match else None

        measure = said(r"measure +(\w+ */ *\w+)")
        found.append(
            Line(
                id=block.split()[1],
                unit=said(r"unit +(\w+)(?: to \d dp)?") or "",
                measure=tuple(re.split(r" */ *", measure)) if measure else None,  # type: ignore[arg-type]
                part_of=said(r"part +of +(\w+)"),
                parts=said(r"parts +([a-z ]+\w)"),
                covers=said(r"covers +([a-z ]+\w)"),
            )
        )
    return found


@dataclass
class Attack:
    """What the attacker knows: amounts of some counts, and sums among all of them."""

    lines: list[Line]
    known: dict[Count, Fraction] = field(default_factory=dict)
    hidden: dict[Count, None] = field(default_factory=dict)
    sums: list[tuple[dict[Count, Fraction], str]] = field(default_factory=list)  # `= 0` or `>= 0`

    # ---- reading what is published

    def read_observations(self, content: bytes) -> None:
        for row in csv.DictReader(io.StringIO(content.decode("utf-8"))):
            if row["kind"] not in ("", "actual"):
                continue
            name, period = row["indicator"], row["period"]
            if row["numerator"]:
                for part in ("numerator", "denominator"):
                    self.known[name, period, part] = Fraction(row[part].replace(",", ""))
            elif row["value"] == "suppressed":
                if self._is_percent(name):
                    self.hidden |= {(name, period, part): None for part in ("numerator", "denominator")}
                else:
                    self.hidden[name, period, "value"] = None
            elif not self._is_percent(name) and re.fullmatch(r"[\d,]+", row["value"]):
                self.known[name, period, "value"] = Fraction(row["value"].replace(",", ""))

    def read_record(self, content: bytes) -> None:
        """The JSON: every figure in it, and what its fractions say of their counts."""
        for one in json.loads(content)["indicators"]:
            points = [(one["period"], one["value"]["exact"] if one["value"] else None)]
            points += [
                (point["period"], point["exact"])
                for point in (*one["history"], one["outturn"], one["previous_outturn"])
                if point
            ]
            for period, exact in points:
                if exact is None:
                    continue
                if self._is_percent(one["id"]):
                    top, bottom = self._parts(one["id"], period)
                    share = Fraction(exact) / 100
                    self.sums.append(({top: Fraction(share.denominator), bottom: Fraction(-share.numerator)}, "="))
                elif Fraction(exact).denominator == 1:
                    self.known[one["id"], period, "value"] = Fraction(exact)
            for part in ("numerator", "denominator"):
                if one[part]:
                    cell = self._parts(one["id"], one["period"])[part == "denominator"]
                    self.known[cell] = Fraction(one[part]["exact"])

    def read_open_data(self, content: bytes) -> None:
        """The CSV of the figures."""
        for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig"))):
            name, period = row["indicator"], row["period"]
            if row["kind"] != "actual":
                continue
            if row["value"] and not self._is_percent(name):
                self.known[name, period, "value"] = Fraction(row["value"])
            for cell, part in zip(self._parts(name, period), ("numerator", "denominator"), strict=True):
                if row[part]:
                    self.known[cell] = Fraction(row[part])

    def _is_percent(self, name: str) -> bool:
        return any(line.id == name and line.unit == "percent" for line in self.lines)

    def _parts(self, id: str, period: str) -> tuple[Count, Count]:
        own = ((id, period, "numerator"), (id, period, "denominator"))
        measure = next(line.measure for line in self.lines if line.id == id)
        if measure is None or own[0] in self.known or own[0] in self.hidden:
            return own
        return ((measure[0], period, "value"), (measure[1], period, "value"))

    # ---- what the spec says of them

    def relate(self) -> None:
        """Every sum that follows from the spec, over all counts that the report has or withholds."""
        there = dict.fromkeys((*self.known, *self.hidden))
        periods = sorted({period for _, period, _ in there})
        by_id = {line.id: line for line in self.lines}
        self._counts: dict[tuple[str, str], list[Count]] = {}
        for line in self.lines:
            for period in periods:
                found = self._of(line, period, there)
                if found:
                    self._counts[line.id, period] = found
        for line in self.lines:
            if line.parts:
                members = [other for other in by_id.values() if other.part_of == line.id]
                for period in periods:
                    self._whole(line, members, period, there)
        for line in self.lines:
            self._over_time(line, periods)
        if not all(re.fullmatch(r"\d{4}-\d\d(?: Q\d)?", period) for period in periods):
            self._by_month(there)

    def _by_month(self, there: Mapping[Count, None]) -> None:
        """Where rows are of several lengths, each is the sum of its months, and each month of a whole that of its parts
        (all counts are taken to come over a period, or to be to date)."""
        covers = {line.id: line.covers for line in self.lines}
        used: dict[int, None] = {}
        for name, period, part in there:
            first, months = _months(period)
            if covers[name] == "year to date":
                first, months = first - (first - 3) % 12, months + (first - 3) % 12
            found = range(first, first + months)
            used |= dict.fromkeys(found)
            self._equal((name, period, part), [(name, str(month), "month") for month in found])
        for whole in [line for line in self.lines if line.parts == "add up"]:
            members = [line.id for line in self.lines if line.part_of == whole.id]
            for month in map(str, used):
                self._equal((whole.id, month, "month"), [(name, month, "month") for name in members])

    def _of(self, line: Line, period: str, there: Mapping[Count, None]) -> list[Count]:
        if line.unit == "count":
            cell = (line.id, period, "value")
            return [cell] if cell in there else []
        top, bottom = self._parts(line.id, period)
        if top not in there or bottom not in there:
            return []
        rest = (line.id, period, "remainder")
        self._equal(bottom, [top, rest])
        return [top, bottom, rest]

    def _equal(self, whole: Count, parts: Iterable[Count], sign: str = "=") -> None:
        terms = {whole: Fraction(1)}
        for part in parts:
            terms[part] = terms.get(part, Fraction(0)) - 1
        self.sums.append((terms, sign))

    def _whole(self, line: Line, members: list[Line], period: str, there: Mapping[Count, None]) -> None:
        found = [self._counts.get((member.id, period)) for member in members]
        own = self._counts.get((line.id, period))
        if line.parts == "overlap":
            for counts in found:
                for whole, part in zip(own or (), counts or (), strict=False):
                    self._equal(whole, [part], ">=")
            return
        if not all(found):
            return
        columns = 1 if line.unit == "count" else 2
        names = ("value",) if columns == 1 else ("numerator", "denominator")
        own = own or [(line.id, period, name) for name in names]
        for index in range(columns):
            parts = list(dict.fromkeys(counts[index] for counts in found if counts))
            if parts != [own[index]]:
                self._equal(own[index], parts)
        if columns == 2 and (line.id, period) not in self._counts:
            self._equal(own[1], [own[0], (line.id, period, "remainder")])
            own = [*own, (line.id, period, "remainder")]
        self._counts[line.id, period] = own

    def _over_time(self, line: Line, periods: list[str]) -> None:
        years = sorted({period[:7] for period in periods})
        for year in years:
            quarters = [f"{year} Q{number}" for number in (1, 2, 3, 4)]
            series = [self._counts.get((line.id, quarter)) for quarter in quarters]
            whole = self._counts.get((line.id, year))
            if line.covers == "at period end" and whole and series[3]:
                for cell, other in zip(whole, series[3], strict=True):
                    self._equal(cell, [other])
            if line.covers == "over quarter" and whole:
                for index, cell in enumerate(whole):
                    cells = [counts[index] for counts in series if counts]
                    self._equal(cell, cells, "=" if len(cells) == 4 else ">=")
            if line.covers == "year to date":
                there = [(quarter, counts) for quarter, counts in zip(quarters, series, strict=True) if counts]
                for (_, before), (quarter, after) in pairwise(there):
                    for index in range(len(after)):
                        name, _, part = after[index]
                        step = (name, quarter, f"step of {part}")
                        self._equal(after[index], [before[index], step])
                if whole and series[3]:
                    for cell, other in zip(whole, series[3], strict=True):
                        self._equal(cell, [other])
                elif whole and there:
                    for cell, other in zip(whole, there[-1][1], strict=True):
                        name, _, part = cell
                        self._equal(cell, [other, (name, year, f"step of {part}")])

    # ---- the attack

    def solved(self, targets: Mapping[Count, int], guess_not_zero: bool) -> dict[Count, int]:
        """Those of the `targets` (true amounts, to see whether there is another) that have been found out.

        With `guess_not_zero` the attacker takes every count that is withheld to be 1 or more, and is right where it is.
        """
        cells = list(dict.fromkeys((*self.known, *self.hidden, *(cell for terms, _ in self.sums for cell in terms))))
        at = {cell: index for index, cell in enumerate(cells)}
        low, high = np.zeros(len(cells)), np.full(len(cells), float(_LARGE))
        for cell in self.hidden:
            if guess_not_zero and targets.get(cell, 1) >= 1:
                low[at[cell]] = 1
        for cell, amount in self.known.items():
            low[at[cell]] = high[at[cell]] = float(amount)
        rows = np.zeros((max(1, len(self.sums)), len(cells)))
        top = np.zeros(len(rows))
        for index, (terms, sign) in enumerate(self.sums):
            for cell, factor in terms.items():
                rows[index, at[cell]] += float(factor)
            top[index] = 0 if sign == "=" else np.inf
        constraints = LinearConstraint(rows, np.zeros(len(rows)), top)
        found: dict[Count, int] = {}
        for cell, true in targets.items():
            if cell not in at or true == 0:
                continue
            ends = []
            for way in (1.0, -1.0):
                goal = np.zeros(len(cells))
                goal[at[cell]] = way
                result = milp(goal, constraints=constraints, bounds=Bounds(low, high), integrality=np.ones(len(cells)))
                assert result.status in (0, 3), (cell, result.message)  # the truth itself is a solution
                ends.append(None if result.status == 3 else round(result.x[at[cell]]))
            assert ends[0] is not None
            assert ends[0] <= true <= (ends[1] if ends[1] is not None else _LARGE), (cell, true, ends)
            if ends[0] == ends[1]:
                found[cell] = true
        return found

"""Child-level rows that add up to what Rutland published, for `specs/from-records`. Run it to write them anew.

Every row is made up: nobody is behind it. Only the counts are those of the report of 30 September 2021; which child,
which day and which review were late is set by rule. Figures of earlier quarters, which the report does not print, add
up to the illustrative ones of `specs/data/childrens-services.csv`.

Tables that the Standard Safeguarding Dataset has are named as there. The others stand for lists that a council keeps.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

from kpidsl.document.sheets import Rows
from kpidsl.render import csv
from kpidsl.synthetic.tables import COLUMNS, ILLUSTRATIVE, MARK

SPECS = Path(__file__).parents[1] / "specs"
FOLDER = SPECS / "from-records"
Row = tuple[str | date | None, ...]

_Q1, _Q2, _Q3, _Q4, _NOW = Q = (
    (date(2020, 4, 1), date(2020, 6, 30)),
    (date(2020, 7, 1), date(2020, 9, 30)),
    (date(2020, 10, 1), date(2020, 12, 31)),
    (date(2021, 1, 1), date(2021, 3, 31)),
    (date(2021, 4, 1), date(2021, 6, 30)),
)
_YEAR_END, _LAST = _Q4[1], _NOW[1]
_OWN: dict[str, tuple[str, ...]] = {
    "cin_reviews": ("review", "child", "due_on", "held_on"),
    "core_groups": ("group", "child", "due_on", "held_on"),
    "statutory_visits": ("visit", "child", "visited_on", "was_virtual"),
    "cse_cases": ("case", "child", "opened_on", "closed_on"),
    "cwd_cases": ("case", "child", "opened_on", "closed_on"),
    "fostering_households": ("household", "approved_on", "ended_on"),
    "children_in_need": ("child", "as_at", "replaced_on", "last_seen_on"),
}


def _days(quarter: tuple[date, date], count: int) -> list[date]:
    """So many days of a quarter, spread over it, the first ones first."""
    first, last = quarter
    length = (last - first).days + 1
    return [first + timedelta(days=at * length // count) for at in range(count)]


def _after(day: date, days: int) -> date:
    return day + timedelta(days=days)


def _contacts() -> Iterator[Row]:
    """1,524 in 2020-21 and 356 in quarter one of 2021-22."""
    made = 0
    for quarter, count in zip(Q, (381, 381, 381, 381, 356), strict=True):
        for day in _days(quarter, count):
            made += 1
            yield (f"C{made:05d}", f"X{made % 1200:05d}", day)


# Referrals, and how many of them came within 12 months of another one of the same child: 248 and 94 (38%) in 2020-21,
# of which 17 of 50, 12 of 50 and 9 of 50 in its last three quarters; then 33 and none.
_REFERRALS, _AGAIN, _BACK = (98, 50, 50, 50, 33), (56, 17, 12, 9, 0), (200, 200, 280, 340, 0)


def _episodes() -> Iterator[Row]:
    """At the end of 2020-21, 85 children were in need; a quarter later 59: 29 of them still, and 30 newly referred."""
    earlier: list[tuple[str, date]] = []
    rows: list[tuple[str, date]] = []
    for at, (quarter, count, again, back) in enumerate(zip(Q, _REFERRALS, _AGAIN, _BACK, strict=True)):
        for number, day in enumerate(_days(quarter, count)):
            child = f"R{at}{number:03d}"
            rows.append((child, day))
            if number < again:
                earlier.append((child, _after(day, -back)))
    new = sum(_REFERRALS[:-1])
    open_at_year_end = set(range(new - 85, new))
    for number, (child, day) in enumerate([*earlier, *rows]):
        at = number - len(earlier)
        if at < 0 or (at not in open_at_year_end and at < new):
            closed: date | None = min(_after(day, 20), _YEAR_END)
        elif at < new:
            closed = _after(_NOW[0], at % 80) if at >= new - 56 else None
        else:
            closed = _LAST if at >= new + 30 else None
        yield (f"E{number:04d}", child, day, "N", closed)


def _assessments() -> Iterator[Row]:
    """68 of 75, 62 of 70, 55 of 60, 53 of 56 and 43 of 44 in time; of 67, 63, 55 + 1, 54 and 44 the child was seen."""
    number = 0
    for quarter, count, on_time, seen in zip(
        Q, (75, 70, 60, 56, 44), (68, 62, 55, 53, 43), (67, 63, 56, 54, 44), strict=True
    ):
        for at, day in enumerate(_days(quarter, count)):
            started = _after(day, -40 if at < on_time else -120)
            yield (f"A{number:04d}", f"R{number:04d}", f"E{number:04d}", started, "Y" if at < seen else "N", day)
            number += 1


def _visits(children: int, gap: int) -> Iterator[tuple[str, date]]:
    """Visits in quarter one of 2021-22 and the weeks before it, `gap` days apart."""
    for child in range(children):
        day = date(2021, 2, 10) + timedelta(days=child % 7)
        while day <= _LAST:
            yield f"V{child:03d}", day
            day = _after(day, gap)


def _children_in_need() -> Iterator[Row]:
    """On 30 June 2021, 58 of 59 had been seen within 42 days."""
    for number in range(59):
        yield (f"R{number:03d}", _LAST, None, _after(_LAST, -(number % 40) if number < 58 else -51))


def _cp_visits() -> Iterator[Row]:
    for number, (child, day) in enumerate(_visits(4, 14)):
        yield (f"V{number:04d}", child, f"P{child}", day, "Y")


def _cla_visits() -> Iterator[Row]:
    for number, (child, day) in enumerate(_visits(27, 35)):
        yield (f"V{number:04d}", f"L{child}", child, day, "Y")


def _stock(at_year_end: int, stayed: int, came: int) -> Iterator[tuple[int, date, date | None]]:
    """Cases that were open at the end of 2020-21; those of them that stayed open for another quarter; and new ones."""
    for number in range(at_year_end):
        opened = _after(date(2020, 4, 1), number % 300)
        yield number, opened, None if number < stayed else _after(_NOW[0], number % 60)
    for number, day in enumerate(_days(_NOW, came)):
        yield at_year_end + number, day, None


def _cp_plans() -> Iterator[Row]:
    """8, then 4."""
    for number, opened, closed in _stock(8, 3, 1):
        yield (f"P{number:03d}", f"E{number:04d}", f"CP{number:03d}", opened, closed)


def _cla_episodes() -> Iterator[Row]:
    """35, then 27."""
    for number, opened, closed in _stock(35, 24, 3):
        placement, care = f"M{number:03d}", f"L{number:03d}"
        yield (f"Q{number:03d}", f"CLA{number:03d}", placement, opened, closed, care, f"E{number:04d}")


def _placements() -> Iterator[Row]:
    """Those looked after at the end of June 2021; 11 of 27 live in placements that are not the council's own."""
    there = [row for row in _cla_episodes() if row[4] is None]
    for number, (_, child, placement, opened, _, care, _) in enumerate(there):
        provider = "PR4" if number < 7 else "PR5" if number < 11 else "PR1"
        yield (placement, care, child, opened, "U6", provider, None)


def _reviews(due: tuple[int, ...], in_time: tuple[int, ...]) -> Iterator[tuple[int, date, date]]:
    number = 0
    for quarter, count, held_in_time in zip(Q, due, in_time, strict=True):
        for at, day in enumerate(_days(quarter, count)):
            yield number, day, _after(day, -1 if at < held_in_time else 12)
            number += 1


def _cp_reviews() -> Iterator[Row]:
    """All in 2020-21, then 3 of 4."""
    for number, due, held in _reviews((6, 5, 4, 4, 4), (6, 5, 4, 4, 3)):
        yield (f"W{number:03d}", f"CP{number % 8:03d}", f"P{number % 8:03d}", due, held)


def _cla_reviews() -> Iterator[Row]:
    """24 of 26, 20 of 22, 26 of 28 and 20 of 21: 93% in 2020-21; then 25 of 26."""
    for number, due, held in _reviews((26, 22, 28, 21, 26), (24, 20, 26, 20, 25)):
        yield (f"W{number:03d}", f"L{number % 27:03d}", due, held, "N")


def _cin_reviews() -> Iterator[Row]:
    """41 of 54, 38 of 50, 41 of 50 and 40 of 46: 80% in 2020-21; then 54 of 60, so that 6 were late."""
    for number, due, held in _reviews((54, 50, 50, 46, 60), (41, 38, 41, 40, 54)):
        yield (f"W{number:03d}", f"R{number:04d}", due, held)


def _core_groups() -> Iterator[Row]:
    """17 of 18, 16 of 17, 16 of 16 and 16 of 16: 97% in 2020-21; then 8 of 8."""
    for number, due, held in _reviews((18, 17, 16, 16, 8), (17, 16, 16, 16, 8)):
        yield (f"G{number:03d}", f"CP{number % 8:03d}", due, held)


def _missing() -> Iterator[Row]:
    """27, then 1."""
    number = 0
    for quarter, count in zip(Q, (8, 7, 6, 6, 1), strict=True):
        for day in _days(quarter, count):
            yield (f"N{number:03d}", f"CLA{number % 9:03d}", day, "M", _after(day, 1))
            number += 1


def _care_leavers() -> Iterator[Row]:
    """On 30 June 2021, 31 of 38 were in education, employment or training."""
    for number in range(38):
        activity = ("F2", "F5", "F4", "P5")[number % 4] if number < 31 else "G5"
        yield (f"T{number:03d}", f"Y{number:03d}", _LAST, None, "YES", "1", activity)


def _early_help() -> Iterator[Row]:
    """95 open at the end of 2020-21, 91 a quarter later. Closed: 55, 40, 25, 30 and 20, of which 14, 6, 1, 0 and 0 were
    stepped up: 14% in 2020-21."""
    number = 0
    for quarter, count, up in zip(Q[:4], (55, 40, 25, 30), (14, 6, 1, 0), strict=True):
        for at, day in enumerate(_days(quarter, count)):
            yield (f"H{number:04d}", f"EH{number:04d}", _after(day, -90), day, "Step-up" if at < up else "Outcomes met")
            number += 1
    for at, opened, closed in _stock(95, 75, 16):
        reason = None if closed is None else "Outcomes met"
        yield (f"H{number + at:04d}", f"EH{number + at:04d}", opened, closed, reason)


def _statutory_visits() -> Iterator[Row]:
    """34 of 200 were virtual in 2020-21, then 7 of 100."""
    number = 0
    for quarter, count, virtual in zip(Q, (50, 50, 50, 50, 100), (14, 10, 6, 4, 7), strict=True):
        for at, day in enumerate(_days(quarter, count)):
            yield (f"S{number:04d}", f"X{number % 90:03d}", day, "yes" if at < virtual else "no")
            number += 1


def _cse() -> Iterator[Row]:
    """9, and 9 again."""
    for number, opened, closed in _stock(9, 7, 2):
        yield (f"S{number:03d}", f"CSE{number:03d}", opened, closed)


def _cwd() -> Iterator[Row]:
    """15, then 13."""
    for number, opened, closed in _stock(15, 12, 1):
        yield (f"D{number:03d}", f"CWD{number:03d}", opened, closed)


def _households() -> Iterator[Row]:
    """11, then 10."""
    for number, opened, closed in _stock(11, 10, 0):
        yield (f"F{number:03d}", opened, closed)


_ROWS: dict[str, Callable[[], Iterator[Row]]] = {
    "ssd_contacts": _contacts,
    "ssd_early_help_episodes": _early_help,
    "ssd_cin_episodes": _episodes,
    "ssd_cin_assessments": _assessments,
    "ssd_cp_plans": _cp_plans,
    "ssd_cp_visits": _cp_visits,
    "ssd_cp_reviews": _cp_reviews,
    "ssd_cla_episodes": _cla_episodes,
    "ssd_cla_placement": _placements,
    "ssd_cla_visits": _cla_visits,
    "ssd_cla_reviews": _cla_reviews,
    "ssd_missing": _missing,
    "ssd_care_leavers": _care_leavers,
    "children_in_need": _children_in_need,
    "cin_reviews": _cin_reviews,
    "core_groups": _core_groups,
    "statutory_visits": _statutory_visits,
    "cse_cases": _cse,
    "cwd_cases": _cwd,
    "fostering_households": _households,
}


# The indicators that are counted, each with its measure: those of which the rows tell the year before as well, and
# those of which they tell quarter one alone.
_COUNTED = {
    "contacts_received": "contacts_made",
    "referrals": "referrals_made",
    "re_referrals": "re_referred / referrals_made",
    "single_assessments": "assessments_done",
    "assessments_on_time": "assessments_in_45_days / assessments_done",
    "children_seen": "seen_in_assessment",
    "cse_cases": "cse_open",
    "missing_episodes": "missing_started",
    "virtual_visits": "visited_virtually",
    "cin_cases": "cin_open",
    "cin_reviews": "cin_reviews_in_time",
    "cin_reviews_late": "cin_reviews_not_in_time",
    "cp_cases": "cp_open",
    "cp_reviews": "cp_reviews_in_time / cp_reviews_due",
    "core_groups": "core_groups_in_time",
    "cla_cases": "cla_open",
    "cla_reviews": "cla_reviews_in_time / cla_reviews_due",
    "fostering_households": "fostering_open",
    "early_help_cases": "early_help_open",
    "stepped_up": "early_help_stepped_up",
    "stepped_up_nine_months": "stepped_up_in_nine_months",
    "cwd_cases": "cwd_open",
}
_COUNTED_NOW = {
    "cin_seen": "cin_seen_in_time / cin_listed",
    "cp_seen": "cp_visited_in_time",
    "cla_seen": "cla_visited_in_time",
    "non_la_placements": "non_la_placed / cla_open",
    "cl_accommodation": "care_leavers_suitable",
    "cl_eet": "care_leavers_in_eet / care_leavers",
    "cl_in_touch": "care_leavers_in_touch",
}
# Rows of the data that are parts of a measure.
_PARTS = {
    "re_referred": "re_referrals",
    "assessments_in_45_days": "assessments_on_time",
    "cin_seen_in_time": "cin_seen",
    "non_la_placed": "non_la_placements",
}
_NOW_NAME, _YEAR = "2021-22 Q1", "2020-21"


def is_counted(indicator: str, period: str) -> bool:
    """Whether the example counts this figure in its rows, so that the data do not give it."""
    indicator = _PARTS.get(indicator, indicator)
    if indicator in _COUNTED:
        return period == _NOW_NAME or period.startswith(_YEAR)
    return indicator in _COUNTED_NOW and period == _NOW_NAME


def rules(published: str) -> str:
    """`specs/children.kpi`, in which indicators name what is counted; all else in it stays as it is."""
    blocks = re.split(r"(?m)^(?=indicator )", published)
    return blocks[0] + "".join(map(_counted, blocks[1:]))


def _counted(block: str) -> str:
    name = block.split()[1]
    measure = {**_COUNTED, **_COUNTED_NOW}.get(name)
    if measure is None:
        return block
    without = re.sub(r"(?m)^  (?:measure|covers) .*\n", "", block)
    return re.sub(r"(?m)^(  polarity .*\n)", rf"\1  measure    {measure}\n", without, count=1)


def data(published: str) -> str:
    """The rows of the published data that are not counted here."""
    header, *rows = published.splitlines(keepends=True)
    return header + "".join(row for row in rows if not is_counted(*row.split(",")[:2]))


def files() -> dict[str, bytes]:
    """The files of rows by their names."""
    made = {}
    for name, rows in _ROWS.items():
        columns = (MARK, *COLUMNS.get(name, _OWN.get(name, ())))
        marked = tuple((ILLUSTRATIVE, *row) for row in rows())
        assert all(len(row) == len(columns) for row in marked), name
        made[f"{ILLUSTRATIVE}-{name}.csv"] = csv.render(Rows(columns, marked), marked=False)
    return made


def example() -> dict[str, bytes]:
    """Every file of the example that is made, by its path in the folder."""
    published = SPECS / "children.kpi", SPECS / "data/childrens-services.csv"
    children, figures = (path.read_text("utf-8") for path in published)
    return {
        **{f"rows/{name}": content for name, content in files().items()},
        "children.kpi": rules(children).encode("utf-8"),
        "data/published.csv": data(figures).encode("utf-8"),
    }


if __name__ == "__main__":
    for name, content in example().items():
        (FOLDER / name).parent.mkdir(parents=True, exist_ok=True)
        (FOLDER / name).write_bytes(content)

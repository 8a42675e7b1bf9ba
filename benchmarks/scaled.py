"""Reports of any size, made up by a rule: what the example report looks like with hundreds or thousands of indicators.

Every name, figure and note in them is illustrative. The same size and seed give the same files. A section has up to 30
indicators, of the kinds that council reports have: shares of two counts, plain percentages, counts of demand, rates
and money; most have a target, a trend over five periods and commentary by rules, and one in eight has a note.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SECTION = 30  # indicators in a section, at most
SPEC = "report.kpi"
PERIODS = ("2020-21", "2020-21 Q2", "2020-21 Q3", "2020-21 Q4", "2021-22 Q1")

_SERVICES = (
    "adult social care", "assessments", "bridges", "building control", "bus services", "business rates", "call centre",
    "care leavers", "child protection", "children in need", "council tax", "early help", "elections", "environment",
    "fostering", "highways", "homelessness", "housing benefit", "housing repairs", "inclusion", "leisure centres",
    "libraries", "licensing", "looked after children", "museums", "parking", "parks", "planning", "procurement",
    "public health", "recycling", "school admissions", "school transport", "special needs", "staff", "street lighting",
    "trading standards", "waste collection", "welfare rights", "youth services",
)  # fmt: skip
_THINGS = (
    "applications", "appointments", "cases", "checks", "complaints", "enquiries", "inspections", "payments", "plans",
    "referrals", "repairs", "requests", "reviews", "visits", "works orders",
)  # fmt: skip
_AREAS = ("north", "east", "south", "west", "town centre", "villages", "all areas")
_DONE = ("answered in time", "closed in time", "done on time", "held on time", "settled at the first contact")
_CAUSES = (
    "Two posts stood empty for most of the quarter, and both have been filled since.",
    "The new system was brought in during April, and some work was entered late.",
    "Demand was higher than in any earlier quarter, and staff were moved to meet it.",
    "The contractor changed in May, and the backlog that it left is being worked off.",
    "A few long cases weigh heavily on this figure, and each of them is now reviewed every week.",
)
_MEANS = (
    "Managers look at every case that is near its limit on Mondays, and the team expects to be back on target by "
    "autumn.",
    "The people concerned were asked what would have helped, and their answers are built into the plan for this year.",
    "Dates are now agreed with all parties in advance, so that fewer have to be moved.",
)


@dataclass(frozen=True, slots=True)
class Files:
    """A project by the names of its files."""

    texts: dict[str, str]

    def write(self, folder: Path) -> Path:
        """Put the files into a folder; returns the path of the spec."""
        for name, text in self.texts.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return folder / SPEC


def project(size: int, seed: int = 1) -> Files:
    """A report of `size` indicators with the data and the house file it needs. Reports of one size have the same rules;
    the `seed` decides on their figures and notes."""
    names, made = _rules(size), _figures(size, seed)
    rows = ["indicator,period,value,numerator,denominator,quality,note"]
    rows += [f"{id_},{period},{value},,,illustrative," for id_, period, value in made.rows]
    notes = "".join(_NOTE.format(id=id_, of="", words=words) for id_, words in made.notes)
    return _files(names, _REPORT.format(each=""), notes, rows, {})


def region(size: int, councils: int) -> Files:
    """The same for each of several councils in one run; the council of each number has the figures of that seed."""
    rows = ["indicator,period,entity,value,numerator,denominator,quality,note"]
    notes: list[str] = []
    for seed in range(1, councils + 1):
        made, name = _figures(size, seed), f"Council {seed}"
        rows += [f"{id_},{period},{name},{value},,,illustrative," for id_, period, value in made.rows]
        notes += [_NOTE.format(id=id_, of=f'of "{name}" ', words=words) for id_, words in made.notes]
    codes = ["name,code,old code", *(f"Council {seed},E069{seed:05},{seed}" for seed in range(1, councils + 1))]
    spec = _REPORT.format(each='  for        each authority in "councils.csv"\n')
    return _files(_rules(size), spec, "".join(notes), rows, {"councils.csv": "\n".join(codes) + "\n"})


def _files(rules: str, head: str, notes: str, rows: list[str], more: dict[str, str]) -> Files:
    data = "\n".join(rows) + "\n"
    texts = {"indicators.kpi": rules, SPEC: f"{head}\n{notes}{_CHAPTERS}", "data.csv": data, "council.yaml": _HOUSE}
    return Files({**texts, **more})


@dataclass(frozen=True, slots=True)
class _Made:
    """Rows of data, each an id, a period and a value, and what is said of some indicators."""

    rows: list[tuple[str, str, str]]
    notes: list[tuple[str, str]]


def _section_names(count: int) -> list[str]:
    plain = [service.capitalize() for service in _SERVICES]
    if count <= len(plain):
        return plain[:count]
    return [f"{plain[at % len(plain)]}, part {at // len(plain) + 1}" for at in range(count)]


def _targets(size: int) -> Iterator[int]:
    """The target of each indicator, whether or not it has one."""
    chance = random.Random(f"targets {size}")
    for number in range(size):
        yield chance.choice((80, 85, 90, 95) if number % 8 in (0, 3, 6) else (5, 10, 15, 20))


def _rules(size: int) -> str:
    """The file of indicators."""
    chance = random.Random(f"rules {size}")
    sections = [f"s{at}" for at in range((size + SECTION - 1) // SECTION)]
    rules = [_HEAD]
    named = zip(sections, _section_names(len(sections)), strict=True)
    rules.append("".join(f'section {id_} "{name}"\n' for id_, name in named))
    for number, target in enumerate(_targets(size)):
        thing, area, done = chance.choice(_THINGS), chance.choice(_AREAS), chance.choice(_DONE)
        name = f"{thing} ({area}, line {number + 1})"
        given = {"id": f"i{number}", "section": sections[number // SECTION], "target": target, "things": thing}
        match number % 8:
            case 0 | 3 | 6:
                rules.append(_SHARE.format(name=f"% {name} {done}", **given))
            case 1 | 4:
                rules.append(_LOWER.format(name=f"% {name} not {done}", **given))
            case 5:
                rules.append(_RATE.format(name=f"{name.capitalize()} per 10,000 people", **given))
            case _:
                rules.append(_COUNT.format(name=f"Number of {name}", **given))
    return "\n".join(rules)


def _figures(size: int, seed: int) -> _Made:
    chance = random.Random(f"figures {size} {seed}")
    made = _Made([], [])
    for number, target in enumerate(_targets(size)):
        id_, kind = f"i{number}", number % 8
        for period in PERIODS:
            if kind in (0, 3, 6):
                whole = chance.randint(40, 400)
                share = min(1.0, max(0.3, chance.gauss(target / 100 + 0.01, 0.05)))
                made.rows.append((f"{id_}_done", period, str(round(whole * share))))
                made.rows.append((f"{id_}_all", period, str(whole)))
            elif kind in (1, 4):
                made.rows.append((id_, period, f"{max(0, round(chance.gauss(target - 1, 3)))}%"))
            else:
                made.rows.append((id_, period, str(chance.randint(20, 90) if kind == 5 else chance.randint(5, 900))))
        if kind == 3:
            made.notes.append((id_, f"  > {chance.choice(_CAUSES)}\n  > {chance.choice(_MEANS)}"))
    return made


_NOTE = """
note {id} {of}by "the Head of Service"
{words}
"""

_HEAD = """# Illustrative: made up by benchmarks/scaled.py to measure how long reports of this size take.
language 1

scheme council "Council rating"
  green  when at or better than target
  amber  when within tolerance
  red    otherwise
"""

_SHARE = """
indicator {id} "{name}"
  section    {section}
  unit       percent
  polarity   higher is better
  measure    {id}_done / {id}_all
  judge      displayed
  target     {target}%
  tolerance  5 points
  benchmark  england 84% source "Illustrative"
  compare    with outturn
  example    {target}% is green
  commentary
    when green and improved since outturn
      > {{numerator}} of {{denominator}} {things} met the mark in {{period}} ({{value}}), after {{outturn}} last year.
      > The target is {{target}}; the average in England is {{england}}.
    when green
      > {{numerator}} of {{denominator}} {things} met the mark in {{period}} ({{value}}), which meets the target of
      > {{target}}.
    otherwise
      > {{numerator}} of {{denominator}} {things} met the mark in {{period}} ({{value}}), {{gap}} worse than the
      > target of {{target}}. Last year it was {{outturn}}, and the average in England is {{england}}."""

_LOWER = """
indicator {id} "{name}"
  section    {section}
  unit       percent
  polarity   lower is better
  target     {target}%
  tolerance  5 points
  commentary
    when green and improved since previous
      > {{value}} of {things} missed the mark in {{period}}, fewer than the {{previous}} of the quarter before and
      > within the target of {{target}}.
    when green
      > {{value}} of {things} missed the mark in {{period}}, within the target of {{target}}.
    otherwise
      > {{value}} of {things} missed the mark in {{period}}, {{gap}} worse than the target of {{target}}."""

_RATE = """
indicator {id} "{name}"
  section    {section}
  unit       rate per 10,000
  polarity   none
  benchmark  region 61 per 10,000 source "Illustrative"
  commentary
    otherwise
      > There were {{value}} {things}, against {{outturn}} last year. The average in the region is {{region}}."""

_COUNT = """
indicator {id} "{name}"
  section    {section}
  unit       count
  polarity   none
  covers     at period end"""

_REPORT = """# Illustrative: made up by benchmarks/scaled.py to measure how long reports of this size take.
language 1
use "indicators.kpi"

report "Performance at the end of {{period}}"
{each}  committee  "Scrutiny Committee"
  meeting    30 September 2021
  from       "Chief Executive"
  period     2021-22 Q1
  house      "council.yaml"
  data       "data.csv"
  scheme     council
  suppress   none because "All figures are illustrative"
  front      "Strategic aim" "Good services"
  front      "Exempt information" "No"
  recommend  "Notes performance at the end of {{period}}."
"""

_CHAPTERS = """
chapter "Purpose of the report"
  > This report puts the key performance indicators of the council before the committee. All of its figures are
  > illustrative.

chapter "Performance data"
  > The table covers {period}.
  table columns outturn, value, target, status, trend 4 quarters
  summary by status

chapter "Commentary"
  commentary

chapter "Conclusion"
  > Of the {count rated} indicators that have a target, {count green} are green ({share green}). Amber: {count amber}.
  > Red: {count red}.
"""

_HOUSE = """council: Illustrative Council
language: en-GB
theme:
  accent: "#1D3557"
"""

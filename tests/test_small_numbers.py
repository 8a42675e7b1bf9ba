"""Small counts: nobody can work out what a report does not show, and nothing of it stands anywhere."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from time import process_time
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from pikepdf import Pdf

from kpidsl import pipeline, rendering
from kpidsl.cli import explaining
from kpidsl.data.tables import read as read_tables
from kpidsl.document.outline import outline
from kpidsl.evaluation import evaluate, protect, withhold
from kpidsl.evaluation.protect import Protection
from kpidsl.source import Source
from tests import cases
from tests.attacker import Attack, Count, indicators

MOST = {"dfe": 5, "nhs": 7, "1 to 9": 9, "1 to 9 rounded to 5": 9}
NOW, LAST_YEAR = "2021-22 Q1", "2020-21"
QUARTERS = tuple(f"2020-21 Q{number}" for number in (1, 2, 3, 4))


@dataclass(frozen=True)
class Made:
    """A spec and its data; `true` has every count behind them, with those left over and the steps between figures to
    date."""

    profile: str
    spec: str
    rows: tuple[str, ...]
    true: Mapping[Count, int]

    @property
    def files(self) -> dict[str, str]:
        base = cases.reader({})("spec.kpi").text  # type: ignore[union-attr]
        spec = base.replace("  scheme     council\n", f"  scheme     council\n  suppress   {self.profile}\n", 1)
        data = "indicator,period,value,numerator,denominator\n" + "".join(f"{row}\n" for row in self.rows)
        house = cases.reader({})("council.yaml").text  # type: ignore[union-attr]
        house += "codes: {name: Rutland, new: E06000017, old: '857'}\n"
        return {"spec.kpi": spec, "indicators.kpi": self.spec, "data.csv": data, "council.yaml": house}

    @property
    def sensitive(self) -> dict[Count, int]:
        return {cell: amount for cell, amount in self.true.items() if 1 <= amount <= MOST[self.profile]}


def attack(made: Made, guess_not_zero: bool = True) -> dict[Count, int]:
    """What is found out of the counts that must not be known, and of all others that are withheld."""
    composed = pipeline.compose_report("spec.kpi", cases.reader(made.files))
    assert composed.value is not None, composed.diagnostics
    attacker = Attack(indicators(made.spec))
    attacker.read_observations(composed.value.document.attachments[0].data)
    rendered = rendering.rendered(composed, formats=("json", "csv")).value
    assert rendered is not None
    attacker.read_open_data(rendered["csv"])
    if "rounded" not in made.profile and made.profile != "nhs":
        attacker.read_record(rendered["json"])
    # A rounded count is taken to be published exactly: that attacker knows more than any reader.
    attacker.known = {cell: Fraction(made.true.get(cell, amount)) for cell, amount in attacker.known.items()}
    attacker.relate()
    targets = made.sensitive | {cell: made.true[cell] for cell in attacker.hidden if cell in made.true}
    return attacker.solved(targets, guess_not_zero)


# ---- what is made up


counts = st.one_of(st.integers(0, 9), st.integers(0, 60))


@st.composite
def reports(draw: st.DrawFn) -> Made:
    """A whole with parts, and percentages out of measures that they may share, over a year's quarters."""
    profile = draw(st.sampled_from(sorted(MOST)))
    covers = draw(st.sampled_from(["over quarter", "year to date", "at period end"]))
    periods = (NOW, *draw(st.lists(st.sampled_from(QUARTERS), unique=True)))
    has_year = draw(st.booleans())
    made = _Maker(profile, covers, periods, has_year)
    if draw(st.booleans()):
        rule = draw(st.sampled_from(["add up", "give the value", "overlap"]))
        _parts(draw, made, rule)
    for number in range(draw(st.integers(0 if made.blocks else 1, 3))):
        _percentage(draw, made, number)
    if draw(st.booleans()):
        _percentages_with_parts(draw, made)
    rows = draw(st.permutations(made.rows)) if draw(st.booleans()) else made.rows
    return Made(profile, "language 1\n" + "".join(made.blocks), tuple(rows), made.true)


class _Maker:
    def __init__(self, profile: str, covers: str, periods: tuple[str, ...], has_year: bool) -> None:
        self.profile, self.covers, self.periods, self.has_year = profile, covers, periods, has_year
        self.blocks: list[str] = []
        self.rows: list[str] = []
        self.true: dict[Count, int] = {}

    def block(self, id: str, *lines: str) -> None:
        said = "".join(f"  {line}\n" for line in ("section one", "polarity none", f"covers {self.covers}", *lines))
        self.blocks.append(f'\nindicator {id} "{id.capitalize()}"\n{said}')

    def flow(self, draw: st.DrawFn, least: Mapping[str, int] | None = None) -> dict[str, int]:
        """A count of each period (and the year), at least so much; to date, it rises."""
        flow = {quarter: draw(counts) for quarter in QUARTERS}
        flow = {quarter: amount + (least or {}).get(quarter, 0) for quarter, amount in flow.items()}
        return flow | {NOW: draw(counts) + (least or {}).get(NOW, 0)}

    def over_time(self, flow: Mapping[str, int]) -> dict[str, int]:
        """What stands in the rows for what came in each quarter."""
        found: dict[str, int] = {}
        so_far = 0
        for quarter in QUARTERS:
            so_far += flow[quarter]
            found[quarter] = so_far if self.covers == "year to date" else flow[quarter]
        found |= {NOW: flow[NOW], LAST_YEAR: found[QUARTERS[3]] if self.covers == "at period end" else so_far}
        return {period: found[period] for period in (*self.shown,)}

    @property
    def shown(self) -> tuple[str, ...]:
        return (*self.periods, *((LAST_YEAR,) if self.has_year else ()))

    def count(self, name: str, amounts: Mapping[str, int], part: str = "value", is_row: bool = True) -> None:
        for period, amount in amounts.items():
            self.true[name, period, part] = amount
            if is_row:
                self.rows.append(f"{name},{period},{amount},,")
        if self.covers == "year to date":
            there = [quarter for quarter in QUARTERS if quarter in amounts]
            for before, after in pairwise(there):
                self.true[name, after, f"step of {part}"] = amounts[after] - amounts[before]
            if there and QUARTERS[3] not in amounts and LAST_YEAR in amounts:
                step = amounts[LAST_YEAR] - amounts[there[-1]]
                self.true[name, LAST_YEAR, f"step of {part}"] = step


def _added(flows: list[dict[str, int]]) -> dict[str, int]:
    return {period: sum(flow[period] for flow in flows) for period in flows[0]}


def _parts(draw: st.DrawFn, made: _Maker, rule: str) -> None:
    flows = [made.flow(draw) for _ in range(draw(st.integers(2, 4)))]
    made.block("whole", "unit count", f"parts {rule}")
    if rule == "overlap":
        most = {period: max(flow[period] for flow in flows) for period in flows[0]}
        whole = made.flow(draw, most)
    else:
        whole = _added(flows)
    made.count("whole", made.over_time(whole), is_row=rule != "give the value")
    for number, flow in enumerate(flows):
        made.block(f"part{number}", "unit count", "part of whole")
        made.count(f"part{number}", made.over_time(flow))


def _percentage(draw: st.DrawFn, made: _Maker, number: int) -> None:
    """A percentage of its own measures, of a share of the first one's, or with both counts in its rows."""
    id = f"share{number}"
    is_measured = draw(st.booleans())
    top = made.flow(draw)
    rest = made.flow(draw, {} if is_measured else dict.fromkeys((*QUARTERS, NOW), 1))  # no row is out of 0
    top_rows, rest_rows = made.over_time(top), made.over_time(rest)
    bottom_rows = {period: top_rows[period] + rest_rows[period] for period in top_rows}
    if is_measured:
        made.block(id, "unit percent", f"measure top{number} / bottom{number}")
        made.count(f"top{number}", top_rows)
        made.count(f"bottom{number}", bottom_rows)
        if draw(st.booleans()):  # the same two counts once more, the other way round
            made.block(f"other{number}", "unit percent", f"measure left{number} / bottom{number}")
            made.count(f"left{number}", rest_rows)
            made.count(f"other{number}", top_rows, "remainder", is_row=False)
    else:
        made.block(id, "unit percent")
        for period in top_rows:
            made.rows.append(f"{id},{period},,{top_rows[period]},{bottom_rows[period]}")
        made.count(id, top_rows, "numerator", is_row=False)
        made.count(id, bottom_rows, "denominator", is_row=False)
    made.count(id, rest_rows, "remainder", is_row=False)


def _percentages_with_parts(draw: st.DrawFn, made: _Maker) -> None:
    """Percentages whose counts add up to those of another, out of one denominator or of one each."""
    rule = draw(st.sampled_from(["add up", "give the value"]))
    shared = draw(st.booleans())
    tops = [made.flow(draw) for _ in range(2)]
    rests = [made.flow(draw) for _ in range(2)]
    base = _added([*tops, rests[0]])
    bottoms = [base, base] if shared else [_added([top, rest]) for top, rest in zip(tops, rests, strict=True)]
    names = ["base", "base"] if shared else ["base0", "base1"]
    whole_top, whole_bottom = made.over_time(_added(tops)), made.over_time(base if shared else _added(bottoms))
    own = () if rule == "give the value" else ("measure all_tops / all_bases",)
    made.block("all", "unit percent", f"parts {rule}", *own)
    made.count("all_tops" if own else "all", whole_top, "value" if own else "numerator", is_row=bool(own))
    made.count("all_bases" if own else "all", whole_bottom, "value" if own else "denominator", is_row=bool(own))
    rest = {period: whole_bottom[period] - whole_top[period] for period in whole_top}
    made.count("all", rest, "remainder", is_row=False)
    for number, (top, bottom) in enumerate(zip(tops, bottoms, strict=True)):
        made.block(f"each{number}", "unit percent", f"measure each_top{number} / {names[number]}", "part of all")
        top_rows, bottom_rows = made.over_time(top), made.over_time(bottom)
        made.count(f"each_top{number}", top_rows)
        if number == 0 or not shared:
            made.count(names[number], bottom_rows)
        rest = {period: bottom_rows[period] - top_rows[period] for period in top_rows}
        made.count(f"each{number}", rest, "remainder", is_row=False)


# ---- laws


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(reports(), st.booleans())
def test_nobody_can_work_out_what_is_not_shown(made: Made, guess_not_zero: bool) -> None:
    assert attack(made, guess_not_zero) == {}


# ---- the attacker has teeth


def planted(profile: str, spec: str, rows: str, true: Mapping[Count, int]) -> Made:
    blocks = re.sub(r"^(indicator \w+)$", r'\1 "X"\n  section one\n  polarity none', spec, flags=re.MULTILINE)
    return Made(profile, f"language 1\n{blocks}", tuple(f"{row},," for row in rows.split("; ")), true)


PLANTED = {
    "those left over of a percentage": planted(
        "dfe",
        "indicator share\n  unit percent\n  measure top / bottom\n",
        "top,2021-22 Q1,43; bottom,2021-22 Q1,44",
        {("share", NOW, "remainder"): 1},
    ),
    "the one part that is left of a whole": planted(
        "dfe",
        "indicator whole\n  unit count\n  parts add up\n\nindicator a\n  unit count\n  part of whole\n\n"
        "indicator b\n  unit count\n  part of whole\n",
        "whole,2021-22 Q1,20; a,2021-22 Q1,3; b,2021-22 Q1,17",
        {("a", NOW, "value"): 3},
    ),
    "those left over of a sum of parts": planted(
        "dfe",
        "indicator whole\n  unit percent\n  parts give the value\n\n"
        "indicator a\n  unit percent\n  measure a_top / base\n  part of whole\n\n"
        "indicator b\n  unit percent\n  measure b_top / base\n  part of whole\n\n"
        "indicator c\n  unit percent\n  measure c_top / base\n  part of whole\n",
        "base,2021-22 Q1,60; a_top,2021-22 Q1,20; b_top,2021-22 Q1,30; c_top,2021-22 Q1,8",
        {("whole", NOW, "remainder"): 2},
    ),
    "the quarter that is left of a year": planted(
        "dfe",
        "indicator flow\n  unit count\n  covers over quarter\n",
        "flow,2020-21,42; flow,2020-21 Q1,10; flow,2020-21 Q2,20; flow,2020-21 Q3,8; flow,2020-21 Q4,4; "
        "flow,2021-22 Q1,12",
        {("flow", "2020-21 Q4", "value"): 4},
    ),
    "what came between two figures to date": planted(
        "dfe",
        "indicator flow\n  unit count\n  covers year to date\n",
        "flow,2020-21 Q1,10; flow,2020-21 Q2,12; flow,2021-22 Q1,12",
        {("flow", "2020-21 Q2", "step of value"): 2},
    ),
    "a last figure to date that is the year's": planted(
        "dfe",
        "indicator flow\n  unit count\n  covers year to date\n",
        "flow,2020-21,12; flow,2020-21 Q3,9; flow,2020-21 Q4,12; flow,2021-22 Q1,12",
        {("flow", "2020-21 Q4", "step of value"): 3},
    ),
    "what came between the last figure to date and that of the year": planted(
        "dfe",
        "indicator flow\n  unit count\n  covers year to date\n",
        "flow,2020-21,47; flow,2020-21 Q3,45; flow,2021-22 Q1,12",
        {("flow", "2020-21", "step of value"): 2},
    ),
    "the number at the end of a year that is that of its last quarter": planted(
        "dfe",
        "indicator whole\n  unit count\n  covers at period end\n  parts add up\n\n"
        "indicator a\n  unit count\n  covers at period end\n  part of whole\n\n"
        "indicator b\n  unit count\n  covers at period end\n  part of whole\n",
        "whole,2021-22 Q1,40; a,2021-22 Q1,20; b,2021-22 Q1,20; "
        "whole,2020-21 Q4,20; a,2020-21 Q4,3; b,2020-21 Q4,17; b,2020-21,17",
        {("a", "2020-21 Q4", "value"): 3},
    ),
    "the quarter of a part, beside months of the whole": planted(
        "dfe",
        "indicator whole\n  unit count\n  covers over quarter\n  parts add up\n\n"
        "indicator a\n  unit count\n  covers over quarter\n  part of whole\n\n"
        "indicator b\n  unit count\n  covers over quarter\n  part of whole\n",
        "whole,2021-22 Q1,40; a,2021-22 Q1,20; b,2021-22 Q1,20; a,2020-21 Q1,3; b,2020-21 Q1,57; "
        "whole,April 2020,20; whole,May 2020,20; whole,June 2020,20",
        {("a", "2020-21 Q1", "value"): 3},
    ),
    "the first half of a part, beside the whole to date in its last month": planted(
        "dfe",
        "indicator whole\n  unit count\n  covers year to date\n  parts add up\n\n"
        "indicator a\n  unit count\n  covers year to date\n  part of whole\n\n"
        "indicator b\n  unit count\n  covers year to date\n  part of whole\n",
        "whole,2021-22 Q1,40; a,2021-22 Q1,20; b,2021-22 Q1,20; a,2020-21 H1,3; b,2020-21 H1,57; "
        "whole,September 2020,60",
        {("a", "2020-21 H1", "value"): 3},
    ),
    "a percentage whose numerator stands in another": planted(
        "1 to 9",
        "indicator share\n  unit percent\n  measure top / bottom\n\n"
        "indicator other\n  unit percent\n  measure rest / bottom\n",
        "top,2021-22 Q1,40; bottom,2021-22 Q1,44; rest,2021-22 Q1,4",
        {("share", NOW, "remainder"): 4},
    ),
}


@pytest.mark.parametrize("made", PLANTED.values(), ids=PLANTED)
def test_no_planted_count_is_found_out(made: Made) -> None:
    assert attack(made) == {}


@pytest.mark.parametrize("made", PLANTED.values(), ids=PLANTED)
def test_without_secondary_suppression_every_planted_count_is_found_out(made: Made) -> None:
    """So the attacker is one that can win."""
    with mock.patch.object(withhold.Withholding, "secondary", return_value=()):
        assert attack(made) == made.true


def test_a_figure_to_date_beside_one_of_another_length_gives_nothing_away() -> None:
    flow = "indicator flow\n  unit count\n  covers year to date\n"
    for earlier, later in (("2020-21 H1", "2020-21 Q3"), ("2020-21 Q3", "January 2021"), ("February 2021", "2020-21")):
        made = planted("dfe", flow, f"flow,{earlier},43; flow,{later},45; flow,2021-22 Q1,12", {})
        assert protection_of(made).withheld_rows == 1, (earlier, later)


def test_a_period_that_is_left_of_a_year_beside_periods_of_several_lengths_is_not_alone() -> None:
    flow = "indicator flow\n  unit count\n  covers over quarter\n"
    rows = "flow,2020-21 H1,60; flow,2020-21 Q3,3; flow,2020-21 Q4,37; flow,2020-21,100; flow,2021-22 Q1,12"
    assert protection_of(planted("dfe", flow, rows, {})).withheld_rows == 2


def test_the_attacker_finds_nothing_in_the_pdf_either() -> None:
    made = PLANTED["the one part that is left of a whole"]
    built = pipeline.build("spec.kpi", cases.reader(made.files)).value
    assert built is not None
    with Pdf.open(io.BytesIO(built["pdf"])) as pdf:
        attached = pdf.attachments["observations.csv"].get_file().read_bytes()
    attacker = Attack(indicators(made.spec))
    attacker.read_observations(attached)
    attacker.relate()
    assert set(attacker.hidden) == {("a", NOW, "value"), ("b", NOW, "value")}
    assert attacker.solved(made.true, guess_not_zero=True) == {}


# ---- nothing of it stands anywhere


def published(files: Mapping[str, str]) -> tuple[str, bytes, dict[str, bytes], list[bytes]]:
    """All that readers get: the text of the report with its alternative texts, the attached file, the JSON and the open
    data; and what `kpic explain` says of each figure."""
    composed = pipeline.compose_report("spec.kpi", cases.reader(files))
    assert composed.value is not None, composed.diagnostics
    rendered = rendering.rendered(composed, formats=("json", "csv", "xlsx", "ees", "ees-meta")).value
    assert rendered is not None
    report = composed.value
    known = [one.indicator for one in report.evaluation.assessments]
    asked = [
        f"{one.id}@{period}"
        for one in known
        for period in explaining.periods_of(one, report.dataset, report.spec.period)
    ]
    answers = [explaining.written(explaining.found(name, "", report), report, "text") for name in asked]
    return outline(report.document), report.document.attachments[0].data, rendered, answers


def protection_of(made: Made) -> Protection:
    composed = pipeline.compose_report("spec.kpi", cases.reader(made.files), warned=False, formats=())
    assert composed.value is not None, composed.diagnostics
    return composed.value.disclosure.protection


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(reports().filter(lambda made: "give the value" not in made.spec), st.integers(1, 900))
def test_nothing_that_is_published_hangs_on_a_withheld_figure(made: Made, more: int) -> None:
    """With the same rows withheld, other figures in them make the same report, byte for byte."""
    decision = protection_of(made).decision
    names = {(name, str(period)) for name, period, _ in decision.keys}

    def other(row: str) -> str:
        name, period, *amounts = row.split(",")
        if (name, period) not in names:
            return row
        return ",".join((name, period, *(str(int(amount) + more) if amount else "" for amount in amounts)))

    changed = replace(made, rows=tuple(other(row) for row in made.rows))
    with (
        mock.patch.object(protect, "decide", return_value=decision),
        mock.patch.object(evaluate, "differences", return_value=()),  # the other figures need not add up
    ):
        assert published(changed.files) == published(made.files)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(reports(), st.data())
def test_the_order_of_rows_changes_nothing_that_is_withheld(made: Made, data: st.DataObject) -> None:
    shuffled = replace(made, rows=tuple(data.draw(st.permutations(made.rows))))
    one, other = protection_of(made), protection_of(shuffled)
    assert one.decision == other.decision
    shown = [
        {key: (row.amount, row.reason, row.numerator) for key, row in each.dataset.observations.items()}
        for each in (one, other)
    ]
    assert shown[0] == shown[1]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(reports())
def test_two_runs_publish_the_same(made: Made) -> None:
    assert published(made.files) == published(made.files)


def test_with_no_profile_the_data_are_published_as_they_are() -> None:
    made = PLANTED["those left over of a percentage"]
    files = {**made.files, "spec.kpi": made.files["spec.kpi"].replace("  suppress   dfe\n", "")}
    composed = pipeline.compose_report("spec.kpi", cases.reader(files)).value
    assert composed is not None
    assert not composed.dataset.is_protected
    assert composed.disclosure.protection.withheld_rows == 0
    assert composed.evaluation.of("share").figure.amount == Fraction(4300, 44)


def test_whether_something_was_withheld_or_rounded_can_be_asked() -> None:
    """A hash of the data beside the report would let a withheld figure be found by trying."""
    for made in PLANTED.values():
        assert protection_of(made).dataset.is_protected
    rounded = replace(PLANTED["those left over of a percentage"], profile="nhs", rows=("top,2021-22 Q1,20,,",))
    rounded = replace(rounded, rows=(*rounded.rows, "bottom,2021-22 Q1,44,,"))
    assert protection_of(rounded).dataset.is_protected
    shown = replace(rounded, profile="dfe")
    assert not protection_of(shown).dataset.is_protected


def test_a_report_of_very_many_indicators_is_protected_in_seconds() -> None:
    blocks, rows = [], []
    for number in range(300):
        rule = "parts add up" if number % 2 else "parts give the value"
        blocks.append(f'indicator w{number} "W"\n  section one\n  unit count\n  polarity none\n  {rule}\n')
        for part in range(4):
            blocks.append(
                f'indicator p{number}_{part} "P"\n  section one\n  unit count\n  polarity none\n  part of w{number}\n'
                "  covers over quarter\n"
            )
            for at, period in enumerate((*QUARTERS, NOW)):
                rows.append(f"p{number}_{part},{period},{(number * 7 + part * 3 + at * 5) % 40},,")
        for at, period in enumerate((*QUARTERS, NOW)):
            total = sum((number * 7 + part * 3 + at * 5) % 40 for part in range(4))
            if number % 2:
                rows.append(f"w{number},{period},{total},,")
    made = Made("dfe", "language 1\n" + "\n".join(blocks), tuple(rows), {})
    spec = pipeline.rules("spec.kpi", cases.reader(made.files)).value
    assert spec is not None
    data = read_tables([Source("data.csv", made.files["data.csv"])], spec.measured()).value
    assert data is not None
    before = process_time()
    protection = protect.protect(spec, data).value
    assert protection is not None
    assert protection.withheld_rows > 500
    assert process_time() - before < 15

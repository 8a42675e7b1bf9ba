"""Laws that hold for any input, tried on inputs that Hypothesis makes up."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise
from random import Random
from xml.etree import ElementTree

from hypothesis import given, settings, strategies as st

from kpidsl import pipeline, tester
from kpidsl.cli import covering, verdicts
from kpidsl.data.cells import rows
from kpidsl.data.tables import read
from kpidsl.diagnostics import show
from kpidsl.diagnostics.fixes import Edit, Fix, apply, certain
from kpidsl.document.model import Paragraph, Text
from kpidsl.document.outline import outline
from kpidsl.evaluation.case import Case, case_of_value
from kpidsl.evaluation.evaluate import evaluate
from kpidsl.evaluation.judging import holds, status_of
from kpidsl.evaluation.model import Figure
from kpidsl.evaluation.owed import lacking
from kpidsl.evaluation.possible import possible
from kpidsl.evaluation.reach import reached
from kpidsl.period import MONTHS, Period
from kpidsl.quantity import PERCENT, parse_number, plain, round_half_up, spell
from kpidsl.source import Source, Span
from kpidsl.spec.check import check
from kpidsl.spec.condition import Again, AgainstTarget, AllOf, AnyOf, FirstTime, Held, Not, OfForecast, Within
from kpidsl.spec.indicator import Indicator, Prose, Scheme, State
from kpidsl.spec.model import Action, Note
from kpidsl.spec.schemes import LOOKS
from kpidsl.spec.target import Fixed, Margin, Range, Target
from kpidsl.syntax.blocks import SYNONYMS, USAGE, USAGE_IN_RECORDS
from kpidsl.syntax.parser import parse
from kpidsl.terms import DATA_COLUMNS, Comparator, Grain, Judge, NotePart, Polarity, Relation
from kpidsl.tester.boundaries import boundaries
from kpidsl.tester.coverage import coverage
from tests import cases
from tests.test_workings import said

WORDS = st.sampled_from(
    [*USAGE.values(), *USAGE, *USAGE_IN_RECORDS.values(), *SYNONYMS, "> prose {value}", "> {", "# comment", '"',
     "“curly”", "25%", "5 points", "is", "£150k", "1,52", "2021-22 Q1", "2021-23", "31 February 2021", "and", "or",
     "not", "(", ")", "for 3 quarters", "count where", "at most 3", "is missing",
     "\u00a0"]
)  # fmt: skip
LINES = st.lists(WORDS, max_size=6).map(" ".join)
SPECS = st.lists(LINES, max_size=20).map("\n".join) | st.text(max_size=300)
AMOUNTS = st.fractions(min_value=-200, max_value=200, max_denominator=400)
PERIODS = st.one_of(
    st.builds(lambda year, month: Period.parse(f"{MONTHS[month]} {year}"), st.integers(1990, 2060), st.integers(0, 11)),
    st.builds(
        lambda year, form: Period.parse(form.format(year, (year + 1) % 100)),
        st.integers(1990, 2060),
        st.sampled_from(
            ["{}-{:02d}", "{}-{:02d} Q2", "{}-{:02d} H2", "calendar {}", "{} Q4", "{} H1", "academic {}-{:02d}"]
        ),
    ),
)


@given(SPECS)
def test_the_parser_takes_any_text_and_every_span_lies_in_it(text: str) -> None:
    source = Source("any.kpi", text)
    outcome = parse(source)
    assert outcome.value is not None
    for diagnostic in outcome.diagnostics:
        assert diagnostic.span is not None
        assert 0 <= diagnostic.span.start <= diagnostic.span.end <= len(text) + 1
    show.text(outcome.diagnostics)


@given(SPECS)
def test_problems_come_in_the_order_of_the_text_one_a_line_at_most(text: str) -> None:
    starts = [d.span.start for d in parse(Source("any.kpi", text)).diagnostics if d.span and d.code != "out-of-place"]
    assert starts == sorted(starts)
    lines = [Source("any.kpi", text).position(start)[0] for start in starts]
    assert len(lines) == len(set(lines))


@given(st.text("ab\n", max_size=30), st.lists(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=3)))
def test_edits_never_overlap_and_the_rest_of_the_text_stays(text: str, wanted: list[list[tuple[int, int]]]) -> None:
    source = Source("a.kpi", text)
    places = [[sorted((min(one, len(text)), min(two, len(text)))) for one, two in fix] for fix in wanted]
    fixes = [
        Fix("", tuple(Edit(source.span(*place), f"<{number}>") for place in fix)) for number, fix in enumerate(places)
    ]
    fixed = apply(source, fixes)
    made = {int(number) for number in re.findall(r"<(\d+)>", fixed)}
    spans = sorted((start, end, number) for number in made for start, end in places[number])
    assert all(one[1] <= two[0] and one[:2] != two[:2] for one, two in pairwise(spans))
    rest, at = "", 0
    for start, end, number in spans:
        rest, at = rest + text[at:start] + f"<{number}>", end
    assert fixed == rest + text[at:]
    assert 0 in made or not places or len(places[0]) != 1


@given(SPECS)
def test_what_a_fix_has_touched_can_be_read(text: str) -> None:
    source = Source("a.kpi", text)
    fixes = [problem.fix for problem in parse(source).diagnostics if problem.fix]
    again = parse(Source("a.kpi", apply(source, fixes)))
    assert [problem for problem in again.diagnostics if problem.fix] == []


@given(st.text(max_size=12), st.lists(st.text(max_size=12), max_size=6))
def test_a_certain_word_is_known_and_the_order_of_words_does_not_matter(word: str, known: list[str]) -> None:
    meant = certain(word, known)
    assert meant is None or meant in known
    assert (certain(word, known[::-1]) or "").casefold() == (meant or "").casefold()


@given(SPECS, st.lists(LINES, max_size=8).map("\n".join))
@settings(max_examples=60)
def test_check_takes_any_syntax_and_says_something_about_what_is_wrong(spec: str, more: str) -> None:
    base = (cases.BASE / "spec.kpi").read_text(encoding="utf-8")
    house = Source("council.yaml", (cases.BASE / "council.yaml").read_text(encoding="utf-8"))
    files = []
    problems = 0
    for name, text in (("spec.kpi", f"{base}\n{more}"), ("more.kpi", spec)):
        outcome = parse(Source(name, text))
        assert outcome.value is not None
        files.append(outcome.value)
        problems += len(outcome.diagnostics)
    checked = check(files, house)
    show.text(checked.diagnostics)
    assert checked.value is not None or checked.failed or problems


KINDS = st.sampled_from(["forecast", "target", "baseline"])
EARLIER = st.sampled_from(["2020-21 Q1", "2020-21 Q4", "2020-21"])
TEST_LINES = st.one_of(
    st.builds("given a in {} is {}".format, EARLIER, st.sampled_from(["5%", "0", "1 of 2", "not due"])),
    st.builds("given {} in {} is {}".format, st.sampled_from(["b", "top", "bottom"]), EARLIER, st.integers(0, 3)),
    st.builds("given b in {} is {}".format, EARLIER, st.sampled_from(["1.5", "new"])),
    st.builds("expect a {}".format, st.sampled_from(["is 5%", "is red", "improved", "says nothing", "is not due"])),
    st.builds("expect b {}".format, st.sampled_from(["is 2", "is not rated", "higher since outturn", 'says "2"'])),
    st.builds("given {} a in {} is {}%".format, KINDS, EARLIER | st.just("2021-22"), st.integers(0, 9)),
    st.builds("expect a forecast is {}".format, st.sampled_from(["green", "red", "not rated", "new"])),
    st.sampled_from(["at 2020-21 Q4", "at 2021-22", "expect b is 2%", "given nobody in 2020-21 is 1"]),
)
NOW = st.tuples(st.sampled_from(["5%", "1%", "not due", "1 of 3"]), st.sampled_from(["0", "2", "awaiting"]))
TESTED = """language 1
indicator a "A"
  section one
  unit percent
  polarity higher is better
  measure top / bottom
  target 5%
  tolerance 3 points
  commentary
    when red for 2 quarters
      > {b.value} {streak}
    otherwise
      > {value} {previous}
indicator b "B"
  section one
  unit count
  polarity none
  commentary
    otherwise
      > {value} {a.gap}
"""


@given(st.lists(st.tuples(NOW, st.lists(TEST_LINES, max_size=5, unique=True)), max_size=2))
def test_whatever_tests_check_takes_they_run_and_come_out_the_same(
    blocks: list[tuple[tuple[str, str], list[str]]],
) -> None:
    tests = ""
    for index, ((a, b), lines) in enumerate(blocks):
        now = [f"given a in 2021-22 Q1 is {a}", f"given b in 2021-22 Q1 is {b}", "expect a is 5%", 'expect b says "2"']
        tests += f'test "{index}"\n' + "\n".join([*now, *lines]) + "\n"
    rules = pipeline.rules("spec.kpi", cases.reader({"indicators.kpi": TESTED + tests}))
    if rules.value is None:
        assert rules.failed
        return
    results = tester.run(rules.value)
    assert len(results) == len(blocks)
    assert verdicts.text(results) == verdicts.text(tester.run(rules.value))
    ElementTree.fromstring(verdicts.junit([verdicts.Suite("spec.kpi", results)]))
    cover = covering.Cover(coverage(rules.value, results), boundaries(rules.value))
    assert covering.text(cover).splitlines()[-1].startswith("Covered: ")
    assert 0 <= cover.percent <= 100


@given(st.text(max_size=200))
def test_a_house_file_may_hold_anything(text: str) -> None:
    parsed = parse(Source("spec.kpi", (cases.BASE / "spec.kpi").read_text(encoding="utf-8"))).value
    assert parsed is not None
    show.text(check([parsed], Source("council.yaml", text)).diagnostics)


@given(st.text(alphabet=st.sampled_from('ab,"\r\n \u00a0;1%'), max_size=60) | st.text(max_size=200))
def test_a_data_file_may_hold_anything(text: str) -> None:
    source = Source("data.csv", text)
    for row in rows(source):
        assert all(0 <= cell.span.start <= cell.span.end <= len(text) for cell in row)
    show.text(read([source], {"cases": PERCENT}).diagnostics)
    headed = Source("data.csv", ",".join(DATA_COLUMNS) + "\n" + text)
    show.text(read([headed], {"cases": PERCENT}).diagnostics)


@given(st.lists(st.lists(st.text(alphabet='ab ,"\n1%', max_size=6), min_size=2, max_size=4), max_size=5))
def test_cells_are_those_that_the_csv_module_reads(table: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out).writerows(table)
    expected = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(out.getvalue(), newline=""))]
    found = [[cell.text for cell in row] for row in rows(Source("data.csv", out.getvalue()))]
    assert found == [row for row in expected if any(row)]


@given(AMOUNTS, st.integers(0, 4))
def test_rounding_is_half_up_and_never_off_by_more_than_half(amount: Fraction, places: int) -> None:
    rounded = round_half_up(amount, places)
    assert (rounded * 10**places).denominator == 1
    assert abs(rounded - amount) <= Fraction(1, 2 * 10**places)
    if abs(rounded - amount) == Fraction(1, 2 * 10**places):
        assert abs(rounded) > abs(amount)
    assert round_half_up(-amount, places) == -rounded


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=3))
def test_printed_and_plain_amounts_read_back(amount: object) -> None:
    exact = Fraction(str(amount))
    assert parse_number(plain(exact)) == exact
    assert parse_number(spell(exact, PERCENT, 3).removesuffix("%")) == exact


@given(PERIODS)
def test_periods_read_back_and_stand_in_order(period: Period) -> None:
    assert period is not None
    assert Period.parse(str(period)) == period
    assert period.previous < period
    assert period.previous.end < period.end
    assert period.back(3).back(-3) == period
    assert period.last(4)[-1] == period
    assert period.start <= period.end < period.back(-1).start
    assert period.whole_year.start <= period.start <= period.end <= period.whole_year.end


SPAN = Span(Source("", ""), 0, 0)
SCHEME = Scheme(
    "any",
    "Any",
    (
        State("green", LOOKS["green"], AgainstTarget(Relation.AT_OR_BETTER), SPAN),
        State("amber", LOOKS["amber"], Within(None), SPAN),
        State("red", LOOKS["red"], None, SPAN),
    ),
)


def indicator_of(polarity: Polarity, target: Fraction, tolerance: Fraction) -> Indicator:
    span = SPAN
    targets = (Target(Range(target, target + 10) if polarity is Polarity.BETWEEN else Fixed(target), None, span),)
    return Indicator(
        id="any", label="Any", formerly="", section=None, scheme=SCHEME, unit=PERCENT, places=0, polarity=polarity,
        measure=None, range=None, targets=targets, floors=(), baseline=None, tolerance=Margin(tolerance, None),
        benchmarks=(),
        covers=None, comparators=(Comparator.PREVIOUS,), steady=Fraction(0), judge=Judge.UNROUNDED,
        examples=(), overrides=(), rules=(), origins=(), span=span,
    )  # fmt: skip


def _rank(indicator: Indicator, amount: Fraction) -> int:
    """The place of the status that an amount gets: 0 is the best."""
    period = Period(2021, Grain.QUARTER, 1)
    status = status_of(case_of_value(indicator, period, amount))
    assert isinstance(status, State)
    return SCHEME.states.index(status)


POLARITIES = st.sampled_from([Polarity.HIGHER, Polarity.LOWER, Polarity.CLOSEST, Polarity.BETWEEN])
TOLERANCES = st.fractions(min_value=0, max_value=50, max_denominator=20)


@given(POLARITIES, AMOUNTS, TOLERANCES, AMOUNTS, st.fractions(min_value=0, max_value=100, max_denominator=40))
def test_a_better_value_never_worsens_the_status(
    polarity: Polarity, target: Fraction, tolerance: Fraction, amount: Fraction, step: Fraction
) -> None:
    indicator = indicator_of(polarity, target, tolerance)
    better = _better(polarity, target, amount, step)
    assert _rank(indicator, better) <= _rank(indicator, amount)


def _better(polarity: Polarity, target: Fraction, amount: Fraction, step: Fraction) -> Fraction:
    """An amount that is better by up to `step`, or just as good."""
    match polarity:
        case Polarity.HIGHER:
            return amount + step
        case Polarity.LOWER:
            return amount - step
        case _:  # nearer to the target, or to the nearest end of the range, and not past it
            end = target + 10 if polarity is Polarity.BETWEEN and amount > target + 10 else target
            return amount + max(min(step, end - amount), -step) if amount != end else end


MET = AgainstTarget(Relation.AT_OR_BETTER)
AHEAD = Scheme(
    "ahead",
    "Ahead",
    (
        State("green", LOOKS["green"], MET, SPAN),
        State("blue", LOOKS["blue"], OfForecast(MET), SPAN),
        State("amber", LOOKS["amber"], OfForecast(Within(None)), SPAN),
        State("red", LOOKS["red"], None, SPAN),
    ),
)
FORECAST_PERIODS = st.sampled_from([Period(2021), Period(2021, Grain.QUARTER, 4)])


def _rank_ahead(indicator: Indicator, amount: Fraction, when: Period, expected: Fraction) -> int:
    """The place of the status of an amount beside its forecast, by a scheme that asks for both."""
    forecast = Figure(when, expected, None, None, None, ())
    status = status_of(case_of_value(indicator, Period(2021, Grain.QUARTER, 1), amount, forecast))
    assert isinstance(status, State)
    return AHEAD.states.index(status)


@given(POLARITIES, AMOUNTS, TOLERANCES, AMOUNTS, AMOUNTS, TOLERANCES, FORECAST_PERIODS)
def test_a_better_forecast_never_worsens_the_status(
    polarity: Polarity,
    target: Fraction,
    tolerance: Fraction,
    amount: Fraction,
    expected: Fraction,
    step: Fraction,
    when: Period,
) -> None:
    indicator = replace(indicator_of(polarity, target, tolerance), scheme=AHEAD)
    better = _better(polarity, target, expected, step)
    rank = _rank_ahead(indicator, amount, when, expected)
    assert _rank_ahead(indicator, amount, when, better) <= rank
    found = reached(indicator, Period(2021, Grain.QUARTER, 1))
    assert found is not None
    assert AHEAD.states[rank] in found


ACTUALS = st.dictionaries(
    st.tuples(st.sampled_from("ab"), st.sampled_from(["2020-21 Q3", "2020-21 Q4", "2020-21", "2021-22 Q1"])),
    st.integers(0, 12).map(str) | st.just("not due"),
)
OTHERS = st.dictionaries(
    st.tuples(
        st.sampled_from(["a", "b", "top", "bottom"]),
        st.sampled_from(["2020-21 Q4", "2020-21", "2021-22 Q1", "2021-22 Q4", "2021-22", "2022-23"]),
        st.sampled_from(["forecast", "target", "baseline"]),
    ),
    st.integers(1, 12),
    min_size=1,
)


@given(ACTUALS, OTHERS)
@settings(max_examples=50)
def test_rows_that_are_no_actuals_change_nothing_that_does_not_ask_for_them(
    actuals: dict[tuple[str, str], str], others: dict[tuple[str, str, str], int]
) -> None:
    """Values, statuses, directions, history, streaks and rules are as they were without forecasts and the like."""
    rules = pipeline.rules("spec.kpi", cases.reader({"indicators.kpi": TESTED}))
    assert rules.value is not None
    spec = rules.value
    given_ = {("a", "2021-22 Q1"): "5", ("b", "2021-22 Q1"): "2"} | actuals
    header = "indicator,period,kind,value"
    lines = [header, *(f"{name},{period},,{value}" for (name, period), value in given_.items())]
    more = [header, *(f"{name},{period},{kind},{value}" for (name, period, kind), value in others.items())]
    files = [Source("data.csv", "\n".join(lines)), Source("more.csv", "\n".join(more))]
    alone, beside = (
        evaluate(spec, dataset, spec.period.back(-1).start).value
        for sources in (files[:1], files)
        if (dataset := read(sources, spec.measured()).value)
    )
    if beside is None:  # a forecast of its own beside forecasts of both its parts is an error
        assert {("a", "forecast"), ("top", "forecast"), ("bottom", "forecast")} <= {(row[0], row[2]) for row in others}
        return
    assert alone is not None
    assert [replace(one, forecast=None) for one in beside.assessments] == list(alone.assessments)


@given(POLARITIES, AMOUNTS, TOLERANCES, AMOUNTS)
def test_no_value_comes_to_a_state_that_the_boundaries_do_not_show(
    polarity: Polarity, target: Fraction, tolerance: Fraction, amount: Fraction
) -> None:
    indicator = indicator_of(polarity, target, tolerance)
    found = reached(indicator, Period(2021, Grain.QUARTER, 1))
    assert found is not None
    assert _rank(indicator, amount) in [SCHEME.states.index(state) for state in found]


@given(POLARITIES, AMOUNTS, TOLERANCES)
def test_statuses_at_the_boundaries_are_in_order(polarity: Polarity, target: Fraction, tolerance: Fraction) -> None:
    """Through all bands, from the worst to the best: never back; with two sides, back only past the best."""
    indicator = indicator_of(polarity, target, tolerance)
    cases = possible(indicator, Period(2021, Grain.QUARTER, 1), ())
    assert cases is not None
    ranks = [_rank(indicator, band.value) for band in cases.bands]
    if polarity is Polarity.LOWER:
        ranks.reverse()
    best = ranks.index(0)
    assert ranks[: best + 1] == sorted(ranks[: best + 1], reverse=True)
    assert ranks[best:] == sorted(ranks[best:])
    assert set(ranks) == ({0, 1, 2} if tolerance else {0, 2})
    if polarity in (Polarity.HIGHER, Polarity.LOWER):
        assert set(ranks[best:]) == {0}


@given(AMOUNTS, TOLERANCES, AMOUNTS, st.fractions(min_value=Fraction(1, 40), max_value=100, max_denominator=40))
def test_turning_everything_round_or_scaling_it_changes_no_status(
    target: Fraction, tolerance: Fraction, amount: Fraction, factor: Fraction
) -> None:
    rank = _rank(indicator_of(Polarity.HIGHER, target, tolerance), amount)
    assert _rank(indicator_of(Polarity.LOWER, -target, tolerance), -amount) == rank
    assert _rank(indicator_of(Polarity.HIGHER, target * factor, tolerance * factor), amount * factor) == rank


@given(st.permutations((cases.BASE.parents[2] / "specs/data/childrens-services.csv").read_text().splitlines()[1:]))
@settings(max_examples=10)  # a whole report each time
def test_the_order_of_observations_does_not_matter(lines: list[str]) -> None:
    from kpidsl import pipeline
    from tests.test_example import report

    files = cases.example()
    header = "indicator,period,value,numerator,denominator,quality,note"
    files["data/childrens-services.csv"] = "\n".join([header, *lines])
    outcome = pipeline.compose_report("q1.kpi", cases.reader(files))
    assert outcome.value is not None
    assert said(outcome.value) == said(report())


def test_every_paragraph_that_an_illustrative_figure_decides_is_marked() -> None:
    """Each observation in turn is made illustrative and changed: whatever text changes with it must carry the mark."""
    from kpidsl import pipeline
    from kpidsl.document.model import Paragraph
    from kpidsl.document.outline import text
    from tests.test_example import ROOT

    files = cases.example()
    header, *lines = (ROOT / "specs/data/childrens-services.csv").read_text(encoding="utf-8").splitlines()

    def paragraphs(changed: list[str]) -> dict[str, str]:
        read = cases.reader({**files, NAME: "\n".join([header, *changed])})
        outcome = pipeline.compose_report("q1.kpi", read, warned=False, formats=())
        if outcome.value is None:
            return {}  # the change made the data impossible, which is said
        blocks = outcome.value.document.blocks
        return {block.number: text(block.content) for block in blocks if isinstance(block, Paragraph)}

    tried = 0
    for index, line in enumerate(lines):
        name, period, value, numerator, denominator, _, note = next(csv.reader([line]))
        if not value.rstrip("%").isdigit():
            continue
        rows = []
        for shown in (value, str(int(value.rstrip("%")) // 2 + 1) + "%" * value.endswith("%")):
            out = io.StringIO()
            csv.writer(out, lineterminator="").writerow(
                (name, period, shown, numerator, denominator, "illustrative", note)
            )
            rows.append(paragraphs([*lines[:index], out.getvalue(), *lines[index + 1 :]]))
        before, after = rows
        if set(before) != set(after):
            continue
        tried += 1
        for number, words in after.items():
            if words != before[number]:
                assert "illustrative" in words, (line, number, words)
    assert tried > 60


NAME = "data/childrens-services.csv"


def _note(reason: bool, actions: list[tuple[str, date | None]]) -> Note:
    prose = Prose((Paragraph((Text("Because."),)),) if reason else (), ())
    done = tuple(Action("Do it", owner, due) for owner, due in actions)
    return Note("any", "Anybody", Period(2021, Grain.QUARTER, 1), prose, done, SPAN)


PARTS = st.sets(st.sampled_from(NotePart))
ACTIONS = st.lists(st.tuples(st.sampled_from(["", "Somebody"]), st.sampled_from([None, date(2021, 9, 30)])), max_size=3)
NOTES = st.lists(st.builds(_note, st.booleans(), ACTIONS), max_size=4)


@given(PARTS, PARTS, NOTES, st.randoms(use_true_random=False))
def test_what_notes_lack_is_what_is_required_of_them_in_whatever_order_they_stand(
    required: set[NotePart], more: set[NotePart], notes: list[Note], random: Random
) -> None:
    found = lacking(required, notes)
    assert set(found) <= required | ({NotePart.ACTION} if required & {NotePart.OWNER, NotePart.BY} else set())
    assert set(found) <= set(lacking(required | more, notes))
    assert lacking(set(), notes) == ()
    shuffled = random.sample(notes, len(notes))
    assert lacking(required, shuffled) == found
    assert lacking(required, [*notes, _note(True, [])]) == tuple(part for part in found if part is not NotePart.REASON)
    whole = [_note(True, [("Somebody", date(2021, 9, 30))])]
    assert lacking(required, whole) == ()
    assert set(lacking(required, [*notes, *whole])) <= set(found) - {NotePart.REASON, NotePart.ACTION}


SHARED = """  commentary
    when red
      > {value}, {gap} off.
      require reason
    when value = 10% or no value
      > Either.
    otherwise
      > {value}.
    also when worsened
      > Worse.
"""
OF_TWO = """indicator {id} "{id}"
  section   two
  unit      percent
  polarity  {polarity} is better
  target    50%
  tolerance 5 points
{rules}
"""
VALUES = st.sampled_from(["10", "50", "54.5", "80", "awaiting"])


@given(st.lists(st.tuples(st.sampled_from(["higher", "lower"]), VALUES, VALUES), min_size=1, max_size=3))
@settings(max_examples=40)  # two reports each time
def test_rules_of_a_section_do_what_the_same_rules_of_each_indicator_do(rows: list[tuple[str, str, str]]) -> None:
    data = "indicator,period,value\n" + "".join(
        f"i{at},2021-22 Q1,{now}\ni{at},2020-21 Q4,{before}\n" for at, (_, now, before) in enumerate(rows)
    )
    data += "rest,2021-22 Q1,1\n"

    def text(in_section: str, in_indicator: str) -> str:
        blocks = [
            OF_TWO.format(id=f"i{at}", polarity=polarity, rules=in_indicator) for at, (polarity, *_) in enumerate(rows)
        ]
        rest = 'indicator rest "Rest"\n  section one\n  unit count\n  polarity none\n'
        spec = "\n".join(["language 1", 'section two "Two"', in_section, *blocks, rest])
        files = {"indicators.kpi": spec, "data.csv": data}
        report = pipeline.compose_report("spec.kpi", cases.reader(files), draft=True).value
        assert report is not None
        return outline(report.document)

    assert text(SHARED, "") == text("", SHARED)


@given(AMOUNTS, st.integers(1, 6), st.lists(st.booleans(), min_size=6, max_size=6))
def test_what_held_for_longer_held_for_less_and_not_is_its_own_opposite(
    target: Fraction, count: int, known: list[bool]
) -> None:
    """Laws of conditions, also where some quarters are not known."""
    indicator = indicator_of(Polarity.HIGHER, target, Fraction(5))
    period = Period(2021, Grain.QUARTER, 1)
    figures = {
        period.back(steps): Figure(period.back(steps), target + 3 - steps, None, None, None, ())
        for steps, there in enumerate(known)
        if there
    }
    case = Case(indicator, period, figures.get, [])
    met = MET
    if count > 1 and holds(Held(met, count), case):
        assert holds(Held(met, count - 1), case)
    both, either = AllOf((met, Within(None))), AnyOf((met, Within(None)))
    assert holds(Not(Not(met)), case) == holds(met, case)
    assert holds(Not(both), case) == holds(AnyOf((Not(met), Not(Within(None)))), case)
    assert holds(Not(either), case) == holds(AllOf((Not(met), Not(Within(None)))), case)
    if holds(FirstTime(met), case):
        assert not holds(Again(met), case)


@given(
    st.from_regex(r"(academic |calendar )?[0-9]{4}(-[0-9]{2})?( [QH][0-9])?|[A-Z][a-z]{2,8} [0-9]{4}", fullmatch=True)
)
def test_whatever_is_read_as_a_period_has_days_and_neighbours(text: str) -> None:
    period = Period.parse(text)
    if period is not None:
        assert period.start <= period.end
        assert period.back(1).end < period.start < period.back(-1).start
        assert Period.parse(str(period)) == period

"""Records: questions mean what they say, and the pipeline asks for the periods that a report looks at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from kpidsl import pipeline
from kpidsl.counting.counts import Counts
from kpidsl.diagnostics import show
from kpidsl.diagnostics.diagnostic import Outcome
from kpidsl.difference.bare import bare
from kpidsl.evaluation.evaluate import HISTORY
from kpidsl.period import Period
from kpidsl.source import Source
from kpidsl.spec import record as r, records
from kpidsl.spec.counting import periods
from kpidsl.spec.model import Spec
from kpidsl.spec.problems import Problems
from kpidsl.spec.project import Read
from kpidsl.syntax.parser import parse
from tests import cases
from tests.test_format import mangled, styled

BLOCK = """\
language 1

records reviews "Reviews of plans"
  data       "data/reviews.csv"
  complete   from 1 April 2019
  column     held_on  date
  column     due_on   date
  column     team     text
  column     crew     text
  column     hours    whole number
  column     asked    whole number
  column     cost     number to 2 dp
  column     seen     yes/no
  period     by held_on
  measure    late     {measure}

indicator reviews_late "Reviews that were late"
  section   one
  unit      count
  polarity  none
  measure   late
"""


def read(text: str) -> r.Records:
    """The records of a spec in which nothing is wrong."""
    parsed, problems = parse(Source("indicators.kpi", text)), Problems()
    assert parsed.value is not None
    found = records.read(parsed.value.blocks, problems)
    assert show.text((*parsed.diagnostics, *problems.found())) == ""
    return found.records[0]


def of(measure: str) -> str:
    return BLOCK.format(measure=measure)


def where(question: str) -> object:
    """What is asked of rows, without its places."""
    return bare(read(of(f"count where {question}")).measures[0].where)


# ---- questions

DATES = st.dates(date(2019, 1, 1), date(2022, 1, 1)).map(lambda day: f"{day.day} {day:%B %Y}")
OF_NUMBERS = st.sampled_from(["is", "is not", "at most", "at least", "less than", "more than"])
OF_DATES = st.sampled_from(["is", "is not", "before", "after", "on or before", "on or after"])
EITHER = st.sampled_from(["is", "is not"])
LIMITS = st.builds("{} {}".format, st.integers(2, 60), st.sampled_from(["days", "working days", "months"]))
ASKED = st.one_of(
    st.builds("hours {} {}".format, OF_NUMBERS, st.integers(-5, 2_000)),
    st.builds("cost {} {}.{:02}".format, OF_NUMBERS, st.integers(0, 2_000), st.integers(0, 99)),
    st.builds("hours {} asked".format, OF_NUMBERS),
    st.builds("held_on {} {}".format, OF_DATES, DATES),
    st.builds("due_on {} held_on".format, OF_DATES),
    st.builds('team {} "{}"'.format, EITHER, st.sampled_from(["North", "north east", "and", "(", "not"])),
    st.builds("team {} crew".format, EITHER),
    st.builds("seen {} {}".format, EITHER, st.sampled_from(["yes", "no"])),
    st.sampled_from(['team in "North", "South"', "hours in 1, 2, 3", "held_on is missing", "team is not missing"]),
    st.builds("held_on within {} of due_on".format, LIMITS),
    st.builds("again for team within {}".format, LIMITS),
)
QUESTIONS = st.recursive(
    ASKED,
    lambda inner: st.one_of(
        st.builds("not ({})".format, inner),
        st.builds("({}) and ({})".format, inner, inner),
        st.builds("({}) or ({})".format, inner, inner),
    ),
    max_leaves=6,
)


@given(QUESTIONS, st.integers(0, 1_000_000))
def test_a_question_means_the_same_however_it_is_laid_out(question: str, seed: int) -> None:
    text = of(f"count where {question}")
    assert bare(read(text)) == bare(read(mangled(text, seed))) == bare(read(styled(mangled(text, seed))))


@given(ASKED, ASKED, ASKED)
def test_and_binds_closer_than_or_and_not_closest(one: str, two: str, three: str) -> None:
    assert where(f"{one} or {two} and not {three}") == where(f"{one} or ({two} and (not ({three})))")
    assert where(f"not {one} and {two} or {three}") == where(f"((not {one}) and {two}) or {three}")
    assert where(f"not ({one} or {two})") != where(f"not {one} or {two}")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("cost is 12.50", 1_250),
        ("cost is 12.5", 1_250),
        ("cost at most 1,524", 152_400),
        ("hours is -3", -3),
        ("hours is 45.0", 45),
        ("held_on is 2020-02-29", date(2020, 2, 29)),
        ("seen is no", False),
        ('team is " North"', "North"),
    ],
)
def test_values_are_of_the_type_of_their_column(written: str, value: object) -> None:
    found = read(of(f"count where {written}")).measures[0].where
    assert isinstance(found, r.Comparison)
    assert (type(found.value), found.value) == (type(value), value)


def test_the_file_is_seen_from_the_folder_of_the_report() -> None:
    text = of("count")
    spec = (cases.BASE / "spec.kpi").read_text(encoding="utf-8").replace("indicators.kpi", "shared/rules.kpi")
    outcome = pipeline.rules("spec.kpi", cases.reader({"shared/rules.kpi": text, "spec.kpi": spec}))
    assert outcome.value is not None
    assert outcome.value.records[0].file == "shared/data/reviews.csv"


# ---- periods

WRITTEN = st.sampled_from(
    ["2021-22", "2021-22 Q1", "2021-22 Q4", "2021-22 H1", "March 2022", "2021 Q3", "calendar 2021", "academic 2021-22"]
)
DAYS = st.dates(date(2017, 1, 1), date(2022, 12, 31))
PLAIN = read(of("count"))


@given(WRITTEN, DAYS, st.none() | st.integers(0, 1_500))
def test_all_periods_are_asked_for_that_a_report_looks_at_and_records_cover(
    written: str, since: date, length: int | None
) -> None:
    report = Period.parse(written)
    assert report is not None
    until = None if length is None else since + timedelta(length)
    found = periods([replace(PLAIN, complete_from=since, complete_to=until)], report)
    for one in found:
        assert since <= one.start
        assert one.end <= (until or report.end)
        assert one <= report
        assert one.grain in (report.grain, report.whole_year.grain)
    looked_at = {*report.last(HISTORY), report.same_period_last_year, report.outturn, report.outturn.previous}
    covered = {one for one in looked_at if since <= one.start and one.end <= (until or report.end)}
    assert covered <= set(found)
    assert list(found) == sorted(set(found))


def test_periods_that_any_records_cover_are_asked_for_once() -> None:
    report = Period.parse("2021-22 Q1")
    assert report is not None
    later = replace(PLAIN, complete_from=date(2021, 1, 1))
    assert periods([later], report) == (report.previous, report)
    assert periods([later, PLAIN], report) == periods([PLAIN, later], report) == periods([PLAIN], report)


# ---- the pipeline


def test_who_counts_is_asked_once_and_only_where_there_are_records() -> None:
    calls: list[tuple[Sequence[r.Records], Sequence[Period]]] = []

    def count(spec: Spec, asked: Sequence[Period], read: Read) -> Outcome[Counts]:
        calls.append((spec.records, asked))
        return Outcome(Counts())

    pipeline.compose_report("spec.kpi", cases.reader({}), count=count)
    assert calls == []
    text = of("count")
    made = pipeline.compose_report("spec.kpi", cases.reader({"indicators.kpi": text, "data.csv": ROWS}), count=count)
    assert [[one.name for one in records] for records, _ in calls] == [["reviews"]]
    assert made.value is not None
    assert calls[0][1] == periods(made.value.spec.records, made.value.spec.period)


ROWS = "indicator,period,value\nreviews_late,2021-22 Q1,12\n"


def test_where_nobody_counts_there_is_no_report() -> None:
    text = of("count")
    read = cases.reader({"indicators.kpi": text, "data.csv": ROWS})
    made = pipeline.compose_report("spec.kpi", read)
    assert made.value is None
    assert [problem.code for problem in made.diagnostics if problem.is_error] == ["records-uncounted"]
    unread = pipeline.compose_report("spec.kpi", read, counting=False)
    assert unread.value is None
    assert not unread.failed

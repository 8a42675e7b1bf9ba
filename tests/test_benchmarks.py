"""Benchmarks from files: laws of ranks and of reading, and what other programs are told."""

from __future__ import annotations

import json
from fractions import Fraction
from functools import cache
from typing import Any

import jsonschema
import pytest
from hypothesis import given, strategies as st

from kpidsl import pipeline
from kpidsl.data.cells import rows
from kpidsl.data.peers import Wanted, read
from kpidsl.data.tidy import MARKERS
from kpidsl.evaluation.aims import Aim
from kpidsl.evaluation.places import Place, place_of
from kpidsl.period import Period
from kpidsl.quantity import PERCENT
from kpidsl.source import Named, Source, Span
from kpidsl.terms import Polarity
from tests import cases
from tests.test_record import SCHEMA

AMOUNTS = st.fractions(min_value=-5, max_value=5, max_denominator=2)
GROUPS = st.lists(AMOUNTS | st.none(), max_size=9)
AIM = Aim(Fraction(-1), Fraction(2))
CELLS = st.sampled_from(
    ["Ash", "Beech", "a Ash", '"Ash, City of"', '"Be""ech"', "Ash\u00a0", '"two\nlines, Ash"', "", "7"]
)
FILES = st.lists(st.lists(CELLS, min_size=1, max_size=4).map(",".join), max_size=8)


def _place(own: Fraction | None, others: list[Fraction | None], polarity: Polarity) -> Place | None:
    return place_of(own, others, polarity, AIM)


# ---- ranks


@given(AMOUNTS, GROUPS, st.sampled_from(list(Polarity)))
def test_the_order_of_a_group_does_not_matter(own: Fraction, others: list[Fraction | None], polarity: Polarity) -> None:
    assert _place(own, others, polarity) == _place(own, others[::-1], polarity)


@given(AMOUNTS, GROUPS)
def test_ranks_are_mirrored_where_the_other_way_is_better(own: Fraction, others: list[Fraction | None]) -> None:
    turned = [None if other is None else -other for other in others]
    assert _place(own, others, Polarity.HIGHER) == _place(-own, turned, Polarity.LOWER)


@given(st.lists(AMOUNTS, min_size=2, max_size=9), st.sampled_from([Polarity.HIGHER, Polarity.LOWER, Polarity.BETWEEN]))
def test_the_ranks_of_all_members_agree(amounts: list[Fraction], polarity: Polarity) -> None:
    """1 is given, each rank is one more than how many stand above it, and only who shares a rank is joint."""
    places = []
    for index, own in enumerate(amounts):
        others: list[Fraction | None] = [*amounts[:index], *amounts[index + 1 :]]
        place = _place(own, others, polarity)
        assert place is not None
        places.append(place)
    ranks = sorted(place.rank for place in places)
    assert ranks[0] == 1
    assert all(rank == 1 + sum(other < rank for other in ranks) for rank in ranks)
    assert all(place.is_joint == (ranks.count(place.rank) > 1) for place in places)
    assert {place.ranked for place in places} == {len(amounts)}


@given(st.lists(AMOUNTS, min_size=1, max_size=9), AMOUNTS, st.fractions(min_value=0, max_value=3))
def test_a_better_figure_never_worsens_rank_or_part(others: list[Fraction], own: Fraction, more: Fraction) -> None:
    known: list[Fraction | None] = [*others]
    before, after = _place(own, known, Polarity.HIGHER), _place(own + more, known, Polarity.HIGHER)
    assert before is not None
    assert after is not None
    assert after.rank <= before.rank
    for parts in (2, 3, 4, 5, 10):
        one, two = before.part(parts), after.part(parts)
        assert (one is None) == (two is None) == (len(others) + 1 < parts)
        assert one is None or two is None or two <= one


def _quartiles(*amounts: int) -> list[int | None]:
    """The quartile of each of these figures among all, higher being better."""
    found = []
    for index, own in enumerate(amounts):
        others: list[Fraction | None] = [Fraction(each) for each in (*amounts[:index], *amounts[index + 1 :])]
        place = place_of(Fraction(own), others, Polarity.HIGHER, None)
        found.append(place.part(4) if place else None)
    return found


@pytest.mark.parametrize(
    ("amounts", "quartiles"),
    [
        ([9], [None]),
        ([9, 8], [None, None]),
        ([9, 8, 7], [None, None, None]),
        ([9, 8, 7, 6], [1, 2, 3, 4]),
        ([9, 8, 7, 6, 5], [1, 1, 2, 3, 4]),
        ([9, 8, 7, 6, 5, 4, 3, 2], [1, 1, 2, 2, 3, 3, 4, 4]),
        ([9, 9, 9, 9], [1, 1, 1, 1]),
        ([9, 8, 8, 8], [1, 2, 2, 2]),
        ([9, 8, 7, 7], [1, 2, 3, 3]),
    ],
)
def test_quartiles_of_small_groups_and_of_ties(amounts: list[int], quartiles: list[int | None]) -> None:
    assert _quartiles(*amounts) == quartiles


def test_who_is_not_ranked() -> None:
    one, two = Fraction(1), Fraction(2)
    assert place_of(None, [one], Polarity.HIGHER, None) is None
    assert place_of(one, [], Polarity.HIGHER, None) is None
    assert place_of(one, [None, None], Polarity.HIGHER, None) is None
    assert place_of(one, [two], Polarity.NONE, None) is None
    assert place_of(one, [two], Polarity.CLOSEST, None) is None  # no target to be near
    assert place_of(one, [two, None], Polarity.HIGHER, None) == Place(2, 2, False, 1)
    assert place_of(Fraction(3), [Fraction(0), two], Polarity.BETWEEN, Aim(Fraction(1), two)) == Place(2, 3, True, 0)


# ---- reading


@given(FILES, st.sampled_from([["Ash"], ['Be"ech', "7"], ["Ash, City of"]]))
def test_leaving_out_other_rows_loses_none(lines: list[str], names: list[str]) -> None:
    source = Source("a.csv", "\n".join(["head,er", *lines]))
    everything = list(rows(source))[1:]
    wanted = [row for row in everything if any(cell.text in names for cell in row)]
    assert [row for row in list(rows(source, names))[1:] if any(cell.text in names for cell in row)] == wanted


FIGURES = st.sampled_from(["1", "2.5", "30%", "c", "[x]", "low", "not due"])


@given(st.dictionaries(st.sampled_from(["Ash", "Beech", "Elm", "Oak"]), FIGURES, min_size=4), st.randoms())
def test_the_order_of_rows_does_not_matter(figures: dict[str, str], random: Any) -> None:
    table = [f"{name},2019-20,{sex},{text}" for name, text in figures.items() for sex in ("Total", "Female")]
    one = _read(table, list(figures))
    random.shuffle(table)
    assert _read(table, list(figures)) == one
    assert [amount is None for _, amount, _ in one] == [text.strip("[]") in MARKERS for text in figures.values()]


def _read(table: list[str], names: list[str]) -> list[tuple[str, Fraction | None, object]]:
    source = Source("a.csv", "\n".join(["entity,period,sex,value", *table]))
    at = Span(Source("a.kpi", ""), 0, 0)
    facts = ((Named("sex", at), Named("Total", at)),)
    wanted = Wanted("a", PERCENT, Period(2019), tuple(Named(name, at) for name in names), None, facts, at)
    outcome = read(source, [wanted], 4)
    assert outcome.value is not None, outcome.diagnostics
    return [(row.entity, row.amount, row.reason) for row in outcome.value[0]]


@given(st.text(alphabet='EntityPerod,"\n2019-c%. ', max_size=80))
def test_a_file_of_benchmarks_may_hold_anything(text: str) -> None:
    at = Span(Source("a.kpi", ""), 0, 0)
    for header in ("entity,period,value\n", "geographic_level,time_period,time_identifier,country_name,value\n", ""):
        wanted = Wanted("a", PERCENT, Period(2019), (Named("E", at),), None, (), at)
        outcome = read(Source("a.csv", header + text), [wanted], 4)
        assert outcome.value is not None or outcome.failed


# ---- for other programs


@cache
def _of_page() -> dict[str, Any]:
    """The first indicator of the first case about benchmarks, as the record has it."""
    files = cases.read_cases(cases.PAGES / "benchmarks/files.md")[0].files
    outcome = pipeline.build("spec.kpi", cases.reader(files), formats=("json",))
    assert outcome.value is not None
    record = json.loads(outcome.value["json"])
    jsonschema.validate(record, SCHEMA, jsonschema.Draft202012Validator)
    found: dict[str, Any] = record["indicators"][0]
    return found


def test_the_record_names_the_row_of_each_benchmark() -> None:
    england, region, neighbours = _of_page()["benchmarks"]
    assert (england["exact"], england["printed"], england["period"]) == ("22.6", "23%", "2019-20")
    assert [(row["entity"], row["file"], row["row"]) for row in england["rows"]] == [("England", "data/dfe.csv", 2)]
    assert (region["exact"], region["printed"], region["reason"]) == (None, "Suppressed", "suppressed")
    assert neighbours["group"] is True
    assert neighbours["exact"] == "743/30"  # of 20.2, 30 and 24.1
    assert [row["exact"] for row in neighbours["rows"]] == ["20.2", "30", None, "24.1"]


def test_the_record_says_what_a_rank_is_of() -> None:
    (rank,) = _of_page()["ranks"]
    assert rank.pop("method")
    assert rank == {
        "group": "neighbours",
        "period": "2019-20",
        "own": "24.1",
        "rank": 2,
        "joint": True,
        "of": 4,
        "without": 1,
        "quartile": "second",
        "printed": "joint 2nd of 4 (1 without a figure)",
        "sources": [{"file": "data/dfe.csv", "sheet": None, "row": 10}],
    }

"""Capitals in headings: letters are raised where the house wants it, and never made small."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from kpidsl.compose.heading_case import in_title_case
from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.spec.capitals import in_sentence_case
from tests import cases

_LETTERS = st.text("aBc dé'S E-1ßŵ ", max_size=30)


@given(_LETTERS)
def test_title_case_only_raises_first_letters(text: str) -> None:
    raised = in_title_case(text)
    assert len(raised) == len(text)
    assert raised.casefold() == text.casefold()
    assert [one for one, other in zip(text, raised, strict=False) if one.isupper() and one != other] == []
    assert in_title_case(raised) == raised


@pytest.mark.parametrize(
    ("written", "raised"),
    [
        ("early help and SEND", "Early Help and SEND"),
        ("the children's services plan", "The Children's Services Plan"),
        ("iPads in schools", "iPads in Schools"),
        ("2021-22 in figures", "2021-22 in Figures"),
    ],
)
def test_what_title_case_makes_of_headings(written: str, raised: str) -> None:
    assert in_title_case(written) == raised


@pytest.mark.parametrize(
    ("written", "better"),
    [
        ("Early Help And SEND", "Early help and SEND"),
        ("Children's Social Care in Rutland Homes", "Children's social care in Rutland homes"),
        ("KEY PERFORMANCE MEASURES", "Key performance measures"),
        ("Adult Social Care: Waiting Times", "Adult Social Care: waiting times"),
        ("A Plan for All", "A plan for all"),
    ],
)
def test_what_is_offered_in_sentence_case(written: str, better: str) -> None:
    assert in_sentence_case(written, ("Adult Social Care", "Rutland")) == better


def _found(chapter: str, house: str) -> list[Diagnostic]:
    files = {
        "council.yaml": f"{house}\n{(cases.BASE / 'council.yaml').read_text('utf-8')}".replace("Appendices", chapter),
        "spec.kpi": (cases.BASE / "spec.kpi").read_text("utf-8").replace("Appendices", chapter),
    }
    return [problem for problem in cases.problems(files) if problem.code == "heading-case"]


@pytest.mark.parametrize(
    "chapter", ["Children in need", "Early Help", "Work of Ofsted", "SEND and EHC", "Views of NHS England"]
)
def test_headings_that_may_well_be_right_are_left_alone(chapter: str) -> None:
    assert _found(chapter, "headings: sentence case") == []


def test_a_house_that_says_nothing_leaves_all_alone_and_names_can_be_listed() -> None:
    assert len(_found("Background Papers And Sources", "headings: sentence case")) == 1
    assert _found("Background Papers And Sources", "headings: as written") == []
    assert _found("Background Papers And Sources", "") == []
    assert _found("Health Safety Executive", "headings: sentence case\nnames: [Health Safety Executive]") == []

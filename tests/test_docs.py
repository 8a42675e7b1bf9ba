"""What the documentation shows is what the compiler takes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kpidsl.data.tables import COLUMNS, read
from kpidsl.quantity import COUNT, PERCENT
from kpidsl.source import Source
from kpidsl.spec.check import check
from kpidsl.spec.literals import unit_names
from kpidsl.spec.placeholders import FIELDS
from kpidsl.syntax.blocks import USAGE
from kpidsl.syntax.parser import parse
from kpidsl.terms import Quality, Reason
from tests import cases

ROOT = Path(__file__).parents[1]
LANGUAGE = (ROOT / "docs/language.md").read_text(encoding="utf-8")
DATA = (ROOT / "docs/data.md").read_text(encoding="utf-8")


def _blocks(text: str, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def test_the_examples_of_the_language_make_a_whole_report() -> None:
    """All `kpi` blocks of the page, put together, are one spec without a problem; the YAML is its house."""
    blocks = _blocks(LANGUAGE, "kpi")
    text = "\n".join(
        ["language 1", *blocks[1:], 'section contacts "Contacts"', 'chapter "Purpose of the report"\n  > {period}']
    )
    text += '\nchapter "Community safety implications"\n'
    house = _blocks(LANGUAGE, "yaml")[0]
    house = house.replace("contacts:\n", "contacts:\n  intelligence:\n    name: B\n    role: Manager\n")
    outcome = parse(Source("docs.kpi", text))
    assert outcome.diagnostics == ()
    assert outcome.value is not None
    checked = check([outcome.value], Source("council.yaml", house))
    assert checked.diagnostics == ()
    assert checked.value is not None


def test_every_keyword_unit_and_placeholder_is_documented() -> None:
    for word in USAGE:
        assert re.search(rf"^\s*{word}\b|`{word}\b", LANGUAGE, re.MULTILINE), word
    for unit in unit_names():
        assert f"`{unit}`" in LANGUAGE, unit
    for field in FIELDS:
        assert f"{{{field.value}}}" in LANGUAGE, field


def test_every_column_reason_and_quality_is_documented() -> None:
    quality = [member.value for member in Quality if member is not Quality.FINAL]
    flat = " ".join(DATA.split())
    for word in (*COLUMNS, *(reason.value for reason in Reason), *quality):
        assert f"`{word}`" in flat, word


def test_the_example_data_is_read() -> None:
    units = {"referrals": COUNT, "cp_reviews": PERCENT, "re_referrals": PERCENT}
    outcome = read([Source("docs.csv", _blocks(DATA, "csv")[0])], units)
    assert outcome.diagnostics == ()


@pytest.mark.parametrize(
    "page",
    [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "docs/language.md",
        "docs/data.md",
        "docs/diagnostics.md",
        "docs/results.md",
    ],
)
def test_links_lead_somewhere(page: str) -> None:
    text = re.sub(r"^```.*?^```$", "", (ROOT / page).read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", text):
        if not target.startswith("http"):
            assert ((ROOT / page).parent / target).exists(), target


def test_the_spec_in_the_readme_is_one() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    fragment = next(block for block in re.findall(r"^```\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL))
    files = {"indicators.kpi": "language 1\n" + fragment.replace("contacts", "one")}
    files["data.csv"] = "indicator,period,value\nre_referrals,2021-22 Q1,0\nre_referrals,2020-21,38\n"
    results = cases.results(files)
    assert results["diagnostics"] == ""
    assert "0% of referrals in quarter one of 2021-22 were repeats, down from 38%." in results["commentary"]

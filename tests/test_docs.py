"""What the documentation shows is what the compiler takes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lark import Lark, Token

from kpidsl.data.tables import read
from kpidsl.quantity import COUNT, PERCENT
from kpidsl.source import Source
from kpidsl.spec.literals import unit_names
from kpidsl.spec.placeholders import FIELDS
from kpidsl.syntax.blocks import USAGE
from kpidsl.syntax.grammar import grammar_text
from kpidsl.terms import DATA_COLUMNS, Quality, Reason
from tests import cases
from tests.documented import PAGE, Example, examples
from tests.lines import code_lines

ROOT = Path(__file__).parents[1]
LANGUAGE = (ROOT / "docs/language.md").read_text(encoding="utf-8")
EXAMPLES = tuple(examples())
DATA = (ROOT / "docs/data.md").read_text(encoding="utf-8")


def _blocks(text: str, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"line {example.line}")
def test_every_example_of_the_language_runs(example: Example) -> None:
    """Each is a report without a problem."""
    assert cases.results(example.files)["diagnostics"] == ""


def test_every_example_comes_out_as_the_page_says(request: pytest.FixtureRequest) -> None:
    changes = {}
    for example in EXAMPLES:
        found = {**cases.tested(example.files), **cases.results(example.files)} if example.expected else {}
        for block in example.expected:
            actual = found[block.info.removeprefix("text ")]
            if actual != block.body:
                changes[block] = actual
    if changes and request.config.getoption("--accept"):
        cases.accept(PAGE, changes)
        pytest.fail(f"{len(changes)} results rewritten: read the change, then run again")
    assert {block.body: actual for block, actual in changes.items()} == {}


def test_every_construct_of_the_grammar_has_an_example() -> None:
    """Every rule, every alternative of a rule and every fixed word of the grammar stands in an example of the page."""
    grammar = Lark(grammar_text(), start="statement", parser="lalr", keep_all_tokens=True)
    seen: set[str] = set()
    for example in EXAMPLES:
        for line in code_lines(Source("example.kpi", example.text)):
            tree = grammar.parse(line)
            seen |= {str(node.data) for node in tree.iter_subtrees()}
            seen |= {token.type for token in tree.scan_values(lambda leaf: isinstance(leaf, Token))}
    rules = {rule.alias or str(rule.origin.name) for rule in grammar.rules}
    named = {name for name in rules if not name.startswith("_")} - {"statement"}
    words = {terminal.name for terminal in grammar.terminals} - set(grammar.ignore_tokens)
    assert (named | words) - seen == set()


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
    for word in (*DATA_COLUMNS, *(reason.value for reason in Reason), *quality):
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
        "docs/authorities.md",
        "docs/commands.md",
        "docs/language.md",
        "docs/languages.md",
        "docs/data.md",
        "docs/diagnostics.md",
        "docs/results.md",
        "docs/presets.md",
        "docs/review.md",
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

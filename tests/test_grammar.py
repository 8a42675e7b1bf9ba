"""The published grammar is the language: stock Lark reads with it what `kpic` reads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lark import Lark

from kpidsl.diagnostics.fixes import apply
from kpidsl.source import Source
from kpidsl.syntax.blocks import ALLOWED, LOOSE_SYNONYMS, SYNONYMS, USAGE
from kpidsl.syntax.grammar import grammar_text
from kpidsl.syntax.parser import parse
from tests.lines import code_lines

ROOT = Path(__file__).parents[1]
SPECS = sorted((ROOT / "specs").rglob("*.kpi"))


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.name)
def test_stock_lark_reads_every_line_of_the_specs(path: Path) -> None:
    grammar = Lark(grammar_text(), start="statement", parser="lalr", lexer="contextual", maybe_placeholders=True)
    for line in code_lines(Source(path.name, path.read_text(encoding="utf-8"))):
        grammar.parse(line)


def test_every_usage_line_is_read() -> None:
    for word, usage in USAGE.items():
        tokens = parse(Source("usage.kpi", usage))
        syntax = [problem for problem in tokens.diagnostics if problem.code != "out-of-place"]
        assert syntax == [], word


def test_every_keyword_of_the_grammar_has_a_usage_line_and_a_home() -> None:
    rules = re.findall(r"^\w+:\s+(.*(?:\n\s+\|.*)*)", grammar_text(), re.MULTILINE)
    first_words = {match for rule in rules for match in re.findall(r'(?:^|\|)\s*"([a-z]+)"', rule)}
    statements = first_words & set(USAGE)
    assert statements | {"committee", "from", "house", "data", "follows", "recommend"} == set(USAGE)
    homes = {word for words in ALLOWED.values() for word in words} | set(ALLOWED)
    assert set(USAGE) <= homes


def test_synonyms_lead_to_keywords() -> None:
    assert set(SYNONYMS.values()) <= set(USAGE)
    assert not set(SYNONYMS) & set(USAGE)
    assert set(LOOSE_SYNONYMS) <= set(SYNONYMS)


@pytest.mark.parametrize("word", SYNONYMS)
def test_a_synonym_is_put_right_unless_it_could_mean_several_things(word: str) -> None:
    usage = USAGE[SYNONYMS[word]]
    source = Source("synonym.kpi", usage.replace(SYNONYMS[word], word, 1))
    problem = parse(source).diagnostics[0]
    assert problem.code == "unknown-keyword"
    fixed = apply(source, [problem.fix]) if problem.fix else source.text
    assert fixed == (source.text if word in LOOSE_SYNONYMS else usage)

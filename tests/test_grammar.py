"""The published grammar is the language: stock Lark reads with it what `kpic` reads."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st
from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedToken

from kpidsl.diagnostics.fixes import apply
from kpidsl.source import Source
from kpidsl.syntax import parser, tables
from kpidsl.syntax.ast import Prose
from kpidsl.syntax.blocks import ALLOWED, LOOSE_SYNONYMS, SYNONYMS, USAGE
from kpidsl.syntax.grammar import grammar_text
from kpidsl.syntax.lexer import lex_line
from kpidsl.syntax.parser import parse
from kpidsl.syntax.reading import Reading
from kpidsl.syntax.tree import Leaf, Node
from tests.grammar_tables import PLACE
from tests.lines import code_lines

ROOT = Path(__file__).parents[1]
SPECS = sorted((ROOT / "specs").rglob("*.kpi"))


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.name)
def test_stock_lark_reads_every_line_of_the_specs(path: Path) -> None:
    grammar = Lark(grammar_text(), start="statement", parser="lalr", lexer="contextual", maybe_placeholders=True)
    for line in code_lines(Source(path.name, path.read_text(encoding="utf-8"))):
        grammar.parse(line)


def test_the_tables_that_stand_ready_are_those_of_the_grammar() -> None:
    """After a change of the grammar: `python -m tests.grammar_tables`."""
    assert PLACE.read_text(encoding="utf-8") == tables.written(grammar_text())
    assert tables.tables() == tables.made_of(grammar_text())


def test_tables_of_another_grammar_are_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    other = grammar_text().replace('"language"', '"tongue"')
    monkeypatch.setattr(tables, "grammar_text", lambda: other)
    found = tables.tables.__wrapped__()
    assert "tongue" in found.spellings["TONGUE"]
    assert found == tables.made_of(other) != tables.tables()


LINES = [line for path in SPECS for line in code_lines(Source(path.name, path.read_text(encoding="utf-8")))]
STOCK: Any = Lark(grammar_text(), start="statement", parser="lalr", maybe_placeholders=True)
WORDS = sorted({word for name in tables.tables().spellings for word in tables.tables().spellings[name]} | {"x", '"x"'})


@given(st.data())
def test_the_tables_are_gone_through_as_lark_does(data: st.DataObject) -> None:
    """Lines of specs, with a word put in, taken out or exchanged: as far as they go, what may follow, and the tree."""
    line = data.draw(st.sampled_from([*LINES, *USAGE.values()]))
    found, _ = lex_line(Source("line.kpi", line), 1)
    assert not isinstance(found, Prose)
    tokens = [token for token in found if token.kind not in ("UNREADABLE", "UNCLOSED")]
    if data.draw(st.booleans()) and tokens:
        at = data.draw(st.integers(0, len(tokens) - 1))
        after = at + data.draw(st.integers(0, 1))
        words = " ".join(data.draw(st.lists(st.sampled_from(WORDS), max_size=2)))
        put, _ = lex_line(Source("line.kpi", f"x {words}"), 1)
        assert not isinstance(put, Prose)
        tokens[at:after] = put[1:]
    ours, theirs = Reading(tables.tables()), STOCK.parse_interactive()
    for token in tokens:
        assert {name for name in ours.next if name.isupper()} == {name for name in theirs.choices() if name.isupper()}
        assert ours.accepted() == theirs.accepts()
        leaf = Leaf(parser._terminal(token, ours.next), token.word)
        if not ours.takes(leaf):
            with pytest.raises(UnexpectedToken):
                theirs.feed_token(_lark_s(leaf))
            assert ours.accepted() == theirs.accepts()
            return
        theirs.feed_token(_lark_s(leaf))
    if ours.ends():
        assert _plain(ours.tree) == _plain(theirs.feed_eof())
    else:
        with pytest.raises(UnexpectedToken):
            theirs.feed_eof()
        assert ours.accepted() == theirs.accepts()


def _lark_s(leaf: Leaf) -> Token:
    return Token(leaf.terminal, leaf.word.text)


def _plain(tree: object) -> object:
    match tree:
        case Node(rule, children) | Tree(data=rule, children=children):
            return str(rule), [_plain(child) for child in children]
        case Leaf(terminal, word):
            return terminal, word.text
        case Token(type=terminal):
            return terminal, str(tree)
    return tree


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

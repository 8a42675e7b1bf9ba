"""The LALR tables of grammar/kpi.lark, as Lark makes them. The only module that knows Lark.

Making them takes a third of a second, so they stand ready in `tables.json`, with the sum of the grammar that they are
of; those of any other grammar are made anew. After a change of the grammar, write the file with
`python -m tests.grammar_tables`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pkgutil import get_data
from typing import Any

from kpidsl.sums import sha256
from kpidsl.syntax.grammar import grammar_text
from kpidsl.values import dataclass

_OPEN = {"NAME", "STRING", "FIGURE", "DATE", "PERIOD", "WHITE_SPACE"}  # terminals that stand for many texts


@dataclass(frozen=True, slots=True)
class Rule:
    """What becomes of `size` values in a row: a node of the name `name` that holds those in `kept`.

    Of each that is kept: its place, whether what it holds takes its stand, and how many optional parts that are absent
    come before it; `absent` is how many come last. Where one alone is left and the rule is `lone`, it becomes that one.
    """

    origin: str
    size: int
    name: str
    lone: bool
    kept: tuple[tuple[int, bool, int], ...]
    absent: int


@dataclass(frozen=True, slots=True)
class Tables:
    """Of each state, by terminal (or, after a rule, by its origin) what comes next: a state, or ~n for the rule n.

    Reading starts in state 0. `spellings` are the texts of each terminal that is a keyword, a sign or one of few words.
    """

    end: int
    states: tuple[Mapping[str, int], ...]
    rules: tuple[Rule, ...]
    spellings: Mapping[str, tuple[str, ...]]


@cache
def tables() -> Tables:
    """The tables of the published grammar."""
    grammar = grammar_text()
    ready = json.loads(get_data(__package__, "tables.json") or "{}")
    if ready.get("grammar") != _sum(grammar):
        return made_of(grammar)
    rules = (
        Rule(origin, size, name, lone, tuple(map(tuple, kept)), absent)
        for origin, size, name, lone, kept, absent in ready["rules"]
    )
    spellings = {name: tuple(words) for name, words in ready["spellings"].items()}
    return Tables(ready["end"], tuple(ready["states"]), tuple(rules), spellings)


def made_of(grammar: str) -> Tables:
    """The tables of a grammar: states and rules are numbered as they are met from the start, by terminals in order, so
    that the same grammar always has the same."""
    from lark import Lark  # only here: the tables stand ready
    from lark.grammar import Rule as LarksRule
    from lark.lexer import TerminalDef

    lark = Lark(grammar, start="statement", parser="lalr", maybe_placeholders=True)
    data, memo = lark.memo_serialize([TerminalDef, LarksRule])
    made = data["parser"]["parser"]
    # Of each state by symbol: whether that ends a rule, and the rule or else the state that comes next.
    rows: dict[int, list[tuple[str, bool, int]]] = {
        state: sorted(
            (made["tokens"][symbol], bool(ends), where["@"] if ends else where) for symbol, (ends, where) in row.items()
        )
        for state, row in made["states"].items()
    }
    (start,), (end,) = made["start_states"].values(), made["end_states"].values()
    states: dict[int, int] = {start: 0}
    rules: dict[int, int] = {}
    pending = [start]
    for state in pending:
        for _, ends, where in rows[state]:
            if ends:
                rules.setdefault(where, len(rules))
            elif where not in states:
                states[where] = len(states)
                pending.append(where)
    numbered = ({symbol: ~rules[to] if ends else states[to] for symbol, ends, to in rows[one]} for one in states)
    return Tables(
        states[end],
        tuple(numbered),
        tuple(_rule(memo[one]) for one in rules),
        dict(sorted((one.name, tuple(_words(one.pattern))) for one in lark.terminals if one.name not in _OPEN)),
    )


def _rule(written: Mapping[str, Any]) -> Rule:
    """A rule as Lark writes it down."""
    options, symbols = written["options"], written["expansion"]
    # Of each optional part of the rule in order, 1 where this form of it lacks the part, and 0 for each that is there.
    parts = "".join(str(int(lacks)) for lacks in options["empty_indices"])
    lacking = [len(ones) for ones in parts.split("0")] if parts else [0] * (len(symbols) + 1)
    kept: list[tuple[int, bool, int]] = []
    absent = 0
    for place, (symbol, before) in enumerate(zip(symbols, lacking, strict=False)):
        absent += before
        is_rule = symbol["__type__"] == "NonTerminal"
        if is_rule or options["keep_all_tokens"] or not symbol["filter_out"]:
            kept.append((place, is_rule and symbol["name"].startswith("_"), absent))
            absent = 0
    name = written["alias"] or options["template_source"] or written["origin"]["name"]
    lone = bool(options["expand1"]) and not written["alias"]
    return Rule(written["origin"]["name"], len(symbols), name, lone, tuple(kept), absent + lacking[-1])


def _words(pattern: Any) -> Iterator[str]:
    """All texts of a terminal: one, or those between bars in its regular expression."""
    if pattern.type == "str":
        yield pattern.value
        return
    for word in re.sub(r"^\((?:\?:)?|\)(?:\\b)?$", "", pattern.value).split("|"):
        yield from (word[:-2], word[:-2] + word[-2]) if word.endswith("?") else (word,)


def _sum(grammar: str) -> str:
    return sha256(grammar.encode("utf-8"))


def written(grammar: str) -> str:
    """The file of the tables of a grammar, a line for each state and rule."""
    made = made_of(grammar)
    rules = [[one.origin, one.size, one.name, one.lone, one.kept, one.absent] for one in made.rules]
    spellings = made.spellings.items()
    parts = (
        f'{{"grammar": "{_sum(grammar)}"',
        f'"end": {made.end}',
        '"states": [\n' + ",\n".join(map(json.dumps, made.states)) + "\n]",
        '"rules": [\n' + ",\n".join(map(json.dumps, rules)) + "\n]",
        '"spellings": {\n' + ",\n".join(f"{json.dumps(name)}: {json.dumps(one)}" for name, one in spellings) + "\n}",
    )
    return ",\n".join(parts) + "}\n"

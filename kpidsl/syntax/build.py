"""One parsed line to its `ast` node: a function a rule of the grammar, by the rule's name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kpidsl.source import Span
from kpidsl.syntax import ast


@dataclass(frozen=True, slots=True)
class Leaf:
    """A terminal: its name in the grammar and the word."""

    terminal: str
    word: ast.Word


@dataclass(frozen=True, slots=True)
class Node:
    """A rule (or alias) and what matched inside it; None where an optional part is absent."""

    rule: str
    children: tuple[Node | Leaf | None, ...]


Child = Node | Leaf | None


def statement_of(tree: Child, span: Span) -> ast.Statement:
    """The statement of a whole line."""
    assert isinstance(tree, Node)
    return _STATEMENTS[tree.rule](tree, span)


# ---- children


def _word(node: Node, index: int) -> ast.Word:
    child = node.children[index]
    assert isinstance(child, Leaf)
    return child.word


def _maybe(node: Node, index: int) -> ast.Word | None:
    child = node.children[index]
    return child.word if isinstance(child, Leaf) else None


def _words(node: Child) -> tuple[ast.Word, ...]:
    if node is None:
        return ()
    if isinstance(node, Leaf):
        return (node.word,)
    return tuple(word for child in node.children for word in _words(child))


def _joined(node: Child) -> ast.Word:
    """All words of a node as one, single-spaced."""
    words = _words(node)
    return ast.Word(" ".join(word.text for word in words), words[0].span.to(words[-1].span))


def _amount(node: Child) -> ast.Amount:
    assert isinstance(node, Node)
    words = _words(node)
    unit = " ".join(word.text for word in words[1:])
    unit = f"per {unit}" if node.rule == "amount_rate" else unit
    return ast.Amount(words[0], unit, words[0].span.to(words[-1].span))


# ---- statements


def _setting(node: Node, span: Span) -> ast.Setting:
    if len(node.children) == 2:
        return ast.Setting(_word(node, 0).text, _word(node, 1), span)
    leaf = node.children[0]
    assert isinstance(leaf, Leaf)
    return ast.Setting("meeting" if leaf.terminal == "DATE" else "period", leaf.word, span)


def _unit(node: Node, span: Span) -> ast.Unit:
    name = node.children[0]
    assert isinstance(name, Node)
    words = _words(name)
    # "£" is not kept by the grammar (it is a fixed symbol), so the span of money starts at the keyword.
    at = words[0].span.to(words[-1].span) if words else span
    text = " ".join(word.text for word in words)
    text = {
        "unit_money": f"£{text}",
        "unit_rate": text.replace(" ", " per ", 1),
        "unit_clock": text.replace(" ", ":"),
        "unit_yes_no": text.replace(" ", "/"),
    }.get(name.rule, text)
    return ast.Unit(ast.Word(text, at), _maybe(node, 1), span)


def _look(node: Child) -> tuple[ast.Word | None, ast.Word | None, ast.Word | None, ast.Word | None]:
    assert isinstance(node, Node)
    return _maybe(node, 0), _maybe(node, 1), _maybe(node, 2), _maybe(node, 3)


_COVERAGES = {
    "over_period": "over the period",
    "year_to_date": "year to date",
    "rolling": "rolling",
    "at_period_end": "at period end",
    "for_year": "for year",
    "since_day": "since",
}


def _covers(node: Node, span: Span) -> ast.Covers:
    coverage = node.children[0]
    assert isinstance(coverage, Node)
    detail = _word(coverage, 0) if coverage.children else None
    return ast.Covers(_COVERAGES[coverage.rule], detail, span)


def _optional_amount(node: Child) -> ast.Amount | None:
    return None if node is None else _amount(node)


def _goal(node: Child) -> ast.Goal:
    assert isinstance(node, Node)
    match node.rule:
        case "goal":
            return ast.Goal(_amount(node.children[0]), "", None)
        case "goal_bound":
            return ast.Goal(_amount(node.children[1]), _joined(node.children[0]).text, None)
        case "goal_better":
            return ast.Goal(None, "", _joined(node.children[0]))
        case "goal_better_by":
            return ast.Goal(_amount(node.children[0]), "", _joined(node.children[1]))
        case _:
            return ast.Goal(None, "", None)


def _profile(node: Node, span: Span) -> ast.Profile:
    parts = tuple(
        (_word(child, 1), _amount(child.children[0]))
        for child in node.children
        if isinstance(child, Node) and child.rule == "part"
    )
    return ast.Profile(parts, _optional_amount(node.children[-2]), _maybe(node, -1), span)


def _benchmark(node: Node, span: Span) -> ast.Benchmark:
    pairs = tuple(
        (_word(child, 0), _amount(child.children[1]))
        for child in node.children
        if isinstance(child, Node) and child.rule == "named_amount"
    )
    return ast.Benchmark(pairs, _maybe(node, -2), _maybe(node, -1), span)


def _filed(node: Node, span: Span) -> ast.FiledBenchmark:
    facts = node.children[3]
    pairs = facts.children if isinstance(facts, Node) else ()
    return ast.FiledBenchmark(
        names=_words(node.children[0]),
        source=_word(node, 1),
        column=_maybe(node, 2),
        facts=tuple((_word(pair, 0), _word(pair, 1)) for pair in pairs if isinstance(pair, Node)),
        period=_word(node, 4),
        span=span,
    )


def _column(node: Child, span: Span) -> ast.Column:
    assert isinstance(node, Node)
    if node.rule in ("column_target", "column_forecast", "column_forecast_status"):
        return ast.Column(node.rule.removeprefix("column_").replace("_", " "), None, "", None, span)
    if node.rule in ("column_direction", "column_direction_with_target", "column_change"):
        name = node.rule.removeprefix("column_").removesuffix("_with_target")
        comparator = _comparator(node.children[0])
        return ast.Column(name, None, "", comparator, comparator.span, node.rule.endswith("_with_target"))
    word = _word(node, 0)
    if node.rule in ("column_benchmark", "column_rank", "column_quartile", "column_target_for"):
        return ast.Column(node.rule.removeprefix("column_").replace("_", " "), None, "", word, word.span)
    if node.rule == "column_trend":
        return ast.Column("trend", word, _word(node, 1).text, None, word.span)
    return ast.Column(word.text, None, "", None, word.span)


def _table(node: Node, span: Span) -> ast.Table:
    return ast.Table(_maybe(node, 0), tuple(_column(child, span) for child in node.children[1:]), span)


def _chart(node: Node, span: Span) -> ast.Chart:
    return ast.Chart(
        caption=_maybe(node, 0),
        drawn=_word(node, 1),
        names=_words(node.children[2]),
        count=_maybe(node, 3),
        grain=_maybe(node, 4),
        beside=_words(node.children[5]),
        span=span,
    )


def _due(node: Node, span: Span) -> ast.Due:
    moves = tuple((_word(child, 0), _word(child, 1)) for child in node.children[1:] if isinstance(child, Node))
    return ast.Due(_word(node, 0), moves, span)


def _parts(node: Node, index: int) -> ast.Parts:
    first, second = _word(node, index), _word(node, index + 1)
    return ast.Parts(first, second, first.span.to(second.span))


def _moves(node: Node, span: Span) -> ast.Expect:
    comparator = node.children[2]
    return ast.Expect(_word(node, 0), ast.Moves(_word(node, 1), _comparator(comparator) if comparator else None), span)


def _comparator(node: Child) -> ast.Word | ast.Over:
    """The words of a comparator, or the periods that a trend runs over."""
    if isinstance(node, Node) and node.rule == "over":
        count, grain = _word(node, 0), _word(node, 1)
        return ast.Over(count, grain.text, count.span.to(grain.span))
    return _joined(node)


def _require(node: Node, span: Span) -> ast.Require:
    *parts, condition = node.children
    words = tuple(part.word for part in parts if isinstance(part, Leaf))
    return ast.Require(words, None if condition is None else _condition(condition, span), span)


_STATEMENTS: dict[str, Callable[[Node, Span], ast.Statement]] = {
    "language": lambda n, s: ast.Language(_word(n, 0), s),
    "use": lambda n, s: ast.Use(_word(n, 0), s),
    "define": lambda n, s: ast.Define(_word(n, 0), _word(n, 1), s),
    "report": lambda n, s: ast.Report(_word(n, 0), s),
    "setting": _setting,
    "front": lambda n, s: ast.Front(_word(n, 0), _word(n, 1), (), s),
    "front_contacts": lambda n, s: ast.Front(_word(n, 0), None, _words(n.children[1]), s),
    "scheme": lambda n, s: ast.Scheme(_word(n, 0), _maybe(n, 1), s),
    "scheme_milestones": lambda n, s: ast.Scheme(_word(n, 0), _word(n, 1), s, for_milestones=True),
    "state": lambda n, s: ast.State(_joined(n.children[0]), *_look(n.children[1]), _condition(n.children[2], s), s),
    "state_otherwise": lambda n, s: ast.State(_joined(n.children[0]), *_look(n.children[1]), None, s),
    "section": lambda n, s: ast.Section(_word(n, 0), _maybe(n, 1), s),
    "indicator": lambda n, s: ast.Indicator(_word(n, 0), _word(n, 1), s),
    "definition": lambda n, s: ast.Definition(_word(n, 0), s),
    "unit": _unit,
    "polarity": lambda n, s: ast.Polarity(_word(n, 0).text, None, s),
    "polarity_closest": lambda n, s: ast.Polarity("closest", None, s),
    "polarity_between": lambda n, s: ast.Polarity("between", (_amount(n.children[0]), _amount(n.children[1])), s),
    "polarity_none": lambda n, s: ast.Polarity("none", None, s),
    "formerly": lambda n, s: ast.Formerly(_word(n, 0), s),
    "measure": lambda n, s: ast.Measure(_word(n, 0), _word(n, 1), s),
    "part_of": lambda n, s: ast.PartOf(_word(n, 0), s),
    "breakdown": lambda n, s: ast.Breakdown(_joined(n.children[0]).text, s),
    "target": lambda n, s: ast.Target(_goal(n.children[0]), _maybe(n, 1), s),
    "target_profile": lambda n, s: _profile(n, s),
    "target_revised": lambda n, s: ast.Revised(
        _amount(n.children[0]), _word(n, 1), _optional_amount(n.children[2]), _maybe(n, 3), s
    ),
    "target_from_data": lambda n, s: ast.TargetFromData(s),
    "floor": lambda n, s: ast.Floor(_amount(n.children[0]), _maybe(n, 1), s),
    "baseline": lambda n, s: ast.Baseline(_amount(n.children[0]), _maybe(n, 1), s),
    "baseline_from_data": lambda n, s: ast.BaselineFromData(s),
    "tolerance": lambda n, s: ast.Tolerance(_amount(n.children[0]), False, s),
    "tolerance_of_target": lambda n, s: ast.Tolerance(ast.Amount(_word(n, 0), "", _word(n, 0).span), True, s),
    "benchmark": _benchmark,
    "benchmark_filed": _filed,
    "source": lambda n, s: ast.BenchmarkSource(_word(n, 0), _word(n, 1), s),
    "area": lambda n, s: ast.Area(_word(n, 0), _word(n, 1), s),
    "council": lambda n, s: ast.Council(_word(n, 0), s),
    "group": lambda n, s: ast.Group(_word(n, 0), _words(n)[1:], s),
    "reporting": lambda n, s: ast.Reporting(_word(n, 0), _word(n, 1), s),
    "covers": lambda n, s: _covers(n, s),
    "compare": lambda n, s: ast.Compare(
        tuple(_comparator(child) for child in n.children[:-1]), _optional_amount(n.children[-1]), s
    ),
    "redefined": lambda n, s: ast.Redefined(_word(n, 0), _word(n, 1), s),
    "judge": lambda n, s: ast.Judge(_word(n, 0).text, s),
    "example": lambda n, s: ast.Example(_amount(n.children[0]), None, _maybe(n, 1), _word(n, 2), s),
    "example_parts": lambda n, s: ast.Example(None, (_word(n, 0), _word(n, 1)), _maybe(n, 2), _word(n, 3), s),
    "override": lambda n, s: ast.Override(_word(n, 0), _maybe(n, 1), _word(n, 2), _word(n, 3), s),
    "changes": lambda n, s: ast.Changes(s),
    "commentary": lambda n, s: ast.Commentary(s),
    "when": lambda n, s: ast.When(_condition(n.children[0], s), False, s),
    "also": lambda n, s: ast.When(_condition(n.children[0], s), True, s),
    "otherwise": lambda n, s: ast.Otherwise(s),
    "require": _require,
    "owner": lambda n, s: ast.Owner(_word(n, 0), s),
    "note": lambda n, s: ast.Note(_word(n, 0), _word(n, 1), _maybe(n, 2), s),
    "action": lambda n, s: ast.Action(_word(n, 0), _maybe(n, 1), _maybe(n, 2), s),
    "allow": lambda n, s: ast.Allow(_word(n, 0), _word(n, 1), s),
    "chapter": lambda n, s: ast.Chapter(_word(n, 0), s),
    "table": _table,
    "chart": _chart,
    "exceptions": lambda n, s: ast.Exceptions(_condition(n.children[0], s), s),
    "actions": lambda n, s: ast.Actions(s),
    "summary_by_status": lambda n, s: ast.Summary("status", None, s),
    "summary_by_section": lambda n, s: ast.Summary("section", None, s),
    "summary_by_direction": lambda n, s: ast.Summary("direction", _joined(n.children[0]), s),
    "glossary": lambda n, s: ast.Glossary(s),
    "dictionary": lambda n, s: ast.Dictionary(s),
    "milestone": lambda n, s: ast.Milestone(_word(n, 0), _word(n, 1), s),
    "due": _due,
    "done": lambda n, s: ast.Done(_word(n, 0), s),
    "expected": lambda n, s: ast.Expected(_word(n, 0), _maybe(n, 1), s),
    "milestones": lambda n, s: ast.Milestones(_maybe(n, 0), tuple(map(_joined, n.children[1:])), s),
    "trial": lambda n, s: ast.Test(_word(n, 0), s),
    "given": lambda n, s: ast.Given(_maybe(n, 0), _word(n, 1), _word(n, 2), _amount(n.children[3]), s),
    "given_parts": lambda n, s: ast.Given(_maybe(n, 0), _word(n, 1), _word(n, 2), _parts(n, 3), s),
    "given_reason": lambda n, s: ast.Given(_maybe(n, 0), _word(n, 1), _word(n, 2), _joined(n.children[3]), s),
    "at": lambda n, s: ast.At(_word(n, 0), s),
    "expect_value": lambda n, s: ast.Expect(_word(n, 0), _amount(n.children[1]), s),
    "expect_parts": lambda n, s: ast.Expect(_word(n, 0), _parts(n, 1), s),
    "expect_phrase": lambda n, s: ast.Expect(_word(n, 0), _joined(n.children[1]), s),
    "expect_forecast": lambda n, s: ast.Expect(_word(n, 0), ast.OfTheForecast(_joined(n.children[1])), s),
    "expect_direction": _moves,
    "expect_text": lambda n, s: ast.Expect(_word(n, 0), ast.Says(_word(n, 1)), s),
    "expect_silence": lambda n, s: ast.Expect(_word(n, 0), ast.Says(None), s),
}

# ---- conditions


def _condition(node: Child, span: Span) -> ast.Condition:
    """A condition. Its span is that of its own words where it has any, else of the whole line."""
    assert isinstance(node, Node)
    words = _words(node)
    at = words[0].span.to(words[-1].span) if words else span
    parts = tuple(child for child in node.children if isinstance(child, Node))
    if node.rule in ("any_of", "all_of"):
        if len(parts) == 1:
            return _condition(parts[0], span)
        inner = tuple(_condition(part, span) for part in parts)
        return ast.AnyOf(inner, at) if node.rule == "any_of" else ast.AllOf(inner, at)
    return _CONDITIONS[node.rule](node, span, at)


def _negation(node: Node, span: Span, at: Span) -> ast.Condition:
    """`?negation` keeps a node only around a test and its run."""
    run = node.children[1]
    assert isinstance(run, Node)
    lasting = run.rule == "run_length"
    count, grain = (_word(run, 0), _word(run, 1).text) if lasting else (None, "")
    kind = run.rule.removeprefix("run_")
    return ast.Ran(_condition(node.children[0], span), ast.Run(count, grain, kind, at), at)


def _against(relation: str) -> Callable[[Node, Span, Span], ast.Condition]:
    return lambda n, s, at: ast.AgainstReference(relation, _joined(n.children[0]), at)


def _margin(node: Child) -> ast.Margin:
    assert isinstance(node, Node)
    if node.rule == "margin_share":
        return ast.Margin(ast.Amount(_word(node, 0), "", _word(node, 0).span), True)
    return ast.Margin(_amount(node.children[0]), False)


def _moved(node: Node, span: Span, at: Span) -> ast.Condition:
    comparator = node.children[1]
    return ast.Moved(_word(node, 0), _comparator(comparator) if comparator else None, at)


def _dated(node: Node, span: Span, at: Span) -> ast.Condition:
    """An amount stands in the rule itself (`due within 30 days`) or in its `by more than`."""
    inner = next((child for child in node.children if isinstance(child, Node)), None)
    amount = inner.children[0] if inner is not None and inner.rule == "beyond" else inner
    return ast.Dated(node.rule.replace("_", " "), _optional_amount(amount), at)


_CONDITIONS: dict[str, Callable[[Node, Span, Span], ast.Condition]] = {
    "none_of": lambda n, s, at: ast.Not(_condition(n.children[0], s), at),
    "negation": _negation,
    "at_or_better": _against("at or better"),
    "better": _against("better"),
    "worse": _against("worse"),
    "within_tolerance": lambda n, s, at: ast.WithinTolerance(at),
    "within_amount": lambda n, s, at: ast.WithinAmount(_amount(n.children[0]), at),
    "better_by": lambda n, s, at: ast.ByMargin(True, _margin(n.children[0]), at),
    "short_by": lambda n, s, at: ast.ByMargin(False, _margin(n.children[0]), at),
    "met_target": lambda n, s, at: ast.TargetMet(True, at),
    "missed_target": lambda n, s, at: ast.TargetMet(False, at),
    "of_forecast": lambda n, s, at: ast.OfForecast(_condition(n.children[0], s), at),
    "moved": _moved,
    "in_share": lambda n, s, at: ast.InShare(_word(n, 0).text, _word(n, 1).text, _word(n, 2), at),
    "no_value": lambda n, s, at: ast.NoValue(_joined(n.children[0]) if n.children[0] else None, at),
    "compared": lambda n, s, at: ast.Compared(_word(n, 0).text, _amount(n.children[1]), at),
    "in_state": lambda n, s, at: ast.InState(_word(n, 0), at),
    "in_state_met": lambda n, s, at: ast.InState(ast.Word("met", at), at),
    "in_state_missed": lambda n, s, at: ast.InState(ast.Word("missed", at), at),
    "in_state_of_dates": lambda n, s, at: ast.InState(_joined(n.children[0]), at),
    "done_on_time": _dated,
    "done_late": _dated,
    "expected_on_time": _dated,
    "expected_late": _dated,
    "due_within": _dated,
    "not_due_yet": _dated,
}

"""One parsed line to its `ast` node: a function a rule of the grammar, by the rule's name."""

from __future__ import annotations

from collections.abc import Callable

from kpidsl.source import Span
from kpidsl.syntax import ast, build_records
from kpidsl.syntax.build_conditions import condition_of
from kpidsl.syntax.tree import (
    Child,
    Leaf,
    Node,
    amount_of,
    comparator_of,
    joined,
    maybe_word,
    optional_amount,
    word_of,
    words_of,
)


def statement_of(tree: Child, span: Span) -> ast.Statement:
    """The statement of a whole line."""
    assert isinstance(tree, Node)
    return _STATEMENTS[tree.rule](tree, span)


def _setting(node: Node, span: Span) -> ast.Setting:
    if len(node.children) == 2:
        return ast.Setting(word_of(node, 0).text, word_of(node, 1), span)
    leaf = node.children[0]
    assert isinstance(leaf, Leaf)
    return ast.Setting("meeting" if leaf.terminal == "DATE" else "period", leaf.word, span)


def _data(node: Node, span: Span) -> ast.Setting:
    return ast.Setting("data", word_of(node, 0), span, maybe_word(node, 1), maybe_word(node, 2))


def _unit(node: Node, span: Span) -> ast.Unit:
    name = node.children[0]
    assert isinstance(name, Node)
    words = words_of(name)
    # "£" is not kept by the grammar (it is a fixed symbol), so the span of money starts at the keyword.
    at = words[0].span.to(words[-1].span) if words else span
    text = " ".join(word.text for word in words)
    text = {
        "unit_money": f"£{text}",
        "unit_rate": text.replace(" ", " per ", 1),
        "unit_clock": text.replace(" ", ":"),
        "unit_yes_no": text.replace(" ", "/"),
    }.get(name.rule, text)
    return ast.Unit(ast.Word(text, at), maybe_word(node, 1), span)


def _look(node: Child) -> tuple[ast.Word | None, ast.Word | None, ast.Word | None, ast.Word | None]:
    assert isinstance(node, Node)
    return maybe_word(node, 0), maybe_word(node, 1), maybe_word(node, 2), maybe_word(node, 3)


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
    detail = word_of(coverage, 0) if coverage.children else None
    return ast.Covers(_COVERAGES[coverage.rule], detail, span)


def _decided(node: Node) -> ast.Decided | None:
    """Why and by whom, at the end of a line that may say so."""
    return None if node.children[-1] is None else _decision(node.children[-1])


def _decision(node: Child) -> ast.Decided:
    assert isinstance(node, Node)
    return ast.Decided(word_of(node, 0), maybe_word(node, 1))


def _goal(node: Child) -> ast.Goal:
    assert isinstance(node, Node)
    match node.rule:
        case "goal":
            return ast.Goal(amount_of(node.children[0]), "", None)
        case "goal_bound":
            return ast.Goal(amount_of(node.children[1]), joined(node.children[0]).text, None)
        case "goal_better":
            return ast.Goal(None, "", joined(node.children[0]))
        case "goal_better_by":
            return ast.Goal(amount_of(node.children[0]), "", joined(node.children[1]))
        case _:
            return ast.Goal(None, "", None)


def _profile(node: Node, span: Span) -> ast.Profile:
    parts = tuple(
        (word_of(child, 1), amount_of(child.children[0]))
        for child in node.children
        if isinstance(child, Node) and child.rule == "part"
    )
    return ast.Profile(parts, optional_amount(node.children[-3]), maybe_word(node, -2), _decided(node), span)


def _benchmark(node: Node, span: Span) -> ast.Benchmark:
    pairs = tuple(
        (word_of(child, 0), amount_of(child.children[1]), maybe_word(child, 2))
        for child in node.children
        if isinstance(child, Node) and child.rule == "named_amount"
    )
    return ast.Benchmark(pairs, maybe_word(node, -2), maybe_word(node, -1), span)


def _filed(node: Node, span: Span) -> ast.FiledBenchmark:
    facts = node.children[3]
    pairs = facts.children if isinstance(facts, Node) else ()
    return ast.FiledBenchmark(
        names=words_of(node.children[0]),
        source=word_of(node, 1),
        column=maybe_word(node, 2),
        facts=tuple((word_of(pair, 0), word_of(pair, 1)) for pair in pairs if isinstance(pair, Node)),
        period=word_of(node, 4),
        span=span,
    )


def _group(node: Node, span: Span) -> ast.Group:
    name, *places = (leaf.word for leaf in node.children[:-1] if isinstance(leaf, Leaf))
    return ast.Group(name, tuple(places), maybe_word(node, -1), span)


def _column(node: Child, span: Span) -> ast.Column:
    assert isinstance(node, Node)
    if node.rule in ("column_target", "column_forecast", "column_forecast_status"):
        return ast.Column(node.rule.removeprefix("column_").replace("_", " "), None, "", None, span)
    if node.rule in ("column_direction", "column_direction_with_target", "column_change"):
        name = node.rule.removeprefix("column_").removesuffix("_with_target")
        comparator = comparator_of(node.children[0])
        return ast.Column(name, None, "", comparator, comparator.span, node.rule.endswith("_with_target"))
    word = word_of(node, 0)
    if node.rule in ("column_benchmark", "column_rank", "column_quartile", "column_target_for"):
        return ast.Column(node.rule.removeprefix("column_").replace("_", " "), None, "", word, word.span)
    if node.rule == "column_trend":
        return ast.Column("trend", word, word_of(node, 1).text, None, word.span)
    return ast.Column(word.text, None, "", None, word.span)


def _table(node: Node, span: Span) -> ast.Table:
    columns = tuple(_column(child, span) for child in node.children[1:-1])
    return ast.Table(maybe_word(node, 0), columns, maybe_word(node, -1), span)


def _chart(node: Node, span: Span) -> ast.Chart:
    return ast.Chart(
        caption=maybe_word(node, 0),
        drawn=word_of(node, 1),
        names=words_of(node.children[2]),
        count=maybe_word(node, 3),
        grain=maybe_word(node, 4),
        beside=words_of(node.children[5]),
        span=span,
    )


def _due(node: Node, span: Span) -> ast.Due:
    moves = tuple((word_of(child, 0), word_of(child, 1)) for child in node.children[1:] if isinstance(child, Node))
    return ast.Due(word_of(node, 0), moves, span)


def _parts(node: Node, index: int) -> ast.Parts:
    first, second = word_of(node, index), word_of(node, index + 1)
    return ast.Parts(first, second, first.span.to(second.span))


def _moves(node: Node, span: Span) -> ast.Expect:
    comparator = node.children[2]
    return ast.Expect(
        word_of(node, 0), ast.Moves(word_of(node, 1), comparator_of(comparator) if comparator else None), span
    )


def _require(node: Node, span: Span) -> ast.Require:
    *parts, condition = node.children
    words = tuple(part.word for part in parts if isinstance(part, Leaf))
    return ast.Require(words, None if condition is None else condition_of(condition, span), span)


_STATEMENTS: dict[str, Callable[[Node, Span], ast.Statement]] = {
    **build_records.STATEMENTS,
    "language": lambda n, s: ast.Language(word_of(n, 0), s),
    "use": lambda n, s: ast.Use(word_of(n, 0), s),
    "define": lambda n, s: ast.Define(word_of(n, 0), word_of(n, 1), s),
    "report": lambda n, s: ast.Report(word_of(n, 0), s),
    "setting": _setting,
    "data": _data,
    "front": lambda n, s: ast.Front(word_of(n, 0), word_of(n, 1), (), s),
    "front_contacts": lambda n, s: ast.Front(word_of(n, 0), None, words_of(n.children[1]), s),
    "spoken": lambda n, s: ast.Spoken(word_of(n, 0), s),
    "authorities": lambda n, s: ast.Authorities(False, maybe_word(n, 0), maybe_word(n, 1), s),
    "authorities_together": lambda n, s: ast.Authorities(True, maybe_word(n, 0), maybe_word(n, 1), s),
    "contents": lambda n, s: ast.Contents(maybe_word(n, 0), s),
    "scheme": lambda n, s: ast.Scheme(word_of(n, 0), maybe_word(n, 1), s),
    "scheme_milestones": lambda n, s: ast.Scheme(word_of(n, 0), word_of(n, 1), s, for_milestones=True),
    "state": lambda n, s: ast.State(joined(n.children[0]), *_look(n.children[1]), condition_of(n.children[2], s), s),
    "state_otherwise": lambda n, s: ast.State(joined(n.children[0]), *_look(n.children[1]), None, s),
    "theme": lambda n, s: ast.Theme(word_of(n, 0), maybe_word(n, 1), s),
    "section": lambda n, s: ast.Section(word_of(n, 0), maybe_word(n, 1), s),
    "indicator": lambda n, s: ast.Indicator(word_of(n, 0), word_of(n, 1), s),
    "definition": lambda n, s: ast.Definition(word_of(n, 0), s),
    "unit": _unit,
    "polarity": lambda n, s: ast.Polarity(word_of(n, 0).text, None, s),
    "polarity_closest": lambda n, s: ast.Polarity("closest", None, s),
    "polarity_between": lambda n, s: ast.Polarity("between", (amount_of(n.children[0]), amount_of(n.children[1])), s),
    "polarity_none": lambda n, s: ast.Polarity("none", None, s),
    "formerly": lambda n, s: ast.Formerly(word_of(n, 0), s),
    "measure": lambda n, s: ast.Measure(word_of(n, 0), maybe_word(n, 1), s),
    "part_of": lambda n, s: ast.PartOf(word_of(n, 0), s),
    "breakdown": lambda n, s: ast.Breakdown(joined(n.children[0]).text, s),
    "target": lambda n, s: ast.Target(_goal(n.children[0]), maybe_word(n, 1), _decided(n), s),
    "target_profile": lambda n, s: _profile(n, s),
    "target_revised": lambda n, s: ast.Revised(
        amount_of(n.children[0]), word_of(n, 1), optional_amount(n.children[2]), _decided(n), s
    ),
    "target_from_data": lambda n, s: ast.TargetFromData(s),
    "floor": lambda n, s: ast.Floor(amount_of(n.children[0]), maybe_word(n, 1), s),
    "baseline": lambda n, s: ast.Baseline(amount_of(n.children[0]), maybe_word(n, 1), s),
    "baseline_from_data": lambda n, s: ast.BaselineFromData(s),
    "tolerance": lambda n, s: ast.Tolerance(amount_of(n.children[0]), False, s),
    "tolerance_of_target": lambda n, s: ast.Tolerance(ast.Amount(word_of(n, 0), "", word_of(n, 0).span), True, s),
    "benchmark": _benchmark,
    "benchmark_filed": _filed,
    "source": lambda n, s: ast.BenchmarkSource(word_of(n, 0), word_of(n, 1), s),
    "area": lambda n, s: ast.Area(word_of(n, 0), word_of(n, 1), maybe_word(n, 2), s),
    "council": lambda n, s: ast.Council(word_of(n, 0), s),
    "group": _group,
    "reporting": lambda n, s: ast.Reporting(word_of(n, 0), word_of(n, 1), s),
    "covers": lambda n, s: _covers(n, s),
    "compare": lambda n, s: ast.Compare(
        tuple(comparator_of(child) for child in n.children[:-1]), optional_amount(n.children[-1]), s
    ),
    "redefined": lambda n, s: ast.Redefined(word_of(n, 0), word_of(n, 1), s),
    "judge": lambda n, s: ast.Judge(word_of(n, 0).text, s),
    "suppress": lambda n, s: ast.Suppress(word_of(n, 0), None, None, None, s),
    "suppress_range": lambda n, s: ast.Suppress(None, (word_of(n, 0), word_of(n, 1)), maybe_word(n, 2), None, s),
    "suppress_none": lambda n, s: ast.Suppress(None, None, None, word_of(n, 0), s),
    "example": lambda n, s: ast.Example(amount_of(n.children[0]), None, maybe_word(n, 1), word_of(n, 2), s),
    "example_parts": lambda n, s: ast.Example(None, (word_of(n, 0), word_of(n, 1)), maybe_word(n, 2), word_of(n, 3), s),
    "override": lambda n, s: ast.Override(word_of(n, 0), maybe_word(n, 1), word_of(n, 2), word_of(n, 3), s),
    "retired": lambda n, s: ast.Retired(word_of(n, 0), _decision(n.children[1]), s),
    "workings": lambda n, s: ast.Workings(s),
    "changes": lambda n, s: ast.Changes(s),
    "commentary": lambda n, s: ast.Commentary(s),
    "when": lambda n, s: ast.When(condition_of(n.children[0], s), False, s),
    "also": lambda n, s: ast.When(condition_of(n.children[0], s), True, s),
    "otherwise": lambda n, s: ast.Otherwise(s),
    "silence": lambda n, s: ast.Say(s),
    "require": _require,
    "owner": lambda n, s: ast.Owner(word_of(n, 0), s),
    "note": lambda n, s: ast.Note(
        word_of(n, 0), maybe_word(n, 1), word_of(n, 2), maybe_word(n, 3), maybe_word(n, 4), s
    ),
    "action": lambda n, s: ast.Action(word_of(n, 0), maybe_word(n, 1), maybe_word(n, 2), s),
    "allow": lambda n, s: ast.Allow(word_of(n, 0), word_of(n, 1), s),
    "chapter": lambda n, s: ast.Chapter(word_of(n, 0), s),
    "overview": lambda n, s: ast.Overview(s),
    "table": _table,
    "authority_table": lambda n, s: ast.AuthorityTable(maybe_word(n, 0), s),
    "chart": _chart,
    "exceptions": lambda n, s: ast.Exceptions(condition_of(n.children[0], s), s),
    "actions": lambda n, s: ast.Actions(s),
    "summary_by_status": lambda n, s: ast.Summary("status", None, s),
    "summary_by_section": lambda n, s: ast.Summary("section", None, s),
    "summary_by_theme": lambda n, s: ast.Summary("theme", None, s),
    "summary_by_direction": lambda n, s: ast.Summary("direction", joined(n.children[0]), s),
    "glossary": lambda n, s: ast.Glossary(s),
    "dictionary": lambda n, s: ast.Dictionary(s),
    "milestone": lambda n, s: ast.Milestone(word_of(n, 0), word_of(n, 1), s),
    "due": _due,
    "done": lambda n, s: ast.Done(word_of(n, 0), s),
    "expected": lambda n, s: ast.Expected(word_of(n, 0), maybe_word(n, 1), s),
    "milestones": lambda n, s: ast.Milestones(maybe_word(n, 0), tuple(map(joined, n.children[1:])), s),
    "trial": lambda n, s: ast.Test(word_of(n, 0), s),
    "given": lambda n, s: ast.Given(maybe_word(n, 0), word_of(n, 1), word_of(n, 2), amount_of(n.children[3]), s),
    "given_parts": lambda n, s: ast.Given(maybe_word(n, 0), word_of(n, 1), word_of(n, 2), _parts(n, 3), s),
    "given_reason": lambda n, s: ast.Given(maybe_word(n, 0), word_of(n, 1), word_of(n, 2), joined(n.children[3]), s),
    "given_published": lambda n, s: ast.Given(None, word_of(n, 0), word_of(n, 1), amount_of(n.children[2]), s, True),
    "at": lambda n, s: ast.At(word_of(n, 0), s),
    "expect_value": lambda n, s: ast.Expect(word_of(n, 0), amount_of(n.children[1]), s),
    "expect_parts": lambda n, s: ast.Expect(word_of(n, 0), _parts(n, 1), s),
    "expect_phrase": lambda n, s: ast.Expect(word_of(n, 0), joined(n.children[1]), s),
    "expect_forecast": lambda n, s: ast.Expect(word_of(n, 0), ast.OfTheForecast(joined(n.children[1])), s),
    "expect_direction": _moves,
    "expect_text": lambda n, s: ast.Expect(word_of(n, 0), ast.Says(word_of(n, 1)), s),
    "expect_silence": lambda n, s: ast.Expect(word_of(n, 0), ast.Says(None), s),
}

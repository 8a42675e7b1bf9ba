"""What a parsed question asks, as `ast` nodes."""

from __future__ import annotations

from collections.abc import Callable

from kpidsl.source import Span
from kpidsl.syntax import ast
from kpidsl.syntax.tree import Child, Node, amount_of, comparator_of, joined, optional_amount, word_of, words_of


def condition_of(node: Child, span: Span) -> ast.Condition:
    """A condition. Its span is that of its own words where it has any, else of the whole line."""
    assert isinstance(node, Node)
    words = words_of(node)
    at = words[0].span.to(words[-1].span) if words else span
    parts = tuple(child for child in node.children if isinstance(child, Node))
    if node.rule in ("any_of", "all_of"):
        if len(parts) == 1:
            return condition_of(parts[0], span)
        inner = tuple(condition_of(part, span) for part in parts)
        return ast.AnyOf(inner, at) if node.rule == "any_of" else ast.AllOf(inner, at)
    return _CONDITIONS[node.rule](node, span, at)


def _negation(node: Node, span: Span, at: Span) -> ast.Condition:
    """`?negation` keeps a node only around a test and its run."""
    run = node.children[1]
    assert isinstance(run, Node)
    lasting = run.rule == "run_length"
    count, grain = (word_of(run, 0), word_of(run, 1).text) if lasting else (None, "")
    kind = run.rule.removeprefix("run_")
    return ast.Ran(condition_of(node.children[0], span), ast.Run(count, grain, kind, at), at)


def _against(relation: str) -> Callable[[Node, Span, Span], ast.Condition]:
    return lambda n, s, at: ast.AgainstReference(relation, joined(n.children[0]), at)


def margin_of(node: Child) -> ast.Margin:
    assert isinstance(node, Node)
    if node.rule == "margin_share":
        return ast.Margin(ast.Amount(word_of(node, 0), "", word_of(node, 0).span), True)
    return ast.Margin(amount_of(node.children[0]), False)


def _moved(node: Node, span: Span, at: Span) -> ast.Condition:
    comparator = node.children[1]
    return ast.Moved(word_of(node, 0), comparator_of(comparator) if comparator else None, at)


def _dated(node: Node, span: Span, at: Span) -> ast.Condition:
    """An amount stands in the rule itself (`due within 30 days`) or in its `by more than`."""
    inner = next((child for child in node.children if isinstance(child, Node)), None)
    amount = inner.children[0] if inner is not None and inner.rule == "beyond" else inner
    return ast.Dated(node.rule.replace("_", " "), optional_amount(amount), at)


_CONDITIONS: dict[str, Callable[[Node, Span, Span], ast.Condition]] = {
    "none_of": lambda n, s, at: ast.Not(condition_of(n.children[0], s), at),
    "negation": _negation,
    "at_or_better": _against("at or better"),
    "better": _against("better"),
    "worse": _against("worse"),
    "within_tolerance": lambda n, s, at: ast.WithinTolerance(at),
    "within_amount": lambda n, s, at: ast.WithinAmount(amount_of(n.children[0]), at),
    "better_by": lambda n, s, at: ast.ByMargin(True, margin_of(n.children[0]), at),
    "short_by": lambda n, s, at: ast.ByMargin(False, margin_of(n.children[0]), at),
    "met_target": lambda n, s, at: ast.TargetMet(True, at),
    "missed_target": lambda n, s, at: ast.TargetMet(False, at),
    "of_forecast": lambda n, s, at: ast.OfForecast(condition_of(n.children[0], s), at),
    "moved": _moved,
    "in_share": lambda n, s, at: ast.InShare(word_of(n, 0).text, word_of(n, 1).text, word_of(n, 2), at),
    "no_value": lambda n, s, at: ast.NoValue(joined(n.children[0]) if n.children[0] else None, at),
    "compared": lambda n, s, at: ast.Compared(word_of(n, 0).text, amount_of(n.children[1]), at),
    "figures_revised": lambda n, s, at: ast.Changed("figures revised", at),
    "target_changed": lambda n, s, at: ast.Changed("target changed", at),
    "in_state": lambda n, s, at: ast.InState(word_of(n, 0), at),
    "in_state_met": lambda n, s, at: ast.InState(ast.Word("met", at), at),
    "in_state_missed": lambda n, s, at: ast.InState(ast.Word("missed", at), at),
    "in_state_of_dates": lambda n, s, at: ast.InState(joined(n.children[0]), at),
    "done_on_time": _dated,
    "done_late": _dated,
    "expected_on_time": _dated,
    "expected_late": _dated,
    "due_within": _dated,
    "not_due_yet": _dated,
}

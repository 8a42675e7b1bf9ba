"""What has changed since the report before this one, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kpidsl.compose import numbers, words
from kpidsl.compose.rules import rules_of
from kpidsl.data.published import PublishedIndicator, PublishedTarget
from kpidsl.document.model import Inline, List, Paragraph, Text
from kpidsl.evaluation.model import Assessment, Changes, Revised
from kpidsl.spec.model import Retired
from kpidsl.spec.target import Target
from kpidsl.terms import Judge


def said(changes: Changes) -> Iterator[Paragraph | List]:
    """A sentence for each kind of change with the cases below it; one sentence where nothing has changed."""
    ruled = [(label, text) for one, then in changes.kept for label, text in rule_changes(one, then)]
    parts = (
        ("Figures revised", [_revised(one, changes) for one in changes.revised]),
        ("Targets changed", [_retargeted(one, was, changes) for one, was in changes.retargeted]),
        ("Rules changed", [*_together(ruled), *_restated(changes)]),
        ("Indicators new", [indicator.label for indicator in changes.added]),
        ("Indicators no longer reported", [_retired(then, line) for then, line in changes.retired]),
        ("Indicators renamed", [f"{one.label}, called “{was}” before" for one, was in changes.renamed]),
    )
    when = words.period(changes.since.period)
    found = [(title, cases) for title, cases in parts if cases]
    if not found:
        text = f"Nothing has changed since the report on {when}: no figure was revised, no target or rule changed, and "
        yield Paragraph((Text(f"{text}no indicator added, retired or renamed."),))
    for title, cases in found:
        yield Paragraph((Text(f"{title} since the report on {when}:"),))
        yield List(tuple(_line(case) for case in cases), ("\u2022",) * len(cases), indented=True)


def rule_changes(one: Assessment, then: PublishedIndicator) -> Iterator[tuple[str, str]]:
    """What of the rule for its status is another, with the label of the indicator. Nothing where the record of the
    report before does not hold its rule."""
    if not then.rules:
        return
    label = one.indicator.label
    was = {state.name: (state.word, state.rule) for state in then.rules}
    now = {rule.state.name: (rule.state.mark.word, rule.asks) for rule in rules_of(one)}
    if now and [*was] != [*now]:
        yield label, f"the statuses are {_listed(now)}, where that report had {_listed(was)}"
    for name, (word, asks) in now.items():
        if name in was and was[name][1] != asks:
            yield label, f"{word} means “{asks}”, where that report had “{was[name][1]}”"
    if then.judge and then.judge != one.indicator.judge.value:
        exact, printed = "the exact figure", "the figure as printed"
        pair = (printed, exact) if one.indicator.judge is Judge.DISPLAYED else (exact, printed)
        yield label, f"status is judged on {pair[0]}, where that report judged {pair[1]}"


def _listed(states: dict[str, tuple[str, str]]) -> str:
    return words.listed([word for word, _ in states.values()])


def _together(changed: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The same change of many indicators is said once."""
    labels: dict[str, list[str]] = {}
    for label, text in changed:
        labels.setdefault(text, []).append(label)
    for text, names in labels.items():
        yield f"{words.listed(names)}: {text}"


def _line(case: str) -> tuple[Inline, ...]:
    return (Text(case),)


def _revised(one: Revised, changes: Changes) -> str:
    now = numbers.value(one.indicator, one.now)
    text = f"{one.indicator.label}, {words.short(one.was.period)}: {now}, where that report had {one.was.printed}"
    if one.was.period == changes.since.period:
        text += _status(one.indicator.id, changes)
    return f"{text} ({'; '.join(one.reasons)})" if one.reasons else text


def _retargeted(one: Assessment, was: PublishedTarget | None, changes: Changes) -> str:
    text = f"{one.indicator.label}: {numbers.target(one)}{_when(one.target)}"
    text += f", where that report had {was.printed if was else 'none'}"
    if one.indicator.id not in _with_new_figures(changes):
        text += _status(one.indicator.id, changes)
    return text + (words.decided(one.target.reason, one.target.author) if one.target else "")


def _when(target: Target | None) -> str:
    """From when on a target holds, or for which period, where that is said."""
    if target is None:
        return ""
    if target.since is not None:
        return f" from {words.short(target.since)}"
    return f" for {words.short(target.period)}" if target.period else ""


def _retired(then: PublishedIndicator, line: Retired | None) -> str:
    return then.label + (words.decided(line.reason, line.author, "decided") if line else "")


# ---- statuses of the period before


def _with_new_figures(changes: Changes) -> set[str]:
    return {one.indicator.id for one in changes.revised if one.was.period == changes.since.period}


def _status(indicator: str, changes: Changes) -> str:
    """What the status of then is by the rules and figures of today, where that is another."""
    for one, then in changes.restated:
        if one.indicator.id == indicator and one.status_then is not None:
            ruled = "with its changed rule, " if any(rule_changes(one, then)) else ""
            return f"; {ruled}{_changes(then.word(then.judged or ''), one.status_then.mark.word)}"
    return ""


def _restated(changes: Changes) -> Iterator[str]:
    """Statuses that no revised figure and no changed target stands behind, so that only a rule, or what it looks at
    besides, can."""
    explained = _with_new_figures(changes) | {one.indicator.id for one, _ in changes.retargeted}
    for one, then in changes.restated:
        if one.indicator.id not in explained and one.status_then is not None:
            text = _changes(then.word(then.judged or ""), one.status_then.mark.word)
            yield f"{one.indicator.label}, {words.short(changes.since.period)}: by the rules of today, {text}"


def _changes(was: str, now: str) -> str:
    return f"its status then changes from {was} to {now}"

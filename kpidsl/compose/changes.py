"""What has changed since the report before this one, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kpidsl.compose import numbers, words
from kpidsl.compose.rules import rules_of
from kpidsl.data.published import PublishedIndicator, PublishedTarget
from kpidsl.document.model import Inline, List, Paragraph, Text
from kpidsl.evaluation.model import Assessment, Changes, Revised
from kpidsl.quantity import MOST_PLACES
from kpidsl.saying import marked, say, say_in, speaking
from kpidsl.spec.model import Retired
from kpidsl.spec.target import Target
from kpidsl.terms import Judge


def said(changes: Changes) -> Iterator[Paragraph | List]:
    """A sentence for each kind of change with the cases below it; one sentence where nothing has changed."""
    ruled = [(label, text) for one, then in changes.kept for label, text in rule_changes(one, then)]
    parts = (
        (_FIGURES, [_revised(one, changes) for one in changes.revised]),
        (_TARGETS, [_retargeted(one, was, changes) for one, was in changes.retargeted]),
        (_RULES, [*_together(ruled), *_restated(changes)]),
        (_ADDED, [indicator.label for indicator in changes.added]),
        (_RETIRED, [_retired(then, line) for then, line in changes.retired]),
        (_RENAMED, [say(_CALLED, indicator=one.label, was=was) for one, was in changes.renamed]),
    )
    when = words.period(changes.since.period)
    found = [(title, cases) for title, cases in parts if cases]
    if not found:
        yield Paragraph((Text(say(_NOTHING, period=when)),))
    for title, cases in found:
        yield Paragraph((Text(say(title, period=when)),))
        yield List(tuple(_line(case) for case in cases), ("\u2022",) * len(cases), indented=True)


_FIGURES = marked("Figures revised since the report on {period}:")
_TARGETS = marked("Targets changed since the report on {period}:")
_RULES = marked("Rules changed since the report on {period}:")
_ADDED = marked("Indicators new since the report on {period}:")
_RETIRED = marked("Indicators no longer reported since the report on {period}:")
_RENAMED = marked("Indicators renamed since the report on {period}:")
_CALLED = marked("{indicator}, called “{was}” before")
_NOTHING = marked(
    "Nothing has changed since the report on {period}: no figure was revised, no target or rule changed, and no "
    "indicator added, retired or renamed."
)


def rule_changes(one: Assessment, then: PublishedIndicator) -> Iterator[tuple[str, str]]:
    """What of the rule for its status is another, with the label of the indicator. Nothing where the record of the
    report before does not hold its rule. Held against each other are the words of that report's language."""
    if not then.rules:
        return
    label = one.indicator.label
    was = {state.name: (state.word, state.rule) for state in then.rules}
    with speaking(then.language):
        held = {rule.state.name: rule.asks for rule in rules_of(one)}
    now = {rule.state.name: (rule.state.mark.word, rule.asks) for rule in rules_of(one)}
    if now and [*was] != [*now]:
        states = {"now": _listed(now), "was": _listed(was)}
        yield label, say("the statuses are {now}, where that report had {was}", **states)
    for name, (word, asks) in now.items():
        if name in was and was[name][1] != held[name]:
            rules = {"status": word, "now": asks, "was": was[name][1]}
            yield label, say("{status} means “{now}”, where that report had “{was}”", **rules)
    if then.judge and then.judge != one.indicator.judge.value:
        if one.indicator.judge is Judge.DISPLAYED:
            yield label, say("status is judged on the figure as printed, where that report judged the exact figure")
        else:
            yield label, say("status is judged on the exact figure, where that report judged the figure as printed")


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
    now, was = _told_apart(one)
    text = say(
        "{indicator}, {period}: {now}, where that report had {was}",
        indicator=one.indicator.label,
        period=words.short(one.was.period),
        now=now,
        was=was,
    )
    if one.was.period == changes.since.period:
        text += _status(one.indicator.id, changes)
    return f"{text} ({'; '.join(one.reasons)})" if one.reasons else text


def _told_apart(one: Revised) -> tuple[str, str]:
    """The figure now and as it was printed; where they print alike, each also with as many decimal places as show that
    they are not."""
    now, was = numbers.value(one.indicator, one.now), one.was.printed
    if now != was or one.now.amount is None:
        return now, was
    for places in range(one.indicator.places + 1, MOST_PLACES + 1):
        finer = [numbers.amount(one.indicator, exact, places) for exact in (one.now.amount, one.was.exact)]
        if finer[0] != finer[1]:
            now, was = (say("{figure} ({exact} before rounding)", figure=now, exact=exact) for exact in finer)
            break
    return now, was


def _retargeted(one: Assessment, was: PublishedTarget | None, changes: Changes) -> str:
    text = say(
        "{indicator}: {now}, where that report had {was}",
        indicator=one.indicator.label,
        now=_timed(numbers.target(one), one.target),
        was=was.printed if was else say_in("target", "none"),
    )
    if one.indicator.id not in _with_new_figures(changes):
        text += _status(one.indicator.id, changes)
    return text + (words.decided(one.target.reason, one.target.author) if one.target else "")


def _timed(shown: str, target: Target | None) -> str:
    """A target with the period from when on it holds, or for which, where that is said."""
    if target is None:
        return shown
    if target.since is not None:
        return say("{target} from {period}", target=shown, period=words.short(target.since))
    return say("{target} for {period}", target=shown, period=words.short(target.period)) if target.period else shown


def _retired(then: PublishedIndicator, line: Retired | None) -> str:
    return then.label + (words.decided(line.reason, line.author, "decided") if line else "")


# ---- statuses of the period before


def _with_new_figures(changes: Changes) -> set[str]:
    return {one.indicator.id for one in changes.revised if one.was.period == changes.since.period}


def _status(indicator: str, changes: Changes) -> str:
    """What the status of then is by the rules and figures of today, where that is another."""
    for one, then in changes.restated:
        if one.indicator.id == indicator and one.status_then is not None:
            text = _CHANGES_BY_RULE if any(rule_changes(one, then)) else _CHANGES
            return f"; {say(text, was=then.word(then.judged or ''), now=one.status_then.mark.word)}"
    return ""


_CHANGES = marked("its status then changes from {was} to {now}")
_CHANGES_BY_RULE = marked("with its changed rule, its status then changes from {was} to {now}")


def _restated(changes: Changes) -> Iterator[str]:
    """Statuses that no revised figure and no changed target stands behind, so that only a rule, or what it looks at
    besides, can."""
    explained = _with_new_figures(changes) | {one.indicator.id for one, _ in changes.retargeted}
    for one, then in changes.restated:
        if one.indicator.id not in explained and one.status_then is not None:
            yield say(
                "{indicator}, {period}: by the rules of today, its status then changes from {was} to {now}",
                indicator=one.indicator.label,
                period=words.short(changes.since.period),
                was=then.word(then.judged or ""),
                now=one.status_then.mark.word,
            )

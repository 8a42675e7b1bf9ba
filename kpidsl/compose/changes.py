"""What has changed since the report before this one, in words."""

from __future__ import annotations

from collections.abc import Iterator

from kpidsl.compose import numbers, words
from kpidsl.data.published import PublishedTarget
from kpidsl.document.model import Inline, List, Paragraph, Text
from kpidsl.evaluation.model import Assessment, Changes, Revised


def said(changes: Changes) -> Iterator[Paragraph | List]:
    """A sentence for each kind of change with the cases below it; one sentence where nothing has changed."""
    parts = (
        ("Figures revised", [_revised(one) for one in changes.revised]),
        ("Targets changed", [_retargeted(one, was) for one, was in changes.retargeted]),
        ("Indicators new", [indicator.label for indicator in changes.added]),
        ("Indicators no longer reported", [indicator.label for indicator in changes.retired]),
        ("Indicators renamed", [f"{one.label}, called “{was}” before" for one, was in changes.renamed]),
    )
    when = words.period(changes.since.period)
    found = [(title, cases) for title, cases in parts if cases]
    if not found:
        text = f"Nothing has changed since the report on {when}: no figure was revised, no target changed, and no "
        yield Paragraph((Text(f"{text}indicator added, retired or renamed."),))
    for title, cases in found:
        yield Paragraph((Text(f"{title} since the report on {when}:"),))
        yield List(tuple(_line(case) for case in cases), ("\u2022",) * len(cases), indented=True)


def _line(case: str) -> tuple[Inline, ...]:
    return (Text(case),)


def _revised(one: Revised) -> str:
    now = numbers.value(one.indicator, one.now)
    return f"{one.indicator.label}, {words.short(one.was.period)}: {now}, where that report had {one.was.printed}"


def _retargeted(one: Assessment, was: PublishedTarget | None) -> str:
    reason = f" ({one.target.reason})" if one.target and one.target.reason else ""
    before = was.printed if was else "none"
    return f"{one.indicator.label}: {numbers.target(one)}, where that report had {before}{reason}"

"""What became of statuses since an earlier report or period, in words, and how many could be compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpidsl.compose import words
from kpidsl.evaluation.comparison import Compared, Comparison, LeftOut
from kpidsl.evaluation.model import Evaluation, Figure
from kpidsl.saying import marked, say, say_number

_WHY = {
    LeftOut.NEW: marked("{indicator} (new)"),
    LeftOut.NOT_RATED_THEN: marked("{indicator} (not rated then)"),
    LeftOut.NOT_RATED_NOW: marked("{indicator} (not rated now)"),
    LeftOut.OTHER_RULE: marked("{indicator} (judged by another rule then)"),
    LeftOut.REDEFINED: marked("{indicator} (counted in another way since)"),
}


def explained(comparison: Comparison) -> str:
    """How many are compared, and which are not and why."""
    period = words.period(comparison.since.period)
    left = [say(_WHY[why], indicator=one.indicator.label) for one, why in comparison.left_out]
    left += [say("{indicator} (no longer reported)", indicator=label) for label in comparison.retired]
    if comparison.compared:
        text = say_number(
            len(comparison.compared),
            "Changes since the report on {period} are those of the one indicator that both reports rate by the same "
            "rule.",
            "Changes since the report on {period} are those of the {number} indicators that both reports rate by the "
            "same rule.",
            period=period,
        )
    else:
        text = say("No indicator can be compared with the report on {period}.", period=period)
    return f"{text} {say('Not compared: {indicators}.', indicators='; '.join(left))}" if left else text


def other_length(evaluation: Evaluation) -> str:
    """What to say where the report before was on a period of another length."""
    assert evaluation.changes is not None
    return say(
        "The report before this one was on {period}, a period of another length, so no status is compared with it.",
        period=words.period(evaluation.changes.since.period),
    )


def moved(compared: Sequence[Compared], since: str, most: int | None = None) -> Iterator[tuple[str, list[Compared]]]:
    """A sentence on what got better, then one on what got worse, with those it names; one that nothing did."""
    any_moved = False
    better, worse = marked("Better since {since}: {indicators}."), marked("Worse since {since}: {indicators}.")
    for text, sign in ((better, -1), (worse, 1)):
        found = sorted((one for one in compared if one.places * sign > 0), key=lambda one: -abs(one.places))
        if found:
            any_moved = True
            named = [_step(each) for each in found[:most]]
            left = len(found) - len(named)
            named += [say("{number} more", number=f"{left:,}")] if left else []
            if len(named) > 1:
                named = [say("{others} and {last}", others="; ".join(named[:-1]), last=named[-1])]
            yield say(text, since=since, indicators=named[0]), found
    if not any_moved and compared:
        yield say("No status has changed since {since}.", since=since), list(compared)


def _step(one: Compared) -> str:
    was, now = one.then.mark.word, one.now.mark.word
    return say("{indicator} (from {was} to {now})", indicator=one.one.indicator.label, was=was, now=now)


def change(now: int, then: int) -> str:
    """`2 fewer`, `1 more`, `no change`."""
    if now == then:
        return say("no change")
    number = f"{abs(now - then):,}"
    return say("{number} more", number=number) if now > then else say("{number} fewer", number=number)


def figures(compared: Sequence[Compared]) -> tuple[Figure, ...]:
    """What the statuses of this period and of the one before rest on."""
    return tuple(
        figure for each in compared for figure in (each.one.figure, each.one.previous, *each.one.rows) if figure
    )

"""What became of statuses since an earlier report or period, in words, and how many could be compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpidsl.compose import words
from kpidsl.evaluation.comparison import Compared, Comparison, LeftOut
from kpidsl.evaluation.model import Evaluation, Figure

_WHY = {
    LeftOut.NEW: "new",
    LeftOut.NOT_RATED_THEN: "not rated then",
    LeftOut.NOT_RATED_NOW: "not rated now",
    LeftOut.OTHER_RULE: "judged by another rule then",
    LeftOut.REDEFINED: "counted in another way since",
}


def explained(comparison: Comparison) -> str:
    """How many are compared, and which are not and why."""
    count = len(comparison.compared)
    when = f"the report on {words.period(comparison.since.period)}"
    left = [f"{one.indicator.label} ({_WHY[why]})" for one, why in comparison.left_out]
    left += [f"{label} (no longer reported)" for label in comparison.retired]
    if not count:
        text = f"No indicator can be compared with {when}."
    else:
        them = "the one indicator" if count == 1 else f"the {count:,} indicators"
        text = f"Changes since {when} are those of {them} that both reports rate by the same rule."
    return f"{text} Not compared: {'; '.join(left)}." if left else text


def other_length(evaluation: Evaluation) -> str:
    """What to say where the report before was on a period of another length."""
    assert evaluation.changes is not None
    when = words.period(evaluation.changes.since.period)
    return f"The report before this one was on {when}, a period of another length, so no status is compared with it."


def moved(compared: Sequence[Compared], since: str, most: int | None = None) -> Iterator[tuple[str, list[Compared]]]:
    """A sentence on what got better, then one on what got worse, with those it names; one that nothing did."""
    any_moved = False
    for word, sign in (("Better", -1), ("Worse", 1)):
        found = sorted((one for one in compared if one.places * sign > 0), key=lambda one: -abs(one.places))
        if found:
            any_moved = True
            named = [f"{each.one.indicator.label} ({_step(each)})" for each in found[:most]]
            named += [f"{len(found) - len(named):,} more"] if len(found) > len(named) else []
            yield f"{word} since {since}: {'; '.join(named[:-1])}{' and ' * (len(named) > 1)}{named[-1]}.", found
    if not any_moved and compared:
        yield f"No status has changed since {since}.", list(compared)


def _step(one: Compared) -> str:
    return f"from {one.then.mark.word} to {one.now.mark.word}"


def change(now: int, then: int) -> str:
    """`2 fewer`, `1 more`, `no change`."""
    if now == then:
        return "no change"
    return f"{now - then:,} more" if now > then else f"{then - now:,} fewer"


def figures(compared: Sequence[Compared]) -> tuple[Figure, ...]:
    """What the statuses of this period and of the one before rest on."""
    return tuple(
        figure for each in compared for figure in (each.one.figure, each.one.previous, *each.one.rows) if figure
    )

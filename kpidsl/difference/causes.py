"""Causes: which edits make a change, found by making the report with some of the edits alone.

Approach: the old report is made with each edit by itself. A change that shows up there has its cause. One that does not
takes several edits: from all of them, those are taken away one after the other without which it still comes about,
until none is left that can be spared. Nothing is concluded from where an edit stands. Many edits are tried in bundles,
and then a bundle is what is named.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from kpidsl.difference.edits import Made
from kpidsl.difference.model import Cause, Caused, Change, Edit, Sure
from kpidsl.terms import FileKind
from kpidsl.values import dataclass, field

MOST_TRIED = 24  # edits, or bundles of them, that are tried one by one
_MOST_MADE = 4 * MOST_TRIED  # reports that are made for all causes together

Bundle = tuple[Made, ...]
# The changes that some edits make in the old report; None where no report comes of them.
Trial = Callable[[Collection[Made]], frozenset[Change] | None]


@dataclass(slots=True)
class _Trials:
    """Each trial once, and no more than are bearable: then nothing more can be found out."""

    trial: Trial
    all: Sequence[Bundle]
    done: dict[frozenset[int], frozenset[Change] | None] = field(default_factory=dict)

    def of(self, chosen: Collection[int]) -> frozenset[Change] | None:
        key = frozenset(chosen)
        if key not in self.done and len(self.done) >= _MOST_MADE:
            return None
        if key not in self.done:
            self.done[key] = self.trial([made for at in sorted(key) for made in self.all[at]])
        return self.done[key]


def caused(
    changes: Sequence[Change], edits: Sequence[Made], trial: Trial
) -> tuple[tuple[Caused, ...], tuple[Edit, ...]]:
    """Each change with its cause, and the edits that change nothing."""
    bundles = _bundles(edits)
    if len(bundles) == 1:
        cause = _cause(Sure.ALONE, bundles)
        return tuple(Caused(change, cause) for change in changes), () if changes else cause.edits
    trials = _Trials(trial, bundles)
    every = range(len(bundles))
    found: dict[Change, Cause] = {}
    alone = {at: trials.of({at}) for at in every} if changes else {at: frozenset() for at in every}
    idle = [at for at in every if alone[at] == frozenset()]
    for change in changes:
        exact = [at for at in every if change in (alone[at] or ())]
        if exact:
            found[change] = _cause(Sure.ALONE if len(exact) == 1 else Sure.EACH, [bundles[at] for at in exact])
    for change in changes:
        if change not in found:
            found[change] = _together(change, trials, idle)
    named = {edit for cause in found.values() for edit in cause.edits}
    left = tuple(made.edit for at in idle for made in bundles[at] if made.edit not in named)
    return tuple(Caused(change, found[change]) for change in changes), left


def _together(change: Change, trials: _Trials, idle: Sequence[int]) -> Cause:
    """The cause of a change that no edit makes by itself: edits of which none can be spared."""
    kept = list(range(len(trials.all)))
    for spared in (idle, *([at] for at in reversed(kept))):
        fewer = [at for at in kept if at not in spared]
        if fewer != kept and change in (trials.of(fewer) or ()):
            kept = fewer
    sure = Sure.TOGETHER if len(trials.done) < _MOST_MADE else Sure.AMONG
    return _cause(sure if len(kept) > 1 else Sure.ALONE, [trials.all[at] for at in kept])


def _cause(sure: Sure, bundles: Sequence[Bundle]) -> Cause:
    """Within a bundle it is not known which edit it was."""
    edits = tuple(made.edit for bundle in bundles for made in bundle)
    if not edits:
        return Cause(Sure.UNKNOWN, ())
    return Cause(sure if len(edits) == len(bundles) else Sure.AMONG, edits)


# ---- bundles


def _bundles(edits: Sequence[Made]) -> list[Bundle]:
    """The edits one by one; where there are too many, those of a measure's rows, of a block, of a file together."""
    found: list[Bundle] = [(made,) for made in edits]
    for key in (_by_measure, _by_block, _by_file, lambda made: made.edit.kind):
        if len(found) <= MOST_TRIED:
            break
        groups: dict[object, list[Made]] = {}
        for made in edits:
            groups.setdefault(key(made), []).append(made)
        found = [tuple(group) for group in groups.values()]
    return found


def _by_measure(made: Made) -> object:
    is_row = made.edit.kind is FileKind.DATA
    return (made.name, (made.edit.new or made.edit.old).split(",")[0]) if is_row else made


def _by_block(made: Made) -> object:
    return (made.name, made.block) if made.edit.kind is not FileKind.DATA else _by_measure(made)


def _by_file(made: Made) -> object:
    return made.name

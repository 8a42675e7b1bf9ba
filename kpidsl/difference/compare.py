"""Compares two versions of a report: both are made, then what differs is found, and why.

Knows no disk and no Git: each version is a function that reads its files.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING

from kpidsl.compose.compose import dated
from kpidsl.counting.counter import Counter
from kpidsl.diagnostics.diagnostic import Diagnostic, has_errors, in_order
from kpidsl.difference.causes import caused
from kpidsl.difference.edits import File, Files, Made, find, reader, recording
from kpidsl.difference.figures import TARGET, figures
from kpidsl.difference.loosening import easings
from kpidsl.difference.model import Caused, Change, Difference, Edit, Layer, Side
from kpidsl.difference.pages import CONTENTS, layout, paged
from kpidsl.difference.rules import rules
from kpidsl.difference.sentences import CHART, paired, sentences
from kpidsl.document.model import Document, Note
from kpidsl.evaluation.examples import contradictions
from kpidsl.evaluation.summary import listed
from kpidsl.pipeline import Composed, compose_report
from kpidsl.spec.project import Read
from kpidsl.terms import FileKind
from kpidsl.values import dataclass, replace

if TYPE_CHECKING:
    from kpidsl.render.pdf.paging import Paging

_FIGURES = (FileKind.DATA, FileKind.BENCHMARKS, FileKind.RECORD)


@dataclass(frozen=True, slots=True)
class Version:
    """One version: what it is called, the name of its spec, and how its files are read."""

    name: str
    spec: str
    read: Read


@dataclass(frozen=True, slots=True)
class Unmade:
    """A version of which no report can be made, and why."""

    name: str
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """What differs, with the new version of the report."""

    difference: Difference
    new: Composed


@dataclass(frozen=True, slots=True)
class _Report:
    version: Version
    files: Files
    composed: Composed
    paging: Paging | None


def compare(
    old: Version | None,
    new: Version,
    as_at: date | None = None,
    progress: Callable[[str], None] = lambda stage: None,
    count: Counter | None = None,
    authority: str = "",
) -> Compared | Unmade:
    """What differs between two versions, each as on the day `as_at` (of its meeting, where None). Where there is no
    old one the report is new. `count` is who counts records, if anybody here can. Of specs for each of several
    authorities, the reports of the `authority` are compared."""
    if old is None:
        return _new(new, as_at, count, authority)
    made: list[_Report] = []
    for version in (old, new):
        progress(f"Making {version.name}")
        one = _made(version, as_at, old.spec, count, authority)
        if isinstance(one, Unmade):
            return one
        made.append(one)
    before, after = made
    found = find(before.files, after.files, _kinds(before, after), {old.spec: new.spec})
    changes = _changes(before.composed, after.composed, before.paging, after.paging)
    tries = 0

    def report(edits: Collection[Made]) -> Composed | None:
        nonlocal tries
        tries += 1
        progress(f"Finding causes ({tries})")
        return _tried(old.spec, reader(before.files, after.files, edits), as_at, count, authority)

    needs_pages = any(one.layer is Layer.PAGES for one in changes)

    def trial(edits: Collection[Made]) -> frozenset[Change] | None:
        composed = report(edits)
        if composed is None:
            return None
        pages = _paging(composed) if needs_pages else None
        return frozenset(_changes(before.composed, composed, before.paging, pages))

    explained, idle = caused(changes, found.edits, trial)
    crossed = after.composed
    of_rules = [made for made in found.edits if made.edit.kind not in _FIGURES]
    if of_rules and len(of_rules) < len(found.edits) and changes:
        crossed = report(of_rules)  # type: ignore[assignment]
    elif not of_rules:
        crossed = before.composed
    tried = crossed.evaluation if crossed and _same_data(before.composed, crossed) else None
    if before.composed.dataset.is_protected or after.composed.dataset.is_protected:
        explained, idle = tuple(map(_unquoted, explained)), tuple(map(_masked, idle))
    guarded = easings(before.composed.evaluation, after.composed.evaluation, tried, explained)
    difference = Difference(_side(before), _side(after), _each_once(explained), guarded, found.rewritten, idle)
    return Compared(difference, after.composed)


def _unquoted(one: Caused) -> Caused:
    return replace(one, cause=replace(one.cause, edits=tuple(map(_masked, one.cause.edits))))


def _masked(edit: Edit) -> Edit:
    """Without what stands in a row of data: a true count that is withheld must not get into a comment or a paper."""
    is_data = edit.kind is FileKind.DATA
    return replace(edit, old="", new="", cells=(), withheld=True) if is_data else edit


def _new(version: Version, as_at: date | None, count: Counter | None, authority: str) -> Compared | Unmade:
    one = _made(version, as_at, version.spec, count, authority)
    if isinstance(one, Unmade):
        return one
    now = _side(one)
    before = replace(now, name="nothing: the report is new", pages=0, counts=())
    return Compared(Difference(before, now, (), (), 0, (), is_new=True), one.composed)


def _same_data(old: Composed, new: Composed) -> bool:
    """Whether two reports are about one period and read the same files of figures."""
    files = [{file for file in one.inputs.made_from.files if file.kind in _FIGURES} for one in (old, new)]
    return old.spec.period == new.spec.period and files[0] == files[1]


def _made(version: Version, as_at: date | None, entry: str, count: Counter | None, authority: str) -> _Report | Unmade:
    read: dict[str, File] = {}

    def named(name: str) -> File:
        return version.read(version.spec if name == entry else name)

    reading = recording(named, read)
    outcome = compose_report(
        entry, reading, as_at, draft=True, warned=False, formats=(), count=count, authority=authority
    )
    problems = outcome.diagnostics
    if outcome.value is not None:
        problems += tuple(contradictions(outcome.value.spec))
    if outcome.value is None or has_errors(problems):
        return Unmade(version.name, in_order(problems))
    return _Report(version, Files(read), outcome.value, _paging(outcome.value))


def _tried(entry: str, read: Read, as_at: date | None, count: Counter | None, authority: str) -> Composed | None:
    """A report that is made to find a cause: examples that the rules contradict do not stop it."""
    return compose_report(
        entry, read, as_at, draft=True, warned=False, formats=(), count=count, authority=authority
    ).value


def _paging(composed: Composed) -> Paging | None:
    from kpidsl.render.pdf.measures import printed  # only here, so that no other command loads ReportLab
    from kpidsl.render.pdf.paging import paging

    house = composed.spec.house
    return paging(_final(composed.document), house.theme, printed(house.paper, composed.typeface))


def _final(document: Document) -> Document:
    """The report as it will be, without what a draft says of itself: both are made as drafts, so that notes which are
    still owed stop nothing."""
    blocks = tuple(block for at, block in enumerate(document.blocks) if at != 1 or not isinstance(block, Note))
    return replace(document, blocks=blocks, mark="")


def _kinds(before: _Report, after: _Report) -> Mapping[str, FileKind]:
    """What each file is that either version has read; a file that no report names as its own is the house's."""
    found: dict[str, FileKind] = {}
    for one in (after, before):
        for file in one.composed.inputs.made_from.files:
            found.setdefault(file.name, file.kind)
    entry = before.version.spec
    kinds = {entry: FileKind.RULES}
    for one in (after, before):
        for name in one.files.read:
            kinds.setdefault(name, found.get(name, FileKind.HOUSE))
    return kinds


def _changes(old: Composed, new: Composed, pages: Paging | None, pages_now: Paging | None) -> tuple[Change, ...]:
    """All that differs, each once: a target that a rule sets is a rule."""
    spec = new.spec
    found = (
        *figures(old.evaluation, new.evaluation),
        *rules(old.spec, spec),
        *sentences(_final(old.document), _final(new.document)),
        *layout(old.spec, spec),
        *paged(pages, pages_now, spec),
    )
    ruled = {one.about for one in found if one.layer is Layer.MEANING and one.what == TARGET}
    return tuple(
        one
        for one in dict.fromkeys(found)
        if not (one.layer is Layer.NUMBERS and one.what == TARGET and one.about in ruled)
    )


def _each_once(changes: tuple[Caused, ...]) -> tuple[Caused, ...]:
    """With sentences beside those that they took the place of, but without the words of rules that sentences show, and
    without what charts say that are new or gone."""
    shown = {edit for one in changes if one.change.layer is Layer.SENTENCES for edit in one.cause.edits}
    placed = {edit for one in changes if one.change.what == CONTENTS for edit in one.cause.edits}

    def is_said(one: Caused) -> bool:
        change, edits = one.change, one.cause.edits
        if change.layer is Layer.SENTENCES and change.label.startswith(CHART) and not (change.old and change.new):
            return bool(placed.intersection(edits))
        return change.is_prose and bool(shown.intersection(edits))

    return tuple(one for one in paired(changes) if not is_said(one))


def _side(one: _Report) -> Side:
    rated = [each for each in listed(one.composed.evaluation) if each.state is not None]
    counts = {state.mark.word: 0 for each in rated for state in each.indicator.scheme.states}
    for each in rated:
        if each.state is not None:
            counts[each.state.mark.word] += 1
    title = dated(one.composed.spec).title
    return Side(
        one.version.name, title, one.composed.as_at, one.paging.pages if one.paging else 0, tuple(counts.items())
    )

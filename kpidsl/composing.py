"""From a spec and its data to a Document: of one council, of one authority of several, or of all of them together.

What comes before is in `pipeline`: rules are read and checked once, and data read once, however many reports there are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from kpidsl.compose.compose import compose, compose_together, published
from kpidsl.compose.owed import problems as notes_owed
from kpidsl.compose.workings import Inputs, inputs_of
from kpidsl.counting.counts import NOTHING, Counts
from kpidsl.data.model import Dataset
from kpidsl.data.published import Published, read as read_record
from kpidsl.diagnostics.diagnostic import Diagnostic, Outcome, has_errors
from kpidsl.document.model import Document, Logo
from kpidsl.evaluation.authorities import One, said_of
from kpidsl.evaluation.disclosure import Disclosure, together
from kpidsl.evaluation.model import Evaluation
from kpidsl.evaluation.peers import with_peers
from kpidsl.evaluation.published import judged
from kpidsl.render.typeface import Typeface
from kpidsl.saying import speaking
from kpidsl.source import Source
from kpidsl.spec.model import Spec
from kpidsl.spec.project import Project, made_from
from kpidsl.values import dataclass

if TYPE_CHECKING:
    from kpidsl.render.docx.template import Template

Progress = Callable[[str], None]
_DETAILED = frozenset({"html"})  # formats that show what stands behind each row
_CARRYING_FILES = frozenset({"pdf", "large-print", "html"})  # and those with files inside


@dataclass(frozen=True, slots=True)
class Prepared:
    """A project whose rules are right, before its data are read. `name` is that of its spec."""

    name: str
    project: Project
    spec: Spec
    template: Template | None
    logo: Logo | None
    typeface: Typeface | None


@dataclass(frozen=True, slots=True)
class Composed:
    """A report before it is rendered, with what it was made of."""

    inputs: Inputs
    as_at: date
    spec: Spec
    dataset: Dataset
    evaluation: Evaluation
    document: Document
    draft: bool
    disclosure: Disclosure
    template: Template | None  # of the Word document
    typeface: Typeface
    sources: tuple[Source, ...] = ()  # the files that its words come from
    withheld: int = 0  # rows of the data that are not shown
    counts: Counts = NOTHING  # of its records
    authorities: tuple[str, ...] = ()  # all those that the spec makes a report for, where it is for each of several


def compose_one(
    prepared: Prepared,
    spec: Spec,
    dataset: Outcome[Dataset],
    as_at: date | None = None,
    progress: Progress = lambda stage: None,
    draft: bool = False,
    counts: Counts = NOTHING,
    formats: Sequence[str] | None = None,
) -> Outcome[Composed]:
    """The report of one council, of its spec and data, for any of the `formats` (all of them, where None). `counts` are
    those of its records, and stand in the data."""
    project = prepared.project
    first_month, council = spec.house.financial_year_starts, spec.house.council
    whole = with_peers(spec, project.peers)
    found: tuple[Diagnostic, ...] = (*dataset.diagnostics, *whole.diagnostics)
    if dataset.value is None or whole.value is None or has_errors(found):
        return Outcome(None, found)
    spec = whole.value

    since: Outcome[Published] = Outcome(None)
    if project.record is not None:
        since = read_record(project.record, spec.period, first_month, council)
        found += since.diagnostics
        if since.value is None:
            return Outcome(None, found)

    progress("Judging indicators")
    day = as_at or spec.meeting
    evaluated = judged(spec, dataset.value, day, since.value)
    found += evaluated.diagnostics
    if evaluated.value is None:
        return Outcome(None, found)
    evaluation, disclosure = evaluated.value
    shown = disclosure.protection.dataset
    found += () if draft else tuple(notes_owed(evaluation))
    # the hash of a data file would let a reader try out what is withheld in it
    read_from = made_from(project, prepared.name)
    inputs = inputs_of(read_from, evaluation, published(shown, evaluation.spec), not shown.is_protected, counts.tables)
    with speaking(spec.language):
        document = compose(evaluation, shown, day, inputs, draft, prepared.logo, **_shows(formats))
    withheld = disclosure.protection.withheld_rows
    return _composed(prepared, evaluation, disclosure, withheld, document, inputs, draft, found, counts)


def _shows(formats: Sequence[str] | None) -> dict[str, bool]:
    """What a Document need have in it for these formats (for any, where None)."""
    return {
        "with_details": formats is None or not _DETAILED.isdisjoint(formats),
        "with_files": formats is None or not _CARRYING_FILES.isdisjoint(formats),
    }


def _composed(
    prepared: Prepared,
    evaluation: Evaluation,
    disclosure: Disclosure,
    withheld: int,
    document: Outcome[Document],
    inputs: Inputs,
    draft: bool,
    found: tuple[Diagnostic, ...],
    counts: Counts = NOTHING,
) -> Outcome[Composed]:
    found += document.diagnostics
    if document.value is None or has_errors(found):
        return Outcome(None, found)
    protection = disclosure.protection
    composed = Composed(
        inputs,
        evaluation.as_at,
        protection.spec,
        protection.dataset,
        evaluation,
        document.value,
        draft,
        disclosure,
        prepared.template,
        prepared.typeface or protection.spec.house.typeface,
        prepared.project.sources,
        withheld=withheld,
        counts=counts,
    )
    return Outcome(composed, found)


def compose_all(
    prepared: Prepared,
    ones: Sequence[One],
    as_at: date | None,
    progress: Progress,
    draft: bool,
    formats: Sequence[str] | None = None,
) -> Outcome[Composed]:
    """The one report on all authorities, for any of the `formats` (all of them, where None)."""
    progress("Judging indicators")
    spec, day = prepared.spec, as_at or prepared.spec.meeting
    outcomes = [_judged_one(prepared, one, day) for one in ones]
    found = said_of([(one.authority.name, made.diagnostics) for one, made in zip(ones, outcomes, strict=True)])
    made = [outcome.value for outcome in outcomes if outcome.value is not None]
    if len(made) < len(ones) or has_errors(found):
        return Outcome(None, found)
    evaluation = Evaluation(spec, (), day, (), authorities=tuple(each for each, _ in made))
    shown = [told.protection.dataset for _, told in made]
    rows = tuple(row for dataset, (each, _) in zip(shown, made, strict=True) for row in published(dataset, each.spec))
    is_protected = any(dataset.is_protected for dataset in shown)
    inputs = inputs_of(made_from(prepared.project, prepared.name), evaluation, rows, data_hashes=not is_protected)
    with speaking(spec.language):
        document = compose_together(evaluation, shown, day, inputs, draft, prepared.logo, **_shows(formats))
    disclosure = together(spec, [told for _, told in made])
    withheld = sum(told.protection.withheld_rows for _, told in made)
    return _composed(prepared, evaluation, disclosure, withheld, document, inputs, draft, found)


def _judged_one(prepared: Prepared, one: One, day: date) -> Outcome[tuple[Evaluation, Disclosure]]:
    whole = with_peers(one.spec, prepared.project.peers)
    found = (*one.dataset.diagnostics, *whole.diagnostics)
    if one.dataset.value is None or whole.value is None or has_errors(found):
        return Outcome(None, found)
    made = judged(whole.value, one.dataset.value, day)
    return Outcome(made.value, (*found, *made.diagnostics))

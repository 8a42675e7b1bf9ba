"""The walk: gather, parse, check, read, evaluate, compose, render. Who reads this has seen the program.

It stops where a stage found errors, so an error in the spec or the data means no report, never a wrong one: problems of
the spec are all said before the data are read. Warnings are carried along to the end.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from kpidsl.compose.compose import compose
from kpidsl.data.model import Dataset
from kpidsl.data.tables import read as read_tables
from kpidsl.diagnostics.diagnostic import Diagnostic, Outcome, has_errors
from kpidsl.document.model import Document
from kpidsl.evaluation.evaluate import evaluate
from kpidsl.evaluation.examples import contradictions
from kpidsl.evaluation.model import Evaluation
from kpidsl.spec.check import check, unused
from kpidsl.spec.model import Spec
from kpidsl.spec.project import Read, gather

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Composed:
    """A report before it is rendered, with what it was made of."""

    spec: Spec
    dataset: Dataset
    evaluation: Evaluation
    document: Document


def build(name: str, read: Read, as_at: date | None = None, progress: Progress = lambda stage: None) -> Outcome[bytes]:
    """The PDF of the spec `name`, as on the day `as_at` (the day of the meeting, where None)."""
    from kpidsl.render.pdf import render  # only here, so that `kpic check` never loads ReportLab

    composed = compose_report(name, read, as_at, progress)
    if composed.value is None:
        return Outcome(None, composed.diagnostics)
    progress("Laying out pages")
    rendered = render(composed.value.document, composed.value.spec.house.theme)
    return Outcome(rendered.value, composed.diagnostics + rendered.diagnostics)


def compose_report(
    name: str, read: Read, as_at: date | None = None, progress: Progress = lambda stage: None
) -> Outcome[Composed]:
    """Everything up to the Document: no file format is known yet."""
    progress("Reading the spec")
    project = gather(name, read)
    found: tuple[Diagnostic, ...] = project.diagnostics
    if project.value is None:
        return Outcome(None, found)
    checked = check(project.value.files, project.value.house)
    found += checked.diagnostics
    spec = checked.value
    if spec is None or has_errors(found):
        return Outcome(None, found)
    found += (*unused(project.value.files, spec), *contradictions(spec))

    progress("Reading the data")
    dataset = read_tables(project.value.data, spec.measured(), spec.house.financial_year_starts)
    found += dataset.diagnostics
    if dataset.value is None or has_errors(found):
        return Outcome(None, found)

    progress("Judging indicators")
    day = as_at or spec.meeting
    evaluation = evaluate(spec, dataset.value, day)
    found += evaluation.diagnostics
    if evaluation.value is None:
        return Outcome(None, found)
    document = compose(evaluation.value, dataset.value, day)
    found += document.diagnostics
    if document.value is None:
        return Outcome(None, found)
    return Outcome(Composed(spec, dataset.value, evaluation.value, document.value), found)

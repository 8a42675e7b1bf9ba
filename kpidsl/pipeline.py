"""The walk: gather, parse, check, read, evaluate, compose, render. Who reads this has seen the program.

It stops where a stage found errors, so an error in the spec or the data means no report, never a wrong one: problems of
the spec are all said before the data are read. Warnings are carried along to the end.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from kpidsl.compose.compose import compose, published
from kpidsl.compose.owed import problems as notes_owed
from kpidsl.compose.workings import Inputs, inputs_of
from kpidsl.counting.count import Counts
from kpidsl.counting.counter import Counter, counted_by
from kpidsl.data.counted import joined
from kpidsl.data.model import Dataset
from kpidsl.data.published import Published
from kpidsl.data.published import read as read_record
from kpidsl.data.tables import read as read_tables
from kpidsl.diagnostics.diagnostic import Diagnostic, Outcome, has_errors, in_order
from kpidsl.document.model import Document, Logo
from kpidsl.evaluation.back_test import back_test
from kpidsl.evaluation.disclosure import Disclosure, disclosure
from kpidsl.evaluation.evaluate import evaluate
from kpidsl.evaluation.model import Evaluation
from kpidsl.evaluation.peers import asked_of, with_peers
from kpidsl.evaluation.protect import protect
from kpidsl.evaluation.small_numbers import small_numbers
from kpidsl.evaluation.typed_out import typed_out
from kpidsl.memo import remembered
from kpidsl.render import truetype
from kpidsl.render.typeface import Typeface
from kpidsl.saying import ENGLISH, speaking, spoken
from kpidsl.source import Source
from kpidsl.spec.model import Spec
from kpidsl.spec.project import Project, Read, gather, made_from
from kpidsl.spec.records import found_at
from kpidsl.syntax import ast
from kpidsl.values import dataclass

if TYPE_CHECKING:
    from kpidsl.render.braille.translation import Translator
    from kpidsl.render.docx.template import Template

Progress = Callable[[str], None]
# Of each kind of file, what follows the name of the spec.
ENDINGS = {
    "pdf": ".pdf",
    "html": ".html",
    "docx": ".docx",
    "large-print": "-large-print.pdf",
    "csv": ".csv",
    "brf": ".brf",
    "md": ".md",
    "xlsx": ".xlsx",
    "ees": "-ees.csv",
    "ees-meta": "-ees.meta.csv",
    "json": ".json",
}
_BESIDE = {"ees-meta": "ees"}  # kinds that are made with another, and no format of their own
FORMATS = tuple(kind for kind in ENDINGS if kind not in _BESIDE)
OPEN_DATA = ("csv", "xlsx", "ees", "ees-meta")
LEFT_OUT = ("ees", "ees-meta")  # of all formats, where the report cannot be had as such
_DETAILED = frozenset({"html"})  # formats that show what stands behind each row
_CARRYING_FILES = frozenset({"pdf", "large-print", "html"})  # and those with files inside
RECORD = "record"  # the JSON once more, kept for the next report


NO_COUNTS = Counts()


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
    counts: Counts = NO_COUNTS  # of its records


def build(
    name: str,
    read: Read,
    as_at: date | None = None,
    progress: Progress = lambda stage: None,
    formats: Sequence[str] = ("pdf",),
    draft: bool = False,
    optional: Sequence[str] = (),
    contracted: Translator | None = None,
    count: Counter | None = None,
) -> Outcome[dict[str, bytes]]:
    """The report of the spec `name` as each of the kinds of file, as on the day `as_at` (of the meeting, where None).

    A `draft` may lack notes that are owed, and says so. `count` is who counts records, if anybody here can.
    """
    composed = compose_report(name, read, as_at, progress, draft, count=count, formats=formats)
    return rendered(composed, progress, formats, optional, contracted)


def rendered(
    composed: Outcome[Composed],
    progress: Progress = lambda stage: None,
    formats: Sequence[str] = ("pdf",),
    optional: Sequence[str] = (),
    contracted: Translator | None = None,
) -> Outcome[dict[str, bytes]]:
    """A report as each of the kinds of file. Where one fails, there is none at all, but that those that are `optional`
    are left out where this report cannot be had as such. `contracted` is who makes contracted Braille, if anybody here
    can."""
    found = composed.diagnostics
    if composed.value is None:
        return Outcome(None, found)
    made: dict[str, bytes] = {}
    for format in formats:
        with speaking(composed.value.spec.language):
            one = _rendered(composed.value, format, progress, contracted)
        if one.failed and format in optional:
            continue
        found += tuple(problem for problem in one.diagnostics if problem not in found)
        if one.value is not None:
            made[format] = one.value
    return Outcome(None if has_errors(found) else made, found)


def _rendered(report: Composed, format: str, progress: Progress, contracted: Translator | None) -> Outcome[bytes]:
    """The report in one of the `FORMATS`, or its `RECORD`."""
    house = report.spec.house
    if format == "brf":
        from kpidsl.render.braille import render as render_braille
        from kpidsl.render.braille.ueb import UNCONTRACTED

        is_english = spoken(report.spec.language) == ENGLISH  # the contractions are those of English
        translator = contracted if contracted and house.braille.contracted and is_english else UNCONTRACTED
        return Outcome(render_braille(report.document, house.braille, translator))
    if format == "md":
        from kpidsl.render.markdown import render as render_markdown

        return Outcome(render_markdown(report.document))
    if format in ("json", RECORD):
        from kpidsl.compose.record import record
        from kpidsl.render.json import render as render_json

        return Outcome(render_json(record(report.evaluation, report.as_at, report.inputs, report.draft)))
    if format in OPEN_DATA:
        return _open_data(report, format)
    if format == "html":
        from kpidsl.render.html import render as render_html  # only here, so that `kpic check` loads no renderer

        return Outcome(render_html(report.document, house.theme, house.paper, report.typeface))
    if format == "docx":
        from kpidsl.render.docx import render as render_docx

        progress("Writing the Word document")
        return render_docx(report.document, house.theme, report.template, house.paper, report.typeface, report.sources)
    from kpidsl.render.pdf import render  # as above: it loads ReportLab
    from kpidsl.render.pdf.measures import large_print, printed

    if format == "large-print":
        progress("Laying out large print")
        measures = large_print(house.large_print.size, house.large_print.typeface or report.typeface)
    else:
        progress("Laying out pages")
        measures = printed(house.paper, report.typeface)
    return render(report.document, house.theme, measures, report.sources)


def files_of(format: str) -> tuple[str, ...]:
    """The kinds of file that one of the `FORMATS` makes."""
    return tuple(kind for kind in ENDINGS if _BESIDE.get(kind, kind) == format)


def _open_data(report: Composed, format: str) -> Outcome[bytes]:
    """The figures alone, as one of the kinds of `OPEN_DATA`."""
    from kpidsl.render import csv

    if format == "csv":
        from kpidsl.compose.open_data import rows

        return Outcome(csv.render(rows(report.evaluation)))
    if format == "xlsx":
        from kpidsl.compose.workbook import workbook
        from kpidsl.render.xlsx import render as render_xlsx  # only here, so that `kpic check` never loads XlsxWriter

        return Outcome(render_xlsx(workbook(report.evaluation, report.document)))
    from kpidsl.compose.ees import ees

    made = ees(report.evaluation)
    if made.value is None:
        return Outcome(None, made.diagnostics)
    return Outcome(csv.render(made.value.data if format == "ees" else made.value.meta, marked=False))


def rules(name: str, read: Read) -> Outcome[Spec]:
    """The spec `name` alone: no data file is read, and its examples are not looked at."""
    project = gather(name, read, with_data=False)
    if project.value is None:
        return Outcome(None, project.diagnostics)
    checked = _checked(project.value)
    found = project.diagnostics + checked.diagnostics
    if checked.value is None or has_errors(found):
        return Outcome(None, found)
    return Outcome(checked.value, (*found, *_slips(project.value, checked.value)))


def _checked(project: Project) -> Outcome[Spec]:
    """What `check` gives, which is decided by the rules and the house file alone, and where the tables of its records
    are in the folder."""

    def made() -> Outcome[Spec]:
        from kpidsl.spec.check import check  # only here: a spec that was checked before needs none of it, nor YAML

        return check(project.files, project.house)

    checked = remembered(f"checked {len(project.files)}", _of_rules(project), made)
    if checked.value is None or not checked.value.records:
        return checked
    spec = replace(checked.value, records=found_at(checked.value.records, project.records))
    return Outcome(spec, checked.diagnostics)


def _slips(project: Project, spec: Spec) -> tuple[Diagnostic, ...]:
    """What is found in the rules of a project, whose spec this is."""
    return remembered(f"slips {len(project.files)}", _of_rules(project), lambda: _found_in_rules(project.files, spec))


def _contradicted(project: Project, spec: Spec) -> tuple[Diagnostic, ...]:
    """Where examples in the rules of a project do not come out as they say."""

    def made() -> tuple[Diagnostic, ...]:
        from kpidsl.evaluation.examples import contradictions

        return tuple(contradictions(spec))

    return remembered(f"contradictions {len(project.files)}", _of_rules(project), made)


def _of_rules(project: Project) -> tuple[Source, ...]:
    """The texts that decide on the spec."""
    return (*(file.source for file in project.files), *((project.house,) if project.house else ()))


def _found_in_rules(files: Sequence[ast.File], spec: Spec) -> tuple[Diagnostic, ...]:
    """What is most likely a slip in rules that can be read, found before any data."""
    from kpidsl.evaluation import milestones
    from kpidsl.evaluation.idle import idle
    from kpidsl.evaluation.unspoken import unspoken
    from kpidsl.spec.check import unused
    from kpidsl.spec.shown import unlike, unshown

    return (
        *unused(files, spec),
        *unshown(spec),
        *unlike(spec),
        *idle(spec),
        *unspoken(spec),
        *milestones.never_reached(spec),
    )


def compose_report(
    name: str,
    read: Read,
    as_at: date | None = None,
    progress: Progress = lambda stage: None,
    draft: bool = False,
    *,
    warned: bool = True,
    count: Counter | None = None,
    counting: bool = True,
    formats: Sequence[str] = FORMATS,
) -> Outcome[Composed]:
    """Everything up to the Document, for any of the `formats`: what none of them shows is left out. Notes that are owed
    are errors but in a `draft`. Only where `warned` are rules looked through for slips and examples held against them.
    `count` is asked only where the spec has records; where not `counting`, such a report is checked as far as that can
    be done without: there is no value then, and no error need be the reason."""
    progress("Reading the spec")
    project = gather(name, read)
    found: tuple[Diagnostic, ...] = project.diagnostics
    if project.value is None:
        return Outcome(None, found)
    checked = _checked(project.value)
    template, logo, own = _template(project.value), _logo(project.value), _typeface(project.value)
    found += (*checked.diagnostics, *template.diagnostics, *logo.diagnostics, *own.diagnostics)
    spec = checked.value
    if spec is None or has_errors(found):
        return Outcome(None, found)
    found += (*_slips(project.value, spec), *_contradicted(project.value, spec)) if warned else ()

    progress("Reading the data")
    files, first_month = project.value.peers, spec.house.financial_year_starts
    council, asked = spec.house.council, asked_of(spec, files)
    dataset = read_tables(project.value.data, spec.measured(), first_month, council, asked, spec.house.data)
    whole = with_peers(spec, files)
    found += (*dataset.diagnostics, *whole.diagnostics)
    if dataset.value is None or whole.value is None or has_errors(found):
        return Outcome(None, found)
    spec = whole.value
    counts = NO_COUNTS
    if spec.records and not counting:
        return Outcome(None, found)
    if spec.records:
        progress("Counting records")
        counted = counted_by(spec, read, count)
        found += counted.diagnostics
        if counted.value is None or has_errors(found):
            return Outcome(None, found)
        counts = counted.value
        dataset = joined(dataset.value, counts.observations)
        found += dataset.diagnostics
    if dataset.value is None or has_errors(found):
        return Outcome(None, found)

    since: Outcome[Published] = Outcome(None)
    if project.value.record is not None:
        since = read_record(project.value.record, spec.period, first_month, council)
        found += since.diagnostics
        if since.value is None:
            return Outcome(None, found)

    progress("Judging indicators")
    day = as_at or spec.meeting
    evaluated = _evaluated(spec, dataset.value, day, since.value)
    found += evaluated.diagnostics
    if evaluated.value is None:
        return Outcome(None, found)
    evaluation, disclosure = evaluated.value
    shown = disclosure.protection.dataset
    found += () if draft else tuple(notes_owed(evaluation))
    # the hash of a data file would let a reader try out what is withheld in it
    read_from = made_from(project.value, name)
    inputs = inputs_of(read_from, evaluation, published(shown, evaluation.spec), not shown.is_protected, counts.tables)
    with speaking(spec.language):
        shows = {
            "with_details": not _DETAILED.isdisjoint(formats),
            "with_files": not _CARRYING_FILES.isdisjoint(formats),
        }
        document = compose(evaluation, shown, day, inputs, draft, logo.value, **shows)
    found += document.diagnostics
    if document.value is None or has_errors(found):
        return Outcome(None, found)
    spec = disclosure.protection.spec
    composed = Composed(
        inputs,
        day,
        spec,
        shown,
        evaluation,
        document.value,
        draft,
        disclosure,
        template.value,
        own.value or spec.house.typeface,
        project.value.sources,
        counts,
    )
    return Outcome(composed, found)


def advice(report: Composed) -> tuple[Diagnostic, ...]:
    """What the figures of earlier periods say of the rules of today, of the figures that are published alone."""
    return in_order(back_test(report.evaluation, report.dataset))


def _evaluated(
    spec: Spec, dataset: Dataset, day: date, since: Published | None
) -> Outcome[tuple[Evaluation, Disclosure]]:
    """What is published, and what the officer is told of it. The true data are judged for that alone, and checked."""
    true = evaluate(spec, dataset, day, since)
    if true.value is None:
        return Outcome(None, true.diagnostics)
    protected = protect(spec, dataset)
    found = (*true.diagnostics, *protected.diagnostics, *small_numbers(spec, dataset))
    if protected.value is None:
        return Outcome(None, in_order(found))
    protection, shown = protected.value, true
    if protection.dataset.is_protected:
        shown = evaluate(protection.spec, protection.dataset, day, since)
        found += tuple(problem for problem in shown.diagnostics if problem not in found)
    if shown.value is None:
        return Outcome(None, in_order(found))
    found += tuple(typed_out(shown.value, protection, dataset))
    return Outcome((shown.value, disclosure(protection, true.value, shown.value)), in_order(found))


def _template(project: Project) -> Outcome[Template | None]:
    """The template of the Word document, whatever format is asked for: a fault in it is one of the house file."""
    if project.template is None:
        return Outcome(None)
    from kpidsl.render.docx.template import Unusable, opened

    template, name = opened(project.template.content.data), project.template.content.name
    if isinstance(template, Unusable):
        message = f"`{name}` {template.message}, so it cannot be the template of the Word document"
        return Outcome(None, (Diagnostic("word-template", message, project.template.span, help=(template.help,)),))
    return Outcome(template)


def _logo(project: Project) -> Outcome[Logo | None]:
    """The picture that the house file names, as every format shows it."""
    if project.logo is None:
        return Outcome(None)
    from kpidsl.render.pictures import Unfit, opened  # only here: it loads Pillow

    logo, name = opened(project.logo.content.data, project.logo.alt), project.logo.content.name
    if isinstance(logo, Unfit):
        message = f"`{name}` {logo.message}, so it cannot be the logo"
        return Outcome(None, (Diagnostic("logo-unfit", message, project.logo.span, help=(logo.help,)),))
    return Outcome(logo)


def _typeface(project: Project) -> Outcome[Typeface | None]:
    """The council's own typeface, where the house file names both of its files."""
    problems: list[Diagnostic] = []
    found: dict[str, tuple[str, bytes]] = {}
    for file in project.fonts:
        family = truetype.family(file.content.data)
        if isinstance(family, truetype.Unfit):
            message = f"`{file.content.name}` {family.message}, so reports cannot be set in it"
            problems.append(Diagnostic("font-file", message, file.span, help=(family.help,)))
        else:
            found[file.face] = (family, file.content.data)
    if problems or len(found) < 2:
        return Outcome(None, tuple(problems))
    (name, regular), (_, bold) = found["regular"], found["bold"]
    return Outcome(Typeface(name, regular, bold))

"""A composed report as files of each kind, by the renderers. Which is loaded is decided here, and only when it is asked
for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kpidsl.composing import Composed, Progress
from kpidsl.diagnostics.diagnostic import Diagnostic, Outcome, has_errors
from kpidsl.saying import ENGLISH, speaking, spoken
from kpidsl.values import dataclass

if TYPE_CHECKING:
    from kpidsl.document.model import Document
    from kpidsl.render.braille.translation import Translator
    from kpidsl.render.docx.template import Template
    from kpidsl.render.typeface import Typeface
    from kpidsl.source import Source
    from kpidsl.spec.council import House

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
RECORD = "record"  # the JSON once more, kept for the next report
_OF_ONE = ("json", *LEFT_OUT)  # what a report on all authorities together cannot be had as


_OF_FIGURES = frozenset(("json", RECORD, *OPEN_DATA))  # what is made of more than the Document


@dataclass(frozen=True, slots=True)
class Printable:
    """What it takes to make files of a report. `whole` is there where a format shows more of it than the Document does.

    Who holds this alone has let go of rules, data and judgements before pages are laid out: a fifth of the memory of a
    large build."""

    document: Document
    house: House
    language: str
    is_together: bool
    template: Template | None
    typeface: Typeface
    sources: tuple[Source, ...]
    whole: Composed | None


def printable(composed: Outcome[Composed], formats: Sequence[str]) -> Outcome[Printable]:
    """What it takes to make a report into each of the kinds of file."""
    report = composed.value
    if report is None:
        return Outcome(None, composed.diagnostics)
    spec = report.spec
    ready = Printable(
        document=report.document,
        house=spec.house,
        language=spec.language,
        is_together=spec.is_together,
        template=report.template,
        typeface=report.typeface,
        sources=report.sources,
        whole=None if _OF_FIGURES.isdisjoint(formats) else report,
    )
    return Outcome(ready, composed.diagnostics)


def rendered(
    composed: Outcome[Composed],
    progress: Progress = lambda stage: None,
    formats: Sequence[str] = ("pdf",),
    optional: Sequence[str] = (),
    contracted: Translator | None = None,
) -> Outcome[dict[str, bytes]]:
    """A report as each of the kinds of file; see `files`."""
    return files(printable(composed, formats), progress, formats, optional, contracted)


def files(
    report: Outcome[Printable],
    progress: Progress = lambda stage: None,
    formats: Sequence[str] = ("pdf",),
    optional: Sequence[str] = (),
    contracted: Translator | None = None,
) -> Outcome[dict[str, bytes]]:
    """A report as each of the kinds of file, for which it is `printable`. Where one fails, there is none at all, but
    that those that are `optional` are left out where this report cannot be had as such. `contracted` is who makes
    contracted Braille, if anybody here can."""
    found = report.diagnostics
    if report.value is None:
        return Outcome(None, found)
    made: dict[str, bytes] = {}
    for format in formats:
        with speaking(report.value.language):
            one = _rendered(report.value, format, progress, contracted)
        if one.failed and format in optional:
            continue
        found += tuple(problem for problem in one.diagnostics if problem not in found)
        if one.value is not None:
            made[format] = one.value
    return Outcome(None if has_errors(found) else made, found)


def _rendered(report: Printable, format: str, progress: Progress, contracted: Translator | None) -> Outcome[bytes]:
    """The report in one of the `FORMATS`, or its `RECORD`."""
    house = report.house
    if report.is_together and format in (*_OF_ONE, RECORD):
        message = f"a report on all authorities together cannot be had as {_BESIDE.get(format, format)}"
        help_ = ("the reports of each can; this one can be had as csv and xlsx, with the figures of all",)
        return Outcome(None, (Diagnostic("not-for-all", message, None, help=help_),))
    if format == "brf":
        from kpidsl.render.braille import render as render_braille
        from kpidsl.render.braille.ueb import UNCONTRACTED

        is_english = spoken(report.language) == ENGLISH  # the contractions are those of English
        translator = contracted if contracted and house.braille.contracted and is_english else UNCONTRACTED
        return Outcome(render_braille(report.document, house.braille, translator))
    if format == "md":
        from kpidsl.render.markdown import render as render_markdown

        return Outcome(render_markdown(report.document))
    if format in _OF_FIGURES:
        assert report.whole is not None  # as it is printable in this format
        return _figures(report.whole, format)
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


def left_out(formats: Sequence[str]) -> tuple[str, ...]:
    """The kinds of file that may be left out where a report cannot be had as such: those that nobody named."""
    return tuple(kind for kind in _OF_ONE if _BESIDE.get(kind, kind) not in formats)


def files_of(format: str) -> tuple[str, ...]:
    """The kinds of file that one of the `FORMATS` makes."""
    return tuple(kind for kind in ENDINGS if _BESIDE.get(kind, kind) == format)


def _figures(report: Composed, format: str) -> Outcome[bytes]:
    """The figures, as the record for other programs or as one of the kinds of `OPEN_DATA`."""
    if format not in OPEN_DATA:
        from kpidsl.compose.record import record
        from kpidsl.render.json import render as render_json

        return Outcome(render_json(record(report.evaluation, report.as_at, report.inputs, report.draft)))
    from kpidsl.render import csv

    if format == "csv":
        from kpidsl.compose.open_data import rows

        return Outcome(csv.render(rows(report.evaluation)))
    if format == "xlsx":
        from kpidsl.render.xlsx import render as render_xlsx  # only here, so that `kpic check` never loads XlsxWriter

        if report.spec.is_together:
            from kpidsl.compose.workbook_of_all import workbook
        else:
            from kpidsl.compose.workbook import workbook
        return Outcome(render_xlsx(workbook(report.evaluation, report.document)))
    from kpidsl.compose.ees import ees

    made = ees(report.evaluation)
    if made.value is None:
        return Outcome(None, made.diagnostics)
    return Outcome(csv.render(made.value.data if format == "ees" else made.value.meta, marked=False))

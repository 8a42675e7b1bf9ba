"""One source, every reader: the same figures and statuses stand in every form of every example report.

Each form is read by another's reader (pikepdf, html5lib, python-docx, markdown-it, csv, calamine, liblouis), as rows of
texts. What a row must hold is taken from the record for other programs."""

from __future__ import annotations

import csv
import gc
import io
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from types import FunctionType, ModuleType
from typing import Any

import pytest
from markdown_it import MarkdownIt
from python_calamine import CalamineWorkbook

from kpidsl import liblouis, rendering
from kpidsl.data.model import Dataset
from kpidsl.diagnostics.diagnostic import Outcome
from kpidsl.document.model import Cell, Document, StatusCell, Table, TextCell
from kpidsl.document.outline import plain
from kpidsl.evaluation.model import Assessment, Evaluation
from kpidsl.pipeline import Composed
from kpidsl.quantity import MINUS
from kpidsl.render.braille.signs import CONTINUED
from kpidsl.render.braille.translation import Run, Translator
from kpidsl.spec.indicator import Indicator
from kpidsl.spec.model import Spec
from tests import docx_reader, pages, pdf_reader
from tests.pages import EXAMPLES, SPECS
from tests.validators import missing

Row = tuple[str, ...]  # an indicator's name, then the cells of its row
_SHAPES = re.compile(r"^(?:[●◆▲■★]\s*|– )?(?:of which: )?")
_MARKERS = re.compile(r"(?: \[[a-z]\])+$")
_REPORTS = (SPECS / "q1.kpi", *EXAMPLES)


@cache
def made(spec: Any) -> dict[str, bytes]:
    left_out = {"ees"}  # statistics, which most reports cannot be
    left_out |= {"json", "xlsx"} if pages.composed(spec).spec.is_together else set()
    formats = [format for format in rendering.FORMATS if format not in left_out]
    louis = liblouis.found() or missing("liblouis")
    braille = Translator("uncontracted", lambda phrase: louis.translated(phrase, liblouis.GRADE_1))
    outcome = rendering.rendered(Outcome(pages.composed(spec), ()), formats=formats, contracted=braille)
    assert outcome.value is not None
    return outcome.value


def wanted(record: dict[str, Any], format: str) -> Iterator[Row]:
    """Name, figure and status of each indicator of the report: in a CSV file the status by its name for programs, in a
    workbook the figure as a bare number."""
    word = "name" if format == "csv" else "word"
    words = {(scheme["name"], state["name"]): state[word] for scheme in record["schemes"] for state in scheme["states"]}
    for one in record["indicators"]:
        if one["section"] is not None:
            figure = one["value"]["printed"] if one["value"] else ""
            figure = _bare_number(figure) if format == "xlsx" else figure
            status = words[one["scheme"], one["status"]] if one["status"] else ""
            yield tuple(filter(None, (one["label"], figure, status)))


def _plain(cell: Cell) -> str:
    return plain(cell.content) if isinstance(cell, TextCell) else ""


def side_by_side(report: Composed) -> Iterator[Row]:
    """The rows of the tables of authorities."""
    for table in (block for block in report.document.blocks if isinstance(block, Table) and len(block.columns) > 2):
        for row in (row for group in table.groups for row in group.rows):
            cells = (cell.mark.word if isinstance(cell, StatusCell) else _plain(cell) for cell in row.cells)
            yield (plain(row.header), *cells)


def _pdf(content: bytes) -> Iterator[Row]:
    for row in pdf_reader.read(content).all("TR"):
        yield tuple(cell.text for cell in row.all("TH", "TD"))


def _large_print(content: bytes) -> Iterator[Row]:
    """A row is one of a table, or an item of a list with its columns as labels."""
    yield from _pdf(content)
    for item in pdf_reader.read(content).all("LI"):
        inner = item.all("LI")
        name = item.text.partition(inner[1].text)[0] if len(inner) > 1 else item.text
        yield (name, *(body.text for body in item.all("LBody")), *(body.text for body in item.all("Lbl")))


def _html(content: bytes) -> Iterator[Row]:
    for row in pages.parsed(content).iter("tr"):
        yield tuple(pages.text(cell) for cell in row if cell.tag in ("th", "td"))


def _docx(content: bytes) -> Iterator[Row]:
    for part in docx_reader.read(content):
        if isinstance(part, docx_reader.Grid):
            yield from (tuple(cell.text for cell in row) for row in part.rows)


def _md(content: bytes) -> Iterator[Row]:
    row: list[str] = []
    for token in MarkdownIt("commonmark").enable(["table"]).parse(content.decode()):
        if token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            yield tuple(row)
        elif token.type == "inline":
            row.append("".join(child.content for child in token.children or () if child.type.startswith("text")))


def _csv(content: bytes) -> Iterator[Row]:
    for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig"))):
        if row["kind"] == "actual":
            yield row["indicator_label"], row["value_printed"], row["reason"], row["status"]


def _xlsx(content: bytes) -> Iterator[Row]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for name in book.sheet_names:
        for row in book.get_sheet_by_name(name).to_python():
            yield tuple(f"{cell:.10g}" if isinstance(cell, float) else str(cell) for cell in row)


def _brf(content: bytes) -> Iterator[Row]:
    """An item of a list is a row: its name, then its cells between semicolons."""
    louis = liblouis.found()
    assert louis is not None
    lines = (line for page in content.decode("ascii").split("\f") for line in page.split("\r\n")[1:] if line)
    items: list[str] = []
    for line in re.sub(f"{CONTINUED}\n *", "", "\n".join(lines)).split("\n"):
        read = louis.read_back(line.strip(), liblouis.GRADE_1)
        if items and (line.startswith("    ") or items[-1].endswith(":")):
            items[-1] += f" {read}"
        else:
            items.append(read)
    for item in items:
        # what follows the status of a row, such as a trend or a heading, is read into its cell
        cells = re.split("[:;] ", item.removeprefix("of which: "))
        yield (*cells, *(" ".join(cell.split()[:words]) for cell in cells for words in (1, 2, 3)))


_READERS: dict[str, Callable[[bytes], Iterator[Row]]] = {
    "pdf": _pdf,
    "large-print": _large_print,
    "html": _html,
    "docx": _docx,
    "md": _md,
    "csv": _csv,
    "xlsx": _xlsx,
    "brf": _brf,
}


def _bare_number(printed: str) -> str:
    """`1524` of `1,524`, `12.5` of `£12.5m`; empty of what is no number, such as a time."""
    found = re.search(r"([\u2212\d][\d,]*(?:\.\d+)?)([km]?)\b", printed)
    if found is None or ":" in printed:
        return ""
    amount = float(found[1].replace(",", "").replace(MINUS, "-"))
    return f"{amount * {'k': 1_000, 'm': 1_000_000}.get(found[2], 1):.10g}"


def _bare(text: str) -> str:
    text = _MARKERS.sub("", _SHAPES.sub("", text.strip()))
    return " ".join(text.split()).casefold()


def _brailled(text: str) -> str:
    """What liblouis makes of its own Braille for these words: some dashes and quotes it cannot tell apart."""
    louis = liblouis.found()
    assert louis is not None
    return louis.read_back(louis.translated((Run(text),), liblouis.GRADE_1), liblouis.GRADE_1)


@pytest.mark.parametrize("format", _READERS)
@pytest.mark.parametrize("spec", _REPORTS, ids=lambda spec: f"{spec.parent.name}-{spec.stem}")
def test_the_same_figures_and_statuses_stand_in_every_format(spec: Any, format: str) -> None:
    content, report = made(spec), pages.composed(spec)
    if report.spec.is_together and format in ("csv", "xlsx"):
        return  # it has the figures of each, which stand in their reports
    rows = [{_bare(cell) for cell in row} for row in _READERS[format](content[format])]
    expected = list(side_by_side(report) if report.spec.is_together else wanted(json.loads(content["json"]), format))
    assert expected
    for row in expected:
        texts = {_bare(_brailled(text) if format == "brf" else text) for text in row}
        assert any(texts <= found for found in rows), row


def test_every_format_has_a_reader() -> None:
    assert set(rendering.FORMATS) - {"json", "ees"} == set(_READERS)


def test_what_documents_are_printed_of_holds_nothing_of_rules_data_and_judgements() -> None:
    formats = [format for format in rendering.FORMATS if format not in ("json", *rendering.OPEN_DATA)]
    ready = rendering.printable(Outcome(pages.composed(SPECS / "q1.kpi"), ()), formats)
    reached: dict[int, object] = {}
    ahead: list[object] = [ready]
    while ahead:
        one = ahead.pop()
        if id(one) not in reached and not isinstance(one, (type, ModuleType, FunctionType)):
            reached[id(one)] = one
            ahead += gc.get_referents(one)
    assert any(isinstance(one, Document) for one in reached.values())
    assert not [
        one for one in reached.values() if isinstance(one, Spec | Indicator | Dataset | Evaluation | Assessment)
    ]
    whole = rendering.printable(Outcome(pages.composed(SPECS / "q1.kpi"), ()), [*formats, "csv"])
    assert whole.value is not None
    assert whole.value.whole is not None

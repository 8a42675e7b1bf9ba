"""A Word file as python-docx reads it: paragraphs with their styles and the numbers that Word would count, tables as
grids. Nothing of the renderer is used here."""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from openxml_audit import OpenXmlValidator

_FORMATS: dict[str, Callable[[int], str]] = {"decimal": str, "lowerLetter": lambda number: chr(ord("a") + number - 1)}


@dataclass(frozen=True)
class Said:
    """A paragraph: its style, the number that Word counts before it, and its words (pictures by their words)."""

    style: str
    number: str
    text: str


@dataclass(frozen=True)
class Grid:
    """A table: its words for those who do not see it, and its rows. `heads` counts the header rows."""

    alt: str
    heads: int
    rows: tuple[tuple[Said, ...], ...]
    flags: dict[str, str] = field(compare=False)


def parts(data: bytes) -> dict[str, bytes]:
    """The parts of the file by their names."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(content: Mapping[str, bytes]) -> bytes:
    """A file of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return out.getvalue()


def repacked(data: bytes, name: str, change: Callable[[str], str]) -> bytes:
    """The file with one part changed."""
    content = parts(data)
    before = content[name].decode("utf-8")
    content[name] = change(before).encode("utf-8")
    assert content[name] != before.encode("utf-8"), "the change did not bite"
    return packed(content)


def complaints(data: bytes) -> list[str]:
    """What a validator of the format says. List 0 is no list: it takes a number away (ECMA-376-1, 17.9.18)."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.docx"
        path.write_bytes(data)
        found = OpenXmlValidator(max_errors=0).validate(path).errors
    said = [f"{each.part_uri}: {each.description}" for each in found]
    return [each for each in said if not each.endswith("Numbering definition '0' referenced but not found")]


def opened(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


def read(data: bytes) -> list[Said | Grid]:
    """All of the body, in order."""
    file = opened(data)
    counter = _Counter(file)
    found: list[Said | Grid] = []
    for part in file.iter_inner_content():
        found.append(_paragraph(part, counter) if isinstance(part, Paragraph) else _grid(part, counter))
    return found


def _paragraph(paragraph: Any, counter: _Counter) -> Said:
    return Said(paragraph.style.name, counter.label(paragraph), "".join(_words(paragraph._p)))


def _words(element: Any) -> Iterator[str]:
    for part in element.iter():
        if part.tag == qn("w:t"):
            yield part.text or ""
        elif part.tag == qn("w:tab") and part.getparent().tag == qn("w:r"):
            yield "\t"
        elif part.tag == qn("w:br"):
            yield "\n"
        elif part.tag == qn("wp:docPr"):
            yield part.get("descr")


def _grid(table: Table, counter: _Counter) -> Grid:
    properties = table._tbl.tblPr
    rows = []
    heads = 0
    for row in table._tbl.tr_lst:
        cells = row.tc_lst
        assert not row.findall(f".//{qn('w:gridSpan')}"), "merged cells"
        assert not row.findall(f".//{qn('w:vMerge')}"), "merged cells"
        heads += row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        paragraphs = [[Paragraph(p, table) for p in cell.findall(qn("w:p"))] for cell in cells]
        assert all(len(inside) == 1 for inside in paragraphs)
        rows.append(tuple(_paragraph(inside[0], counter) for inside in paragraphs))
    description = properties.find(qn("w:tblCaption"))
    look = properties.find(qn("w:tblLook"))
    flags = {key.rpartition("}")[2]: value for key, value in look.attrib.items()}
    return Grid("" if description is None else description.get(qn("w:val")), heads, tuple(rows), flags)


class _Counter:
    """Counts as Word does (ECMA-376-1, 17.9): a level goes on from its last number, anew below a higher one."""

    def __init__(self, file: Any) -> None:
        root = file.part.numbering_part.element
        self._abstract = {
            num.get(qn("w:numId")): num.find(qn("w:abstractNumId")).get(qn("w:val"))
            for num in root.findall(qn("w:num"))
        }
        self._levels = {
            (each.get(qn("w:abstractNumId")), level.get(qn("w:ilvl"))): level
            for each in root.findall(qn("w:abstractNum"))
            for level in each.findall(qn("w:lvl"))
        }
        self._counts: dict[str, dict[int, int]] = {}

    def label(self, paragraph: Any) -> str:
        """The number of a paragraph, by its own properties or its style's."""
        list_ = level = None
        for properties in self._properties(paragraph):
            number = properties.find(qn("w:numPr"))
            if number is not None:
                list_ = list_ or number.find(qn("w:numId")).get(qn("w:val"))
                at = number.find(qn("w:ilvl"))
                level = level or (at.get(qn("w:val")) if at is not None else None)
        if list_ in (None, "0"):
            return ""
        return self._next(self._abstract[list_], int(level or 0))

    def _properties(self, paragraph: Any) -> Iterator[Any]:
        if paragraph._p.pPr is not None:
            yield paragraph._p.pPr
        style = paragraph.style
        while style is not None:
            if style.element.pPr is not None:
                yield style.element.pPr
            style = style.base_style

    def _next(self, abstract: str, level: int) -> str:
        counts = self._counts.setdefault(abstract, {})
        start = int(self._levels[abstract, str(level)].find(qn("w:start")).get(qn("w:val")))
        counts[level] = counts.get(level, start - 1) + 1
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]
        shown = self._levels[abstract, str(level)]
        text = shown.find(qn("w:lvlText")).get(qn("w:val"))

        def number(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            format = self._levels[abstract, str(at)].find(qn("w:numFmt")).get(qn("w:val"))
            return _FORMATS[format](counts.get(at, 1))

        return re.sub("%([1-9])", number, text)

"""A language that nobody speaks: English in Greek letters. What comes out in Latin letters was not said.

A report composed in it has Latin letters only in what officers wrote, in figures and units, and in words of ours that
stand outside the catalogue, where no translator finds them.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from enum import Enum
from gettext import NullTranslations
from io import StringIO
from unittest.mock import patch

import yaml

from kpidsl import saying
from kpidsl.document.model import Attachment
from kpidsl.pipeline import Composed
from kpidsl.quantity import Dimension
from kpidsl.spec.model import Spec

_GREEK = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "αβψδεφγηιξκλμνοπθρστυωχςυζΑΒΨΔΕΦΓΗΙΞΚΛΜΝΟΠΘΡΣΤΥΩΧΣΥΖ"
)
_PLACE = re.compile(r"(\{[^{}]*\})")
_NEVER_READ = {"id", "target", "heading", "detail", "colour", "language", "media_type", "letter"}  # of a Document
_SIGNS = {"p", "r", "e", "i", "SHA", "kpic"}  # marks of figures, names
_WORD = re.compile(r"[A-Za-z]+(?:[-'’][A-Za-z]+)*")
_RUN = re.compile(rf"{_WORD.pattern}(?: {_WORD.pattern})*")
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|[\w/.-]+\.(?:csv|kpi|yaml|json|xlsx)\b|\b[0-9a-f]{12,}\b")
_CODES = {"period", "quality", "kind"}  # columns whose words are the format's


class Pseudo(NullTranslations):
    """The catalogue that has everything, in Greek letters."""

    def gettext(self, message: str) -> str:
        return _turned(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return _turned(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return _turned(message)


def _turned(text: str) -> str:
    """The text in Greek letters, but for the names in braces."""
    return "".join(part if part.startswith("{") else part.translate(_GREEK) for part in _PLACE.split(text))


@contextmanager
def pseudo() -> Iterator[None]:
    """Inside it, whatever language a report is in is this one."""
    with patch.object(saying, "_catalogue", lambda language: Pseudo()), saying.speaking(Pseudo()):
        yield


# ---- what was not said


def unsaid(report: Composed, files: Iterable[tuple[str, str]], found: Iterable[str]) -> Iterator[str]:
    """Those of the texts with words in Latin letters that do not stand in the files of the report, behind these."""
    units = _units(report.spec)
    officers = {_words(run) for text in written(report.spec, files) for run in _runs(text, units)}
    for text in dict.fromkeys(found):
        latin = [run for run in _runs(text, units) if not _stands_in(_words(run), officers)]
        if latin:
            yield f"{'; '.join(latin)} | {text}"


def texts(value: object) -> Iterator[str]:
    """Everything in a document, or a part of one, that somebody reads or hears."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from texts(each)
    elif isinstance(value, Attachment):
        yield value.description
    elif is_dataclass(value) and not isinstance(value, Enum):
        for field in fields(value):
            if field.name not in _NEVER_READ:
                yield from texts(getattr(value, field.name))


def written(spec: Spec, files: Iterable[tuple[str, str]]) -> Iterator[str]:
    """What officers wrote, keywords left out but in rules that are quoted: texts between quotes, prose, cells of data
    and of the house file, and the names that are printed."""
    for name, text in files:
        if name.endswith(".kpi"):
            prose = re.sub(r"(?m)^ *> ?", "", re.sub(r"(?m)^(?! *>).*$", "|", text))
            for each in (*re.findall(r'"([^"\n]*)"', text), *prose.split("|")):
                yield each
                yield _spelt_out(each, spec)
                yield each.replace("{council}", spec.house.council)
            yield from re.findall(r"(?m)^ *((?:also )?when .*|otherwise|measure .*)$", text)
        elif name.endswith((".yaml", ".yml")):
            yield from _values(yaml.safe_load(text))
        elif name.endswith(".csv"):
            for row in csv.DictReader(StringIO(text)):
                yield from (str(cell) for column, cell in row.items() if column not in _CODES)
        elif name.endswith(".json"):
            yield from re.findall(r'"([^"\n]*)"', text)
    yield from (state.name for indicator in spec.indicators for state in indicator.scheme.states)
    yield from (state.name for milestone in spec.milestones for state in milestone.scheme.states)
    yield from (place.where for place in spec.exceptions())
    yield from (each.long for each in spec.abbreviations)
    for indicator in spec.indicators:
        yield indicator.id
        yield from (benchmark.name for benchmark in indicator.benchmarks)
        yield from (peer.name for benchmark in indicator.benchmarks for peer in benchmark.peers)
    yield from _units(spec)


def _spelt_out(text: str, spec: Spec) -> str:
    for each in spec.abbreviations:
        text = re.sub(rf"\b{re.escape(each.short)}\b", f"{each.long} ({each.short})", text)
    return text


def _units(spec: Spec) -> tuple[str, ...]:
    """Units of the council's own, the longest first."""
    units = {one.unit.word for one in spec.indicators if one.unit.dimension is Dimension.NAMED} - {"tonnes"}
    return tuple(sorted(units, key=len, reverse=True))


def _values(node: object) -> Iterator[str]:
    match node:
        case str():
            yield node
        case dict():
            for each in node.values():
                yield from _values(each)
        case list():
            for each in node:
                yield from _values(each)


def _runs(text: str, units: Iterable[str]) -> list[str]:
    """The Latin words of a text that stand together, without addresses, names of files and units of figures."""
    without = re.sub(r"[\s_]+", " ", re.sub(r"[*`]+", "", _PLACE.sub(" | ", _ADDRESS.sub(" | ", text))))
    without = re.sub(r"(?<=[\d£])[km]\b", " | ", without)
    for unit in units:
        without = re.sub(rf"(?<=\d) {re.escape(unit)}\b", " | ", without)
    return [run for run in _RUN.findall(without) if run not in _SIGNS]


def _words(run: str) -> tuple[str, ...]:
    """Its words without English articles, which go with what is spelt out."""
    return tuple(word for word in run.casefold().split(" ") if word not in ("a", "an"))


def _stands_in(words: tuple[str, ...], officers: set[tuple[str, ...]]) -> bool:
    return any(words == each[at : at + len(words)] for each in officers for at in range(len(each) - len(words) + 1))

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

_GREEK = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "αβψδεφγηιξκλμνοπθρστυωχςυζΑΒΨΔΕΦΓΗΙΞΚΛΜΝΟΠΘΡΣΤΥΩΧΣΥΖ"
)
_PLACE = re.compile(r"(\{[^{}]*\})")
_NEVER_READ = {
    "id",
    "target",
    "heading",
    "detail",
    "colour",
    "language",
    "media_type",
    "letter",
}  # fields of a Document
_SIGNS = {"p", "r", "e", "i", "k", "m", "SHA", "kpic"}  # marks of figures, £k and £m, names
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
    """Those of the texts with words in Latin letters that do not stand in the files of the report, behind these words."""
    officers = {tuple(run.casefold().split(" ")) for text in written(report, files) for run in _runs(text)}
    for text in dict.fromkeys(found):
        latin = [run for run in _runs(text) if not _stands_in(run, officers)]
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


def written(report: Composed, files: Iterable[tuple[str, str]]) -> Iterator[str]:
    """What officers wrote, keywords left out: texts between quotes, prose, cells of data and of the house file, and
    the names that are printed."""
    for name, text in files:
        if name.endswith(".kpi"):
            yield from re.findall(r'"([^"\n]*)"', text)
            yield re.sub(r"(?m)^ *> ?", "", re.sub(r"(?m)^(?! *>).*$", "\n|", text))
        elif name.endswith((".yaml", ".yml")):
            yield from _values(yaml.safe_load(text))
        elif name.endswith(".csv"):
            for row in csv.DictReader(StringIO(text)):
                yield from (str(cell) for column, cell in row.items() if column not in _CODES)
        elif name.endswith(".json"):
            yield from re.findall(r'"([^"\n]*)"', text)
    spec = report.spec
    schemes = [each.scheme for each in (*spec.indicators, *spec.milestones)]
    yield from (state.name for scheme in schemes for state in scheme.states)
    yield from (place.where for place in spec.exceptions())
    for indicator in spec.indicators:
        yield indicator.id
        yield from (benchmark.name.replace("_", " ") for benchmark in indicator.benchmarks)
        yield from (peer.name for benchmark in indicator.benchmarks for peer in benchmark.peers)
        yield indicator.unit.word if indicator.unit.dimension is Dimension.NAMED else ""


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


def _runs(text: str) -> list[str]:
    """The Latin words of a text that stand together, without addresses and names of files."""
    without = _PLACE.sub(" | ", _ADDRESS.sub(" | ", text))
    without = re.sub(r"[\s_]+", " ", without)
    return [run for run in _RUN.findall(re.sub(r"[*`]+", "", without)) if run not in _SIGNS]


def _stands_in(run: str, officers: set[tuple[str, ...]]) -> bool:
    words = tuple(run.casefold().split(" "))
    return any(words == each[at : at + len(words)] for each in officers for at in range(len(each) - len(words) + 1))

"""What each diagnostic means: its entry in the catalogue, with the message that its wrong example really gets.

Reads no disk: the files of an example stand in the catalogue.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from kpidsl import pipeline
from kpidsl.books.opened import is_book
from kpidsl.books.written import workbook
from kpidsl.counting.counter import Counter
from kpidsl.counting.counts import Counts
from kpidsl.diagnostics import show
from kpidsl.diagnostics.catalogue import CATALOGUE, Entry, Example
from kpidsl.diagnostics.diagnostic import Diagnostic, Outcome
from kpidsl.engines.counter import plain_counter
from kpidsl.period import Period
from kpidsl.source import Content
from kpidsl.spec.model import Spec
from kpidsl.spec.project import Read, Unreadable
from kpidsl.values import replace

_SAVED = {
    "cp1252": " saved as “CSV” instead of “CSV UTF-8”",
    "utf-16": " saved as “Unicode text” instead of “CSV UTF-8”",
}
_WIDTH = 88  # characters of a line on the terminal
_INTRODUCTION = """\
# Diagnostics

What `kpic` says when something is wrong: what each code means, why it matters to the report, an example that is wrong
with the message that it gets, and the same put right. An **error** means that no report is made; a **warning** is
printed, and the report is made; **advice** is given only by `kpic check --back-test`. `kpic explain CODE` prints an
entry of this page.

This page is made from the catalogue in `kpidsl/diagnostics/catalogue`, by
`python -m kpidsl explain --all --format markdown > docs/diagnostics.md`.
"""


def reported(example: Example) -> tuple[Diagnostic, ...]:
    """The problems that an example has when it is run."""
    read, formats = _reader(example), example.frame.formats
    if formats:
        return pipeline.build("spec.kpi", read, formats=formats).diagnostics
    made = pipeline.compose_report("spec.kpi", read, count=_counted(example) if example.frame.is_counted else None)
    advice = pipeline.advice(made.value) if example.frame.advised and made.value else ()
    return (*made.diagnostics, *advice)


def _counted(example: Example) -> Counter:
    """Counts the tables that stand in the example; one that is about rules has none."""
    engine = plain_counter()

    def count(spec: Spec, periods: Sequence[Period], read: Read) -> Outcome[Counts]:
        there = tuple(one for one in spec.records if one.table or one.file in example.files)
        return engine(replace(spec, records=there), periods, read)

    return count


def listing() -> str:
    """Every code with what it means, a line each."""
    width = max(map(len, CATALOGUE))
    return "\n".join(f"{code:{width}}  {entry.what}" for code, entry in CATALOGUE.items())


def as_text(entry: Entry) -> str:
    """An entry for the terminal."""
    parts = (
        f"{entry.severity.value}[{entry.code}]",
        textwrap.fill(entry.what, _WIDTH),
        textwrap.fill(entry.why, _WIDTH),
        f"Wrong, {_where(entry.bad)}:",
        _indented(entry.bad.shown),
        "What kpic says:",
        _indented(_message(entry)),
        f"Right{_where_too(entry)}:",
        _indented(entry.good.shown),
    )
    return "\n\n".join(parts)


def as_markdown(entry: Entry) -> str:
    """An entry for the documentation."""
    parts = (
        f"## {entry.code}",
        f"*{entry.severity.value.capitalize()}.* {entry.what}",
        entry.why,
        f"Wrong, {_where(entry.bad, '`')}:",
        _fenced(entry.bad.shown),
        "What `kpic` says:",
        _fenced(_message(entry)),
        f"Right{_where_too(entry, '`')}:",
        _fenced(entry.good.shown),
    )
    return "\n\n".join(parts)


def everything_as_text() -> str:
    """All entries for the terminal."""
    return "\n\n\n".join(map(as_text, CATALOGUE.values()))


def everything_as_markdown() -> str:
    """docs/diagnostics.md, without its last line feed."""
    codes = "\n".join(f"- [`{code}`](#{code}): {entry.what}" for code, entry in CATALOGUE.items())
    return "\n".join((_INTRODUCTION, codes, "", "\n\n".join(map(as_markdown, CATALOGUE.values()))))


def _reader(example: Example) -> Read:
    def read(name: str) -> Content | Unreadable:
        if name in example.files:
            if is_book(name):
                open_in = example.frame.open_in if name == example.frame.file else ""
                return Content(name, workbook(example.files[name]), open_in)
            encoding = example.frame.encoding if name == example.frame.file else "utf-8"
            return Content(name, example.files[name].encode(encoding))
        if any(other.startswith(f"{name}/") for other in example.files):
            return Unreadable("file-unreadable", f"`{name}` is not a file", "name a file, not a folder")
        return Unreadable("file-missing", f"there is no file `{name}`", "check the name and the folder")

    return read


def _message(entry: Entry) -> str:
    return show.text(reported(entry.bad))


def _where(example: Example, quote: str = "") -> str:
    """The file that the lines stand in, and how it is saved where that is the point."""
    frame = example.frame
    saved = f" open in {frame.open_in}" if frame.open_in else _SAVED.get(frame.encoding, "")
    return f"in {quote}{frame.file}{quote}{saved}"


def _where_too(entry: Entry, quote: str = "") -> str:
    if entry.good.frame.encoding != entry.bad.frame.encoding:
        return f", in {quote}{entry.good.frame.file}{quote} saved as “CSV UTF-8”"
    if entry.bad.frame.open_in:
        return f", in {quote}{entry.good.frame.file}{quote} saved and closed"
    return ""


def _indented(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in text.splitlines())


def _fenced(text: str) -> str:
    return f"```text\n{text.rstrip()}\n```"

"""Every diagnostic once: its code, how grave it is, and what it is about in a sentence.

A code that is not here cannot be reported, and a code that no test case shows fails the tests.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Severity(Enum):
    """An error stops the build; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Entry:
    severity: Severity
    about: str


def _error(about: str) -> Entry:
    return Entry(Severity.ERROR, about)


def _warning(about: str) -> Entry:
    return Entry(Severity.WARNING, about)


CATALOGUE: dict[str, Entry] = {
    # ---- reading a line
    "unclosed-quote": _error("A quoted text has no closing quote on its line."),
    "unreadable-character": _error("A character that the language has no use for."),
    "unknown-keyword": _error("A line starts with a word that is not a keyword."),
    "unexpected-word": _error("A line goes on with something that its keyword has no place for."),
    "line-stops-early": _error("A line ends before it has said all that its keyword needs."),
    "empty-text": _error("A text between quotes is empty, or far too long."),
    "too-deep": _error("A condition is nested too deeply to be understood."),
    "out-of-place": _error("A line stands in a block that it does not belong in."),
    # ---- files
    "file-missing": _error("A file that is named is not there."),
    "file-unreadable": _error("A file is there but cannot be opened."),
    "not-utf8": _error("A file is not UTF-8 text."),
    "outside-project": _error("A path leads out of the folder of the report."),
    "use-cycle": _error("Files use each other in a circle."),
    "house-file": _error("The house file is not valid, or says something it cannot."),
    "language-missing": _error("A .kpi file does not say its language."),
    "language-newer": _error("A file is written in a newer language than this compiler knows."),
    # ---- literals
    "bad-figure": _error("A figure cannot be read, or is out of bounds."),
    "bad-date": _error("There is no such day."),
    "bad-period": _error("Not a period that can be read."),
    "unknown-unit": _error("Not a unit of the language."),
    "unit-mismatch": _error("A figure is in another unit than the thing it belongs to."),
    # ---- names and lines
    "bad-name": _error("A name has a character that names cannot have."),
    "duplicate-name": _error("Two things of a kind have the same name."),
    "duplicate-line": _error("Something is said twice that can be said once."),
    "missing-line": _error("A block lacks a line that it needs."),
    "unknown-section": _error("No section has this name."),
    "unknown-scheme": _error("No scheme has this name."),
    "unknown-state": _error("The scheme has no such state."),
    "unknown-indicator": _error("No indicator has this name."),
    "unknown-benchmark": _error("The indicator has no such benchmark."),
    "unknown-contact": _error("The house file has no such contact."),
    # ---- rules that must make sense
    "scheme-incomplete": _error("A scheme leaves cases without a status."),
    "bad-colour": _error("A state cannot be told apart by its colour and shape."),
    "unreachable-state": _error("A state stands below `otherwise`."),
    "polarity-none": _error("Something asks for a direction, or for better or worse, that the polarity does not have."),
    "target-missing": _error("Something asks for a target where there is none."),
    "target-against-polarity": _error("A target points the other way than the polarity."),
    "target-not-now": _warning("An indicator has targets, but none for the period of the report."),
    "unlike-compared": _warning("What is counted over a part of the year is held against a whole one."),
    "tolerance-missing": _error("A scheme judges by tolerance, and the indicator has none."),
    "tolerance-ambiguous": _error("A tolerance in percent does not say of what."),
    "measure-of-itself": _error("A measure is divided by itself."),
    "wrong-grain": _error("A length of period that the report does not work in."),
    "example-contradicted": _error("An example says another status than the rules give."),
    # ---- prose, rules, chapters
    "not-prose": _error("Prose holds something other than paragraphs, lists, stress and links."),
    "bad-link": _error("A link leads to something that is not an address."),
    "unclosed-brace": _error("A brace has no partner."),
    "unknown-placeholder": _error("A placeholder names no figure."),
    "unavailable-placeholder": _error("A placeholder asks for a figure that the indicator does not have."),
    "prose-without-rule": _error("Prose in an indicator stands before any rule."),
    "rule-without-prose": _error("A rule or note says nothing."),
    "unreachable-rule": _error("A rule stands below `otherwise`."),
    "unused": _warning("Something is declared that nothing uses."),
    "report-missing": _error("No file declares a report."),
    "chapter-missing": _error("The house requires a chapter that the report lacks."),
    "chapter-empty": _error("A chapter says nothing, and the house has no sentence for it."),
    "printed-nowhere": _error("Something is declared that no chapter prints."),
    # ---- data
    "data-empty": _error("A data file has no rows."),
    "column-missing": _error("A data file lacks a column."),
    "column-unknown": _error("A data file has a column that is not known."),
    "row-too-long": _error("A row has more cells than the header."),
    "unknown-measure": _error("A row is for something that the spec does not declare."),
    "bad-cell": _error("A cell cannot be read as what its column holds."),
    "fraction-of-percent": _error("A bare figure below 1 stands for a percentage: it could be meant in two ways."),
    "fraction-of-count": _error("A count is not a whole number."),
    "part-larger-than-whole": _warning("The first part of a ratio is larger than the second."),
    "row-without-value": _error("A row gives neither a value nor a reason for there being none."),
    "value-given-twice": _error("A value is given in two ways, or twice for one period."),
    "part-of-nothing": _error("A part of nothing."),
    "no-observation": _error("There is no figure for the period of the report."),
    "rounding-hides": _warning("Rounding makes the printed figures say something else than the exact ones."),
    "period-not-over": _warning("The report's period was not over on the day it is made for."),
    # ---- output
    "glyph-missing": _error("The report's font has no shape for a character."),
}

"""What the house file says of files of figures: their names for columns, indicators and periods. Knows no YAML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kpidsl.books.names import Dates, Names
from kpidsl.source import Named
from kpidsl.spec.problems import Problems
from kpidsl.terms import DATA_COLUMNS, Reason

PAIRS = ("columns", "indicators", "periods", "markers")
LISTS = ("columns left out", "rows left out")
WORDS = ("dates", "percentages")
KEYS = (*PAIRS, *LISTS, *WORDS)
_PERCENTAGES = ("as written", "fractions")


def names(
    pairs: Mapping[str, Mapping[str, Named]],
    lists: Mapping[str, Sequence[str]],
    words: Mapping[str, Named],
    problems: Problems,
) -> Names:
    """The names that files have for ours."""
    columns: dict[str, str] = {}
    for theirs, ours in pairs["columns"].items():
        if ours.text and ours.text.casefold() not in DATA_COLUMNS:
            message = f"`{ours.text}` is not a column of a table of figures"
            problems.unknown("house-file", message, ours.span, ours.text, DATA_COLUMNS)
        columns[_folded(theirs)] = ours.text.casefold()
    markers: dict[str, Reason] = {}
    reasons = {reason.value: reason for reason in Reason}
    for marker, reason in pairs["markers"].items():
        if reason.text.casefold() in reasons:
            markers[_folded(marker)] = reasons[reason.text.casefold()]
        elif reason.text:
            message = f"`{reason.text}` is not a reason for there being no figure"
            problems.unknown("house-file", message, reason.span, reason.text, reasons)
    dates, percentages = words.get("dates"), words.get("percentages")
    kinds = {kind.value: kind for kind in Dates}
    if dates is not None and dates.text and dates.text not in kinds:
        message = f"`{dates.text}` is not a period that a date can stand for"
        problems.unknown("house-file", message, dates.span, dates.text, kinds)
    if percentages is not None and percentages.text and percentages.text not in _PERCENTAGES:
        message = f"`{percentages.text}` is not a way in which files write percentages"
        problems.unknown("house-file", message, percentages.span, percentages.text, _PERCENTAGES)
    return Names(
        columns=columns,
        no_columns=frozenset(_folded(one) for one in lists["columns left out"]),
        no_rows=frozenset(_folded(one) for one in lists["rows left out"]),
        indicators={_folded(theirs): ours.text for theirs, ours in pairs["indicators"].items()},
        periods={_folded(theirs): ours.text for theirs, ours in pairs["periods"].items()},
        markers=markers,
        dates=kinds.get(dates.text) if dates else None,
        are_fractions=percentages is not None and percentages.text == "fractions",
    )


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()

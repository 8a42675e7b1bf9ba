"""What a report does not show, as text for the terminal and CSV for a spreadsheet. Both say that they are not for
publication."""

from __future__ import annotations

from collections.abc import Sequence

from kpidsl.compose.disclosure import NOTHING, WARNING, Line
from kpidsl.render import csv
from kpidsl.values import dataclass

FORMATS = ("text", "csv")
_COLUMNS = ("list", "indicator", "label", "period", "what", "true figure", "why", "could as well be")
_HEADINGS = {
    "withheld": "Not shown:",
    "judged": "Told otherwise than by the true figures, or not at all:",
    "not protected": "Not protected:",
}


@dataclass(frozen=True, slots=True)
class Disclosed:
    """The entries of one report, by its title."""

    title: str
    lines: tuple[Line, ...]

    @property
    def sentence(self) -> str:
        """How many figures are not shown, in a sentence."""
        withheld = sum(line.kind == "withheld" for line in self.lines)
        if not withheld:
            return NOTHING
        return "1 count is not shown." if withheld == 1 else f"{withheld:,} counts are not shown."


def written(disclosed: Disclosed, form: str) -> bytes:
    """The list in one of the `FORMATS`."""
    if form == "csv":
        rows = [
            (line.kind, line.name, line.label, line.period, line.what, line.figure, line.why, line.other)
            for line in disclosed.lines
        ]
        return csv.file((WARNING,), [_COLUMNS, *rows])
    return csv.clean(_text(disclosed)).encode("utf-8")


def _text(disclosed: Disclosed) -> str:
    out = [WARNING, "", f"{disclosed.title}: {disclosed.sentence}"]
    for kind, heading in _HEADINGS.items():
        found = [line for line in disclosed.lines if line.kind == kind]
        if found:
            out += ["", heading, *(each for line in found for each in _entry(line))]
    return "\n".join(out) + "\n"


def _entry(line: Line) -> Sequence[str]:
    when = f" in {line.period}" if line.period else ""
    figure = f": {line.figure}" if line.figure else ""
    out = ["", f"  {line.name}{when}, {line.what}{figure}", f"  {line.label}", f"    {line.why}"]
    return [*out, f"    could as well be {line.other}"] if line.other else out

"""Who owes which notes: as text for the terminal, CSV for a spreadsheet, and a page to send by e-mail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from kpidsl.compose.owed import Debt, Person
from kpidsl.render import csv
from kpidsl.values import dataclass

FORMATS = ("text", "csv", "html")
NOTHING = "No notes are owed."
_NOBODY = "Nobody is named"
_NAME_SOMEBODY = 'To say who owes these, add to the indicators, their section or the report: owner "..."'
_COLUMNS = ("owner", "indicator", "label", "period", "figure", "status", "owed", "to do", "lines")
# Contrast of every colour on its ground is over 7 to 1; nothing is fetched from anywhere.
_STYLE = """\
body{font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:1.5;color:#1a1a1a;background:#fff;\
max-width:44em;margin:1em auto;padding:0 1em;overflow-wrap:anywhere}
h1{font-size:1.6em;line-height:1.25}
h2{font-size:1.25em;margin:1.8em 0 0;border-top:2px solid #1a1a1a;padding-top:.6em}
h3{font-size:1em;margin:1.4em 0 .3em}
p{margin:.3em 0}
pre{white-space:pre-wrap;overflow-wrap:anywhere;margin:.3em 0 0;padding:.6em .8em;background:#f3f3f3;\
border-left:4px solid #595959;font-family:Consolas,"Courier New",monospace;font-size:14px}"""


@dataclass(frozen=True, slots=True)
class Chase:
    """The notes that one report still needs: its title, the tag of its language, who owes what, and which meeting the
    report goes to (empty where that need not be said)."""

    title: str
    language: str
    people: tuple[Person, ...]
    meeting: str = ""

    @property
    def count(self) -> int:
        return sum(len(person.debts) for person in self.people)

    @property
    def sentence(self) -> str:
        """How many notes are owed, in a sentence."""
        if not self.people:
            return NOTHING
        notes = "1 note is" if self.count == 1 else f"{self.count:,} notes are"
        return f"{notes} owed."


def written(chase: Chase, form: str) -> bytes:
    """The list in one of the `FORMATS`."""
    if form == "csv":
        return _csv(chase.people)
    return csv.clean(_html(chase) if form == "html" else _text(chase)).encode("utf-8")


def _text(chase: Chase) -> str:
    blocks = [f"{chase.title}: {chase.sentence}\n"]
    for person in chase.people:
        lines = [f"{person.name or _NOBODY}:"]
        for debt in person.debts:
            lines += ["", f"  {debt.label}, {debt.period}: {debt.figure}, {debt.status}", f"  owed: {debt.lacking}"]
            lines += [f"  {debt.instruction}:", *(f"      {line}" for line in debt.lines)]
        if not person.name:
            lines += ["", f"  {_NAME_SOMEBODY}"]
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def _csv(people: Sequence[Person]) -> bytes:
    return csv.file(_COLUMNS, _rows(people))


def _rows(people: Sequence[Person]) -> Iterator[Sequence[str]]:
    for person in people:
        for debt in person.debts:
            row = (debt.indicator, debt.label, debt.period, debt.figure, debt.status, debt.lacking, debt.instruction)
            yield (person.name, *row, "\n".join(debt.lines))


def _html(chase: Chase) -> str:
    title = escape(f"Notes owed: {chase.title}")
    sections = "".join(map(_section, chase.people))
    goes = f" The report goes to {chase.meeting}." if chase.meeting else ""
    return f"""\
<!DOCTYPE html>
<html lang="{escape(chase.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{_STYLE}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{escape(chase.sentence)}{escape(goes)}</p>
{sections}</main>
</body>
</html>
"""


def _section(person: Person) -> str:
    """A heading for each note, and no table: it must be read on a telephone, too."""
    advice = "" if person.name else f"<p>{escape(_NAME_SOMEBODY)}</p>\n"
    return f"<h2>{escape(person.name or _NOBODY)}</h2>\n{advice}{''.join(map(_note, person.debts))}"


def _note(debt: Debt) -> str:
    label = escape(f"{debt.label}, {debt.period}")
    lines = escape("\n".join(debt.lines))
    return f"""\
<h3>{label}: {escape(debt.figure)}, {escape(debt.status)}</h3>
<p><strong>Owed:</strong> {escape(debt.lacking)}</p>
<p>{escape(_sentence(debt.instruction))}:</p>
<pre>{lines}</pre>
"""


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]

"""Who owes which notes: as text for the terminal, CSV for a spreadsheet, and a page to send by e-mail."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from kpidsl.compose.owed import Debt, Person
from kpidsl.render import csv

FORMATS = ("text", "csv", "html")
NOTHING = "No notes are owed."
_NOBODY = "Nobody is named"
_NAME_SOMEBODY = 'To say who owes these, add to the indicators, their section or the report: owner "..."'
_COLUMNS = ("owner", "indicator", "label", "period", "figure", "status", "owed", "to do", "lines")
_UNWRITABLE = re.compile("[^\t\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Contrast of every colour on its ground is over 7 to 1; nothing is fetched from anywhere.
_STYLE = """\
body{font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:1.5;color:#1a1a1a;background:#fff;\
max-width:60em;margin:1em auto;padding:0 1em}
table{border-collapse:collapse;width:100%;margin:0 0 1em}
caption{text-align:left;padding:0 0 .5em}
th,td{text-align:left;vertical-align:top;border:1px solid #595959;padding:.4em .6em}
thead th{background:#ececec}
pre{white-space:pre-wrap;margin:0;font-family:Consolas,"Courier New",monospace;font-size:14px}"""


@dataclass(frozen=True, slots=True)
class Chase:
    """The notes that one report still needs: its title, the tag of its language, and who owes what."""

    title: str
    language: str
    people: tuple[Person, ...]

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
    return _clean(_html(chase) if form == "html" else _text(chase)).encode("utf-8")


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
    # Made harmless before it is cleaned, for a character that is cleaned away may begin a formula.
    return csv.file(_COLUMNS, ([_clean(csv.harmless(cell)) for cell in row] for row in _rows(people)))


def _rows(people: Sequence[Person]) -> Iterator[Sequence[str]]:
    for person in people:
        for debt in person.debts:
            row = (debt.indicator, debt.label, debt.period, debt.figure, debt.status, debt.lacking, debt.instruction)
            yield (person.name, *row, "\n".join(debt.lines))


def _html(chase: Chase) -> str:
    title = escape(f"Notes owed: {chase.title}")
    sections = "".join(map(_section, chase.people))
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
<p>{escape(chase.sentence)}</p>
{sections}</main>
</body>
</html>
"""


def _section(person: Person) -> str:
    name = escape(person.name or _NOBODY)
    caption = f"Notes owed by {name}" if person.name else "Notes owed that nobody is named for"
    advice = "" if person.name else f"<p>{escape(_NAME_SOMEBODY)}</p>\n"
    titles = "".join(f'<th scope="col">{title}</th>' for title in ("Indicator", "Figure", "Status", "Owed", "To do"))
    rows = "".join(map(_row, person.debts))
    return f"""\
<h2>{name}</h2>
{advice}<table>
<caption>{caption}</caption>
<thead><tr>{titles}</tr></thead>
<tbody>
{rows}</tbody>
</table>
"""


def _row(debt: Debt) -> str:
    cells = "".join(f"<td>{escape(cell)}</td>" for cell in (debt.figure, debt.status, debt.lacking))
    label = escape(f"{debt.label}, {debt.period}")
    lines = escape("\n".join(debt.lines))
    add = f"{escape(_sentence(debt.instruction))}:\n<pre>{lines}</pre>"
    return f'<tr><th scope="row">{label}</th>{cells}<td>{add}</td></tr>\n'


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _clean(text: str) -> str:
    return _UNWRITABLE.sub("\ufffd", text)

"""A scorecard or an export to the files of a first report, and what is still to be done about it.

Bytes to texts: the disk is met by who calls. What the officer is asked for is read off the texts themselves, so that
the list and the comments are the same.
"""

from __future__ import annotations

from kpidsl.importer.draft import Draft, draft
from kpidsl.importer.held import Held, held
from kpidsl.importer.model import Form, Refused
from kpidsl.importer.names import name_of
from kpidsl.importer.reading import table
from kpidsl.importer.writing import data, house, spec, to_do
from kpidsl.period import Period
from kpidsl.source import Content
from kpidsl.values import dataclass

HOUSE = "council.yaml"


@dataclass(frozen=True, slots=True)
class Imported:
    """The files, by their names from the folder of the new spec, which is the first; and how its statuses compare."""

    draft: Draft
    files: tuple[tuple[str, str], ...]
    held: Held

    @property
    def spec(self) -> str:
        return self.files[0][0]

    @property
    def to_do(self) -> tuple[str, ...]:
        """What is asked of the officer, each with the file and the line that it stands in."""
        return tuple(said for name, text in self.files[:2] for said in to_do(name, text))


def imported(
    content: Content, name: str, form: Form | None = None, sheet: str = "", period: Period | None = None
) -> Imported | Refused:
    """What is made of the file. `name` is what it is called in the spec; `form`, `sheet` and `period` what the officer
    has said of it."""
    found = table(content, form, sheet)
    if isinstance(found, Refused):
        return found
    drafted = draft(found, name, period)
    if isinstance(drafted, Refused):
        return drafted
    stem = stem_of(name)
    figures = f"data/{stem}.csv"
    files = (
        (f"{stem}.kpi", spec(drafted, HOUSE, figures)),
        (HOUSE, house(drafted)),
        (figures, data(drafted.rows)),
    )
    return Imported(drafted, files, held(drafted))


def stem_of(name: str) -> str:
    """What the files are called, from the name of the one that was read."""
    return name_of(name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or name).replace("_", "-")

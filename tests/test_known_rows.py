"""A row is read alike whatever stands in the file before it, though rows that say nothing new are not read anew."""

from __future__ import annotations

from hypothesis import given, strategies as st

from kpidsl.books.names import Names
from kpidsl.data.meaning import Meaning
from kpidsl.data.model import Observation
from kpidsl.data.tables import Gathered, observations
from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.period import APRIL
from kpidsl.quantity import COUNT, PERCENT, POINTS, Unit
from kpidsl.source import Source
from kpidsl.terms import DATA_COLUMNS, Reason

UNITS: dict[str, Unit] = {"share": PERCENT, "cases": COUNT, "gap": POINTS, "total": COUNT}
NAMES = Names(
    no_columns=frozenset({"remark"}),
    no_rows=frozenset({"total"}),
    indicators={"ours": "cases"},
    periods={"this quarter": "2021-22 Q1"},
    markers={"99": Reason.AWAITING},
)
# Of each column what is right, what is wrong, and what is right or wrong by what stands beside it.
CELLS = {
    "indicator": ("share", "cases", "gap", "Ours", "total", "other", ""),
    "period": ("2021-22 Q1", "This quarter", "2020-21", "never", ""),
    "value": ("38", "38", "0.5", "0.5%", "-1", "99", "c", "no cases", "#N/A", "1,200", "", ""),
    "numerator": ("", "", "", "3", "x"),
    "denominator": ("", "", "", "4", "0"),
    "kind": ("", "", "target", "baseline", "Forecast", "guess"),
    "quality": ("", "final", "illustrative", "rumour"),
    "note": ("", "words", '"words', "#REF!", '"a"b'),
    "entity": ("", "Council", "Others"),
    "remark": ("", "words", '"words', "#REF!"),
}
COLUMNS = (*DATA_COLUMNS, "remark")
RIGHT = [{"indicator": name, "period": "2021-22 Q1", "value": "38"} for name in ("share", "cases")]
RIGHT += [{"indicator": name, "period": "2021-22 Q1", "numerator": "3", "denominator": "4"} for name in UNITS]
RIGHT += [{**RIGHT[0], "remark": '"words'}]  # right, but where the quote is never closed
CHANGES = st.sampled_from([(name, text) for name, texts in CELLS.items() for text in dict.fromkeys(texts)])
# Most rows differ from one another in a cell or two, so that most of what they hold was met before.
ROW = st.builds(
    lambda right, changes: tuple(({**right, **dict(changes)}).get(name, "") for name in COLUMNS),
    st.sampled_from(RIGHT),
    st.lists(CHANGES, max_size=2),
)
WAYS = st.sampled_from(("plain", "plain", "quoted", "as it is", "longer"))
ROWS = st.lists(st.builds(lambda row, way: written(row, way), ROW, WAYS), min_size=6, max_size=20)


def written(row: tuple[str, ...], way: str) -> str:
    if way == "as it is":  # a quote in a cell is then never closed
        return ",".join(cell.replace(",", "") for cell in row)
    is_quoted = way == "quoted"
    doubled = [cell.replace('"', '""') for cell in row]
    cells = [f'"{cell}"' if is_quoted or set(cell) & set(',"') else f" {cell}\u00a0" for cell in doubled]
    return ",".join(cells) + ",more" * (way == "longer")


def said(texts: list[str]) -> list[object]:
    source = Source("data.csv", "\n".join([",".join(COLUMNS), *texts]))

    def whose(cell: object, cells: object) -> str | None:
        text = getattr(cell, "text", "")
        return None if text == "Others" else text

    made = observations(source, Meaning(UNITS, APRIL, NAMES), whose)
    return [(whose, _shown(item)) for whose, item in made if not _is_of_file(item)]


def _is_of_file(item: Observation | Diagnostic) -> bool:
    return isinstance(item, Diagnostic) and item.code == "data-empty"


def _shown(item: Observation | Diagnostic) -> object:
    span = item.span
    at = (span.start, span.end) if span else None
    if isinstance(item, Diagnostic):
        return item.code, item.message, item.help, at
    figures = (item.amount, item.reason, item.numerator, item.denominator)
    return item.name, item.period, *figures, item.quality, item.note, item.kind, item.entity, at


@given(ROWS)
def test_a_row_is_read_alike_whatever_was_read_before_it(texts: list[str]) -> None:
    alone = [[text if at == own else " " * len(text) for at, text in enumerate(texts)] for own in range(len(texts))]
    assert said(texts) == [one for each in alone for one in said(each)]


def test_a_second_row_of_the_same_texts_is_said() -> None:
    gathered = Gathered()
    text = "indicator,period,value\ncases,2021-22 Q1,1\ncases,2021-22 Q1,1\n"
    for _, item in observations(Source("data.csv", text), Meaning(UNITS, APRIL, Names()), lambda cell, cells: ""):
        gathered.add(item)
    assert [one.message for one in gathered.problems] == ["row 3: `cases` has a second row for 2021-22 Q1"]

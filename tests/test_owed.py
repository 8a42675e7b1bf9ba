"""Notes that are owed: drafts as PDF and JSON, `kpic chase`, and the lines that are offered to be filled in."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from itertools import combinations
from pathlib import Path

import jsonschema
import pikepdf
import pytest

from kpidsl import pipeline
from kpidsl.cli import chasing
from kpidsl.compose.owed import Debt, Person, people
from kpidsl.diagnostics.diagnostic import has_errors
from kpidsl.terms import NotePart
from tests import cases
from tests.command import edit, kpic
from tests.pdf_expected import spoken
from tests.pdf_reader import read
from tests.pdf_rules import complaints
from tests.test_record import SCHEMA
from tests.validators import page_validation, verapdf

SPEC = """language 1
indicator cases "Cases"
  section   one
  unit      percent
  polarity  higher is better
  target    90%
  tolerance 5 points
  owner     "the Head of Service"
  require   {parts} when red
{note}
"""
DATA = "indicator,period,value\ncases,2021-22 Q1,75\n"
RED = SPEC.format(parts="reason", note="")
SUBSETS = [parts for size in range(1, 5) for parts in combinations(NotePart, size)]
BEGUN = (
    "",
    'note cases by "A"\n  > Because.',
    'note cases by "A"\n  action "Do it"',
    'note cases by "A"\n  > Because.\n  action "Do it" by 1 May 2021\n  action "Ask" owner "B"',
)


def files(spec: str) -> dict[str, str]:
    return {"indicators.kpi": spec, "data.csv": DATA}


def owed(spec: str) -> tuple[Person, ...]:
    outcome = pipeline.compose_report("spec.kpi", cases.reader(files(spec)), draft=True, formats=())
    assert outcome.value is not None, outcome.diagnostics
    return people(outcome.value.evaluation)


# ---- the lines that are offered


@pytest.mark.parametrize("begun", BEGUN, ids=range(len(BEGUN)))
@pytest.mark.parametrize("parts", SUBSETS, ids=lambda parts: "-".join(part.value for part in parts))
def test_the_lines_that_are_offered_are_all_that_is_needed_once_they_are_filled_in(
    parts: tuple[NotePart, ...], begun: str
) -> None:
    written = ", ".join(part.value for part in parts)
    found = owed(SPEC.format(parts=written, note=begun))
    if not found:
        assert cases.problems(files(SPEC.format(parts=written, note=begun))) == ()
        return
    (person,) = found
    (debt,) = person.debts
    problems = cases.problems(files(SPEC.format(parts=written, note=begun)))
    assert [problem.code for problem in problems] == ["note-owed"]
    assert "\n".join(debt.lines) in problems[0].help[0]
    replaced = re.findall(r'  action "\w[^"]*"', "\n".join(debt.lines))
    kept = [line for line in begun.splitlines() if not line.startswith(tuple(replaced))] if replaced else [begun]
    offered = "\n".join([*kept, *debt.lines])
    assert has_errors(cases.problems(files(SPEC.format(parts=written, note=offered))))  # as it stands, it will not do
    filled = offered.replace("...", "Words").replace("DATE", "1 June 2021")
    assert cases.problems(files(SPEC.format(parts=written, note=filled))) == ()


# ---- drafts


def draft() -> bytes:
    outcome = pipeline.build("spec.kpi", cases.reader(files(RED)), draft=True)
    assert outcome.value is not None
    return outcome.value["pdf"]


def test_a_draft_is_marked_on_each_page_and_announced_once_in_the_text() -> None:
    found = read(draft())
    pages = len(found.pdf.pages)
    marks = [(page, text) for page, _, text in found.artifacts if "DRAFT" in text]
    assert [page for page, _ in marks] == list(range(pages))
    texts = [text for _, text in spoken(found.root)]
    assert sum("This is a draft" in text for text in texts) == 1
    assert not any("DRAFT" in text for text in texts)
    assert found.pdf.docinfo["/Title"] == "DRAFT: Base report"
    with found.pdf.open_metadata() as xmp:
        assert xmp["dc:title"] == "DRAFT: Base report"


def test_a_draft_keeps_the_rules_of_its_format() -> None:
    assert complaints(draft()) == []
    assert page_validation(draft(), "ua1") == []
    assert page_validation(draft(), "3a") == []


@pytest.mark.parametrize("flavour", ["ua1", "3a"])
def test_verapdf_passes_a_draft(flavour: str) -> None:
    assert verapdf(draft(), flavour) == []


def test_the_record_of_a_draft_says_so_and_what_is_owed() -> None:
    spec = RED + '\nchapter "Exceptions"\n  exceptions where red\n  exceptions where value < 10%\n'
    outcome = pipeline.build("spec.kpi", cases.reader(files(spec)), formats=("json",), draft=True)
    assert outcome.value is not None
    record = json.loads(outcome.value["json"])
    jsonschema.validate(record, SCHEMA, jsonschema.Draft202012Validator)
    assert record["report"]["draft"] is True
    one = record["indicators"][0]
    assert (one["owner"], one["required"], one["owed"]) == ("the Head of Service", ["reason"], ["reason"])
    assert one["settings"]["owner"] == "indicator"
    assert record["exceptions"] == [
        {"where": "red", "indicators": ["cases"], "cannot_be_told": []},
        {"where": "value < 10%", "indicators": [], "cannot_be_told": []},
    ]


# ---- the command


ASKED = '"the Head of Service"\n  require    reason when red or (amber and worsened)'
OWES = '"the Director"\n  require    reason, by when amber'


def test_a_draft_is_made_where_a_report_is_not_and_cannot_be_mistaken_for_it(project: Path) -> None:
    edit(project / "specs/q1.kpi", ASKED, OWES)
    run = kpic(project, "build", "specs/q1.kpi")
    assert (run.returncode, run.stdout) == (1, "")
    assert "error[note-owed]" in run.stderr
    assert kpic(project, "check", "specs/q1.kpi").returncode == 1
    run = kpic(project, "build", "specs/q1.kpi", "--draft", "--format", "pdf,json")
    assert (run.returncode, run.stdout, run.stderr) == (0, "out/q1-draft.pdf\nout/q1-draft.json\n", "")
    assert sorted(path.name for path in (project / "out").iterdir()) == ["q1-draft.json", "q1-draft.pdf"]
    with pikepdf.open(project / "out/q1-draft.pdf") as pdf:
        assert str(pdf.docinfo["/Title"]).startswith("DRAFT: Children")


def test_a_draft_is_not_recorded_as_published(project: Path) -> None:
    run = kpic(project, "build", "specs/q1.kpi", "--draft", "--record")
    assert (run.returncode, run.stdout) == (2, "")
    assert "a draft is not published" in run.stderr
    assert not (project / "out").exists()


def test_a_report_that_owes_nothing_is_no_draft(project: Path) -> None:
    kpic(project, "build", "specs/q1.kpi", "--format", "pdf,json")
    with pikepdf.open(project / "out/q1.pdf") as pdf:
        assert str(pdf.docinfo["/Title"]).startswith("Children")
    assert json.loads((project / "out/q1.json").read_text(encoding="utf-8"))["report"]["draft"] is False


def test_chase_lists_what_is_owed_in_three_forms(project: Path) -> None:
    edit(project / "specs/q1.kpi", ASKED, OWES)
    run = kpic(project, "chase", "specs/q1.kpi")
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith(
        "Children's services performance at the end of quarter one of 2021-22: 2 notes are owed."
    )
    assert "\nthe Director:\n" in run.stdout
    assert '      note cla_reviews by "the Director"\n' in run.stdout
    run = kpic(project, "chase", "specs/q1.kpi", "--format", "csv", "--out", "owed.csv")
    assert (run.returncode, run.stdout) == (0, "owed.csv: 2 notes are owed.\n")
    assert (project / "owed.csv").read_bytes().startswith(b"\xef\xbb\xbfowner,indicator,")
    run = kpic(project, "chase", "specs/q1.kpi", "--format", "html")
    assert run.returncode == 0
    assert run.stdout.startswith("<!DOCTYPE html>")


def test_chase_says_that_nothing_is_owed_and_that_it_cannot_tell(project: Path) -> None:
    run = kpic(project, "chase", "specs/q1.kpi")
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.endswith(": No notes are owed.\n")
    run = kpic(project, "chase", "specs/q1.kpi", "--out", "specs")
    assert (run.returncode, run.stdout) == (2, "")
    assert "specs could not be written" in run.stderr
    edit(project / "specs/q1.kpi", "  scheme     council", "  scheme     nobody")
    run = kpic(project, "chase", "specs/q1.kpi")
    assert (run.returncode, run.stdout) == (1, "")
    assert "no list was made" in run.stderr


# ---- its forms

NASTY = '=HYPERLINK("http://a")<b>&\x07'
DEBT = Debt("cases", NASTY, "2021-22 Q1", "-3%", "Red", "reason", "add to the spec", ("note cases", '  > "...", or'))
CHASE = chasing.Chase("A <title>", "en-GB", (Person("@Anna", (DEBT,)), Person("", (DEBT,))))


def test_a_spreadsheet_takes_nothing_for_a_formula() -> None:
    content = chasing.written(CHASE, "csv")
    assert content.startswith("\ufeff".encode())
    text = content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert [len(row) for row in rows] == [9, 9, 9]
    assert rows[1][0] == "'@Anna"
    assert rows[1][2] == "'" + NASTY.replace("\x07", "\ufffd")
    assert rows[1][4] == "-3%"  # a figure is no formula
    assert rows[1][8] == 'note cases\n  > "...", or'


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", " =", "\uff1d", "\r", "\n@"])
def test_whatever_starts_like_a_formula_has_an_apostrophe_before_it(start: str) -> None:
    debt = Debt(f"{start}1+1", "b", "c", f"{start}cmd", "e", "f", "g", ())
    text = chasing.written(chasing.Chase("t", "en", (Person("a", (debt,)),)), "csv").decode("utf-8-sig")
    row = list(csv.reader(io.StringIO(text, newline="")))[1]
    assert row[1].startswith("'")
    assert row[4].startswith("'")


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_one_that_a_screen_reader_can_use_and_that_fetches_nothing() -> None:
    text = chasing.written(CHASE, "html").decode("utf-8")
    page = _Page()
    page.feed(text)
    page.close()
    assert page.open == []
    names = [tag for tag, _ in page.tags]
    assert dict(page.tags)["html"] == {"lang": "en-GB"}
    assert (names.count("title"), names.count("main"), names.count("h1"), names.count("h2")) == (1, 1, 1, 2)
    assert names.count("h3") == names.count("pre") == 2  # a heading for each note
    assert "overflow-wrap:anywhere" in text
    assert not {"script", "link", "img", "iframe", "b", "a"} & set(names)
    assert not any({"src", "href", "style"} & set(attributes) for _, attributes in page.tags)
    assert "url(" not in text
    assert "@import" not in text
    assert "A &lt;title&gt;" in text


def test_nothing_owed_is_said_in_every_form() -> None:
    going = chasing.Chase("Report", "en-GB", (), "Scrutiny Committee on 1 May 2021")
    assert "owed. The report goes to Scrutiny Committee on 1 May 2021.</p>" in chasing.written(going, "html").decode()
    nothing = chasing.Chase("Report", "en-GB", ())
    assert chasing.written(nothing, "text").decode() == "Report: No notes are owed.\n"
    assert "<p>No notes are owed.</p>" in chasing.written(nothing, "html").decode()
    assert len(chasing.written(nothing, "csv").splitlines()) == 1

"""Reports in Welsh: all formats say so, the figures are the same, and no report changes another."""

from __future__ import annotations

import io
import json
import re
import threading
import zipfile
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, strategies as st

from kpidsl import pipeline, rendering, tester, workspace
from kpidsl.compose import words
from kpidsl.diagnostics.diagnostic import Outcome
from kpidsl.document.model import Document, NewPage
from kpidsl.document.outline import outline
from kpidsl.period import Period
from kpidsl.pipeline import Composed
from kpidsl.quantity import COUNT, PERCENT, PERCENTAGE_POINTS, Dimension, Unit, spell
from kpidsl.saying import WELSH, say, speaking, unread
from kpidsl.source import Content, Source
from kpidsl.spec.project import Read, Unreadable
from kpidsl.terms import Grain
from tests import cases
from tests.command import edit, kpic
from tests.reports import SPECS
from tests.validators import verapdf

EXAMPLES = [SPECS / "q1.kpi", *sorted(SPECS.glob("examples/*/report.kpi"))]
EACH = pytest.mark.parametrize("spec", EXAMPLES, ids=lambda spec: spec.parent.name)
SMALL = pytest.mark.parametrize(
    "spec", [spec for spec in EXAMPLES if spec.parent.name != "corporate"], ids=lambda spec: spec.parent.name
)
_SAID = re.compile(r"^  in +Welsh$", re.MULTILINE)
SAME_BYTES = ("html", "json", "md", "brf", "csv")


def in_welsh(text: str) -> str:
    """A spec with the line in its report block."""
    if _SAID.search(text):
        return text
    found = re.sub(r"^(  period .*\n)", r"\1  in Welsh\n", text, count=1, flags=re.MULTILINE)
    assert found != text
    return found


def in_english(text: str) -> str:
    return _SAID.sub("  in English", text)


def spoken(spec: Path, language: str) -> Read:
    change = in_welsh if language == WELSH else in_english
    plain = workspace.reader(spec.parent)

    def read(name: str) -> Source | Content | Unreadable:
        found = plain(name)
        if name != spec.name or not isinstance(found, Content):
            return found
        return Content(found.name, change(found.data.decode("utf-8")).encode("utf-8"))

    return read


@cache
def composed(spec: Path, language: str) -> Outcome[Composed]:
    return pipeline.compose_report(spec.name, spoken(spec, language))


def document(spec: Path, language: str) -> Document:
    outcome = composed(spec, language)
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value.document


# ---- one report does not change another


def test_after_a_report_in_welsh_one_in_english_has_the_same_bytes() -> None:
    files = {"spec.kpi": (cases.BASE / "spec.kpi").read_text("utf-8")}
    before = pipeline.build("spec.kpi", cases.reader(files), formats=SAME_BYTES).value
    other = pipeline.build(
        "spec.kpi", cases.reader({"spec.kpi": in_welsh(files["spec.kpi"])}), formats=SAME_BYTES
    ).value
    after = pipeline.build("spec.kpi", cases.reader(files), formats=SAME_BYTES).value
    assert before == after
    assert before is not None
    assert other is not None
    assert not [kind for kind in ("html", "json", "md") if before[kind] == other[kind]]


def test_reports_that_are_made_at_the_same_time_do_not_mix_their_languages() -> None:
    text = (cases.BASE / "spec.kpi").read_text("utf-8")
    readers = {"English": cases.reader({"spec.kpi": text}), "Welsh": cases.reader({"spec.kpi": in_welsh(text)})}
    alone = {name: pipeline.build("spec.kpi", read, formats=("md",)).value for name, read in readers.items()}
    made: list[tuple[str, object]] = []
    together = threading.Barrier(4)

    def make(name: str) -> None:
        together.wait()
        made.extend((name, pipeline.build("spec.kpi", readers[name], formats=("md",)).value) for _ in range(3))

    threads = [threading.Thread(target=make, args=(name,)) for name in (*readers, *readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 12
    assert [one for one in made if one[1] != alone[one[0]]] == []
    assert alone["English"] != alone["Welsh"]


# ---- the same report


@EACH
def test_the_report_in_welsh_has_the_same_blocks_and_rows_with_the_same_figures(spec: Path) -> None:
    english, translated = (_lines(document(spec, language)) for language in ("en", WELSH))
    assert len(english) == len(translated)
    for one, other in zip(english, translated, strict=True):
        if one.startswith("  ") and " | " in one:
            assert [_figures(cell) for cell in one.split(" | ")] == [_figures(cell) for cell in other.split(" | ")]


def _lines(document: Document) -> list[str]:
    """The outline, without the page of an overview: that has as many rows and names as there is room for, and words are
    longer in one language than in another."""
    pages = [at for at, block in enumerate(document.blocks) if isinstance(block, NewPage)]
    rest = document.blocks[: pages[0]] + document.blocks[pages[-1] :] if pages else document.blocks
    return outline(replace(document, blocks=rest)).splitlines()


def _figures(cell: str) -> list[str]:
    """The figures of a cell in order of size: words around them stand elsewhere in another language, and `six` may be a
    word."""
    without_hashes = re.sub(r"[0-9a-f]{8,}", "", cell)
    return sorted(re.findall(r"[−+]?£?\d+(?:[,.:]\d+)*%?", without_hashes))


@SMALL
def test_every_example_can_be_had_in_welsh_in_every_format_without_a_new_problem(spec: Path) -> None:
    formats = [kind for kind in rendering.FORMATS if kind not in ("pdf", "ees")]
    made = rendering.rendered(composed(spec, WELSH), formats=formats)
    assert made.value is not None
    assert [one.code for one in made.diagnostics] == [one.code for one in composed(spec, "en").diagnostics]
    assert document(spec, WELSH).language == "cy-GB"
    assert json.loads(made.value["json"])["report"]["language"] == "cy-GB"
    assert '<html lang="cy-GB">' in made.value["html"].decode("utf-8")
    assert _part(made.value["docx"], "docProps/core.xml").count("<dc:language>cy-GB<") == 1
    assert set(re.findall(r'<w:lang [^>]*?w:val="([^"]+)"', _part(made.value["docx"], "word/styles.xml"))) == {"cy-GB"}
    assert "cy-GB" in _part(made.value["xlsx"], "docProps/core.xml")


def _part(file: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        return parts.read(name).decode("utf-8")


def test_the_pdf_says_that_it_is_in_welsh_and_is_accessible() -> None:
    spec = SPECS / "examples/milestones/report.kpi"
    made = pipeline.build(spec.name, spoken(spec, WELSH))
    assert made.value is not None
    with pikepdf.open(io.BytesIO(made.value["pdf"])) as pdf:
        assert str(pdf.Root.Lang) == "cy-GB"
    assert verapdf(made.value["pdf"], "ua1") == []


def test_the_build_says_how_many_sentences_nobody_has_read(project: Path) -> None:
    edit(project / "specs/q1.kpi", "  period     2021-22 Q1\n", "  period     2021-22 Q1\n  in Welsh\n")
    done = kpic(project, "build", "specs/q1.kpi", "--format", "md")
    number, count = unread(WELSH)
    assert done.returncode == 0
    assert (
        f"the report is in Welsh; of the {count:,} sentences that kpic can write in it, {number:,} have not"
        in done.stderr
    )
    assert unread("en-GB") == (0, 0)


def test_a_record_in_english_and_a_report_in_welsh_have_the_same_rules() -> None:
    """Rules are held against each other in one language, so that another one is no change."""
    spec = SPECS / "examples/changes/report.kpi"
    found = []
    for read in (workspace.reader(spec.parent), spoken(spec, WELSH)):
        made = pipeline.build(spec.name, read, formats=("json",))
        assert made.value is not None
        changes = json.loads(made.value["json"])["changes"]
        found.append([len(changes[kind]) for kind in ("revised", "retargeted", "rules", "restated")])
    assert found[0] == found[1]
    assert any(found[0])


def test_tests_of_commentary_meet_the_words_of_the_report() -> None:
    text = in_welsh((cases.BASE / "spec.kpi").read_text("utf-8"))
    text += '\ntest "Geiriau"\n  given cases in 2021-22 Q1 is 5\n  expect cases says "yn chwarter un 2021-22"\n'
    rules = (cases.BASE / "indicators.kpi").read_text("utf-8").replace("There are {value} cases", "{value} yn {period}")
    outcome = pipeline.rules("spec.kpi", cases.reader({"spec.kpi": text, "indicators.kpi": rules}))
    assert outcome.value is not None
    assert [result.differences for result in tester.run(outcome.value)] == [()]


# ---- days, periods, numbers and units


@pytest.mark.parametrize(
    ("written", "short", "said"),
    [
        ("2025-26 Q1", "Ch1 2025-26", "chwarter un 2025-26"),
        ("2025-26 H2", "Hanner 2 2025-26", "ail hanner 2025-26"),
        ("2025-26", "2025-26", "2025-26"),
        ("2026-03", "Mawrth 2026", "Mawrth 2026"),
        ("calendar 2025", "2025", "2025"),
        ("academic 2025-26", "2025-26", "blwyddyn academaidd 2025-26"),
    ],
)
def test_periods_in_welsh(written: str, short: str, said: str) -> None:
    period = Period.parse(written)
    assert period is not None
    with speaking(WELSH):
        assert (words.short(period), words.period(period)) == (short, said)
        assert words.day(date(2026, 3, 31)) == "31 Mawrth 2026"
        assert words.months(Period(2025)) == "mis Ebrill 2025 i fis Mawrth 2026"


@given(st.integers(1950, 2090), st.sampled_from(["", " Q1", " Q4", " H1", " H2"]), st.booleans())
def test_in_english_the_short_form_is_what_a_spec_has(year: int, part: str, is_academic: bool) -> None:
    written = f"{'academic ' * is_academic}{year}-{(year + 1) % 100:02d}{part}"
    period = Period.parse(written)
    assert period is not None
    assert words.named(period) == str(period) == written
    assert words.short(period) == written.removeprefix("academic ")


def test_numbers_in_welsh() -> None:
    with speaking(WELSH):
        assert [words.in_words(number) for number in (0, 3, 20, 21)] == ["dim", "tri", "ugain", "21"]
        assert words.in_words(3, feminine=True) == "tair"
        assert [words.as_ordinal(number) for number in (1, 2, 20, 21)] == ["cyntaf", "ail", "ugeinfed", "21ain"]
        assert [words.ordinal_figure(number) for number in (1, 3, 11, 31, 101, 1_000)] == [
            "1af", "3ydd", "11eg", "31ain", "101af", "1,000fed"
        ]  # fmt: skip
        assert [words.lasting(number, Grain.YEAR) for number in (2, 3, 4)] == [
            "dwy flynedd", "tair blynedd", "pedair o flynyddoedd"
        ]  # fmt: skip


@given(st.integers(0, 10_000))
def test_ordinals_in_english_end_as_they_are_spoken(number: int) -> None:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    assert words.ordinal_figure(number) == f"{number:,}{ending}"


@pytest.mark.parametrize(
    ("amount", "unit", "said"),
    [
        ("1", Unit(Dimension.TIME, word="days"), "1 diwrnod"),
        ("2", Unit(Dimension.TIME, word="days"), "2 ddiwrnod"),
        ("10.5", Unit(Dimension.TIME, word="working days"), "10.5 diwrnod gwaith"),
        ("-2", PERCENTAGE_POINTS, "−2 bwynt canran"),
        ("3", PERCENTAGE_POINTS, "3 phwynt canran"),
        ("61", Unit(Dimension.RATE, per=10_000), "61 fesul 10,000"),
        ("6", Unit(Dimension.NAMED, word="tonnes"), "6 thunnell"),
        ("6", Unit(Dimension.NAMED, word="hectares"), "6 hectares"),
        ("38", PERCENT, "38%"),
        ("1524", COUNT, "1,524"),
        ("1", Unit(Dimension.YES_NO), "Ie"),
    ],
)
def test_units_in_welsh(amount: str, unit: Unit, said: str) -> None:
    with speaking(WELSH):
        assert spell(Fraction(amount), unit, None) == said
    assert spell(Fraction(amount), unit, None) != said or unit in (PERCENT, COUNT) or unit.word == "hectares"


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["Caerdydd", "Abertawe"], "Caerdydd ac Abertawe"),
        (["Abertawe", "Caerdydd"], "Abertawe a Caerdydd"),
        (["Abertawe", "“Ynys Môn”"], "Abertawe ac “Ynys Môn”"),
        (["7", "8"], "7 ac 8"),
        (["7", "10"], "7 a 10"),
        (["7", "11"], "7 ac 11"),
        (["7", "80"], "7 ac 80"),
        (["7", "8,000"], "7 ac 8,000"),
        (["7", "1,000"], "7 a 1,000"),
        (["7", "100"], "7 a 100"),
        (["a(c)", "{b}"], "a(c) a {b}"),  # what is put in is left alone
    ],
)
def test_words_before_a_vowel(names: list[str], said: str) -> None:
    with speaking(WELSH):
        assert words.listed(names) == said


def test_outside_everything_is_english() -> None:
    with pytest.raises(KeyError), speaking(WELSH):
        say("{nothing}", something="else")
    with speaking(WELSH):
        assert say(words.STATUS) == "Statws"
    assert say(words.STATUS) == "Status"

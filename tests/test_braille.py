"""Braille: the translation against liblouis's, pages of the right size, and nothing lost on the way."""

from __future__ import annotations

import itertools
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import assert_never

import pytest
from hypothesis import HealthCheck, Phase, given, settings, strategies as st

from kpidsl import liblouis, pipeline, workspace
from kpidsl.cli.main import main
from kpidsl.document.model import (
    Block,
    Chart,
    Contents,
    ContentsEntry,
    Document,
    Facts,
    Heading,
    Inline,
    Key,
    Link,
    List,
    NewPage,
    Note,
    Paragraph,
    StackedBar,
    StatusCell,
    StatusMark,
    Table,
    Text,
    TextCell,
    TrendCell,
)
from kpidsl.document.outline import plain
from kpidsl.liblouis import Louis
from kpidsl.render.braille import render
from kpidsl.render.braille.blocks import Setting, block_lines
from kpidsl.render.braille.lines import BLANK, NEW_PAGE, Line, pages, wrapped
from kpidsl.render.braille.signs import CONTINUED, is_known
from kpidsl.render.braille.translation import Run, Translator, prepared
from kpidsl.render.braille.ueb import UNCONTRACTED, translate
from kpidsl.render.sheet import CELLS, LINES, USUAL, Sheet
from tests.kitchen_sink import kitchen_sink
from tests.test_pdf_layout import DOCUMENTS
from tests.validators import missing

ROOT = Path(__file__).parents[1]
LONG = "corporate"  # takes long to compose, and has no block that the kitchen sink has not
SPECS = (
    ROOT / "specs/q1.kpi",
    *(spec for spec in sorted((ROOT / "specs/examples").glob("*/report.kpi")) if spec.parent.name != LONG),
)
KNOWN = [char for char in map(chr, range(0x20, 0x2800)) if is_known(char)]


@cache
def louis() -> Louis:
    return liblouis.found() or missing("liblouis")


@cache
def document(spec: Path) -> Document:
    composed = pipeline.compose_report(spec.name, workspace.reader(spec.parent)).value
    assert composed is not None
    return composed.document


def contracted() -> Translator:
    """Without its version, which differs from machine to machine."""
    return Translator("contracted (grade 2) Unified English Braille by liblouis", louis().translated)


def uncontracted_by_liblouis() -> Translator:
    return Translator(UNCONTRACTED.name, lambda phrase: louis().translated(phrase, liblouis.GRADE_1))


def _spelt(text: str) -> str:
    return translate((Run(text),))


def _agrees(text: str) -> None:
    assert _spelt(text) == louis().translated((Run(text),), liblouis.GRADE_1), text


# ---- uncontracted Braille of our own


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("On target", ",ON TARGET"),
        ("98% of 1,524", "#IH.0 (#A1EBD".replace("(", "OF ")),
        ("£1.2m", "@L#A4BM"),
        ("10b, 3rd, 3A", "#AJ;B1 #CRD1 #C,A"),
        ("2020-21 Q1", "#BJBJ-#BA ,Q#A"),
        ("NHS, IDs", ",,NHS1 ,,ID,'S"),
        ("RED AMBER GREEN", ",,,RED AMBER GREEN,'"),
        ("“child’s”", "8CHILD'S0"),
        ("‘on time’ – boys’", ",8ON TIME,0 ,- BOYS'"),
        ("Ŵyr, tŷ", ",^%WYR1 T^%Y"),
        ("(a/b) @ 5 × 6 = 30", '"<A_/B"> @A #E "8 #F "7 #CJ'),
    ],
)
def test_print_is_spelt_as_the_rules_of_braille_say(text: str, cells: str) -> None:
    assert _spelt(text) == cells


def test_strong_words_are_marked_one_by_one_or_as_a_passage() -> None:
    assert translate((Run("a "), Run("b", True), Run(" c"))) == "A ^2B C"
    assert translate((Run("see "), Run("two words", True), Run("."))) == "SEE ^1TWO ^1WORDS^'4"
    assert translate((Run("one of three ", True), Run("words"))) == "^7ONE OF THREE^' WORDS"


def test_what_braille_has_no_sign_for_is_named() -> None:
    assert "".join(run.text for run in prepared((Run("a\u00adb ★"),))) == "ab [black star]"
    assert "".join(run.text for run in prepared((Run("\ue000"),))) == "[character E000]"


def test_every_sign_is_liblouis_s() -> None:
    assert len(KNOWN) > 300
    for char in KNOWN:
        for text in (char, f"x{char}x", f"a {char} a", f"5{char}5", f"({char})"):
            _agrees(text)


_BEFORE, _AFTER = (
    st.sampled_from(["", "", "", "(", "“", "["]),
    st.sampled_from(["", "", "", *",.;:!?)”%…", ",", ").", ".”"]),
)
_WORD = st.one_of(
    st.sampled_from(
        "a b I A Status on-time NHS CIN CP's IDs Ŵyr naïve ÉCOLE don’t children’s 5 98% 1,524 4.10 .5 0.5 -3 £1.2m "
        "2020-21 2020–21 Q1 3rd 10b 3A 1/2 and/or e.g. A-level T-CELLS (NHS) “x” ’tis x:y 12:30 COVID-19 M25 "
        "a@b.org https://x.org/a?b=c&d=e#f – — • & + = × ≥ #5 p.3 no.4 ? ?! ... [x] S.47 16+ U18s".split()
    ),
    st.from_regex(r"[A-Z]?[a-zâêîôûŵŷáéëï]{1,9}|[A-Z]{2,5}|[0-9]{1,7}(\.[0-9]{1,2})?", fullmatch=True),
)
_SENTENCE = st.lists(st.tuples(_BEFORE, _WORD, _AFTER).map("".join), min_size=1, max_size=9).map(" ".join)


@settings(max_examples=1500, derandomize=True)
@given(_SENTENCE)
def test_sentences_are_spelt_as_liblouis_does(text: str) -> None:
    _agrees(text)


@settings(max_examples=700, derandomize=True)
@given(_SENTENCE, _SENTENCE, _SENTENCE)
def test_strong_words_are_marked_as_liblouis_does(before: str, strong: str, after: str) -> None:
    phrase = (Run(f"{before} "), Run(strong, True), Run(f" {after}"))
    assert translate(phrase) == louis().translated(phrase, liblouis.GRADE_1)


def test_an_apostrophe_within_quotation_marks_is_the_one_known_difference() -> None:
    """liblouis takes every mark after an s for an apostrophe, also the one that closes the quotation."""
    assert _spelt("‘the boys’") == ",8THE BOYS,0"
    assert louis().translated((Run("‘the boys’"),), liblouis.GRADE_1) == ",8THE BOYS'"


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.parent.name)
def test_reports_are_spelt_as_liblouis_does(spec: Path) -> None:
    made = render(document(spec), USUAL, UNCONTRACTED)
    assert made == render(document(spec), USUAL, uncontracted_by_liblouis())


def test_the_kitchen_sink_is_spelt_as_liblouis_does() -> None:
    assert render(kitchen_sink(), USUAL, UNCONTRACTED) == render(kitchen_sink(), USUAL, uncontracted_by_liblouis())


# ---- pages


def _wrong(data: bytes, sheet: Sheet) -> list[str]:
    """What an embosser would stumble over."""
    text = data.decode("ascii")
    found = [] if text.endswith("\r\n\f") else ["the last page has no end"]
    for number, page in enumerate(text.split("\f")[:-1], 1):
        lines = page.split("\r\n")[:-1]
        if len(lines) > sheet.lines:
            found.append(f"page {number} has {len(lines)} lines")
        if not lines[0].endswith(_spelt(str(number))) or len(lines[0]) != sheet.cells:
            found.append(f"page {number} has another number")
        if len(lines) > 1 and not (lines[1] and lines[-1]):
            found.append(f"page {number} begins or ends with an empty line")
        found += [f"page {number}: {line}" for line in lines if len(line) > sheet.cells or line != line.rstrip()]
        found += [f"page {number}: {line}" for line in lines if re.search(r"[^\x20-\x5f]", line)]
    return found


_SHEETS = st.builds(Sheet, st.sampled_from(CELLS), st.sampled_from(LINES))


@settings(
    max_examples=150,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
)
@given(DOCUMENTS, _SHEETS)
def test_pages_of_any_document_have_the_size_and_only_the_characters_of_braille(
    document: Document, sheet: Sheet
) -> None:
    assert _wrong(render(document, sheet, UNCONTRACTED), sheet) == []


@settings(
    max_examples=60, suppress_health_check=list(HealthCheck), derandomize=True, phases=(Phase.explicit, Phase.generate)
)
@given(DOCUMENTS, _SHEETS)
def test_contracted_pages_of_any_document_have_them_too(document: Document, sheet: Sheet) -> None:
    assert _wrong(render(document, sheet, contracted()), sheet) == []


@given(
    st.lists(st.one_of(st.just(BLANK), st.builds(Line, st.just("a"), st.booleans())), max_size=60), st.integers(2, 9)
)
def test_no_page_ends_with_a_line_that_is_kept_and_none_is_lost(lines: list[Line], height: int) -> None:
    numbered = [Line(f"{line.cells}{at}" if line.cells else "", line.keep) for at, line in enumerate(lines)]
    made = [[line.cells for line in page] for page in pages(numbered, height)]
    assert [cells for page in made for cells in page if cells] == [line.cells for line in numbered if line.cells]
    keeps = {line.cells for line in numbered if line.keep and line.cells}
    for page, following in itertools.pairwise(made):
        assert len(page) <= height
        if page[-1] in keeps:  # then what is kept together is longer than a page: it began this one and goes on
            at = next(at for at, line in enumerate(numbered) if line.cells == page[0])
            until = next(at for at, line in enumerate(numbered) if line.cells == page[-1])
            assert all(line.keep for line in numbered[at:until])
            assert following


@given(
    st.lists(st.text("AB", min_size=1, max_size=70), max_size=12),
    st.integers(8, 40),
    st.integers(0, 4),
    st.integers(0, 4),
)
def test_words_are_cut_only_where_they_are_longer_than_a_line(
    words: list[str], width: int, first: int, rest: int
) -> None:
    lines = wrapped(" ".join(words), width, first, rest)
    assert all(len(line) <= width for line in lines)
    joined = " ".join(line.strip() for line in lines).replace(f"{CONTINUED} ", "")
    assert joined.split() == words
    cut = [word for word in words if len(word) <= width - max(first, rest)]
    assert [word for word in cut if not any(word in line for line in lines)] == []


def test_a_sign_of_several_cells_is_never_cut() -> None:
    assert wrapped("ABCDEFG_/HIJ", 10, 0, 0) == ['ABCDEFG_/"', "HIJ"]
    assert wrapped("ABCDEFGH_/IJ", 10, 0, 0) == ['ABCDEFGH"', "_/IJ"]


def test_a_new_page_begins_where_it_is_asked_for_and_never_a_blank_one() -> None:
    line = Line("A")
    made = pages([NEW_PAGE, line, BLANK, NEW_PAGE, NEW_PAGE, BLANK, line, replace(line, keep=True), NEW_PAGE], 9)
    assert [[one.cells for one in page] for page in made] == [["A"], ["A", "A"]]


@settings(
    max_examples=60, suppress_health_check=list(HealthCheck), derandomize=True, phases=(Phase.explicit, Phase.generate)
)
@given(DOCUMENTS, _SHEETS)
def test_the_contents_list_names_the_page_of_each_heading(document: Document, sheet: Sheet) -> None:
    heads = [Heading(2, (Text(f"zq{name}"),), name) for name in ("first", "last")]
    entries = [ContentsEntry(at, "", (Text(f"qz{head.id}"),), head.id) for at, head in enumerate(heads, 1)]
    blocks = (Contents(tuple(entries)), heads[0], *document.blocks, heads[1])
    made = render(replace(document, blocks=blocks), sheet, UNCONTRACTED).decode("ascii").split("\f")
    for head in heads:
        name = head.id.upper()
        page = next(at for at, text in enumerate(made, 1) if f"ZQ{name}" in text)
        (line,) = (line for text in made for line in text.split("\r\n") if line.strip().startswith(f"QZ{name} "))
        assert re.fullmatch(rf' *QZ{name} "* {_spelt(str(page))}', line), (page, line)
        assert len(line) == sheet.cells


# ---- what stands on them


def _said(content: tuple[Inline, ...]) -> str:
    """Words, and after a link where it leads, if the words do not say so."""
    out = ""
    for inline in content:
        words = inline.text if isinstance(inline, Text) else _said(inline.content)
        is_address = isinstance(inline, Link) and inline.target.startswith("http") and inline.target not in words
        out += f"{words} ({inline.target})" if isinstance(inline, Link) and is_address else words
    return out


def _texts(block: Block) -> Iterator[str]:
    """What a reader must meet of a block, in order."""
    match block:
        case Heading() | Paragraph():
            yield from (block.number, _said(block.content))
        case List():
            for label, item in zip(block.labels, block.items, strict=True):
                yield from (label, _said(item))
        case Facts():
            for fact in block.facts:
                yield from (fact.label, *(_said(value) for value in fact.values))
        case Table():
            yield block.caption
            for group in block.groups:
                yield from (group.over, group.title)
                for row in group.rows:
                    yield _said(row.header)
                    yield from (_said(cell.content) for cell in row.cells if isinstance(cell, TextCell))
        case Chart():
            yield from (block.caption, block.alt, *_texts(block.table), _said(block.note))
        case Contents():
            yield from (f"{entry.number} {plain(entry.content)}" for entry in block.entries)
        case StackedBar():
            yield from (block.caption, block.alt)
            yield from (segment.label for segment in block.segments if segment.label not in block.alt)
        case NewPage():
            pass
        case Key():
            yield block.title
            for entry in block.entries:
                yield from (entry.mark.word if isinstance(entry.mark, StatusMark) else entry.mark, _said(entry.meaning))
        case Note():
            yield from (block.title, _said(block.content))
        case _:
            assert_never(block)


def _bare(text: str) -> str:
    return "".join(text.split())


@settings(
    max_examples=150,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
)
@given(DOCUMENTS)
def test_every_word_of_any_document_is_laid_out_in_order(document: Document) -> None:
    """With print instead of Braille, so that nothing but the layout is tested."""
    setting = Setting(10_000, Translator("print", lambda phrase: "".join(run.text for run in phrase)))
    for block in document.blocks:
        laid = "".join(_bare(line.cells) for line in block_lines(setting, block))
        at = 0
        for text in _texts(block):
            if isinstance(block, Table | Chart) and not text:
                continue
            words = _bare(text)
            assert words in laid[at:], (words, laid[at:])
            at = laid.index(words, at) + len(words)


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.parent.name)
@pytest.mark.parametrize("table", [liblouis.GRADE_1, liblouis.GRADE_2])
def test_figures_and_statuses_read_back_as_they_were(spec: Path, table: str) -> None:
    translator = UNCONTRACTED if table == liblouis.GRADE_1 else contracted()
    made = render(document(spec), USUAL, translator).decode("ascii")
    cells = "\n".join(line for page in made.split("\f") for line in page.split("\r\n")[1:] if line)
    lines = re.sub(f"{CONTINUED}\n *", "", cells).split("\n")
    read = _without_dashes(" ".join(louis().read_back(line.strip(), table) for line in lines))
    at = read.index("proof-read")
    for block in document(spec).blocks:
        laid = block.table if isinstance(block, Chart) else block
        if not isinstance(laid, Table):
            continue
        for group in laid.groups:
            for row in group.rows:
                beside = [cell for cell in row.cells if not isinstance(cell, TrendCell)]
                shown = [cell.mark.word if isinstance(cell, StatusCell) else plain(cell.content) for cell in beside]
                values = "; ".join(" ".join(text.split()) or "–" for text in shown)
                expected = _without_dashes(f": {_as_read_back(values, table)}")
                assert expected in read[at:], expected
                at = read.index(expected, at) + len(expected)


def _without_dashes(text: str) -> str:
    """liblouis reads some dashes that stand alone and leaves others out."""
    return " ".join(re.sub("[–—]", "", text).split())


def _as_read_back(text: str, table: str) -> str:
    """What liblouis makes of its own Braille for these words, for it does not tell one dash or quote from another."""
    words = louis().translated((Run(text),), table).split()
    return " ".join(" ".join(louis().read_back(word, table) for word in words).split())


def test_numbers_and_statuses_survive_the_way_there_and_back() -> None:
    for table in (liblouis.GRADE_1, liblouis.GRADE_2):
        for text in ("1,524; 0.5%; 90%; On target", "£1.2m; 2020-21 Q1; Close to target", "43 of 44; Off target"):
            assert louis().read_back(louis().translated((Run(text),), table), table) == text


def test_addresses_are_never_contracted() -> None:
    assert louis().translated((Run("the team@theother.org"),)) == "! TEAM@ATHEOTHER4ORG"


def test_two_numbers_stay_two() -> None:
    assert louis().translated((Run("2021 44"),)) == _spelt("2021 44") == "#BJBA #DD"


@pytest.mark.parametrize("grade", ["uncontracted", "contracted"])
def test_the_pages_of_the_kitchen_sink_are_the_pinned_ones(grade: str, pytestconfig: pytest.Config) -> None:
    translator = UNCONTRACTED if grade == "uncontracted" else contracted()
    made = render(kitchen_sink(), USUAL, translator).decode("ascii")
    shown = made.replace("\r\n", "\n").replace("\f", f"{'~' * USUAL.cells}\n")
    place = ROOT / f"tests/model/kitchen-sink-{grade}.brf.txt"
    if pytestconfig.getoption("--accept"):
        place.write_text(shown, encoding="utf-8", newline="\n")
    assert shown == place.read_text(encoding="utf-8")


# ---- the command


def _project(tmp_path: Path, braille: str) -> Path:
    folder = tmp_path / "specs"
    shutil.copytree(ROOT / "specs/examples/goldilocks", folder)
    house = next(folder.glob("*.yaml"))
    house.write_text(f"{house.read_text(encoding='utf-8')}\nbraille: {braille}\n", encoding="utf-8")
    return folder / "report.kpi"


def _built(spec: Path, tmp_path: Path) -> bytes:
    with pytest.raises(SystemExit) as end:
        main(["build", str(spec), "--format", "brf", "--out", str(tmp_path)])
    assert not end.value.code
    return (tmp_path / "report.brf").read_bytes()


def test_the_house_says_how_large_the_paper_is(tmp_path: Path) -> None:
    made = _built(_project(tmp_path, "{cells: 32, lines: 27}"), tmp_path)
    assert _wrong(made, Sheet(32, 27)) == []
    assert _wrong(made, USUAL) != []


def test_the_house_can_ask_for_uncontracted_braille(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = _project(tmp_path, "{contracted: no}")
    assert _built(spec, tmp_path) == render(document(spec), USUAL, UNCONTRACTED)


def test_contracted_braille_is_made_where_the_library_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = _project(tmp_path, "{contracted: yes}")
    assert _built(spec, tmp_path) == render(document(spec), USUAL, liblouis.translator(louis()))
    assert "uncontracted" not in capsys.readouterr().err


def test_without_the_library_the_braille_is_uncontracted_and_said_to_be(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(liblouis, "find_library", lambda name: None)
    spec = _project(tmp_path, "{contracted: yes}")
    assert _built(spec, tmp_path) == render(document(spec), USUAL, UNCONTRACTED)
    assert "liblouis is not installed here, so the Braille is uncontracted" in capsys.readouterr().err


def test_a_library_without_its_tables_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    louis()
    monkeypatch.setattr(Louis.translated, "__defaults__", ("no-such-table.ctb",))
    assert liblouis.found() is None

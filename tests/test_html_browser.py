"""The web page in a browser: what axe-core finds, and what a reader can do with keyboard, narrow screen and printer."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kpidsl.document.model import Row, StatusCell, Table
from tests.browser import axe, chromium
from tests.pages import NAMES, document, page
from tests.pdf_expected import words
from tests.validators import missing

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request

WIDE, NARROW = 1280, 320  # CSS pixels; the second is the first at 400%
LONG = "corporate"  # takes long to look through, and so is opened once
SHORT = tuple(name for name in NAMES if name not in (LONG, "kitchen sink"))  # the draft has all of the kitchen sink


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("pages")
    for name in NAMES:
        (found / f"{name}.html").write_bytes(page(name))
    return found


class Shown:
    """Pages as they are opened, and all that went wrong or was asked for on the way."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self._browser, self._folder = browser, folder
        self.complaints: list[str] = []

    def open(self, name: str, width: int = WIDE, *, dark: bool = False, script: bool = True) -> Page:
        context = self._browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            java_script_enabled=script,
        )
        found = context.new_page()
        address = (self._folder / f"{name}.html").as_uri()
        found.on("console", lambda message: self.complaints.append(f"console: {message.text}"))
        found.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        found.on("request", lambda request: self._asked(request, address))
        found.goto(address)
        return found

    def _asked(self, request: Request, address: str) -> None:
        inside = request.url.startswith("data:image/png;base64,")  # the logo, which is in the page
        if request.url.partition("#")[0] != address and not inside:
            self.complaints.append(f"request: {request.url[:80]}")

    def close(self) -> None:
        for context in self._browser.contexts:
            context.close()


@pytest.fixture
def shown(browser: Browser, folder: Path) -> Iterator[Shown]:
    """No test may leave an error in the console, and no page may ask for anything."""
    found = Shown(browser, folder)
    yield found
    found.close()
    assert found.complaints == []


# ---- axe-core

COLOUR_RULES = ("color-contrast", "link-in-text-block")  # what may come out otherwise in other colours


@pytest.mark.parametrize("name", SHORT)
def test_axe_finds_nothing_and_leaves_nothing_open(name: str, shown: Shown) -> None:
    here = shown.open(name)
    assert axe(here) == []
    here.emulate_media(color_scheme="dark")
    assert axe(here, *COLOUR_RULES) == []
    here.set_viewport_size({"width": NARROW, "height": 900})
    assert axe(here) == []
    here.emulate_media(color_scheme="light")
    assert axe(here, *COLOUR_RULES) == []


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_axe_finds_nothing_in_what_stands_behind_the_rows(width: int, shown: Shown) -> None:
    here = shown.open("benchmarks", width, dark=width == NARROW)
    here.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    assert axe(here) == []
    here.locator("a.more").first.click()
    assert axe(here) == []


def test_axe_finds_nothing_in_rows_that_were_picked_and_sorted(shown: Shown) -> None:
    here = shown.open("q1")
    here.get_by_role("button", name="Red", exact=True).click()
    here.get_by_role("button", name="Amber", exact=True).click()
    here.get_by_role("button", name="Status", exact=True).click()
    assert axe(here) == []


# ---- any width, any medium


@pytest.mark.parametrize("name", SHORT)
def test_nothing_reaches_over_the_edge_of_a_narrow_screen(name: str, shown: Shown) -> None:
    here = shown.open(name, NARROW)
    here.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    assert here.evaluate("document.documentElement.scrollWidth") == NARROW
    assert _over_the_edge(here) == []


def _over_the_edge(here: Page) -> list[str]:
    over = "[...document.querySelectorAll('main *')].filter(one => one.checkVisibility() && !one.closest('thead')"
    over += " && (one.getBoundingClientRect().right > innerWidth || (one.clientWidth"
    over += " && one.scrollWidth > one.clientWidth + 1))).map(one => one.outerHTML.slice(0, 200))"
    found: list[str] = here.evaluate(over)
    return found


@pytest.mark.parametrize("name", SHORT)
def test_nothing_reaches_over_the_edge_of_a_screen_of_any_width(name: str, shown: Shown) -> None:
    assert _too_narrow(shown.open(name)) == []


def _too_narrow(here: Page) -> list[int]:
    """The widths at which something reaches over the edge."""
    over = []
    for width in range(360, WIDE, 40):
        here.set_viewport_size({"width": width, "height": 900})
        over += [width] * (here.evaluate("document.documentElement.scrollWidth") != width)
    return over


def test_a_long_report_is_as_well_made(shown: Shown) -> None:
    here = shown.open(LONG)
    assert axe(here) == []
    assert _too_narrow(here) == []
    here.set_viewport_size({"width": NARROW, "height": 900})
    assert _over_the_edge(here) == []
    here.get_by_role("button", name="Red", exact=True).click()
    shown_rows = here.locator("main > .table:has(.controls) tbody tr[data-status]:visible")
    assert {row.get_attribute("data-status") for row in shown_rows.all()} == {"Red"}


@pytest.mark.parametrize(("width", "drawn"), [(WIDE, "broad"), (NARROW, "slim")])
def test_of_a_chart_the_drawing_is_shown_that_fits_and_its_words_can_be_read(
    width: int, drawn: str, shown: Shown
) -> None:
    here = shown.open("draft", width)
    drawings = here.locator("figure svg:visible")
    assert {one.get_attribute("class") for one in drawings.all()} == {drawn}
    assert drawings.count() == here.locator("figure").count() == 4
    scales = drawings.evaluate_all(
        "all => all.map(one => one.getScreenCTM().a * parseFloat(getComputedStyle(one).fontSize))"
    )
    assert min(scales) >= 11.5  # pixels
    over = "all => all.filter(one => right(one) > right(one.closest('svg')) + 1).length"
    over = f"all => {{ const right = one => one.getBoundingClientRect().right; return ({over})(all) }}"
    assert here.locator("figure svg:visible text").evaluate_all(over) == 0


@pytest.mark.parametrize("forced", [False, True])
def test_by_night_and_in_forced_colours_nothing_of_a_chart_keeps_the_black_of_day(forced: bool, shown: Shown) -> None:
    here = shown.open("draft", dark=True)
    if forced:
        here.emulate_media(forced_colors="active")
    ground = here.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    painted = "[...document.querySelectorAll('figure svg.broad :is(text, circle, path:not(.paper, .band, .line))')]"
    painted += ".filter(one => !one.closest('.hollow')).map(one => getComputedStyle(one).fill)"
    lines = (
        "[...document.querySelectorAll('figure svg.broad .line:not(.paper)')].map(one => getComputedStyle(one).stroke)"
    )
    for found in (here.evaluate(painted), here.evaluate(lines)):
        assert found
        assert not {ground, "none", *(() if forced else ("rgb(0, 0, 0)",))} & set(found)


@pytest.mark.parametrize("name", ["q1", "kitchen sink"])
def test_a_table_is_the_same_to_a_screen_reader_on_a_narrow_screen(name: str, shown: Shown) -> None:
    wide = shown.open(name, WIDE, script=False).locator("main > .table table").first.aria_snapshot()
    narrow = shown.open(name, NARROW, script=False).locator("main > .table table").first.aria_snapshot()
    assert narrow == wide
    assert "columnheader" in wide
    assert "rowheader" in wide


def test_on_a_narrow_screen_each_figure_has_its_heading_beside_it(shown: Shown) -> None:
    here = shown.open("q1", NARROW)
    cell = here.locator("main > .table td[data-column='2021-22 target']").first
    assert cell.evaluate("one => getComputedStyle(one, '::before').content").startswith('"2021-22 target"')
    left, words, top, bottom = cell.evaluate(
        f"one => {{ {_RECTS} return [one.getBoundingClientRect().left, ...rects(one)[0]]; }}"
    )
    room = cell.bounding_box()
    assert room is not None
    assert left < 60  # where the heading begins
    assert words > left + 100
    assert room["y"] - 1 < top < bottom < room["y"] + room["height"] + 1


# Left, top and bottom of each line of the words that an element holds.
_RECTS = """const rects = (one) => {
  const range = document.createRange();
  range.selectNodeContents(one);
  return [...range.getClientRects()].filter((box) => box.width).map((box) => [box.left, box.top, box.bottom]);
};"""


@pytest.mark.parametrize("name", ["authorities", "milestones", "monthly", "q1", "welsh"])
def test_on_a_narrow_screen_all_words_of_a_cell_stand_in_one_column_beside_its_heading(name: str, shown: Shown) -> None:
    here = shown.open(name, NARROW)
    away = f"""() => {{ {_RECTS}
      return [...document.querySelectorAll('main td')].filter((one) => one.checkVisibility() && one.dataset.column)
        .filter((one) => {{
          const from = one.getBoundingClientRect().left + parseFloat(getComputedStyle(one).paddingLeft);
          return rects(one).some(([left]) => left < from - 1);
        }}).map((one) => one.outerHTML); }}"""
    assert here.evaluate(away) == []
    bare = "[...document.querySelectorAll('main .table:not(.most) td')].filter(one => one.checkVisibility())"
    assert here.evaluate(f"{bare}.filter(one => !one.textContent && !one.children.length).length") == 0


@pytest.mark.parametrize("width", [NARROW, 390, 460])
@pytest.mark.parametrize("name", ["authorities", "monthly", "q1"])
def test_on_a_narrow_screen_no_word_of_a_table_is_cut(name: str, width: int, shown: Shown) -> None:
    here = shown.open(name, width)
    cut = """() => {
      const found = [], range = document.createRange();
      for (const cell of document.querySelectorAll('main > .table :is(th, td), figure th')) {
        const head = cell.closest('thead');
        if (!cell.checkVisibility() || cell.closest('.long')) continue;
        if (head && getComputedStyle(head).position === 'absolute') continue;  // not in sight
        const words = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
        while (words.nextNode()) for (const { 0: word, index } of words.currentNode.data.matchAll(/[\\p{L}\\d]+/gu)) {
          range.setStart(words.currentNode, index);
          range.setEnd(words.currentNode, index + word.length);
          if (new Set([...range.getClientRects()].map((box) => box.top)).size > 1) found.push(word);
        }
      }
      return found; }"""
    assert here.evaluate(cut) == []


def test_on_a_narrow_screen_a_status_is_one_line_with_its_figure(shown: Shown) -> None:
    here = shown.open("authorities", NARROW)
    heights = (
        "[...document.querySelectorAll('main > .table td > .status')].map(one => one.getBoundingClientRect().height)"
    )
    assert max(here.evaluate(heights)) < 30


def test_a_letter_with_its_hyphen_and_a_sign_with_its_figure_are_not_parted() -> None:
    said = page("monthly").decode()
    assert ' <span class="whole">e-mail</span> <a href="mailto:' in said
    assert '5.2 working <span class="whole">days [i]</span></td>' in said
    assert 'class="whole">2025' not in said


def test_on_a_tablet_counts_stand_side_by_side(shown: Shown) -> None:
    here = shown.open("milestones", 768)
    assert here.locator(".tally thead").first.evaluate("one => getComputedStyle(one).position") == "static"


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_band_of_a_theme_is_apart_from_the_head_and_filled_from_its_edge(width: int, shown: Shown) -> None:
    here = shown.open("milestones", width)
    cell = here.locator(".theme td").first
    assert cell.evaluate("one => parseFloat(getComputedStyle(one).borderTopWidth)") >= 2 or width == NARROW
    left, words = cell.evaluate(f"one => {{ {_RECTS} return [one.getBoundingClientRect().left, rects(one)[0][0]]; }}")
    assert words - left < 16


def test_targets_can_be_hit(shown: Shown) -> None:
    """At least 24 by 24 (WCAG 2.2, 2.5.8); links in running text are excepted."""
    for width in (WIDE, NARROW):
        here = shown.open("q1", width)
        small = "[...document.querySelectorAll('button, select, summary, a.more, nav a, footer a')]"
        small += ".filter(one => one.checkVisibility()).map(one => one.getBoundingClientRect())"
        small += ".filter(box => box.width < 24 || box.height < 23.9).length"
        assert here.evaluate(small) == 0


def test_on_paper_the_head_of_the_table_stands_on_each_of_its_pages(shown: Shown, tmp_path: Path) -> None:
    if shutil.which("pdftotext") is None:
        missing("pdftotext (poppler-utils)")
    here = shown.open("q1")
    here.pdf(path=tmp_path / "q1.pdf", prefer_css_page_size=True)
    run = subprocess.run(["pdftotext", "-layout", str(tmp_path / "q1.pdf"), "-"], capture_output=True, check=True)
    pages = run.stdout.decode("utf-8").split("\f")
    of_table = [one for one in pages if "Care leavers in EET" in one or "% CP reviews on time  " in one]
    assert len(of_table) >= 2
    assert all(re.search("Indicator +outturn|Indicator.*Status", one) for one in of_table[:2])
    assert not [one for one in pages if "Show by status" in one or "Skip to main" in one or "Contents" in one]


def test_forced_colours_leave_shapes_and_trends_in_sight(shown: Shown) -> None:
    here = shown.open("q1")
    here.emulate_media(forced_colors="active")
    text = here.evaluate("getComputedStyle(document.querySelector('main > .table td')).color")
    for part, of in ((".shape", "fill"), (".series", "stroke")):
        assert here.evaluate(f"getComputedStyle(document.querySelector('main td {part}')).{of}") == text


# ---- by keyboard


def test_the_first_stop_skips_to_the_report(shown: Shown) -> None:
    here = shown.open("q1")
    here.keyboard.press("Tab")
    link = here.locator(":focus")
    assert link.inner_text() == "Skip to main content"
    assert (link.bounding_box() or {"y": -1})["y"] >= 0
    here.keyboard.press("Enter")
    assert here.evaluate("document.activeElement.id") == "main"
    here.keyboard.press("Tab")
    assert here.evaluate("document.activeElement.closest('main') !== null")


def test_stops_come_in_the_order_of_the_page_and_show_themselves(shown: Shown) -> None:
    here = shown.open("monthly")
    stops = []
    for _ in range(60):
        here.keyboard.press("Tab")
        found = here.evaluate(
            "[document.activeElement === document.body ? -1 : [...document.querySelectorAll('*')]"
            ".indexOf(document.activeElement), getComputedStyle(document.activeElement).outlineStyle]"
        )
        if found[0] < 0:
            break
        stops.append(found)
    assert len(stops) > 15
    assert [at for at, _ in stops] == sorted(at for at, _ in stops)
    assert {outline for _, outline in stops} <= {"solid", "auto"}


def test_rows_are_picked_by_status(shown: Shown) -> None:
    here = shown.open("q1")
    rows = here.locator("main > .table").first.locator("tbody tr:not(.section):visible")
    said = here.locator("main > .table [role=status]").first
    everything = rows.count()
    red = here.get_by_role("button", name="Red", exact=True)
    red.focus()
    here.keyboard.press("Space")
    assert red.get_attribute("aria-pressed") == "true"
    assert here.get_by_role("button", name="All", exact=True).get_attribute("aria-pressed") == "false"
    assert [one.get_attribute("data-status") for one in rows.all()] == ["Red"]
    assert said.inner_text() == f"1 of {everything} rows shown."
    assert here.locator("main > .table .section:visible").count() >= 1
    here.get_by_role("button", name="Amber", exact=True).click()
    assert {one.get_attribute("data-status") for one in rows.all()} == {"Red", "Amber"}
    here.get_by_role("button", name="All", exact=True).click()
    assert rows.count() == everything
    assert red.get_attribute("aria-pressed") == "false"


def test_a_theme_keeps_its_heading_while_any_row_below_it_is_shown(shown: Shown) -> None:
    here = shown.open(LONG)
    box = here.locator(".table:has(> .controls):has(.theme)").first
    groups = [(group.over, {_status(row) for row in group.rows}) for group in _themed().groups]
    for button in box.get_by_role("button").filter(has=here.locator(".status")).all():
        word = button.inner_text().strip()
        button.click()
        theme, expected = "", dict[str, None]()
        for over, statuses in groups:
            theme = over or theme
            if word in statuses:
                expected[theme] = None
        assert [one.inner_text() for one in box.locator(".theme:visible").all()] == list(expected)
        button.click()
    assert box.locator(".theme:visible").count() == sum(bool(over) for over, _ in groups)
    here.locator(".controls select").first.select_option("0 up")
    assert box.locator(".theme:visible").count() == 0  # in another order rows stand under no heading


def _themed() -> Table:
    tables = (block for block in document(LONG).blocks if isinstance(block, Table))
    return next(table for table in tables if any(row.places for group in table.groups for row in group.rows))


def _status(row: Row) -> str:
    return next((cell.mark.word for cell in row.cells if isinstance(cell, StatusCell)), "")


def _placed(column: int, turn: int, row: Row) -> tuple[bool, int]:
    place = row.places[column]
    return place is None, turn * (place or 0)


@pytest.mark.parametrize("name", ["q1", "kitchen sink"])
def test_rows_are_sorted_by_every_column_and_go_back_to_where_they_were(name: str, shown: Shown) -> None:
    here = shown.open(name)
    table = next(one for one in document(name).blocks if isinstance(one, Table))
    box = here.locator("main > .table").first
    lines = "one => [...one.rows].map(row => row.textContent.trim())"
    before = box.locator("table").evaluate(lines)
    rows = [row for group in table.groups for row in group.rows]
    for at, column in enumerate(table.columns):
        button = box.locator("thead th").nth(at).locator("button")
        if column.orders is None:
            assert button.count() == 0
            continue
        for way, order in zip(("ascending", "descending"), column.orders, strict=True):
            button.press("Enter")
            assert box.locator("thead th").nth(at).get_attribute("aria-sort") == way
            assert box.locator("[aria-sort]:not([aria-sort=none])").count() == 1
            said = box.locator("[role=status]").inner_text()
            assert f"“{column.title}”, {order}" in said
            found = box.locator("tbody tr:not(.section):not(.part) > th").evaluate_all(
                "all => all.map(one => one.firstChild.textContent)"
            )
            wholes = [row for row in rows if not row.is_part]
            wanted = sorted(wholes, key=partial(_placed, at, 1 if way == "ascending" else -1))
            first = [words(row.header) for row in wanted]
            assert [first[at].startswith(name) for at, name in enumerate(found)] == [True] * len(first)
        button.press("Enter")
    assert box.locator("table").evaluate(lines) == before


def test_parts_stay_with_their_whole(shown: Shown) -> None:
    here = shown.open("kitchen sink")
    box = here.locator("main > .table").first
    follows = "all => all.map(one => one.previousElementSibling.cells[0].firstChild.textContent.slice(0, 48))"
    parts = box.locator("tr.part")
    before = dict(zip(parts.locator("th").all_inner_texts(), parts.evaluate_all(follows), strict=True))
    box.locator("select").select_option("1 down")
    after = {
        name.split("\n")[0]: above
        for name, above in zip(parts.locator("th").all_inner_texts(), parts.evaluate_all(follows), strict=True)
    }
    assert after == before
    here.get_by_role("button", name="Exceeded", exact=True).click()
    shown_parts = box.locator("tr.part:visible")
    assert shown_parts.count() > 0
    whole = "one => { while (one.matches('.part')) one = one.previousElementSibling; return !one.hidden }"
    assert all(part.evaluate(whole) for part in shown_parts.all())


def test_what_stands_behind_a_row_opens_and_closes_where_the_reader_is(shown: Shown) -> None:
    here = shown.open("q1")
    link = here.locator("a.more").nth(2)
    link.focus()
    here.keyboard.press("Enter")
    dialog = here.get_by_role("dialog")
    assert dialog.get_attribute("open") is not None
    assert here.evaluate("document.activeElement.id") == "detail-title"
    assert dialog.locator("h3").inner_text() == link.inner_text()
    detail = here.locator(f"{link.get_attribute('href')}").evaluate("one => one.textContent")
    assert dialog.locator(".detail").evaluate("one => one.textContent") == detail
    here.keyboard.press("Tab")
    assert here.locator(":focus").inner_text() == "Close"
    here.keyboard.press("Escape")
    assert here.locator("dialog[open]").count() == 0
    assert link.evaluate("one => one === document.activeElement")
    assert here.locator("dialog .detail").inner_text() == ""


def test_without_a_script_everything_is_there(shown: Shown) -> None:
    here = shown.open("q1", script=False)
    assert here.locator(".controls:visible, dialog:visible, thead button").count() == 0
    link = here.locator("a.more").nth(2)
    detail = here.locator(f"{link.get_attribute('href')}")
    assert not detail.is_visible()
    link.click()
    assert detail.is_visible()  # the browser opens what a link leads into

"""Colours that do not stand out are refused with the nearest shade that does."""

from __future__ import annotations

import math
from fractions import Fraction

from hypothesis import given, strategies as st

from kpidsl.diagnostics.fixes import apply
from kpidsl.render.parts import Fill
from kpidsl.render.pdf.items import TextLine
from kpidsl.render.pdf.layout import lay_out
from kpidsl.render.pdf.measures import Measures
from kpidsl.render.shades import lab, nearest
from kpidsl.render.theme import GRAPHIC_CONTRAST, TEXT_CONTRAST, Theme, contrast, tenths
from kpidsl.source import Source
from kpidsl.spec import house
from kpidsl.spec.problems import Problems
from tests.kitchen_sink import kitchen_sink

_COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
_LEAST = st.sampled_from([TEXT_CONTRAST, GRAPHIC_CONTRAST, Fraction(7)])
_GROUNDS = [("#FFFFFF", "#EEF1F5"), ("#FFFFFF",), ("#14171C", "#20262F")]
_ROUNDED = 0.015  # what a place in a screen's colours may be off by, in OKLab


@given(_COLOURS, st.sampled_from(_GROUNDS), _LEAST)
def test_the_shade_that_is_offered_stands_out(colour: str, behind: tuple[str, ...], least: Fraction) -> None:
    found = nearest(colour, behind, least)
    assert all(contrast(found, ground) >= least for ground in behind)
    if all(contrast(colour, ground) >= least for ground in behind):
        assert found == colour


@given(_COLOURS, st.sampled_from(_GROUNDS), _LEAST)
def test_it_keeps_the_hue(colour: str, behind: tuple[str, ...], least: Fraction) -> None:
    (_, red, yellow), (_, to_red, to_yellow) = lab(colour), lab(nearest(colour, behind, least))
    colourful, still = math.hypot(red, yellow), math.hypot(to_red, to_yellow)
    assert still <= colourful + _ROUNDED
    if min(colourful, still) > 4 * _ROUNDED:
        turned = abs(math.atan2(yellow, red) - math.atan2(to_yellow, to_red))
        assert min(turned, 2 * math.pi - turned) < 0.2


@given(_COLOURS, st.sampled_from(_GROUNDS), _LEAST, st.integers(1, 40))
def test_no_lighter_or_darker_grey_is_nearer(colour: str, behind: tuple[str, ...], least: Fraction, step: int) -> None:
    """Of greys all shades can be gone through: none between the grey and the one that is offered stands out."""
    grey = f"#{colour[1:3] * 3}"
    found = nearest(grey, behind, least)
    start, end = int(grey[1:3], 16), int(found[1:3], 16)
    between = start + (end - start) * step // 41
    assert found == f"#{found[1:3] * 3}"
    if abs(between - end) > 1:
        assert not all(contrast(f"#{f'{between:02x}' * 3}", ground) >= least for ground in behind)


@given(_COLOURS, st.sampled_from(["accent", "link"]))
def test_a_house_with_the_colour_that_is_offered_is_taken(colour: str, key: str) -> None:
    source = Source("council.yaml", f'council: Example Council\ntheme:\n  {key}: "{colour}"\n')
    problems = Problems()
    taken = house.read(source, problems)
    fixes = [problem.fix for problem in problems.found() if problem.fix]
    if taken is None:
        assert len(fixes) == 1
        again = Problems()
        taken = house.read(Source("council.yaml", apply(source, fixes)), again)
        assert again.found() == ()
    assert taken is not None
    assert all(contrast(*pair) >= TEXT_CONTRAST for pair in taken.theme.text_pairs())


def test_a_contrast_that_is_too_little_never_looks_enough() -> None:
    assert tenths(Fraction(4499, 1000)) == "4.4"
    assert tenths(Fraction(45, 10)) == "4.5"


def test_all_text_of_the_pdf_stands_on_a_ground_that_its_contrast_is_checked_on() -> None:
    theme = Theme()
    pages = lay_out(kitchen_sink(), theme, Measures()).pages
    used = set()
    for placed in (placed for page in pages for placed in page):
        fills = [item for item in placed.items if isinstance(item, Fill)]
        for line in (item for item in placed.items if isinstance(item, TextLine)):
            middle = line.y - line.size / 3
            over = [fill.colour for fill in fills if fill.y <= middle <= fill.y + fill.height
                    and fill.x <= line.x <= fill.x + fill.width]  # fmt: skip
            used |= {(run.style.colour, over[-1] if over else theme.paper) for run in line.runs}
    assert used <= set(theme.text_pairs())
    assert {theme.accent, theme.band, theme.paper} <= {ground for _, ground in used}

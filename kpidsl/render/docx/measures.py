"""Every size and space of the Word document in one place, in the units of its format.

Twips are twentieths of a point; sizes of type are half-points; drawings are in EMU, 12,700 to the point. All are whole
numbers. The page, its margins and its type are those of the PDF.
"""

from __future__ import annotations

from kpidsl.render.paper import Paper
from kpidsl.render.typeface import LIBERATION, Typeface

POINT = 20  # twips
EMU = 12_700  # to the point

SIDE, TOP, BOTTOM = 1_134, 1_280, 1_320
HEADER, FOOTER = 600, 600  # from the edge of the paper

FONT = "Arial"  # where the PDF has Liberation Sans, its twin: more readers have it
SHAPES_FONT = "Segoe UI Symbol"  # has all the shapes of statuses, which Arial has not
BODY, TABLE, FOOT, MARK, TITLE, CHAPTER, PART, COUNCIL = 24, 22, 20, 36, 48, 32, 26, 32  # half-points
LINE = 288  # 240 is single spacing

NUMBER_COLUMN, NUMBER_COLUMN_MOST, NUMBER_GAP = 760, 1_280, 140
LABEL_COLUMN = 360
CONTENTS_INDENT = 280
HANGING_SHARE = (2, 5)  # of the measure: no column of labels is wider
PARAGRAPH, ITEM, CHAPTER_SPACE, PART_SPACE, BLOCK, TITLE_SPACE = 165, 82, 412, 248, 330, 660
CELL_SIDE, CELL_TOP, CELL_GUTTER, PART_INDENT = 100, 80, 220, 220
NOTE_BAR, NOTE_INSET = 60, 280
HAIRLINE, STRONG_RULE = 4, 10  # eighths of a point

TREND_WIDTH, TREND_HEIGHT, BAR_HEIGHT, WATERMARK = 60, 14, 20, 400  # points


def page(paper: Paper) -> tuple[int, int]:
    """The width and the height of a page."""
    return round(paper.width * POINT), round(paper.height * POINT)


def measure(paper: Paper) -> int:
    """The width between the margins."""
    return page(paper)[0] - 2 * SIDE


def font(typeface: Typeface) -> str:
    """What Word is to call a typeface; where it is not installed, Word shows another."""
    return FONT if typeface == LIBERATION else typeface.name


def width_of(words: str, size: int, *, bold: bool = False) -> int:
    """About how wide words in Arial are, in twips, and rather too wide: good enough to choose a tab stop by."""
    narrow = sum(char in " .,:;'|!ijlt()[]" for char in words)
    wide = sum(char in "MW%@mw" or char.isupper() for char in words)
    thousandths = 333 * narrow + 780 * wide + (611 if bold else 556) * (len(words) - narrow - wide)
    return thousandths * size * POINT // 2 // 1000

"""Every size and space of the printed page, in points (1/72 inch), in one place.

GOV.UK asks for type of 12 points at least in documents; tables come down to 11 and running feet to 10. Vertical
spaces are multiples of half the body's line, so that pages keep a common rhythm. Large print (UKAAF, G003) is another
set of measures: all of its type has one size, and rules tell headings apart.
"""

from __future__ import annotations

from kpidsl.render.paper import A4, Paper
from kpidsl.render.typeface import LIBERATION, Typeface
from kpidsl.values import dataclass, replace


@dataclass(frozen=True, slots=True)
class Type:
    """A typeface, its size and the height of its lines."""

    size: float
    leading: float
    typeface: Typeface = LIBERATION

    @property
    def baseline(self) -> float:
        """From the top of a line down to its baseline: what centres Liberation's ascent (0.905) and descent (0.212)."""
        return self.leading / 2 + self.size * (0.905 - 0.212) / 2


@dataclass(frozen=True, slots=True)
class Measures:
    """A page with margins of 20 mm, and the type on it."""

    width: float = 595.276
    height: float = 841.89
    side: float = 56.69
    top: float = 64.0
    bottom: float = 66.0
    head_baseline: float = 40.0
    head_lines: int = 1  # of the running head, at most; the second and further ones take from the height of the text
    foot_baseline: float = 36.0  # up from the bottom edge

    body: Type = Type(12, 16.5)
    table: Type = Type(11, 14.5)
    foot: Type = Type(10, 13)
    chart: Type = Type(10, 12.5)
    mark: Type = Type(18, 22)  # DRAFT at the head of every page
    title: Type = Type(24, 29)
    chapter: Type = Type(16, 20.5)
    part: Type = Type(13, 17.5)
    part_of_part: Type = Type(12, 16.5)

    number_column: float = 38.0  # holds "15.10" and a gap; wider where a report has longer numbers,
    number_column_most: float = 64.0  # but not wider than this
    number_gap: float = 7.0
    paragraph_space: float = 8.25
    item_space: float = 4.125
    chapter_space: float = 20.625
    part_space: float = 12.375
    block_space: float = 16.5
    title_space: float = 33.0

    cell_side: float = 5.0
    cell_gutter: float = 6.0
    cell_top: float = 4.125
    part_indent: float = 11.0
    short_share: float = 0.14  # figures and statuses up to this share of the width stay on one line
    hairline: float = 0.6
    strong_rule: float = 1.2
    accent_rule: float = 2.5

    shape: float = 9.0  # a status mark's shape is drawn in a square of this side
    shape_gap: float = 5.0
    trend_width: float = 60.0
    trend_height: float = 14.0

    chart_height: float = 128.0  # of the frame in which figures are drawn; with all its labels about 60 mm
    chart_gap: float = 5.0  # between the frame and its labels
    chart_apart: float = 2.0  # labels that stand below each other
    chart_marker: float = 6.4
    chart_now: float = 9.0  # the marker of the latest figure
    chart_bar: float = 34.0  # an upright bar at its widest,
    chart_lying: float = 13.0  # a lying one
    chart_ends: float = 0.27  # of the measure, at most, for what is said at the right ends of lines,
    chart_names: float = 0.4  # and for the names of lying bars
    chart_row: float = 1.25  # above and below the lines of the table of a chart
    bar: float = 20.0  # how thick a bar is
    legend_gap: float = 16.0

    masthead_above: float = 7.0  # the rule under the council's name
    masthead_below: float = 9.0

    note_bar: float = 3.5
    note_inset: float = 14.0

    longest_line: float = 500.0  # as wide as upright pages are
    list_column: float = 18.0  # for bullets and numbers of lists, at least
    title_rule: float = 0.0  # beneath headings; none where it has no height
    chapter_rule: float = 0.0
    part_rule: float = 0.0
    stroke: float = 1.0  # how much thicker than usual the lines of drawings are
    is_large_print: bool = False  # rows too wide for a table are set as blocks, and no part has to fit on one page

    @property
    def typeface(self) -> Typeface:
        """That of all type."""
        return self.body.typeface

    @property
    def measure(self) -> float:
        """The width between the margins."""
        return self.width - 2 * self.side

    @property
    def reading(self) -> float:
        """The width of running text: on wide pages less than tables have, for long lines are hard to follow."""
        return min(self.measure, self.longest_line)

    @property
    def text_left(self) -> float:
        """Where numbered text begins."""
        return self.side + self.number_column

    @property
    def body_height(self) -> float:
        """The height between the margins."""
        return self.height - self.top - self.bottom


USUAL = Measures()


def printed(paper: Paper = A4, typeface: Typeface = LIBERATION) -> Measures:
    """The usual measures on this paper, in this typeface."""
    return _set_in(typeface, replace(USUAL, width=paper.width, height=paper.height))


def large_print(size: float = 18, typeface: Typeface = LIBERATION) -> Measures:
    """Everything in type of one size, on A4 whatever the paper of other reports is: larger sheets are hard to hold."""
    scale = size / USUAL.body.size
    type_ = Type(size, USUAL.body.leading * scale, typeface)
    usual = _each(USUAL)
    scaled = {name: value * scale for name, value in usual.items() if isinstance(value, float) and name not in _STAYS}
    types = {name: type_ for name, value in usual.items() if isinstance(value, Type)}
    head, foot = 36.0 + size / 2, 36.0
    special = {
        "top": head + type_.leading,
        "bottom": foot + 1.5 * type_.leading,
        "head_baseline": head,
        "foot_baseline": foot,
        "head_lines": 3,
        "short_share": 0.3,
        "paragraph_space": type_.leading,  # a blank line
        "cell_side": 0.3 * size,
        "trend_width": 12 * size,
        "trend_height": 2.25 * size,
        "title_rule": 3.0,
        "chapter_rule": 1.8,
        "part_rule": 0.9,
        "stroke": scale,
    }
    return replace(USUAL, **{**scaled, **types, **special}, is_large_print=True)  # type: ignore[arg-type]


_STAYS = ("width", "height", "side", "longest_line", "chart_ends", "chart_names", "short_share")


def _set_in(typeface: Typeface, measures: Measures) -> Measures:
    each = _each(measures).items()
    changed = {name: replace(type_, typeface=typeface) for name, type_ in each if isinstance(type_, Type)}
    return replace(measures, **changed)  # type: ignore[arg-type]


def _each(measures: Measures) -> dict[str, object]:
    """The measures by their names."""
    return {name: getattr(measures, name) for name in Measures.__match_args__}

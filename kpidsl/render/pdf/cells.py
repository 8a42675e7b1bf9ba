"""Sets cells side by side: the rows of tables, of facts and of keys.

Every cell of a row has the same type, so the baselines of its lines agree. A row is one strip that never breaks,
unless it is taller than it may be; then each line is a strip.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kpidsl.render.parts import Fill
from kpidsl.render.pdf.flow import Keep, Strip
from kpidsl.render.pdf.items import Item, Owner, Run, TextLine
from kpidsl.render.pdf.lines import Line
from kpidsl.render.pdf.measures import Type
from kpidsl.values import dataclass


@dataclass(frozen=True, slots=True)
class SetCell:
    """Broken lines at `x`, each with the element it belongs to; flush right to x + `flush` where that is given.

    `drawing` makes what stands in the first line, given the top of that line.
    """

    x: float
    lines: tuple[tuple[Owner, Line], ...]
    flush: float | None = None
    drawing: Callable[[float], Item] | None = None

    @property
    def count(self) -> int:
        return max(len(self.lines), 1 if self.drawing else 0)


def set_line(owner: Owner, line: Line, x: float, top: float, type_: Type, *, flush: float | None = None) -> TextLine:
    """A line in a line box whose top is `top`; flush right to x + `flush` where that is given."""
    left = x if flush is None else x + flush - line.width
    return TextLine(owner, left, top + type_.baseline, type_.size, line.runs)


def spaced(line: Line) -> Line:
    """The line with a space after it, so that readers part it from the text that follows in the same element."""
    *rest, last = line.runs
    return Line((*rest, Run(last.text + " ", last.style, last.x, last.width)), line.width)


@dataclass(frozen=True, slots=True)
class RowLook:
    """The dress of a row: free space above and below its lines, a band behind, a rule beneath."""

    type: Type
    above: float = 0.0
    below: float = 0.0
    band: Fill | None = None  # as tall as the strip
    rule: Fill | None = None  # y counts from the bottom of the row


def row_strips(
    cells: Sequence[SetCell],
    look: RowLook,
    *,
    most: float,
    space: float = 0.0,
    keep: Keep = Keep.FREE,
    header: Strip | None = None,
    from_bottom: bool = False,
) -> list[Strip]:
    """The row as one strip, or as a strip a line where it is taller than `most`.

    Cells with fewer lines than the row begin at its top, or end at its bottom where `from_bottom`.
    """
    count = max((cell.count for cell in cells), default=0)
    height = look.above + count * look.type.leading + look.below
    if height <= most:
        everything = range(count)
        return [_strip(cells, everything, count, look, space, keep, header, from_bottom)]
    strips = []
    for number in range(count):
        # two lines at least on either side of a break
        held = keep if number == count - 1 else Keep.MUST if number in (0, count - 2) else Keep.FREE
        strips.append(
            _strip(cells, range(number, number + 1), count, look, 0.0 if number else space, held, header, from_bottom)
        )
    return strips


def _strip(
    cells: Sequence[SetCell],
    numbers: range,
    count: int,
    look: RowLook,
    space: float,
    keep: Keep,
    header: Strip | None,
    from_bottom: bool,
) -> Strip:
    """The lines of the row with these numbers."""
    leading = look.type.leading
    opens, closes = numbers.start == 0, numbers.stop == count
    top = look.above if opens else 0.0
    height = top + len(numbers) * leading + (look.below if closes else 0.0)
    items: list[Item] = []
    if look.band:
        items.append(Fill(look.band.x, 0.0, look.band.width, height, look.band.colour))
    for cell in cells:
        late = count - cell.count if from_bottom else 0
        for number in numbers:
            at = top + (number - numbers.start) * leading
            if number == late and cell.drawing:
                items.append(cell.drawing(at))
            if 0 <= number - late < len(cell.lines):
                owner, line = cell.lines[number - late]
                if line.runs:
                    items.append(set_line(owner, line, cell.x, at, look.type, flush=cell.flush))
    if closes and look.rule:
        rule = look.rule
        items.append(Fill(rule.x, height + rule.y, rule.width, rule.height, rule.colour))
    return Strip(height, tuple(items), space, keep, header)

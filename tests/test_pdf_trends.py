"""What a sparkline draws: where its line and its dashed target run, and where they are broken."""

from __future__ import annotations

from decimal import Decimal

import pikepdf

from kpidsl.document.model import Sparkline
from kpidsl.render.pdf.drawing import draw_trend
from kpidsl.render.pdf.ink import Ink
from kpidsl.render.pdf.items import Artifact, Trend

Paths = list[list[tuple[int, int]]]


def _heights(*tenths: int | None) -> tuple[Decimal | None, ...]:
    return tuple(None if each is None else Decimal(each) / 10 for each in tenths)


def _drawn(sparkline: Sparkline) -> tuple[Paths, Paths, int]:
    """The dashed paths, the others, and the number of dots, of a drawing 60 wide in which a height of 1 is 10."""
    ink = Ink()
    inset = 2.3  # half of the dot for the latest value, which stays inside the box
    trend = Trend(Artifact.LAYOUT, 0, 0, 60, 10 + 2 * inset, sparkline, "#000000", "#000000")
    draw_trend(ink, trend, 100 + 10 + inset)
    pdf = pikepdf.new()
    content = pikepdf.Stream(pdf, "\n".join(ink.code).encode())
    dashed: Paths = []
    plain: Paths = []
    path: list[tuple[int, int]] = []
    dots, is_dashed = 0, False
    for instruction in pikepdf.parse_content_stream(content):
        operator, operands = str(instruction.operator), [str(each) for each in instruction.operands]
        if operator == "d":
            is_dashed = any(character.isdigit() for character in operands[0])
        elif operator in ("m", "l"):
            x, y = (float(each) for each in operands)
            path = [] if operator == "m" else path
            path.append((round(x), round((y - 100) * 10)))
        elif operator == "S":
            (dashed if is_dashed else plain).append(path)
        elif operator in ("f", "f*"):
            dots += 1
    return dashed, plain, dots


def test_the_target_goes_in_steps_and_leaves_a_gap_where_there_is_none() -> None:
    spark = Sparkline(_heights(1, 2, 3, 4), _heights(5, 5, None, 7), "")
    dashed, plain, dots = _drawn(spark)
    assert dashed == [[(0, 50), (10, 50), (10, 50), (30, 50)], [(50, 70), (60, 70)]]
    assert [[y for _, y in path] for path in plain] == [[10, 20, 30, 40]]
    assert dots == 1
    dashed, _, _ = _drawn(Sparkline(_heights(1, 2), _heights(4, 6), "", _heights(8, None)))
    assert dashed == [[(0, 40), (30, 40), (30, 60), (60, 60)], [(0, 80), (30, 80)]]


def test_a_break_parts_the_line_and_the_target() -> None:
    dashed, plain, dots = _drawn(Sparkline(_heights(1, 2, 3, 1), _heights(2, 4, 6, 2), "", breaks=(3,)))
    assert dashed == [[(0, 20), (10, 20), (10, 40), (30, 40), (30, 60), (50, 60)], [(50, 20), (60, 20)]]
    assert [[y for _, y in path] for path in plain] == [[10, 20, 30]]
    assert dots == 2  # the first of the new year stands alone, and is the latest, too

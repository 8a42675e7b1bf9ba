"""`run_floor.py FONTS OUT CALLS...`: call ReportLab's canvas as each file says, all in this process. Untagged."""

import marshal
import sys
from os import path
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas


def register(fonts: str) -> None:
    for name, file in (("Peer", "LiberationSans-Regular.ttf"), ("Peer-Bold", "LiberationSans-Bold.ttf")):
        pdfmetrics.registerFont(TTFont(name, path.join(fonts, file)))


def painted(pages: list[list[list[Any]]], target: Any) -> None:
    """Paint the pages and write the file: a path, or what takes bytes."""
    canvas = Canvas(target, pagesize=(595.276, 841.89), pageCompression=1)
    for page in pages:
        text: Any = None
        for name, *given in page:
            if name == "text":
                text.textOut(given[0])
            elif name == "at":
                text.setTextOrigin(*given)
            elif name == "font":
                text.setFont(*given)
            elif name == "begin":
                text = canvas.beginText()
            elif name == "end":
                canvas.drawText(text)
                text = None
            elif name == "fill":
                (text or canvas).setFillColorRGB(*given)
            elif name == "rect":
                x, y, wide, tall, stroke, fill = given
                canvas.rect(x, y, wide, tall, stroke=stroke, fill=fill)
            elif name == "path":
                _path(canvas, *given)
            elif name == "stroke":
                canvas.setStrokeColorRGB(*given)
            elif name == "width":
                canvas.setLineWidth(given[0])
            elif name == "dash":
                canvas.setDash(given[0])
            elif name == "cap":
                canvas.setLineCap(given[0])
            elif name == "join":
                canvas.setLineJoin(given[0])
            elif name == "save":
                canvas.saveState()
            else:
                canvas.restoreState()
        canvas.showPage()
    canvas.save()


def _path(canvas: Canvas, steps: list[list[Any]], stroke: int, fill: int) -> None:
    path_ = canvas.beginPath()
    for name, *given in steps:
        if name == "l":
            path_.lineTo(*given)
        elif name == "c":
            path_.curveTo(*given)
        elif name == "m":
            path_.moveTo(*given)
        elif name == "rect":
            path_.rect(*given)
        else:
            path_.close()
    canvas.drawPath(path_, stroke=stroke, fill=fill)


if __name__ == "__main__":
    register(sys.argv[1])
    for source in sys.argv[3:]:
        with open(source, "rb") as file:
            pages = marshal.load(file)
        painted(pages, path.join(sys.argv[2], path.basename(source)[:-8] + ".pdf"))

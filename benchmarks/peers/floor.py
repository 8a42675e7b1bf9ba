"""The floor: what a finished PDF paints, as calls of ReportLab's canvas with every position known beforehand.

The operators are read back from the pages that kpic made, so both paint the same text at the same places in the same
pieces. Tags, links and metadata are left out. `painted` is all that a maker could not do without on this canvas: a font
that still holds is named again in each text object, because ReportLab writes it there.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream

Call = list[Any]

_PAINTS = {"f": (0, 1), "f*": (0, 1), "F": (0, 1), "S": (1, 0), "s": (1, 0), "B": (1, 1), "B*": (1, 1), "b": (1, 1)}


def calls(pdf: Path) -> list[list[Call]]:
    """What to call, page by page. Each call is a name and its arguments."""
    reader = PdfReader(pdf)
    fonts: dict[int, tuple[str, dict[int, str]]] = {}
    return [_page(page, reader, fonts) for page in reader.pages]


def _page(page: Any, reader: PdfReader, known: dict[int, tuple[str, dict[int, str]]]) -> list[Call]:
    fonts = {}
    for name, reference in page["/Resources"].get("/Font", {}).items():
        number = reference.idnum
        if number not in known:
            known[number] = _font(reference.get_object())
        fonts[str(name)] = known[number]
    found: list[Call] = []
    contents = page.get_contents()
    if contents is None:
        return found
    path: list[Call] = []
    decode: dict[int, str] = {}
    font: Call = []
    is_named = False  # the font, in this text object
    x = y = lead = 0.0
    for operands, operator in ContentStream(contents, reader).operations:
        name = operator.decode()
        given = [float(each) for each in operands] if name in _NUMBERS else operands
        if name in _SHOWS and not is_named:
            found.append(font)
            is_named = True
        match name:
            case "rg" | "g" | "RG" | "G":
                colour = list(given) if len(given) == 3 else [given[0]] * 3
                found.append(["fill" if name in ("rg", "g") else "stroke", *colour])
            case "w" | "J" | "j":
                found.append(
                    [{"w": "width", "J": "cap", "j": "join"}[name], given[0] if name == "w" else int(given[0])]
                )
            case "d":
                found.append(["dash", [float(each) for each in operands[0]]])
            case "q" | "Q":
                found.append(["save" if name == "q" else "restore"])
            case "re":
                path.append(["rect", *given])
            case "m" | "l" | "c":
                path.append([name, *given])
            case "h":
                path.append(["h"])
            case "n":
                path = []
            case _ if name in _PAINTS:
                stroke, fill = _PAINTS[name]
                if len(path) == 1 and path[0][0] == "rect":
                    found.append(["rect", *path[0][1:], stroke, fill])
                elif path:
                    found.append(["path", path, stroke, fill])
                path = []
            case "BT":
                found.append(["begin"])
                x, y, is_named = 0.0, 0.0, False
            case "ET":
                found.append(["end"])
            case "Tf":
                face, decode = fonts[str(operands[0])]
                font, is_named = ["font", face, float(operands[1])], True
                found.append(font)
            case "TL":
                lead = given[0]
            case "Tm":
                x, y = given[4], given[5]
                found.append(["at", x, y])
            case "Td" | "TD":
                x, y = x + given[0], y + given[1]
                lead = -given[1] if name == "TD" else lead
                found.append(["at", x, y])
            case "T*":
                y -= lead
                found.append(["at", x, y])
            case "Tj":
                found.append(["text", _said(operands[0], decode)])
            case "'":
                y -= lead
                found += [["at", x, y], ["text", _said(operands[0], decode)]]
            case "TJ":
                parts = [_said(each, decode) for each in operands[0] if not isinstance(each, int | float)]
                found.append(["text", "".join(parts)])
            case _:  # marked content, placing of pictures: not text, and left out
                pass
    return found


_SHOWS = {"Tj", "'", "TJ"}
_NUMBERS = {"rg", "g", "RG", "G", "w", "J", "j", "re", "m", "l", "c", "TL", "Tm", "Td", "TD"}


def _said(shown: Any, decode: dict[int, str]) -> str:
    codes = shown.original_bytes if hasattr(shown, "original_bytes") else bytes(shown)
    return "".join(decode.get(code, "?") for code in codes)


def _font(font: Any) -> tuple[str, dict[int, str]]:
    """Which face a font is, and what each of its one-byte codes shows."""
    face = "Peer-Bold" if "Bold" in str(font["/BaseFont"]) else "Peer"
    text = font["/ToUnicode"].get_data().decode("latin-1")
    codes: dict[int, str] = {}
    for block in text.split("beginbfchar")[1:]:
        for line in block.split("endbfchar")[0].split("\n"):
            ends = line.replace("<", " ").replace(">", " ").split()
            if len(ends) == 2:
                codes[int(ends[0], 16)] = bytes.fromhex(ends[1]).decode("utf-16-be")
    return face, codes

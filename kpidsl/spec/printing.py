"""What the house file says of print: the typeface, the paper, and large print. Knows no YAML, and no font file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kpidsl.render.paper import A4, LARGE_PRINT, LARGE_SIZES, LargePrint, Paper, PaperSize
from kpidsl.render.typeface import SHIPPED, Typeface
from kpidsl.source import Named
from kpidsl.spec.problems import Problems

PAGE = ("size", "orientation")
LARGE = ("size", "fonts")
FACES = ("regular", "bold")
_SIZES = {"A4": PaperSize.A4, "A3": PaperSize.A3, "Letter": PaperSize.LETTER}
_ORIENTATIONS = {"portrait": False, "landscape": True}


def paper(said: Mapping[str, Named], problems: Problems) -> Paper:
    """The page; A4 upright where nothing is said."""
    size = _one_of(said.get("size"), _SIZES, "a size of paper that reports are printed on", problems)
    landscape = _one_of(said.get("orientation"), _ORIENTATIONS, "an orientation of a page", problems)
    return Paper(_SIZES[size] if size else A4.size, _ORIENTATIONS[landscape] if landscape else A4.is_landscape)


def large_print(said: Mapping[str, Named], problems: Problems) -> LargePrint:
    """How large print is set; 18 points in the typeface of all reports where nothing is said."""
    size, written = LARGE_PRINT.size, said.get("size")
    if written:
        number = written.text.lower().removesuffix("points").removesuffix("pt").strip()
        if number.isascii() and number.isdigit() and int(number) in LARGE_SIZES:
            size = int(number)
        else:
            message = f"`{written.text}` is not a size of type that large print is set in"
            span, help_ = written.span, f"between {LARGE_SIZES[0]} and {LARGE_SIZES[-1]} points; 18 is usual"
            problems.add("house-file", message, span, help_)
    named = said.get("fonts")
    return LargePrint(size, typeface(named, problems) if named else None)


def typeface(named: Named, problems: Problems) -> Typeface | None:
    """One of the typefaces that come with the program, by its short or its whole name."""
    whole = {face.name.lower(): name for name, face in SHIPPED.items()}
    short = Named(whole.get(named.text.lower(), named.text), named.span)
    found = _one_of(short, SHIPPED, "a font that comes with kpic", problems)
    return SHIPPED[found] if found else None


def _one_of(said: Named | None, known: Iterable[str], what: str, problems: Problems) -> str:
    """The known word that is said, in capitals or not; empty where there is none."""
    if said is None or not said.text:
        return ""
    words = {word.lower(): word for word in known}
    if said.text.lower() not in words:
        problems.unknown("house-file", f"`{said.text}` is not {what}", said.span, said.text, words.values())
    return words.get(said.text.lower(), "")

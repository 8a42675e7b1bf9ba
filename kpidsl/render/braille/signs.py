"""The signs of Unified English Braille as Braille ASCII, one character of it a cell.

Letters are themselves and digits are the letters a to j; only what has a sign of its own is listed. Rules of Unified
English Braille (ICEB, second edition), sections 3, 4, 6, 7 and 11.
"""

from __future__ import annotations

import unicodedata
from functools import cache

NUMERIC, GRADE_1 = "#", ";"
CAPITAL, CAPITAL_WORD, CAPITAL_PASSAGE, CAPITALS_END = ",", ",,", ",,,", ",'"
STRONG_LETTER, STRONG_WORD, STRONG_PASSAGE, STRONG_END = "^2", "^1", "^7", "^'"
NOTE_OPEN, NOTE_CLOSE = "@.<", "@.>"  # around words of the transcriber, not of the text
GUIDE_DOT = '"'  # leads the eye or finger to a number at the right
CONTINUED = '"'  # at the end of a line: the word goes on below
PREFIXES = '@^_".;,#'  # a line never ends after one of these: the sign would be cut in two


def _pairs(text: str) -> dict[str, str]:
    """Characters and their cells, by turns."""
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


SIGNS = _pairs(
    r"""
    , 1     ; 2     : 3     . 4     ! 6     ? 8     ' '     - -     ‐ -     ‑ -     – ,-    — ,-    … 444
    “ 8     ” 0     ‘ ,8    ’ ,0    ( "<    ) ">    [ .<    ] .>    { _<    } _>    / _/    \ _*    | _\
    + "6    − "-    × "8    ÷ "/    = "7    < @<    > @>    ± _6    · @*    ≤ _@<   ≥ _@>   ≠ "7@:  ≈ ^9
    ′ 7     ″ 77    ° ^J    → ;\O   ← ;\[   ↑ ;\+   ↓ ;\%   ✓ @%    • _4    * "9    & @&    @ @A    # _?
    % .0    ^ @5    _ .-    ` .*    ~ @9    § ^S    ¶ ^P    © ^C    ® ^R    ™ ^T    £ @L    $ @S    € @E
    ¢ @C    ¥ @Y    ½ #A/B  ¼ #A/D  ¾ #C/D  ² ;9#B  ³ ;9#C
    """
)
_MODIFIERS = {  # combining acute, grave, circumflex, tilde, diaeresis, cedilla, ring, caron, macron, breve
    chr(mark): cells
    for mark, cells in zip(
        (0x301, 0x300, 0x302, 0x303, 0x308, 0x327, 0x30A, 0x30C, 0x304, 0x306),
        "^/ ^* ^% ^] ^3 ^& ^$ ^+ @- @+".split(),
        strict=True,
    )
}
_LETTERS = _pairs(
    """
    ø @*O   ł @*L   đ @3D   ħ @3H   ŧ @3T   ß .!
    α .A    β .B    γ .G    δ .D    ε .E    ζ .Z    η .:    θ .?    ι .I    κ .K    λ .L    μ .M
    ν .N    ξ .X    ο .O    π .P    ρ .R    σ .S    τ .T    υ .U    φ .F    χ .&    ψ .Y    ω .W
    """
)
_FURTHER = "ẀẁẂẃẄẅỲỳ"  # Welsh; what lies beyond Latin Extended-A


@cache
def letter(char: str) -> str:
    """The cells of a letter, without a sign for its case; nothing where it is no letter that Braille has."""
    small = char.lower()
    if len(small) != 1 or char not in (small, small.upper()):
        return ""
    if small in _LETTERS:
        return _LETTERS[small]
    if small.isascii():
        return small.upper() if small.isalpha() else ""
    if char >= "\u0180" and char not in _FURTHER:
        return ""
    base, *marks = list(unicodedata.normalize("NFD", small))
    if len(marks) != 1 or marks[0] not in _MODIFIERS or not base.isascii():
        return ""
    return _MODIFIERS[marks[0]] + base.upper()


def digit(char: str) -> str:
    """The cell of a digit after the numeric indicator."""
    return "JABCDEFGHI"[int(char)]


def is_digit(char: str) -> bool:
    return char.isascii() and char.isdigit()


def is_known(char: str) -> bool:
    """Whether Braille has a sign for this character."""
    return char == " " or char in SIGNS or is_digit(char) or bool(letter(char))

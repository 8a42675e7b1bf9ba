"""Codes of characters: whatever is set reads back as itself, and what is embedded follows from the characters alone."""

from __future__ import annotations

import re
from io import BytesIO

import pikepdf
from hypothesis import given, settings, strategies as st

from kpidsl.render.pdf.file import ObjectFile
from kpidsl.render.pdf.fonts import NO_BREAK_SPACE, Face, faces
from kpidsl.render.pdf.lettering import Lettering
from kpidsl.render.typeface import ATKINSON, LIBERATION, Typeface

_SHOWN = sorted(faces(LIBERATION).shown)
_FAMILIAR = "Children’s services – 38% (of £1,524)\\ is “green”"


def _embedded(lettering: Lettering) -> dict[str, tuple[dict[int, str], bytes]]:
    """Each font by its name: its characters by their codes, and its program."""
    file = ObjectFile()
    fonts = file.add(f"<<{lettering.embed(file)}>>")
    data = file.written(
        file.add(f"<</Type/Catalog/Pages<</Type/Pages/Count 0/Kids[]>>/Fonts {fonts}>>"), file.add("<<>>")
    )
    found = {}
    with pikepdf.open(BytesIO(data)) as pdf:
        for name, font in pdf.Root.Fonts.items():
            pairs = re.findall(rb"<([0-9A-F]{2})> <((?:[0-9A-F]{4})+)>", font.ToUnicode.read_bytes())
            codes = {int(code, 16): bytes.fromhex(char.decode()).decode("utf-16-be") for code, char in pairs}
            found[name] = codes, font.FontDescriptor.FontFile2.read_bytes()
    return found


def _read(shown: tuple[tuple[str, str], ...], fonts: dict[str, tuple[dict[int, str], bytes]]) -> str:
    """Strings as a reader of the file reads them."""
    return "".join(
        fonts[name][0][code] for name, text in shown for code in bytes(pikepdf.Object.parse(text.encode("latin-1")))
    )


@settings(deadline=None, max_examples=60, derandomize=True)
@given(
    st.lists(st.text(st.sampled_from(_SHOWN), max_size=80), max_size=8),
    st.sampled_from([LIBERATION, ATKINSON]),
    st.sampled_from(Face),
)
def test_what_is_set_reads_back_as_itself_however_many_characters_there_are(
    texts: list[str], typeface: Typeface, face: Face
) -> None:
    lettering = Lettering(faces(typeface))
    shown = {text: lettering.shown(face, text) for text in (*texts, _FAMILIAR)}
    fonts = _embedded(lettering)
    for text, strings in shown.items():
        assert _read(strings, fonts) == text.replace(NO_BREAK_SPACE, " ")


def test_all_characters_of_a_face_can_be_set_at_once() -> None:
    lettering = Lettering(faces(LIBERATION))
    text = "".join(_SHOWN)
    shown = lettering.shown(Face.REGULAR, text)
    assert len({name for name, _ in shown}) > 10  # a font has room for some two hundred
    assert _read(shown, _embedded(lettering)) == text.replace(NO_BREAK_SPACE, " ")


def test_the_same_characters_embed_the_same_program_in_whatever_order_they_come() -> None:
    one, other = Lettering(faces(LIBERATION)), Lettering(faces(LIBERATION))
    one.shown(Face.BOLD, _FAMILIAR)
    other.shown(Face.BOLD, _FAMILIAR[::-1])
    assert _embedded(one) == _embedded(other)


def test_one_more_character_embeds_another_program() -> None:
    one, other = Lettering(faces(LIBERATION)), Lettering(faces(LIBERATION))
    one.shown(Face.BOLD, _FAMILIAR)
    other.shown(Face.BOLD, f"{_FAMILIAR}Z")
    (_, program), (codes, longer) = _embedded(one)["/F1"], _embedded(other)["/F1"]
    assert codes[ord("Z")] == "Z"
    assert len(longer) > len(program)

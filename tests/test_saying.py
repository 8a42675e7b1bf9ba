"""How generated words come out: in the language that is spoken, with every figure in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from hypothesis import given, strategies as st

from kpidsl.saying import say, say_in, say_number, speaking
from tests import catalogues

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Co"]))  # what officers can write


class One(NullTranslations):
    """A catalogue that says the same of everything."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def gettext(self, message: str) -> str:
        return self._text


def _said(text: str, **figures: object) -> str:
    """What comes of a catalogue's sentence."""
    with speaking(One(text)):
        return say("said otherwise in English", **figures)


# ---- Welsh words that are another before a vowel


@pytest.mark.parametrize(
    ("following", "comes_out"),
    [
        ("Addysg", "ac Addysg"),
        ("Wrecsam", "ac Wrecsam"),  # w and y are vowels
        ("Ynys Môn", "ac Ynys Môn"),
        ("ŵyl", "ac ŵyl"),
        ("Êtretat", "ac Êtretat"),
        ("Caerdydd", "a Caerdydd"),
        ("Haf", "a Haf"),
        ("“Addysg”", "ac “Addysg”"),  # whatever signs stand before it
        ("(Iechyd)", "ac (Iechyd)"),
        ("“Cartrefi”", "a “Cartrefi”"),
        ("", "a "),
        ("…", "a …"),
        # figures as they are spoken: un, dau, wyth, deg, un ar ddeg, un ar bymtheg, deunaw, wyth deg, cant, mil
        ("1", "ac 1"),
        ("2", "a 2"),
        ("8", "ac 8"),
        ("10", "a 10"),
        ("11", "ac 11"),
        ("12", "a 12"),
        ("16", "ac 16"),
        ("18", "a 18"),
        ("20", "a 20"),
        ("80", "ac 80"),
        ("85%", "ac 85%"),
        ("100", "a 100"),
        ("180", "a 180"),
        ("800", "ac 800"),
        ("1,000", "a 1,000"),
        ("8,000", "ac 8,000"),
        ("11,500", "ac 11,500"),
        ("£8m", "ac £8m"),
        ("8.5", "ac 8.5"),
    ],
)
def test_a_is_ac_before_a_vowel(following: str, comes_out: str) -> None:
    assert _said("a(c) {name}", name=following) == comes_out


@pytest.mark.parametrize(
    ("text", "name", "comes_out"),
    [
        ("â(g) {name}", "Abertawe", "âg Abertawe"),
        ("â(g) {name}", "Bangor", "â Bangor"),
        ("na(c) {name}", "80%", "nac 80%"),
        ("na(c) {name}", "70%", "na 70%"),
        ("y(r) {name}", "Alban", "yr Alban"),
        ("y(r) {name}", "haf", "yr haf"),  # before an h, too
        ("y(r) {name}", "gaeaf", "y gaeaf"),
    ],
)
def test_so_are_the_other_words_that_a_catalogue_writes_so(text: str, name: str, comes_out: str) -> None:
    assert _said(text, name=name) == comes_out


def test_it_holds_without_a_name_and_for_several_in_a_sentence() -> None:
    assert _said("te a(c) uwd") == "te ac uwd"
    text = "{one} a(c) {two}, na(c) {two} a(c) {one}"
    assert _said(text, one="Afal", two="pwdin") == "Afal a pwdin, na pwdin ac Afal"


@given(TEXTS)
def test_what_officers_write_so_stays(text: str) -> None:
    """Only the catalogue's own words change: `a(c)` in a name is what it is."""
    assert _said("{name}: a(c) b", name=f"Dosbarth a(c) {text}").startswith(f"Dosbarth a(c) {text}: a b")


# ---- figures and names


@given(TEXTS)
def test_any_text_can_stand_for_a_figure_and_stands_as_it_is(text: str) -> None:
    assert say("{figure} in {period}", figure=text, period="2021-22") == f"{text} in 2021-22"
    assert say_in("comparison", "{figure}!", figure=text) == f"{text}!"
    assert say_number(2, "{number} of {name}", "{number} of all {name}", name=text) == f"2 of all {text}"


@pytest.mark.parametrize("text", ["{", "}", "{figure}", "{period}", "{}", "{{", "{0}", "{a.b[c]}", "%s", "\\1"])
def test_braces_in_a_figure_are_no_places(text: str) -> None:
    assert say("{figure} in {period}", figure=text, period="2021-22") == f"{text} in 2021-22"


def test_a_sentence_without_figures_keeps_its_braces() -> None:
    assert say("{shown} of {all} rows shown.") == "{shown} of {all} rows shown."


def test_nothing_is_nothing_in_any_language() -> None:
    """The empty text is where a catalogue keeps what it says of itself."""
    with speaking("cy"):
        assert say("") == ""


@given(st.data())
def test_every_sentence_of_the_catalogues_can_be_filled_with_whatever_officers_write(data: st.DataObject) -> None:
    message = data.draw(st.sampled_from(_messages()))
    number = data.draw(st.integers(0, 200))
    figures = {name: data.draw(TEXTS, name) for name in sorted(_names(message)) if name != "number" or _is_one(message)}
    for language in ("en-GB", "cy"):
        with speaking(language):
            said = _spoken(message, number, figures)
        assert said
        for name, text in figures.items():
            assert text in said, name


def _messages() -> list[Message]:
    return list(catalogues.messages(catalogues.written()))


def _forms(message: Message) -> tuple[str, ...]:
    return tuple(message.id) if isinstance(message.id, list | tuple) else (message.id,)


def _is_one(message: Message) -> bool:
    return len(_forms(message)) == 1


def _names(message: Message) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(_forms(message)[-1]) if name}


def _spoken(message: Message, number: int, figures: dict[str, str]) -> str:
    one, *many = _forms(message)
    if many:
        return say_number(number, one, *many, **figures)
    return say_in(message.context, one, **figures) if message.context else say(one, **figures)


# ---- numbers of things


def _counting(forms: Sequence[str]) -> GNUTranslations:
    """A catalogue that has these forms for numbers of cats, with the rule of the Welsh one."""
    catalog = Catalog(locale="cy", fuzzy=False)
    catalog.add(("{number} cat", "{number} cats"), tuple(forms))
    out = BytesIO()
    write_mo(out, catalog)
    head = catalogues.PLURALS
    assert head in catalogues.WELSH.read_text("utf-8")
    return GNUTranslations(BytesIO(out.getvalue()))


@pytest.mark.parametrize(
    ("number", "comes_out"),
    [
        (0, "0 cathod"),
        (1, "1 gath"),
        (2, "2 gath"),
        (3, "3 chath"),
        (4, "4 cath"),
        (5, "5 cath"),
        (6, "6 chath"),
        (7, "7 cath"),
        (1_003, "1,003 cath"),
    ],
)
def test_welsh_counts_in_six_forms(number: int, comes_out: str) -> None:
    forms = ["{number} cathod", "{number} gath", "{number} gath", "{number} chath", "{number} chath", "{number} cath"]
    with speaking(_counting(forms)):
        assert say_number(number, "{number} cat", "{number} cats") == comes_out


@given(st.integers(0, 10**7))
def test_the_compiled_catalogue_counts_by_the_rule_that_its_source_states(number: int) -> None:
    with catalogues.WELSH.with_suffix(".mo").open("rb") as file:
        chosen = GNUTranslations(file).plural(number)  # type: ignore[attr-defined]
    assert chosen == {0: 0, 1: 1, 2: 2, 3: 3, 6: 4}.get(number, 5)


# ---- which language is spoken


def test_what_is_not_in_a_catalogue_is_said_in_english() -> None:
    with speaking("cy"):
        assert say("{number} dragons", number=3) == "3 dragons"
        assert say_in("heraldry", "Dragon") == "Dragon"
        assert say_number(2, "{number} dragon", "{number} dragons") == "2 dragons"


def test_a_tag_with_a_country_is_its_language() -> None:
    with speaking("cy-GB"):
        assert say("Section") == "Adran"
    with speaking("en-GB"):
        assert say("Section") == "Section"


def test_the_language_is_that_of_before_once_it_has_been_spoken_even_where_that_failed() -> None:
    with speaking("cy"):
        with pytest.raises(ZeroDivisionError), speaking("en"):
            raise ZeroDivisionError(say("Section"))
        assert say("Section") == "Adran"
    assert say("Section") == "Section"


def _sentences() -> Iterator[tuple[str, str]]:
    for message in _messages():
        for welsh in catalogues.strings(message):
            yield _forms(message)[-1], welsh


def test_no_welsh_sentence_writes_a_choice_that_is_never_made() -> None:
    """`a(g)` or `yn(g)` would be printed as it is."""
    wrong = re.compile(r"\b(?!a\(c\)|â\(g\)|na\((?:c|g)\)|y\(r\))\w+\((?:c|g|r|ng)\)")
    assert [welsh for _, welsh in _sentences() if wrong.search(welsh)] == []

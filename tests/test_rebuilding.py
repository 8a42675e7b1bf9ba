"""What was laid out and painted before is what would be laid out and painted now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings, strategies as st

from kpidsl import memo
from kpidsl.document.model import Block, Document, Heading, Link, Paragraph, Strong, Text
from kpidsl.render.pdf import render
from kpidsl.render.pdf.measures import USUAL, large_print
from kpidsl.render.theme import Theme
from tests.test_pdf_layout import DOCUMENTS, with_blocks

THEME = Theme()


def _same_in_turn(documents: list[Document], theme: Callable[[int], Theme] = lambda number: THEME) -> None:
    """Each document in a process that has rendered those before it, twice, and by itself."""
    memo.forget()
    with memo.rebuilding():
        used = [
            [render(one, theme(at), measures).value for measures in (USUAL, large_print())]
            for at, one in enumerate(documents * 2)
        ]
    for at, (one, files) in enumerate(zip(documents * 2, used, strict=True)):
        memo.forget()
        assert [render(one, theme(at), measures).value for measures in (USUAL, large_print())] == files


@settings(max_examples=30, deadline=None)
@given(DOCUMENTS, st.lists(st.permutations(range(6)), min_size=1, max_size=3), st.integers(0, 6))
def test_any_documents_of_the_same_blocks_are_rendered_as_by_themselves(
    document: Document, orders: list[list[int]], most: int
) -> None:
    blocks = document.blocks
    others = [
        replace(document, blocks=tuple(blocks[at] for at in order[:most] if at < len(blocks))) for order in orders
    ]
    _same_in_turn([document, *others])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Heading(2, (Text("One"),), "a"), Heading(3, (Text("One"),), "a")),  # the role of what is below is another
        (Paragraph((Text("\u2264 \u2192"),)), Paragraph((Text("\u2192 \u2264"),))),  # and so are the codes there
        (Heading(2, (Text("One"),), "a"), Heading(2, (Text("One"),), "b")),  # the link leads nowhere
        (Paragraph((Text("One"),)), Paragraph((Link((Text("One"),), "https://example.org"),))),  # others in the tree
        (Paragraph((Text("One"),)), Paragraph((Strong((Text("One"),)),))),  # a face more, which is the first met
    ],
    ids=("roles", "codes", "links", "elements", "faces"),
)
def test_what_differs_on_the_page_before_changes_this_one(one: Block, other: Block) -> None:
    below = Heading(4, (Text("Below"),), "below")
    codes = Paragraph((Text("\u2192 \u2264 "), Link((Text("see"),), "#a")))
    full = Paragraph((Text("word " * 900),))
    documents = [with_blocks(Heading(2, (Text("Top"),), "top"), each, full, below, codes) for each in (one, other)]
    _same_in_turn(documents)


def test_other_colours_are_painted_anew() -> None:
    document = with_blocks(Heading(2, (Text("One"),), "a"))
    _same_in_turn([document], lambda number: Theme() if number % 2 else replace(Theme(), accent="#112233"))


def test_a_page_that_stays_is_not_painted_again(monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib

    paint = importlib.import_module("kpidsl.render.pdf.paint")  # the package has a function of that name
    painted: list[object] = []
    original = paint._page

    def noting(page: object, items: object) -> object:
        painted.append(items)
        return original(page, items)

    monkeypatch.setattr(paint, "_page", noting)
    around = Paragraph((Text("word " * 900),))
    memo.forget()
    with memo.rebuilding():
        render(with_blocks(around, Paragraph((Text("This is edited."),)), around), THEME)
        assert len(painted) == 3
        painted.clear()
        render(with_blocks(around, Paragraph((Text("This was edited."),)), around), THEME)
        assert len(painted) == 1

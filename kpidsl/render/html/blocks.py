"""Each block as markup, one function a kind; tables and charts have modules of their own."""

from __future__ import annotations

from typing import assert_never

from kpidsl.document.model import (
    Block,
    Chart,
    Contents,
    Facts,
    Heading,
    Inline,
    Key,
    KeyEntry,
    List,
    NewPage,
    Note,
    PageWords,
    Paragraph,
    StackedBar,
    StatusMark,
    Table,
)
from kpidsl.render.html.charts import chart
from kpidsl.render.html.drawing import shape, stacked_bar
from kpidsl.render.html.inlines import has_link, inlines
from kpidsl.render.html.markup import Markup, element, joined, lines
from kpidsl.render.html.setting import Setting
from kpidsl.render.html.tables import status, table

_DEEPEST = 6


def block(setting: Setting, one: Block, level: int, words: PageWords | None = None) -> Markup:
    """Any block. `level` is that of a heading, and for others that of the heading above them. With `words`, tables can
    be put in order."""
    match one:
        case Heading():
            return _heading(setting, one, level)
        case Paragraph():
            return _paragraph(setting, one)
        case List():
            return _list(setting, one)
        case Facts():
            return _facts(setting, one)
        case Table():
            return table(setting, one, words)
        case Chart():
            return chart(setting, one)
        case Contents():
            return _contents(setting, one)
        case StackedBar():
            return _bar(setting, one)
        case NewPage():
            return element("div", class_="new-page")
        case Key():
            return _key(setting, one, level)
        case Note():
            return _note(setting, one, level)
        case _:
            assert_never(one)


def heading_name(level: int) -> str:
    """The element of a heading."""
    return f"h{min(level, _DEEPEST)}"


def _heading(setting: Setting, one: Heading, level: int) -> Markup:
    number = joined(element("span", one.number, class_="number"), " ") if one.number else ""
    id = setting.claimed(one.id)
    return element(heading_name(level), number, inlines(setting, one.content), id=id, tabindex="-1" if id else None)


def _paragraph(setting: Setting, one: Paragraph) -> Markup:
    content = inlines(setting, one.content)
    if one.number:
        number = element("span", one.number, class_="number")
        inside = element("span", content)
        return element("p", number, " ", inside, class_="numbered", id=setting.ids.new(f"paragraph-{one.number}"))
    return element("p", content, class_="indented" if one.indented else None)


def _list(setting: Setting, one: List) -> Markup:
    """Bullets and plain numbers are the browser's own; other labels are printed, as on paper."""
    place = "indented" if one.indented else None
    labels = (*one.labels, *("",) * (len(one.items) - len(one.labels)))
    items = [inlines(setting, item) for item in one.items]
    if all(label in ("\u2022", "") for label in labels):
        return element("ul", lines(*(element("li", item) for item in items)), class_=place)
    if labels == tuple(f"{number}." for number in range(1, len(labels) + 1)):
        return element("ol", lines(*(element("li", item) for item in items)), class_=place)
    labelled = (
        element("li", element("span", label, class_="number"), " ", element("span", item))
        for label, item in zip(labels, items, strict=True)
    )
    look = " ".join(filter(None, (place, "labelled")))
    return element("ol", lines(*labelled), class_=look, role="list")  # Safari forgets a list without marks


def _facts(setting: Setting, one: Facts) -> Markup:
    rows = (_described(fact.label, *(_values(setting, fact.values))) for fact in one.facts)
    return element("dl", lines(*rows), class_="facts")


def _values(setting: Setting, values: tuple[tuple[Inline, ...], ...]) -> tuple[Markup, ...]:
    return tuple(element("dd", inlines(setting, value)) for value in values)


def _described(term: Markup | str, *values: Markup) -> Markup:
    return element("div", element("dt", term), *values)


def _contents(setting: Setting, one: Contents) -> Markup:
    """What stands where, as links; a page on a screen has no numbers."""
    entries = []
    for entry in one.entries:
        number = joined(element("span", entry.number, class_="number"), " ") if entry.number else ""
        inside = joined(number, inlines(setting, entry.content))
        id = setting.targets.get(entry.heading)
        linked = element("a", inside, href=f"#{id}") if id and not has_link(entry.content) else inside
        entries.append(element("li", linked, class_=f"level-{entry.level}"))
    return element("ul", lines(*entries), class_="contents", role="list")


def _bar(setting: Setting, one: StackedBar) -> Markup:
    """The bar, and below it what each part stands for: one image, whose words say all of it."""
    caption = [element("p", element("strong", one.caption))] if one.caption.strip() else []
    if not any(segment.share for segment in one.segments):  # nothing to draw: say it
        return joined(*caption, element("p", one.alt))
    legend = (
        element("li", shape(segment.mark.shape, setting.colour_class(segment.mark.colour)), " ", segment.label)
        for segment in one.segments
    )
    drawn = stacked_bar(one, setting.colour_class)
    inside = element("div", drawn, element("ul", lines(*legend)), aria_hidden="true")
    return joined(*caption, element("div", inside, class_="stacked", role="img", aria_label=one.alt))


def _key(setting: Setting, one: Key, level: int) -> Markup:
    entries = element("dl", lines(*(_key_entry(setting, entry) for entry in one.entries)))
    return _section(one.title, level, entries, look="key")


def _key_entry(setting: Setting, entry: KeyEntry) -> Markup:
    mark = status(setting, entry.mark) if isinstance(entry.mark, StatusMark) else entry.mark
    return _described(mark, element("dd", inlines(setting, entry.meaning)))


def _note(setting: Setting, one: Note, level: int) -> Markup:
    return _section(one.title, level, element("p", inlines(setting, one.content)), look="note")


def _section(title: str, level: int, content: Markup, *, look: str) -> Markup:
    """Set apart under a heading of its own, so that it is found and left by headings."""
    heads = [element(heading_name(level + 1), title)] if title.strip() else []
    return element("section", *heads, content, class_=look)

"""The body of the document: every block in order, and what the other parts need to know of it."""

from __future__ import annotations

from collections.abc import Sequence

from kpidsl.document.headings import unskipped, with_title
from kpidsl.document.model import Block, Document, Heading, NewPage, Paragraph
from kpidsl.document.outline import plain
from kpidsl.render.docx import measures as m, styles
from kpidsl.render.docx.blocks import block_xml, masthead_xml
from kpidsl.render.docx.numbering import Numbering, number_column
from kpidsl.render.docx.properties import on_new_page
from kpidsl.render.docx.setting import Count, Frame, Links, Pictures, Setting
from kpidsl.render.docx.styles import Style, identifiers
from kpidsl.render.docx.xml import Xml, clean, joined
from kpidsl.render.paper import Paper
from kpidsl.render.theme import Theme
from kpidsl.saying import say
from kpidsl.values import dataclass, replace

_COUNTED = (styles.HEADINGS[1], styles.NUMBERED)  # the styles that count in the outline, one a level


@dataclass(frozen=True, slots=True)
class LaidOut:
    """The body, the setting that it was made in, and all styles that it may use. `paper` and `font` are those of a
    document without a template."""

    body: Xml
    setting: Setting
    styles: tuple[Style, ...]
    paper: Paper
    font: str


def laid_out(document: Document, theme: Theme, frame: Frame | None, paper: Paper, font: str) -> LaidOut:
    """The body of a new document, or of one in the `frame` of a template."""
    blocks = _told_apart(with_title(document))
    column = number_column([block.number for block in blocks if isinstance(block, Paragraph)])
    first = frame.first_list if frame else 1
    counted = {name: (first, level) for level, name in enumerate(_COUNTED)}
    measure = frame.measure if frame else m.measure(paper)
    wanted = styles.styles(theme, counted, column, measure, font)
    ids = identifiers(wanted, frame.present if frame else {})
    setting = Setting(
        theme=theme,
        ids=ids,
        measure=measure,
        column=column,
        bookmarks=_bookmarks(blocks),
        numbering=Numbering(
            column,
            first,
            frame.first_definition if frame else 1,
            # a template's own style counts in a list of its own, if at all
            tuple("" if frame and name.casefold() in frame.present else ids[name] for name in _COUNTED),
        ),
        links=Links(),
        pictures=Pictures(),
        drawings=Count(),
        captions={label: Count() for label in (say("Table"), say("Chart"))},  # what Word counts, each on its own
        language=document.language if frame else "",
    )
    return LaidOut(joined(_parts(setting, document, blocks)), setting, wanted, paper, font)


def _parts(setting: Setting, document: Document, blocks: Sequence[Block]) -> list[Xml]:
    shown = [block for block in blocks if isinstance(block, Heading) and _has_words(block)]
    levels = dict(zip(map(id, shown), unskipped([heading.level for heading in shown]), strict=True))
    found = [masthead_xml(setting, document.masthead)]
    opens = False  # whether a page begins with what comes next
    for block, following in zip(blocks, (*blocks, None)[1:], strict=True):
        content = block_xml(setting, block, following, levels.get(id(block), 1))
        found.append(on_new_page(content) if opens and content else content)
        opens = isinstance(block, NewPage) or (opens and not content)
    return found


def _has_words(heading: Heading) -> bool:
    return bool(clean(heading.number + plain(heading.content)).strip())


def _told_apart(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with each id on the first heading that has it and no other."""
    met: set[str] = set()
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading):
            found.append(replace(block, id="" if block.id in met else block.id))
            met.add(block.id)
        else:
            found.append(block)
    return found


def _bookmarks(blocks: Sequence[Block]) -> dict[str, str]:
    """Names that links lead to; Word takes only letters, digits and lines, and hides those that start with a line."""
    ids = [block.id for block in blocks if isinstance(block, Heading) and block.id]
    return {id: f"_heading_{at}" for at, id in enumerate(ids, 1)}

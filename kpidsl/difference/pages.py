"""Layout: what stands where in the report, as its rules say and as its pages come out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, assert_never

from kpidsl.compose.performance import detail_id
from kpidsl.difference.bare import written
from kpidsl.difference.model import Change, Layer, Nature
from kpidsl.spec.indicator import Prose
from kpidsl.spec.model import (
    ActionsPlace,
    AuthorityTable,
    ChangesPlace,
    Chapter,
    ChapterPart,
    ChartPlace,
    CommentaryPlace,
    DictionaryPlace,
    ExceptionsPlace,
    GlossaryPlace,
    MilestoneTable,
    OverviewPlace,
    PerformanceTable,
    Spec,
    SummaryPlace,
    TableColumnSpec,
    WorkingsPlace,
)
from kpidsl.spec.travel import since

if TYPE_CHECKING:
    from kpidsl.render.pdf.paging import Paging

COUNT = "Number of pages"
PAGE = "Page"
CONTENTS = "What it holds"


def layout(old: Spec, new: Spec) -> Iterator[Change]:
    """What the rules put elsewhere: sections, indicators, chapters, tables and charts."""
    yield from _order("section", [(one.name, one.label) for one in old.sections],
                      [(one.name, one.label) for one in new.sections])  # fmt: skip
    before = {one.id: one for one in old.indicators}
    for one in new.indicators:
        was = before.get(one.id)
        if was and was.section and one.section and was.section.name != one.section.name:
            yield _change(one.id, one.label, "Section", was.section.label, one.section.label)
    for section in new.sections:
        orders = [
            [(one.id, one.label) for one in spec.indicators if one.section and one.section.name == section.name]
            for spec in (old, new)
        ]
        yield from _order("indicator", *orders, entering=False)
    yield from _order("chapter", [(one.title, one.title) for one in old.chapters],
                      [(one.title, one.title) for one in new.chapters])  # fmt: skip
    chapters = {one.title: one for one in old.chapters}
    for chapter in new.chapters:
        if chapter.title in chapters:
            yield from _parts(chapters[chapter.title], chapter)
    if old.contents != new.contents:
        levels = [f"to {spec.contents} levels" if spec.contents else "" for spec in (old, new)]
        yield _change("", "Contents list", "Contents list", *levels)


def paged(old: Paging | None, new: Paging | None, spec: Spec) -> Iterator[Change]:
    """Where pages come out differently."""
    if old is None or new is None:
        return
    if old.pages != new.pages:
        yield _change("", "The report", COUNT, str(old.pages), str(new.pages))
    for one in spec.indicators:
        pages = [paging.rows.get(detail_id(one)) for paging in (old, new)]
        if pages[0] and pages[1] and pages[0] != pages[1]:
            yield _change(one.id, one.label, PAGE, str(pages[0]), str(pages[1]))


def _change(about: str, label: str, what: str, old: str, new: str) -> Change:
    return Change(Layer.PAGES, Nature.LAYOUT, about, label, what, old, new)


_Named = Sequence[tuple[str, str]]


def _order(kind: str, old: _Named, new: _Named, *, entering: bool = True) -> Iterator[Change]:
    """What is new, gone, or stands behind another than before; as few as explain the new order."""
    before, after = dict(old), dict(new)
    title = kind.capitalize()
    for name in after if entering else ():
        if name not in before:
            yield _change(f"{kind}:{name}", after[name], title, "", _after(name, after))
    for name in before if entering else ():
        if name not in after:
            yield _change(f"{kind}:{name}", before[name], title, _after(name, before), "")
    both = [name for name in before if name in after], [name for name in after if name in before]
    for name in _moved(*both):
        label = after[name]
        about = name if kind == "indicator" else f"{kind}:{name}"
        yield _change(about, label, f"Place of the {kind}", _after(name, before, both[0]), _after(name, after, both[1]))


def _after(name: str, labels: Mapping[str, str], among: Sequence[str] | None = None) -> str:
    names = list(labels) if among is None else list(among)
    at = names.index(name)
    return f"after “{labels[names[at - 1]]}”" if at else "first"


def _moved(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """Those that are not in the longest run of names that both have in the same order."""
    place = {name: at for at, name in enumerate(old)}
    best: list[list[str]] = []  # the longest run that ends with each name
    for at, name in enumerate(new):
        runs = [best[other] for other in range(at) if place[new[other]] < place[name]]
        best.append([*_longest(runs), name])
    kept = set(_longest(best))
    return [name for name in new if name not in kept]


def _longest(runs: Sequence[list[str]]) -> list[str]:
    return max(runs, key=lambda run: len(run), default=[])


def _parts(old: Chapter, new: Chapter) -> Iterator[Change]:
    """Tables, charts and the like that are new in a chapter or gone from it, or of which the order is another."""
    before, after = ([_said(part) for part in chapter.parts if not isinstance(part, Prose)] for chapter in (old, new))
    about = f"chapter:{new.title}"
    gone, fresh = [one for one in before if one not in after], [one for one in after if one not in before]
    for number in range(max(len(gone), len(fresh))):
        pair = [side[number] if number < len(side) else "" for side in (gone, fresh)]
        yield _change(about, f"Chapter “{new.title}”", CONTENTS, *pair)
    if not gone and not fresh and before != after:
        yield _change(about, f"Chapter “{new.title}”", "Order in the chapter", "; ".join(before), "; ".join(after))


def _said(part: ChapterPart) -> str:
    """A part of a chapter in the words of the language."""
    match part:
        case Prose():
            return "text"
        case PerformanceTable():
            caption = f"table “{part.caption}”" if part.caption else "table"
            return f"{caption} with the columns {', '.join(map(_column, part.columns))}"
        case MilestoneTable():
            return f"table of milestones with the columns {', '.join(one.value for one in part.columns)}"
        case ChartPlace():
            return written(part.span, keyword=True)
        case ExceptionsPlace():
            return f"exceptions where {part.where}"
        case SummaryPlace():
            against = f" since {part.comparator.value}" if part.comparator else ""
            return f"summary by {part.by.value}{against}"
        case AuthorityTable():
            return f"table of authorities “{part.caption}”" if part.caption else "table of authorities"
        case CommentaryPlace():
            return "commentary"
        case ActionsPlace():
            return "list of actions"
        case OverviewPlace():
            return "overview"
        case GlossaryPlace():
            return "glossary"
        case DictionaryPlace():
            return "dictionary"
        case ChangesPlace():
            return "changes since the last report"
        case WorkingsPlace():
            return "workings"
        case _:
            assert_never(part)


def _column(column: TableColumnSpec) -> str:
    against = f" {since(column.comparator)}" if column.comparator else ""
    parts = (
        column.column.value,
        column.benchmark.replace("_", " "),
        f"{column.periods} periods" * bool(column.periods),
    )
    return " ".join(filter(None, parts)) + against

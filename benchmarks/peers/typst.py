"""Plain content as Typst markup: tagged, with alternative texts, as Typst's own check of PDF/UA-1 asks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.peers.content import Plain
from kpidsl.render.pdf.measures import USUAL

# Marks of Typst's own, and what it would turn into other characters.
_SPECIAL = re.compile(r"[\\#$*_`<>@=~\[\]\"'/+-]|(?<=\d)\.|\.(?=\.)|:(?=/)")


_MEASURES = (
    "width", "height", "side", "top", "bottom", "number_column", "number_gap", "paragraph_space", "item_space",
    "title_space", "chapter_space", "part_space", "block_space", "cell_side", "cell_top", "hairline", "accent_rule",
    "note_bar", "note_inset", "shape", "shape_gap", "trend_width", "trend_height",
)  # fmt: skip


def markup(plain: dict[str, Any]) -> str:
    """The whole report as one file."""
    look = Path(__file__).with_name("report.typ").read_text(encoding="utf-8")
    lines = (line for block in plain["blocks"] for line in _block(block))
    return "\n".join((*_names(plain), look, *lines, ""))


def _names(plain: dict[str, Any]) -> Iterator[str]:
    """What report.typ needs to know: colours, measures and the words of the head and foot of pages."""
    language, _, region = plain["language"].partition("-")
    year, month, day = (int(part) for part in plain["dated"].split("-"))
    before, between, after = re.split(r"\{pages?\}", plain["page_label"])
    for name, colour in plain["colours"].items():
        yield f'#let {name}-colour = rgb("{colour}")'
    for name in _MEASURES:
        yield f"#let {name.replace('_', '-')} = {getattr(USUAL, name)}pt"
    for name in ("body", "table", "foot", "chart", "title", "chapter", "part", "part_of_part"):
        type_ = getattr(USUAL, name)
        yield f"#let {name.replace('_', '-')}-type = (size: {type_.size}pt, lead: {type_.leading - type_.size}pt)"
    texts = dict(zip(("council", "committee", "meeting"), plain["masthead"], strict=True))
    texts |= {"title": plain["title"], "author": plain["author"], "running-head": plain["running_head"]}
    texts |= {"before-page": before, "before-pages": between, "after-pages": after}
    texts |= {"language": language, "region": region.lower() or "gb"}
    for name, text in texts.items():
        yield f"#let {name}-text = {_string(text)}"
    yield f"#let dated = datetime(year: {year}, month: {month}, day: {day})"


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)


def _text(runs: Plain) -> str:
    return "".join(_run(*run) for run in runs)


def _run(text: str, bold: bool, target: str) -> str:
    said = _escaped(text)
    if bold:
        said = f"#strong[{said}]"
    if target.startswith("#"):
        return f"#link(<{target[1:]}>)[{said}]"
    return f"#link({_string(target)})[{said}]" if target else said


def _block(block: Plain) -> Iterator[str]:
    kind, *rest = block
    match kind:
        case "heading":
            level, tagged, number, runs, id_ = rest
            hung = f"#n[{_escaped(number)}]" if number else ""
            label = f" <{id_}>" if id_ else ""
            yield f"#h{min(level, 4)}({tagged})[{hung}{_text(runs)}]{label}"
        case "paragraph":
            number, indented, runs = rest
            if number:
                yield f"#pn[{_escaped(number)}][{_text(runs)}]"
            else:
                yield f"#pi[{_text(runs)}]" if indented else f"#p[{_text(runs)}]"
        case "small":
            yield f"#small[{_text(rest[0])}]"
        case "list":
            indented, items = rest
            labels = ", ".join(f"[{_escaped(label)}]" for label, _ in items)
            inside = "".join(f"[{_text(runs)}]" for _, runs in items)
            yield f"#items({'true' if indented else 'false'}, ({labels},)){inside}"
        case "facts":
            cells = "".join(
                f"[#strong[{_escaped(label)}]], [{' '.join(f'#p0[{_text(value)}]' for value in values)}], "
                for label, values in rest[0]
            )
            yield f"#facts({cells})"
        case "table":
            yield from _table(*rest)
        case "key":
            title, entries = rest
            cells = "".join(f"[{_cell(mark)}], [{_text(runs)}], " for mark, runs in entries)
            yield f"#key[{_escaped(title)}][#grid(columns: (auto, 1fr), column-gutter: 14pt, row-gutter: 7pt, {cells})]"
        case "note":
            title, runs = rest
            yield f"#note[{_escaped(title)}][{_text(runs)}]"
        case "chart":
            caption, alt, height, drawn = rest
            yield f"#caption[{_escaped(caption)}]"
            yield f"#drawing({_string(alt)}, {height:.2f}pt, {''.join(_part(part) + ', ' for part in drawn)})"
        case "bar":
            caption, alt, drawn, legend = rest
            yield f"#caption[{_escaped(caption)}]"
            yield f"#drawing({_string(alt)}, 22pt, {''.join(_part(part) + ', ' for part in drawn)})"
            yield f"#small[{'#h(16pt)'.join(_cell(entry) for entry in legend)}]"
        case "contents":
            for level, number, runs, heading in rest[0]:
                page = f"#context counter(page).at(<{heading}>).first()"
                yield f"#entry({level})[{_escaped(number)}][#link(<{heading}>)[{_text(runs)}]][{page}]"
        case "page":
            yield "#pagebreak(weak: true)"
        case _:
            raise ValueError(kind)


def _table(caption: str, columns: Plain, groups: Plain) -> Iterator[str]:
    if caption:
        yield f"#caption[{_escaped(caption)}]"
    widths = ", ".join(f"{weight}fr" for _, weight, _ in columns)
    flush = ", ".join("right" if numeric else "left" for _, _, numeric in columns)
    head = "".join(f"[#strong[{_escaped(title)}]], " for title, _, _ in columns)
    yield f"#table(columns: ({widths},), align: ({flush},), table.header({head}),"
    for titles, rows in groups:
        for title in titles:
            yield f"g({len(columns)})[{_escaped(title)}],"
        for runs, is_part, cells in rows:
            head = f"#h(11pt){_text(runs)}" if is_part else _text(runs)
            yield f"[{head}], {', '.join(f'[{_cell(cell)}]' for cell in cells)},"
    yield ")"


def _cell(cell: Plain) -> str:
    match cell:
        case ["text", runs]:
            return _text(runs)
        case ["muted", runs]:
            return f"#mute[{_text(runs)}]"
        case ["mark", word, shape, colour]:
            return f'#{shape}(rgb("{colour}")){_escaped(word)}'
        case ["trend", alt, drawn]:
            return f"#trend({_string(alt)}, {', '.join(_part(part) for part in drawn)})"
        case _:
            raise ValueError(cell)


def _part(part: Plain) -> str:
    match part:
        case ["line", points, colour, width, dashes]:
            dash = f"({', '.join(f'{each}pt' for each in dashes)})" if dashes else "none"
            places = ", ".join(f"({x}pt, {y}pt)" for x, y in points)
            return f'l(rgb("{colour}"), {width}pt, {dash}, {places})'
        case ["fill", x, y, width, height, colour]:
            return f'f({x:.2f}pt, {y:.2f}pt, {width:.2f}pt, {height:.2f}pt, rgb("{colour}"))'
        case ["mark", shape, x, y, size, colour, hollow]:
            dress = f'fill: white, stroke: 1.4pt + rgb("{colour}")' if hollow else f'fill: rgb("{colour}")'
            if shape == "circle" and not hollow:
                return f'o({x:.2f}pt, {y:.2f}pt, {size:.2f}pt, rgb("{colour}"))'
            drawn = f"std.circle(radius: {size / 2:.2f}pt, {dress})"
            if shape != "circle":
                drawn = f"rect(width: {size:.2f}pt, height: {size:.2f}pt, {dress})"
            return f"place(std.top + left, dx: {x:.2f}pt, dy: {y:.2f}pt, {drawn})"
        case ["words", text, x, baseline, colour, bold]:
            weight = '"bold"' if bold else '"regular"'
            return f'w({x:.2f}pt, {baseline:.2f}pt, rgb("{colour}"), {weight})[{_escaped(text)}]'
        case _:
            raise ValueError(part)

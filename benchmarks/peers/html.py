"""Plain content as a page of HTML for WeasyPrint, in the sizes and colours of kpic's own pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from benchmarks.peers.content import TALL, WIDE, Plain
from kpidsl.render.pdf.measures import USUAL, Type


def markup(plain: dict[str, Any], fonts: Path) -> str:
    """The whole report as one page; the files of its typeface are in the folder `fonts`."""
    body = "\n".join(line for block in plain["blocks"] for line in _block(block))
    council, committee, meeting = (escape(text) for text in plain["masthead"])
    head = f'<p class="council">{council}</p><p class="plain">{committee}</p><p class="plain last">{meeting}</p>'
    return (
        f'<!doctype html><html lang="{plain["language"]}"><head><meta charset="utf-8"><title>{escape(plain["title"])}'
        f'</title><meta name="author" content="{escape(plain["author"])}"><style>{_style(plain, fonts)}</style></head>'
        f"<body>{head}\n{body}</body></html>\n"
    )


def _text(runs: Plain) -> str:
    return "".join(_run(*run) for run in runs)


def _run(text: str, bold: bool, target: str) -> str:
    said = f"<b>{escape(text)}</b>" if bold else escape(text)
    return f'<a href="{escape(target)}">{said}</a>' if target else said


def _block(block: Plain) -> Iterator[str]:
    kind, *rest = block
    match kind:
        case "heading":
            level, tagged, number, runs, id_ = rest
            hung = f'<span class="n">{escape(number)}</span>' if number else ""
            yield f'<h{tagged} class="l{level}" id="{escape(id_)}">{hung}{_text(runs)}</h{tagged}>'
        case "paragraph":
            number, indented, runs = rest
            if number:
                yield f'<p class="hung"><span class="n">{escape(number)}</span>{_text(runs)}</p>'
            else:
                yield f'<p class="in">{_text(runs)}</p>' if indented else f"<p>{_text(runs)}</p>"
        case "small":
            yield f'<p class="small">{_text(rest[0])}</p>'
        case "list":
            indented, items = rest
            dress = ' class="in"' if indented else ""
            yield f"<ul{dress}>"
            for label, runs in items:
                yield f'<li style="list-style-type: \'{escape(label)}\'"><span class="item">{_text(runs)}</span></li>'
            yield "</ul>"
        case "facts":
            yield '<table class="facts">'
            for label, values in rest[0]:
                inside = "<br>".join(_text(value) for value in values)
                yield f"<tr><th>{escape(label)}</th><td>{inside}</td></tr>"
            yield "</table>"
        case "table":
            yield from _table(*rest)
        case "key":
            title, entries = rest
            yield f'<table class="key"><caption>{escape(title)}</caption>'
            for mark, runs in entries:
                yield f"<tr><td>{_inside(mark)}</td><td>{_text(runs)}</td></tr>"
            yield "</table>"
        case "note":
            title, runs = rest
            yield f'<div class="note"><p><b>{escape(title)}</b></p><p>{_text(runs)}</p></div>'
        case "chart":
            caption, alt, height, drawn = rest
            yield f'<p class="caption">{escape(caption)}</p>'
            yield _svg(alt, USUAL.measure, height, drawn)
        case "bar":
            caption, alt, drawn, legend = rest
            yield f'<p class="caption">{escape(caption)}</p>'
            yield _svg(alt, USUAL.measure, 22, drawn)
            yield f'<p class="small">{" ".join(_inside(entry) for entry in legend)}</p>'
        case "contents":
            for level, number, runs, heading in rest[0]:
                yield (
                    f'<p class="entry" style="margin-left: {(level - 1) * 12}pt"><span class="n">{escape(number)}</span>'
                    f'<a href="#{escape(heading)}">{_text(runs)}</a></p>'
                )
        case "page":
            yield '<div class="page"></div>'
        case _:
            raise ValueError(kind)


def _table(caption: str, columns: Plain, groups: Plain) -> Iterator[str]:
    whole = sum(weight for _, weight, _ in columns)
    yield f'<table class="figures"><caption>{escape(caption)}</caption><colgroup>'
    yield "".join(f'<col style="width: {100 * weight / whole:.2f}%">' for _, weight, _ in columns) + "</colgroup><thead><tr>"
    yield "".join(f'<th scope="col"{_flush(numeric)}>{escape(title)}</th>' for title, _, numeric in columns)
    yield "</tr></thead>"
    for titles, rows in groups:
        yield "<tbody>"
        for title in titles:
            yield f'<tr class="group"><td colspan="{len(columns)}">{escape(title)}</td></tr>'
        for runs, is_part, cells in rows:
            dress = ' class="part"' if is_part else ""
            yield f'<tr><th scope="row"{dress}>{_text(runs)}</th>'
            for (_, _, numeric), cell in zip(columns[1:], cells, strict=False):
                yield f"<td{_flush(numeric)}>{_inside(cell)}</td>"
            yield "</tr>"
        yield "</tbody>"
    yield "</table>"


def _flush(numeric: bool) -> str:
    return ' class="figure"' if numeric else ""


def _inside(cell: Plain) -> str:
    match cell:
        case ["text", runs]:
            return _text(runs)
        case ["muted", runs]:
            return f'<span class="muted">{_text(runs)}</span>'
        case ["mark", word, shape, colour]:
            drawn = _mark(shape, 0.0, 0.0, USUAL.shape, f'fill="{colour}"')
            return f'<svg class="shape" width="9pt" height="9pt" viewBox="0 0 9 9">{drawn}</svg>{escape(word)}'
        case ["trend", alt, drawn]:
            return _svg(alt, WIDE, TALL, drawn)
        case _:
            raise ValueError(cell)


def _svg(alt: str, wide: float, tall: float, drawn: Plain) -> str:
    size = f'width="{wide:.2f}pt" height="{tall:.2f}pt" viewBox="0 0 {wide:.2f} {tall:.2f}"'
    return f'<svg role="img" aria-label="{escape(alt)}" {size}>{"".join(_part(part) for part in drawn)}</svg>'


def _part(part: Plain) -> str:
    match part:
        case ["line", points, colour, width, dashes]:
            dash = f' stroke-dasharray="{" ".join(map(str, dashes))}"' if dashes else ""
            path = "L".join(f"{x} {y}" for x, y in points)
            return f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="{width}"{dash}/>'
        case ["fill", x, y, width, height, colour]:
            return f'<rect x="{x:.2f}" y="{y:.2f}" width="{width:.2f}" height="{height:.2f}" fill="{colour}"/>'
        case ["mark", shape, x, y, size, colour, hollow]:
            dress = f'fill="#fff" stroke="{colour}" stroke-width="1.4"' if hollow else f'fill="{colour}"'
            return _mark(shape, x, y, size, dress)
        case ["words", text, x, baseline, colour, bold]:
            weight = ' font-weight="bold"' if bold else ""
            return f'<text x="{x:.2f}" y="{baseline:.2f}" font-family="Liberation Sans" font-size="10" fill="{colour}"{weight}>{escape(text)}</text>'
        case _:
            raise ValueError(part)


def _mark(shape: str, x: float, y: float, size: float, dress: str) -> str:
    half = size / 2
    match shape:
        case "circle":
            return f'<circle cx="{x + half:.2f}" cy="{y + half:.2f}" r="{half * 0.94:.2f}" {dress}/>'
        case "diamond":
            return f'<path d="M{x + half} {y}l{half} {half}-{half} {half}-{half}-{half}z" {dress}/>'
        case "triangle":
            return f'<path d="M{x + half} {y}L{x + size} {y + 0.92 * size}H{x}z" {dress}/>'
        case _:
            return f'<rect x="{x:.2f}" y="{y:.2f}" width="{size:.2f}" height="{size:.2f}" {dress}/>'


def _font(type_: Type) -> str:
    return f"font-size: {type_.size}pt; line-height: {type_.leading}pt"


def _style(plain: dict[str, Any], fonts: Path) -> str:
    colour = plain["colours"]
    faces = "".join(
        f'@font-face {{ font-family: "Liberation Sans"; font-weight: {weight}; src: url("{(fonts / file).as_uri()}") }}'
        for weight, file in (("normal", "LiberationSans-Regular.ttf"), ("bold", "LiberationSans-Bold.ttf"))
    )
    label = re.sub(r"\{pages\}", '" counter(pages) "', re.sub(r"\{page\}", '" counter(page) "', plain["page_label"]))
    furniture = f'font: {USUAL.foot.size}pt "Liberation Sans"; color: {colour["muted"]}'
    running = plain["running_head"].replace('"', r"\"")
    return f"""{faces}
@page {{ size: {USUAL.width}pt {USUAL.height}pt; margin: {USUAL.top}pt {USUAL.side}pt {USUAL.bottom}pt;
  @top-left {{ content: "{running}"; {furniture}; width: 100% }} @bottom-right {{ content: "{label}"; {furniture} }} }}
@page :first {{ @top-left {{ content: none }} }}
body {{ font-family: "Liberation Sans"; margin: 0; color: {colour["text"]}; {_font(USUAL.body)} }}
p {{ margin: {USUAL.paragraph_space}pt 0; orphans: 2; widows: 2 }} b, th {{ font-weight: bold }}
a {{ color: {colour["link"]} }} .muted {{ color: {colour["muted"]} }}
h1, h2, h3, h4, h5, h6 {{ margin: {USUAL.part_space}pt 0 {USUAL.paragraph_space}pt; {_font(USUAL.part)}; break-after: avoid; break-inside: avoid }}
h1.l1 {{ {_font(USUAL.title)}; margin-top: {USUAL.title_space}pt; color: {colour["accent"]} }}
.l2 {{ {_font(USUAL.chapter)}; margin-top: {USUAL.chapter_space}pt; color: {colour["accent"]} }}
.l4 {{ {_font(USUAL.part_of_part)} }}
.n {{ display: inline-block; width: {USUAL.number_column}pt; text-indent: 0 }}
.hung {{ padding-left: {USUAL.number_column}pt; text-indent: -{USUAL.number_column}pt }} .in {{ padding-left: {USUAL.number_column}pt }}
ul {{ margin: {USUAL.paragraph_space}pt 0; padding: 0 0 0 {USUAL.number_column}pt }} li {{ margin: {USUAL.item_space}pt 0 }}
.item {{ padding-left: 12pt }} .small {{ {_font(USUAL.table)} }}
.council {{ font-weight: bold; color: {colour["accent"]}; margin: 0 0 9pt; padding-bottom: 7pt; border-bottom: {USUAL.accent_rule}pt solid {colour["accent"]} }}
.plain {{ margin: 0 }} .caption, caption {{ font-weight: bold; text-align: left; break-after: avoid; margin: 0; {_font(USUAL.body)} }}
table {{ border-collapse: collapse; width: 100%; margin: {USUAL.block_space}pt 0; {_font(USUAL.table)} }}
td, th {{ text-align: left; vertical-align: top; padding: {USUAL.cell_top}pt {USUAL.cell_side}pt; border-bottom: {USUAL.hairline}pt solid {colour["rule"]} }}
.figures {{ table-layout: fixed }} tbody th {{ font-weight: normal }} .figures tr {{ break-inside: avoid }}
thead th {{ vertical-align: bottom; border-bottom: {USUAL.strong_rule}pt solid {colour["accent"]} }}
.figure {{ text-align: right }} .group td {{ font-weight: bold; background: {colour["band"]}; break-after: avoid }} .part {{ padding-left: 16pt }}
.facts {{ {_font(USUAL.body)} }} .facts th {{ width: 155pt; padding-left: 0; font-weight: bold }}
.key td {{ border: 0; padding: {USUAL.item_space / 2}pt {USUAL.number_gap}pt {USUAL.item_space / 2}pt 0 }} .key {{ break-inside: avoid }}
.note {{ border-left: {USUAL.note_bar}pt solid {colour["accent"]}; padding-left: {USUAL.note_inset}pt; margin: {USUAL.block_space}pt 0; break-inside: avoid }}
.note p {{ margin: 0 }} svg {{ vertical-align: middle }} .shape {{ margin-right: {USUAL.shape_gap}pt }} .page {{ break-after: page }}
.entry {{ margin: 0 }} .entry a::after {{ content: leader(" ") target-counter(attr(href), page) }}"""

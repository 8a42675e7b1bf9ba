"""Plain content as a page of HTML for WeasyPrint, in the sizes and colours of kpic's own pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from html import escape
from pathlib import Path
from string import Template
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
                    f'<p class="entry" style="margin-left: {(level - 1) * 12}pt">'
                    f'<span class="n">{escape(number)}</span><a href="#{escape(heading)}">{_text(runs)}</a></p>'
                )
        case "page":
            yield '<div class="page"></div>'
        case _:
            raise ValueError(kind)


def _table(caption: str, columns: Plain, groups: Plain) -> Iterator[str]:
    whole = sum(weight for _, weight, _ in columns)
    yield f'<table class="figures"><caption>{escape(caption)}</caption><colgroup>'
    yield (
        "".join(f'<col style="width: {100 * weight / whole:.2f}%">' for _, weight, _ in columns)
        + "</colgroup><thead><tr>"
    )
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
            dress = f'font-family="Liberation Sans" font-size="10" fill="{colour}"{weight}'
            return f'<text x="{x:.2f}" y="{baseline:.2f}" {dress}>{escape(text)}</text>'
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
    measures = {field.name: getattr(USUAL, field.name) for field in fields(USUAL)}
    types = {f"{name}_type": _font(each) for name, each in measures.items() if isinstance(each, Type)}
    style = Path(__file__).with_name("report.css").read_text(encoding="utf-8")
    given = {**measures, **types, **colour, "furniture": furniture, "running": running, "label": label}
    return faces + Template(style).substitute(given)

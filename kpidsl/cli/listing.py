"""`kpic docs` and `kpic list`: what a spec declares, for people and for programs. No data are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from kpidsl import pipeline, workspace
from kpidsl.cli.console import PROBLEMS, existing, fail, hand_over, more, report
from kpidsl.compose import dictionary_page
from kpidsl.compose.compose import dated
from kpidsl.diagnostics import show
from kpidsl.document.model import Column, Row, RowGroup, Table, Text, TextCell
from kpidsl.render import csv, text
from kpidsl.render.json import Plain, render as render_json
from kpidsl.render.markdown import render as render_markdown
from kpidsl.saying import speaking
from kpidsl.spec.model import Spec
from kpidsl.spec.project import MadeFrom

_NOBODY = "(nobody named)"
_ENDLESS = 10_000  # characters of a line


@click.command()
@click.argument("spec", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["markdown", "html"]),
    help="How to write it (default: by the name of FILE; markdown where it is printed).",
)
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Write it to FILE (default: print it).")
def docs(spec: Path, form: str | None, out: Path | None) -> None:
    """Make the dictionary of the indicators of SPEC: definition, owner, targets, and how each is judged.

    It is made of the rules alone, so it can be made before there are any data.
    """
    rules, made_from = _rules(spec)
    named = "html" if out is not None and out.suffix.lower() in (".html", ".htm") else "markdown"
    with speaking(rules.language):
        page = dictionary_page.document(rules, made_from)
        if (form or named) == "markdown":
            content = render_markdown(page)
        else:
            from kpidsl.render.html import render as render_html  # only here: nothing else needs it

            content = render_html(page, rules.house.theme, rules.house.paper, rules.house.typeface)
    hand_over(content, form or named, out, "the dictionary", f"{_count(len(rules.indicators), 'indicator')}")


@click.command("list")
@click.argument("spec", type=click.Path(path_type=Path))
@click.option("--sections", "by", flag_value="section", help="List the sections, with how many indicators each has.")
@click.option("--owners", "by", flag_value="owner", help="List the owners, with how many indicators each answers for.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "csv", "json"]),
    default="text",
    help="How to write it (default: text; csv is for Excel).",
)
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Write it to FILE (default: print it).")
def listed(spec: Path, by: str | None, form: str, out: Path | None) -> None:
    """List the indicators of SPEC, a line each, or its sections or owners."""
    rules, made_from = _rules(spec)
    columns, rows = _counted(rules, by) if by else _indicators(rules, made_from)
    content = _written(columns, rows, form, dated(rules).title)
    hand_over(content, form, out, "the list", _count(len(rows), by or "indicator"))


def _rules(spec: Path) -> tuple[Spec, MadeFrom]:
    read = workspace.reader(spec.parent)
    outcome = pipeline.rules(existing(spec).name, read)
    if outcome.value is None:
        report(outcome.diagnostics)
        fail(PROBLEMS, f"{show.count(outcome.diagnostics)}; nothing was made; {more(outcome.diagnostics)}")
    folder = spec.parent.as_posix()
    return outcome.value, MadeFrom("" if folder == "." else f"{folder}/", ())


Rows = Sequence[tuple[str | int, ...]]


def _indicators(spec: Spec, made_from: MadeFrom) -> tuple[tuple[str, ...], Rows]:
    columns = ("indicator", "label", "section", "unit", "polarity", "owner", "declared")
    rows = [
        (
            one.id,
            one.label,
            one.section.name if one.section else "",
            str(one.unit),
            one.polarity.value,
            one.owner,
            f"{made_from.name(one.span.source)}:{one.span.line}",
        )
        for one in spec.indicators
    ]
    return columns, rows


def _counted(spec: Spec, by: str) -> tuple[tuple[str, ...], Rows]:
    """The sections in their order, or the owners as they come, with how many indicators each has."""
    if by == "section":
        counts = Counter(one.section.name for one in spec.indicators if one.section)
        return ("section", "label", "indicators"), [(one.name, one.label, counts[one.name]) for one in spec.sections]
    owners = Counter(one.owner or _NOBODY for one in spec.indicators)
    return ("owner", "indicators"), list(owners.items())


def _written(columns: tuple[str, ...], rows: Rows, form: str, title: str) -> bytes:
    if form == "csv":
        return csv.file(columns, [tuple(map(str, row)) for row in rows])
    if form == "json":
        found: list[Plain] = [dict(zip(columns, row, strict=True)) for row in rows]
        return render_json(found)
    if not rows:
        return b"There are none.\n"
    # A line each, however long, for people to look through and other commands to search.
    return text.render([_table(columns, rows, title)], width=_ENDLESS).encode("utf-8")


def _table(columns: Iterable[str], rows: Rows, title: str) -> Table:
    lines = tuple(
        Row((Text(str(first)),), tuple(TextCell((Text(str(cell)),)) for cell in rest)) for first, *rest in rows
    )
    named = tuple(Column(name.capitalize(), 10, numeric=name == "indicators") for name in columns)
    return Table(title, named, (RowGroup("", lines),))


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"

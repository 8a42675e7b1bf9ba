"""`kpic explain`: what a code means, or how a figure of the report came about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import click

from kpidsl import explainer, pipeline, workspace
from kpidsl.cli.checks import is_report
from kpidsl.cli.console import (
    AS_AT,
    AUTHORITY,
    COULD_NOT_RUN,
    PROBLEMS,
    day_given,
    existing,
    fail,
    hand_over,
    more,
    of_one,
    report,
    say,
)
from kpidsl.compose import explained, explained_milestone
from kpidsl.compose.explained import Explained
from kpidsl.data.model import Dataset
from kpidsl.diagnostics import show
from kpidsl.diagnostics.catalogue import CATALOGUE
from kpidsl.diagnostics.diagnostic import closest
from kpidsl.document.model import Block, Facts, Heading, List, Note, Paragraph, Table
from kpidsl.document.outline import plain
from kpidsl.engines.counter import counter
from kpidsl.evaluation.figures import names
from kpidsl.period import Period
from kpidsl.pipeline import Composed
from kpidsl.render import text
from kpidsl.render.json import Plain, render as render_json
from kpidsl.render.markdown import render as render_markdown
from kpidsl.spec.indicator import Indicator

_SPECS = Path("specs")
FORMATS = ("text", "markdown", "html", "json")


@click.command()
@click.argument("what", nargs=-1, metavar="[CODE | ID[@PERIOD] [SPEC]]")
@click.option("--all", "everything", is_flag=True, help="Explain every code.")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    help="How to write it (default: text). Codes are explained as text or Markdown.",
)
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Write it to FILE (default: print it).")
@AUTHORITY
@AS_AT
def explain(
    what: tuple[str, ...], everything: bool, form: str, out: Path | None, authority: str, as_at: datetime | None
) -> None:
    """Say how a figure came about, or what a problem means.

    ID is an indicator or milestone of SPEC: where its figure comes from, what its target is and who set it, why it has
    its status and not the next better one, and which commentary rule was chosen. With @PERIOD, an earlier period is
    judged by the rules of today. SPEC can be left out where there is just one report in the folder `specs`.

    CODE stands in square brackets at the start of a message: error[unit-mismatch]. It is explained with what it means,
    why it matters, and an example put right. Without anything, all codes are listed.
    """
    name, spec = _asked(what)
    if everything or not name:
        _codes(everything, form, out)
    elif name in CATALOGUE and spec is None:
        one = explainer.as_text if _of_codes(form) == "text" else explainer.as_markdown
        _codes_out(one(CATALOGUE[name]), "the explanation", form, out)
    else:
        _figure(name, spec or _only_spec(name), form, out, authority, as_at)


def _asked(what: tuple[str, ...]) -> tuple[str, Path | None]:
    """What is to be explained, and the spec. A period may be written with a space, in quotes or without."""
    if len(what) == 1 and what[0].lower().endswith(".kpi"):
        advice = f"kpic explain ID {what[0]}; `kpic list {what[0]}` lists what there is"
        fail(COULD_NOT_RUN, f"say what to explain: {advice}")
    if len(what) > 1 and what[-1].lower().endswith(".kpi"):
        return " ".join(what[:-1]), Path(what[-1])
    return " ".join(what), None


# ---- codes


def _codes(everything: bool, form: str, out: Path | None) -> None:
    if everything:
        whole = explainer.everything_as_text if _of_codes(form) == "text" else explainer.everything_as_markdown
        _codes_out(whole(), "the explanations", form, out)
    else:
        _codes_out(explainer.listing(), "the list of codes", form, out)


def _of_codes(form: str) -> str:
    if form not in ("text", "markdown"):
        fail(COULD_NOT_RUN, f"codes are explained as text or Markdown, not as {form}")
    return form


def _codes_out(content: str, called: str, form: str, out: Path | None) -> None:
    if out is None:
        say(content, called)
    else:
        hand_over(f"{content}\n".encode(), form, out, called, "written")


# ---- figures


def _only_spec(name: str) -> Path:
    """The only report in `specs`."""
    specs = [path for path in sorted(_SPECS.glob("*.kpi")) if is_report(path)]
    if len(specs) == 1:
        return specs[0]
    if specs:
        listed = ", ".join(path.as_posix() for path in specs)
        fail(
            COULD_NOT_RUN, f"there are several reports ({listed}); name the one that is meant: kpic explain {name} SPEC"
        )
    meant = closest(name, CATALOGUE)
    help_ = f"did you mean `{meant}`?" if meant else "`kpic explain` lists all codes"
    fail(PROBLEMS, f"there is no code `{name}`; {help_} For an indicator, name its spec: kpic explain {name} SPEC")


def _figure(name: str, spec: Path, form: str, out: Path | None, authority: str, as_at: datetime | None) -> None:
    read, day = workspace.reader(spec.parent), day_given(as_at)
    outcome = pipeline.compose_report(
        existing(spec).name, read, day, draft=True, count=counter(spec.parent), formats=(), authority=authority
    )
    composed = outcome.value
    if composed is None:
        report(outcome.diagnostics)
        fail(PROBLEMS, f"{show.count(outcome.diagnostics)}; nothing is explained; {more(outcome.diagnostics)}")
    of_one(composed.authorities, authority, composed.spec.is_together)
    result = found(name, spec.as_posix(), composed)
    hand_over(written(result, composed, form), form, out, "the explanation", f"{result.id} explained")


def found(name: str, spec: str, composed: Composed) -> Explained:
    """What `ID` or `ID@PERIOD` asks for; what cannot be explained ends the command."""
    id, _, when = (part.strip() for part in name.partition("@"))
    evaluation = composed.evaluation
    indicators = {one.indicator.id: one.indicator for one in evaluation.assessments}
    milestones = [one.milestone.id for one in evaluation.milestones]
    if id in milestones:
        if when:
            fail(PROBLEMS, f"`{id}` is a milestone, and judged as on a day; --as-at DATE gives another day")
        return explained_milestone.explain(id, evaluation, composed.inputs.made_from)
    if id not in indicators:
        meant = closest(id, (*indicators, *milestones, *CATALOGUE))
        help_ = f"did you mean `{meant}`?" if meant else f"`kpic list {spec}` lists what there is"
        fail(PROBLEMS, f"{spec} has no indicator or milestone `{id}`, nor is that a code; {help_}")
    period = _period(when, id, composed) if when else evaluation.spec.period
    result = explained.explain(id, period, evaluation, composed.spec, composed.dataset, composed.inputs)
    if result is None:
        periods = _listed(periods_of(indicators[id], composed.dataset, evaluation.spec.period))
        fail(PROBLEMS, f"there is no figure of `{id}` for {period}; the data have it for {periods}")
    return result


def _period(written: str, id: str, composed: Composed) -> Period:
    report_on = composed.evaluation.spec.period
    period = Period.parse(written, composed.spec.house.financial_year_starts)
    if period is None:
        fail(PROBLEMS, f"`{written}` is not a period; write it like this: {id}@{report_on.previous}")
    if period.end > report_on.end:
        fail(
            PROBLEMS, f"{period} ends after the report's period, {report_on}; only that and earlier ones are explained"
        )
    return period


def periods_of(indicator: Indicator, dataset: Dataset, report_on: Period) -> tuple[Period, ...]:
    """The periods up to the report's that the data have rows of an indicator for, earliest first."""
    return tuple(sorted(one for one in dataset.periods(*names(indicator)) if one.end <= report_on.end))


def _listed(periods: Iterable[Period]) -> str:
    return ", ".join(map(str, periods)) or "no period"


# ---- the forms


def written(one: Explained, composed: Composed, form: str) -> bytes:
    """An explanation in one of the `FORMATS`."""
    page = explained.document(one, composed.spec, composed.as_at)
    if form == "text":
        return text.render(page.blocks).encode("utf-8")
    if form == "markdown":
        return render_markdown(page)
    if form == "json":
        return render_json(_structure(one))
    from kpidsl.render.html import render as render_html  # only here: nothing else needs it

    house = composed.spec.house
    return render_html(page, house.theme, house.paper, composed.typeface)


def _structure(one: Explained) -> Plain:
    """An explanation for programs: its result, and its parts with their words."""
    parts: list[dict[str, Plain]] = []
    said: list[Plain] = []
    for block in one.blocks:
        if isinstance(block, Heading):
            said = []
            parts.append({"title": plain(block.content), "content": said})
        elif parts:
            said.append(_plain(block))
    notes = [_plain(block) for block in one.blocks[: _first_heading(one.blocks)]]
    return {
        "id": one.id,
        "label": one.label,
        "period": one.period,
        "figure": one.figure or None,
        "exact": one.exact or None,
        "status": one.status or None,
        "notes": notes,
        "parts": parts,
    }


def _first_heading(blocks: tuple[Block, ...]) -> int:
    return next((at for at, block in enumerate(blocks) if isinstance(block, Heading)), len(blocks))


def _plain(block: Block) -> Plain:
    match block:
        case Facts():
            return {fact.label: [plain(value) for value in fact.values] for fact in block.facts}
        case Table():
            rows = [[plain(row.header), *map(text.cell, row.cells)] for group in block.groups for row in group.rows]
            return {"caption": block.caption, "columns": [column.title for column in block.columns], "rows": rows}
        case List():
            return [plain(item) for item in block.items]
        case Note():
            return f"{block.title}: {plain(block.content)}"
        case Paragraph():
            return plain(block.content)
        case _:
            raise AssertionError("no explanation has such a block")

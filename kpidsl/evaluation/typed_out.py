"""Figures that are not shown, and that somebody typed by hand all the same: into notes, actions, rules, chapters,
definitions, reasons or the notes of rows. Only what this report prints is looked at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from kpidsl.data.model import Dataset, Observation
from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.evaluation.cells import Cell, Table
from kpidsl.evaluation.figures import figure, names
from kpidsl.evaluation.model import Evaluation, Figure
from kpidsl.evaluation.protect import Protection
from kpidsl.patterns import lazily
from kpidsl.period import Period
from kpidsl.quantity import Dimension, round_half_up, spell
from kpidsl.spec.indicator import Indicator, Prose
from kpidsl.spec.mentions import Mention, in_cell
from kpidsl.spec.typed import numbers
from kpidsl.terms import Kind, Reason
from kpidsl.values import dataclass

# Words that say that a sentence speaks of another period than the report's.
_OTHER_TIME = lazily(r"\b(?:last|previous|earlier|before|ago|from|compared|against)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Secret:
    """A figure that is not shown; `kind` is its sign or unit, as a `typed.Number` has it."""

    amount: Fraction
    kind: str
    period: Period


def typed_out(published: Evaluation, protection: Protection, true: Dataset) -> Iterator[Diagnostic]:
    """An error for each. No `allow` line lifts it."""
    if protection.table is None or not protection.keys:
        return
    spec = published.spec
    hidden = _hidden(protection.table, protection)
    gone: dict[str, set[Period]] = {}
    for name, period, _ in protection.keys:
        gone.setdefault(name, set()).add(period)
    noted: dict[str, list[Observation]] = {}
    for row in protection.dataset.observations.values():
        if row.note:
            noted.setdefault(row.name, []).append(row)
    secrets = {one.id: tuple(_secrets(one, hidden, gone, protection, true)) for one in spec.indicators}
    for one in published.assessments:
        indicator = one.indicator
        own = [mention for chosen in one.rules for mention in chosen.rule.prose.mentions]
        notes = spec.notes_on(indicator.id)
        own += [mention for note in notes for mention in note.prose.mentions]
        own += [mention for note in notes for action in note.actions for mention in action.mentions]
        yield from _told(indicator, (*own, *indicator.mentions), secrets[indicator.id], spec.period)
        yield from _baseline(indicator, secrets[indicator.id])
        for row in (row for name in names(indicator) for row in noted.get(name, ())):
            about = [secret for secret in secrets[indicator.id] if secret.period == row.period]
            yield from _told(indicator, in_cell(row.note, row.span), about, row.period)
    for chapter in spec.chapters:
        for mention in (each for part in chapter.parts if isinstance(part, Prose) for each in part.mentions):
            for indicator in spec.indicators:
                if is_about(mention.sentence, mention.placeholders, indicator):
                    yield from _told(indicator, (mention,), secrets[indicator.id], spec.period)


def is_about(sentence: str, placeholders: Iterable[str], indicator: Indicator) -> bool:
    """Whether a sentence of a chapter has a figure of the indicator, or its label."""
    named = any(name.startswith(f"{indicator.id}.") for name in placeholders)
    label = re.escape(indicator.label.casefold())
    return named or re.search(rf"(?<!\w){label}(?!\w)", sentence.casefold()) is not None


def _hidden(table: Table, protection: Protection) -> dict[str, list[Cell]]:
    """The cells that nobody must know, by their names."""
    keys = protection.decision.keys
    found = {cell: None for cell in table.amounts if not cell.is_virtual and cell.key in keys}
    for relation in table.relations:
        if any(cell in found for cell in relation.cells):
            found |= {cell: None for cell in relation.cells if cell.is_virtual and table.is_sensitive(cell)}
    by_name: dict[str, list[Cell]] = {}
    for cell in found:
        if table.amounts[cell]:
            by_name.setdefault(cell.name, []).append(cell)
    return by_name


def _secrets(
    one: Indicator,
    hidden: Mapping[str, list[Cell]],
    gone: Mapping[str, set[Period]],
    protection: Protection,
    true: Dataset,
) -> Iterator[_Secret]:
    """`gone` are the periods of which rows are not shown, by their names."""
    table = protection.table
    assert table is not None
    for name in names(one):
        for cell in hidden.get(name, ()):
            if cell.kind is Kind.ACTUAL:
                yield _Secret(Fraction(table.amounts[cell]), "", cell.period)
    for period in sorted({period for name in names(one) for period in gone.get(name, ())}):
        shown = figure(one, period, protection.dataset)
        if isinstance(shown, Figure) and shown.reason is Reason.SUPPRESSED:
            known = figure(one, period, true)
            if isinstance(known, Figure) and known.amount is not None:
                yield _Secret(known.amount, _sign(one), period)


def _sign(one: Indicator) -> str:
    """What stands with a typed figure of an indicator: `%`, `per 10,000`."""
    word = (one.unit.word,) if one.unit.dimension is Dimension.NAMED else ()
    return next((number.kind for number in numbers(spell(Fraction(2), one.unit, None), word)), "")


def _told(
    indicator: Indicator, mentions: Iterable[Mention], secrets: Iterable[_Secret], now: Period
) -> Iterator[Diagnostic]:
    known = tuple(secrets)
    for mention in mentions:
        if any(_is_told(mention, secret, now) for secret in known):
            message = f"“{mention.text}” is typed here, and is a figure of `{indicator.id}` that is not shown"
            help_ = (
                "say it without the figure, or leave it out: whoever reads it knows what is withheld",
                "no `allow` line can lift this",
            )
            yield Diagnostic("typed-suppressed", message, mention.span, help=help_)


def _is_told(mention: Mention, secret: _Secret, now: Period) -> bool:
    if mention.kind != secret.kind or round_half_up(secret.amount, mention.places) != mention.amount:
        return False
    return secret.period == now or _OTHER_TIME.search(mention.sentence) is not None


def _baseline(indicator: Indicator, secrets: Iterable[_Secret]) -> Iterator[Diagnostic]:
    """A baseline in the spec that is the figure of its period."""
    baseline = indicator.baseline
    if baseline is None or baseline.quantity is None or indicator.baseline_from_data:
        return
    if any(
        (secret.period, secret.kind, secret.amount) == (baseline.period, _sign(indicator), baseline.quantity.amount)
        for secret in secrets
    ):
        message = f"the baseline of `{indicator.id}` is its figure for {baseline.period}, which is not shown"
        help_ = ("take it from the data, where it is withheld, too: baseline from data",)
        yield Diagnostic("typed-suppressed", message, indicator.span, help=help_)

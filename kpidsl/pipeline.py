"""The walk: gather, parse, check, read, evaluate, compose, render. Who reads this has seen the program.

It stops where a stage found errors, so an error in the spec or the data means no report, never a wrong one: problems of
the spec are all said before the data are read. Warnings are carried along to the end.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from kpidsl import house_files
from kpidsl.composing import Composed as Composed, Prepared, Progress, compose_all, compose_one
from kpidsl.counting.counter import Counter, counted_by
from kpidsl.counting.counts import NOTHING, Counts
from kpidsl.data.counted import joined
from kpidsl.data.model import Dataset
from kpidsl.data.tables import read as read_tables
from kpidsl.diagnostics.diagnostic import Diagnostic, Outcome, has_errors, in_order
from kpidsl.evaluation.authorities import One, chosen, each_of, said_of
from kpidsl.evaluation.peers import asked_of, with_peers
from kpidsl.memo import FEW, Keyed, again, remembered
from kpidsl.quantity import Unit
from kpidsl.rendering import rendered
from kpidsl.source import Source
from kpidsl.spec.council import House
from kpidsl.spec.model import Spec
from kpidsl.spec.project import Project, Read, gather
from kpidsl.values import replace

if TYPE_CHECKING:
    from kpidsl.render.braille.translation import Translator
    from kpidsl.syntax import ast

# Counts the records of a spec; None where they are not to be counted, and all else is looked at.
Counting = Callable[[Spec], Outcome[Counts]]


def build(
    name: str,
    read: Read,
    as_at: date | None = None,
    progress: Progress = lambda stage: None,
    formats: Sequence[str] = ("pdf",),
    draft: bool = False,
    optional: Sequence[str] = (),
    contracted: Translator | None = None,
    count: Counter | None = None,
) -> Outcome[dict[str, bytes]]:
    """The report of the spec `name` as each of the kinds of file, as on the day `as_at` (of the meeting, where None).

    A `draft` may lack notes that are owed, and says so. `count` is who counts records, if anybody here can.
    """
    composed = compose_report(name, read, as_at, progress, draft, count=count, formats=formats)
    return rendered(composed, progress, formats, optional, contracted)


def rules(name: str, read: Read) -> Outcome[Spec]:
    """The spec `name` alone: no data file is read, and its examples are not looked at."""
    project = gather(name, read, with_data=False)
    if project.value is None:
        return Outcome(None, project.diagnostics)
    checked = _checked(project.value)
    found = project.diagnostics + checked.diagnostics
    if checked.value is None or has_errors(found):
        return Outcome(None, found)
    return Outcome(checked.value, (*found, *_slips(project.value, checked.value)))


def _checked(project: Project) -> Outcome[Spec]:
    """What `check` gives, which is decided by the rules and the house file alone, and where the tables of its records
    are in the folder."""

    def made() -> Outcome[Spec]:
        from kpidsl.spec.check import check  # only here: a spec that was checked before needs none of it, nor YAML

        return check(project.files, project.house)

    checked = remembered(f"checked {len(project.rules)}", _of_rules(project), made)
    if checked.value is None or not checked.value.records:
        return checked
    from kpidsl.spec.records import found_at  # only here: most reports have no records

    spec = replace(checked.value, records=found_at(checked.value.records, project.records))
    return Outcome(spec, checked.diagnostics)


def _slips(project: Project, spec: Spec) -> tuple[Diagnostic, ...]:
    """What is found in the rules of a project, whose spec this is."""
    return remembered(f"slips {len(project.rules)}", _of_rules(project), lambda: _found_in_rules(project.files, spec))


def _contradicted(project: Project, spec: Spec) -> tuple[Diagnostic, ...]:
    """Where examples in the rules of a project do not come out as they say."""

    def made() -> tuple[Diagnostic, ...]:
        from kpidsl.evaluation.examples import contradictions

        return tuple(contradictions(spec))

    return remembered(f"contradictions {len(project.rules)}", _of_rules(project), made)


def _of_rules(project: Project) -> tuple[Source, ...]:
    """The texts that decide on the spec."""
    return (*project.rules, *((project.house,) if project.house else ()))


def _found_in_rules(files: Sequence[ast.File], spec: Spec) -> tuple[Diagnostic, ...]:
    """What is most likely a slip in rules that can be read, found before any data."""
    if spec.is_together:  # what it has and does not print is for the reports of each
        return ()
    from kpidsl.evaluation import milestones
    from kpidsl.evaluation.idle import idle
    from kpidsl.evaluation.unspoken import unspoken
    from kpidsl.spec.shown import unlike, unshown
    from kpidsl.spec.unused import unused

    return (
        *unused(files, spec),
        *unshown(spec),
        *unlike(spec),
        *idle(spec),
        *unspoken(spec),
        *milestones.never_reached(spec),
    )


def prepare(
    name: str, read: Read, progress: Progress = lambda stage: None, *, warned: bool = True
) -> Outcome[Prepared]:
    """Everything up to the data, which is the same for all authorities of a spec. Only where `warned` are rules looked
    through for slips and examples held against them."""
    progress("Reading the spec")
    project = gather(name, read)
    found: tuple[Diagnostic, ...] = project.diagnostics
    if project.value is None:
        return Outcome(None, found)
    checked = _checked(project.value)
    template, logo = house_files.template(project.value), house_files.logo(project.value)
    own = house_files.typeface(project.value)
    found += (*checked.diagnostics, *template.diagnostics, *logo.diagnostics, *own.diagnostics)
    spec = checked.value
    if spec is None or has_errors(found):
        return Outcome(None, found)
    found += (*_slips(project.value, spec), *_contradicted(project.value, spec)) if warned else ()
    return Outcome(Prepared(name, project.value, spec, template.value, logo.value, own.value), found)


def counting_by(read: Read, count: Counter | None) -> Counting:
    """Counts with `count`, whose files come by `read`; where nobody can count, that is said."""
    return lambda spec: counted_by(spec, read, count)


def compose_report(
    name: str,
    read: Read,
    as_at: date | None = None,
    progress: Progress = lambda stage: None,
    draft: bool = False,
    *,
    warned: bool = True,
    count: Counter | None = None,
    counting: bool = True,
    formats: Sequence[str] | None = None,
    authority: str = "",
) -> Outcome[Composed]:
    """Everything up to the Document, for any of the `formats` (all of them, where None): what none shows is left
    out. Notes that are owed are errors but in a `draft`. Only where `warned` are rules looked through for slips and
    examples held against them. `count` is asked only where the spec has records; where not `counting`, such a report is
    checked as far as that can be done without: there is no value then, and no error need be the reason.

    Of a spec for each of several authorities, the report of the one that is named; without a name all are composed,
    their problems are said, and the first report is given.
    """
    prepared = prepare(name, read, progress, warned=warned)
    counted = counting_by(read, count) if counting else None
    return compose_report_of(prepared, as_at, progress, draft, counted, formats, authority)


def compose_report_of(
    prepared: Outcome[Prepared],
    as_at: date | None,
    progress: Progress,
    draft: bool,
    counting: Counting | None,
    formats: Sequence[str] | None = None,
    authority: str = "",
) -> Outcome[Composed]:
    """As `compose_report`, of what was prepared."""
    if prepared.value is None:
        return Outcome(None, prepared.diagnostics)
    if prepared.value.spec.authorities:
        made = _one_of_several(prepared.value, as_at, progress, draft, counting, formats, authority)
    else:
        made = _one(prepared.value, as_at, progress, draft, counting, formats)
    return Outcome(made.value, (*prepared.diagnostics, *made.diagnostics))


def _one(
    prepared: Prepared,
    as_at: date | None,
    progress: Progress,
    draft: bool,
    counting: Counting | None,
    formats: Sequence[str] | None,
) -> Outcome[Composed]:
    """The report of a council."""
    progress("Reading the data")
    spec, project = prepared.spec, prepared.project
    dataset = _figures(project, spec)
    counts = NOTHING
    if spec.records and dataset.value is not None:
        if counting is None:
            return Outcome(None, (*dataset.diagnostics, *with_peers(spec, project.peers).diagnostics))
        progress("Counting records")
        counted = counting(spec)
        if counted.value is None:
            return Outcome(None, (*dataset.diagnostics, *counted.diagnostics))
        counts = counted.value
        whole = joined(dataset.value, counts.observations)
        dataset = Outcome(whole.value, (*dataset.diagnostics, *counted.diagnostics, *whole.diagnostics))
    return compose_one(prepared, spec, dataset, as_at, progress, draft, counts, formats)


def _figures(project: Project, spec: Spec) -> Outcome[Dataset]:
    """What stands in the files of data. Most edits of a report leave these as they are, and all that they may hold."""
    units, asked = spec.measured(), asked_of(spec, project.peers)
    digests = tuple(source.digest for source in project.data)
    others = tuple((name, frozenset(entities)) for name, entities in asked.items())
    return _read_figures(
        Keyed((project.data, digests), project.data),
        Keyed(tuple(units.items()), units),
        Keyed(others, asked),
        Keyed(project.house, spec.house),
    )


@again(FEW)
def _read_figures(
    sources: Keyed[Sequence[Source]],
    units: Keyed[Mapping[str, Unit]],
    asked: Keyed[Mapping[str, Collection[str]]],
    house: Keyed[House],
) -> Outcome[Dataset]:
    by = house.value
    return read_tables(sources.value, units.value, by.financial_year_starts, by.council, asked.value, by.data)


def ones_of(
    prepared: Prepared, progress: Progress = lambda stage: None, counting: Counting | None = None
) -> Outcome[tuple[One, ...]]:
    """The authorities of a spec for several, by name, each with its own spec and data: without what is in its records,
    where nobody is to count them."""
    progress("Reading the data")
    spec, project = prepared.spec, prepared.project
    several = each_of(spec, project.authorities, project.data, project.peers)
    if several.value is None or not spec.records or counting is None:
        return several
    progress("Counting records")
    counted = counting(spec)  # once, whatever the number of authorities
    found = (*several.diagnostics, *counted.diagnostics)
    if counted.value is None:
        return Outcome(None, found)
    return Outcome(tuple(_with_counts(one, counted.value) for one in several.value), found)


def _with_counts(one: One, counts: Counts) -> One:
    """An authority with what was counted of it."""
    own = counts.of(one.authority.is_called)
    if one.dataset.value is None:
        return one
    whole = joined(one.dataset.value, own.observations)
    return replace(one, dataset=Outcome(whole.value, (*one.dataset.diagnostics, *whole.diagnostics)), counts=own)


def _one_of_several(
    prepared: Prepared,
    as_at: date | None,
    progress: Progress,
    draft: bool,
    counting: Counting | None,
    formats: Sequence[str] | None,
    authority: str,
) -> Outcome[Composed]:
    """The report of the authority that is named, or on all of them, or the first one after all were composed."""
    several = ones_of(prepared, progress, counting)
    if several.value is None:
        return Outcome(None, several.diagnostics)
    ones, found = several.value, several.diagnostics
    if prepared.spec.records and counting is None:
        peers = prepared.project.peers
        read = [(*one.dataset.diagnostics, *with_peers(one.spec, peers).diagnostics) for one in ones]
        names = [one.authority.name for one in ones]
        return Outcome(None, (*found, *said_of(list(zip(names, read, strict=True)))))
    if prepared.spec.is_together:
        made = compose_all(prepared, ones, as_at, progress, draft, formats)
        return Outcome(made.value, (*found, *made.diagnostics))
    every = tuple(one.authority.name for one in ones)
    if authority:
        named = chosen(ones, authority)
        if named.value is None:
            return Outcome(None, (*found, *named.diagnostics))
        ones = (named.value,)
    outcomes = [
        compose_one(prepared, one.spec, one.dataset, as_at, progress, draft, one.counts, formats) for one in ones
    ]
    said = [(one.authority.name, outcome.diagnostics) for one, outcome in zip(ones, outcomes, strict=True)]
    first = outcomes[0].value if all(outcome.value is not None for outcome in outcomes) else None
    found += outcomes[0].diagnostics if authority else said_of(said)
    return Outcome(replace(first, authorities=every) if first else None, found)


def advice(report: Composed) -> tuple[Diagnostic, ...]:
    """What the figures of earlier periods say of the rules of today, of the figures that are published alone."""
    from kpidsl.evaluation.back_test import back_test  # only here: few ask for advice

    return in_order(back_test(report.evaluation, report.dataset))

"""Source blocks: files that hold the figures of others, and the lines of indicators that ask for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpidsl.diagnostics.diagnostic import Label
from kpidsl.period import Period
from kpidsl.source import Named, Span
from kpidsl.spec import literals
from kpidsl.spec.lines import Lines
from kpidsl.spec.peers import Asked, BenchmarkSource
from kpidsl.spec.problems import Problems
from kpidsl.spec.surroundings import Surroundings
from kpidsl.spec.target import Benchmark
from kpidsl.syntax import ast
from kpidsl.syntax.blocks import USAGE
from kpidsl.terms import Grain
from kpidsl.values import replace


def read(
    header: ast.BenchmarkSource,
    statements: Sequence[ast.Statement],
    house_council: str,
    first_month: int,
    problems: Problems,
) -> BenchmarkSource | None:
    """The source that a block declares; None where it is wrong."""
    lines = Lines(header, statements, problems)
    before = problems.errors
    data = lines.needed(ast.Setting, "data", "name the file that the figures stand in")
    council = lines.one(ast.Council, "council")
    names: dict[str, Span] = {}
    areas: dict[str, Named] = {}
    called: dict[str, str] = {}
    for area in lines.every(ast.Area):
        _once(area.name, names, problems)
        areas[area.name.text] = _named(area.place)
        called[area.name.text] = literals.called(area.called, problems)
    groups: dict[str, list[Named]] = {}
    own = {house_council, council.place.text if council else house_council}
    for line in lines.every(ast.Group):
        if line.name.text not in groups:
            _once(line.name, names, problems)
        members = groups.setdefault(line.name.text, [])
        called[line.name.text] = literals.called(line.called, problems) or called.get(line.name.text, "")
        for place in line.places:
            first = next((member for member in members if member.text == place.text), None)
            if place.text in own:
                message = f"“{place.text}” is the council itself, which is ranked with its group anyway"
                problems.add("duplicate-line", message, place.span, "take it out of the group")
            elif first is not None:
                label = (Label(first.span, "here first"),)
                message = f"“{place.text}” stands twice in the group `{line.name.text}`"
                problems.add("duplicate-line", message, place.span, "take one of them out", labels=label)
            else:
                members.append(_named(place))
    reporting = _reporting(lines, first_month, problems)
    if not names and lines.sound:
        message = f"the source `{header.name.text}` does not say whose figures are to be taken from it"
        problems.add("missing-line", message, header.span, USAGE["area"], USAGE["group"])
    if data is None or not lines.sound or problems.errors > before:
        return None
    found = {name: tuple(members) for name, members in groups.items()}
    named = _named(council.place) if council else None
    return BenchmarkSource(header.name.text, header.label.text, data.value.span, areas, found, named, reporting, called)


def _reporting(lines: Lines, first_month: int, problems: Problems) -> Period | None:
    line = lines.one(ast.Reporting, "reporting")
    period = literals.period(line.period, first_month, problems) if line else None
    if line is None or period is None:
        return None
    year = literals.whole(line.year, 1900, 2999, "a reporting year", problems)
    if period.grain is not Grain.YEAR or (year is not None and year not in (period.start.year, period.end.year)):
        message = f"the reporting year {line.year.text} cannot be {period}"
        problems.add("bad-period", message, line.period.span, f"write it like this: {USAGE['reporting']}")
        return None
    return None if year is None else replace(period, year=period.year - year)


def benchmarks(lines: Lines, around: Surroundings, problems: Problems) -> Iterator[tuple[ast.Word, Benchmark | None]]:
    """The benchmarks of an indicator that stand in files, without their figures; None where a line is wrong."""
    for line in lines.every(ast.FiledBenchmark):
        period = literals.period(line.period, around.first_month, problems)
        if line.source.text not in around.sources:
            message = f"no source is called `{line.source.text}`"
            problems.unknown("unknown-source", message, line.source.span, line.source.text, around.sources)
        source = around.sources.get(line.source.text)
        for name in line.names:
            benchmark = None
            if source is not None:
                entities = source.groups.get(name.text) or (source.areas.get(name.text),)
                known = tuple(entity for entity in entities if entity is not None)
                if not known:
                    message = f"the source `{source.name}` has no area or group called `{name.text}`"
                    names = (*source.areas, *source.groups)
                    problems.unknown("unknown-benchmark", message, name.span, name.text, names)
                elif period is not None:
                    is_group = name.text in source.groups
                    asked = Asked(
                        source=source,
                        entities=known,
                        is_group=is_group,
                        council=source.council if is_group else None,
                        column=_named(line.column) if line.column else None,
                        facts=tuple((_named(column), _named(value)) for column, value in line.facts),
                        span=line.span,
                    )
                    said = source.called.get(name.text, "")
                    benchmark = Benchmark(name.text, None, period, source.label, asked, called=said)
            yield name, benchmark


def are_sound(lines: Lines, around: Surroundings) -> bool:
    """Whether no benchmark of an indicator hangs on a source whose own block is wrong (which is said there)."""
    wanted = {line.source.text for line in lines.every(ast.FiledBenchmark)}
    return not any(around.sources.get(name, True) is None for name in wanted)


def _named(word: ast.Word) -> Named:
    return Named(word.text, word.span)


def _once(name: ast.Word, seen: dict[str, Span], problems: Problems) -> None:
    if name.text in seen:
        label = (Label(seen[name.text], "here first"),)
        message = f"`{name.text}` is said twice in this source"
        problems.add("duplicate-line", message, name.span, "give each a name of its own", labels=label)
    seen.setdefault(name.text, name.span)

"""check: syntax to Spec. Names first, then each block in the light of them, then what holds across blocks.

Every independent problem is said. A block that is wrong keeps its name, so that what refers to it is not reported too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from kpidsl.diagnostics.diagnostic import Label, Outcome, has_errors
from kpidsl.diagnostics.fixes import Edit, Fix
from kpidsl.memo import FEW, again
from kpidsl.period import APRIL
from kpidsl.source import Source, Span
from kpidsl.spec import (
    abbreviations,
    authorities,
    house as house_file,
    indicators as indicator_blocks,
    literals,
    milestones as milestone_blocks,
    parts,
    records as record_blocks,
    report,
    rules,
    schemes,
    sections as section_blocks,
    settings as settings_,
    shared,
    sources,
    tests as test_blocks,
)
from kpidsl.spec.council import House
from kpidsl.spec.indicator import Indicator, Scheme, Section
from kpidsl.spec.lines import Lines
from kpidsl.spec.model import ChangesPlace, Chapter, CommentaryPlace, Note, PerformanceTable, Spec, SummaryPlace
from kpidsl.spec.names import no_kind, once
from kpidsl.spec.peers import BenchmarkSource
from kpidsl.spec.problems import Problems
from kpidsl.spec.settings import Settings
from kpidsl.spec.surroundings import Surroundings
from kpidsl.spec.tests import Declared
from kpidsl.syntax import ast, ast_records
from kpidsl.syntax.blocks import USAGE, USAGE_AS_FIELD, keyword
from kpidsl.terms import Grain, Level, SummaryBy
from kpidsl.values import replace

LANGUAGE = 1  # the version of the language that this compiler reads

Named = TypeVar("Named")


def check(files: Sequence[ast.File], house_source: Source | None) -> Outcome[Spec]:
    """The Spec that the files declare. `files[0]` is the one that was asked for and must hold the report."""
    problems = Problems()
    for file in files:
        _check_language(file, problems)
    blocks = [block for file in files for block in file.blocks]
    house = _house(house_source, problems) if house_source else None
    report_block = _report_block(files, problems)
    if report_block is None or not isinstance(report_block.header, ast.Report):
        return Outcome(None, problems.found())
    first_month = house.financial_year_starts if house else APRIL
    has_records = any(keyword(block.header) == "records" for block in blocks)
    heading = report.heading(report_block.header, report_block.lines, first_month, has_records, problems)

    sections = section_blocks.read(blocks, problems)
    grain = heading.period.grain if heading.period else None
    all_schemes = _schemes(blocks, grain, problems)
    settings = _settings(report_block, Level.REPORT, all_schemes, grain, problems)
    in_sections = {
        block.header.name.text: _settings(block, Level.SECTION, all_schemes, grain, problems)
        for block in blocks
        if isinstance(block.header, ast.Section)
    }
    peers = _sources(blocks, house.council if house else "", first_month, problems)
    records = record_blocks.read(blocks, problems)
    around = Surroundings(sections, settings, heading.period, first_month, all_schemes, in_sections, peers, records)
    declared = _indicators(blocks, around, problems)
    declared = shared.serve(blocks, report_block, declared, heading.period, problems)
    declared = parts.link(blocks, declared, problems)
    indicators = {id: indicator for id, indicator in declared.items() if indicator is not None}
    milestones = milestone_blocks.read(blocks, around, declared, problems)
    notes = tuple(report.notes(blocks, heading.period, first_month, declared, milestones, problems))
    chapters = report.chapters(blocks, report_block.header, house, heading.period, declared, problems)
    tests = tuple(test_blocks.read(blocks, Declared(declared, heading.period, first_month, records), problems))
    retired = tuple(report.retired(report_block.lines, declared, problems))
    several = authorities.read(report_block, problems)
    authorities.check(several, blocks, chapters, notes, problems)
    front = tuple(report.front(report_block.lines, house, problems))
    defined = abbreviations.read(files, problems)
    broken = any(isinstance(line, ast.Broken) for block in blocks for line in (block.header, *block.lines))
    if not broken:  # else the line that is missed may be the one that could not be read
        if several is None or not several.together:
            _check_places(chapters, tuple(indicators.values()), notes, report_block.header.span, problems)
            milestone_blocks.check_places(chapters, milestones, report_block.header.span, problems)
        _check_changes(chapters, report_block, problems)
        _check_themes(chapters, sections.values(), report_block, problems)
    _check_measures(blocks, indicators, problems)
    _check_counted(blocks, declared, problems)

    found = problems.found()
    if has_errors(found) or broken or house is None or around.scheme is None or heading.period is None:
        return Outcome(None, found)
    assert heading.committee is not None  # else that was said
    assert heading.meeting is not None
    assert heading.author is not None
    spec = Spec(
        title=heading.title,
        committee=heading.committee,
        meeting=heading.meeting,
        author=heading.author,
        period=heading.period,
        house=house,
        scheme=around.scheme,
        front=front,
        recommendations=heading.recommendations,
        contents=heading.contents,
        language=heading.language or house.language,
        sections=tuple(section for section in sections.values() if section is not None),
        indicators=tuple(indicators.values()),
        notes=notes,
        chapters=chapters,
        tests=tests,
        abbreviations=defined,
        milestones=tuple(milestone for milestone in milestones.values() if milestone is not None),
        retired=retired,
        records=records.records,
        follows=next((line.span for line in report_block.lines if _follows(line)), None),
        authorities=several,
    )
    return Outcome(spec, found)


def _house(source: Source, problems: Problems) -> House | None:
    read = _read_house(source)
    for problem in read.diagnostics:
        problems.put(problem)
    return read.value


@again(FEW)
def _read_house(source: Source) -> Outcome[House]:
    """The house is the same for many reports, and while one of them is written."""
    problems = Problems()
    return Outcome(house_file.read(source, problems), problems.found())


def _check_language(file: ast.File, problems: Problems) -> None:
    lines = [line for line in file.preamble if isinstance(line, ast.Language)]
    tried = any(isinstance(line, ast.Broken) and line.keyword == "language" for line in file.preamble)
    if not lines and not tried:
        start = file.source.span(0, 1)
        message = "the first line of a .kpi file says its language"
        problems.add("language-missing", message, start, "add: language 1", fix=_language_line(file.source))
    for line in lines[:1]:
        version = literals.whole(line.version, 1, 999, "the version of the language", problems)
        if version is not None and version > LANGUAGE:
            message = f"this file is written in language {version}, and this compiler knows language {LANGUAGE}"
            problems.add("language-newer", message, line.span, "update kpidsl, or ask the author for an older version")
    for line in lines[1:]:
        problems.add("duplicate-line", "`language` is said twice", line.span, "keep the one in the first line")


def _language_line(source: Source) -> Fix:
    """Puts the line on top, below a byte order mark, and ended like the other lines of the file."""
    at = 1 if source.text.startswith("\ufeff") else 0
    end = "\r\n" if "\r\n" in source.text else "\n"
    return Fix("add `language 1`", (Edit(source.span(at, at), f"language {LANGUAGE}{end}"),))


def _report_block(files: Sequence[ast.File], problems: Problems) -> ast.Block | None:
    found = [block for file in files for block in file.blocks if keyword(block.header) == "report"]
    for block in found[1:]:
        if isinstance(block.header, ast.Broken):
            continue
        first = (Label(found[0].header.span, "here first"),)
        problems.add("duplicate-name", "there are two reports", block.header.span, "keep one", labels=first)
    if not found:
        start = files[0].source.span(0, 1)
        help_ = 'add a block that starts, for example: report "Children\'s services performance"'
        problems.add("report-missing", "no file declares a report", start, help_)
    return found[0] if found else None


def _schemes(blocks: Sequence[ast.Block], grain: Grain | None, problems: Problems) -> dict[str, Scheme | None]:
    """All schemes, also those that are not used; None where a scheme's own block is wrong."""
    found: dict[str, Scheme | None] = {}
    seen: dict[str, Span] = {}
    for block in blocks:
        header = block.header
        if isinstance(header, ast.Scheme):
            once("scheme", header.name, seen, problems)
            found.setdefault(header.name.text, schemes.read(header, block.lines, grain, problems))
        elif isinstance(header, ast.Broken) and header.keyword == "scheme" and header.name:
            found.setdefault(header.name, None)
    return found


def _sources(
    blocks: Sequence[ast.Block], council: str, first_month: int, problems: Problems
) -> dict[str, BenchmarkSource | None]:
    """The sources of benchmarks; None where a source's own block is wrong."""
    found: dict[str, BenchmarkSource | None] = {}
    seen: dict[str, Span] = {}
    for block in blocks:
        header = block.header
        if isinstance(header, ast.BenchmarkSource):
            once("source", header.name, seen, problems)
            found.setdefault(header.name.text, sources.read(header, block.lines, council, first_month, problems))
        elif isinstance(header, ast.Broken) and header.keyword == "source" and header.name:
            found.setdefault(header.name, None)
    return found


def _settings(
    block: ast.Block, level: Level, schemes: Mapping[str, Scheme | None], grain: Grain | None, problems: Problems
) -> Settings:
    """What a report or a section says for its indicators."""
    return settings_.read(Lines(block.header, block.lines, problems), level, schemes, None, (), grain, problems)


def _indicators(blocks: Sequence[ast.Block], around: Surroundings, problems: Problems) -> dict[str, Indicator | None]:
    """The indicators by id and in order; None where an indicator's own block is wrong."""
    found: dict[str, Indicator | None] = {}
    lines: dict[str, tuple[ast.Statement, ...]] = {}
    seen: dict[str, Span] = {}
    for block in blocks:
        header = block.header
        if isinstance(header, ast.Broken) and header.keyword == "indicator" and header.name:
            found.setdefault(header.name, None)
        if not isinstance(header, ast.Indicator):
            continue
        first = once("indicator", header.name, seen, problems)
        no_kind("an indicator", header.name, problems)
        report.no_placeholder(header.label, problems)
        indicator = indicator_blocks.read(header, block.lines, around, problems)
        if first:
            found[header.name.text], lines[header.name.text] = indicator, block.lines
    for id, indicator in found.items():
        if indicator is not None:
            subject = rules.subject(indicator, around.period)
            chosen = rules.read(indicator, lines[id], subject, found, problems)
            required = tuple(rules.requirements(lines[id], subject, problems))
            written = [one for rule in chosen for one in rule.prose.typed]
            allowed = rules.allowed(lines[id], written, problems)
            if chosen or required or allowed:
                found[id] = replace(indicator, rules=chosen, requirements=required, allowed=allowed)
    return found


def _check_places(
    chapters: Sequence[Chapter], indicators: Sequence[Indicator], notes: Sequence[Note], at: Span, problems: Problems
) -> None:
    """Whatever the spec declares must be printed somewhere."""
    parts = [part for chapter in chapters for part in chapter.parts]
    listed = [indicator for indicator in indicators if indicator.section is not None]
    if listed and not any(isinstance(part, PerformanceTable) for part in parts):
        message = "no chapter has a `table` line, so the indicators are printed nowhere"
        help_ = "add to a chapter: table columns outturn, value, target, status, trend 4 quarters"
        problems.add("printed-nowhere", message, at, help_)
    spoken = any(one.all_rules or one.requirements for one in indicators) or notes
    if spoken and not any(isinstance(part, CommentaryPlace) for part in parts):
        message = "no chapter has a `commentary` line, so rules and notes are printed nowhere"
        problems.add("printed-nowhere", message, at, "add a line that says `commentary` to a chapter")


def _follows(line: ast.Statement) -> bool:
    return isinstance(line, ast.Setting) and line.keyword == "follows"


def _check_changes(chapters: Sequence[Chapter], report_block: ast.Block, problems: Problems) -> None:
    """What has changed can be said only where the earlier report is named, and must be where it is."""
    named = [line for line in report_block.lines if _follows(line)]
    printed = any(isinstance(part, ChangesPlace) for chapter in chapters for part in chapter.parts)
    for line in (line for line in report_block.lines if isinstance(line, ast.Retired) and not named):
        message = f"`{line.name.text}` is said to be no longer reported, but the report does not say since which"
        problems.add("missing-line", message, line.span, f"add the record of the report before: {USAGE['follows']}")
    if printed and not named:
        message = "a chapter says what has changed, but the report does not say since which"
        help_ = f"add to the report the record of the one before: {USAGE['follows']}"
        problems.add("missing-line", message, report_block.header.span, help_)
    if named and not printed:
        message = "no chapter has a `changes` line, so what has changed since the last report is printed nowhere"
        problems.add("printed-nowhere", message, named[0].span, "add a line that says `changes` to a chapter")


def _check_themes(
    chapters: Sequence[Chapter], sections: Iterable[Section | None], report_block: ast.Block, problems: Problems
) -> None:
    """Nothing can be counted by theme where there are none."""
    parts = [part for chapter in chapters for part in chapter.parts]
    counted = any(isinstance(part, SummaryPlace) and part.by is SummaryBy.THEME for part in parts)
    if counted and not any(section is None or section.theme for section in sections):
        message = "a chapter counts indicators by theme, but no section belongs to one"
        help_ = f"declare themes ({USAGE['theme']}) and name one in each section ({USAGE_AS_FIELD['theme']})"
        problems.add("missing-line", message, report_block.header.span, help_)


def _check_measures(blocks: Sequence[ast.Block], indicators: dict[str, Indicator], problems: Problems) -> None:
    """The parts of a measure that are indicators themselves must be counts."""
    for line in _measure_lines(blocks):
        for word in (line.numerator, line.denominator):
            if word is None or line.denominator is None:
                continue
            no_kind("a part of a measure", word, problems)
            indicator = indicators.get(word.text)
            if indicator is not None and str(indicator.unit) != "count":
                message = f"a measure is made of counts, and `{word.text}` is a {indicator.unit}"
                problems.add("unit-mismatch", message, word.span, "name the two counts that it is made of")


def _check_counted(blocks: Sequence[ast.Block], indicators: Mapping[str, Indicator | None], problems: Problems) -> None:
    """A name of the data is either an indicator or a measure of records: nobody could tell whose row it is."""
    for line in (line for block in blocks for line in block.lines if isinstance(line, ast_records.Measure)):
        name = line.name.text
        if name not in indicators:
            continue
        header = next((block.header for block in blocks if _is_indicator(block.header, name)), None)
        if header is not None:
            message = f"`{name}` is the name of an indicator, so a measure cannot have it"
            label = (Label(header.span, "the indicator"),)
            help_ = f"give the measure another name, and write in the indicator: measure {name}_counted"
            problems.add("duplicate-name", message, line.name.span, help_, labels=label)


def _is_indicator(header: ast.Statement, name: str) -> bool:
    return isinstance(header, ast.Indicator) and header.name.text == name


def _measure_lines(blocks: Sequence[ast.Block]) -> Iterator[ast.Measure]:
    return (line for block in blocks for line in block.lines if isinstance(line, ast.Measure))

"""The report block, its chapters and its notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from kpidsl.diagnostics.diagnostic import Label
from kpidsl.period import APRIL, Period
from kpidsl.saying import LANGUAGES, TAGS
from kpidsl.source import Span
from kpidsl.spec import charts, literals, mentions, shared, travels
from kpidsl.spec.charts import LEAST_PERIODS, MOST_PERIODS
from kpidsl.spec.council import House, RequiredChapter
from kpidsl.spec.indicator import Indicator, Prose
from kpidsl.spec.lines import Lines
from kpidsl.spec.milestone import Milestone
from kpidsl.spec.model import (
    Action,
    ActionsPlace,
    AuthorityTable,
    ChangesPlace,
    Chapter,
    ChapterPart,
    CommentaryPlace,
    DictionaryPlace,
    Front,
    GlossaryPlace,
    MilestoneTable,
    Note,
    OverviewPlace,
    PerformanceTable,
    Retired,
    SummaryPlace,
    TableColumnSpec,
    WorkingsPlace,
)
from kpidsl.spec.names import once
from kpidsl.spec.problems import Problems
from kpidsl.spec.rules import allowed, prose_of
from kpidsl.spec.targets import STANDARDS
from kpidsl.spec.typed import typed_in
from kpidsl.spec.typed_dates import dates
from kpidsl.syntax import ast
from kpidsl.terms import Grouping, MilestoneColumn, Polarity, SummaryBy, TableColumn
from kpidsl.values import dataclass

MOST_LEVELS = 3  # chapters, the headings in them, and those of sections below the headings of themes


@dataclass(frozen=True, slots=True)
class Heading:
    """What the report block says. None where a line is missing or wrong."""

    title: str
    committee: str | None
    meeting: date | None
    author: str | None
    period: Period | None
    recommendations: tuple[str, ...]
    contents: int
    language: str  # its tag; empty where it is the house's


def heading(
    header: ast.Report, statements: Sequence[ast.Statement], first_month: int, has_records: bool, problems: Problems
) -> Heading:
    """The report block, apart from its front block. A spec that `has_records` need not have figures in files."""
    lines = Lines(header, statements, problems)

    def setting(word: str, why: str) -> ast.Word | None:
        line = lines.needed(ast.Setting, word, why)
        return line.value if line else None

    committee = setting("committee", "say which committee it goes to")
    meeting = setting("meeting", "say when the committee meets")
    author = setting("from", "say whose report it is")
    lines.one(ast.Setting, "follows")
    setting("house", "name the council's house file")
    if not has_records and not any(line.keyword == "data" for line in lines.every(ast.Setting)) and lines.sound:
        setting("data", "name the file with the observations")
    period = literals.period(setting("period", "say which period it is about"), first_month, problems)
    lines.needed(ast.Scheme, "scheme", "say how status is judged")
    recommendations = tuple(line.value for line in lines.every(ast.Setting) if line.keyword == "recommend")
    contents = lines.one(ast.Contents, "contents")
    spoken = lines.one(ast.Spoken, "in")
    for text in (header.title, *recommendations):
        only_period(text, problems)
    return Heading(
        title=header.title.text,
        committee=committee.text if committee else None,
        meeting=literals.day(meeting, problems) if meeting else None,
        author=author.text if author else None,
        period=period,
        recommendations=tuple(word.text for word in recommendations),
        contents=_levels(contents, problems) if contents else 0,
        language=_language(spoken, problems) if spoken else "",
    )


def _language(line: ast.Spoken, problems: Problems) -> str:
    """The tag of the language that is named; empty where it is none that reports can be written in."""
    known = {name.casefold(): tag for tag, name in LANGUAGES.items()}
    found = known.get(line.language.text.casefold())
    if found is None:
        message = f"`{line.language.text}` is not a language that reports can be written in"
        offered = " or ".join(f"in {name}" for name in LANGUAGES.values())
        problems.add("unknown-language", message, line.span, f"write: {offered}")
        return ""
    return TAGS[found]


def _levels(line: ast.Contents, problems: Problems) -> int:
    """How many levels of headings are listed: chapters, and what stands below them."""
    if line.levels is None:
        return 1
    return literals.whole(line.levels, 1, MOST_LEVELS, "the number of levels of a contents list", problems) or 1


def only_period(word: ast.Word, problems: Problems) -> None:
    """A title, recommendation or caption may name the report's period and council, and nothing else that is filled
    in."""
    help_ = "a title, recommendation or caption can have {period} and {council}; other figures belong in prose"
    _refuse_braces(word, ("{period}", "{council}"), help_, problems)


def no_placeholder(word: ast.Word, problems: Problems) -> None:
    """A label or heading is printed as it stands, so a brace in it would be printed, too."""
    _refuse_braces(word, (), "a label is printed as it stands; figures and periods belong in prose", problems)


def _refuse_braces(word: ast.Word, allowed: tuple[str, ...], help_: str, problems: Problems) -> None:
    for brace in re.finditer(r"\{[^}]*\}?|\}", word.text):
        if brace[0] not in allowed:
            problems.add("unknown-placeholder", f"`{brace[0]}` cannot stand here", word.span, help_)


def front(statements: Sequence[ast.Statement], house: House | None, problems: Problems) -> Iterator[Front]:
    """The lines of the front block, contacts looked up in the house."""
    known = dict(house.contacts) if house else {}
    for line in statements:
        if not isinstance(line, ast.Front):
            continue
        if house is not None:
            for word in line.contacts:
                if word.text not in known:
                    message = f"the house file has no contact called `{word.text}`"
                    problems.unknown("unknown-contact", message, word.span, word.text, known)
        contacts = tuple(known[word.text] for word in line.contacts if word.text in known)
        yield Front(line.label.text, line.text.text if line.text else "", contacts)


def retired(
    statements: Sequence[ast.Statement], indicators: Mapping[str, Indicator | None], problems: Problems
) -> Iterator[Retired]:
    """The indicators that are no longer reported. One that is cannot be among them."""
    seen: dict[str, Span] = {}
    for line in statements:
        if not isinstance(line, ast.Retired):
            continue
        name, author = line.name, line.decided.author
        once("retired indicator", name, seen, problems)
        if name.text in indicators:
            message = f"`{name.text}` is said to be no longer reported, but this report has it"
            problems.add("duplicate-name", message, name.span, "take this line out, or the indicator")
        yield Retired(name.text, line.decided.reason.text, author.text if author else "", line.span)


def chapters(
    blocks: Sequence[ast.Block],
    report: ast.Statement,
    house: House | None,
    period: Period | None,
    indicators: Mapping[str, Indicator | None],
    problems: Problems,
) -> tuple[Chapter, ...]:
    """The chapters in order, held against those that the house requires."""
    required = {_fold(chapter.title): chapter for chapter in house.chapters} if house else {}
    found: dict[str, Chapter] = {}
    seen: dict[str, ast.Chapter] = {}
    for block in blocks:
        header = block.header
        if not isinstance(header, ast.Chapter):
            continue
        no_placeholder(header.title, problems)
        key = _fold(header.title.text)
        if key in seen:
            label = (Label(seen[key].span, "here first"),)
            message = f"the chapter “{header.title.text}” stands twice"
            problems.add("duplicate-name", message, header.span, "give each chapter a title of its own", labels=label)
        seen[key] = header
        rule = required.get(key)
        chapter = _chapter(header, block.lines, rule, house, period, indicators, problems)
        found.setdefault(key, chapter)
    for key, rule in required.items():
        if key not in found:
            message = f"the house requires a chapter “{rule.title}”, and this report has none"
            say = " (its standing sentence is printed where you add nothing)" if rule.standing else ""
            problems.add("chapter-missing", message, report.span, f'add a line{say}: chapter "{rule.title}"')
    return tuple(found.values())


def _fold(title: str) -> str:
    return title.casefold()


def _chapter(
    header: ast.Chapter,
    statements: Sequence[ast.Statement],
    rule: RequiredChapter | None,
    house: House | None,
    period: Period | None,
    indicators: Mapping[str, Indicator | None],
    problems: Problems,
) -> Chapter:
    first_month = house.financial_year_starts if house else APRIL
    parts = tuple(_parts(statements, period, first_month, indicators, problems))
    standing = rule.standing if rule else ""
    refused = any(isinstance(line, ast.Broken | ast.Chart) for line in statements)  # what it was to say is not there
    if not parts and not standing and house is not None and not refused:
        message = f"the chapter “{header.title.text}” is empty, and the house has no standing sentence for it"
        problems.add("chapter-empty", message, header.span, "write what it says on lines that start with >")
    found = [one for part in parts if isinstance(part, Prose) for one in part.typed]
    exceptions = allowed(statements, found, problems)
    return Chapter(header.title.text, bool(rule and rule.mandatory), standing, parts, exceptions)


def _parts(
    statements: Sequence[ast.Statement],
    period: Period | None,
    first_month: int,
    indicators: Mapping[str, Indicator | None],
    problems: Problems,
) -> Iterator[ChapterPart]:
    text: list[ast.Prose] = []
    for line in (*statements, None):
        if isinstance(line, ast.Prose):
            text.append(line)
            continue
        if text:
            yield prose_of(text, None, indicators, problems)
            text = []
        if isinstance(line, ast.Table):
            if line.caption is not None:
                only_period(line.caption, problems)
            columns = tuple(_columns(line, period, first_month, indicators, problems))
            groups = Grouping(line.groups.text) if line.groups else Grouping.ROWS
            yield PerformanceTable(line.caption.text if line.caption else "", columns, groups)
        elif isinstance(line, ast.Chart):
            if line.caption is not None:
                only_period(line.caption, problems)
            chart = charts.read(line, period, indicators, problems)
            if chart is not None:
                yield chart
        elif isinstance(line, ast.AuthorityTable):
            if line.caption is not None:
                only_period(line.caption, problems)
            yield AuthorityTable(line.caption.text if line.caption else "")
        elif isinstance(line, ast.Milestones):
            yield _milestone_table(line, problems)
        elif isinstance(line, ast.Exceptions):
            yield shared.exceptions(line, indicators, period, problems)
        else:
            yield from _place(line)


def _place(line: ast.Statement | None) -> Iterator[ChapterPart]:
    """A line that only says where something stands."""
    match line:
        case ast.Commentary():
            yield CommentaryPlace()
        case ast.Actions():
            yield ActionsPlace()
        case ast.Changes():
            yield ChangesPlace()
        case ast.Overview():
            yield OverviewPlace()
        case ast.Workings():
            yield WorkingsPlace()
        case ast.Summary():
            yield SummaryPlace(SummaryBy(line.by), STANDARDS[line.comparator.text] if line.comparator else None)
        case ast.Glossary():
            yield GlossaryPlace()
        case ast.Dictionary():
            yield DictionaryPlace()


def _milestone_table(line: ast.Milestones, problems: Problems) -> MilestoneTable:
    if line.caption is not None:
        only_period(line.caption, problems)
    columns: dict[str, MilestoneColumn] = {}
    for word in line.columns:
        if word.text in columns:
            _column_twice(word.text, word.span, problems)
        columns.setdefault(word.text, MilestoneColumn(word.text))
    return MilestoneTable(line.caption.text if line.caption else "", tuple(columns.values()))


def _column_twice(name: str, span: Span, problems: Problems) -> None:
    problems.add("duplicate-line", f"the column `{name}` stands twice", span, "keep one of them")


def _columns(
    table: ast.Table,
    period: Period | None,
    first_month: int,
    indicators: Mapping[str, Indicator | None],
    problems: Problems,
) -> Iterator[TableColumnSpec]:
    seen: set[tuple[str, str, bool]] = set()
    for column in table.columns:
        key = (column.name, column.of.text if column.of else "", column.with_target)
        if key in seen:
            _column_twice(" ".join(filter(None, key[:2])), column.span, problems)
            continue
        seen.add(key)
        count = 0
        if column.count is not None:
            what = f"the number of {column.grain} in a trend"
            count = literals.whole(column.count, LEAST_PERIODS, MOST_PERIODS, what, problems) or LEAST_PERIODS
            if period is not None and literals.grain_of(column.grain) is not period.grain:
                message = f"a trend is drawn over the report's own periods, which are {period.grain.value}s"
                problems.add("wrong-grain", message, column.span, f"write: trend {count} {period.grain.value}s")
        kind = TableColumn(column.name)
        of = column.of.text if column.of else ""
        comparator = None
        if kind in (TableColumn.DIRECTION, TableColumn.CHANGE) and column.of is not None:
            comparator = travels.read(column.of, period.grain if period else None, problems)
        if kind is TableColumn.BENCHMARK and column.of is not None:
            known = {one.name for indicator in indicators.values() if indicator for one in indicator.benchmarks}
            if of not in known and None not in indicators.values():
                message = f"no indicator has a benchmark called `{of}`"
                problems.unknown("unknown-benchmark", message, column.of.span, of, sorted(known))
        if kind in (TableColumn.RANK, TableColumn.QUARTILE) and isinstance(column.of, ast.Word):
            _check_group(column.of, indicators, problems)
        other = None
        if kind is TableColumn.TARGET_FOR and isinstance(column.of, ast.Word):
            other = literals.period(column.of, first_month, problems)
        name = "" if comparator or other else of
        yield TableColumnSpec(kind, count, comparator, name, other, column.with_target)


def _check_group(of: ast.Word, indicators: Mapping[str, Indicator | None], problems: Problems) -> None:
    """Some indicator must be ranked in the group that a column names."""
    judged = [one for one in indicators.values() if one and one.polarity is not Polarity.NONE]
    groups = {group for one in judged for group in one.groups}
    if of.text not in groups and None not in indicators.values():
        message = f"no indicator that says which way is better has a group called `{of.text}`"
        problems.unknown("unknown-benchmark", message, of.span, of.text, sorted(groups))


def notes(
    blocks: Sequence[ast.Block],
    period: Period | None,
    first_month: int,
    indicators: Mapping[str, Indicator | None],
    milestones: Mapping[str, Milestone | None],
    problems: Problems,
) -> Iterator[Note]:
    """Officers' notes on indicators, and on milestones."""
    known = dict.fromkeys((*indicators, *milestones))
    kinds = "indicator or milestone" if milestones else "indicator"
    for block in blocks:
        header = block.header
        if not isinstance(header, ast.Note):
            continue
        lines = Lines(header, block.lines, problems)
        name = header.indicator.text
        if name not in known:
            message = f"no {kinds} is called `{name}`"
            problems.unknown("unknown-indicator", message, header.indicator.span, name, known)
        text = list(lines.every(ast.Prose))
        written = any(re.search(r"\w", line.text) for line in text)
        if not written and (text or not lines.every(ast.Action)):
            message = "this note says nothing"
            problems.add("rule-without-prose", message, header.span, "write it on lines that start with >")
        author = literals.filled_in(header.author, problems)
        about = literals.period(header.period, first_month, problems) if header.period else period
        actions = tuple(
            Action(
                literals.filled_in(line.text, problems) or "",
                (literals.filled_in(line.owner, problems) if line.owner else None) or "",
                literals.day(line.due, problems) if line.due else None,
                typed_in(line.text),
                mentions.in_quotes(line.text),
            )
            for line in lines.every(ast.Action)
        )
        owner = indicators.get(name)
        body = prose_of(text, owner, indicators, problems) if owner or milestones.get(name) else None
        if about is not None and body is not None:
            found = (*body.typed, *(one for action in actions for one in action.typed))
            day = literals.day(header.written, problems) if header.written else None
            said = tuple(dates(text)) if name in milestones else ()
            exempt = allowed(block.lines, (*found, *said), problems)
            whose = header.authority.text if header.authority else ""
            yield Note(name, author or "", about, body, actions, header.span, exempt, day, said, whose)

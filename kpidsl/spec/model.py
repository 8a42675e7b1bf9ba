"""Spec: a report's rules, checked.

Only `check` makes one, and nothing after it meets an unknown name or a wrong unit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from kpidsl.kept import Kept, kept
from kpidsl.period import Period
from kpidsl.quantity import Unit
from kpidsl.source import Span
from kpidsl.spec import counting
from kpidsl.spec.abbreviations import Abbreviation
from kpidsl.spec.authority import ForAuthorities
from kpidsl.spec.condition import Condition, Moved, asked
from kpidsl.spec.council import Contact, House
from kpidsl.spec.indicator import Count, Indicator, Prose, Scheme, Section, Theme
from kpidsl.spec.mentions import Mention
from kpidsl.spec.milestone import Milestone
from kpidsl.spec.peers import ComparedWith
from kpidsl.spec.record import Records
from kpidsl.spec.travel import Against
from kpidsl.spec.trials import Test
from kpidsl.spec.typed import Allowed, Typed
from kpidsl.spec.typed_dates import TypedDate
from kpidsl.terms import ChartKind, Comparator, Grouping, MilestoneColumn, SummaryBy, TableColumn
from kpidsl.values import dataclass, field

# ---- the report


@dataclass(frozen=True, slots=True)
class Front:
    """A line of the front block: a text, or contacts."""

    label: str
    text: str
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True)
class Retired:
    """An indicator of the report before this one that is no longer reported: why, and who decided it, if said."""

    id: str
    reason: str
    author: str
    span: Span


@dataclass(frozen=True, slots=True)
class Action:
    text: str
    owner: str
    due: date | None
    typed: tuple[Typed, ...] = ()
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """An officer's words on one indicator (or milestone) in one period; `written` on a day, where that is said."""

    indicator: str
    author: str
    period: Period
    prose: Prose
    actions: tuple[Action, ...]
    span: Span
    allowed: tuple[Allowed, ...] = ()
    written: date | None = None
    dates: tuple[TypedDate, ...] = ()  # that a note on a milestone says are its own
    authority: str = ""  # whose figure it is on, in a report for each of several


@dataclass(frozen=True, slots=True)
class TableColumnSpec:
    column: TableColumn
    periods: int = 0  # of a trend
    comparator: Against | None = None  # of a direction or change
    benchmark: str = ""  # of a benchmark, or of the group of a rank or quartile
    period: Period | None = None  # of `target for`
    with_target: bool = False  # of a direction: a worsened one says whether the target is met all the same


@dataclass(frozen=True, slots=True)
class PerformanceTable:
    """Where the table of indicators stands; `caption` is empty where the compiler writes it."""

    caption: str
    columns: tuple[TableColumnSpec, ...]
    groups: Grouping = Grouping.ROWS


@dataclass(frozen=True, slots=True)
class MilestoneTable:
    """Where the table of milestones stands; `caption` is empty where the compiler writes it."""

    caption: str
    columns: tuple[MilestoneColumn, ...]


@dataclass(frozen=True, slots=True)
class AuthorityTable:
    """Where the indicators of all authorities stand side by side; `caption` is empty where the compiler writes it."""

    caption: str


@dataclass(frozen=True, slots=True)
class ChartPlace:
    """Where a chart of indicators stands; `caption` is empty where the compiler writes it. `periods` are those drawn, 1
    where indicators are compared in the report's own."""

    caption: str
    kind: ChartKind
    indicators: tuple[str, ...]
    periods: int
    with_target: bool
    benchmarks: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class CommentaryPlace:
    """Where the commentary on the indicators stands."""


@dataclass(frozen=True, slots=True)
class ExceptionsPlace:
    """Where the indicators are listed for which a condition holds.

    `where` is the condition as it is written; `conditions` is what it asks of each indicator that is in a section.
    """

    where: str
    conditions: tuple[tuple[str, Condition], ...]
    _kept: Kept = field(default_factory=dict, init=False, repr=False, compare=False)

    @kept
    def comparator(self) -> Against | None:
        """What the condition takes a direction of travel against, where it says so."""
        questions = (question for _, condition in self.conditions for question in asked(condition))
        return next((one.comparator for one in questions if isinstance(one, Moved) and one.comparator), None)

    @kept
    def _of(self) -> Mapping[str, Condition]:
        return dict(self.conditions)

    def condition_for(self, indicator: str) -> Condition | None:
        return self._of.get(indicator)


@dataclass(frozen=True, slots=True)
class ActionsPlace:
    """Where the actions of the notes are listed."""


@dataclass(frozen=True, slots=True)
class OverviewPlace:
    """Where the overview stands, on a page of its own."""


@dataclass(frozen=True, slots=True)
class SummaryPlace:
    """Where indicators are counted; the comparator is that of a summary by direction."""

    by: SummaryBy
    comparator: Comparator | None


@dataclass(frozen=True, slots=True)
class GlossaryPlace:
    """Where the abbreviations that the report uses are explained."""


@dataclass(frozen=True, slots=True)
class DictionaryPlace:
    """Where the indicators are defined."""


@dataclass(frozen=True, slots=True)
class ChangesPlace:
    """Where it stands what has changed since the report before this one."""


@dataclass(frozen=True, slots=True)
class WorkingsPlace:
    """Where it stands what the report was made from, and how each figure was."""


ChapterPart = (
    Prose
    | PerformanceTable
    | MilestoneTable
    | AuthorityTable
    | ChartPlace
    | CommentaryPlace
    | ExceptionsPlace
    | ActionsPlace
    | ChangesPlace
    | OverviewPlace
    | WorkingsPlace
    | SummaryPlace
    | GlossaryPlace
    | DictionaryPlace
)


@dataclass(frozen=True, slots=True)
class Chapter:
    """Its `standing` sentence is what the house says where the report has nothing to say (`parts` is empty then)."""

    title: str
    mandatory: bool
    standing: str
    parts: tuple[ChapterPart, ...]
    allowed: tuple[Allowed, ...] = ()


@dataclass(frozen=True, slots=True)
class Spec:
    """A report's rules. `title`, `recommendations` and the texts of `front` may hold `{period}` and `{council}`;
    `language` is the tag of what it is written in. `authorities` is there where it is about several."""

    title: str
    language: str
    committee: str
    meeting: date
    author: str
    period: Period
    house: House
    scheme: Scheme
    front: tuple[Front, ...]
    recommendations: tuple[str, ...]
    sections: tuple[Section, ...]
    indicators: tuple[Indicator, ...]
    notes: tuple[Note, ...]
    chapters: tuple[Chapter, ...]
    tests: tuple[Test, ...]
    abbreviations: tuple[Abbreviation, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    contents: int = 0  # how many levels of headings are listed before the first chapter

    @property
    def themes(self) -> tuple[Theme, ...]:
        """In their order, which the sections follow; none where the report has no themes."""
        return tuple(dict.fromkeys(section.theme for section in self.sections if section.theme))

    retired: tuple[Retired, ...] = ()
    follows: Span | None = None  # where it names the record of the report before
    records: tuple[Records, ...] = ()
    authorities: ForAuthorities | None = None
    _kept: Kept = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def is_together(self) -> bool:
        """Whether it is one report on several authorities."""
        return self.authorities is not None and self.authorities.together and not self.authorities.is_one

    def indicator(self, id: str) -> Indicator:
        return self._by_id[id]

    @kept
    def _by_id(self) -> dict[str, Indicator]:
        return {indicator.id: indicator for indicator in reversed(self.indicators)}

    def tables(self) -> tuple[PerformanceTable, ...]:
        return tuple(part for chapter in self.chapters for part in chapter.parts if isinstance(part, PerformanceTable))

    def charts(self) -> tuple[ChartPlace, ...]:
        return tuple(part for chapter in self.chapters for part in chapter.parts if isinstance(part, ChartPlace))

    def exceptions(self) -> tuple[ExceptionsPlace, ...]:
        return tuple(part for chapter in self.chapters for part in chapter.parts if isinstance(part, ExceptionsPlace))

    def notes_on(self, indicator: str) -> tuple[Note, ...]:
        """The notes on an indicator that this report prints."""
        return self._notes.get(indicator, ())

    @kept
    def _notes(self) -> dict[str, tuple[Note, ...]]:
        found: dict[str, tuple[Note, ...]] = {}
        for note in self.notes:
            if note.period == self.period:
                found[note.indicator] = (*found.get(note.indicator, ()), note)
        return found

    def compared(self) -> tuple[Against, ...]:
        """The comparators that the report asks of all indicators, each once: in a column, a summary, a count, its
        exceptions or a comparison in words."""
        return self._compared

    @kept
    def _compared(self) -> tuple[Against, ...]:
        columns = [column.comparator for table in self.tables() for column in table.columns]
        parts = [part for chapter in self.chapters for part in chapter.parts]
        summaries = [part.comparator for part in parts if isinstance(part, SummaryPlace)]
        named = [part.comparator for part in parts if isinstance(part, ExceptionsPlace)]
        fields = [placeholder.field for prose in self.prose() for placeholder in prose.placeholders]
        counts = [field.comparator for field in fields if isinstance(field, Count)]
        held = [field.standard for field in fields if isinstance(field, ComparedWith)]
        earlier = [one for one in held if isinstance(one, Comparator)]
        return tuple(dict.fromkeys(one for one in (*columns, *summaries, *counts, *named, *earlier) if one))

    def prose(self) -> Iterator[Prose]:
        """All prose of the spec: of rules, notes and chapters."""
        yield from (rule.prose for indicator in self.indicators for rule in indicator.all_rules)
        yield from (note.prose for note in self.notes)
        yield from (part for chapter in self.chapters for part in chapter.parts if isinstance(part, Prose))

    def measured(self) -> Mapping[str, Unit]:
        """Every name that the data may hold, with its unit: the indicators, the parts of their measures, and what is
        counted in records."""
        return self._measured

    @kept
    def _measured(self) -> Mapping[str, Unit]:
        return counting.units(self.indicators, self.records)

"""Change, Cause, Easing, Difference: what two versions of a report differ in, and why."""

from __future__ import annotations

from datetime import date
from enum import Enum

from kpidsl.document.model import StatusMark
from kpidsl.terms import FileKind
from kpidsl.values import dataclass


class Layer(Enum):
    """Each change stands in exactly one, where a reader of the report meets it first."""

    NUMBERS = "Statuses and figures"
    MEANING = "Rules"
    SENTENCES = "Sentences"
    PAGES = "Pages"


class Nature(Enum):
    """What kind of change it is, in the order in which they are shown."""

    STATUS = "Statuses"
    FIGURE = "Figures"
    RATING = "Decides on statuses"
    VALUE = "Decides on figures"
    WORDING = "Wording"
    LAYOUT = "Layout"
    CHECK = "Examples and tests, which print nothing"


class Sure(Enum):
    """How much is known of a cause, found by making the report with some of the edits alone."""

    ALONE = "alone"  # this edit by itself makes the change
    EACH = "each"  # each of these by itself would
    TOGETHER = "together"  # it takes them all, or each has a part in it
    AMONG = "among"  # it is one or several of these
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Edit:
    """A place where the files differ: lines, or a row of data. `old` and `new` are what stands there, empty where
    nothing does; a `line` is None there. `rows` are the columns of a row of data that differ, old and new. `moved`: the
    same lines stand elsewhere."""

    file: str
    kind: FileKind
    old: str
    new: str
    old_line: int | None
    new_line: int | None
    cells: tuple[tuple[str, str, str], ...] = ()
    moved: bool = False
    withheld: bool = False  # the report withholds small counts, so rows of its data are not quoted

    @property
    def place(self) -> str:
        """`children.kpi:41`."""
        line = self.old_line if self.new_line is None else self.new_line
        return f"{self.file}:{line}" if line is not None else self.file


@dataclass(frozen=True, slots=True)
class Cause:
    """The edits behind a change."""

    sure: Sure
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs. `about` is the id of an indicator, milestone or other part of the spec (empty for the
    whole report), `label` its name as readers know it, `what` of it differs. `old` is empty for what is new, `new` for
    what is gone. `is_prose`: words of which the report prints nothing where no sentence differs. The marks are those of
    statuses."""

    layer: Layer
    nature: Nature
    about: str
    label: str
    what: str
    old: str
    new: str
    is_prose: bool = False
    old_mark: StatusMark | None = None
    new_mark: StatusMark | None = None

    @property
    def key(self) -> tuple[Layer, str, str, str]:
        """What it starts from: the same in two changes that lead elsewhere."""
        return (self.layer, self.about, self.what, self.old)


@dataclass(frozen=True, slots=True)
class Caused:
    """A change and its cause."""

    change: Change
    cause: Cause


class Ease(Enum):
    """In what way something is easier."""

    STATUS = "status"  # one improves though its data do not
    ENDED = "ended"  # one below the best is no longer given or printed
    AIM = "aim"  # values are judged more kindly, though no status changes on today's data
    NOTE = "note"  # words that an officer owed are owed no longer


@dataclass(frozen=True, slots=True)
class Easing:
    """What has become easier, for the approver.

    `statuses` are those before and now, where these differ. `owner` answers for the indicator, empty where nobody is
    named. `because` are the changes that did it.
    """

    about: str
    label: str
    owner: str
    ease: Ease
    statuses: tuple[str, str] | None
    says: str
    because: tuple[Caused, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One version of the report: what it is called, and the day that it is judged on."""

    name: str
    title: str
    as_at: date
    pages: int
    counts: tuple[tuple[str, int], ...]  # how many indicators have each status


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs. `rewritten` counts the lines that were written otherwise without any effect, `idle` are edits
    that change nothing in the report or its rules."""

    old: Side
    new: Side
    changes: tuple[Caused, ...]
    easings: tuple[Easing, ...]
    rewritten: int
    idle: tuple[Edit, ...]
    is_new: bool = False  # there was no such report before

    @property
    def is_empty(self) -> bool:
        return not self.changes and not self.is_new

    def of(self, layer: Layer) -> tuple[Caused, ...]:
        return tuple(one for one in self.changes if one.change.layer is layer)

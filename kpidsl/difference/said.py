"""A Difference in words: what the text for the terminal and the change paper say alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from kpidsl import __version__
from kpidsl.compose import words
from kpidsl.difference.model import Cause, Caused, Difference, Ease, Easing, Edit, Layer, Nature, Sure
from kpidsl.document.model import StatusMark
from kpidsl.terms import FileKind
from kpidsl.values import dataclass

EASIER = "For the approver: what is easier"
# How many entries of each kind are shown, where not all are asked for.
CONCISE = {Layer.NUMBERS: 15, Layer.MEANING: 12, Layer.SENTENCES: 10, Layer.PAGES: 4}
_LONGEST = 110  # characters of a line of a file that are quoted
_MOST_QUOTED = 2  # edits of a cause that are quoted; of more, only the places are named
_MOST_PLACES = 6
_WORDS = (">", "action", "recommend", "front")  # what lines of words begin with
_MOST_AIMS = 5  # that are easier without a status that changes
_MOST_LABELS = 6  # that one entry names


@dataclass(frozen=True, slots=True)
class Entry:
    """One or several changes that are said in one go: the same of several indicators, for the same cause."""

    nature: Nature
    labels: tuple[str, ...]
    what: str
    old: str
    new: str
    cause: Cause
    old_mark: StatusMark | None = None
    new_mark: StatusMark | None = None

    @property
    def label(self) -> str:
        """Whose it is; of many the first ones, and how many more."""
        more = len(self.labels) - _MOST_LABELS
        return words.listed([*self.labels[:_MOST_LABELS], *([f"{more} more"] if more > 0 else [])])


def entries(difference: Difference, layer: Layer) -> tuple[Entry, ...]:
    """All of a layer, the weightiest first, else in the order of the report."""
    grouped: dict[object, list[Caused]] = {}
    of_layer = difference.of(layer)
    places = list(dict.fromkeys(one.change.label for one in of_layer))

    def weight(one: Caused) -> tuple[int, int]:
        at = places.index(one.change.label) if layer is Layer.SENTENCES else 0
        return (list(Nature).index(one.change.nature), at)

    found = sorted(of_layer, key=weight)
    for one in found:
        change = one.change
        key = (change.nature, change.what, change.old, change.new, one.cause)
        grouped.setdefault((key, change.label) if layer is Layer.SENTENCES else key, []).append(one)
    made = []
    for group in grouped.values():
        first = group[0].change
        labels = tuple(dict.fromkeys(one.change.label for one in group))
        marks = (first.old_mark, first.new_mark)
        made.append(Entry(first.nature, labels, first.what, first.old, first.new, group[0].cause, *marks))
    return tuple(made)


def headline(difference: Difference) -> str:
    """What changes, counted, in a sentence or two."""
    if difference.is_new:
        return "This report is new, so there is nothing to compare it with."
    if difference.is_empty:
        return f"Nothing changes in the report.{_beside(difference)}"
    counts = [
        words.count_of(number, one, many)
        for number, one, many in (
            (_count(difference, Nature.STATUS), "status", "statuses"),
            (_count(difference, Nature.FIGURE), "other figure or direction", "other figures or directions"),
            (len(entries(difference, Layer.MEANING)), "rule", "rules"),
            (len(difference.of(Layer.SENTENCES)), "sentence", "sentences"),
            (len(entries(difference, Layer.PAGES)), "matter of layout", "matters of layout"),
        )
        if number
    ]
    text = f"What changes: {words.listed(counts)}."
    eased = []
    for ease, one, many in (
        (Ease.STATUS, "status improves", "statuses improve"),
        (Ease.ENDED, "status below the best is no longer given", "statuses below the best are no longer given"),
        (Ease.AIM, "aim is easier", "aims are easier"),
        (Ease.NOTE, "note is no longer required", "notes are no longer required"),
    ):
        number = sum(easing.ease is ease for easing in difference.easings)
        eased += [words.count_of(number, one, many)] if number else []
    text += f" By a change of rules alone, {words.listed(eased)}." if eased else ""
    return text + _beside(difference)


def _count(difference: Difference, nature: Nature) -> int:
    return sum(one.change.nature is nature for one in difference.of(Layer.NUMBERS))


def _beside(difference: Difference) -> str:
    """What was edited without being seen in the report."""
    said = []
    if difference.rewritten:
        lines = words.count_of(difference.rewritten, "line was", "lines were")
        said.append(f"{lines} re-written without a change of meaning")
    if difference.idle:
        said.append(f"{words.count_of(len(difference.idle), 'edit has', 'edits have')} no effect on it")
    return f" {words.listed(said)}." if said else ""


def statuses(difference: Difference) -> str:
    """How many have each status, before and after; empty where that is the same."""
    if difference.is_new:
        return ""
    old, new = dict(difference.old.counts), dict(difference.new.counts)
    names = [name for name in dict.fromkeys((*new, *old)) if old.get(name) or new.get(name)]
    if all(old.get(name, 0) == new.get(name, 0) for name in names):
        return ""
    said = [f"{name} {old.get(name, 0):,} before, {new.get(name, 0):,} after" for name in names]
    return f"Indicators by status: {'; '.join(said)}."


def versions(difference: Difference) -> tuple[tuple[str, str], ...]:
    """Which two are compared."""
    made = f"kpic {__version__}, both versions: nothing here comes from a change of kpic"
    return (
        ("Report", difference.new.title),
        ("Before", difference.old.name),
        ("After", difference.new.name),
        ("As on", words.day(difference.new.as_at)),
        ("Made by", made),
    )


HOW = (
    "Each cause was found by making the old report with that edit alone; where one edit is not enough, with as few as"
    " are. A status counts as improved by the rules alone where the new rules give it with the old data."
)


# ---- causes


def because(cause: Cause, *, shortly: bool = False) -> str:
    """A cause in words; `shortly` without what stood there and what does."""
    if cause.sure is Sure.UNKNOWN or not cause.edits:
        return "the cause was not found"
    said = list(_places(cause.edits)) if shortly or len(cause.edits) > _MOST_QUOTED else list(map(edited, cause.edits))
    more = len(said) - _MOST_PLACES
    listed = "; ".join([*said[:_MOST_PLACES], *([f"and {more} more places"] if more > 0 else [])])
    if len(cause.edits) == 1:
        return listed
    opening = {
        Sure.EACH: "any of these alone",
        Sure.TOGETHER: "these together",
        Sure.AMONG: "one or more of these",
    }
    return f"{opening.get(cause.sure, '')}: {listed}".lstrip(": ")


def why(difference: Difference, layer: Layer, cause: Cause) -> str:
    """A cause, in short where what was changed stands elsewhere: among the rules, or in the sentence itself."""
    listed = {edit for one in difference.of(Layer.MEANING) for edit in one.cause.edits}
    is_said = all(edit in listed or _is_words(edit) for edit in cause.edits)
    return because(cause, shortly=layer is Layer.MEANING or (is_said and layer is not Layer.NUMBERS))


def _is_words(edit: Edit) -> bool:
    """Whether it is a line of words that the report prints as they stand."""
    return next(iter((edit.new or edit.old).split()), "") in _WORDS


def place(edit: Edit) -> str:
    """`children.kpi, line 41`; `data.csv, row 30 before`."""
    return next(iter(_places((edit,))))


def _places(edits: Sequence[Edit]) -> Iterator[str]:
    """Where they are; lines of a file that follow each other as one."""
    for (file, kind, is_gone), group in groupby(edits, key=lambda one: (one.file, one.kind, one.new_line is None)):
        row = "row" if kind in (FileKind.DATA, FileKind.BENCHMARKS) else "line"
        lines = [one.old_line if is_gone else one.new_line for one in group]
        before = " before" if is_gone else ""
        for _, run in groupby(enumerate(lines), key=lambda one: (one[1] or 0) - one[0]):
            ends = [line for _, line in run]
            if ends[0] is None:
                yield file
            elif len(ends) == 1:
                yield f"{file}, {row} {ends[0]:,}{before}"
            else:
                yield f"{file}, {row}s {ends[0]:,} to {ends[-1]:,}{before}"


def edited(edit: Edit) -> str:
    """Where it is, and what became of what."""
    where = place(edit)
    if edit.withheld:
        return f"{where} (not quoted, for the report withholds small counts)"
    if edit.moved:
        return f"{where}: {_quoted(edit.new)} was moved here from line {edit.old_line:,}"
    if edit.cells:
        name = ", ".join(_row_name(edit))
        cells = words.listed(
            [f"{column} from {old or 'nothing'} to {new or 'nothing'}" for column, old, new in edit.cells]
        )
        return f"{where}: {name}: {cells}"
    if edit.old_line is None and edit.new_line is None:
        return f"{where}: the file is another"
    if not edit.old:
        return f"{where}, new: {_quoted(edit.new)}"
    if not edit.new:
        return f"{where}, taken out: {_quoted(edit.old)}"
    return f"{where}: {_quoted(edit.old)} became {_quoted(edit.new)}"


def _row_name(edit: Edit) -> Sequence[str]:
    changed = {new for _, _, new in edit.cells}
    return [cell.strip() for cell in edit.new.split(",")[:2] if cell.strip() and cell.strip() not in changed]


def _quoted(text: str) -> str:
    """On one line, with single spaces, cut where it is long."""
    lines = [" ".join(line.split()).rstrip(",") for line in text.split("\n")]
    is_prose = lines[0].startswith(">")
    flat = " ".join(line.removeprefix(">").strip() for line in lines) if is_prose else lines[0]
    more = "" if is_prose or len(lines) == 1 else f" and {words.count_of(len(lines) - 1, 'more line', 'more lines')}"
    return f"“{flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1].rstrip() + '…'}”{more}"


def shown_easings(difference: Difference, *, all_: bool) -> tuple[Easing, ...]:
    """What is easier; of aims alone no more than a few, unless all are asked for."""
    others = [one for one in difference.easings if one.ease is not Ease.AIM]
    aims = [one for one in difference.easings if one.ease is Ease.AIM]
    wanted = {id(one) for one in (*others, *(aims if all_ else aims[:_MOST_AIMS]))}
    return tuple(one for one in difference.easings if id(one) in wanted)


def left_out(number: int) -> str:
    """`3 more are left out here`; empty for none."""
    if not number:
        return ""
    return f"{number:,} more {'is' if number == 1 else 'are'} left out here; kpic diff --full shows all."


def made_easier(easing: Easing) -> Iterator[str]:
    """What made something easier: the rules with what they were and where."""
    for caused in easing.because:
        change = caused.change
        where = because(caused.cause, shortly=True)
        if change.layer is not Layer.MEANING:
            yield because(caused.cause)
        elif change.old and change.new:
            yield f"{change.what}: from “{change.old}” to “{change.new}” ({where})"
        else:
            yield f"{change.what}: {f'“{change.new}” is new' if change.new else f'“{change.old}” is gone'} ({where})"

"""Published: what an earlier report printed, read back from the record that its build wrote.

The record is the file that docs/evaluation.schema.json describes. Kept is only what a later report
compares itself with. Records of all versions up to `VERSION` are read; what older ones do not hold is empty here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from kpidsl.diagnostics.diagnostic import Diagnostic, Outcome
from kpidsl.period import Period
from kpidsl.saying import ENGLISH, LANGUAGES, TAGS, spoken
from kpidsl.source import Source
from kpidsl.sums import sha256
from kpidsl.values import dataclass

VERSION = 2  # of the record that is written


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """A figure as it was: exact in the unit of its indicator (a percentage as 38, money in pounds), and as printed."""

    period: Period
    exact: Fraction
    printed: str


@dataclass(frozen=True, slots=True)
class PublishedTarget:
    """The values from `low` to `high` met it, without the ends where `is_strict`; and how it was printed."""

    low: Fraction | None
    high: Fraction | None
    is_strict: bool
    printed: str


@dataclass(frozen=True, slots=True)
class PublishedRule:
    """All that a status hung on beside figures and target, as written: the states of the scheme with their
    conditions."""

    unit: str
    polarity: str
    judge: str
    tolerance: str | None
    states: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PublishedAction:
    """An action of a note; `due` is None where no day was named."""

    text: str
    due: date | None


@dataclass(frozen=True, slots=True)
class PublishedState:
    """A state that an indicator could have, with the word printed for it and what its rule asked for."""

    name: str
    word: str
    rule: str


@dataclass(frozen=True, slots=True)
class PublishedIndicator:
    """One indicator of the earlier report; `target` is None where it had none. `status` is the name of its state, None
    where it had none; `is_listed`: it stood in a section, not in the text alone. `rules` are empty where the record
    does not hold them, `judge` too."""

    id: str
    label: str
    unit: str
    target: PublishedTarget | None
    figures: tuple[PublishedFigure, ...]
    status: str | None
    rule: PublishedRule | None  # None where the record is too old to say
    is_listed: bool
    is_overridden: bool = False  # its status was set by judgement
    rounded_to: int | None = None  # None where its counts were exact
    rules: tuple[PublishedState, ...] = ()
    judge: str = ""
    language: str = TAGS[ENGLISH]  # of the words of its rules

    @property
    def judged(self) -> str | None:
        """The status that its rules gave it; None where it had none, or one set by judgement."""
        return None if self.is_overridden else self.status

    def word(self, state: str) -> str:
        """The word that was printed for a state."""
        return next((one.word for one in self.rules if one.name == state), state.capitalize())

    def figure(self, period: Period) -> PublishedFigure | None:
        return next((figure for figure in self.figures if figure.period == period), None)


@dataclass(frozen=True, slots=True)
class Published:
    """An earlier report: the period it was about, its indicators in their order, and the actions of its notes."""

    title: str
    period: Period
    indicators: tuple[PublishedIndicator, ...]
    actions: tuple[PublishedAction, ...]

    def indicator(self, id: str) -> PublishedIndicator | None:
        return next((indicator for indicator in self.indicators if indicator.id == id), None)


def seal(record: Mapping[str, Any]) -> str:
    """A hash over what a record says, so that a change by hand is noticed. Line ends and layout do not count."""
    import json  # only where there is a record

    said = {key: value for key, value in record.items() if key != "seal"}
    text = json.dumps(said, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return sha256(text.encode("ascii"))


def read(source: Source, period: Period, first_month: int, council: str = "") -> Outcome[Published]:
    """The record in a file, for a report of `council` on `period`. `first_month` is when its financial year starts.

    A file that is no record is one problem: it is written by a program, and not mended by hand.
    """
    import json  # likewise

    try:
        record = json.loads(source.text, parse_float=_no_float)
        version = record.get("version", 1)
        if isinstance(version, int) and version > VERSION:
            message = f"`{source.name}` is a record of version {version}, and this kpic reads up to {VERSION}"
            return _refused("record-newer", message, source, "update kpidsl: a newer one wrote this record")
        if version != 1 and record.get("seal") != seal(record):
            message = f"`{source.name}` was changed after it was written, so it is not what was published"
            help_ = "put back the file as it was: from a backup, or from where earlier versions of files are kept"
            return _refused("record-edited", message, source, help_)
        report = record["report"]
        language = str(report.get("language", TAGS[ENGLISH]))
        if spoken(language) not in LANGUAGES:
            raise ValueError(language)
        schemes = {str(one["name"]): _states(one) for one in record.get("schemes", ())}
        indicators = tuple(_indicator(one, schemes, first_month, language) for one in record["indicators"])
        actions = tuple(_actions((*record["indicators"], *record.get("milestones", ()))))
        published = Published(str(report["title"]), _period(report["period"], first_month), indicators, actions)
        of, is_draft = str(report.get("council", council)), bool(report.get("draft"))
    except (ValueError, TypeError, KeyError, ArithmeticError, AttributeError, RecursionError):
        return _refused("not-a-record", f"`{source.name}` is not the record of a report", source, _NAME_IT)
    if is_draft:
        message = f"`{source.name}` is the record of a draft, which was not published"
        return _refused("not-a-record", message, source, _NAME_IT)
    if council and of != council:
        message = f"this is the record of a report of “{of}”, and this report is of “{council}”"
        return _refused("record-of-other", message, source, "name the record of this council's report before this one")
    if published.period.end > period.end:
        message = f"this is the record of a report on {published.period}, which is later than {period}"
        help_ = "name the record of the report before this one, or correct the period of the report"
        return _refused("record-later", message, source, help_)
    return Outcome(published)


def _refused(code: str, message: str, source: Source, help: str) -> Outcome[Published]:
    return Outcome(None, (Diagnostic(code, message, source.span(0, 1), help=(help,)),))


_NAME_IT = "name the file that `kpic build --record` wrote for the report before this one"


def _no_float(text: str) -> None:
    raise ValueError(text)  # a record has its amounts as texts


_States = tuple[tuple[str, str], ...]


def _states(scheme: Mapping[str, Any]) -> _States:
    return tuple((str(state["name"]), str(state.get("rule", ""))) for state in scheme["states"])


def _actions(noted: Iterable[Mapping[str, Any]]) -> Iterator[PublishedAction]:
    for one in noted:
        for note in one.get("notes", ()):
            for action in note["actions"]:
                yield PublishedAction(str(action["text"]), date.fromisoformat(action["by"]) if action["by"] else None)


def _rule(one: Mapping[str, Any], schemes: Mapping[str, _States]) -> PublishedRule | None:
    if "tolerance" not in one or one["scheme"] not in schemes:
        return None
    tolerance = one["tolerance"]
    return PublishedRule(
        unit=str(one["unit"]),
        polarity=str(one["polarity"]),
        judge=str(one["judge"]),
        tolerance=None if tolerance is None else str(tolerance),
        states=schemes[one["scheme"]],
    )


def _indicator(
    one: Mapping[str, Any], schemes: Mapping[str, _States], first_month: int, language: str
) -> PublishedIndicator:
    return PublishedIndicator(
        language=language,
        id=str(one["id"]),
        label=str(one["label"]),
        unit=str(one["unit"]),
        target=_target(one["target"]) if one["target"] else None,
        figures=tuple(_figures((*one["history"], one["previous_outturn"], one["outturn"]), first_month)),
        status=str(one["status"]) if one.get("status") else None,
        rule=_rule(one, schemes),
        is_listed=one.get("section") is not None,
        is_overridden=bool(one.get("override")),
        rules=tuple(PublishedState(str(r["state"]), str(r["word"]), str(r["when"])) for r in one.get("rules") or ()),
        judge=str(one.get("judge", "")),
        rounded_to=one["suppress"]["rounded_to"] if one.get("suppress") else None,
    )


def _target(written: Mapping[str, Any]) -> PublishedTarget:
    low, high = (None if written[end] is None else Fraction(written[end]) for end in ("low", "high"))
    return PublishedTarget(low, high, bool(written["strict"]), str(written["printed"]))


def _figures(points: Sequence[Any], first_month: int) -> Iterator[PublishedFigure]:
    for point in points:
        if point and point["exact"] is not None:
            period = _period(point["period"], first_month)
            yield PublishedFigure(period, Fraction(point["exact"]), str(point["printed"]))


def _period(text: str, first_month: int) -> Period:
    found = Period.parse(text, first_month)
    if found is None:
        raise ValueError(text)
    return found

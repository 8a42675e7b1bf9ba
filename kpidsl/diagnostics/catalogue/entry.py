"""What the catalogue says of a code, and how it is written down."""

from __future__ import annotations

from kpidsl.diagnostics.catalogue.frames import Frame
from kpidsl.diagnostics.severity import Severity
from kpidsl.values import dataclass


@dataclass(frozen=True, slots=True)
class Example:
    """A few lines worth reading, and the project around them that makes them run."""

    shown: str
    frame: Frame

    @property
    def files(self) -> dict[str, str]:
        """Every file of the project, by name."""
        return {**dict(self.frame.beside), self.frame.file: self.frame.before + self.shown + self.frame.after}


@dataclass(frozen=True, slots=True)
class Entry:
    """A code. `what` and `why` are sentences for whoever wrote the report; `bad` reports the code, `good` nothing."""

    code: str
    severity: Severity
    what: str
    why: str
    bad: Example
    good: Example


def error(code: str, what: str, why: str, frame: Frame, bad: str, good: str, good_frame: Frame | None = None) -> Entry:
    """An error whose two examples stand in the same frame, unless `good_frame` is given."""
    return _entry(
        code, Severity.ERROR, what, why, Example(_lines(bad), frame), Example(_lines(good), good_frame or frame)
    )


def warning(
    code: str, what: str, why: str, frame: Frame, bad: str, good: str, good_frame: Frame | None = None
) -> Entry:
    """A warning whose two examples stand in the same frame, unless `good_frame` is given."""
    return _entry(
        code, Severity.WARNING, what, why, Example(_lines(bad), frame), Example(_lines(good), good_frame or frame)
    )


def advice(code: str, what: str, why: str, frame: Frame, bad: str, good: str) -> Entry:
    """Advice whose two examples stand in the same frame."""
    return _entry(code, Severity.ADVICE, what, why, Example(_lines(bad), frame), Example(_lines(good), frame))


def _entry(code: str, severity: Severity, what: str, why: str, bad: Example, good: Example) -> Entry:
    return Entry(code, severity, " ".join(what.split()), " ".join(why.split()), bad, good)


def _lines(text: str) -> str:
    return text.strip("\n") + "\n" if text.strip() else ""

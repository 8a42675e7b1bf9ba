"""How grave a problem is."""

from __future__ import annotations

from enum import Enum


class Severity(Enum):
    """An error stops the build; a warning does not; advice is given only where it is asked for. The gravest first."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"

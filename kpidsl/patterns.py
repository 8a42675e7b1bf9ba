"""Regular expressions that are compiled when they are first used: most runs use few of those that modules declare, and
compiling all took a tenth of the time of a run whose rules were checked before.
"""

from __future__ import annotations

import re
from typing import Any, cast


def lazily(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives, as far as it is used to match, search, substitute, split and go through matches."""
    return cast("re.Pattern[str]", _Uncompiled(pattern, flags))


class _Uncompiled:
    """Has the methods of the compiled pattern from when one of them is first asked for."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._given = pattern, flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(*self._given)
        for each in ("fullmatch", "match", "search", "sub", "finditer", "split"):
            setattr(self, each, getattr(compiled, each))
        return getattr(compiled, name)

"""A day as an option of a command: in comes what was typed, out goes the day, or words that say how one is written."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click


class Day(click.DateTime):
    """`2021-09-30`, `30 September 2021` or `30/09/2021`, the day first, as in files of data."""

    def __init__(self) -> None:
        super().__init__(["%Y-%m-%d", "%d %B %Y", "%d/%m/%Y"])

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The day; the words of `click` would name codes such as %Y."""
        try:
            found: datetime = super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"`{value}` is no day; write it as 2021-09-30, 30/09/2021 or “30 September 2021”", param, ctx)
        return found


DAY = Day()

"""A plain structure to the bytes of a JSON file: UTF-8, keys in the order given, the same bytes every time."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

Plain = str | int | bool | None | Sequence["Plain"] | Mapping[str, "Plain"]  # no floats: amounts are texts


def render(structure: Plain) -> bytes:
    """The whole file, with a line feed at its end."""
    return (json.dumps(structure, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode("utf-8")

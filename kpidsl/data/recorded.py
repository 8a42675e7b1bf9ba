"""Two records of one report held against each other: what was published, and what would be now."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from kpidsl.data.published import VERSION, seal

_ABOUT_THE_MAKING = ("version", "kpidsl", "language", "made_from", "seal", "sources")
_SHOWN = ("value", "target", "status", "outturn")


def damage(then: bytes) -> str:
    """Why a file is no record to hold anything against, as the end of a sentence; empty where it is one."""
    try:
        record = json.loads(then)
        version = record.get("version", 1)
        if version > VERSION:
            return "was written by a newer kpic; update kpidsl"
        if version > 1 and record.get("seal") != seal(record):
            return "was changed after it was written; put back the file as it was"
        return "" if isinstance(record["indicators"], list) else "is not the record of a report"
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return "is not the record of a report"


def differences(then: bytes, now: bytes) -> tuple[str, ...]:
    """What two records say otherwise, in words, the figures first; nothing where they publish the same.

    How they were made does not count, nor what only one of two versions of a record holds.
    """
    one, other = json.loads(then), json.loads(now)
    found = tuple(_figures(one["indicators"], other["indicators"]))
    if found or _same(one, other):
        return found
    was, is_ = one["report"].get("as_at"), other["report"]["as_at"]
    if was != is_ and _same({**one, "report": {}}, {**other, "report": {}}):
        return (f"it was made as on {was}, and now is as on {is_}",)
    return ("no figure, target or status, but texts or settings",)


def _figures(then: Any, now: Any) -> Iterator[str]:
    was = {one["id"]: one for one in then}
    for one in now:
        before = was.pop(one["id"], None)
        if before is None:
            yield f"`{one['id']}` is new"
            continue
        for key in _SHOWN:
            old, new = _said(before.get(key)), _said(one.get(key))
            if old != new:
                at = 0 if old[0] != new[0] else 1
                yield f"the {key} of `{one['id']}` was {'exactly ' * at}{old[at]} and is {'exactly ' * at}{new[at]}"
    yield from (f"`{id}` is no longer there" for id in was)


def _said(part: Any) -> tuple[str, str]:
    """As printed, and exactly."""
    return (str(part["printed"]), str(part["exact"])) if isinstance(part, Mapping) else (str(part or "none"), "")


def _same(one: Any, other: Any) -> bool:
    """Whether two parts of records say the same, as far as both say anything."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        shared = [key for key in one if key in other and key not in _ABOUT_THE_MAKING]
        return all(_same(one[key], other[key]) for key in shared)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    return bool(one == other)

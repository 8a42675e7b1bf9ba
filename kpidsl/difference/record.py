"""A Difference as a plain structure, for other programs."""

from __future__ import annotations

from kpidsl import __version__
from kpidsl.difference import said
from kpidsl.difference.model import Cause, Caused, Difference, Easing, Edit, Side
from kpidsl.render.json import Plain

VERSION = 1


def record(difference: Difference) -> dict[str, Plain]:
    """Everything, whatever is left out elsewhere."""
    return {
        "version": VERSION,
        "kpic": __version__,
        "old": _side(difference.old),
        "new": _side(difference.new),
        "headline": said.headline(difference),
        "easier": [_easing(one) for one in difference.easings],
        "changes": [_change(one) for one in difference.changes],
        "rewritten_lines": difference.rewritten,
        "without_effect": [_edit(one) for one in difference.idle],
    }


def _side(side: Side) -> dict[str, Plain]:
    counts = dict(side.counts)
    return {
        "name": side.name,
        "title": side.title,
        "as_at": side.as_at.isoformat(),
        "pages": side.pages,
        "statuses": counts,
    }


def _change(one: Caused) -> dict[str, Plain]:
    change = one.change
    return {
        "layer": change.layer.name.lower(),
        "nature": change.nature.name.lower(),
        "about": change.about or None,
        "label": change.label,
        "what": change.what,
        "old": change.old or None,
        "new": change.new or None,
        "cause": _cause(one.cause),
    }


def _cause(cause: Cause) -> dict[str, Plain]:
    return {"sure": cause.sure.value, "edits": [_edit(one) for one in cause.edits]}


def _edit(edit: Edit) -> dict[str, Plain]:
    return {
        "file": edit.file,
        "kind": edit.kind.value,
        "old_line": edit.old_line,
        "new_line": edit.new_line,
        "old": edit.old or None,
        "new": edit.new or None,
        "moved": edit.moved,
        "cells": [{"column": column, "old": old, "new": new} for column, old, new in edit.cells],
    }


def _easing(easing: Easing) -> dict[str, Plain]:
    return {
        "about": easing.about,
        "label": easing.label,
        "owner": easing.owner or None,
        "kind": easing.ease.value,
        "old_status": easing.statuses[0] if easing.statuses else None,
        "new_status": easing.statuses[1] if easing.statuses else None,
        "says": easing.says,
        "made_by": list(said.made_easier(easing)),
    }

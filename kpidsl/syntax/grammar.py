"""Find grammar/kpi.lark: beside the code in an installed package, at the top level in a checkout."""

from __future__ import annotations


def grammar_text() -> str:
    """The published grammar. The installed copy comes first: any `grammar/` might stand above site-packages."""
    from importlib.resources import files  # only here: most runs need no grammar

    installed = files("kpidsl") / "grammar" / "kpi.lark"
    place = installed if installed.is_file() else files("kpidsl") / ".." / "grammar" / "kpi.lark"
    return place.read_text(encoding="utf-8")

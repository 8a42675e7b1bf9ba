"""Find grammar/kpi.lark: beside the code in an installed package, at the top level in a checkout."""

from __future__ import annotations

from pkgutil import get_data  # `importlib.resources` takes 6 ms to load


def grammar_text() -> str:
    """The published grammar. The installed copy comes first: any `grammar/` might stand above site-packages."""
    try:
        text = get_data("kpidsl", "grammar/kpi.lark")
    except OSError:
        text = get_data("kpidsl", "../grammar/kpi.lark")
    assert text is not None
    return text.decode("utf-8").replace("\r\n", "\n")  # as Git may have it on Windows

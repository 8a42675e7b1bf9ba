"""Names: each thing of a kind has one of its own, of letters, digits and underscores."""

from __future__ import annotations

from kpidsl.diagnostics.diagnostic import Label
from kpidsl.diagnostics.fixes import replacing
from kpidsl.source import Span
from kpidsl.spec.problems import Problems
from kpidsl.syntax import ast
from kpidsl.terms import Kind

# A test says with these of what kind a figure is: given forecast cases in 2021-22 is 90%.
KINDS = tuple(kind.value for kind in Kind if kind is not Kind.ACTUAL)


def no_kind(what: str, name: ast.Word, problems: Problems) -> None:
    """A problem where a figure is called what a test would take for its kind."""
    if name.text in KINDS:
        message = f"{what} cannot be called `{name.text}`: in a test, that word says of what kind a figure is"
        help_ = f"give it a longer name, such as `{name.text}_of_year`"
        problems.add("bad-name", message, name.span, help_)


def once(kind: str, name: ast.Word, seen: dict[str, Span], problems: Problems) -> bool:
    """Note a name; a problem where it was there before, or has a character that names do not have."""
    if "-" in name.text:
        meant = name.text.replace("-", "_")
        fix = None if meant in seen else replacing(name.span, meant)
        message = "names are letters, digits and underscores"
        problems.add("bad-name", message, name.span, f"did you mean `{meant}`?", fix=fix)
    if name.text in seen:
        label = (Label(seen[name.text], "here first"),)
        message = f"there are two {kind}s called `{name.text}`"
        problems.add("duplicate-name", message, name.span, "give each a name of its own", labels=label)
        return False
    seen[name.text] = name.span
    return True

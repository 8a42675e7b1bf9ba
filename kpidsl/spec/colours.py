"""What the house file says of colours. Knows no YAML."""

from __future__ import annotations

from collections.abc import Mapping

from kpidsl.diagnostics.fixes import replacing
from kpidsl.render.shades import nearest
from kpidsl.render.theme import TEXT_CONTRAST, Theme, contrast, is_colour, tenths
from kpidsl.source import Named
from kpidsl.spec.problems import Problems
from kpidsl.values import replace

KEYS = ("accent", "link")


def theme(said: Mapping[str, Named], problems: Problems) -> Theme:
    """The colours of reports: ours, where the house has none of its own. Each is easy to read on all it stands on."""
    theme = Theme()
    for key, named in said.items():
        colour = named.text
        if not colour:
            continue  # that it is empty has been said
        if not is_colour(colour):
            message = f"`{colour}` is not a colour that can be read"
            problems.add("house-file", message, named.span, f'write it like this: {key}: "#1D3557"')
            continue
        theme = replace(theme, accent=colour) if key == "accent" else replace(theme, link=colour)
        behind = theme.grounds(colour)
        worst = min(contrast(colour, back) for back in behind)
        if worst < TEXT_CONTRAST:
            good = f'"{nearest(colour, behind, TEXT_CONTRAST).upper()}"'
            message = f"the contrast of {colour} is {tenths(worst)} to 1, and text needs 4.5 to 1 to be read by all"
            help_ = f"the nearest shade that can be read is {good} (WCAG 2.2, 1.4.3)"
            problems.add("house-file", message, named.span, help_, fix=replacing(named.span, good))
    return theme

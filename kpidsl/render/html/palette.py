"""The colours of a page by day and by night: the theme's, and shades of them that can be read on a dark ground."""

from __future__ import annotations

from fractions import Fraction

from kpidsl.render.shades import nearest
from kpidsl.render.theme import GRAPHIC_CONTRAST, TEXT_CONTRAST, Theme, contrast
from kpidsl.values import replace

_NIGHT = Theme(
    accent="#A9C1E8",
    text="#E7E9EC",
    muted="#AEB5BF",
    link="#9DC1FF",
    paper="#14171C",
    band="#20262F",
    rule="#4B5563",
    target_line="#A2A9B3",
)
_EASY = Fraction(7)  # dark colours made light are dull, so they are made lighter than they must be


def night(theme: Theme) -> Theme:
    """The theme on a dark ground. The house's own colours keep their hue."""
    behind = (_NIGHT.paper, _NIGHT.band)
    return replace(
        _NIGHT,
        accent=nearest(theme.accent, behind, _EASY),
        link=nearest(theme.link, behind, _EASY),
        earlier=nearest(theme.earlier, behind, GRAPHIC_CONTRAST),
        others=tuple(nearest(one, behind, _EASY) for one in theme.others),
    )


def mark(colour: str, theme: Theme) -> str:
    """A colour of a status or a line as it is drawn on the grounds of a theme."""
    return nearest(colour, (theme.paper, theme.band), GRAPHIC_CONTRAST)


def _counterparts(theme: Theme, house: Theme) -> dict[str, str]:
    """What the colours of the house are in a theme."""
    pairs = zip((house.accent, house.text, house.target_line, *house.others),
                (theme.accent, theme.text, theme.target_line, *theme.others), strict=True)  # fmt: skip
    return {one.lower(): other for one, other in pairs}


def head(theme: Theme, house: Theme) -> str:
    """The ground of a table's head: the house's own colour, by night as well."""
    return nearest(house.accent, (on_head(theme),), TEXT_CONTRAST)


def on_head(theme: Theme) -> str:
    """The lighter of text and ground."""
    return max((theme.text, theme.paper), key=lambda colour: contrast(colour, "#000000"))


def variables(theme: Theme, house: Theme, marks: dict[str, str]) -> str:
    """The custom properties of a theme, and those of other colours by their class. `house` is the theme by day."""
    ours = _counterparts(theme, house)
    named = {
        "accent": theme.accent,
        "text": theme.text,
        "muted": theme.muted,
        "link": theme.link,
        "paper": theme.paper,
        "band": theme.band,
        "rule": theme.rule,
        "target-line": theme.target_line,
        "earlier": theme.earlier,
        "head": head(theme, house),
        "on-head": on_head(theme),
        **{name: mark(ours.get(colour, colour), theme) for colour, name in marks.items()},
    }
    return "".join(f"--{name}:{colour};" for name, colour in named.items())

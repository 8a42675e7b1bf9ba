"""How large a logo is shown, the same in every format."""

from __future__ import annotations

from kpidsl.document.model import Logo

WIDEST, TALLEST = 170, 51  # points: 60 by 18 mm
_COARSEST = 0.75  # points to the dot: a picture with few of them stays small instead of blurred


def shown_size(logo: Logo) -> tuple[float, float]:
    """Its width and height in points."""
    scale = min(WIDEST / logo.width, TALLEST / logo.height, _COARSEST)
    return logo.width * scale, logo.height * scale

"""A logo of our own, drawn here: it is nobody's, and what it shows is said in `ALT`."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw

from kpidsl.document.model import Logo
from kpidsl.render.pictures import opened

ALT = "A white tree on a blue square, beside three bars (invented)"
_BLUE, _GREEN, _WHITE = (31, 78, 95, 255), (0, 112, 60, 255), (255, 255, 255, 255)


def drawn(wide: int = 1000, tall: int = 300) -> Image.Image:
    """The logo on a ground that shows what is behind it."""
    picture = Image.new("RGBA", (2000, 600), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((0, 0, 599, 599), 80, _BLUE)
    for x, y, radius in ((300, 150, 130), (190, 240, 110), (410, 240, 110), (300, 270, 130)):
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), _WHITE)
    pen.rectangle((272, 360, 328, 530), _WHITE)
    for at, y in enumerate((90, 250, 410)):
        pen.rounded_rectangle((720, y, 1999 - at * 240, y + 90), 45, _GREEN if at == 1 else _BLUE)
    return picture.resize((wide, tall), Image.Resampling.LANCZOS)


def saved(picture: Image.Image, kind: str = "PNG", **how: object) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


def logo() -> Logo:
    found = opened(saved(drawn()), ALT)
    assert isinstance(found, Logo)
    return found

"""Opens the picture that a council gives as its logo. Anyone may have made the file, so nothing in it is trusted.

What comes out is always the same kind of picture, whatever went in: PNG in plain red, green and blue, on white where
the file lets something show through, and no larger than it can be printed. So every renderer can take it, PDF/A too.
"""

from __future__ import annotations

import warnings
from io import BytesIO

from PIL import Image, ImageOps

from kpidsl.document.model import Logo
from kpidsl.render.logo import TALLEST, WIDEST
from kpidsl.values import dataclass

LARGEST = 8 * 1024**2  # bytes of the file
MOST_DOTS = 25_000_000
FEWEST = 32  # dots on the shorter side
LONGEST = 10  # times as long as the other side
_FINE = 4  # dots to the point: 288 to the inch
_SAVE = "save it as PNG, about 1,000 dots wide"


@dataclass(frozen=True, slots=True)
class Unfit:
    """Why a file cannot be a logo: a sentence that goes on from its name, and what to do."""

    message: str
    help: str


def opened(content: bytes, alt: str) -> Logo | Unfit:
    """The logo in the bytes of a file; `alt` says what it shows."""
    if b"<svg" in content[:2_000].lower():
        message = "is a drawing (SVG), which not all of the formats can show"
        return Unfit(message, "open it in a drawing program or a browser and save it as PNG, about 1,000 dots wide")
    if len(content) > LARGEST:
        return Unfit(f"is a file of more than {LARGEST // 1024**2} MB, far more than a logo needs", _SAVE)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(BytesIO(content), formats=("PNG", "JPEG"))
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        return Unfit("has far more dots than a logo needs", _SAVE)
    except Exception:  # whatever the library makes of bytes that are no picture
        return Unfit("is not a PNG or JPEG picture", _SAVE)
    unfit = _unfit(picture)
    if unfit:
        return unfit
    try:
        picture.load()
        plain = _plain(ImageOps.exif_transpose(picture))
    except Exception:  # truncated, or broken in any other way
        return Unfit("is damaged: a part of the picture is missing or cannot be read", "save it anew as PNG")
    out = BytesIO()
    plain.save(out, "PNG", optimize=True)
    return Logo(out.getvalue(), plain.width, plain.height, alt)


def _unfit(picture: Image.Image) -> Unfit | None:
    """What is wrong with a picture as far as its first bytes tell; its dots are not looked at yet."""
    wide, tall = picture.size
    if wide * tall > MOST_DOTS:
        return Unfit(f"has {wide:,} by {tall:,} dots, far more than a logo needs", _SAVE)
    if min(wide, tall) < FEWEST:
        return Unfit(f"has only {wide:,} by {tall:,} dots, too few to be told what it shows", _SAVE)
    if max(wide, tall) > LONGEST * min(wide, tall):
        message = f"is {wide:,} dots wide and {tall:,} tall, too long for the head of a page"
        return Unfit(message, f"cut it, so that no side is more than {LONGEST} times as long as the other")
    if picture.mode == "CMYK":
        return Unfit("has the colours of a printing press (CMYK), which screens show wrongly", "save it as RGB, as PNG")
    if picture.mode not in ("1", "L", "LA", "P", "PA", "RGB", "RGBA"):
        return Unfit("has more shades than can be shown", "save it with 8 bits a channel, as PNG")
    return None


def _plain(picture: Image.Image) -> Image.Image:
    """On white, without profiles or remarks of whoever made it, and no finer than it is printed."""
    upon = Image.new("RGBA", picture.size, "#FFFFFF")
    plain = Image.alpha_composite(upon, picture.convert("RGBA")).convert("RGB")
    most = (WIDEST * _FINE, TALLEST * _FINE)
    share = min(1.0, *(limit / size for limit, size in zip(most, plain.size, strict=True)))
    if share < 1:
        size = (max(1, round(plain.width * share)), max(1, round(plain.height * share)))
        plain = plain.resize(size, Image.Resampling.LANCZOS)
    clean = Image.new("RGB", plain.size)
    clean.paste(plain)
    return clean

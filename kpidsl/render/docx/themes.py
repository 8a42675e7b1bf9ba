"""The theme of a document without a template: what Word offers where an officer picks a colour or a font."""

from __future__ import annotations

from kpidsl.render.docx import measures as m
from kpidsl.render.docx.properties import hexadecimal
from kpidsl.render.docx.xml import DECLARATION, Xml, declared, joined, node, w
from kpidsl.render.theme import Theme


def theme_part(theme: Theme, font: str) -> Xml:
    """The council's colours and our font, and the plainest of effects."""
    greys = (theme.muted, theme.target_line, theme.rule, theme.band)
    colours = {
        "dk1": theme.text,
        "lt1": theme.paper,
        "dk2": theme.accent,
        "lt2": theme.band,
        **{f"accent{at}": colour for at, colour in enumerate((theme.accent, theme.link, *greys), 1)},
        "hlink": theme.link,
        "folHlink": theme.link,
    }
    scheme = [
        node(f"a:{name}", {}, node("a:srgbClr", {"val": hexadecimal(colour)})) for name, colour in colours.items()
    ]
    faces = joined(
        node(f"a:{script}", {"typeface": face}) for script, face in (("latin", font), ("ea", ""), ("cs", ""))
    )
    fill = node("a:solidFill", {}, node("a:schemeClr", {"val": "phClr"}))
    effect = node("a:effectStyle", {}, node("a:effectLst", {}))
    return Xml(
        DECLARATION
        + node(
            "a:theme",
            {**declared("a"), "name": "KPI"},
            node(
                "a:themeElements",
                {},
                node("a:clrScheme", {"name": "KPI"}, *scheme),
                node("a:fontScheme", {"name": "KPI"}, node("a:majorFont", {}, faces), node("a:minorFont", {}, faces)),
                node(
                    "a:fmtScheme",
                    {"name": "KPI"},
                    node("a:fillStyleLst", {}, fill, fill, fill),
                    node("a:lnStyleLst", {}, *(node("a:ln", {"w": width}, fill) for width in (6350, 12700, 19050))),
                    node("a:effectStyleLst", {}, effect, effect, effect),
                    node("a:bgFillStyleLst", {}, fill, fill, fill),
                ),
            ),
        )
    )


def fonts_part(font: str) -> Xml:
    """What other programs may put in the place of our fonts."""
    fonts = [
        w("font", w("altName", val=other), w("family", val="swiss"), w("pitch", val="variable"), name=name)
        for name, other in ((font, "Liberation Sans"), (m.SHAPES_FONT, "DejaVu Sans"))
    ]
    return Xml(DECLARATION + node("w:fonts", declared("w"), *fonts))

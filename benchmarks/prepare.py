"""`python -m benchmarks.prepare MAKERS OUT NAME=SPEC...`: reports in the form that each other maker starts from.

Composed once by kpic, so that all makers print the same words. Run as a program of its own, because what it loads and
composes must not count to anything that is timed.
"""

from __future__ import annotations

import gc
import json
import marshal
import sys
from pathlib import Path

from benchmarks.peers import html, typst
from benchmarks.peers.content import content
from kpidsl import pipeline, rendering, workspace
from kpidsl.cli.main import SELDOM

FONTS = Path(pipeline.__file__).parent / "render" / "pdf" / "fonts"
ENDINGS = {"typst": ".typ", "weasyprint": ".html", "platypus": ".json", "floor": ".marshal"}


def prepare(out: Path, name: str, spec: Path, makers: tuple[str, ...]) -> None:
    """Write the file that each of these makers starts from into the folder `out`."""
    composed = pipeline.compose_report(spec.name, workspace.reader(spec.parent), formats=())  # with no files in it
    if composed.value is None:
        raise RuntimeError(f"{spec} cannot be composed: {composed.diagnostics[:3]}")
    plain = content(composed.value.document, composed.value.spec.house.theme)
    files = {maker: out / f"{name}{ENDINGS[maker]}" for maker in makers if maker in ENDINGS}
    if "typst" in files:
        files["typst"].write_text(typst.markup(plain), encoding="utf-8")
    if "weasyprint" in files:
        files["weasyprint"].write_text(html.markup(plain, FONTS), encoding="utf-8")
    if "platypus" in files:
        files["platypus"].write_text(json.dumps(plain, ensure_ascii=False), encoding="utf-8")
    if "floor" in files:
        from benchmarks.peers.floor import calls

        built = rendering.rendered(composed)
        if built.value is None:
            raise RuntimeError(f"{spec} cannot be built")
        pdf = out / f"{name}.floor.pdf"
        pdf.write_bytes(built.value["pdf"])
        files["floor"].write_bytes(marshal.dumps(calls(pdf)))
        pdf.unlink()


if __name__ == "__main__":
    gc.set_threshold(*SELDOM)  # as kpic does
    for pair in sys.argv[3:]:
        name, _, spec = pair.partition("=")
        prepare(Path(sys.argv[2]), name, Path(spec), tuple(sys.argv[1].split(",")))

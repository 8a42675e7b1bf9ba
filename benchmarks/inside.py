"""What is timed within one process: `python -m benchmarks.inside WHAT TIMES FILE...` prints seconds as JSON.

Each measure runs once without counting, so that what is loaded and cached once is not in it, and then several times.
"""

from __future__ import annotations

import gc
import importlib
import importlib.util
import json
import marshal
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from io import BytesIO
from pathlib import Path
from typing import Any

from kpidsl import pipeline, workspace
from kpidsl.source import Content, Source


def interleaved(
    ways: dict[str, Callable[[], object]], times: int, before: Callable[[], None] = lambda: None
) -> dict[str, float]:
    """The median seconds of each way, all taking turns; `before` is done before each, and does not count."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(times + 1):
        for name, way in ways.items():
            gc.collect()
            before()
            begun = time.perf_counter()
            way()
            if turn:
                taken[name].append(time.perf_counter() - begun)
    return {name: statistics.median(each) for name, each in taken.items()}


def forget() -> None:
    """Let go of what this process remembers of texts that it has read."""
    if importlib.util.find_spec("kpidsl.memo") is not None:
        importlib.import_module("kpidsl.memo").forget()


def stages(times: int, spec: str, before: str) -> dict[str, float]:
    """Seconds of the processor in each stage of a build; the spec `before` is built first, which does not count."""
    from benchmarks.stages import breakdown

    return breakdown(Path(spec), Path(before), times, forget)


def front(times: int, spec: str) -> dict[str, float]:
    """Lines a second: parsing, checking (the rules alone, no data), formatting."""
    from kpidsl.syntax.format import formatted
    from kpidsl.syntax.parser import parse

    path = Path(spec)
    read = workspace.reader(path.parent)
    texts = [Source(file.name, file.read_text(encoding="utf-8")) for file in sorted(path.parent.glob("*.kpi"))]
    lines = sum(text.text.count("\n") for text in texts)
    ways: dict[str, Callable[[], object]] = {
        "parse": lambda: [parse(text) for text in texts],
        "check": lambda: pipeline.rules(path.name, read),
        "format": lambda: [formatted(text) for text in texts],
    }
    return {name: lines / seconds for name, seconds in interleaved(ways, times, forget).items()}


def rebuild(times: int, spec: str, markup: str, fonts: str) -> dict[str, float]:
    """Seconds to build again after one line of the text was edited, kpic and Typst each in a process that has built the
    report before. Both keep what they know of the earlier build, as `watch` does."""
    with _rebuilding():
        return _rebuilt(times, spec, markup, fonts)


def _rebuilding() -> AbstractContextManager[None]:
    """Says that builds follow one another, where this version can be told so."""
    memo: Any = importlib.import_module("kpidsl.memo")
    return memo.rebuilding() if hasattr(memo, "rebuilding") else nullcontext()


def _rebuilt(times: int, spec: str, markup: str, fonts: str) -> dict[str, float]:
    path = Path(spec)
    on_disk = workspace.reader(path.parent)
    number = 0

    def read(name: str) -> Any:
        found = on_disk(name)
        if name == path.name and isinstance(found, Content):
            return Content(found.name, edited(found.data.decode("utf-8")).encode("utf-8"))
        return found

    def edited(text: str) -> str:
        """The text with another number in one line of it each time: a line of a paragraph that stands in both."""
        at = text.index("key performance indicators")
        return f"{text[:at]}{number} {text[at:]}"

    def ours() -> None:
        nonlocal number
        number += 1
        if pipeline.build(path.name, read).value is None:
            raise RuntimeError("cannot be built")

    ways: dict[str, Callable[[], object]] = {"kpic": ours}
    try:
        import typst
    except ImportError:
        return interleaved(ways, times)
    source = Path(markup)
    original = source.read_text(encoding="utf-8")
    copy = source.with_name("edited.typ")
    copy.write_text(original, encoding="utf-8")
    faces = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts])
    compiler = typst.Compiler(str(copy), font_paths=faces)

    def theirs() -> None:
        nonlocal number
        number += 1
        copy.write_text(edited(original), encoding="utf-8")
        compiler.compile(str(copy), pdf_standards=["ua-1"])

    ways["typst"] = theirs
    return interleaved(ways, times)


def painting(times: int, spec: str, calls: str, fonts: str) -> dict[str, float]:
    """Seconds to lay out and paint a composed Document, tagged and not, and the floor's for the same pages."""
    from benchmarks.children.run_floor import painted, register
    from benchmarks.untagged import untagged
    from kpidsl.render.pdf import render
    from kpidsl.render.pdf.measures import printed

    path = Path(spec)
    composed = pipeline.compose_report(path.name, workspace.reader(path.parent)).value
    if composed is None:
        raise RuntimeError(f"{spec} cannot be composed")
    house, document = composed.spec.house, composed.document
    bare = _without_files(document)
    measures = printed(house.paper, composed.typeface)
    pages = marshal.loads(Path(calls).read_bytes())
    register(fonts)

    def without_tags() -> None:
        with untagged():
            render(bare, house.theme, measures)

    return interleaved(
        {
            "tagged": lambda: render(bare, house.theme, measures),
            "untagged": without_tags,
            "floor": lambda: painted(pages, BytesIO()),
        },
        times,
    )


def _without_files(document: Any) -> Any:
    from dataclasses import replace

    return replace(document, attachments=())


WHAT: dict[str, Callable[..., dict[str, float]]] = {
    "stages": stages,
    "front": front,
    "rebuild": rebuild,
    "painting": painting,
}

if __name__ == "__main__":
    gc.set_threshold(*getattr(importlib.import_module("kpidsl.cli.main"), "SELDOM", gc.get_threshold()))  # as kpic does
    json.dump(WHAT[sys.argv[1]](int(sys.argv[2]), *sys.argv[3:]), sys.stdout)

"""Where the time of one build goes: kpic's own functions, each wrapped by a clock while it runs in this process.

A stage has the time spent in it less that of the stages called from within it. What has moved or is not there in this
version of kpic is left out, and its time falls to whoever calls it.
"""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import GeneratorType
from typing import Any

# Module, name in it, and the stage that its time counts to. A function stands here once for each module that calls it
# by a name of its own: where it was imported at the head of the module, and where it is fetched when needed.
_WALK = {
    "gather": ("kpidsl.spec.project", "gather", "read files"),
    "check": ("kpidsl.spec.check", "check", "check"),
    "unused": ("kpidsl.spec.check", "unused", "look for slips"),
    "unshown": ("kpidsl.spec.shown", "unshown", "look for slips"),
    "unlike": ("kpidsl.spec.shown", "unlike", "look for slips"),
    "idle": ("kpidsl.evaluation.idle", "idle", "look for slips"),
    "unspoken": ("kpidsl.evaluation.unspoken", "unspoken", "look for slips"),
    "contradictions": ("kpidsl.evaluation.examples", "contradictions", "look for slips"),
    "read_tables": ("kpidsl.data.tables", "read", "read data"),
    "protect": ("kpidsl.evaluation.protect", "protect", "protect"),
    "small_numbers": ("kpidsl.evaluation.small_numbers", "small_numbers", "protect"),
    "evaluate": ("kpidsl.evaluation.evaluate", "evaluate", "evaluate"),
    "typed_out": ("kpidsl.evaluation.typed_out", "typed_out", "protect"),
    "disclosure": ("kpidsl.evaluation.disclosure", "disclosure", "protect"),
    "notes_owed": ("kpidsl.compose.owed", "problems", "evaluate"),
    "inputs_of": ("kpidsl.compose.workings", "inputs_of", "compose"),
    "compose": ("kpidsl.compose.compose", "compose", "compose"),
}
PLACES = (
    *(("kpidsl.pipeline", name, stage) for name, (_, _, stage) in _WALK.items()),
    *_WALK.values(),
    ("kpidsl.spec.project", "parse", "parse"),
    ("kpidsl.syntax.parser", "parse", "parse"),
    ("kpidsl.compose.compose", "details", "compose: details for web pages"),
    ("kpidsl.compose.workings", "attachments", "compose: attached tables"),
    ("kpidsl.compose.attachment", "observations", "compose: attached tables"),
    ("kpidsl.render.pdf", "missing_glyphs", "look up characters"),
    ("kpidsl.render.pdf", "lay_out", "lay out"),
    ("kpidsl.render.pdf.layout", "paginate", "fill pages"),
    ("kpidsl.render.pdf", "paint", "paint"),
    ("kpidsl.render.pdf.paint", "write_tree", "write tags"),
    ("kpidsl.render.pdf.paint", "embed", "attach files"),
    ("kpidsl.render.pdf.file.ObjectFile", "written", "write the file"),
)
REST = "everything else"


@dataclass(slots=True)
class Clock:
    """Seconds of processor time by stage, in the order in which the stages were first met."""

    seconds: dict[str, float] = field(default_factory=dict)
    _open: list[str] = field(default_factory=list)
    _since: float = 0.0

    def turn(self) -> None:
        now = time.process_time()
        if self._open:
            self.seconds[self._open[-1]] += now - self._since
        self._since = now

    def enter(self, stage: str) -> None:
        self.turn()
        self.seconds.setdefault(stage, 0.0)
        self._open.append(stage)

    def leave(self) -> None:
        self.turn()
        self._open.pop()

    def wrapped(self, function: Callable[..., Any], stage: str) -> Callable[..., Any]:
        def timed(*args: Any, **named: Any) -> Any:
            self.enter(stage)
            try:
                found = function(*args, **named)
                return list(found) if isinstance(found, GeneratorType) else found
            finally:
                self.leave()

        return timed


def _owner(path: str) -> Any:
    """A module, or a class in one; None where it is not there."""
    try:
        return importlib.import_module(path)
    except ImportError:
        module, _, name = path.rpartition(".")
        try:
            return getattr(importlib.import_module(module), name, None)
        except ImportError:
            return None


def breakdown(spec: Path, times: int = 1, before: Callable[[], None] = lambda: None) -> dict[str, float]:
    """Seconds by stage of building the PDF of a spec in this process, at best of several `times`, after one build that
    does not count: what is loaded and cached once is not in them. `before` is done before each build."""
    from kpidsl import pipeline, workspace

    read = workspace.reader(spec.parent)

    def build() -> None:
        if pipeline.build(spec.name, read).value is None:
            raise RuntimeError(f"{spec} cannot be built")

    build()
    best: dict[str, float] | None = None
    for _ in range(times):
        clock = Clock()
        undo: list[tuple[Any, str, Any]] = []
        for path, name, stage in PLACES:
            owner = _owner(path)
            if owner is not None and hasattr(owner, name):
                undo.append((owner, name, getattr(owner, name)))
                setattr(owner, name, clock.wrapped(getattr(owner, name), stage))
        try:
            before()
            clock.enter(REST)
            build()
            clock.leave()
        finally:
            for owner, name, function in reversed(undo):
                setattr(owner, name, function)
        if best is None or sum(clock.seconds.values()) < sum(best.values()):
            best = clock.seconds
    assert best is not None
    rest = best.pop(REST)
    return {**best, REST: rest}

"""Where the time of one build goes: kpic's own functions, each wrapped by a clock while it runs in this process.

A stage has the time spent in it less that of the stages called from within it. A function is wrapped in every module
that knows it. What is not there in this version of kpic is left out, and its time falls to whoever calls it.
"""

from __future__ import annotations

import importlib
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import GeneratorType, ModuleType
from typing import Any

# Where a function is defined, its name, and the stage that its time counts to.
FUNCTIONS = (
    ("kpidsl.spec.project", "gather", "read files"),
    ("kpidsl.syntax.parser", "parse", "parse"),
    ("kpidsl.spec.check", "check", "check"),
    ("kpidsl.spec.check", "unused", "look for slips"),
    ("kpidsl.spec.shown", "unshown", "look for slips"),
    ("kpidsl.spec.shown", "unlike", "look for slips"),
    ("kpidsl.evaluation.idle", "idle", "look for slips"),
    ("kpidsl.evaluation.unspoken", "unspoken", "look for slips"),
    ("kpidsl.evaluation.examples", "contradictions", "look for slips"),
    ("kpidsl.data.tables", "read", "read data"),
    ("kpidsl.evaluation.protect", "protect", "protect"),
    ("kpidsl.evaluation.small_numbers", "small_numbers", "protect"),
    ("kpidsl.evaluation.typed_out", "typed_out", "protect"),
    ("kpidsl.evaluation.disclosure", "disclosure", "protect"),
    ("kpidsl.evaluation.evaluate", "evaluate", "evaluate"),
    ("kpidsl.compose.owed", "problems", "evaluate"),
    ("kpidsl.compose.workings", "inputs_of", "compose"),
    ("kpidsl.compose.compose", "compose", "compose"),
    ("kpidsl.compose.details", "details", "compose: details for web pages"),
    ("kpidsl.compose.workings", "attachments", "compose: attached tables"),
    ("kpidsl.compose.attachment", "observations", "compose: attached tables"),
    ("kpidsl.render.csv.Growing", "add", "compose: attached tables"),
    ("kpidsl.render.pdf.coverage", "missing_glyphs", "look up characters"),
    ("kpidsl.render.pdf.layout", "lay_out", "lay out"),
    ("kpidsl.render.pdf.flow", "paginate", "fill pages"),
    ("kpidsl.render.pdf.paint", "paint", "paint"),
    ("kpidsl.render.pdf.tags", "write_tree", "write tags"),
    ("kpidsl.render.pdf.metadata", "embed", "attach files"),
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


def _modules() -> list[ModuleType]:
    """All of kpic that is loaded: a function is known to each module that imported it."""
    return [module for name, module in list(sys.modules.items()) if name.partition(".")[0] == "kpidsl"]


def breakdown(spec: Path, first: Path, times: int = 1, before: Callable[[], None] = lambda: None) -> dict[str, float]:
    """Seconds by stage of building the PDF of a spec in this process, at best of several `times`, after one build of
    `first` that does not count: what is loaded and cached once is not in them. `before` is done before each build."""
    from kpidsl import pipeline, workspace

    def build(spec: Path) -> None:
        if pipeline.build(spec.name, workspace.reader(spec.parent)).value is None:
            raise RuntimeError(f"{spec} cannot be built")

    build(first)
    best: dict[str, float] | None = None
    for _ in range(times):
        clock = Clock()
        undo: list[tuple[Any, str, Any]] = []
        for path, name, stage in FUNCTIONS:
            owner = _owner(path)
            function = getattr(owner, name, None)
            for place in (owner, *_modules()) if function is not None else ():
                for own, value in list(vars(place).items()):
                    if value is function:
                        undo.append((place, own, function))
                        setattr(place, own, clock.wrapped(function, stage))
        try:
            before()
            clock.enter(REST)
            build(spec)
            clock.leave()
        finally:
            for owner, name, function in reversed(undo):
                setattr(owner, name, function)
        if best is None or sum(clock.seconds.values()) < sum(best.values()):
            best = clock.seconds
    assert best is not None
    rest = best.pop(REST)
    return {**best, REST: rest}

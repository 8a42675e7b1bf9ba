"""What is wrong in specs, found and put into words without Click: a plain `kpic check SPEC` needs nothing of it, and
loading it takes longer than Python itself.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

from kpidsl import cache, pipeline, workspace
from kpidsl.cli import answers
from kpidsl.cli.ending import FINE, MOST_SHOWN, PROBLEMS, more
from kpidsl.cli.memory import kept
from kpidsl.diagnostics import show
from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.diagnostics.placed import Checked
from kpidsl.diagnostics.severity import Severity
from kpidsl.source import Content, Source
from kpidsl.spec.links import parsed
from kpidsl.spec.project import Read, Unreadable, decoded
from kpidsl.syntax import ast

Advise = Callable[[Path, "pipeline.Composed | None"], Iterable[Diagnostic]]


def no_advice(path: Path, composed: pipeline.Composed | None) -> Iterable[Diagnostic]:
    """Nothing more is said of a report than what is wrong."""
    return ()


def plainly(specs: Sequence[str]) -> answers.Answer | None:
    """The answer about these specs, where no more is asked; it is kept where it can be. None where one is no file, or
    what there is to say is not for every terminal."""
    if not all(map(os.path.isfile, specs)):
        return None
    paths = tuple(dict.fromkeys(map(Path, specs)))
    read: dict[Path, str | None] = {}
    with kept():
        answer = answer_of(problems(paths, paths, None, Severity.ERROR, read))
    return answer if keep(specs, read, answer) else None


def keep(specs: Sequence[str], read: dict[Path, str | None], answer: answers.Answer) -> bool:
    """Keep an answer that was given to nothing but these files, if every file that it asked for was there. Whether it
    can be written to every terminal as it is."""
    if "\x1b" in answer.problems + answer.result:
        return False
    sums = {path.as_posix(): sum_ for path, sum_ in read.items() if sum_ is not None}
    if len(sums) == len(read):
        answers.keep(specs, sums, answer)
    return True


def answer_of(checked: Checked) -> answers.Answer:
    """What is said of specs to somebody at a terminal."""
    text = show.text(checked.problems, MOST_SHOWN)
    problems = f"{text}\n" if text else ""
    if checked.failed:
        message = f"kpic: {show.count(checked.problems)}; {more(checked.problems)}\n"
        return answers.Answer(problems + message, "", PROBLEMS)
    counted = show.count(checked.problems) or "no problems"
    several = f" in {len(checked.specs)} specs" * (len(checked.specs) > 1)
    result = f"{checked.specs[0]}: {counted}" if len(checked.specs) == 1 else f"{counted}{several}"
    return answers.Answer(problems, f"{result}\n", FINE)


def problems(
    files: Sequence[Path],
    named: Sequence[Path],
    as_at: date | None,
    fails_from: Severity,
    read: dict[Path, str | None],
    advise: Advise = no_advice,
) -> Checked:
    """What is wrong in specs: of all `files`, those that are `named` or have a report. `read` is told the files that
    were read, each with its sum; None where it has none. `advise` has more to say of a report."""
    reports = [path for path in files if path in named or is_report(path)]
    found: dict[Diagnostic, str] = {}
    for path in reports:
        reading = _noting(workspace.reader(path.parent), path.parent, read)
        outcome = pipeline.compose_report(path.name, reading, as_at, counting=False, formats=())
        for problem in (*outcome.diagnostics, *advise(path, outcome.value)):
            found.setdefault(problem, path.as_posix())
    seen = {each.resolve() for each in read} if len(reports) < len(files) else set()
    for path in files:  # what no report uses is read all the same, so that nothing in a folder goes unseen
        if path not in reports and path.resolve() not in seen:
            for problem in _parsed(path)[1]:
                found.setdefault(problem, path.as_posix())
    specs = tuple(path.as_posix() for path in reports)
    return Checked(specs, tuple((spec, problem) for problem, spec in found.items()), _from_here, fails_from)


def _noting(read: Read, folder: Path, found: dict[Path, str | None]) -> Read:
    """Reads as `read` does, and notes which files were read and what was in them: nothing certain of one that was open
    elsewhere, or that was written between two looks at it, for no answer that hangs on that can be given again."""

    def reading(name: str) -> Source | Content | Unreadable:
        content, path = read(name), folder / name
        sum_ = cache.digest_of(content.data) if isinstance(content, Content) and not content.open_in else None
        found[path] = sum_ if found.get(path, sum_) == sum_ else None
        return content

    return reading


def _parsed(path: Path) -> tuple[ast.File | None, tuple[Diagnostic, ...]]:
    content = workspace.reader(path.parent)(path.name)
    source = decoded(content.name, content.data) if isinstance(content, Content) else content
    if isinstance(source, Unreadable):
        return None, (Diagnostic(source.code, source.message, source.at, help=(source.help,)),)
    outcome = parsed(source)
    return outcome.value, outcome.diagnostics


def is_report(path: Path) -> bool:
    """Whether a spec has a line that starts with `report`."""
    file, _ = _parsed(path)
    return file is not None and any(isinstance(block.header, ast.Report) for block in file.blocks)


def _from_here(name: str) -> str:
    """The name of a file seen from the folder that `kpic` runs in, with forward slashes."""
    try:
        return Path(os.path.relpath(name)).as_posix()
    except ValueError:  # on another drive
        return Path(name).resolve().as_posix()

"""`kpic build` of a spec with `for each authority`: a report for each of them, several at a time.

Rules are read and checked once, data are read once and taken apart; then each report is made by itself, in processes of
their own, and the result is the same however many these are. One that fails stops no other. What was made, and of what,
is kept in a small file beside the reports, so that `--resume` makes only what is lacking or out of date.
"""

from __future__ import annotations

import gc
import hashlib
import json
import math
import multiprocessing
import os
import pickle
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from datetime import date
from pathlib import Path
from time import monotonic

import click

from kpidsl import __version__, pipeline, rendering, workspace
from kpidsl.cli.console import COULD_NOT_RUN, FINE, PROBLEMS, Bar, fail, say
from kpidsl.cli.made_by import made_by
from kpidsl.composing import Prepared, compose_one
from kpidsl.diagnostics import show
from kpidsl.diagnostics.diagnostic import Diagnostic, did_you_mean, has_errors
from kpidsl.diagnostics.severity import Severity
from kpidsl.evaluation.authorities import One, chosen
from kpidsl.render.braille.translation import Translator
from kpidsl.spec.project import made_from
from kpidsl.values import dataclass

STATE = "built.json"
_MOST_IN_FULL = 3  # reports whose problems are all shown; of more, one line each
_MOST_NAMED = 3
_FEWEST = 4  # reports that are worth a second process
# New objects after which a process looks for garbage. A workbook leaves much, and a process makes many of them; to look
# after 700, as is usual, took a tenth of the time of a report.
_GARBAGE = (1_000_000, 20, 10_000)
_SECOND = 1.0  # between one writing of the state and the next


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be made of every authority: files of these `kinds` in `folder`."""

    folder: Path
    kinds: tuple[str, ...]
    optional: tuple[str, ...]
    as_at: date | None
    draft: bool
    contracted: str  # the version of what makes contracted Braille here; empty where nothing does

    def stem(self, one: One) -> str:
        """What the names of the files of one authority start with."""
        return f"{one.authority.file_name}{'-draft' * self.draft}"

    def files(self, one: One) -> dict[str, Path]:
        """The files of one authority, by their kinds."""
        return {kind: self.folder / f"{self.stem(one)}{rendering.ENDINGS[kind]}" for kind in self.kinds}


@dataclass(frozen=True, slots=True)
class _Said:
    """A problem as it is shown, and its sentence."""

    is_error: bool
    message: str
    text: str


@dataclass(frozen=True, slots=True)
class _Made:
    """What became of one report: its files with their hashes, or why there are none."""

    files: tuple[tuple[Path, str], ...]
    problems: tuple[_Said, ...]
    withheld: int = 0
    failed: str = ""


@dataclass(frozen=True, slots=True)
class _Work:
    """All that a process needs to know, once."""

    prepared: Prepared
    ones: tuple[One, ...]
    asked: Asked


def build(
    prepared: Prepared,
    asked: Asked,
    counting: pipeline.Counting,
    only: Sequence[str],
    resume: bool,
    jobs: int | None,
) -> int:
    """Make the reports and say what became of them. The exit status."""
    outcome = pipeline.ones_of(prepared, counting=counting)
    if outcome.diagnostics:
        click.echo(show.text(outcome.diagnostics), err=True)
    if outcome.value is None or has_errors(outcome.diagnostics):
        fail(PROBLEMS, f"{show.count(outcome.diagnostics)}; no report was made")
    ones = _named(outcome.value, only)
    kept = made_before(asked.folder / STATE)
    maker = made_by()
    prints = {asked.stem(one): _fingerprint(prepared, one, asked, maker) for one in ones}
    work = [one for one in ones if not (resume and _is_current(one, kept, prints, asked))]
    made: dict[str, _Made] = {}
    told = _Told(asked, ones, work)
    state = _State(asked.folder / STATE, kept)
    try:
        for one, result in _all_made(_Work(prepared, tuple(work), asked), jobs):
            made[asked.stem(one)] = result
            if not result.failed:
                state.add(asked.stem(one), prints[asked.stem(one)], result)
            told.one(one, result)
    finally:
        told.bar.clear()
        state.keep()
    return told.end(made)


def _named(ones: Sequence[One], only: Sequence[str]) -> tuple[One, ...]:
    """The authorities that are asked for, in their order; all where none is named."""
    for name in only:
        if chosen(ones, name).value is None:
            help_ = did_you_mean(name, [one.authority.name for one in ones])[0]
            fail(COULD_NOT_RUN, f"the spec has no authority called “{name}”; {help_}")
    return tuple(one for one in ones if not only or any(one.authority.is_called(name) for name in only))


# ---- one report, in this process or another

_WORK: _Work | None = None
_TRANSLATOR: Translator | None = None


def _start(work: bytes | _Work) -> None:
    """What a process does before its first report; one that starts anew reads its work."""
    global _WORK, _TRANSLATOR  # of a process of the pool, which serves this work alone
    gc.set_threshold(*_GARBAGE)
    _WORK = pickle.loads(work) if isinstance(work, bytes) else work  # written by the process that started this one
    _TRANSLATOR = _translator(_WORK.asked) if _WORK else None


def _translator(asked: Asked) -> Translator | None:
    from kpidsl import liblouis  # only here: nothing else needs it

    louis = liblouis.found() if asked.contracted else None
    return None if louis is None else liblouis.translator(louis)


def _one_of_pool(index: int) -> _Made:
    assert _WORK is not None  # the pool starts with it
    return _made(_WORK.prepared, _WORK.ones[index], _WORK.asked, _TRANSLATOR)


def _made(prepared: Prepared, one: One, asked: Asked, contracted: Translator | None) -> _Made:
    """Make and write the report of one authority. Whatever goes wrong is said of it alone."""
    try:
        composed = compose_one(
            prepared, one.spec, one.dataset, asked.as_at, draft=asked.draft, counts=one.counts, formats=asked.kinds
        )
        targets = asked.files(one)
        made = rendering.rendered(composed, formats=asked.kinds, optional=asked.optional, contracted=contracted)
        said = tuple(map(_said, made.diagnostics))
        if made.value is None or composed.value is None:
            first = next((each.message for each in said if each.is_error), "no report could be made")
            return _Made((), said, failed=first)
        files = {targets[kind]: content for kind, content in made.value.items()}
        try:
            workspace.write_all(files)
        except OSError as error:
            reason = error.strerror or "unknown reason"
            return _Made((), said, failed=f"its files could not be written ({reason}); are they open elsewhere?")
        hashes = tuple((path, hashlib.sha256(content).hexdigest()) for path, content in files.items())
        return _Made(hashes, said, composed.value.withheld)
    except Exception as error:  # a fault of ours in one report is no reason to make no other
        if os.environ.get("KPIC_DEBUG"):
            raise
        return _Made((), (), failed=f"an error of kpic itself ({type(error).__name__}: {error})")


def _said(problem: Diagnostic) -> _Said:
    return _Said(problem.severity is Severity.ERROR, problem.message, show.text((problem,)))


# ---- all reports


def _all_made(work: _Work, jobs: int | None) -> Iterator[tuple[One, _Made]]:
    """What became of each report, as they come."""
    count = min(jobs or _processors(), max(1, len(work.ones) // (_FEWEST // 2)))
    if count <= 1:
        translator = _translator(work.asked)
        gc.set_threshold(*_GARBAGE)
        for one in work.ones:
            yield one, _made(work.prepared, one, work.asked, translator)
        return
    how, known = ("fork", work) if _can_fork() else ("spawn", pickle.dumps(work))
    context = multiprocessing.get_context(how)
    pool = ProcessPoolExecutor(count, mp_context=context, initializer=_start, initargs=(known,))
    try:
        futures: dict[Future[_Made], One] = {
            pool.submit(_one_of_pool, index): one for index, one in enumerate(work.ones)
        }
        for future in as_completed(futures):
            try:
                yield futures[future], future.result()
            except BrokenProcessPool:
                yield futures[future], _Made((), (), failed="the process that made it came to an end (out of memory?)")
    finally:
        pool.shutdown(cancel_futures=True)


def _can_fork() -> bool:
    """Whether a process can go on from here as a copy of this one: on Linux, as long as nothing runs beside. All that
    it needs is loaded then, and read: a tenth of the time of 152 reports. Elsewhere, and where an engine that counted
    records still has threads, which no copy would have, processes start anew and are told their work."""
    try:
        return sys.platform == "linux" and len(os.listdir("/proc/self/task")) == 1
    except OSError:
        return False


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


# ---- what there is already


def _fingerprint(prepared: Prepared, one: One, asked: Asked, maker: str) -> str:
    """A hash of everything that a report is made of, and of its `maker`. Files of data and of records count as a whole,
    since reports show their hashes."""
    project = prepared.project
    folder = made_from(project, prepared.name)
    beside = [each for each in (project.template, project.logo, *project.fonts) if each is not None]
    facts = [
        maker,
        prepared.name,
        str(asked.as_at),
        asked.draft,
        list(asked.kinds),
        asked.contracted,
        [one.authority.name, one.authority.code, one.authority.old_code, one.authority.region],
        [[folder.name(source), source.sheet, source.sha256] for source in project.sources],
        [hashlib.sha256(each.content.data).hexdigest() for each in beside],
        [str(row) for row in one.counts.observations],
        [
            [each.place, each.engine, each.sha256, each.rows, each.table_rows, [ran.query for ran in each.ran]]
            for each in one.counts.tables
        ],
    ]
    return hashlib.sha256(json.dumps(facts).encode("utf-8")).hexdigest()


_Kept = dict[str, dict[str, object]]


def made_before(path: Path) -> _Kept:
    """What was made before, by the names of files; nothing where that is not known."""
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    reports = found.get("reports") if isinstance(found, dict) else None
    return {name: one for name, one in reports.items() if isinstance(one, dict)} if isinstance(reports, dict) else {}


class _State:
    """What has been made, in its file. It is written at most once a second and at the end, however that comes: a file
    for each of 152 reports took a twentieth of the time. Who is cut off makes again what was made in that second."""

    def __init__(self, path: Path, kept: _Kept) -> None:
        self._path, self._kept = path, kept
        self._written, self._is_new = -math.inf, False

    def add(self, name: str, inputs: str, made: _Made) -> None:
        self._kept[name] = {"inputs": inputs, "files": {path.name: digest for path, digest in made.files}}
        self._is_new = True
        if monotonic() - self._written >= _SECOND:
            self.keep()

    def keep(self) -> None:
        """Write down what is not yet."""
        if not self._is_new:
            return
        text = json.dumps({"kpidsl": __version__, "reports": dict(sorted(self._kept.items()))}, indent=1)
        try:
            workspace.write_whole(self._path, f"{text}\n".encode())
        except OSError as error:
            fail(COULD_NOT_RUN, f"{self._path.as_posix()} could not be written ({error.strerror or 'unknown reason'})")
        self._written, self._is_new = monotonic(), False


def _is_current(one: One, kept: _Kept, prints: dict[str, str], asked: Asked) -> bool:
    """Whether the report of an authority is there, whole, and made of what there is now."""
    name = asked.stem(one)
    then = kept.get(name, {})
    files = then.get("files")
    if then.get("inputs") != prints[name] or not isinstance(files, dict) or not files:
        return False
    for file, digest in files.items():
        content = workspace.existing(asked.folder / Path(file).name)
        if content is None or hashlib.sha256(content).hexdigest() != digest:
            return False
    return True


# ---- what is said


class _Told:
    """Says what becomes of each report: files on standard output in the order of the names, the rest at the end."""

    def __init__(self, asked: Asked, ones: Sequence[One], work: Sequence[One]) -> None:
        self.bar = Bar(len(work))
        self._asked, self._ones, self._work = asked, ones, work
        self._waiting: dict[str, _Made] = {}
        self._next = 0

    def one(self, one: One, made: _Made) -> None:
        self._waiting[self._asked.stem(one)] = made
        while self._next < len(self._work):
            ready = self._waiting.get(self._asked.stem(self._work[self._next]))
            if ready is None:
                break
            self._next += 1
            self.bar.clear()
            for path, _ in ready.files:
                say(path.as_posix())
        self.bar.step(one.authority.name)

    def end(self, made: dict[str, _Made]) -> int:
        results = [(one, made[self._asked.stem(one)]) for one in self._work]
        in_full = len(self._work) <= _MOST_IN_FULL
        _show([(one, made) for one, made in results if in_full or not made.failed])
        withheld = sum(each.withheld for _, each in results)
        if withheld:
            rows = "1 row" if withheld == 1 else f"{withheld:,} rows"
            click.echo(f"kpic: {rows} of the data are withheld; kpic disclosure --authority NAME says which", err=True)
        current = len(self._ones) - len(self._work)
        if current:
            were = "1 report is up to date and was" if current == 1 else f"{current:,} reports are up to date and were"
            click.echo(f"kpic: {were} left alone", err=True)
        failed = [(one, each) for one, each in results if each.failed]
        done = len(results) - len(failed)
        if results:
            reports = "report" if len(results) == 1 else "reports"
            click.echo(f"kpic: {done:,} of {len(results):,} {reports} made", err=True)
        for one, each in failed:
            errors = sum(problem.is_error for problem in each.problems)
            more = f" (and {errors - 1} more)" if errors > 1 else ""
            earlier = any(path.is_file() for path in self._asked.files(one).values())
            unchanged = "; its earlier files are unchanged" if earlier else ""
            click.echo(f"kpic: {one.authority.name}: {each.failed}{more}{unchanged}", err=True)
        if failed and not in_full:
            click.echo(f'kpic: with --only "{failed[0][0].authority.name}", build says all about it', err=True)
        return PROBLEMS if failed else FINE


def _show(results: Sequence[tuple[One, _Made]]) -> None:
    """Each problem once, with the names of those that have it, unless all do."""
    whose: dict[str, list[str]] = {}
    for one, made in results:
        for problem in made.problems:
            whose.setdefault(problem.text, []).append(one.authority.name)
    for text, names in whose.items():
        if len(names) < len(results):
            more = f" and {len(names) - _MOST_NAMED:,} more" if len(names) > _MOST_NAMED else ""
            click.echo(f"{', '.join(f'“{name}”' for name in names[:_MOST_NAMED])}{more}:", err=True)
        click.echo(text, err=True)

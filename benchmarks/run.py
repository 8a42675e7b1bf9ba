"""kpic beside Typst, WeasyPrint, ReportLab Platypus and the floor, on the same reports: `python benchmarks/run.py`.

Makes a virtual environment of its own in `.venv-benchmarks` with what is measured. `--size small` is over in a few
seconds and shows only that everything works; `full` goes up to 3,300 indicators, `huge` up to 33,000 (without
WeasyPrint and Platypus there, and with 8 GB of memory). `--write` puts the results into docs/performance.md and
docs/performance.svg. Makers that are not installed are left out, and that is said.

This program itself loads nothing but the standard library: the memory of a small program that it starts would otherwise
seem as large as its own.
"""

from __future__ import annotations

import argparse
import compileall
import importlib.metadata
import importlib.util
import json
import os
import platform
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.measure import Failed, Run, run, summary  # noqa: E402
from benchmarks.names import AT_ANY_SIZE, NAMES  # noqa: E402

PLACE = ROOT / ".venv-benchmarks"
FONTS = ROOT / "kpidsl" / "render" / "pdf" / "fonts"
CHILDREN = ROOT / "benchmarks" / "children"
EXAMPLE = ROOT / "specs" / "q1.kpi"
MAKERS = ("kpic", "first", "typst", "weasyprint", "platypus", "floor")
SECTIONS = ("reports", "batch", "rebuild", "painting", "stages", "front", "start", "records")
ENDINGS = {"typst": ".typ", "weasyprint": ".html", "platypus": ".json", "floor": ".marshal"}
NEEDS = {"typst": "typst", "weasyprint": "weasyprint", "platypus": "reportlab", "floor": "pypdf"}
OURS = ("kpic", "first")  # with what earlier runs have kept, and with nothing
# Runs of each size; 0 is the example. From SLOW on, WeasyPrint runs once: it takes a minute. From LONG on, it is left
# out, with Platypus: they would take many.
SIZES = {
    "small": {33: 1},
    "full": {0: 9, 33: 5, 157: 3, 330: 3, 3300: 1},
    "huge": {0: 9, 33: 5, 157: 3, 330: 3, 3300: 1, 33000: 1},
}
SLOW, LONG = 3300, 33000
BATCH = {"small": 2, "full": 152, "huge": 152}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--size", choices=tuple(SIZES), default="full")
    parser.add_argument("--only", nargs="+", choices=(*MAKERS, *SECTIONS), default=(), help="makers or sections")
    parser.add_argument("--here", action="store_true", help="use this Python as it is, and install nothing")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md and docs/performance.svg")
    parser.add_argument("--out", type=Path, help="write the results to this file as JSON")
    parser.add_argument(
        "--say",
        type=Path,
        nargs="+",
        help="measure nothing: say the results in these files, of which the last one counts",
    )
    given = parser.parse_args(arguments)
    if not given.here:
        return _in_own_environment(list(sys.argv[1:] if arguments is None else arguments))
    if given.say:
        results = _together([json.loads(file.read_text(encoding="utf-8")) for file in given.say])
    else:
        makers = [maker for maker in MAKERS if maker in given.only] or list(MAKERS)
        sections = [section for section in SECTIONS if section in given.only] or list(SECTIONS)
        with tempfile.TemporaryDirectory() as folder:
            results = measured(given.size, makers, sections, Path(folder), given.out)
    subprocess.run(
        [sys.executable, "-m", "benchmarks.page", *(["--write"] if given.write else [])],
        input=json.dumps(results), text=True, cwd=ROOT, check=True,
    )  # fmt: skip
    return 1 if results["differences"] or results["failed"] else 0


def _together(runs: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The results of several runs as one: of each section those of the last run that has it."""
    found: dict[str, Any] = {}
    for run_ in runs:
        found |= {name: value for name, value in run_.items() if name not in found or value or name == "made"}
    return {**found, "runs": len(runs)}


def _in_own_environment(arguments: Sequence[str]) -> int:
    python = PLACE / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        venv.create(PLACE, with_pip=True)
    install = [
        str(python),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--editable",
        ".[benchmarks]",
    ]
    installed = subprocess.run(install, cwd=ROOT)
    if installed.returncode:
        return installed.returncode
    return subprocess.run([str(python), __file__, "--here", *arguments], cwd=ROOT).returncode


def measured(
    size: str, makers: Sequence[str], sections: Sequence[str], folder: Path, out: Path | None
) -> dict[str, Any]:
    """All results as plain values; written to `out` after every section."""
    # As in an installed kpic, whose bytecode pip makes: some environments tell Python to keep none.
    compileall.compile_dir(ROOT / "kpidsl", quiet=2)
    compileall.compile_dir(ROOT / "benchmarks", quiet=2)
    missing = [maker for maker in makers if importlib.util.find_spec(NEEDS.get(maker, "kpidsl")) is None]
    for maker in missing:
        _say(f"{maker} is not installed here, and is left out")
    makers = [maker for maker in makers if maker not in missing]
    results: dict[str, Any] = {
        "size": size, "made": _made(), "missing": missing, "makers": makers,
        "reports": [], "failed": [], "differences": [],
    }  # fmt: skip
    bench = _Bench(size, makers, folder, results)
    for section in sections:
        _say(section)
        try:
            getattr(bench, section)()
        except Failed as failure:
            _say(str(failure))
            results["failed"].append(f"{section}: {str(failure).splitlines()[0]}")
        if out:
            out.write_text(json.dumps(results, indent=1), encoding="utf-8")
    return results


def _say(text: str) -> None:
    print(f"benchmarks: {text}", file=sys.stderr, flush=True)


def _made() -> dict[str, Any]:
    """Where and with what."""
    names = ("kpidsl", "reportlab", "lark", "typst", "weasyprint", "pydyf")
    versions = {}
    for name in names:
        try:
            versions[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    processor = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        named = [line for line in cpuinfo.read_text(encoding="utf-8").splitlines() if line.startswith("model name")]
        processor = named[0].partition(":")[2].strip() if named else processor
    return {
        "date": date.today().isoformat(),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "processor": processor,
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None,
        "versions": versions,
    }


class _Bench:
    """The sections, each a method that adds to the results."""

    def __init__(self, size: str, makers: Sequence[str], folder: Path, results: dict[str, Any]) -> None:
        self.size, self.makers, self.folder, self.results = size, makers, folder, results
        self.times = SIZES[size]
        self.specs: dict[int, Path] = {}
        self.cache: Path | None = None

    # ---- what is built

    def spec(self, size: int) -> Path:
        """The spec of a report of this many indicators; 0 is the example."""
        if size == 0:
            return EXAMPLE
        if size not in self.specs:
            from benchmarks.scaled import project

            self.specs[size] = project(size).write(self.folder / "specs" / str(size))
        return self.specs[size]

    def source(self, maker: str, size: int) -> Path:
        """The file that a maker starts from; made where it is not there."""
        return self.prepared(maker, {str(size): self.spec(size)}, self.able(size))[0]

    def able(self, size: int) -> list[str]:
        """Who makes a report of this many indicators."""
        return [maker for maker in self.makers if size < LONG or maker in AT_ANY_SIZE]

    def prepared(self, maker: str, specs: Mapping[str, Path], able: Sequence[str]) -> list[Path]:
        """The files that a maker starts from, by the names of what they are made from; made for all who are `able`."""
        folder = self.folder / "sources"
        folder.mkdir(exist_ok=True)
        files = {name: folder / f"{name}{ENDINGS[maker]}" for name in specs}
        wanted = [f"{name}={specs[name]}" for name, file in files.items() if not file.exists()]
        if wanted:
            makers = ",".join(each for each in able if each in ENDINGS)
            self.python("benchmarks.prepare", makers, folder, *wanted)
        return list(files.values())

    def seeded(self, size: int, seed: int) -> Path:
        from benchmarks.scaled import project

        return project(size, seed).write(self.folder / "specs" / f"{size}-{seed}")

    def command(self, maker: str, sources: Sequence[Path], out: Path) -> list[str]:
        """How a maker is started."""
        if maker in OURS:
            (spec,) = sources
            return [*_kpic(), "build", str(spec), "--out", str(out)]
        child = str(CHILDREN / f"run_{maker}.py")
        return [sys.executable, child, str(FONTS), str(out), *map(str, sources)]

    def variables(self, maker: str) -> dict[str, str]:
        """Where kpic keeps what the next run may use: a new folder for each run of `first`, which is then kpic's."""
        if maker == "first" or self.cache is None:
            self.cache = Path(tempfile.mkdtemp(dir=self.folder))
        return {"KPIC_CACHE": str(self.cache)}

    def python(self, module: str, *arguments: object) -> str:
        """What a program of ours prints."""
        command = [sys.executable, "-m", module, *map(str, arguments)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        if done.returncode:
            raise Failed(f"{module} ended with {done.returncode}:\n{done.stderr[-2000:]}")
        return done.stdout

    # ---- sections

    def reports(self) -> None:
        """One report a process, every maker in turn."""
        for size, times in self.times.items():
            taken: dict[str, list[Run]] = {maker: [] for maker in self.able(size)}
            files: dict[str, Path] = {}
            for turn in range(times):
                for maker in sorted(taken, key=lambda maker: maker != "first"):  # which keeps what kpic then uses
                    if turn and size >= SLOW and maker == "weasyprint":
                        continue
                    try:
                        files[maker] = self.once(maker, size, turn, taken[maker])
                    except Failed as failure:
                        _say(str(failure))
                        self.results["failed"].append(f"{size} indicators: {NAMES[maker]} cannot make the report")
                        del taken[maker]
            read = self.read({maker: files[maker] for maker in taken})
            for maker, runs in taken.items():
                one = summary(runs)
                found = {
                    "maker": maker,
                    "indicators": size,
                    "bytes": files[maker].stat().st_size,
                    **read.get(maker, {}),
                }
                self.results["reports"].append({**found, **{name: getattr(one, name) for name in one.__slots__}})
                _say(f"{size or 'example'}: {maker} {one.wall:.3f} s, {one.cpu:.3f} s CPU, {one.memory:.0f} MB")

    def once(self, maker: str, size: int, turn: int, taken: list[Run]) -> Path:
        """One run of a maker; returns the file that it made."""
        source = self.spec(size) if maker in OURS else self.source(maker, size)
        out = self.folder / "made" / maker
        out.mkdir(parents=True, exist_ok=True)
        command = self.command(maker, [source], out)
        if maker == "kpic" and not turn and "first" not in self.makers and self.size != "small":
            run(command, self.folder, self.variables(maker))
        taken.append(run(command, self.folder, self.variables(maker)))
        return out / f"{source.stem}.pdf"

    def read(self, files: dict[str, Path]) -> dict[str, dict[str, int]]:
        """Pages and words of each file; whether they say the same goes into the results."""
        from benchmarks import checks

        if not checks.can_read():
            _say("pdftotext is not installed here, so nobody checked that all files say the same")
            return {}
        found = json.loads(self.python("benchmarks.checks", *files.values()))
        by_maker = {maker: found[str(file)] for maker, file in files.items()}
        if len(by_maker) > 1:
            self.results["differences"] += checks.differences(by_maker, next(iter(by_maker)))
        return {maker: {name: one[name] for name in ("pages", "words")} for maker, one in by_maker.items()}

    def batch(self) -> None:
        """Many reports of model size in one call."""
        count = BATCH[self.size]
        self.results["batch"] = {"reports": count, "makers": {}}
        for maker in self.makers:
            if maker == "first":
                continue  # one call reads its rules once
            if maker == "kpic":
                if importlib.util.find_spec("kpidsl.cli.building_many") is None:
                    continue  # this version makes one report a call
                from benchmarks.scaled import region

                spec = region(33, count).write(self.folder / "specs" / f"33-of-{count}")
                taken = run(self.command(maker, [spec], self.folder / "many" / maker), ROOT, self.variables("first"))
            elif maker == "weasyprint" and count > 20:
                continue
            else:
                specs = {f"33-{seed}": self.seeded(33, seed) for seed in range(1, count + 1)}
                sources = self.prepared(maker, specs, self.makers)
                out = self.folder / "many" / maker
                out.mkdir(parents=True, exist_ok=True)
                taken = run(self.command(maker, sources, out), ROOT)
            self.results["batch"]["makers"][maker] = taken.plain()
            _say(f"{count} reports: {maker} {taken.wall:.2f} s, {taken.cpu:.2f} s CPU, {taken.memory:.0f} MB")

    def rebuild(self) -> None:
        """The example again in the same process, after one line was edited."""
        size = min(self.times)
        markup = self.source("typst", size) if "typst" in self.makers else self.spec(size)
        self.inside("rebuild", 1 if self.size == "small" else 15, self.spec(size), markup, FONTS)

    def painting(self) -> None:
        """Layout and painting against the floor."""
        if "floor" not in self.makers:
            return
        for size in self.sizes(0, 33, 330, 3300):
            times = 1 if self.size == "small" else 7 if size < 3300 else 2
            self.inside(f"painting {size}", times, self.spec(size), self.source("floor", size), FONTS)

    def stages(self) -> None:
        """Where kpic's time goes."""
        for size in self.sizes(0, 33, 330, 3300, 33000):
            before = EXAMPLE if size >= LONG else self.spec(size)
            self.inside(f"stages {size}", 1 if size >= SLOW or self.size == "small" else 3, self.spec(size), before)

    def front(self) -> None:
        """Parsing, checking and formatting."""
        for size in self.sizes(33, 330):
            self.inside(f"front {size}", 1 if self.size == "small" else 3, self.spec(size))

    def start(self) -> None:
        """How long it takes to start."""
        ways = {
            "python": [sys.executable, "-c", "pass"],
            "help": [*_kpic(), "--help"],
            "check": [*_kpic(), "check", str(EXAMPLE)],
            "check-first": [*_kpic(), "check", str(EXAMPLE)],
        }
        taken: dict[str, list[Run]] = {name: [] for name in ways}
        if self.size != "small":
            run(ways["check"], ROOT, self.variables("kpic"))  # which keeps what the next ones use
        for _ in range(1 if self.size == "small" else 15):
            for name, command in ways.items():
                taken[name].append(run(command, ROOT, self.variables("first" if name.endswith("first") else "kpic")))
        self.results["start"] = {
            name: {part: getattr(summary(runs), part) for part in ("wall", "least", "most", "cpu", "memory")}
            for name, runs in taken.items()
        }

    def records(self) -> None:
        """Counting records, beside the same figures written by hand in SQL."""
        if any(importlib.util.find_spec(name) is None for name in ("benchmarks.records", "duckdb")):
            _say("DuckDB is not installed here, so no records are counted")
            return
        printed = self.python(
            "benchmarks.records", *(["--rows", 100_000, "--turns", 1] if self.size == "small" else [])
        )
        lines = [line.partition(": ") for line in printed.splitlines()]
        self.results["records"] = {
            "said": printed.splitlines(),
            "ratio": next((float(value) for name, _, value in lines if name == "ratio"), None),
        }
        _say(f"records: {printed.splitlines()[-1]}")

    def sizes(self, *wanted: int) -> Iterable[int]:
        return [size for size in wanted if size in self.times]

    def inside(self, name: str, times: int, *files: Path) -> None:
        found = json.loads(self.python("benchmarks.inside", name.split()[0], times, *files))
        self.results[name] = found
        _say(f"{name}: {', '.join(f'{what} {value:.4g}' for what, value in found.items())}")


def _kpic() -> list[str]:
    """The command that users run, where it is installed beside this Python."""
    command = Path(sys.executable).with_name("kpic.exe" if os.name == "nt" else "kpic")
    return [str(command)] if command.exists() else [sys.executable, "-m", "kpidsl"]


if __name__ == "__main__":
    sys.exit(main())

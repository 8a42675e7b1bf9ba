"""The results as a page: `python -m benchmarks.page [--write] < RESULTS.json` prints or writes docs/performance.md."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.names import NAMES
from benchmarks.picture import chart
from benchmarks.targets import (
    REASONS,
    TARGETS,
    Results,
    Target,
    exponent,
    growth,
    largest,
    memory_growth,
    missed_by_the_floor,
    report,
)

DOCS = Path(__file__).resolve().parents[1] / "docs"
SIZES = (0, 33, 157, 330, 3300, 33000)


def page(results: Results) -> str:
    """The page, in Markdown."""
    return "\n".join(
        (*_head(results), *_targets(results), *_reports(results), *_growth(results), *_others(results), "")
    )


def _head(results: Results) -> Iterator[str]:
    made = results["made"]
    versions = ", ".join(f"{name} {version}" for name, version in made["versions"].items())
    yield _HEAD.format(
        size=results["size"],
        versions=versions,
        **{name: made[name] for name in ("date", "processor", "cores", "system", "python", "load")},
    )
    if results.get("runs", 1) > 1:
        yield f"Its sections were measured in {results['runs']} runs of the command, one after the other.\n"
    for failure in results["failed"]:
        yield f"Failed: {failure}.\n"
    if results["missing"]:
        missing = " and ".join(NAMES[maker] for maker in results["missing"])
        yield f"Left out, because not installed: {missing}.\n"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"| --- |{' ---: |' * (len(head) - 1)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def _times(ratio: float | None) -> str:
    return "" if ratio is None else f"{ratio:.2f}" if ratio < 10 else f"{ratio:.1f}"


def _targets(results: Results) -> Iterator[str]:
    yield "## What was aimed at\n"
    yield "Each is a ratio in this one run. Where both are given, the first is by the clock and the second by the time"
    yield "of the processors, which other work on the machine disturbs less. Whether it is met is said by the clock."
    yield "The last column has what the raw canvas reaches by the clock in place of kpic, where the aim names another"
    yield "maker: ready positions drawn without tags, nothing parsed, judged or laid out, in one process.\n"
    rows: list[Sequence[str]] = []
    unmet: list[str] = []
    for target in TARGETS:
        found = target.measure(results)
        limit = f"{'at most' if target.at_most else 'at least'} {target.limit:g}"
        if found is None:
            rows.append((target.said, limit, "", "", "not measured", ""))
            continue
        met = target.met(found[0])
        said = "met" if met else "**not met**"
        rows.append((target.said, limit, _times(found[0]), _times(found[1]), said, _of_floor(target, results)))
        if not met and target.id in REASONS:
            unmet.append(f"- {target.said}: {REASONS[target.id]}")
    yield from _table(("", "aim", "by the clock", "by processor time", "", "raw canvas"), rows)
    missed, told = missed_by_the_floor(results)
    if told:
        yield f"Aims that kpic does not meet and the raw canvas can be held to: {told}. Of these the raw canvas itself"
        yield f"does not meet {missed or 'any'}.\n"
    if unmet:
        yield "Why not:\n"
        yield from unmet
        yield ""


def _of_floor(target: Target, results: Results) -> str:
    """What the raw canvas reaches; nothing where it cannot be held to the aim, or was not measured."""
    found = target.floor(results) if target.floor else None
    if found is None:
        return ""
    return f"{_times(found[0])}, {'met' if target.met(found[0]) else 'not met'}"


def _size(indicators: int) -> str:
    return f"{indicators:,}" if indicators else "example"


def _reports(results: Results) -> Iterator[str]:
    if not results["reports"]:
        return
    yield "## One report, whole process\n"
    rows = []
    for one in results["reports"]:
        ours = report(results, "kpic", one["indicators"])
        rows.append(
            (
                _size(one["indicators"]),
                NAMES[one["maker"]],
                f"{one.get('pages', 0):,}",
                f"{one['wall']:.3f}" + (f" ({one['least']:.3f} to {one['most']:.3f})" if one["runs"] > 1 else ""),
                f"{one['cpu']:.3f}",
                f"{one['memory']:,.0f}",
                f"{one.get('pages', 0) / one['wall']:,.0f}",
                f"{one['bytes'] / 1000:,.0f}",
                _times(one["wall"] / ours["wall"]) if ours else "",
                _times(one["cpu"] / ours["cpu"]) if ours else "",
            )
        )
    head = (
        "indicators",
        "",
        "pages",
        "seconds (least to most)",
        "processor",
        "MB",
        "pages a second",
        "kB",
        "to kpic",
        "processor",
    )
    yield from _table(head, rows)
    yield from _left_out(results)
    yield "![Seconds by size of report, one line a maker](performance.svg)\n"


def _left_out(results: Results) -> Iterator[str]:
    """Who did not make the largest report, and how long it would take and how much memory, growing as before."""
    largest = max(one["indicators"] for one in results["reports"])
    for maker in NAMES:
        small, large = report(results, maker, largest // 100), report(results, maker, largest // 10)
        if report(results, maker, largest) or small is None or large is None:
            continue
        minutes, gigabytes = (large[name] ** 2 / small[name] / per for name, per in (("cpu", 60), ("memory", 1000)))
        yield f"{NAMES[maker]} is left out at {largest:,} indicators: growing as it does from {largest // 100:,} to"
        yield f"{largest // 10:,}, it would take {minutes:,.0f} minutes of a processor and {gigabytes:,.1f} GB.\n"


def picture(results: Results) -> str:
    """The chart of seconds by size."""
    sizes = [size for size in SIZES[1:] if any(one["indicators"] == size for one in results["reports"])]
    makers = [maker for maker in NAMES if any(one["maker"] == maker for one in results["reports"])]
    seconds = {
        NAMES[maker]: [(found["wall"] if (found := report(results, maker, size)) else None) for size in sizes]
        for maker in makers
    }
    title = "Seconds for one report, whole process, by number of indicators"
    return chart(title, [f"{size:,}" for size in sizes], seconds)


def _growth(results: Results) -> Iterator[str]:
    steps = [(33, 330), (330, 3300), (3300, 33000)]
    rows: list[Sequence[str]] = []
    for maker, name in NAMES.items():
        cells = []
        for small, large in steps:
            one, other = report(results, maker, small), report(results, maker, large)
            cells.append(f"{exponent(one['cpu'], other['cpu'], large / small):.2f}" if one and other else "")
        memory = memory_growth(results, maker)
        rows.append((name, *cells, "" if memory is None else f"{memory:.2f}"))
    if any(any(row[1:]) for row in rows):
        yield "## How it grows\n"
        yield "The exponent of the time of the processors: 1 where ten times the indicators take ten times as long, 2"
        yield "where they take a hundred times as long. Memory: from 330 to the largest report, beyond what the"
        yield "report of 33 needs.\n"
        head = ("", *(f"{small:,} to {large:,}" for small, large in steps), "memory")
        yield from _table(head, rows)


def _others(results: Results) -> Iterator[str]:
    batch = results.get("batch", {})
    if batch.get("makers"):
        yield f"## {batch['reports']} reports in one call\n"
        yield "Each of 33 indicators, its own figures, the same rules. kpic makes them from one spec with `for each"
        yield "authority`, with nothing kept from earlier runs; the others compile ready-made files one after the other"
        yield "in one process.\n"
        rows: list[Sequence[str]] = [
            (NAMES[maker], f"{one['wall']:.2f}", f"{one['cpu']:.2f}", f"{one['memory']:.0f}")
            for maker, one in batch["makers"].items()
        ]
        yield from _table(("", "seconds", "processor", "MB in one process"), rows)
    if "rebuild" in results:
        yield "## Again, after one edited line\n"
        yield "The example in a process that has built it before, milliseconds: " + _said(results["rebuild"]) + ".\n"
    painting = {size: results[f"painting {size}"] for size in SIZES if f"painting {size}" in results}
    if painting:
        yield "## Layout and painting against the floor\n"
        yield "From the composed Document to the bytes of the file, in a process that has done it before, milliseconds."
        yield "The floor calls ReportLab's canvas for exactly the operators that kpic wrote, with every position known"
        yield "beforehand. Without tags, kpic leaves out marked content and the structure tree; no report is"
        yield "ever made so.\n"
        rows = [
            (
                _size(size),
                *[f"{1000 * one[name]:.1f}" for name in ("tagged", "untagged", "floor")],
                _times(one["untagged"] / one["floor"]),
                _times(one["tagged"] / one["untagged"]),
            )
            for size, one in painting.items()
        ]
        yield from _table(("indicators", "kpic", "kpic without tags", "floor", "untagged to floor", "tags"), rows)
    yield from _stages(results)
    yield from _rest(results)


def _stages(results: Results) -> Iterator[str]:
    sizes = [size for size in SIZES if f"stages {size}" in results]
    if not sizes:
        return
    yield "## Where kpic's time goes\n"
    yield "Milliseconds of the processor in a process that has built the report before (before that of 33,000, the"
    yield "example); a stage leaves out those in it. Of one that takes less than a hundredth, no exponent is given.\n"
    found = growth(results)
    names = list(dict.fromkeys(name for size in sizes for name in results[f"stages {size}"]))
    rows = [
        (
            name,
            *(f"{1000 * results[f'stages {size}'].get(name, 0):,.1f}" for size in sizes),
            f"{found[name]:.2f}" if name in found else "",
        )
        for name in names
    ]
    totals = [f"{1000 * sum(results[f'stages {size}'].values()):,.1f}" for size in sizes]
    rows.append(("**all**", *totals, ""))
    last = f"exponent, 330 to {largest(results):,}" if found else "exponent"
    yield from _table(("stage", *map(_size, sizes), last), rows)


def _rest(results: Results) -> Iterator[str]:
    front = {size: results[f"front {size}"] for size in SIZES if f"front {size}" in results}
    if front:
        yield "## Reading rules\n"
        yield "Lines a second, of all rules of a report: `check` includes parsing, and reads no data.\n"
        rows = [
            (_size(size), *(f"{one[name]:,.0f}" for name in ("parse", "check", "format")))
            for size, one in front.items()
        ]
        yield from _table(("indicators", "parse", "check", "format"), rows)
    if "start" in results:
        yield "## Starting\n"
        start = results["start"]
        said = {
            "python": "bare Python",
            "help": "`kpic --help`",
            "check": "`kpic check` of the example, unchanged",
            "check-first": "`kpic check` of the example, nothing kept",
        }
        rows = [
            (said[name], f"{1000 * one['wall']:.0f} ({1000 * one['least']:.0f} to {1000 * one['most']:.0f})",
             f"{1000 * one['cpu']:.0f}", _times(one["wall"] / start["python"]["wall"]))
            for name, one in start.items()
        ]  # fmt: skip
        yield from _table(("", "milliseconds", "processor", "to bare Python"), rows)
    records = results.get("records")
    if records:
        yield "## Counting records\n"
        yield from (f"- {line}" for line in records["said"])
        yield ""


def _said(seconds: dict[str, Any]) -> str:
    return ", ".join(f"{NAMES[name]} {1000 * value:.1f}" for name, value in seconds.items())


_HEAD = """# How fast it is

Written by `python benchmarks/run.py --size {size} --write` on {date}; it makes an environment of its own with
everything that is measured. Read ratios, not seconds: how fast a machine is, and what else it does, changes from hour
to hour.

Machine: {processor}, {cores} cores, {system}; when it began, {load} programs wanted to run at once. Python {python};
{versions}.

**What is held against what.** The report in `specs/`, and reports that `benchmarks/scaled.py` makes up, from 33
indicators upwards, with sections, targets, trends, commentary by rules and notes. All their figures are illustrative.
kpic starts from `.kpi` and CSV files: it reads, checks, judges, composes, lays out and tags. The others get the same
report ready-made: Typst its markup, WeasyPrint its page of HTML, ReportLab's Platypus a list of its content. They parse
no rules and judge nothing. Typst and WeasyPrint write PDF/UA-1, Platypus and the raw canvas untagged files. All have
the same words, typeface, sizes of type and paper; that each file has all words of the others, and as many pages or
nearly, is checked in the run. kpic's file also carries the figures as attachments, which the others leave out. Each run
is a process of its own, and the makers take turns; of several runs the median is given, with the least and the most.

kpic keeps in the user's cache folder what it made of the same rules before. So it is given twice: `kpic` has built the
same report before; `kpic, nothing kept` starts with an empty folder each time.
"""

if __name__ == "__main__":
    given = json.load(sys.stdin)
    text = page(given)
    if "--write" in sys.argv:
        (DOCS / "performance.md").write_text(text, encoding="utf-8")
        (DOCS / "performance.svg").write_text(picture(given), encoding="utf-8")
    else:
        print(text)

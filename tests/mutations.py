"""Mutants of a spec: each has one small change of its rules, such as an officer may make by mistake.

A mutant that every example and test passes shows a rule that nothing holds in place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_RULE = re.compile(r"^    (?:also )?(?:when|otherwise)\b")
_HEADS = ("indicator", "scheme", "section", "report", "note", "chapter", "test", "define")
# In a condition, each of these in place of the other.
_OPPOSITES = (
    ("improved", "worsened"),
    ("worsened", "improved"),
    ("unchanged", "improved"),
    ("better than", "worse than"),
    ("met target", "missed target"),
    ("missed target", "met target"),
    ("since outturn", "since previous"),
    ("since previous", "since outturn"),
    (" again", " for the first time"),
    (" and ", " or "),
    (" or ", " and "),
    ("green", "amber"),
    ("amber", "red"),
    ("at or better than", "better than"),
)
# In words that are printed, each of these in place of the other.
_PLACEHOLDERS = (
    ("numerator", "denominator"),
    ("denominator", "numerator"),
    ("region", "england"),
    ("england", "region"),
    ("outturn", "previous"),
    ("previous", "outturn"),
    ("value", "target"),
    ("target", "value"),
    ("gap", "target"),
)


@dataclass(frozen=True)
class Mutant:
    """What was done, in which line, and the text that came of it. `about` is the indicator that the line belongs to."""

    what: str
    line: int
    about: str
    text: str

    def __str__(self) -> str:
        return f"{self.about or 'scheme'}: {self.what}"


def mutants(text: str) -> Iterator[Mutant]:
    """Every mutant of a spec's indicators and schemes."""
    lines = text.splitlines()
    about = kind = ""
    for index, line in enumerate(lines):
        head = line.split(" ", 1)[0]
        if head in _HEADS:
            kind = head
            about = line.split()[1] if head == "indicator" else ""
        if kind in ("indicator", "scheme"):
            for what, changed in _of_line(index, lines, kind):
                yield Mutant(what, index + 1, about, "\n".join(changed) + "\n")


def _of_line(index: int, lines: list[str], kind: str) -> Iterator[tuple[str, list[str]]]:
    line = lines[index].split("  #")[0].rstrip()
    word = line.split()[0] if line.strip() else ""
    changes: Iterator[str] = iter(())
    if kind == "scheme" and word != "scheme":
        changes = _opposites(line)
        if word and not line.rstrip().endswith("otherwise"):
            yield f"`{_short(line)}` dropped", [*lines[:index], *lines[index + 1 :]]
            yield f"`{_short(line)}` after the next", _swapped_names(index, lines)
    elif word == "polarity":
        changes = iter([_polarity(line)])
    elif word in ("target", "tolerance", "floor", "benchmark", "baseline"):
        changes = _numbers(line)
    elif word == "measure":
        changes = iter([re.sub(r"(\w+) / (\w+)", r"\2 / \1", line)])
    elif word == "compare":
        changes = _opposites(line.replace("with ", "since "))
        changes = (one.replace("since ", "with ") for one in changes)
        yield f"`{_short(line)}` dropped", [*lines[:index], *lines[index + 1 :]]
    elif word == "unit" and line.endswith("dp"):
        changes = iter([re.sub(r" to \d dp", "", line)])
    elif _RULE.match(line):
        yield from _of_rule(index, lines)
        changes = _of_condition(line)
    elif word == ">":
        changes = _placeholders(line)
    for changed in changes:
        yield f"`{_short(line)}` to `{_short(changed)}`", [*lines[:index], changed, *lines[index + 1 :]]


def _short(line: str) -> str:
    return " ".join(line.split())


def _polarity(line: str) -> str:
    turned = {"higher is better": "lower is better", "lower is better": "higher is better", "none": "higher is better"}
    return next(line.replace(old, new) for old, new in turned.items() if line.endswith(old))


def _numbers(line: str) -> Iterator[str]:
    """Each figure of the line one more and one less; years and quoted words are left as they are."""
    words = re.sub(r'"[^"]*"', lambda found: "x" * len(found[0]), line)
    for found in re.finditer(r"(?<![\w-])\d+(?:\.\d+)?(?=%| |$)(?! ?Q\d)(?!-\d\d)", words):
        before = words[: found.start()].rstrip()
        if before.endswith(("for", "in", "from", "per")):
            continue
        for step in (1, -1):
            yield f"{line[: found.start()]}{float(found[0]) + step:g}{line[found.end() :]}"


def _opposites(line: str) -> Iterator[str]:
    for old, new in _OPPOSITES:
        for found in re.finditer(re.escape(old), line[6:]):
            yield f"{line[: 6 + found.start()]}{new}{line[6 + found.end() :]}"


def _swapped_names(index: int, lines: list[str]) -> list[str]:
    """Two states change places in the scheme, each with its condition; the last one keeps its `otherwise`."""
    one, other = lines[index], lines[index + 1]
    if other.rstrip().endswith("otherwise"):
        first, second = one.split()[0], other.split()[0]
        one, other = one.replace(first, second, 1), other.replace(second, first, 1)
        return [*lines[:index], one, other, *lines[index + 2 :]]
    return [*lines[:index], other, one, *lines[index + 2 :]]


def _of_rule(index: int, lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    """A rule dropped with its words, put after the next one, or made to add to the rule above it (or no longer)."""
    line = lines[index]
    end = _end(index, lines)
    is_only = not _RULE.match(lines[index - 1]) and lines[index - 1].strip() == "commentary"
    is_only = is_only and not (end < len(lines) and _RULE.match(lines[end]))
    start = index - 1 if is_only else index
    yield f"`{_short(line)}` dropped", [*lines[:start], *lines[end:]]
    if end < len(lines) and _RULE.match(lines[end]) and not lines[end].strip().startswith("also"):
        after = _end(end, lines)
        if lines[end].strip() != "otherwise":
            yield (
                f"`{_short(line)}` after the next",
                [
                    *lines[:index],
                    *lines[end:after],
                    *lines[index:end],
                    *lines[after:],
                ],
            )
    if line.strip().startswith("also "):
        yield f"`{_short(line)}` without also", [*lines[:index], line.replace("also ", "", 1), *lines[index + 1 :]]


def _end(index: int, lines: list[str]) -> int:
    """The line after the words of a rule."""
    end = index + 1
    while end < len(lines) and lines[end].startswith("      "):
        end += 1
    return end


def _of_condition(line: str) -> Iterator[str]:
    yield from _opposites(line)
    lead, _, condition = line.partition("when ")
    parts = condition.split(" and ")
    if len(parts) > 1 and "(" not in condition:
        for left in parts:
            yield f"{lead}when {' and '.join(part for part in parts if part != left)}"
    for found in re.finditer(r"(?<![\w-])\d+", line):
        yield f"{line[: found.start()]}{int(found[0]) + 1}{line[found.end() :]}"
        if int(found[0]) > 2:
            yield f"{line[: found.start()]}{int(found[0]) - 1}{line[found.end() :]}"


def _placeholders(line: str) -> Iterator[str]:
    for found in re.finditer(r"\{(?:\w+\.)?(\w+)(?: as \w+| in words)?\}", line):
        for old, new in _PLACEHOLDERS:
            if found[1] == old:
                yield f"{line[: found.start(1)]}{new}{line[found.end(1) :]}"

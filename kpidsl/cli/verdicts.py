"""What the tests of specs came to: as text for people, and as JUnit XML for build servers."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from xml.etree import ElementTree

from kpidsl.diagnostics.formats import clean
from kpidsl.tester import Difference, Result
from kpidsl.values import dataclass, field

WIDTH = 80  # characters of a line on the terminal


@dataclass(frozen=True, slots=True)
class Suite:
    """The results of one spec, and what else build servers are told of it."""

    name: str
    results: tuple[Result, ...]
    properties: Mapping[str, str] = field(default_factory=dict)

    @property
    def failed(self) -> int:
        return sum(not result.passed for result in self.results)


def text(results: Sequence[Result]) -> str:
    """Every failed test with its differences, then how many passed and failed."""
    failed = [result for result in results if not result.passed]
    blocks = [f"{_place(result)}: failed: {result.name}\n{_differences(result)}\n" for result in failed]
    return clean("".join(blocks)) + counted(len(results) - len(failed), len(failed)) + "\n"


def counted(passed: int, failed: int) -> str:
    return f"{passed} passed, {failed} failed"


def wrapped(words: str, indent: int, hanging: int | None = None) -> str:
    """Words in lines that fit a terminal; those after the first stand `hanging` characters in."""
    first, rest = " " * indent, " " * (indent if hanging is None else hanging)
    return textwrap.fill(words, WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)


def junit(suites: Sequence[Suite]) -> bytes:
    """One testsuite a spec, in it one testcase a test, its class the file that it stands in."""
    # Only attributes that the strictest schema in use (that of Jenkins) knows; no time, so that the bytes are the same.
    count, failed = sum(len(suite.results) for suite in suites), sum(suite.failed for suite in suites)
    counts = {"tests": str(count), "failures": str(failed), "errors": "0", "time": "0"}
    root = ElementTree.Element("testsuites", {"name": "kpic test", **counts})
    for suite in suites:
        root.append(_suite(suite))
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _suite(suite: Suite) -> ElementTree.Element:
    counts = {"tests": str(len(suite.results)), "failures": str(suite.failed), "errors": "0", "time": "0"}
    element = ElementTree.Element("testsuite", {"name": clean(suite.name), **counts, "skipped": "0"})
    if suite.properties:
        properties = ElementTree.SubElement(element, "properties")
        for name, value in suite.properties.items():
            ElementTree.SubElement(properties, "property", {"name": name, "value": clean(value)})
    for result in suite.results:
        names = {"classname": clean(result.span.source.name), "name": clean(result.name)}
        case = ElementTree.SubElement(element, "testcase", {**names, "time": "0"})
        if not result.passed:
            first = " ".join(_in_a_row(result.differences[0]).split())
            failure = ElementTree.SubElement(case, "failure", {"message": clean(first), "type": "difference"})
            failure.text = clean(f"{_place(result)}\n{_differences(result)}\n")
    return element


def _place(result: Result) -> str:
    return f"{result.span.source.name}:{result.span.line}"


def _in_a_row(difference: Difference) -> str:
    why = f": {difference.why}" if difference.why else ""
    return f"{difference.field}: expected {difference.expected}, found {difference.found}{why}"


def _differences(result: Result) -> str:
    return "\n".join(line for each in result.differences for line in _difference(each))


def _difference(each: Difference) -> Iterator[str]:
    """In one line what was expected and what was found, where it has room, and why below it."""
    place = f"line {each.span.line}, {each.field}"
    line = f"  {place}: expected {each.expected}, found {each.found}"
    if len(line) <= WIDTH:
        yield line
    else:
        yield f"  {place}"
        yield wrapped(f"expected  {each.expected}", 4, 14)
        yield wrapped(f"found     {each.found}", 4, 14)
    if each.why:
        yield wrapped(f"because   {each.why}", 4, 14)

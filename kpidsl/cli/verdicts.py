"""What the tests of a spec came to: as text for people, and as JUnit XML for build servers."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree

from kpidsl.diagnostics.formats import clean
from kpidsl.tester import Difference, Result


def text(results: Sequence[Result]) -> str:
    """Every failed test with its differences, aligned, then how many passed and failed."""
    failed = [result for result in results if not result.passed]
    blocks = [f"{_place(result)}: failed: {result.name}\n{_differences(result)}\n" for result in failed]
    return clean("".join(blocks)) + f"{len(results) - len(failed)} passed, {len(failed)} failed\n"


def junit(results: Sequence[Result]) -> bytes:
    """One testcase a test, its class the file that it stands in."""
    failed = sum(not result.passed for result in results)
    # Only attributes that the strictest schema in use (that of Jenkins) knows; no time, so that the bytes are the same.
    counts = {"tests": str(len(results)), "failures": str(failed), "errors": "0", "time": "0"}
    root = ElementTree.Element("testsuites", {"name": "kpic test", **counts})
    suite = ElementTree.SubElement(root, "testsuite", {"name": "kpic test", **counts, "skipped": "0"})
    for result in results:
        names = {"classname": clean(result.span.source.name), "name": clean(result.name)}
        case = ElementTree.SubElement(suite, "testcase", {**names, "time": "0"})
        if not result.passed:
            first = " ".join(_in_a_row(result.differences[0]).split())
            failure = ElementTree.SubElement(case, "failure", {"message": clean(first), "type": "difference"})
            failure.text = clean(f"{_place(result)}\n{_differences(result)}\n")
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _place(result: Result) -> str:
    return f"{result.span.source.name}:{result.span.line}"


def _in_a_row(difference: Difference) -> str:
    why = f": {difference.why}" if difference.why else ""
    return f"{difference.field}: expected {difference.expected}, found {difference.found}{why}"


def _differences(result: Result) -> str:
    """A line each, in columns."""
    rows = [
        (f"line {each.span.line}", each.field, f"expected {each.expected}", f"found {each.found}", each.why)
        for each in result.differences
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = []
    for *cells, found, why in rows:
        padded = "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
        lines.append(f"  {padded}  {found}" + (f": {why}" if why else ""))
    return "\n".join(lines)

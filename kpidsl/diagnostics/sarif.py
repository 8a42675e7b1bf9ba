"""What `kpic check` found as SARIF 2.1.0, which GitHub's code scanning and many editors read.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import json
from urllib.parse import quote

from kpidsl.diagnostics.catalogue import CATALOGUE, Entry
from kpidsl.diagnostics.fixes import Fix
from kpidsl.diagnostics.placed import Checked, Placed, region_of, utf16
from kpidsl.diagnostics.severity import Severity
from kpidsl.source import Span

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "note"}


def sarif(checked: Checked) -> str:
    """One run, with a rule for each code that was found; columns are those of UTF-16, as most readers count."""
    placed = list(checked.placed())
    codes = sorted({one.problem.code for one in placed})
    driver = {"name": "kpic", "rules": [_rule(CATALOGUE[code]) for code in codes]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "utf16CodeUnits",
        "results": [_result(one, codes, checked) for one in placed],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _rule(entry: Entry) -> dict[str, object]:
    return {
        "id": entry.code,
        "shortDescription": {"text": entry.what},
        "fullDescription": {"text": f"{entry.what} {entry.why}"},
        "help": {"text": f"{entry.why} `kpic explain {entry.code}` shows an example put right."},
        "defaultConfiguration": {"level": _LEVELS[entry.severity]},
    }


def _result(one: Placed, codes: list[str], checked: Checked) -> dict[str, object]:
    problem = one.problem
    result: dict[str, object] = {
        "ruleId": problem.code,
        "ruleIndex": codes.index(problem.code),
        "level": _LEVELS[problem.severity],
        "message": {"text": "\n".join((f"{f'{one.sheet}: ' if one.sheet else ''}{problem.message}", *problem.help))},
        "locations": [_location(one.file, problem.span)],
        "partialFingerprints": {"kpic/v1": one.fingerprint},
    }
    if problem.labels:
        result["relatedLocations"] = [
            {
                **_location(checked.named(label.span.source.name), label.span),
                **({"message": {"text": label.text}} if label.text else {}),
            }
            for label in problem.labels
        ]
    if problem.fix:
        result["fixes"] = [_fix(problem.fix, checked)]
    return result


def _location(file: str, span: Span | None) -> dict[str, object]:
    """Where in a file. A cell of a workbook has no line that a reader could open, so it is named instead."""
    place: dict[str, object] = {"artifactLocation": {"uri": _uri(file)}}
    if span is None:
        return {"physicalLocation": place}
    if span.source.sheet:
        names = {"name": span.cell, "fullyQualifiedName": f"{span.source.sheet}!{span.cell}"}
        return {"physicalLocation": place, "logicalLocations": [names]}
    return {"physicalLocation": {**place, "region": _region(span)}}


def _region(span: Span) -> dict[str, int]:
    region = utf16(region_of(span), span.source)
    return {
        "startLine": region.start_line,
        "startColumn": region.start_column,
        "endLine": region.end_line,
        "endColumn": region.end_column,
    }


def _uri(file: str) -> str:
    """Relative where the file is; a path from the root, with or without a drive, is one of the file system."""
    rooted = file.startswith("/") or file[1:2] == ":"
    return f"file:///{quote(file.lstrip('/'), safe='/:')}" if rooted else quote(file)


def _fix(fix: Fix, checked: Checked) -> dict[str, object]:
    changes: dict[str, list[dict[str, object]]] = {}
    for edit in fix.edits:
        replacement = {"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.replacement}}
        changes.setdefault(checked.named(edit.span.source.name), []).append(replacement)
    return {
        "description": {"text": fix.title},
        "artifactChanges": [
            {"artifactLocation": {"uri": _uri(file)}, "replacements": replacements}
            for file, replacements in changes.items()
        ],
    }

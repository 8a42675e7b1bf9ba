"""`kpic build --format json`: the evaluation for other programs, against its schema, report and published table."""

from __future__ import annotations

import csv
import json
import os
import shutil
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from kpidsl import pipeline, rendering, workspace
from kpidsl.compose.numbers import exactly
from kpidsl.document.model import Table
from kpidsl.document.outline import block_lines, outline
from tests import cases
from tests.command import kpic

ROOT = Path(__file__).parents[1]
SCHEMA = json.loads((ROOT / "docs/evaluation.schema.json").read_text(encoding="utf-8"))
Json = dict[str, Any]


@cache
def built() -> bytes:
    outcome = pipeline.build("q1.kpi", workspace.reader(ROOT / "specs"), formats=("json",))
    assert outcome.value is not None
    return outcome.value["json"]


def record() -> Json:
    found: Json = json.loads(built())
    return found


def of(id: str) -> Json:
    found: Json = next(one for one in record()["indicators"] if one["id"] == id)
    return found


def of_case(spec: str, data: str) -> Json:
    """The record of a project with these indicators and rows, the first indicator's alone."""
    files = {"indicators.kpi": f"language 1\n{spec}", "data.csv": data}
    outcome = pipeline.build("spec.kpi", cases.reader(files), formats=("json",))
    assert outcome.value is not None, outcome.diagnostics
    jsonschema.validate(json.loads(outcome.value["json"]), SCHEMA, jsonschema.Draft202012Validator)
    found: Json = json.loads(outcome.value["json"])["indicators"][0]
    return found


def test_the_record_is_what_its_schema_describes() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(record(), SCHEMA, jsonschema.Draft202012Validator)


def _objects(schema: object) -> Iterator[Json]:
    if isinstance(schema, dict):
        if "properties" in schema:
            yield schema
        for part in schema.values():
            yield from _objects(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from _objects(part)


def test_every_property_is_described_and_no_other_is_allowed() -> None:
    for schema in _objects(SCHEMA):
        assert schema["additionalProperties"] is False
        assert schema["required"] == list(schema["properties"])
        for name, one in schema["properties"].items():
            assert one.get("description"), name


def test_the_record_holds_the_published_figures() -> None:
    with (Path(__file__).parent / "model/table.csv").open(encoding="utf-8", newline="") as file:
        published = {(row["section"], row["indicator"]): row for row in csv.DictReader(file)}
    sections = {section["name"]: section["label"] for section in record()["sections"]}
    listed = [one for one in record()["indicators"] if one["section"]]
    assert len(listed) == len(published)
    for one in listed:
        row = published[sections[one["section"]], one["label"]]
        found = (one["outturn"] and one["outturn"]["printed"], one["value"]["printed"])
        expected = (row["outturn_2020_21"], row["q1_2021_22"])
        assert found == tuple(None if text == "-" else text for text in expected), one["id"]
        assert (one["target"]["printed"] if one["target"] else "-") == row["target_2021_22"]
        exact = Fraction(one["value"]["exact"])
        if exact.denominator == 1:  # else it is rounded
            assert one["value"]["printed"].rstrip("%") == f"{exact.numerator:,}"


def test_what_is_printed_stands_in_the_report() -> None:
    """Value, target and outturn in the indicator's own row; what is said of it, in the commentary."""
    outcome = pipeline.compose_report("q1.kpi", workspace.reader(ROOT / "specs"))
    assert outcome.value is not None
    table = next(block for block in outcome.value.document.blocks if isinstance(block, Table))
    rows = {line.strip().split(" | ")[0]: line for line in block_lines(table)}
    whole = outline(outcome.value.document)
    for one in record()["indicators"]:
        for text in (*one["commentary"], *(text for note in one["notes"] for text in note["text"])):
            assert text in whole
        for note in one["notes"]:
            assert all(action["text"] in whole for action in note["actions"])
        if one["section"] is None:
            continue
        figures = [one[name] for name in ("value", "target", "outturn") if one[name]]
        for figure in figures:
            assert f" | {figure['printed']}" in rows[one["label"]], one["id"]
        for figure in (one["numerator"], one["denominator"]):
            assert figure is None or figure["printed"] in whole
        if one["target"]:
            for point in one["history"][-4:]:
                assert point["printed"] in rows[one["label"]], one["id"]


def test_one_indicator_in_full() -> None:
    one = of("cp_reviews")
    assert one["value"] == {"exact": "75", "printed": "75%"}
    assert one["numerator"] == {"exact": "3", "printed": "3"}
    assert (one["status"], one["reason"], one["directions"]) == ("red", None, {"outturn": "worsened"})
    assert one["streak"] == {"length": 1, "at_least": True, "last_time": None}
    assert one["commentary"] == [
        "3 of 4 child protection reviews were held on time: 75%, 25 percentage points worse than the target of 100%."
    ]


def test_the_rows_behind_a_value_are_named() -> None:
    lines = (ROOT / "specs/data/childrens-services.csv").read_text(encoding="utf-8").splitlines()
    sources = of("assessments_on_time")["sources"]
    assert [source["file"] for source in sources] == ["data/childrens-services.csv"] * 2
    found = [lines[source["row"] - 1].split(",")[:3] for source in sources]
    assert found == [["assessments_in_45_days", "2021-22 Q1", "43"], ["single_assessments", "2021-22 Q1", "44"]]


def test_money_is_exact_in_pounds_and_printed_in_thousands() -> None:
    assert of("cla_underspend")["value"] == {"exact": "150000", "printed": "£150k"}


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (Fraction(25), "25"),
        (Fraction(-37, 10), "-3.7"),
        (Fraction(1075, 11), "1075/11"),
        (Fraction(-1, 3), "-1/3"),
        (Fraction(1, 2**40), f"1/{2**40}"),
    ],
)
def test_an_exact_amount_is_a_decimal_where_it_ends(amount: Fraction, text: str) -> None:
    assert exactly(amount) == text
    assert Fraction(text) == amount


RATED = 'indicator a "A"\n  section one\n  unit percent\n  polarity higher is better\n'


def test_why_there_is_no_status() -> None:
    target = "  target 90%\n  tolerance 5 points\n"
    assert of_case(RATED + target, "indicator,period,value\na,2021-22 Q1,not due")["reason"] == "not due"
    no_target = of_case(RATED, "indicator,period,value\na,2021-22 Q1,50")
    assert (no_target["status"], no_target["reason"], no_target["streak"]) == (None, "no target", None)
    assert of_case(RATED + target, "indicator,period,value\na,2021-22 Q1,90")["reason"] is None


def test_history_benchmarks_and_quality() -> None:
    spec = RATED + '  benchmark region 80%, england 85.5% for 2019-20 source "DfE"\n'
    one = of_case(spec, "indicator,period,value,quality\na,2020-21 Q4,not due,\na,2021-22 Q1,50,provisional")
    assert [point["period"] for point in one["history"]] == ["2020-21 Q4", "2021-22 Q1"]
    assert one["history"][0] | {"quality": ""} == {
        "period": "2020-21 Q4",
        "exact": None,
        "printed": "Not due",
        "reason": "not due",
        "quality": "",
    }
    assert one["quality"] == "provisional"
    assert one["value"]["printed"] == "50%"
    england: Json = {"name": "england", "exact": "85.5", "printed": "85.5%", "period": "2019-20", "source": "DfE"}
    england |= {"reason": None, "group": False, "rows": []}
    assert one["benchmarks"][1] == england


def test_a_forecast_stands_apart_from_the_value() -> None:
    spec = RATED + "  target 60% in Q1, 90% for year\n  tolerance 5 points\n"
    rows = "indicator,period,kind,value,quality\na,2021-22 Q1,,60,\na,2021-22,forecast,87.5,estimated\n"
    one = of_case(spec, rows)
    assert one["forecast"] == {
        "period": "2021-22",
        "exact": "87.5",
        "printed": "88%",
        "target": {"exact": "90", "printed": "90%", "low": "90", "high": None, "strict": False},
        "status": "amber",
        "reason": None,
        "quality": "estimated",
    }
    assert (one["value"]["exact"], one["status"], one["quality"]) == ("60", "green", "final")
    assert [point["exact"] for point in one["history"]] == ["60"]
    no_target = of_case(RATED + "  target 60% in Q1\n  tolerance 5 points\n", rows)["forecast"]
    assert (no_target["target"], no_target["status"], no_target["reason"]) == (None, None, "no target")
    late = of_case(spec, rows.replace("87.5", "awaiting"))["forecast"]
    assert (late["exact"], late["printed"], late["reason"]) == (None, "Awaiting", "awaiting")
    assert of_case(spec, "indicator,period,value\na,2021-22 Q1,60")["forecast"] is None


def test_a_target_from_the_data_is_one_like_any_other() -> None:
    rows = "indicator,period,kind,value\na,2021-22 Q1,,60\na,2021-22,target,62.5\n"
    one = of_case(RATED + "  target from data\n  tolerance 5 points\n", rows)
    assert one["target"] == {"exact": "62.5", "printed": "62.5%", "low": "62.5", "high": None, "strict": False}
    assert one["status"] == "amber"


def test_two_records_are_equal_byte_for_byte_wherever_they_are_made(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "specs", tmp_path / "specs")
    first = kpic(tmp_path, "build", "specs/q1.kpi", "--format", "json", "--out", "one", seed="1")
    again = kpic(tmp_path / "specs", "build", "q1.kpi", "--format", "json", "--out", "two", seed="2")
    assert (first.returncode, again.returncode) == (0, 0)
    content = (tmp_path / "one/q1.json").read_bytes()
    assert content == (tmp_path / "specs/two/q1.json").read_bytes() == built()
    assert content.endswith(b"}\n")
    assert "£150k".encode() in content


def test_both_formats_are_written_and_named(tmp_path: Path) -> None:
    run = kpic(ROOT, "build", "specs/q1.kpi", "--format", "json,pdf,json", "--out", str(tmp_path))
    assert run.returncode == 0
    assert run.stdout.splitlines() == [(tmp_path / name).as_posix() for name in ("q1.pdf", "q1.json")]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["q1.json", "q1.pdf"]


def test_all_means_every_format(tmp_path: Path) -> None:
    run = kpic(ROOT, "build", "specs/q1.kpi", "--format", "all", "--out", str(tmp_path))
    assert run.returncode == 0
    assert {path.name for path in tmp_path.iterdir()} == {f"q1{ending}" for ending in rendering.ENDINGS.values()}


def test_where_one_format_fails_none_is_written(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "specs", tmp_path / "specs")
    spec = tmp_path / "specs/q1.kpi"
    spec.write_text(spec.read_text(encoding="utf-8").replace('"Safeguarding"', '"Safeguarding 安"'), encoding="utf-8")
    run = kpic(tmp_path, "build", "specs/q1.kpi", "--format", "json,pdf")
    assert (run.returncode, run.stdout) == (1, "")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("name", "help"),
    [("jsn", "did you mean `json`?"), ("postcard", "known here: `pdf`, `html`"), ("", "known here")],
)
def test_an_unknown_format_cannot_be_made(tmp_path: Path, name: str, help: str) -> None:
    run = kpic(ROOT, "build", "specs/q1.kpi", "--format", f"pdf,{name}", "--out", str(tmp_path / "out"))
    assert (run.returncode, run.stdout) == (2, "")
    assert f"there is no format `{name}`; {help}" in run.stderr
    assert not (tmp_path / "out").exists()


def test_where_the_second_file_cannot_be_put_in_place_the_first_goes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier, new, last = tmp_path / "a.pdf", tmp_path / "b.pdf", tmp_path / "c.json"
    earlier.write_bytes(b"earlier")
    replace = os.replace

    def fail(source: str, target: Path) -> None:
        if target == last:
            raise OSError("the power went")
        replace(source, target)

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="the power went"):
        workspace.write_all({earlier: b"later", new: b"new", last: b"never"})
    assert earlier.read_bytes() == b"earlier"
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


def test_a_target_is_the_values_that_meet_it() -> None:
    row = "indicator,period,value\na,2021-22 Q1,50"
    between = RATED.replace("higher is better", "between 40% and 60% is best") + "  tolerance 5 points\n"
    assert of_case(between, row)["target"] == {
        "exact": None,
        "printed": "40% to 60%",
        "low": "40",
        "high": "60",
        "strict": False,
    }
    less = RATED.replace("higher", "lower") + "  target less than 60%\n  tolerance 5 points\n"
    assert of_case(less, row)["target"] == {
        "exact": "60",
        "printed": "less than 60%",
        "low": None,
        "high": "60",
        "strict": True,
    }
    unset = of_case(RATED + "  target to be set\n  tolerance 5 points\n", row)
    assert unset["target"] == {"exact": None, "printed": "To be set", "low": None, "high": None, "strict": False}
    assert (unset["status"], unset["reason"]) == (None, "target to be set")


def test_a_status_set_by_judgement_says_whose_and_why() -> None:
    rules = RATED + "  target 90%\n  tolerance 5 points\n"
    row = "indicator,period,value\na,2021-22 Q1,50"
    assert of_case(rules, row)["override"] is None
    one = of_case(rules + '  override amber because "Two schools are missing" by "the Head"\n', row)
    assert (one["status"], one["override"]) == ("amber", {"reason": "Two schools are missing", "author": "the Head"})


def test_an_indicator_with_a_scheme_of_its_own_names_it() -> None:
    own = '  scheme simple\n\nscheme simple "Simple"\n  green when at or better than target\n  red otherwise\n'
    files = {
        "indicators.kpi": f"language 1\n{RATED}  target 90%\n{own}",
        "data.csv": "indicator,period,value\na,2021-22 Q1,50",
    }
    outcome = pipeline.build("spec.kpi", cases.reader(files), formats=("json",))
    assert outcome.value is not None, outcome.diagnostics
    whole = json.loads(outcome.value["json"])
    jsonschema.validate(whole, SCHEMA, jsonschema.Draft202012Validator)
    assert whole["indicators"][0]["scheme"] == "simple"
    assert [scheme["name"] for scheme in whole["schemes"]][-1] == "simple"
    assert [state["name"] for state in whole["schemes"][-1]["states"]] == ["green", "red"]

"""`kpic schema`: the schemas that it prints are what is read and written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from kpidsl.cli.schemas import SCHEMAS, schema_text
from kpidsl.source import Source
from kpidsl.spec import house
from kpidsl.spec.problems import Problems
from tests.command import edit, kpic

ROOT = Path(__file__).parents[1]
HOUSE = json.loads(schema_text("house"))
HOUSES = sorted(ROOT.glob("specs/**/council.yaml"))
# All that a house file can say, so that its reader asks for every key.
WHOLE = """\
council: Example Council
language: en-GB
theme: {accent: "#1D3557"}
template: template.docx
logo: {file: logo.png, alt: "Example Council, an oak tree"}
contacts: {one: {name: A, role: B}}
recommendation lead: "That the Committee:"
formats statement: Ask us.
financial year starts: April
known abbreviations: [UK]
codes: {name: Rutland, new: E06000017}
chapters: [{title: Background papers}]
braille: {cells: 40}
headings: sentence case
names: [Ofsted]
fonts: {regular: a.ttf, bold: b.ttf}
page: {size: A4}
large print: {size: 18}
data: {columns: {Quarter: period}, percentages: fractions}
database: {engine: postgresql, host: db.example.gov.uk, name: cases, user: kpic, password from: KPIC_PASSWORD}
calendar: england
closed: [29 December 2021, 24 December 2022 to 31 December 2022]
"""


@pytest.mark.parametrize("name", SCHEMAS)
def test_schema_prints_a_sound_schema(tmp_path: Path, name: str) -> None:
    run = kpic(tmp_path, "schema", name)
    assert (run.returncode, run.stderr) == (0, "")
    schema = json.loads(run.stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert run.stdout == (ROOT / f"docs/{name}.schema.json").read_text(encoding="utf-8")


def test_every_key_that_the_reader_knows_is_in_the_schema_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[set[str]] = []
    mapping = house._Reader.mapping

    def noting(self: Any, node: Any, keys: tuple[str, ...] | None, what: str) -> dict[str, yaml.Node]:
        if keys is not None and node is not None:
            asked.append(set(keys))
        return mapping(self, node, keys, what)

    monkeypatch.setattr(house._Reader, "mapping", noting)
    problems = Problems()
    assert house.read(Source("council.yaml", WHOLE), problems) is not None
    assert set(yaml.safe_load(WHOLE)) == asked[0]  # so that all of the reader was reached
    described = [set(each["properties"]) for each in _objects(HOUSE)]
    assert sorted(map(sorted, described)) == sorted(map(sorted, {frozenset(keys) for keys in asked}))


def _objects(schema: Any) -> Iterator[dict[str, Any]]:
    """Every object of the schema that names its keys."""
    if isinstance(schema, dict):
        if schema.get("type") == "object" and "properties" in schema:
            yield schema
        for part in schema.values():
            yield from _objects(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from _objects(part)


@pytest.mark.parametrize("path", HOUSES, ids=lambda path: path.parent.name)
def test_every_house_file_of_the_examples_is_valid(path: Path) -> None:
    jsonschema.validate(yaml.safe_load(path.read_text(encoding="utf-8")), HOUSE, cls=jsonschema.Draft202012Validator)


WRONG = [
    "language: fr",
    "councl: x",
    'theme: {accent: "red"}',
    "logo: {file: logo.png}",
    "contacts: {one: {name: A}}",
    "contacts: {one: {name: A, role: B, email: nobody}}",
    "financial year starts: Aprill",
    "codes: {name: Rutland, new: E99}",
    "codes: {name: Rutland, new: E06000017, region: E13000001}",
    "chapters: [{mandatory: yes}]",
    "chapters: [{title: A, mandatory: perhaps}]",
    "braille: {cells: 27}",
    "braille: {lines: 41}",
    "headings: capitals",
    "fonts: comic",
    "fonts: {regular: a.ttf}",
    "page: {size: A5}",
    "page: {orientation: sideways}",
    "large print: {size: 25}",
    "names: Ofsted",
    "data: {columns: {Quarter: perod}}",
    "data: {columns left out: Owner}",
    "data: {markers: {n/a: unknown}}",
    "data: {dates: week}",
    "data: {percentages: 0.38}",
    "data: {sheets: [Q1]}",
    "database: {host: db.example.gov.uk}",
    "database: {engine: oracle}",
    "database: {engine: postgresql, host: db.example.gov.uk}",
    "database: {engine: sqlite, file: cases.db, host: db.example.gov.uk}",
    "database: {engine: postgresql, host: a, name: b, password from: secret}",
    "database: {engine: postgresql, host: a, name: b, password: secret}",
    "database: {engine: postgresql, host: a, name: b, encryption: none}",
    "database: {engine: postgresql, host: a, name: b, port: 0}",
    "database: {engine: spark, minutes: 9999}",
    "database: {engine: spark, host: 'sc://a/;token=secret'}",
    "calendar: France",
    "closed: 27 December 2021",
    "closed: [Christmas]",
]


@pytest.mark.parametrize("line", WRONG)
def test_what_the_schema_refuses_the_reader_refuses_too(line: str) -> None:
    text = f"council: Example Council\n{line}\n"
    problems = Problems()
    assert house.read(Source("council.yaml", text), problems) is None
    assert not jsonschema.Draft202012Validator(HOUSE).is_valid(yaml.safe_load(text))


def test_the_whole_house_file_is_valid() -> None:
    jsonschema.validate(yaml.safe_load(WHOLE), HOUSE, cls=jsonschema.Draft202012Validator)


def test_what_check_says_is_what_its_schema_describes(project: Path) -> None:
    schema = json.loads(schema_text("diagnostics"))
    edit(project / "specs/children.kpi", "target     25%", "target     25")
    edit(project / "specs/council.yaml", "council: Rutland", "councl: Rutland")
    (project / "specs/second.kpi").write_text("indicator x\n  polarity highr is better\n  unit count\n", "utf-8")
    found = json.loads(
        kpic(project, "check", "specs/q1.kpi", "specs/second.kpi", "--format", "json", "--back-test").stdout
    )
    jsonschema.validate(found, schema, cls=jsonschema.Draft202012Validator)
    assert any(problem["fix"] for problem in found["problems"])
    assert {problem["severity"] for problem in found["problems"]} >= {"error"}

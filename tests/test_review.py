"""docs/review.md is run as it stands, and the templates for forges hold only commands that there are."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest
import yaml

from kpidsl.cli.commands import kpic as command
from tests import cases
from tests.cases import Block
from tests.command import kpic
from tests.differences import Checkout, edit_of, steady

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "review.md"
FORGE = ROOT / "docs" / "forge"
TEMPLATES = sorted(FORGE.glob("*.yml"))
_FENCE = re.compile(r"^```(?P<info>[^\n`]+)\n(?P<body>.*?)^```[ \t]*$", re.MULTILINE | re.DOTALL)


def test_the_walk_through_comes_out_as_the_page_says(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    checkout = Checkout.of_example(tmp_path / "repository")
    changes = {}
    said = ""
    for match in _FENCE.finditer(PAGE.read_text(encoding="utf-8")):
        block = Block(match["info"], match["body"], match.start("body"), match.end("body"))
        if block.info == "sh":
            said = "".join(_run(checkout, line) for line in block.body.splitlines())
        elif block.info.startswith("edit "):
            checkout.edit(*edit_of(block))
        elif steady(said, checkout) != block.body:
            changes[block] = steady(said, checkout)
    if changes and request.config.getoption("--accept"):
        cases.accept(PAGE, changes)
        pytest.fail(f"{len(changes)} results rewritten: read the change, then run again")
    assert {block.body: actual for block, actual in changes.items()} == {}
    assert (tmp_path / "repository" / "out" / "changes.pdf").read_bytes().startswith(b"%PDF")


def _run(checkout: Checkout, line: str) -> str:
    program, *arguments = shlex.split(line)
    if program == "git":
        return checkout.git(*arguments)
    assert program == "kpic"
    run = kpic(checkout.folder, *arguments)
    return run.stdout + run.stderr


def _lines(node: object) -> list[str]:
    """The lines of all scripts in a template."""
    if isinstance(node, str):
        return node.splitlines()
    if isinstance(node, list):
        return [line for one in node for line in _lines(one)]
    return [line for one in node.values() for line in _lines(one)] if isinstance(node, dict) else []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_every_command_in_a_template_is_one_that_there_is(template: Path) -> None:
    content = yaml.safe_load(template.read_text(encoding="utf-8"))
    called = [shlex.split(line) for line in _lines(content) if line.lstrip().startswith("kpic ")]
    verbs = []
    for _, verb, *arguments in called:
        found = command.get_command(click.Context(command), verb)
        assert found is not None, f"{template.name} calls kpic {verb}"
        found.make_context(verb, list(arguments), parent=click.Context(command))
        verbs.append((verb, arguments))
    assert {verb for verb, _ in verbs} >= {"check", "test", "diff", "build"}
    formats = {arguments[arguments.index("--format") + 1] for verb, arguments in verbs if verb == "diff"}
    assert formats == {"markdown", "pdf"}
    text = template.read_text(encoding="utf-8")
    assert "changes.pdf" in text.partition("--out changes.pdf")[2], "the paper is attached"
    assert re.search(r"(?i)(fetch-?depth|GIT_DEPTH): \"?0", text), "all commits are there"


def test_there_is_a_template_for_each_forge() -> None:
    assert [path.stem for path in TEMPLATES] == ["azure-pipelines", "github", "gitlab-ci"]
    page = PAGE.read_text(encoding="utf-8")
    assert all(f"(forge/{path.name})" in page for path in FORGE.iterdir())

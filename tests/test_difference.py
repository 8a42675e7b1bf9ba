"""`kpic diff`: pages of edits with what is said of each, and laws."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import differences
from tests.differences import Checkout


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    return Checkout.of_example(tmp_path_factory.mktemp("repository"))


@pytest.mark.parametrize("page", differences.pages(), ids=lambda page: page.stem)
def test_page(page: Path, checkout: Checkout, request: pytest.FixtureRequest) -> None:
    changes = {}
    for case in differences.read_cases(page):
        assert case.expectations, f"“{case.title}” expects nothing"
        found = differences.results(case, checkout)
        kinds = {block.info.removeprefix("expect ") for block in case.expectations}
        assert "problems" in kinds or not found["problems"], f"“{case.title}”: {found['problems']}"
        for block in case.expectations:
            actual = found[block.info.removeprefix("expect ")]
            if actual != block.body:
                changes[block] = actual
                if not request.config.getoption("--accept"):
                    assert actual == block.body, f"“{case.title}”"
    if changes:
        differences.accept(page, changes)
        pytest.fail(f"{len(changes)} expectations rewritten: read the change, then run again")

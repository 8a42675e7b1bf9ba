"""`pytest --accept` writes what came out into the case pages."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

os.environ["KPIC_CACHE"] = "off"  # nothing that a test finds comes from a run before, nor goes into the user's folder
# How long an example takes says nothing about whether it is right, and machines differ.
settings.register_profile("without-deadline", deadline=None)
settings.load_profile("without-deadline")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="rewrite the expectations of case pages")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the example project in a folder of its own."""
    shutil.copytree(Path(__file__).parents[1] / "specs", tmp_path / "specs")
    return tmp_path

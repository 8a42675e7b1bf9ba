"""The wheel: what is in it, and that it works away from the checkout."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from kpidsl.cli.schemas import SCHEMAS

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=300)
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_grammar_fonts_and_licence(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        assert archive.read("kpidsl/grammar/kpi.lark") == (ROOT / "grammar/kpi.lark").read_bytes()
        for name in SCHEMAS:
            there = archive.read(f"kpidsl/schemas/{name}.schema.json")
            assert there == (ROOT / f"docs/{name}.schema.json").read_bytes()
    fonts = "kpidsl/render/pdf/fonts/"
    assert {f"{fonts}LiberationSans-Regular.ttf", f"{fonts}LiberationSans-Bold.ttf", f"{fonts}LICENSE.txt"} <= names
    assert {f"{fonts}AtkinsonHyperlegible-{face}.ttf" for face in ("Regular", "Bold")} <= names
    assert f"{fonts}LICENSE-Atkinson-Hyperlegible.txt" in names
    assert {"kpidsl/render/html/style.css", "kpidsl/render/html/narrow.css", "kpidsl/render/html/script.js"} <= names
    assert "kpidsl/py.typed" in names
    assert not [name for name in names if name.startswith(("tests/", "specs/"))]


def test_the_wheel_builds_the_report_without_the_checkout(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    script = f"import sys; sys.path.insert(0, {str(tmp_path / 'site')!r}); import kpidsl; print(kpidsl.__file__); "
    script += "from kpidsl.cli.main import main; main()"
    command = [sys.executable, "-P", "-c", script, "build", str(ROOT / "specs/q1.kpi"), "--format", "pdf,html"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stderr
    assert str(tmp_path / "site") in run.stdout
    assert (tmp_path / "out/q1.pdf").is_file()
    assert (tmp_path / "out/q1.html").is_file()

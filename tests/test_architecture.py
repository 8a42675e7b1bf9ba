"""The house rules that ARCHITECTURE.md writes down, held by machine."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "kpidsl"
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST = 400  # lines that can be read in one sitting
# Only the disk's module and the command line meet the world; contrast of colours is a formula over real numbers.
MEETS_THE_WORLD = ("workspace.py", "cache.py", "cli/answers.py")
MAKES_METHODS = ("values.py",)  # of the names of fields
REAL_NUMBERS = ("render/theme.py", "render/chart/plot.py", "render/pdf/", "render/html/drawing.py", "spec/house.py")


def _name(module: Path) -> str:
    return module.relative_to(PACKAGE).as_posix()


def test_the_floors_hold() -> None:
    run = subprocess.run(["lint-imports"], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize("module", MODULES, ids=_name)
def test_the_core_uses_no_disk_no_terminal_and_no_binary_floats(module: Path) -> None:
    name = _name(module)
    banned = {"open", "print", "input", "eval", "exec", "float"}
    if name in MEETS_THE_WORLD:
        banned -= {"open"}
    if name in MAKES_METHODS:
        banned -= {"exec"}
    if name.startswith(REAL_NUMBERS):
        banned -= {"float"}
    tree = ast.parse(module.read_text(encoding="utf-8"))
    calls = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert calls & banned == set()


@pytest.mark.parametrize("module", MODULES, ids=_name)
def test_modules_stay_small_and_say_what_they_are(module: Path) -> None:
    text = module.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST
    assert ast.get_docstring(ast.parse(text)), f"{_name(module)} does not say what it is"


@pytest.mark.parametrize("module", MODULES, ids=_name)
def test_values_are_frozen(module: Path) -> None:
    """What a stage is still filling (private, or one of the two builders of the structure tree) may change."""
    text = module.read_text(encoding="utf-8")
    mutable = re.findall(r"@dataclass(?!\(frozen=True)[^\n]*\nclass (\w+)", text)
    assert {name for name in mutable if not name.startswith("_")} <= {"TreeBuilder", "Marks"}


def test_no_copy_of_the_grammar_stands_in_the_checkout() -> None:
    """It would be found before the published one."""
    assert not (PACKAGE / "grammar").exists()


def test_architecture_names_every_package_and_no_dead_one() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    packages = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    tops = {path.stem for path in PACKAGE.glob("*.py")} - {"__init__", "__main__"}
    for name in packages | tops:
        assert re.search(rf"`{name}(/|\.py)?`", text), f"ARCHITECTURE.md does not name {name}"
    for path in re.findall(r"`((?:kpidsl|tests|grammar|specs|docs)/[^`*]+)`", text):
        assert (ROOT / path).exists(), f"ARCHITECTURE.md names {path}, which is not there"


def test_every_invariant_names_a_test_that_exists() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    tests = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").glob("test_*.py"))
    named = re.findall(r"`(test_\w+)`", text)
    assert len(named) >= 10
    for name in named:
        assert f"def {name}(" in tests, f"ARCHITECTURE.md names {name}, which is not there"


def test_lint_format_and_types() -> None:
    for command in (
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        [sys.executable, "-m", "mypy"],
    ):
        run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600)
        assert run.returncode == 0, run.stdout + run.stderr


def test_the_repository_speaks_of_the_product_alone() -> None:
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True).stdout.split("\n")
    if not any(files):
        pytest.skip("not a checkout")
    paths = re.compile(r"/(?:work|tmp|home|root)/|\bpypi\.org|\bregistry\.npmjs")
    for name in files:
        path = ROOT / name
        if name and path.is_file() and path.suffix in (".py", ".md", ".toml", ".kpi", ".yaml", ".lark", ""):
            assert not paths.search(path.read_text(encoding="utf-8", errors="replace")), name

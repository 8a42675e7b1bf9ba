"""The tests, from nothing: `python3 tests/run.py [PYTEST ARGUMENTS]`.

Makes a virtual environment in `.venv`, installs the package with what its tests need, and runs them on every core.
Needs only Python 3.11 or later and a way to install packages.
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PLACE = ROOT / ".venv"
BIN = PLACE / ("Scripts" if os.name == "nt" else "bin")


def main() -> int:
    if sys.version_info < (3, 11):  # noqa: UP036  # whoever runs this may have an older one
        print("kpidsl needs Python 3.11 or later", file=sys.stderr)
        return 2
    python = BIN / ("python.exe" if os.name == "nt" else "python")
    if not python.exists():
        venv.create(PLACE, with_pip=True)
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"}
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--editable", ".[test]"]
    installed = subprocess.run(install, cwd=ROOT, env=environment)
    if installed.returncode:
        return installed.returncode
    # Many tests run kpic in a process of its own; where Python is told to keep no bytecode, each would compile it all.
    subprocess.run([str(python), "-m", "compileall", "-q", "kpidsl", "tests"], cwd=ROOT, env=environment)
    # Each process begins with its share of the files in their order, and one that is done takes tests from another.
    tests = [str(python), "-m", "pytest", "-n", "auto", "--dist", "worksteal", *sys.argv[1:]]
    return subprocess.run(tests, cwd=ROOT, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())

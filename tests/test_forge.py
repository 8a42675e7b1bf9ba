"""What stands beside the specs for Git and pre-commit does what docs/commands.md says."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import click
import yaml

from kpidsl.cli.commands import COMMANDS, kpic as command
from kpidsl.syntax.blocks import BLOCKS
from tests.command import edit, kpic

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
XFUNCNAME = re.search(r'diff\.kpi\.xfuncname "(.*)"', PAGE)


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=A. Person", "-c", "user.email=a@example.org"]
    return subprocess.run(
        ["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, text=True, encoding="utf-8"
    ).stdout


def test_each_part_of_a_diff_names_its_indicator(project: Path) -> None:
    assert XFUNCNAME
    assert set(re.findall(r"[a-z]+", XFUNCNAME[1].split(" ")[0])) == set(BLOCKS)
    attributes = (ROOT / ".gitattributes").read_text(encoding="utf-8")
    assert attributes in PAGE
    (project / ".gitattributes").write_text(attributes)
    git(project, "init", "-q")
    git(project, "config", "diff.kpi.xfuncname", XFUNCNAME[1])
    git(project, "add", ".")
    git(project, "commit", "-qm", "before")
    path = project / "specs/children.kpi"
    edit(path, "  example    31% is red\n", "  example    32% is red\n")
    edit(path, "All core groups were", "Every core group was")
    heads = re.findall(r"^@@ .* @@ (.*)$", git(project, "diff", "-U1"), re.MULTILINE)
    assert heads == [
        'indicator re_referrals "% of re-referrals within last 12 months"',
        'indicator core_groups "% core groups held on time"',
    ]


def test_a_file_from_windows_changes_no_line_in_the_repository(project: Path) -> None:
    (project / ".gitattributes").write_text((ROOT / ".gitattributes").read_text(encoding="utf-8"))
    git(project, "init", "-q")
    git(project, "add", ".")
    git(project, "commit", "-qm", "before")
    path = project / "specs/q1.kpi"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert kpic(project, "fmt", "specs", "--check").returncode == 0
    assert git(project, "diff") == ""


def test_the_hooks_are_commands_of_kpic_and_are_documented() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [hook["id"] for hook in hooks] == ["kpic-fmt", "kpic-check", "kpic-test"]
    for hook in hooks:
        assert set(hook) <= {"id", "name", "description", "entry", "language", "files", "pass_filenames"}
        program, verb = hook["entry"].split()
        assert program == "kpic"
        assert verb in COMMANDS
        assert f"- id: {hook['id']}" in PAGE
        assert re.search(hook["files"], "specs/q1.kpi")
        assert not re.search(hook["files"], "out/q1.pdf")


def test_the_page_names_every_option_of_its_commands() -> None:
    for verb in ("fmt", "check", "fix"):
        section = PAGE.split(f"## kpic {verb}\n")[1].split("\n## ")[0]
        found = command.get_command(click.Context(command), verb)
        assert found is not None
        for parameter in found.params:
            if isinstance(parameter, click.Option) and parameter.opts != ["--as-at"]:
                assert parameter.opts[0] in section, (verb, parameter.opts)
        formats = [one.type for one in found.params if one.name == "form"]
        for form in (name for kind in formats if isinstance(kind, click.Choice) for name in kind.choices):
            assert f"| `{form}` |" in section

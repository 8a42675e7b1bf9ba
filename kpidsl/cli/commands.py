"""The commands of `kpic`, each found and loaded only when it is asked for.

Loading all of them takes many times as long as most of them run, so `kpic` knows them by name alone.
"""

from __future__ import annotations

from importlib import import_module

import click

from kpidsl import __version__

# Of each command, the module and its name there.
COMMANDS = {
    "build": ("building", "build"),
    "chase": ("owing", "chase"),
    "check": ("checking", "check"),
    "diff": ("comparing", "diff"),
    "disclosure": ("owing", "disclosure"),
    "docs": ("listing", "docs"),
    "explain": ("explaining", "explain"),
    "fix": ("fixing", "fix"),
    "fmt": ("formatting", "fmt"),
    "import": ("importing", "import_"),
    "list": ("listing", "listed"),
    "new-period": ("rolling", "new_quarter"),  # for reports by month, half-year or year
    "new-quarter": ("rolling", "new_quarter"),
    "presets": ("presets", "presets"),
    "schema": ("schemas", "schema"),
    "synthetic": ("making", "synthetic"),
    "test": ("testing", "test"),
    "watch": ("watching", "watch"),
}


# `schema` reads no spec; `watch` remembers what it made by itself, and would write a file for each edit that is tried.
_NOTHING_KEPT = ("schema", "watch")


class _Commands(click.Group):
    """A group that loads a command when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(f"kpidsl.cli.{module}"), name)
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kpic")
@click.pass_context
def kpic(context: click.Context) -> None:
    """Council performance reports from rules that people can read."""
    if context.invoked_subcommand not in _NOTHING_KEPT:
        from kpidsl.cli.memory import kept

        context.with_resource(kept())

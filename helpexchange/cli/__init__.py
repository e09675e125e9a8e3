"""The `helpexchange` command. Each subcommand is imported only when it is called, so that help is quick."""

from __future__ import annotations

import sys
from importlib import import_module

import click

#: Name of a subcommand -> the module that has it and the name of it there.
COMMANDS = {
    "demo": ("helpexchange.cli.demo_command", "demo"),
    "serve": ("helpexchange.cli.server_commands", "serve"),
    "scheduler": ("helpexchange.cli.server_commands", "scheduler"),
    "db": ("helpexchange.cli.database_commands", "database"),
    "match": ("helpexchange.cli.match_commands", "match"),
    "import": ("helpexchange.cli.import_command", "command"),
    "account": ("helpexchange.cli.account_commands", "account"),
    "school-holidays": ("helpexchange.cli.school_holidays_command", "command"),
    "privacy": ("helpexchange.cli.privacy_commands", "privacy"),
    "settings": ("helpexchange.cli.settings_command", "settings"),
}


class LazyGroup(click.Group):
    """A group that imports a subcommand when it is asked for."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the names in the order in which a newcomer needs them."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the subcommand, or None if there is none of this name."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name]
        found: click.Command = getattr(import_module(module), name)
        return found


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="helpexchange")
def group() -> None:
    """Run a volunteer and help exchange.

    \b
    Examples:
      helpexchange demo                      a town to try, on this machine only
      helpexchange match FOLDER --out OUT    match two spreadsheets, no database
      helpexchange db upgrade                make or renew the tables
      helpexchange serve                     the site, with gunicorn

    Settings come from environment variables; `helpexchange settings` lists them all.
    """


def main() -> None:
    """Run the command; a refusal is one clear message and exit code 2, never a stack trace."""
    from helpexchange.config import SettingsError

    try:
        group(prog_name="helpexchange")
    except SettingsError as error:
        for sentence in error.sentences:
            click.echo(f"helpexchange: {sentence}", err=True)
        sys.exit(2)

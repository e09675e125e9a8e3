"""`helpexchange settings`: every setting with its meaning and default."""

from __future__ import annotations

import click


@click.command()
def settings() -> None:
    """List every setting: environment variable, default, meaning.

    \b
    Example:
      helpexchange settings
    """
    from helpexchange.config import described

    for variable, default, meaning in described():
        click.echo(f"{variable}={default}\n    {meaning}")

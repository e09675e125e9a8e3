"""`helpexchange match`: two spreadsheets in, proposals out, no database; and the check of an answer."""

from __future__ import annotations

import sys
from pathlib import Path

import click

FOLDER = click.Path(path_type=Path)


class FolderOrCommand(click.Group):
    """A group whose first word may be a folder: `match FOLDER` is short for `match run FOLDER`.

    A folder that bears the name of a command is written `./check`.
    """

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Take an unknown first word for a folder."""
        if self.get_command(ctx, args[0]) is None:
            args = ["run", *args]
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Let options stand before the folder, as in `match --out OUT FOLDER`."""
        if args and args[0].startswith("-") and args[0] not in ctx.help_option_names:
            args = ["run", *args]
        return super().parse_args(ctx, args)


@click.group(cls=FolderOrCommand, name="match", subcommand_metavar="FOLDER --out OUT | check FOLDER OUT")
def match() -> None:
    """Match the helpers and requests of a folder, or check an answer.

    FOLDER holds helpers.csv and requests.csv; helper_times.csv, request_times.csv, pairs.csv and policy.toml
    are read if they are there. OUT gets proposals.csv, unmatched.csv, certificate.json and report.html.

    \b
    Examples:
      helpexchange match town --out answer
      helpexchange match town --out answer --time-limit 300 --gap 0 --workers 2
      helpexchange match town --out answer --cluster tcp://10.0.0.5:8786
      helpexchange match check town answer

    \b
    Exit codes:
      0  done, or the answer is valid
      1  the answer is not valid (match check); the faults are printed
      2  the input or the cluster cannot be used; every fault is printed and nothing is written
    """


@match.command("run", hidden=True)
@click.argument("folder", type=FOLDER)
@click.option(
    "--out", type=FOLDER, required=True, help="Folder for the answer; an earlier answer is replaced."
)
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0),
    default=60.0,
    show_default=True,
    metavar="S",
    help="Seconds after which the best answer found so far is taken.",
)
@click.option(
    "--gap",
    type=click.FloatRange(min=0),
    default=1e-4,
    show_default=True,
    metavar="G",
    help="Share of the points that may be left to gain; 0 asks for the best answer.",
)
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    metavar="N",
    help="Processes that solve parts of the town side by side.",
)
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Dask scheduler whose workers solve parts of the town; needs helpexchange[distributed].",
)
def run(folder: Path, out: Path, *, time_limit: float, gap: float, workers: int, cluster: str | None) -> None:
    """Match the helpers and requests of FOLDER and write the answer to OUT.

    \b
    Example:
      helpexchange match town --out answer --time-limit 300
    """
    from matching.commands import match_command
    from matching.settings import RunSettings

    settings = RunSettings(time_limit_s=time_limit, gap=gap, workers=workers, cluster=cluster)
    sys.exit(match_command(folder, out, settings=settings, output=sys.stdout, errors=sys.stderr))


@match.command("check")
@click.argument("folder", type=FOLDER)
@click.argument("out", type=FOLDER)
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    metavar="N",
    help="Threads that judge the weeks of helpers side by side.",
)
def check(folder: Path, out: Path, *, workers: int) -> None:
    """Judge the answer in OUT to the input in FOLDER without any solver.

    Every rule, score and the objective are worked out again, and the bound from the prices.

    \b
    Example:
      helpexchange match check town answer
    """
    from matching.commands import check_command

    sys.exit(check_command(folder, out, workers=workers, output=sys.stdout, errors=sys.stderr))

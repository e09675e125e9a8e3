"""`helpexchange account`: accounts made by whoever runs the installation."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from helpexchange.cli.application import BadInput, running_app


@click.group()
def account() -> None:
    """Make accounts."""


@account.command()
@click.option("--email", required=True, help="Address to sign in with.")
@click.option("--name", required=True, help="Name as colleagues see it.")
@click.option("--role", "roles", required=True, multiple=True, help="Role; may be given several times.")
@click.option("--office", "offices", multiple=True, help="Code of an office the person works for.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def create(email: str, name: str, roles: Sequence[str], offices: Sequence[str], password_stdin: bool) -> None:
    """Make an account that can sign in; asks for the password.

    \b
    Examples:
      helpexchange account create --email a@example.org --name "Anna Kern" --role administrator
      helpexchange account create --email b@example.org --name "Bilal Öz" --role coordinator --office hoerde
    """
    password = _read_password(password_stdin)
    with running_app():
        _create(email=email, name=name, roles=roles, offices=offices, password=password)
    click.echo(f"{name} can sign in as {email}.")


def _read_password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    password: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return password


def _create(*, email: str, name: str, roles: Sequence[str], offices: Sequence[str], password: str) -> None:
    from helpexchange.accounts.actions import create_account
    from helpexchange.accounts.roles import Role
    from helpexchange.core import clock
    from helpexchange.core.database import db
    from helpexchange.core.viewer import system_viewer

    unknown = sorted(set(roles) - {role.value for role in Role})
    if unknown:
        known = ", ".join(role.value for role in Role)
        raise BadInput(f"There is no role {', '.join(unknown)}. The roles are: {known}.")
    create_account(
        email=email, name=name, password=password, roles={Role(role) for role in roles},
        office_ids=_office_ids(offices), by=system_viewer("helpexchange account create"), now=clock.now(),
    )  # fmt: skip
    db.session.commit()


def _office_ids(codes: Sequence[str]) -> list[int]:
    from sqlalchemy import select

    from helpexchange.core.database import db
    from helpexchange.offices.models import Office

    found = dict(db.session.execute(select(Office.code, Office.id).order_by(Office.code)).all())
    unknown = sorted(set(codes) - set(found))
    if unknown:
        known = ", ".join(found) or "none yet"
        raise BadInput(f"There is no office {', '.join(unknown)}. The offices are: {known}.")
    return [found[code] for code in codes]

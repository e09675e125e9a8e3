"""Who one can be in the demo town: one account for each role, with what it needs to show its pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from helpexchange.accounts.roles import Role
from helpexchange.core.i18n import Text
from helpexchange.core.i18n import lazy_text as _

#: Known to everybody, like everything in the demo town.
PASSWORD = "demo town without secrets"  # noqa: S105  # the loader refuses to run anywhere else


@dataclass(frozen=True, slots=True)
class DemoRole:
    """A role that a visitor may step into.

    Attributes:
        code: its word in the address of the button.
        sees: one line about what there is to see.
        districts: whose offices the account works for.
    """

    code: str
    title: Text
    sees: Text
    role: Role
    name: str
    districts: tuple[str, ...] = ()

    @property
    def email(self) -> str:
        """The address of the account; example.org delivers to nobody."""
        return f"{self.code}@example.org"


DEMO_ROLES: tuple[DemoRole, ...] = (
    DemoRole(
        "senior",
        _("Senior"),
        _("My requests, and where each of them stands"),
        Role.PERSON_IN_NEED,
        "Erika Sommer",
    ),
    DemoRole(
        "representative",
        _("Representative"),
        _("The people I act for, and where their requests stand"),
        Role.REPRESENTATIVE,
        "Jutta Sommer",
    ),
    DemoRole(
        "volunteer", _("Volunteer"), _("What I offer, and requests near me"), Role.VOLUNTEER, "Ayse Demir"
    ),
    DemoRole("student", _("Student"), _("What I offer, and requests near me"), Role.STUDENT, "Jonas Weber"),
    DemoRole(
        "coordinator",
        _("Coordinator in Hörde"),
        _("New requests, and proposals to approve"),
        Role.COORDINATOR,
        "Petra Lindner",
        ("hoerde",),
    ),
    DemoRole(
        "coordinator-eving",
        _("Coordinator in Eving"),
        _("The same for another district"),
        Role.COORDINATOR,
        "Mehmet Kaya",
        ("eving",),
    ),
    DemoRole(
        "network-lead", _("Network lead"), _("All offices side by side"), Role.NETWORK_LEAD, "Ingrid Vollmer"
    ),
    DemoRole(
        "school", _("School staff"), _("Students who help in the town"), Role.SCHOOL_STAFF, "Sabine Hoffmann"
    ),
    DemoRole(
        "administrator", _("Administrator"), _("Accounts and settings"), Role.ADMINISTRATOR, "Tomasz Nowak"
    ),
)


def by_code() -> Mapping[str, DemoRole]:
    """Return the roles by the word in their address."""
    return {role.code: role for role in DEMO_ROLES}

"""Who may do what, in words. A role is a list of permissions; a person may hold several roles."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from helpexchange.core.i18n import Text
from helpexchange.core.i18n import lazy_text as _


class Permission(StrEnum):
    """One thing that somebody may do, always within the offices they may see."""

    READ_MATCH_GUIDE = "read_match_guide"
    SEE_MATCH_RUNS = "see_match_runs"
    START_MATCH_RUN = "start_match_run"
    DECIDE_PROPOSALS = "decide_proposals"
    SEE_NEW_ARRIVALS = "see_new_arrivals"
    CLEAR_REQUESTS = "clear_requests"
    ACTIVATE_HELPERS = "activate_helpers"
    MATCH_WHOLE_TOWN = "match_whole_town"
    SEND_LETTERS = "send_letters"
    SEE_DEAD_LETTERS = "see_dead_letters"
    INVITE_PEOPLE = "invite_people"
    INVITE_STAFF = "invite_staff"
    EDIT_OFFICES = "edit_offices"
    SEE_RETENTION = "see_retention"
    MANAGE_ACCOUNTS = "manage_accounts"
    SEE_PEOPLE = "see_people"
    CHANGE_PEOPLE = "change_people"
    SEE_ACCESS_LOG = "see_access_log"
    SEE_COSTS = "see_costs"
    DECIDE_COSTS = "decide_costs"
    EXPORT_COSTS = "export_costs"
    MANAGE_INTEGRATIONS = "manage_integrations"
    SEE_REPORTS = "see_reports"


class Role(StrEnum):
    """A part somebody plays; the words are the glossary's."""

    PERSON_IN_NEED = "person_in_need"
    REPRESENTATIVE = "representative"
    VOLUNTEER = "volunteer"
    PEER_SUPPORTER = "peer_supporter"
    STUDENT = "student"
    COORDINATOR = "coordinator"
    NETWORK_LEAD = "network_lead"
    SCHOOL_STAFF = "school_staff"
    PARTNER = "partner"
    ADMINISTRATOR = "administrator"


NAMES: dict[Role, Text] = {
    Role.PERSON_IN_NEED: _("person in need"),
    Role.REPRESENTATIVE: _("representative"),
    Role.VOLUNTEER: _("volunteer"),
    Role.PEER_SUPPORTER: _("peer supporter"),
    Role.STUDENT: _("student"),
    Role.COORDINATOR: _("coordinator"),
    Role.NETWORK_LEAD: _("network lead"),
    Role.SCHOOL_STAFF: _("school staff"),
    Role.PARTNER: _("partner organisation"),
    Role.ADMINISTRATOR: _("administrator"),
}

# People who ask or help, schools and partners see what concerns themselves; that needs no permission.
# A coordinator works for offices and sees their records only. The network lead sees every office and
# runs the town-wide match, but a decision about a person stays with the coordinator who knows them.
# Letters and calls of an office are its coordinators'; those of the whole town are the network lead's.
# The administrator runs the installation and needs no look into anybody's request, but must be able to
# answer how proposals are made, and sees which messages did not go out and why, without their words.
# A coordinator invites helpers and people of the own office; the administrator invites everybody, also
# those who work for an office.
# Notes about people and merging of doubles are the coordinators' who know them. Who has read the record of a
# person in need is shown to the network lead.
# The coordinators of a helper's office decide about travel costs, but nobody about their own; the network
# lead, who answers for the budget, sees them and hands them to accounting.
# Reports name nobody: those of an office are for its coordinators, those of the town for the network lead.
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.COORDINATOR: frozenset(
        {
            Permission.READ_MATCH_GUIDE,
            Permission.SEE_MATCH_RUNS,
            Permission.START_MATCH_RUN,
            Permission.DECIDE_PROPOSALS,
            Permission.SEE_NEW_ARRIVALS,
            Permission.CLEAR_REQUESTS,
            Permission.ACTIVATE_HELPERS,
            Permission.SEND_LETTERS,
            Permission.INVITE_PEOPLE,
            Permission.EDIT_OFFICES,
            Permission.SEE_PEOPLE,
            Permission.CHANGE_PEOPLE,
            Permission.SEE_COSTS,
            Permission.DECIDE_COSTS,
            Permission.EXPORT_COSTS,
            Permission.SEE_REPORTS,
        }
    ),
    Role.NETWORK_LEAD: frozenset(
        {
            Permission.READ_MATCH_GUIDE,
            Permission.SEE_MATCH_RUNS,
            Permission.START_MATCH_RUN,
            Permission.SEE_NEW_ARRIVALS,
            Permission.MATCH_WHOLE_TOWN,
            Permission.SEND_LETTERS,
            Permission.EDIT_OFFICES,
            Permission.SEE_PEOPLE,
            Permission.SEE_ACCESS_LOG,
            Permission.SEE_COSTS,
            Permission.EXPORT_COSTS,
            Permission.SEE_REPORTS,
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.READ_MATCH_GUIDE,
            Permission.SEE_DEAD_LETTERS,
            Permission.INVITE_PEOPLE,
            Permission.INVITE_STAFF,
            Permission.SEE_RETENTION,
            Permission.MANAGE_ACCOUNTS,
            Permission.MANAGE_INTEGRATIONS,
        }
    ),
}

NETWORK_WIDE = frozenset({Role.NETWORK_LEAD})


def permissions_of(roles: Iterable[Role]) -> frozenset[str]:
    """Return everything that somebody with these roles may do."""
    return frozenset(permission.value for role in roles for permission in PERMISSIONS.get(role, ()))

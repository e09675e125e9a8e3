"""What is done with accounts: one verb a function."""

from helpexchange.accounts.actions.addresses import ask_new_address, confirm_address
from helpexchange.accounts.actions.creating import create_account
from helpexchange.accounts.actions.forgetting import empty_account, forget_spent
from helpexchange.accounts.actions.inviting import accept_invitation, invite, send_again, withdraw_invitation
from helpexchange.accounts.actions.mailing import ask_registration, ask_reset, ask_sign_in
from helpexchange.accounts.actions.managing import change_rights, close_account, reopen_account
from helpexchange.accounts.actions.passkeys import add_passkey, remove_passkey, use_passkey
from helpexchange.accounts.actions.proving import check_sign_in, redeem, redeem_code
from helpexchange.accounts.actions.second_step import (
    begin_second_step,
    check_second_step,
    make_recovery_codes,
    start_second_step,
    stop_second_step,
)
from helpexchange.accounts.actions.sessions import (
    end_all_sessions,
    end_session,
    note_seen,
    prove_again,
    start_session,
)
from helpexchange.accounts.actions.settings import change_name, register, set_password

__all__ = [
    "accept_invitation",
    "add_passkey",
    "ask_new_address",
    "ask_registration",
    "ask_reset",
    "ask_sign_in",
    "begin_second_step",
    "change_name",
    "change_rights",
    "check_second_step",
    "check_sign_in",
    "close_account",
    "confirm_address",
    "create_account",
    "empty_account",
    "end_all_sessions",
    "end_session",
    "forget_spent",
    "invite",
    "make_recovery_codes",
    "note_seen",
    "prove_again",
    "redeem",
    "redeem_code",
    "register",
    "remove_passkey",
    "reopen_account",
    "send_again",
    "set_password",
    "start_second_step",
    "start_session",
    "stop_second_step",
    "use_passkey",
    "withdraw_invitation",
]

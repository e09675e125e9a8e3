"""A coordinator decides with the keyboard alone."""

from sqlalchemy import select

from helpexchange.core.database import db
from helpexchange.match_runs.models import Proposal
from helpexchange.match_runs.rules import ProposalState, RejectionReason
from tests.browsing import Visitor
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.matched import done_run, proposed


def _stands(run_id: int) -> dict[str, tuple[ProposalState, RejectionReason | None]]:
    """Where each proposal stands; nothing is left open that would lock the site out."""
    rows = db.session.execute(
        select(Proposal.id, Proposal.state, Proposal.rejection_reason).where(Proposal.run_id == run_id)
    ).all()
    db.session.rollback()
    return {f"proposal-{id_}": (state, reason) for id_, state, reason in rows}


def test_a_coordinator_decides_with_the_keyboard_alone(
    visitor: Visitor, cast: Cast, clock: FakeClock
) -> None:
    run = done_run(now=clock.now())
    proposed(run, cast.meryem, cast.shopping)
    proposed(run, cast.meryem, cast.garden)
    visitor.sign_in(cast.coordinator_hoerde)
    run_id = run.id
    db.session.rollback()
    page = visitor.open(f"/match-runs/{run_id}")
    returned = "id => document.activeElement.id === id"
    order = page.eval_on_selector_all("article", "all => all.map(one => one.id)")
    page.keyboard.press("j")
    page.wait_for_function(returned, arg=order[0])
    page.keyboard.press("j")
    page.keyboard.press("k")
    with page.expect_navigation():
        page.keyboard.press("l")
    page.wait_for_function(returned, arg=order[0])
    with page.expect_navigation():
        page.keyboard.press("a")
    page.wait_for_function(returned, arg=order[1])
    page.keyboard.press("r")
    page.keyboard.press("2")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert _stands(run_id) == {
        order[0]: (ProposalState.APPROVED, None),
        order[1]: (ProposalState.REJECTED, RejectionReason.WOULD_NOT_GET_ON),
    }
    with page.expect_navigation():
        page.keyboard.press("u")
    assert (ProposalState.PROPOSED, None) in _stands(run_id).values()


def test_o_asks_for_the_name_of_somebody_else(visitor: Visitor, cast: Cast, clock: FakeClock) -> None:
    proposal = proposed(done_run(now=clock.now()), cast.meryem, cast.shopping)
    run_id, card = proposal.run_id, f"proposal-{proposal.id}"
    visitor.sign_in(cast.coordinator_hoerde)
    db.session.rollback()
    page = visitor.open(f"/match-runs/{run_id}")
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("o")
    page.wait_for_function("document.activeElement.id === 'name'")
    page.go_back()
    page.wait_for_function("id => document.activeElement.id === id", arg=card)


def test_the_keys_can_be_switched_off(visitor: Visitor, cast: Cast, clock: FakeClock) -> None:
    run_id = proposed(done_run(now=clock.now()), cast.meryem, cast.shopping).run_id
    visitor.sign_in(cast.coordinator_hoerde)
    db.session.rollback()
    page = visitor.open(f"/match-runs/{run_id}")
    page.keyboard.press("?")
    page.get_by_label("Use these keys on this device").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.tagName") != "ARTICLE"

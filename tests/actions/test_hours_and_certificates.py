"""Hours with and without visits, closed months, certificates, what is refunded, files for accounting."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal, NotFoundRefusal, Refusal
from helpexchange.core.viewer import VISITOR
from helpexchange.engagements.actions import note_done
from helpexchange.engagements.rules import Side, VisitDecidedError, VisitNotBegunError, VisitState
from helpexchange.hours_and_costs.actions import (
    Hours,
    change_settings,
    close_month,
    confirm_as_planned,
    confirm_minutes,
    correct_hours,
    issue_certificate,
    log_hours,
    note_export,
    remove_hours,
    reopen_month,
    revoke_certificate,
)
from helpexchange.hours_and_costs.models import ClosedMonth, CostExport, CostSettings, LoggedHours, TravelCost
from helpexchange.hours_and_costs.rules import (
    BadHoursError,
    BadPeriodError,
    BadSettingsError,
    CertificateState,
    DayToComeError,
    FileKind,
    HourKind,
    Limits,
    MonthClosedError,
    NothingToCertifyError,
    ReasonMissingError,
    month_of,
)
from helpexchange.people.actions import merge_people, undo_merge
from helpexchange.privacy.actions import forget_person
from helpexchange.privacy.rules import Person, PersonKind
from tests.cast import Cast, helper
from tests.engaged import FIRST, begun, visits
from tests.fakes import FakeClock
from tests.matched import as_viewer
from tests.spending import certified, claimed, confirmed, logged, messages_of, visited

NOVEMBER = month_of(FIRST)


def entries(act: str) -> list[AuditEntry]:
    return list(db.session.scalars(select(AuditEntry).where(AuditEntry.act == act).order_by(AuditEntry.id)))


def close(cast: Cast, clock: FakeClock) -> None:
    """Close November, when it is over."""
    clock.moment = clock.moment.replace(month=12, day=3)
    close_month(
        office_id=cast.hoerde.id, month=NOVEMBER, by=as_viewer(cast.coordinator_hoerde), now=clock.now()
    )


def test_as_planned_is_noted_as_the_helpers_word(cast: Cast, clock: FakeClock) -> None:
    visit = visited(cast, clock)
    by = as_viewer(cast.coordinator_hoerde)
    confirm_as_planned(visit=visit, side=Side.OFFICE, by=by, now=clock.now())
    assert (visit.state, visit.minutes_spent, visit.noted_by) == (VisitState.DONE, 60, Side.HELPER)
    (entry,) = entries("note_done")
    assert (entry.actor, entry.details["visit_id"]) == ("Hanna Beispiel", visit.id)


def test_who_may_not_enter_hours(cast: Cast, clock: FakeClock) -> None:
    visit = visited(cast, clock)
    for account, refusal in (
        (cast.coordinator_eving, NotFoundRefusal),
        (cast.network_lead, NotAllowedRefusal),
    ):
        with pytest.raises(refusal):
            confirm_as_planned(visit=visit, side=Side.OFFICE, by=as_viewer(account), now=clock.now())
    assert visit.state is VisitState.PLANNED


def test_a_visit_to_come_or_missed_has_no_hours(cast: Cast, clock: FakeClock) -> None:
    begun(cast, clock)
    visit = visits()[0]
    with pytest.raises(VisitNotBegunError):
        confirm_as_planned(visit=visit, side=Side.HELPER, by=VISITOR, now=clock.now())
    visit.state = VisitState.MISSED
    db.session.commit()
    clock.advance(days=2)
    with pytest.raises(VisitDecidedError):
        confirm_as_planned(visit=visit, side=Side.HELPER, by=VISITOR, now=clock.now())


def test_in_a_closed_month_nothing_is_entered(cast: Cast, clock: FakeClock) -> None:
    visit, entry = confirmed(cast, clock), logged(cast, clock)
    close(cast, clock)
    late: dict[str, Any] = {"side": Side.HELPER, "by": VISITOR, "now": clock.now()}
    hours = Hours(day=FIRST, minutes=30, kind=HourKind.OTHER)
    with pytest.raises(MonthClosedError):
        confirm_minutes(visit=visit, minutes=30, note="", **late)
    with pytest.raises(MonthClosedError):  # also by the pages of engagements
        note_done(visit=visit, minutes=30, **late)
    with pytest.raises(MonthClosedError):
        log_hours(helper=cast.meryem, hours=hours, reference="late", **late)
    with pytest.raises(MonthClosedError):
        correct_hours(entry=entry, hours=hours, **late)
    with pytest.raises(MonthClosedError):
        remove_hours(entry=entry, **late)
    assert (visit.minutes_spent, entry.minutes) == (60, 90)
    second = visits()[1]
    note_done(visit=second, side=Side.PERSON, minutes=60, by=VISITOR, now=clock.now())
    assert second.state is VisitState.DONE
    reopen_month(
        office_id=cast.hoerde.id, month=NOVEMBER, by=as_viewer(cast.coordinator_hoerde), now=clock.now()
    )
    confirm_minutes(visit=visit, minutes=30, note="", **late)
    assert visit.minutes_spent == 30


def test_closing_and_opening_again(cast: Cast, clock: FakeClock) -> None:
    by = as_viewer(cast.coordinator_hoerde)
    with pytest.raises(DayToComeError):
        close_month(office_id=cast.hoerde.id, month=NOVEMBER, by=by, now=clock.now())
    for account, refusal in (
        (cast.coordinator_eving, NotFoundRefusal),
        (cast.network_lead, NotAllowedRefusal),
    ):
        with pytest.raises(refusal):
            close_month(
                office_id=cast.hoerde.id, month=NOVEMBER.previous, by=as_viewer(account), now=clock.now()
            )
    for _ in range(2):
        close_month(office_id=cast.hoerde.id, month=NOVEMBER.previous, by=by, now=clock.now())
    assert db.session.scalars(select(ClosedMonth.closed_by)).all() == ["Hanna Beispiel"]
    for _ in range(2):
        reopen_month(office_id=cast.hoerde.id, month=NOVEMBER.previous, by=by, now=clock.now())
    assert [len(entries(act)) for act in ("close_month", "reopen_month")] == [1, 1]


def test_hours_that_are_not_possible(cast: Cast, clock: FakeClock) -> None:
    wrong: list[tuple[type[Refusal], dict[str, Any]]] = [
        (BadHoursError, {"minutes": 0}), (BadHoursError, {"minutes": 1441}),
        (DayToComeError, {"day": FIRST}), (DayToComeError, {"day": date(2025, 10, 1)}),
    ]  # fmt: skip
    for refusal, others in wrong:
        with pytest.raises(refusal):
            logged(cast, clock, **others)
    assert logged(cast, clock).id == logged(cast, clock).id
    assert len(entries("log_hours")) == 1


def test_a_certificate_says_what_was_given(cast: Cast, clock: FakeClock) -> None:
    confirmed(cast, clock)
    logged(cast, clock)
    certificate = certified(cast, clock)
    assert certificate.minutes == 150
    assert certificate.kinds == [["meeting", 90], ["shopping", 60]]
    assert (certificate.name, certificate.issued_by) == ("Meryem Muster", "Hanna Beispiel")
    assert certified(cast, clock) is certificate
    assert len(entries("issue_certificate")) == len(messages_of("certificate_issued")) == 1
    logged(cast, clock, minutes=15)
    assert certified(cast, clock).minutes == 165


def test_certificates_that_are_not_issued(cast: Cast, clock: FakeClock) -> None:
    by, today = as_viewer(cast.coordinator_hoerde), clock.now().date()
    yesterday, tomorrow = (today + timedelta(days=days) for days in (-1, 1))
    wrong = [
        (BadPeriodError, today, tomorrow), (BadPeriodError, today, yesterday),
        (NothingToCertifyError, yesterday, today),
    ]  # fmt: skip
    for refusal, first, last in wrong:
        with pytest.raises(refusal):
            issue_certificate(helper=cast.meryem, first_day=first, last_day=last, by=by, now=clock.now())
    for account, refused in (
        (cast.coordinator_eving, NotFoundRefusal),
        (cast.network_lead, NotAllowedRefusal),
    ):
        with pytest.raises(refused):
            issue_certificate(
                helper=cast.meryem,
                first_day=yesterday,
                last_day=today,
                by=as_viewer(account),
                now=clock.now(),
            )


def test_a_certificate_is_taken_back_once(cast: Cast, clock: FakeClock) -> None:
    logged(cast, clock)
    clock.advance(days=1)
    certificate, by = certified(cast, clock), as_viewer(cast.coordinator_hoerde)
    with pytest.raises(NotFoundRefusal):
        revoke_certificate(
            certificate=certificate, reason="wrong", by=as_viewer(cast.coordinator_eving), now=clock.now()
        )
    with pytest.raises(ReasonMissingError):
        revoke_certificate(certificate=certificate, reason=" ", by=by, now=clock.now())
    for reason in ("A day too many", "again"):
        revoke_certificate(certificate=certificate, reason=reason, by=by, now=clock.now())
    assert (certificate.state, certificate.revoke_reason) == (CertificateState.REVOKED, "A day too many")
    assert len(entries("revoke_certificate")) == 1
    assert certified(cast, clock) is not certificate


def test_what_an_office_refunds(cast: Cast, clock: FakeClock) -> None:
    by = as_viewer(cast.coordinator_hoerde)
    for cents, limits in ((-1, Limits()), (201, Limits()), (30, Limits(helper_cents=-1))):
        with pytest.raises(BadSettingsError):
            change_settings(
                office_id=cast.hoerde.id, cents_per_km=cents, limits=limits, by=by, now=clock.now()
            )
    for _ in range(2):
        change_settings(
            office_id=cast.hoerde.id, cents_per_km=35, limits=Limits(5000, None), by=by, now=clock.now()
        )
    settings = db.session.scalars(select(CostSettings)).one()
    assert (settings.cents_per_km, settings.limits) == (35, Limits(5000, None))
    assert len(entries("change_cost_settings")) == 1
    with pytest.raises(NotFoundRefusal):
        change_settings(office_id=cast.eving.id, cents_per_km=35, limits=Limits(), by=by, now=clock.now())


def test_every_file_for_accounting_has_its_number(cast: Cast, clock: FakeClock) -> None:
    costs = [claimed(clock, cast.meryem)]
    for account in (cast.coordinator_hoerde, cast.network_lead):
        note_export(
            office_id=cast.hoerde.id, month=NOVEMBER, state=None, kind=FileKind.CSV, costs=costs,
            by=as_viewer(account), now=clock.now(),
        )  # fmt: skip
    rows = db.session.scalars(select(CostExport).order_by(CostExport.number)).all()
    assert [(each.number, each.cents, each.exported_by) for each in rows] == [
        (1, 340, "Hanna Beispiel"), (2, 340, "Nora Beispiel"),
    ]  # fmt: skip
    for other, refusal in (
        (cast.coordinator_eving, NotFoundRefusal),
        (cast.administrator, NotFoundRefusal),
        (cast.senior, NotFoundRefusal),
    ):
        with pytest.raises(refusal):
            note_export(
                office_id=cast.hoerde.id, month=NOVEMBER, state=None, kind=FileKind.CSV, costs=costs,
                by=as_viewer(other), now=clock.now(),
            )  # fmt: skip


def test_who_is_forgotten_leaves_sums_without_a_name(cast: Cast, clock: FakeClock) -> None:
    entry, cost = logged(cast, clock, note="at Ute's"), claimed(clock, cast.meryem, note="bus 4")
    certificate = certified(cast, clock)
    person = Person(kind=PersonKind.HELPER, id=cast.meryem.id)
    forget_person(person=person, by=as_viewer(cast.coordinator_hoerde), now=clock.now())
    assert (entry.minutes, entry.note) == (90, "")
    assert (cost.cents, cost.note, cost.receipts) == (340, "", [])
    assert (certificate.minutes, certificate.name) == (90, "")
    assert db.session.scalars(select(LoggedHours.helper_id)).all() == [cast.meryem.id]


def test_of_two_profiles_that_become_one_nothing_is_lost(cast: Cast, clock: FakeClock) -> None:
    gone = helper("Mery", office=cast.hoerde, offers="shopping", speaks="tr", weekday=1, now=clock.now())
    db.session.add(gone)
    db.session.commit()
    claimed(clock, gone)
    claimed(clock, cast.meryem, 100)
    logged(cast, clock)
    by = as_viewer(cast.coordinator_hoerde)
    assert cast.meryem.known_id is not None
    assert gone.known_id is not None
    merge = merge_people(
        kept_id=cast.meryem.known_id, gone_id=gone.known_id, choices={}, by=by, now=clock.now()
    )
    owners = select(TravelCost.helper_id).order_by(TravelCost.id)
    assert db.session.scalars(owners).all() == [cast.meryem.id] * 2
    undo_merge(merge_id=merge.id, by=by, now=clock.now())
    assert db.session.scalars(owners).all() == [gone.id, cast.meryem.id]

"""Tables of people in need, their help requests, calls to make and calls half noted."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from helpexchange.accounts.models import Account
from helpexchange.core.database import Base, words
from helpexchange.core.folding import folded
from helpexchange.core.phones import phone_key
from helpexchange.help_requests.rules import Channel, Proof, RequestState
from helpexchange.notifications.rules import Channel as WayToTell
from helpexchange.offices.models import District, Office
from helpexchange.people_index.models import Findable
from helpexchange.people_index.rules import FoundBy, Source
from helpexchange.representatives.models import Representation
from helpexchange.skills.models import Skill


class PersonInNeed(Findable, Base):
    """Somebody who asks for help; their office sees the contact data, the helper does so after approval.

    `channel` is how they wish to be told things, in `language` (None: the town's); `reads_easy` is for
    German in easy language. `asked_by` names whoever
    asks for them: phone and mail are then that person's. `name_key` and `phone_key` are for finding.
    """

    __tablename__ = "people_in_need"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    first_name: Mapped[str] = mapped_column(String(100))
    last_name: Mapped[str] = mapped_column(String(100), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    birth_year: Mapped[int | None]
    street: Mapped[str] = mapped_column(String(200), default="")
    postal_code: Mapped[str] = mapped_column(String(10), default="")
    town: Mapped[str] = mapped_column(String(100), default="")
    channel: Mapped[WayToTell] = mapped_column(words(WayToTell), default=WayToTell.MAIL)
    language: Mapped[str | None] = mapped_column(String(2))
    reads_easy: Mapped[bool] = mapped_column(default=False)
    asked_by: Mapped[str] = mapped_column(String(200), default="")
    name_key: Mapped[str] = mapped_column(String(420), default="", index=True)
    phone_key: Mapped[str] = mapped_column(String(20), default="", index=True)

    @validates("first_name", "last_name", "phone")
    def _keep_keys(self, name: str, value: str) -> str:
        if name == "phone":
            self.phone_key = phone_key(value)
        else:
            names = {"first_name": self.first_name, "last_name": self.last_name, name: value}
            self.name_key = folded(f"{names['first_name'] or ''} {names['last_name'] or ''}")
        return value

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()

    def found_by(self) -> FoundBy:
        """Return what the record says of the person."""
        return FoundBy(
            source=Source.PERSON_IN_NEED, first_name=self.first_name, last_name=self.last_name or "",
            phone_key=self.phone_key or "", email=self.email or "", postal_code=self.postal_code or "",
            town=self.town or "",
        )  # fmt: skip

    def renew_keys(self) -> None:
        """Bring the keys up to date."""
        self.phone_key = phone_key(self.phone)
        self.name_key = folded(self.name)

    def same_person(self) -> tuple[type[Findable], int] | None:
        """Return whose account it is; somebody who asks for others is not those others."""
        return (Account, self.account_id) if self.account_id and not self.asked_by else None


class HelpRequest(Base):
    """What somebody asks for.

    `reference` is the id in files and match runs. `latitude` and `longitude` are exact, for matching and the
    office; the public sees the district. `value` replaces the points of the match policy. A request that is
    `is_one_off` ends with its first visit; any other comes back every week. The office speaks to the person
    until the end of `first_contact_due_on`; `owner` is who of the office has taken it on. `referred_…` is the
    service it was passed on to, `office_note` what one office wrote to the next. `proof` tells how we know
    that it comes from whom it names. Signed links with another `link_number` no longer open it. Where
    somebody asked for the person, `representation_id` says who.
    """

    __tablename__ = "help_requests"
    __table_args__ = (
        CheckConstraint("priority BETWEEN 0 AND 4", name="priority"),
        CheckConstraint("helpers_needed >= 1", name="helpers_needed"),
        CheckConstraint("visits_per_week BETWEEN 1 AND 7", name="visits_per_week"),
        Index(None, "state", "district_id"),
        Index(None, "office_id", "state", "submitted_at"),
        Index(None, "person_id", "office_id"),
        Index(None, "state", "submitted_at"),
        Index(None, "submitted_at", "office_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(60), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people_in_need.id"))
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    district_id: Mapped[int | None] = mapped_column(ForeignKey("districts.id"))
    kind_code: Mapped[str] = mapped_column(ForeignKey("skills.code"))
    state: Mapped[RequestState] = mapped_column(words(RequestState))
    channel: Mapped[Channel] = mapped_column(words(Channel))
    note: Mapped[str] = mapped_column(Text, default="")
    postal_code: Mapped[str] = mapped_column(String(10), default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    max_distance_m: Mapped[float | None]
    helper_kinds: Mapped[list[str]] = mapped_column(default=list)
    checks: Mapped[list[str]] = mapped_column(default=list)
    helpers_needed: Mapped[int] = mapped_column(default=1)
    together: Mapped[bool] = mapped_column(default=False)
    visits_per_week: Mapped[int] = mapped_column(default=1)
    visit_minutes: Mapped[int] = mapped_column(default=60)
    is_one_off: Mapped[bool] = mapped_column(default=False)
    remote: Mapped[bool] = mapped_column(default=False)
    priority: Mapped[int] = mapped_column(default=0)
    value: Mapped[int | None]
    submitted_at: Mapped[datetime]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    first_contact_due_on: Mapped[date | None]
    first_contact_at: Mapped[datetime | None]
    late_told_at: Mapped[datetime | None]
    referred_name: Mapped[str] = mapped_column(String(200), default="")
    referred_phone: Mapped[str] = mapped_column(String(40), default="")
    referred_text: Mapped[str] = mapped_column(Text, default="")
    office_note: Mapped[str] = mapped_column(Text, default="")
    proof: Mapped[Proof] = mapped_column(words(Proof), default=Proof.OFFICE)
    proved_at: Mapped[datetime | None]
    link_number: Mapped[int] = mapped_column(default=1)
    representation_id: Mapped[int | None] = mapped_column(
        ForeignKey("representations.id", ondelete="SET NULL"), index=True
    )

    person: Mapped[PersonInNeed | None] = relationship()
    office: Mapped[Office] = relationship()
    owner: Mapped[Account | None] = relationship()
    district: Mapped[District | None] = relationship()
    kind: Mapped[Skill] = relationship()
    representation: Mapped[Representation | None] = relationship()
    skills: Mapped[list[RequestSkill]] = relationship(
        cascade="all, delete-orphan", order_by="RequestSkill.skill_code"
    )
    languages: Mapped[list[RequestLanguage]] = relationship(
        cascade="all, delete-orphan", order_by="RequestLanguage.language"
    )
    times: Mapped[list[RequestTime]] = relationship(
        cascade="all, delete-orphan", order_by="(RequestTime.weekday, RequestTime.start_min)"
    )


class RequestSkill(Base):
    """A skill that is needed or, if not, wished."""

    __tablename__ = "request_skills"

    request_id: Mapped[int] = mapped_column(
        ForeignKey("help_requests.id", ondelete="CASCADE"), primary_key=True
    )
    skill_code: Mapped[str] = mapped_column(ForeignKey("skills.code"), primary_key=True)
    is_needed: Mapped[bool] = mapped_column(default=True)


class RequestLanguage(Base):
    """A language the person would like to speak (ISO 639)."""

    __tablename__ = "request_languages"
    __table_args__ = (Index(None, "language"),)

    request_id: Mapped[int] = mapped_column(
        ForeignKey("help_requests.id", ondelete="CASCADE"), primary_key=True
    )
    language: Mapped[str] = mapped_column(String(8), primary_key=True)


class RequestTime(Base):
    """When a visit may take place: weekday 0 (Monday) to 6, minutes after midnight, half-open."""

    __tablename__ = "request_times"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("0 <= start_min AND start_min < end_min AND end_min <= 1440", name="minutes"),
    )

    request_id: Mapped[int] = mapped_column(
        ForeignKey("help_requests.id", ondelete="CASCADE"), primary_key=True
    )
    weekday: Mapped[int] = mapped_column(primary_key=True)
    start_min: Mapped[int] = mapped_column(primary_key=True)
    end_min: Mapped[int]


class RequestCode(Base):
    """A code that was sent to prove who asks; only the latest one of a request counts."""

    __tablename__ = "request_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("help_requests.id", ondelete="CASCADE"), index=True)
    way: Mapped[WayToTell] = mapped_column(words(WayToTell))
    code_hash: Mapped[str] = mapped_column(String(100))
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class CallBack(Base):
    """Somebody waits to be called: about a request, or because they left a number and no more.

    `reference` makes a form that is sent twice one call. It is open until `done_at`; who was not reached is
    not called again before `again_at`.
    """

    __tablename__ = "call_backs"
    __table_args__ = (Index(None, "office_id", "done_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(60), unique=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    request_id: Mapped[int | None] = mapped_column(ForeignKey("help_requests.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    phone: Mapped[str] = mapped_column(String(40), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    asked_at: Mapped[datetime]
    due_on: Mapped[date]
    again_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]

    office: Mapped[Office] = relationship()
    request: Mapped[HelpRequest | None] = relationship()
    attempts: Mapped[list[CallAttempt]] = relationship(
        cascade="all, delete-orphan", order_by="(CallAttempt.at, CallAttempt.id)"
    )


class CallAttempt(Base):
    """One try to call somebody back, and what came of it."""

    __tablename__ = "call_attempts"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_back_id: Mapped[int] = mapped_column(ForeignKey("call_backs.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(200), default="")
    is_reached: Mapped[bool]
    note: Mapped[str] = mapped_column(Text, default="")


class CallDraft(Base):
    """What a coordinator has typed during a call that is not saved yet; only they see it.

    `answers` are the fields of the form as typed; `reference` becomes that of the request.
    """

    __tablename__ = "call_drafts"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(60), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    answers: Mapped[dict[str, Any]]
    started_at: Mapped[datetime]
    changed_at: Mapped[datetime]

"""Help requests as programs read and send them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from marshmallow import ValidationError, fields, post_dump, validate, validates, validates_schema

from helpexchange.config import LANGUAGES
from helpexchange.consents.rules import ConsentChannel, ConsentPurpose
from helpexchange.consents.wordings import agreement
from helpexchange.core.flow import ALPHABET, REFERENCE_LENGTH
from helpexchange.core.forms import LONGEST_NAME, LONGEST_PHONE, is_address
from helpexchange.core.i18n import current_language
from helpexchange.core.i18n import gettext as _
from helpexchange.core.phones import phone_key
from helpexchange.core.rest import (
    AnswerSchema,
    FieldRefusal,
    Line,
    Moment,
    PagingSchema,
    RecordId,
    SentSchema,
    WeeklyTimes,
    WeeklyTimeSchema,
    Word,
    Words,
)
from helpexchange.core.viewer import current_viewer
from helpexchange.help_requests.actions import RequestAnswers
from helpexchange.help_requests.queries import RequestFilters
from helpexchange.help_requests.rules import (
    FREQUENCIES,
    LONGEST_LINE,
    LONGEST_NOTE,
    Channel,
    RequestState,
    WithdrawReason,
)
from helpexchange.notifications.rules import Channel as WayToTell
from helpexchange.places.geocoder import served
from helpexchange.skills.labels import SPOKEN_LANGUAGES

_LINE = validate.Length(max=LONGEST_LINE)


class PersonSchema(AnswerSchema):
    """Who asks: shown to the person and to the coordinators of the office, never to partners."""

    id = fields.Integer(required=True)
    first_name = fields.String(required=True)
    last_name = fields.String(required=True)
    phone = fields.String(required=True)
    email = fields.String(required=True)
    street = fields.String(required=True)
    postal_code = fields.String(required=True)
    town = fields.String(required=True)


class HelpRequestSchema(AnswerSchema):
    """What somebody asks for; where they live is told as coarse as the district."""

    id = fields.Integer(required=True)
    reference = fields.String(required=True)
    state = Word(RequestState, required=True)
    channel = Word(Channel, required=True)
    office_id = fields.Integer(required=True)
    district = fields.String(attribute="district.code", allow_none=True, dump_default=None)
    kind = fields.String(attribute="kind_code", required=True, metadata={"description": "kind of help"})
    times = fields.List(fields.Nested(WeeklyTimeSchema), required=True)
    languages = Words("language", required=True)
    visits_per_week = fields.Integer(required=True)
    visit_minutes = fields.Integer(required=True)
    is_one_off = fields.Boolean(required=True)
    helpers_needed = fields.Integer(required=True)
    submitted_at = fields.AwareDateTime(required=True)
    first_contact_due_on = fields.Date(required=True, allow_none=True)
    first_contact_at = fields.AwareDateTime(required=True, allow_none=True)


class HelpRequestInFullSchema(HelpRequestSchema):
    """A help request with who asks."""

    note = fields.String(required=True, allow_none=True)
    person = fields.Nested(PersonSchema, required=True, allow_none=True)

    @post_dump
    def _without_person(self, data: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """Tell the program of a partner nothing of who asks."""
        return data if current_viewer().is_signed_in else {**data, "note": None, "person": None}


class RequestFilterSchema(PagingSchema):
    """Which requests are wished."""

    state = Word(RequestState)
    kind = fields.String(validate=validate.Length(max=60), data_key="kind")
    district = fields.String(validate=validate.Length(max=60), metadata={"description": "code of a district"})
    office_id = RecordId()
    submitted_since = Moment(metadata={"description": "from this moment on"})

    @staticmethod
    def filters(sent: Mapping[str, Any]) -> RequestFilters:
        """Return what was sent as the queries take it."""
        state = sent.get("state")
        return RequestFilters(
            state=RequestState(state) if state else None, kind_code=sent.get("kind"),
            district_code=sent.get("district"), office_id=sent.get("office_id"),
            submitted_since=sent.get("submitted_since"),
        )  # fmt: skip


class NewRequestSchema(SentSchema):
    """What an office notes when somebody asks for help; phone, e-mail or street is needed."""

    first_name = Line(load_default="", validate=validate.Length(max=LONGEST_NAME))
    last_name = Line(required=True, validate=validate.Length(min=1, max=LONGEST_NAME))
    phone = Line(load_default="", validate=validate.Length(max=LONGEST_PHONE))
    email = Line(load_default="", validate=validate.Length(max=254), metadata={"format": "email"})
    street = Line(load_default="", validate=_LINE)
    place = Line(
        required=True, validate=validate.Length(min=1, max=LONGEST_LINE),
        metadata={"description": "postcode and name of the place", "example": "44263 Hörde"},
    )  # fmt: skip
    kind = fields.String(required=True, validate=validate.Length(min=1, max=60))
    times = WeeklyTimes(load_default=list, metadata={"description": "none is any time"})
    how_often = fields.String(load_default="weekly", validate=validate.OneOf(sorted(FREQUENCIES)))
    language = fields.String(load_default="", validate=validate.OneOf(["", *sorted(SPOKEN_LANGUAGES)]))
    channel = Word(WayToTell, load_default=None, allow_none=True)
    note = Line(load_default="", validate=validate.Length(max=LONGEST_NOTE))
    asked_by = Line(load_default="", validate=_LINE)
    is_somebody_else = fields.Boolean(
        load_default=False, metadata={"description": "true enters somebody though a similar person is known"}
    )
    consent = fields.Boolean(
        required=True, metadata={"description": "true when the words of consent were read out and agreed to"}
    )

    @validates("consent")
    def _needs_consent(self, value: bool, **_options: Any) -> None:  # noqa: FBT001  # marshmallow calls it so
        if not value:
            raise ValidationError(
                _("Ask for consent and tick the box. Without it we may not keep the request.")
            )

    @validates("phone")
    def _is_phone(self, value: str, **_options: Any) -> None:
        if value and not phone_key(value):
            raise ValidationError(_("Write the phone number with its area code, such as 0231 123456."))

    @validates("email")
    def _is_address(self, value: str, **_options: Any) -> None:
        if value and not is_address(value):
            raise ValidationError(_("Write the e-mail address in full, such as name@example.org."))

    @validates_schema
    def _can_be_reached(self, sent: Mapping[str, Any], **_options: Any) -> None:
        given = {name: sent.get(name) for name in ("phone", "email", "street")}
        if not any(given.values()):
            words = _(
                "Enter a phone number, an e-mail address or the street, so that we can reach the person."
            )
            raise ValidationError(words, "phone")
        needed = {"mail": "email", "letter": "street", "text": "phone", "call": "phone"}
        if sent.get("channel") and not given[needed[sent["channel"]]]:
            raise ValidationError(_("For this, fill in the address or number above."), "channel")


def answers_of(sent: Mapping[str, Any]) -> RequestAnswers:
    """Return what was sent as the action takes it.

    Raises:
        FieldRefusal: the place is not the one place of the town that is meant.
    """
    place = _place(sent["place"])
    visits_per_week, is_one_off = FREQUENCIES[sent["how_often"]]
    same = ("first_name", "last_name", "phone", "email", "street", "times", "note", "asked_by", "language")
    return RequestAnswers(
        **{name: sent[name] for name in same}, kind_code=sent["kind"], postal_code=place.postal_code,
        place_id=place.id, visits_per_week=visits_per_week, is_one_off=is_one_off,
        told_in=sent["language"] if sent["language"] in LANGUAGES else None,
        channel=WayToTell(sent["channel"]) if sent["channel"] else None,
        consent=agreement(ConsentPurpose.ASK, language=current_language(), channel=ConsentChannel.PHONE),
    )  # fmt: skip


def new_reference() -> str:
    """Return a reference as a request by phone has it."""
    return "P-" + "".join(secrets.choice(ALPHABET) for _place in range(REFERENCE_LENGTH))


def _place(text: str) -> Any:
    found: Sequence[Any] = served(text)
    if not found:
        raise FieldRefusal("place", _("We do not know this place in our town. Is the postcode right?"))
    if len(found) > 1:
        names = ", ".join(each.name for each in found[:5])
        raise FieldRefusal("place", _("There are several: %(names)s. Write the name as well.", names=names))
    return found[0]


class WithdrawSchema(SentSchema):
    """Why the help is no longer needed."""

    reason = Word(WithdrawReason, load_default=WithdrawReason.NOT_NEEDED.value)

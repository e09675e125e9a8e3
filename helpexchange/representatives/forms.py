"""What is asked about somebody who wishes to act for a person, and about the person's word."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, RadioField, StringField
from wtforms.validators import Length, Regexp, ValidationError

from helpexchange.consents.rules import ConsentPurpose
from helpexchange.consents.wordings import current_wording, wording_text
from helpexchange.core.clock import today
from helpexchange.core.forms import (
    LONGEST_NAME,
    LONGEST_PHONE,
    DayField,
    Filled,
    OneOf,
    Radios,
    TextBox,
    check_address,
    check_phone,
    stripped,
)
from helpexchange.core.i18n import current_language
from helpexchange.core.i18n import lazy_text as _
from helpexchange.core.phones import is_mobile
from helpexchange.notifications.rules import Channel
from helpexchange.representatives.actions import Representative, Word
from helpexchange.representatives.labels import REASONS, RELATIONS, TOLD, WORDS_GIVEN
from helpexchange.representatives.rules import (
    REASONS_OF_OFFICE,
    EndReason,
    Relation,
    Told,
    WordGiven,
    is_seen_order,
)

_TOO_LONG = _("This is too long. Please shorten it.")
_NAME = Length(max=LONGEST_NAME, message=_TOO_LONG)
SCOPES = (ConsentPurpose.REPRESENT, ConsentPurpose.REPRESENT_AND_SEE)


def wished_channel(*, email: str, phone: str) -> Channel:
    """Return how to tell a representative things: a text reaches mobile phones only."""
    if email:
        return Channel.MAIL
    return Channel.TEXT if is_mobile(phone) else Channel.CALL


class RelationForm(FlaskForm):
    """Who the representative is to the person."""

    relation = RadioField(
        _("Who are they to the person?"),
        choices=[(each.value, RELATIONS[each]) for each in Relation],
        validate_choice=False,
        validators=[OneOf(_("Choose who they are to the person."))],
        widget=Radios(),
    )
    organisation = StringField(
        _("Name of the organisation"),
        filters=[stripped],
        description=_("Only for those who work for one."),
        validators=[_NAME],
        widget=TextBox(),
    )

    def validate_organisation(self, field: Field) -> None:
        """Ask for the organisation of those who work for one."""
        if self.relation.data == Relation.PROFESSIONAL and not field.data:
            Filled(_("Enter the name of the organisation."))(self, field)

    @property
    def works_for(self) -> str:
        """The organisation, where that matters."""
        return str(self.organisation.data) if self.relation.data == Relation.PROFESSIONAL else ""


class UntilForm(FlaskForm):
    """The last day of a representation."""

    until = DayField(
        _("Last day"), description=_("You may leave this empty: then it holds until somebody ends it.")
    )

    def validate_until(self, field: Field) -> None:
        """Refuse a day that has passed."""
        if field.day is not None and field.day < today():
            raise ValidationError(str(_("The last day cannot lie in the past.")))


class WordForm(UntilForm):
    """The person's word: to what, how it was given, who is told things, and until when it holds."""

    scope = RadioField(
        _("What the person agrees to. Read it out"), validate_choice=False, widget=Radios(),
        validators=[OneOf(_("Choose what the person agrees to."))],
    )  # fmt: skip
    given = RadioField(
        _("How do we know?"), validate_choice=False, widget=Radios(),
        validators=[OneOf(_("Choose how the person has agreed."))],
    )  # fmt: skip
    court_order_seen_on = DayField(
        _("Court order seen on"),
        description=_("Only for legal guardians. No copy is kept."),
    )
    told = RadioField(
        _("Who is told about the requests?"),
        choices=[(each.value, TOLD[each]) for each in Told],
        default=Told.BOTH.value,
        validate_choice=False,
        validators=[OneOf(_("Choose who is told things."))],
        widget=Radios(),
    )

    def offer(self, relation: Relation | None = None) -> None:
        """Set the choices in the reader's language.

        Args:
            relation: where it is known; only a guardian is asked for a court order then.
        """
        left_out = {WordGiven.ONLINE}
        if relation not in (None, Relation.GUARDIAN):
            left_out.add(WordGiven.COURT_ORDER)
            del self.court_order_seen_on
        self.scope.choices = [(each.value, str(wording_text(each, is_spoken=True))) for each in SCOPES]
        self.given.choices = [(each.value, WORDS_GIVEN[each]) for each in WordGiven if each not in left_out]

    def fits(self, relation: Relation) -> bool:
        """Return whether a valid form fits the relation; else say beside the field why not."""
        if self.given.data == WordGiven.COURT_ORDER:
            if relation is not Relation.GUARDIAN:
                self.given.errors = [str(_("Only a legal guardian acts by a court order."))]
            elif not is_seen_order(self.court_order_seen_on.day, today()):
                words = _("Enter the day on which you saw the court order.")
                self.court_order_seen_on.errors = [str(words)]
        return not self.errors

    def word(self) -> Word:
        """Return the word of a valid form."""
        purpose, given = ConsentPurpose(self.scope.data), WordGiven(self.given.data)
        by_court = given is WordGiven.COURT_ORDER
        wording = current_wording(purpose, is_spoken=given is not WordGiven.PAPER)
        return Word(
            given=given, wording=None if by_court else wording, language=current_language(),
            court_order_seen_on=self.court_order_seen_on.day if by_court else None, until=self.until.day,
            told=Told(self.told.data), may_see_data=purpose is ConsentPurpose.REPRESENT_AND_SEE,
        )  # fmt: skip


class RepresentativeForm(RelationForm, WordForm):
    """Who acts for a person, and the person's word, on one page."""

    name = StringField(
        _("Name of the representative"),
        filters=[stripped],
        validators=[Filled(_("Enter the name of the representative.")), _NAME],
        widget=TextBox(),
    )
    phone = StringField(
        _("Phone of the representative"),
        filters=[stripped],
        validators=[check_phone, Length(max=LONGEST_PHONE, message=_TOO_LONG)],
        widget=TextBox(),
    )
    email = StringField(
        _("E-mail of the representative"), filters=[stripped], validators=[check_address], widget=TextBox()
    )
    their_phone = StringField(
        _("Phone number of the person"),
        filters=[stripped],
        description=_("What was noted before is the number of whoever asked. You may leave this empty."),
        validators=[check_phone, Length(max=LONGEST_PHONE, message=_TOO_LONG)],
        widget=TextBox(),
    )
    their_email = StringField(
        _("E-mail of the person"), filters=[stripped], validators=[check_address], widget=TextBox()
    )
    reference = HiddenField(validators=[Regexp(r"V-[0-9a-f]{16}")])

    def leave_out_contact(self) -> None:
        """Do not ask how the person is reached: that is known."""
        del self.their_phone, self.their_email

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for a phone number or an e-mail address when both are empty."""
        is_fine = super().validate(extra_validators)
        if not self.phone.data and not self.email.data and not self.phone.errors:
            words = _("Enter a phone number or an e-mail address, so that we can reach them.")
            self.phone.errors = [*self.phone.errors, str(words)]
            return False
        return bool(is_fine)

    def who(self) -> Representative:
        """Return the representative of a valid form."""
        phone, email = self.phone.data, self.email.data
        return Representative(
            name=self.name.data, relation=Relation(self.relation.data), organisation=self.works_for,
            phone=phone, email=email, channel=wished_channel(email=email, phone=phone),
        )  # fmt: skip


class EndRepresentationForm(FlaskForm):
    """Why an office ends a representation."""

    reason = RadioField(
        _("Why does it end?"),
        choices=[(each.value, REASONS[each]) for each in REASONS_OF_OFFICE],
        validate_choice=False,
        validators=[OneOf(_("Choose why it ends."))],
        widget=Radios(),
    )

    def chosen(self) -> EndReason:
        """Return the reason of a valid form."""
        return EndReason(self.reason.data)

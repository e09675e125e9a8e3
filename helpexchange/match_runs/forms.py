"""What people fill in about runs and proposals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.validators import Length

from helpexchange.core.forms import Filled, OneOf, stripped
from helpexchange.core.i18n import Text
from helpexchange.core.i18n import lazy_text as _
from helpexchange.match_runs.labels import REJECTION_REASONS
from helpexchange.match_runs.queries import STANDS, ProposalFilters
from helpexchange.match_runs.rules import RejectionReason

LONGEST_NOTE = 500
NO_FILTERS = ProposalFilters()
DEFAULT_SORT = "urgent"


class RejectForm(FlaskForm):
    """Why a proposal is rejected; the note is for colleagues."""

    class Meta:
        csrf = False  # every POST is checked already, by core/http.py

    reason = SelectField(
        _("Why?"),
        choices=[
            ("", _("Choose a reason")),
            *((code.value, words) for code, words in REJECTION_REASONS.items()),
        ],
        validators=[
            Filled(_("Choose why you reject this proposal.")),
            OneOf(_("Choose one of the reasons.")),
        ],
        validate_choice=False,
    )
    note = StringField(
        _("Note for colleagues"),
        filters=[stripped],
        validators=[Length(max=LONGEST_NOTE, message=_("Write 500 characters or fewer."))],
    )

    @property
    def rejection_reason(self) -> RejectionReason:
        """The reason chosen, after `validate`."""
        return RejectionReason(self.reason.data)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunView:
    """How somebody looks at the proposals of a run: what the address says.

    Attributes:
        done: ids of proposals decided just now, to be shown once more.
        is_all_chosen: True ticks every box of the page, for those without a script.
    """

    filters: ProposalFilters = NO_FILTERS
    sort: str = DEFAULT_SORT
    number: int = 1
    done: tuple[int, ...] = ()
    is_all_chosen: bool = False

    @classmethod
    def read(cls, args: Any) -> Self:
        """Read an address' query (a MultiDict); what makes no sense is left out."""
        stand = args.get("stand", "")
        filters = ProposalFilters(
            district_id=args.get("district", type=int),
            kind_code=args.get("kind") or None,
            stand=stand if stand in STANDS else STANDS[0],
        )
        return cls(
            filters=filters,
            sort=sort if (sort := args.get("sort")) in SORT_LABELS else DEFAULT_SORT,
            number=args.get("page", 1, type=int),
            done=tuple(args.getlist("done", type=int)),
            is_all_chosen=args.get("choose") == "all",
        )

    def after(self, done: Sequence[int]) -> RunView:
        """Return the same view with these proposals shown as just decided."""
        return replace(self, done=tuple(done), is_all_chosen=False)

    @property
    def query(self) -> Mapping[str, Any]:
        """The parameters of an address that shows this view; defaults are left out."""
        values: dict[str, Any] = {
            "district": self.filters.district_id,
            "kind": self.filters.kind_code,
            "stand": self.filters.stand if self.filters.stand != STANDS[0] else None,
            "sort": self.sort if self.sort != DEFAULT_SORT else None,
            "page": self.number if self.number != 1 else None,
            "done": list(self.done) or None,
        }
        return {name: value for name, value in values.items() if value is not None}

    @property
    def is_filtered(self) -> bool:
        """True when something is filtered out that is shown at first."""
        return self.filters != NO_FILTERS


STAND_LABELS: dict[str, Text] = {
    "open": _("To decide"),
    "locked": _("Locked"),
    "decided": _("Decided"),
    "all": _("All"),
}
SORT_LABELS: dict[str, Text] = {
    "urgent": _("Urgent first"),
    "waiting": _("Longest waiting first"),
    "near": _("Nearest first"),
    "points": _("Most points first"),
}

"""What the root of the interface answers."""

from __future__ import annotations

from marshmallow import fields

from helpexchange.core.rest import AnswerSchema


class MeSchema(AnswerSchema):
    """The token that was shown."""

    name = fields.String(required=True, metadata={"description": "of its owner, and of the token"})
    kind = fields.Function(
        lambda viewer: "person" if viewer.is_signed_in else "integration",
        metadata={"type": "string", "enum": ["person", "integration"]},
    )
    scopes = fields.Function(
        lambda viewer: sorted(viewer.scopes), metadata={"type": "array", "items": {"type": "string"}}
    )
    office_ids = fields.Function(
        lambda viewer: sorted(viewer.office_ids), metadata={"type": "array", "items": {"type": "integer"}}
    )
    is_network_wide = fields.Boolean(required=True, metadata={"description": "sees every office"})


class ProblemSchema(AnswerSchema):
    """What went wrong (RFC 9457), in the language of `Accept-Language`."""

    type = fields.String(required=True, metadata={"format": "uri-reference"})
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    code = fields.String(required=True, metadata={"description": "stable word for programs"})
    detail = fields.String()
    errors = fields.Dict(metadata={"description": "what is wrong, by the names of fields"})
    error_id = fields.String(metadata={"description": "of a defect; say it when you report it"})

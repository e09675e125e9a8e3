"""Engagements.

Revision ID: 0014
Revises: 0011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from helpexchange.core.database import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "calendar_feeds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_type", sa.String(length=60), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("closed_at", UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feeds")),
        sa.UniqueConstraint("owner_type", "owner_id", name=op.f("uq_calendar_feeds_owner_type_owner_id")),
    )
    op.create_table(
        "school_holidays",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state_code", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("back_on", sa.Date(), nullable=False),
        sa.CheckConstraint("starts_on < back_on", name=op.f("ck_school_holidays_days")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_holidays")),
        sa.UniqueConstraint(
            "state_code", "starts_on", "name", name=op.f("uq_school_holidays_state_code_starts_on_name")
        ),
    )
    op.create_table(
        "engagements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("helper_id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("kind_code", sa.String(length=60), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "agreed", "running", "paused", "ended", name="engagementstate", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("agreed_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("reminds_helper", sa.Boolean(), nullable=False),
        sa.Column("reminds_person", sa.Boolean(), nullable=False),
        sa.Column("ended_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column(
            "end_reason",
            sa.Enum(
                "goal_reached",
                "moved",
                "illness",
                "schedule",
                "did_not_get_on",
                "no_show",
                "died",
                "other",
                name="endreason",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("end_text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["helper_id"], ["helper_profiles.id"], name=op.f("fk_engagements_helper_id")),
        sa.ForeignKeyConstraint(["kind_code"], ["skills.code"], name=op.f("fk_engagements_kind_code")),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_engagements_office_id")),
        sa.ForeignKeyConstraint(["request_id"], ["help_requests.id"], name=op.f("fk_engagements_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_engagements")),
    )
    with op.batch_alter_table("engagements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_engagements_helper_id"), ["helper_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_engagements_office_id_state"), ["office_id", "state"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_engagements_request_id"), ["request_id"], unique=False)
        batch_op.create_index(
            "uq_engagements_pair",
            ["helper_id", "request_id"],
            unique=True,
            sqlite_where=sa.text("state <> 'ended'"),
            postgresql_where=sa.text("state <> 'ended'"),
        )
        batch_op.create_index(
            "uq_engagements_request_seat",
            ["request_id", "seat"],
            unique=True,
            sqlite_where=sa.text("state <> 'ended'"),
            postgresql_where=sa.text("state <> 'ended'"),
        )

    op.create_table(
        "visit_pauses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column(
            "side",
            sa.Enum("helper", "person", "office", name="side", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("back_on", sa.Date(), nullable=True),
        sa.CheckConstraint("back_on IS NULL OR starts_on <= back_on", name=op.f("ck_visit_pauses_days")),
        sa.ForeignKeyConstraint(
            ["engagement_id"],
            ["engagements.id"],
            name=op.f("fk_visit_pauses_engagement_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_pauses")),
    )
    with op.batch_alter_table("visit_pauses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_pauses_engagement_id"), ["engagement_id"], unique=False)

    op.create_table(
        "visit_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column(
            "rhythm",
            sa.Enum("once", "weekly", "fortnightly", "monthly", name="rhythm", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("times", sa.JSON(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("visit_count", sa.Integer(), nullable=True),
        sa.Column("week_of_month", sa.Integer(), nullable=True),
        sa.Column("anchor_on", sa.Date(), nullable=True),
        sa.Column("skips_public_holidays", sa.Boolean(), nullable=False),
        sa.Column("skips_school_holidays", sa.Boolean(), nullable=False),
        sa.Column("planned_until", sa.Date(), nullable=False),
        sa.CheckConstraint("until IS NULL OR starts_on <= until", name=op.f("ck_visit_series_days")),
        sa.ForeignKeyConstraint(
            ["engagement_id"],
            ["engagements.id"],
            name=op.f("fk_visit_series_engagement_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_series")),
    )
    with op.batch_alter_table("visit_series", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_series_engagement_id"), ["engagement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_visit_series_planned_until"), ["planned_until"], unique=False)

    op.create_table(
        "visits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=40), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("helper_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("start_min", sa.Integer(), nullable=False),
        sa.Column("end_min", sa.Integer(), nullable=False),
        sa.Column("starts_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned", "done", "missed", "cancelled", name="visitstate", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column(
            "noted_by",
            sa.Enum("helper", "person", "office", name="side", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column(
            "cancel_reason",
            sa.Enum(
                "ill",
                "no_time",
                "away",
                "not_needed",
                "other",
                "pause",
                "new_time",
                "ended",
                "helper_busy",
                "day_off",
                name="cancelreason",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "missing",
            sa.Enum("helper", "person", "both", "nobody", name="missing", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("minutes_spent", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "0 <= start_min AND start_min < end_min AND end_min <= 1440", name=op.f("ck_visits_minutes")
        ),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_visits_moments")),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_visits_engagement_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["helper_id"], ["helper_profiles.id"], name=op.f("fk_visits_helper_id")),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_visits_office_id")),
        sa.ForeignKeyConstraint(["request_id"], ["help_requests.id"], name=op.f("fk_visits_request_id")),
        sa.ForeignKeyConstraint(
            ["series_id"], ["visit_series.id"], name=op.f("fk_visits_series_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visits")),
        sa.UniqueConstraint("series_id", "day", "start_min", name=op.f("uq_visits_series_id_day_start_min")),
        sa.UniqueConstraint("uid", name=op.f("uq_visits_uid")),
    )
    with op.batch_alter_table("visits", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_visits_engagement_id_starts_at"), ["engagement_id", "starts_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_visits_helper_id_starts_at"), ["helper_id", "starts_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_visits_office_id_day"), ["office_id", "day"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_visits_request_id_starts_at"), ["request_id", "starts_at"], unique=False
        )
        batch_op.create_index(
            "uq_visits_helper_start",
            ["helper_id", "starts_at"],
            unique=True,
            sqlite_where=sa.text("state = 'planned'"),
            postgresql_where=sa.text("state = 'planned'"),
        )


def downgrade() -> None:
    """Go back to the version before."""
    with op.batch_alter_table("visits", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_visits_helper_start",
            sqlite_where=sa.text("state = 'planned'"),
            postgresql_where=sa.text("state = 'planned'"),
        )
        batch_op.drop_index(batch_op.f("ix_visits_request_id_starts_at"))
        batch_op.drop_index(batch_op.f("ix_visits_office_id_day"))
        batch_op.drop_index(batch_op.f("ix_visits_helper_id_starts_at"))
        batch_op.drop_index(batch_op.f("ix_visits_engagement_id_starts_at"))

    op.drop_table("visits")
    with op.batch_alter_table("visit_series", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visit_series_planned_until"))
        batch_op.drop_index(batch_op.f("ix_visit_series_engagement_id"))

    op.drop_table("visit_series")
    with op.batch_alter_table("visit_pauses", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visit_pauses_engagement_id"))

    op.drop_table("visit_pauses")
    with op.batch_alter_table("engagements", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_engagements_request_seat",
            sqlite_where=sa.text("state <> 'ended'"),
            postgresql_where=sa.text("state <> 'ended'"),
        )
        batch_op.drop_index(
            "uq_engagements_pair",
            sqlite_where=sa.text("state <> 'ended'"),
            postgresql_where=sa.text("state <> 'ended'"),
        )
        batch_op.drop_index(batch_op.f("ix_engagements_request_id"))
        batch_op.drop_index(batch_op.f("ix_engagements_office_id_state"))
        batch_op.drop_index(batch_op.f("ix_engagements_helper_id"))

    op.drop_table("engagements")
    op.drop_table("school_holidays")
    op.drop_table("calendar_feeds")

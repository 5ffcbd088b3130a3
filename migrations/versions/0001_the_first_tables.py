"""The first tables."""

import sqlalchemy as sa
from alembic import op

from models.base import Id, Instant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "brands",
        sa.Column("id", Id, nullable=False),
        sa.Column("ref", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("quiet_start", sa.Time(), nullable=True),
        sa.Column("quiet_end", sa.Time(), nullable=True),
        sa.Column("support", sa.String(length=128), nullable=True),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_brands")),
        sa.UniqueConstraint("ref", name=op.f("uq_brands_ref")),
    )
    op.create_table(
        "rehearsal_anchors",
        sa.Column("plan", sa.String(length=96), nullable=False),
        sa.Column("anchor_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("plan", name=op.f("pk_rehearsal_anchors")),
    )
    op.create_table(
        "ticks",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("last_at", Instant(), nullable=False),
        sa.Column("duration_s", sa.Double(), nullable=False),
        sa.Column("result", sa.String(length=128), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_ticks")),
    )
    op.create_table(
        "contacts",
        sa.Column("id", Id, nullable=False),
        sa.Column("brand_id", Id, nullable=False),
        sa.Column("name", sa.String(length=128), nullable=True),
        sa.Column("phone", sa.String(length=32), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.ForeignKeyConstraint(["brand_id"], ["brands.id"], name=op.f("fk_contacts_brand_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
    )
    op.create_index(op.f("ix_contacts_brand_id_email"), "contacts", ["brand_id", "email"], unique=False)
    op.create_index(op.f("ix_contacts_brand_id_phone"), "contacts", ["brand_id", "phone"], unique=False)
    op.create_table(
        "drivers",
        sa.Column("id", Id, nullable=False),
        sa.Column("brand_id", Id, nullable=False),
        sa.Column("ref", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("phone", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["brand_id"], ["brands.id"], name=op.f("fk_drivers_brand_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drivers")),
        sa.UniqueConstraint("brand_id", "ref", name=op.f("uq_drivers_brand_id_ref")),
    )
    op.create_index(op.f("ix_drivers_brand_id_phone"), "drivers", ["brand_id", "phone"], unique=False)
    op.create_table(
        "lines",
        sa.Column("id", Id, nullable=False),
        sa.Column("brand_id", Id, nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("use", sa.String(length=16), nullable=False),
        sa.Column("rate_per_s", sa.Double(), nullable=False),
        sa.Column("burst", sa.Double(), nullable=False),
        sa.Column("tokens", sa.Double(), nullable=False),
        sa.Column("tokens_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["brand_id"], ["brands.id"], name=op.f("fk_lines_brand_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lines")),
        sa.UniqueConstraint("channel", "address", name=op.f("uq_lines_channel_address")),
    )
    op.create_index(op.f("ix_lines_brand_id"), "lines", ["brand_id"], unique=False)
    op.create_table(
        "suppressions",
        sa.Column("id", Id, nullable=False),
        sa.Column("brand_id", Id, nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("address_digest", sa.String(length=64), nullable=False),
        sa.Column("scope", sa.String(length=24), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("stopped_at", Instant(), nullable=False),
        sa.Column("lifted_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["brand_id"], ["brands.id"], name=op.f("fk_suppressions_brand_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suppressions")),
        sa.UniqueConstraint(
            "brand_id",
            "channel",
            "address_digest",
            "scope",
            name=op.f("uq_suppressions_brand_id_channel_address_digest_scope"),
        ),
    )
    op.create_table(
        "deliveries",
        sa.Column("id", Id, nullable=False),
        sa.Column("brand_id", Id, nullable=False),
        sa.Column("contact_id", Id, nullable=False),
        sa.Column("tracking_number", sa.String(length=64), nullable=False),
        sa.Column("tracking_normal", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=256), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("window_start", Instant(), nullable=True),
        sa.Column("window_end", Instant(), nullable=True),
        sa.Column("promised_start", Instant(), nullable=True),
        sa.Column("promised_end", Instant(), nullable=True),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("plan_version", sa.Integer(), nullable=False),
        sa.Column("instructions", sa.Text(), nullable=True),
        sa.Column("secret_word", sa.String(length=64), nullable=True),
        sa.Column("confirmed_at", Instant(), nullable=True),
        sa.Column("completed_at", Instant(), nullable=True),
        sa.Column("failed_reason", sa.String(length=256), nullable=True),
        sa.Column("rating_asked_at", Instant(), nullable=True),
        sa.Column("link_nonce", sa.String(length=32), nullable=False),
        sa.Column("link_digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["brand_id"], ["brands.id"], name=op.f("fk_deliveries_brand_id")),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_deliveries_contact_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("link_digest", name=op.f("uq_deliveries_link_digest")),
        sa.UniqueConstraint("tracking_normal", name=op.f("uq_deliveries_tracking_normal")),
    )
    op.create_index(op.f("ix_deliveries_brand_id"), "deliveries", ["brand_id"], unique=False)
    op.create_index(op.f("ix_deliveries_completed_at"), "deliveries", ["completed_at"], unique=False)
    op.create_index(op.f("ix_deliveries_contact_id"), "deliveries", ["contact_id"], unique=False)
    op.create_table(
        "routes",
        sa.Column("id", Id, nullable=False),
        sa.Column("brand_id", Id, nullable=False),
        sa.Column("ref", sa.String(length=64), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("driver_id", Id, nullable=True),
        sa.Column("starts_at", Instant(), nullable=False),
        sa.Column("depot_lat", sa.Double(), nullable=False),
        sa.Column("depot_lon", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["brand_id"], ["brands.id"], name=op.f("fk_routes_brand_id")),
        sa.ForeignKeyConstraint(["driver_id"], ["drivers.id"], name=op.f("fk_routes_driver_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_routes")),
        sa.UniqueConstraint("brand_id", "ref", name=op.f("uq_routes_brand_id_ref")),
    )
    op.create_index(op.f("ix_routes_driver_id_date"), "routes", ["driver_id", "date"], unique=False)
    op.create_table(
        "threads",
        sa.Column("id", Id, nullable=False),
        sa.Column("brand_id", Id, nullable=False),
        sa.Column("line_id", Id, nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("muted_until", Instant(), nullable=True),
        sa.Column("last_inbound_at", Instant(), nullable=True),
        sa.Column("last_subject", sa.String(length=256), nullable=True),
        sa.Column("last_mail_id", sa.String(length=256), nullable=True),
        sa.ForeignKeyConstraint(["brand_id"], ["brands.id"], name=op.f("fk_threads_brand_id")),
        sa.ForeignKeyConstraint(["line_id"], ["lines.id"], name=op.f("fk_threads_line_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_threads")),
        sa.UniqueConstraint("line_id", "address", name=op.f("uq_threads_line_id_address")),
    )
    op.create_index(op.f("ix_threads_address"), "threads", ["address"], unique=False)
    op.create_table(
        "bindings",
        sa.Column("id", Id, nullable=False),
        sa.Column("delivery_id", Id, nullable=False),
        sa.Column("driver_id", Id, nullable=False),
        sa.Column("line_id", Id, nullable=False),
        sa.Column("thread_id", Id, nullable=False),
        sa.Column("exclusive", sa.Boolean(), nullable=False),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("last_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.Column("quarantine_until", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["delivery_id"], ["deliveries.id"], name=op.f("fk_bindings_delivery_id")),
        sa.ForeignKeyConstraint(["driver_id"], ["drivers.id"], name=op.f("fk_bindings_driver_id")),
        sa.ForeignKeyConstraint(["line_id"], ["lines.id"], name=op.f("fk_bindings_line_id")),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], name=op.f("fk_bindings_thread_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bindings")),
    )
    op.create_index(op.f("ix_bindings_delivery_id"), "bindings", ["delivery_id"], unique=False)
    op.create_index(op.f("ix_bindings_driver_id"), "bindings", ["driver_id"], unique=False)
    op.create_index(
        "uq_bindings_alone",
        "bindings",
        ["driver_id", "line_id"],
        unique=True,
        postgresql_where=sa.text("closed_at IS NULL AND exclusive"),
        sqlite_where=sa.text("closed_at IS NULL AND exclusive = 1"),
    )
    op.create_index(
        "uq_bindings_open_delivery",
        "bindings",
        ["delivery_id"],
        unique=True,
        postgresql_where=sa.text("closed_at IS NULL"),
        sqlite_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "cases",
        sa.Column("id", Id, nullable=False),
        sa.Column("brand_id", Id, nullable=False),
        sa.Column("thread_id", Id, nullable=True),
        sa.Column("delivery_id", Id, nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["brand_id"], ["brands.id"], name=op.f("fk_cases_brand_id")),
        sa.ForeignKeyConstraint(["delivery_id"], ["deliveries.id"], name=op.f("fk_cases_delivery_id")),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], name=op.f("fk_cases_thread_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
    )
    op.create_index(op.f("ix_cases_delivery_id"), "cases", ["delivery_id"], unique=False)
    op.create_index(
        "uq_cases_open",
        "cases",
        ["kind", "subject"],
        unique=True,
        postgresql_where=sa.text("closed_at IS NULL"),
        sqlite_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "custody_events",
        sa.Column("id", Id, nullable=False),
        sa.Column("delivery_id", Id, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("note_digest", sa.String(length=64), nullable=True),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["delivery_id"], ["deliveries.id"], name=op.f("fk_custody_events_delivery_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custody_events")),
        sa.UniqueConstraint("delivery_id", "seq", name=op.f("uq_custody_events_delivery_id_seq")),
    )
    op.create_table(
        "positions",
        sa.Column("id", Id, nullable=False),
        sa.Column("driver_id", Id, nullable=False),
        sa.Column("route_id", Id, nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("received_at", Instant(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("accuracy_m", sa.Double(), nullable=True),
        sa.Column("speed_mps", sa.Double(), nullable=True),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["driver_id"], ["drivers.id"], name=op.f("fk_positions_driver_id")),
        sa.ForeignKeyConstraint(["route_id"], ["routes.id"], name=op.f("fk_positions_route_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_positions")),
        sa.UniqueConstraint("driver_id", "at", name=op.f("uq_positions_driver_id_at")),
    )
    op.create_table(
        "ratings",
        sa.Column("id", Id, nullable=False),
        sa.Column("delivery_id", Id, nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("updated_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["delivery_id"], ["deliveries.id"], name=op.f("fk_ratings_delivery_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ratings")),
        sa.UniqueConstraint("delivery_id", name=op.f("uq_ratings_delivery_id")),
    )
    op.create_table(
        "route_progress",
        sa.Column("route_id", Id, nullable=False),
        sa.Column("departed_at", Instant(), nullable=True),
        sa.Column("break_since", Instant(), nullable=True),
        sa.Column("delay_s", sa.Double(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("position_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["route_id"], ["routes.id"], name=op.f("fk_route_progress_route_id")),
        sa.PrimaryKeyConstraint("route_id", name=op.f("pk_route_progress")),
    )
    op.create_table(
        "stops",
        sa.Column("id", Id, nullable=False),
        sa.Column("route_id", Id, nullable=False),
        sa.Column("delivery_id", Id, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("service_s", sa.Double(), nullable=True),
        sa.Column("travel_s", sa.Double(), nullable=True),
        sa.Column("arrived_at", Instant(), nullable=True),
        sa.Column("completed_at", Instant(), nullable=True),
        sa.Column("removed_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["delivery_id"], ["deliveries.id"], name=op.f("fk_stops_delivery_id")),
        sa.ForeignKeyConstraint(["route_id"], ["routes.id"], name=op.f("fk_stops_route_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stops")),
        sa.UniqueConstraint("route_id", "delivery_id", name=op.f("uq_stops_route_id_delivery_id")),
    )
    op.create_index(op.f("ix_stops_delivery_id"), "stops", ["delivery_id"], unique=False)
    op.create_table(
        "timers",
        sa.Column("id", Id, nullable=False),
        sa.Column("thread_id", Id, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("once", sa.String(length=96), nullable=False),
        sa.Column("delivery_id", Id, nullable=True),
        sa.Column("plan_version", sa.Integer(), nullable=True),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("not_after", Instant(), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("why", sa.String(length=64), nullable=True),
        sa.Column("fired_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["delivery_id"], ["deliveries.id"], name=op.f("fk_timers_delivery_id")),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], name=op.f("fk_timers_thread_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timers")),
        sa.UniqueConstraint("once", name=op.f("uq_timers_once")),
    )
    op.create_index(op.f("ix_timers_delivery_id"), "timers", ["delivery_id"], unique=False)
    op.create_index(op.f("ix_timers_thread_id_state"), "timers", ["thread_id", "state"], unique=False)
    op.create_index(
        "ix_timers_waiting",
        "timers",
        ["due_at", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'waiting'"),
        sqlite_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "messages",
        sa.Column("id", Id, nullable=False),
        sa.Column("direction", sa.String(length=3), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("brand_id", Id, nullable=False),
        sa.Column("line_id", Id, nullable=False),
        sa.Column("thread_id", Id, nullable=False),
        sa.Column("delivery_id", Id, nullable=True),
        sa.Column("binding_id", Id, nullable=True),
        sa.Column("from_address", sa.String(length=254), nullable=False),
        sa.Column("to_address", sa.String(length=254), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("subject", sa.String(length=256), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=True),
        sa.Column("key", sa.String(length=64), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("why", sa.String(length=256), nullable=True),
        sa.Column("provider_id", sa.String(length=256), nullable=True),
        sa.Column("segments", sa.Integer(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("not_before", Instant(), nullable=True),
        sa.Column("not_after", Instant(), nullable=True),
        sa.Column("try_at", Instant(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", Instant(), nullable=True),
        sa.Column("lease_token", sa.String(length=36), nullable=True),
        sa.Column("started_at", Instant(), nullable=True),
        sa.Column("sent_at", Instant(), nullable=True),
        sa.Column("mail_id", sa.String(length=256), nullable=True),
        sa.Column("in_reply_to", sa.String(length=256), nullable=True),
        sa.Column("references", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["binding_id"], ["bindings.id"], name=op.f("fk_messages_binding_id")),
        sa.ForeignKeyConstraint(["brand_id"], ["brands.id"], name=op.f("fk_messages_brand_id")),
        sa.ForeignKeyConstraint(["delivery_id"], ["deliveries.id"], name=op.f("fk_messages_delivery_id")),
        sa.ForeignKeyConstraint(["line_id"], ["lines.id"], name=op.f("fk_messages_line_id")),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], name=op.f("fk_messages_thread_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint("channel", "provider_id", name=op.f("uq_messages_channel_provider_id")),
    )
    op.create_index(op.f("ix_messages_delivery_id"), "messages", ["delivery_id"], unique=False)
    op.create_index(
        "ix_messages_due",
        "messages",
        ["try_at", "id"],
        unique=False,
        postgresql_where=sa.text("status IN ('queued', 'started')"),
        sqlite_where=sa.text("status IN ('queued', 'started')"),
    )
    op.create_index(op.f("ix_messages_mail_id"), "messages", ["mail_id"], unique=False)
    op.create_index(
        "ix_messages_open",
        "messages",
        ["thread_id", "id"],
        unique=False,
        postgresql_where=sa.text("status IN ('queued', 'started')"),
        sqlite_where=sa.text("status IN ('queued', 'started')"),
    )
    op.create_index(op.f("ix_messages_thread_id_id"), "messages", ["thread_id", "id"], unique=False)
    op.create_index(
        "ix_messages_unknown",
        "messages",
        ["id"],
        unique=False,
        postgresql_where=sa.text("status = 'unknown'"),
        sqlite_where=sa.text("status = 'unknown'"),
    )
    op.create_table(
        "media",
        sa.Column("id", Id, nullable=False),
        sa.Column("message_id", Id, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("content_type", sa.String(length=128), nullable=False),
        sa.Column("name", sa.String(length=256), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("fetched_at", Instant(), nullable=True),
        sa.Column("why", sa.String(length=256), nullable=True),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name=op.f("fk_media_message_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media")),
    )
    op.create_index(op.f("ix_media_message_id"), "media", ["message_id"], unique=False)
    op.create_index(
        "ix_media_unfetched",
        "media",
        ["id"],
        unique=False,
        postgresql_where=sa.text("fetched_at IS NULL"),
        sqlite_where=sa.text("fetched_at IS NULL"),
    )
    op.create_table(
        "payloads",
        sa.Column("message_id", Id, nullable=False),
        sa.Column("content_type", sa.String(length=256), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name=op.f("fk_payloads_message_id")),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_payloads")),
    )
    op.create_table(
        "receipts",
        sa.Column("id", Id, nullable=False),
        sa.Column("message_id", Id, nullable=False),
        sa.Column("once", sa.String(length=128), nullable=False),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=True),
        sa.Column("received_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name=op.f("fk_receipts_message_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipts")),
        sa.UniqueConstraint("message_id", "once", name=op.f("uq_receipts_message_id_once")),
    )


def downgrade() -> None:
    """Go back to the revision before."""
    op.drop_table("receipts")
    op.drop_table("payloads")
    op.drop_table("media")
    op.drop_table("messages")
    op.drop_table("timers")
    op.drop_table("stops")
    op.drop_table("route_progress")
    op.drop_table("ratings")
    op.drop_table("positions")
    op.drop_table("custody_events")
    op.drop_table("cases")
    op.drop_table("bindings")
    op.drop_table("threads")
    op.drop_table("routes")
    op.drop_table("deliveries")
    op.drop_table("suppressions")
    op.drop_table("lines")
    op.drop_table("drivers")
    op.drop_table("contacts")
    op.drop_table("ticks")
    op.drop_table("rehearsal_anchors")
    op.drop_table("brands")

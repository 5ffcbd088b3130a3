"""Consent: who must not be written to. One keyed hash per address, so that a forgotten person stays unbothered."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, func, select, update
from sqlalchemy.orm import Session

from delivery import addresses
from models.consent import Suppression
from models.upsert import insert

EVERYTHING = "all"


SCOPES = (
    select(func.aggregate_strings(Suppression.scope, ","))
    .where(
        Suppression.brand_id == bindparam("brand"),
        Suppression.channel == bindparam("channel"),
        Suppression.address_digest == bindparam("digest"),
        Suppression.lifted_at.is_(None),
    )
    .scalar_subquery()
)
"""What the address of a digest has stopped, for `stops`."""


@dataclass(frozen=True, slots=True)
class Stops:
    """What an address has stopped: everything the brand says, or what it says about some deliveries."""

    everything: bool
    deliveries: frozenset[int]


@dataclass(frozen=True, slots=True)
class Who:
    """An address towards a brand."""

    brand_id: int
    channel: str
    address: str


def stops(scopes: str | None) -> Stops:
    """Read the scopes that an address has stopped."""
    found = set(scopes.split(",")) if scopes else set()
    return Stops(EVERYTHING in found, frozenset(int(scope) for scope in found - {EVERYTHING}))


def stop(session: Session, secret: bytes, who: Who, *, delivery_id: int | None, source: str, now: datetime) -> None:
    """Stop everything, or one delivery, for an address; a second stop changes nothing."""
    statement = insert(session, Suppression).values(
        brand_id=who.brand_id,
        channel=who.channel,
        address_digest=addresses.digest(who.address, key=secret),
        scope=EVERYTHING if delivery_id is None else str(delivery_id),
        source=source,
        stopped_at=now,
        lifted_at=None,
    )
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["brand_id", "channel", "address_digest", "scope"],
            set_={"source": source, "stopped_at": now, "lifted_at": None},
        )
    )


def lift(session: Session, secret: bytes, who: Who, *, now: datetime) -> None:
    """Allow everything to an address again."""
    session.execute(update(Suppression).where(*_of(secret, who), Suppression.lifted_at.is_(None)).values(lifted_at=now))


def _of(secret: bytes, who: Who) -> tuple[ColumnElement[bool], ...]:
    return (
        Suppression.brand_id == who.brand_id,
        Suppression.channel == who.channel,
        Suppression.address_digest == addresses.digest(who.address, key=secret),
    )

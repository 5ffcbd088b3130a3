"""The scene of one event: the locked thread, its line and its brand.

Taking a scene locks exactly one thread row; nothing else is locked before the step.
"""

from dataclasses import dataclass
from datetime import datetime, time
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import Session

from bot.channels.port import ChannelName
from delivery.windows import QuietHours
from models import upsert
from models.base import AnyRow
from models.brand import Brand, Line, LineUse
from models.session import run
from models.thread import Thread


@dataclass(frozen=True, slots=True)
class BrandFacts:
    """What the shell needs of a brand; `options` are its switches."""

    id: int
    name: str
    zone: str
    language: str
    support: str | None
    quiet: QuietHours | None
    options: dict[str, Any]

    def says(self, text: str) -> bool:
        """Tell whether the brand sends this kind of unasked text; all are on unless switched off."""
        texts = self.options.get("texts")
        return not isinstance(texts, dict) or bool(texts.get(text, True))


@dataclass(frozen=True, slots=True)
class LineFacts:
    """One of our lines."""

    id: int
    channel: ChannelName
    address: str
    use: LineUse


@dataclass(frozen=True, slots=True)
class Scene:
    """On which thread an event happens and for which brand; the mail fields let an answer join its conversation."""

    thread_id: int
    address: str
    state: str | None
    version: int
    language: str | None
    muted_until: datetime | None
    mail_subject: str | None
    mail_id: str | None
    line: LineFacts
    brand: BrandFacts


def find_line(session: Session, *, channel: str, address: str) -> tuple[LineFacts, BrandFacts] | None:
    """Find the line of ours that this address of this channel is."""
    return find_lines(session, channel=channel, addresses=(address, address)).get(address)


def find_lines(
    session: Session, *, channel: str, addresses: tuple[str, str]
) -> dict[str, tuple[LineFacts, BrandFacts]]:
    """Find which of two addresses of a channel are lines of ours."""
    found = run(session, _LINES, channel=channel, one=addresses[0], other=addresses[1])
    return {row.address: (_line(row), _brand(row)) for row in found}


def enter(
    session: Session,
    line: LineFacts,
    brand: BrandFacts,
    *,
    address: str,
    at: datetime,
    subject: str | None,
    mail_id: str | None,
) -> Scene:
    """Lock the thread of a line and an address, which begins with its first message; one statement."""
    values: dict[str, Any] = {
        "brand_id": brand.id,
        "line_id": line.id,
        "address": address,
        "version": 0,
        "last_inbound_at": at,
    }
    if mail_id:
        values |= {"last_subject": subject, "last_mail_id": mail_id}
    row = run(session, _entering(upsert.dialect(session), is_mail=bool(mail_id)), **values).one()
    return _scene(row, line, brand)


def reenter(session: Session, thread_id: int) -> Scene:
    """Lock an existing thread for an event of our own making."""
    statement = (
        select(*_THREAD, *_LINE_COLUMNS)
        .select_from(Thread)
        .join(Line, Thread.line_id == Line.id)
        .join(Brand, Line.brand_id == Brand.id)
        .where(Thread.id == thread_id)
        .with_for_update(of=Thread, key_share=True)
    )
    row = session.execute(statement).one()
    return _scene(row, _line(row), _brand(row))


def brand_of(session: Session, brand_id: int) -> BrandFacts:
    """Read a brand by its id."""
    return _brand(session.execute(select(*_BRAND_COLUMNS).where(Brand.id == brand_id)).one())


_THREAD = (
    Thread.id.label("thread_id"),
    Thread.address.label("thread_address"),
    Thread.state,
    Thread.version,
    Thread.language.label("thread_language"),
    Thread.muted_until,
    Thread.last_subject,
    Thread.last_mail_id,
)
_BRAND_COLUMNS = (
    Brand.id.label("brand_id"),
    Brand.name,
    Brand.zone,
    Brand.language,
    Brand.support,
    Brand.quiet_start,
    Brand.quiet_end,
    Brand.options,
)


@cache
def _entering(dialect: str, *, is_mail: bool) -> Any:
    statement = upsert.insert_on(dialect, Thread)
    names = ("last_inbound_at", "last_subject", "last_mail_id") if is_mail else ("last_inbound_at",)
    return statement.on_conflict_do_update(
        index_elements=["line_id", "address"], set_={name: statement.excluded[name] for name in names}
    ).returning(*_THREAD)


_LINE_COLUMNS = (Line.id.label("line_id"), Line.channel, Line.address, Line.use, *_BRAND_COLUMNS)
_LINES: Select[*tuple[Any, ...]] = (
    select(*_LINE_COLUMNS)
    .join(Brand, Line.brand_id == Brand.id)
    .where(
        Line.channel == bindparam("channel"), or_(Line.address == bindparam("one"), Line.address == bindparam("other"))
    )
)


def _line(row: AnyRow) -> LineFacts:
    return LineFacts(row.line_id, ChannelName(row.channel), row.address, LineUse(row.use))


def _brand(row: AnyRow) -> BrandFacts:
    return BrandFacts(
        row.brand_id,
        row.name,
        row.zone,
        row.language,
        row.support,
        quiet(row.quiet_start, row.quiet_end),
        row.options or {},
    )


def quiet(start: time | None, end: time | None) -> QuietHours | None:
    """Make a brand's quiet hours from its two columns."""
    return None if start is None or end is None else QuietHours(start, end)


def _scene(row: AnyRow, line: LineFacts, brand: BrandFacts) -> Scene:
    return Scene(
        row.thread_id,
        row.thread_address,
        row.state,
        row.version,
        row.thread_language,
        row.muted_until,
        row.last_subject,
        row.last_mail_id,
        line,
        brand,
    )

"""Tokens in the address that answers to our mails go to: r-<token>@ names the thread and proves who was written to.

A token alone opens nothing: the sender must still be the address of the thread.
"""

import base64
import hashlib
import hmac

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.channels.port import InboundMessage
from bot.usecases import scene
from bot.usecases.scene import BrandFacts, LineFacts
from models.brand import Line
from models.thread import Thread

_MAC_BYTES = 10


def address(secret: bytes, *, thread_id: int, line_address: str) -> str:
    """Make the address that answers to a mail on this thread go to; lower case, since mail systems fold it."""
    number = thread_id.to_bytes(8, "big")
    token = base64.b32encode(number + _mac(secret, number)).decode().rstrip("=").lower()
    return f"r-{token}@{line_address.partition('@')[2]}"


def thread_of(secret: bytes, token: str | None) -> int | None:
    """Read the thread of a token, or None when it is not one of ours."""
    if not token:
        return None
    padded = token.upper() + "=" * (-len(token) % 8)
    try:
        raw = base64.b32decode(padded)
    except ValueError:
        return None
    number, mac = raw[:8], raw[8:]
    return int.from_bytes(number, "big") if hmac.compare_digest(mac, _mac(secret, number)) else None


def line_of(session: Session, secret: bytes, inbound: InboundMessage) -> tuple[LineFacts, BrandFacts] | None:
    """Find the line of the thread that a mail answers to by its token."""
    thread_id = thread_of(secret, inbound.reply_token)
    if thread_id is None:
        return None
    row = session.execute(
        select(Line.channel, Line.address).join(Thread, Thread.line_id == Line.id).where(Thread.id == thread_id)
    ).first()
    return None if row is None else scene.find_line(session, channel=row.channel, address=row.address)


def proves(secret: bytes, inbound: InboundMessage, thread_id: int) -> bool:
    """Tell whether the mail's token was given to the very person of this thread."""
    return thread_of(secret, inbound.reply_token) == thread_id


def _mac(secret: bytes, number: bytes) -> bytes:
    return hmac.new(secret, b"reply:" + number, hashlib.sha256).digest()[:_MAC_BYTES]

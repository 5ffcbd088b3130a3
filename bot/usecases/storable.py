"""What came from outside, made fit for every database: its length, and characters that PostgreSQL or UTF-8 refuse.

Nothing is decided here about what a text means; the payload keeps it as it came.
"""

import hashlib
from dataclasses import replace

from bot.channels.port import InboundMessage, Media

LONGEST_ADDRESS = 254
_LONGEST_ID = 256
_LONGEST_NAME = 256
_MOST_REFERENCES = 50


def text(value: str) -> str:
    """Take out NUL, which PostgreSQL keeps in no text, and replace halves of characters, which no encoding keeps."""
    return value.replace("\x00", "").encode(errors="replace").decode()


def maybe(value: str | None, *, longest: int) -> str | None:
    """Make a text storable and cut it."""
    return None if value is None else text(value)[:longest]


def inbound(message: InboundMessage) -> InboundMessage:
    """Make an inbound message storable; its payload stays as it came."""
    return replace(
        message,
        provider_id=provider_id(message.provider_id),
        from_address=text(message.from_address)[:LONGEST_ADDRESS],
        to_address=text(message.to_address)[:LONGEST_ADDRESS],
        text=text(message.text),
        payload_type=text(message.payload_type)[:256],
        subject=maybe(message.subject, longest=_LONGEST_NAME),
        media=tuple(map(_media, message.media)),
        mail_id=_mail_id(message.mail_id),
        in_reply_to=_mail_id(message.in_reply_to),
        references=tuple(filter(None, map(_mail_id, message.references[-_MOST_REFERENCES:]))),
    )


def provider_id(value: str) -> str:
    """Make a provider's id storable; cut, two ids could become one, and the second message be lost as a repeat."""
    value = text(value)
    return value if len(value) <= _LONGEST_ID else hashlib.sha256(value.encode()).hexdigest()


def _mail_id(value: str | None) -> str | None:
    value = maybe(value, longest=_LONGEST_ID + 1)
    return None if value is None or len(value) > _LONGEST_ID else value


def _media(media: Media) -> Media:
    return replace(
        media,
        url=None if media.url is None else text(media.url),
        content_type=text(media.content_type)[:128],
        name=maybe(media.name, longest=_LONGEST_NAME),
    )

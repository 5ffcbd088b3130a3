"""One-click unsubscription (RFC 8058): a signed address per thread; only a POST to it stops anything."""

import hashlib
import hmac

from bot.services import Services
from bot.usecases import consent, scene
from bot.usecases.consent import Who

_MAC_HEX = 32


def url(services: Services, thread_id: int) -> str:
    """Make the address that stops all unasked mails to this thread's person."""
    return f"{services.public_url}/u/{thread_id}-{_mac(services.secret, thread_id)}"


def thread_of(secret: bytes, token: str) -> int | None:
    """Read the thread of an unsubscription token, or None when it is not one of ours."""
    number, _, mac = token.partition("-")
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        return None
    return int(number) if hmac.compare_digest(mac.encode(), _mac(secret, int(number)).encode()) else None


def stop(services: Services, token: str) -> bool:
    """Stop all messages to the person of the token's thread; False for a token that is not ours."""
    thread_id = thread_of(services.secret, token)
    if thread_id is None:
        return False
    with services.database.write() as session:
        entered = scene.reenter(session, thread_id)
        who = Who(entered.brand.id, entered.line.channel, entered.address)
        consent.stop(session, services.secret, who, delivery_id=None, source="unsubscribed", now=services.clock.now())
    return True


def _mac(secret: bytes, thread_id: int) -> str:
    return hmac.new(secret, b"unsubscribe:%d" % thread_id, hashlib.sha256).hexdigest()[:_MAC_HEX]

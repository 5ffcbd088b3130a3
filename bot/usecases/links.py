"""The links customers get to their delivery's page: how a token is made, found again and written down.

A token is never stored: its digest finds the delivery, its nonce makes it again for a later message.
"""

import base64
import hashlib
import hmac
import secrets

_TOKEN_BYTES = 16


def new_nonce() -> str:
    """Draw what makes one delivery's token different from every other."""
    return secrets.token_hex(16)


def token(secret: bytes, nonce: str) -> str:
    """Make the token of a nonce: 128 bits that nobody guesses without the secret."""
    sealed = hmac.new(secret, b"link:" + nonce.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(sealed[:_TOKEN_BYTES]).rstrip(b"=").decode()


def digest(token: str) -> str:
    """Hash a token into what the database keeps of it, in hex."""
    return hashlib.sha256(token.encode()).hexdigest()


def url(public_url: str, token: str) -> str:
    """Write the address of a customer's page."""
    return f"{public_url}/t/{token}"

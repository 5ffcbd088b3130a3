"""How the two providers sign what they post: Twilio's keyed hash and SendGrid's elliptic-curve signature.

Pure but for the making of keys. The rules are those of Twilio's "Webhooks security" page and of SendGrid's
"Securing your parse webhooks" page; nothing is taken from the SDKs, so that tests compare two independent readings.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


def twilio_signature(url: str, *, form: Iterable[tuple[str, str]], auth_token: str) -> str:
    """Answer the X-Twilio-Signature of a form posted to this URL."""
    signed = url + "".join(name + value for name, value in sorted(set(form)))
    return base64.b64encode(hmac.new(auth_token.encode(), signed.encode(), hashlib.sha1).digest()).decode()


class MailKey:
    """A P-256 key pair with which the mail provider signs its posts."""

    def __init__(self, pem: str | None = None) -> None:
        if pem is None:
            self._private = ec.generate_private_key(ec.SECP256R1())
            return
        loaded = serialization.load_pem_private_key(pem.encode(), password=None)
        if not isinstance(loaded, ec.EllipticCurvePrivateKey):
            raise ValueError("the key file holds a key of another kind; it must be an elliptic-curve key")
        self._private = loaded

    @property
    def pem(self) -> str:
        """Answer the private key as PEM text, to be kept for a restart."""
        return self._private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ).decode()

    @property
    def public(self) -> str:
        """Answer the public key as SendGrid shows it: base64 of DER."""
        der = self._private.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        return base64.b64encode(der).decode()

    def sign(self, body: bytes, *, timestamp: str) -> str:
        """Answer the base64 signature over the timestamp and the raw body."""
        return base64.b64encode(self._private.sign(timestamp.encode() + body, ec.ECDSA(hashes.SHA256()))).decode()

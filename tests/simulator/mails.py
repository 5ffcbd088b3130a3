"""Mails of the service, and what the mail provider posts as the tests read it."""

import base64
import io
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_der_public_key
from sendgrid.helpers.mail import CustomArg, Header, Mail, ReplyTo
from werkzeug.formparser import parse_form_data

from simulator.mail import SIGNATURE, TIMESTAMP
from tests.simulator.listener import Post

TRACK, ANN = "track@acme.example", "ann@mail.example"
EVENTS, INBOUND = "/webhooks/sendgrid/events", "/webhooks/sendgrid/inbound"


def a_mail(**changes: Any) -> Mail:
    """Build a valid mail of the service."""
    fields = {
        "from_email": TRACK,
        "to_emails": ANN,
        "subject": "Your delivery",
        "plain_text_content": "2 to 4 pm.",
    }
    mail = Mail(**(fields | changes))
    mail.reply_to = ReplyTo("r-abc@in.acme.example")
    mail.add_header(Header("Message-ID", "<m1@acme.example>"))
    mail.add_custom_arg(CustomArg("o", "42"))
    return mail


def fields_of(post: Post) -> tuple[dict[str, str], dict[str, bytes]]:
    """Answer the fields and files of a multipart post."""
    length = str(len(post.body))
    environ = {
        "wsgi.input": io.BytesIO(post.body),
        "CONTENT_TYPE": post.headers["Content-Type"],
        "CONTENT_LENGTH": length,
        "REQUEST_METHOD": "POST",
    }
    _, form, files = parse_form_data(environ)
    contents = {name: file.read() for name, file in files.items()}
    for file in files.values():
        file.close()
    return form.to_dict(), contents


def signed(post: Post, public_key: str) -> bool:
    """Tell whether the signature covers timestamp and raw body."""
    key = load_der_public_key(base64.b64decode(public_key))
    assert isinstance(key, ec.EllipticCurvePublicKey)
    try:
        message = post.headers[TIMESTAMP].encode() + post.body
        key.verify(base64.b64decode(post.headers[SIGNATURE]), message, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True

"""What the mail provider keeps of a mail, how SendGrid would name its errors, and how a person's mail is written.

Data and shapes only; the parts of an inbound post are those of SendGrid's Inbound Parse documentation.
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr, parseaddr
from typing import Any


@dataclass(slots=True)
class Letter:
    """One mail in a mailbox, in either direction; times in machine time."""

    from_: str
    to: str
    subject: str
    text: str
    created_at: datetime
    message_id: str
    html: str = ""
    from_name: str = ""
    reply_to: str = ""
    # The return path; None is the visible sender, "" that of a bounce.
    envelope_from: str | None = None
    in_reply_to: str = ""
    references: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    custom_args: dict[str, str] = field(default_factory=dict)
    # SendGrid's X-Message-Id; empty for a person's mail.
    provider_id: str = ""
    inbound: bool = False
    status: str = "accepted"
    webhook_statuses: list[int | None] = field(default_factory=list)
    shown_at: datetime | None = None
    id: str = field(default_factory=lambda: secrets.token_hex(8))


@dataclass(slots=True, eq=False)
class MailRefusal(Exception):
    """The mail provider refuses a request: HTTP status and errors in its shape."""

    http_status: int
    message: str
    field: str | None = None
    retry_after_s: float | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in a person's mail."""

    name: str
    content: bytes
    content_type: str = "application/octet-stream"


def errors_json(refusal: MailRefusal) -> dict[str, Any]:
    """Show a refusal as SendGrid does."""
    return {"errors": [{"message": refusal.message, "field": refusal.field, "help": None}]}


def quoted(letter: Letter) -> str:
    """Answer how mail programs quote a letter under a reply."""
    when = letter.created_at.strftime("%a, %b %d, %Y at %I:%M %p")
    who = formataddr((letter.from_name, letter.from_))
    lines = "\n".join(f"> {line}" if line else ">" for line in letter.text.splitlines())
    return f"\n\nOn {when} {who} wrote:\n\n{lines}\n"


def mime(letter: Letter, *, attachments: Sequence[Attachment] = ()) -> bytes:
    """Write a letter as it travels."""
    message = EmailMessage(policy=SMTP)
    message["From"] = formataddr((letter.from_name, letter.from_))
    message["To"] = letter.to
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.created_at)
    message["Message-ID"] = letter.message_id
    if letter.in_reply_to:
        message["In-Reply-To"] = letter.in_reply_to
        message["References"] = letter.references or letter.in_reply_to
    for name, value in letter.headers.items():
        message[name] = value
    message.set_content(letter.text)
    if letter.html:
        message.add_alternative(letter.html, subtype="html")
    for attachment in attachments:
        kind, _, subkind = attachment.content_type.partition("/")
        message.add_attachment(attachment.content, maintype=kind, subtype=subkind, filename=attachment.name)
    return message.as_bytes()


def parse_form(
    letter: Letter, *, raw: bool, authentic: bool, attachments: Sequence[Attachment] = ()
) -> tuple[dict[str, str | bytes], list[tuple[str, Attachment]]]:
    """Answer the fields and the files that Inbound Parse would post for a letter."""
    verdict = "pass" if authentic else "fail"
    domain = parseaddr(letter.from_)[1].partition("@")[2]
    return_path = letter.from_ if letter.envelope_from is None else letter.envelope_from
    travelled = mime(letter, attachments=attachments)
    fields: dict[str, str | bytes] = {
        "dkim": f"{{@{domain} : {verdict}}}",
        "to": letter.to,
        "from": formataddr((letter.from_name, letter.from_)),
        "sender_ip": "192.0.2.25",
        "envelope": json.dumps({"to": [parseaddr(letter.to)[1]], "from": return_path}),
        "subject": letter.subject,
        "SPF": verdict,
        "spam_score": "0.1",
        "spam_report": "Spam detection software has looked at this mail.",
    }
    if raw:
        return fields | {"email": travelled, "charsets": json.dumps({"to": "UTF-8", "subject": "UTF-8"})}, []
    head = travelled.partition(b"\r\n\r\n")[0].decode("utf-8", "replace").replace("\r\n", "\n")
    fields |= {"headers": head + "\n", "text": letter.text, "attachments": str(len(attachments))}
    fields["charsets"] = json.dumps(dict.fromkeys(("to", "from", "subject", "text", "html"), "UTF-8"))
    if letter.html:
        fields["html"] = letter.html
    files = [(f"attachment{place}", attachment) for place, attachment in enumerate(attachments, 1)]
    if files:
        info = {name: {"filename": file.name, "name": file.name, "type": file.content_type} for name, file in files}
        fields["attachment-info"] = json.dumps(info)
    return fields, files


def multipart(fields: Mapping[str, str | bytes], *, files: Sequence[tuple[str, Attachment]]) -> tuple[bytes, str]:
    """Encode a form as multipart; answer the body and its content type."""
    border = "xYzZY" + secrets.token_hex(12)
    parts = [
        f'--{border}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode()
        + (value if isinstance(value, bytes) else value.encode())
        + b"\r\n"
        for name, value in fields.items()
    ]
    parts += [
        f'--{border}\r\nContent-Disposition: form-data; name="{name}"; filename="{file.name}"\r\n'
        f"Content-Type: {file.content_type}\r\n\r\n".encode()
        + file.content
        + b"\r\n"
        for name, file in files
    ]
    return b"".join(parts) + f"--{border}--\r\n".encode(), f"multipart/form-data; boundary={border}"

"""One mail out of a posted form, whether it came whole (the `email` field) or already taken apart. Pure.

The older, forgiving rules of the standard library are used on purpose: its newer ones raise on headers that real mail
programs write.
"""

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr

from bot.channels import mail_form
from bot.channels.html_text import text_of_html
from bot.channels.port import Malformed, Media
from bot.channels.storable import storable

_ANGLED = re.compile(r"<\s*([^<>\s]+@[^<>\s]+)\s*>")
_MAIL_ID = re.compile(r"<[^<>\s]+>")
_SPLIT_PARAMETER = re.compile(rb"([\w-])\*(?:\d+\*?)?=")
_MOST_REFERENCES = 50


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of the mail with its bytes; the reference counts from zero in the order of the mail."""

    media: Media
    content: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail, decoded."""

    headers: "Message[str, str]"
    from_address: str  # of the visible From, lower case; empty where there is none
    from_name: str | None
    has_one_sender: bool
    subject: str
    text: str
    attachments: tuple[Attachment, ...]
    envelope_from: str | None  # None: nobody said; empty: a bounce
    recipients: tuple[str, ...]

    def header(self, name: str) -> str:
        """Return a header decoded and on one line, or an empty string."""
        return _decoded_header(self.headers, name)

    @property
    def mail_id(self) -> str | None:
        """The Message-ID with its angle brackets."""
        return next(iter(self.mail_ids("Message-ID")), None)

    def mail_ids(self, name: str) -> tuple[str, ...]:
        """Return the mail ids of a header, the last fifty of them."""
        return tuple(_MAIL_ID.findall(self.header(name))[-_MOST_REFERENCES:])


def parse(form: mail_form.Form) -> Mail:
    """Read the mail of a form; what is missing stays empty. Raise Malformed where it is made to hurt."""
    source = "email" if "email" in form.fields else "headers"
    octets = form.fields.get(source, b"")
    try:
        return _mail(form, octets, is_raw=source == "email")
    except RecursionError as error:  # parts in parts in parts; a 5xx would bring it back for three days
        raise Malformed from error
    except (TypeError, ValueError, LookupError):
        pass
    # The standard library fails on parameters that are split or encoded wrongly (`name*0*=`): they are read as plain.
    plain = _SPLIT_PARAMETER.sub(rb"\1=", octets.replace(b"\x00", b""))
    try:
        return _mail(form, plain, is_raw=source == "email")
    except (TypeError, ValueError, LookupError) as error:
        raise Malformed from error


def _mail(form: mail_form.Form, octets: bytes, *, is_raw: bool) -> Mail:
    headers = message_from_bytes(octets)
    plain, html, attachments = _of_mime(headers) if is_raw else _of_fields(form)
    sender = form.text("from") or _decoded_header(headers, "From")
    name, address, is_single = _sender(sender)
    envelope = form.json("envelope")
    to = envelope.get("to")
    recipients = [storable(str(item)).strip() for item in to] if isinstance(to, list) else []
    if not recipients:
        recipients = _addresses(form.text("to") or _decoded_header(headers, "To"))
    envelope_from = storable(str(envelope["from"])).strip().strip("<>") if "from" in envelope else None
    return Mail(
        headers=headers,
        from_address=(address or envelope_from or "").lower(),
        from_name=name or None,
        has_one_sender=is_single and len(headers.get_all("From") or []) < 2,
        subject=_one_line(form.text("subject")) or _decoded_header(headers, "Subject"),
        text=plain if plain.strip() else text_of_html(html),
        attachments=attachments,
        envelope_from=envelope_from,
        recipients=tuple(address for address in recipients if "@" in address),
    )


def _of_fields(form: mail_form.Form) -> tuple[str, str, tuple[Attachment, ...]]:
    files = [file for file in form.files if file.field.startswith("attachment")]
    attachments = (_attachment(n, file.content_type, file.name, file.content) for n, file in enumerate(files))
    return form.text("text"), form.text("html"), tuple(attachments)


def _of_mime(message: "Message[str, str]") -> tuple[str, str, tuple[Attachment, ...]]:
    plain: list[str] = []
    html: list[str] = []
    attachments: list[Attachment] = []
    for part in _leaves(message):
        kind = part.get_content_type()
        is_file = part.get_filename() is not None or part.get_content_disposition() == "attachment"
        content = _content(part)
        if kind in ("text/plain", "text/html") and not is_file:
            text = mail_form.decoded(content, charset=str(part.get_param("charset") or "") or None)
            (plain if kind == "text/plain" else html).append(text)
        else:
            name = _decoded_words(part.get_filename() or "") or None
            attachments.append(_attachment(len(attachments), kind, name, content))
    return "\n".join(plain), "\n".join(html), tuple(attachments)


def _leaves(message: "Message[str, str]") -> "list[Message[str, str]]":
    """Return the parts that hold something; a mail inside the mail is one part and is not read."""
    if message.get_content_maintype() == "multipart" and message.is_multipart():
        parts = [part for part in message.get_payload() if isinstance(part, Message)]
        return [leaf for part in parts for leaf in _leaves(part)]
    return [message]


def _content(part: "Message[str, str]") -> bytes:
    if part.is_multipart():
        return b"".join(inner.as_bytes() for inner in part.get_payload() if isinstance(inner, Message))
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _attachment(n: int, content_type: str, name: str | None, content: bytes) -> Attachment:
    return Attachment(Media(url=f"part:{n}", content_type=content_type, name=name, size=len(content)), content)


def _sender(text: str) -> tuple[str, str, bool]:
    """Return name, address, and whether there is exactly one; a name may hold anything, another address included."""
    angled = _ANGLED.findall(text)
    if angled:
        name = text[: text.rindex("<")].strip().strip('"').strip()
        return name, angled[-1], len(angled) == 1
    name, address = parseaddr(text)
    return name, address if "@" in address else "", text.count("@") <= 1


def _addresses(text: str) -> list[str]:
    return _ANGLED.findall(text) or [word.strip(",;") for word in text.split() if "@" in word]


def _decoded_header(headers: "Message[str, str]", name: str) -> str:
    raw = next((value for key, value in headers.raw_items() if key.lower() == name.lower()), "")
    octets = str(raw).encode("utf-8", "surrogateescape")
    return _one_line(_decoded_words(mail_form.decoded(octets, charset="utf-8")))


def _decoded_words(text: str) -> str:
    try:
        pieces = decode_header(re.sub(r"\r?\n[ \t]+", " ", text))
    except HeaderParseError:
        return text
    return "".join(
        piece
        if isinstance(piece, str)
        else mail_form.decoded(piece, charset=charset)
        if charset
        else piece.decode("raw_unicode_escape", "replace")
        for piece, charset in pieces
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())

"""The posted form of a mail as bytes: fields, files and the decoding of each field in its own charset. Pure.

Web frameworks decode every field as UTF-8 and refuse long ones; SendGrid posts each field in the charset of the mail,
and a refused post is a lost mail. So the form is read here, from the raw body.
"""

import codecs
import json
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from urllib.parse import parse_qsl

from werkzeug.http import parse_options_header

from bot.channels.port import Malformed
from bot.channels.storable import storable

_LATIN = frozenset(("iso8859-1", "cp1252", "iso8859-15", "ascii"))


@dataclass(frozen=True, slots=True)
class File:
    """One file of the form."""

    field: str
    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Form:
    """What was posted, undecoded."""

    fields: Mapping[str, bytes]
    files: tuple[File, ...]
    charsets: Mapping[str, str]

    def text(self, name: str) -> str:
        """Return a field as text, in its own charset; empty where it was not posted."""
        return decoded(self.fields.get(name, b""), charset=self.charsets.get(name))

    def json(self, name: str) -> dict[str, object]:
        """Return a field that holds a JSON object; empty where it holds anything else."""
        return _object(self.fields.get(name, b""))


def parse(body: bytes, *, content_type: str) -> Form:
    """Read a multipart or urlencoded form; raise Malformed where it is neither."""
    if content_type.lower().startswith("multipart/"):
        fields, files = _multipart(body, content_type=content_type)
    else:
        # Latin-1 maps every byte to itself: the percent signs go, the bytes stay.
        pairs = parse_qsl(body.decode("latin-1"), keep_blank_values=True, encoding="latin-1")
        fields, files = {name: value.encode("latin-1") for name, value in pairs}, []
    if not fields:
        raise Malformed
    charsets = {name: str(charset) for name, charset in _object(fields.get("charsets", b"")).items()}
    return Form(fields=fields, files=tuple(files), charsets=charsets)


def decoded(content: bytes, *, charset: str | None) -> str:
    """Return bytes as text: in the charset they claim, else in the one they turn out to have; never fail."""
    claimed = _codec(charset)
    # What claims to be Latin-1 and reads as UTF-8 was converted on the way; real Latin-1 text hardly ever does.
    order = ("utf-8", claimed) if claimed in _LATIN else (claimed, "utf-8")
    for codec in order:
        try:
            return storable(content.decode("cp1252" if codec in _LATIN else codec))
        except (UnicodeDecodeError, LookupError):
            continue
    return storable(content.decode("cp1252", "replace"))


def _codec(charset: str | None) -> str:
    try:
        info = codecs.lookup((charset or "utf-8").strip().strip("\"'"))
    except (LookupError, ValueError):
        return "utf-8"
    return info.name if info._is_text_encoding else "utf-8"


def _multipart(body: bytes, *, content_type: str) -> tuple[dict[str, bytes], list[File]]:
    boundary = parse_options_header(content_type)[1].get("boundary", "")
    delimiter = b"--" + boundary.encode("latin-1", "replace")
    start = body.find(delimiter)
    if not boundary or start < 0:
        raise Malformed
    follows = body[start + len(delimiter) : start + len(delimiter) + 2]
    line_break = b"\r\n" if follows == b"\r\n" else b"\n"
    fields: dict[str, bytes] = {}
    files: list[File] = []
    for part in body[start + len(delimiter) :].split(line_break + delimiter):
        if part.startswith(b"--"):
            break
        head, _, content = part.lstrip(b" \t").removeprefix(line_break).partition(line_break * 2)
        headers = _headers(head)
        given = parse_options_header(headers["Content-Disposition"] or "")[1]
        name, filename = given.get("name", ""), given.get("filename")
        if filename is None:
            fields[name] = content
        else:
            kind = str(headers["Content-Type"] or "application/octet-stream").partition(";")[0].strip().lower()
            files.append(File(name, filename, kind, content))
    return fields, files


def _headers(head: bytes) -> "Message[str, str]":
    headers: Message[str, str] = Message()
    for line in decoded(head, charset="utf-8").replace("\r\n ", " ").replace("\r\n\t", " ").splitlines():
        name, _, value = line.partition(":")
        headers[name.strip()] = value.strip()
    return headers


def _object(content: bytes) -> dict[str, object]:
    try:
        found = json.loads(content.decode("utf-8", "replace"))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}

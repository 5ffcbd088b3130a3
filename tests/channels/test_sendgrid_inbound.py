"""Inbound mail: whose it is, what it says in every charset, and whether a machine wrote it."""

import base64
import json
from datetime import UTC, datetime, timedelta
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from structlog.testing import capture_logs

from bot.channels.port import InboundMessage, Malformed, Media, Refused, WebhookRequest
from bot.channels.sendgrid_email import SendGridEmail
from tests.channels import sendgrid_requests as sendgrid

UNSIGNED = SendGridEmail(api_key="SG.key")


def read(request: WebhookRequest) -> InboundMessage:
    (message,) = UNSIGNED.verify_and_parse_inbound(request)
    return message


def test_a_parsed_mail_is_read_with_its_threading() -> None:
    message = read(sendgrid.parsed())

    assert message.text == "where is AC-7F3K9Q"
    assert (message.subject, message.display_name) == ("Where is it?", "Ann")
    assert (message.from_address, message.to_address) == ("ann@mail.example", "track@acme.example")
    assert message.mail_id == message.provider_id == "<m1@mail.example>"
    assert message.in_reply_to == "<out-7@acme.example>"
    assert message.references == ("<out-1@acme.example>", "<out-7@acme.example>")
    assert message.payload_type == sendgrid.MULTIPART


def test_a_raw_mail_reads_the_same() -> None:
    mail = sendgrid.a_mail(In_Reply_To="<out-7@acme.example>", References="<out-1@acme.example> <out-7@acme.example>")

    raw, parsed = read(sendgrid.raw(mail)), read(sendgrid.parsed())

    for name in ("text", "subject", "from_address", "to_address", "mail_id", "in_reply_to", "references", "authentic"):
        assert getattr(raw, name) == getattr(parsed, name), name


def test_without_a_key_an_unsigned_post_is_read() -> None:
    assert read(sendgrid.post(sendgrid.multipart(sendgrid.FIELDS), key=None)).text == "where is AC-7F3K9Q"


def test_an_old_signature_is_noted_and_read() -> None:
    signed_at = datetime.fromtimestamp(int(sendgrid.SIGNED_AT), tz=UTC)
    seen = {}
    for age in (timedelta(minutes=1), timedelta(days=2)):
        channel = SendGridEmail(
            api_key="SG.key",
            inbound_public_key=sendgrid.public_key(),
            machine_now=lambda age=age: signed_at + age,  # type: ignore[misc]
        )
        with capture_logs() as logs:
            assert channel.verify_and_parse_inbound(sendgrid.parsed())
        seen[age.days] = [entry["event"] for entry in logs]

    assert seen == {0: [], 2: ["signature_is_old"]}


OF_ANOTHER_KIND = base64.b64encode(
    ed25519.Ed25519PrivateKey.generate().public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
).decode()


@pytest.mark.parametrize("key", ["AAAA", "not base64!", OF_ANOTHER_KIND], ids=["no key", "no base64", "another kind"])
def test_a_key_that_is_none_stops_the_start(key: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        SendGridEmail(api_key="SG.key", inbound_public_key=key)


JAPANESE = "荷物はどこですか"


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("UTF-8", "été à Málaga 👍"),
        ("iso-8859-1", "été à Málaga"),
        ("windows-1252", "l’été – 5 €"),
        ("ISO-2022-JP", JAPANESE),
        ("Shift_JIS", JAPANESE),
        ("gb2312", "我的包裹在哪里"),
        ("koi8-r", "где моя посылка"),
        ("utf-7", "été"),
    ],
)
def test_each_charset_is_read_in_both_modes(charset: str, text: str) -> None:
    charsets = json.dumps({"subject": "UTF-8", "text": charset})
    head = f'Message-ID: <m1@mail.example>\nContent-Type: text/plain; charset="{charset}"\n'
    octets = text.encode(charset)
    encoded = f"{head}Content-Transfer-Encoding: base64\n\n".encode() + base64.b64encode(octets)
    plain = f"{head}Content-Transfer-Encoding: 8bit\n\n".encode() + octets

    assert read(sendgrid.parsed(text=text.encode(charset), charsets=charsets)).text == text
    assert read(sendgrid.raw(encoded)).text == text
    assert read(sendgrid.raw(plain)).text == text


@pytest.mark.parametrize(
    ("octets", "charset", "text"),
    [
        ("été".encode(), "iso-8859-1", "été"),
        ("l’été".encode("windows-1252"), "iso-8859-1", "l’été"),
        ("été".encode("latin-1"), "UTF-8", "été"),
        ("été".encode("latin-1"), "no-such-charset", "été"),
        ("été".encode(), "hex", "été"),
        (b"a\x81b", "UTF-8", "a\ufffdb"),
    ],
    ids=["converted already", "typographic", "claims UTF-8", "unknown", "no text codec", "nothing fits"],
)
def test_a_charset_that_lies_makes_no_mojibake(octets: bytes, charset: str, text: str) -> None:
    assert read(sendgrid.parsed(text=octets, charsets=json.dumps({"text": charset}))).text == text


def test_what_no_database_can_store_is_left_out() -> None:
    envelope = '{"to": ["tr\\u0000ack@acme.example"], "from": "ann@mail.example"}'

    message = read(sendgrid.parsed(text="a\x00b", subject="s\x00", envelope=envelope))

    assert (message.text, message.subject, message.to_address) == ("ab", "s", "track@acme.example")


def test_encoded_and_raw_headers_are_decoded() -> None:
    headers = b"From: =?iso-8859-1?q?Ana_Mu=F1oz?= <ana@mail.example>\nSubject: d\xf3nde =?utf-8?b?ZXN0w6E=?=\n"

    message = read(sendgrid.parsed(headers=headers, subject=None, sender=None))

    assert (message.display_name, message.subject) == ("Ana Muñoz", "dónde está")


def test_a_broken_encoded_word_stays_as_it_is() -> None:
    message = read(sendgrid.parsed(headers="Subject: =?utf-8?b?a?= hello\n", subject=None))

    assert message.subject == "=?utf-8?b?a?= hello"


def test_a_very_long_html_part_is_no_reason_to_lose_a_mail() -> None:
    html = "<p>where is AC-7F3K9Q</p>" + "<!-- padding -->" * 40_000

    assert len(html) > 600_000
    assert read(sendgrid.parsed(text=None, html=html)).text == "where is AC-7F3K9Q"


def test_a_mail_of_html_alone_is_read_without_its_quote() -> None:
    html = (
        "<div>Yes, <b>5</b></div><div class=gmail_quote>On Mon, 23 Nov 2026 Acme &lt;t@a.example&gt; wrote:"
        "<blockquote>STOP</blockquote></div>"
    )
    mail = MIMEText(html, "html", "utf-8")
    mail["Message-ID"] = "<m1@mail.example>"

    assert read(sendgrid.parsed(text="  \n", html=html)).text == "Yes, 5"
    assert read(sendgrid.raw(mail.as_bytes())).text == "Yes, 5"


def test_a_mail_without_an_id_is_known_by_its_content() -> None:
    first, again = (read(sendgrid.parsed(headers="Date: Mon")) for _ in range(2))
    others = [read(sendgrid.parsed(headers="Date: Tue")), read(sendgrid.parsed(headers="Date: Mon", text="another"))]

    assert first.mail_id is None
    assert first.provider_id == again.provider_id
    assert first.provider_id not in [other.provider_id for other in others]


def test_an_endless_id_is_shortened_and_stays_unique() -> None:
    ids = [read(sendgrid.parsed(headers=f"Message-ID: <{'x' * 5000}{n}@m>")).provider_id for n in range(2)]

    assert len(set(ids)) == 2
    assert max(map(len, ids)) < 100


@pytest.mark.parametrize(
    ("envelope", "to_address", "token"),
    [
        ({"to": ["r-Ab_C9@in.acme.example"], "from": "a@b.example"}, "r-ab_c9@in.acme.example", "Ab_C9"),
        ({"to": ["track@acme.example", "r-t0k@acme.example"], "from": "a@b.example"}, "r-t0k@acme.example", "t0k"),
        ({"to": ["Hidden@acme.example"], "from": "a@b.example"}, "hidden@acme.example", None),
        ({"to": "no list"}, "shown@acme.example", None),
        ({}, "shown@acme.example", None),
    ],
)
def test_the_envelope_routes_and_the_header_only_where_it_is_silent(
    envelope: dict[str, object], to_address: str, token: str | None
) -> None:
    message = read(sendgrid.parsed(envelope=json.dumps(envelope), to="Acme <Shown@acme.example>, x@y.example"))

    assert (message.to_address, message.reply_token) == (to_address, token)


@pytest.mark.parametrize(
    ("to", "to_address"), [("plain@acme.example", "plain@acme.example"), ("a, b@acme.example;", "b@acme.example")]
)
def test_a_bare_recipient_is_found_without_an_envelope(to: str, to_address: str) -> None:
    assert read(sendgrid.parsed(envelope="not json", to=to)).to_address == to_address


ATTACHED = b"%PDF\x00\xff\r\n--xYzZY"


def test_attachments_are_references_and_their_bytes_are_found_again() -> None:
    files = {"attachment1": ("né.pdf", "application/pdf", ATTACHED), "attachment2": ("b.txt", "text/plain", b"")}
    request = sendgrid.parsed(files)

    message = read(request)

    assert message.media == (
        Media(url="part:0", content_type="application/pdf", name="né.pdf", size=len(ATTACHED)),
        Media(url="part:1", content_type="text/plain", name="b.txt", size=0),
    )
    content = UNSIGNED.fetch_media(message.media[0], payload=request.body, payload_type=request.content_type)
    assert content == ATTACHED


def test_a_file_name_in_another_charset_loses_no_mail() -> None:
    body = sendgrid.multipart(sendgrid.FIELDS, {"attachment1": ("NAME", "image/png", b"x")})

    message = read(sendgrid.post(body.replace(b"NAME", b"t\xfcr.png")))

    assert message.media[0].name == "tür.png"


@pytest.mark.parametrize(
    "disposition",
    [
        "attachment; filename*0*=utf-8''%e2; filename=x.png; filename*=utf-8''y",
        "attachment; filename*=\x00''x.png",
        "attachment; filename=\x00x.png",
    ],
)
def test_a_broken_file_name_loses_no_mail(disposition: str) -> None:
    mail = (
        "From: ann@mail.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nlook\n"
        f"--b\nContent-Type: image/png\nContent-Disposition: {disposition}\n\nPNG\n--b--\n"
    )

    message = read(sendgrid.raw(mail.encode()))

    assert message.text == "look"
    assert [media.content_type for media in message.media] == ["image/png"]


def test_a_nested_mail_is_an_attachment_and_its_words_are_not_read() -> None:
    mail = MIMEMultipart()
    mail["Message-ID"] = "<m1@mail.example>"
    mail.attach(MIMEText("see attached"))
    inner = MIMEBase("message", "rfc822")
    inner.attach(sendgrid.a_mail("STOP"))
    mail.attach(inner)
    request = sendgrid.raw(mail.as_bytes())

    message = read(request)

    assert message.text == "see attached"
    assert [media.content_type for media in message.media] == ["message/rfc822"]
    content = UNSIGNED.fetch_media(message.media[0], payload=request.body, payload_type=request.content_type)
    assert b"STOP" in content


def test_a_text_between_pictures_is_read_whole() -> None:
    mail = MIMEMultipart()
    for text in ("at the door", "ring twice"):
        mail.attach(MIMEText(text))
        picture = MIMEBase("image", "png")
        picture.set_payload(b"\x89PNG")
        mail.attach(picture)

    message = read(sendgrid.raw(mail.as_bytes()))

    assert message.text == "at the door\nring twice"
    assert [media.url for media in message.media] == ["part:0", "part:1"]


@pytest.mark.parametrize(
    ("payload", "payload_type", "url"),
    [
        (None, "", "part:0"),
        (b"x", "multipart/form-data", "part:0"),
        (b"text=hello", "application/x-www-form-urlencoded", "part:3"),
    ],
)
def test_bytes_that_are_not_kept_are_refused(payload: bytes | None, payload_type: str, url: str) -> None:
    with pytest.raises(Refused):
        UNSIGNED.fetch_media(Media(url=url, content_type="image/png"), payload=payload, payload_type=payload_type)


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated; owner=x",
        "Precedence: bulk",
        "Precedence: Auto_Reply",
        "X-Auto-Response-Suppress: DR, OOF, AutoReply",
        "X-Auto-Response-Suppress: All",
        "List-Id: <list.example>",
        "List-Unsubscribe: <https://x.example>",
        "Feedback-ID: a:b:c",
        "X-Autoreply: yes",
        "X-Failed-Recipients: ann@mail.example",
        "Return-Path: <>",
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b",
    ],
)
def test_what_a_machine_wrote_is_automatic_in_both_modes(header: str) -> None:
    headers = f"From: Ann <ann@mail.example>\nMessage-ID: <m1@mail.example>\n{header}\n"

    assert read(sendgrid.parsed(headers=headers)).automatic
    assert read(sendgrid.raw(f"{headers}\nI am away.".encode())).automatic


@pytest.mark.parametrize(
    "sender",
    [
        "MAILER-DAEMON@mail.example",
        "postmaster@x.example",
        "no-reply@x.example",
        "NoReply+7@x.example",
        "do-not-reply@x.example",
        "bounces@x.example",
        "Track@acme.example",
    ],
)
def test_a_machine_or_ourselves_as_sender_is_automatic(sender: str) -> None:
    assert read(sendgrid.parsed(sender=sender)).automatic


@pytest.mark.parametrize("envelope_from", ["", "<>"])
def test_a_bounce_is_automatic(envelope_from: str) -> None:
    envelope = json.dumps({"to": ["track@acme.example"], "from": envelope_from})

    assert read(sendgrid.parsed(envelope=envelope)).automatic


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: no",
        "Precedence: first-class",
        "X-Auto-Response-Suppress: OOF",
        "Return-Path: <ann@mail.example>",
    ],
)
def test_what_a_person_wrote_is_answered(header: str) -> None:
    assert not read(sendgrid.parsed(headers=f"From: ann@mail.example\n{header}\n")).automatic
    assert not read(sendgrid.parsed(sender="noreen@mail.example")).automatic


@pytest.mark.parametrize(
    ("sender", "envelope_from", "dkim", "spf", "authentic"),
    [
        ("ann@mail.example", "ann@mail.example", "", "", True),
        ("ann@mail.example", "ann@mail.example", None, None, True),
        ("ann@mail.example", "x@evil.example", "{@mail.example : pass}", "fail", True),
        ("ann@mail.example", "x@evil.example", "{@evil.example : pass, @mail.example : pass}", "fail", True),
        ("ann@mail.example", "x@evil.example", "{@evil.example : pass, @mail.example : fail}", "pass", False),
        ("ann@mail.example", "x@evil.example", "{@evil.example : pass}", "pass", False),
        ("ann@mail.example", "ann@mail.example", "none", "pass", True),
        ("ann@mail.example", "b@bounce.mail.example", "none", "Pass", True),
        ("ann@mail.example", "ann@mail.example", "none", "softfail", False),
        ("ann@mail.example", "ann@mail.example", "none", "none", False),
        ("ann@mail.example", "x@evilmail.example", "{@evilmail.example : pass}", "pass", False),
        ("ann@mail.example", "x@example", "{@example : pass}", "pass", False),
        ('"ann@mail.example" <x@evil.example>', "x@evil.example", "{@evil.example : pass}", "pass", True),
        ("<ann@mail.example> <x@evil.example>", "x@evil.example", "{@evil.example : pass}", "pass", False),
        ("ann@mail.example, x@evil.example", "x@evil.example", "{@mail.example : pass}", "pass", False),
    ],
)
def test_a_sender_is_believed_only_where_a_check_speaks_for_its_domain(
    sender: str, envelope_from: str, dkim: str | None, spf: str | None, authentic: bool
) -> None:
    envelope = json.dumps({"to": ["track@acme.example"], "from": envelope_from})

    message = read(sendgrid.parsed(sender=sender, envelope=envelope, dkim=dkim, SPF=spf))

    assert message.authentic is authentic


def test_the_address_of_a_forged_name_is_the_real_one() -> None:
    message = read(sendgrid.parsed(sender='"ann@mail.example" <X@evil.example>'))

    assert (message.from_address, message.display_name) == ("x@evil.example", "ann@mail.example")


def test_two_from_headers_prove_nobody() -> None:
    headers = "From: ann@mail.example\nFrom: x@evil.example\n"

    assert not read(sendgrid.parsed(headers=headers)).authentic


def test_without_a_from_the_envelope_names_the_sender() -> None:
    assert read(sendgrid.parsed(headers="Subject: x", sender=None)).from_address == "ann@mail.example"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", sendgrid.MULTIPART),
        (b"no boundary here", sendgrid.MULTIPART),
        (b"--x", "multipart/form-data"),
        (b"", "application/x-www-form-urlencoded"),
        (b"{}", "application/json"),
    ],
)
def test_a_post_that_is_no_mail_is_malformed(body: bytes, content_type: str) -> None:
    with pytest.raises(Malformed):
        read(sendgrid.post(body, content_type=content_type))


def test_parts_within_parts_without_end_are_malformed() -> None:
    layers = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(2000))

    with pytest.raises(Malformed):
        read(sendgrid.raw(f"From: ann@mail.example\n{layers}".encode()))


def test_a_form_without_files_may_be_urlencoded() -> None:
    body = b"from=ann%40mail.example&to=track%40acme.example&text=%E9t%E9&charsets=%7B%22text%22%3A%22latin-1%22%7D"

    message = read(sendgrid.post(body, content_type="application/x-www-form-urlencoded"))

    assert (message.from_address, message.text) == ("ann@mail.example", "été")


def test_a_form_with_bare_line_feeds_is_read() -> None:
    body = sendgrid.multipart(sendgrid.FIELDS).replace(b"\r\n", b"\n")

    assert read(sendgrid.post(body)).text == "where is AC-7F3K9Q"


def test_five_hundred_recipients_are_one_message() -> None:
    envelope = json.dumps({"to": [f"p{n}@acme.example" for n in range(500)], "from": "ann@mail.example"})

    assert read(sendgrid.parsed(envelope=envelope)).to_address == "p0@acme.example"

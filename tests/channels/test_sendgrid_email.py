"""Sending through SendGrid, its events, and every way both can fail."""

import errno
import json
import logging
import socket
import ssl
import urllib.error
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.channels import sendgrid_email
from bot.channels.port import (
    Ambiguous,
    ChannelName,
    Failure,
    Forged,
    Malformed,
    NotSent,
    OutgoingMessage,
    Refused,
    Throttled,
)
from bot.channels.sendgrid_email import SendGridEmail
from delivery.messages import MessageStatus
from tests.channels import sendgrid_requests as sendgrid
from tests.channels.provider import Answer, Asked, Provider, refusing_url


@pytest.fixture
def channel(provider: Provider) -> SendGridEmail:
    return SendGridEmail(api_key="SG.key", base_url=provider.url + "/", timeout_s=0.3)


def a_message(**changes: Any) -> OutgoingMessage:
    fields: dict[str, Any] = {
        "id": 42,
        "channel": ChannelName.EMAIL,
        "from_address": "track@acme.example",
        "from_name": "Acme",
        "to_address": "ann@mail.example",
        "text": "3 stops away",
        "subject": "Your delivery",
    }
    return OutgoingMessage(**{**fields, **changes})


def sent(provider: Provider, channel: SendGridEmail, message: OutgoingMessage) -> Asked:
    provider.answers.append(Answer(202, headers={"X-Message-Id": "abc-DEF_1"}))
    assert channel.send(message).provider_id == "abc-DEF_1"
    return provider.asked[-1]


def test_the_request_is_exactly_this(provider: Provider, channel: SendGridEmail) -> None:
    message = a_message(
        html="<p>3 stops away</p>",
        mail_id="out-42@acme.example",
        in_reply_to="<m1@mail.example>",
        references=("<m0@mail.example>", "<m1@mail.example>"),
        reply_to="r-t0k@in.acme.example",
        unsubscribe_url="https://doorstep.example/u/1",
    )

    asked = sent(provider, channel, message)

    assert (asked.method, asked.path) == ("POST", "/v3/mail/send")
    assert asked.headers["Authorization"] == "Bearer SG.key"
    assert json.loads(asked.body) == {
        "from": {"email": "track@acme.example", "name": "Acme"},
        "reply_to": {"email": "r-t0k@in.acme.example"},
        "subject": "Your delivery",
        "personalizations": [{"to": [{"email": "ann@mail.example"}]}],
        "content": [
            {"type": "text/plain", "value": "3 stops away"},
            {"type": "text/html", "value": "<p>3 stops away</p>"},
        ],
        "headers": {
            "Message-ID": "<out-42@acme.example>",
            "In-Reply-To": "<m1@mail.example>",
            "References": "<m0@mail.example> <m1@mail.example>",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "List-Unsubscribe": "<https://doorstep.example/u/1>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
        "custom_args": {"doorstep_message": "42"},
        "tracking_settings": {
            "click_tracking": {"enable": False, "enable_text": False},
            "open_tracking": {"enable": False},
        },
    }


def test_a_plain_mail_has_the_two_headers_against_loops_alone(provider: Provider, channel: SendGridEmail) -> None:
    request = json.loads(sent(provider, channel, a_message()).body)

    assert set(request["headers"]) == {"Auto-Submitted", "X-Auto-Response-Suppress"}
    assert [part["type"] for part in request["content"]] == ["text/plain"]


@pytest.mark.parametrize(
    ("subject", "name", "given"), [(None, "Acme", "Acme"), (" \n", None, "Delivery"), ("Hi", "Acme", "Hi")]
)
def test_a_mail_always_has_a_subject(
    provider: Provider, channel: SendGridEmail, subject: str | None, name: str | None, given: str
) -> None:
    request = json.loads(sent(provider, channel, a_message(subject=subject, from_name=name)).body)

    assert request["subject"] == given


@pytest.mark.parametrize("separator", ["\r\n", "\n", "\r", "\x0b", "\x85", "\u2028", "\x00"])
def test_nobody_can_start_a_header_of_their_own(provider: Provider, channel: SendGridEmail, separator: str) -> None:
    evil = f"x{separator}Bcc: everybody@evil.example"
    message = a_message(
        subject=evil, from_name=evil, mail_id=evil, in_reply_to=evil, references=(evil,), unsubscribe_url=evil
    )

    request = json.loads(sent(provider, channel, message).body)

    values = [request["subject"], request["from"]["name"], *request["headers"].values()]
    assert all(value.isprintable() for value in values)


def test_the_mail_id_stands_in_where_the_provider_names_none(provider: Provider, channel: SendGridEmail) -> None:
    provider.answers.extend([Answer(202), Answer(202)])

    assert channel.send(a_message(mail_id="<out-42@acme.example>")).provider_id == "<out-42@acme.example>"
    assert channel.send(a_message()).provider_id == "doorstep_message:42"


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        (Answer(breaks="hang"), Ambiguous),
        (Answer(breaks="reset"), Ambiguous),
        (Answer(breaks="close"), Ambiguous),
        (Answer(500), Ambiguous),
        (Answer(503, b"<html>"), Ambiguous),
        (Answer(200, b"{}"), Ambiguous),
        (Answer(429, b"{}"), Throttled),
        (Answer(400, b"{}"), Refused),
        (Answer(413, b"<html>nginx</html>"), Refused),
    ],
)
def test_every_failure_has_its_name_and_nothing_is_sent_twice(
    provider: Provider, channel: SendGridEmail, answer: Answer, failure: type[Failure]
) -> None:
    provider.answers.append(answer)

    with pytest.raises(Failure) as raised:
        channel.send(a_message())

    assert type(raised.value) is failure
    assert len(provider.asked) == 1


def test_a_redirect_is_no_acceptance(provider: Provider, channel: SendGridEmail) -> None:
    provider.answers.extend([Answer(302, headers={"Location": "/login"}), Answer(200, b"<html>welcome")])

    with pytest.raises(Ambiguous):
        channel.send(a_message())


def test_a_refused_connection_never_left() -> None:
    with pytest.raises(NotSent):
        SendGridEmail(api_key="SG.key", base_url=refusing_url(), timeout_s=0.3).send(a_message())


@pytest.mark.parametrize(
    ("reason", "failure"),
    [
        (socket.gaierror(-2, "unknown"), NotSent),
        (TimeoutError(), NotSent),
        (ssl.SSLCertVerificationError("self-signed"), NotSent),
        (OSError(errno.EHOSTUNREACH, "no route"), NotSent),
        (ConnectionResetError(errno.ECONNRESET, "reset"), Ambiguous),
        (BrokenPipeError(errno.EPIPE, "pipe"), Ambiguous),
        ("something else", Ambiguous),
    ],
)
def test_a_broken_request_either_never_left_or_is_ambiguous(reason: Any, failure: type[Failure]) -> None:
    assert type(sendgrid_email._connection_failure(urllib.error.URLError(reason))) is failure


@pytest.mark.parametrize(
    ("status", "field", "marks"),
    [
        (400, "personalizations.0.to.0.email", {"address_is_bad"}),
        (400, "from.email", {"is_configuration"}),
        (400, "content", set()),
        (400, None, set()),
        (401, None, {"is_configuration"}),
        (403, "from", {"is_configuration"}),
    ],
)
def test_a_refusal_says_whose_matter_it_is(
    provider: Provider, channel: SendGridEmail, status: int, field: str | None, marks: set[str]
) -> None:
    provider.answers.append(Answer(status, json.dumps({"errors": [{"message": "no", "field": field}]}).encode()))

    with pytest.raises(Refused) as raised:
        channel.send(a_message())

    named = ("address_is_bad", "opted_out", "is_configuration")
    assert {name for name in named if getattr(raised.value, name)} == marks


def test_no_address_and_no_text_reaches_the_log(
    provider: Provider, channel: SendGridEmail, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        sent(provider, channel, a_message())

    assert "mail.example" not in caplog.text
    assert "3 stops" not in caplog.text


def test_there_is_no_list_to_ask(channel: SendGridEmail) -> None:
    since = datetime(2026, 11, 23, tzinfo=UTC)

    assert channel.find_accepted(a_message(), since=since) is None
    assert tuple(channel.list_inbound("track@acme.example", since)) == ()


def receipts(channel: SendGridEmail, *batch: dict[str, Any]) -> Any:
    return channel.verify_and_parse_receipts(sendgrid.events(*batch, key=None))


def test_a_batch_of_events_is_read_one_by_one(channel: SendGridEmail) -> None:
    processed, delivered = receipts(channel, sendgrid.event("processed"), sendgrid.event("delivered"))

    assert (processed.status, delivered.status) == (MessageStatus.SENT, MessageStatus.DELIVERED)
    assert delivered.message_id == 42
    assert delivered.provider_id == "abc-DEF_1"
    assert delivered.event_id == "event-delivered"
    assert delivered.address == "ann@mail.example"
    assert delivered.at == datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("event", "status", "opted_out", "address_is_bad"),
    [
        (sendgrid.event("bounce", type="bounce", status="5.1.1"), MessageStatus.UNDELIVERED, False, True),
        (sendgrid.event("bounce", type="blocked", status="4.7.1"), MessageStatus.UNDELIVERED, False, False),
        (sendgrid.event("dropped", reason="Bounced Address"), MessageStatus.FAILED, False, True),
        (sendgrid.event("dropped", reason="Unsubscribed Address"), MessageStatus.FAILED, True, False),
        (sendgrid.event("dropped", reason="Spam Reporting Address"), MessageStatus.FAILED, True, False),
        (sendgrid.event("spamreport"), None, True, False),
        (sendgrid.event("unsubscribe"), None, True, False),
        (sendgrid.event("group_unsubscribe"), None, True, False),
        (sendgrid.event("group_resubscribe"), None, False, False),
        (sendgrid.event("open"), None, False, False),
    ],
)
def test_events_tell_about_the_address_and_the_person(
    channel: SendGridEmail, event: dict[str, Any], status: MessageStatus | None, opted_out: bool, address_is_bad: bool
) -> None:
    (receipt,) = receipts(channel, event)

    assert (receipt.status, receipt.opted_out, receipt.address_is_bad) == (status, opted_out, address_is_bad)
    assert receipt.code == event.get("status")


def test_an_event_that_lacks_everything_is_still_a_receipt(channel: SendGridEmail) -> None:
    (receipt,) = receipts(channel, {"timestamp": "soon", "doorstep_message": "forty-two"})

    assert (receipt.message_id, receipt.status, receipt.at, receipt.event_id, receipt.address) == (None,) * 5


@pytest.mark.parametrize("body", [b"", b"{", b"{}", b'"text"', b"\xff"])
def test_events_that_are_no_list_are_malformed(channel: SendGridEmail, body: bytes) -> None:
    with pytest.raises(Malformed):
        channel.verify_and_parse_receipts(sendgrid.post(body, key=None))


def test_what_no_database_can_store_is_left_out_of_events(channel: SendGridEmail) -> None:
    (receipt,) = receipts(channel, sendgrid.event("bounce", status="5\x00\ud800"))

    assert receipt.code == "5\ufffd"


def test_an_odd_element_spoils_no_batch(channel: SendGridEmail) -> None:
    request = sendgrid.post(b'[1, null, {"event": "delivered"}]', key=None)

    assert [receipt.status for receipt in channel.verify_and_parse_receipts(request)] == [MessageStatus.DELIVERED]


@pytest.mark.parametrize("headers", [{}, {"X-Twilio-Email-Event-Webhook-Signature": "§§"}])
def test_events_without_a_proper_signature_are_forged_where_a_key_is_set(headers: dict[str, str]) -> None:
    channel = SendGridEmail(api_key="SG.key", event_public_key=sendgrid.public_key())
    unsigned = sendgrid.events(sendgrid.event("delivered"), key=None)

    with pytest.raises(Forged):
        channel.verify_and_parse_receipts(
            type(unsigned)(
                method="POST",
                url=unsigned.url,
                headers=headers,
                body=unsigned.body,
                content_type=unsigned.content_type,
            )
        )

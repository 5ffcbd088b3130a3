"""Sending through Twilio: the exact request, every way it can fail, and asking what was accepted."""

import base64
import logging
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.channels.port import (
    Ambiguous,
    ChannelName,
    Failure,
    NotSent,
    OutgoingMessage,
    Refused,
    Throttled,
)
from bot.channels.twilio_sms import TwilioSms
from delivery.messages import MessageStatus
from tests.channels import twilio_requests as twilio
from tests.channels.provider import Answer, Asked, Provider, refusing_url

SINCE = datetime(2026, 11, 23, 13, 59, 58, tzinfo=UTC)
PATH = f"/2010-04-01/Accounts/{twilio.ACCOUNT}/Messages.json"


def a_channel(url: str, *, name: ChannelName = ChannelName.SMS) -> TwilioSms:
    return TwilioSms(account_sid=twilio.ACCOUNT, auth_token=twilio.TOKEN, base_url=url, timeout_s=0.3, name=name)


@pytest.fixture
def channel(provider: Provider) -> TwilioSms:
    return a_channel(provider.url)


def a_message(**changes: Any) -> OutgoingMessage:
    fields: dict[str, Any] = {
        "id": 42,
        "channel": ChannelName.SMS,
        "from_address": "+15005550006",
        "to_address": "+15005550201",
        "text": "Your delivery is 3 stops away.",
    }
    return OutgoingMessage(**{**fields, **changes})


def sent(provider: Provider, channel: TwilioSms, message: OutgoingMessage) -> Asked:
    provider.answers.append(Answer(201, twilio.message_resource()))
    channel.send(message)
    return provider.asked[-1]


def test_the_request_is_exactly_this(provider: Provider, channel: TwilioSms) -> None:
    message = a_message(
        callback_url=twilio.STATUS_URL,
        valid_for_s=900,
        media_urls=("https://a.example/1.png", "https://a.example/2.png"),
    )

    asked = sent(provider, channel, message)

    assert (asked.method, asked.path) == ("POST", PATH)
    assert (
        asked.headers["Authorization"]
        == "Basic " + base64.b64encode(f"{twilio.ACCOUNT}:{twilio.TOKEN}".encode()).decode()
    )
    assert asked.form == {
        "From": ["+15005550006"],
        "To": ["+15005550201"],
        "Body": ["Your delivery is 3 stops away."],
        "StatusCallback": [twilio.STATUS_URL],
        "ValidityPeriod": ["900"],
        "MediaUrl": ["https://a.example/1.png", "https://a.example/2.png"],
    }


def test_the_plain_request_holds_nothing_else(provider: Provider, channel: TwilioSms) -> None:
    asked = sent(provider, channel, a_message())

    assert set(asked.form) == {"From", "To", "Body"}


@pytest.mark.parametrize(("asked_for", "given"), [(-5, "6"), (0, "6"), (1, "6"), (600, "600"), (10**6, "36000")])
def test_the_validity_stays_within_what_twilio_takes(
    provider: Provider, channel: TwilioSms, asked_for: int, given: str
) -> None:
    assert sent(provider, channel, a_message(valid_for_s=asked_for)).form["ValidityPeriod"] == [given]


@pytest.mark.parametrize(
    ("name", "from_", "to", "parties"),
    [
        (ChannelName.WHATSAPP, "+15005550006", "+15005550201", ("whatsapp:+15005550006", "whatsapp:+15005550201")),
        (ChannelName.WHATSAPP, "whatsapp:+1500", "whatsapp:US.x", ("whatsapp:+1500", "whatsapp:US.x")),
        (ChannelName.SMS, "rcs:acme_agent", "+15005550201", ("rcs:acme_agent", "rcs:+15005550201")),
        (ChannelName.SMS, "rcs:acme_agent", "rcs:+15005550201", ("rcs:acme_agent", "rcs:+15005550201")),
    ],
)
def test_the_parties_get_the_prefix_of_their_channel(
    provider: Provider, name: ChannelName, from_: str, to: str, parties: tuple[str, str]
) -> None:
    channel = a_channel(provider.url, name=name)

    form = sent(provider, channel, a_message(channel=name, from_address=from_, to_address=to)).form

    assert (form["From"], form["To"]) == ([parties[0]], [parties[1]])


def test_a_picture_needs_no_words(provider: Provider, channel: TwilioSms) -> None:
    assert "Body" not in sent(provider, channel, a_message(text="", media_urls=("https://a.example/1.png",))).form


@pytest.mark.parametrize(
    ("resource", "status", "segments"),
    [
        ({"status": "queued", "num_segments": "2"}, MessageStatus.SENT, 2),
        ({"status": "accepted", "num_segments": "0"}, MessageStatus.SENT, None),
        ({"status": "failed", "num_segments": None}, MessageStatus.FAILED, None),
        ({"status": "brand_new_word"}, MessageStatus.SENT, 1),
    ],
)
def test_the_answer_is_read(
    provider: Provider, channel: TwilioSms, resource: dict[str, Any], status: MessageStatus, segments: int | None
) -> None:
    provider.answers.append(Answer(201, twilio.message_resource(**resource)))

    accepted = channel.send(a_message())

    assert (accepted.status, accepted.segments) == (status, segments)


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        (Answer(breaks="hang"), Ambiguous),
        (Answer(breaks="reset"), Ambiguous),
        (Answer(breaks="close"), Ambiguous),
        (Answer(500, b"oops"), Ambiguous),
        (Answer(502, b"<html>"), Ambiguous),
        (Answer(503, b'{"code": 20503}'), Ambiguous),
        (Answer(504), Ambiguous),
        (Answer(201, b"not json"), Ambiguous),
        (Answer(201, b"{}"), Ambiguous),
        (Answer(201, b"[]"), Ambiguous),
        (Answer(200, twilio.message_resource(), {"Content-Length": "99999"}), Ambiguous),
        (Answer(429, b"{}"), Throttled),
        (Answer(400, b'{"code": 21211}'), Refused),
        (Answer(404, b"<html>"), Refused),
        (Answer(302, b"", {"Location": "http://127.0.0.1:1/"}), Refused),
    ],
)
def test_every_failure_has_its_name_and_nothing_is_sent_twice(
    provider: Provider, channel: TwilioSms, answer: Answer, failure: type[Failure]
) -> None:
    provider.answers.append(answer)

    with pytest.raises(Failure) as raised:
        channel.send(a_message())

    assert type(raised.value) is failure
    assert len(provider.asked) == 1


def test_a_refused_connection_never_left() -> None:
    with pytest.raises(NotSent):
        a_channel(refusing_url()).send(a_message())


@pytest.mark.parametrize(
    ("code", "status", "marks"),
    [
        (21211, 400, {"address_is_bad"}),
        (21614, 400, {"address_is_bad"}),
        (21610, 400, {"opted_out"}),
        (21608, 400, {"is_configuration"}),
        (20003, 401, {"is_configuration"}),
        (21617, 400, set()),
        (99999, 400, set()),
        (99999, 403, {"is_configuration"}),
        (None, 404, {"is_configuration"}),
    ],
)
def test_a_refusal_says_whose_matter_it_is(
    provider: Provider, channel: TwilioSms, code: int | None, status: int, marks: set[str]
) -> None:
    body = f'{{"code": {code or status}, "message": "changes without notice", "status": {status}}}'.encode()
    provider.answers.append(Answer(status, body))

    with pytest.raises(Refused) as raised:
        channel.send(a_message())

    named = ("address_is_bad", "opted_out", "is_configuration")
    assert {name for name in named if getattr(raised.value, name)} == marks
    assert raised.value.code == str(code or status)


def test_a_problem_document_is_read_like_the_older_form(provider: Provider, channel: TwilioSms) -> None:
    body = b'{"type": "https://t.example", "title": "Opted out", "status": 400, "code": 21610}'
    provider.answers.append(Answer(400, body))

    with pytest.raises(Refused) as raised:
        channel.send(a_message())
    assert raised.value.opted_out


def test_a_full_queue_is_asked_again_later(provider: Provider, channel: TwilioSms) -> None:
    provider.answers.append(Answer(400, b'{"code": 21611, "message": "queue", "status": 400}'))

    with pytest.raises(Throttled) as raised:
        channel.send(a_message())
    assert raised.value.retry_after_s == 600


def test_no_address_and_no_text_reaches_the_log(
    provider: Provider, channel: TwilioSms, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        sent(provider, channel, a_message())
        provider.answers.append(Answer(200, twilio.message_page()))
        channel.find_accepted(a_message(), since=SINCE)

    assert "5550201" not in caplog.text
    assert "3 stops" not in caplog.text


@pytest.mark.parametrize(
    ("listed", "found"),
    [
        ([{}], "SM0000000000000000000000000000000f"),
        ([{"sid": "SM2"}, {"sid": "SM1"}], "SM1"),
        (
            [{"body": "Sent from your Twilio trial account - Your delivery is 3 stops away."}],
            "SM0000000000000000000000000000000f",
        ),
        ([{"body": "something else"}], None),
        ([{"sid": "SM-known"}], None),
        ([{"direction": "inbound"}], None),
        ([{"date_created": "Mon, 23 Nov 2026 13:59:50 +0000"}], None),
        ([{"date_created": None}], None),
        ([], None),
    ],
    ids=["same", "the oldest", "trial account", "other text", "known", "inbound", "before", "undated", "nothing"],
)
def test_an_accepted_message_is_found_by_its_parties_and_text(
    provider: Provider, channel: TwilioSms, listed: list[dict[str, Any]], found: str | None
) -> None:
    times = ["Mon, 23 Nov 2026 14:00:05 +0000", "Mon, 23 Nov 2026 14:00:01 +0000"]
    dated = [{"date_created": time, **message} for time, message in zip(times, listed, strict=False)]
    provider.answers.append(Answer(200, twilio.message_page(*dated)))

    accepted = channel.find_accepted(a_message(), since=SINCE, known={"SM-known"})

    assert (accepted.provider_id if accepted else None) == found
    assert provider.asked[0].query["To"] == ["+15005550201"]
    assert provider.asked[0].query["From"] == ["+15005550006"]


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        (Answer(200, b"nonsense"), Ambiguous),
        (Answer(401, b'{"code": 20003, "status": 401}'), Refused),
        (Answer(429, b"{}"), Throttled),
    ],
)
def test_a_question_that_fails_is_a_failure_too(
    provider: Provider, channel: TwilioSms, answer: Answer, failure: type[Failure]
) -> None:
    provider.answers.append(answer)

    with pytest.raises(failure):
        channel.find_accepted(a_message(), since=SINCE)


def test_missed_messages_are_listed_oldest_first_with_their_media(provider: Provider, channel: TwilioSms) -> None:
    ours = {"direction": "inbound", "from": "+15005550201", "to": "+15005550006", "status": "received"}
    page = twilio.message_page(
        {**ours, "sid": "SM3", "body": "third", "num_media": "1"},
        {"sid": "SM2"},
        {**ours, "sid": "SM1", "body": "first"},
    )
    media = b"""{"media_list": [{"sid": "ME1", "content_type": "image/png",
        "uri": "/2010-04-01/Accounts/AC/Messages/SM3/Media/ME1.json"}], "page": 0, "next_page_uri": null}"""
    provider.answers.extend([Answer(200, page), Answer(200, media)])

    first, third = channel.list_inbound("+15005550006", SINCE)

    assert (first.provider_id, first.text, first.from_address) == ("SM1", "first", "+15005550201")
    assert third.media[0].url == "https://api.twilio.com/2010-04-01/Accounts/AC/Messages/SM3/Media/ME1"
    assert provider.asked[0].query["To"] == ["+15005550006"]
    assert provider.asked[0].query["DateSent>"] == ["2026-11-23T13:59:53Z"]


def test_missed_whatsapp_messages_are_asked_for_with_their_prefix(provider: Provider) -> None:
    channel = a_channel(provider.url, name=ChannelName.WHATSAPP)
    ours = {"direction": "inbound", "from": "whatsapp:+15005550201", "to": "whatsapp:+15005550006"}
    provider.answers.append(Answer(200, twilio.message_page({**ours, "sid": "SM1"})))

    (message,) = channel.list_inbound("+15005550006", SINCE)

    assert (message.channel, message.from_address) == (ChannelName.WHATSAPP, "+15005550201")
    assert provider.asked[0].query["To"] == ["whatsapp:+15005550006"]

"""Twilio's webhooks: what is signed, who the parties are, and what a receipt says."""

import base64
import hashlib
import hmac
import json
from dataclasses import replace

import pytest

from bot.channels.port import ChannelName, Forged, Malformed, Media, WebhookRequest
from bot.channels.twilio_sms import TwilioSms
from delivery.messages import MessageStatus
from tests.channels import twilio_requests as twilio

NEW_TOKEN = "the token after the rotation"
MEDIA = f"https://api.twilio.com/2010-04-01/Accounts/{twilio.ACCOUNT}/Messages/MM1/Media/"


@pytest.fixture
def channel() -> TwilioSms:
    return TwilioSms(account_sid=twilio.ACCOUNT, auth_token=twilio.TOKEN)


@pytest.mark.parametrize("token", [twilio.TOKEN, NEW_TOKEN])
def test_both_tokens_count_during_a_rotation(token: str) -> None:
    channel = TwilioSms(account_sid=twilio.ACCOUNT, auth_token=NEW_TOKEN, auth_token_previous=twilio.TOKEN)

    assert channel.verify_and_parse_inbound(twilio.inbound(token=token))


def test_an_empty_previous_token_signs_nothing() -> None:
    channel = TwilioSms(account_sid=twilio.ACCOUNT, auth_token=twilio.TOKEN, auth_token_previous="")

    with pytest.raises(Forged):
        channel.verify_and_parse_inbound(twilio.inbound(token=""))


@pytest.mark.parametrize(
    "signed_url",
    [twilio.INBOUND_URL, twilio.INBOUND_URL.replace(".example/", ".example:443/")],
    ids=["without port", "with port"],
)
def test_the_url_may_be_signed_with_or_without_its_port(channel: TwilioSms, signed_url: str) -> None:
    request = twilio.form_post(twilio.INBOUND_URL, twilio.INBOUND, signed=twilio.signature(signed_url, twilio.INBOUND))

    assert channel.verify_and_parse_inbound(request)


@pytest.mark.parametrize("signed", ["", "x", "AAAA", "é", "a" * 10_000])
def test_a_garbage_signature_is_forged_and_no_crash(channel: TwilioSms, signed: str) -> None:
    with pytest.raises(Forged):
        channel.verify_and_parse_inbound(twilio.form_post(twilio.INBOUND_URL, twilio.INBOUND, signed=signed))


def test_a_changed_parameter_is_forged(channel: TwilioSms) -> None:
    request = twilio.inbound()

    with pytest.raises(Forged):
        channel.verify_and_parse_inbound(replace(request, body=request.body.replace(b"where", b"there")))


def test_another_url_is_forged(channel: TwilioSms) -> None:
    with pytest.raises(Forged):
        channel.verify_and_parse_inbound(replace(twilio.inbound(), url="https://elsewhere.example/webhooks"))


def test_another_account_is_forged(channel: TwilioSms) -> None:
    with pytest.raises(Forged):
        channel.verify_and_parse_inbound(twilio.inbound(AccountSid="AC99999999999999999999999999999999"))


def _json_post(body: bytes, *, signed_body: bytes | None = None) -> WebhookRequest:
    digest = hashlib.sha256(body if signed_body is None else signed_body).hexdigest()
    url = f"{twilio.INBOUND_URL}?bodySHA256={digest}"
    signed = base64.b64encode(hmac.new(twilio.TOKEN.encode(), url.encode(), hashlib.sha1).digest()).decode()
    return WebhookRequest(
        method="POST", url=url, headers={"X-Twilio-Signature": signed}, body=body, content_type="application/json"
    )


def test_a_json_body_is_read_by_its_signed_hash(channel: TwilioSms) -> None:
    body = json.dumps({**twilio.INBOUND, "NumMedia": 0}).encode()

    (message,) = channel.verify_and_parse_inbound(_json_post(body))

    assert message.text == "where is AC-7F3K9Q"
    assert message.payload_type == "application/json"


def test_a_json_body_with_another_hash_is_forged(channel: TwilioSms) -> None:
    body = json.dumps(twilio.INBOUND).encode()

    with pytest.raises(Forged):
        channel.verify_and_parse_inbound(_json_post(body, signed_body=b"{}"))


def test_a_json_body_that_nobody_hashed_is_forged(channel: TwilioSms) -> None:
    request = _json_post(json.dumps(twilio.INBOUND).encode())
    signed = twilio.signature(twilio.INBOUND_URL, {})

    with pytest.raises(Forged):
        channel.verify_and_parse_inbound(
            replace(request, url=twilio.INBOUND_URL, headers={"X-Twilio-Signature": signed})
        )


@pytest.mark.parametrize("body", [b"{", b"[]", b'"text"'])
def test_a_signed_body_that_is_no_json_object_is_malformed(channel: TwilioSms, body: bytes) -> None:
    with pytest.raises(Malformed):
        channel.verify_and_parse_inbound(_json_post(body))


def test_a_get_webhook_is_read_from_its_query(channel: TwilioSms) -> None:
    url = f"{twilio.INBOUND_URL}?MessageSid=SM1&From=%2B15005550201&To=%2B15005550006&Body=hello%20there"
    headers = {"X-Twilio-Signature": twilio.signature(url, {})}
    request = WebhookRequest(method="GET", url=url, headers=headers, body=b"", content_type="")

    (message,) = channel.verify_and_parse_inbound(request)

    assert (message.text, message.from_address) == ("hello there", "+15005550201")


@pytest.mark.parametrize("missing", ["From", "To"])
def test_a_message_without_a_party_is_malformed_and_names_its_id_alone(channel: TwilioSms, missing: str) -> None:
    with pytest.raises(Malformed) as raised:
        channel.verify_and_parse_inbound(twilio.inbound(From=None) if missing == "From" else twilio.inbound(To=None))

    assert raised.value.provider_id == twilio.INBOUND["MessageSid"]
    assert "+1500" not in str(raised.value)


def test_a_message_without_any_sid_is_malformed(channel: TwilioSms) -> None:
    with pytest.raises(Malformed):
        channel.verify_and_parse_inbound(twilio.inbound(MessageSid=None, SmsSid=None))


@pytest.mark.parametrize(
    ("from_", "to", "channel_name", "from_address", "to_address", "automatic"),
    [
        ("+15005550201", "+15005550006", ChannelName.SMS, "+15005550201", "+15005550006", False),
        ("whatsapp:+15005550201", "whatsapp:+15005550006", ChannelName.WHATSAPP, "+15005550201", "+15005550006", False),
        ("whatsapp:US.abc123", "whatsapp:+15005550006", ChannelName.WHATSAPP, "US.abc123", "+15005550006", False),
        ("rcs:+15005550201", "rcs:acme_agent", ChannelName.SMS, "+15005550201", "rcs:acme_agent", False),
        ("72975", "+15005550006", ChannelName.SMS, "72975", "+15005550006", True),
        ("AMAZON", "+15005550006", ChannelName.SMS, "AMAZON", "+15005550006", True),
    ],
)
def test_the_parties_are_read_whatever_their_form(
    channel: TwilioSms,
    from_: str,
    to: str,
    channel_name: ChannelName,
    from_address: str,
    to_address: str,
    automatic: bool,
) -> None:
    (message,) = channel.verify_and_parse_inbound(twilio.inbound(From=from_, To=to))

    assert (message.channel, message.from_address, message.to_address) == (channel_name, from_address, to_address)
    assert message.automatic is automatic


def test_whatsapp_extras_are_kept(channel: TwilioSms) -> None:
    request = twilio.inbound(
        From="whatsapp:+15005550201",
        To="whatsapp:+15005550006",
        Body="",
        ButtonText="Later",
        ProfileName="Ann",
        OriginalRepliedMessageSid="SM7",
    )

    (message,) = channel.verify_and_parse_inbound(request)

    assert (message.text, message.display_name, message.in_reply_to) == ("Later", "Ann", "SM7")


@pytest.mark.parametrize(
    ("word", "consent"), [("STOP", "stop"), ("START", "start"), ("HELP", "help"), ("stop", "stop"), ("NEW", None)]
)
def test_what_the_carrier_has_answered_is_told(channel: TwilioSms, word: str, consent: str | None) -> None:
    (message,) = channel.verify_and_parse_inbound(twilio.inbound(OptOutType=word))

    assert message.carrier_consent == consent


def test_media_are_counted_by_their_references(channel: TwilioSms) -> None:
    request = twilio.inbound(
        NumMedia="nonsense", MediaUrl0=f"{MEDIA}ME0", MediaContentType0="image/jpeg", MediaUrl1=f"{MEDIA}ME1"
    )

    (message,) = channel.verify_and_parse_inbound(request)

    assert message.media == (
        Media(url=f"{MEDIA}ME0", content_type="image/jpeg"),
        Media(url=f"{MEDIA}ME1", content_type="application/octet-stream"),
    )


def test_the_payload_is_kept_whole(channel: TwilioSms) -> None:
    (message,) = channel.verify_and_parse_inbound(twilio.inbound())

    assert message.payload == twilio.INBOUND


@pytest.mark.parametrize("body", ["a+b & c=d%", " spaces  around ", "été\r\nligne", "😀", ""])
def test_any_characters_survive_signature_and_form(channel: TwilioSms, body: str) -> None:
    (message,) = channel.verify_and_parse_inbound(twilio.inbound(Body=body))

    assert message.text == body


def test_what_no_database_can_store_is_left_out(channel: TwilioSms) -> None:
    (of_form,) = channel.verify_and_parse_inbound(twilio.inbound(Body="a\x00b"))
    (of_json,) = channel.verify_and_parse_inbound(
        _json_post(json.dumps({**twilio.INBOUND, "Body": "\ud800b"}).encode())
    )

    assert (of_form.text, of_json.text) == ("ab", "\ufffdb")
    assert isinstance(of_form.payload, dict)
    assert of_form.payload["Body"] == "ab"


@pytest.mark.parametrize(
    ("code", "opted_out", "address_is_bad"),
    [
        ("21610", True, False),
        ("30005", False, True),
        ("30007", False, False),
        ("99999", False, False),
        ("x", False, False),
    ],
)
def test_a_receipt_tells_what_its_code_means(
    channel: TwilioSms, code: str, opted_out: bool, address_is_bad: bool
) -> None:
    (receipt,) = channel.verify_and_parse_receipts(twilio.status("undelivered", ErrorCode=code))

    assert (receipt.status, receipt.code) == (MessageStatus.UNDELIVERED, code)
    assert (receipt.opted_out, receipt.address_is_bad) == (opted_out, address_is_bad)


def test_a_receipt_carries_our_message_id_and_is_one_event_per_status(channel: TwilioSms) -> None:
    requests = [twilio.status("sent"), twilio.status("delivered"), twilio.status("sent")]

    sent, delivered, again = (channel.verify_and_parse_receipts(request)[0] for request in requests)

    assert (sent.message_id, sent.address, sent.opted_out) == (42, "+15005550201", False)
    assert sent.event_id == again.event_id != delivered.event_id


def test_a_receipt_at_an_address_without_our_id_still_counts(channel: TwilioSms) -> None:
    url = "https://doorstep.example/webhooks/twilio/status/"

    (receipt,) = channel.verify_and_parse_receipts(twilio.status("sent", url=url))

    assert receipt.message_id is None
    assert receipt.provider_id == "SM0000000000000000000000000000000f"


def test_a_receipt_without_a_sid_is_malformed(channel: TwilioSms) -> None:
    with pytest.raises(Malformed):
        channel.verify_and_parse_receipts(twilio.form_post(twilio.STATUS_URL, {"MessageStatus": "sent"}))

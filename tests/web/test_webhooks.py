"""Webhooks: who is believed, what a provider is answered, and that nothing it posts is lost or done twice."""

import io
import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from twilio.request_validator import RequestValidator
from werkzeug.test import TestResponse

from bot.app import create_app
from bot.channels.memory import SIGNATURE, MemoryChannel
from bot.channels.port import Channel, ChannelName, InboundMessage, WebhookRequest
from bot.channels.twilio_sms import TwilioSms
from bot.services import Services
from bot.usecases import load_day
from models.message import Message, Receipt
from models.session import Database
from tests.clocks import FixedClock
from tests.days import a_day
from tests.web.house import PUBLIC_URL, memory_channels, some_services, some_settings

TEXTS = "/webhooks/twilio/messages"
MAILS = "/webhooks/sendgrid/inbound"
TEXT = {"provider_id": "SM1", "from_address": "+15005550201", "to_address": "+15005550006", "text": "where is it"}
TOKEN = "a token for the tests"


def post(client: FlaskClient, path: str, *items: object, signature: str = "memory", **options: Any) -> TestResponse:
    return client.post(path, data=json.dumps(items), headers={SIGNATURE: signature}, **options)


def count(services: Services, table: Any) -> int:
    with services.database.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture
def loaded(services: Services) -> Services:
    """A house that knows Ann."""
    load_day.load(services, a_day())
    return services


def test_a_text_is_taken_in_and_answered_with_nothing_to_say(client: FlaskClient, loaded: Services) -> None:
    answer = post(client, TEXTS, TEXT)

    assert (answer.status_code, answer.data) == (200, b"<Response/>")
    assert answer.mimetype == "text/xml"
    assert count(loaded, Message) > 1


def test_a_repeated_text_is_a_success_without_effect(client: FlaskClient, loaded: Services) -> None:
    post(client, TEXTS, TEXT)
    before = count(loaded, Message)

    again = post(client, TEXTS, TEXT)

    assert (again.status_code, count(loaded, Message)) == (200, before)


def test_a_text_to_a_number_that_is_not_ours_is_no_reason_to_come_again(client: FlaskClient, loaded: Services) -> None:
    assert post(client, TEXTS, TEXT | {"to_address": "+15005550999"}).status_code == 200
    assert count(loaded, Message) == 0


@pytest.mark.parametrize("path", [TEXTS, "/webhooks/twilio/status/1", MAILS, "/webhooks/sendgrid/events"])
def test_a_forged_post_stores_nothing(client: FlaskClient, loaded: Services, path: str) -> None:
    answer = post(client, path, TEXT, signature="guess")

    assert answer.status_code == 403
    assert count(loaded, Message) == 0


def test_a_post_without_what_every_message_has_is_refused(client: FlaskClient, loaded: Services) -> None:
    assert post(client, TEXTS, {"provider_id": "SM1"}).status_code == 400


def test_a_mail_is_taken_in(client: FlaskClient, loaded: Services) -> None:
    mail = {"provider_id": "1", "from_address": "ann@mail.example", "to_address": "track@acme.example", "text": "hi"}

    assert post(client, MAILS, mail).status_code == 200
    assert count(loaded, Message) > 1


@pytest.mark.parametrize("path", [TEXTS, "/webhooks/twilio/status/1", MAILS, "/webhooks/sendgrid/events"])
def test_a_channel_that_is_off_is_not_there(database_url: str, clock: FixedClock, path: str) -> None:
    database = Database(database_url)
    client = create_app(some_settings(database_url), some_services(database, clock)).test_client()

    assert post(client, path).status_code == 404
    database.close()


@pytest.mark.parametrize("path", ["/webhooks/twilio/status/{}", "/webhooks/sendgrid/events"])
def test_a_receipt_changes_its_message_once(client: FlaskClient, loaded: Services, path: str) -> None:
    post(client, TEXTS, TEXT)
    with loaded.database.read() as session:
        message_id = session.scalars(select(Message.id).where(Message.direction == "out")).first()
    said = {"message_id": message_id, "provider_id": "SM9", "status": "delivered"}

    answers = [post(client, path.format(message_id), said) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert count(loaded, Receipt) == 1
    with loaded.database.read() as session:
        assert session.get_one(Message, message_id).status == "delivered"


@pytest.mark.parametrize(("path", "megabytes"), [(MAILS, 41), (TEXTS, 5)])
def test_a_body_too_large_is_refused_unread(client: FlaskClient, path: str, megabytes: int) -> None:
    length = str(megabytes * 1024 * 1024)

    answer = client.post(path, headers={SIGNATURE: "memory"}, environ_overrides={"CONTENT_LENGTH": length})

    assert answer.status_code == 413


def test_an_endless_body_is_read_up_to_the_cap(client: FlaskClient) -> None:
    answer = client.post(
        MAILS,
        headers={SIGNATURE: "memory", "Transfer-Encoding": "chunked"},
        environ_overrides={"wsgi.input": _Endless(), "wsgi.input_terminated": True},
    )

    assert answer.status_code == 413


def test_a_body_of_unknown_length_is_read(client: FlaskClient, loaded: Services) -> None:
    answer = client.post(
        TEXTS,
        headers={SIGNATURE: "memory", "Transfer-Encoding": "chunked"},
        environ_overrides={"wsgi.input": io.BytesIO(json.dumps([TEXT]).encode()), "wsgi.input_terminated": True},
    )

    assert (answer.status_code, count(loaded, Message) > 1) == (200, True)


def test_the_signature_is_checked_against_the_public_address(database_url: str, clock: FixedClock) -> None:
    database = Database(database_url)
    twilio = TwilioSms(account_sid="AC1", auth_token=TOKEN)
    services = some_services(database, clock, {ChannelName.WHATSAPP: twilio})
    load_day.load(services, a_day())
    client = create_app(some_settings(database_url), services).test_client()
    form = {"MessageSid": "SM1", "AccountSid": "AC1", "From": "+15005550201", "To": "+15005550006", "Body": "hi +&é"}
    signed = RequestValidator(TOKEN).compute_signature(f"{PUBLIC_URL}{TEXTS}?a=%20b&c", form)

    right = client.post(f"{TEXTS}?a=%20b&c", data=form, headers={"X-Twilio-Signature": signed, "Host": "evil.example"})
    wrong = client.post(TEXTS, data=form, headers={"X-Twilio-Signature": signed})

    assert (right.status_code, wrong.status_code) == (200, 403)
    database.close()


def test_a_database_that_is_down_sends_the_provider_away_for_now(clock: FixedClock) -> None:
    nowhere = "sqlite:////nowhere/at/all.db"
    services = some_services(Database(nowhere), clock, memory_channels())
    client = create_app(some_settings(nowhere), services).test_client()

    answer = post(client, TEXTS, TEXT)

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")


def test_a_failure_of_ours_keeps_nothing_else_of_the_batch_out(client: FlaskClient, loaded: Services) -> None:
    post(client, TEXTS, TEXT)
    with loaded.database.read() as session:
        message_id = session.scalars(select(Message.id).where(Message.direction == "out")).first()
    bad = {"message_id": {}, "provider_id": "x", "status": "delivered"}
    good = {"message_id": message_id, "provider_id": "SM9", "status": "delivered"}

    answer = post(client, "/webhooks/sendgrid/events", bad, good)

    assert (answer.status_code, b"logged" in answer.data) == (500, True)
    assert count(loaded, Receipt) == 1


def test_a_failure_of_ours_is_told_without_its_reason(database_url: str, clock: FixedClock) -> None:
    database = Database(database_url)
    channels: dict[ChannelName, Channel] = {ChannelName.SMS: _Broken()}
    client = create_app(some_settings(database_url), some_services(database, clock, channels)).test_client()

    answer = post(client, TEXTS, TEXT)

    assert (answer.status_code, b"secret" in answer.data) == (500, False)
    database.close()


class _Broken(MemoryChannel):
    """A channel with a mistake in it."""

    def verify_and_parse_inbound(self, request: WebhookRequest) -> tuple[InboundMessage, ...]:
        raise RuntimeError("a secret")


class _Endless(io.RawIOBase):
    """A body that never ends."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        buffer[:] = b" " * len(buffer)
        return len(buffer)

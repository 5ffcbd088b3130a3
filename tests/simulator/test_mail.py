"""The mail provider through SendGrid's own client, and its events as SendGrid's own verifier reads them."""

import json
from collections.abc import Callable
from typing import Any

import pytest
import requests
from python_http_client.exceptions import HTTPError
from sendgrid import SendGridAPIClient
from sendgrid.helpers.eventwebhook import EventWebhook

from simulator.mail import SIGNATURE, TIMESTAMP
from simulator.world import World
from tests.simulator.listener import Listener
from tests.simulator.mails import ANN, EVENTS, TRACK, a_mail, signed


def refusal(send: Callable[[], object]) -> tuple[int, dict[str, Any]]:
    """Answer the status and the JSON of a refused request."""
    with pytest.raises(HTTPError) as refused:
        send()
    return refused.value.status_code, json.loads(refused.value.body or b"{}")


def test_a_sent_mail_reaches_the_mailbox(sendgrid: SendGridAPIClient, world: World) -> None:
    answer = sendgrid.send(a_mail())

    assert (answer.status_code, answer.body) == (202, b"")
    (letter,) = world.wait_for(lambda: world.mailbox(ANN))
    assert letter.provider_id == answer.headers["X-Message-Id"]
    assert (letter.subject, letter.text) == ("Your delivery", "2 to 4 pm.")
    assert (letter.message_id, letter.reply_to) == ("<m1@acme.example>", "r-abc@in.acme.example")
    assert letter.custom_args == {"o": "42"}
    assert world.mailbox("bob@mail.example") == ()


def test_a_wrong_key_is_refused(world: World) -> None:
    stranger = SendGridAPIClient("SG.guess", host=world.url)

    status, told = refusal(lambda: stranger.send(a_mail()))

    assert status == 401
    assert "authorization grant is invalid" in told["errors"][0]["message"]
    assert world.accepted_mails() == ()


@pytest.mark.parametrize(
    ("change", "status", "place"),
    [
        ({"from_email": "evil@elsewhere.example"}, 403, "from"),
        ({"from_email": "nonsense"}, 400, "from.email"),
        ({"subject": None}, 400, "subject"),
        ({"plain_text_content": None}, 400, "content"),
    ],
)
def test_a_bad_mail_is_refused_with_its_field(
    sendgrid: SendGridAPIClient, world: World, change: dict[str, str | None], status: int, place: str
) -> None:
    given, told = refusal(lambda: sendgrid.send(a_mail(**change)))

    assert (given, told["errors"][0]["field"]) == (status, place)
    assert world.accepted_mails() == ()


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        {"personalizations": []},
        {"personalizations": [{"to": []}]},
        {"personalizations": [{"to": [{"email": "nonsense"}]}], "subject": "x"},
    ],
)
def test_a_mail_to_nobody_is_refused(world: World, body: Any) -> None:
    headers = {"Authorization": f"Bearer {world.sendgrid_key}"}

    answer = requests.post(f"{world.url}/v3/mail/send", json=body, headers=headers, timeout=2)

    assert answer.status_code == 400
    assert (answer.json()["errors"][0]["field"] or "personalizations").startswith("personalizations")


def test_events_carry_our_id_and_a_signature(sendgrid: SendGridAPIClient, world: World, listener: Listener) -> None:
    sent = sendgrid.send(a_mail())
    assert world.wait_idle()

    (post,) = listener.at(EVENTS)
    verifier = EventWebhook(world.event_key.public)
    assert verifier.verify_signature(post.body.decode(), post.headers[SIGNATURE], post.headers[TIMESTAMP])
    assert signed(post, world.event_key.public)
    assert not signed(post, world.inbound_key.public)
    events = json.loads(post.body)
    assert [(event["event"], event["o"], event["email"]) for event in events] == [
        ("processed", "42", ANN),
        ("delivered", "42", ANN),
    ]
    assert events[0]["sg_message_id"].startswith(sent.headers["X-Message-Id"] + ".")
    assert events[0]["smtp-id"] == "<m1@acme.example>"
    assert events[0]["sg_event_id"] != events[1]["sg_event_id"]


@pytest.mark.parametrize(
    ("fault", "batches", "shown"),
    [
        ("undelivered", [["processed", "bounce"]], 0),
        ("failed", [["dropped"]], 0),
        ("receipts_lost", [], 1),
        ("receipts_duplicated", [["processed", "delivered"]] * 2, 1),
        ("receipts_reordered", [["delivered", "processed"]], 1),
    ],
)
def test_events_follow_the_fault(
    sendgrid: SendGridAPIClient, world: World, listener: Listener, fault: str, batches: list[list[str]], shown: int
) -> None:
    world.fault(fault, ANN, channel="email")

    sendgrid.send(a_mail())
    assert world.wait_idle()

    assert [[event["event"] for event in json.loads(post.body)] for post in listener.at(EVENTS)] == batches
    assert len(world.mailbox(ANN)) == shown


@pytest.mark.parametrize(
    ("fault", "status", "accepted"),
    [("throttled", 429, 0), ("error_before", 500, 0), ("error_after", 500, 1), ("rejected", 400, 0)],
)
def test_a_failing_provider_may_or_may_not_have_accepted(
    sendgrid: SendGridAPIClient, world: World, fault: str, status: int, accepted: int
) -> None:
    world.fault(fault, channel="email", count=1)

    with pytest.raises(HTTPError) as failed:
        sendgrid.send(a_mail())

    assert failed.value.status_code == status
    assert (len(world.accepted_mails(ANN)), world.mails.requests) == (accepted, 1)


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ([{"type": "text/plain", "value": ""}], "content.0.value"),
        ([{"type": "text/html", "value": "<p>"}, {"type": "text/plain", "value": "x"}], "content"),
    ],
)
def test_bad_content_is_refused(world: World, content: Any, field: str) -> None:
    headers = {"Authorization": f"Bearer {world.sendgrid_key}"}
    body = {
        "personalizations": [{"to": [{"email": ANN}]}],
        "from": {"email": TRACK},
        "subject": "x",
        "content": content,
    }

    answer = requests.post(f"{world.url}/v3/mail/send", json=body, headers=headers, timeout=2)

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field)


def test_a_throttled_mail_is_told_when_to_come_again(world: World) -> None:
    world.fault("throttled", channel="email", retry_after_s=2)
    headers = {"Authorization": f"Bearer {world.sendgrid_key}"}

    answer = requests.post(f"{world.url}/v3/mail/send", json={}, headers=headers, timeout=2)

    assert (answer.status_code, answer.headers["Retry-After"], answer.headers["X-RateLimit-Remaining"]) == (
        429,
        "2",
        "0",
    )
    assert requests.get(f"{world.url}/v3/scopes", headers=headers, timeout=2).json() == {"scopes": ["mail.send"]}


def test_late_events_come_after_the_mail(sendgrid: SendGridAPIClient, world: World, listener: Listener) -> None:
    world.fault("receipts_delayed", ANN, delay_s=0.4)
    sendgrid.send(a_mail())

    world.wait_for(lambda: world.mailbox(ANN))

    assert listener.posts == []
    assert world.wait_idle()
    assert len(listener.at(EVENTS)) == 1


def test_an_accepted_mail_may_lose_its_answer(sendgrid: SendGridAPIClient, world: World) -> None:
    world.fault("dropped_after", ANN)

    with pytest.raises(ConnectionError):
        sendgrid.send(a_mail())

    assert len(world.accepted_mails(ANN)) == 1

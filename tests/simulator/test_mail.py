"""The mail provider through SendGrid's own client, and its posts as SendGrid's own verifier reads them."""

import base64
import email
import email.policy
import io
import json
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest
import requests
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_der_public_key
from python_http_client.exceptions import HTTPError
from sendgrid import SendGridAPIClient
from sendgrid.helpers.eventwebhook import EventWebhook
from sendgrid.helpers.mail import CustomArg, Header, Mail, ReplyTo
from werkzeug.formparser import parse_form_data

from simulator.letters import Attachment
from simulator.mail import SIGNATURE, TIMESTAMP
from simulator.world import World
from tests.simulator.listener import Listener, Post

TRACK, ANN = "track@acme.example", "ann@mail.example"
EVENTS, INBOUND = "/webhooks/sendgrid/events", "/webhooks/sendgrid/inbound"


@pytest.fixture
def sendgrid(world: World) -> SendGridAPIClient:
    """Answer SendGrid's own client, pointed at the world."""
    return SendGridAPIClient(world.sendgrid_key, host=world.url)


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


def refusal(send: Callable[[], object]) -> tuple[int, dict[str, Any]]:
    """Answer the status and the JSON of a refused request."""
    with pytest.raises(HTTPError) as refused:
        send()
    return refused.value.status_code, json.loads(refused.value.body or b"{}")


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


def test_a_reply_is_posted_raw_as_a_mail_program_writes_it(
    sendgrid: SendGridAPIClient, world: World, listener: Listener
) -> None:
    sendgrid.send(a_mail())
    (letter,) = world.wait_for(lambda: world.mailbox(ANN))

    answer = world.reply(letter, "Leave it at the door, s'il vous plaît")

    (post,) = listener.at(INBOUND)
    assert signed(post, world.inbound_key.public)
    fields, files = fields_of(post)
    mail = email.message_from_bytes(fields["email"].encode(), policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    assert (mail["To"], mail["From"], mail["Subject"]) == ("r-abc@in.acme.example", ANN, "Re: Your delivery")
    assert (mail["In-Reply-To"], mail["References"]) == ("<m1@acme.example>", "<m1@acme.example>")
    assert mail["Message-ID"] == answer.message_id
    assert json.loads(fields["envelope"]) == {"to": ["r-abc@in.acme.example"], "from": ANN}
    assert (fields["SPF"], fields["dkim"]) == ("pass", "{@mail.example : pass}")
    text = mail.get_content()
    assert text.startswith("Leave it at the door, s'il vous plaît")
    assert "> 2 to 4 pm." in text
    assert files == {}
    assert answer.webhook_statuses == [200]


def test_a_mail_can_be_posted_parsed_with_files(world: World, listener: Listener) -> None:
    photo = Attachment("door.png", b"\x89PNG\r\n\x00", "image/png")
    world.mail(
        ANN, TRACK, "Where?", "AC-7F3K9Q", html="<p>AC-7F3K9Q</p>", raw=False, attachments=[photo], authentic=False
    )

    (post,) = listener.at(INBOUND)
    assert signed(post, world.inbound_key.public)
    fields, files = fields_of(post)
    assert (fields["text"], fields["html"], fields["SPF"]) == ("AC-7F3K9Q", "<p>AC-7F3K9Q</p>", "fail")
    assert "Message-ID: <" in fields["headers"]
    assert (fields["attachments"], files) == ("1", {"attachment1": photo.content})
    assert json.loads(fields["attachment-info"])["attachment1"]["filename"] == "door.png"


def test_a_bounce_has_an_empty_return_path(world: World, listener: Listener) -> None:
    world.mail(ANN, TRACK, "Undeliverable", "no", headers={"Auto-Submitted": "auto-replied"}, envelope_from="")

    fields, _ = fields_of(listener.at(INBOUND)[0])

    assert json.loads(fields["envelope"])["from"] == ""
    assert "Auto-Submitted: auto-replied" in fields["email"]


@pytest.mark.parametrize(("answers", "attempts"), [([500, 503], [500, 503, 200]), ([400], [400])])
def test_a_mail_is_posted_again_only_after_a_server_error(
    world: World, listener: Listener, answers: list[int], attempts: list[int]
) -> None:
    listener.answers = answers

    letter = world.mail(ANN, TRACK, "Where?", "AC-7F3K9Q")

    assert letter.webhook_statuses == attempts


@pytest.mark.parametrize(("fault", "posts"), [("inbound_lost", 0), ("inbound_duplicated", 2)])
def test_a_persons_mail_can_be_lost_or_doubled(world: World, listener: Listener, fault: str, posts: int) -> None:
    world.fault(fault, ANN)

    world.mail(ANN, TRACK, "Where?", "AC-7F3K9Q")

    assert len(listener.at(INBOUND)) == posts

"""Mails of people as the mail provider posts them: raw and parsed, signed, repeated."""

import email
import email.policy
import json
from email.message import EmailMessage

import pytest
from sendgrid import SendGridAPIClient

from simulator.letters import Attachment
from simulator.world import World
from tests.simulator.listener import Listener
from tests.simulator.mails import ANN, INBOUND, TRACK, a_mail, fields_of, signed


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

"""Customers write mails, from any program and in any charset, and get mails that their programs understand."""

import json
import secrets

import pytest
import requests

from simulator.letters import Attachment, Letter, multipart
from tests.journeys.conftest import Stage
from tests.journeys.house import until
from tests.journeys.plans import Person, Plan

pytestmark = pytest.mark.slow


def _post_parsed(stage: Stage, ann: Person, plan: Plan, **fields: str | bytes) -> int:
    """Post a mail as Inbound Parse does in its default form; answer the status."""
    form: dict[str, str | bytes] = {
        "headers": f"Message-ID: <{secrets.token_hex(8)}@mail.example>\nFrom: {ann.email}\nTo: {plan.mailbox}\n",
        "dkim": "{@mail.example : pass}",
        "to": plan.mailbox,
        "from": f"{ann.name} <{ann.email}>",
        "sender_ip": "192.0.2.1",
        "envelope": json.dumps({"to": [plan.mailbox], "from": ann.email}),
        "subject": "",
        "charsets": json.dumps({"to": "UTF-8", "subject": "UTF-8", "from": "UTF-8"}),
        "SPF": "pass",
        **fields,
    }
    body, content_type = multipart(form, files=[])
    url = f"{stage.doorstep.url}/webhooks/sendgrid/inbound"
    return requests.post(url, data=body, headers={"Content-Type": content_type}, timeout=30).status_code


def _mails(stage: Stage, address: str, *, count: int) -> tuple[Letter, ...]:
    until(lambda: len(stage.world.mailbox(address)) >= count)
    return stage.world.mailbox(address)


@pytest.mark.parametrize("raw", [True, False])
def test_a_customer_asks_by_mail_and_is_answered_in_the_thread(stage: Stage, raw: bool) -> None:
    plan = stage.open_day(Plan())
    ann = plan.people[0]

    asked = stage.world.mail(ann.email, plan.mailbox, "My parcel", f"Where is {ann.tracking_number}?", raw=raw)
    answer = _mails(stage, ann.email, count=1)[0]

    assert asked.webhook_statuses == [200]
    assert ann.tracking_number in answer.text
    assert ann.tracking_number in answer.html
    assert answer.subject == "Re: My parcel"
    assert answer.in_reply_to == asked.message_id
    assert asked.message_id in answer.references
    headers = {name.lower(): value for name, value in answer.headers.items()}
    assert headers["message-id"].startswith("<")
    assert headers["message-id"].endswith(">")
    assert headers["auto-submitted"] == "auto-replied"
    again = stage.world.reply(answer, "please move it to another day\n\nSent from my phone", raw=raw)
    assert again.webhook_statuses == [200]
    second = _mails(stage, ann.email, count=2)[1]
    assert second.in_reply_to == again.message_id
    # The same post twice: one answer.
    kept = stage.doorstep.delivery(ann.tracking_number)["messages"]
    assert sum(row["direction"] == "in" for row in kept) == 2
    assert {row["channel"] for row in kept} == {"email"}


def test_mails_in_latin_1_in_html_alone_and_with_quotes_are_read(stage: Stage) -> None:
    plan = stage.open_day(Plan())
    ann = plan.people[0]

    latin = f"Où est {ann.tracking_number} ? Réponse s'il vous plaît".encode("latin-1")
    assert _post_parsed(stage, ann, plan, text=latin, charsets=json.dumps({"text": "iso-8859-1"})) == 200
    _mails(stage, ann.email, count=1)
    html = f"<html><body><p>Where is <b>{ann.tracking_number}</b>?</p></body></html>"
    assert _post_parsed(stage, ann, plan, html=html, charsets=json.dumps({"html": "utf-8"})) == 200
    _mails(stage, ann.email, count=2)
    quoted = (
        f"where is {ann.tracking_number}\n\nOn Mon, Nov 23, 2026 at 9:00 AM Acme wrote:\n> Reply STOP to stop\n> STOP\n"
    )
    assert _post_parsed(stage, ann, plan, text=quoted) == 200
    answers = _mails(stage, ann.email, count=3)

    assert len(answers) == 3
    assert all(ann.tracking_number in letter.text for letter in answers)
    rows = [row for row in stage.doorstep.delivery(ann.tracking_number)["messages"] if row["direction"] == "in"]
    assert any("Réponse s'il vous plaît" in row["text"] for row in rows)


@pytest.mark.parametrize(
    ("headers", "envelope_from"),
    [
        ({"Auto-Submitted": "auto-replied"}, None),
        ({"X-Auto-Response-Suppress": "All"}, None),
        ({"Precedence": "bulk"}, None),
        ({}, ""),
    ],
    ids=["away", "suppressed", "bulk", "bounce"],
)
def test_machines_are_never_answered(stage: Stage, headers: dict[str, str], envelope_from: str | None) -> None:
    plan = stage.open_day(Plan())
    ann = plan.people[0]

    letter = stage.world.mail(
        ann.email,
        plan.mailbox,
        "Out of office",
        f"I am away. {ann.tracking_number}",
        headers=headers,
        envelope_from=envelope_from,
    )
    until(lambda: False, timeout_s=0.5)

    assert letter.webhook_statuses == [200]
    assert stage.world.accepted_mails(ann.email) == ()


def test_a_mail_with_a_large_picture_is_read(stage: Stage) -> None:
    plan = stage.open_day(Plan())
    ann = plan.people[0]
    picture = Attachment("door.jpg", bytes(20 * 1024 * 1024), "image/jpeg")

    for count, raw in enumerate((True, False), 1):
        words = f"where is {ann.tracking_number}"
        letter = stage.world.mail(ann.email, plan.mailbox, "Door", words, attachments=[picture], raw=raw)
        assert letter.webhook_statuses == [200]
        assert ann.tracking_number in _mails(stage, ann.email, count=count)[-1].text


def test_a_forged_sender_learns_nothing_but_a_status(stage: Stage) -> None:
    plan = stage.open_day(Plan())
    ann = plan.people[0]

    stage.world.mail(
        ann.email,
        plan.mailbox,
        "Hi",
        f"Where is {ann.tracking_number}?",
        authentic=False,
        envelope_from="thief@evil.example",
    )
    until(lambda: bool(stage.world.accepted_mails()), timeout_s=3)
    said = " ".join(
        letter.text for letter in stage.world.accepted_mails() if letter.to in (ann.email, "thief@evil.example")
    )
    assert "9:00" not in said
    assert "http" not in said
    stage.world.mail(ann.email, plan.mailbox, "Hi", "please cancel my delivery", authentic=False)
    stage.world.mail(ann.email, plan.mailbox, "Hi", "OK", authentic=False)
    assert stage.doorstep.delivery(ann.tracking_number)["status"] == "scheduled"


def test_unasked_mail_can_be_unsubscribed_with_one_click(stage: Stage) -> None:
    plan = Plan()
    ann = plan.people[0]
    stops = plan.as_route["stops"]
    del stops[0]["delivery"]["contact"]["phone"]
    plan.route = {"stops": stops}
    stage.open_day(plan)

    stage.doorstep.report(ann.tracking_number, "out_for_delivery")
    told = _mails(stage, ann.email, count=1)[0]
    headers = {name.lower(): value for name, value in told.headers.items()}
    assert headers["auto-submitted"] == "auto-generated"
    assert headers["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"
    link = next(part for part in headers["list-unsubscribe"].split(",") if "http" in part).strip(" <>")
    # Scanners open links: a look changes nothing.
    assert requests.get(link, timeout=10).status_code == 200
    clicked = requests.post(link, data={"List-Unsubscribe": "One-Click"}, timeout=10)

    assert clicked.status_code == 200
    stage.doorstep.report(ann.tracking_number, "delivered")
    until(lambda: False, timeout_s=0.7)
    assert len(stage.world.accepted_mails(ann.email)) == 1

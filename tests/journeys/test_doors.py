"""What comes in at the webhooks: genuine, forged, repeated, malformed, too large, and from tomorrow."""

import http.client
import json
import secrets
from collections.abc import Callable
from contextlib import closing

import pytest
import requests

from simulator.signing import twilio_signature
from tests.journeys.conftest import Stage
from tests.journeys.house import ACCOUNT, OLD_TOKEN, TOKEN, until
from tests.journeys.plans import Person, Plan

pytestmark = pytest.mark.slow


def _form(person: Person, plan: Plan, body: str, **more: str) -> dict[str, str]:
    return {
        "MessageSid": f"SM{secrets.token_hex(16)}",
        "AccountSid": ACCOUNT,
        "From": person.phone,
        "To": plan.main,
        "Body": body,
        "NumMedia": "0",
        "NumSegments": "1",
        "SmsStatus": "received",
        "ApiVersion": "2010-04-01",
        **more,
    }


def _heard(stage: Stage, person: Person) -> int:
    rows = stage.doorstep.delivery(person.tracking_number)["messages"]
    return sum(row["direction"] == "in" for row in rows)


def _announced(stage: Stage, path: str, *, size: int) -> int:
    """Announce a body of this size, send none of it, and answer the status."""
    with closing(http.client.HTTPConnection("127.0.0.1", stage.doorstep.port, timeout=5)) as connection:
        connection.putrequest("PUT" if "/api/" in path else "POST", path)
        connection.putheader("Content-Type", "application/x-www-form-urlencoded")
        connection.putheader("Content-Length", str(size))
        connection.endheaders()
        return connection.getresponse().status


def test_forged_texts_are_refused_and_kept_nowhere(stage: Stage) -> None:
    plan = stage.open_day(Plan())
    ann = plan.people[0]
    form = _form(ann, plan, ann.tracking_number)
    good = twilio_signature(f"{stage.doorstep.url}/webhooks/twilio/messages", form=form.items(), auth_token=TOKEN)

    for signature in ("none", "wrong", "å".encode().decode("latin-1"), good[:-2] + "A="):
        assert stage.doorstep.post_twilio(form, sign=signature).status_code == 403
    assert stage.doorstep.post_twilio(form | {"Body": "changed"}, sign=good).status_code == 403
    assert stage.doorstep.post_twilio(form, token="another token").status_code == 403
    elsewhere = twilio_signature("https://evil.example/webhooks/twilio/messages", form=form.items(), auth_token=TOKEN)
    assert stage.doorstep.post_twilio(form, sign=elsewhere).status_code == 403

    assert _heard(stage, ann) == 0
    accepted = stage.doorstep.post_twilio(form)
    assert accepted.status_code == 200
    assert "xml" in accepted.headers["Content-Type"]
    assert "<Message" not in accepted.text
    stage.hears(ann.phone, ann.tracking_number)


def test_repeated_and_strange_texts_do_no_harm(stage: Stage) -> None:
    plan = stage.open_day(Plan())
    ann = plan.people[0]
    form = _form(ann, plan, ann.tracking_number, SomethingNew="from next year", FromCity="BALTIMORE", Empty="")

    for _ in range(3):
        assert stage.doorstep.post_twilio(form).status_code == 200
    stage.hears(ann.phone, ann.tracking_number)
    stage.world.wait_idle()
    assert len(stage.world.phone(ann.phone).bodies) == 1
    assert _heard(stage, ann) == 1
    for broken in ({"AccountSid": ACCOUNT}, {**form, "From": ""}, {**form, "MessageSid": ""}):
        assert stage.doorstep.post_twilio(broken).status_code == 400
    odd = _form(ann, plan, "\x00\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16") + " hello" * 300)
    assert stage.doorstep.post_twilio(odd).status_code == 200
    for path in ("/webhooks/twilio/messages", "/webhooks/sendgrid/inbound", "/api/v1/routes/R1"):
        assert _announced(stage, path, size=64 * 1024 * 1024) in (401, 413)
    get = requests.get(f"{stage.doorstep.url}/webhooks/twilio/messages", timeout=10)
    assert get.status_code == 405


def test_a_customer_writes_by_whatsapp(stage: Stage) -> None:
    plan = Plan()
    plan.brand = {"lines": [*plan.as_brand["lines"], {"channel": "whatsapp", "address": plan.main, "use": "main"}]}
    stage.open_day(plan)
    ann = plan.people[0]

    stage.world.text(f"whatsapp:{ann.phone}", f"whatsapp:{plan.main}", ann.tracking_number)
    answer = stage.hears(f"whatsapp:{ann.phone}", ann.tracking_number)

    assert "9:00" in answer
    assert stage.world.phone(ann.phone).bodies == []


def test_receipts_in_any_order_tell_the_truth(stage: Stage) -> None:
    plan = stage.open_day(Plan())
    ann = plan.people[0]
    for kind in ("receipts_reordered", "receipts_duplicated", "receipts_lost"):
        stage.world.fault(kind, ann.phone, count=1)
        stage.answer_to(ann.phone, plan.main, ann.tracking_number)
    stage.world.wait_idle()

    def sent() -> list[dict[str, str]]:
        rows = stage.doorstep.delivery(ann.tracking_number)["messages"]
        return [row for row in rows if row["direction"] == "out"]

    until(lambda: [row["status"] for row in sent()] == ["delivered", "delivered", "sent"])
    assert [row["status"] for row in sent()] == ["delivered", "delivered", "sent"]
    last = sent()[-1]
    sid = stage.world.accepted(ann.phone)[-1].sid
    path = f"/webhooks/twilio/status/{last['id']}"
    receipt = {"MessageSid": sid, "AccountSid": ACCOUNT, "From": plan.main, "To": ann.phone}
    for word in ("accepted", "half_eaten", "delivered", "sending", "sent", "delivered", "read"):
        assert stage.doorstep.post_twilio(receipt | {"MessageStatus": word}, path=path).status_code == 200
    assert stage.doorstep.post_twilio(receipt | {"MessageStatus": "failed"}, path=path, sign="none").status_code == 403
    nobody = stage.doorstep.post_twilio(receipt | {"MessageStatus": "sent"}, path="/webhooks/twilio/status/99999999")
    assert nobody.status_code < 500
    assert sent()[-1]["status"] == "delivered"


def test_a_rotated_token_and_signed_mail_are_verified(own_stage: Callable[..., Stage]) -> None:
    stage = own_stage(TWILIO_AUTH_TOKEN_PREVIOUS=OLD_TOKEN, signed_mail="yes")
    plan = stage.open_day(Plan())
    ann = plan.people[0]

    assert stage.doorstep.post_twilio(_form(ann, plan, "hello"), token=OLD_TOKEN).status_code == 200
    assert stage.doorstep.post_twilio(_form(ann, plan, "hello"), token=TOKEN).status_code == 200
    assert stage.doorstep.post_twilio(_form(ann, plan, "hello"), token=TOKEN + " ").status_code == 403
    before = _heard(stage, ann)

    for raw in (True, False):
        signed = stage.world.mail(ann.email, plan.mailbox, "Hi", f"where is {ann.tracking_number}", raw=raw)
        assert signed.webhook_statuses == [200]
    url = f"{stage.doorstep.url}/webhooks/sendgrid/inbound"
    unsigned = {"to": plan.mailbox, "from": ann.email, "text": "hi", "envelope": json.dumps({"to": [plan.mailbox]})}
    assert requests.post(url, data=unsigned, timeout=10).status_code == 403
    events = f"{stage.doorstep.url}/webhooks/sendgrid/events"
    assert requests.post(events, json=[{"event": "bounce", "email": ann.email}], timeout=10).status_code == 403
    until(lambda: len(stage.world.mailbox(ann.email)) == 2)
    stage.world.wait_idle()

    assert _heard(stage, ann) == before + 2
    rows = stage.doorstep.delivery(ann.tracking_number)["messages"]
    assert [row["status"] for row in rows if row["channel"] == "email" and row["direction"] == "out"] == [
        "delivered",
        "delivered",
    ]

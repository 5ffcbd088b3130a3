"""Signatures of the vendors' own test suites, where they are at hand."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from bot.channels import sendgrid_webhooks, twilio_webhooks
from bot.channels.port import Forged, WebhookRequest

VECTORS = Path(os.environ.get("DOORSTEP_EVALUATION_DATA", "/work/shared/data")) / "protocol_vectors.json"
pytestmark = pytest.mark.skipif(not VECTORS.exists(), reason=f"{VECTORS} is not here: vendors' vectors are not checked")


def vectors(kind: str) -> list[Any]:
    found = json.loads(VECTORS.read_text())[kind] if VECTORS.exists() else []
    return [pytest.param(vector, id=vector["id"]) for vector in found]


def is_genuine(check: Any) -> bool:
    try:
        check()
    except Forged:
        return False
    return True


@pytest.mark.parametrize("vector", vectors("twilio"))
def test_a_form_of_twilio(vector: dict[str, Any]) -> None:
    from urllib.parse import urlencode

    fields = MultiDict(vector.get("params_list") or vector["params"])
    request = WebhookRequest(
        method="POST",
        url=vector["url"],
        headers={"X-Twilio-Signature": vector["signature"]},
        body=urlencode(list(fields.items(multi=True))).encode(),
        content_type="application/x-www-form-urlencoded",
    )

    genuine = is_genuine(
        lambda: twilio_webhooks.verified_parameters(request, account_sid="AC1", tokens=(vector["token"],))
    )

    assert genuine is vector["valid"]


@pytest.mark.parametrize("vector", vectors("twilio_body"))
def test_a_json_body_of_twilio(vector: dict[str, Any]) -> None:
    request = WebhookRequest(
        method="POST",
        url=vector["url"],
        headers={"X-Twilio-Signature": vector["signature"]},
        body=vector["body"].encode(),
        content_type="application/json",
    )

    genuine = is_genuine(
        lambda: twilio_webhooks.verified_parameters(request, account_sid="AC1", tokens=(vector["token"],))
    )

    assert genuine is vector["valid"]


@pytest.mark.parametrize("vector", vectors("sendgrid_event"))
def test_an_event_batch_of_sendgrid(vector: dict[str, Any]) -> None:
    request = WebhookRequest(
        method="POST",
        url="https://doorstep.example/webhooks/sendgrid/events",
        headers={
            sendgrid_webhooks.SIGNATURE: vector["signature"],
            sendgrid_webhooks.TIMESTAMP: vector["timestamp"],
        },
        body=vector["payload"].encode(),
        content_type="application/json",
    )

    key = sendgrid_webhooks.public_key(vector["public_key"])

    assert is_genuine(lambda: sendgrid_webhooks.verify(request, key=key)) is vector["valid"]

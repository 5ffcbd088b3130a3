"""The application is plain WSGI: it answers under another server as it does under its own."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from simulator.signing import twilio_signature
from tests.journeys.house import ACCOUNT, TOKEN, Doorstep, until

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.slow


@pytest.fixture
def under_gunicorn(sqlite_url: str, tmp_path: Path) -> Iterator[Doorstep]:
    """Doorstep's application in a gunicorn process."""
    doorstep = Doorstep(sqlite_url, "http://127.0.0.1:9", tmp_path)
    command = [sys.executable, "-m", "gunicorn", "wsgi:app", "--bind", f"127.0.0.1:{doorstep.port}", "--threads", "4"]
    log = (tmp_path / "gunicorn.log").open("wb")
    process = subprocess.Popen(command, cwd=ROOT, env=doorstep.environment, stdout=log, stderr=log)
    yield doorstep
    process.terminate()
    process.wait(timeout=30)
    log.close()


def test_gunicorn_serves_the_same_application(under_gunicorn: Doorstep) -> None:
    url = f"{under_gunicorn.url}/webhooks/twilio/messages"
    form = {
        "MessageSid": "SM" + "1" * 32,
        "AccountSid": ACCOUNT,
        "From": "+15005550999",
        "To": "+15005550006",
        "Body": "hi",
    }
    signed = {"X-Twilio-Signature": twilio_signature(url, form=form.items(), auth_token=TOKEN)}

    assert until(lambda: under_gunicorn.status_of("/readyz") == 200, timeout_s=40)
    assert requests.post(url, data=form, headers=signed, timeout=10).status_code == 200
    assert requests.post(url, data=form, timeout=10).status_code == 403

"""Checks over the network: do the providers know us, do their webhooks lead here, can the world reach PUBLIC_URL?

Plain HTTP with short time limits; nothing is sent to anybody and nothing is changed.
"""

import base64
import ipaddress
import json
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from bot.cli.checks.finding import Finding, error, ok, warning
from bot.settings import SendGrid, Settings, Twilio
from bot.settings_table import SENDGRID_URL, TWILIO_URL

TIMEOUT_S = 8.0
WEBHOOK = "/webhooks/twilio/messages"

Answer = tuple[int, Any]


class Unreachable(Exception):
    """There was no answer; the text says why."""


def public_url(settings: Settings) -> Iterator[Finding]:
    """Tell whether providers and customers can reach this service."""
    url, parts = settings.public_url, urlsplit(settings.public_url)
    real = [name for name, base in _bases(settings).items() if base in (TWILIO_URL, SENDGRID_URL)]
    remedy = "Set PUBLIC_URL to the https address under which the world reaches this service."
    if _is_here(parts.hostname or "") and real:
        yield error("public URL", f"{url} cannot be reached by {' and '.join(real)}", remedy)
    elif parts.scheme == "http" and not _is_here(parts.hostname or ""):
        yield warning("public URL", f"{url} is not encrypted: links and webhooks can be read on the way", remedy)
    try:
        status, _ = ask(f"{url}/healthz")
    except Unreachable as trouble:
        yield warning("public URL", f"{url} does not answer: {trouble}", "Start doorstep serve, or correct PUBLIC_URL.")
        return
    if status == 200:
        yield ok("public URL", f"{url} answers")
    else:
        yield warning("public URL", f"{url}/healthz answers {status}", "Make the proxy pass everything on to Doorstep.")


def twilio(account: Twilio, *, public_url: str) -> Iterator[Finding]:
    """Tell whether Twilio knows the account, and whether its numbers send what they receive here."""
    pair = base64.b64encode(f"{account.account_sid}:{account.auth_token}".encode()).decode()
    headers = {"Authorization": f"Basic {pair}"}
    root = f"{account.base_url}/2010-04-01/Accounts/{account.account_sid}"
    try:
        status, _ = ask(f"{root}.json", headers=headers)
        if status != 200:
            yield _refused("Twilio", status, "Copy TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN from Twilio's console.")
            return
        yield ok("Twilio", "knows the account")
        status, answer = ask(f"{root}/IncomingPhoneNumbers.json?PageSize=1000", headers=headers)
    except Unreachable as trouble:
        yield error("Twilio", f"cannot be reached: {trouble}", "Let this machine out to it, or see TWILIO_BASE_URL.")
        return
    for number in (answer or {}).get("incoming_phone_numbers", []) if status == 200 else []:
        yield from _number(number, wanted=f"{public_url}{WEBHOOK}")


def _number(number: Mapping[str, Any], *, wanted: str) -> Iterator[Finding]:
    url = number.get("sms_url") or ""
    # A number in a messaging service has its webhook there, and an account may have numbers for other things.
    if url and url != wanted and urlsplit(url).path == WEBHOOK:
        found = f"{number.get('phone_number')} sends its texts to {url}"
        yield warning("Twilio", found, f"Set its webhook for messages to {wanted}, or correct PUBLIC_URL.")


def sendgrid(account: SendGrid) -> Iterator[Finding]:
    """Tell whether SendGrid knows the key, and whether the key may send."""
    try:
        status, answer = ask(f"{account.base_url}/v3/scopes", headers={"Authorization": f"Bearer {account.api_key}"})
    except Unreachable as trouble:
        yield error(
            "SendGrid", f"cannot be reached: {trouble}", "Let this machine out to it, or see SENDGRID_BASE_URL."
        )
        return
    remedy = "Make a key with the right to send mail in SendGrid's console and set SENDGRID_API_KEY."
    if status != 200:
        yield _refused("SendGrid", status, remedy)
    elif "mail.send" not in (answer or {}).get("scopes", []):
        yield error("SendGrid", "knows the key, but it may not send mail", remedy)
    else:
        yield ok("SendGrid", "knows the key")


def ask(url: str, *, headers: Mapping[str, str] | None = None) -> Answer:
    """Fetch a URL; answer its status and what JSON it holds, if any. Raises Unreachable."""
    request = urllib.request.Request(url, headers={"User-Agent": "doorstep-check", **(headers or {})})
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:
            return answer.status, _json(answer.read())
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, None
    except urllib.error.URLError as trouble:
        raise Unreachable(str(getattr(trouble.reason, "strerror", None) or trouble.reason).lower()) from trouble
    except (OSError, ValueError) as trouble:
        raise Unreachable(str(trouble).lower() or type(trouble).__name__) from trouble


def _refused(subject: str, status: int, remedy: str) -> Finding:
    if status in (401, 403, 404):
        return error(subject, f"does not accept the key ({status})", remedy)
    return warning(subject, f"answers {status} now", "Try again later; if it stays so, see the provider's status page.")


def _json(body: bytes) -> Any:
    try:
        found = json.loads(body)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _bases(settings: Settings) -> dict[str, str]:
    found = {
        "Twilio": settings.twilio and settings.twilio.base_url,
        "SendGrid": settings.sendgrid and settings.sendgrid.base_url,
    }
    return {name: base for name, base in found.items() if base}


def _is_here(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith((".local", ".localhost"))
    return address.is_private or address.is_loopback

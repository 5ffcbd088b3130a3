"""Twilio's webhooks: is it Twilio, and what does it say. Pure; unknown parameters are kept and never matter.

The URL that was signed is the configured public one. A signature has no timestamp, so a captured request is a repeat
of its MessageSid and nothing else.
"""

import json
import re
from collections.abc import Iterable, Mapping
from urllib.parse import parse_qs, parse_qsl, urlsplit

from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict

from bot.channels import twilio_errors
from bot.channels.port import ChannelName, Forged, InboundMessage, Malformed, Media, Receipt, WebhookRequest
from bot.channels.storable import storable

FORM = "application/x-www-form-urlencoded"
_CONSENT = {"STOP": "stop", "START": "start", "HELP": "help"}
_PREFIX = re.compile(r"^(whatsapp|rcs|messenger):", re.IGNORECASE)
_PHONE = re.compile(r"^\+\d{6,15}$")
_MOST_MEDIA = 32
_ROW = re.compile(r"[0-9]{1,18}")


def verified_parameters(request: WebhookRequest, *, account_sid: str, tokens: Iterable[str]) -> MultiDict[str, str]:
    """Return the parameters of a request that Twilio signed for this account; raise Forged otherwise."""
    signature = request.header("X-Twilio-Signature")
    is_json = "json" in request.content_type.lower()
    query = urlsplit(request.url).query
    body = request.body.decode("utf-8", "replace")
    if is_json and "bodySHA256" not in parse_qs(query):
        raise Forged("a JSON body that nobody signed")
    form = MultiDict(parse_qsl("" if is_json else body, keep_blank_values=True))
    signed = body if is_json else form
    if not signature or not any(RequestValidator(token).validate(request.url, signed, signature) for token in tokens):
        raise Forged("wrong signature")
    parameters = _of_json(body) if is_json else form
    if request.method == "GET":
        parameters = MultiDict(parse_qsl(query, keep_blank_values=True))
    if parameters.get("AccountSid", account_sid) != account_sid:
        raise Forged("another account")
    return MultiDict((name, storable(value)) for name, value in parameters.items(multi=True))


def inbound_message(parameters: Mapping[str, str], *, payload_type: str = FORM) -> InboundMessage:
    """Return the message of an inbound webhook; raise Malformed where it has no id or no parties."""
    provider_id = parameters.get("MessageSid") or parameters.get("SmsSid") or parameters.get("SmsMessageSid")
    sender, recipient = parameters.get("From", ""), parameters.get("To", "")
    if not (provider_id and sender and recipient):
        raise Malformed(provider_id)
    is_whatsapp = any(party.lower().startswith("whatsapp:") for party in (sender, recipient))
    return InboundMessage(
        channel=ChannelName.WHATSAPP if is_whatsapp else ChannelName.SMS,
        provider_id=provider_id,
        from_address=person(sender),
        to_address=_PREFIX.sub("", recipient) if is_whatsapp else person(recipient),
        text=parameters.get("Body") or parameters.get("ButtonText") or "",
        media=_media(parameters),
        # A short code or a name is a machine; answering one starts a loop or costs a premium rate.
        automatic=not is_whatsapp and not _PHONE.match(person(sender)),
        payload=dict(parameters.items()),
        payload_type=payload_type,
        in_reply_to=parameters.get("OriginalRepliedMessageSid") or None,
        carrier_consent=_CONSENT.get(parameters.get("OptOutType", "").upper()),
        display_name=parameters.get("ProfileName") or None,
    )


def receipt(parameters: Mapping[str, str], *, url: str) -> Receipt:
    """Return the receipt of a status callback, whose URL ends with our message id; raise Malformed without a sid."""
    provider_id = parameters.get("MessageSid") or parameters.get("SmsSid")
    if not provider_id:
        raise Malformed
    word = (parameters.get("MessageStatus") or parameters.get("SmsStatus") or "").lower()
    code = parameters.get("ErrorCode") or None
    meaning = twilio_errors.meaning(code)
    last = urlsplit(url).path.rstrip("/").rpartition("/")[2]
    return Receipt(
        message_id=int(last) if _ROW.fullmatch(last) else None,
        provider_id=provider_id,
        status=twilio_errors.STATUSES.get(word),
        code=code,
        opted_out=meaning.opted_out,
        address_is_bad=meaning.address_is_bad,
        event_id=f"{provider_id}:{word}",
        address=person(parameters.get("To", "")) or None,
    )


def person(party: str) -> str:
    """Return a party's own address: the prefix of its channel is dropped where a phone number follows."""
    bare = _PREFIX.sub("", party.strip())
    return bare if _PHONE.match(bare) or party.lower().startswith("whatsapp:") else party.strip()


def _of_json(body: str) -> MultiDict[str, str]:
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Malformed from error
    if not isinstance(fields, dict):
        raise Malformed
    return MultiDict({key: value if isinstance(value, str) else json.dumps(value) for key, value in fields.items()})


def _media(parameters: Mapping[str, str]) -> tuple[Media, ...]:
    # The references themselves are counted: NumMedia is missing from some channels.
    numbers = [n for n in range(_MOST_MEDIA) if f"MediaUrl{n}" in parameters]
    found = ((parameters.get(f"MediaUrl{n}"), parameters.get(f"MediaContentType{n}")) for n in numbers)
    return tuple(Media(url=url, content_type=kind or "application/octet-stream") for url, kind in found if url)

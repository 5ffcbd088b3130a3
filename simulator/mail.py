"""The mail provider: accepts the service's mails, puts them into mailboxes and tells the service what became of them.

State, rules and posts; HTTP in is mail_api.py. A mail of a person comes in through `receive`.
"""

import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parseaddr
from functools import partial
from typing import Any

from simulator import clock, letters, posting
from simulator.board import Board
from simulator.faults import Fault, FaultKind, Faults, Stage
from simulator.letters import Attachment, Letter, MailRefusal
from simulator.posting import Policy, Postman
from simulator.signing import MailKey

SIGNATURE = "X-Twilio-Email-Event-Webhook-Signature"
TIMESTAMP = "X-Twilio-Email-Event-Webhook-Timestamp"
# SendGrid goes on for a day or three with growing gaps; a rehearsal has less patience.
PATIENCE = Policy(retries=4, retried=frozenset({"ct", "rt", "5xx"}), timeout_s=10.0)


@dataclass(slots=True)
class MailProvider:
    """Every mail and every request counted; guarded by the board."""

    board: Board
    faults: Faults
    postman: Postman
    inbound_key: MailKey
    event_key: MailKey
    inbound_url: str
    events_url: str
    delivered_after_s: float
    # Verified senders; empty accepts any.
    senders: frozenset[str] = frozenset()
    letters: list[Letter] = field(default_factory=list)
    requests: int = 0
    business_now: Callable[[], datetime | None] = lambda: None

    def accept(self, mail: Mapping[str, Any]) -> str:
        """Take a mail of the service and answer its X-Message-Id, or raise the refusal SendGrid would answer with."""
        _check(mail, self.senders)
        provider_id = secrets.token_urlsafe(16)[:22]
        with self.board:
            accepted = [
                _letter(mail, envelope, receiver, provider_id, place)
                for envelope in mail["personalizations"]
                for place, receiver in enumerate([*envelope["to"], *envelope.get("cc", []), *envelope.get("bcc", [])])
            ]
            self.letters += accepted
            self.board.touch()
        for letter in accepted:
            self._follow(letter)
        return provider_id

    def receive(
        self, letter: Letter, *, raw: bool = True, authentic: bool = True, attachments: Sequence[Attachment] = ()
    ) -> None:
        """Take a mail of a person and post it to the service, now and on this thread."""
        with self.board:
            letter.inbound, letter.status, letter.shown_at = True, "received", self.business_now()
            self.letters.append(letter)
            self.board.touch()
        rule = self.faults.take(Stage.INBOUND, channel="email", address=letter.from_)
        if rule and rule.kind is FaultKind.INBOUND_LOST:
            return
        fields, files = letters.parse_form(letter, raw=raw, authentic=authentic, attachments=attachments)
        body, content_type = letters.multipart(fields, files=files)
        for _ in range(2 if rule and rule.kind is FaultKind.INBOUND_DUPLICATED else 1):
            self._post(letter, self.inbound_url, body, content_type, self.inbound_key)

    def _follow(self, letter: Letter) -> None:
        fate = self.faults.take(Stage.FATE, channel="email", address=letter.to)
        rule = self.faults.take(Stage.RECEIPT, channel="email", address=letter.to)
        course = ["processed", "delivered"]
        if fate:
            course = ["dropped"] if fate.kind is FaultKind.FAILED else ["processed", "bounce"]
        self.postman.later(self.delivered_after_s, partial(self._arrive, letter, course, rule))

    def _arrive(self, letter: Letter, course: list[str], rule: Fault | None) -> None:
        with self.board:
            letter.status = course[-1]
            if letter.status == "delivered":
                letter.shown_at = self.business_now()
            self.board.touch()
        if not self.events_url or (rule and rule.kind is FaultKind.RECEIPTS_LOST):
            return
        kind = rule.kind if rule else None
        names = course[::-1] if kind is FaultKind.RECEIPTS_REORDERED else course
        body = _batch(letter, names)
        post = partial(self._post, letter, self.events_url, body, "application/json", self.event_key)
        for _ in range(2 if kind is FaultKind.RECEIPTS_DUPLICATED else 1):
            if rule and kind is FaultKind.RECEIPTS_DELAYED:
                self.postman.later(rule.delay_s, post)
            else:
                post()

    def _post(self, letter: Letter, url: str, body: bytes, content_type: str, key: MailKey) -> None:
        timestamp = str(int(clock.now().timestamp()))
        headers = {
            "Content-Type": content_type,
            TIMESTAMP: timestamp,
            SIGNATURE: key.sign(body, timestamp=timestamp),
            "User-Agent": "SendGrid Event API",
        }
        answers = posting.send_until_answered(url, body=body, headers=headers, policy=PATIENCE)
        with self.board:
            letter.webhook_statuses += [answer.status for answer in answers]
            self.board.touch()


def _batch(letter: Letter, names: Sequence[str]) -> bytes:
    """Write the events of one mail as SendGrid posts them, with the line end that belongs to the signed body."""
    events = []
    for name in names:
        event: dict[str, Any] = {
            "email": letter.to,
            "timestamp": int(clock.now().timestamp()),
            "smtp-id": letter.message_id,
            "event": name,
            "sg_event_id": secrets.token_urlsafe(24),
            "sg_message_id": f"{letter.provider_id}.recvd-simulator-1-1.0",
            **letter.custom_args,
        }
        if name == "delivered":
            event["response"] = "250 OK"
        if name == "bounce":
            event |= {"type": "bounce", "status": "5.1.1", "reason": "550 5.1.1 The mailbox does not exist"}
        if name == "dropped":
            event["reason"] = "Bounced Address"
        events.append(event)
    return json.dumps(events).encode() + b"\r\n"


def _check(mail: Mapping[str, Any], senders: frozenset[str]) -> None:
    envelopes = mail.get("personalizations")
    if not isinstance(envelopes, list) or not 1 <= len(envelopes) <= 1000:
        raise MailRefusal(
            400,
            "The personalizations field is required and must have at least one personalization.",
            "personalizations",
        )
    for place, envelope in enumerate(envelopes):
        if not envelope.get("to"):
            raise MailRefusal(
                400, "The to array is required for all personalization objects.", f"personalizations.{place}.to"
            )
        for index, receiver in enumerate(envelope["to"]):
            _check_address(receiver, f"personalizations.{place}.to.{index}.email")
        if not envelope.get("subject") and not mail.get("subject"):
            raise MailRefusal(400, "The subject is required.", "subject")
    _check_address(mail.get("from") or {}, "from.email")
    contents = mail.get("content") or []
    if not contents and not mail.get("template_id"):
        raise MailRefusal(400, "Unless a valid template_id is provided, the content parameter is required.", "content")
    for place, content in enumerate(contents):
        if not content.get("type") or not content.get("value"):
            raise MailRefusal(
                400, "The content value must be a string at least one character in length.", f"content.{place}.value"
            )
    kinds = [content["type"] for content in contents]
    if "text/plain" in kinds[1:]:
        raise MailRefusal(400, "If present, text/plain must come first.", "content")
    if senders and mail["from"]["email"].lower() not in senders:
        raise MailRefusal(403, "The from address does not match a verified Sender Identity.", "from")


def _check_address(holder: Mapping[str, Any], place: str) -> None:
    name, _, domain = parseaddr(str(holder.get("email", "")))[1].partition("@")
    if not name or not domain:
        raise MailRefusal(400, "Does not contain a valid address.", place)


def _letter(
    mail: Mapping[str, Any], envelope: Mapping[str, Any], receiver: Mapping[str, Any], provider_id: str, place: int
) -> Letter:
    headers = {**mail.get("headers", {}), **envelope.get("headers", {})}
    named = {name.lower(): value for name, value in headers.items()}
    contents = {content["type"].partition(";")[0]: content["value"] for content in mail.get("content", [])}
    custom = {**mail.get("custom_args", {}), **envelope.get("custom_args", {})}
    return Letter(
        from_=mail["from"]["email"],
        from_name=mail["from"].get("name", ""),
        to=receiver["email"].lower(),
        subject=envelope.get("subject") or mail.get("subject", ""),
        text=contents.get("text/plain", ""),
        html=contents.get("text/html", ""),
        created_at=clock.now(),
        message_id=named.get("message-id") or f"<{provider_id}-{place}@geopod-simulator-1>",
        reply_to=(mail.get("reply_to") or {}).get("email") or mail["from"]["email"],
        in_reply_to=named.get("in-reply-to", ""),
        references=named.get("references", ""),
        headers=headers,
        custom_args={name: str(value) for name, value in custom.items()},
        provider_id=provider_id,
    )

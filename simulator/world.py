"""The simulated outside world as tests and the page use it: phones, mailboxes, faults, and waiting for what happens.

Speaks to the service only by HTTP. Needs a running server (server.py) to be spoken to.
"""

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from simulator import clock, letters
from simulator.board import Board
from simulator.carrier import Carrier
from simulator.faults import Fault, FaultKind, Faults
from simulator.letters import Attachment, Letter
from simulator.mail import MailProvider
from simulator.posting import Postman
from simulator.receipts import TwilioPosts
from simulator.signing import MailKey
from simulator.texts import Direction, Medium, Text

T = TypeVar("T")

# Retries of webhooks as an operator of the service is told to configure them at Twilio.
WEBHOOK_OVERRIDES = "#rc=3&rp=ct,rt,5xx"


@dataclass(frozen=True, slots=True)
class Phone:
    """What the owner of a number sees, oldest first."""

    number: str
    messages: tuple[Text, ...]

    @property
    def received(self) -> tuple[Text, ...]:
        """Answer the texts that reached the phone, those of the carrier itself included."""
        return tuple(text for text in self.messages if text.direction is not Direction.INBOUND)

    @property
    def bodies(self) -> list[str]:
        """Answer the words of the service's texts that reached the phone."""
        return [text.body for text in self.messages if text.direction is Direction.OUTBOUND]


class World:
    """Carrier, mail provider, phones and mailboxes around one service."""

    def __init__(
        self,
        service_url: str,
        account_sid: str = "AC" + "0" * 32,
        auth_token: str = "simulated-token",
        sendgrid_key: str = "SG.simulated",
        *,
        public_url: str | None = None,
        api_key: str = "",
        lines: Iterable[str] = (),
        senders: Iterable[str] = (),
        answers_opt_outs: bool = True,
        sent_after_s: float = 0.02,
        delivered_after_s: float = 0.04,
        seed: int = 1,
        inbound_key: MailKey | None = None,
        event_key: MailKey | None = None,
    ) -> None:
        self.service_url, self.api_key = service_url.rstrip("/"), api_key
        self.account_sid, self.auth_token, self.sendgrid_key = account_sid, auth_token, sendgrid_key
        self.url = ""
        self.business_now: Callable[[], datetime | None] = lambda: None
        self.board, self.faults, self.postman = Board(), Faults(seed), Postman()
        self.inbound_key, self.event_key = inbound_key or MailKey(), event_key or MailKey()
        public = (public_url or service_url).rstrip("/")
        self.carrier = Carrier(self.board, self.faults, frozenset(lines), answers_opt_outs)
        self.posts = TwilioPosts(
            self.carrier,
            self.postman,
            account_sid,
            auth_token,
            public_url=public,
            reach_url=self.service_url if public != self.service_url else "",
            inbound_url=f"{public}/webhooks/twilio/messages{WEBHOOK_OVERRIDES}",
            own_url=lambda: self.url,
            sent_after_s=sent_after_s,
            delivered_after_s=delivered_after_s,
        )
        self.mails = MailProvider(
            self.board,
            self.faults,
            self.postman,
            self.inbound_key,
            self.event_key,
            f"{self.service_url}/webhooks/sendgrid/inbound",
            f"{self.service_url}/webhooks/sendgrid/events",
            delivered_after_s,
            frozenset(sender.lower() for sender in senders),
        )
        self.carrier.on_accepted = self.posts.follow
        self.carrier.business_now = self.mails.business_now = lambda: self.business_now()

    def text(self, from_: str, to: str, body: str, *, media: Sequence[Medium] = (), wait: bool = True) -> Text:
        """Have a person text a line; by default return when the service has answered (see `webhook_statuses`)."""
        text = self.carrier.receive(from_, to=to, body=body, media=media)
        if wait:
            self.posts.deliver_inbound(text)
        else:
            self.postman.later(0, lambda: self.posts.deliver_inbound(text))
        return text

    def mail(
        self,
        from_: str,
        to: str,
        subject: str,
        text: str,
        *,
        html: str = "",
        from_name: str = "",
        in_reply_to: Letter | None = None,
        headers: dict[str, str] | None = None,
        envelope_from: str | None = None,
        message_id: str | None = None,
        attachments: Sequence[Attachment] = (),
        raw: bool = True,
        authentic: bool = True,
        wait: bool = True,
    ) -> Letter:
        """Have a person write a mail to the service; `raw` and parsed are the two forms of Inbound Parse."""
        past = in_reply_to
        letter = Letter(
            from_,
            to,
            subject,
            text + letters.quoted(past) if past else text,
            clock.now(),
            message_id or f"<{secrets.token_hex(12)}@{from_.partition('@')[2]}>",
            html,
            from_name,
            envelope_from=envelope_from,
            in_reply_to=past.message_id if past else "",
            references=f"{past.references} {past.message_id}".strip() if past else "",
            headers=headers or {},
        )

        def post() -> None:
            self.mails.receive(letter, raw=raw, authentic=authentic, attachments=attachments)

        if wait:
            post()
        else:
            self.postman.later(0, post)
        return letter

    def reply(self, letter: Letter, text: str, *, raw: bool = True, wait: bool = True) -> Letter:
        """Have the receiver of a mail answer it as a mail program does: quoted, threaded, to its Reply-To."""
        subject = letter.subject if letter.subject.lower().startswith("re:") else f"Re: {letter.subject}"
        return self.mail(letter.to, letter.reply_to, subject, text, in_reply_to=letter, raw=raw, wait=wait)

    def phone(self, number: str) -> Phone:
        """Answer what the owner of a number sees now."""
        with self.board:
            seen = [
                replace(text)
                for text in self.carrier.texts
                if (text.from_ == number and text.direction is Direction.INBOUND)
                or (text.to == number and text.status == "delivered")
            ]
        return Phone(number, tuple(seen))

    def mailbox(self, address: str) -> tuple[Letter, ...]:
        """Answer the letters that an address received, oldest first."""
        with self.board:
            return tuple(
                replace(letter)
                for letter in self.mails.letters
                if letter.to == address.lower() and not letter.inbound and letter.status == "delivered"
            )

    def accepted(self, to: str | None = None) -> tuple[Text, ...]:
        """Answer every text the carrier took from the service, delivered or not: what would be billed."""
        with self.board:
            return tuple(
                replace(text)
                for text in self.carrier.texts
                if text.direction is Direction.OUTBOUND and to in (None, text.to)
            )

    def accepted_mails(self, to: str | None = None) -> tuple[Letter, ...]:
        """Answer every mail the provider took from the service."""
        with self.board:
            return tuple(replace(mail) for mail in self.mails.letters if not mail.inbound and to in (None, mail.to))

    def fault(
        self,
        kind: FaultKind | str,
        address: str | None = None,
        *,
        channel: str | None = None,
        count: int | None = None,
        skip: int = 0,
        probability: float = 1.0,
        retry_after_s: float | None = None,
        delay_s: float = 30.0,
        http_status: int = 500,
        code: int | None = None,
    ) -> Fault:
        """Put a fault in force from now on; see faults.Fault for the fields."""
        rule = Fault(
            FaultKind(kind), address, channel, count, skip, probability, retry_after_s, delay_s, http_status, code
        )
        added = self.faults.add(rule)
        self.board.touch()
        return added

    def wait_for(self, predicate: Callable[[], T], timeout_s: float = 10.0) -> T:
        """Answer the predicate's first true result, looking again at every change; TimeoutError otherwise."""
        return self.board.wait_for(predicate, timeout_s=timeout_s)

    def wait_idle(self, timeout_s: float = 10.0) -> bool:
        """Wait until every planned receipt and post has been made; answer whether that came in time."""
        return self.postman.wait_idle(timeout_s=timeout_s)

    def stop(self) -> None:
        """End the posting threads."""
        self.postman.stop()

"""The carrier: accepts the service's texts, delivers them to phones, remembers opt-outs, keeps all for the listing.

State and rules only. HTTP in is carrier_api.py, posting to the service is receipts.py. Times are machine times.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from simulator import clock, segments
from simulator.board import Board
from simulator.faults import Fault, FaultKind, Faults, Stage
from simulator.texts import Direction, Medium, Refusal, Text, channel_of

STOP_WORDS = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"})
START_WORDS = frozenset({"START", "UNSTOP", "YES"})
STOP_ANSWER = (
    "You have successfully been unsubscribed. You will not receive any more messages from this number. "
    "Reply START to resubscribe."
)
START_ANSWER = (
    "You have successfully been re-subscribed to messages from this number. Reply HELP for help. "
    "Reply STOP to unsubscribe. Msg&Data Rates May Apply."
)
WHATSAPP_WINDOW = timedelta(hours=24)

_PHONE = re.compile(r"(whatsapp:)?\+[1-9]\d{7,14}")


@dataclass(slots=True)
class Carrier:
    """Every text, every opt-out and every request counted; guarded by the board."""

    board: Board
    faults: Faults
    # Lines of the account; empty accepts any sender, otherwise another sender is refused with 21606.
    lines: frozenset[str] = frozenset()
    answers_opt_outs: bool = True
    texts: list[Text] = field(default_factory=list)
    opt_outs: set[tuple[str, str]] = field(default_factory=set)
    requests: int = 0
    # Told of every accepted text with the statuses that lie ahead of it.
    on_accepted: Callable[[Text], None] = lambda text: None
    business_now: Callable[[], datetime | None] = lambda: None
    _by_sid: dict[str, Text] = field(default_factory=dict)

    def accept(self, form: Mapping[str, str], *, media_urls: Sequence[str] = ()) -> Text:
        """Take a text of the service, or raise the Refusal that Twilio would answer with."""
        to, from_, body = form.get("To", ""), form.get("From", ""), form.get("Body", "")
        service_sid = form.get("MessagingServiceSid")
        if not from_ and service_sid and self.lines:
            from_ = min(self.lines)
        with self.board:
            self._check(to, from_, body or form.get("ContentSid", "") or "".join(media_urls))
            text = Text(
                Direction.OUTBOUND,
                from_,
                to,
                body or form.get("ContentVariables", ""),
                clock.now(),
                "queued",
                media_urls=tuple(media_urls),
                segments=segments.count(body),
                status_callback=form.get("StatusCallback", ""),
                validity_s=int(form.get("ValidityPeriod") or 36000),
                service_sid=service_sid,
            )
            if text.channel == "whatsapp" and "ContentSid" not in form and not self._window_open(to, from_):
                text.error_code = 63016
            self._keep(text)
        self.on_accepted(text)
        return text

    def receive(self, from_: str, *, to: str, body: str, media: Sequence[Medium] = ()) -> Text:
        """Take a text of a person, applying opt-out words to the pair of line and phone."""
        with self.board:
            text = Text(Direction.INBOUND, from_, to, body, clock.now(), "received", media=tuple(media))
            text.segments = segments.count(body)
            text.shown_at = self.business_now()
            self._keep(text)
            answer = self._heed_opt_out(text)
        if answer:
            self.on_accepted(answer)
        return text

    def advance(self, text: Text, *, status: str, code: int | None = None) -> None:
        """Move a text to its next status."""
        with self.board:
            text.status, text.updated_at = status, clock.now()
            text.error_code = code
            if status == "sent":
                text.sent_at = text.updated_at
            if status == "delivered":
                text.shown_at = self.business_now()
            self.board.touch()

    def course(self, text: Text) -> list[tuple[str, int | None]]:
        """Answer the statuses ahead of an accepted text, each with an error code or None."""
        fate: Fault | None = self.faults.take(Stage.FATE, channel=text.channel, address=text.to)
        if text.error_code == 63016:
            return [("failed", 63016)]
        if fate is None:
            return [("sent", None), ("delivered", None)]
        if fate.kind is FaultKind.FAILED:
            return [("failed", fate.code or 30008)]
        return [("sent", None), ("undelivered", fate.code or 30003)]

    def find(self, sid: str) -> Text:
        """Answer the text with this id, or raise Twilio's 20404."""
        with self.board:
            if sid not in self._by_sid:
                raise Refusal(404, 20404, f"The requested resource Messages/{sid} was not found")
            return self._by_sid[sid]

    def listing(
        self, *, to: str | None, from_: str | None, since: datetime | None, before: datetime | None
    ) -> list[Text]:
        """Answer the texts of both directions that match, newest first; a text not yet sent counts by its creation."""
        with self.board:
            return [
                text
                for text in reversed(self.texts)
                if to in (None, text.to)
                and from_ in (None, text.from_)
                and (since is None or (text.sent_at or text.created_at) >= since)
                and (before is None or (text.sent_at or text.created_at) <= before)
            ]

    def forget(self, text: Text) -> None:
        """Delete a text, as DELETE on the resource does."""
        with self.board:
            self.texts.remove(text)
            del self._by_sid[text.sid]
            self.board.touch()

    def restore(self, texts: Sequence[Text], *, opt_outs: Sequence[tuple[str, str]]) -> None:
        """Put back what an earlier run kept."""
        with self.board:
            for text in texts:
                self._keep(text)
            self.opt_outs.update(opt_outs)

    def _keep(self, text: Text) -> None:
        self.texts.append(text)
        self._by_sid[text.sid] = text
        self.board.touch()

    def _check(self, to: str, from_: str, content: str) -> None:
        if not to:
            raise Refusal(400, 21604, "A 'To' phone number is required.")
        if not _PHONE.fullmatch(to):
            raise Refusal(400, 21211, f"Invalid 'To' Phone Number: {to}")
        if not from_:
            raise Refusal(400, 21603, "A 'From' phone number is required.")
        if not _PHONE.fullmatch(from_):
            raise Refusal(400, 21212, f"Invalid From Number (caller ID): {from_}")
        if channel_of(to) != channel_of(from_):
            raise Refusal(400, 21910, "Invalid From and To pair. From and To should be of the same channel")
        if self.lines and from_ not in self.lines:
            whatsapp = channel_of(from_) == "whatsapp"
            code, what = (63007, "channel") if whatsapp else (21606, "message-capable phone number")
            raise Refusal(400, code, f"The 'From' address {from_} is not a valid {what} of this account.")
        if to == from_:
            raise Refusal(400, 21266, "'To' and 'From' number cannot be the same")
        if not content:
            raise Refusal(400, 21602, "Message body is required.")
        if len(content) > 1600:
            raise Refusal(400, 21617, "The concatenated message body exceeds the 1600 character limit")
        if (from_, to) in self.opt_outs:
            raise Refusal(400, 21610, "Attempt to send to unsubscribed recipient")

    def _window_open(self, to: str, from_: str) -> bool:
        opened_at = max((t.created_at for t in self.texts if t.from_ == to and t.to == from_), default=None)
        return opened_at is not None and clock.now() - opened_at < WHATSAPP_WINDOW

    def _heed_opt_out(self, text: Text) -> Text | None:
        word, pair = text.body.strip().upper(), (text.to, text.from_)
        if text.channel != "sms":
            return None  # The words are a rule of the phone networks; WhatsApp does not know them.
        if word in STOP_WORDS and pair not in self.opt_outs:
            self.opt_outs.add(pair)
            return self._own_answer(text, STOP_ANSWER)
        if word in START_WORDS and pair in self.opt_outs:
            self.opt_outs.discard(pair)
            return self._own_answer(text, START_ANSWER)
        return None

    def _own_answer(self, text: Text, body: str) -> Text | None:
        if not self.answers_opt_outs:
            return None
        answer = Text(Direction.CARRIER, text.to, text.from_, body, clock.now(), "queued")
        self._keep(answer)
        return answer

"""What the carrier posts to the service: receipts of texts and the texts of people, signed.

Reads the carrier's state and advances it on the postman's agenda; decides nothing about what is accepted.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

from simulator import posting, signing
from simulator.carrier import Carrier
from simulator.faults import Fault, FaultKind, Stage
from simulator.posting import Postman
from simulator.texts import Direction, Text

# Best effort and often wrong, as with real numbers; nobody should decide anything by them.
_PLACES = {"City": "BALTIMORE", "State": "MD", "Zip": "21201", "Country": "US"}


@dataclass(slots=True)
class TwilioPosts:
    """Signed form posts from the carrier to the service."""

    carrier: Carrier
    postman: Postman
    account_sid: str
    auth_token: str
    # What the service calls itself, and where it can be reached; the signature covers the former.
    public_url: str
    reach_url: str
    inbound_url: str
    own_url: Callable[[], str]
    sent_after_s: float
    delivered_after_s: float

    def follow(self, text: Text) -> None:
        """Plan the statuses of an accepted text and the receipts that tell of them."""
        rule = self.carrier.faults.take(Stage.RECEIPT, channel=text.channel, address=text.to)
        course = self.carrier.course(text)
        extra_s = rule.delay_s if rule and rule.kind is FaultKind.RECEIPTS_DELAYED else 0.0
        order = course[::-1] if rule and rule.kind is FaultKind.RECEIPTS_REORDERED else course
        # Receipts of one text are posted one after the other unless a fault says otherwise, each when its status holds;
        # the reordered ones wait for the last status.
        waits = [self.sent_after_s, self.delivered_after_s][: len(course)]
        if order is not course:
            self._advance_all(text, course, waits, then=partial(self._receipts, text, order, rule))
            return
        self._one_by_one(text, course, waits, extra_s, rule)

    def deliver_inbound(self, text: Text) -> None:
        """Post a person's text to the service, now and on this thread."""
        rule = self.carrier.faults.take(Stage.INBOUND, channel=text.channel, address=text.from_)
        if rule and rule.kind is FaultKind.INBOUND_LOST:
            return
        copies = 2 if rule and rule.kind is FaultKind.INBOUND_DUPLICATED else 1
        for _ in range(copies):
            statuses = [answer.status for answer in self._post(self.inbound_url, self._inbound_form(text))]
            with self.carrier.board:
                text.webhook_statuses += statuses
                self.carrier.board.touch()

    def _one_by_one(
        self, text: Text, course: list[tuple[str, int | None]], waits: list[float], extra_s: float, rule: Fault | None
    ) -> None:
        if not course:
            return
        (status, code), rest = course[0], course[1:]

        def step() -> None:
            self.carrier.advance(text, status=status, code=code)
            if extra_s:
                self.postman.later(extra_s, partial(self._receipts, text, [(status, code)], rule))
            else:
                self._receipts(text, [(status, code)], rule)
            self._one_by_one(text, rest, waits[1:], extra_s, rule)

        self.postman.later(waits[0], step)

    def _advance_all(
        self, text: Text, course: list[tuple[str, int | None]], waits: list[float], then: Callable[[], None]
    ) -> None:
        def all_steps() -> None:
            for status, code in course:
                self.carrier.advance(text, status=status, code=code)
            then()

        self.postman.later(sum(waits), all_steps)

    def _receipts(self, text: Text, statuses: list[tuple[str, int | None]], rule: Fault | None) -> None:
        lost = rule is not None and rule.kind is FaultKind.RECEIPTS_LOST
        if lost or not text.status_callback or text.direction is Direction.CARRIER:
            return
        copies = 2 if rule and rule.kind is FaultKind.RECEIPTS_DUPLICATED else 1
        for status, code in statuses:
            for _ in range(copies):
                answers = self._post(text.status_callback, self._receipt_form(text, status, code))
                with self.carrier.board:
                    text.webhook_statuses += [answer.status for answer in answers]
                    self.carrier.board.touch()

    def _post(self, url: str, form: dict[str, str]) -> list[posting.Answer]:
        signed_url, policy = posting.policy_of(url)
        headers = {
            "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
            "X-Twilio-Signature": signing.twilio_signature(signed_url, form=form.items(), auth_token=self.auth_token),
            "User-Agent": "TwilioProxy/1.1",
            "Accept": "*/*",
        }
        reached = signed_url
        if self.reach_url and signed_url.startswith(self.public_url):
            reached = self.reach_url + signed_url.removeprefix(self.public_url)
        return posting.send_until_answered(reached, body=urlencode(form).encode(), headers=headers, policy=policy)

    def _receipt_form(self, text: Text, status: str, code: int | None) -> dict[str, str]:
        form = {
            "ApiVersion": "2010-04-01",
            "AccountSid": self.account_sid,
            "MessageSid": text.sid,
            "SmsSid": text.sid,
            "MessageStatus": status,
            "SmsStatus": status,
            "To": text.to,
            "From": text.from_,
        }
        if code is not None:
            form["ErrorCode"] = str(code)
        if status == "delivered" and text.updated_at:
            form["RawDlrDoneDate"] = text.updated_at.strftime("%y%m%d%H%M")
        if text.service_sid:
            form["MessagingServiceSid"] = text.service_sid
        if text.channel == "whatsapp":
            form |= {"ChannelPrefix": "whatsapp", "ChannelToAddress": text.to, "EventType": status.upper()}
        return form

    def _inbound_form(self, text: Text) -> dict[str, str]:
        form = {
            "ToCountry": "US",
            "ToState": "",
            "SmsMessageSid": text.sid,
            "NumMedia": str(len(text.media)),
            "SmsSid": text.sid,
            "SmsStatus": "received",
            "Body": text.body,
            "To": text.to,
            "ToCity": "",
            "ToZip": "",
            "NumSegments": str(text.segments),
            "MessageSid": text.sid,
            "AccountSid": self.account_sid,
            "From": text.from_,
            "ApiVersion": "2010-04-01",
            **{f"From{name}": value for name, value in _PLACES.items()},
        }
        if text.channel == "whatsapp":
            form |= {"ProfileName": "A person", "WaId": text.from_.removeprefix("whatsapp:+"), "MessageType": "text"}
        for place, medium in enumerate(text.media):
            media = f"/2010-04-01/Accounts/{self.account_sid}/Messages/{text.sid}/Media/{medium.sid}"
            form[f"MediaUrl{place}"] = self.own_url() + media
            form[f"MediaContentType{place}"] = medium.content_type
        return form

"""Every channel keeps the promises of the port."""

import json

import pytest

from bot.channels.memory import SIGNATURE, MemoryChannel
from bot.channels.port import Ambiguous, Channel, ChannelName, Refused, Throttled, WebhookRequest
from bot.channels.sendgrid_email import SendGridEmail
from bot.channels.twilio_sms import TwilioSms
from delivery.messages import MessageStatus
from tests.channels import sendgrid_requests as sendgrid
from tests.channels import twilio_requests as twilio
from tests.channels.conformance import ChannelConformance
from tests.channels.provider import Answer, Provider


class TwilioKit:
    prefix = ""

    def __init__(self, provider: Provider, name: ChannelName = ChannelName.SMS) -> None:
        self.provider = provider
        self.prefix = "whatsapp:" if name is ChannelName.WHATSAPP else ""
        self.person, self.line = "+15005550201", "+15005550006"
        self.channel: Channel = TwilioSms(
            account_sid=twilio.ACCOUNT, auth_token=twilio.TOKEN, base_url=provider.url, timeout_s=0.3, name=name
        )

    def inbound(self, text: str, *, provider_id: str = "id-1", **more: str) -> WebhookRequest:
        parties = {"From": self.prefix + self.person, "To": self.prefix + self.line}
        return twilio.inbound(MessageSid=provider_id, Body=text, **parties, **more)

    def forged(self) -> WebhookRequest:
        return twilio.inbound(token="somebody else's")

    def unreadable(self) -> WebhookRequest:
        return twilio.inbound(From=None)

    def with_attachment(self, content: bytes) -> WebhookRequest:
        url = f"https://api.twilio.com/2010-04-01/Accounts/{twilio.ACCOUNT}/Messages/MM1/Media/ME1"
        return self.inbound("look", NumMedia="1", MediaUrl0=url, MediaContentType0="image/png")

    def opting_out(self) -> WebhookRequest:
        return self.inbound("STOP")

    def receipt(self, word: str) -> WebhookRequest:
        return twilio.status(word)

    def forged_receipt(self) -> WebhookRequest:
        return twilio.form_post(twilio.STATUS_URL, {"MessageSid": "SM1", "MessageStatus": "delivered"}, token="another")

    def receipt_words(self) -> dict[str, MessageStatus]:
        return {
            "accepted": MessageStatus.SENT,
            "scheduled": MessageStatus.SENT,
            "queued": MessageStatus.SENT,
            "sending": MessageStatus.SENT,
            "sent": MessageStatus.SENT,
            "delivered": MessageStatus.DELIVERED,
            "read": MessageStatus.DELIVERED,
            "undelivered": MessageStatus.UNDELIVERED,
            "failed": MessageStatus.FAILED,
            "canceled": MessageStatus.FAILED,
        }

    def will_accept(self) -> str:
        self.provider.answers.append(Answer(201, twilio.message_resource(sid="SM77")))
        return "SM77"

    def will_throttle(self, after_s: int) -> None:
        self.provider.answers.append(Answer(429, b'{"code": 20429}', {"Retry-After": str(after_s)}))

    def will_lose_the_answer(self) -> None:
        self.provider.answers.append(Answer(breaks="close"))

    def will_refuse_the_address(self) -> None:
        self.provider.answers.append(Answer(400, b'{"code": 21211, "message": "Invalid To", "status": 400}'))

    def calls(self) -> int:
        return len(self.provider.asked)


class SendGridKit:
    person, line = "ann@mail.example", "track@acme.example"

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self.channel: Channel = SendGridEmail(
            api_key="SG.key",
            base_url=provider.url,
            inbound_public_key=sendgrid.public_key(),
            event_public_key=sendgrid.public_key(),
            timeout_s=0.3,
        )

    def inbound(self, text: str, *, provider_id: str = "id-1") -> WebhookRequest:
        headers = f"Message-ID: <{provider_id}@mail.example>\nFrom: Ann <ann@mail.example>\n"
        return sendgrid.parsed(text=text, headers=headers)

    def forged(self) -> WebhookRequest:
        return sendgrid.post(sendgrid.multipart(sendgrid.FIELDS), key=sendgrid.OTHER_KEY)

    def unreadable(self) -> WebhookRequest:
        return sendgrid.parsed(**dict.fromkeys(("from", "to", "envelope", "headers")))

    def with_attachment(self, content: bytes) -> WebhookRequest:
        return sendgrid.parsed({"attachment1": ("door.png", "image/png", content)})

    def opting_out(self) -> WebhookRequest:
        return self.inbound("STOP")

    def receipt(self, word: str) -> WebhookRequest:
        return sendgrid.events(sendgrid.event(word))

    def forged_receipt(self) -> WebhookRequest:
        return sendgrid.events(sendgrid.event("delivered"), key=sendgrid.OTHER_KEY)

    def receipt_words(self) -> dict[str, MessageStatus]:
        return {
            "processed": MessageStatus.SENT,
            "deferred": MessageStatus.SENT,
            "delivered": MessageStatus.DELIVERED,
            "bounce": MessageStatus.UNDELIVERED,
            "blocked": MessageStatus.UNDELIVERED,
            "dropped": MessageStatus.FAILED,
        }

    def will_accept(self) -> str:
        self.provider.answers.append(Answer(202, headers={"X-Message-Id": "abc-DEF_1"}))
        return "abc-DEF_1"

    def will_throttle(self, after_s: int) -> None:
        self.provider.answers.append(Answer(429, b"{}", {"Retry-After": str(after_s)}))

    def will_lose_the_answer(self) -> None:
        self.provider.answers.append(Answer(breaks="close"))

    def will_refuse_the_address(self) -> None:
        body = {"errors": [{"message": "invalid", "field": "personalizations.0.to.0.email", "help": None}]}
        self.provider.answers.append(Answer(400, json.dumps(body).encode()))

    def calls(self) -> int:
        return len(self.provider.asked)


class RawSendGridKit(SendGridKit):
    def inbound(self, text: str, *, provider_id: str = "id-1") -> WebhookRequest:
        return sendgrid.raw(sendgrid.a_mail(text, Message_ID=f"<{provider_id}@mail.example>"))

    def with_attachment(self, content: bytes) -> WebhookRequest:
        mail = sendgrid.a_mail("look")
        mail.add_attachment(content, maintype="image", subtype="png", filename="door.png")
        return sendgrid.raw(mail)

    def unreadable(self) -> WebhookRequest:
        return sendgrid.raw(b"Subject: nobody\n\nhello", **dict.fromkeys(("from", "to", "envelope")))


class MemoryKit:
    person, line = "+15005550201", "+15005550006"

    def __init__(self) -> None:
        self.memory = MemoryChannel()
        self.channel: Channel = self.memory

    def inbound(self, text: str, *, provider_id: str = "id-1", **more: object) -> WebhookRequest:
        fields = {"provider_id": provider_id, "from_address": self.person, "to_address": self.line, "text": text}
        return self._post({**fields, **more})

    def forged(self) -> WebhookRequest:
        return self._post({}, secret="another")

    def unreadable(self) -> WebhookRequest:
        return self._post({"provider_id": "id-1"})

    def with_attachment(self, content: bytes) -> WebhookRequest:
        self.memory.files["memory:1"] = content
        return self.inbound("look", media=[{"url": "memory:1", "content_type": "image/png"}])

    def opting_out(self) -> WebhookRequest:
        return self.inbound("STOP")

    def receipt(self, word: str) -> WebhookRequest:
        return self._post({"message_id": 42, "provider_id": "sms-1", "status": word})

    def forged_receipt(self) -> WebhookRequest:
        return self.forged()

    def receipt_words(self) -> dict[str, MessageStatus]:
        return {status.value: status for status in MessageStatus}

    def will_accept(self) -> str:
        return "sms-1"

    def will_throttle(self, after_s: int) -> None:
        self.memory.script(Throttled(after_s))

    def will_lose_the_answer(self) -> None:
        self.memory.script(Ambiguous("lost"), accepts_anyway=True)

    def will_refuse_the_address(self) -> None:
        self.memory.script(Refused("21211", "no such number", address_is_bad=True))

    def calls(self) -> int:
        return len(self.memory.tried)

    def _post(self, fields: dict[str, object], *, secret: str = "memory") -> WebhookRequest:
        return WebhookRequest(
            method="POST",
            url="https://doorstep.example/webhooks/memory",
            headers={SIGNATURE: secret},
            body=json.dumps([fields]).encode(),
            content_type="application/json",
        )


class TestTwilioSms(ChannelConformance):
    @pytest.fixture
    def kit(self, provider: Provider) -> TwilioKit:
        return TwilioKit(provider)


class TestTwilioWhatsApp(ChannelConformance):
    @pytest.fixture
    def kit(self, provider: Provider) -> TwilioKit:
        return TwilioKit(provider, ChannelName.WHATSAPP)


class TestSendGridParsed(ChannelConformance):
    @pytest.fixture
    def kit(self, provider: Provider) -> SendGridKit:
        return SendGridKit(provider)


class TestSendGridRaw(ChannelConformance):
    @pytest.fixture
    def kit(self, provider: Provider) -> RawSendGridKit:
        return RawSendGridKit(provider)


class TestMemory(ChannelConformance):
    @pytest.fixture
    def kit(self) -> MemoryKit:
        return MemoryKit()

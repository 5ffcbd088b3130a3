"""The same cases for every channel: what a provider may do to us and what the port promises in return.

A kit says how one provider words each case. A new channel adds a kit and nothing else.
"""

from dataclasses import replace
from typing import Protocol

import pytest

from bot.channels.port import (
    Accepted,
    Ambiguous,
    Channel,
    ChannelName,
    Forged,
    InboundMessage,
    Malformed,
    OutgoingMessage,
    Refused,
    Throttled,
    WebhookRequest,
)
from delivery.messages import MessageStatus

LONG = "word " * 2000
EMOJI = "👍🏽 ok – ça va, ½ 数字 العربية"


class Kit(Protocol):
    """How one provider words the cases."""

    channel: Channel
    person: str
    line: str

    def inbound(self, text: str, *, provider_id: str = "id-1") -> WebhookRequest: ...
    def forged(self) -> WebhookRequest: ...
    def unreadable(self) -> WebhookRequest: ...
    def with_attachment(self, content: bytes) -> WebhookRequest: ...
    def opting_out(self) -> WebhookRequest: ...
    def receipt(self, word: str) -> WebhookRequest: ...
    def forged_receipt(self) -> WebhookRequest: ...
    def receipt_words(self) -> dict[str, MessageStatus]: ...
    def will_accept(self) -> str: ...
    def will_throttle(self, after_s: int) -> None: ...
    def will_lose_the_answer(self) -> None: ...
    def will_refuse_the_address(self) -> None: ...
    def calls(self) -> int: ...


class ChannelConformance:
    """The cases; a test class inherits them and gives a `kit` fixture."""

    def test_a_good_message_is_read(self, kit: Kit) -> None:
        message = _one(kit, kit.inbound("where is AC-7F3K9Q"))

        assert message.channel is kit.channel.name
        assert (message.from_address, message.to_address) == (kit.person, kit.line)
        assert message.text == "where is AC-7F3K9Q"
        assert message.authentic
        assert not message.automatic
        assert message.media == ()
        assert message.carrier_consent is None
        assert message.payload

    def test_a_forged_message_is_refused(self, kit: Kit) -> None:
        with pytest.raises(Forged):
            kit.channel.verify_and_parse_inbound(kit.forged())

    def test_a_message_without_any_signature_is_refused(self, kit: Kit) -> None:
        unsigned = replace(kit.inbound("hello"), headers={})

        with pytest.raises(Forged):
            kit.channel.verify_and_parse_inbound(unsigned)

    def test_a_message_without_its_parties_is_malformed(self, kit: Kit) -> None:
        with pytest.raises(Malformed):
            kit.channel.verify_and_parse_inbound(kit.unreadable())

    def test_a_repeated_message_has_the_same_id_and_another_one_has_not(self, kit: Kit) -> None:
        first, again = (_one(kit, kit.inbound("hello", provider_id="id-1")) for _ in range(2))
        other = _one(kit, kit.inbound("hello", provider_id="id-2"))

        assert first == again
        assert first.provider_id != other.provider_id

    @pytest.mark.parametrize("text", ["", EMOJI, LONG.strip()], ids=["empty", "emoji", "very long"])
    def test_any_text_arrives_as_it_was_written(self, kit: Kit, text: str) -> None:
        assert _one(kit, kit.inbound(text)).text == text

    def test_an_attachment_is_a_reference_with_a_type(self, kit: Kit) -> None:
        (media,) = _one(kit, kit.with_attachment(b"\x89PNG\x00\xff")).media

        assert media.content_type == "image/png"
        assert media.url

    def test_an_opt_out_word_is_an_ordinary_text(self, kit: Kit) -> None:
        assert _one(kit, kit.opting_out()).text == "STOP"

    def test_every_status_word_is_mapped(self, kit: Kit) -> None:
        expected = kit.receipt_words()
        seen = {word: kit.channel.verify_and_parse_receipts(kit.receipt(word))[0].status for word in expected}

        assert seen == expected

    def test_an_unknown_status_word_says_nothing(self, kit: Kit) -> None:
        (receipt,) = kit.channel.verify_and_parse_receipts(kit.receipt("teleported"))

        assert receipt.status is None
        assert receipt.message_id == 42

    def test_a_forged_receipt_is_refused(self, kit: Kit) -> None:
        with pytest.raises(Forged):
            kit.channel.verify_and_parse_receipts(kit.forged_receipt())

    def test_an_accepted_message_has_the_id_of_the_provider(self, kit: Kit) -> None:
        expected = kit.will_accept()

        accepted = kit.channel.send(_outgoing(kit))

        assert (accepted.provider_id, accepted.status) == (expected, MessageStatus.SENT)

    @pytest.mark.parametrize("text", ["", EMOJI, LONG], ids=["empty", "emoji", "very long"])
    def test_any_text_can_be_handed_over(self, kit: Kit, text: str) -> None:
        kit.will_accept()

        assert isinstance(kit.channel.send(_outgoing(kit, text)), Accepted)

    def test_a_throttled_send_says_how_long_to_wait_and_is_made_once(self, kit: Kit) -> None:
        kit.will_throttle(7)

        with pytest.raises(Throttled) as raised:
            kit.channel.send(_outgoing(kit))
        assert raised.value.retry_after_s == 7
        assert kit.calls() == 1

    def test_a_lost_answer_is_ambiguous_and_the_send_is_made_once(self, kit: Kit) -> None:
        kit.will_lose_the_answer()

        with pytest.raises(Ambiguous):
            kit.channel.send(_outgoing(kit))
        assert kit.calls() == 1

    def test_a_bad_address_is_refused_for_good(self, kit: Kit) -> None:
        kit.will_refuse_the_address()

        with pytest.raises(Refused) as raised:
            kit.channel.send(_outgoing(kit))
        assert raised.value.address_is_bad
        assert not raised.value.is_configuration

    def test_a_stranger_url_is_never_fetched(self, kit: Kit) -> None:
        message = _one(kit, kit.with_attachment(b"x"))
        stranger = replace(message.media[0], url="http://169.254.169.254/latest/meta-data")

        with pytest.raises(Refused):
            kit.channel.fetch_media(stranger)
        assert kit.calls() == 0

    def test_the_name_is_one_of_the_port(self, kit: Kit) -> None:
        assert kit.channel.name in ChannelName


def _one(kit: Kit, request: WebhookRequest) -> InboundMessage:
    (message,) = kit.channel.verify_and_parse_inbound(request)
    return message


def _outgoing(kit: Kit, text: str = "Your delivery is 3 stops away.") -> OutgoingMessage:
    return OutgoingMessage(
        id=42,
        channel=kit.channel.name,
        from_address=kit.line,
        to_address=kit.person,
        text=text,
        subject="Your delivery",
    )

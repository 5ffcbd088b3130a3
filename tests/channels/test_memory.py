"""The channel in memory, beyond what every channel does."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.channels.memory import SIGNATURE, MemoryChannel
from bot.channels.port import (
    Accepted,
    Ambiguous,
    ChannelName,
    InboundMessage,
    Malformed,
    Media,
    NotSent,
    OutgoingMessage,
    WebhookRequest,
)
from delivery.messages import MessageStatus

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


def a_message(**changes: Any) -> OutgoingMessage:
    fields: dict[str, Any] = {
        "id": 42,
        "channel": ChannelName.SMS,
        "from_address": "+15005550006",
        "to_address": "+15005550201",
        "text": "hello",
    }
    return OutgoingMessage(**{**fields, **changes})


def test_scripted_outcomes_come_in_order_and_then_it_accepts() -> None:
    channel = MemoryChannel()
    scripted = Accepted(provider_id="x", status=MessageStatus.FAILED)
    channel.script(NotSent(), scripted)

    with pytest.raises(NotSent):
        channel.send(a_message())
    assert channel.send(a_message()) is scripted
    assert channel.send(a_message()).provider_id == "sms-1"
    assert len(channel.tried) == 3


def test_a_message_whose_answer_was_lost_is_found_and_one_that_never_arrived_is_not() -> None:
    channel = MemoryChannel()
    channel.script(Ambiguous(), accepts_anyway=True)
    channel.script(Ambiguous())
    for text in ("taken", "lost"):
        with pytest.raises(Ambiguous):
            channel.send(a_message(text=text))

    found = channel.find_accepted(a_message(text="taken"), since=NOW)

    assert found
    assert channel.find_accepted(a_message(text="taken"), since=NOW, known={found.provider_id}) is None
    assert channel.find_accepted(a_message(text="lost"), since=NOW) is None


def test_missed_messages_are_listed_by_line_and_time() -> None:
    channel = MemoryChannel()
    message = InboundMessage(
        channel=ChannelName.SMS,
        provider_id="1",
        from_address="+15005550201",
        to_address="+15005550006",
        text="hi",
        payload=b"",
        payload_type="",
    )
    channel.received.append((NOW, message))

    assert channel.list_inbound("+15005550006", NOW) == (message,)
    assert channel.list_inbound("+15005550006", NOW + timedelta(seconds=1)) == ()
    assert channel.list_inbound("+15005550007", NOW) == ()


def test_a_file_is_returned() -> None:
    channel = MemoryChannel()
    channel.files["memory:1"] = b"x"

    assert channel.fetch_media(Media(url="memory:1", content_type="image/png")) == b"x"


@pytest.mark.parametrize("body", [b"{", b"{}", b"[1]"])
def test_what_is_no_list_of_objects_is_malformed(body: bytes) -> None:
    request = WebhookRequest(
        method="POST", url="https://x.example", headers={SIGNATURE: "memory"}, body=body, content_type=""
    )

    with pytest.raises(Malformed):
        MemoryChannel().verify_and_parse_inbound(request)

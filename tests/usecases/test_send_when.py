"""When a message may go: order, quiet hours, usefulness, consent, talks, windows and rates."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.channels.port import Ambiguous, ChannelName, NotSent
from bot.services import Services
from bot.usecases import claim, consent
from bot.usecases.consent import Who
from delivery.messages import MessageKind
from delivery.segments import count
from models.brand import Line
from models.delivery import Delivery
from models.message import Message
from models.thread import Thread
from tests.usecases.house import ANN, ANNS, BOB, BOBS, MAIN, House

TEN_AT_NIGHT = datetime(2026, 11, 24, 3, tzinfo=UTC)  # In New York, on Monday.
EIGHT_IN_THE_MORNING = datetime(2026, 11, 24, 13, tzinfo=UTC)


def ends(house: House, to: str = ANN) -> list[str]:
    """The last words of what an address was given."""
    return [text.rsplit(" ", 1)[-1] for text in house.said_to(to)]


def test_messages_of_a_thread_go_in_their_order(house: House) -> None:
    for words in ("one", "two", "three"):
        house.write(words=words)

    assert len(claim.claim(house.services, limit=32)) == 1
    assert claim.claim(house.services, limit=32) == []


def test_a_first_message_that_fails_holds_the_second_until_it_is_settled(house: House) -> None:
    house.sms.script(NotSent("connect"), NotSent("connect"))
    house.write(words="one")
    house.write(words="two")
    house.write(BOB, words="elsewhere")

    house.send()
    assert (ends(house), ends(house, BOB)) == ([], ["elsewhere"]) or ends(house) == []
    house.wait(minutes=1)
    house.send()
    house.wait(minutes=1)
    house.send()

    assert ends(house) == ["one", "two"]


def test_a_message_of_unknown_fate_does_not_hold_what_follows(house: House) -> None:
    house.sms.script(Ambiguous("reset"))
    first = house.write(words="one")
    house.write(words="two")

    house.send()

    assert house.message(first).status == "unknown"
    assert ends(house) == ["two"]


def test_a_message_held_for_the_night_does_not_hold_an_answer(house: House) -> None:
    house.clock.at = TEN_AT_NIGHT
    held = house.write(words="held", kind=MessageKind.RATING, not_after=TEN_AT_NIGHT + timedelta(days=1))
    house.write(words="answer")

    house.send()
    assert ends(house) == ["answer"]
    assert house.message(held).why == "quiet hours at the recipient's address"
    assert claim.next_due(house.services) is None

    house.clock.at = EIGHT_IN_THE_MORNING
    house.send()
    assert ends(house) == ["answer", "held"]


# kind, whether it waits for the morning
KINDS = [
    (MessageKind.REPLY, False),
    (MessageKind.CONSENT, False),
    (MessageKind.RELAY, False),
    (MessageKind.DRIVER, False),
    (MessageKind.REMINDER, True),
    (MessageKind.DAY_OF, True),
    (MessageKind.ETA, True),
    (MessageKind.RATING, True),
    (MessageKind.CASE, True),
]


@pytest.mark.parametrize(("kind", "waits"), KINDS)
def test_only_what_nobody_asked_for_keeps_the_quiet_hours(house: House, kind: MessageKind, waits: bool) -> None:
    house.clock.at = TEN_AT_NIGHT
    number = house.write(kind=kind)

    house.send()

    row = house.message(number)
    assert (row.status, row.not_before) == (("queued", EIGHT_IN_THE_MORNING) if waits else ("sent", None))


def test_quiet_hours_are_those_of_the_place_of_the_delivery(house: House) -> None:
    house.change(Delivery, Delivery.tracking_number == ANNS, zone="America/Los_Angeles")
    house.clock.at = TEN_AT_NIGHT  # Seven in the evening in Los Angeles.
    there, nowhere = (
        house.write(kind=MessageKind.CASE, delivery_id=house.delivery().id),
        house.write(kind=MessageKind.CASE),
    )

    house.send()

    assert (house.message(there).status, house.message(nowhere).status) == ("sent", "queued")


def test_a_message_that_was_of_use_until_now_goes_and_one_that_was_not_expires(house: House) -> None:
    now = house.clock.now()
    just, past = house.write(not_after=now), house.write(not_after=now - timedelta(microseconds=1))

    house.send()

    assert (house.message(just).status, house.message(past).status) == ("sent", "expired")
    assert house.message(past).why == "it was no longer of use when it could have gone"


def test_many_useless_messages_hold_back_nothing(house: House) -> None:
    for _ in range(70):
        house.write(not_after=house.clock.now() - timedelta(seconds=1))
    house.write(words="fresh")

    (one,) = claim.claim(house.services, limit=8)

    assert one.message.text.endswith("fresh")


def test_after_a_stop_nothing_goes_but_the_confirmation(house: House) -> None:
    asked, confirmed = house.write(), house.write(kind=MessageKind.CONSENT)
    stop(house.services, ANN)

    house.send()

    assert (house.message(asked).status, house.message(asked).why) == ("suppressed", "the person opted out")
    assert house.message(confirmed).status == "sent"


def test_a_stop_is_of_one_brand_one_channel_and_one_address(house: House) -> None:
    house.mail("ann@mail.example", "where is it?")
    house.hush()
    stop(house.services, ANN)
    stop(house.services, BOB, channel="email")
    numbers = [house.write(BOB), house.write("ann@mail.example")]

    house.send()

    assert [house.message(number).status for number in numbers] == ["sent", "sent"]


def test_one_delivery_can_be_stopped_alone(house: House) -> None:
    hers, his = house.delivery(ANNS).id, house.delivery(BOBS).id
    stop(house.services, ANN, delivery=hers)
    stopped, other = (house.write(kind=MessageKind.DAY_OF, delivery_id=number) for number in (hers, his))
    general, answer = house.write(), house.write(delivery_id=hers)

    house.send()

    assert house.message(stopped).why == "the person stopped messages about this delivery"
    assert [house.message(n).status for n in (stopped, general, answer)] == ["suppressed", "sent", "sent"]
    assert house.message(other).why != house.message(stopped).why


def test_a_start_allows_everything_again(house: House) -> None:
    stop(house.services, ANN)
    with house.services.database.write() as session:
        consent.lift(session, house.services.secret, Who(1, "sms", ANN), now=house.clock.now())
    number = house.write()

    house.send()

    assert house.message(number).status == "sent"


def test_a_muted_person_gets_answers_only(house: House) -> None:
    until = house.clock.now() + timedelta(hours=3)
    house.write()
    house.change(Thread, Thread.address == ANN, muted_until=until)
    answer, notice = house.write(), house.write(kind=MessageKind.CASE)

    house.send()
    row = house.message(notice)
    assert (house.message(answer).status, row.status, row.why) == ("sent", "queued", "muted by the person")
    house.clock.at = until
    house.send()

    assert house.message(notice).status == "sent"


def test_a_channel_that_is_switched_off_takes_nothing(house: House) -> None:
    house.mail("ann@mail.example", "where is it?")
    del house.services.channels[ChannelName.EMAIL]  # type: ignore[attr-defined]

    house.send()

    row = house.one(select(Message).where(Message.direction == "out"))
    assert (row.status, row.why) == ("failed", "the channel email is switched off in the settings")


@pytest.mark.parametrize(("hours", "status"), [(None, "suppressed"), (23.9, "sent"), (23.95, "suppressed")])
def test_whatsapp_is_answered_within_a_day_only(house: House, hours: float | None, status: str) -> None:
    house.write()
    thread = house.thread(ANN)
    with house.services.database.write() as session:
        session.add(Line(brand_id=thread.brand_id, channel="whatsapp", address="+15005550033", use="main"))
        session.flush()
        line = session.scalars(select(Line.id).where(Line.channel == "whatsapp")).one()
    heard_at = None if hours is None else house.clock.now() - timedelta(hours=hours)
    house.change(Thread, Thread.id == thread.id, line_id=line, last_inbound_at=heard_at)
    number = house.write()

    house.send()

    assert house.message(number).channel == "whatsapp"
    assert house.message(number).status == status


def test_a_line_sends_its_segments_and_no_more(house: House) -> None:
    house.change(Line, Line.address == MAIN, rate_per_s=2.0, burst=4.0, tokens=4.0)
    words = "s" * 170  # Two segments.
    addresses = [f"+1500555{n:04}" for n in range(90)]
    for address in addresses:
        house.write(address, words=words)
    start, sent = house.clock.now(), []

    for _ in range(60 * 4):
        before = len(house.sms.sent)
        house.send()
        sent += [(house.clock.now() - start).total_seconds()] * (len(house.sms.sent) - before)
        house.wait(milliseconds=250)

    assert {count(taken.message.text).segments for taken in house.sms.sent} == {2}
    for at_s in range(60):
        given = sum(2 for moment in sent if moment <= at_s)
        assert given <= 4 + 2 * at_s
    assert sum(2 for moment in sent if moment < 60) >= 4 + 2 * 59
    waiting = house.all(select(Message.why).where(Message.status == "queued").distinct())
    assert waiting == ["the line's rate limit"]


def test_a_line_without_a_rate_left_holds_no_other_line(house: House) -> None:
    house.change(Line, Line.address == MAIN, rate_per_s=0.1, burst=1.0, tokens=0.0, tokens_at=house.clock.now())
    house.mail("ann@mail.example", "where is it?")
    texts = house.write(BOB)

    house.send()

    assert house.message(texts).status == "queued"
    assert len(house.post.sent) == 1
    assert claim.next_due(house.services) == house.clock.now() + timedelta(seconds=10)


def stop(services: Services, address: str, *, delivery: int | None = None, channel: str = "sms") -> None:
    """Stop messages to an address."""
    with services.database.write() as session:
        who = Who(1, channel, address)
        consent.stop(session, services.secret, who, delivery_id=delivery, source="test", now=services.clock.now())

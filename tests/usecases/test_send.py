"""What a provider's answer does to a message, and that nobody but the claim's holder writes it down."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.channels.port import Accepted, Ambiguous, Failure, NotSent, Refused, Throttled
from bot.usecases import claim, send_messages
from delivery.messages import MessageKind, MessageStatus
from models.consent import Suppression
from models.message import Message
from tests.usecases.house import ANN, ANNS_MAIL, MAIN, House

CONFIGURATION = Refused("21608", "trial account", is_configuration=True)

# outcome, status, what `why` says, seconds until it is tried again (least, most)
OUTCOMES: list[tuple[Failure | Accepted, str, str, tuple[float, float] | None]] = [
    (Accepted(provider_id="SM1", status=MessageStatus.SENT, segments=2), "sent", "accepted by the provider", None),
    (Throttled(), "queued", "the provider asked to slow down; tried once", (2.25, 3.75)),
    (Throttled(40), "queued", "the provider asked to slow down; tried once", (40, 43)),
    (Throttled(4000), "failed", "the provider asked to slow down, once", None),
    (NotSent("connect"), "queued", "the provider was out of reach; tried once", (2.25, 3.75)),
    (Ambiguous("read time-out"), "unknown", "no clear answer from the provider; waiting for its receipt", None),
    (Refused("30006", "landline"), "failed", "refused with 30006: landline", None),
    (Refused("21610", "stopped", opted_out=True), "suppressed", "refused with 21610: stopped", None),
    (Refused("21211", "no number", address_is_bad=True), "failed", "refused with 21211: no number", None),
    (CONFIGURATION, "failed", "refused with 21608: trial account", None),
    (Refused("1", "r" * 500), "failed", f"refused with 1: {'r' * 500}"[:256], None),
]


@pytest.mark.parametrize(("outcome", "status", "why", "again_s"), OUTCOMES, ids=lambda value: str(value)[:32])
def test_an_answer_settles_a_message(house: House, outcome: Any, status: str, why: str, again_s: Any) -> None:
    house.sms.script(outcome)
    number = house.write()

    house.send()

    row = house.message(number)
    assert (row.status, row.why, row.attempts) == (status, why, 1)
    assert row.lease_until is None
    if again_s is not None:
        assert row.try_at is not None
        assert again_s[0] <= (row.try_at - house.clock.now()).total_seconds() <= again_s[1]


def test_an_accepted_message_is_known_by_its_provider_id(house: House) -> None:
    house.sms.script(Accepted(provider_id="SM1", status=MessageStatus.SENT, segments=2))
    number = house.write()

    house.send()

    row = house.message(number)
    assert (row.provider_id, row.segments, row.sent_at) == ("SM1", 2, house.clock.now())


@pytest.mark.parametrize(
    ("refused", "source"),
    [
        (Refused("21610", "stopped", opted_out=True), "carrier"),
        (Refused("21211", "no", address_is_bad=True), "bad address"),
    ],
)
def test_a_refusal_that_is_about_the_person_stops_all_that_follows(house: House, refused: Refused, source: str) -> None:
    house.sms.script(refused)
    house.write()
    later = house.write(words="once more")

    house.send()

    assert house.one(select(Suppression)).source == source
    assert (house.message(later).status, house.message(later).why) == ("suppressed", "the person opted out")
    assert len(house.sms.tried) == 1


def test_a_refusal_of_our_configuration_says_nothing_about_the_person(house: House) -> None:
    house.sms.script(CONFIGURATION)
    house.write()

    house.send()

    assert house.all(select(Suppression)) == []


def test_a_message_is_tried_again_until_the_tries_are_used_up(house: House) -> None:
    house.sms.script(*[Throttled()] * 20)
    number = house.write(not_after=house.clock.now() + timedelta(days=1))

    while (due_at := claim.next_due(house.services)) is not None or house.send():
        house.clock.at = max(house.clock.at, due_at or house.clock.at)
        house.send()

    row = house.message(number)
    assert (row.status, row.attempts, len(house.sms.tried)) == ("failed", 8, 8)


def test_no_answer_of_the_provider_is_waited_for_inside_a_transaction(house: House) -> None:
    seen = []
    accept = house.sms.send

    def look(message: Any) -> Accepted:
        with house.services.database.write() as session:
            seen.append(session.get_one(Message, message.id).status)
        return accept(message)

    house.sms.send = look  # type: ignore[method-assign]
    house.write()
    house.send()

    assert seen == ["started"]


@pytest.mark.parametrize("outcome", [NotSent("connect"), Refused("21211", "no phone number")])
def test_a_worker_that_lost_its_lease_still_settles_what_is_unknown(house: House, outcome: Failure) -> None:
    number = house.write()
    (late,) = claim.claim(house.services, limit=1)
    house.wait(seconds=61)
    assert send_messages.rescue(house.services) == 1

    house.sms.script(outcome)
    send_messages.send(house.services, late)

    assert house.message(number).status == ("failed" if isinstance(outcome, Refused) else "queued")


def test_a_claim_that_another_worker_took_over_is_fenced_by_its_token(house: House) -> None:
    number = house.write()
    (late,) = claim.claim(house.services, limit=1)
    house.change(Message, Message.id == number, status="queued", lease_token=None)
    (present,) = claim.claim(house.services, limit=1)

    send_messages.send(house.services, late)
    assert house.message(number).status == "started"
    send_messages.send(house.services, present)

    assert (house.message(number).status, house.message(number).provider_id) == ("sent", "sms-2")


def test_a_lease_that_still_runs_is_left_alone(house: House) -> None:
    house.write()
    claim.claim(house.services, limit=1)
    house.wait(seconds=59)

    assert send_messages.rescue(house.services) == 0


def test_a_text_carries_its_number_back_in_the_callback_and_its_time_of_use(house: House) -> None:
    number = house.write(not_after=house.clock.now() + timedelta(seconds=90))
    useless = house.write(not_after=house.clock.now())

    house.send()

    first, last = (taken.message for taken in house.sms.sent)
    assert first.callback_url == f"https://track.acme.example/webhooks/twilio/status/{number}"
    assert (first.from_address, first.to_address, first.valid_for_s) == (MAIN, ANN, 90)
    assert (last.id, last.valid_for_s) == (useless, 10)


def test_a_mail_joins_its_conversation_and_can_be_answered(house: House) -> None:
    house.mail(ANNS_MAIL, "where is it?", subject="My parcel", mail_id="<7@mail.example>")
    house.send()

    (taken,) = house.post.sent
    mail = taken.message
    assert (mail.subject, mail.in_reply_to, mail.references) == (
        "Re: My parcel",
        "<7@mail.example>",
        ("<7@mail.example>",),
    )
    assert (mail.reply_to or "").startswith("r-")
    assert (mail.unsubscribe_url, mail.callback_url) == (None, None)
    assert mail.html


def test_a_mail_that_nobody_asked_for_can_be_unsubscribed(house: House) -> None:
    house.mail(ANNS_MAIL, "where is it?")
    house.hush()

    house.write(ANNS_MAIL, kind=MessageKind.RATING)
    house.send()

    (taken,) = house.post.sent
    assert (taken.message.unsubscribe_url or "").startswith("https://track.acme.example/u/")

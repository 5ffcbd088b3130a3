"""Who is who when numbers are shared, forged, handed on or corrected: nobody hears what is not theirs."""

import json
from typing import Any

import pytest
from sqlalchemy import select

from bot.channels import sendgrid_webhooks
from bot.channels.port import Malformed, NotSent
from bot.channels.port import Media as Reference
from bot.logs import without_personal_data
from bot.usecases import budget, fetch_media, links, see_route, show_delivery, show_page
from delivery.status import CustodyKind
from models.brand import Line
from models.message import Media
from models.people import Driver
from models.relay import Binding
from models.route import Stop
from tests.days import a_brand
from tests.usecases.house import ANN, ANNS, ANNS_MAIL, BOBS, DRIVERS, MAIN, SAM, STRANGER, House, the_day

JO = "+15005550107"


def test_the_subject_of_a_forged_mail_is_not_used_when_we_write_to_the_person(house: House) -> None:
    house.mail(ANNS_MAIL, "where is it?", subject="My parcel")
    house.mail(ANNS_MAIL, "where is it?", subject="Call +1 900 555 0100 at once", authentic=False)
    house.hush()
    house.write(ANNS_MAIL)
    house.send()

    (mail,) = [taken.message for taken in house.post.sent]
    assert mail.subject == "Re: My parcel"
    assert mail.in_reply_to == "<1@mail.example>"


def test_a_forged_mail_is_still_answered_in_its_own_conversation(house: House) -> None:
    house.mail(ANNS_MAIL, "where is it?", authentic=False)
    house.pump()

    (mail,) = [taken.message for taken in house.post.sent]
    assert (mail.subject, mail.in_reply_to) == ("Re: My parcel", "<1@mail.example>")


def test_a_phone_that_was_handed_to_another_driver_stands_for_who_drives_today(house: House) -> None:
    with house.services.database.write() as session:
        brand = session.scalars(select(Driver.brand_id)).one()
        session.add(Driver(brand_id=brand, ref="D2", name="Jo", phone=SAM))
    day = the_day()
    day["routes"][0]["driver"] = {"ref": "D2", "name": "Jo", "phone": SAM}
    house.load(day)
    house.hush()
    house.text(SAM, DRIVERS, "departed")
    house.pump()

    assert {house.delivery(ANNS).status, house.delivery(BOBS).status} == {"out_for_delivery"}


def test_a_brand_that_changed_its_number_writes_from_the_new_one_only(house: House) -> None:
    new = "+15005550016"
    brand = a_brand()
    brand["lines"][0]["address"] = new
    house.load({"brands": [brand], "routes": []})
    # PostgreSQL reads rows in the order they were changed last.
    house.change(Line, Line.address == MAIN, tokens=7.0)
    house.report(CustodyKind.OUT_FOR_DELIVERY)
    house.pump()

    assert {taken.message.from_address for taken in house.sms.sent} == {new}


def test_a_driver_who_lost_the_route_cannot_go_on_talking_to_its_recipients(house: House) -> None:
    house.report_out()
    house.text(ANN, MAIN, "talk to the driver: the bell is broken")
    house.pump()
    line = house.one(select(Line.address).join(Binding, Binding.line_id == Line.id))
    day = the_day()
    day["routes"][0]["driver"] = {"ref": "D2", "name": "Jo", "phone": JO}
    house.load(day)
    house.hush()
    house.text(SAM, line, "I know where you live")
    house.pump()

    assert not any("where you live" in said for said in house.said_to(ANN))


def test_a_file_that_breaks_us_does_not_keep_the_others_from_coming(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch = house.sms.fetch_media

    def fragile(media: Reference, **fields: Any) -> bytes:
        if media.url == "odd":
            raise ValueError("a bug of this test")
        return fetch(media, **fields)

    monkeypatch.setattr(house.sms, "fetch_media", fragile)
    monkeypatch.setattr(fetch_media, "_BATCH", 1)
    house.sms.files["good"] = b"picture"
    for url in ("odd", "good"):
        house.text(ANN, MAIN, "look", media=(Reference(url=url, content_type="image/png"),))
    for _ in range(2):
        fetch_media.fetch_due(house.services)

    assert house.one(select(Media.body).where(Media.url == "good")) == b"picture"


def test_a_picture_survives_an_hour_without_the_provider(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_args: object, **_fields: object) -> bytes:
        raise NotSent("connect")

    house.sms.files["good"] = b"picture"
    house.text(ANN, MAIN, "look", media=(Reference(url="good", content_type="image/png"),))
    with monkeypatch.context() as patched:
        patched.setattr(house.sms, "fetch_media", away)
        for _ in range(60):
            fetch_media.fetch_due(house.services)
            house.wait(minutes=1)
    house.wait(hours=6)
    fetch_media.fetch_due(house.services)

    assert house.one(select(Media.body)) == b"picture"


def test_a_picture_that_was_refused_is_not_asked_for_again(house: House) -> None:
    house.text(ANN, MAIN, "look", media=(Reference(url="gone", content_type="image/png"),))
    for _ in range(10):
        fetch_media.fetch_due(house.services)
        house.wait(hours=1)

    media: Media = house.one(select(Media))
    assert (media.body, media.why) == (None, "refused with no_file: there is no such file")


def test_a_stop_that_leaves_its_route_while_a_page_is_read_harms_nobody(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.report(CustodyKind.OUT_FOR_DELIVERY)
    views = see_route.views

    def meanwhile(session: Any, route_ids: Any) -> Any:
        if not house.services.database.is_sqlite:
            house.change(Stop, Stop.id > 0, removed_at=house.clock.now())
        return views(session, route_ids)

    monkeypatch.setattr(see_route, "views", meanwhile)
    token = links.token(house.services.secret, house.delivery().link_nonce)

    assert show_page.show(house.services, token).eta is not None
    house.change(Stop, Stop.id > 0, removed_at=None)
    assert show_delivery.show(house.services, ANNS).eta is not None


def test_who_tries_numbers_for_an_hour_learns_no_more_of_them(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "GUESSES_PER_HOUR", 5)
    house.report_out()
    for number in ("AC-1WRONG1", "AC-2WRONG2", "AC-3WRONG3", "AC-4WRONG4", BOBS, BOBS):
        house.text(STRANGER, MAIN, number)
        house.pump()
    first, last = house.said_to(STRANGER)[-2:]
    assert first != last
    assert last == house.said_to(STRANGER)[0].replace("AC-1WRONG1", BOBS)
    house.text(STRANGER, MAIN, "AC-5WRONG5")
    house.wait(hours=1, seconds=1)
    house.text(STRANGER, MAIN, BOBS)
    house.pump()

    assert house.said_to(STRANGER)[-1] == first


@pytest.mark.parametrize("number", ["9" * 19, "9" * 5000, "-1", "٣"])
def test_an_impossible_row_number_in_an_event_names_no_message(number: str) -> None:
    body = json.dumps([{"event": "delivered", "sg_message_id": "x.filter1", "doorstep_message": number}]).encode()

    assert [receipt.message_id for receipt in sendgrid_webhooks.receipts(body)] == [None]


def test_an_event_batch_of_endless_depth_is_malformed() -> None:
    with pytest.raises(Malformed):
        sendgrid_webhooks.receipts(b"[" * 200_000)


def test_an_address_in_the_query_of_a_library_line_is_not_logged() -> None:
    line = without_personal_data(
        None,
        "warning",
        {"said": "Failed to parse (url=https://api/Messages.json?To=%2B15005550201&Cc=ann%40mail.example)"},
    )

    assert "15005550201" not in str(line)
    assert "mail.example" not in str(line)


@pytest.mark.parametrize("typed", ["{0}", "{1} {2}", "where is {1} {2} please"])
def test_a_stranger_cannot_tell_a_number_that_exists_from_one_that_does_not(house: House, typed: str) -> None:
    answers = []
    for stranger, number in ((STRANGER, BOBS), ("+15005550998", "AC-9WXXZZ")):
        house.text(stranger, MAIN, typed.format(number, number[:5], number[5:]))
        house.pump()
        answers.append(house.said_to(stranger)[-1].replace(number, "it").replace(number.replace("-", ""), "it"))

    assert answers[0] == answers[1]

"""Files that came with messages: fetched later, from the provider or out of the kept mail, and not for ever."""

from typing import Any

from sqlalchemy import select

from bot.channels.port import Media, NotSent
from bot.usecases import fetch_media
from models.message import Media as Row
from tests.usecases.house import ANN, ANNS_MAIL, MAIN, House


def picture(house: House, url: str = "https://x.example/1") -> None:
    house.text(ANN, MAIN, "look", media=(Media(url=url, content_type="image/jpeg"),))


def for_a_day(house: House) -> int:
    """Ask for what is due every half minute at first, then every hour; answers how many files came."""
    fetched = 0
    for wait_s in [0, *[30] * 20, *[3600 - 600], *[3600] * 8]:
        house.wait(seconds=wait_s)
        fetched += fetch_media.fetch_due(house.services)
    return fetched


def test_a_file_is_fetched_once(house: House) -> None:
    picture(house)
    house.sms.files["https://x.example/1"] = b"jpeg"

    assert [fetch_media.fetch_due(house.services) for _ in range(2)] == [1, 0]

    row = house.one(select(Row))
    assert (row.body, row.size, row.attempts, row.fetched_at) == (b"jpeg", 4, 1, house.clock.now())


def test_a_file_that_is_refused_is_not_asked_for_again(house: House) -> None:
    picture(house)

    assert for_a_day(house) == 0

    row = house.one(select(Row))
    assert (row.body, row.attempts, row.why) == (None, 5, "refused with no_file: there is no such file")


def test_a_provider_that_is_away_is_asked_again_for_some_hours(house: House) -> None:
    picture(house)
    asked: list[float] = []
    start = house.clock.now()

    def away(media: Media, **fields: Any) -> bytes:
        asked.append((house.clock.now() - start).total_seconds())
        raise NotSent("connect")

    house.sms.fetch_media = away  # type: ignore[method-assign]
    for_a_day(house)

    assert asked == [0, 30, 300, 3600, 21600]
    assert house.one(select(Row.why)) == "NotSent"


def test_a_file_that_cannot_be_fetched_holds_back_no_other(house: House) -> None:
    picture(house, "https://x.example/odd")
    picture(house, "https://x.example/2")
    house.sms.files["https://x.example/2"] = b"jpeg"
    fetch = house.sms.fetch_media

    def breaks(media: Media, **fields: Any) -> bytes:
        if media.url == "https://x.example/odd":
            raise RuntimeError("a bug of this test")
        return fetch(media, **fields)

    house.sms.fetch_media = breaks  # type: ignore[method-assign]

    assert for_a_day(house) == 1
    assert house.all(select(Row.attempts).order_by(Row.id)) == [5, 1]


def test_a_file_in_a_mail_is_taken_out_of_the_kept_payload(house: House) -> None:
    seen: list[Any] = []

    def part(media: Media, **fields: Any) -> bytes:
        seen.append((media.url, fields))
        return b"%PDF"

    house.post.fetch_media = part  # type: ignore[method-assign]
    attached = (Media(url="part:2", content_type="application/pdf"),)
    house.mail(ANNS_MAIL, "look", media=attached, payload=b"whole mail", payload_type="multipart/mixed")

    assert fetch_media.fetch_due(house.services) == 1

    assert seen == [("part:2", {"payload": b"whole mail", "payload_type": "multipart/mixed"})]


def test_a_channel_that_was_switched_off_is_not_asked(house: House) -> None:
    picture(house)
    del house.services.channels[house.sms.name]  # type: ignore[attr-defined]

    assert for_a_day(house) == 0

"""The customer's page: what it shows in whose words, and that a wrong link tells nothing."""

import re
from datetime import timedelta
from html import unescape
from itertools import product

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from bot.services import Services
from bot.usecases import change_delivery, links, load_day, record_positions, unsubscribe
from bot.web import page_words
from delivery.places import Place
from delivery.progress import Fix
from delivery.status import CustodyKind
from models.consent import Suppression
from models.delivery import Delivery
from models.thread import Thread
from tests.clocks import FixedClock
from tests.days import a_day, a_delivery, a_route, a_stop
from tests.web.house import ROOT


def token_of(services: Services, number: str = "AC7F3K9Q") -> str:
    with services.database.read() as session:
        nonce = session.scalars(select(Delivery.link_nonce).where(Delivery.tracking_normal == number)).one()
    return links.token(services.secret, nonce)


def happened(services: Services, kind: CustodyKind, number: str = "AC-7F3K9Q") -> None:
    change_delivery.report(services, tracking_number=number, kind=kind, at=services.clock.now())


def shown(client: FlaskClient, services: Services) -> str:
    answer = client.get(f"/t/{token_of(services)}")
    assert answer.status_code == 200
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text.partition("<main>")[2])).split())


@pytest.fixture
def loaded(services: Services) -> Services:
    """A house with a route of two stops, Ann's the second."""
    other = a_delivery("AC-2", contact={"name": "Bob"}, lat=39.295)
    load_day.load(services, a_day(a_route("R1", a_stop(1, delivery=other), a_stop(2)), support="+1 500 555 0000"))
    return services


def test_a_planned_delivery_shows_its_window(client: FlaskClient, loaded: Services) -> None:
    assert shown(client, loaded) == (
        "Acme Your delivery is planned Planned window, today 9:00 AM – 1:00 PM Tracking number AC-7F3K9Q "
        "As of 12:00 PM. Update this page Step by step Accepted for delivery today at 12:00 PM "
        "Out for delivery still to come Delivered still to come Questions? +1 500 555 0000"
    )


def test_a_delivery_on_its_way_shows_when_and_how_sure(
    client: FlaskClient, loaded: Services, clock: FixedClock
) -> None:
    happened(loaded, CustodyKind.OUT_FOR_DELIVERY)
    before = shown(client, loaded)
    fix = Fix(Place(39.291, -76.61), clock.at, 5.0, None)
    record_positions.record(loaded, driver_ref="D1", fixes=[fix])
    clock.advance(timedelta(seconds=200))

    page = shown(client, loaded)

    assert "Your delivery is on its way" in page
    assert re.search(r"Expected arrival, today 12:\d\d – \d+:\d\d PM", page)
    assert "What we told you today, 9:00 AM – 1:00 PM" in page
    assert "The van 2 stops away" in page
    assert "No position yet" in before
    assert "Its position Seen 3 minutes ago" in page


def test_the_next_stop_is_told_so(client: FlaskClient, loaded: Services, clock: FixedClock) -> None:
    happened(loaded, CustodyKind.OUT_FOR_DELIVERY)
    happened(loaded, CustodyKind.DELIVERED, "AC-2")
    record_positions.record(loaded, driver_ref="D1", fixes=[Fix(Place(39.296, -76.61), clock.at, 5.0, None)])

    page = shown(client, loaded)

    assert "You are the driver's next stop" in page
    assert "stops away" not in page
    assert "Seen just now" in page


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (CustodyKind.ARRIVED, "The driver is at your address"),
        (CustodyKind.DELIVERED, "Your delivery was handed over today at 12:00 PM"),
        (CustodyKind.FAILED, "Your delivery could not be handed over today at 12:00 PM"),
        (CustodyKind.CANCELLED, "Your delivery was cancelled today at 12:00 PM"),
    ],
)
def test_every_state_has_its_sentence(client: FlaskClient, loaded: Services, kind: CustodyKind, said: str) -> None:
    happened(loaded, kind)

    page = shown(client, loaded)

    assert said in page
    assert "stops away" not in page


def test_a_van_that_runs_late_is_owned_up_to(client: FlaskClient, loaded: Services, clock: FixedClock) -> None:
    happened(loaded, CustodyKind.OUT_FOR_DELIVERY)
    in_time = shown(client, loaded)
    clock.advance(timedelta(minutes=58))
    record_positions.record(loaded, driver_ref="D1", fixes=[Fix(Place(39.2, -76.61), clock.at, 5.0, None)])
    clock.advance(timedelta(minutes=20))

    page = shown(client, loaded)

    assert "It is running later than we told you. We are sorry." in page
    assert "running later" not in in_time
    assert "Seen 20 minutes ago, so the time is less sure" in page


def test_a_failed_attempt_says_what_can_be_done(client: FlaskClient, loaded: Services) -> None:
    happened(loaded, CustodyKind.FAILED)

    page = shown(client, loaded)

    assert "Text us a day that suits you" in page
    assert "still to come" not in page


def test_a_van_without_a_route_leaves_the_status_alone(client: FlaskClient, loaded: Services) -> None:
    happened(loaded, CustodyKind.OUT_FOR_DELIVERY)
    load_day.put_route(loaded, "R1", {**a_route("R1"), "stops": []})

    assert "Your delivery is on its way" in shown(client, loaded)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("es", "Su entrega está prevista Horario previsto, mañana 9:00–13:00"),
        ("fr", "Votre livraison est prévue Créneau prévu, demain 09:00 – 13:00"),
    ],
)
def test_a_page_speaks_the_language_of_its_contact(
    client: FlaskClient, services: Services, clock: FixedClock, language: str, said: str
) -> None:
    clock.advance(timedelta(days=-1))
    contact = {"name": "Ann", "phone": "+15005550201", "language": language}
    load_day.load(services, a_day(a_route("R1", a_stop(delivery=a_delivery(contact=contact)))))

    assert said in shown(client, services)
    assert f'<html lang="{language}">' in client.get(f"/t/{token_of(services)}").text


def test_another_day_is_named(client: FlaskClient, services: Services, clock: FixedClock) -> None:
    clock.advance(timedelta(days=-4))
    load_day.load(services, a_day())

    assert "Planned window, Monday, November 23 9:00 AM – 1:00 PM" in shown(client, services)
    assert page_words.words("de-AT")["locale"] == "en"


def test_a_delivery_without_a_window_shows_none(client: FlaskClient, services: Services) -> None:
    load_day.load(services, a_day(a_route("R1", a_stop(delivery=a_delivery(window=None)))))

    assert "Planned window" not in shown(client, services)


def test_wrong_links_and_old_links_get_the_same_answer(
    client: FlaskClient, loaded: Services, clock: FixedClock
) -> None:
    token = token_of(loaded)
    happened(loaded, CustodyKind.DELIVERED)
    clock.advance(timedelta(days=7))
    last_moment = client.get(f"/t/{token}").status_code
    clock.advance(timedelta(seconds=1))

    answers = [client.get(f"/t/{path}") for path in (token, "unknown", token + "A", "%00", "é" * 300)]

    assert last_moment == 200
    assert [answer.status_code for answer in answers[:3] + answers[4:]] == [404] * 4
    assert len({answer.data for answer in answers[:3] + answers[4:]}) == 1
    assert answers[3].status_code == 400


def test_a_wrong_link_is_answered_in_the_language_of_the_browser(client: FlaskClient) -> None:
    answer = client.get("/t/unknown", headers={"Accept-Language": "fr-CA, en;q=0.5"})

    assert '<html lang="fr">' in answer.text


def test_pages_are_kept_from_caches_robots_and_scripts(client: FlaskClient, loaded: Services) -> None:
    headers = client.get(f"/t/{token_of(loaded)}").headers

    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'; img-src 'self'")
    assert "form-action 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def test_a_page_has_one_heading_and_what_it_refers_to_exists(client: FlaskClient, loaded: Services) -> None:
    page = client.get(f"/t/{token_of(loaded)}").text

    assert page.count("<h1") == 1
    assert "<script" not in page
    assert "style=" not in page
    for path in re.findall(r'(?:href|src)="(/[^"]+)"', page):
        with client.get(path) as answer:
            assert answer.status_code == 200


def test_what_a_brand_is_called_cannot_become_markup(client: FlaskClient, services: Services) -> None:
    load_day.load(services, a_day(name="<b>A&C</b>", support="<script>"))

    page = client.get(f"/t/{token_of(services)}").text

    assert "<b>" not in page
    assert "<script>" not in page


def test_somebody_who_tries_links_is_slowed_down(client: FlaskClient, clock: FixedClock) -> None:
    answers = [client.get(f"/t/{number}").status_code for number in range(61)]
    refused = client.get("/t/again")
    other = client.get("/t/again", headers={"X-Forwarded-For": "1.1.1.1, 203.0.113.9"})
    clock.advance(timedelta(seconds=2))
    later = client.get("/t/later")

    assert answers == [404] * 60 + [429]
    assert refused.headers["Retry-After"] == "2"
    assert (other.status_code, later.status_code) == (404, 404)


def test_looking_at_an_unsubscription_stops_nothing_and_posting_does(client: FlaskClient, loaded: Services) -> None:
    with loaded.database.read() as session:
        thread_id = session.scalars(select(Thread.id)).first()
    assert thread_id is not None
    path = unsubscribe.url(loaded, thread_id).removeprefix(loaded.public_url)

    looked = client.get(path)
    with loaded.database.read() as session:
        before = session.scalars(select(Suppression)).all()
    stopped = [client.post(path, data={"List-Unsubscribe": "One-Click"}).status_code for _ in range(2)]

    assert (looked.status_code, before, stopped) == (200, [], [200, 200])
    assert "form-action 'self'" in looked.headers["Content-Security-Policy"]
    with loaded.database.read() as session:
        assert len(session.scalars(select(Suppression)).all()) == 1


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_wrong_unsubscription_is_not_found(client: FlaskClient, method: str) -> None:
    assert client.open("/u/1-abc", method=method).status_code == 404


def test_every_language_has_every_sentence() -> None:
    def keys(table: object, path: str = "") -> set[str]:
        if not isinstance(table, dict):
            return {path + "".join(sorted(re.findall(r"\{\w+\}", str(table))))}
        return {key for name, value in table.items() for key in keys(value, f"{path}.{name}")}

    known = {language: keys(page_words.words(language)) for language in page_words.LANGUAGES}

    assert known["es"] == known["en"] == known["fr"]


def test_every_colour_can_be_read_on_its_paper() -> None:
    style = (ROOT / "static" / "doorstep.css").read_text()
    light, dark = re.findall(r":root \{(.*?)\}", style, re.DOTALL)

    for scheme in (light, dark):
        colours = dict(re.findall(r"--(\w+): (#\w{6})", scheme))
        for name, paper in product(("ink", "quiet", "mark", "warn", "link"), ("paper", "ground")):
            assert contrast(colours[name], colours[paper]) >= 4.5


def contrast(one: str, other: str) -> float:
    """Compare two colours as WCAG 2 does."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)

"""The carrier through Twilio's own client: accepting, refusing, opt-outs, listing."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import requests
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from simulator.carrier import STOP_WORDS
from simulator.server import Server
from simulator.texts import Direction, Medium
from simulator.world import World
from tests.simulator.conftest import ANN, BOB, LINE
from tests.simulator.listener import Listener, statuses


def test_a_sent_text_reaches_the_phone(client: Client, world: World) -> None:
    sent = client.messages.create(to=ANN, from_=LINE, body="Acme: on the way")

    assert re.fullmatch(r"SM[0-9a-f]{32}", sent.sid)
    assert (sent.status, sent.num_segments, sent.direction) == ("queued", "1", "outbound-api")
    assert abs(sent.date_created - datetime.now(UTC)) < timedelta(seconds=5)
    world.wait_for(lambda: world.phone(ANN).bodies == ["Acme: on the way"])
    delivered = client.messages(sent.sid).fetch()
    assert (delivered.status, delivered.error_code) == ("delivered", None)
    assert delivered.date_sent is not None
    assert world.phone(BOB).messages == ()


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"to": "", "from_": LINE, "body": "x"}, 21604),
        ({"to": "+1234", "from_": LINE, "body": "x"}, 21211),
        ({"to": "Ann", "from_": LINE, "body": "x"}, 21211),
        ({"to": ANN, "body": "x"}, 21603),
        ({"to": ANN, "from_": "12", "body": "x"}, 21212),
        ({"to": ANN, "from_": BOB, "body": "x"}, 21606),
        ({"to": LINE, "from_": LINE, "body": "x"}, 21266),
        ({"to": ANN, "from_": LINE}, 21602),
        ({"to": ANN, "from_": LINE, "body": "x" * 1601}, 21617),
        ({"to": f"whatsapp:{ANN}", "from_": LINE, "body": "x"}, 21910),
        ({"to": f"whatsapp:{ANN}", "from_": f"whatsapp:{BOB}", "body": "x"}, 63007),
    ],
)
def test_a_bad_text_is_refused_with_twilios_code(client: Client, world: World, form: dict[str, str], code: int) -> None:
    with pytest.raises(TwilioRestException) as refused:
        client.messages.create(**form)

    assert (refused.value.status, refused.value.code) == (400, code)
    assert world.accepted() == ()


def test_a_wrong_token_is_refused(running: Server) -> None:
    stranger = Client(running.world.account_sid, "guess")
    stranger.api.base_url = running.url

    with pytest.raises(TwilioRestException) as refused:
        stranger.messages.create(to=ANN, from_=LINE, body="x")
    assert stranger.http_client.session is not None
    stranger.http_client.session.close()

    assert (refused.value.status, refused.value.code) == (401, 20003)
    assert running.world.accepted() == ()


@pytest.mark.parametrize("word", sorted(STOP_WORDS))
def test_an_opt_out_word_blocks_the_pair_until_start(
    client: Client, world: World, listener: Listener, word: str
) -> None:
    world.text(ANN, LINE, f" {word.lower()}\n")

    with pytest.raises(TwilioRestException) as refused:
        client.messages.create(to=ANN, from_=LINE, body="x")
    assert refused.value.code == 21610
    assert [post.form["Body"] for post in listener.at("/webhooks/twilio/messages")] == [f" {word.lower()}\n"]
    client.messages.create(to=BOB, from_=LINE, body="others still get theirs")

    world.text(ANN, LINE, "Start")
    client.messages.create(to=ANN, from_=LINE, body="back")
    world.wait_for(lambda: world.phone(ANN).bodies == ["back"])
    answers = [text for text in world.phone(ANN).received if text.direction is Direction.CARRIER]
    assert [answer.body.split()[3] for answer in answers] == ["been", "been"]


@pytest.mark.parametrize("words", ["stop please", "cancel my delivery", "STOP.", "yes"])
def test_other_words_block_nothing(client: Client, world: World, words: str) -> None:
    world.text(ANN, LINE, words)

    client.messages.create(to=ANN, from_=LINE, body="x")

    assert len(world.accepted(ANN)) == 1
    assert world.wait_idle()
    assert all(text.direction is not Direction.CARRIER for text in world.phone(ANN).messages)


def test_the_listing_shows_both_directions_and_filters(client: Client, world: World) -> None:
    began_at = datetime.now(UTC) - timedelta(seconds=5)
    world.text(ANN, LINE, "where is it?")
    for number in range(7):
        client.messages.create(to=ANN, from_=LINE, body=f"n{number}")
    client.messages.create(to=BOB, from_=LINE, body="b")

    def bodies(**asked: object) -> list[str]:
        return [text.body for text in client.messages.list(**asked)]

    assert bodies(to=ANN, page_size=3) == [f"n{number}" for number in reversed(range(7))]
    assert bodies(to=LINE, date_sent_after=began_at) == ["where is it?"]
    assert bodies(to=ANN, from_=LINE, limit=2, page_size=2) == ["n6", "n5"]
    assert bodies(to=BOB, date_sent_after=began_at + timedelta(hours=1)) == []
    assert bodies(to=BOB, date_sent_before=began_at) == []
    assert len(bodies()) == 9


def test_a_page_does_not_shift_when_a_text_arrives_meanwhile(client: Client, world: World) -> None:
    for number in range(4):
        client.messages.create(to=ANN, from_=LINE, body=f"n{number}")
    first = client.messages.page(to=ANN, page_size=2)
    client.messages.create(to=ANN, from_=LINE, body="late")

    second = first.next_page()

    assert [text.body for text in first] == ["n3", "n2"]
    assert [text.body for text in second] == ["n1", "n0"]
    assert second.next_page() is None


def test_a_picture_is_kept_behind_authentication(running: Server, listener: Listener) -> None:
    world = running.world
    world.text(ANN, LINE, "", media=[Medium(b"\x89PNG", "image/png")])

    form = listener.posts[0].form
    assert (form["NumMedia"], form["MediaContentType0"]) == ("1", "image/png")
    assert form["MediaUrl0"].startswith(f"{running.url}/2010-04-01/Accounts/{world.account_sid}/Messages/")
    assert requests.get(form["MediaUrl0"], timeout=2).status_code == 401
    auth = (world.account_sid, world.auth_token)
    assert requests.get(form["MediaUrl0"], auth=auth, timeout=2, allow_redirects=False).status_code == 307
    fetched = requests.get(form["MediaUrl0"], auth=auth, timeout=2)
    assert (fetched.content, fetched.headers["Content-Type"]) == (b"\x89PNG", "image/png")


def test_the_files_of_a_text_can_be_listed(client: Client, world: World) -> None:
    text = world.text(ANN, LINE, "", media=[Medium(b"a", "image/png"), Medium(b"b", "text/vcard")])

    listed = client.messages(text.sid).media.list()

    assert [(medium.sid, medium.content_type) for medium in listed] == [
        (medium.sid, medium.content_type) for medium in text.media
    ]
    assert client.messages(text.sid).fetch().num_media == "2"


def test_whatsapp_needs_an_open_window_or_a_template(client: Client, world: World, listener: Listener) -> None:
    to, line, callback = f"whatsapp:{ANN}", f"whatsapp:{LINE}", f"{listener.url}/status"
    closed = client.messages.create(to=to, from_=line, body="hello", status_callback=callback)
    template = client.messages.create(to=to, from_=line, content_sid="HX1", content_variables='{"1": "Ann"}')
    world.wait_for(lambda: client.messages(closed.sid).fetch().status == "failed")
    assert client.messages(closed.sid).fetch().error_code == 63016
    world.wait_for(lambda: client.messages(template.sid).fetch().status == "delivered")
    assert listener.at("/status")[0].form["ErrorCode"] == "63016"

    world.text(to, line, "STOP")
    assert listener.at("/webhooks/twilio/messages")[0].form["WaId"] == ANN.removeprefix("+")
    answered = client.messages.create(to=to, from_=line, body="hello", status_callback=callback)
    world.wait_for(lambda: client.messages(answered.sid).fetch().status == "delivered")
    assert world.wait_idle()
    assert statuses(listener.at("/status")) == ["failed", "sent", "delivered"]


def test_a_delivered_text_can_be_redacted_and_deleted(client: Client, world: World) -> None:
    sent = client.messages.create(to=ANN, from_=LINE, body="secret")
    with pytest.raises(TwilioRestException) as early:
        client.messages(sent.sid).delete()
    assert early.value.code == 20009
    world.wait_for(lambda: world.phone(ANN).bodies)

    assert client.messages(sent.sid).update(body="").body == ""
    assert client.messages(sent.sid).delete()
    with pytest.raises(TwilioRestException) as gone:
        client.messages(sent.sid).fetch()
    assert gone.value.code == 20404


def test_the_account_and_its_numbers_can_be_asked_for(client: Client, world: World) -> None:
    assert client.api.accounts(world.account_sid).fetch().status == "active"
    assert LINE in [number.phone_number for number in client.incoming_phone_numbers.list()]


def test_a_messaging_service_picks_a_line(client: Client, world: World, listener: Listener) -> None:
    callback = f"{listener.url}/status"
    sent = client.messages.create(to=ANN, messaging_service_sid="MG1", body="x", status_callback=callback)

    assert (sent.from_, sent.messaging_service_sid) == (LINE, "MG1")
    assert world.wait_idle()
    assert listener.at("/status")[0].form["MessagingServiceSid"] == "MG1"


@pytest.mark.parametrize("asked", ["PageSize=many", "DateSent=yesterday"])
def test_a_listing_that_cannot_be_read_is_refused(world: World, asked: str) -> None:
    url = f"{world.url}/2010-04-01/Accounts/{world.account_sid}/Messages.json?{asked}"

    answer = requests.get(url, auth=(world.account_sid, world.auth_token), timeout=2)

    assert (answer.status_code, answer.json()["code"]) == (400, 20001)


def test_a_listing_can_name_a_day(client: Client, world: World) -> None:
    client.messages.create(to=ANN, from_=LINE, body="x")
    url = f"{world.url}/2010-04-01/Accounts/{world.account_sid}/Messages.json"

    def found(day: str) -> int:
        answer = requests.get(url, params={"DateSent": day}, auth=(world.account_sid, world.auth_token), timeout=2)
        return len(answer.json()["messages"])

    today = world.accepted()[0].created_at.date()
    assert found(today.isoformat()) == 1
    assert found((today - timedelta(days=1)).isoformat()) == 0


@pytest.mark.parametrize("path", ["Messages/SM0/Media/ME0", "Messages/SM0.json"])
def test_what_is_not_there_is_said(world: World, path: str) -> None:
    url = f"{world.url}/2010-04-01/Accounts/{world.account_sid}/{path}"

    answer = requests.get(url, auth=(world.account_sid, world.auth_token), timeout=2)

    assert (answer.status_code, answer.json()["code"]) == (404, 20404)


def test_another_account_is_not_shown(world: World) -> None:
    url = f"{world.url}/2010-04-01/Accounts/AC{'1' * 32}/Messages.json"

    assert requests.get(url, auth=(world.account_sid, world.auth_token), timeout=2).status_code == 404


def test_another_file_of_a_text_is_not_there(world: World) -> None:
    text = world.text(ANN, LINE, "", media=[Medium(b"x", "image/png")])
    url = f"{world.url}/2010-04-01/Accounts/{world.account_sid}/Messages/{text.sid}/Media/ME0"

    assert requests.get(url, auth=(world.account_sid, world.auth_token), timeout=2).status_code == 404


def test_the_carrier_can_be_told_to_answer_no_opt_outs(listener: Listener) -> None:
    quiet = World(listener.url, answers_opt_outs=False)
    quiet.text(ANN, LINE, "STOP")
    quiet.stop()

    assert quiet.carrier.opt_outs == {(LINE, ANN)}
    assert [text.direction for text in quiet.phone(ANN).messages] == [Direction.INBOUND]

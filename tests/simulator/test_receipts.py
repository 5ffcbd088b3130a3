"""What the carrier posts: signatures as Twilio's validator reads them, order, repetition, retries."""

import pytest
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from simulator.world import World
from tests.simulator.conftest import ANN, LINE
from tests.simulator.listener import Listener, Post, statuses

CALLBACK = "/webhooks/twilio/status/7?a=b%20c"


def genuine(post: Post, listener: Listener, world: World) -> bool:
    """Tell whether Twilio's own validator accepts a post."""
    signature = post.headers["X-Twilio-Signature"]
    return bool(RequestValidator(world.auth_token).validate(listener.url + post.path, post.form, signature))


def send(client: Client, world: World, listener: Listener, fragment: str = "") -> list[Post]:
    """Send a text and answer the receipts once all is quiet."""
    client.messages.create(to=ANN, from_=LINE, body="x", status_callback=listener.url + CALLBACK + fragment)
    assert world.wait_idle()
    return listener.at("/webhooks/twilio/status/7")


def test_receipts_come_in_order_and_signed(client: Client, world: World, listener: Listener) -> None:
    posts = send(client, world, listener, "#rc=2&rp=5xx")

    assert statuses(posts) == ["sent", "delivered"]
    assert all(genuine(post, listener, world) for post in posts)
    assert posts[0].path == CALLBACK
    assert posts[0].form["MessageSid"] == world.accepted(ANN)[0].sid


def test_an_inbound_text_is_signed_whatever_it_says(world: World, listener: Listener) -> None:
    text = world.text(ANN, LINE, "¿Dónde? + & = % 🚚  ")

    (post,) = listener.at("/webhooks/twilio/messages")
    assert genuine(post, listener, world)
    assert post.form["Body"] == "¿Dónde? + & = % 🚚  "
    assert (post.form["From"], post.form["To"], post.form["MessageSid"]) == (ANN, LINE, text.sid)
    assert post.form["ToCity"] == ""
    assert text.webhook_statuses == [200]


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("receipts_lost", []),
        ("receipts_duplicated", ["sent", "sent", "delivered", "delivered"]),
        ("receipts_reordered", ["delivered", "sent"]),
        ("undelivered", ["sent", "undelivered"]),
        ("failed", ["failed"]),
    ],
)
def test_receipts_follow_the_fault(
    client: Client, world: World, listener: Listener, fault: str, expected: list[str]
) -> None:
    world.fault(fault, ANN, count=1)

    assert statuses(send(client, world, listener)) == expected

    listener.posts.clear()
    assert statuses(send(client, world, listener)) == ["sent", "delivered"]


@pytest.mark.parametrize(("fault", "code", "told"), [("undelivered", 30005, "30005"), ("failed", None, "30008")])
def test_a_failure_tells_its_code(
    client: Client, world: World, listener: Listener, fault: str, code: int | None, told: str
) -> None:
    world.fault(fault, code=code)

    last = send(client, world, listener)[-1]

    assert last.form["ErrorCode"] == told
    assert client.messages.list(to=ANN)[0].error_code == int(told)
    assert world.phone(ANN).messages == ()


def test_late_receipts_come_after_the_phone_has_the_text(client: Client, world: World, listener: Listener) -> None:
    world.fault("receipts_delayed", delay_s=0.5)
    client.messages.create(to=ANN, from_=LINE, body="x", status_callback=listener.url + CALLBACK)

    world.wait_for(lambda: world.phone(ANN).bodies == ["x"])

    assert listener.posts == []
    assert world.wait_idle()
    assert statuses(listener.posts) == ["sent", "delivered"]


@pytest.mark.parametrize(
    ("fragment", "attempts"), [("", [500]), ("#rc=1&rp=5xx", [500, 500]), ("#rc=3&rp=ct,rt,5xx", [500, 500, 200])]
)
def test_a_failed_post_is_repeated_as_the_url_wishes(
    client: Client, world: World, listener: Listener, fragment: str, attempts: list[int]
) -> None:
    listener.answers = [500, 500]

    send(client, world, listener, fragment)

    assert world.accepted(ANN)[0].webhook_statuses[: len(attempts)] == attempts
    tokens = [post.headers["I-Twilio-Idempotency-Token"] for post in listener.posts[: len(attempts)]]
    assert len(set(tokens)) == 1


def test_an_inbound_text_is_tried_again_after_a_server_error(world: World, listener: Listener) -> None:
    listener.answers = [503, 500]

    assert world.text(ANN, LINE, "hello").webhook_statuses == [503, 500, 200]


def test_a_refused_inbound_text_is_not_tried_again(world: World, listener: Listener) -> None:
    listener.answers = [403]

    assert world.text(ANN, LINE, "hello").webhook_statuses == [403]


@pytest.mark.parametrize(("fault", "posts"), [("inbound_lost", 0), ("inbound_duplicated", 2)])
def test_inbound_texts_can_be_lost_or_doubled(
    client: Client, world: World, listener: Listener, fault: str, posts: int
) -> None:
    world.fault(fault, ANN)

    text = world.text(ANN, LINE, "hello")

    assert [post.form["MessageSid"] for post in listener.posts] == [text.sid] * posts
    assert [kept.sid for kept in client.messages.list(to=LINE)] == [text.sid]


def test_a_service_that_is_down_is_noticed_and_survived(world: World, listener: Listener) -> None:
    listener.stop()

    assert world.text(ANN, LINE, "hello").webhook_statuses == [None] * 4
    listener.__post_init__()


def test_the_signature_covers_the_public_url_wherever_the_service_is_reached(listener: Listener) -> None:
    public = "https://track.acme.example"
    world = World(listener.url, public_url=f"{public}/")
    form = {"To": ANN, "From": LINE, "Body": "x", "StatusCallback": f"{public}{CALLBACK}#rc=1"}

    world.text(ANN, LINE, "hello")
    world.carrier.accept(form)
    assert world.wait_idle()
    world.stop()

    validator = RequestValidator(world.auth_token)
    assert [post.path for post in listener.posts] == ["/webhooks/twilio/messages", CALLBACK, CALLBACK]
    for post in listener.posts:
        assert validator.validate(public + post.path, post.form, post.headers["X-Twilio-Signature"])


def test_a_carriers_own_answer_has_no_receipts(world: World, listener: Listener) -> None:
    world.text(ANN, LINE, "STOP")
    assert world.wait_idle()

    assert len(world.phone(ANN).received) == 1
    assert [post.path for post in listener.posts] == ["/webhooks/twilio/messages"]


def test_a_stopped_world_posts_nothing_more(listener: Listener) -> None:
    world = World(listener.url, sent_after_s=0.3)
    form = {"To": ANN, "From": LINE, "Body": "x", "StatusCallback": listener.url + CALLBACK}
    world.carrier.accept(form)
    world.stop()
    world.carrier.accept(form)

    assert world.phone(ANN).messages == ()
    assert [text.status for text in world.accepted()] == ["queued", "queued"]
    assert listener.posts == []

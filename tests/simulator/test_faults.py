"""Faults of the request itself: what the caller sees and how many texts were really accepted."""

import pytest
import requests
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from simulator.faults import Fault, FaultKind, Faults, Stage
from simulator.world import World
from tests.simulator.conftest import ANN, BOB, LINE


@pytest.mark.parametrize("retry_after_s", [None, 3])
def test_a_throttled_request_accepts_nothing(client: Client, world: World, retry_after_s: float | None) -> None:
    world.fault("throttled", count=2, retry_after_s=retry_after_s)

    for _ in range(2):
        with pytest.raises(TwilioRestException) as refused:
            client.messages.create(to=ANN, from_=LINE, body="x")
        assert (refused.value.status, refused.value.code) == (429, 20429)

    client.messages.create(to=ANN, from_=LINE, body="x")
    assert (len(world.accepted()), world.carrier.requests) == (1, 3)


def test_retry_after_is_told(world: World) -> None:
    world.fault("throttled", retry_after_s=1.5)
    url = f"{world.url}/2010-04-01/Accounts/{world.account_sid}/Messages.json"

    form = {"To": ANN, "From": LINE, "Body": "x"}
    answer = requests.post(url, data=form, auth=(world.account_sid, world.auth_token), timeout=2)

    assert (answer.status_code, answer.headers["Retry-After"], answer.json()["code"]) == (429, "1.5", 20429)


@pytest.mark.parametrize(("fault", "accepted"), [("error_before", 0), ("error_after", 1)])
def test_a_server_error_may_or_may_not_have_accepted(client: Client, world: World, fault: str, accepted: int) -> None:
    world.fault(fault, ANN, count=1, http_status=503)

    with pytest.raises(TwilioRestException) as failed:
        client.messages.create(to=ANN, from_=LINE, body="x")

    assert failed.value.status == 503
    assert len(world.accepted(ANN)) == accepted


@pytest.mark.parametrize(("fault", "accepted"), [("reset_before", 0), ("dropped_after", 1)])
def test_a_reset_connection_may_or_may_not_have_accepted(
    client: Client, world: World, fault: str, accepted: int
) -> None:
    world.fault(fault, ANN, count=1)

    with pytest.raises(requests.exceptions.ConnectionError):
        client.messages.create(to=ANN, from_=LINE, body="x")

    assert len(world.accepted(ANN)) == accepted


@pytest.mark.parametrize(("fault", "accepted"), [("hang_before", 0), ("hang_after", 1), ("slow", 1)])
def test_a_silent_provider_runs_into_the_callers_limit(client: Client, world: World, fault: str, accepted: int) -> None:
    world.fault(fault, count=1, delay_s=30)

    with pytest.raises(requests.exceptions.ReadTimeout):
        client.http_client.request("POST", _url(world), data=_form(), auth=client.auth, timeout=0.3)

    assert len(world.accepted(ANN)) == accepted


def test_a_slow_provider_answers_in_the_end(client: Client, world: World) -> None:
    world.fault("slow", count=1, delay_s=0.2)

    assert client.messages.create(to=ANN, from_=LINE, body="x").status == "queued"


def test_a_rejection_carries_its_code(client: Client, world: World) -> None:
    world.fault("rejected", ANN, code=21614)

    with pytest.raises(TwilioRestException) as refused:
        client.messages.create(to=ANN, from_=LINE, body="x")

    assert (refused.value.status, refused.value.code) == (400, 21614)
    assert client.messages.create(to=BOB, from_=LINE, body="x").sid


def test_a_rule_skips_then_counts_then_ends() -> None:
    faults = Faults()
    faults.add(Fault(FaultKind.THROTTLED, "a", channel="sms", skip=1, count=2))

    taken = [faults.take(Stage.REQUEST, channel="sms", address="a") for _ in range(4)]

    assert [rule is not None for rule in taken] == [False, True, True, False]
    assert faults.rules() == ()


@pytest.mark.parametrize(
    ("stage", "channel", "address"),
    [(Stage.FATE, "sms", "a"), (Stage.REQUEST, "email", "a"), (Stage.REQUEST, "sms", "b")],
)
def test_a_rule_strikes_only_what_it_names(stage: Stage, channel: str, address: str) -> None:
    faults = Faults()
    faults.add(Fault(FaultKind.THROTTLED, "a", channel="sms"))

    assert faults.take(stage, channel=channel, address=address) is None
    assert faults.take(Stage.REQUEST, channel="sms", address="a") is not None


def test_chance_is_the_same_with_the_same_seed() -> None:
    def struck(seed: int) -> list[bool]:
        faults = Faults(seed)
        faults.add(Fault(FaultKind.SLOW, probability=0.5))
        return [faults.take(Stage.REQUEST, channel="sms", address="a") is not None for _ in range(40)]

    assert struck(1) == struck(1) != struck(2)
    assert 5 < sum(struck(1)) < 35


def test_rules_can_be_lifted() -> None:
    faults = Faults()
    kept, lifted = faults.add(Fault(FaultKind.SLOW)), faults.add(Fault(FaultKind.FAILED))

    assert faults.remove(lifted.id)
    assert not faults.remove(lifted.id)
    assert faults.rules() == (kept,)
    faults.clear()
    assert faults.rules() == ()


def _url(world: World) -> str:
    return f"{world.url}/2010-04-01/Accounts/{world.account_sid}/Messages.json"


def _form() -> dict[str, str]:
    return {"To": ANN, "From": LINE, "Body": "x"}

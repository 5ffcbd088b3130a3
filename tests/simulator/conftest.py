"""A served world and a listener in the place of the service."""

from collections.abc import Iterator

import pytest
from sendgrid import SendGridAPIClient
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from simulator import server
from simulator.server import Server
from simulator.world import World
from tests.simulator.listener import Listener

LINE, DRIVER_LINE, ANN, BOB = "+15005550006", "+15005550010", "+15005550201", "+15005550202"


@pytest.fixture
def listener() -> Iterator[Listener]:
    """Listen in the place of the service."""
    listening = Listener()
    yield listening
    listening.stop()


@pytest.fixture
def running(listener: Listener) -> Iterator[Server]:
    """Serve a world that posts to the listener."""
    world = World(listener.url, lines=[LINE, DRIVER_LINE, f"whatsapp:{LINE}"], senders=["track@acme.example"])
    serving = server.start(world)
    yield serving
    serving.stop()


@pytest.fixture
def world(running: Server) -> World:
    """Answer the served world."""
    return running.world


@pytest.fixture
def client(running: Server) -> Iterator[Client]:
    """Answer Twilio's own client, pointed at the world."""
    http = TwilioHttpClient(timeout=2)
    twilio = Client(running.world.account_sid, running.world.auth_token, http_client=http)
    twilio.api.base_url = running.url
    yield twilio
    if http.session is not None:
        http.session.close()


@pytest.fixture
def sendgrid(world: World) -> SendGridAPIClient:
    """Answer SendGrid's own client, pointed at the world."""
    return SendGridAPIClient(world.sendgrid_key, host=world.url)

"""A house without providers: real use cases on a real database, channels in memory, a clock that tests move.

The cast is the same everywhere: Ann and Bob await a delivery each, Sam drives, a stranger has no part in it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from bot.channels.memory import MemoryChannel
from bot.channels.port import ChannelName, InboundMessage
from bot.clock import Clock
from bot.rendering.catalogue import Catalogue
from bot.services import Services
from bot.usecases import change_delivery, claim, fire_timers, load_day, receive_message, send_messages, write_message
from bot.usecases.receive_message import Outcome
from bot.usecases.write_message import Cause
from delivery.messages import MessageKind
from delivery.status import CustodyKind
from models.brand import Line
from models.delivery import Delivery
from models.message import Message
from models.session import Database
from models.thread import Thread
from tests.clocks import FixedClock
from tests.days import a_day, a_delivery, a_route, a_stop

MORNING = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)  # Half past nine in New York; no reminder is due any more.

ANN, ANNS_MAIL, ANNS = "+15005550201", "ann@mail.example", "AC-7F3K9Q"
BOB, BOBS = "+15005550202", "AC-9WXXYQ"
SAM = "+15005550101"
STRANGER = "+15005550999"

MAIN, DRIVERS, MAILBOX = "+15005550006", "+15005550010", "track@acme.example"


def bobs_delivery() -> dict[str, Any]:
    """A delivery to Bob, a kilometre from Ann, who has a telephone only."""
    contact = {"name": "Bob", "phone": BOB, "language": "en"}
    return a_delivery(BOBS, contact=contact, address="14 Oak Ave, Baltimore", lat=39.311)


def the_day(**brand: Any) -> dict[str, Any]:
    """Sam's Monday: Ann first, then Bob."""
    return a_day(a_route("R1", a_stop(1), a_stop(2, delivery=bobs_delivery())), **brand)


class House:
    """Services with channels in memory, and short words for what people and providers do."""

    def __init__(
        self,
        url: str,
        catalogue: Catalogue,
        *,
        channels: tuple[MemoryChannel, ...] | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.clock = FixedClock(MORNING)
        self.channels = {c.name: c for c in channels or map(MemoryChannel, ChannelName)}
        self.services = Services(
            database=Database(url),
            clock=clock or self.clock,
            channels=dict(self.channels),
            catalogue=catalogue,
            secret=b"a secret of this house",
            public_url="https://track.acme.example",
        )
        self.services.database.on_work(self.services.work.set)
        self._received = 0

    @property
    def sms(self) -> MemoryChannel:
        """The text messages."""
        return self.channels[ChannelName.SMS]

    @property
    def post(self) -> MemoryChannel:
        """The mails."""
        return self.channels[ChannelName.EMAIL]

    def load(self, day: dict[str, Any]) -> None:
        """Load a day."""
        load_day.load(self.services, day)

    def text(self, from_: str, to: str, body: str, **fields: Any) -> Outcome:
        """Let a text arrive."""
        return self.receive(a_text(from_, to, body, number=self._next(), **fields))

    def mail(self, from_: str, body: str, **fields: Any) -> Outcome:
        """Let a mail arrive at the brand's mailbox."""
        return self.receive(a_mail(from_, body, number=self._next(), **fields))

    def receive(self, inbound: InboundMessage) -> Outcome:
        """Let a message arrive."""
        return receive_message.receive(self.services, inbound)

    def pump(self) -> None:
        """Fire every timer and send every message that is due at this instant."""
        while fire_timers.fire_due(self.services) + self.send():
            pass

    def send(self) -> int:
        """Send every message that is due at this instant, and fire nothing."""
        count = 0
        while claimed := claim.claim(self.services, limit=32):
            for one in claimed:
                send_messages.send(self.services, one)
            count += len(claimed)
        return count

    def said_to(self, address: str) -> list[str]:
        """Tell what the providers were given for an address, in order."""
        taken = [taken.message for channel in self.channels.values() for taken in channel.sent]
        return [message.text for message in taken if message.to_address == address]

    def hush(self) -> None:
        """Send what is due and forget all that was said so far."""
        self.pump()
        for channel in self.channels.values():
            channel.sent.clear()
            channel.tried.clear()

    def wait(self, **duration: float) -> None:
        """Let time pass and send nothing."""
        self.clock.advance(timedelta(**duration))

    def report(self, kind: CustodyKind, tracking_number: str = ANNS, **details: Any) -> bool:
        """Let the operator report what happened to a delivery."""
        return change_delivery.report(
            self.services, tracking_number=tracking_number, kind=kind, at=self.clock.now(), **details
        )

    def report_out(self) -> None:
        """Let the van leave with everything on board."""
        for tracking_number in (ANNS, BOBS):
            self.report(CustodyKind.OUT_FOR_DELIVERY, tracking_number)
        self.hush()

    def write(self, to: str = ANN, words: str = "hello", kind: MessageKind = MessageKind.REPLY, **cause: Any) -> int:
        """Write one outgoing message with these words; answers its id."""
        with self.services.database.write() as session:
            destination = write_message.to_thread(
                session, _thread(session, to), brand="Acme", language="en", zone="America/New_York"
            )
            return write_message.write(
                session,
                self.services,
                destination,
                key="relay/to_customer",
                data={"driver": "Sam", "text": words},
                cause=Cause(kind, **cause),
            )

    def message(self, message_id: int) -> Message:
        """Read a message."""
        with self.services.database.read() as session:
            return session.get_one(Message, message_id)

    def delivery(self, tracking_number: str = ANNS) -> Delivery:
        """Read a delivery."""
        found: Delivery = self.one(select(Delivery).where(Delivery.tracking_number == tracking_number))
        return found

    def thread(self, address: str, line: str | None = None) -> Thread:
        """Read the thread of a person, by the line where several have one."""
        found = select(Thread).join(Line, Thread.line_id == Line.id).where(Thread.address == address)
        thread: Thread = self.one(found if line is None else found.where(Line.address == line))
        return thread

    def all(self, statement: Select[Any]) -> list[Any]:
        """Read the first column of all rows."""
        with self.services.database.read() as session:
            return list(session.scalars(statement))

    def one(self, statement: Select[Any]) -> Any:
        """Read the first column of the only row."""
        (found,) = self.all(statement)
        return found

    def change(self, table: Any, *conditions: Any, **values: Any) -> None:
        """Change rows behind the back of the house."""
        with self.services.database.write() as session:
            session.execute(update(table).where(*conditions).values(**values))

    def change_lines(self, **values: Any) -> None:
        """Change the rate of every line."""
        self.change(Line, **values)

    def _next(self) -> int:
        self._received += 1
        return self._received


def a_text(from_: str, to: str, body: str, *, number: int = 1, **fields: Any) -> InboundMessage:
    """A text message as the port describes it."""
    values: dict[str, Any] = {
        "channel": ChannelName.SMS,
        "provider_id": f"SM{number}",
        "from_address": from_,
        "to_address": to,
        "text": body,
        "payload": {"Body": body, "From": from_},
        "payload_type": "application/x-www-form-urlencoded",
    }
    return InboundMessage(**(values | fields))


def a_mail(from_: str, body: str, *, number: int = 1, **fields: Any) -> InboundMessage:
    """A mail as the port describes it."""
    values: dict[str, Any] = {
        "channel": ChannelName.EMAIL,
        "provider_id": f"mail-{number}",
        "from_address": from_,
        "to_address": MAILBOX,
        "text": body,
        "subject": "My parcel",
        "mail_id": f"<{number}@mail.example>",
        "payload": body.encode(errors="replace"),
        "payload_type": "message/rfc822",
    }
    return InboundMessage(**(values | fields))


@contextmanager
def build_houses(url: str, catalogue: Catalogue, **usual: Any) -> Iterator[Callable[..., House]]:
    """Give a builder of houses on one database, and close them all at the end."""
    built: list[House] = []

    def build(**options: Any) -> House:
        built.append(House(url, catalogue, **(usual | options)))
        return built[-1]

    yield build
    for house in built:
        house.services.database.close()


def _thread(session: Session, address: str) -> int:
    found = session.execute(select(Thread.id).where(Thread.address == address)).scalar()
    if found is not None:
        return found
    use, channel = ("driver" if address == SAM else "main"), ("email" if "@" in address else "sms")
    line = session.scalars(select(Line).where(Line.use == use, Line.channel == channel).order_by(Line.id)).first()
    assert line is not None
    thread = Thread(brand_id=line.brand_id, line_id=line.id, address=address, version=0)
    session.add(thread)
    session.flush()
    return thread.id

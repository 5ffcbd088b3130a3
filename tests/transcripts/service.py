"""The whole service around a transcript: signed webhooks over HTTP, the database, the worker's use cases, the carrier.

The carrier is the simulator's; the clock stands still unless the script moves it. What the script calls an event is
reported as an operator or a van would, and what it says must follow is read from the phones.
"""

import re
import secrets
import shlex
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

import requests
from flask import Flask
from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session
from twilio.request_validator import RequestValidator
from werkzeug.serving import make_server

from bot.app import create_app
from bot.cli import chat_lines
from bot.cli.chat_lines import SPANS, STATUSES
from bot.cli.chat_world import CATALOGUE, Heard
from bot.compose import channels
from bot.services import Services
from bot.settings import Settings
from bot.usecases import bindings, change_delivery, claim, close_case, fire_timers, load_day, notify, send_messages
from delivery.windows import local
from models.brand import Line
from models.delivery import Case, Delivery
from models.message import Message
from models.relay import Binding
from models.session import Database
from models.thread import Timer
from simulator import server
from simulator.texts import Medium
from simulator.world import World
from tests.clocks import FixedClock
from tests.transcripts import player, script
from tests.transcripts.script import Script, Turn

ACCOUNT, TOKEN = "AC" + "0" * 32, "0123456789abcdef0123456789abcdef"
MAIN, DRIVER_LINES = "+15005550006", ("+15005550010", "+15005550011", "+15005550012")
DRIVER = "+15005550101"
METRES_OF_A_DEGREE = 111_195.0
# The core's scripts know no links.
LINK = re.compile(r"\n?http\S+")
NOTICES = {
    "approaching": notify.Notice.APPROACHED,
    "arriving": notify.Notice.ARRIVING,
    "rating_due": notify.Notice.RATING,
}
# The script says when these are due; the service's own calendar would add them at other hours.
SCRIPTED = ("day_before", "morning", "rating")


@dataclass(slots=True)
class Stage:
    """One running service and the world around it."""

    services: Services
    clock: FixedClock
    world: World
    zone: str
    phones: dict[str, str]
    owners: dict[str, str]
    tags: dict[str, int]
    seen: int = 0
    forced: set[int] = field(default_factory=set)

    def play(self, turn: Turn) -> list[Heard]:
        """Let one turn happen and answer what reached the phones."""
        if turn.who == "time":
            number, unit = turn.text.strip().lstrip("+")[:-1], turn.text.strip()[-1]
            self._pass_time(timedelta(**{SPANS[unit]: float(number)}))
        elif turn.who == "event":
            self._event(shlex.split(turn.text))
        else:
            self._text(turn)
        self._work()
        return self._heard()

    def phone(self, who: str) -> str:
        """Answer the number of a person of the script."""
        return self.phones.setdefault(who, f"+150055503{len(self.phones):02d}")

    def _text(self, turn: Turn) -> None:
        aside, sender, line = turn.aside or "", self.phone(turn.who), self._line(turn)
        if aside.startswith("carrier "):
            self._carrier_answered(sender, line, turn.text, aside.removeprefix("carrier ").upper())
            return
        pictures = int(aside.split()[0]) if aside.endswith(("picture", "pictures")) else 0
        self.world.text(sender, line, turn.text, media=[Medium(b"picture", "image/jpeg")] * pictures)

    def _carrier_answered(self, sender: str, line: str, body: str, word: str) -> None:
        form = {
            "MessageSid": f"SM{secrets.token_hex(16)}",
            "AccountSid": ACCOUNT,
            "From": sender,
            "To": line,
            "Body": body,
            "NumMedia": "0",
            "OptOutType": word,
        }
        url = f"{self.world.service_url}/webhooks/twilio/messages"
        signature = RequestValidator(TOKEN).compute_signature(url, form)
        assert requests.post(url, data=form, headers={"X-Twilio-Signature": signature}, timeout=10).status_code == 200

    def _line(self, turn: Turn) -> str:
        if turn.who != "driver":
            return MAIN
        if turn.on_line is None:
            return DRIVER_LINES[0]
        number = next(name for name, tag in self.tags.items() if tag == turn.on_line)
        with self.services.database.read() as session:
            return (
                session.execute(
                    select(Line.address)
                    .join(Binding, Binding.line_id == Line.id)
                    .join(Delivery, Binding.delivery_id == Delivery.id)
                    .where(Delivery.tracking_number == number)
                    .order_by(Binding.id.desc())
                )
                .scalars()
                .first()
                or DRIVER_LINES[0]
            )

    def _pass_time(self, span: timedelta) -> None:
        until = self.clock.now() + span
        self._void_the_calendar()
        while (due_at := self._next_due()) is not None and due_at <= until:
            self.clock.advance(max(timedelta(0), due_at - self.clock.now()))
            self._work()
            self._void_the_calendar()
        self.clock.advance(until - self.clock.now())

    def _next_due(self) -> datetime | None:
        with self.services.database.read() as session:
            due_at: datetime | None = session.execute(
                select(Timer.due_at).where(Timer.state == "waiting").order_by(Timer.due_at).limit(1)
            ).scalar()
            return due_at

    def _void_the_calendar(self) -> None:
        with self.services.database.write() as session:
            session.execute(
                update(Timer)
                .where(Timer.state == "waiting", Timer.kind.in_(SCRIPTED), Timer.id.not_in(self.forced))
                .values(state="void")
            )

    def _event(self, words: list[str]) -> None:
        now = self.clock.now()
        if words[0] == "reminder":
            self._force(words[1], words[2:])
            return
        if words[0] == "case_closed":
            with self.services.database.read() as session:
                case_id = (
                    session.execute(
                        select(Case.id)
                        .outerjoin(Delivery, Case.delivery_id == Delivery.id)
                        .where(
                            or_(Delivery.tracking_number == words[1], Case.delivery_id.is_(None)),
                            Case.closed_at.is_(None),
                        )
                        .order_by(Case.delivery_id.desc(), Case.id)
                    )
                    .scalars()
                    .first()
                )
            if case_id is not None:
                close_case.close(self.services, case_id=case_id)
            return
        number = words[1] if words[0] == "talk_closed" else words[0]
        with self.services.database.write() as session:
            delivery = session.scalars(select(Delivery).where(Delivery.tracking_number == number)).one()
            if words[0] == "talk_closed":
                bindings.close(session, delivery.id, now)
            elif words[1] in NOTICES:
                notice = NOTICES[words[1]]
                session.execute(delete(Timer).where(Timer.once == notify.once(delivery, notice)))
                notify.soon(session, self.services, delivery, notice, due_at=now)
            elif words[1] == "delayed":
                notify.delay(session, self.services, delivery, now=now)
            session.flush()
            self._keep_forced(session)
        if words[0] != "talk_closed" and words[1] in STATUSES:
            values = chat_lines.values(words[2:])
            change_delivery.report(
                self.services,
                tracking_number=number,
                kind=STATUSES[words[1]],
                at=now,
                note=values.get("note") or values.get("reason"),
                **self._place(number, values),
            )

    def _place(self, number: str, values: dict[str, str]) -> dict[str, float]:
        if "distance" not in values:
            return {}
        with self.services.database.read() as session:
            delivery = session.scalars(select(Delivery).where(Delivery.tracking_number == number)).one()
        return {"lat": delivery.lat + float(values["distance"]) / METRES_OF_A_DEGREE, "lon": delivery.lon}

    def _force(self, kind: str, numbers: list[str]) -> None:
        with self.services.database.write() as session:
            ids = session.scalars(
                select(Timer.id)
                .join(Delivery, Timer.delivery_id == Delivery.id)
                .where(Timer.kind == kind, Delivery.tracking_number.in_(numbers))
            ).all()
            assert len(ids) >= len(numbers), f"no {kind} reminder was planned for {numbers}"
            session.execute(
                update(Timer).where(Timer.id.in_(ids)).values(state="waiting", due_at=self.clock.now(), not_after=None)
            )
            self.forced.update(ids)

    def _keep_forced(self, session: Session) -> None:
        self.forced.update(
            session.scalars(select(Timer.id).where(Timer.state == "waiting", Timer.due_at <= self.clock.now()))
        )

    def _work(self) -> None:
        for _ in range(3):
            with self.services.database.write() as session:
                self._keep_forced(session)
            fire_timers.fire_due(self.services)
            while claimed := claim.claim(self.services, limit=16):
                for one in claimed:
                    send_messages.send(self.services, one)
        self.world.wait_idle()

    def _heard(self) -> list[Heard]:
        names = {number: who for who, number in self.phones.items()}
        with self.services.database.read() as session:
            rows = session.scalars(
                select(Message).where(Message.id > self.seen, Message.direction == "out").order_by(Message.id)
            ).all()
        self.seen = max([self.seen, *(row.id for row in rows)])
        heard = []
        for row in rows:
            # What our own gate kept back was never said; what the carrier refused was.
            if row.status in ("suppressed", "expired") and not (row.key or "").startswith("consent/"):
                continue
            kind = "relay" if row.kind == "relay" else "bot"
            text = row.text.partition(": ")[2] if kind == "relay" else LINK.sub("", row.text)
            heard.append(Heard(kind, names[row.to_address], text, row.key or ""))
        return heard


@contextmanager
def staged(path: Path, database_url: str) -> Iterator[Stage]:
    """Run the service and the world that a transcript begins in."""
    begun = player.build(script.load(path))
    played = script.load(path)
    clock = FixedClock(begun.now)
    application, listening = _listening()
    world = World(
        listening.url,
        ACCOUNT,
        TOKEN,
        lines=(MAIN, *DRIVER_LINES),
        answers_opt_outs=False,
        sent_after_s=0,
        delivered_after_s=0,
    )
    carrier = server.start(world)
    settings = Settings.from_env(
        {
            "DATABASE_URL": database_url,
            "SECRET_KEY": "s" * 32,
            "API_KEY": "k" * 32,
            "PUBLIC_URL": listening.url,
            "TWILIO_ACCOUNT_SID": ACCOUNT,
            "TWILIO_AUTH_TOKEN": TOKEN,
            "TWILIO_BASE_URL": carrier.url,
        }
    )
    database = Database(database_url)
    services = Services(
        database, clock, channels(settings), CATALOGUE, settings.secret_key.encode(), settings.public_url
    )
    application.append(create_app(settings, services))
    stage = Stage(services, clock, world, begun.brand.zone, {"driver": DRIVER}, {}, {})
    try:
        load_day.load(services, _day(played, stage))
        _stand_as_given(played, stage)
        yield stage
    finally:
        listening.stop()
        carrier.stop()
        world.stop()
        database.close()


class _Listening:
    """A WSGI server on a free port, whose application is named a little later."""

    def __init__(self) -> None:
        self.applications: list[Flask] = []
        self._server = make_server("127.0.0.1", 0, self._call, threaded=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def _call(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return self.applications[0](environ, start_response)

    def stop(self) -> None:
        """End."""
        self._server.shutdown()
        self._server.server_close()


def _listening() -> tuple[list[Flask], _Listening]:
    listening = _Listening()
    return listening.applications, listening


def _day(played: Script, stage: Stage) -> dict[str, object]:
    brand = next((given for given in played.given if given.kind == "brand"), None)
    values = brand.values if brand else {}
    stops, day = [], local(stage.clock.now(), stage.zone).date()
    for seq, given in enumerate((g for g in played.given if g.kind == "delivery"), start=1):
        who = given.values.get("for", "customer")
        stage.owners[given.name] = who
        stage.tags[given.name] = int(given.values.get("tag", seq))
        stops.append(_stop(given, stage, who))
    brand_day: dict[str, object] = {
        "ref": "acme",
        "name": brand.name if brand else "Acme",
        "zone": stage.zone,
        "language": values.get("language", "en"),
        "lines": [
            {"channel": "sms", "address": MAIN, "use": "main"},
            *({"channel": "sms", "address": line, "use": "driver"} for line in DRIVER_LINES),
        ],
    }
    if values.get("support"):
        brand_day["support"] = values["support"]
    route = {
        "ref": "R1",
        "brand": "acme",
        "date": day.isoformat(),
        "starts_at": stage.clock.now().isoformat(),
        "depot": {"lat": 39.29, "lon": -76.61},
        "driver": {"ref": "D1", "name": "Sam", "phone": DRIVER},
        "stops": stops,
    }
    return {"brands": [brand_day], "routes": [route] if stops else []}


def _stop(given: script.Given, stage: Stage, who: str) -> dict[str, object]:
    tag = stage.tags[given.name]
    values = given.values
    delivery: dict[str, object] = {
        "tracking_number": given.name,
        "contact": {"name": who.capitalize(), "phone": stage.phone(who)},
        "address": values.get("address", "12 Elm St"),
        "lat": 39.29 + tag / 100,
        "lon": -76.61,
        "zone": stage.zone,
        "instructions": values.get("instructions"),
        "secret_word": values.get("word"),
    }
    if "window" in values:
        delivery["window"] = _window(values["window"], stage)
    return {"seq": tag, "service_s": 120, "travel_s": 300, "delivery": delivery}


def _window(text: str, stage: Stage) -> list[str]:
    begun = chat_lines.window(text, now=stage.clock.now(), zone=stage.zone)
    return [begun.start.isoformat(), begun.end.isoformat()]


def _stand_as_given(played: Script, stage: Stage) -> None:
    for given in played.given:
        status = given.values.get("status")
        if given.kind == "delivery" and status in STATUSES:
            change_delivery.report(
                stage.services,
                tracking_number=given.name,
                kind=STATUSES[status],
                at=stage.clock.now(),
                note=given.values.get("note") or given.values.get("reason"),
            )
    with stage.services.database.write() as session:
        session.execute(update(Timer).where(Timer.kind.not_in(SCRIPTED)).values(state="void"))
        session.execute(update(Timer).where(Timer.kind.in_(SCRIPTED)).values(state="void"))

"""One event on one locked thread: snapshot, step, new state, effects. The heart of the house.

Called by whatever brings an event; the caller owns the transaction and has locked the thread by taking its scene.
"""

from datetime import datetime

from sqlalchemy import bindparam, update
from sqlalchemy.orm import Session

from bot.services import Services
from bot.usecases import snapshot as snapshots
from bot.usecases.carry_out import carry_out
from bot.usecases.past import Past
from bot.usecases.scene import Scene
from bot.usecases.stage import Stage
from conversations import codec, router
from conversations.effects import CaseKind, OpenCase, OptIn, OptOut, Say
from conversations.events import Event, MessageReceived
from conversations.state import ThreadState
from models.session import run
from models.thread import Thread

_STORE = update(Thread).where(Thread.id == bindparam("thread"))


def converse(session: Session, services: Services, scene: Scene, event: Event, *, past: Past, now: datetime) -> None:
    """Let the thread's dialogue answer an event, and write what follows."""
    text = event.text if isinstance(event, MessageReceived) else ""
    seen = snapshots.take(session, services, scene, past, now=now, text=text)
    decoded = codec.Decoded(ThreadState(), unreadable=False) if scene.state is None else codec.decode(scene.state)
    state, effects = router.step(decoded.state, event, seen.context)
    if decoded.unreadable:
        effects = (OpenCase(CaseKind.UNREADABLE_STATE), *effects)
    stored = codec.encode(state)
    if stored != scene.state:
        run(session, _STORE, thread=scene.thread_id, state=stored, version=scene.version + 1)
    carry_out(Stage(session, services, scene, seen, now), effects)


def answer_stranger(
    session: Session, services: Services, scene: Scene, event: MessageReceived, *, past: Past, now: datetime
) -> None:
    """Answer somebody whose address may be forged: public statuses, and a stop is obeyed; nothing is remembered."""
    seen = snapshots.of_stranger(session, services, scene, past, now=now, text=event.text)
    _, effects = router.step(ThreadState(), event, seen.context)
    # Nobody starts messages to an address that may not be theirs, so nothing may say that they did.
    allowed = () if OptIn() in effects else tuple(effect for effect in effects if isinstance(effect, Say | OptOut))
    carry_out(Stage(session, services, scene, seen, now), allowed)


def obey_stop(
    session: Session, services: Services, scene: Scene, event: MessageReceived, *, past: Past, now: datetime
) -> None:
    """Carry out the stop in a text that is not answered; a text about anything else changes nothing."""
    seen = snapshots.of_stranger(session, services, scene, past, now=now, text=event.text)
    _, effects = router.step(ThreadState(), event, seen.context)
    stops = [effect for effect in effects if isinstance(effect, OptOut)]
    carry_out(Stage(session, services, scene, seen, now), stops)

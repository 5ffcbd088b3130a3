"""A dialogue's own timers: one row per thread and name, replaced when started anew."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from bot.usecases.scene import Scene
from conversations.events import TimerName
from models.session import leave_work
from models.thread import Timer
from models.upsert import insert


def start(session: Session, scene: Scene, name: TimerName, due_at: datetime) -> None:
    """Wake the thread at `due_at`; an earlier timer of the same name is forgotten."""
    values = {"due_at": due_at, "state": "waiting", "why": None, "fired_at": None}
    session.execute(
        insert(session, Timer)
        .values(thread_id=scene.thread_id, kind=name, once=_once(scene, name), data={}, **values)
        .on_conflict_do_update(index_elements=["once"], set_=values)
    )
    leave_work(session)


def cancel(session: Session, scene: Scene, name: TimerName) -> None:
    """Forget the timer of this name."""
    session.execute(
        update(Timer)
        .where(Timer.once == _once(scene, name), Timer.state == "waiting")
        .values(state="void", why="cancelled by the dialogue")
    )


def _once(scene: Scene, name: TimerName) -> str:
    return f"thread:{scene.thread_id}:{name}"

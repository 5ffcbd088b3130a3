"""Where effects are carried out: one event's transaction, its scene and its snapshot."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.services import Services
from bot.usecases.scene import Scene
from bot.usecases.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Stage:
    """What carrying out an effect needs; `now` is the business time of the event."""

    session: Session
    services: Services
    scene: Scene
    snapshot: Snapshot
    now: datetime

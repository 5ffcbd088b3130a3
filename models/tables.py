"""Every table, so that one import fills the metadata for migrations and tests."""

from models.base import Base
from models.brand import Brand, Line
from models.consent import Suppression
from models.delivery import Case, CustodyEvent, Delivery, Rating
from models.machine import RehearsalAnchor, Tick
from models.message import Media, Message, Payload, Receipt
from models.people import Contact, Driver
from models.relay import Binding
from models.route import Position, Route, RouteProgress, Stop
from models.thread import Thread, Timer

__all__ = [
    "Base",
    "Binding",
    "Brand",
    "Case",
    "Contact",
    "CustodyEvent",
    "Delivery",
    "Driver",
    "Line",
    "Media",
    "Message",
    "Payload",
    "Position",
    "Rating",
    "Receipt",
    "RehearsalAnchor",
    "Route",
    "RouteProgress",
    "Stop",
    "Suppression",
    "Thread",
    "Tick",
    "Timer",
]

"""What an operator should see at a glance: the brands with their lines, and the pulse of the worker. Reads only."""

from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import select

from models.brand import Brand, Line
from models.machine import Tick
from models.session import Database


@dataclass(frozen=True, slots=True)
class LineSeen:
    """One address of a brand."""

    channel: str
    address: str
    use: str


@dataclass(frozen=True, slots=True)
class BrandSeen:
    """A brand with its lines; quiet hours are local wall times, or None where there are none."""

    ref: str
    quiet: tuple[time, time] | None
    lines: tuple[LineSeen, ...]


@dataclass(frozen=True, slots=True)
class PulseSeen:
    """When a tick of a worker last ran (machine time), and what came of it."""

    name: str
    last_at: datetime
    result: str


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything at once."""

    brands: tuple[BrandSeen, ...]
    pulses: tuple[PulseSeen, ...]


def look_over(database: Database) -> Overview:
    """Read the brands in order of their references and the pulses, the latest first. Raises DatabaseDown."""
    with database.read() as session:
        lines: dict[int, list[LineSeen]] = {}
        for line in session.scalars(select(Line).order_by(Line.channel, Line.id)):
            lines.setdefault(line.brand_id, []).append(LineSeen(line.channel, line.address, line.use))
        brands = tuple(
            BrandSeen(brand.ref, _quiet(brand), tuple(lines.get(brand.id, ())))
            for brand in session.scalars(select(Brand).order_by(Brand.ref))
        )
        ticks = session.scalars(select(Tick).order_by(Tick.last_at.desc()))
        pulses = tuple(PulseSeen(tick.name, tick.last_at, tick.result) for tick in ticks)
    return Overview(brands, pulses)


def _quiet(brand: Brand) -> tuple[time, time] | None:
    if brand.quiet_start is None or brand.quiet_end is None or brand.quiet_start == brand.quiet_end:
        return None
    return brand.quiet_start, brand.quiet_end

"""Checks of the database and of what it knows: schema, brands, the worker's pulse. Nothing is changed."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import make_url

from bot.channels.port import ChannelName
from bot.cli import opening
from bot.cli.checks.finding import Finding, error, ok, warning
from bot.clock import SystemClock
from bot.settings import Settings
from bot.usecases import look_over, migrate
from bot.usecases.look_over import BrandSeen, Overview
from models.session import Database, DatabaseDown

LATE_AFTER_S = 60
_START = "Start it: doorstep serve (SQLite) or doorstep worker."


def database(settings: Settings) -> Iterator[Finding]:
    """Tell whether the database can be reached and has its tables, and if so what it knows."""
    where, url = shown(settings.database_url), make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        yield error("database", f"{where} does not exist yet", "Run: doorstep migrate")
        return
    try:
        found = migrate.revision(settings.database_url)
    except DatabaseDown as down:
        yield error("database", f"{where} cannot be reached: {reason(down)}", "Start it, or correct DATABASE_URL.")
        return
    yield ok("database", f"{where} answers")
    if found != migrate.newest():
        what, _, remedy = opening.out_of_date(found).partition(". ")
        yield error("schema", what, remedy)
        return
    yield ok("schema", f"up to date ({found})")
    yield from _contents(settings)


def _contents(settings: Settings) -> Iterator[Finding]:
    database = Database(settings.database_url)
    try:
        seen = look_over.look_over(database)
    finally:
        database.close()
    yield from brands(seen, channels_on=_channels_on(settings))
    yield worker(seen, now=SystemClock().machine_now())


def _channels_on(settings: Settings) -> frozenset[ChannelName]:
    texts = (ChannelName.SMS, ChannelName.WHATSAPP) if settings.twilio else ()
    return frozenset((*texts, ChannelName.EMAIL) if settings.sendgrid else texts)


def brands(seen: Overview, *, channels_on: frozenset[ChannelName]) -> Iterator[Finding]:
    """Tell which brands cannot be heard, cannot speak, or may speak at night."""
    if not seen.brands:
        yield warning("brands", "there is none yet", "Load a day with brands: doorstep load day.json")
    for brand in seen.brands:
        found = list(_brand_problems(brand, channels_on=channels_on))
        quiet = f"quiet {brand.quiet[0]:%H:%M} to {brand.quiet[1]:%H:%M}" if brand.quiet else ""
        yield from found or [ok(f"brand {brand.ref}", f"{len(brand.lines)} lines, {quiet}")]


def _brand_problems(brand: BrandSeen, *, channels_on: frozenset[ChannelName]) -> Iterator[Finding]:
    subject = f"brand {brand.ref}"
    mains = [line for line in brand.lines if line.use == "main"]
    if not mains:
        yield error(
            subject, "has no main line, so customers cannot write or be written to", 'Give a line "use": "main".'
        )
    if any(line.channel == "sms" for line in mains) and not any(line.use == "driver" for line in brand.lines):
        remedy = 'Give one or more numbers "use": "driver".'
        yield warning(subject, "has no driver line, so nobody can talk to a driver", remedy)
    for channel in dict.fromkeys(line.channel for line in brand.lines if line.channel not in channels_on):
        addresses = ", ".join(line.address for line in brand.lines if line.channel == channel)
        remedy = "Set the provider's key (docs/settings.md), or take the lines out."
        yield warning(subject, f"{channel} is switched off, but these lines are of it: {addresses}", remedy)
    if brand.quiet is None:
        yield warning(subject, "has no quiet hours: it may text at night", 'Give "quiet_hours": ["21:00", "08:00"].')


def worker(seen: Overview, *, now: datetime) -> Finding:
    """Tell whether a worker is alive and well; `now` is machine time."""
    if not seen.pulses:
        return warning("worker", "has never run: nothing is sent", _START)
    age_s = round((now - seen.pulses[0].last_at).total_seconds())
    if age_s > LATE_AFTER_S:
        return error("worker", f"has not run for {_spoken(age_s)}: nothing is sent", _START)
    failing = [pulse.name for pulse in seen.pulses if pulse.result.startswith("failed")]
    if failing:
        return error(
            "worker", f"these ticks fail: {', '.join(failing)}", "Look into its log for tick_failed or work_failed."
        )
    return ok("worker", f"ran {_spoken(age_s)} ago")


def shown(database_url: str) -> str:
    """Name a database without its password."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        return f"SQLite {url.database}"
    port = f":{url.port}" if url.port else ""
    return f"PostgreSQL {url.database} on {url.host or 'this machine'}{port}"


def reason(down: DatabaseDown) -> str:
    """Say in one line what the database's driver said; it names hosts and files, never a password."""
    link: BaseException = down
    while (cause := getattr(link, "orig", None) or link.__cause__) is not None:
        link = cause
    lines = [line.strip() for line in str(link).splitlines() if line.strip()]
    return lines[0] if lines else type(link).__name__


def _spoken(seconds: int) -> str:
    return f"{seconds} s" if seconds < 120 else f"{seconds // 60} min" if seconds < 7200 else f"{seconds // 3600} h"

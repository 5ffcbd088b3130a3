"""The demo's settings: made up once, kept in a file, and given to its processes as environment variables."""

import json
import secrets
from dataclasses import asdict, dataclass, fields
from datetime import datetime, time, timedelta
from pathlib import Path

from bot.settings_table import TABLE
from delivery.windows import at_local, local

ZONE = "America/New_York"
STARTS = time(8, 20)
"""The morning's reminders are due at once and the van leaves a quarter of an hour later."""
LASTS = timedelta(hours=9)


@dataclass(frozen=True, slots=True)
class DemoSettings:
    """Keys nobody else knows, and the rehearsal: from `start` on, `rate` times as fast, begun at `began_at`."""

    secret_key: str
    api_key: str
    account_sid: str
    auth_token: str
    sendgrid_key: str
    start: str
    rate: float
    began_at: str

    def business_now(self, machine_now: datetime) -> datetime:
        """Tell about what time it is in the demo."""
        passed = machine_now - datetime.fromisoformat(self.began_at)
        return datetime.fromisoformat(self.start) + passed * self.rate

    def is_over(self, machine_now: datetime) -> bool:
        """Tell whether the demo's day has come to its end."""
        return self.business_now(machine_now) - datetime.fromisoformat(self.start) > LASTS


def new(*, rate: float, now: datetime) -> DemoSettings:
    """Make settings for a demo of today that begins now (aware UTC)."""
    start = at_local(local(now, ZONE).date(), STARTS, ZONE)
    return DemoSettings(
        secret_key=secrets.token_urlsafe(32),
        api_key=secrets.token_urlsafe(32),
        account_sid=f"AC{secrets.token_hex(16)}",
        auth_token=secrets.token_hex(16),
        sendgrid_key=f"SG.{secrets.token_urlsafe(32)}",
        start=local(start, ZONE).isoformat(),
        rate=rate,
        began_at=now.isoformat(),
    )


def read(file: Path) -> DemoSettings | None:
    """Read settings that were kept; None when there are none that can be used."""
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        return DemoSettings(**{field.name: kept[field.name] for field in fields(DemoSettings)})
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep(settings: DemoSettings, file: Path) -> None:
    """Write settings where only this user can read them."""
    file.touch(mode=0o600)
    file.write_text(json.dumps(asdict(settings), indent=2) + "\n", encoding="utf-8")


def environment(
    settings: DemoSettings, *, folder: Path, port: int, world_url: str, public_keys: dict[str, str]
) -> dict[str, str]:
    """Answer every setting of the service; those that the demo does not need are empty, whatever a .env says."""
    return {
        **{row.name: "" for row in TABLE},
        "SECRET_KEY": settings.secret_key,
        "API_KEY": settings.api_key,
        "DATA_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder.absolute() / 'doorstep.db'}",
        "BIND": f"127.0.0.1:{port}",
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "TWILIO_ACCOUNT_SID": settings.account_sid,
        "TWILIO_AUTH_TOKEN": settings.auth_token,
        "TWILIO_BASE_URL": world_url,
        "SENDGRID_API_KEY": settings.sendgrid_key,
        "SENDGRID_BASE_URL": world_url,
        "REHEARSAL_START": settings.start,
        "REHEARSAL_RATE": f"{settings.rate:g}",
        "DOORSTEP_NO_WORKER": "",
        **public_keys,
    }

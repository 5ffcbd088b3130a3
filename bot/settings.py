"""What an operator decided, read once from the environment and from `.env`, and checked.

Every problem is reported at once, each with its remedy, and no secret is ever shown. Nothing here opens a database or
asks a provider. The settings are described as data in settings_table.py.
"""

import base64
import binascii
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Self
from urllib.parse import SplitResult, urlsplit

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

from bot.settings_table import LOG_LEVELS, SENDGRID_URL, SHORTEST_KEY, TWILIO_URL

# A million makes a year of half a minute; much beyond that the calendar ends during the rehearsal.
FASTEST_RATE = 1_000_000.0


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one setting, and how to mend it."""

    name: str
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.name} {self.what}: {self.remedy}."


class BadSettings(Exception):
    """The settings cannot be used; `problems` says what is wrong with each."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Twilio:
    """An account at Twilio."""

    account_sid: str
    auth_token: str = field(repr=False)
    previous_auth_token: str | None = field(repr=False)
    base_url: str


@dataclass(frozen=True, slots=True)
class SendGrid:
    """An account at SendGrid; the public keys are base64 DER."""

    api_key: str = field(repr=False)
    base_url: str
    inbound_public_key: str | None
    event_public_key: str | None


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """Business time starts at `start` (aware UTC) and runs `rate` times as fast as the machine's."""

    start: datetime
    rate: float


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an operator decided; a channel that is None is switched off."""

    secret_key: str = field(repr=False)
    api_key: str = field(repr=False)
    database_url: str = field(repr=False)
    bind_host: str
    bind_port: int
    public_url: str
    twilio: Twilio | None
    sendgrid: SendGrid | None
    data_dir: Path
    log_level: str
    rehearsal: Rehearsal | None

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Self:
        """Read the settings from these variables; raise BadSettings with every problem at once."""
        reader = _Reader(env)
        bind_host, bind_port = reader.bind()
        twilio, sendgrid = reader.twilio(), reader.sendgrid()
        data_dir = Path(reader.text("DATA_DIR") or "var")
        settings = cls(
            secret_key=reader.key("SECRET_KEY"),
            api_key=reader.key("API_KEY"),
            database_url=reader.database_url(data_dir),
            bind_host=bind_host,
            bind_port=bind_port,
            public_url=reader.url("PUBLIC_URL", default=_reachable(bind_host, bind_port)),
            twilio=twilio,
            sendgrid=sendgrid,
            data_dir=data_dir,
            log_level=reader.log_level(),
            rehearsal=reader.rehearsal([channel.base_url for channel in (twilio, sendgrid) if channel]),
        )
        if reader.problems:
            raise BadSettings(tuple(reader.problems))
        return settings

    @classmethod
    def load(cls, directory: Path | None = None) -> Self:
        """Read the process environment and, for what it lacks, `.env` in the directory (default: the current one)."""
        path = (directory or Path()) / ".env"
        kept = parse_env_file(path.read_text(encoding="utf-8")) if path.is_file() else {}
        return cls.from_env({**kept, **os.environ})

    def warnings(self) -> tuple[str, ...]:
        """Say what works less than the operator may expect."""
        found = []
        if self.twilio is None:
            found.append("SMS is off: set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN to switch it on.")
        if self.sendgrid is None:
            found.append("E-mail is off: set SENDGRID_API_KEY to switch it on.")
        elif self.sendgrid.inbound_public_key is None:
            found.append("Inbound mail is not verified: set SENDGRID_INBOUND_PUBLIC_KEY to refuse what is not signed.")
        if self.sendgrid and self.sendgrid.event_public_key is None:
            found.append(
                "Reports about mail are not verified: set SENDGRID_EVENT_PUBLIC_KEY to refuse what is not signed."
            )
        return tuple(found)


def parse_env_file(text: str) -> dict[str, str]:
    """Read NAME=value lines; `#` begins a comment line and quotes around a value are dropped; raise BadSettings."""
    values, problems = {}, []
    for number, line in enumerate(map(str.strip, text.splitlines()), start=1):
        if not line or line.startswith("#"):
            continue
        found = re.fullmatch(r"(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)", line)
        if found is None:
            problems.append(Problem(f"Line {number} of .env", "is not NAME=value", "mend or remove it"))
            continue
        name, value = found.groups()
        quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
        values[name] = value[1:-1] if quoted else value
    if problems:
        raise BadSettings(tuple(problems))
    return values


class _Reader:
    """Reads one setting after another and collects what is wrong; a refused value is answered by a harmless one."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._env = env
        self.problems: list[Problem] = []

    def text(self, name: str) -> str:
        return self._env.get(name, "").strip()

    def refuse(self, name: str, what: str, remedy: str) -> None:
        self.problems.append(Problem(name, what, remedy))

    def key(self, name: str) -> str:
        value = self.text(name)
        if len(value) < SHORTEST_KEY:
            what = f"is shorter than {SHORTEST_KEY} characters" if value else "is not set"
            self.refuse(name, what, 'make one with python3 -c "import secrets; print(secrets.token_urlsafe(32))"')
        return value

    def url(self, name: str, *, default: str) -> str:
        value = self.text(name) or default
        parts = _split(value)
        if (
            parts is None
            or parts.scheme not in ("http", "https")
            or not parts.hostname
            or parts.query
            or parts.fragment
        ):
            self.refuse(name, "is not an address", "give it like https://track.acme.example, without ? or #")
        return value.rstrip("/")

    def bind(self) -> tuple[str, int]:
        value = self.text("BIND") or "127.0.0.1:8000"
        parts = _split(f"//{value}")
        if parts is None or not parts.hostname or not parts.port or parts.netloc != value or parts.username is not None:
            self.refuse("BIND", "is not host:port", "give it like 127.0.0.1:8000, a port from 1 to 65535")
            return "127.0.0.1", 8000
        return parts.hostname, parts.port

    def database_url(self, data_dir: Path) -> str:
        value = self.text("DATABASE_URL") or f"sqlite:///{data_dir.absolute() / 'doorstep.db'}"
        value = re.sub(r"^(postgres|postgresql)://", "postgresql+psycopg://", value)
        parts = _split(value)
        if parts is None or parts.scheme not in ("sqlite", "postgresql+psycopg"):
            self.refuse(
                "DATABASE_URL", "is neither SQLite nor PostgreSQL", "give sqlite:///file or postgresql://user@host/name"
            )
        elif len(parts.path) < 2 or parts.path == "/:memory:":
            # A database in memory is another one for each thread and process.
            self.refuse("DATABASE_URL", "names no database", "give sqlite:///file or postgresql://user@host/name")
        return value

    def twilio(self) -> Twilio | None:
        sid, token = self.text("TWILIO_ACCOUNT_SID"), self.text("TWILIO_AUTH_TOKEN")
        previous = self.text("TWILIO_AUTH_TOKEN_PREVIOUS") or None
        base_url = self.url("TWILIO_BASE_URL", default=TWILIO_URL)
        if sid and not re.fullmatch("AC[0-9a-fA-F]{32}", sid):
            self.refuse("TWILIO_ACCOUNT_SID", "is not AC and 32 hex digits", "copy it from Twilio's console")
        if sid and not token:
            self.refuse("TWILIO_AUTH_TOKEN", "is not set", "copy it from beside the account's SID, or drop both")
        if not sid and (token or previous):
            self.refuse("TWILIO_ACCOUNT_SID", "is not set", "copy it from beside the account's token, or drop both")
        return Twilio(sid, token, previous, base_url) if sid else None

    def sendgrid(self) -> SendGrid | None:
        api_key = self.text("SENDGRID_API_KEY")
        base_url = self.url("SENDGRID_BASE_URL", default=SENDGRID_URL)
        inbound = self.public_key("SENDGRID_INBOUND_PUBLIC_KEY")
        event = self.public_key("SENDGRID_EVENT_PUBLIC_KEY")
        if not api_key and (inbound or event):
            self.refuse("SENDGRID_API_KEY", "is not set", "make one in SendGrid's console, or drop the public keys")
        return SendGrid(api_key, base_url, inbound, event) if api_key else None

    def public_key(self, name: str) -> str | None:
        value = self.text(name)
        if value and not _is_p256(value):
            self.refuse(name, "is not a P-256 public key", "copy the one line SendGrid shows, without BEGIN and END")
        return value or None

    def log_level(self) -> str:
        value = self.text("LOG_LEVEL").upper() or "INFO"
        if value not in LOG_LEVELS:
            self.refuse("LOG_LEVEL", "is unknown", f"choose {', '.join(LOG_LEVELS)}")
        return value

    def rehearsal(self, providers: list[str]) -> Rehearsal | None:
        start, rate = _instant(self.text("REHEARSAL_START")), _rate(self.text("REHEARSAL_RATE") or "1")
        if self.text("REHEARSAL_START") and start is None:
            self.refuse(
                "REHEARSAL_START", "is not an instant", "give it with its offset, like 2026-11-23T08:00:00-05:00"
            )
        if rate is None:
            self.refuse("REHEARSAL_RATE", "is not a rate", f"give a number above 0 and up to {FASTEST_RATE:.0f}")
        if self.text("REHEARSAL_RATE") and not self.text("REHEARSAL_START"):
            self.refuse("REHEARSAL_RATE", "has nothing to speed up", "set REHEARSAL_START too, or drop it")
        if self.text("REHEARSAL_START") and any(map(_is_real, providers)):
            remedy = "point TWILIO_BASE_URL and SENDGRID_BASE_URL at a simulator, or drop the rehearsal"
            self.refuse("REHEARSAL_START", "would send real messages at rehearsed times", remedy)
        return Rehearsal(start, rate) if start and rate else None


def _reachable(host: str, port: int) -> str:
    """Name the address under which a process bound there can be reached from its own machine."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _split(url: str) -> SplitResult | None:
    """Split an address; None when it cannot be one."""
    try:
        parts = urlsplit(url)
        _ = parts.port  # Only reading the port checks it.
    except ValueError:
        return None
    return parts


def _is_p256(text: str) -> bool:
    try:
        key = load_der_public_key(base64.b64decode(text, validate=True))
    except (binascii.Error, ValueError, UnsupportedAlgorithm):
        return False
    return isinstance(key, EllipticCurvePublicKey) and isinstance(key.curve, SECP256R1)


def _instant(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at.astimezone(UTC) if at.tzinfo else None


def _rate(text: str) -> float | None:
    try:
        rate = float(text)
    except ValueError:
        return None
    return rate if 0 < rate <= FASTEST_RATE else None


def _is_real(base_url: str) -> bool:
    host = urlsplit(base_url).hostname or ""
    return host.endswith((".twilio.com", ".sendgrid.com"))

"""Every setting as an operator meets it: name, meaning, default, example.

Data alone: docs/settings.md and `doorstep check` are made from it. What a value must look like is in settings.py.
"""

import sys
from dataclasses import dataclass

TWILIO_URL = "https://api.twilio.com"
SENDGRID_URL = "https://api.sendgrid.com"
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
SHORTEST_KEY = 16

_PAGE_HEAD = """\
# Settings

Doorstep reads environment variables, then a file `.env` in the directory it is started from (`NAME=value` lines; the
environment wins). Everything that is wrong is reported at once when a command starts; `doorstep check` looks further.
SMS and e-mail are each switched on by their provider's key, and either may be left out.

"""


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable; `default` is what holds when it is not set, as shown to people."""

    name: str
    meaning: str
    default: str = "none"
    example: str = ""
    secret: bool = False


TABLE = (
    Setting(
        "SECRET_KEY",
        f"Signs the links customers get; at least {SHORTEST_KEY} characters. A new key voids the links sent before.",
        "required",
        secret=True,
    ),
    Setting(
        "API_KEY",
        f"What callers of `/api/v1` send as bearer token; at least {SHORTEST_KEY} characters.",
        "required",
        secret=True,
    ),
    Setting(
        "DATABASE_URL",
        "Where everything is kept: a SQLite file or a PostgreSQL database.",
        "SQLite in `DATA_DIR/doorstep.db`",
        "postgresql://doorstep@db.internal:5432/doorstep",
        secret=True,
    ),
    Setting("BIND", "Host and port the web process listens on.", "127.0.0.1:8000", "0.0.0.0:8000"),
    Setting(
        "PUBLIC_URL",
        "This service as providers and customers reach it; webhook signatures are checked against it.",
        "`http://` and BIND",
        "https://track.acme.example",
    ),
    Setting(
        "TWILIO_ACCOUNT_SID", "Twilio account; without it SMS is off.", example="AC0123456789abcdef0123456789abcdef"
    ),
    Setting("TWILIO_AUTH_TOKEN", "Secret of that account; sends, and verifies what Twilio sends us.", secret=True),
    Setting(
        "TWILIO_AUTH_TOKEN_PREVIOUS", "The secret before, still accepted on webhooks while you rotate.", secret=True
    ),
    Setting("TWILIO_BASE_URL", "Where Twilio is asked.", TWILIO_URL, "http://127.0.0.1:9000/twilio"),
    Setting("SENDGRID_API_KEY", "SendGrid key with the right to send mail; without it e-mail is off.", secret=True),
    Setting("SENDGRID_BASE_URL", "Where SendGrid is asked.", SENDGRID_URL, "http://127.0.0.1:9000/sendgrid"),
    Setting(
        "SENDGRID_INBOUND_PUBLIC_KEY",
        "Verifies mail that arrives; base64, as SendGrid shows it. Without it unsigned mail is taken in.",
    ),
    Setting(
        "SENDGRID_EVENT_PUBLIC_KEY",
        "Verifies what SendGrid reports about mail sent; base64, as SendGrid shows it. Without it anyone may report.",
    ),
    Setting("DATA_DIR", "Directory for the files Doorstep keeps on this machine.", "var", "/var/lib/doorstep"),
    Setting("LOG_LEVEL", f"Least level that is logged: {', '.join(LOG_LEVELS)}.", "INFO", "DEBUG"),
    Setting(
        "REHEARSAL_START",
        "Business time starts here instead of now; refused while a provider is the real one.",
        example="2026-11-23T08:00:00-05:00",
    ),
    Setting("REHEARSAL_RATE", "Business seconds for each machine second of a rehearsal.", "1", "60"),
)


def as_markdown() -> str:
    """Render docs/settings.md."""
    rows = [
        f"| `{row.name}` | {row.meaning} | {row.default} | {f'`{row.example}`' if row.example else ''} |"
        for row in TABLE
    ]
    return _PAGE_HEAD + "\n".join(["| name | meaning | default | example |", "|---|---|---|---|", *rows]) + "\n"


if __name__ == "__main__":
    sys.stdout.write(as_markdown())

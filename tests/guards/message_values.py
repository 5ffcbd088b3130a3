"""What the placeholders of the message texts are filled with: an ordinary value, and the widest that really occurs."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.rendering.catalogue import Catalogue
from conversations.effects import Timed, Value
from delivery.windows import Window

CATALOGUE = Catalogue.load(Path(__file__).parents[2] / "templates" / "messages")
MESSAGES = {key: entry for key, entry in CATALOGUE.languages["en"].items() if not key.startswith(("forms/", "mail/"))}
LANGUAGES = tuple(CATALOGUE.languages)

ZONE = "America/New_York"
NOW = datetime(2026, 11, 25, 13, 0, tzinfo=UTC)  # Wednesday, 08:00 in New York: the longest day name
NOON = datetime(2026, 11, 25, 16, 30, tzinfo=UTC)
HOURS_AROUND_NOON = Window(NOON, NOON + timedelta(hours=2))  # 11:30 AM-1:30 PM
TOMORROW = Window(NOON + timedelta(days=1), NOON + timedelta(days=1, hours=2))
FAR = Window(NOON + timedelta(days=7), NOON + timedelta(days=7, hours=2))

WIDE_BRAND = "Acme Deliveries"  # 15 characters
WIDE_NUMBER = "AC-7F3K9QX42"  # 12 characters
WIDE_LINK = "https://track.acme.example/t/" + "x" * 16  # 45 characters

# placeholder: (ordinary value, widest value)
PLACEHOLDERS: Mapping[str, tuple[Value, Value]] = {
    "tracking_number": ("AC-7F3K9Q", WIDE_NUMBER),
    "link": ("https://t.acme.example/t/abcdefgh", WIDE_LINK),
    "window": (HOURS_AROUND_NOON, FAR),
    "at": (NOON, NOON),
    "count": (3, 12),
    "minutes": (15, 120),
    "score": (4, 5),
    "reason": ("nobody was there", "the gate was locked and nobody answered"),
    "note": ("with the neighbour at 14", "left with the neighbour at number 14, blue door"),
    "text": ("The gate code is 4711", "The gate code is 4711, please ring twice and wait a moment"),
    "support": ("+1 555 010 0199", "customer.service@deliveries.acme.example"),
    "driver": ("Sam", "Maximilian-Alexander"),
    "tag": (7, 120),
    "until": (NOON + timedelta(days=1), NOON + timedelta(days=7)),
    "begins": (Timed(NOON, ZONE), Timed(NOON, ZONE)),
    "ends": (Timed(NOON, ZONE), Timed(NOON, ZONE)),
    "distance": (8, 140),
    "word": ("bluebird", "hippopotamus"),
    "sent": (
        (Timed(NOON, ZONE, after='"Acme: AC-7F3K9Q comes today."'),),
        (Timed(NOON, ZONE, after="x" * 75, day=True),) * 3,
    ),
    "old": (HOURS_AROUND_NOON, HOURS_AROUND_NOON),
    "new": (HOURS_AROUND_NOON, HOURS_AROUND_NOON),
    "day": (date(2026, 11, 26), date(2026, 11, 26)),
    "lines": (
        (Timed(HOURS_AROUND_NOON, ZONE, before="AC-7F3K9Q"),) * 2,
        (Timed(HOURS_AROUND_NOON, ZONE, before=WIDE_NUMBER),) * 3,
    ),
    "stop": ("#7 12 Elm St", "#120 1200 North Charles Street, Apartment 14, Baltimore"),
    "next": ("#8 3 Oak Ave", Timed(HOURS_AROUND_NOON, ZONE, before="#121 1202 North Charles Street, Apartment 15")),
    "first": (date(2026, 11, 27), date(2026, 12, 2)),
    "second": (date(2026, 11, 28), date(2026, 12, 9)),
    "offers": ((TOMORROW, FAR), (TOMORROW, FAR, FAR, FAR)),
}

# Where a text is only ever about the next hours or days, its widest value is narrower than that of other texts.
NARROWER: Mapping[str, Mapping[str, Value]] = {
    "day/": {"window": HOURS_AROUND_NOON},
    "reminder/": {"window": HOURS_AROUND_NOON},
    "reminder/day_before": {"window": TOMORROW},
    "tracking/eta": {"window": HOURS_AROUND_NOON},
}


def ordinary(key: str) -> dict[str, Value]:
    """Fill a message as on most days."""
    return {name: PLACEHOLDERS[name][0] for name in MESSAGES[key].names - {"brand"}}


def widest(key: str) -> dict[str, Value]:
    """Fill a message with the widest values that it is ever said with."""
    data = {name: PLACEHOLDERS[name][1] for name in MESSAGES[key].names - {"brand"}}
    for start, values in NARROWER.items():
        if key.startswith(start):
            data |= {name: value for name, value in values.items() if name in data}
    return data


def sms(key: str, language: str, data: Mapping[str, Value], *, brand: str = WIDE_BRAND) -> str:
    """Write a message out as an SMS."""
    return CATALOGUE.render(key, data, language=language, zone=ZONE, now=NOW, channel="sms", brand=brand).text

"""What each message costs as an SMS when its values are as wide as they get: `python -m tests.guards.segments`."""

import sys

from delivery import segments
from tests.guards.message_values import LANGUAGES, MESSAGES, sms, widest


def report() -> str:
    """Write one line per message and language: encoding, units and segments."""
    lines = [f"{'message':36} {'lang':4} {'encoding':8} {'units':>5} {'segments':>8}"]
    for key in MESSAGES:
        for language in LANGUAGES:
            cost = segments.count(sms(key, language, widest(key)))
            lines.append(f"{key:36} {language:4} {cost.encoding:8} {cost.units:5} {cost.segments:8}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(report())

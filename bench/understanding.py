"""Measures the reading of texts against public example data: `python -m bench.understanding`.

The data folder comes from DOORSTEP_DATA or is `../shared/data`; a measurement whose file is absent is skipped by name.
"""

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from conversations.understanding.reading import Hints, OpenQuestion, Role, read

DATA = Path(os.environ.get("DOORSTEP_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
NOW = "2026-11-24T10:00:00-05:00"
# Labels of other bots and the intents of ours that answer them well.
ANSWERS = {
    "track": "track tracking_number",
    "track_howto": "track help",
    "eta": "track",
    "give_tracking_number": "tracking_number track",
    "reschedule": "reschedule",
    "change_address": "change_address",
    "pickup_point": "change_address instructions reschedule",
    "damaged": "complaint not_received",
    "wrong_item": "complaint not_received",
    "complaint": "complaint contact_human",
    "not_received": "not_received track",
    "affirm": "confirm",
    "deny": "deny complaint",
    "cancel": "cancel_delivery",
    "rating": "rating",
    "contact_human": "contact_human",
    "proof": "proof",
    "instructions": "instructions reschedule",
}
Row = dict[str, Any]


def hints(question: OpenQuestion | None = None, *, now: str = NOW, zone: str = "America/New_York") -> Hints:
    """Build the hints of a customer with one delivery under way."""
    return Hints(Role.CUSTOMER, question, 0, False, 1, datetime.fromisoformat(now), zone, "en")


def rows(name: str) -> Iterator[Row]:
    """Yield the rows of one data file."""
    with (DATA / name).open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def measure(title: str, name: str, judge: Callable[[Row], tuple[bool, str] | None], *, show: bool) -> None:
    """Print the share of rows that are right and the time a text takes; a judge may leave a row out."""
    if not (DATA / name).exists():
        print(f"{title}: skipped, {DATA / name} is absent")
        return
    right, misses, began = 0, [], time.perf_counter()
    judged = [(row, verdict) for row in rows(name) if (verdict := judge(row)) is not None]
    spent_ms = (time.perf_counter() - began) * 1000
    for row, (is_right, said) in judged:
        right += is_right
        if not is_right:
            misses.append(f"    {said}: {row.get('text') or row.get('utterance')!r}")
    count = max(len(judged), 1)
    print(f"{title}: {right} of {len(judged)} right ({right / count:.1%}), {spent_ms / count:.2f} ms a text")
    if show:
        print("\n".join(misses))


def intent(row: Row) -> tuple[bool, str]:
    """Judge the intent of a customer's text without an open question."""
    said = read(row["text"], hints=hints()).intent.value
    return said in ANSWERS[row["intent"]].split(), f"{row['intent']} read as {said}"


def consent(row: Row) -> tuple[bool, str]:
    """Judge whether a text ends messages; doubtful rows may go either way."""
    said = read(row["text"], hints=hints()).intent.value
    label = row["label"]
    reached = said if said in ("stop", "start", "help") else "none"
    return label in (reached, "amb"), f"{label} read as {said}"


def rating(row: Row) -> tuple[bool, str]:
    """Judge the score of a rating brought to our scale."""
    words = {"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
    points = words[row["rating_value"]] if row["rating_value"] in words else int(row["rating_value"])
    best = int(row.get("best_rating") or 5)
    wanted = max(1, min(5, int(points * 5 / best + 0.5)))
    said = read(row["text"], hints=hints(OpenQuestion.RATE_DELIVERY)).score
    return said == wanted, f"{wanted} read as {said}"


def duckling_day(row: Row) -> tuple[bool, str] | None:
    """Judge the day of a phrase whose day lies ahead within two years; our caution counts as a miss."""
    if row["grain"] != "Day" or row["kind"] != "datetime" or row["holiday"]:
        return None
    ref = row["ref"]
    if not ref[:10] <= row["start"][:10] <= "2015-02-12":
        return None
    when = read(row["text"], hints=hints(OpenQuestion.ASK_DATE, now=ref.replace("T04:", "T09:"))).when
    said = when.date.isoformat() if when and when.date else f"none (ambiguous: {when.ambiguous})" if when else "none"
    return said == row["start"][:10], f"{row['start'][:10]} read as {said}"


def spoken_time(row: Row) -> tuple[bool, str] | None:
    """Judge a spoken time of day; a bare one may be read in the other half of the day."""
    if "time" not in row["slot"] or not row["canonical"][:2].isdigit():
        return None
    when = read(row["surface"], hints=hints(OpenQuestion.ASK_DATE)).when
    said = when.start.strftime("%H:%M") if when and when.start else "ambiguous" if when and when.ambiguous else "none"
    wanted = row["canonical"][:5].rjust(5, "0")
    other = f"{(int(wanted[:2]) + 12) % 24:02}{wanted[2:]}"
    return said in (wanted, other, "ambiguous"), f"{wanted} read as {said} from {row['surface']!r}"


def recognised_day(row: Row) -> tuple[bool, str] | None:
    """Judge sentences with exactly one date that lies ahead."""
    spans = row["results"]
    if len(spans) != 1 or not spans[0]["type"].endswith(".date") or not (values := spans[0].get("values")):
        return None
    dates = {value.get("value", "") for value in values}
    ahead = {day for day in dates if row["ref"][:10] <= day < "2018-12"}
    if not ahead or len(dates) > 2:
        return None
    when = read(
        row["text"],
        hints=hints(
            OpenQuestion.ASK_DATE, now=row["ref"].replace("T00:00", "T09:00") + "+00:00", zone="America/New_York"
        ),
    ).when
    said = (
        when.date.isoformat()
        if when and when.date
        else f"none (candidates {[str(day) for day in when.candidates]})"
        if when
        else "none"
    )
    return said in ahead or bool(
        when and ahead & {str(day) for day in when.candidates}
    ), f"{sorted(ahead)} read as {said}"


def slowest() -> None:
    """Print the slowest of some long texts."""
    texts = [
        "where is my parcel " * 40,
        "friday or saturday at 3 or 4 " * 30,
        "x" * 5000,
        "1-2/3.4 " * 200,
        "not " * 300,
    ]
    took: Counter[str] = Counter()
    for text in texts:
        began = time.perf_counter()
        read(text, hints=hints(OpenQuestion.ASK_DATE))
        took[text[:20]] = int((time.perf_counter() - began) * 1_000_000)
    text, worst = took.most_common(1)[0]
    print(f"slowest long text: {worst / 1000:.1f} ms ({text!r}...)")


def main() -> None:
    """Measure everything; with `-v` print what was missed."""
    show = "-v" in sys.argv[1:]
    read("warm up", hints=hints())
    measure("intents", "intents_delivery_mixed.jsonl", intent, show=show)
    measure("opt-outs", "optout_peer_tests.jsonl", consent, show=show)
    measure("ratings", "ratings_snips_ratebook.jsonl", rating, show=show)
    measure("days (phrases)", "datetime_duckling_en.jsonl", duckling_day, show=show)
    measure("days (sentences)", "datetime_recognizers_en.jsonl", recognised_day, show=show)
    measure("times", "datetime_sgd_user_slots.jsonl", spoken_time, show=show)
    slowest()


if __name__ == "__main__":
    main()

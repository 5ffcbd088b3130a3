"""Wishes that a person of the brand must settle: complaints, missing parcels, other addresses, erasure, and proofs.

Each is answered at once with what is known, and opens a case; nothing here promises an outcome.
"""

from datetime import timedelta

from conversations import stops, tracking
from conversations.candidates import coming, find
from conversations.context import Context, DeliveryView
from conversations.effects import CaseKind, Effect, OpenCase, Say, Tell, Timed, Value
from conversations.turn import Heard, Idle
from conversations.understanding.reading import Intent, Role
from delivery.status import Status

DRIVER_STILL_NEAR = timedelta(hours=3)
RECENT = 3
QUOTED = 60

Step = tuple[Idle, tuple[Effect, ...]]


def not_received(view: DeliveryView, heard: Heard, context: Context) -> Step:
    """Answer "it is not here" with what the proof says, ask the driver while near, and open a case."""
    if view.status is not Status.DELIVERED:
        return Idle(), (tracking.answer(view, context),)
    said = Say(*_shown("not_received", view), delivery=view.id)
    case = OpenCase(CaseKind.NOT_RECEIVED, view.id, heard.text)
    at = view.proof.at if view.proof else view.completed_at
    if at is None or context.now - at > DRIVER_STILL_NEAR:
        return Idle(), (case, said)
    told = Tell(Role.DRIVER, "driver/not_received", view.id, {"stop": stops.label(view)})
    return Idle(), (case, told, said)


def proof(view: DeliveryView, heard: Heard, context: Context) -> Step:
    """Say what shows that a delivery was handed over."""
    if view.status is not Status.DELIVERED:
        return Idle(), (tracking.answer(view, context),)
    key, data = _shown("proof", view)
    return Idle(), (Say(key, {**data, "link": view.link or ""}, delivery=view.id),)


def change_address(view: DeliveryView, heard: Heard, context: Context) -> Step:
    """Pass the wish for another address on to a person."""
    case = OpenCase(CaseKind.CHANGE_ADDRESS, view.id, heard.text)
    return Idle(), (case, Say("claim/change_address", {"tracking_number": view.tracking_number}, delivery=view.id))


def complaint(heard: Heard, context: Context) -> tuple[Effect, ...]:
    """Open a case for a complaint, about a delivery where there can be no doubt which."""
    found = find(Intent.PROOF, heard, context)
    view = found[0] if len(found) == 1 else None
    case = OpenCase(CaseKind.COMPLAINT, view.id if view else None, heard.text)
    return case, Say("claim/complaint", delivery=view.id if view else None)


def forget(heard: Heard) -> tuple[Effect, ...]:
    """Pass the wish to be forgotten on to a person, who must make sure of who asks."""
    return OpenCase(CaseKind.FORGET_REQUEST, note=heard.text), Say("claim/forget")


def verify(context: Context) -> Say:
    """Answer "is this really you" with the last messages we sent, and the secret word where one was agreed."""
    word = next((view.secret_word for view in coming(context) if view.secret_word), None)
    recent = context.recent[-RECENT:]
    if not recent:
        return Say("verify/none")
    sent = tuple(Timed(view.at, context.brand.zone, after=_quoted(view.text), day=True) for view in recent)
    if word is None:
        return Say("verify/sent", {"sent": sent})
    return Say("verify/sent_word", {"sent": sent, "word": word})


def _quoted(text: str) -> str:
    short = " ".join(text.split())
    return f'"{short}"' if len(short) <= QUOTED else f'"{short[:QUOTED].rstrip()}..."'


def _shown(what: str, view: DeliveryView) -> tuple[str, dict[str, Value]]:
    """Choose the words for a proof by what it holds: always the time, perhaps the distance, perhaps a note."""
    data: dict[str, Value] = {"tracking_number": view.tracking_number}
    if view.proof is None:
        return f"claim/{what}_unproven", data
    data["at"] = view.proof.at
    key = f"claim/{what}"
    if view.proof.distance_m is not None:
        data["distance"] = view.proof.distance_m
        key += "_distance"
    if view.proof.note:
        data["note"] = view.proof.note
        key += "_note"
    return key, data

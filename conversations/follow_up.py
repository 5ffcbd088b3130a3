"""The delivery last talked about: for a quarter of an hour a text that names none means it, where it fits.

Only where no other can be meant: words for several or for another one, and news of another one since, make us ask.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from conversations.candidates import coming
from conversations.context import Context
from conversations.effects import Effect, OptOut, Relay, Say
from conversations.events import Event, MessageReceived
from conversations.understanding import words
from conversations.understanding.reading import Role

STAYS = timedelta(minutes=15)
_OTHER = words.phrases(
    (
        r"(?:the|my|that) other(?: (?:one|parcel|package|delivery|order))?",
        r"(?:el|la|mi) otr[oa](?: (?:paquete|pedido|envio|entrega))?",
        r"(?:l'|mon |ma )autre(?: (?:colis|paquet|commande|livraison))?",
    )
)
_SEVERAL = words.phrases(
    (
        r"others?|another|both|all (?:of|my|the|three|\d)|each|first|second|third|deliveries|parcels|packages|orders"
        r"|shipments|items|ones",
        r"otr[oa]s?|amb[oa]s|l[oa]s (?:dos|tres)|tod[oa]s|primer[oa]?|segund[oa]|paquetes|pedidos|envios|entregas",
        r"autres?|les (?:deux|trois)|tou(?:te)?s|premiere?|deuxieme|seconde?|commandes|livraisons|paquets|mes colis",
    )
)


@dataclass(frozen=True, slots=True)
class Mentioned:
    """The one delivery that the last words were about, and when they were said."""

    delivery: int
    at: datetime


def meant(mentioned: Mentioned | None, text: str, context: Context) -> int | None:
    """Find the delivery that a text without a tracking number goes on about; None where it could be another."""
    if mentioned is None or context.now - mentioned.at > STAYS:
        return None
    if any(talk.delivery != mentioned.delivery and talk.last_at > mentioned.at for talk in context.bindings):
        return None
    folded = words.fold(words.tidy(text))[: words.READ_AT_MOST]
    if _SEVERAL.search(folded) is None:
        return mentioned.delivery
    others = [view.id for view in coming(context) if view.id != mentioned.delivery]
    return others[0] if len(others) == 1 and _OTHER.search(folded) is not None else None


def remember(
    mentioned: Mentioned | None, event: Event, effects: Iterable[Effect], context: Context
) -> Mentioned | None:
    """Keep what was talked about: what a person's text was answered on; our own news of another one ends it."""
    if context.role is not Role.CUSTOMER or context.opted_out or len(context.deliveries) < 2:
        return None
    said = list(effects)
    about = {effect.delivery for effect in said if isinstance(effect, Say | Relay) and effect.delivery is not None}
    if OptOut() in said or any(isinstance(effect, Say) and effect.key.startswith("public/") for effect in said):
        return None
    if isinstance(event, MessageReceived) and len(about) == 1:
        return Mentioned(about.pop(), context.now)
    is_same = mentioned is not None and about <= {mentioned.delivery}
    return mentioned if is_same else None

"""Wishes for no messages at some hours only ("not before nine", "never at night"): these end nothing.

Whether a wish for no messages stands without any hours is decided in `consent`.
"""

from conversations.understanding import words

_TIME = (
    r"(?:(?:las |la )?\d{1,2}(?![\w-]*-)\w*(?::\d\d)? ?(?:am|pm|a\.m|p\.m|o'clock)?|noon|midday|midnight|dawn|dark"
    r"|sunrise|sunset|breakfast|lunch|dinner|bedtime|(?:las |la )?(?:one|two|three|four|five|six"
    r"|seven|eight|nine|ten|eleven|twelve|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|mediodia"
    r"|medianoche|midi|minuit|six|sept|huit|neuf|dix|onze))"
)
_DAYS = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|weekends?|weekdays?|holidays|lunes|martes|miercoles|jueves|viernes"
    r"|sabados?|domingos?|festivos|fin(?:es)? de semana|lundis?|mardis?|mercredis?|jeudis?|vendredis?|samedis?"
    r"|dimanches?|week-?ends?|jours feries"
)
_AT_HOURS = words.phrases(
    (
        r"(?:me |us )?(?:any ?more |again |ever |mas |plus |messages |texts |mensajes |(?:de |des )?(?:messages|sms) )*"
        r"(?:(?:ever |even |any )?(?:before|after|past|earlier than|later than|antes de|despues de|a partir de|desde"
        r"|avant|apres|passe) TIME"
        r"|(?:so|too|this|that|very|tan|muy|si|aussi|trop) (?:early|late|temprano|tarde|pronto|tot|tard)"
        r"|at (?:night|nights|noon|midnight|dawn|lunch\w*|dinner\w*|bedtime|(?:the )?weekends?|TIME"
        r"|(?:this|these|such|ungodly) \w*(?: ?an?)? ?hours?)"
        r"|(?:early |late )?in the (?:\w+ ){0,3}(?:mornings?|evenings?|afternoons?|nights?)|overnight|nights|mornings"
        r"|during (?:the |my |our )?(?:night|day|week|work\w*|office|business|school|meetings?|dinner|lunch\w*)"
        r"|outside (?:of )?(?:business|office|working|work|normal|regular|these|those)"
        r"|between TIME|from TIME (?:to|until|till)|on (?:a |my |the )?(?:DAYS)"
        r"|(?:por|en|durante) la (?:noche|madrugada|manana|tarde)|de (?:noche|madrugada)|a (?:estas|esas) horas"
        r"|a TIME|entre TIME|(?:el|los|en) (?:DAYS)"
        r"|(?:la|en pleine|pendant la|durant la) nuit|(?:le|tot le|tard le) (?:matin|soir)|(?:le|les|en) (?:DAYS)"
        r"|a cette heure|en (?:soiree|journee)|pendant (?:le travail|mes heures|la journee))",
    ),
    macros={"TIME": _TIME, "DAYS": _DAYS},
)
_FOR_NOW = words.phrases(
    (
        r"(?:me |us )?(?:any ?more |mas |plus |messages |mensajes |(?:de |des )?(?:messages|sms) )?"
        r"(?:until|till|hasta|jusqu'au?|jusque)"
        r" (?:(?:the |el |la |next |this |le )*(?:DAYS|tomorrow|later|tonight|manana|demain|\d\w*))",
        r"(?:me |us )?(?:while|mientras|pendant que) (?:i'm|i am|we are|we're|at|driving|working|sleeping|estoy"
        r"|trabajo|duermo|conduzco|je) ?\w*",
    ),
    macros={"DAYS": _DAYS},
)
_UNTIL = words.phrases((r"until|till|hasta|jusqu'au?|jusque",))
_NOT_NOW = words.phrases(
    (
        r"(?:me |us )?(?:any ?more )?(?:for )?(?:(?:right )?now|tonight|today|this (?:week|morning|afternoon|evening)"
        r"|(?:por )?(?:ahora|hoy|esta (?:noche|tarde|manana|semana))|(?:pour )?(?:maintenant|ce soir|aujourd'hui"
        r"|l'instant|le moment|cette (?:nuit|semaine)))",
    )
)
# Not enough for a wish to end all messages, but enough with hours behind it.
_NOT_AT = words.phrases(
    (
        r"no (?:more )?(?:texts?|messages?|msgs?|sms|calls?)",
        r"(?:don't|do not|never|please not|not) (?:send|write|text|message|msg)(?: to)?(?: me| us)?"
        r"(?: (?:any )?(?:texts?|messages?|sms))?",
        r"(?:do not|don't|never) (?:bother|disturb|wake|notify|alert|ping) (?:me|us)",
        r"no (?:me |nos )?(?:escriban|escriba|escribas|envien|envie|envies|manden|mande|mandes|molesten|moleste"
        r"|despierten)(?: mensajes| sms)?|(?:sin|nada de|ningun) (?:mensajes?|sms)|no mensajes",
        r"(?:ne )?(?:m'|me |nous )?(?:envoyez|envoie|ecrivez|ecris|contactez|derangez|reveillez) pas"
        r"(?: (?:de |des |d')?(?:messages?|sms|textos?))?|(?:pas|aucun|jamais) (?:de |d')?(?:messages?|sms|textos?)",
    )
)


def is_at_hours(behind: str) -> bool:
    """Tell whether what stands behind a wish for no messages limits it to some hours or days."""
    return _AT_HOURS.match(behind) is not None


def is_for_now(behind: str, *, is_urgent: bool) -> bool:
    """Tell whether what stands behind a wish for no messages limits it to the present.

    "Stop texting me now" means for good; "don't text me now" means later.
    """
    return _FOR_NOW.match(behind) is not None or (not is_urgent and _NOT_NOW.match(behind) is not None)


def without_until(folded: str) -> str:
    """Blank out "until", so that the day behind it is read as that day; the length stays."""
    return _UNTIL.sub(lambda found: " " * len(found[0]), folded)


def limits(folded: str) -> str | None:
    """Return what stands behind words like "no texts", if that limits them; else None."""
    for found in _NOT_AT.finditer(folded):
        behind = folded[found.end() :].lstrip(" ,")
        if is_at_hours(behind) or is_for_now(behind, is_urgent=False):
            return behind
    return None

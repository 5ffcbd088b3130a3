"""Phrases about days that are not one day: weekends, "any day", a month, whatever counts from the planned day.

They make an answer ambiguous; days they may mean are kept as candidates.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from conversations.understanding.when.days import Day
from conversations.understanding.when.names import MONTH, WEEKDAY

_DAY = rf"(?:{WEEKDAY}|tomorrow|today|tmrw|manana|demain|the \d{{1,2}}(?:st|nd|rd|th)?)"
_WEEKEND = (
    r"(?:this |next |the |at the |over the |on the |el |este |ce |le )*(?:weekends?|week-ends?"
    r"|fin(?:es)? de semana|finde)"
)
_PLANNED = (
    r"the day after(?! tomorrow| tmrw)|(?:a|1|the) day (?:later|earlier|before|sooner|after(?! tomorrow))"
    r"|\d+ days? (?:later|earlier|sooner|after that|before that)|(?:the )?(?:next|following|previous"
    r"|same) day"
    r"|(?:a|1|an|\d+) (?:weeks?|hours?) (?:later|earlier|sooner|after that)|(?:push|move|bring|delay"
    r"|postpone|put) (?:it |this )?(?:back|forward|off|out)? ?(?:by )?(?:a|1|\d+|one) (?:days?|weeks?"
    r"|hours?)"
    r"|(?:el |al )?dia (?:siguiente|anterior|despues)|(?:un|1|\d+) dias? (?:despues|mas tarde|antes)"
    r"|le lendemain(?! de)|la veille(?! de)|(?:un|1|\d+) jours? (?:plus tard|plus tot|apres|avant)"
    r"|le jour (?:suivant|d'apres|d'avant)"
)
_FORMS = (
    rf"(?P<weekend>{_WEEKEND})",
    rf"(?P<planned>{_PLANNED})",
    rf"(?:before|by|after|until|till|til|from|since|starting|as of|antes del|despues del|a partir del?"
    rf"|hasta el?|avant|apres|jusqu'a|jusqu'au|a partir de|des) (?:next |this |the |el |le "
    rf"|on )?(?P<side>{_DAY})(?! (?:at|to|or) |\w)",
    rf"(?P<days>(?:{WEEKDAY})s? ?(?:to|through|thru|-|a|al|au) ?(?:el )?(?:{WEEKDAY}))",
    r"(?P<any>any ?day|which ?ever day|any other day|some ?day|some ?time (?:next|this) week|1 day (?:next"
    r"|this) week|one day|a day (?:next|this) week|every day|each day|daily|all days|any of (?:these|those"
    r"|the) days|(?:on )?(?:a )?week ?days?|any weekday|asap|a\.s\.a\.p\.?"
    r"|as soon as (?:possible|you can)|soon(?:est)?|when ?ever(?: \w+)?|any ?time|any time|earliest"
    r"|the earliest(?: \w+)?|as early as possible|in a few days|(?:in )?(?:a )?(?:couple of|few) days"
    r"|later this week|(?:early |late |later |mid ?-?)?(?:next|this) week"
    r"|(?:early |late |mid |the )?(?:next|this) month|(?:the )?(?:end|beginning|start|middle) of (?:the "
    r"|this |next )?(?:week|month|year)|some other (?:day|time)|in (?:about )?\d+ ?(?:-|to"
    r"|or) ?\d+ (?:days|weeks)|within \d+ (?:days|weeks)|(?:over|in|during) the (?:next"
    r"|coming) (?:few )?(?:days|\d+ days)"
    r"|cualquier (?:dia|momento|hora)|cuando (?:quieran|puedan|sea)|lo antes posible|cuanto antes"
    r"|(?:la )?(?:proxima semana|semana que viene)|esta semana|a (?:finales|principios"
    r"|mediados) de(?:l)? (?:mes|semana)|fin(?:al)? de mes|entre semana|todos los dias"
    r"|n'importe (?:quand|quel jour)|quand vous voulez|des que possible|au plus vite"
    r"|(?:la )?semaine prochaine|cette semaine|(?:en )?(?:fin|debut) de (?:semaine|mois)|tous les jours"
    r"|en semaine)",
    rf"(?:in |during |en |by )(?:early |late |mid-?)?(?P<month>{MONTH})(?! \d)",
    r"in (?:a|1|\d+) (?P<months>months?)",
)
# "Change it from Monday to Friday" names a day left and a day meant, not a stretch of days.
_MOVED = re.compile(
    r"(?<!\w)(?:chang\w*|mov\w+|switch|swap|push|reschedul\w*|shift|cambi\w*|decal\w*|report\w*)(?!\w).{0,30}$"
)
_WIDE = re.compile("|".join(rf"(?<!\w)(?:{form})(?!\w)" for form in _FORMS))


def find(text: str, *, today: date) -> Iterator[Day]:
    """Yield what a folded text says about days that are not one day."""
    for found in _WIDE.finditer(text):
        if found["days"] and _MOVED.search(text[: found.start()]):
            continue
        dates: tuple[date, ...] = ()
        if found["weekend"]:
            saturday = today + timedelta(days=(5 - today.weekday()) % 7)
            dates = (saturday, saturday + timedelta(days=1))
        yield Day(dates, found.start(), found.end(), "any time" if _is_any_time(found[0]) else "wide")


def _is_any_time(said: str) -> bool:
    """Tell whether a phrase only leaves the hour open, so that a day beside it still counts."""
    return (
        re.fullmatch(
            r"any ?time|when ?ever(?: \w+)?|cualquier (?:momento|hora)|n'importe quand"
            r"|(?:the )?earliest|soon(?:est)?|asap",
            said,
        )
        is not None
    )

"""How days are written: names of weekdays and months, and the forms in which dates stand in a text. Data only."""

import re

WEEKDAYS = {
    0: r"mondays?|mon(?!\w)|lunes|lundi", 1: r"tuesdays?|tues?|martes|mardi",
    2: r"wednesdays?|weds?|wensday|wednsday|miercoles|mercredi",
    3: r"thursdays?|thurs?|thur?|thrs|jueves|jeudi", 4: r"fridays?|fri|viernes|vendredi",
    5: r"saturdays?|sat|sabado|samedi", 6: r"sundays?|sun|domingo|dimanche",
}  # fmt: skip
_MONTHS = {
    1: "january|jan|enero|janvier", 2: "february|feb|febrero|fevrier", 3: "march|mar|marzo|mars",
    4: "april|apr|abril|avril", 5: "may|mayo|mai",
    6: "june|jun|junio|juin", 7: "july|jul|julio|juillet", 8: "august|aug|agosto|aout",
    9: "september|sept|sep|septiembre|setiembre|septembre",
    10: "october|oct|octubre|octobre", 11: "november|nov|noviembre|novembre", 12: "december|dec|diciembre|decembre",
}  # fmt: skip
# In French and Spanish these are everyday words.
SHORT = re.compile(r"mon|sat|sun|mar|mai|wed")
WEEKDAY = "|".join(WEEKDAYS.values())
MONTH = "|".join(_MONTHS.values())
_NTH = r"(?P<nth>1st|first|2nd|3rd|4th|5th|[1-5]th|last|primer|ultimo|dernier|premier)"
_ORD = r"(?:st|nd|rd|th|er|eme|o)"
_NEXT_WEEK = (
    r"(?: of)?(?: the)? next week|(?: de)? la (?:proxima semana|semana que viene)"
    r"|(?: de)? la semaine prochaine"
)
_FORMS = (
    r"(?:the |on )?(?P<day_of>\d{1,2})(?:st|nd|rd|th)?(?: day)? of (?:the )?(?P<which_of>next month"
    r"|this month|month)(?!\w)",
    r"(?P<iso_y>\d{4})[-/.](?P<iso_m>\d{1,2})[-/.](?P<iso_d>\d{1,2})(?!\d)",
    r"(?P<first>\d{1,2})(?P<sep> ?[/.-] ?)(?P<second>\d{1,2})(?:(?:\s?[/.-]\s?)(?P<two_y>\d{4}"
    r"|\d{2})(?!\d)|(?P<dot>\.)(?=\W|$))?(?![\d:]|[-.]?\d| ?(?:am|pm|h|o'?clock|uhr)\b)",
    rf"{_NTH} (?P<of_wd>{WEEKDAY})(?: of| in| de| du)? (?:the )?(?P<of_month>{MONTH}|month|this month"
    rf"|next month|mes|mois)(?: (?P<of_y>\d{{4}}))?",
    rf"(?:the |el |le )?(?P<dm_d>\d{{1,2}}){_ORD}?(?: day)?(?: of| de|,)? ?(?P<dm_m>{MONTH})\.?(?:,? (?:de "
    rf"|of )?(?P<dm_y>\d{{4}}))?(?!\w)",
    rf"(?P<md_m>{MONTH})\.? (?:the |el |le )?(?P<md_d>\d{{1,2}}){_ORD}?(?! ?(?::|am\b|pm\b|o'?clock|h\b"
    rf"|-\d))(?:,? (?P<md_y>\d{{4}}))?(?!\w)",
    rf"(?:(?:a|1|one) week (?:on |from )?(?P<week_on>{WEEKDAY}|today|tomorrow)|(?P<wd_week>{WEEKDAY}|today"
    rf"|tomorrow) (?P<far>week|fortnight)(?!\w)(?! (?:or|and))|(?:a|1) fortnight (?:on"
    rf"|from) (?P<fort_on>{WEEKDAY}|today|tomorrow)"
    rf"|(?P<weeks_on>\d) weeks (?:on|from) (?P<many_on>{WEEKDAY}|today|tomorrow|tmrw))",
    r"(?:in |within exactly |dans |d'ici |en |dentro de )(?:about )?(?P<in_n>\d{1,2}|a|an|une|un|una"
    r"|a couple of|couple of) (?P<in_unit>days?|weeks?|fortnights?|months?|dias?|semanas?|mes(?:es)?"
    r"|jours?|semaines?|mois)(?!\w)(?:'? time)?"
    r"|(?P<from_n>\d{1,2}|a|an|one) (?P<from_unit>days?|weeks?|fortnights?|months?) (?:from (?:now|today)"
    r"|hence)|(?P<fortnight>(?:in a )?fortnight(?! on))",
    rf"(?:(?P<next>next|proximo|el proximo) )?(?:next week|la proxima semana"
    rf"|la semaine prochaine)(?: on)? (?P<nw_a>{WEEKDAY})|(?:on |the |el "
    rf"|le )?(?P<nw_b>{WEEKDAY})(?:{_NEXT_WEEK})|(?P<wd_after_next>{WEEKDAY}) after next",
    rf"(?P<mod>this coming|this|coming|next|following|el proximo|proximo|este|ce|el|le|on|the)?(?:^| "
    rf"|(?<=\W))(?P<wd>{WEEKDAY})\.?(?P<post> (?:prochain|proximo|que viene|qui vient|next))?(?!\w)",
    r"(?P<after_tomorrow>(?:the )?day after tomorrow|day after tmrw|overmorrow|pasado manana"
    r"|apres[- ]demain|(?:the )?day after next)",
    r"(?P<tomorrow>tomorr?ow|tomorow|tommorr?ow|tomorrows|tmrw|tmw|tmr|tomo|tomoz|2moro|2morrow|2mrw"
    r"|morgen|demain|(?<!la )(?<!esta )manana)",
    r"(?P<today>today|2day|tday|later today|hoy|aujourd'?hui|right now|this very day)",
    rf"(?:the|on the|for the|el|el dia|dia|le) (?P<day_n>\d{{1,2}}){_ORD}?(?! ?(?::|am\b|pm\b|o'?clock|h\b"
    rf"|heures?|-\d|parcels?|packages?|boxes|/))(?:(?: of| de)? (?P<which>this month|next month|the month"
    rf"|este mes|del mes|de ce mois|du mois|the next month))?(?!\w)|(?<![\w.])(?P<day_th>\d{{1,2}})(?:st|nd"
    rf"|rd|th)(?:(?: of| de)? (?P<which_th>this month|next month|the month))?(?! (?:floor|street|st|ave"
    rf"|avenue|door|house|flat|time|one))(?!\w)",
)
# The look behind stands before all forms, so that the inside of a word is passed over at once.
DAY = re.compile(rf"(?<![\w/:.])(?:{'|'.join(f'(?:{form})' for form in _FORMS)})")
MONTH_NUMBER = {name: number for number, names in _MONTHS.items() for name in names.split("|")}


def weekday_of(name: str) -> int:
    """Return the number of a weekday's name, 0 for Monday."""
    return next(number for number, names in WEEKDAYS.items() if re.fullmatch(names, name))

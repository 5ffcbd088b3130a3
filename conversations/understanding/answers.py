"""Yes, no, thanks and hello in the ways people spell them, and what stands behind a yes or a no.

What a yes means is decided in `questions`, by what was asked.
"""

import re
from dataclasses import dataclass

from conversations.understanding import words

_YES = (
    r"yes+|yess*|yea+h*|yeh|yep+|yup+|ye|ya|yh|yas|y|ok+|okay|okey|okie|okdok|k|kk|sure|sure thing"
    r"|of course|ofc|absolutely|definitely|certainly|correct|right|indeed|affirmative|confirm(?:ed)?"
    r"|agreed?|deal"
    r"|fine|great|perfect|good|brilliant|excellent|lovely|cool|sounds (?:good|great|fine|perfect)|works"
    r"|(?:that|it|this)(?:'s| is| will|'ll)? ?(?:would )?(?:be )?(?:works?|fine|good|great|ok|okay|perfect"
    r"|right|correct)"
    r"(?: (?:for|with) me)?|works for me|go ahead|go for it|please do|do it|let's do it|no problem"
    r"|no worries|np|why not|all good|i do|i did|i am|it is|it did|i guess|i think so|alright|all right"
    r"|aye|uh huh|yes please|got it"
    r"|i (?:got|have|received) it|received|come (?:now|over|on|earlier|early)|that'll do|any ?time",
    r"si+|sii*|sip|claro(?: que si)?|vale|dale|de acuerdo|bueno|perfecto|por supuesto|esta bien|va|listo"
    r"|correcto|confirmo|confirmado|genial|ok vale|sin problema|me parece bien|recibido|adelante"
    r"|desde luego|exacto",
    r"oui+|ouais?|ouep|d'accord|dac|d'ac|parfait|bien sur|ca marche|c'est bon|c'est ok|volontiers"
    r"|avec plaisir|entendu|tres bien|ca (?:me )?(?:va|convient)|exact|pas de (?:probleme|souci)s?"
    r"|bien recu|je confirme|oui oui|absolument|super|nickel",
)
_NO = (
    r"no+|nope|nop|nah+|na|n|no way|not (?:really|now|today|yet|at all|possible|ok|good|correct|right|me"
    r"|this time|thanks)|negative|never|never ?mind|no thanks?|no thank you|no ty|don't|do not"
    r"|please don't|wrong|incorrect|can't|cannot"
    r"|i (?:can't|cannot|won't|don't|didn't|do not|did not|haven't)|(?:that|it|this)(?:'s| is| does| won't"
    r"| doesn't| wouldn't| will)? ?(?:not|n't)? ?(?:doesn't )?(?:work|suit|wrong|incorrect)(?: for me)?"
    r"|doesn't work|of course not|none|neither"
    r"|leave it(?: as (?:it )?is)?|keep it(?: as (?:it )?is)?|i'd rather not|rather not|don't like that"
    r"|u stink|i don't think so|nothing(?: else| more| to add)?|forget it|skip|pass|that's (?:all|it)|nada"
    r"|rien|ninguno|aucun",
    r"no gracias|para nada|nunca|tampoco|todavia no|aun no|no puedo|no quiero|mejor no|imposible|que va"
    r"|en absoluto|no hace falta|nada mas|no me (?:va|viene) bien|incorrecto",
    r"non+|nan|pas vraiment|non merci|pas du tout|jamais|impossible|pas encore|surtout pas|ca ne (?:va"
    r"|me va|me convient|marche) pas|ca va pas|pas possible|je ne peux pas|je peux pas|rien a ajouter"
    r"|rien de plus|laissez tomber|bien sur que non",
)
_YES_SIGNS = "\U0001f44d\u2705\U0001f44c\u2714\u2611\U0001f197\U0001f64c\U0001f4af\U0001f44f"
_NO_SIGNS = "\U0001f44e\u274c\u2716\U0001f6ab\u26d4\U0001f645"
_LEADING_YES = re.compile(words.phrases(_YES).pattern)
_LEADING_NO = re.compile(words.phrases(_NO).pattern)
_SOFT = re.compile(
    r"(?:(?:um+|uh+|er+|well|oh|hi|hello|hey|hola|pues|ah|eh|ben|bah|actually|sorry|thanks?|gracias|merci"
    r"|lo siento|desole|hmm+|sorry but|please)(?!\w)[\s,.!]*)+"
)
_FILLERS = re.compile(
    r"(?:[\s,.!;:()*\"'+-]|(?:please|pls|plz|thanks?|thank you|thankyou|thx|ty|cheers|mate|sir|madam"
    r"|so much|very much|a lot|then|that|it|por favor|gracias|muchas|merci|svp|beaucoup|bien|is|will|would"
    r"|be|do|i|for me|with me|to me|indeed|"
    r"man|bro|much|you|u|all|everyone|guys|s'il vous plait|monsieur|madame|senor|now|lo|confirmo)(?!\w)|[^\w\s])*"
)
_CONNECTIVE = re.compile(
    r"[\s,.;:!\u2026-]*(?:(?:but|because|cause|cos|as|since|and|pero|porque|y|mais|parce que|car|et|thanks?"
    r"|please|gracias|merci|por favor|svp|so)(?!\w)[\s,.!;:]*)*"
)
_COURTESY = words.phrases(
    (
        r"th?an?ks?(?: (?:you|u|a lot|so much|very much|again|for everything|for (?:the|your) \w+"
        r"|for letting me know))*|thank ?you(?: \w+){0,4}|thx|ty|tysm|tks|cheers|much appreciated"
        r"|appreciate it|appreciated|great job|good job|well done|nice|awesome|amazing"
        r"|hi+|hello+|hey+|good (?:morning|afternoon|evening|night|day)|bye|goodbye|see (?:you|u"
        r"|ya)(?: \w+)?|have a (?:nice|good|great|lovely) (?:day|one|evening|weekend)|you too|lol|haha+"
        r"|how are you(?: \w+)?|happy (?:holidays|christmas|new year)"
        r"|merry christmas|welcome|you're welcome|no rush|take care|good bot|wow|love (?:it|you)|great"
        r"|perfect|ok|okay|cool|will do|noted|understood|and|everyone|team|there|guys|so much|all|mate"
        r"|driver|sorry|my bad",
        r"(?:muchas |mil )?gracias(?: por \w+)?|muchisimas gracias|hola+|buen(?:os|as) (?:dias|tardes"
        r"|noches)|buenas|adios|hasta luego|de nada|saludos|que tal|feliz navidad|muy amable|perdon|genial"
        r"|jaja+|vale|perfecto",
        r"merci(?: beaucoup| bien| a vous| infiniment| d'avance)*|bonjour|bonsoir|salut|au revoir"
        r"|bonne (?:journee|soiree|nuit|annee)|a bientot|de rien|je vous en prie|coucou|super|pardon"
        r"|desole|mdr|tres gentil|joyeux noel|parfait",
    )
)


@dataclass(frozen=True, slots=True)
class Answer:
    """A yes or a no and where in the text the words behind it begin."""

    yes: bool
    rest_starts: int
    alone: bool  # nothing but courtesies behind it


def yes_or_no(folded: str) -> Answer | None:
    """Return the yes or no a text begins with; the longest spelling decides ("no problem" is a yes)."""
    soft = _SOFT.match(folded)
    start = soft.end() if soft and soft.end() < len(folded) else 0
    while start < len(folded) and not (folded[start].isalnum() or folded[start] in _YES_SIGNS + _NO_SIGNS):
        start += 1
    if start < len(folded) and folded[start] in _YES_SIGNS + _NO_SIGNS:
        return _answer(folded, yes=folded[start] in _YES_SIGNS, end=start + 1)
    yes, no = _LEADING_YES.match(folded, start), _LEADING_NO.match(folded, start)
    yes_end, no_end = _longest(_LEADING_YES, folded, start, yes), _longest(_LEADING_NO, folded, start, no)
    if yes_end == no_end == start:
        return None
    return _answer(folded, yes=yes_end > no_end, end=max(yes_end, no_end))


def is_courtesy(folded: str) -> bool:
    """Tell whether a text holds only greetings, thanks, laughter and signs."""
    left = _COURTESY.sub(" ", folded)
    return not re.search(r"\w", left) and bool(folded.strip(" ?.!"))


def rest(answer: Answer, *, tidied: str) -> str | None:
    """Return the writer's words behind a yes or no, without the connective."""
    return None if answer.alone else words.cut(tidied, start=answer.rest_starts)


def _answer(folded: str, *, yes: bool, end: int) -> Answer:
    connective = _CONNECTIVE.match(folded, end)
    rest_starts = connective.end() if connective else end
    return Answer(yes, rest_starts, _FILLERS.fullmatch(folded, end) is not None or rest_starts >= len(folded))


def _longest(pattern: re.Pattern[str], folded: str, start: int, first: re.Match[str] | None) -> int:
    """Return the end of the longest phrase at a position; a pattern alone stops at the first that fits."""
    if first is None:
        return start
    ends = [
        end
        for end in range(first.end(), min(len(folded), start + 40) + 1)
        if pattern.fullmatch(folded, start, end) and not folded[end : end + 1].isalnum()
    ]
    return max(ends, default=first.end())

"""Words that end or begin messages: the carriers' own words as a whole message, and plain-language wishes.

A carrier word inside ordinary talk ("the bus stop") is never a wish; a wish in plain words counts in any reasonable
wording (47 CFR 64.1200(a)(10)). The lists are data and stand per language.
"""

import re

from conversations.understanding import quiet, words
from conversations.understanding.vocabulary import Intent

CARRIER_STOP = words.listed(
    "stop stopall unsubscribe cancel end quit optout revoke arret arreter alto baja basta stopp desabonner parar"
)
CARRIER_START = words.listed("start unstop alta reprendre reanudar resume subscribe resubscribe")
CARRIER_HELP = words.listed("help info ayuda aide information informacion")
_MISSPELLED_STOP = words.listed(
    "sotp stpo tsop stoppp stoop stopit stopplease unsubcribe unsubscibe unsuscribe unsubscrib unsub"
    " desuscribir desuscribirme desabonne"
)

_POLITE = re.compile(r"^(?:(?:yes|please|pls|plz|ok|okay|just|hey|hi|por favor|porfa|merci de|svp|no|now) )+")
_POLITE_END = re.compile(
    r"(?: (?:please|pls|plz|now|thanks|thank you|ok|it|this|that|already|texting|everything|por favor|porfa|ya|gracias"
    r"|svp|merci|s il vous plait|sil vous plait|immediately))+$"
)

_NO_MORE = words.phrases(
    (
        r"(?:stop|quit|cease|discontinue) (?:all |these |the |those |any |your |with the |sending |ever )*"
        r"(?:text(?:s|ing)?|txts?|txting|messag(?:e|es|ing)|msgs?|sms|spam(?:ming)?|contact(?:ing)?"
        r"|calling|email(?:s|ing)?"
        r"|mails?|mailing|notif\w+|alerts?|bothering|harassing|pestering|subscription|updates)",
        r"stop sending (?:me |us )?(?:any |these |this |those |all |your |more )*(?:texts?|messages?|sms"
        r"|msgs?|updates?|notif\w+)",
        r"stop sending (?:me|us) (?:this|these|stuff|things|any ?thing)",
        r"(?:unsubscribe|un-subscribe|unsub) (?:me|my|this|from)",
        r"(?:want|wish|like|need|how do i|how can i|where do i) (?:to |can i )?(?:unsubscribe|opt out"
        r"|opt-out|be removed)",
        r"opt (?:me )?out(?: please)?",
        r"(?:take|remove|delete|drop|get) (?:me|us|my number|my phone|this number|my details|my email)(?: \w+)?"
        r" (?:off|from|out of)(?: of)? (?:\w+ ){0,3}(?:list|lists|database|system|texts?|messages?|mailings?|notif\w+)",
        r"(?:take|get) me off(?: (?:this|it|here))?",
        r"(?:disappear|off|out) (?:off |of |from )?(?:your|this|the) (?:\w+ )?(?:list|mailing list)",
        r"no more (?:\w+ )?(?:texts?|txts?|messages?|msgs?|sms|emails?|spam|contact)(?: from you)?",
        r"(?:do not|don't|dont|never|not to|no longer) (?:ever )?(?:text|txt|message|msg|contact|sms|spam|email|mail)"
        r"(?: (?:me|us|this number|my number|my phone|this phone|here))(?: (?:any ?more|again|ever"
        r"|ever again|please|thanks))*",
        r"(?:do not|don't|never) (?:ever )?(?:send|write)(?: to)?(?: me| us)? any(?: more"
        r"| further) (?:texts?|messages?|sms|msgs?)",
        r"(?:do not|don't|never) (?:ever )?(?:send|write)(?: to)? (?:me|us)(?: texts?| messages?| sms"
        r"| msgs?)?(?: any ?more| again)",
        r"never (?:ring|call|phone|contact) me(?: again)?",
        r"(?:do not|don't) (?:call|ring|phone) me (?:again|any ?more|ever)",
        r"(?:not|never) (?:to )?be (?:contacted|texted|messaged)",
        r"(?:do not|don't|no longer) (?:want|wish|need|care)(?: to)? (?:get|receive|hear|be getting"
        r"|any more|any|more|your|these|them)"
        r" ?(?:\w+ ){0,3}(?:texts?|messages?|msgs?|these|sms|from you|notif\w+|emails?|any ?more)",
        r"(?:do not|don't|no longer) (?:want|wish) (?:to )?(?:receive|get) (?:these|them|this)",
        r"(?:leave|let) me (?:alone|be)",
        r"lose (?:my|this) number",
        r"(?:wrong (?:number|person)|not my (?:number|parcel|order)).{0,30}\bstop",
        r"never gave you (?:this|my) number|(?:contact|text|message) me again and|report (?:you|this"
        r"|it) to (?:the )?(?:fcc|ftc|cnil|ico)",
        r"(?:ya )?no (?:me |nos )?(?:escriban|escriba|escribas|envien|envie|envies|manden|mande|mandes"
        r"|contacten|contacte"
        r"|molesten|molestes|moleste|textees)(?: mas| otra vez| nunca| mensajes)*",
        r"(?:ya )?no (?:quiero|deseo) (?:recibir )?(?:mas |sus |estos )*(?:mensajes|sms|textos|correos|recibir)",
        r"no (?:mas|quiero mas) (?:mensajes|sms|textos)",
        r"(?:deje|dejen|deja|dejad|pare|paren|para) de (?:escribirme|enviarme|mandarme|molestarme|enviar"
        r"|mandar|contactarme)"
        r"(?: mensajes| sms)?",
        r"(?:darme|deme|denme|dame|quiero) (?:de )?(?:la )?baja",
        r"(?:borrenme|quitenme|saquenme|eliminenme|quiteme|saqueme) de (?:la|su|esta|esa) (?:lista|base)",
        r"ne (?:m'|me |nous )(?:envoyez|envoie|ecrivez|ecris|contactez|contacte|derangez|textez"
        r"|appelez) (?:plus|jamais|rien)"
        r"(?: de (?:messages?|sms|textos?))?",
        r"(?:plus|pas) (?:de |d'|aucun )(?:messages?|sms|textos?|mails?)(?: svp)?",
        r"(?:arretez|arrete|cessez|cesse|stoppez) (?:de |d')(?:m'|me )(?:envoyer|ecrire|contacter|deranger|harceler)",
        r"(?:arretez|stoppez|cessez|stop) (?:les |ces |vos |aux |tous les )(?:messages?|sms|textos?|notifications)",
        r"je ne (?:veux|souhaite|desire) plus (?:recevoir|de (?:messages|sms)|vos)",
        r"(?:desabonnez|desinscrivez|retirez|enlevez|supprimez)(?:-| )moi(?: de (?:la|votre|cette) liste)?",
        r"(?:je veux|je voudrais|je souhaite) (?:me )?(?:desabonner|desinscrire)",
        r"laissez(?:-| )moi tranquille|dejenme en paz|dejame en paz",
    )
)
_KEEP_GOING = words.phrases(
    (
        r"(?:don't|do not|never|no|ne|can't|cannot|won't|didn't|doesn't|wouldn't) (?:\w+ )?(?:stop|quit"
        r"|unsubscribe|opt)",
        r"keep (?:texting|sending|messaging|me posted|me updated|me informed)",
        r"(?:why|did|have|has|will) (?:you |u |they |it |i )?(?:stop|stopped|quit|unsubscribed?)",
        r"n'arretez pas|no (?:dejen|deje|paren) de",
    )
)
_ABOUT_ONE = words.phrases(
    (
        r"(?:about|for|on|de|sobre|para|pour|concernant) (?:this|that|my|the|este|ese|mi|ce|cette|ma|mon"
        r"|el|la|les) (?:\w+ )?"
        r"(?:one|parcel|package|delivery|order|shipment|paquete|pedido|envio|colis|commande|livraison)",
    )
)
_CONDITION = words.phrases(
    (
        r"(?:me |us )?(?:so much|so often|until|till|when|while|once|unless|if|hasta|cuando|mientras|si|quand"
        r"|tant que)",
    )
)
_URGENT = words.phrases((r"stop|quit|cease",))
HELP_WORD = "carrier help word"
AT_HOURS = "wish for no messages at some hours"
FOR_NOW = "wish for no messages for now"
_WRONG_PERSON = words.phrases(
    (
        r"(?:sorry |no |hi )*(?:i think )?(?:you have |you've got |you got |this is |that's "
        r"|u have )?(?:the |a )?wrong (?:number|person)",
        r"(?:perdon |lo siento )?(?:numero equivocado|se equivoca de numero)|(?:desole )?(?:mauvais|faux) numero",
    )
)
_NOT_MINE = words.phrases(
    (r"wrong (?:number|person)|never|don't|who|text|messag\w+|not me|numero|quien|qui|jamais|nunca",)
)
_BEGIN = words.phrases(
    (
        r"(?:start|resume|begin|continue) (?:texting|messaging|sending|the texts?|messages|texts"
        r"|updates)(?: me)?(?: .*)?",
        r"(?:re-?)?subscribe(?: me)?|sign me (?:back )?up|opt me (?:back )?in|turn (?:texts|messages"
        r"|updates) (?:back )?on",
        r"(?:you can|can you|please)? ?text me again|i want (?:the |your )?(?:texts|messages|updates) (?:again|back)",
        r"(?:quiero|deseo) (?:volver a )?recibir (?:mensajes|sms)(?: otra vez| de nuevo)?|darme de alta"
        r"|reactivar mensajes",
        r"(?:reprendre|recommencer|reactiver) (?:les |vos )?(?:messages|sms)|(?:je veux|abonnez(?:-"
        r"| )moi)(?: recevoir)? (?:de nouveau )?"
        r"(?:les |vos )?(?:messages|sms)|reabonnez(?:-| )moi",
    )
)
_ASKING = words.phrases(
    (
        r"(?:i need |need |can i get |can you |some )?help(?: me)?(?: out)?(?: here)?|what (?:can"
        r"|do) (?:you|i|this)(?: number)?"
        r" (?:do|text|say|send|write)(?: here)?|how does (?:this|it) work|menu|options|commands|instructions please",
        r"(?:necesito |me puede |puede )?(?:ayuda|ayudar|ayudarme)|que puedo (?:hacer|escribir|preguntar)"
        r"|como funciona(?: esto)?|opciones",
        r"(?:j'ai besoin d'|besoin d'|de l')?aide|aidez(?:-| )moi|(?:que|quoi) (?:puis-je|faire"
        r"|ecrire)(?: faire| ecrire)?"
        r"|comment (?:ca|cela) (?:marche|fonctionne)",
    )
)


def whole_message(folded: str) -> tuple[Intent, str] | None:
    """Return what a text means that is nothing but a carrier word, and the rule's name."""
    word = words.bare(folded.replace("-", "")).replace(" ", "")
    if word in CARRIER_STOP:
        return Intent.STOP, "carrier stop word"
    if word in CARRIER_START:
        return Intent.START, "carrier start word"
    if word in CARRIER_HELP:
        return Intent.HELP, HELP_WORD
    if folded.strip() == "?":
        return Intent.HELP, "a question mark alone"
    return None


def plain_words(folded: str) -> tuple[Intent, str] | None:
    """Return a wish about messages that is said in plain words, and the rule's name."""
    spoken = words.bare(folded)
    core = _POLITE_END.sub("", _POLITE.sub("", spoken))
    if _KEEP_GOING.search(folded):
        return None
    if _is_bare_stop(core, spoken=spoken) or _is_stop_sentence(folded):
        return Intent.STOP, "a stop word with courtesies"
    found = _NO_MORE.search(folded)
    behind = folded[found.end() :].lstrip(" ,") if found else quiet.limits(folded)
    if behind is not None and quiet.is_at_hours(behind):
        return Intent.MUTE, AT_HOURS
    if behind is not None and quiet.is_for_now(
        behind, is_urgent=found is not None and _URGENT.match(found[0]) is not None
    ):
        return Intent.MUTE, FOR_NOW
    if found and not _CONDITION.match(behind or ""):
        if _ABOUT_ONE.search(folded):
            return Intent.MUTE, "no more messages about one delivery"
        return Intent.STOP, "wish for no more messages"
    if _WRONG_PERSON.fullmatch(spoken):
        return Intent.STOP, "the number is somebody else's"
    if core in CARRIER_START or _BEGIN.fullmatch(core):
        return Intent.START, "wish for messages again"
    if _ASKING.fullmatch(core) or _ASKING.fullmatch(spoken):
        return Intent.HELP, "asks what this number can do"
    return None


def _is_bare_stop(core: str, *, spoken: str) -> bool:
    """Tell whether only a stop word is left without courtesies; "please cancel" may mean the parcel and is not one."""
    closed = core.replace(" ", "")
    if closed in _MISSPELLED_STOP or core in ("remove me", "delete me", "wrong number stop", "remove my number"):
        return True
    if spoken == core and len(set(core.split())) == 1 and core.split()[0] in CARRIER_STOP:
        return True
    return closed in CARRIER_STOP - {"cancel", "end", "parar", "alto", "arreter"}


def _is_stop_sentence(folded: str) -> bool:
    """Tell whether the last sentence is a stop word, or the first is and the rest says wrong person or texts."""
    first, *others = [
        sentence for sentence in (words.bare(part) for part in re.split(r"[.!?,\n]+", folded)) if sentence
    ] or [""]
    if not others:
        return False
    closed = CARRIER_STOP - {"cancel", "end", "parar", "alto", "arreter", "baja", "basta"}
    return others[-1] in closed or (first in closed and _NOT_MINE.search(folded) is not None)

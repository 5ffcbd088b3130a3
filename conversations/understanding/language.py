"""Which of the languages we speak a text is written in: a vote of its small words, with the usual language as prior."""

from conversations.understanding import words

SPOKEN = ("en", "es", "fr")

_SMALL_WORDS = {
    "en": words.listed(
        "the is it my i you to at and a in on of for me when where what not please thanks can will be with yes order"
        " package parcel driver delivery this that they have has was are do don't im hi hello after before tomorrow"
        " today morning afternoon friday monday leave wrong door change want need"
    ),
    "es": words.listed(
        "el la los las un una de del que en y mi mis es esta estoy cuando donde por para con no se lo le me su gracias"
        " favor paquete pedido hola puede pueden quiero manana hoy tarde entrega despues antes repartidor si llega"
        " lunes martes miercoles jueves viernes sabado domingo casa soy dejar cambiar direccion nada muy pero"
    ),
    "fr": words.listed(
        "le la les un une de du des que et mon ma mes est suis quand ou pour avec ne pas je il vous nous se sa ce merci"
        " plait colis commande bonjour peut pouvez veux demain livraison apres avant livreur oui aujourd chez chauffeur"
        " lundi mardi mercredi jeudi vendredi samedi dimanche soir matin laisser changer adresse rien tres mais c j l d"
        " qu n au aux votre"
    ),
}
# Words that hardly ever stand in a text of another language count twice.
_SURE_WORDS = {
    "en": words.listed("the where please thanks package parcel delivery what your"),
    "es": words.listed("gracias hola paquete donde cuando quien hoy manana repartidor pedido llega llego quiero hora"),
    "fr": words.listed("merci bonjour colis livreur demain quand livraison voudrais plait svp oui vous etes lui quel"),
}
_PRIOR = 1.2  # below two votes: one stray word does not change a known language


def of(folded: str, *, usual: str) -> str:
    """Return the language of a folded text, the usual one where the text does not say."""
    usual = usual.split("-")[0].split("_")[0].casefold()
    spoken = set(words.bare(folded.replace("'", " ")).split())
    votes = {
        language: float(len(spoken & small) + 2 * len(spoken & _SURE_WORDS[language]))
        for language, small in _SMALL_WORDS.items()
    }
    votes[usual] = votes.get(usual, 0.0) + _PRIOR
    best = max(votes.values())
    return usual if votes[usual] == best else next(language for language, vote in votes.items() if vote == best)

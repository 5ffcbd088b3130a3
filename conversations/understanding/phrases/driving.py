"""Quick words of drivers in three languages with the misspellings thumbs make, by act. Data only."""

DELAY = (
    r"late|l8|llego tarde|delay(?:ed)?|running late|behind|running behind|lat|retraso|retrasado|tarde|en retard|retard"
    r"|demora|stuck(?: in traffic)?|traffic|held up"
)
ARRIVED = (
    r"arr?ived?|arived|arrvd|here|at (?:the )?(?:door|stop|address|location)|i'm here|im here|reached|on site"
    r"|onsite|llegue|llegado|aqui|arrive|je suis la|sur place|outside"
)
DELIVERED = (
    r"done|dne|doen|delivered|deliverd|delivrd|dlvd|delived|dropped(?: off)?|completed?|complete|handed over"
    r"|finished|entregado|entregada|hecho|listo|livre|fait|fini|left (?:it )?(?:with|at|in|on|by)|ok done"
)
FAILED = (
    r"fail(?:ed|d|ure)?|faild|faled|pas de reponse|sin respuesta|no contesta|no (?:answer|one|body|access"
    r"|reply)|nobody|not home|couldn't deliver"
    r"|could not deliver|can't deliver|undelivered|undeliverable|refused|attempted|fallido|fallo|no entregado"
    r"|no hay nadie|nadie|echec|echoue|absent|personne|pas livre|rechazado|refuse"
)
DEPARTED = (
    r"departed?|out of (?:the )?depot|leaving(?: (?:the )?depot| now)?|left(?: (?:the )?depot)?"
    r"|on the road|started|starting"
    r"|start(?:ed)? route|setting off|set off|out|rolling|salgo|salido|saliendo|en ruta|parti|je pars|en route"
    r"|depart|go"
)
NEXT = (
    r"next(?: stop| one| please)?|nxt|whats? next|what's next|where (?:to|next)|siguiente|proxima|proximo"
    r"|cual sigue|suivant|prochain(?: arret)?"
)
LIST = (
    r"list|lst|stops|my stops|route|all(?: stops)?|remaining|what's left|how many left|lista|paradas|liste"
    r"|tournee|arrets"
)
BREAK_END = (
    r"back (?:from (?:break|lunch|my break)|to work|on the road|at work|on)|back|bak|break (?:over|end"
    r"|ended|done|finished)"
    r"|end (?:of )?break|resumed?|resuming|de vuelta|vuelvo|fin (?:de )?(?:descanso|pausa|pause)|de retour"
    r"|reprise|retour"
)
BREAK = (
    r"break|brk|lunch|pause|on break|on a break|taking (?:a )?break|break (?:start|time|now)|having lunch"
    r"|coffee|descanso|pausa|comida|almuerzo|dejeuner"
)
EARLY = r"early|ahead|erly|can come early|temprano|antes|adelantado|en avance|plus tot|avance"
HELP = r"help|hlp|\?|commands|ayuda|aide|info|menu|what can i (?:do|text|say)"

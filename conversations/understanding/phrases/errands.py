"""Ways to say something for the driver and where to leave a parcel, in three languages. Data only.

`TELL` patterns end right before the words to pass on; `DO` patterns begin an instruction; `STATE` patterns stand
inside one.
"""

_HIM = (
    r"(?:(?:the|my|your|our|ur) )*(?:driver|courier|rider|postman|delivery (?:guy|man|person|boy|woman|lady"
    r"|driver)|him|her|them)"
)
_REPARTIDOR = r"(?:al |a la |a |el )?(?:repartidor\w*|conductor\w*|chofer|mensajero|transportista|cartero)"
_LIVREUR = r"(?:au |a la |le |la |a mon |mon )?(?:livreu[rs]\w*|chauffeur|coursier|facteur|conducteur|transporteur)"

TELL = (
    rf"(?:tell|inform|advise|warn|remind|notify|update) {_HIM}(?: please)?(?: that| to)?\s*[:-]?",
    rf"let {_HIM} (?:please )?know(?: that)?\s*[:-]?",
    rf"(?:ask|say to|message|text|msg) {_HIM}(?: please)? (?:that|to|:)",
    rf"ask {_HIM}(?= (?:if|whether|when|where|why|how|for|not)\b)",
    rf"(?:message|note|msg|info) (?:for|to) {_HIM}(?: please)?(?: that)?\s*[:,-]?",
    rf"(?:to|for) {_HIM}\s*[:-]|(?:^)driver\s*[:,-]",
    rf"(?:give|send) {_HIM} (?:this|the|a) (?:message|note)\s*[:-]?|(?:pass|send) (?:this |it |that "
    rf"|a message )?(?:on )?to {_HIM}(?: that)?\s*[:,-]?",
    rf"(?:dig\w+le|dile|diganle|digale|avis\w+|pid\w+le|pidale|decir\w*|deci\w+|inform\w+"
    rf"|preg\w+le)(?: (?:por favor|porfa))?(?: {_REPARTIDOR})? (?:que|si|:)",
    rf"(?:mensaje|nota|recado) para {_REPARTIDOR}\s*[:,-]?|para el repartidor\s*[:-]",
    rf"(?:dites|dire|prevenez|prevenir|informez|demandez|demander|dis)(?:(?:-| )lui"
    rf"|(?: svp)? {_LIVREUR})(?: (?:que|qu'|de|d'|si|:)|\s*:)",
    rf"(?:message|note) pour {_LIVREUR}\s*[:,-]?|pour {_LIVREUR}\s*[:-]",
)
REACH = (
    rf"(?:talk|speak|chat|connect|message|text|msg|call|contact|reach|ring|phone|get hold of|in touch with"
    rf"|write|put me through|communicate)(?: me)?(?: to| with| of)? {_HIM}",
    r"(?:driver|courier|rider|his|her)(?:'s|s)? (?:phone |mobile |cell )?(?:number|phone|contact|mobile)"
    r"|(?:number|phone|contact|message|mobile) (?:of|for|to) (?:the |my )?(?:driver|courier)",
    rf"(?:tell|ask|let) {_HIM}(?: know)?$|(?:can|have|get|ask) (?:the |my )?driver (?:to )?(?:call|ring"
    rf"|text|phone|contact) me",
    rf"(?:hablar|contactar|comunicar\w*|llamar|escribir\w*)(?: con)? {_REPARTIDOR}|(?:telefono|numero"
    rf"|contacto) del (?:repartidor|conductor|chofer|mensajero)",
    rf"(?:parler|joindre|contacter|appeler|ecrire)(?: a| avec)? {_LIVREUR}|(?:numero|telephone"
    rf"|contact) du (?:livreur|chauffeur|coursier)",
)
_PLACE = (
    r"(?:with|at|in|on|by|behind|under|underneath|inside|outside|near|next|to|beside|over|between|round"
    r"|around|through|there|against|indoors|upstairs"
    r"|downstairs|anywhere|wherever|somewhere|where)"
)
_THING = (
    r"(?:it|this|that|them|everything|(?:the|my|our|any|all)(?: \w+)? (?:parcels?|packages?|pkgs?|orders?"
    r"|box(?:es)?|stuff|deliver(?:y|ies)|items?|shopping|groceries))"
)
DO = (
    rf"(?:(?:don't|do not|never|always|just) )?(?:leave|leav|drop|put|place|hide|stick|pop|tuck|set|deposit"
    rf"|chuck|throw|stash|lay) (?:{_THING} )?(?:off |down |safely |just |right |up )?{_PLACE}",
    rf"(?:(?:don't|do not|never|always|just) )?(?:leave|drop|hide) {_THING}(?: off| safe\w*)?",
    rf"(?:(?:don't|do not|never|only|just) )?(?:hand|give|pass|deliver|bring|take|carry) {_THING} (?:to"
    rf"|over|with|up|round|around|inside|in|upstairs|through) (?:the |my |our |a )?"
    r"(?!date|time|\d)(?:next|neighbou?r|back|front|side|rear|reception|concierge|doorman|porter|security"
    r"|desk|wife|husband|son|daughter|mum|mom|dad|guard|front desk|lobby|garage|door|porch|kitchen"
    r"|top floor|\w+ floor|flat|apartment|person|someone|anyone|me)",
    r"(?:(?:don't|do not|please don't|never|just|only) )?(?:ring|press|push|hit|use|dial|try|buzz|key in"
    r"|punch in|enter)(?: (?:on|the|my|our|a|in|at|for))* (?:\w+ )?(?:bell|doorbell|buzzer|buzz|intercom"
    r"|entrance|gate|keypad|door|side"
    r"|back|rear|code|number|flat|apartment|apt|unit|garage|lift|elevator|service|stairs|loading|driveway|#?\d+)",
    r"(?:(?:don't|do not|please don't|never|just) )(?:ring|knock|buzz|disturb|wake|honk|park|block|bend"
    r"|need|shake|let the)|knock (?:on|at|loud\w*|hard|twice|first|and|before|when|the|please|softly"
    r"|quietly)",
    r"(?:call|text|ring|phone|message|buzz|sms|give me a (?:call|ring|shout))(?: me| us)?(?: \w+)? (?:when"
    r"|once|if|before|on arrival|as soon|upon|5|10|15|five|ten)",
    r"(?:beware|mind|watch out|careful|be careful|look out|watch)(?: of| for| with)?(?: the| my"
    r"| our)? (?:dogs?|cat|step|stairs|gate|ice|baby)|(?:please )?(?:come|go|walk|drive|enter"
    r"|park)(?: \w+)?"
    r" (?:to|round|around|through|via|by|at|in) (?:the |my )?(?:back|side|rear|front|garage|basement|alley"
    r"|gate|driveway|street|loading)",
    r"(?:(?:can|could|may) )?(?:my |the |a )?(?:neighbou?r|wife|husband|partner|roommate|flatmate"
    r"|housemate|son|daughter|mum|mom|dad|sister|brother|friend|mother|father|reception|receptionist"
    r"|concierge|doorman)(?: (?:can|could"
    r"|will))? (?:sign|take|accept|receive|collect) (?:it|for|the|my|them)",
    r"no signature(?: needed| required| necessary)?|(?:someone|somebody)(?: else)? (?:will be|is) (?:there"
    r"|home|in) to (?:receive|sign|take|accept)"
    r"|no need to (?:sign|knock|ring|wait)|make sure (?:to|you|it|the)|keep (?:it )?(?:upright|dry|cold"
    r"|frozen|out of)|wait (?:at|by|outside|for me at) (?:the )?(?:gate|door|corner|lobby)?",
    r"(?:no )?(?:dej\w+|poner\w*|pong\w+|deposit\w+|entreg\w+|entregu\w+|esconder?\w*)(?: (?:el|mi|los"
    r"|la) (?:paquetes?|pedido|caja|envio))? (?:con|en|a|al|detras|debajo|junto|fuera|dentro|delante|sobre"
    r"|donde)"
    r"|(?:dejelo|dejalo|dejenlo|dejadlo|dejarlo|dejarla)|(?:no )?(?:toq\w+|tocar|llam\w+ al|puls\w+"
    r"|us\w+)(?: el| la| al)? (?:timbre|puerta|portero|telefonillo|fuerte|interfono|\d+)|(?:llam\w+"
    r"|avis\w+|escrib\w+) (?:cuando|al llegar|antes)|cuidado con",
    r"(?:ne )?(?:laiss\w+|depos\w+|mett\w+|pos\w+|remett\w+|confi\w+|donn\w+|cach\w+)(?:-| )?(?:le|la|les"
    r"|moi)?(?: (?:pas|le|mon|ma|la|les|tout)(?: (?:colis|paquet|commande))?)* (?:devant|chez|dans|a|au"
    r"|aux|avec|derriere|sous|sur|pres|contre|en bas|dehors|en|entre)"
    r"|(?:laissez|deposez|mettez|posez|remettez|laisse|depose)(?:-| )(?:le|la|les)|(?:ne )?(?:sonn\w+"
    r"|frapp\w+|toqu\w+|utilis\w+|appuy\w+)(?: (?:pas|a|au|sur|chez|fort|le|la|l')+)*(?: ?(?:porte"
    r"|interphone|numero|\d+|sonnette|portail|code|entree))?"
    r"|(?:appel\w+|prevenez|prevenir|ecrivez)(?:-| )?(?:moi|nous)? (?:quand|en arrivant|avant"
    r"|a votre arrivee|des)|(?:passez|entrez|garez) (?:par|dans|devant)|attention (?:au|aux|a)",
)
STATE = (
    r"(?:gate|door|access|entry|entrance|building|buzzer|security|alarm|key ?pad|lock ?box|garage|lobby"
    r"|intercom)(?: (?:code|pin|number|password))? (?:is|:|=)? ?[#*]?\d[\d*#]*",
    r"(?:code|pin|password|passcode|key ?code)(?: (?:for|to|of) (?:the )?(?:gate|door|building|entrance"
    r"|garage|lobby))?(?: is|:| =)? ?[#*]?\w*\d[\d*#]*|buzz(?:er)?(?: number)? \d+",
    r"(?:bell|buzzer|doorbell|intercom|elevator|lift|door|gate)(?: (?:is|does|doesn't|isn't|does not|not"
    r"|currently|always))+(?: \w+)? ?(?:broken|work\w*|open|unlocked|locked|out)|(?:there's|there is"
    r"|we have|i have|have) (?:a |the |two )?(?:\w+ )?dogs?"
    r"|baby(?: is|'s)? (?:sleeping|asleep|napping)|(?:key|spare key)(?: is|'s)? (?:under|in|with|behind)",
    r"(?:el )?codigo (?:de (?:la |el )?(?:puerta|porton|entrada|portal|edificio)|es|del (?:porton|portal"
    r"|edificio)).{0,12}|(?:el )?timbre (?:no|esta)(?: \w+)+|(?:hay|tengo|tenemos) (?:un )?perro",
    r"(?:le )?(?:code|digicode)(?: (?:de|du|d'|de la|pour)(?: (?:la|le))? ?(?:porte|portail|entree"
    r"|immeuble|batiment))?(?: (?:est|c'est|:))? ?(?:le )?\d+\w?|(?:la sonnette|l'interphone)(?: \w+)+"
    r"|(?:il y a|j'ai|nous avons) un chien",
)
HINTED = (
    r"(?:back|front|side|rear|screen|garage|patio|blue|red|green|white|black|yellow) (?:door|porch|gate"
    r"|yard|garden|desk|entrance)|porch|shed|carport|mail ?(?:box|room)|meter (?:box|cupboard)|concierge"
    r"|reception(?:ist)?|doorman"
    r"|neighbou?rs?|next door|safe place|doorstep|veranda|greenhouse|bins?|lobby|parcel (?:locker|box)"
    r"|under the mat|balcony|backyard|garage|(?:blue|red|green|white|yellow|corner|last|first) house"
    r"|house on the (?:corner|left|right)|letter ?box|cool ?box",
    r"(?:\d+(?:st|nd|rd|th)|second|third|fourth|fifth|top|ground|first) floor|(?:apartment|apt|flat|unit"
    r"|suite|room|building|block|door|house|entrance) (?:number |no )?(?:\d+\w?|[a-f])(?: \w+)?",
    r"porteria|conserje|portero|vecin[oa]s?|garaje|buzon|patio|(?:\w+ )?(?:piso|planta|escalera"
    r"|portal)(?: \w+)?|porton|telefonillo",
    r"gardien(?:ne)?|concierge|voisin\w*|boite aux lettres|\w+ etage|batiment \w+|portail|digicode"
    r"|interphone|paillasson|accueil|garage|porte d'entree",
)

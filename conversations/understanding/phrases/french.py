"""What customers say in French, by intent: folded words, see `words.phrases`. Data only."""

from conversations.understanding.vocabulary import Intent

MACROS = {
    "PARCEL": r"(?:colis|paquets?|commandes?|livraisons?|envois?|cartons?|achats?|courriers?|articles?)",
    "DRIVER": r"(?:(?:le|au|mon|du|votre) )?(?:livreur|chauffeur|coursier|facteur|conducteur|transporteur)",
    "DAY": (
        r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|demain|un autre jour|semaine prochaine"
        r"|apres|avant|plus tard|plus tot)"
    ),
}

PHRASES: dict[Intent, tuple[str, ...]] = {
    Intent.FORGET_ME: (
        r"(?:supprim\w+|effac\w+|oubli\w+)(?: toutes)? (?:mes|les) (?:donnees|informations|infos)"
        r"|oubliez(?:-| )moi|droit a l'oubli|rgpd",
    ),
    Intent.VERIFY: (
        r"(?:est-ce|c'est|est ce|cela est)(?: \w+){0,3} (?:vrai|reel|une arnaque|arnaque|officiel|un faux"
        r"|du phishing|frauduleux)|arnaque|fraude|(?:qui|c'est qui) (?:etes|es|est|m'ecrit)(?:-| )?\w*"
        r"|qui est-ce|c'est qui|verifier (?:que|si|ce message)|comment savoir",
    ),
    Intent.MUTE: (
        r"moins de (?:messages|sms|notifications)|trop de (?:messages|sms|notifications)|(?:seulement"
        r"|juste|uniquement) (?:me )?(?:prevenir|prevenez|m'ecrire)(?: \w+){0,4} quand(?: \w+){1,4}"
        r"|prevenez(?:-| )moi (?:seulement|uniquement)(?: \w+){1,5}|pas de (?:messages?|sms) (?:la nuit"
        r"|ce soir)|silencieux|mettre en sourdine",
    ),
    Intent.CANCEL_DELIVERY: (
        r"annul\w+|je n'en (?:veux|ai) plus(?: besoin)?|je ne (?:le|la|les) (?:veux|souhaite) plus"
        r"|je ne veux plus (?:du|de la|de mon|mon|ma|le|la) PARCEL|retour(?:ner)? a l'expediteur"
        r"|refus\w+ (?:le|la|mon|ma) PARCEL|ne (?:le |la )?livrez (?:pas|plus)",
    ),
    Intent.NOT_RECEIVED: (
        r"(?:indique|dit|marque|note|affiche|statut)(?: \w+){0,4} livre\w*.{0,40}(?:pas|rien|jamais|aucun)"
        r"|(?:jamais|pas|rien|toujours rien) (?:ete )?(?:recu|arrive|livre)|n'est jamais (?:arrive|venu)"
        r"|(?:vole|perdu|disparu|introuvable)|mauvaise (?:adresse|maison|porte)|(?:livre|depose"
        r"|laisse)(?: \w+){0,3} (?:mauvais\w*|quelqu'un d'autre|autre adresse)|rien n'est la"
        r"|rien (?:devant|dans)(?: \w+){0,3}",
    ),
    Intent.PROOF: (
        r"(?:photo|preuve|signature|justificatif|image)(?: \w+){0,3}|qui (?:a |l'a )?(?:signe|recu"
        r"|receptionne|pris)|ou (?:l'a|l'avez|a-t-il|avez)(?:-| )?\w*(?: \w+)? (?:laisse|depose|mis)",
    ),
    Intent.CHANGE_ADDRESS: (
        r"(?:chang\w+|modif\w+|corriger|mettre a jour|autre|nouvelle|mauvaise"
        r"|fausse)(?: [\w']+){0,4} (?:adresse|d'adresse|l'adresse)|adresse(?: \w+){0,3} (?:fausse"
        r"|incorrecte|mauvaise|erronee|change)"
        r"|(?:j'ai|nous avons|on a|je viens de|je) demenag\w+|(?:livr\w+|envoy\w+|apport\w+"
        r"|deposer)(?: \w+){0,2} (?:a mon|au|chez mes|chez mon|a une autre) (?:bureau|travail|parents"
        r"|adresse)(?: .*)?"
        r"|(?:recuperer|retirer|chercher)(?: \w+){0,3} (?:au|en|a la|a l') ?(?:depot|agence|relais|point"
        r"|magasin|boutique|entrepot)",
    ),
    Intent.COMPLAINT: (
        r"(?:j'etais|j'ai ete|nous etions) (?:\w+ )?(?:chez moi|chez nous|a la maison|la) toute la (?:journee|matinee)"
        r"|personne n'(?:est|a) (?:venue?|passee?|sonne|frappe|appele)",
        r"plainte|reclamation|plaindre|abime\w*|casse\w*|ecrase\w*|mouille\w*|ouvert|dechire\w*"
        r"|endommage\w*|impoli|malpoli|grossier|desagreable|inadmissible|inacceptable|scandaleux|honteux"
        r"|horrible|nul|lamentable|furieux|mecontent\w*|decu|(?:manque|il manque)(?: \w+){1,3}|(?:jete"
        r"|lance)(?: \w+){0,3} PARCEL|mauvais (?:article|produit|colis|service)|rembours\w+|n'a (?:pas"
        r"|meme pas) sonne",
    ),
    Intent.CONTACT_HUMAN: (
        r"(?:parler|joindre|contacter|discuter|passer|echanger)(?: \w+){0,4} (?:quelqu'un|humain"
        r"|conseiller|conseillere|agent|responsable|personne|service|operateur|votre equipe)"
        r"|service client\w*"
        r"|un humain|vraie personne|conseiller|agent|(?:votre|le|un) (?:telephone|numero|mail|email"
        r"|e-mail)(?: de (?:contact|telephone|support))?|(?:appelez|rappelez)(?:-| )moi(?! quand| en)"
        r"|pouvez(?:-| )vous m'appeler|me rappeler|support|responsable",
    ),
    Intent.INSTRUCTIONS: (r"(?:donner|laisser|ajouter|mettre|j'ai) (?:des |mes |une )?(?:instructions?|consignes?)",),
    Intent.RESCHEDULE: (
        r"(?:re)?programm\w+|report\w+|repouss\w+|decal\w+|deplac\w+|reprogramm\w+|(?:chang\w+|modif\w+"
        r"|choisir)(?: [\w']+){0,4} (?:date|jour|heure|horaire|creneau|l'heure|rendez-vous|d'heure"
        r"|livraison)"
        r"|(?:un|une) autre (?:jour|date|heure|moment|creneau)|(?:je ne serai|je ne suis|nous ne serons"
        r"|on ne sera|je serai|personne ne sera|je serais) (?:pas|absente?|la|plus)(?: \w+){0,3}"
        r"|pas (?:la|chez moi|disponible|a la maison|dispo)(?: \w+){0,3}|(?:seulement|uniquement"
        r"|que) (?:disponible|dispo|libre|la)(?: .*)?|(?:pouvez|peut|pourrait|pourriez|possible|serait-il"
        r"|prefere|prefererais|veux|voudrais|aimerais|plutot)"
        r"(?:-vous|-il|-on|-t-on)?(?: [\w']+){0,6} (?:DAY|apres \w+|avant \w+|ce soir|matin|soir"
        r"|l'apres-midi|plus tard|plus tot|a \d+)(?: .*)?"
        r"|(?:venir|venez|passer|passez|livrer|livrez|apporter|revenez|repasser"
        r"|repassez)(?: [\w']+){0,2} (?:DAY|un autre jour|apres|avant|plus tard|ce soir)(?: .*)?"
        r"|(?:m'arrange|me convient)(?: .*)?|pas aujourd'hui",
    ),
    Intent.TRACK: (
        r"^(?:et )?(?:pour )?(?:l'|mon |ma )autre(?: PARCEL)?\W*$|a quelle heure(?: exactement)?\W*$",
        r"(?:ou|ou en) (?:est|sont|en est|se trouve|es|etes)(?:-| )?(?:\w+)?|(?:quand|a quelle heure"
        r"|vers quelle heure|quel jour|quelle heure)(?: [\w'-]+){0,6} (?:arriv\w+|livr\w+|vien\w+|passe\w*"
        r"|recev\w+|recoi\w+|PARCEL|sera|serez)"
        r"|combien de temps(?: \w+){0,4}|(?:dans )?combien (?:de minutes|d'arrets)(?: \w+){0,4}|quand\W*$"
        r"|suivi|suivre|statut|etat (?:de|du)(?: \w+){0,3}|localiser|tracer|tracking|(?:des |une |du "
        r"|de )?(?:nouvelles?|nouveau)"
        r"|(?:est-ce que |est-il |est-elle )?(?:il|elle|DRIVER|PARCEL)? ?(?:arrive(?:-t-il|-t-elle)?"
        r"|est en route|est parti|en route|en cours de livraison)(?: \w+){0,3}\??"
        r"|toujours (?:pas|rien|en attente)(?: \w+){0,3}|j'attends(?: \w+){0,4}|pas encore (?:recu|arrive"
        r"|la|livre)(?: \w+){0,2}|(?:savoir|connaitre) (?:ou|quand|si)(?: \w+){0,4}|(?:au sujet"
        r"|a propos) de (?:mon|ma) PARCEL",
    ),
}

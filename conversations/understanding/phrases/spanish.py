"""What customers say in Spanish, by intent: folded words, see `words.phrases`. Data only."""

from conversations.understanding.vocabulary import Intent

MACROS = {
    "PARCEL": r"(?:paquetes?|pedidos?|envios?|entregas?|caja|compra|cosas|encargo|producto|mercancia|encomienda|carta)",
    "DRIVER": r"(?:(?:el|al|mi|del) )?(?:repartidor|conductor|chofer|mensajero|transportista|cartero|motorista)",
    "DAY": (
        r"(?:lunes|martes|miercoles|jueves|viernes|sabado|domingo|manana|otro dia|proxima semana|despues"
        r"|antes|tarde|temprano)"
    ),
}

PHRASES: dict[Intent, tuple[str, ...]] = {
    Intent.FORGET_ME: (
        r"(?:borr\w+|elimin\w+|suprim\w+|quit\w+)(?: todos)? (?:mis|los) datos|olvidame|olviden mis datos"
        r"|derecho al olvido|borren todo sobre mi",
    ),
    Intent.VERIFY: (
        r"(?:es|son|esto es)(?: \w+){0,3} (?:real|verdad|una estafa|estafa|fraude|autentico|falso|oficial)"
        r"|estafa|fraude|quien (?:es|eres|son|me escribe)(?: \w+)?"
        r"|verificar|como se que",
    ),
    Intent.MUTE: (
        r"silenci\w+|menos mensajes|demasiados mensajes|(?:solo|solamente) (?:avis\w+"
        r"|escrib\w+)(?: \w+){0,4} cuando(?: \w+){1,4}|no me (?:escriban|avisen) (?:de noche|esta noche"
        r"|por la noche)",
    ),
    Intent.CANCEL_DELIVERY: (
        r"cancel\w+|anul\w+|(?:ya )?no (?:lo|la|los) (?:quiero|necesito)(?: mas| ya)?|ya no (?:quiero"
        r"|necesito) (?:el|la|mi) PARCEL|devolver al remitente|rechaz\w+ (?:el|la|mi) PARCEL",
    ),
    Intent.NOT_RECEIVED: (
        r"(?:dice|pone|sale|aparece|consta|figura|marca\w*)(?: \w+){0,4} entregad[oa].{0,40}(?:no|nada"
        r"|nunca|ni)|no (?:he |lo he |me ha |ha |hemos )?(?:recibi\w*|llegado|llego)(?: \w+){0,4}"
        r"|(?:nunca|jamas) (?:llego|lo recibi|recibi|me llego|aparecio)|no (?:lo )?(?:recibi|me llego"
        r"|esta aqui|hay nada)|(?:robado|robaron|perdido|extraviado|desaparecido)"
        r"|(?:casa|direccion|puerta) equivocada|(?:entregado|entregaron"
        r"|dejaron)(?: \w+){0,3} (?:equivocad\w+|a otra persona|en otro sitio)",
    ),
    Intent.PROOF: (
        r"(?:foto|prueba|firma|comprobante|justificante|imagen)(?: \w+){0,3}|quien (?:lo )?(?:firmo"
        r"|recibio|recogio)|donde lo (?:dejo|dejaron|ha dejado)",
    ),
    Intent.CHANGE_ADDRESS: (
        r"(?:cambi\w+|modific\w+|corregir|actualizar|otra|nueva|distinta"
        r"|equivocad\w+)(?: \w+){0,4} (?:direccion|domicilio)|direccion(?: \w+){0,3} (?:mal|incorrecta"
        r"|equivocada|cambio)"
        r"|(?:me|nos) (?:he|hemos)? ?mud\w+|(?:entreg\w+|envi\w+|llev\w+|mand\w+)(?:lo|la)? (?:a|en) (?:mi"
        r"|la|otra)? ?(?:oficina|trabajo|otra direccion|casa de)(?: .*)?"
        r"|recoger(?:lo|la)?(?: \w+){0,3} (?:en|de) (?:la |su |el )?(?:tienda|oficina|almacen|punto|sucursal)",
    ),
    Intent.COMPLAINT: (
        r"(?:estuve|he estado|estaba) (?:\w+ )?(?:en casa|esperando) tod[oa] (?:el|la) (?:dia|manana|tarde)"
        r"|nadie (?:ha )?(?:llam\w+|toc\w+|vin\w+|timbr\w+|venido)",
        r"queja|quejarme|reclam\w+|danad\w+|rot[oa]s?|aplastad\w+|mojad\w+|abiert[oa]|golpead\w+"
        r"|estropead\w+|groser\w+|maleducad\w+|fatal|pesimo|pesima|horrible|vergueenza|verguenza"
        r"|inaceptable|indignante|enfadad\w+|(?:falta|faltan)(?: \w+){1,3}|(?:tiro|lanzo"
        r"|arrojo)(?: \w+){0,3} PARCEL|producto equivocado|mal servicio|reembolso|no era lo que pedi",
    ),
    Intent.CONTACT_HUMAN: (
        r"(?:hablar|contactar|comunicar\w*|pas\w+|atienda)(?: \w+){0,4} (?:persona|humano|agente|alguien"
        r"|encargado|supervisor|responsable|atencion|operador\w*)|atencion al cliente"
        r"|servicio al cliente|persona real|un humano|agente|operador|(?:su|el|un|de) (?:telefono|correo"
        r"|numero|email)(?: de (?:contacto|atencion|soporte))?"
        r"|(?:llamenme|llameme|llamame|me pueden llamar|pueden llamarme|me puede llamar)(?! cuando| al)"
        r"|soporte|contacto",
    ),
    Intent.INSTRUCTIONS: (r"(?:dar|dejar|anadir|agregar|poner|tengo) (?:unas |mis |algunas )?instrucciones",),
    Intent.RESCHEDULE: (
        r"reprogram\w+|aplaz\w+|posponer|reagendar|retras\w+ la entrega|(?:cambi\w+|mover|modific\w+|pasar"
        r"|elegir)(?: \w+){0,4} (?:fecha|dia|hora|horario|cita|franja|entrega)"
        r"|(?:otro|otra) (?:dia|fecha|hora|momento)|no (?:voy a estar|estare|estoy|estamos|estaremos"
        r"|habra nadie|hay nadie|puedo)(?: \w+){0,3}(?: en casa| DAY| hoy)?"
        r"|(?:solo|solamente) (?:puedo|estoy|estare)(?: .*)?|(?:puede\w*|podria\w*|pueden|prefiero|mejor"
        r"|quiero|quisiera|me gustaria|seria posible|es posible)(?: \w+){0,6}"
        r" (?:el DAY|DAY|otro dia|despues de|a partir de|antes de|por la tarde|por la manana|mas tarde"
        r"|mas temprano|a las \d+)(?: .*)?"
        r"|(?:venir|vengan|venga|traer|traigan|entreg\w+|entregarlo|traerlo)(?: \w+){0,2} (?:el DAY|DAY"
        r"|otro dia|despues|antes|mas tarde|por la)(?: .*)?|me viene (?:mejor|bien)(?: .*)?|hoy no",
    ),
    Intent.TRACK: (
        r"^(?:y )?(?:que pasa con |que hay de )?(?:el|la|mi) otr[oa](?: PARCEL)?\W*$|a que hora(?: exactamente)?\W*$",
        r"(?:donde|adonde|por donde)(?: \w+){0,3} (?:esta|estan|va|van|anda|viene|PARCEL|DRIVER|mi|queda"
        r"|llego)|donde esta\w*|(?:cuando|a que hora|que dia|que hora)(?: \w+){0,5} (?:lleg\w+|vien\w+"
        r"|entreg\w+|reparten"
        r"|recib\w+|traen?|pasa\w*|vendra\w*|PARCEL|estara)|cuanto (?:falta|tarda|queda|tiempo|tardan"
        r"|tardara)(?: \w+){0,4}|estado (?:de|del)(?: \w+){0,3}|seguimiento|rastre\w+"
        r"|(?:ya )?(?:lleg[ao]|viene|salio|vienen|sale|ha salido|ha llegado|esta en camino|en camino"
        r"|en reparto)(?: \w+){0,3}\??|localizar|(?:alguna )?novedad(?:es)?|alguna noticia"
        r"|todavia (?:no|nada)(?: \w+){0,3}|aun no(?: \w+){0,3}|sigo esperando|estoy esperando"
        r"|que paso con|que pasa con|saber (?:de|sobre|donde|cuando)(?: \w+){0,3}"
        r"|(?:sobre|de) mi PARCEL",
    ),
}

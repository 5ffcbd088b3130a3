"""The marks mail programs leave around a reply, as data: intros, header blocks, rulers, footers, disclaimers.

One list per kind of mark, in the languages people set their mail programs to. Nothing here decides what is a reply.
"""

import re

_I = re.IGNORECASE

_VERBS = "|".join(
    (
        r"wrote|writes|sent|said",
        r"schrieb|schrieben|geschrieben",
        r"(?:a|à) écrit|a ecrit",
        r"escribi[óo]|ha escrito",
        r"escreveu",
        r"ha scritto|scrive|scritto",
        r"schreef|geschreven",
        r"skrev|skrifaði",
        r"napisał(?:a|\(a\))?|napsala?|napísala?",
        r"написала?|написал\(а\)|пишет|писала?",
        r"đã viết",
        r"kirjoitti",
        r"yazdı|şunu yazdı",
        r"írta",
        r"a scris",
        r"έγραψε",
        r"menulis",
        r"写道|寫道|書きました|작성",
    )
)
_WHEN = r"(?:\d{1,2}\s?[:.h]\s?\d{2}\b|\b(?:19|20)\d{2}\b|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d年)"
_ADDRESS = r"[<\[(]\s*(?:mailto:)?[^<>\[\]()]{0,80}?[^\s<>\[\]()]+@[^\s<>\[\]()]+"
_BEFORE_DATE = r"On|At|Am|Le|El|Em|Il|Op|Den|På|Dnia|W dniu|Vào|Pada|Dne|Dňa|Pe|În data de|Στις|V"
_DATE_FIRST = r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\b|\d{1,2}[./ -]\s?[\w]{1,12}[./ -]|\d{4}年"

# An intro may be broken over several lines; this is how its first line looks.
BEGINS_INTRO = re.compile(
    rf"^\s*(?:(?:{_BEFORE_DATE})\b[\s,]*\S|{_DATE_FIRST}|[^.?!]{{1,80}}<\s*(?:$|[^\s<>]*@)|.{{1,80}}\b(?:{_VERBS})\s+\S)",
    _I,
)
WHOLE_INTRO = (
    re.compile(rf"^(?:{_BEFORE_DATE})\b.*{_WHEN}.*(?:{_VERBS})\W{{0,3}}[:：]$", _I),
    re.compile(rf"^(?=.*{_WHEN})(?=.*{_ADDRESS})[^?!]{{1,300}}[:：]$", _I),
    re.compile(rf"^.{{0,100}}{_ADDRESS}.{{0,100}}\b(?:{_VERBS})\W{{0,3}}[:：]$", _I),
    re.compile(rf"^\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}\b.{{0,120}}?(?:GMT\s?[+-]\d|{_ADDRESS}>).{{0,60}}$", _I),
    re.compile(rf"^-{{2,}}\s*.{{1,150}}\b(?:{_VERBS})\s*:?\s*-{{2,}}$", _I),
)
# Too weak alone: believed where a quoted line follows.
WEAK_INTRO = (
    re.compile(rf"^[^<>]{{2,80}}?\b(?:{_VERBS})\s?[:：]$", _I),
    re.compile(rf"^(?=.*{_WHEN}).{{2,100}}\b(?:{_VERBS})\b.{{0,80}}[:：]$", _I),
    re.compile(rf"^[^?!]{{1,100}}{_ADDRESS}.{{0,40}}[:：]$", _I),
)
# Written on the line of the reply, or with the older mail behind it, by programs that lose line breaks.
INLINE_INTRO = re.compile(
    r"^(?![ \t]*>)([^\n]*?\S[ \t]+|[ \t]*)"
    r"(On (?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*[ ,.]|\d{1,2}[ /.-])"
    r"[^\n]{5,200}?<[^<>\s]+@[^<>\s]+>[ \t]*wrote:)[ \t]*",
    re.MULTILINE,
)
ENDS_INTRO = re.compile(rf"^>\s*(?:{_VERBS})\s?[:：]$", _I)
MOST_INTRO_LINES = 6

_FROM = (
    r"From|De|Von|Da|Från|Fra|Van|Od|От|Від|Lähettäjä|Kimden|Feladó|Expéditeur|Remitente|发件人|寄件者|差出人|보낸 사람"
)
_SENT = (
    r"Sent|Date|Enviado(?: el| em)?|Fecha|Envoyé(?: le)?|Gesendet|Datum|Inviato|Data|Skickat|Sendt|Dato|Verzonden"
    r"|Wysłano|Дата|Отправлено|Lähetetty|Päivämäärä|Gönderildi|Tarih|Elküldve|发送时间|日期|寄件日期|送信日時|날짜"
)
_SUBJECT = (
    r"Subject|Asunto|Objet|Sujet|Betreff|Oggetto|Ämne|Emne|Onderwerp|Temat|Тема|Assunto|Aihe|Konu|Tárgy"
    r"|主题|主旨|件名|제목"
)
_OTHER = (
    r"To|Para|À|A|An|Till|Til|Aan|Do|Кому|Vastaanottaja|Kime|Címzett|收件人|收件者|宛先|받는 사람"
    r"|Cc|Bcc|Copie à|Kopie|Kopi|Копия|抄送|Reply-To|Responder a|Répondre à|Antwort an|Risposta|Importance|Attachments"
)
_HEADER_VALUE = r"[*_]{0,2}\s?[:：][*_]{0,2}(?:\s|$)"
HEADERS = {
    kind: re.compile(rf"^\s{{0,8}}[*_]{{0,2}}(?:{words}){_HEADER_VALUE}", _I)
    for kind, words in (("from", _FROM), ("sent", _SENT), ("subject", _SUBJECT), ("other", _OTHER))
}
HAS_ADDRESS = re.compile(r"[^\s<>]+@[^\s<>]+\.\w")

_ORIGINAL = (
    r"Original Message|Original Appointment|Ursprüngliche Nachricht|Originalnachricht|Message (?:d'origine|original)"
    r"|Message d’origine|Mensaje original|Mensagem original|Messaggio originale|Oorspronkelijk bericht"
    r"|Originalmeddelande|Original besked|Opprinnelig melding|Wiadomość oryginalna|Oryginalna wiadomość"
    r"|Исходное сообщение|Alkuperäinen viesti|原始邮件|邮件原件|元のメッセージ"
)
_FORWARD = (
    r"Forwarded Message|Weitergeleitete Nachricht|Message transféré|Mensaje reenviado|Mensagem encaminhada"
    r"|Messaggio inoltrato|Doorgestuurd bericht|Vidarebefordrat meddelande|Пересылаемое сообщение"
)
RULER = re.compile(
    rf"^\W*(?:[-_=*]{{2,}}\s*(?:{_ORIGINAL}|{_FORWARD})\s*[-_=*]{{2,}}\W*"
    r"|(?:Begin forwarded message|Anfang der weitergeleiteten (?:Nachricht|E-Mail)"
    r"|Début du message (?:réexpédié|transféré)|Inicio del mensaje reenviado|Inizio messaggio inoltrato)\s?:"
    r"|[-#=\s]*(?:please )?(?:type|write|reply)\b.{0,40}\babove this line\b.*)$",
    _I,
)
LINE_OF_DASHES = re.compile(r"^\s*(?:[-_=*–—][\s]?){3,}$")

SIGNATURE = re.compile(r"^\s?(?:--|—|––|__|—–)\s*$")
CONTACTS = re.compile(r"@[\w-]+\.\w|https?://|www\.|\+?\d[\d ().-]{7,}\d|unsubscribe|mailing list", _I)

_DEVICE = (
    r"my\b|mobile\b|(?:yahoo|aol|outlook|gmail|mail|proton ?mail|samsung|android|iphone|ipad|ios|blackberry|windows"
    r"|huawei|xiaomi|nokia|spark|thunderbird|k-9|fairemail|workspace|hey|superhuman|airmail|mailbird|newton"
    r"|a (?:phone|mobile))\b"
)
_FOOTERS = (
    rf"sent (?:from|via|with|using|by) (?:the )?(?:all new )?(?:{_DEVICE}).{{0,80}}",
    r"get (?:outlook|yahoo mail|bluemail|boxer)\b.{0,80}",
    r"(?:download|try) (?:the )?(?:all new )?(?:aol|yahoo|outlook|spark)\b.{0,60}",
    r"(?:envoyé|téléchargez|télécharger|obtenez) (?:de|depuis|à partir de|avec|du|outlook).{0,80}",
    r"(?:enviado|obtener|obtén|obter) (?:desde|de|do|com|con|a partir d|outlook|via).{0,80}",
    r"(?:(?:von|mit) meine[mr]\b|vom (?:handy|mobil|smartphone|iphone|tablet)).{0,60}\bgesendet.{0,20}",
    r"gesendet (?:von|mit|aus|über)\b.{0,80}",
    r"diese (?:nachricht|e-mail|mail) wurde (?:von|mit)\b.{0,80}",
    r"(?:holen|laden) sie sich outlook.{0,40}|outlook für (?:ios|android).{0,40}",
    r"inviato (?:da|dal|con)\b.{0,80}",
    r"(?:skickat|sendt|verzonden|verstuurd) (?:från|fra|vanaf|vanuit|met|via)\b.{0,80}",
    r"wysłan[eoa] z\b.{0,80}",
    r"отправлено (?:с|из)\b.{0,80}",
    r"lähetetty\b.{0,60}",
    r"从我的.{0,20}发送|發自我的.{0,20}|iphone ?から送信",
)
CLIENT_FOOTER = re.compile(rf"^[\W_]*(?:{'|'.join(_FOOTERS)})$", _I)

_THIS_MAIL = (
    r"(?:this|the) (?:e-?mail|message|communication|electronic|transmission|information (?:contained )?in this)"
)
_SECRET = r"confidential|privileged|intended (?:solely|only|recipient|for)|addressee"
DISCLAIMER = re.compile(
    r"^[\W_]*(?:"
    r"(?:legal )?(?:disclaimer|confidentiality (?:notice|note|statement))\b.*"
    rf"|{_THIS_MAIL}\b.*(?:{_SECRET}).*"
    rf"|the (?:contents?|information)\b.*\b(?:e-?mail|message)\b.*(?:{_SECRET}).*"
    r"|if you (?:are not|have received this).*(?:intended|in error|by mistake).*"
    r"|please consider the environment\b.*"
    r"|ce (?:message|courriel|mail|courrier)\b.*(?:confidentiel|destin).*"
    r"|(?:este|la información).*\b(?:correo|mensaje|e-mail)\b.*(?:confidencial|destinatari).*"
    r"|esta mensagem\b.*(?:confidencia|destinat).*"
    r"|(?:diese|der inhalt dieser) (?:e-?mail|nachricht)\b.*(?:vertraulich|bestimmt|adressat).*"
    r"|(?:questo messaggio|le informazioni)\b.*(?:riservat|confidenzial|destinat).*"
    r")$",
    _I,
)

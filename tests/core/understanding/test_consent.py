"""Wishes about messages: carrier words, plain words, and ordinary talk that only sounds alike."""

import pytest

from conversations.understanding.consent import AT_HOURS, FOR_NOW
from tests.core.understanding.asking import customer

STOPS = """STOP|stop.|Stop!|StopAll|STOP ALL|unsubscribe|Cancel|END|quit|opt-out|OPT OUT|Revoke|stop please
please stop|ok stop now|stop stop
take me off this thing|stop texting me|stop texting me now|no more texts|wrong number, stop|don't ever text me again
I want to unsubscribe|lose my number
remove my number from your list|sotp|unsubcribe|remove me|I said it before. STOP|Stop, you have the wrong person
wrong number
do not contact me any more|leave me alone|ARRÊT|alto|BAJA|basta|ya no me escriban|no quiero recibir más mensajes
dejen de mandarme mensajes|stop texting me today|don't text me ever again before I call the police
do not text me 5 times a day|stop texting me at work|no me escriban a este número
quiero darme de baja|ne m'envoyez plus de sms|arrêtez de m'écrire|plus de messages svp|désabonnez-moi
número equivocado|faux numéro"""
TALK = """the bus stop is outside|I can't stop smiling|don't stop at the gate|stop by after 5
remove me from the morning slot
cancel my delivery|please cancel|why did you stop texting me|keep texting me
don't message me when you arrive, just knock
stop texting me so late|don't text me right now
stop sending it to the wrong house|I want to stop the delivery|end of the road on the left|no dejen de avisarme
n'arrêtez pas|are there no messages for me?"""


@pytest.mark.parametrize("text", STOPS.replace("\n", "|").split("|"))
def test_a_wish_for_no_more_messages_is_stop(text: str) -> None:
    assert customer(text).intent == "stop"


@pytest.mark.parametrize("text", TALK.replace("\n", "|").split("|"))
def test_ordinary_talk_never_ends_messages(text: str) -> None:
    assert customer(text).intent != "stop"


@pytest.mark.parametrize(
    "text", ["START", "unstop", "you can text me again", "resume please", "Yes, subscribe me", "reprendre", "alta"]
)
def test_a_wish_for_messages_again_is_start(text: str) -> None:
    assert customer(text).intent == "start"


@pytest.mark.parametrize("text", ["HELP", "info", "?", "what can I text", "ayuda", "aide", "how does this work?"])
def test_a_question_about_this_number_is_help(text: str) -> None:
    assert customer(text).intent == "help"


@pytest.mark.parametrize(
    "text",
    [
        "stop texting me about this parcel",
        "STOP AC-7F3K9Q",
        "ya no me escriban sobre este pedido",
        "mute",
        "fewer texts please",
    ],
)
def test_a_wish_for_quiet_about_one_delivery_is_mute(text: str) -> None:
    assert customer(text).intent == "mute"


@pytest.mark.parametrize(
    "question", ["rate_delivery", "confirm_reschedule", "relay_open", "ask_instructions", "rate_comment"]
)
def test_consent_comes_before_any_open_question(question: str) -> None:
    assert customer("stop", question).intent == "stop"
    assert customer("please stop texting me", question).intent == "stop"


@pytest.mark.parametrize(
    "text",
    """don't text me before 9am|do not text me before nine|please don't text me before noon|stop texting me before 8am
don't text me after 9pm|don't text me at night|don't message me in the middle of the night|stop texting me so early
don't contact me on sundays|please do not text me at weekends|don't text me between 10pm and 8am|no texts before 9
stop sending me texts at 6am|no more texts at night please|don't text me anymore before 9am|don't wake me before 9
no me escriban antes de las 9|no me escriba por la noche|no me manden mensajes después de las 22
dejen de escribirme a las 6 de la mañana|no me escriban los domingos|ne m'écrivez pas la nuit
ne m'envoyez pas de messages avant 9h|ne m'envoyez plus de messages après 21h|pas de messages avant 8h
arrêtez de m'envoyer des messages la nuit""".replace("\n", "|").split("|"),
)
def test_a_wish_about_hours_ends_nothing(text: str) -> None:
    asked = customer(text)

    assert (asked.intent, asked.because) == ("mute", (AT_HOURS,))


@pytest.mark.parametrize(
    "text",
    """no messages today|no me manden mensajes hoy|pas de messages aujourd'hui|don't text me right now
don't text me until tomorrow|don't text me while I am driving|do not text me this week, I'm away
please no texts until monday""".replace("\n", "|").split("|"),
)
def test_a_wish_for_now_is_quiet_for_a_while(text: str) -> None:
    asked = customer(text)

    assert (asked.intent, asked.because) == ("mute", (FOR_NOW,))

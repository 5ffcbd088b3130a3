"""Wishes about messages: carrier words, plain words, and ordinary talk that only sounds alike."""

import pytest

from tests.core.understanding.asking import customer

STOPS = """STOP|stop.|Stop!|StopAll|STOP ALL|unsubscribe|Cancel|END|quit|opt-out|OPT OUT|Revoke|stop please
please stop|ok stop now|stop stop
take me off this thing|stop texting me|stop texting me now|no more texts|wrong number, stop|don't ever text me again
I want to unsubscribe|lose my number
remove my number from your list|sotp|unsubcribe|remove me|I said it before. STOP|Stop, you have the wrong person
wrong number
do not contact me any more|leave me alone|ARRÊT|alto|BAJA|basta|ya no me escriban|no quiero recibir más mensajes
dejen de mandarme mensajes
quiero darme de baja|ne m'envoyez plus de sms|arrêtez de m'écrire|plus de messages svp|désabonnez-moi
número equivocado|faux numéro"""
TALK = """the bus stop is outside|I can't stop smiling|don't stop at the gate|stop by after 5
remove me from the morning slot
cancel my delivery|please cancel|why did you stop texting me|keep texting me
don't message me when you arrive, just knock
stop texting me so late|don't text me right now
stop sending it to the wrong house|I want to stop the delivery|end of the road on the left|no dejen de avisarme
n'arrêtez pas"""


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

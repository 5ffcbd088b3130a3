"""What customers want, in three languages, without an open question."""

import pytest

from conversations.understanding.reading import Intent
from tests.core.understanding.asking import customer

SAID = {
    "track": "where's my parcel|wheres my stuff|when will you get here?|eta?|any news on my box"
    "|is it still coming today|how many stops away|has the driver left yet"
    "|I haven't received my order yet, can you check|dónde está mi paquete|cuándo llega mi pedido"
    "|où est mon colis|à quelle heure passez-vous|this is ridiculous, where is my parcel",
    "reschedule": "can we move it to friday|I won't be home tomorrow|change the delivery date please"
    "|I would like my parcel on monday instead"
    "|can you come after 5?|only free on thursday|on friday after 3|cambiar la fecha de entrega"
    "|no voy a estar mañana|je ne serai pas là demain|reporter la livraison à lundi|another day please",
    "instructions": "leave it with next door|please put it in the shed|ring the bell twice|the gate code is 4411"
    "|text me when you get here|behind the blue bin|beware of the dog|déjelo con el vecino"
    "|el código es 4411|laissez-le devant la porte|le code est 4411|can my wife sign for it?",
    "change_address": (
        "I moved, new address is 9 Oak Rd|wrong address on the parcel|can you deliver it to my office instead"
        "|cambiar la dirección|changer l'adresse svp"
    ),
    "cancel_delivery": (
        "cancel my delivery|I don't want the parcel any more|please cancel|quiero cancelar el pedido"
        "|annuler la livraison"
    ),
    "contact_driver": (
        "can I talk to the driver|tell the driver I'm at the back|what's the driver's number"
        "|quiero hablar con el repartidor|parler au livreur"
    ),
    "contact_human": (
        "can I speak to a person|customer service please|are you a bot|call me back"
        "|quiero hablar con una persona|parler à un conseiller"
    ),
    "complaint": (
        "the box is crushed|your courier was rude|half the items are missing|el paquete está roto"
        "|le colis est cassé|this is ridiculous"
    ),
    "not_received": (
        "it says delivered but nothing is here|my parcel never arrived|delivered to the wrong house"
        "|dice entregado pero no hay nada|marqué livré mais je n'ai rien"
    ),
    "proof": "can I see the photo|who signed for it|proof of delivery please|quién firmó|une preuve de livraison",
    "verify": "is this a scam?|who is this|is this message really from you|es una estafa|c'est une arnaque ?",
    "mute": "too many messages|only text me when it's delivered|menos mensajes|moins de sms",
    "forget_me": "delete my data|forget me|borren mis datos|supprimez mes données",
    "rating": "5 stars|I'd rate the driver 4|4/5|five stars, great service",
    "tracking_number": "AC-7F3K9Q|it's ac-7f3k9q|my number is BX-20417Z",
    "confirm": "yes|ok|👍|sí|d'accord",
    "deny": "no|nope|👎|non merci",
    "smalltalk": "thanks!|hello|gracias|merci beaucoup|😀|Liked “Your parcel is near”|Reacted 👍 to “Soon”|ok thanks"
    "|the driver was amazing",
    "other": "the moon is made of cheese||   |3|my phone is 2025550123",
}


@pytest.mark.parametrize(
    ("intent", "text"), [(intent, text) for intent, texts in SAID.items() for text in texts.split("|")]
)
def test_a_customers_wish_is_understood(intent: str, text: str) -> None:
    assert customer(text).intent == intent


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("tell him the gate code is 4411", "the gate code is 4411"),
        ("Please let the driver know that I'm out back. Thanks!", "I'm out back"),
        ("ask the driver to ring twice", "ring twice"),
        ("Driver: use the side gate", "use the side gate"),
        ("message for the driver: blue door", "blue door"),
        ("dígale al repartidor que estoy en casa", "estoy en casa"),
        ("dites au livreur que je suis dehors svp", "je suis dehors"),
        ("tell the driver", None),
        ("can I talk to the driver", None),
    ],
)
def test_words_for_the_driver_are_cut_out_cleanly(text: str, message: str | None) -> None:
    reading = customer(text)
    assert (reading.intent, reading.message) == ("contact_driver", message)


@pytest.mark.parametrize(
    ("text", "instruction"),
    [
        ("leave it with next door", "leave it with next door"),
        ("please leave at back porch", "leave at back porch"),
        ("I'm at work, put it in the shed please", "put it in the shed"),
        ("Hi, the gate code is 4411", "the gate code is 4411"),
        ("Leave it by the door. Where is it?", "Leave it by the door"),
        ("don't ring the bell", "don't ring the bell"),
        ("Ok. Gate code 4411, ring twice. Thank you", "Gate code 4411, ring twice"),
        ("behind the blue bin", "behind the blue bin"),
        ("porch", "porch"),
    ],
)
def test_an_instruction_is_cut_out_cleanly(text: str, instruction: str) -> None:
    reading = customer(text)
    assert (reading.intent, reading.instruction) == ("instructions", instruction)


def test_a_report_about_the_door_is_no_instruction() -> None:
    assert customer("he didn't ring the bell").instruction is None


def test_a_number_with_a_request_is_kept_beside_it() -> None:
    reading = customer("where is ac-7f3k9q please")
    assert (reading.intent, reading.tracking_numbers) == ("track", ("AC-7F3K9Q",))
    assert customer("my parcel AC-7F3K9Q is crushed").tracking_numbers == ("AC-7F3K9Q",)


def test_a_score_for_a_named_parcel_keeps_both() -> None:
    reading = customer("5 stars for AC-7F3K9Q")
    assert (reading.intent, reading.score, reading.tracking_numbers) == ("rating", 5, ("AC-7F3K9Q",))


def test_a_second_wish_is_kept_beside_the_first() -> None:
    reading = customer("the box is crushed, who signed for it?")
    assert (reading.intent, reading.also) == ("complaint", "proof")


def test_a_refusal_keeps_its_reason_and_a_complaint_its_words() -> None:
    assert customer("the box is crushed").reason == "the box is crushed"
    assert customer("no, I'm asleep").reason == "I'm asleep"


def test_anger_does_not_hide_a_question() -> None:
    reading = customer("terrible, where is my parcel")
    assert (reading.intent, reading.also) == ("track", None)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("order number 10", ("10",)),
        ("the tracking number is 9876543210", ("9876543210",)),
        ("where is 60120172242323", ("60120172242323",)),
        ("482913", ("482913",)),
        ("order 12345 and AC-7F3K9Q", ("AC-7F3K9Q", "12345")),
        ("call me on 077 123456", ()),
        ("+1 202 555 0123", ()),
        ("my number is 482913 00", ()),
        ("gate code 44115", ()),
        ("delivery to flat 12", ()),
        ("delivery 10-12", ()),
        ("44115 Oak Street", ()),
        ("my delivery at 5pm", ()),
        ("between 10-12 please", ()),
    ],
)
def test_tracking_numbers_are_found_and_other_numbers_are_not(text: str, numbers: tuple[str, ...]) -> None:
    assert sorted(customer(text).tracking_numbers) == sorted(numbers)


@pytest.mark.parametrize(
    ("text", "usual", "language"),
    [
        ("where is my parcel", "es", "en"),
        ("dónde está mi paquete", "en", "es"),
        ("où est mon colis", "en", "fr"),
        ("ok", "fr", "fr"),
        ("ok", "de-CH", "de"),
    ],
)
def test_the_language_is_voted_with_the_usual_one_ahead(text: str, usual: str, language: str) -> None:
    assert customer(text, language=usual).language == language


def test_every_reading_names_its_rules() -> None:
    assert all(customer(text).because for texts in SAID.values() for text in texts.split("|"))


def test_every_customer_intent_has_its_examples() -> None:
    answered = {"relay", "choice", "comment", "no_comment", "stop", "start", "help"}
    drivers = {"reply_to_customer", "delay", "arrived", "delivered", "failed", "departed", "next_stop", "list_stops"}
    drivers |= {"break_start", "break_end", "early_offer", "unclear"}
    assert {intent.value for intent in Intent} == set(SAID) | answered | drivers

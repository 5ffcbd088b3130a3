"""What a text costs as SMS, and folding it to cost less."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery.segments import BASIC, EXTENDED, Segments, count, to_gsm
from tests.core.delivery.samples import published

gsm_texts = st.text(st.sampled_from(sorted(BASIC | EXTENDED)), max_size=700)


def test_the_alphabet_has_the_size_the_standard_gives_it() -> None:
    assert len(BASIC) == 127  # 128 with the escape itself
    assert len(EXTENDED) == 10


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Segments("GSM-7", 1, 0)),
        ("a" * 160, Segments("GSM-7", 1, 160)),
        ("a" * 161, Segments("GSM-7", 2, 161)),
        ("a" * 306, Segments("GSM-7", 2, 306)),
        ("a" * 307, Segments("GSM-7", 3, 307)),
        ("€" * 80, Segments("GSM-7", 1, 160)),
        ("€" * 81, Segments("GSM-7", 2, 162)),
        ("a" * 152 + "€" + "a" * 152, Segments("GSM-7", 3, 306)),  # the pair is not torn apart
        ("é\nÄ{", Segments("GSM-7", 1, 5)),
        ("ç", Segments("UCS-2", 1, 1)),
        ("2–4pm", Segments("UCS-2", 1, 5)),
        ("я" * 70, Segments("UCS-2", 1, 70)),
        ("я" * 71, Segments("UCS-2", 2, 71)),
        ("я" * 134, Segments("UCS-2", 2, 134)),
        ("я" * 135, Segments("UCS-2", 3, 135)),
        ("😀" * 35, Segments("UCS-2", 1, 70)),
        ("😀" * 66, Segments("UCS-2", 2, 132)),
        ("😀" * 67, Segments("UCS-2", 3, 134)),  # 33 whole ones in a part of 67
    ],
)
def test_segments_are_counted_as_carriers_bill_them(text: str, expected: Segments) -> None:
    assert count(text) == expected


def test_segments_agree_with_the_published_samples() -> None:
    for sample in json.loads(published("sms_segments.json")):
        counted = count(sample["body"])

        assert (counted.encoding, counted.segments) == (sample["encoding"], sample["segments"])
        assert counted.units * (7 if counted.encoding == "GSM-7" else 16) == sample["messageSize"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Hi” – it’s ‘here’…", "\"Hi\" - it's 'here'..."),
        ("2—4 pm", "2-4 pm"),
        ("9\u202fh\u00a030\u2009min", "9 h 30 min"),
        ("« Bonjour » ‹oui›", "\" Bonjour \" 'oui'"),
        ("it´s `so`", "it's 'so'"),
        ("a\tb\u2028c", "a b\nc"),
        ("5 − 3 • x‼", "5 - 3 * x!!"),
        ("zero\u200b width\ufeff\u00ad\u2060", "zero width"),
        ("‵a", "'a"),
        ("caf\u0065\u0301", "café"),
        ("10‰ ¶", "10‰ ¶"),
        ("Łódź, façade, Ünal", "Łódź, façade, Ünal"),
        ("🙂 👩‍👩‍👧 ok", "🙂 👩‍👩‍👧 ok"),
        ("你好。\u3000再见，", "你好。 再见，"),
        ("¿Qué? ¡Sí!", "¿Qué? ¡Sí!"),
        ("[a] {b} ~ € ^ \\ |", "[a] {b} ~ € ^ \\ |"),
    ],
)
def test_typography_is_folded_and_letters_are_kept(text: str, expected: str) -> None:
    assert to_gsm(text) == expected


@given(gsm_texts)
def test_what_gsm_can_say_is_left_alone(text: str) -> None:
    assert to_gsm(text) == text
    assert count(text).encoding == "GSM-7"


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert to_gsm(to_gsm(text)) == to_gsm(text)


@given(st.text())
def test_folding_never_touches_a_letter_or_an_emoji(text: str) -> None:
    folded = to_gsm(text)

    for character in "".join(folded.split()):
        if character not in BASIC | EXTENDED:
            assert character in to_gsm(character)


@given(st.text(max_size=300), st.text(max_size=300))
def test_two_texts_together_cost_at_least_as_much_as_either_and_units_add_up(one: str, other: str) -> None:
    both, first, second = count(one + other), count(one), count(other)

    assert both.segments >= max(first.segments, second.segments)
    if first.encoding == second.encoding == both.encoding:
        assert both.units == first.units + second.units


@given(st.text(max_size=700))
def test_segments_hold_all_units(text: str) -> None:
    counted = count(text)
    single, part = (160, 153) if counted.encoding == "GSM-7" else (70, 67)

    if counted.units <= single:
        assert counted.segments == 1
    else:
        assert counted.units / part <= counted.segments <= counted.units / (part - 1) + 1

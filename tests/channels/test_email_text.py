"""The reply in a mail, as the common mail programs write one; and mails of HTML as text."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.email_text import reply_text, text_of_html

DATA = Path(os.environ.get("DOORSTEP_EVALUATION_DATA", "/work/shared/data"))

REPLIES = {
    "Gmail": "Where is it?\n\nOn Mon, Nov 23, 2026 at 9:12 AM Acme <t@a.example> wrote:\n\n> Your parcel\n> STOP\n",
    "Gmail, broken line": (
        "Where is it?\n\nOn Mon, Nov 23, 2026 at 9:12 AM Acme Deliveries <\nt@a.example> wrote:\n\n> x\n"
    ),
    "Gmail, on one line": "Where is it? On Mon, Nov 23, 2026 at 9:12 AM Acme <t@a.example> wrote:\n> STOP\n",
    "Gmail, Spanish": "Where is it?\n\nEl lun, 23 nov 2026 a las 9:12, Acme (<t@a.example>) escribió:\n\n> Hola\n",
    "Gmail, French": "Where is it?\n\nLe lun. 23 nov. 2026 à 09:12, Acme <t@a.example> a écrit :\n\n> Bonjour\n",
    "Gmail, German": "Where is it?\n\nAm Mo., 23. Nov. 2026 um 09:12 Uhr schrieb Acme <t@a.example>:\n\n> Hallo\n",
    "Gmail, Dutch": "Where is it?\n\nOp ma 23 nov 2026 om 09:12 schreef Acme <t@a.example>:\n\n> Hallo\n",
    "Gmail, Japanese": "Where is it?\n\n2026年11月23日(月) 9:12 Acme <t@a.example>:\n\n> x\n",
    "iPhone": (
        "Where is it?\n\nSent from my iPhone\n\n> On Nov 23, 2026, at 9:12 AM, Acme <t@a.example> wrote:\n> \n> x"
    ),
    "iPhone, French": (
        "Where is it?\n\nEnvoyé de mon iPhone\n\n> Le 23 nov. 2026 à 09:12, A <a@b.example> a écrit :\n> x"
    ),
    "iPhone, German": (
        "Where is it?\n\nVon meinem iPhone gesendet\n\n> Am 23.11.2026 um 09:12 schrieb A <a@b.example>:\n> x"
    ),
    "iPhone, Spanish": (
        "Where is it?\n\nEnviado desde mi iPhone\n\n> El 23 nov 2026, a las 9:12, A <a@b.example> escribió:"
    ),
    "Apple Mail": "Where is it?\n\n> On 23 Nov 2026, at 09:12, Acme <t@a.example> wrote:\n> \n> x\n",
    "Outlook": (
        "Where is it?\r\n\r\nFrom: Acme <t@a.example>\r\nSent: Monday, November 23, 2026 9:12 AM\r\n"
        "To: Ann\r\nSubject: Your delivery\r\n\r\nReply STOP"
    ),
    "Outlook, Spanish": "Where is it?\n\nDe: Acme <t@a.example>\nEnviado el: lunes\nPara: Ann\nAsunto: Entrega\n\nx",
    "Outlook, French": "Where is it?\n\nDe : Acme <t@a.example>\nEnvoyé : lundi\nÀ : Ann\nObjet : Livraison\n\nx",
    "Outlook, German": "Where is it?\n\nVon: Acme <t@a.example>\nGesendet: Montag\nAn: Ann\nBetreff: Lieferung\n\nx",
    "Outlook, ruler": "Where is it?\n\n-----Original Message-----\nFrom: Acme\n\nSTOP",
    "Outlook mobile": (
        "Where is it?\n\nGet Outlook for iOS<https://aka.ms/x>\n________________________________\n"
        "From: A <a@b.example>\nSent: x\nTo: y\nSubject: z\n\nold"
    ),
    "Outlook, wrapped header": (
        "Where is it?\n\nFrom: A <a@b.example>\nTo: somebody\n with a long name\nSubject: z\n\nold"
    ),
    "Yahoo": (
        "Where is it?\n\nOn Monday, November 23, 2026, 09:12:10 AM EST, Acme <t@a.example> wrote:  \n\n Reply STOP"
    ),
    "Yahoo on Android": (
        "Where is it?\n\nSent from Yahoo Mail on Android \n \n  On Mon, Nov 23, 2026 A<a@b.example> wrote:   x"
    ),
    "Thunderbird": "Where is it?\n\nOn 11/23/26 09:12, Acme wrote:\n> x\n",
    "Thunderbird, German": "Where is it?\n\nAm 23.11.26 um 09:12 schrieb Acme:\n> x\n",
    "Thunderbird, below": "Am 23.11.26 um 09:12 schrieb Acme:\n> Wann passt es?\nWhere is it?\n",
    "Zoho": "Where is it?\n\n---- On Mon, 23 Nov 2026 09:12:00 -0500 A <a@b.example> wrote ----\n\nold",
    "webmail": "Where is it?\n\nQuoting Acme <t@a.example>:\n\n> x\n",
    "Lotus": "Where is it?\n\nAnn via Acme wrote on 23.11.2026 09:12:\n> x\n",
    "a name alone": "Where is it?\n\nAcme Deliveries wrote:\n> x\n",
    "quoted without an intro": "Where is it?\n\n> Your parcel\n> is coming",
    "signature": "Where is it?\n-- \nAnn Smith\n+1 555 0100",
    "signature under the quote": "Where is it?\n\n> x\n\n--\nAnn Smith",
    "company footer": "Where is it?\n\n_____________\nAcme Ltd, www.acme.example\nPhone +1 555 010 0100",
    "disclaimer": (
        "Where is it?\n\nThis e-mail and any files are confidential and intended solely for the addressee.\nIf not, x."
    ),
    "disclaimer below a line": "Where is it?\n\n----------\nDISCLAIMER: read this\nand this",
    "direction marks": (
        "\u200eWhere is it?\u200b\n\n\u202aOn Mon, Nov 23, 2026 at 9:12 AM, A <a@b.example> wrote:\u202c\n> x"
    ),
    "broken quote": "Where is it?\n\nOn Mon, Nov 23, 2026 A <a@b.example> wrote:\n> a line that is\nbroken\n> here\n",
    "broken last quote": (
        "Where is it?\n\n> "
        + "a very long line of the older mail that a program broke into two pieces, and\nso it goes on"
    ),
}


@pytest.mark.parametrize("mail", REPLIES.values(), ids=REPLIES)
def test_the_reply_is_what_the_person_wrote(mail: str) -> None:
    assert reply_text(mail) == "Where is it?"


KEPT = {
    "addresses": "Stop 3: please change.\nFrom: 12 Elm St\nTo: 15 Oak St\nThanks",
    "times": "Date: Monday\nFrom: 9am\nTo: 1pm",
    "a story": "The driver wrote: no one home. But I was!",
    "an absence": "On Friday 27 Nov I am away until 14:00:\nring the neighbour",
    "rules between parts": "Two things:\n\n---\n\n" + "\n".join(f"{n}. thing" for n in range(1, 10)),
    "dashes": "- door\n- bell",
    "an arrow": ">>> look here <<<",
    "greeting": "Hi,\n\nwhere is it?\n\nBest regards,\nAnn",
    "emoji": "👍",
    "a sent parcel": "Sent from the shop on Monday, not here yet?",
    "nothing but a signature": "--\nAnn",
}


@pytest.mark.parametrize("mail", KEPT.values(), ids=KEPT)
def test_a_persons_own_words_are_never_cut(mail: str) -> None:
    assert reply_text(mail) == mail


@pytest.mark.parametrize(
    "mail",
    [
        "",
        " \n\n",
        "On Mon, Nov 23, 2026 at 9:12 AM Acme <t@a.example> wrote:\n> STOP\n",
        "> STOP",
        "Sent from my iPhone",
    ],
)
def test_a_mail_without_own_words_has_no_reply(mail: str) -> None:
    assert reply_text(mail) == ""


def test_answers_between_the_quoted_lines_are_kept_in_order() -> None:
    mail = "On Mon, Nov 23, 2026 A <a@b.example> wrote:\n> When?\nTomorrow.\n\n> Where?\n\nAt the door.\n> Really?\n"

    assert reply_text(mail) == "Tomorrow.\n\nAt the door."


def test_words_above_and_below_a_quote_are_both_kept() -> None:
    assert reply_text("Yes.\n\nOn 23/11/2026, A <a@b.example> wrote:\n\n> x\n\nRegards, Ann") == "Yes.\n\nRegards, Ann"


def test_a_bare_forward_is_kept_whole_for_its_tracking_number() -> None:
    mail = (
        "---------- Forwarded message ---------\nFrom: Shop <s@shop.example>\nDate: Mon\n"
        "Subject: AC-7F3K9Q\n\nYour order"
    )

    assert reply_text(mail) == mail


def test_what_stands_below_an_intro_without_quote_marks_is_kept_where_nothing_stands_above() -> None:
    assert reply_text("On Mon, Nov 23, 2026 at 9:12 AM A <a@b.example> wrote:\n\nWhere is it?") == "Where is it?"


@given(st.text(alphabet=st.sampled_from("ab >-_:<@.\n\r\t10é👍\u2028"), max_size=300))
def test_any_text_has_a_reply_that_adds_no_words(text: str) -> None:
    assert set(reply_text(text).split()) <= {word for line in text.splitlines() for word in line.split()}


@pytest.mark.parametrize(
    "mail",
    ["x@" * 300_000, ("On 5 " + "a " * 200 + "\n") * 900, "From: " + "a" * 300_000, "> a\nb\n" * 40_000, "-" * 200_000],
    ids=["addresses", "intros", "header", "quotes", "ruler"],
)
def test_a_mail_made_to_be_slow_is_read_all_the_same(mail: str) -> None:
    assert len(reply_text(mail)) <= len(mail)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Hi,</p><p>5 &amp; thanks</p>", "Hi,\n\n5 & thanks"),
        ("a<br>b<br><br>c", "a\nb\n\nc"),
        ("<div>a</div><div>b</div>", "a\nb"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><th>c</th></tr></table>", "a b\nc"),
        ("<ul><li>x</li><li>y</li></ul>z", "- x\n- y\n\nz"),
        ("<pre>a\n  b</pre>c", "a\n  b\n\nc"),
        ("x<blockquote>a<blockquote>b</blockquote></blockquote>", "x\n\n> a\n>\n> > b\n> >"),
        ("<head><style>p{}</style><title>t</title></head><body>x<script>y</script></body>", "x"),
        ("<head><meta charset=utf-8><body>never closed", "never closed"),
        ("<div style='display:none'>preview</div><p hidden>x", "x"),
        ("a  \n\t b&nbsp;c", "a b\u00a0c"),
        ("a<b>b</b> <i>c</i></p></div>d", "ab c\n\nd"),
        ("hello<div class='gmail_signature'>Ann</div>", "hello\n-- \nAnn"),
        ("<p>a<p>b", "a\n\nb"),
        ("1 < 2 & 3 > 2", "1 < 2 & 3 > 2"),
        ("", ""),
    ],
)
def test_html_is_read_as_lines(html: str, text: str) -> None:
    assert text_of_html(html) == text


@given(st.text(alphabet=st.sampled_from("<>/!-=\"' &;abdivpre#x3\n"), max_size=200))
def test_any_html_is_read(html: str) -> None:
    assert isinstance(text_of_html(html), str)


@pytest.mark.parametrize("html", ["<div>" * 100_000, "<" * 200_000, "<b>x" * 50_000, "<blockquote>" * 3000 + "x"])
def test_html_made_to_be_slow_is_read_all_the_same(html: str) -> None:
    assert len(text_of_html(html)) <= len(html)


@pytest.mark.parametrize(("name", "least"), [("email_talon.jsonl", 17), ("email_discourse.jsonl", 21)])
def test_public_collections_of_replies_stay_understood(name: str, least: int) -> None:
    if not (DATA / name).exists():
        pytest.skip(f"{DATA / name} is not here: the reading of replies is not measured")
    rows = [json.loads(line) for line in (DATA / name).read_text().splitlines()]

    right = sum(reply_text(row["email"]).split() == row["expected"].split() for row in rows)

    assert right >= least

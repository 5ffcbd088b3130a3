"""A message as a mail: the same words with a greeting and a signature, as plain text and as HTML.

The looks are in `templates/mail/message.html`. Nothing here chooses a recipient or an address.
"""

from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.rendering.catalogue import DEFAULT_SUBJECT, Catalogue, Rendered, header
from bot.rendering.values import PERSON_LIMIT, clean, cut

TEMPLATES = Path(__file__).parents[2] / "templates" / "mail"

_pages = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail ready to be handed to the channel; the subject is one line."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words in a paragraph; `href` is set when it is our link."""

    text: str
    href: str | None


def render_mail(
    rendered: Rendered,
    *,
    catalogue: Catalogue,
    brand: str,
    language: str,
    link: str | None,
    unsubscribe_url: str | None,
    name: str | None = None,
) -> Mail:
    """Frame a rendered message as a mail; raise ValueError for a link that is no web address."""
    for address in filter(None, (link, unsubscribe_url)):
        if not address.startswith(("https://", "http://")):
            raise ValueError("a link in a mail must be a web address")
    data = {"brand": clean(brand), "name": cut(clean(name or ""), limit=PERSON_LIMIT)}
    words = {
        part: catalogue.word(f"mail/{key}", language=language, data=data)
        for part, key in {
            "greeting": "greeting_name" if data["name"] else "greeting",
            "signature": "signature",
            "button": "link",
            "unsubscribe": "unsubscribe",
        }.items()
    }
    subject = header(rendered.subject or "") or header(catalogue.word(DEFAULT_SUBJECT, language=language, data=data))
    page = _pages.get_template("message.html").render(
        language=catalogue.language(language),
        subject=subject,
        brand=data["brand"],
        words=words,
        lines=_lines(rendered.text, link),
        link=link,
        unsubscribe_url=unsubscribe_url,
    )
    return Mail(subject=subject, text=_plain(rendered.text, words, link, unsubscribe_url), html=page)


def link_in(text: str, *, start: str) -> str | None:
    """Find the first link of ours in a text, told by how it starts; None when there is none."""
    return next((word for word in text.split() if word.startswith(start) and word != start), None)


def _plain(text: str, words: dict[str, str], link: str | None, unsubscribe_url: str | None) -> str:
    parts = [words["greeting"], text]
    if link and link not in text:
        parts.append(f"{words['button']}\n{link}")
    # "-- " alone on its line is the signature mark that mail programs and our own reply reader know.
    signature = f"-- \n{words['signature']}"
    if unsubscribe_url:
        signature += f"\n\n{words['unsubscribe']}\n{unsubscribe_url}"
    return "\n\n".join([*parts, signature]) + "\n"


def _lines(text: str, link: str | None) -> list[list[Piece]]:
    # A line that is nothing but the link is what the button is for.
    return [_pieces(line, link) for line in text.split("\n") if line.strip() and line != link]


def _pieces(line: str, link: str | None) -> list[Piece]:
    if link is None:
        return [Piece(text=line, href=None)]
    pieces: list[Piece] = []
    for words in line.split(link):
        pieces += [Piece(text=link, href=link), Piece(text=words, href=None)]
    return [piece for piece in pieces[1:] if piece.text]

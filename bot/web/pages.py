"""Pages as answers: a template, a language, the words that every page has."""

from flask import Response, render_template, request

from bot.web import page_words


def page(template: str, *, language: str, status: int = 200, **values: object) -> Response:
    """Render a page in a language."""
    words = page_words.words(language)
    body = render_template(f"pages/{template}", words=words, **values)
    return Response(body, status=status, content_type="text/html; charset=utf-8")


def browser_language() -> str:
    """Answer the language a browser asks for, where nothing else is known about who asks."""
    # Werkzeug's best_match would pass over "fr-CA" for any exact match that is wanted less.
    wanted = (tag.split("-")[0].lower() for tag in request.accept_languages.values())
    return next((language for language in wanted if language in page_words.LANGUAGES), page_words.LANGUAGES[0])


def not_found(status: int = 404) -> Response:
    """Answer for every link that leads nowhere, whatever the reason."""
    return _sorry(status, "not_found" if status == 404 else "trouble")


def too_many() -> Response:
    """Ask somebody to slow down."""
    return _sorry(429, "too_many")


def _sorry(status: int, said: str) -> Response:
    return page("sorry.html", language=browser_language(), status=status, said=said)

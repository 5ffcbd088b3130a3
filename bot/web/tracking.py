"""The customer's page: one delivery, readable by everybody who has its link and by nobody else."""

from flask import Blueprint, Response

from bot.usecases import show_page
from bot.usecases.show_page import NoSuchPage
from bot.web import page_words
from bot.web.access import limit_visitors
from bot.web.house import the_services
from bot.web.pages import not_found, page

blueprint = Blueprint("tracking", __name__)


@blueprint.before_request
def slow_down() -> None:
    """Let nobody try links faster than a person opens them."""
    limit_visitors()


@blueprint.get("/t/<token>")
def show(token: str) -> Response:
    """Show a delivery; a link that is unknown, broken or too old gets the same answer."""
    try:
        shown = show_page.show(the_services(), token)
    except NoSuchPage:
        return not_found()
    return page("delivery.html", language=shown.language, view=page_words.of(shown))

"""The API's plan: brands and whole routes, written and read."""

from flask import Blueprint, Response, request

from bot.usecases import load_day, show_route
from bot.usecases.show_route import NoSuchRoute, SeveralRoutes
from bot.web.bodies import json_answer, json_body
from bot.web.errors import Refused
from bot.web.house import the_services
from bot.web.requests import note

blueprint = Blueprint("plan", __name__, url_prefix="/api/v1")


@blueprint.put("/brands/<ref>")
def put_brand(ref: str) -> Response:
    """Write a brand and its lines; the same twice changes nothing."""
    note(brand=ref)
    load_day.put_brand(the_services(), ref, json_body())
    return json_answer({"ref": ref})


@blueprint.put("/routes/<ref>")
def put_route(ref: str) -> Response:
    """Write a whole route: a stop that it does not name leaves it; the same twice changes nothing."""
    note(route=ref)
    body = json_body()
    load_day.put_route(the_services(), ref, body)
    brand = body.get("brand") if isinstance(body, dict) else None
    return json_answer(show_route.show(the_services(), ref, brand=brand))


@blueprint.get("/routes/<ref>")
def get_route(ref: str) -> Response:
    """Read a route; `?brand=` tells which where several brands use the reference."""
    note(route=ref)
    try:
        return json_answer(show_route.show(the_services(), ref, brand=request.args.get("brand")))
    except NoSuchRoute:
        raise Refused(404, "There is no such route.") from None
    except SeveralRoutes:
        raise Refused(409, "Several brands have a route of this reference: add `?brand=<ref>`.") from None

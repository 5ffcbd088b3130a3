"""The API's deliveries: read, reported on, with their messages; and the cases a person must look at."""

from flask import Blueprint, Response, request

from bot.usecases import change_delivery, checks, close_case, show_cases, show_delivery
from bot.usecases.change_delivery import NoSuchDelivery
from bot.usecases.plain_data import Problem
from bot.web.bodies import accept, json_answer, record_body
from bot.web.errors import Refused, problem
from bot.web.house import the_services
from bot.web.requests import note
from delivery.status import CustodyKind, MoveNotAllowed

_REPORTED = (
    CustodyKind.OUT_FOR_DELIVERY,
    CustodyKind.ARRIVED,
    CustodyKind.DELIVERED,
    CustodyKind.FAILED,
    CustodyKind.CANCELLED,
)

blueprint = Blueprint("deliveries", __name__, url_prefix="/api/v1")


@blueprint.get("/deliveries/<path:tracking_number>")
def get_delivery(tracking_number: str) -> Response:
    """Read a delivery by its tracking number, however it is written."""
    return json_answer(show_delivery.show(the_services(), tracking_number))


@blueprint.post("/deliveries/<path:tracking_number>/events")
def post_event(tracking_number: str) -> Response:
    """Report what happened to a delivery; the same report twice is a success without effect."""
    body = record_body()
    body.only("type", "at", "lat", "lon", "note")
    kind = CustodyKind(body.need("type", checks.one_of(_REPORTED), "arrived"))
    at = body.may("at", checks.instant, the_services().clock.now())
    lat = body.may("lat", checks.number(-90, 90), None)
    lon = body.may("lon", checks.number(-180, 180), None)
    if (lat is None) != (lon is None):
        body.refuse("lat" if lat is None else "lon", "is missing", "Give both lat and lon, or neither")
    said = body.may("note", checks.text(1000), None)
    accept(body.problems)
    try:
        is_new = change_delivery.report(
            the_services(), tracking_number=tracking_number, kind=kind, at=at, lat=lat, lon=lon, note=said
        )
    except MoveNotAllowed as error:
        raise Refused(409, f"Nothing was changed: {error}.") from None
    note(report=kind, outcome="recorded" if is_new else "known")
    return json_answer(show_delivery.show(the_services(), tracking_number))


@blueprint.get("/messages")
def get_messages() -> Response:
    """List the messages around a delivery, in their order."""
    tracking_number = request.args.get("tracking_number", "")
    if not tracking_number:
        missing = Problem("tracking_number", "is missing", "Add `?tracking_number=`")
        raise Refused(400, "Name the delivery.", [missing])
    return json_answer(show_delivery.messages(the_services(), tracking_number))


@blueprint.get("/cases")
def get_cases() -> Response:
    """List cases, the newest first; `?open=1` leaves out those that are closed."""
    is_open_only = request.args.get("open", "").lower() in ("1", "true", "yes")
    return json_answer(show_cases.show(the_services(), open_only=is_open_only))


@blueprint.post("/cases/<row:case_id>/close")
def post_close(case_id: int) -> Response:
    """Close a case, with a note or without; closing it twice is a success without effect."""
    note(case=case_id)
    said = None
    if request.content_length or request.is_json:
        body = record_body()
        body.only("note")
        said = body.may("note", checks.text(1000), None)
        accept(body.problems)
    try:
        closed = close_case.close(the_services(), case_id=case_id, note=said)
    except close_case.NoSuchCase:
        raise Refused(404, "There is no such case.") from None
    return json_answer({"id": case_id, "closed": True, "changed": closed})


@blueprint.errorhandler(NoSuchDelivery)
def no_such_delivery(_error: NoSuchDelivery) -> Response:
    """Say so without repeating what was asked for."""
    return problem(404, "There is no delivery with this tracking number.")

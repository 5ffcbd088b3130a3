"""The API's positions: where drivers' devices say they are."""

from flask import Blueprint, Response, request

from bot.usecases import checks, record_positions
from bot.usecases.plain_data import Record
from bot.web.bodies import accept, json_answer, list_body
from bot.web.errors import Refused
from bot.web.house import the_services
from bot.web.requests import note
from delivery.places import Place
from delivery.progress import Fix

MOST_FIXES = 1000
_FASTEST_MPS = 500.0
_COARSEST_M = 1_000_000.0

blueprint = Blueprint("positions", __name__, url_prefix="/api/v1")


@blueprint.post("/drivers/<ref>/positions")
def post_positions(ref: str) -> Response:
    """Take in fixes of a driver in any order; answer how many were used, and why the others were not.

    `?brand=` tells whose driver where several brands use the reference.
    """
    note(driver=ref)
    records, problems = list_body()
    if len(records) > MOST_FIXES:
        raise Refused(413, f"Send at most {MOST_FIXES} positions at once.")
    fixes = [_fix(record) for record in records]
    accept(problems)
    try:
        counts = record_positions.record(the_services(), driver_ref=ref, fixes=fixes, brand=request.args.get("brand"))
    except record_positions.NoSuchDriver:
        raise Refused(404, "There is no such driver.") from None
    except record_positions.SeveralDrivers:
        raise Refused(409, "Several brands have a driver of this reference: add `?brand=<ref>`.") from None
    note(**counts)
    return json_answer(counts)


def _fix(record: Record) -> Fix:
    record.only("at", "lat", "lon", "accuracy_m", "speed_mps")
    return Fix(
        place=Place(record.need("lat", checks.number(-90, 90), 0.0), record.need("lon", checks.number(-180, 180), 0.0)),
        at=record.need("at", checks.instant, the_services().clock.now()),
        accuracy_m=record.may("accuracy_m", checks.number(0, _COARSEST_M), None),
        speed_mps=record.may("speed_mps", checks.number(0, _FASTEST_MPS), None),
    )

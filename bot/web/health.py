"""`/healthz`: this process lives. `/readyz`: the installation can do its work."""

from datetime import UTC
from importlib.metadata import PackageNotFoundError, version

from flask import Blueprint, Response

from bot.usecases.check_health import check
from bot.web.bodies import json_answer
from bot.web.house import the_house, the_services

blueprint = Blueprint("health", __name__)


def _version() -> str:
    try:
        return version("doorstep")
    except PackageNotFoundError:
        return "unknown"


VERSION = _version()


@blueprint.get("/healthz")
def healthz() -> Response:
    """Tell that this process answers, and what time it is for the business."""
    rehearsal = the_house().settings.rehearsal
    return json_answer(
        {
            "status": "ok",
            "now": the_services().clock.now().astimezone(UTC),
            "rate": rehearsal.rate if rehearsal else 1,
            "version": VERSION,
        }
    )


@blueprint.get("/readyz")
def readyz() -> Response:
    """Tell whether the database answers and a worker is alive; 503 with the reasons otherwise."""
    found = check(the_services())
    ages = {name: round(age_s, 1) for name, age_s in found.tick_ages_s.items()}
    response = json_answer(
        {"status": "not ready" if found.reasons else "ready", "reasons": found.reasons, "tick_ages_s": ages}
    )
    response.status_code = 503 if found.reasons else 200
    return response

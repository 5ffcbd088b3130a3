"""The web application, put together: views, doors, error answers, headers. Nothing here knows a provider or a table."""

from pathlib import Path

from flask import Flask

from bot.services import Services
from bot.settings import Settings
from bot.web import (
    access,
    api_deliveries,
    api_plan,
    api_positions,
    errors,
    health,
    metrics,
    requests,
    tracking,
    unsubscribe,
    webhooks,
)
from bot.web.house import House, open_house
from bot.web.limits import Limiter
from bot.web.meters import Meters
from bot.web.row_ids import RowId

ROOT = Path(__file__).parents[1]
LARGEST_BODY = 4 * 1024 * 1024
"""Bytes; a text's form has a few thousand, a route of 150 stops a hundred thousand. More is refused unread."""

_VIEWS = (webhooks, api_plan, api_deliveries, api_positions, tracking, unsubscribe, health, metrics)


def create_app(settings: Settings, services: Services) -> Flask:
    """Build the web application of one process."""
    app = Flask("doorstep", root_path=str(ROOT), template_folder="templates", static_folder="static")
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 3600
    app.url_map.converters["row"] = RowId
    meters = Meters()
    meters.registry.register(metrics.StockCollector(services))
    open_house(app, House(settings, services, meters, Limiter()))
    requests.register(app)
    app.before_request(access.require_key)
    errors.register(app)
    for view in _VIEWS:
        app.register_blueprint(view.blueprint)
    return app

"""`/metrics`: what this process counted, and what the database holds at this moment. Counts only."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask import Blueprint, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.services import Services
from bot.usecases import take_stock
from bot.usecases.check_health import check
from bot.web.house import the_house
from models.session import DatabaseDown

blueprint = Blueprint("metrics", __name__)


@blueprint.get("/metrics")
def metrics() -> Response:
    """Show all meters in Prometheus's text format."""
    return Response(generate_latest(the_house().meters.registry), content_type=CONTENT_TYPE_LATEST)


class StockCollector(Collector):
    """Asks the database whenever Prometheus asks us."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def collect(self) -> Iterator[Metric]:
        """Read the gauges; without a database only that it is down."""
        try:
            stock = take_stock.take(self._services)
        except DatabaseDown:
            yield GaugeMetricFamily("doorstep_database_up", "Whether the database answers.", value=0)
            return
        yield GaugeMetricFamily("doorstep_database_up", "Whether the database answers.", value=1)
        yield _gauges("doorstep_messages_waiting", "Messages not settled yet.", ["status"], stock.waiting)
        yield _gauges("doorstep_messages_newest", "The newest 10,000 messages.", ["direction", "status"], stock.newest)
        yield _gauges("doorstep_deliveries_open", "Deliveries not over yet.", ["status"], stock.deliveries)
        yield GaugeMetricFamily("doorstep_timers_due", "Timers due and not fired.", value=stock.due_timers)
        yield GaugeMetricFamily("doorstep_cases_open", "Cases for a person to look at.", value=stock.open_cases)
        ages = check(self._services).tick_ages_s
        yield _gauges("doorstep_tick_age_seconds", "Seconds since each tick of a worker.", ["tick"], ages)

    def describe(self) -> list[Metric]:
        """Describe nothing, so that registering does not ask the database."""
        return []


def _gauges(name: str, text: str, labels: list[str], values: Mapping[Any, float]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, text, labels=labels)
    for key, value in values.items():
        family.add_metric(list(key) if isinstance(key, tuple) else [str(key)], value)
    return family

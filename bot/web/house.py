"""What every view reaches for: the settings, the services, and what this process remembers between requests."""

from dataclasses import dataclass

from flask import Flask, current_app

from bot.services import Services
from bot.settings import Settings
from bot.web.limits import Limiter
from bot.web.meters import Meters

_KEY = "doorstep"


@dataclass(frozen=True, slots=True)
class House:
    """One process of the web; `visitors` limits how often one address may ask for pages."""

    settings: Settings
    services: Services
    meters: Meters
    visitors: Limiter


def open_house(app: Flask, house: House) -> None:
    """Give an application its house."""
    app.extensions[_KEY] = house


def the_house() -> House:
    """Answer the house of the application that serves this request."""
    house: House = current_app.extensions[_KEY]
    return house


def the_services() -> Services:
    """Answer the services of the application that serves this request."""
    return the_house().services

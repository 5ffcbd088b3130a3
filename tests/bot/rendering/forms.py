"""A setting to write values in, for the tests of this folder."""

from datetime import datetime

from bot.rendering.catalogue import Catalogue
from bot.rendering.values import Setting


def setting(catalogue: Catalogue, language: str, *, now: datetime, zone: str = "America/New_York") -> Setting:
    """Build the setting that a message of the catalogue would be written in."""
    return Setting(forms=catalogue.forms(language), zone=zone, now=now)

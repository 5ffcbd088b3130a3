"""What every use case needs, in one typed value that is built in one place (`compose`) and never changes."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.channels.port import Channel, ChannelName
from bot.clock import Clock
from bot.rendering.catalogue import Catalogue
from models.session import Database


@dataclass(frozen=True, slots=True)
class Services:
    """The database, the clock, the channels that are switched on, the texts, and two facts from the settings.

    `secret` keys hashes and links; `public_url` is where the world reaches us, without a trailing slash.
    `work` is set whenever a commit of this process left something to send or fire.
    """

    database: Database
    clock: Clock
    channels: Mapping[ChannelName, Channel]
    catalogue: Catalogue
    secret: bytes
    public_url: str
    work: threading.Event = field(default_factory=threading.Event)

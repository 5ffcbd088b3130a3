"""Settings become services: the only file that names the real adapters."""

from collections.abc import Mapping
from pathlib import Path

from bot.channels.port import Channel, ChannelName
from bot.channels.sendgrid_email import SendGridEmail
from bot.channels.twilio_sms import TwilioSms
from bot.clock import Clock, RehearsalClock, SystemClock
from bot.rendering.catalogue import Catalogue
from bot.services import Services
from bot.settings import Settings
from bot.usecases.anchor_rehearsal import anchor
from models import tables
from models.session import Database

TEXTS = Path(__file__).parents[1] / "templates" / "messages"


def compose(settings: Settings) -> Services:
    """Build the services of one process; the database's schema must be there already."""
    # Tables name one another: all of them must be known before the first row is written.
    tables.Base.registry.configure()
    database = Database(settings.database_url)
    services = Services(
        database=database,
        clock=_clock(settings, database),
        channels=channels(settings),
        catalogue=Catalogue.load(TEXTS),
        secret=settings.secret_key.encode(),
        public_url=settings.public_url,
    )
    database.on_work(services.work.set)
    return services


def channels(settings: Settings) -> Mapping[ChannelName, Channel]:
    """Build the channels that the settings switch on; SMS and WhatsApp go through the same account."""
    found: dict[ChannelName, Channel] = {}
    if (twilio := settings.twilio) is not None:
        for name in (ChannelName.SMS, ChannelName.WHATSAPP):
            found[name] = TwilioSms(
                account_sid=twilio.account_sid,
                auth_token=twilio.auth_token,
                auth_token_previous=twilio.previous_auth_token,
                base_url=twilio.base_url,
                name=name,
            )
    if (sendgrid := settings.sendgrid) is not None:
        found[ChannelName.EMAIL] = SendGridEmail(
            api_key=sendgrid.api_key,
            base_url=sendgrid.base_url,
            inbound_public_key=sendgrid.inbound_public_key,
            event_public_key=sendgrid.event_public_key,
            machine_now=SystemClock().machine_now,
        )
    return found


def _clock(settings: Settings, database: Database) -> Clock:
    if settings.rehearsal is None:
        return SystemClock()
    start, rate = settings.rehearsal.start, settings.rehearsal.rate
    return RehearsalClock(
        start, rate, anchor(database, start=start, rate=rate, machine_now=SystemClock().machine_now())
    )

"""Words from one side of a delivery to the other. Roles become addresses here and nowhere else.

Fails closed: without a driver, a line or a recipient nothing is passed on; the sender is told and a person looks.
"""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.usecases import bindings, open_case, threads, write_message
from bot.usecases.bindings import Bound
from bot.usecases.stage import Stage
from bot.usecases.write_message import Cause, Destination
from conversations import stops
from conversations.context import DeliveryView
from conversations.effects import CaseKind, Relay, Tell, Value
from conversations.understanding.reading import Role
from delivery import addresses
from delivery.messages import MessageKind
from models.brand import Line, LineUse
from models.delivery import Delivery
from models.people import Contact, Driver


def pass_on(stage: Stage, relay: Relay) -> bool:
    """Pass a person's own words to the other side, numbers and links in them masked unless the brand says otherwise.

    False when there was no way: the person has been told so, and somebody looks.
    """
    text = relay.text
    if stage.scene.brand.options.get("relay_masking", True):
        text = addresses.without_contacts(text)
    view = stage.snapshot.context.delivery(relay.delivery)
    if view is None:
        return False
    if relay.to is Role.DRIVER:
        key, data = for_driver(view, text)
        reached = _write_to_driver(stage, relay.delivery, key, data, MessageKind.RELAY)
    else:
        data = {"driver": _first_name(stage.snapshot.context.person), "text": text}
        reached = _write_to_recipient(stage, relay.delivery, "relay/to_customer", data, MessageKind.RELAY)
    if not reached:
        _say_not_passed_on(stage, view, to=relay.to)
    return reached


def for_driver(view: DeliveryView, text: str) -> tuple[str, dict[str, Value]]:
    """Choose the message that puts the stop's tag before a recipient's words, or its address where it has none."""
    if view.tag is None:
        return "relay/to_driver_untagged", {"stop": view.address, "text": text}
    return "relay/to_driver", {"tag": view.tag, "text": text}


def tell(stage: Stage, tell: Tell) -> None:
    """Say something of our own to the other side; nobody there to hear it is no error."""
    if tell.to is Role.DRIVER:
        _write_to_driver(stage, tell.delivery, tell.key, tell.data, MessageKind.DRIVER)
    else:
        _write_to_recipient(stage, tell.delivery, tell.key, tell.data, MessageKind.DAY_OF)


def _write_to_driver(stage: Stage, delivery_id: int, key: str, data: Mapping[str, Value], kind: MessageKind) -> bool:
    driver_id = stage.snapshot.driver_of.get(delivery_id)
    driver = None if driver_id is None else stage.session.get(Driver, driver_id)
    if driver is None or driver.phone is None:
        return False
    bound = _binding(stage, delivery_id, driver.id, stage.scene.thread_id) if kind is MessageKind.RELAY else None
    line_id = _driver_line(stage.session, stage.scene.brand.id) if bound is None else bound.line_id
    if line_id is None or (kind is MessageKind.RELAY and bound is None):
        return False
    thread_id = threads.find_or_begin(
        stage.session, brand_id=stage.scene.brand.id, line_id=line_id, address=driver.phone
    )
    cause = Cause(kind, delivery_id, bound.id if bound else None)
    _write(stage, thread_id, key, data, cause, language=stage.scene.brand.language)
    return True


def _write_to_recipient(stage: Stage, delivery_id: int, key: str, data: Mapping[str, Value], kind: MessageKind) -> bool:
    known = bindings.find(stage.session, delivery_id, stage.now)
    thread_id = known.thread_id if known else _recipient_thread(stage.session, delivery_id)
    if thread_id is None:
        return False
    bound = None
    driver_id = stage.snapshot.driver_id
    if kind is MessageKind.RELAY and driver_id is not None:
        bound = _binding(stage, delivery_id, driver_id, thread_id)
        if bound is None:
            return False
    cause = Cause(kind, delivery_id, bound.id if bound else None)
    language = threads.recipients_language(stage.session, delivery_id) or stage.scene.brand.language
    _write(stage, thread_id, key, data, cause, language=language)
    return True


def _binding(stage: Stage, delivery_id: int, driver_id: int, thread_id: int) -> Bound | None:
    return bindings.keep_open(
        stage.session,
        brand_id=stage.scene.brand.id,
        delivery_id=delivery_id,
        driver_id=driver_id,
        thread_id=thread_id,
        now=stage.now,
    )


def _write(stage: Stage, thread_id: int, key: str, data: Mapping[str, Value], cause: Cause, *, language: str) -> None:
    brand = stage.scene.brand
    destination: Destination = write_message.to_thread(
        stage.session,
        thread_id,
        brand=brand.name,
        language=language,
        zone=brand.zone,
    )
    write_message.write(stage.session, stage.services, destination, key=key, data=data, cause=cause)


def _say_not_passed_on(stage: Stage, view: DeliveryView, *, to: Role) -> None:
    open_case.open_case(
        stage.session,
        scene=stage.scene,
        kind=CaseKind.ASKED_FOR_PERSON,
        delivery_id=view.id,
        note="a message could not be passed on",
        now=stage.now,
    )
    context = stage.snapshot.context
    write_message.write(
        stage.session,
        stage.services,
        write_message.to_scene(stage.scene, language=context.language, zone=stage.scene.brand.zone),
        key="relay/not_passed_on" if to is Role.DRIVER else "relay/driver_told_no_way",
        data={} if to is Role.DRIVER else {"stop": stops.label(view)},
        cause=Cause(MessageKind.REPLY, view.id),
    )


def _driver_line(session: Session, brand_id: int) -> int | None:
    return session.execute(
        select(Line.id).where(Line.brand_id == brand_id, Line.use == LineUse.DRIVER).order_by(Line.id).limit(1)
    ).scalar()


def _recipient_thread(session: Session, delivery_id: int) -> int | None:
    contact = session.scalars(
        select(Contact).join(Delivery, Delivery.contact_id == Contact.id).where(Delivery.id == delivery_id)
    ).one()
    return threads.of_contact(session, brand_id=contact.brand_id, contact=contact)


def _first_name(name: str | None) -> str:
    return name.split()[0] if name else ""

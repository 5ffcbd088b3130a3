"""The contacts of planned deliveries: found again by name and addresses, else written.

Two people of one household who share a number stay two contacts; a text from it finds the deliveries of both.
"""

from collections.abc import Collection

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.usecases.day import PlannedContact
from models.people import Contact

_Key = tuple[str | None, str | None, str | None]


class Contacts:
    """The contacts of one brand that share an address with a plan, read in one statement."""

    def __init__(self, session: Session, brand_id: int, planned: Collection[PlannedContact]) -> None:
        self._session = session
        self._brand_id = brand_id
        phones = {contact.phone for contact in planned if contact.phone}
        emails = {contact.email for contact in planned if contact.email}
        wanted = select(Contact).where(
            Contact.brand_id == brand_id, or_(Contact.phone.in_(phones), Contact.email.in_(emails))
        )
        self._known: dict[_Key, Contact] = {
            (row.name, row.phone, row.email): row for row in session.scalars(wanted.order_by(Contact.id.desc()))
        }

    def find_or_add(self, planned: PlannedContact) -> int:
        """Answer the contact of a plan; its language follows the plan."""
        key = (planned.name, planned.phone, planned.email)
        found = self._known.get(key) if planned.phone or planned.email else None
        if found is None:
            found = Contact(brand_id=self._brand_id, name=planned.name, phone=planned.phone, email=planned.email)
            self._session.add(found)
            self._session.flush()
            self._known[key] = found
        found.language = planned.language or found.language
        return found.id

    def follow(self, contact_id: int, planned: PlannedContact) -> int:
        """Answer the contact a delivery should have: the one it has while that is still whom the plan means."""
        present = self._session.get_one(Contact, contact_id)
        if (present.name, present.phone, present.email) != (planned.name, planned.phone, planned.email):
            return self.find_or_add(planned)
        present.language = planned.language or present.language
        return contact_id

    def addresses(self, contact_id: int) -> tuple[str | None, str | None]:
        """Tell where a contact is reached: phone and mail."""
        contact = self._session.get_one(Contact, contact_id)
        return contact.phone, contact.email

"""Addresses of people: their one canonical form, how they are shown, hidden and remembered after being forgotten.

Nothing here looks anything up; whether an address exists is for a provider to say.
"""

import hashlib
import hmac
import re

import phonenumbers

MASK = "***"

_MAIL = re.compile(
    r"(?=.{3,254}\Z)(?=[^@]{1,64}@)[^\s@<>()\[\]\",;:\\.]+(?:\.[^\s@<>()\[\]\",;:\\.]+)*"
    r"@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_](?:[\w-]{0,61}[^\W_])"
)

# Fails closed: a gate code of seven digits is hidden too. Dates are named first because they would look like numbers.
_CONTACTS = re.compile(
    r"(?P<date>(?<!\d)(?:\d{4}-\d\d-\d\d|\d\d?[./-]\d\d?[./-]\d{4})(?!\d))"
    r"|(?:https?://|www\.)\S+"
    r"|[\w.+-]{1,64}(?:@|\s?[(\[]\s?at\s?[)\]]\s?)(?:[\w-]{1,63}(?:\.|\s?[(\[]\s?dot\s?[)\]]\s?)){1,8}[^\W\d_]{2,24}"
    r"|(?<![\w.-])(?:[\w-]{1,63}\.){1,8}(?:[^\W\d_]{2,24}/\S*|(?:com|net|org|info|biz|io|co|me|ly|app|link)(?!\w))"
    r"|\+?\(?\d(?:[\s.\-/()·_\u00ad\u2010-\u2015\u200b-\u200f\u2060]{0,3}\d){6,}",
    re.IGNORECASE,
)


def phone(text: str, *, region: str | None = None) -> str:
    """Read a telephone number as E.164; national forms need a region; raises ValueError."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException as error:
        raise ValueError("not a telephone number") from error
    # Numbers of test ranges and freshly opened ones are not "valid" in any table: the right length must do.
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        raise ValueError("not a telephone number")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def email(text: str) -> str:
    """Read a mail address in lower case; raises ValueError."""
    address = text.strip().lower()
    if not _MAIL.fullmatch(address):
        raise ValueError("not a mail address")
    return address


def masked(address: str) -> str:
    """Hide most of an address for people's eyes, such as +1555***0101 or a***@mail.example."""
    name, at_sign, domain = address.rpartition("@")
    if at_sign:
        return f"{name[:1]}{MASK}@{domain}"
    prefix, _, number = address.rpartition(":")
    shown = (5, 4) if len(number) >= 12 else (3, 2)
    if len(number) < sum(shown) + 3:
        shown = (0, min(2, len(number) // 3))
    head, tail = number[: shown[0]], number[len(number) - shown[1] :]
    return f"{prefix}:{head}{MASK}{tail}" if prefix else f"{head}{MASK}{tail}"


def without_contacts(text: str) -> str:
    """Replace telephone numbers, mail addresses and links in a relayed text by a mask; dates stay."""
    return _CONTACTS.sub(lambda found: found["date"] or MASK, text)


def digest(address: str, *, key: bytes) -> str:
    """Hash an address with a secret key, to recognise it again without keeping it."""
    return hmac.new(key, address.strip().lower().encode(), hashlib.sha256).hexdigest()

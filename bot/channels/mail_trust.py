"""May a mail be answered, and is it from whom it says: two verdicts from its headers and checks. Pure."""

import re

from bot.channels.mail_form import Form
from bot.channels.mail_parse import Mail

_BULK = frozenset(("bulk", "junk", "list", "auto_reply"))
_SUPPRESS = frozenset(("dr", "autoreply", "all"))
_OF_LISTS = (
    "List-Id",
    "List-Unsubscribe",
    "Feedback-ID",
    "X-Autoreply",
    "X-Autorespond",
    "X-Auto-Reply-From",
    "X-Failed-Recipients",
)
_MACHINES = re.compile(r"^(?:mailer-daemon|postmaster|bounces?|(?:no|do-?not|donot)[-_.]?reply)(?:[+@._-]|$)", re.I)
_DKIM = re.compile(r"@([\w.-]+)\s*:\s*(\w+)")


def is_automatic(mail: Mail) -> bool:
    """Say whether a machine wrote this mail (RFC 3834 and what mail servers really send): it is never answered."""
    submitted = mail.header("Auto-Submitted").partition(";")[0].strip().lower()
    suppress = {word.strip() for word in mail.header("X-Auto-Response-Suppress").lower().split(",")}
    return (
        submitted not in ("", "no")
        or mail.envelope_from == ""
        or mail.header("Return-Path") == "<>"
        or mail.header("Precedence").lower() in _BULK
        or bool(suppress & _SUPPRESS)
        or any(mail.header(name) for name in _OF_LISTS)
        or bool(_MACHINES.match(mail.from_address))
        or mail.from_address in {recipient.lower() for recipient in mail.recipients}
        or mail.headers.get_content_type() == "multipart/report"
    )


def is_authentic(mail: Mail, form: Form) -> bool:
    """Say whether the visible sender is proven: DKIM or SPF passed for its domain, or nobody checked anything.

    SendGrid tells raw results and no DMARC verdict: SPF speaks about the envelope and DKIM about whoever signed, so
    each counts only where its domain is that of the visible From (or a part of it, as in DMARC's relaxed alignment).
    """
    dkim, spf = form.text("dkim").strip(), form.text("SPF").strip()
    if not dkim and not spf:
        return True
    domain = _domain(mail.from_address)
    if not (domain and mail.has_one_sender):
        return False
    signed = (by for by, verdict in _DKIM.findall(dkim) if verdict.lower() == "pass")
    carried = [_domain(mail.envelope_from or "")] if spf.lower().startswith("pass") else []
    return any(_is_aligned(other, domain) for other in (*signed, *carried))


def _domain(address: str) -> str:
    return address.rpartition("@")[2].strip().rstrip(".").lower() if "@" in address else ""


def _is_aligned(other: str, domain: str) -> bool:
    other = other.rstrip(".").lower()
    shorter, longer = sorted((other, domain), key=len)
    return "." in shorter and (shorter == longer or longer.endswith(f".{shorter}"))

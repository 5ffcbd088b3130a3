"""How many segments the carrier bills for a text; the carrier's own reading, independent of the service's."""

GSM_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_EXTENDED = frozenset("^{}\\[]~|€\f")


def count(text: str) -> int:
    """Answer the number of segments of a text: 160 or 153 septets, or 70 or 67 UTF-16 units."""
    if all(sign in GSM_BASIC or sign in GSM_EXTENDED for sign in text):
        units = sum(2 if sign in GSM_EXTENDED else 1 for sign in text)
        single, part = 160, 153
    else:
        units = len(text.encode("utf-16-le")) // 2
        single, part = 70, 67
    return 1 if units <= single else -(-units // part)

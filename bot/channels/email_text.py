"""The words of a mail: what the person wrote now, without what mail programs put around it. Pure.

A mail is read as lines: quoted ones are dropped, and the first sign of the older mail (an intro, a block of headers, a
ruler) ends the reply unless answers stand between its quoted lines. The whole mail is kept elsewhere, in the payload;
nobody acts on quoted words.
"""

import re
from collections.abc import Sequence

from bot.channels import email_marks as marks
from bot.channels.html_text import text_of_html

__all__ = ["reply_text", "text_of_html"]

_QUOTED = re.compile(r"^\s{0,4}>(?!.*<<)")
_INVISIBLE = re.compile("[\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_SENTENCE_END = re.compile(r"[.?!…:;)]\s*$")
_MOST_SIGNATURE_LINES = 12
# Marks stand in short lines near the top; what is longer is only ever a way to keep a processor busy.
_MOST_CHARACTERS = 200_000
_MOST_MARK = 500


def reply_text(text: str) -> str:
    """Return the reply a person wrote in a mail: empty where all of it is quoted, whole where it only forwards."""
    lines = _lines(text)
    sections, is_forward = _own_sections(lines)
    if is_forward:
        return _tidy(lines)
    words = [_tidy(_without_signature(section, is_first=at == 0)) for at, section in enumerate(sections)]
    if not any(words):
        words = [_tidy(_without_footers(section)) for section in sections]
    return "\n\n".join(word for word in words if word)


def _lines(text: str) -> list[str]:
    plain = re.sub("\r\n?|[\u2028\u2029\u0085\u000b\u000c]", "\n", text[:_MOST_CHARACTERS])
    plain = _INVISIBLE.sub("", plain).replace("\u00a0", " ").replace("\u202f", " ")
    plain = marks.INLINE_INTRO.sub(r"\1\n\2\n", plain)
    return [line.rstrip() for line in plain.split("\n")]


def _own_sections(lines: Sequence[str]) -> tuple[list[list[str]], bool]:
    """Return the person's own runs of lines in order, and whether a forwarded mail stands at the top."""
    heads = [line[:_MOST_MARK] for line in lines]
    quoted = _quoted_flags(heads)
    sections: list[list[str]] = [[]]
    is_forward = False
    at = 0
    while at < len(lines):
        length, is_intro = _older_mail_at(heads, quoted, at)
        if length:
            after = _next_line(heads, at + length)
            is_quoted_below = is_intro and after < len(lines) and quoted[after]
            if not is_quoted_below:
                if any(_has_words(section) for section in sections):
                    break
                is_forward = is_forward or not is_intro
            at += length
        else:
            at += 1
            if not quoted[at - 1]:
                sections[-1].append(lines[at - 1])
                continue
        sections.append([])
    return sections, is_forward


def _quoted_flags(lines: Sequence[str]) -> list[bool]:
    flags = [bool(_QUOTED.match(line)) for line in lines]
    # Lines that a program broke lose their mark: "> a long line / that goes on / > and on".
    for at in range(1, len(lines)):
        if not flags[at] and flags[at - 1] and lines[at].strip() and _is_broken_off(lines, flags, at):
            flags[at] = True
    return flags


def _is_broken_off(lines: Sequence[str], flags: Sequence[bool], at: int) -> bool:
    before, line = lines[at - 1], lines[at].strip()
    is_last = at + 1 >= len(lines) or not flags[at + 1]
    if line.endswith(">") or line.startswith(("(http", "<http")):
        return True
    if is_last:
        return len(before) >= 66 and line[0].islower() and not _SENTENCE_END.search(before)
    return bool(before.strip("> \t")) and not _SENTENCE_END.search(before)


def _older_mail_at(lines: Sequence[str], quoted: Sequence[bool], at: int) -> tuple[int, bool]:
    """Return how many lines the sign of an older mail takes here, zero for none, and whether it is an intro."""
    if quoted[at] or not lines[at].strip():
        return 0, False
    intro = _intro_length(lines, quoted, at)
    if intro:
        return intro, True
    if marks.RULER.match(lines[at]):
        return 1, False
    return _headers_length(lines, quoted, at), False


def _intro_length(lines: Sequence[str], quoted: Sequence[bool], at: int) -> int:
    begins = bool(marks.BEGINS_INTRO.match(lines[at]))
    joined = ""
    for length in range(1, marks.MOST_INTRO_LINES + 1):
        here = at + length - 1
        if here >= len(lines) or (length > 1 and not begins):
            break
        line = lines[here].strip()
        if not line and not lines[_next_line(lines, here) % len(lines)].lstrip().startswith("<"):
            break
        if quoted[here] and not marks.ENDS_INTRO.match(line):
            break
        joined = f"{joined} {line}".strip()[:_MOST_MARK]
        if line and any(pattern.match(joined) for pattern in marks.WHOLE_INTRO):
            return length
    after = _next_line(lines, at + 1)
    is_believed = after < len(lines) and quoted[after]
    return int(is_believed and any(pattern.match(lines[at].strip()) for pattern in marks.WEAK_INTRO))


def _headers_length(lines: Sequence[str], quoted: Sequence[bool], at: int) -> int:
    """Count the lines of a block of mail headers; a person's own "From: 9am, To: 1pm" is none."""
    if not _header_kind(lines[at]):
        return 0
    kinds: list[str] = []
    end = at
    for here in range(at, min(at + 16, len(lines))):
        kind = _header_kind(lines[here])
        if kind:
            kinds.append(kind)
            end = here + 1
        elif not lines[here].strip():
            after = _next_line(lines, here)
            if after >= len(lines) or not _header_kind(lines[after]):
                break
        elif quoted[here] or here - end >= 2:
            break
    has_address = any(marks.HAS_ADDRESS.search(line) for line in lines[at:end])
    named = {"sent", "subject"} & set(kinds)
    is_block = "from" in kinds and bool(named) and (has_address or ("subject" in kinds and len(kinds) > 2))
    return end - at if is_block else 0


def _header_kind(line: str) -> str | None:
    return next((kind for kind, pattern in marks.HEADERS.items() if pattern.match(line)), None)


def _next_line(lines: Sequence[str], at: int) -> int:
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at


def _has_words(section: Sequence[str]) -> bool:
    return bool(_tidy(_without_footers(section)))


def _without_footers(section: Sequence[str]) -> list[str]:
    kept: list[str] = []
    in_footer = False
    for line in section:
        in_footer = bool(line.strip()) and (in_footer or bool(marks.CLIENT_FOOTER.match(line.strip()[:_MOST_MARK])))
        if not in_footer:
            kept.append(line)
    return kept


def _without_signature(section: Sequence[str], *, is_first: bool) -> list[str]:
    kept = _without_footers(section)
    for at, line in enumerate(kept):
        above, below = kept[:at], kept[at + 1 :]
        if is_first and not any(word.strip() for word in above):
            continue
        if marks.SIGNATURE.match(line) and sum(1 for word in below if word.strip()) <= _MOST_SIGNATURE_LINES:
            return above
        if marks.DISCLAIMER.match(line.strip()[:_MOST_MARK]) or (
            marks.LINE_OF_DASHES.match(line) and _is_small_print(below)
        ):
            return above
    return kept


def _is_small_print(below: Sequence[str]) -> bool:
    words = [line for line in below if line.strip()]
    is_notice = bool(words) and bool(marks.DISCLAIMER.match(words[0].strip()[:_MOST_MARK]))
    return is_notice or (len(words) <= 6 and any(marks.CONTACTS.search(line[:_MOST_MARK]) for line in words))


def _tidy(lines: Sequence[str]) -> str:
    kept = list(lines)
    while kept and (not kept[-1].strip() or marks.LINE_OF_DASHES.match(kept[-1])):
        kept.pop()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip("\n").rstrip() if kept else ""

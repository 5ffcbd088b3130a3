"""HTML mail as plain text, for people who write with formatting. Pure, standard library only, never fails.

Quotes become "> " lines and marked signatures get their "-- ", so that one reader of replies serves both forms.
"""

import re
from collections import Counter
from html.parser import HTMLParser

_BLOCKS = re.compile(
    r"address|article|aside|blockquote|center|dd|div|dl|dt|fieldset|figure|footer|form|h1|h2|h3|h4|h5|h6"
    r"|header|hr|li|main|nav|ol|p|pre|section|table|tbody|tfoot|thead|tr|ul"
)
_APART = re.compile(r"p|h1|h2|h3|h4|h5|h6|ul|ol|table|blockquote|pre")
_HIDDEN = re.compile(r"head|script|style|title|template|noscript|svg|math|object|select|textarea")
_VOID = re.compile(r"area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr")
_SIGNATURES = frozenset(("gmail_signature", "moz-signature", "signature", "ms-outlook-mobile-signature"))
_MOST_DEPTH = 40


def text_of_html(html: str) -> str:
    """Return the words of an HTML document as lines of plain text."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = []
        self._line = ""
        self._open: list[tuple[str, bool]] = []  # tag, and whether what is inside stays unseen
        self._count: Counter[str] = Counter()
        self._hidden = 0

    def text(self) -> str:
        self._break()
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self._lines)).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "body" and self._count["head"]:
            self.handle_endtag("head")  # which many programs forget to close
        if _BLOCKS.fullmatch(tag) or tag == "br":
            self._break(is_apart=bool(_APART.fullmatch(tag)), is_forced=tag == "br")
        if _VOID.fullmatch(tag):
            return
        given = {key: (value or "").lower() for key, value in attrs}
        is_hidden = bool(_HIDDEN.fullmatch(tag)) or re.search(r"display\s*:\s*none", given.get("style", "")) is not None
        self._open.append((tag, is_hidden))
        self._count[tag] += 1
        self._hidden += is_hidden
        if tag == "li":
            self._line += "- "
        if _SIGNATURES & {*given.get("class", "").split(), given.get("id", "")}:
            self._break()
            self._lines.append(self._prefix() + "-- ")

    def handle_endtag(self, tag: str) -> None:
        if _BLOCKS.fullmatch(tag):
            self._break(is_apart=bool(_APART.fullmatch(tag)))
        if tag in ("td", "th"):
            self._line += " "
        while self._count[tag]:
            name, is_hidden = self._open.pop()
            self._count[name] -= 1
            self._hidden -= is_hidden
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        if self._count["pre"]:
            first, *others = data.split("\n")
            self._line += first
            for line in others:
                self._break(is_forced=True)
                self._line += line
            return
        words = re.sub(r"[ \t\r\n\f]+", " ", data)
        self._line += words.lstrip(" ") if not self._line or self._line.endswith(" ") else words

    def _break(self, *, is_apart: bool = False, is_forced: bool = False) -> None:
        line = self._line.rstrip() if self._count["pre"] else self._line.strip()
        self._line = ""
        if line or is_forced:
            self._lines.append(self._prefix() + line)
        if is_apart and self._lines and self._lines[-1].strip("> "):
            self._lines.append(self._prefix().rstrip())

    def _prefix(self) -> str:
        return "> " * min(self._count["blockquote"], _MOST_DEPTH)

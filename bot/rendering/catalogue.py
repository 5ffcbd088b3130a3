"""The texts of all languages, and a message made of one: what to say becomes what is read.

The words are in `templates/messages`, one file a language. Nothing here decides what to say, sends or stores it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path

from babel import Locale

from bot.rendering import entries, values
from bot.rendering.entries import Entry
from bot.rendering.values import Forms, Setting
from conversations.effects import Value
from delivery import segments

SOURCE = "en"
"""The language that every message exists in, and that stands in for a language or a message that is missing."""

BRAND_LIMIT = 40
SUBJECT_LIMIT = 120
DEFAULT_SUBJECT = "mail/subject"
FORMS = tuple(field.name for field in fields(Forms) if field.name != "language")


class CatalogueError(Exception):
    """The message texts have problems; each line names the file, the key and the remedy."""


class NotRendered(LookupError):
    """There is no such message, or a value that its text asks for is missing."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message in words; only a mail has a subject."""

    text: str
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every message in every language."""

    languages: Mapping[str, Mapping[str, Entry]]

    @classmethod
    def load(cls, folder: Path) -> "Catalogue":
        """Read and check the files of all languages; raise CatalogueError with everything that is wrong."""
        languages: dict[str, dict[str, Entry]] = {}
        problems: list[str] = []
        for path in sorted(folder.glob("*.toml")):
            languages[path.stem], found = entries.read(path)
            problems += found
        if SOURCE not in languages:
            problems.append(f"{folder}: there is no {SOURCE}.toml. Point to the folder that holds the message texts.")
        # A file that cannot be read lacks everything: comparing it would bury what is wrong with it.
        for language, known in languages.items() if not problems else ():
            problems += _comparison(language, known, source=languages[SOURCE])
        if problems:
            raise CatalogueError("\n".join(problems))
        return cls(languages=languages)

    @property
    def missing(self) -> Mapping[str, tuple[str, ...]]:
        """Name the messages that each language lacks; until they are written the English ones are used."""
        wanted = self.languages[SOURCE]
        gaps = {
            language: tuple(key for key in wanted if key not in known) for language, known in self.languages.items()
        }
        return {language: keys for language, keys in gaps.items() if keys}

    def language(self, wanted: str) -> str:
        """Answer the language that texts for `wanted` (a tag such as "es" or "es-MX") are written in."""
        plain = wanted.replace("_", "-").split("-")[0].lower()
        return plain if plain in self.languages else SOURCE

    def render(
        self,
        key: str,
        data: Mapping[str, Value],
        *,
        language: str,
        zone: str,
        now: datetime,
        channel: str,
        brand: str,
    ) -> Rendered:
        """Write a message out in a language as of `now` in `zone`; raise NotRendered when that cannot be done."""
        spoken = self.language(language)
        if key not in self.languages[spoken]:
            spoken = SOURCE
        entry = self._entry(spoken, key)
        setting = Setting(forms=self.forms(spoken), zone=zone, now=now)
        shown = {name: values.written(name, value, setting=setting) for name, value in data.items()}
        shown["brand"] = values.cut(values.clean(brand), limit=BRAND_LIMIT)
        if lacking := sorted(entry.names - set(shown)):
            raise NotRendered(f"message {key!r} needs {', '.join(lacking)}")
        text = entries.fill(_form(entry, spoken, data), shown)
        if channel == "sms":
            return Rendered(text=segments.to_gsm(text))
        if channel != "email":
            return Rendered(text=text)
        subject = entry.subject or self._entry(spoken, DEFAULT_SUBJECT).texts["other"]
        return Rendered(text=text, subject=header(entries.fill(subject, shown)))

    def word(self, key: str, *, language: str, data: Mapping[str, str]) -> str:
        """Fill a text that stands around a message, such as a greeting; the values are taken as they are."""
        return entries.fill(self._entry(self.language(language), key).texts["other"], data)

    def forms(self, language: str) -> Forms:
        """Answer how a language writes time."""
        words = {name: self._entry(language, f"forms/{name}").texts["other"] for name in FORMS}
        return Forms(language=language, **words)

    def _entry(self, language: str, key: str) -> Entry:
        entry = self.languages[language].get(key) or self.languages[SOURCE].get(key)
        if entry is None:
            raise NotRendered(f"there is no message {key!r}")
        return entry


def header(text: str) -> str:
    """Make a text safe and short enough for one line of a mail's head."""
    return values.cut(values.clean(text), limit=SUBJECT_LIMIT)


def _form(entry: Entry, language: str, data: Mapping[str, Value]) -> str:
    count = data.get("count")
    if not isinstance(count, int):
        return entry.texts["other"]
    form = Locale.parse(language).plural_form(count)
    return entry.texts.get(form, entry.texts["other"])


def _comparison(language: str, known: Mapping[str, Entry], *, source: Mapping[str, Entry]) -> list[str]:
    required = [f"forms/{name}" for name in FORMS]
    problems = [
        f"{language}.toml [{key}]: it is missing, and no time can be written without it. Copy it from {SOURCE}.toml."
        for key in required
        if key not in known
    ]
    for key, entry in known.items():
        if key not in source:
            problems.append(f"{language}.toml [{key}]: no message has this key. Correct it after {SOURCE}.toml.")
        # A translation may leave a value out; one that the English text lacks might never be given.
        elif surplus := ", ".join(sorted(entry.names - source[key].names - {"brand"})):
            known_names = ", ".join(sorted(source[key].names)) or "none"
            problems.append(f"{language}.toml [{key}]: nobody fills {surplus}. The placeholders are: {known_names}.")
    return problems

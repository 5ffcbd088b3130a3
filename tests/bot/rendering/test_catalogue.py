"""Loading the texts with their checks, and making a message of one."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.catalogue import BRAND_LIMIT, FORMS, Catalogue, CatalogueError, NotRendered, Rendered
from conversations.effects import Value
from delivery.windows import Window

NOW = datetime(2026, 11, 23, 15, 5, tzinfo=UTC)
SHIPPED = Path("templates/messages")
FORMS_TOML = "".join(f'["forms/{name}"]\ntext = "H"\n' for name in FORMS) + '["mail/subject"]\ntext = "{brand}: news"\n'


def catalogue_of(folder: Path, **languages: str) -> Catalogue:
    for language, messages in languages.items():
        (folder / f"{language}.toml").write_text(FORMS_TOML + messages, encoding="utf-8")
    return Catalogue.load(folder)


def said(catalogue: Catalogue, key: str, *, language: str = "en", channel: str = "sms", **data: Value) -> Rendered:
    return catalogue.render(
        key, data, language=language, zone="America/New_York", now=NOW, channel=channel, brand="Acme"
    )


def test_the_shipped_texts_load() -> None:
    assert set(Catalogue.load(SHIPPED).languages) == {"en", "es", "fr"}


@pytest.mark.parametrize(
    ("messages", "problem"),
    [
        ('["a/b"]\ntext = "x {name.real}"', "en.toml [a/b]: text has the placeholder {name.real}"),
        ('["a/b"]\ntext = "x {names[0]}"', "{names[0]}"),
        ('["a/b"]\ntext = "x {count:03d}"', "{count:03d}"),
        ('["a/b"]\ntext = "x {}"', "{}"),
        ('["a/b"]\ntext = "x {Name}"', "{Name}"),
        ('["a/b"]\ntext = "x {{name}}"', "brace"),
        ('["a/b"]\ntext = "x } y"', "brace"),
        ('["a/b"]\ntext = "10\\u202fh"', "U+202F"),
        ('["a/b"]\ntext = "a\\u0007"', "U+0007"),
        ('["a/b"]\ntext = " "', "is not a text"),
        ('["a/b"]\ntext = 3', "is not a text"),
        ('["a/b"]\nsubject = "x"', "it has no text"),
        ('["a/b"]\none = "x"', "it has no text"),
        ('["a/b"]\ntext = "x"\nother = "y"', "Keep one of the two"),
        ('["a/b"]\ntext = "x"\nhtml = "y"', "nobody reads html"),
        ('["A b"]\ntext = "x"', "a key is lower-case words"),
        ("[a.b]\ntext = 'x'", "a key is lower-case words"),
    ],
)
def test_a_broken_message_is_refused_with_file_key_and_remedy(tmp_path: Path, messages: str, problem: str) -> None:
    with pytest.raises(CatalogueError) as refused:
        catalogue_of(tmp_path, en=messages)

    assert problem in str(refused.value)
    assert str(refused.value).startswith("en.toml [")


def test_a_value_in_place_of_a_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / "en.toml").write_text('"a/b" = "x"\n' + FORMS_TOML, encoding="utf-8")

    with pytest.raises(CatalogueError, match="a value where a table belongs"):
        Catalogue.load(tmp_path)


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError) as refused:
        catalogue_of(tmp_path, en='["a/b"]\ntext = "{"\n["c/d"]\ntext = ""\n', es="not toml")

    assert str(refused.value).count("\n") == 2


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("en", b"x = ", "en.toml: this is not a TOML file"),
        ("en", b"# \xff\xfe", "en.toml: this is not a TOML file"),
        ("english", b"", "'english' is no language"),
        ("xx", b"", "'xx' is no language"),
        ("fr", b"", "there is no en.toml"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(tmp_path: Path, name: str, content: bytes, problem: str) -> None:
    (tmp_path / f"{name}.toml").write_bytes(content)

    with pytest.raises(CatalogueError, match=problem):
        Catalogue.load(tmp_path)


@pytest.mark.parametrize(
    ("english", "french", "problem"),
    [
        ('["a/b"]\ntext = "x"', '["a/c"]\ntext = "x"', "fr.toml [a/c]: no message has this key"),
        (
            '["a/b"]\ntext = "x {link}"',
            '["a/b"]\ntext = "x {lien}"',
            "fr.toml [a/b]: nobody fills lien. The placeholders are: link.",
        ),
        ('["a/b"]\ntext = "x"', '["a/b"]\ntext = "x {name}"', "nobody fills name. The placeholders are: none."),
    ],
)
def test_a_translation_follows_the_english_file(tmp_path: Path, english: str, french: str, problem: str) -> None:
    with pytest.raises(CatalogueError) as refused:
        catalogue_of(tmp_path, en=english, fr=french)

    assert problem in str(refused.value)


def test_a_language_needs_its_forms_of_time(tmp_path: Path) -> None:
    (tmp_path / "en.toml").write_text(FORMS_TOML, encoding="utf-8")
    (tmp_path / "fr.toml").write_text('["forms/today"]\ntext = "aujourd\'hui"\n', encoding="utf-8")

    with pytest.raises(CatalogueError, match=r"fr.toml \[forms/time\]: it is missing"):
        Catalogue.load(tmp_path)


def test_a_message_that_is_not_translated_yet_is_said_in_english(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path, en='["a/b"]\ntext = "Hi {name}"', fr="")

    assert said(catalogue, "a/b", language="fr", name="Ann").text == "Hi Ann"
    assert catalogue.missing == {"fr": ("a/b",)}


@pytest.mark.parametrize(
    ("wanted", "spoken"), [("fr", "fr"), ("fr-CA", "fr"), ("FR_ca", "fr"), ("de", "en"), ("", "en"), ("en-GB", "en")]
)
def test_a_language_tag_finds_its_texts(tmp_path: Path, wanted: str, spoken: str) -> None:
    catalogue = catalogue_of(tmp_path, en='["a/b"]\ntext = "en"', fr='["a/b"]\ntext = "fr"')

    assert said(catalogue, "a/b", language=wanted).text == spoken


@pytest.mark.parametrize(
    ("language", "count", "text"),
    [("en", 1, "1 stop"), ("en", 0, "0 stops"), ("en", 2, "2 stops"), ("fr", 0, "0 arret"), ("fr", 2, "2 arrets")],
)
def test_the_plural_follows_the_language(tmp_path: Path, language: str, count: int, text: str) -> None:
    catalogue = catalogue_of(
        tmp_path,
        en='["a/b"]\none = "{count} stop"\nother = "{count} stops"',
        fr='["a/b"]\none = "{count} arret"\nother = "{count} arrets"',
    )

    assert said(catalogue, "a/b", language=language, count=count).text == text


def test_a_plural_form_need_not_name_the_count(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path, en='["a/b"]\none = "Next!"\nother = "{count} stops"')

    assert said(catalogue, "a/b", count=1).text == "Next!"


@pytest.mark.parametrize(("key", "problem"), [("a/none", "no message 'a/none'"), ("a/b", "needs count, name")])
def test_what_cannot_be_rendered_says_what_is_missing(tmp_path: Path, key: str, problem: str) -> None:
    catalogue = catalogue_of(tmp_path, en='["a/b"]\none = "{name}"\nother = "{count} {name}"')

    with pytest.raises(NotRendered, match=problem):
        said(catalogue, key)


def test_a_placeholder_in_a_value_stays_what_it_is(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path, en='["a/b"]\ntext = "{name}: {text} ({link})"')

    rendered = said(catalogue, "a/b", name="{link}", text="{brand} {0} \\1 %s", link="https://d.example/t/1")

    assert rendered.text == "{link}: {brand} {0} \\1 %s (https://d.example/t/1)"


@pytest.mark.parametrize(
    ("link", "text"), [("https://d.example/t", "Today.\nLive: https://d.example/t"), ("", "Today.")]
)
def test_a_line_is_left_out_when_its_link_is_empty(tmp_path: Path, link: str, text: str) -> None:
    catalogue = catalogue_of(tmp_path, en='["a/b"]\ntext = "Today.\\nLive: {link}"')

    assert said(catalogue, "a/b", link=link).text == text


@pytest.mark.parametrize(("driver", "text"), [("Sam", "Your driver Sam: hi"), ("", "Your driver: hi")])
def test_an_empty_value_leaves_no_gap(tmp_path: Path, driver: str, text: str) -> None:
    catalogue = catalogue_of(tmp_path, en='["a/b"]\ntext = "Your driver {driver}: hi"')

    assert said(catalogue, "a/b", driver=driver).text == text


def test_only_a_text_message_is_folded_to_what_an_sms_can_say(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path, en='["a/b"]\ntext = "{name} \\u2013 ok"')

    assert said(catalogue, "a/b", name="O\u2019Hara").text == "O'Hara - ok"
    assert said(catalogue, "a/b", name="O\u2019Hara", channel="whatsapp").text == "O\u2019Hara \u2013 ok"


def test_a_mail_has_its_own_subject_or_the_usual_one(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path, en='["a/b"]\ntext = "x"\nsubject = "For {name}"\n["a/c"]\ntext = "y"\n')

    assert said(catalogue, "a/b", channel="email", name="Ann\r\nBcc: all@mail.example").subject == (
        "For Ann Bcc: all@mail..."
    )
    assert said(catalogue, "a/c", channel="email").subject == "Acme: news"
    assert said(catalogue, "a/c").subject is None


def test_a_brand_name_is_cleaned_and_capped(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path, en='["a/b"]\ntext = "{brand}"')

    rendered = catalogue.render("a/b", {}, language="en", zone="UTC", now=NOW, channel="sms", brand="A\ncme" + "x" * 99)

    assert rendered.text.startswith("A cme")
    assert len(rendered.text) == BRAND_LIMIT


def test_spaces_in_the_file_do_not_reach_the_message(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path, en='["a/b"]\ntext = """\nOne.\nTwo.\n"""')

    assert said(catalogue, "a/b").text == "One.\nTwo."


@given(name=st.text(max_size=300), text=st.text(max_size=3_000))
def test_people_cannot_break_a_message(tmp_path_factory: pytest.TempPathFactory, name: str, text: str) -> None:
    folder = tmp_path_factory.mktemp("texts")
    catalogue = catalogue_of(folder, en='["a/b"]\ntext = "<{name}> {window} <{text}> {brand}"')

    rendered = said(catalogue, "a/b", name=name, text=text, window=Window(NOW, NOW + timedelta(hours=1))).text

    assert rendered.startswith("<")
    assert rendered.endswith("> Acme")
    assert len(rendered) <= 1_400
    assert not any(ord(character) < 32 for character in rendered if character != "\n")
    assert "\n" not in rendered.split(">")[0]

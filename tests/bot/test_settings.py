"""Settings: what is understood, what is refused, and that nothing secret shows."""

import base64
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from bot.settings import BadSettings, Problem, Rehearsal, SendGrid, Settings, Twilio, parse_env_file
from bot.settings_table import TABLE


def public_key(curve: ec.EllipticCurve) -> str:
    key = ec.derive_private_key(7, curve).public_key()
    return base64.b64encode(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()


SID = "AC" + "0123456789abcdef" * 2
P256 = public_key(ec.SECP256R1())
LEAST = {"SECRET_KEY": "s" * 16, "API_KEY": "a" * 16}
TWILIO = {"TWILIO_ACCOUNT_SID": SID, "TWILIO_AUTH_TOKEN": "twilio-token"}
SENDGRID = {"SENDGRID_API_KEY": "SG.sendgrid-key"}
SIMULATED = {"TWILIO_BASE_URL": "http://127.0.0.1:9000/t", "SENDGRID_BASE_URL": "http://127.0.0.1:9000/s"}


def read(**env: str) -> Settings:
    return Settings.from_env({**LEAST, **env})


def refused(env: Mapping[str, str]) -> list[str]:
    with pytest.raises(BadSettings) as caught:
        Settings.from_env({**LEAST, **env})
    return [problem.name for problem in caught.value.problems]


def test_two_keys_are_enough() -> None:
    settings = read()

    assert settings.database_url == f"sqlite:///{Path('var').absolute()}/doorstep.db"
    assert (settings.bind_host, settings.bind_port) == ("127.0.0.1", 8000)
    assert settings.public_url == "http://127.0.0.1:8000"
    assert (settings.twilio, settings.sendgrid, settings.rehearsal) == (None, None, None)
    assert (settings.data_dir, settings.log_level) == (Path("var"), "INFO")


def test_an_empty_value_counts_as_not_set() -> None:
    assert read(BIND=" ", TWILIO_ACCOUNT_SID="", LOG_LEVEL="") == read()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("postgres://u:p@db/name", "postgresql+psycopg://u:p@db/name"),
        ("postgresql://u@db:5432/name", "postgresql+psycopg://u@db:5432/name"),
        ("postgresql:///name?host=/run/pg", "postgresql+psycopg:///name?host=/run/pg"),
        ("postgresql+psycopg://u@db/name", "postgresql+psycopg://u@db/name"),
        ("sqlite:///var/day.db", "sqlite:///var/day.db"),
        ("sqlite:////srv/day.db", "sqlite:////srv/day.db"),
    ],
)
def test_a_database_is_sqlite_or_postgresql(given: str, kept: str) -> None:
    assert read(DATABASE_URL=given).database_url == kept


def test_the_default_database_lies_in_the_data_directory() -> None:
    assert read(DATA_DIR="/srv/doorstep").database_url == "sqlite:////srv/doorstep/doorstep.db"


@pytest.mark.parametrize(
    ("bind", "host", "port", "public_url"),
    [
        ("127.0.0.1:9001", "127.0.0.1", 9001, "http://127.0.0.1:9001"),
        ("0.0.0.0:80", "0.0.0.0", 80, "http://127.0.0.1:80"),
        ("[::1]:8000", "::1", 8000, "http://[::1]:8000"),
        ("[::]:8000", "::", 8000, "http://[::1]:8000"),
        ("track.internal:8000", "track.internal", 8000, "http://track.internal:8000"),
    ],
)
def test_the_public_address_follows_from_bind(bind: str, host: str, port: int, public_url: str) -> None:
    settings = read(BIND=bind)

    assert (settings.bind_host, settings.bind_port, settings.public_url) == (host, port, public_url)


def test_the_public_address_keeps_its_path_and_loses_its_last_slash() -> None:
    assert read(PUBLIC_URL="https://acme.example/track/").public_url == "https://acme.example/track"


def test_both_providers_are_read() -> None:
    settings = read(
        **TWILIO,
        **SENDGRID,
        TWILIO_AUTH_TOKEN_PREVIOUS="older",
        SENDGRID_INBOUND_PUBLIC_KEY=P256,
        SENDGRID_EVENT_PUBLIC_KEY=P256,
        SENDGRID_BASE_URL="http://127.0.0.1:9000/s/",
    )

    assert settings.twilio == Twilio(SID, "twilio-token", "older", "https://api.twilio.com")
    assert settings.sendgrid == SendGrid("SG.sendgrid-key", "http://127.0.0.1:9000/s", P256, P256)
    assert settings.warnings() == ()


def test_what_is_switched_off_is_a_warning() -> None:
    off = read().warnings()
    unverified = read(**TWILIO, **SENDGRID).warnings()

    assert ["SMS is off" in off[0], "E-mail is off" in off[1], len(off)] == [True, True, 2]
    assert ["INBOUND" in unverified[0], "EVENT" in unverified[1], len(unverified)] == [True, True, 2]


@pytest.mark.parametrize(
    ("env", "names"),
    [
        ({"SECRET_KEY": ""}, ["SECRET_KEY"]),
        ({"API_KEY": "a" * 15}, ["API_KEY"]),
        ({"DATABASE_URL": "mysql://u@db/name"}, ["DATABASE_URL"]),
        ({"DATABASE_URL": "doorstep.db"}, ["DATABASE_URL"]),
        ({"DATABASE_URL": "postgresql://u@db"}, ["DATABASE_URL"]),
        ({"DATABASE_URL": "postgresql://u@db:port/name"}, ["DATABASE_URL"]),
        ({"DATABASE_URL": "sqlite://"}, ["DATABASE_URL"]),
        ({"DATABASE_URL": "sqlite:///:memory:"}, ["DATABASE_URL"]),
        ({"BIND": "8000"}, ["BIND"]),
        ({"BIND": "127.0.0.1"}, ["BIND"]),
        ({"BIND": "127.0.0.1:0"}, ["BIND"]),
        ({"BIND": "127.0.0.1:65536"}, ["BIND"]),
        ({"BIND": "127.0.0.1:8000/path"}, ["BIND"]),
        ({"BIND": "me@127.0.0.1:8000"}, ["BIND"]),
        ({"PUBLIC_URL": "track.acme.example"}, ["PUBLIC_URL"]),
        ({"PUBLIC_URL": "ftp://track.acme.example"}, ["PUBLIC_URL"]),
        ({"PUBLIC_URL": "https://"}, ["PUBLIC_URL"]),
        ({"PUBLIC_URL": "https://[::1"}, ["PUBLIC_URL"]),
        ({"PUBLIC_URL": "https://acme.example/?a=b"}, ["PUBLIC_URL"]),
        ({"TWILIO_ACCOUNT_SID": "AC123", "TWILIO_AUTH_TOKEN": "t"}, ["TWILIO_ACCOUNT_SID"]),
        ({"TWILIO_ACCOUNT_SID": SID}, ["TWILIO_AUTH_TOKEN"]),
        ({"TWILIO_AUTH_TOKEN": "t"}, ["TWILIO_ACCOUNT_SID"]),
        ({"TWILIO_AUTH_TOKEN_PREVIOUS": "t"}, ["TWILIO_ACCOUNT_SID"]),
        ({"TWILIO_BASE_URL": "nowhere"}, ["TWILIO_BASE_URL"]),
        ({**SENDGRID, "SENDGRID_INBOUND_PUBLIC_KEY": "not base64!"}, ["SENDGRID_INBOUND_PUBLIC_KEY"]),
        ({**SENDGRID, "SENDGRID_EVENT_PUBLIC_KEY": "AAAA"}, ["SENDGRID_EVENT_PUBLIC_KEY"]),
        ({**SENDGRID, "SENDGRID_EVENT_PUBLIC_KEY": public_key(ec.SECP384R1())}, ["SENDGRID_EVENT_PUBLIC_KEY"]),
        ({"SENDGRID_EVENT_PUBLIC_KEY": P256}, ["SENDGRID_API_KEY"]),
        ({"LOG_LEVEL": "LOUD"}, ["LOG_LEVEL"]),
        ({"REHEARSAL_START": "tomorrow"}, ["REHEARSAL_START"]),
        ({"REHEARSAL_START": "2026-11-23T08:00:00"}, ["REHEARSAL_START"]),
        ({"REHEARSAL_START": "2026-11-23T08:00:00Z", "REHEARSAL_RATE": "0"}, ["REHEARSAL_RATE"]),
        ({"REHEARSAL_START": "2026-11-23T08:00:00Z", "REHEARSAL_RATE": "fast"}, ["REHEARSAL_RATE"]),
        ({"REHEARSAL_START": "2026-11-23T08:00:00Z", "REHEARSAL_RATE": "nan"}, ["REHEARSAL_RATE"]),
        ({"REHEARSAL_START": "2026-11-23T08:00:00Z", "REHEARSAL_RATE": "1e7"}, ["REHEARSAL_RATE"]),
        ({"REHEARSAL_RATE": "2"}, ["REHEARSAL_RATE"]),
        ({"REHEARSAL_START": "2026-11-23T08:00:00Z", **TWILIO}, ["REHEARSAL_START"]),
        ({"REHEARSAL_START": "2026-11-23T08:00:00Z", **SENDGRID}, ["REHEARSAL_START"]),
        (
            {"REHEARSAL_START": "2026-11-23T08:00:00Z", **TWILIO, **SENDGRID, "TWILIO_BASE_URL": "http://t"},
            ["REHEARSAL_START"],
        ),
        (
            {"REHEARSAL_START": "2026-11-23T08:00:00Z", **SENDGRID, "SENDGRID_BASE_URL": "https://api.eu.sendgrid.com"},
            ["REHEARSAL_START"],
        ),
    ],
)
def test_what_cannot_be_used_is_refused(env: dict[str, str], names: list[str]) -> None:
    assert refused(env) == names


def test_every_problem_is_reported_at_once_with_its_remedy() -> None:
    with pytest.raises(BadSettings) as caught:
        Settings.from_env({"BIND": "x", "LOG_LEVEL": "x", "TWILIO_ACCOUNT_SID": SID})

    names = [problem.name for problem in caught.value.problems]
    assert sorted(names) == ["API_KEY", "BIND", "LOG_LEVEL", "SECRET_KEY", "TWILIO_AUTH_TOKEN"]
    assert str(caught.value).count("\n") == 4
    assert all(problem.remedy for problem in caught.value.problems)


@pytest.mark.parametrize("rate", ["", "1", "0.5", "3600"])
def test_a_rehearsal_runs_against_a_simulator(rate: str) -> None:
    settings = read(**TWILIO, **SENDGRID, **SIMULATED, REHEARSAL_START="2026-11-23T08:00:00-05:00", REHEARSAL_RATE=rate)

    assert settings.rehearsal == Rehearsal(datetime(2026, 11, 23, 13, tzinfo=UTC), float(rate or 1))


def test_a_rehearsal_needs_no_provider() -> None:
    assert read(REHEARSAL_START="2026-11-23T13:00:00Z").rehearsal is not None


def test_no_secret_shows() -> None:
    secrets = {
        "SECRET_KEY": "hush-secret-key-0123",
        "API_KEY": "hush-api-key-0123456",
        "TWILIO_AUTH_TOKEN": "hush-token",
        "TWILIO_AUTH_TOKEN_PREVIOUS": "hush-older",
        "SENDGRID_API_KEY": "hush-mail",
        "DATABASE_URL": "postgresql://u:hush-password@db/name",
    }

    shown = repr(read(TWILIO_ACCOUNT_SID=SID, **secrets))
    with pytest.raises(BadSettings) as caught:
        Settings.from_env({**secrets, "DATABASE_URL": "mysql://u:hush-password@db/name", "API_KEY": "hush"})

    assert "hush" not in shown
    assert "hush" not in str(caught.value) + repr(caught.value)
    assert set(secrets) == {row.name for row in TABLE if row.secret}


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for row in TABLE:
        monkeypatch.delenv(row.name, raising=False)
    (tmp_path / ".env").write_text(
        "# our keys\nexport SECRET_KEY='ssssssssssssssss'\nAPI_KEY = \"aaaaaaaaaaaaaaaa\"\n\n"
        "LOG_LEVEL=DEBUG\nBIND=h:1\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("LOG_LEVEL", "ERROR")

    settings = Settings.load(tmp_path)

    assert (settings.secret_key, settings.api_key) == ("s" * 16, "a" * 16)
    assert (settings.log_level, settings.bind_host) == ("ERROR", "h")


def test_without_a_file_the_environment_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for row in TABLE:
        monkeypatch.delenv(row.name, raising=False)
    for name, value in LEAST.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)

    assert Settings.load() == read()


def test_a_line_of_the_file_that_is_no_setting_is_named_but_not_shown() -> None:
    with pytest.raises(BadSettings) as caught:
        parse_env_file("A=1\nhush hush\n=2\n")

    assert [problem.name for problem in caught.value.problems] == ["Line 2 of .env", "Line 3 of .env"]
    assert "hush" not in str(caught.value)


class Recording(Mapping[str, str]):
    """An environment that remembers what was asked for."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values_given = values
        self.asked: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.asked.add(name)
        return self.values_given[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.values_given)

    def __len__(self) -> int:
        return len(self.values_given)


def test_every_setting_that_is_read_is_described() -> None:
    env = Recording(LEAST)

    Settings.from_env(env)

    assert env.asked == {row.name for row in TABLE}


def test_every_example_is_accepted() -> None:
    examples = {row.name: row.example for row in TABLE if row.example}
    settings = read(**{**TWILIO, **SENDGRID, **examples})

    assert settings.rehearsal == Rehearsal(datetime(2026, 11, 23, 13, tzinfo=UTC), 60)


@given(st.dictionaries(st.sampled_from([row.name for row in TABLE]), st.text(max_size=40)))
def test_any_values_are_read_or_refused(env: dict[str, str]) -> None:
    problems: tuple[Problem, ...] = ()
    settings = None

    try:
        settings = Settings.from_env(env)
    except BadSettings as refusal:
        problems = refusal.problems

    assert bool(settings) != bool(problems)

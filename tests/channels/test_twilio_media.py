"""Files people sent by text: fetched with credentials from the API alone, and never more than fits."""

import pytest
import requests
import urllib3

from bot.channels import twilio_http, twilio_sms
from bot.channels.port import Ambiguous, Failure, Media, NotSent, Refused, Throttled
from bot.channels.twilio_sms import TwilioSms
from tests.channels import twilio_requests as twilio
from tests.channels.provider import Answer, Provider, refusing_url

PATH = f"/2010-04-01/Accounts/{twilio.ACCOUNT}/Messages/MM1/Media/ME1"


def a_channel(url: str) -> TwilioSms:
    return TwilioSms(account_sid=twilio.ACCOUNT, auth_token=twilio.TOKEN, base_url=url, timeout_s=0.3)


@pytest.fixture
def channel(provider: Provider) -> TwilioSms:
    return a_channel(provider.url)


def a_file(url: str) -> Media:
    return Media(url=url, content_type="image/png")


def test_a_file_is_fetched_from_the_configured_host_with_credentials(provider: Provider, channel: TwilioSms) -> None:
    provider.answers.append(Answer(200, b"\x89PNG"))

    assert channel.fetch_media(a_file(f"https://api.twilio.com{PATH}")) == b"\x89PNG"
    assert provider.asked[0].path == PATH
    assert provider.asked[0].headers["Authorization"].startswith("Basic ")


def test_a_redirect_within_the_provider_is_followed_without_credentials(provider: Provider, channel: TwilioSms) -> None:
    provider.answers.extend([Answer(307, headers={"Location": "/store/1"}), Answer(200, b"stored")])

    assert channel.fetch_media(a_file(provider.url + PATH)) == b"stored"
    assert provider.asked[1].path == "/store/1"
    assert "Authorization" not in provider.asked[1].headers


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://169.254.169.254/latest/meta-data",
        f"https://api.twilio.com.evil.example{PATH}",
        f"https://api.twilio.com@evil.example{PATH}",
        f"https://evil.example{PATH}",
        "https://api.twilio.com/2010-04-01/Accounts/AC99/Messages/MM1/Media/ME1",
        f"https://api.twilio.com/2010-04-01/Accounts/{twilio.ACCOUNT}/Keys.json",
        f"https://api.twilio.com/2010-04-01/Accounts/{twilio.ACCOUNT}/Messages/../Keys.json",
        f"https://api.twilio.com/2010-04-01/Accounts/{twilio.ACCOUNT}/Messages/%2e%2e/Keys.json",
    ],
)
def test_nothing_but_media_of_our_account_is_asked_for(provider: Provider, channel: TwilioSms, url: str) -> None:
    with pytest.raises(Refused):
        channel.fetch_media(a_file(url))
    assert provider.asked == []


@pytest.mark.parametrize(
    ("answer", "failure", "code"),
    [
        (Answer(302, headers={"Location": "http://169.254.169.254/"}), Refused, "media_host"),
        (Answer(302, headers={"Location": "https://evil.example/"}), Refused, "media_host"),
        (Answer(302, headers={"Location": "http://x.twiliocdn.com/"}), Refused, "media_host"),
        (Answer(404), Refused, "404"),
        (Answer(429), Throttled, None),
        (Answer(503), NotSent, None),
        (Answer(breaks="hang"), NotSent, None),
        (Answer(breaks="reset"), NotSent, None),
        (Answer(200, b"half", {"Content-Length": "4000"}), NotSent, None),
    ],
)
def test_a_file_that_cannot_be_had_is_a_failure(
    provider: Provider, channel: TwilioSms, answer: Answer, failure: type[Failure], code: str | None
) -> None:
    provider.answers.append(answer)

    with pytest.raises(failure) as raised:
        channel.fetch_media(a_file(provider.url + PATH))
    assert getattr(raised.value, "code", None) == code


def test_a_circle_of_redirects_ends(provider: Provider, channel: TwilioSms) -> None:
    provider.answers.extend([Answer(302, headers={"Location": "/again"})] * 5)

    with pytest.raises(Refused):
        channel.fetch_media(a_file(provider.url + PATH))
    assert len(provider.asked) == twilio_http.MOST_HOPS


def test_a_file_that_is_too_large_is_refused(
    provider: Provider, channel: TwilioSms, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(twilio_sms, "MOST_MEDIA_BYTES", 1000)
    provider.answers.append(Answer(200, b"x" * 1001))

    with pytest.raises(Refused) as raised:
        channel.fetch_media(a_file(provider.url + PATH))
    assert raised.value.code == "media_size"


def test_a_host_that_is_down_is_asked_again_later() -> None:
    with pytest.raises(NotSent):
        a_channel(refusing_url()).fetch_media(a_file(f"https://api.twilio.com{PATH}"))


_POOL = urllib3.HTTPSConnectionPool("api.twilio.com")


def _retries_over(reason: Exception) -> urllib3.exceptions.MaxRetryError:
    return urllib3.exceptions.MaxRetryError(_POOL, "/", reason)


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (requests.ConnectTimeout(), NotSent),
        (requests.exceptions.ProxyError(), NotSent),
        (
            requests.exceptions.SSLError(_retries_over(urllib3.exceptions.SSLError("CERTIFICATE_VERIFY_FAILED"))),
            NotSent,
        ),
        (requests.exceptions.SSLError(_retries_over(urllib3.exceptions.SSLError("EOF in the middle"))), Ambiguous),
        (requests.ReadTimeout(), Ambiguous),
        (requests.ConnectionError(urllib3.exceptions.ProtocolError("aborted")), Ambiguous),
        (requests.exceptions.ChunkedEncodingError(), Ambiguous),
    ],
)
def test_a_broken_request_either_never_left_or_is_ambiguous(
    error: requests.RequestException, failure: type[Failure]
) -> None:
    assert type(twilio_http.failure_of(error)) is failure

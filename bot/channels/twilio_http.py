"""How requests reach Twilio: with a time limit, to the configured host, and with every failure named.

The SDK's own client waits for ever, logs addresses and hides the difference between "never left" and "nobody knows";
that is why it has a client of ours. Nothing here knows what a message is.
"""

import logging
import re
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit

import requests
import urllib3
from twilio.http.response import Response

from bot.channels.port import Ambiguous, Failure, NotSent, Refused, Throttled
from bot.channels.throttling import retry_after_s

API_HOST = "api.twilio.com"
# Media answers with a redirect to a store of Twilio's; nobody else is followed, and nobody else sees the credentials.
STORE_HOSTS = (".twilio.com", ".twiliocdn.com", ".amazonaws.com")
MOST_HOPS = 3

_NEVER_LEFT = (urllib3.exceptions.NewConnectionError, urllib3.exceptions.ConnectTimeoutError)


class TwilioHttp:
    """The HTTP client given to the SDK, which asks for no more than `request`."""

    is_async = False

    def __init__(self, *, base_url: str, timeout_s: float) -> None:
        self._base = urlsplit(base_url)
        self._timeout_s = timeout_s
        self._session = requests.Session()
        # Its debug log shows the query of a listing, which is somebody's number.
        logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)

    def request(
        self,
        method: str,
        uri: str,
        params: dict[str, object] | None = None,
        data: dict[str, object] | None = None,
        headers: dict[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,
    ) -> Response:
        """Make one request and no second one; raise a Failure for what is not an answer."""
        fields: Any = {"params": params, "data": data, "headers": headers, "auth": auth}
        try:
            answer = self._session.request(
                method, self.at_base(uri), timeout=timeout or self._timeout_s, allow_redirects=False, **fields
            )
        except requests.RequestException as error:
            raise failure_of(error) from error
        if answer.status_code == 429:
            raise Throttled(retry_after_s(answer.headers))
        if answer.status_code >= 500:
            raise Ambiguous(f"HTTP {answer.status_code}")
        return Response(answer.status_code, answer.text, answer.headers)

    def at_base(self, url: str) -> str:
        """Return the URL with the scheme and host of the configured base."""
        return urlunsplit(urlsplit(url)._replace(scheme=self._base.scheme, netloc=self._base.netloc))

    def is_media_of(self, account_sid: str, url: str) -> bool:
        """Say whether a URL is a file of this account at the API itself, so that it may see our credentials."""
        parts = urlsplit(url)
        path = re.fullmatch(rf"/[\w-]+/Accounts/{re.escape(account_sid)}/Messages/\w+/Media/\w+", parts.path)
        return path is not None and parts.netloc in (API_HOST, self._base.netloc)

    def download(self, url: str, *, auth: tuple[str, str], most_bytes: int) -> bytes:
        """Return the bytes behind a URL of the API, at most so many; raise a Failure."""
        target, credentials = self.at_base(url), auth
        for _ in range(MOST_HOPS):
            with self._get(target, auth=credentials) as answer:
                if not answer.is_redirect:
                    return _body(answer, most_bytes=most_bytes)
                target, credentials = _next_hop(answer, base=self._base.netloc), ("", "")
        raise Refused("redirects", "the media redirects for ever")

    def _get(self, url: str, *, auth: tuple[str, str]) -> requests.Response:
        try:
            return self._session.get(
                url, auth=auth if any(auth) else None, timeout=self._timeout_s, stream=True, allow_redirects=False
            )
        except requests.RequestException as error:
            raise NotSent("the media cannot be reached now") from error


def failure_of(error: requests.RequestException) -> Failure:
    """Say whether a failed request never left (NotSent) or nobody knows (Ambiguous)."""
    if isinstance(error, requests.ConnectTimeout | requests.exceptions.ProxyError):
        return NotSent("no connection")
    reason = getattr(error.args[0], "reason", None) if error.args else None
    if isinstance(reason, _NEVER_LEFT):
        return NotSent("no connection")
    if isinstance(error, requests.exceptions.SSLError) and "CERTIFICATE_VERIFY_FAILED" in str(reason):
        return NotSent("the certificate is not trusted")
    return Ambiguous(type(error).__name__)


def _next_hop(answer: requests.Response, *, base: str) -> str:
    target = urljoin(answer.url, answer.headers["Location"])
    parts = urlsplit(target)
    stored = parts.scheme == "https" and (parts.hostname or "").endswith(STORE_HOSTS)
    if not stored and parts.netloc != base:
        raise Refused("media_host", "the media redirects to a stranger")
    return target


def _body(answer: requests.Response, *, most_bytes: int) -> bytes:
    if answer.status_code == 429:
        raise Throttled(retry_after_s(answer.headers))
    if answer.status_code >= 500:
        raise NotSent(f"HTTP {answer.status_code}")
    if answer.status_code != 200:
        raise Refused(str(answer.status_code), "the media cannot be had")
    body = bytearray()
    try:
        for piece in answer.iter_content(65_536):
            body += piece
            if len(body) > most_bytes:
                raise Refused("media_size", "the media is too large")
    except requests.RequestException as error:
        raise NotSent("the media stopped half way") from error
    return bytes(body)

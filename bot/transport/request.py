"""How requests to the Bot API travel: aiohttp with orjson, about a sixth of the default's CPU."""

from typing import Any, Final, cast

import aiohttp
import orjson
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

Timeout = Any
"""Seconds, None for no limit, or the library's private mark for "not given"."""

POOL_SIZE: Final = 128
CONNECT_SECONDS: Final = 5.0
READ_SECONDS: Final = 10.0


class NotSentError(NetworkError):
    """The request certainly did not reach Telegram, so that it may be repeated."""


class AiohttpRequest(BaseRequest):
    """The request backend of python-telegram-bot over one aiohttp session.

    Args:
        pool_size: Connections at the same time; further requests wait for a free one, without
            a limit of their own.
        read_seconds: Longest silence of the server while it answers.
    """

    __slots__ = ("_pool_size", "_read_seconds", "_session")

    def __init__(self, pool_size: int = POOL_SIZE, read_seconds: float = READ_SECONDS) -> None:
        self._pool_size = pool_size
        self._read_seconds = read_seconds
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Longest silence of the server, seconds."""
        return self._read_seconds

    async def initialize(self) -> None:
        """Open the session; a second call changes nothing."""
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._pool_size),
                headers={"User-Agent": self.USER_AGENT},
            )

    async def shutdown(self) -> None:
        """Close every connection to the Bot API."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """Read an answer of the Bot API.

        Raises:
            NetworkError: if it is none, as from a proxy or a hotel's login page in between.
        """
        try:
            answer = orjson.loads(payload)
        except orjson.JSONDecodeError:
            answer = None
        if not isinstance(answer, dict):
            # Not chained: the error of the parser carries the whole answer along.
            raise NetworkError("invalid server response")
        return answer

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Timeout = BaseRequest.DEFAULT_NONE,
        write_timeout: Timeout = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 -- aiohttp has none
        connect_timeout: Timeout = BaseRequest.DEFAULT_NONE,
        pool_timeout: Timeout = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 -- part of connecting
    ) -> tuple[int, bytes]:
        """Send one request and return status and body.

        Raises:
            NotSentError: if no connection came about: safe to repeat.
            TimedOut: if the answer did not come in time: it may have been carried out.
            NetworkError: if the connection broke: it may have been carried out.
        """
        if self._session is None:
            raise RuntimeError("the request backend is not open")
        limits = aiohttp.ClientTimeout(
            total=None,
            sock_connect=_seconds(connect_timeout, CONNECT_SECONDS),
            sock_read=_seconds(read_timeout, self._read_seconds),
        )
        try:
            async with self._session.request(
                method, url, timeout=limits, **_body(request_data)
            ) as answer:
                return answer.status, await answer.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NotSentError(f"no connection: {type(error).__name__}") from error
        except TimeoutError as error:
            raise TimedOut(f"no answer: {type(error).__name__}") from error
        except aiohttp.ClientError as error:
            raise NetworkError(f"connection broke: {type(error).__name__}") from error


def _seconds(given: Timeout, default: float) -> float | None:
    return default if given is BaseRequest.DEFAULT_NONE else cast("float | None", given)


def _body(data: RequestData | None) -> dict[str, Any]:
    if data is None:
        return {}
    if not data.contains_files:
        return {
            "data": orjson.dumps(data.parameters),
            "headers": {"Content-Type": "application/json"},
        }
    form = aiohttp.FormData(quote_fields=False)  # quoted, people would see "Potvrda%20o..."
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, part in (data.multipart_data or {}).items():
        filename, content, kind = cast("tuple[str, bytes, str]", part)
        form.add_field(name, content, filename=filename, content_type=kind)
    return {"data": form}

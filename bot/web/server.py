"""The web server: Telegram's webhook, and whether the bot is alive and ready."""

import hmac
import logging
from collections.abc import Awaitable, Callable, Mapping
from math import ceil
from typing import Any, Final

import orjson
from aiohttp import web

from bot.logs import trace
from bot.transport.parking import NotYetError

log = logging.getLogger(__name__)

WEBHOOK_PATH: Final = "/telegram/webhook"
SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 -- a header's name
LARGEST_UPDATE: Final = 1024 * 1024
DRAIN_SECONDS: Final = 7.0
"""How long what is being served has to end; the whole bot has ten seconds."""

Receive = Callable[[Mapping[str, Any]], Awaitable[None]]
Check = Callable[[], Awaitable[str | None]]


def build_app(
    check: Check,
    receive: Receive | None = None,
    secret: str = "",
    *,
    is_ready: Callable[[], bool] = lambda: True,
) -> web.Application:
    """The pages of the bot: health, readiness, and the webhook if there is one.

    Args:
        check: Says what keeps the bot from working, or None if nothing does.
        receive: Serves one update; without it there is no webhook.
        secret: What Telegram sends along to prove itself.
        is_ready: Whether updates can be served yet; before, they are to be delivered again.

    Raises:
        ValueError: if there is a webhook without a secret; anybody could speak for anybody.
    """
    if receive is not None and not secret:
        raise ValueError("a webhook needs a secret")
    app = web.Application(client_max_size=LARGEST_UPDATE)

    async def healthz(_request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def readyz(_request: web.Request) -> web.Response:
        problem = await check()
        if problem is None:
            return web.json_response({"status": "ready"})
        return web.json_response({"status": "not ready", "problem": problem}, status=503)

    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)
    if receive is not None:
        app.router.add_post(WEBHOOK_PATH, _webhook(receive, secret, is_ready))
    return app


def _webhook(
    receive: Receive, secret: str, is_ready: Callable[[], bool]
) -> Callable[[web.Request], Awaitable[web.Response]]:
    expected = secret.encode()

    async def webhook(request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "").encode(errors="surrogateescape")
        if not hmac.compare_digest(given, expected):
            return web.Response(status=401)
        if not is_ready():
            return web.Response(status=503)
        try:
            update = orjson.loads(await request.read())
        except orjson.JSONDecodeError:
            update = None
        if not isinstance(update, dict) or type(update.get("update_id")) is not int:
            return web.Response(status=400)
        try:
            await receive(update)
        except NotYetError as error:
            return web.Response(status=503, headers={"Retry-After": str(ceil(error.seconds))})
        except Exception as error:  # noqa: BLE001 -- Telegram delivers again, whatever it was
            log.warning("update %d waits: %s", update["update_id"], trace(error))
            return web.Response(status=503)
        return web.Response()

    return webhook


class WebServer:
    """The pages, served on one address.

    Args:
        port: 0 lets the system choose; see :attr:`port` after the start.
    """

    def __init__(self, app: web.Application, host: str, port: int) -> None:
        self._runner = web.AppRunner(
            app, access_log=None, handle_signals=False, shutdown_timeout=DRAIN_SECONDS
        )
        self._host = host
        self._port = port

    @property
    def port(self) -> int:
        """The port that is served, also where a free one was asked for."""
        addresses = self._runner.addresses
        return int(addresses[0][1]) if addresses else self._port

    async def start(self) -> None:
        """Begin to serve on the address that was given.

        Raises:
            OSError: if the address cannot be had.
        """
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, self._port).start()

    async def stop(self) -> None:
        """Finish what is being served, then stop."""
        await self._runner.cleanup()

"""The web server: Telegram's webhook, and whether the bot is alive and ready."""

import hmac
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from ipaddress import ip_address
from math import ceil
from typing import Any, Final

import orjson
from aiohttp import web, web_response

from bot.logs import trace
from bot.transport.parking import NotYetError
from bot.web.metrics import METRICS_PATH
from bot.web.patience import READ_SECONDS, Patience

log = logging.getLogger(__name__)

WEBHOOK_PATH: Final = "/telegram/webhook"
SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 -- a header's name
LARGEST_UPDATE: Final = 1024 * 1024
LARGEST_NUMBER: Final = 1 << 63
DRAIN_SECONDS: Final = 7.0
"""How long what is being served has to end; the whole bot has ten seconds."""

PATIENCE: Final = web.AppKey("patience", Patience)
FORWARDING_HEADERS: Final = ("Forwarded", "Via", "X-Forwarded-For", "X-Real-IP")
"""What proxies add: a proxy on this machine asks for somebody elsewhere."""

# The library would tell its own version and Python's, also where it cannot read a request.
web_response.SERVER_SOFTWARE = "Komshi"  # type: ignore[attr-defined]

Receive = Callable[[Mapping[str, Any]], Awaitable[None]]
Check = Callable[[], Awaitable[str | None]]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def build_app(
    check: Check | None,
    receive: Receive | None = None,
    secret: str = "",
    *,
    is_ready: Callable[[], bool] = lambda: True,
) -> web.Application:
    """The pages of the bot: health, readiness, and the webhook if there is one.

    Args:
        check: Says what keeps the bot from working, or None if nothing does; asked from this
            machine only. Without it readiness is told elsewhere.
        receive: Serves one update; without it there is no webhook.
        secret: What Telegram sends along to prove itself.
        is_ready: Whether updates can be served yet; before, they are to be delivered again.

    Raises:
        ValueError: if there is a webhook without a secret; anybody could speak for anybody.
    """
    if receive is not None and not secret:
        raise ValueError("a webhook needs a secret")
    app = _app()
    if check is not None:
        app.router.add_get("/readyz", only_here(_readyz(check)))
    if receive is not None:
        app.router.add_post(WEBHOOK_PATH, _webhook(receive, secret, is_ready))
    return app


def build_status_app(check: Check, metrics: Handler) -> web.Application:
    """What whoever watches the bot asks: readiness and figures, on an address of their own."""
    app = _app()
    app.router.add_get("/readyz", _readyz(check))
    app.router.add_get(METRICS_PATH, metrics)
    return app


def only_here(handler: Handler) -> Handler:
    """Show a page to this machine only; to everybody else, behind a proxy too, it is not there."""

    async def shown(request: web.Request) -> web.StreamResponse:
        if not _is_from_here(request):
            raise web.HTTPNotFound
        return await handler(request)

    return shown


def _is_from_here(request: web.Request) -> bool:
    if any(header in request.headers for header in FORWARDING_HEADERS):
        return False
    try:
        address = ip_address(request.remote or "")
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


def _app() -> web.Application:
    patience = Patience()
    app = web.Application(client_max_size=LARGEST_UPDATE, middlewares=[patience.middleware()])
    app[PATIENCE] = patience

    async def healthz(_request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    app.router.add_get("/healthz", healthz)
    return app


def _readyz(check: Check) -> Handler:
    async def readyz(_request: web.Request) -> web.StreamResponse:
        problem = await check()
        if problem is None:
            return web.json_response({"status": "ready"})
        return web.json_response({"status": "not ready", "problem": problem}, status=503)

    return readyz


def _is_beyond_numbers(number: object) -> bool:
    """Whether it is a whole number so large that it was read as a fraction; if so, it is told."""
    beyond = isinstance(number, float) and abs(number) >= LARGEST_NUMBER
    if beyond:
        log.error("an update makes no sense and is dropped: its number is too large")
    return beyond


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
        number = update.get("update_id") if isinstance(update, dict) else None
        if type(number) is not int:
            return web.Response(status=200 if _is_beyond_numbers(number) else 400)
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
        self._patience = app.get(PATIENCE) or Patience()
        self._watching = AsyncExitStack()
        self._runner = web.AppRunner(
            app,
            access_log=None,
            handle_signals=False,
            shutdown_timeout=DRAIN_SECONDS,
            keepalive_timeout=READ_SECONDS,
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
        if self._runner.server is not None:
            await self._watching.enter_async_context(self._patience.watching(self._runner.server))

    async def stop(self) -> None:
        """Finish what is being served, then stop; safe to call twice."""
        await self._watching.aclose()
        await self._runner.cleanup()

"""The Bot API over HTTP: ``/bot<token>/<method>`` and ``/file/bot<token>/<path>``."""

import asyncio
from typing import Any

import orjson
from aiohttp import web

from bot.sandbox.bot_api.methods import METHOD_NAMES, METHODS, NOT_HERE
from bot.sandbox.rules.limits import LIMITED_METHODS, ApiGate, ApiLimits
from bot.sandbox.rules.params import Params, check_params, read_params
from bot.sandbox.rules.refusals import RefusalError, bad_request, conflict
from bot.sandbox.world.faults import BAD_GATEWAY, Fault, Faults
from bot.sandbox.world.log import ApiCall, CallLog
from bot.sandbox.world.updates import KINDS
from bot.sandbox.world.webhook import Webhook
from bot.sandbox.world.world import World

POLL_AND_WEBHOOK = (
    "can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


class BotApi:
    """Answers calls: faults first, then the flood limits, then the table of methods."""

    def __init__(
        self, world: World, webhook_retry_seconds: float, *, strict: bool, record: bool
    ) -> None:
        self.calls = CallLog()
        self.faults = Faults()
        self.gate = ApiGate(ApiLimits())
        self.refusing = False  # a window in which nobody is home
        self._delayed: set[asyncio.Task[Any]] = set()
        self._world = world
        self._strict = strict
        self._record = record
        self.webhook = Webhook(
            world.updates, world.clock, self._call_from_reply, webhook_retry_seconds
        )

    def add_routes(self, app: web.Application) -> None:
        """Put the Bot API into a web application."""
        app.router.add_route("*", "/bot{token}/{method}", self._answer)
        app.router.add_get("/file/bot{token}/{path:.+}", self._give_file)

    async def stop(self) -> None:
        """End deliveries, open polls and delayed calls."""
        await self.webhook.stop()
        self._world.updates.stop_poll("")
        delayed = list(self._delayed)
        for task in delayed:
            task.cancel()
        await asyncio.gather(*delayed, return_exceptions=True)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        if self.refusing:
            return _hang_up(request)
        if "Origin" in request.headers:
            # A page in a browser asks, and no bot is a page.
            return _respond(RefusalError(403, "Forbidden: no pages").wire)
        if request.match_info["token"] != self._world.token:
            return _respond(RefusalError(401, "Unauthorized").wire)
        asked = request.match_info["method"]
        method = METHOD_NAMES.get(asked.lower())
        try:
            if method is None:
                raise _unknown(asked)
            params = await read_params(request)
        except RefusalError as refusal:
            self._log(method or asked, {}, refusal.wire)
            return _respond(refusal.wire)
        fault = self.faults.meet(method, _chat_of(params)) if self.faults.rules else None
        if fault is not None:
            return await self._fail(request, method, params, fault)
        answer = await self._perform(method, params)
        return _hang_up(request) if self.refusing else _respond(answer)

    async def _fail(
        self, request: web.Request, method: str, params: Params, fault: Fault
    ) -> web.StreamResponse:
        if fault.kind == "delay":
            # Telegram does what it was asked, whether or not somebody still waits for it.
            task = asyncio.create_task(self._perform_later(method, params, fault))
            self._delayed.add(task)
            task.add_done_callback(self._delayed.discard)
            return _respond(await asyncio.shield(task))
        if fault.kind == "drop_after":
            await self._perform(method, params, fault)
            return _hang_up(request)
        if fault.kind == "drop_before":
            self._log(method, params, {"ok": False, "description": "connection closed"}, fault)
            return _hang_up(request)
        if fault.refusal is not None:
            wire = fault.refusal().wire
            self._log(method, params, wire, fault)
            return _respond(wire)
        self._log(method, params, {"ok": False, "error_code": 502, "description": "502"}, fault)
        return web.Response(status=502, body=BAD_GATEWAY, content_type="text/html")

    async def _perform_later(self, method: str, params: Params, fault: Fault) -> Any:
        await asyncio.sleep(fault.seconds)
        return await self._perform(method, params, fault)

    async def _perform(self, method: str, given: Params, fault: Fault | None = None) -> Any:
        """Do what was asked and give the answer as JSON."""
        params: Params = given
        try:
            row = METHODS[method]
            params = check_params(method, given, row.required, row.optional, strict=self._strict)
            if method == "getUpdates":
                result: Any = await self._get_updates(params)
            elif method in WEBHOOK_METHODS:
                result = self._set_up_webhook(method, params)
            else:
                if method in LIMITED_METHODS:
                    self._admit(params)
                result = row.perform(self._world, params)
            answer = {"ok": True, "result": result}
        except RefusalError as refusal:
            answer = refusal.wire
        self._log(method, params, answer, fault)
        return answer

    def _admit(self, params: Params) -> None:
        chat_id = params["chat_id"]
        if isinstance(chat_id, str):
            chat_id = self._world.find_chat(chat_id).chat_id
        self.gate.admit(chat_id, self._world.clock.seconds())

    async def _get_updates(self, params: Params) -> list[Any]:
        if self.webhook.url:
            raise conflict(POLL_AND_WEBHOOK)
        self._allow(params)
        return await self._world.updates.poll(
            params.get("offset", 0), params.get("limit", 100), params.get("timeout", 0)
        )

    def _set_up_webhook(self, method: str, params: Params) -> Any:
        if method == "getWebhookInfo":
            return self.webhook.info
        url = params.get("url", "")
        self._allow(params)
        if params.get("drop_pending_updates"):
            self._world.updates.drop_all()
        self.webhook.set(url, params.get("secret_token"), params.get("max_connections", 40))
        return True

    def _allow(self, params: Params) -> None:
        kinds = params.get("allowed_updates")
        if kinds is not None and self._strict and not KINDS.issuperset(kinds):
            # Telegram would ignore a misspelt kind and the bot would wait for it in vain.
            unknown = min(set(kinds) - KINDS)
            raise bad_request(f'allowed_updates: there is no kind "{unknown}"')
        self._world.updates.allow(kinds)

    def _call_from_reply(self, reply: dict[str, Any]) -> None:
        """Perform the method a webhook put into its answer; nobody hears how it went."""
        method = METHOD_NAMES.get(str(reply.pop("method")).lower())
        if method is None or method == "getUpdates" or method in WEBHOOK_METHODS:
            return
        row = METHODS[method]
        try:
            params = check_params(method, reply, row.required, row.optional, strict=self._strict)
            answer = {"ok": True, "result": row.perform(self._world, params)}
        except RefusalError as refusal:
            params, answer = reply, refusal.wire
        self._log(method, params, answer)

    async def _give_file(self, request: web.Request) -> web.StreamResponse:
        if self.refusing:
            return _hang_up(request)
        if request.match_info["token"] != self._world.token:
            return _respond(RefusalError(401, "Unauthorized").wire)
        stored = self._world.files.at(request.match_info["path"])
        if stored is None:
            return _respond(RefusalError(404, "Not Found").wire)
        return web.Response(body=stored.content, content_type="application/octet-stream")

    def _log(
        self, method: str, params: Params, answer: dict[str, Any], fault: Fault | None = None
    ) -> None:
        if self._record:
            status = 200 if answer["ok"] else int(answer.get("error_code", 0))
            at = self._world.clock.now()
            name = fault.name if fault else None
            self.calls.add(ApiCall(method, params, answer, status, at, name))


WEBHOOK_METHODS = frozenset({"setWebhook", "deleteWebhook", "getWebhookInfo"})


def _unknown(asked: str) -> RefusalError:
    if asked.lower() in NOT_HERE:
        return bad_request(f"method {asked} is not part of the sandbox")
    return RefusalError(404, "Not Found")


def _respond(answer: dict[str, Any]) -> web.Response:
    status = 200 if answer["ok"] else answer["error_code"]
    return web.Response(
        body=orjson.dumps(answer),
        status=status,
        headers={"Content-Type": "application/json"},
    )


def _chat_of(params: Params) -> int | None:
    try:
        return int(params["chat_id"])
    except (KeyError, TypeError, ValueError):
        return None


def _hang_up(request: web.Request) -> web.Response:
    """Close the connection without a word; what is returned goes nowhere."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()

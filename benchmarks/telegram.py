"""A stub of Telegram: brings updates and answers calls from memory, doing nothing else."""

import asyncio
from collections import deque
from collections.abc import Sequence
from typing import Any, Final

import orjson

from benchmarks.traffic import BOT, SECRET, as_json, message
from benchmarks.wire import Line, Reply, port_of, serve

LINES: Final = 32
"""Updates that are on their way at the same time over a webhook; one for each person at most."""
BATCH: Final = 100
WEBHOOK_PATH: Final = "/telegram/webhook"
PATIENCE_SECONDS: Final = 60.0

_TRUE: Final = b'{"ok":true,"result":true}'
_ME: Final = orjson.dumps({"ok": True, "result": BOT})
_MESSAGE: Final = orjson.dumps({"ok": True, "result": message(4711)}).split(b"4711")
_SCREENS: Final = frozenset({"sendMessage", "editMessageText"})


class Telegram:
    """A stub of the Bot API that answers from memory and counts the calls.

    It counts the calls, the bytes in them and the screens shown, so that nobody is compared who
    does less.
    """

    def __init__(self) -> None:
        self.calls = 0
        self.received = 0
        self.screens = 0
        self.polled = asyncio.Event()
        self._server: asyncio.Server | None = None
        self._message_id = 1_000_000
        self._update_id = 0
        self._waiting: deque[tuple[int, bytes]] = deque()
        self._poll: tuple[Reply, asyncio.TimerHandle] | None = None
        self._changed = asyncio.Event()

    @property
    def url(self) -> str:
        """The address under which the Bot API is served."""
        if self._server is None:
            raise RuntimeError("the stub does not run")
        return f"http://127.0.0.1:{port_of(self._server)}"

    async def start(self) -> None:
        """Serve on a free port of this machine."""
        self._server = await serve(self._answer)

    async def stop(self) -> None:
        """Stop serving; calls in progress end with their connections."""
        if self._server is not None:
            self._server.close()

    def forget(self) -> None:
        """Be as new, for the next bot."""
        self.calls = self.received = self.screens = 0
        self._waiting.clear()
        self._end_poll()
        self.polled.clear()

    async def bring(self, port: int, people: Sequence[Sequence[dict[str, Any]]]) -> None:
        """Bring everybody's updates and wait until each is acknowledged and has its screen.

        Args:
            port: Of the webhook; 0 lets the bot fetch them.
            people: What each person does, in order.

        Raises:
            TimeoutError: if the bot is not done within a minute.
        """
        wanted = self.screens + sum(len(one) for one in people)
        async with asyncio.timeout(PATIENCE_SECONDS):
            if port:
                shares = [people[line::LINES] for line in range(LINES)]
                await asyncio.gather(*(self._bring_to(port, share) for share in shares if share))
            else:
                self._offer(people)
            while self.screens < wanted or self._waiting:
                self._changed.clear()
                await self._changed.wait()

    async def _bring_to(self, port: int, people: Sequence[Sequence[dict[str, Any]]]) -> None:
        line = Line(port, f"X-Telegram-Bot-Api-Secret-Token: {SECRET}\r\n")
        for updates in zip(*people, strict=True):
            for update in updates:
                await line.post(WEBHOOK_PATH, as_json(self._next_id(), update))
        await line.close()

    def _offer(self, people: Sequence[Sequence[dict[str, Any]]]) -> None:
        for updates in zip(*people, strict=True):
            for update in updates:
                update_id = self._next_id()
                self._waiting.append((update_id, as_json(update_id, update)))
        self._end_poll()

    def _next_id(self) -> int:
        self._update_id += 1
        return self._update_id

    def _answer(self, path: str, body: bytes, reply: Reply) -> None:
        method = path.rpartition("/")[2]
        if method == "getUpdates":
            self._give_updates(orjson.loads(body), reply)
            return
        self.calls += 1
        self.received += len(body)
        if method in _SCREENS:
            self.screens += 1
            self._message_id += 1
            reply(b"%b%d%b" % (_MESSAGE[0], self._message_id, _MESSAGE[1]))
            self._changed.set()
        else:
            reply(_ME if method == "getMe" else _TRUE)

    def _give_updates(self, wish: dict[str, Any], reply: Reply) -> None:
        while self._waiting and self._waiting[0][0] < wish.get("offset", 0):
            self._waiting.popleft()
        self._changed.set()
        self.polled.set()
        self._end_poll()
        timer = asyncio.get_running_loop().call_later(wish.get("timeout", 0), self._end_poll)
        self._poll = (reply, timer)
        if self._waiting:
            self._end_poll()

    def _end_poll(self) -> None:
        if self._poll is None:
            return
        (reply, timer), self._poll = self._poll, None
        timer.cancel()
        batch = list(self._waiting)[:BATCH]
        reply(b'{"ok":true,"result":[%b]}' % b",".join(update for _, update in batch))

"""Only this machine is answered: a page of the internet may not speak to the sandbox."""

from collections.abc import Awaitable, Callable
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web

OWN_HOSTS: Final = frozenset({"127.0.0.1", "localhost"})

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def is_of_this_machine(request: web.Request) -> bool:
    """Whether a request came by a name of this machine, and not by one of the internet.

    A page of the internet can have its own name point to this machine (DNS rebinding).
    """
    try:
        return urlsplit(f"//{request.host}").hostname in OWN_HOSTS
    except ValueError:  # an address in brackets that is none
        return False


@web.middleware
async def refuse_foreign_names(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer nothing, neither the page nor the Bot API nor a file, by a foreign name."""
    if is_of_this_machine(request):
        return await handler(request)
    refusal = {
        "ok": False,
        "error_code": 403,
        "description": "Forbidden: not a name of this machine",
    }
    return web.json_response({**refusal, "error": "only pages of this machine may ask"}, status=403)

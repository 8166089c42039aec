"""A page of the internet whose name points to this machine gets nothing from the sandbox."""

import aiohttp
import pytest

from bot.sandbox.server import Sandbox


@pytest.mark.parametrize("name", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "["])
async def test_a_foreign_name_gets_no_answer_anywhere(name: str) -> None:
    sandbox = Sandbox()
    await sandbox.start()
    bot = f"{sandbox.url}/bot{sandbox.token}"
    async with aiohttp.ClientSession(headers={"Host": name}) as page:
        for address in (
            f"{bot}/getMe",
            f"{bot}/nothing",
            f"{sandbox.url}/file/bot{sandbox.token}/a",
        ):
            async with page.get(address) as answer:
                assert answer.status in {400, 403}, address
    assert not sandbox.calls
    for ours in ("127.0.0.1", "localhost", "localhost:80"):
        headers = {"Host": ours}
        async with aiohttp.request("GET", f"{bot}/getMe", headers=headers) as answer:
            assert answer.status == 200
    await sandbox.stop()

"""People tell who they are in every way there is; the plugin finds none of it in a log line."""

import logging

import pytest

from bot.domain.delivery import patience
from bot.domain.text.languages import OFFERED, Language
from bot.logs import ConsoleFormatter
from bot.screens.home.actions import ShowHelp
from bot.transport.visit import Text, Visit
from tests.canary import FAMILY_NAME, NAME, PHONE_NUMBER, TOKEN, USER_ID, WORD
from tests.journeys.conftest import Town


async def _break(_visit: Visit, request: Text | ShowHelp) -> None:
    try:
        int(WORD)
    except ValueError as error:
        raise KeyError(f"{request} of {NAME}") from error


@pytest.mark.quick
@pytest.mark.parametrize("language", OFFERED)
async def test_nothing_that_a_person_says_is_in_a_log_line(
    town: Town,
    language: Language,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert town.sandbox.token == TOKEN
    phone = town.sandbox.phone(
        user_id=USER_ID,
        first_name=NAME,
        last_name=FAMILY_NAME,
        username="kanarina_sandbox",
        language_code=language.telegram_code,
    )
    with caplog.at_level(logging.DEBUG):
        await phone.send("/start")
        await phone.tap(language.own_name)
        await phone.send(f"my number is {PHONE_NUMBER}, {WORD}")
        await phone.send(f"/{WORD}")
        await phone.send(f"/start from-{WORD[:9]}")
        await phone.send_contact(PHONE_NUMBER)
        await phone.send_document(name=f"{WORD}.pdf")
        await phone.send_photo(WORD)
        await phone.forward(WORD, author=NAME)
        await phone.tap_data(WORD)
        # Whatever goes wrong is told, too: on the way to Telegram ...
        town.sandbox.faults.bad_gateway("sendMessage", times=2)
        await phone.send(WORD)
        town.sandbox.faults.flood(0, "sendMessage", times=1)
        await phone.send(WORD)
        # ... in a handler that quotes the person, given up at once instead of after minutes ...
        monkeypatch.setattr(patience, "PAUSES", ())
        for kind in (Text, ShowHelp):
            town.komshi.router._handlers[kind] = _break  # type: ignore[assignment]
        await phone.send(WORD)
        await phone.send("/help")
        # ... and in a person who is gone.
        town.sandbox.faults.forbid("sendMessage", chat_id=phone.user_id, times=None)
        await phone.send("/calls")
    lines = [ConsoleFormatter().format(record) for record in caplog.records]
    assert sum("KeyError at tests/journeys/test_silent_logs.py" in line for line in lines) == 2
    assert any("sendMessage failed, try 1" in line for line in lines)
    assert any("cannot be reached any more" in line for line in lines)

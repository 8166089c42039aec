"""A walk that presses every button reachable from /start, in every language."""

import pytest

from bot.domain.text.languages import COMPLETE, OFFERED, Language
from bot.sandbox.phones.phone import Phone
from tests.journeys.conftest import Town

LONGEST_TEXT = 1100
LONGEST_LABEL = 26
FILTERED = {"c", "cz", "ci", "d", "dm", "dp", "k"}
"""Codes whose buttons carry a filter along; each is pressed once for each thing it shows."""
NOT_PRESSED = {"dy"}
"""Erasing ends the walk; it has journeys of its own."""
OPEN = ("integra-c2-call-2", "integra-c3-call-1", "interdev-tep-bees", "akt-startup")

EACH_LANGUAGE = pytest.mark.parametrize(
    ("database_url", "language"),
    [(("sqlite", "postgresql")[n % 2], language) for n, language in enumerate(OFFERED)],
    indirect=["database_url"],
)
"""Languages and databases have nothing to do with each other: each of both is walked through."""

pytestmark = pytest.mark.slow


def _what_it_shows(data: str) -> str:
    code, *parts = data.split(":")
    if code in FILTERED:
        return ":".join([code, *parts[:2]]) if code in {"k", "dm", "dp"} else code
    return data


async def _walk(phone: Phone) -> dict[str, str]:
    """Press everything once; returns the text of each screen by the button that led there."""
    seen: dict[str, str] = {}
    known: set[str] = set()
    waiting = ["h", "m", "w", "l"]
    while waiting:
        data = waiting.pop()
        tap = await phone.tap_data(data)
        assert tap.answered, data
        seen[data] = next(message.text for message in reversed(phone.from_bot) if message.text)
        for button in (button for row in phone.rows for button in row):
            found = button.callback_data
            if found is None or _what_it_shows(found) in known:
                continue
            if found.startswith("ls:") or found in NOT_PRESSED:
                continue
            known.add(_what_it_shows(found))
            waiting.append(found)
    return seen


@EACH_LANGUAGE
async def test_no_button_leads_to_a_dead_end_an_error_or_an_untranslated_line(
    town: Town, language: Language
) -> None:
    for call in OPEN:
        await town.open_call(call)
    phone = await town.person(language)
    town.komshi.fallbacks.take()
    screens = await _walk(phone)
    assert len(screens) > 150
    sorry = town.say("Something went wrong", language)
    for data, text in screens.items():
        assert text.strip(), data
        assert sorry not in text, data
        assert "{" not in text, (data, text)
        assert len(text) <= LONGEST_TEXT, (data, len(text), text)
    missing = {key: n for key, n in town.komshi.fallbacks.take().items() if key[0] == language}
    if language in COMPLETE:
        assert missing == {}


@EACH_LANGUAGE
async def test_every_screen_has_a_way_on_and_labels_that_fit(
    town: Town, language: Language
) -> None:
    for call in OPEN:
        await town.open_call(call)
    phone = await town.person(language)
    home = town.say("Home", language)
    for data in ("m", "hp", "pr", "c", "ci", "cz", "d:c", "al", "aa", "p", "pp:integra", "q"):
        await phone.tap_data(data)
        assert any(home in label for label in phone.buttons), data
        for row in phone.rows:
            for button in row:
                if len(row) > 1:
                    assert len(button.label) <= LONGEST_LABEL, (data, button.label)

"""A walk that presses every button reachable from /start, in every language."""

import pytest

from bot.domain.text.languages import COMPLETE, OFFERED, Language
from bot.sandbox.phones.phone import Phone
from bot.screens.calls.actions import (
    AddAlert,
    ChooseGoal,
    ChooseMunicipality,
    ListAlerts,
    ListCalls,
    ListOtherCalls,
    ListProgrammes,
    PickDistrict,
    PickedFor,
    PickMunicipality,
    ShowCall,
    ShowContacts,
    ShowProgramme,
)
from bot.screens.codec import encode
from bot.screens.home.actions import (
    ChooseLanguage,
    SetLanguage,
    ShowHelp,
    ShowHome,
    ShowMore,
    ShowPrivacy,
    ShowWelcome,
)
from bot.screens.privacy.actions import EraseMe
from tests.journeys.conftest import Town
from tests.journeys.hands import do

LONGEST_TEXT = 1100
LONGEST_LABEL = 26
ONCE_EACH = {ShowCall.code, PickMunicipality.code, ChooseMunicipality.code}
FILTERED = {*ONCE_EACH, ListCalls.code, ListOtherCalls.code, ChooseGoal.code, PickDistrict.code}
"""Codes whose buttons carry a filter along; each is pressed once for each thing it shows."""
NOT_PRESSED = {EraseMe.code, SetLanguage.code}
"""Erasing ends the walk; it has journeys of its own. A walk keeps to its language."""
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
        return ":".join([code, *parts[:2]]) if code in ONCE_EACH else code
    return data


async def _walk(phone: Phone) -> dict[str, str]:
    """Press everything once; returns the text of each screen by the button that led there."""
    seen: dict[str, str] = {}
    known: set[str] = set()
    waiting = [encode(first) for first in (ShowHome(), ShowMore(), ShowWelcome(), ChooseLanguage())]
    while waiting:
        data = waiting.pop()
        tap = await phone.tap_data(data)
        assert tap.answered, data
        seen[data] = next(message.text for message in reversed(phone.from_bot) if message.text)
        for button in (button for row in phone.rows for button in row):
            leads_to = button.callback_data
            if leads_to is None or _what_it_shows(leads_to) in known:
                continue
            if leads_to.split(":")[0] in NOT_PRESSED:
                continue
            known.add(_what_it_shows(leads_to))
            waiting.append(leads_to)
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
    for action in (
        ShowMore(), ShowHelp(), ShowPrivacy(), ListCalls(), ChooseGoal(), ListOtherCalls(),
        PickDistrict(PickedFor.CALLS), ListAlerts(), AddAlert(), ListProgrammes(),
        ShowProgramme("integra"), ShowContacts(),
    ):  # fmt: skip
        await do(phone, action)
        assert any(home in label for label in phone.buttons), action
        for row in phone.rows:
            for button in row:
                if len(row) > 1:
                    assert len(button.label) <= LONGEST_LABEL, (action, button.label)

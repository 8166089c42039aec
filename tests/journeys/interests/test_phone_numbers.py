"""A phone number is typed as people remember it, and the team can reach somebody under it."""

import pytest

from bot.domain.text.languages import Language
from bot.sandbox.phones.phone import Phone
from bot.screens.interests.actions import DeclareInterest, SendInterest, SetPhone, TypePhone
from bot.storage.interests.tables import InterestRow
from tests.journeys.conftest import Town
from tests.journeys.hands import do
from tests.journeys.interests.test_interests import rows

CALL = "akt-startup"


async def asked(town: Town) -> tuple[Phone, InterestRow]:
    """Somebody who declared an interest and is asked for the phone number."""
    await town.open_call(CALL)
    besa = await town.person(Language.ENGLISH)
    await do(besa, DeclareInterest(CALL))
    await do(besa, SendInterest(CALL))
    (one,) = await rows(town)
    await do(besa, TypePhone(one.id))
    return besa, one


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("+41 079 123 45 67", "+41791234567"),
        ("+383 044 123 456", "+38344123456"),
        ("044‑123‑456", "+38344123456"),
    ],
)
async def test_a_number_is_noted_so_that_it_reaches_somebody(
    town: Town, typed: str, number: str
) -> None:
    besa, _one = await asked(town)
    await besa.send(typed)
    assert number in besa.text


async def test_a_prefix_from_before_is_asked_back(town: Town) -> None:
    besa, _one = await asked(town)
    await besa.send("+377 44 123 456")
    assert "Is +383 44 123 456 right?" in besa.text
    await besa.tap("Yes, this one")
    assert "+38344123456" in besa.text


async def test_who_has_the_number_as_typed_keeps_it(town: Town) -> None:
    besa, _one = await asked(town)
    await besa.send("+381 28 423 456")
    assert "Is +383 28 423 456 right?" in besa.text
    await besa.tap("No, +381 28")
    assert "+38128423456" in besa.text


async def test_while_it_is_asked_back_another_number_can_be_typed(town: Town) -> None:
    besa, _one = await asked(town)
    await besa.send("+377 44 123 456")
    await besa.send("049 111 222")
    assert "+38349111222" in besa.text


async def test_an_impossible_number_is_refused_with_what_to_do(town: Town) -> None:
    besa, _one = await asked(town)
    await besa.send("+383 50 123 456")
    assert "This is no whole phone number" in besa.text
    await besa.send("044 123 456")
    assert "+38344123456" in besa.text


async def test_a_forged_button_notes_nothing(town: Town) -> None:
    besa, one = await asked(town)
    await do(besa, SetPhone(one.id, "<b>call me</b>"))
    assert "Your phone number" in besa.text
    assert "call me" not in besa.text

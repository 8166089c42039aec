"""What a check says of all its calls, and where people go from there."""

from bot.domain.content import Call
from bot.domain.text.languages import Language
from bot.sandbox.phones.phone import Phone
from bot.screens.calls.actions import ShowCall, ShowContact
from bot.screens.screening.actions import BeginCheck, ShowVerdict, ShowVerdicts
from tests.journeys.conftest import Town
from tests.journeys.hands import do
from tests.journeys.screening.test_screening import UNSURE, answer, check, open_all

WOMAN = {
    "applicant": "person", "support-before": "no", "job": "none", "sex": "woman", "age": "40",
    "municipality": "prizren", "situation": "returnee", "stage": "idea", "trade": "none",
    "community": "albanian", "displaced": "neither", "farm": "other",
}  # fmt: skip
LONGEST = 700


async def test_what_does_not_fit_is_folded_behind_one_button_with_a_count(town: Town) -> None:
    phone = await check(town, WOMAN)
    assert phone.text.startswith("It looks as if")
    while True:
        assert "✗" not in phone.text
        assert len(phone.text) <= LONGEST
        if "➡️ More" not in phone.buttons:
            break
        await phone.tap("More")
    (folded,) = [label for label in phone.buttons if "For others" in label]
    await phone.tap("For others")
    assert "✗" in phone.text
    assert "✓" not in phone.text
    assert phone.text.splitlines()[0].rpartition(" ")[2] == folded.rpartition(" ")[2]
    await phone.tap("Back")
    assert phone.text.startswith("It looks as if")


async def test_back_from_a_call_leads_to_the_page_it_stood_on(town: Town) -> None:
    phone = await check(town, WOMAN)
    await phone.tap("For others")
    await phone.tap("More")
    page = phone.text
    await phone.tap("2")
    await phone.tap("Back")
    assert phone.text == page
    await phone.tap("2")
    await phone.tap("The call")
    card = phone.text
    await phone.tap("Who do I ask?")
    await phone.tap("Back")
    assert phone.text == card
    await phone.tap("Back")
    await phone.tap("Back")
    assert phone.text == page


async def test_who_is_not_sure_of_anything_reads_no_zero_and_is_led_to_people(town: Town) -> None:
    phone = await check(town, {}, UNSURE)
    assert phone.text.startswith("I cannot tell yet: staff must look at")
    assert "0 of" not in phone.text
    assert [label for label in phone.buttons if "Write to the team" in label]
    await phone.tap("Who do I ask?")
    assert "usually within two working days" in phone.text
    await phone.tap("Back")
    assert phone.text.startswith("I cannot tell yet")


async def test_a_check_of_one_goal_says_how_much_it_saw_and_offers_the_others(town: Town) -> None:
    await open_all(town)
    phone = await town.person(Language.ENGLISH)
    content = town.komshi.shelf.current.content
    goal = min(content.goals, key=lambda one: sum(one in c.goals for c in content.calls.values()))
    await phone.send("/check")
    await do(phone, BeginCheck(goal))
    await answer(phone, {}, UNSURE)
    calls = [call for call in content.calls.values() if goal in call.goals]
    assert f"I looked at {len(calls)} of {len(content.calls)} open calls." in phone.text
    await phone.tap("Check the others too")
    await answer(phone, {}, UNSURE)
    assert "I looked at" not in phone.text


async def _fitting(town: Town) -> tuple[Phone, Call]:
    call = town.komshi.shelf.current.content.calls["integra-c2-call-1"]
    phone = await check(town, WOMAN)
    await do(phone, ShowVerdict(call.id))
    return phone, call


async def test_the_card_opened_from_what_fits_has_the_way_to_apply(town: Town) -> None:
    phone, call = await _fitting(town)
    await phone.tap("The call")
    assert phone.text.startswith(call.title.texts["en"])
    await phone.tap("I want to apply")
    assert phone.text.startswith("I want to apply")


async def test_a_card_offers_no_application_to_who_made_no_check(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    await town.open_call("integra-c2-call-1")
    await do(phone, ShowCall("integra-c2-call-1", results="0"))
    assert "✋ I want to apply" not in phone.buttons
    await do(phone, ShowCall("integra-c2-call-1", results="-1"))
    assert phone.text.startswith(town.title("integra-c2-call-1", Language.ENGLISH))


async def test_every_reason_names_its_answer(town: Town) -> None:
    phone = await check(town, {**WOMAN, "situation": "neither"})
    told = 0
    for call in town.komshi.shelf.current.compiled.calls:
        await do(phone, ShowVerdict(call))
        for line in phone.text.splitlines():
            if line.startswith("Because you said: "):
                told += 1
                for reason in line.removeprefix("Because you said: ").split("; "):
                    assert ": " in reason, line
    assert told


async def test_a_call_for_other_places_names_them_and_what_there_is_for_mine(town: Town) -> None:
    phone = await check(town, WOMAN)
    content = town.komshi.shelf.current.content
    call = next(one for one in content.calls.values() if one.programme == "akt-ls")
    assert "prizren" not in call.municipalities
    await do(phone, ShowVerdict(call.id))
    for place in call.municipalities:
        assert content.municipalities[place].pair.texts["en"] in phone.text
    assert "For Prizren there is: " in phone.text
    assert len(phone.text) <= LONGEST
    await phone.tap("Calls for this place")
    assert "Prizren" in phone.text


async def test_an_organisation_alone_reads_of_the_missing_partner_only(town: Town) -> None:
    alone = {
        "applicant": "cso", "municipality": "zvecan", "community": "serb", "partner": "no",
        "mixed": "yes", "idea-for": "everybody",
    }  # fmt: skip
    phone = await check(town, alone, UNSURE)
    await do(phone, ShowVerdict("untfhs-cso-joint"))
    while "Check this call fully" in " ".join(phone.buttons):
        await phone.tap("Check this call fully")
        await answer(phone, alone, UNSURE)
    assert "at least two organizations together" in phone.text
    assert "different communities" not in phone.text
    assert "What could change it:" in phone.text


async def test_an_office_without_a_phone_says_so_once_and_offers_to_write_first(
    town: Town,
) -> None:
    phone = await town.person(Language.ENGLISH)
    for contact in town.komshi.shelf.current.content.contacts.values():
        await do(phone, ShowContact(contact.id))
        assert phone.text.count("There is no phone number yet.") == (0 if contact.phone else 1)
        assert "usually within two working days" in phone.text
        assert "Write to the team" in phone.buttons[0]


async def test_an_old_page_of_results_is_drawn_where_there_are_fewer_now(town: Town) -> None:
    phone = await check(town, WOMAN)
    await do(phone, ShowVerdicts(99))
    assert "✗" in phone.text
    await do(phone, ShowContact("integra-team", "", "~~nonsense"))
    await phone.tap("Back")
    assert phone.text.startswith("Who do I ask?")

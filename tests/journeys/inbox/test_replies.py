"""What answers a message of the bot, what comes as a picture, and words that change afterwards."""

import json
from datetime import timedelta

from bot.domain.delivery.media import Medium
from bot.domain.inbox.threads import Closing, ThreadEntry
from bot.domain.interests.declared import Decision, InterestStep
from bot.domain.staff.roles import Role
from bot.domain.text.languages import Language
from bot.sandbox.phones.phone import Phone
from bot.screens.inbox.actions import (
    CloseThread,
    ShowQuestion,
    ShowQuestionFiles,
    ShowThread,
    WriteQuestion,
    WriteReply,
)
from bot.screens.interests.actions import DecideInterest, MarkInterest, TypePhone
from bot.screens.privacy.actions import SetDiscreet
from bot.services.rights import rights
from tests.journeys.conftest import Town
from tests.journeys.hands import do
from tests.journeys.inbox.test_inbox import ask, threads
from tests.journeys.interests.test_interests import declare, rows
from tests.services.cases import case_of

YES = "Yes, I have it at home, number 4471"


async def entries(town: Town, number: int) -> list[ThreadEntry]:
    async with town.komshi.database.reading() as uow:
        return list(await uow.inbox.entries(number))


async def words(town: Town, number: int) -> list[str]:
    return [entry.text for entry in await entries(town, number)]


async def answered(town: Town, besa: Phone, arta: Phone) -> int:
    """A question of somebody who is elsewhere when the answer comes."""
    number = await ask(town, besa, Language.ENGLISH, "May I apply?")
    await besa.send("/calls")
    await do(arta, WriteReply(number))
    await arta.send("Yes you can. Do you have the passport of the animal?")
    await town.deliver()
    return number


async def test_a_reply_to_the_teams_answer_is_added_to_the_question(town: Town) -> None:
    besa, arta = await town.person(Language.ENGLISH), await town.colleague(Role.COORDINATOR)
    number = await answered(town, besa, arta)
    notice = besa.screen
    assert "The team answered you" in notice.text
    await besa.send("/calls")
    await besa.send(YES, reply_to=notice)
    assert "Added to your question" in besa.text
    assert (await words(town, number))[-1] == YES
    await arta.wait_for_message(containing="Somebody added to their question")


async def test_what_is_typed_soon_after_the_answer_goes_to_the_team_with_one_tap(
    town: Town,
) -> None:
    besa, arta = await town.person(Language.ENGLISH), await town.colleague(Role.COORDINATOR)
    number = await answered(town, besa, arta)
    await besa.send(YES)
    assert (await words(town, number))[-1] != YES
    await besa.tap("Send this to the team")
    assert "Added to your question" in besa.text
    assert (await words(town, number))[-1] == YES
    async with town.komshi.database.reading() as uow:
        person = await uow.people.look(besa.user_id)
        assert person is not None
        assert await uow.unsent_words.find(person.id) is None


async def test_a_day_after_the_answer_what_is_typed_is_a_search_again(town: Town) -> None:
    besa, arta = await town.person(Language.ENGLISH), await town.colleague(Role.COORDINATOR)
    await answered(town, besa, arta)
    town.sandbox.clock.advance(timedelta(hours=25))
    await besa.send(YES)
    assert "Send this to the team" not in " ".join(besa.buttons)


async def test_a_reply_in_the_middle_of_something_leaves_the_person_there(town: Town) -> None:
    await town.open_call("akt-startup")
    besa, arta = await town.person(Language.ENGLISH), await town.colleague(Role.COORDINATOR)
    number = await answered(town, besa, arta)
    notice = besa.screen
    await besa.send("/calls")
    await declare(besa)
    (interest,) = await rows(town)
    await do(besa, TypePhone(interest.id))
    await besa.send(YES, reply_to=notice)
    assert f"Added to your question {number}" in besa.text
    assert "Your phone number" in besa.text
    await besa.send("044 123 456")
    assert "+38344123456" in besa.text


async def test_a_reply_to_an_older_screen_of_a_question_is_added_to_it(town: Town) -> None:
    besa = await town.person(Language.ENGLISH)
    number = await ask(town, besa, Language.ENGLISH, "May I apply?")
    sent = besa.screen
    await besa.send("/calls")
    await besa.send("It is about a cow.", reply_to=sent)
    assert await words(town, number) == ["May I apply?", "It is about a cow."]
    mine = next(message for message in besa.messages if message.text == "May I apply?")
    await besa.send("/calls")
    await besa.send("And a calf.", reply_to=mine)
    assert (await words(town, number))[-1] == "And a calf."


async def test_a_reply_to_a_decision_is_offered_to_the_team_as_a_question(town: Town) -> None:
    await town.open_call("akt-startup")
    besa, arta = await town.person(Language.ENGLISH), await town.colleague(Role.COORDINATOR)
    await declare(besa)
    (interest,) = await rows(town)
    for step in (InterestStep.CONTACT, InterestStep.APPLY):
        await do(arta, MarkInterest(interest.id, step))
    await do(arta, DecideInterest(interest.id, next(iter(Decision))))
    await town.deliver()
    await besa.send("Why was it decided so?", reply_to=besa.screen)
    await besa.tap("Send this to the team")
    (thread,) = await threads(town)
    assert (thread.programme, thread.municipality) == ("akt-ls", interest.municipality)
    assert await words(town, thread.id) == ["Why was it decided so?"]


async def test_staff_answer_by_replying_to_the_notice_of_a_question(town: Town) -> None:
    besa, arta = await town.person(Language.ENGLISH), await town.colleague(Role.COORDINATOR)
    number = await answered(town, besa, arta)
    await do(besa, ShowQuestion(number))
    await besa.send("I have it.")
    await town.deliver()
    notice = arta.screen
    assert "Somebody added to their question" in notice.text
    await arta.send("/calls")
    await arta.send("Then come on Monday.", reply_to=notice)
    assert "Your answer is on its way" in arta.text
    assert "Send this to people" not in arta.buttons
    await besa.wait_for_message(containing="Then come on Monday.")


async def test_an_answer_typed_below_the_question_goes_out_after_one_tap(town: Town) -> None:
    besa, arta = await town.person(Language.ENGLISH), await town.colleague(Role.COORDINATOR)
    number = await ask(town, besa, Language.ENGLISH, "May I apply?")
    await do(arta, ShowThread(number))
    await arta.send("Yes. Come on Monday at nine, and bring the passport of the animal with you.")
    assert await words(town, number) == ["May I apply?"]
    await arta.tap("Send it as the answer")
    await besa.wait_for_message(containing="Come on Monday at nine")


async def test_what_is_typed_below_a_closed_question_may_become_a_new_one(town: Town) -> None:
    besa, arta = await town.person(Language.ENGLISH), await town.colleague(Role.COORDINATOR)
    number = await ask(town, besa, Language.ENGLISH, "May I apply?")
    await do(arta, CloseThread(number, Closing.NOT_FOR_US))
    await do(besa, ShowQuestion(number))
    await besa.send("But when?")
    await besa.tap("Send this to the team")
    assert len(await threads(town)) == 2
    assert "Your question is with the team" in besa.text


def pictures(phone: Phone) -> list[str]:
    """What the bot has sent to a phone besides text."""
    return [
        name for message in phone.from_bot for name in ("photo", "document", "voice")
        if name in message.wire
    ]  # fmt: skip


async def test_a_picture_with_its_words_is_a_question_and_a_picture_can_answer(
    town: Town,
) -> None:
    besa, arta = await town.person(Language.ENGLISH), await town.colleague(Role.COORDINATOR)
    await do(besa, WriteQuestion("integra"))
    await besa.send_photo("What does this paper mean?")
    assert "Your question is with the team" in besa.text
    (thread,) = await threads(town)
    await besa.send_voice()
    await do(arta, ShowThread(thread.id))
    assert pictures(arta) == ["photo", "voice"]
    opened = next(m for m in arta.from_bot if "What does this paper mean?" in m.text)
    assert "a picture" in opened.text
    assert "a voice message" in opened.text
    await do(arta, WriteReply(thread.id))
    await arta.send_document("form.pdf")
    assert pictures(arta) == ["photo", "voice"]
    await town.deliver()
    assert pictures(besa) == ["document"]
    await besa.send("/calls")
    await do(besa, ShowQuestion(thread.id))
    assert pictures(besa) == ["document", "document"]
    await do(besa, ShowQuestionFiles(thread.id))
    assert pictures(besa)[2:] == ["photo", "voice", "document"]
    await besa.send("/mydata")
    mediums = [one.enclosed.medium for one in await entries(town, thread.id) if one.enclosed]
    assert mediums == [Medium.PHOTO, Medium.VOICE, Medium.DOCUMENT]


async def test_a_discreet_notice_shows_no_picture(town: Town) -> None:
    besa, arta = await town.person(Language.ENGLISH), await town.colleague(Role.COORDINATOR)
    number = await ask(town, besa, Language.ENGLISH, "May I apply?")
    await do(besa, SetDiscreet(1))
    await besa.send("/calls")
    await do(arta, WriteReply(number))
    await arta.send_photo("Like this one")
    await town.deliver()
    assert pictures(besa) == []
    await besa.tap("Read")
    assert pictures(besa) == ["photo"]


async def test_an_album_is_one_question_with_one_screen(town: Town) -> None:
    besa, arta = await town.person(Language.ENGLISH), await town.colleague(Role.COORDINATOR)
    await do(besa, WriteQuestion("integra"))
    before = len(besa.from_bot)
    await besa.send_album("These three pages", "", "")
    assert len(besa.from_bot) == before + 1
    (thread,) = await threads(town)
    assert len(await entries(town, thread.id)) == 3
    await do(arta, WriteReply(thread.id))
    before = len(arta.from_bot)
    await arta.send_album("", "Here are both forms")
    assert len(arta.from_bot) == before + 1
    assert len(await entries(town, thread.id)) == 5


async def test_an_album_that_nobody_asked_for_gets_one_screen(town: Town) -> None:
    besa = await town.person(Language.ENGLISH)
    before = len(besa.from_bot)
    await besa.send_album("", "", "")
    assert len(besa.from_bot) == before + 1
    await besa.send_album("", "")
    assert len(besa.from_bot) == before + 2


async def test_the_team_sees_the_new_words_of_a_question_marked_as_changed(town: Town) -> None:
    besa, arta = await town.person(Language.ENGLISH), await town.colleague(Role.COORDINATOR)
    number = await ask(town, besa, Language.ENGLISH, "My cow has ear tag 12")
    mine = next(message for message in besa.messages if message.text == "My cow has ear tag 12")
    await do(besa, WriteQuestion("integra"))
    await besa.edit(mine.message_id, "My cow has ear tag 21")
    assert f"The team sees your change to question {number}" in besa.text
    assert "Type your question" in besa.text
    await do(arta, ShowThread(number))
    assert "My cow has ear tag 12" in arta.text
    assert "My cow has ear tag 21" in arta.text
    assert "changed" in arta.text
    count = len(besa.from_bot)
    await besa.edit(mine.message_id, "My cow has ear tag 21")
    assert len(besa.from_bot) == count


async def test_who_changes_an_answer_hears_that_it_went_out_as_it_was(town: Town) -> None:
    besa, arta = await town.person(Language.ENGLISH), await town.colleague(Role.COORDINATOR)
    number = await ask(town, besa, Language.ENGLISH, "When?")
    await do(arta, WriteReply(number))
    await arta.send("On Monday.")
    mine = next(message for message in arta.messages if message.text == "On Monday.")
    await arta.edit(mine.message_id, "On Tuesday.")
    assert "The person has your first words" in arta.text


async def test_old_words_of_somebody_who_is_erased_bring_nobody_back(town: Town) -> None:
    besa = await town.person(Language.ENGLISH)
    await besa.send("hello")
    mine = besa.messages[-2]
    await besa.send("/delete")
    await besa.tap("Yes, erase")
    if mine.message_id in besa.chat.messages:
        await besa.edit(mine.message_id, "hello again")
    async with town.komshi.database.reading() as uow:
        assert await uow.people.look(besa.user_id) is None


async def test_what_was_sent_stands_in_the_file_that_the_person_takes_along(town: Town) -> None:
    besa = await town.person(Language.ENGLISH)
    await do(besa, WriteQuestion("integra"))
    await besa.send_photo("What does this paper mean?")
    async with town.komshi.database.transaction() as uow:
        person = await uow.people.look(besa.user_id)
        assert person is not None
        case = case_of(uow, person.id, town.sandbox.clock.now())
        told = json.loads(rights.as_json(await rights.collect(case)))
    (message,) = told["questions"][0]["messages"]
    assert message["enclosed"] == "photo"

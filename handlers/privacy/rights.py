"""A person's rights: what is kept, consent, taking along, hiding, erasing."""

from functools import partial

from bot.domain.privacy.consent import Purpose
from bot.domain.text.languages import Language
from bot.domain.text.phrases import Msg
from bot.screens.calls.actions import ListCalls, PickDistrict, PickedFor
from bot.screens.codec import packed, unpacked
from bot.screens.privacy import consents as consent_screens
from bot.screens.privacy import my_data
from bot.screens.privacy.actions import (
    AskConsent,
    ConfirmErasure,
    EraseMe,
    ExportMyData,
    ForgetPlace,
    GiveConsent,
    HideChat,
    RememberPlace,
    ShowConsents,
    ShowMyData,
    ShowMyPlace,
    ShowReasons,
    WithdrawConsent,
)
from bot.screens.rights import my_page
from bot.screens.screen import Attachment, Screen
from bot.services.privacy import answers, consents, passcodes
from bot.services.rights import rights
from bot.transport.visit import Visit


async def show_my_data(visit: Visit, _action: ShowMyData) -> Screen:
    """All that is kept about me, grouped and in plain words."""
    data = await rights.collect(visit.case)
    place = answers.place_among(data.answers, visit.content)
    return my_data.show_overview(data, place.pair if place else None)


async def show_reasons(_visit: Visit, action: ShowReasons) -> Screen:
    """Why each thing is kept, and until when."""
    return my_data.show_reasons(action.page)


async def show_consents(visit: Visit, _action: ShowConsents) -> Screen:
    """What I agreed to, each with a button that takes it back."""
    return my_data.show_consents(await consents.of_person(visit.case))


async def ask_consent(visit: Visit, action: AskConsent) -> Screen:
    """The words of a consent, before anything is stored."""
    changed = await consents.is_outdated(visit.case, action.purpose)
    return consent_screens.ask(action.purpose, action.then, changed=changed)


async def give_consent(visit: Visit, action: GiveConsent) -> Screen:
    """What was wanted when consent was asked for; the yes is noted."""
    await consents.give(visit.case, action.purpose)
    return await visit.draw(unpacked(action.then) or ShowConsents())


async def withdraw_consent(visit: Visit, action: WithdrawConsent) -> Screen:
    """What I still agree to; what rested on the consent that I took back is erased."""
    await consents.withdraw(visit.case, action.purpose)
    screen = await visit.draw(ShowConsents())
    return screen.with_toast(consent_screens.confirm_withdrawal())


async def my_place(visit: Visit, _action: ShowMyPlace) -> Screen:
    """The calls of my kept place; nothing kept: the question for a place."""
    place = await answers.kept_place(visit.case)
    if place is not None:
        return await visit.draw(ListCalls(place.id))
    return await visit.draw(PickDistrict(PickedFor.CALLS))


async def remember_place(visit: Visit, action: RememberPlace) -> Screen:
    """The calls of a place that is kept as mine from now on; first the consent, if it lacks."""
    if action.municipality not in visit.content.municipalities:
        return await visit.draw(PickDistrict(PickedFor.CALLS))
    if not await consents.holds(visit.uow, visit.person.id, Purpose.ANSWERS):
        return await visit.draw(AskConsent(Purpose.ANSWERS, packed(action)))
    await answers.keep_place(visit.case, action.municipality)
    screen = await visit.draw(ListCalls(action.municipality))
    return screen.with_toast(Msg("Kept. /mydata shows it and erases it."))


async def forget_place(visit: Visit, _action: ForgetPlace) -> Screen:
    """All that is kept about me, without the place that was kept as mine."""
    await answers.forget_place(visit.case)
    screen = await visit.draw(ShowMyData())
    return screen.with_toast(Msg("Erased."))


async def export(visit: Visit, _action: ExportMyData) -> Screen:
    """Two files with all that is kept about me: a page in my words, and JSON for programs."""
    data = await rights.collect(visit.case)
    language = Language(visit.language)
    speak = partial(visit.translator.plain, language=language)
    rows = [
        (speak(entry.label), [speak(line) for line in entry.lines])
        for entry in my_page.entries(data, visit.content)
    ]
    page = rights.as_page(rows, speak(Msg("My data")), language.value.replace("_", "-"))
    return my_data.confirm_export(
        (
            Attachment("komshi.html", page),
            Attachment("komshi.json", rights.as_json(data)),
        )
    )


async def confirm_erasure(_visit: Visit, _action: ConfirmErasure) -> Screen:
    """The question before everything is erased."""
    return my_data.confirm_erasure()


async def erase(visit: Visit, _action: EraseMe) -> Screen:
    """A farewell; everything about me is erased, also from this chat."""
    messages = await rights.erase(visit.uow, visit.person, visit.now)
    return my_data.say_farewell(messages)


async def hide(visit: Visit, _action: HideChat) -> Screen:
    """A greeting and no more: the messages of two days go from this chat, and my things lock."""
    passcodes.close(visit.person)
    screen = my_data.confirm_hiding(await rights.remembered_messages(visit.case))
    return screen.sweeping(visit.message_id)

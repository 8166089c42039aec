"""A person's rights: what is kept, consent, taking along, hiding, erasing."""

from bot.domain.privacy.consent import Purpose as ConsentPurpose
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
from bot.screens.screen import Attachment, Screen
from bot.services.privacy import answers, consents, passcodes
from bot.services.rights import rights
from bot.transport.visit import Visit


async def show_my_data(visit: Visit, _action: ShowMyData) -> Screen:
    """All that is kept about me."""
    data = await rights.collect(visit.uow, visit.person)
    place = visit.content.municipalities.get(data.answers.get(answers.PLACE, ""))
    return my_data.show_overview(data, place.pair if place else None)


async def show_reasons(_visit: Visit, action: ShowReasons) -> Screen:
    """Why each thing is kept, and until when."""
    return my_data.show_reasons(action.page)


async def show_consents(visit: Visit, _action: ShowConsents) -> Screen:
    """What I agreed to."""
    return my_data.show_consents(await visit.uow.consents.of_person(visit.person.id))


async def ask_consent(visit: Visit, action: AskConsent) -> Screen:
    """The words of a consent, before anything is stored."""
    held = await consents.find(visit.uow, visit.person.id, action.purpose)
    changed = held is not None and held.withdrawn_at is None and not held.holds
    return consent_screens.ask(action.purpose, action.then, changed=changed)


async def give_consent(visit: Visit, action: GiveConsent) -> Screen:
    """Yes: note it, and go on with what was wanted."""
    await consents.give(visit.uow, visit.person.id, action.purpose, visit.now)
    return await visit.draw(unpacked(action.then) or ShowConsents())


async def withdraw_consent(visit: Visit, action: WithdrawConsent) -> Screen:
    """No more: note it and erase what rested on it."""
    await consents.withdraw(visit.uow, visit.person.id, action.purpose, visit.now)
    screen = await visit.draw(ShowConsents())
    return screen.with_toast(consent_screens.confirm_withdrawal())


async def my_place(visit: Visit, _action: ShowMyPlace) -> Screen:
    """The calls of my kept place; nothing kept, or locked: the question for a place."""
    if not passcodes.is_locked(visit.person, visit.now):
        kept = await answers.kept(visit.uow, visit.person.id)
        place = kept.get(answers.PLACE, "")
        if place in visit.content.municipalities:
            return await visit.draw(ListCalls(place))
    return await visit.draw(PickDistrict(PickedFor.CALLS))


async def remember_place(visit: Visit, action: RememberPlace) -> Screen:
    """Keep a place as mine, if I agree."""
    if action.municipality not in visit.content.municipalities:
        return await visit.draw(PickDistrict(PickedFor.CALLS))
    if not await consents.holds(visit.uow, visit.person.id, ConsentPurpose.ANSWERS):
        return await visit.draw(AskConsent(ConsentPurpose.ANSWERS, packed(action)))
    await answers.keep(visit.uow, visit.person.id, answers.PLACE, action.municipality, visit.now)
    screen = await visit.draw(ListCalls(action.municipality))
    return screen.with_toast(Msg("Kept. /mydata shows it and erases it."))


async def forget_place(visit: Visit, _action: ForgetPlace) -> Screen:
    """Erase my kept place."""
    await answers.forget(visit.uow, visit.person.id, answers.PLACE)
    screen = await visit.draw(ShowMyData())
    return screen.with_toast(Msg("Erased."))


async def export(visit: Visit, _action: ExportMyData) -> Screen:
    """My data as a page and as JSON."""
    data = await rights.collect(visit.uow, visit.person)
    language = Language(visit.language)
    labels = {
        name: visit.translator.plain(label, language)
        for name, label in my_data.FIELD_LABELS.items()
    }
    title = visit.translator.plain(Msg("My data"), language)
    return my_data.confirm_export(
        (
            Attachment("komshi.html", rights.as_page(data, labels, title)),
            Attachment("komshi.json", rights.as_json(data)),
        )
    )


async def confirm_erasure(_visit: Visit, _action: ConfirmErasure) -> Screen:
    """The question before everything is erased."""
    return my_data.confirm_erasure()


async def erase(visit: Visit, _action: EraseMe) -> Screen:
    """Erase everything about me."""
    messages = await rights.erase(visit.uow, visit.person, visit.now)
    return my_data.say_farewell(messages)


async def hide(visit: Visit, _action: HideChat) -> Screen:
    """Take the messages of the last two days out of this chat."""
    passcodes.close(visit.person)
    screen = my_data.confirm_hiding(await visit.uow.messages.of_person(visit.person.id))
    return screen.sweeping(visit.message_id)

"""Recordings of calls: staff make them, everybody listens."""

from bot.screens.calls import voices as screens
from bot.screens.calls.actions import (
    HearVoice,
    ListenToCall,
    ListVoices,
    RecordVoice,
    RemoveVoice,
    ShowCall,
    ShowVoices,
)
from bot.screens.screen import Screen
from bot.services.calls import voices
from bot.transport.visit import MediaMessage, Text, Visit


async def list_voices(visit: Visit, action: ListVoices) -> Screen:
    """The calls that I may record."""
    found, counts = await voices.recordable_calls(
        visit.uow, visit.content, visit.person.id, visit.now
    )
    return screens.list_voices(found, counts, visit.content, page=action.page)


async def show_voices(visit: Visit, action: ShowVoices) -> Screen:
    """The recordings of a call."""
    call = await voices.may_record(visit.uow, visit.content, visit.person.id, action.call)
    return screens.show_voices(call, await visit.uow.voices.languages(call.id))


async def ask_for_voice(visit: Visit, action: RecordVoice) -> Screen:
    """Send a voice message now."""
    call = await voices.may_record(visit.uow, visit.content, visit.person.id, action.call)
    language = voices.language_of(action.language)
    found = await visit.uow.voices.find(call.id, action.language)
    return screens.ask_for_voice(call, language, recorded=found is not None)


async def receive(visit: Visit, sent: MediaMessage | Text) -> Screen:
    """The voice message, or something else."""
    here = visit.here
    if not isinstance(here, RecordVoice):
        return await visit.draw(ListVoices())
    call = await voices.may_record(visit.uow, visit.content, visit.person.id, here.call)
    language = voices.language_of(here.language)
    intro = screens.explain_no_voice()
    if isinstance(sent, MediaMessage) and sent.medium == "voice":
        await voices.record(
            visit.uow,
            visit.content,
            visit.person.id,
            here.call,
            here.language,
            sent.file_id,
            visit.now,
        )
        intro = screens.confirm_recorded()
    found = await visit.uow.voices.find(call.id, here.language)
    return screens.ask_for_voice(call, language, recorded=found is not None, intro=intro)


async def hear(visit: Visit, action: HearVoice) -> Screen:
    """Listen to a recording as staff."""
    await voices.may_record(visit.uow, visit.content, visit.person.id, action.call)
    screen = await visit.draw(RecordVoice(action.call, action.language))
    found = await visit.uow.voices.find(action.call, action.language)
    return screen.with_voice(found) if found else screen


async def remove(visit: Visit, action: RemoveVoice) -> Screen:
    """Take a recording away."""
    await voices.remove(
        visit.uow, visit.content, visit.person.id, action.call, action.language, visit.now
    )
    screen = await visit.draw(ShowVoices(action.call))
    return screen.with_toast(screens.confirm_removed())


async def listen(visit: Visit, action: ListenToCall) -> Screen:
    """Hear what a call is about, in my language; the card stays as it is."""
    card = ShowCall(action.call, municipality=action.municipality, goal=action.goal)
    screen = await visit.draw(card)
    found = await visit.uow.voices.find(action.call, visit.language.content_key)
    return screen.with_voice(found) if found else screen

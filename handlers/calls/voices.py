"""Recordings of calls: staff make them, everybody listens."""

from bot.domain.text.phrases import Msg
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
from bot.transport.visit import MediaMessage, Said, Visit


async def list_voices(visit: Visit, action: ListVoices) -> Screen:
    """The calls that a colleague may record, and how many recordings each has."""
    recordable, counts = await voices.recordable_calls(visit.case)
    return screens.list_voices(recordable, counts, visit.content, page=action.page)


async def show_voices(visit: Visit, action: ShowVoices) -> Screen:
    """The languages in which a call can be heard or is to be recorded."""
    recordings = await voices.recordings(visit.case, action.call)
    return screens.show_voices(recordings.call, recordings.languages)


async def ask_for_voice(visit: Visit, action: RecordVoice) -> Screen:
    """That a voice message can be sent now, and whether there is one already."""
    return await _ask_for_voice(visit, action)


async def receive(visit: Visit, sent: MediaMessage) -> Screen:
    """The voice message that came is kept."""
    here = visit.here
    if not isinstance(here, RecordVoice):
        return await visit.draw(ListVoices())
    await voices.record(visit.case, here.call, here.language, sent.file_id)
    return await _ask_for_voice(visit, here, screens.confirm_recorded())


async def explain(visit: Visit, _said: Said) -> Screen:
    """What is no voice message gets one hint, and is asked for again."""
    here = visit.here
    if not isinstance(here, RecordVoice):
        return await visit.draw(ListVoices())
    return await _ask_for_voice(visit, here, screens.explain_no_voice())


async def hear(visit: Visit, action: HearVoice) -> Screen:
    """A recording in any language, for who may make it anew or take it away."""
    screen = await _ask_for_voice(visit, RecordVoice(action.call, action.language))
    file_id = await voices.find_recording(visit.case, action.call, action.language)
    return screen.with_voice(file_id) if file_id else screen


async def remove(visit: Visit, action: RemoveVoice) -> Screen:
    """The recordings of a call, of which one was taken away."""
    await voices.remove(visit.case, action.call, action.language)
    screen = await visit.draw(ShowVoices(action.call))
    return screen.with_toast(screens.confirm_removed())


async def listen(visit: Visit, action: ListenToCall) -> Screen:
    """What a call is about as a voice in the person's language; the card stays as it is."""
    card = ShowCall(action.call, municipality=action.municipality, goal=action.goal)
    screen = await visit.draw(card)
    key = visit.language.content_key
    file_id = await voices.find_recording(visit.case, action.call, key)
    return screen.with_voice(file_id) if file_id else screen


async def _ask_for_voice(visit: Visit, step: RecordVoice, intro: Msg | None = None) -> Screen:
    recordings = await voices.recordings(visit.case, step.call)
    language = voices.language_of(step.language)
    recorded = step.language in recordings.languages
    return screens.ask_for_voice(recordings.call, language, recorded=recorded, intro=intro)

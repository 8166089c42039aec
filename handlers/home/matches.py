"""Whatever no question asked for: free text, pictures, unknown commands, dead buttons."""

from collections.abc import AsyncIterator

from bot.domain.reading import own_words
from bot.domain.reading.own_words import Saying
from bot.domain.reading.search import HitKind
from bot.domain.text.phrases import Joined, Phrase, Plain
from bot.screens.calls.actions import ListCalls, ShowCall, ShowCenter, ShowContacts, ShowProgramme
from bot.screens.calls.filters import standing_in_words
from bot.screens.codec import Action
from bot.screens.home import matches
from bot.screens.home.actions import ShowHelp, ShowMatches, StopMessages
from bot.screens.screen import Screen
from bot.services.calls.calls import call_today
from bot.transport.visit import MediaMessage, StaleTap, Text, UnknownCommand, Visit
from handlers.home.home import first_screen

MATCHES = 5
_LETTERS = {
    HitKind.CALL: "c",
    HitKind.MUNICIPALITY: "m",
    HitKind.PROGRAMME: "p",
    HitKind.CENTER: "e",
}
_KINDS = {letter: kind for kind, letter in _LETTERS.items()}
_EXACT = 0.99
"""How near a text must be to the only thing it finds, to open that at once."""


async def search(visit: Visit, text: Text) -> Screen:
    """What a free text may mean, in any language and script; one exact match opens at once."""
    saying = own_words.understand(text.text)
    if saying is not None:
        return await _answer(visit, saying)
    hits = visit.edition.search.find(text.text, limit=MATCHES)
    if len(hits) == 1 and hits[0].score >= _EXACT:
        return await visit.draw(_opening(hits[0].kind, hits[0].id))
    shortened = ",".join(f"{_LETTERS[hit.kind]}.{hit.id}" for hit in hits)
    return await show(visit, ShowMatches(shortened))


async def show(visit: Visit, action: ShowMatches) -> Screen:
    """The matches that were found, drawn again; the home screen if the content has none of them."""
    named = [match async for match in _named(visit, action.found)]
    if not named:
        return matches.admit_no_match(await first_screen(visit))
    return matches.show_matches(named, action.found)


async def attachment(visit: Visit, _sent: MediaMessage) -> Screen:
    """The home screen, and that only text can be read."""
    return matches.admit_no_reading(await first_screen(visit))


async def unknown_command(visit: Visit, command: UnknownCommand) -> Screen:
    """What a command may mean as a word; else the home screen, and that there is none such."""
    saying = own_words.understand(command.name)
    if saying is not None:
        return await _answer(visit, saying)
    return matches.admit_no_command(await first_screen(visit))


async def stale_tap(visit: Visit, _tap: StaleTap) -> Screen:
    """The home screen, and that the button of long ago does not work any more."""
    return matches.explain_stale_button(await first_screen(visit))


async def _answer(visit: Visit, saying: Saying) -> Screen:
    """What answers somebody who looks for nothing, but says hello, thanks, help or stop."""
    match saying:
        case Saying.STOP:
            return await visit.draw(StopMessages())
        case Saying.PERSON:
            return await visit.draw(ShowContacts())
        case Saying.HELP:
            return await visit.draw(ShowHelp())
        case Saying.THANKS:
            return matches.answer_thanks(await first_screen(visit))
        case Saying.GREETING:
            return await first_screen(visit)


def _opening(kind: HitKind, subject: str) -> Action:
    match kind:
        case HitKind.CALL:
            return ShowCall(subject)
        case HitKind.MUNICIPALITY:
            return ListCalls(subject)
        case HitKind.PROGRAMME:
            return ShowProgramme(subject)
        case HitKind.CENTER:
            return ShowCenter(subject)


async def _named(visit: Visit, shortened: str) -> AsyncIterator[tuple[Phrase, Action]]:
    """Each match that the content still has: what it is called, and what opens it."""
    for match in shortened.split(","):
        letter, _, subject = match.partition(".")
        kind = _KINDS.get(letter)
        if kind is not None and (name := await _name(visit, kind, subject)) is not None:
            yield name, _opening(kind, subject)


async def _name(visit: Visit, kind: HitKind, subject: str) -> Phrase | None:
    content = visit.content
    if kind is HitKind.CALL and subject in content.calls:
        today = await call_today(visit.uow, content.calls[subject], visit.now)
        programme = Plain(content.programmes[today.call.programme].short_name)
        standing = standing_in_words(today.standing, visit.now)
        return Joined((today.call.title, programme, standing), " · ")
    if kind is HitKind.MUNICIPALITY and subject in content.municipalities:
        return content.municipalities[subject].pair
    if kind is HitKind.PROGRAMME and subject in content.programmes:
        return Plain(content.programmes[subject].short_name)
    if kind is HitKind.CENTER and subject in content.centers:
        return content.centers[subject].name
    return None

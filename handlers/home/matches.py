"""Whatever no question asked for: free text, pictures, unknown commands, dead buttons."""

from collections.abc import Iterator

from bot.domain.reading.search import HitKind
from bot.domain.text.phrases import Joined, Phrase, Plain
from bot.screens.calls.actions import ListCalls, ShowCall, ShowCenter, ShowProgramme
from bot.screens.codec import Action
from bot.screens.home import matches
from bot.screens.home.actions import ShowMatches
from bot.screens.screen import Screen
from bot.transport.visit import MediaMessage, StaleTap, Text, UnknownCommand, Visit
from handlers.home.home import first_screen

MATCHES = 5
_LETTERS = {
    HitKind.CALL: "c",
    HitKind.MUNICIPALITY: "m",
    HitKind.PROGRAMME: "p",
    HitKind.CENTER: "e",
}


async def search(visit: Visit, text: Text) -> Screen:
    """What a free text may mean, in any language and script."""
    hits = visit.edition.search.find(text.text, limit=MATCHES)
    shortened = ",".join(f"{_LETTERS[hit.kind]}.{hit.id}" for hit in hits)
    return await show(visit, ShowMatches(shortened))


async def show(visit: Visit, action: ShowMatches) -> Screen:
    """The matches that were found, drawn again; the home screen if the content has none of them."""
    named = list(_named(visit, action.found))
    if not named:
        return matches.admit_no_match(await first_screen(visit))
    return matches.show_matches(named, action.found)


async def attachment(visit: Visit, _sent: MediaMessage) -> Screen:
    """The home screen, and that only text can be read."""
    return matches.admit_no_reading(await first_screen(visit))


async def unknown_command(visit: Visit, _command: UnknownCommand) -> Screen:
    """The home screen, and that there is no such command."""
    return matches.admit_no_command(await first_screen(visit))


async def stale_tap(visit: Visit, _tap: StaleTap) -> Screen:
    """The home screen, and that the button of long ago does not work any more."""
    return matches.explain_stale_button(await first_screen(visit))


def _named(visit: Visit, shortened: str) -> Iterator[tuple[Phrase, Action]]:
    content = visit.content
    for match in shortened.split(","):
        kind, _, subject = match.partition(".")
        if kind == "c" and subject in content.calls:
            call = content.calls[subject]
            programme = Plain(content.programmes[call.programme].short_name)
            yield Joined((call.title, programme), " · "), ShowCall(subject)
        elif kind == "m" and subject in content.municipalities:
            yield content.municipalities[subject].pair, ListCalls(subject)
        elif kind == "p" and subject in content.programmes:
            yield Plain(content.programmes[subject].short_name), ShowProgramme(subject)
        elif kind == "e" and subject in content.centers:
            yield content.centers[subject].name, ShowCenter(subject)

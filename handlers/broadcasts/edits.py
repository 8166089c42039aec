"""Changing the words of what was sent."""

from bot.domain.broadcasts.broadcast import Broadcast, changed
from bot.domain.text.languages import Language
from bot.domain.text.phrases import Msg
from bot.screens.broadcasts import edits as screens
from bot.screens.broadcasts.actions import ConfirmDropBroadcast, EditBroadcast, ShowBroadcast
from bot.screens.screen import Screen
from bot.services.broadcasts import drafts, edits
from bot.transport.visit import Visit


async def begin(visit: Visit, action: EditBroadcast) -> Screen:
    """The words of what was sent, to be changed; a draft of something else has to go first."""
    try:
        change = await edits.begin(visit.case, action.broadcast)
    except edits.CannotEditError:
        if await drafts.find_draft(visit.case) is not None:
            return await visit.draw(ConfirmDropBroadcast())
        screen = await visit.draw(ShowBroadcast(action.broadcast))
        return screen.with_toast(Msg("This is not possible any more."))
    return await show(visit, change)


async def show(visit: Visit, change: Broadcast) -> Screen:
    """The languages of what was sent, and in which of them the words are changed."""
    original = await edits.original_of(visit.case, change)
    reach = await edits.reach_of_edit(visit.case, original)
    readers = {language: reach.of((language,)) for language in change.versions}
    return screens.show(change, changed(original, change), readers)


async def ask(
    visit: Visit, change: Broadcast, language: Language, *, refused: bool = False
) -> Screen:
    """Asks for the new words in one language."""
    if language not in change.versions:
        return await show(visit, change)
    original = await edits.original_of(visit.case, change)
    words = drafts.words_of(change.versions[language])
    is_changed = language in changed(original, change)
    return screens.write(change, language, words, is_changed=is_changed, refused=refused)


async def check(visit: Visit, change: Broadcast) -> Screen:
    """Everything once more before the words change, with the number of people they reach."""
    original = await edits.original_of(visit.case, change)
    versions = changed(original, change)
    if not versions:
        return await show(visit, change)
    reach = await edits.reach_of_edit(visit.case, original)
    return screens.check(
        change,
        {language: count for language, count in reach.have.items() if language in versions},
        {language: count for language, count in reach.will_get.items() if language in versions},
        drafts.findings(change, visit.edition.status_words),
        visit.limits.approval_above,
    )

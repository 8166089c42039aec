"""Changing the words of what was sent."""

from bot.domain.broadcasts.broadcast import Broadcast, changed
from bot.domain.text.languages import Language
from bot.domain.text.phrases import Msg
from bot.screens.broadcasts import edit as screens
from bot.screens.broadcasts.actions import ConfirmDropBroadcast, EditBroadcast, ShowBroadcast
from bot.screens.screen import Screen
from bot.services.broadcasts import drafts as broadcasts
from bot.services.broadcasts import edits as broadcast_edits
from bot.services.broadcasts.edits import CannotEditError
from bot.transport.visit import Visit


async def begin(visit: Visit, action: EditBroadcast) -> Screen:
    """Start to change it; a draft of something else has to be dealt with first."""
    uow, me = visit.uow, visit.person.id
    try:
        change = await broadcast_edits.begin(uow, me, action.broadcast, visit.now)
    except CannotEditError:
        if await broadcasts.find_draft(uow, me) is not None:
            return await visit.draw(ConfirmDropBroadcast())
        screen = await visit.draw(ShowBroadcast(action.broadcast))
        return screen.with_toast(Msg("This is not possible any more."))
    return await show(visit, change)


async def show(visit: Visit, change: Broadcast) -> Screen:
    """The languages, and which of them are changed."""
    original = await broadcast_edits.original_of(visit.uow, change)
    reach = await broadcast_edits.reach_of_edit(visit.uow, original)
    readers = {one: reach.of((one,)) for one in change.versions}
    return screens.show(change, changed(original, change), readers)


async def ask(
    visit: Visit, change: Broadcast, language: Language, *, refused: bool = False
) -> Screen:
    """Send the new words in this language."""
    if language not in change.versions:
        return await show(visit, change)
    original = await broadcast_edits.original_of(visit.uow, change)
    words = broadcasts.words_of(change.versions[language])
    is_changed = language in changed(original, change)
    return screens.write(change, language, words, is_changed=is_changed, refused=refused)


async def check(visit: Visit, change: Broadcast) -> Screen:
    """Everything once more."""
    original = await broadcast_edits.original_of(visit.uow, change)
    words = changed(original, change)
    if not words:
        return await show(visit, change)
    reach = await broadcast_edits.reach_of_edit(visit.uow, original)
    return screens.check(
        change,
        {one: count for one, count in reach.have.items() if one in words},
        {one: count for one, count in reach.will_get.items() if one in words},
        broadcasts.findings(change, visit.edition.status_words),
        visit.limits.approval_above,
    )

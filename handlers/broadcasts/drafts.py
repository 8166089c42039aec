"""Composing a broadcast and looking it over."""

from typing import Final

from bot.domain.broadcasts.addresses import fault_of
from bot.domain.broadcasts.broadcast import Broadcast
from bot.domain.errors import NotFoundError
from bot.domain.reading.typed_dates import read_beginning
from bot.domain.staff.roles import StaffMember
from bot.domain.text.languages import Language
from bot.domain.text.phrases import Msg
from bot.screens.broadcasts import check as check_screens
from bot.screens.broadcasts import drafts as screens
from bot.screens.broadcasts import post_buttons, preview, schedule
from bot.screens.broadcasts.actions import (
    BeginBroadcast,
    CheckBroadcast,
    ChoosePostButton,
    ChooseTime,
    ConfirmDropBroadcast,
    ConfirmWords,
    DeclareFallback,
    DropBroadcast,
    RemoveVersion,
    SendAtOnce,
    SetCallButton,
    ShowBroadcastDraft,
    ShowBroadcasts,
    ShowToMe,
    ShowVersions,
    TakeOffer,
    TypeLink,
    WriteVersion,
)
from bot.screens.screen import Screen
from bot.services.broadcasts import drafts, overview, reach
from bot.transport.visit import MediaMessage, Text, Visit
from handlers.broadcasts import edits
from handlers.home import matches

_FIRST_WORDS: Final = 40
"""Characters of a broadcast in the list."""
_WORTH_OFFERING: Final = 60
"""A typed text of so many characters is rather a notice than something that is searched."""


async def show_list(visit: Visit, action: ShowBroadcasts) -> Screen:
    """What waits for a colleague and what was sent, newest first."""
    draft = await drafts.find_draft(visit.case)
    seen = await overview.overview(visit.case)
    recent = [
        screens.ListedBroadcast(broadcast, _first_words(broadcast, visit.language))
        for broadcast in seen.recent
    ]
    return screens.show_list(
        recent, action.page, has_draft=draft is not None, may_register=seen.may_register
    )


async def count_open(visit: Visit, _member: StaffMember) -> int:
    """How many broadcasts are on their way or wait for a colleague, for the panel."""
    return await overview.count_open(visit.case)


async def begin(visit: Visit, _action: BeginBroadcast) -> Screen:
    """A new draft; where one was left behind, the question whether to throw it away."""
    if await drafts.find_draft(visit.case) is None:
        await drafts.begin(visit.case)
        return await visit.draw(ShowVersions())
    return await visit.draw(ConfirmDropBroadcast())


async def show_draft(visit: Visit, _action: ShowBroadcastDraft) -> Screen:
    """The draft: its languages, its audience, its button and its time."""
    draft = await drafts.draft_of(visit.case)
    if draft.edits is not None:
        return await edits.show(visit, draft)
    readers = await reach.readers_of(visit.case, draft)
    return screens.show_draft(draft, readers, visit.content)


async def confirm_drop(visit: Visit, _action: ConfirmDropBroadcast) -> Screen:
    """Asks whether the draft is to be thrown away."""
    await drafts.draft_of(visit.case)
    return screens.confirm_drop()


async def drop(visit: Visit, _action: DropBroadcast) -> Screen:
    """The draft is gone; the list of broadcasts is shown."""
    await drafts.drop(visit.case)
    return await visit.draw(ShowBroadcasts())


async def show_versions(visit: Visit, _action: ShowVersions) -> Screen:
    """The languages of the draft side by side."""
    draft = await drafts.draft_of(visit.case)
    if draft.edits is not None:
        return await edits.show(visit, draft)
    readers = await reach.readers_of(visit.case, draft)
    return screens.show_versions(draft, readers)


async def ask_version(visit: Visit, action: WriteVersion) -> Screen:
    """Asks for the message in one language."""
    draft = await drafts.draft_of(visit.case)
    if draft.edits is not None:
        return await edits.ask(visit, draft, action.language)
    return screens.write_version(draft, action.language, _words_in(draft, action.language))


async def write_text(visit: Visit, text: Text) -> Screen:
    """The typed or forwarded text is the message in the language of the screen."""
    return await _write(visit, "text", text.html, "")


async def write_file(visit: Visit, sent: MediaMessage) -> Screen:
    """The picture, file or voice message, with its words, is the message in that language."""
    return await _write(visit, sent.medium, sent.html, sent.file_id)


async def remove_version(visit: Visit, action: RemoveVersion) -> Screen:
    """The draft without the message in one language."""
    await drafts.unwrite(visit.case, action.language)
    return await visit.draw(ShowVersions())


async def declare_fallback(visit: Visit, action: DeclareFallback) -> Screen:
    """Readers of one language get the message in another; the languages are shown."""
    await drafts.declare_fallback(visit.case, action.wanted, action.used)
    return await visit.draw(ShowVersions())


async def choose_button(visit: Visit, action: ChoosePostButton) -> Screen:
    """What the button under the message can open: a call, an address, or nothing."""
    draft = await drafts.draft_of(visit.case)
    return post_buttons.choose_button(draft, visit.content, action.page)


async def set_call(visit: Visit, action: SetCallButton) -> Screen:
    """The button opens the chosen call, or there is none; the draft is shown."""
    button = f"call:{action.call}" if action.call else ""
    if not await drafts.set_button(visit.case, button):
        raise NotFoundError("call")
    return await visit.draw(ShowBroadcastDraft())


async def ask_link(visit: Visit, _action: TypeLink) -> Screen:
    """Asks for the address that the button opens."""
    await drafts.draft_of(visit.case)
    return post_buttons.type_link()


async def set_link(visit: Visit, text: Text) -> Screen:
    """The button opens the typed address, or the person is asked again."""
    address = text.text.strip()
    if (fault := fault_of(address)) is not None:
        return post_buttons.type_link(fault)
    await drafts.set_button(visit.case, f"link:{address}")
    return await visit.draw(ShowBroadcastDraft())


async def choose_time(visit: Visit, _action: ChooseTime) -> Screen:
    """Asks when the broadcast begins."""
    draft = await drafts.draft_of(visit.case)
    return schedule.choose_time(draft.send_at, visit.now)


async def set_time(visit: Visit, text: Text) -> Screen:
    """The broadcast begins at the typed time, by the clock on the wall, or it is asked again."""
    moment = read_beginning(text.text, visit.now)
    if moment is None:
        return schedule.choose_time(None, visit.now, problem=schedule.explain_no_time())
    if not await drafts.set_time(visit.case, moment):
        return schedule.choose_time(None, visit.now, problem=schedule.explain_past())
    return await visit.draw(ShowBroadcastDraft())


async def send_at_once(visit: Visit, _action: SendAtOnce) -> Screen:
    """The broadcast begins as soon as it is sent; the draft is shown."""
    await drafts.set_time(visit.case, None)
    return await visit.draw(ShowBroadcastDraft())


async def show_to_me(visit: Visit, action: ShowToMe) -> Screen:
    """Every version comes into the person's own chat; the screen they came from stays."""
    broadcast = await drafts.show_to_me(visit.case, action.broadcast)
    below = preview.way_on(broadcast)
    checking = isinstance(visit.here, CheckBroadcast) and below == ShowBroadcastDraft()
    screen = await visit.draw(CheckBroadcast() if checking else below)
    return screen.with_toast(Msg("It comes below in a moment."))


async def check(visit: Visit, _action: CheckBroadcast) -> Screen:
    """Everything once more before the draft goes out, with the number of people it reaches."""
    draft = await drafts.draft_of(visit.case)
    if draft.edits is not None:
        return await edits.check(visit, draft)
    return check_screens.check(
        draft,
        await reach.readers_of(visit.case, draft),
        drafts.findings(draft, visit.edition.status_words),
        visit.limits.approval_above,
    )


async def confirm_words(visit: Visit, _action: ConfirmWords) -> Screen:
    """The words that may take sides are meant; the last look is shown again."""
    await drafts.confirm_words(visit.case)
    return await visit.draw(CheckBroadcast())


async def quick_post(visit: Visit, text: Text) -> Screen:
    """A free text is searched for; of a member of the staff it may be a notice for people."""
    screen = await matches.search(visit, text)
    is_notice = text.forwarded or len(text.text) >= _WORTH_OFFERING or "\n" in text.text
    return await _offer(visit, screen, "text", text.html, "") if is_notice else screen


async def quick_file(visit: Visit, sent: MediaMessage) -> Screen:
    """A picture, a file or a voice message; of a member of the staff likewise."""
    screen = await matches.attachment(visit, sent)
    return await _offer(visit, screen, sent.medium, sent.html, sent.file_id)


async def take_offer(visit: Visit, _action: TakeOffer) -> Screen:
    """The notice that a member of the staff just sent is the draft now."""
    await drafts.take_offer(visit.case)
    return await visit.draw(ShowBroadcastDraft())


async def _offer(visit: Visit, screen: Screen, medium: str, html: str, file_id: str) -> Screen:
    version = screens.version_from(medium, html, file_id)
    if version is None or not await drafts.offer(visit.case, visit.language, version):
        return screen
    return screens.with_offer(screen)


async def _write(visit: Visit, medium: str, html: str, file_id: str) -> Screen:
    here = visit.here
    if not isinstance(here, WriteVersion):
        return await visit.draw(ShowBroadcastDraft())
    version = screens.version_from(medium, html, file_id)
    if version is None or not await drafts.write(visit.case, here.language, version):
        draft = await drafts.draft_of(visit.case)
        if draft.edits is not None:
            return await edits.ask(visit, draft, here.language, refused=True)
        words = _words_in(draft, here.language)
        return screens.write_version(draft, here.language, words, refused=True)
    return await visit.draw(ShowVersions())


def _words_in(broadcast: Broadcast, language: Language) -> str:
    version = broadcast.versions.get(language)
    return drafts.words_of(version) if version else ""


def _first_words(broadcast: Broadcast, language: Language) -> str:
    spoken = broadcast.spoken(language)
    words = _words_in(broadcast, spoken) if spoken else ""
    return screens.excerpt(words)[:_FIRST_WORDS]

"""What a broadcast says to each reader, found at the time of sending."""

from bot.domain.broadcasts.broadcast import Broadcast
from bot.domain.delivery.outbox import Due
from bot.domain.text.languages import Language
from bot.domain.text.phrases import Msg
from bot.screens.broadcasts import preview
from bot.screens.broadcasts import progress as screens
from bot.screens.broadcasts.post import Edit, Post, PostKind, Recall
from bot.screens.calls.actions import ShowCall
from bot.screens.screen import Button, Link, Row, Screen
from bot.services.broadcasts import messages
from bot.storage.unit_of_work import UnitOfWork


async def say_broadcast(uow: UnitOfWork, due: Due) -> Post | Screen | None:
    """The words in the reader's language; a neutral sign for who wants nothing to be seen."""
    broadcast = await messages.broadcast_of(uow, due)
    if broadcast is None:
        return None
    recipient = due.recipient
    if recipient.person_id is not None and recipient.discreet is True:
        return screens.sign(broadcast.id)
    language = await messages.language_for(uow, recipient)
    return _post(broadcast, language, in_group=recipient.person_id is None)


async def show_broadcast(uow: UnitOfWork, due: Due) -> Post | Screen | None:
    """The words in full, to staff who try them and to discreet readers who opened them.

    Staff get every version as its readers do, under a label, and at last what can be done.
    """
    broadcast = await messages.broadcast_of(uow, due)
    if broadcast is None:
        return None
    wanted = Language(str(due.params.get("language") or due.recipient.language or "en"))
    match due.params.get("part"):
        case messages.CONTROLS:
            return preview.offer_controls(broadcast)
        case messages.LABEL:
            return preview.label(broadcast, wanted)
        case _:
            return _post(broadcast, wanted)


async def recall(_uow: UnitOfWork, due: Due) -> Recall:
    """The message that goes out of the chat again."""
    return Recall(int(due.params["message"] or 0))


async def edit(uow: UnitOfWork, due: Due) -> Edit | None:
    """What the message says from now on; None if it never arrived."""
    broadcast = await messages.broadcast_of(uow, due)
    message_id = await messages.message_to_change(uow, due)
    recipient = due.recipient
    if broadcast is None or message_id is None:
        return None
    language = await messages.language_for(uow, recipient)
    post = _post(broadcast, language, in_group=recipient.person_id is None)
    if post is None:
        return None
    as_sign = recipient.discreet is True and not due.params.get("opened")
    return Edit(message_id, post, screens.sign(broadcast.id), as_sign)


async def ask_approver(uow: UnitOfWork, due: Due) -> Screen | None:
    """Tells a colleague that a broadcast waits for a second person; None once it is gone."""
    broadcast = await messages.broadcast_of(uow, due)
    return None if broadcast is None else screens.ask_approver(broadcast.id)


def _post(broadcast: Broadcast, wanted: Language | None, *, in_group: bool = False) -> Post | None:
    spoken = None if wanted is None else broadcast.spoken(wanted)
    if spoken is None:
        return None
    version = broadcast.versions[spoken]
    return Post(
        html=version.html,
        kind=PostKind(version.medium.value),
        file_id=version.file_id,
        rows=_rows(broadcast.button, in_group=in_group),
        language=wanted,
    )


def _rows(button: str, *, in_group: bool) -> tuple[Row, ...]:
    kind, _, subject = button.partition(":")
    if kind == "link":
        return ((Link(Msg("Read more"), subject, "🔗"),),)
    if kind == "call" and not in_group:  # in a group the bot answers no taps
        return ((Button(Msg("See the call"), ShowCall(subject), "📋"),),)
    return ()

"""What follows the commit: the screen is shown, and where it stands is noted."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.domain.text.languages import Language
from bot.i18n.translator import Translator
from bot.screens.screen import Screen
from bot.storage.unit_of_work import Database
from bot.transport.courier import Courier
from bot.transport.incoming import Private, Tapped
from bot.transport.receipts import Receipts
from bot.transport.render import Rendered, render
from bot.transport.routing import Router


@dataclass(frozen=True, slots=True)
class Answer:
    """What to say once the transaction is on disk.

    Args:
        person_id: Whose chat it is; None where nothing is to be noted.
        redraw: The message that the screen replaces; None for a new one.
        retire: An older screen whose buttons go.
        menu: The language in which the command menu has to be set.
        staff: Whether that menu also has the commands of staff.
    """

    screen: Screen
    language: Language
    person_id: int | None = None
    redraw: int | None = None
    retire: int | None = None
    menu: Language | None = None
    staff: bool = False


class Speaker:
    """Shows answers in chats: a new message, or the screen edited in place.

    Args:
        now: The clock.
    """

    def __init__(
        self,
        *,
        database: Database,
        translator: Translator,
        courier: Courier,
        router: Router,
        receipts: Receipts,
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._translator = translator
        self._courier = courier
        self._router = router
        self._receipts = receipts
        self._now = now

    async def speak(self, update_id: int, incoming: Private, answer: Answer) -> None:
        """Answer a tap, show the screen, and note which message shows it now.

        Raises:
            UnreachableError, UnansweredError: see :mod:`bot.transport.courier`.
        """
        if answer.screen.silent:
            await self._note_silently(update_id, incoming, answer)
            return
        message = render(answer.screen, self._translator, answer.language)
        chat_id = incoming.user_id
        if isinstance(incoming, Tapped):
            await self._courier.answer_tap(incoming.callback_id, message.toast)
        if answer.screen.sweep:
            await self._courier.sweep(chat_id, answer.screen.sweep)
        shown = await self._show(chat_id, answer, message)
        files = [await self._courier.send_file(chat_id, file) for file in answer.screen.files]
        for enclosed in answer.screen.enclosed:
            files += await self._courier.send_enclosed(chat_id, enclosed)
        if answer.screen.farewell:
            await self._courier.clear_menu(chat_id)
            self._receipts.note_later(update_id)
            return
        menu_set = answer.menu is not None and await self._courier.set_menu(
            chat_id, self.menu(answer.menu, staff=answer.staff)
        )
        if shown != answer.redraw or files or menu_set:
            new = [*files] if shown == answer.redraw else [shown, *files]
            await self._note(update_id, incoming, answer, shown, new, menu_set=menu_set)
        else:
            self._receipts.note_later(update_id)
        if answer.retire is not None and answer.retire not in {shown, *answer.screen.sweep}:
            await self._courier.retire(chat_id, answer.retire)

    def menu(self, language: Language, *, staff: bool) -> list[dict[str, str]]:
        """The commands and what they do, in a language; those for staff come first."""
        known = self._router.commands.values()
        ours = [command for command in known if command.for_staff and staff]
        return [
            {
                "command": command.name,
                "description": self._translator.plain(command.about, language),
            }
            for command in (*ours, *(one for one in known if not one.for_staff))
        ]

    async def _note_silently(self, update_id: int, incoming: Private, answer: Answer) -> None:
        """Remember the person's own message, so that it can be taken away like the others."""
        self._receipts.note_later(update_id)
        if answer.person_id is not None and incoming.message_id is not None:
            async with self._database.transaction() as uow:
                await uow.messages.note(answer.person_id, [incoming.message_id], self._now())

    async def _show(self, chat_id: int, answer: Answer, message: Rendered) -> int:
        gone = answer.redraw in answer.screen.sweep
        if answer.redraw is None or gone:
            return await self._courier.send(chat_id, message)
        return await self._courier.redraw(chat_id, answer.redraw, message)

    async def _note(
        self,
        update_id: int,
        incoming: Private,
        answer: Answer,
        shown: int,
        new: list[int],
        *,
        menu_set: bool,
    ) -> None:
        theirs = None if isinstance(incoming, Tapped) else incoming.message_id
        if theirs is not None and theirs not in answer.screen.sweep:
            new.append(theirs)
        # Until this is written down, a crash would have the same message sent once more.
        async with self._database.transaction(urgent=True) as uow:
            await self._receipts.note(uow, update_id)
            await uow.people.note_answer(incoming.user_id, update_id, shown)
            if menu_set and answer.menu is not None:
                await uow.people.note_menu(incoming.user_id, answer.menu.value)
            if answer.person_id is not None:
                if answer.screen.sweep:
                    await uow.messages.forget(answer.person_id, answer.screen.sweep)
                await uow.messages.note(answer.person_id, new, self._now())

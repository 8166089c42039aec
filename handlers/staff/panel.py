"""The staff panel, and the name that colleagues see."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from bot.domain.delivery.outbox import Due
from bot.domain.staff.roles import Act, StaffMember
from bot.domain.text.phrases import Msg
from bot.screens.notices import Notice
from bot.screens.screen import Screen
from bot.screens.staff import panel as screens
from bot.screens.staff.actions import ChooseStaffName, ShowPanel
from bot.services.delivery import troubles
from bot.services.figures import exports
from bot.services.rounds import work as round_work
from bot.services.staff import team
from bot.services.staff.members import require
from bot.storage.unit_of_work import UnitOfWork
from bot.transport.visit import Text, Visit
from handlers.broadcasts import drafts
from handlers.inbox import desk as inbox_desk
from handlers.interests import desk as interest_desk

Count = Callable[[Visit, StaffMember], Awaitable[int]]


async def _open_invitations(visit: Visit, _member: StaffMember) -> int:
    return len(await team.open_invitations(visit.case))


async def _waiting_exports(visit: Visit, member: StaffMember) -> int:
    return await exports.count_waiting(visit.case, member)


async def _closing_rounds(visit: Visit, member: StaffMember) -> int:
    return await round_work.count_closing_soon(visit.case, member)


COUNTS: Final[Mapping[str, Count]] = {
    "broadcasts": drafts.count_open,
    "inbox": inbox_desk.count_waiting,
    "interests": interest_desk.count_waiting,
    "team": _open_invitations,
    "exports": _waiting_exports,
    "rounds": _closing_rounds,
}
"""Who counts what waits behind the entries of the panel, by the name that the entry gives."""


async def show_panel(visit: Visit, _action: ShowPanel) -> Screen:
    """A button for everything that I may do, each with how much waits there."""
    member = await require(visit.uow, visit.person.id, Act.VIEW_PANEL)
    counts = {
        entry.count: await COUNTS[entry.count](visit, member)
        for entry in screens.entries_for(member)
        if entry.count
    }
    return screens.show_panel(member, await team.own_name(visit.case), counts, visit.content)


async def choose_name(visit: Visit, _action: ChooseStaffName) -> Screen:
    """The question how colleagues call me; the answer is typed."""
    await require(visit.uow, visit.person.id, Act.VIEW_PANEL)
    return screens.choose_name()


async def set_name(visit: Visit, text: Text) -> Screen:
    """The panel with the typed name, or the question again if it is no name."""
    if not await team.set_name(visit.case, text.text):
        return screens.choose_name(refused=True)
    screen = await visit.draw(ShowPanel())
    return screen.with_toast(Msg("Noted."))


async def render_trouble(uow: UnitOfWork, due: Due) -> Notice | None:
    """What an owner is told of a message that was set aside; None to who is no owner any more."""
    if not await troubles.is_for(uow, due):
        return None
    return screens.tell_of_trouble(int(due.params["message"] or 0), str(due.params["error"]))

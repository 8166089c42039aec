"""The staff panel: what this member of the staff may do, and how much waits there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain.content import Content
from bot.domain.staff.roles import Act, StaffMember
from bot.domain.text.phrases import Joined, Labelled, Msg, Phrase, Plain
from bot.screens import navigation
from bot.screens.broadcasts.actions import ShowBroadcasts
from bot.screens.calls.actions import ListVoices
from bot.screens.codec import Action
from bot.screens.figures.actions import ShowExports, ShowFigures
from bot.screens.home.actions import StopMessages
from bot.screens.inbox.actions import ListInbox
from bot.screens.interests.actions import ListInterestCalls
from bot.screens.notices import Notice
from bot.screens.rounds.actions import ListRounds
from bot.screens.screen import Button, Screen
from bot.screens.staff import reach
from bot.screens.staff.actions import (
    ChooseNews,
    ChooseStaffName,
    ShowAudit,
    ShowPanel,
    ShowTeam,
)


@dataclass(frozen=True, slots=True)
class PanelEntry:
    """A button of the panel and who gets to see it.

    Args:
        act: Who may do this sees the button.
        count: The name of the provider that counts what waits behind it; see
            ``handlers.staff.panel.COUNTS``.
    """

    label: Msg
    action: Action
    act: Act
    emoji: str
    count: str = ""


ENTRIES: Final[tuple[PanelEntry, ...]] = (
    PanelEntry(Msg("Inbox"), ListInbox(), Act.VIEW_INBOX, "📨", "inbox"),
    PanelEntry(Msg("Interests"), ListInterestCalls(), Act.VIEW_INTERESTS, "✋", "interests"),
    PanelEntry(Msg("Rounds"), ListRounds(), Act.MANAGE_ROUNDS, "🗓", "rounds"),
    PanelEntry(Msg("Voice notes"), ListVoices(), Act.RECORD_VOICE, "🎙"),
    PanelEntry(Msg("Broadcasts"), ShowBroadcasts(), Act.SEND_BROADCAST, "📣", "broadcasts"),
    PanelEntry(Msg("Team"), ShowTeam(), Act.MANAGE_TEAM, "👥", "team"),
    PanelEntry(Msg("Figures"), ShowFigures(), Act.VIEW_STATS, "📊"),
    PanelEntry(Msg("Take along"), ShowExports(), Act.EXPORT_FIGURES, "📥", "exports"),
    PanelEntry(Msg("Log"), ShowAudit(), Act.VIEW_AUDIT, "🧾"),
)
"""Everything behind /staff, in the order of the panel; each has a command too."""


def tell_of_trouble(message: int, error: str) -> Notice:
    """Tells an owner that the bot set a message aside.

    Args:
        message: The number of the message in the outbox.
        error: The class of what went wrong.
    """
    here = ShowPanel()
    return Notice(
        first=Msg("For owners: a message was set aside"),
        lines=(
            Labelled(Msg("Message"), Joined((Plain(str(message)), Plain(error)), " · ")),
            Msg("The bot could not write down what became of it. All others went on."),
            Msg("Please show this to who runs the bot. More of today stand only in its log."),
        ),
        act=Button(Msg("Staff"), here, "🧰"),
        stop=Button(Msg("Stop messages"), StopMessages(), "⏸"),
        read=here,
    )


def entries_for(member: StaffMember) -> Sequence[PanelEntry]:
    """What a member of the staff may do."""
    return [entry for entry in ENTRIES if member.may(entry.act)]


def show_panel(
    member: StaffMember, name: str | None, counts: Mapping[str, int], content: Content
) -> Screen:
    """Roles, and a button for each thing that they allow.

    Args:
        counts: How much waits, by the name of the provider.
    """
    buttons = [
        Button(_label(entry.label, counts.get(entry.count, 0)), entry.action, entry.emoji)
        for entry in entries_for(member)
    ]
    return Screen(
        here=ShowPanel(),
        title=Msg("Staff"),
        lines=(
            Labelled(Msg("Your name for colleagues"), Plain(name) if name else Msg("not chosen")),
            *(reach.of_grant(grant, content) for grant in member.grants),
        ),
        rows=(
            *navigation.pairs(buttons),
            (
                Button(Msg("My name"), ChooseStaffName(), "✏️"),
                Button(Msg("My notices"), ChooseNews(), "🔔"),
            ),
            navigation.footer(),
        ),
    )


def choose_name(*, refused: bool = False) -> Screen:
    """The question how colleagues call me, also after an answer that is no name."""
    hint = Msg("Please type 1 to 40 characters.")
    ask = Msg("Type the name by which colleagues know you. People who use the bot do not see it.")
    return Screen(
        here=ChooseStaffName(),
        title=Msg("Your name for colleagues"),
        lines=(hint, None, ask) if refused else (ask,),
        rows=(navigation.footer(ShowPanel()),),
    )


def _label(label: Msg, count: int) -> Phrase:
    return Joined((label, Plain(f"({count})"))) if count else label

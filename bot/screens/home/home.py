"""The first screen and what did not fit on it."""

from bot.domain.text.phrases import Msg, Phrase, Plain, Plural
from bot.screens import navigation
from bot.screens.calls.actions import ListAlerts, ListCalls, ListProgrammes, ShowContacts
from bot.screens.home.actions import (
    ChooseLanguage,
    ResumeMessages,
    ShowHelp,
    ShowHome,
    ShowMore,
    StopMessages,
)
from bot.screens.inbox.actions import AskTeam
from bot.screens.privacy.actions import ShowDiscretion, ShowMyData, ShowMyPlace
from bot.screens.screen import Button, Row, Screen
from bot.screens.screening.actions import ShowCheck
from bot.screens.staff.actions import ShowPanel


def show_home(open_calls: int) -> Screen:
    """Where everything begins; with no call open it says how the bot still helps (need E17)."""
    state: Phrase
    if open_calls:
        state = Plural("{n} call is open today.", "{n} calls are open today.", n=open_calls)
    else:
        state = Msg("No call is open today. Follow what you need, and ask us anything.")
    return Screen(
        here=ShowHome(),
        title=Plain("Komshi"),
        lines=(Msg("Hello. How can I help?"), state),
        rows=(
            (Button(Msg("Which calls fit me?"), ShowCheck(), "🧭"),),
            (
                Button(Msg("Open calls ({count})", count=open_calls), ListCalls(), "📋"),
                Button(Msg("My place"), ShowMyPlace(), "📍"),
            ),
            (
                Button(Msg("My alerts"), ListAlerts(), "🔔"),
                Button(Msg("Programmes"), ListProgrammes(), "🤝"),
            ),
            (Button(Msg("More"), ShowMore(), "➕"),),
        ),
    )


def show_more(*, stopped: bool, staff: bool = False) -> Screen:
    """Help, contacts, language and one's own rights; for staff also their panel."""
    panel: Row = (Button(Msg("Staff"), ShowPanel(), "🧰"),) if staff else ()
    messages = (
        Button(Msg("Messages on"), ResumeMessages(), "▶️")
        if stopped
        else Button(Msg("Stop messages"), StopMessages(), "⏸")
    )
    return Screen(
        here=ShowMore(),
        title=Msg("More"),
        lines=(Msg("Choose what you need."),),
        rows=(
            (
                Button(Msg("Who do I ask?"), ShowContacts(), "☎️"),
                Button(Msg("Help"), ShowHelp(), "❓"),
            ),
            (
                Button(Msg("Language"), ChooseLanguage(), "🌐"),
                Button(Msg("My data"), ShowMyData(), "🗂"),
            ),
            (Button(Msg("Shared phone"), ShowDiscretion(), "🤫"), messages),
            (Button(Msg("Write to the team"), AskTeam(), "✉️"),),
            panel,
            navigation.footer(),
        ),
    )

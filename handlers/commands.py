"""The commands of Telegram's menus, each a short way to an action."""

from bot.domain.text.phrases import Msg
from bot.screens.broadcasts.actions import ShowBroadcasts
from bot.screens.calls.actions import (
    ListAlerts,
    ListCalls,
    ListProgrammes,
    ListVoices,
    ShowContacts,
)
from bot.screens.figures.actions import (
    ShowExports,
    ShowFigures,
)
from bot.screens.home.actions import (
    Cancel,
    ChooseLanguage,
    ShowHelp,
    StopMessages,
)
from bot.screens.inbox.actions import (
    ListInbox,
)
from bot.screens.interests.actions import ListInterestCalls
from bot.screens.privacy.actions import (
    ConfirmErasure,
    HideChat,
    ShowMyData,
)
from bot.screens.rounds.actions import (
    ListRounds,
)
from bot.screens.screening.actions import (
    ShowCheck,
)
from bot.screens.staff.actions import (
    ShowAudit,
    ShowPanel,
    ShowTeam,
)
from bot.transport.routing import Command

COMMANDS = (
    Command("start", Msg("Start, or come back")),
    Command("calls", Msg("Open calls"), ListCalls()),
    Command("check", Msg("Which calls fit me"), ShowCheck()),
    Command("alerts", Msg("What you follow"), ListAlerts()),
    Command("about", Msg("The programmes"), ListProgrammes()),
    Command("ask", Msg("Who to ask"), ShowContacts()),
    Command("mydata", Msg("What I keep about you"), ShowMyData()),
    Command("hide", Msg("Clear this chat"), HideChat()),
    Command("delete", Msg("Erase everything about you"), ConfirmErasure()),
    Command("language", Msg("Change the language"), ChooseLanguage()),
    Command("help", Msg("What I can do"), ShowHelp()),
    Command("cancel", Msg("Leave what you are doing"), Cancel()),
    Command("stop", Msg("Stop all messages"), StopMessages()),
)

STAFF_COMMANDS = (
    Command("staff", Msg("Everything for staff"), ShowPanel(), for_staff=True),
    Command("rounds", Msg("Open and close calls"), ListRounds(), for_staff=True),
    Command("voices", Msg("Record calls for listening"), ListVoices(), for_staff=True),
    Command("inbox", Msg("Questions to the team"), ListInbox(), for_staff=True),
    Command("interests", Msg("Who wants to apply"), ListInterestCalls(), for_staff=True),
    Command("broadcast", Msg("Write to people"), ShowBroadcasts(), for_staff=True),
    Command("team", Msg("Who is in the team"), ShowTeam(), for_staff=True),
    Command("stats", Msg("Figures"), ShowFigures(), for_staff=True),
    Command("export", Msg("Take figures along"), ShowExports(), for_staff=True),
    Command("audit", Msg("What staff did"), ShowAudit(), for_staff=True),
)
"""In the menu of staff only; who else types one is told kindly that it is not for them."""
"""What the menu of staff has beside them; who may use one is decided where it leads."""

"""The whole bot at a glance: its commands, and the routes of every subject."""

from bot.screens.home.actions import SetLanguage
from bot.transport.routing import FirstContact, Guard, Input, Route
from bot.transport.visit import ChangedText, MediaMessage, StaleTap, Start, Text, UnknownCommand
from handlers.broadcasts.routes import ROUTES as BROADCASTS
from handlers.calls.routes import ROUTES as CALLS
from handlers.commands import COMMANDS, STAFF_COMMANDS
from handlers.figures.routes import ROUTES as FIGURES
from handlers.home import matches, start
from handlers.home.routes import ROUTES as HOME
from handlers.inbox import own as inbox
from handlers.inbox import replies
from handlers.inbox.routes import ROUTES as INBOX
from handlers.interests.routes import ROUTES as INTERESTS
from handlers.privacy import discretion
from handlers.privacy.routes import ROUTES as PRIVACY
from handlers.rounds.routes import ROUTES as ROUNDS
from handlers.screening.routes import ROUTES as SCREENING
from handlers.staff.routes import ROUTES as STAFF

ROUTES: tuple[Route, ...] = (
    *COMMANDS,
    *STAFF_COMMANDS,
    FirstContact(start.first_contact, unless=SetLanguage),
    Guard(discretion.is_locked, discretion.guard),
    Input(Start, start.enter),
    *HOME,
    *CALLS,
    *ROUNDS,
    *SCREENING,
    *INTERESTS,
    *INBOX,
    *BROADCASTS,
    *STAFF,
    *FIGURES,
    *PRIVACY,
    Input(Text, replies.read_text),
    Input(MediaMessage, replies.read_file),
    Input(ChangedText, inbox.take_change),
    Input(UnknownCommand, matches.unknown_command),
    Input(StaleTap, matches.stale_tap),
)

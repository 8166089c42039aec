"""Who answers what is tapped and typed around questions to the team."""

from typing import Final

from bot.domain.staff.roles import Act
from bot.screens.inbox.actions import (
    AskTeam,
    ChooseColleague,
    ChooseEnding,
    ClaimThread,
    CloseThread,
    ConfirmWithdrawal,
    HandOver,
    ListInbox,
    ListQuestions,
    ShowQuestion,
    ShowThread,
    WithdrawQuestion,
    WriteQuestion,
    WriteReply,
)
from bot.transport.routing import Route, Tap, Typed
from handlers.inbox import desk, own

ROUTES: Final[tuple[Route, ...]] = (
    Tap(AskTeam, own.choose_topic, open=True),
    Typed(AskTeam, own.send),
    Tap(WriteQuestion, own.write, open=True),
    Typed(WriteQuestion, own.send),
    Tap(ListQuestions, own.show_list, own=True),
    Tap(ShowQuestion, own.show, own=True),
    Typed(ShowQuestion, own.add),
    Tap(ConfirmWithdrawal, own.confirm_withdrawal, own=True),
    Tap(WithdrawQuestion, own.withdraw, own=True),
    Tap(ListInbox, desk.show_list, act=Act.VIEW_INBOX),
    Typed(ListInbox, desk.find),
    Tap(ShowThread, desk.show, act=Act.VIEW_INBOX),
    Typed(ShowThread, desk.find),
    Tap(ClaimThread, desk.claim, act=Act.ANSWER_INBOX),
    Tap(WriteReply, desk.write, act=Act.ANSWER_INBOX),
    Typed(WriteReply, desk.send),
    Tap(ChooseColleague, desk.choose_colleague, act=Act.ANSWER_INBOX),
    Tap(HandOver, desk.hand_over, act=Act.ANSWER_INBOX),
    Tap(ChooseEnding, desk.choose_closing, act=Act.ANSWER_INBOX),
    Tap(CloseThread, desk.close, act=Act.ANSWER_INBOX),
)
"""Every tap with its handler, and what is typed or sent while its screen is shown."""

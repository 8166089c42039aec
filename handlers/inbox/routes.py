"""Who answers what is tapped and typed around questions to the team."""

from typing import Final

from bot.domain.delivery.media import FILES, Medium
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
    OfferWords,
    SendWords,
    ShowQuestion,
    ShowQuestionFiles,
    ShowThread,
    ShowThreadFiles,
    WithdrawQuestion,
    WriteQuestion,
    WriteReply,
)
from bot.transport.routing import Replies, Route, Takes, Tap
from handlers.inbox import desk, own, replies

ROUTES: Final[tuple[Route, ...]] = (
    Tap(AskTeam, own.choose_topic, open=True),
    Takes(AskTeam, {Medium.TEXT: own.send, **dict.fromkeys(FILES, own.send)}),
    Tap(WriteQuestion, own.write, open=True),
    Takes(WriteQuestion, {Medium.TEXT: own.send, **dict.fromkeys(FILES, own.send)}),
    Tap(ListQuestions, own.show_list, own=True),
    Tap(ShowQuestion, own.show, own=True),
    Takes(ShowQuestion, {Medium.TEXT: own.add, **dict.fromkeys(FILES, own.add)}, open=True),
    Tap(ShowQuestionFiles, own.show_files, own=True),
    Tap(OfferWords, replies.show_offer, own=True),
    Tap(SendWords, replies.send, own=True),
    Replies(replies.answer_message, replies.SCREENS),
    Tap(ConfirmWithdrawal, own.confirm_withdrawal, own=True),
    Tap(WithdrawQuestion, own.withdraw, own=True),
    Tap(ListInbox, desk.show_list, act=Act.VIEW_INBOX),
    Takes(ListInbox, {Medium.TEXT: desk.find}),
    Tap(ShowThread, desk.show, act=Act.VIEW_INBOX),
    Takes(ShowThread, {Medium.TEXT: desk.offer_answer, **dict.fromkeys(FILES, desk.add_file)}),
    Tap(ShowThreadFiles, desk.show_files, act=Act.VIEW_INBOX),
    Tap(ClaimThread, desk.claim, act=Act.ANSWER_INBOX),
    Tap(WriteReply, desk.write, act=Act.ANSWER_INBOX),
    Takes(WriteReply, {Medium.TEXT: desk.send, **dict.fromkeys(FILES, desk.send)}),
    Tap(ChooseColleague, desk.choose_colleague, act=Act.ANSWER_INBOX),
    Tap(HandOver, desk.hand_over, act=Act.ANSWER_INBOX),
    Tap(ChooseEnding, desk.choose_closing, act=Act.ANSWER_INBOX),
    Tap(CloseThread, desk.close, act=Act.ANSWER_INBOX),
)
"""Every tap with its handler, and what is typed or sent while its screen is shown."""

"""Who answers what is tapped, typed and sent during a check."""

from collections.abc import Mapping
from typing import Final

from bot.domain.delivery.media import Medium
from bot.screens.screening.actions import (
    AskNext,
    BeginCheck,
    ChangeReply,
    CheckCall,
    CheckWhole,
    ConfirmForgetting,
    ForgetReplies,
    GiveAnswer,
    GoBack,
    KeepReplies,
    KeepSensitive,
    ListReplies,
    OfferKept,
    PickRegion,
    ShowCheck,
    ShowVerdict,
    ShowVerdicts,
    ShowWhy,
    StopCheck,
    TellWhenFits,
    UseKept,
)
from bot.transport.routing import Route, Takes, Tap
from bot.transport.visit import Handler
from handlers.screening import matching, questions, results

_ANSWER: Final[Mapping[Medium, Handler]] = {
    Medium.TEXT: questions.read,
    Medium.LOCATION: questions.locate,
}

ROUTES: Final[tuple[Route, ...]] = (
    Tap(ShowCheck, questions.show, open=True),
    Tap(BeginCheck, questions.begin, own=True),
    Tap(CheckCall, questions.check_call, own=True),
    Tap(OfferKept, questions.offer_kept, own=True),
    Tap(UseKept, questions.use_kept, own=True),
    Tap(AskNext, questions.ask, own=True),
    Takes(AskNext, _ANSWER, hint=questions.explain),
    Takes(ShowWhy, _ANSWER),
    Tap(PickRegion, questions.pick_region, own=True, instead=AskNext()),
    Tap(GiveAnswer, questions.answer, own=True, instead=AskNext()),
    Tap(GoBack, questions.go_back, own=True, instead=AskNext()),
    Tap(ChangeReply, questions.change, own=True, instead=AskNext()),
    Tap(ShowWhy, questions.show_why, own=True),
    Tap(StopCheck, questions.stop, own=True),
    Tap(CheckWhole, questions.check_whole, own=True),
    Tap(ShowVerdicts, results.list_verdicts, own=True),
    Tap(ShowVerdict, results.show_verdict, own=True),
    Tap(ListReplies, results.list_replies, own=True),
    Tap(KeepReplies, results.keep, own=True),
    Tap(KeepSensitive, results.keep_sensitive, own=True),
    Tap(ConfirmForgetting, results.confirm_forgetting, own=True),
    Tap(ForgetReplies, results.forget, own=True),
    Tap(TellWhenFits, matching.tell_when_fits, own=True),
)
"""Every tap with its handler, and what is typed or sent while its screen is shown."""

"""Every tap and kind of input around declared interests, and who answers it."""

from collections.abc import Mapping
from typing import Final

from bot.domain.staff.roles import Act
from bot.screens import actions
from bot.transport.routing import Route, Tap, Typed
from handlers.interests import desk as interest_desk
from handlers.interests import desk_checks
from handlers.interests import own as interests

INTERESTS_OF_ONES_OWN: Final[tuple[type[actions.Action], ...]] = (
    actions.DeclareInterest,
    actions.SendInterest,
    actions.ListInterests,
    actions.ShowInterest,
    actions.ChooseWay,
    actions.SetWay,
    actions.TypePhone,
    actions.ShowPapers,
    actions.TickPaper,
    actions.ConfirmLeaving,
    actions.LeaveInterest,
)
"""What a word on a shared phone protects."""

INTEREST_ACTS: Final[Mapping[type[actions.Action], Act]] = {
    actions.ListInterestCalls: Act.VIEW_INTERESTS,
    actions.ListCallInterests: Act.VIEW_INTERESTS,
    actions.OpenInterest: Act.VIEW_INTERESTS,
    actions.OpenOrigin: Act.READ_ORIGIN,
    actions.MarkInterest: Act.HANDLE_INTERESTS,
    actions.ChooseDecision: Act.HANDLE_INTERESTS,
    actions.DecideInterest: Act.HANDLE_INTERESTS,
    actions.WriteToApplicant: Act.HANDLE_INTERESTS,
    actions.TryCheck: Act.CHECK_FOR_OTHERS,
    actions.ShowTrial: Act.CHECK_FOR_OTHERS,
    actions.ConfirmForSomebody: Act.CHECK_FOR_OTHERS,
    actions.DeclareForSomebody: Act.CHECK_FOR_OTHERS,
    actions.TypePhoneFor: Act.CHECK_FOR_OTHERS,
    actions.ConfirmErasingFor: Act.CHECK_FOR_OTHERS,
    actions.EraseFor: Act.CHECK_FOR_OTHERS,
}
"""What only staff do, and the act that each tap is."""

INTEREST_ROUTES: Final[tuple[Route, ...]] = (
    Tap(actions.DeclareInterest, interests.offer),
    Tap(actions.SendInterest, interests.send),
    Tap(actions.EnterCode, interests.enter_code),
    Typed(actions.EnterCode, interests.read_code),
    Tap(actions.ListInterests, interests.show_list),
    Tap(actions.ShowInterest, interests.show),
    Tap(actions.ChooseWay, interests.choose_way),
    Tap(actions.SetWay, interests.set_way),
    Tap(actions.TypePhone, interests.ask_phone),
    Typed(actions.TypePhone, interests.read_phone_number),
    Tap(actions.ShowPapers, interests.show_papers),
    Tap(actions.TickPaper, interests.tick_paper),
    Tap(actions.ConfirmLeaving, interests.confirm_leaving),
    Tap(actions.LeaveInterest, interests.leave),
    Tap(actions.ListInterestCalls, interest_desk.list_calls),
    Typed(actions.ListInterestCalls, interest_desk.find),
    Tap(actions.ListCallInterests, interest_desk.list_interests),
    Typed(actions.ListCallInterests, interest_desk.find),
    Tap(actions.OpenInterest, interest_desk.show),
    Typed(actions.OpenInterest, interest_desk.find),
    Tap(actions.OpenOrigin, interest_desk.show_origin),
    Tap(actions.MarkInterest, interest_desk.mark),
    Tap(actions.ChooseDecision, interest_desk.choose_decision),
    Tap(actions.DecideInterest, interest_desk.decide),
    Tap(actions.WriteToApplicant, interest_desk.write),
    Typed(actions.WriteToApplicant, interest_desk.send),
    Tap(actions.TryCheck, desk_checks.ask),
    Tap(actions.ShowTrial, desk_checks.show),
    Tap(actions.ConfirmForSomebody, desk_checks.confirm),
    Tap(actions.DeclareForSomebody, desk_checks.declare),
    Tap(actions.TypePhoneFor, desk_checks.ask_phone),
    Typed(actions.TypePhoneFor, desk_checks.read_phone_number),
    Tap(actions.ConfirmErasingFor, desk_checks.confirm_erasing),
    Tap(actions.EraseFor, desk_checks.erase),
)
"""Who answers what."""

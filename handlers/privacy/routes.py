"""Who answers what is tapped and typed around a person's rights and shared phones."""

from typing import Final

from bot.domain.delivery.media import Medium
from bot.screens.privacy.actions import (
    AskConsent,
    AskDiscreet,
    AskPasscode,
    ChoosePasscode,
    ConfirmErasure,
    EraseMe,
    ExportMyData,
    ForgetPlace,
    GiveConsent,
    HideChat,
    KeepMyData,
    LockNow,
    RememberPlace,
    RemovePasscode,
    SetDiscreet,
    SetQuietHours,
    ShowConsents,
    ShowDiscretion,
    ShowMyData,
    ShowMyPlace,
    ShowReasons,
    WithdrawConsent,
)
from bot.transport.routing import Route, Takes, Tap
from handlers.privacy import discretion, notices, rights

ROUTES: Final[tuple[Route, ...]] = (
    Tap(ShowMyData, rights.show_my_data, own=True),
    Tap(ShowReasons, rights.show_reasons, open=True),
    Tap(ShowConsents, rights.show_consents, own=True),
    Tap(AskConsent, rights.ask_consent, own=True),
    Tap(GiveConsent, rights.give_consent, own=True),
    Tap(WithdrawConsent, rights.withdraw_consent, own=True),
    Tap(ShowMyPlace, rights.my_place, own=True),
    Tap(RememberPlace, rights.remember_place, own=True),
    Tap(ForgetPlace, rights.forget_place, own=True),
    Tap(ExportMyData, rights.export, own=True),
    Tap(ConfirmErasure, rights.confirm_erasure, open=True),
    Tap(EraseMe, rights.erase, open=True),
    Tap(HideChat, rights.hide, open=True),
    Tap(KeepMyData, notices.keep_my_data, open=True),
    Tap(ShowDiscretion, discretion.show, own=True),
    Tap(AskDiscreet, discretion.ask, open=True),
    Tap(SetDiscreet, discretion.set_discreet, own=True),
    Tap(SetQuietHours, discretion.set_quiet_hours, own=True),
    Tap(ChoosePasscode, discretion.choose_passcode, own=True, fleeting=True),
    Takes(ChoosePasscode, {Medium.TEXT: discretion.set_passcode}),
    Tap(RemovePasscode, discretion.remove_passcode, own=True),
    Tap(LockNow, discretion.lock_now, open=True),
    Tap(AskPasscode, discretion.ask_passcode, open=True, fleeting=True),
    Takes(AskPasscode, {Medium.TEXT: discretion.open_things}),
)
"""Every tap with its handler, and what is typed or sent while its screen is shown."""

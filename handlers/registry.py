"""The whole bot at a glance: every command, tap and kind of input, and who answers it."""

from bot.domain.text import Msg
from bot.screens import actions
from bot.screens.screen import Screen
from bot.transport.routing import Command, FirstContact, Guarded, Input, Route, Tap, Typed
from bot.transport.visit import Attachment, Entry, StaleTap, Text, UnknownCommand, Visit
from handlers import (
    alerts,
    calls,
    contacts,
    discretion,
    home,
    matches,
    notices,
    places,
    privacy,
    programmes,
    start,
)

COMMANDS = (
    Command("start", Msg("Start, or come back")),
    Command("calls", Msg("Open calls"), actions.ListCalls()),
    Command("alerts", Msg("What you follow"), actions.ListAlerts()),
    Command("about", Msg("The programmes"), actions.ListProgrammes()),
    Command("ask", Msg("Who to ask"), actions.ShowContacts()),
    Command("mydata", Msg("What I keep about you"), actions.ShowMyData()),
    Command("hide", Msg("Clear this chat"), actions.HideChat()),
    Command("delete", Msg("Erase everything about you"), actions.ConfirmErasure()),
    Command("language", Msg("Change the language"), actions.ChooseLanguage()),
    Command("help", Msg("What I can do"), actions.ShowHelp()),
    Command("cancel", Msg("Leave what you are doing"), actions.Cancel()),
    Command("stop", Msg("Stop all messages"), actions.StopMessages()),
)

OWN_THINGS = (
    actions.ShowMyData,
    actions.ShowConsents,
    actions.WithdrawConsent,
    actions.ExportMyData,
    actions.ForgetPlace,
    actions.RememberPlace,
    actions.ListAlerts,
    actions.PickSubject,
    actions.SetDiscreet,
    actions.SetQuietHours,
    actions.ChooseWord,
    actions.RemoveWord,
)
"""What a word protects on a shared phone. Erasing stays open: it is the way out when forgotten."""


async def show_help(_visit: Visit, _action: actions.ShowHelp) -> Screen:
    """Every command and what it does."""
    return start.help_with(COMMANDS)


ROUTES: tuple[Route, ...] = (
    *COMMANDS,
    FirstContact(start.first_contact, unless=actions.SetLanguage),
    Input(Entry, start.enter),
    Tap(actions.ChooseLanguage, start.choose_language),
    Tap(actions.SetLanguage, start.set_language),
    Tap(actions.ShowWelcome, start.welcome),
    Tap(actions.ShowPrivacy, start.privacy),
    Tap(actions.ShowHelp, show_help),
    Tap(actions.Cancel, start.cancel),
    Tap(actions.StopMessages, start.stop),
    Tap(actions.ResumeMessages, start.resume),
    Tap(actions.ShowHome, home.show),
    Tap(actions.ShowMore, home.more),
    Tap(actions.ListCalls, calls.list_open),
    Tap(actions.ListOtherCalls, calls.list_others),
    Tap(actions.ChooseInterest, calls.choose_interest),
    Tap(actions.ShowCall, calls.show_call),
    Tap(actions.PickDistrict, places.districts),
    Tap(actions.PickMunicipality, places.municipalities),
    Tap(actions.PickAmong, places.among),
    Tap(actions.ChooseMunicipality, places.choose),
    Typed(actions.PickDistrict, places.understand),
    Typed(actions.PickMunicipality, places.understand),
    Typed(actions.PickAmong, places.understand),
    Tap(actions.ListAlerts, alerts.show),
    Tap(actions.AddAlert, alerts.offer),
    Tap(actions.PickSubject, alerts.pick),
    Tap(actions.StartFollowing, alerts.start),
    Tap(actions.StopFollowing, alerts.stop),
    Tap(actions.ListProgrammes, programmes.show_list),
    Tap(actions.ShowProgramme, programmes.show),
    Tap(actions.ListProgrammeCalls, programmes.list_calls),
    Tap(actions.ShowContacts, contacts.offer),
    Tap(actions.ShowContact, contacts.show),
    Tap(actions.ShowCenter, contacts.show_center),
    Tap(actions.ShowMatches, matches.show),
    Tap(actions.ShowMyData, privacy.show_my_data),
    Tap(actions.ShowReasons, privacy.show_reasons),
    Tap(actions.ShowConsents, privacy.show_consents),
    Tap(actions.AskConsent, privacy.ask_consent),
    Tap(actions.GiveConsent, privacy.give_consent),
    Tap(actions.WithdrawConsent, privacy.withdraw_consent),
    Tap(actions.ShowMyPlace, privacy.my_place),
    Tap(actions.RememberPlace, privacy.remember_place),
    Tap(actions.ForgetPlace, privacy.forget_place),
    Tap(actions.ExportMyData, privacy.export),
    Tap(actions.ConfirmErasure, privacy.confirm_erasure),
    Tap(actions.EraseMe, privacy.erase),
    Tap(actions.HideChat, privacy.hide),
    Tap(actions.KeepMyData, notices.keep_my_data),
    Tap(actions.ShowDiscretion, discretion.show),
    Tap(actions.AskDiscreet, discretion.ask),
    Tap(actions.SetDiscreet, discretion.set_discreet),
    Tap(actions.SetQuietHours, discretion.set_quiet_hours),
    Tap(actions.ChooseWord, discretion.choose_word),
    Typed(actions.ChooseWord, discretion.set_word),
    Tap(actions.RemoveWord, discretion.remove_word),
    Tap(actions.LockNow, discretion.lock_now),
    Tap(actions.AskWord, discretion.ask_word),
    Typed(actions.AskWord, discretion.open_things),
    Guarded(OWN_THINGS, discretion.is_locked, discretion.guard),
    Input(Text, matches.search),
    Input(Attachment, matches.attachment),
    Input(UnknownCommand, matches.unknown_command),
    Input(StaleTap, matches.stale_tap),
)

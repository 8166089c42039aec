"""Who answers what is tapped and typed around calls, programmes, places and offices."""

from collections.abc import Mapping
from typing import Final

from bot.domain.delivery.media import Medium
from bot.domain.staff.roles import Act
from bot.screens.calls.actions import (
    AddAlert,
    ChooseGoal,
    ChooseMunicipality,
    HearVoice,
    ListAlerts,
    ListCalls,
    ListenToCall,
    ListOtherCalls,
    ListProgrammeCalls,
    ListProgrammes,
    ListVoices,
    PickAmong,
    PickDistrict,
    PickMunicipality,
    PickSubject,
    RecordVoice,
    RemoveVoice,
    ShowCall,
    ShowCenter,
    ShowContact,
    ShowContacts,
    ShowProgramme,
    ShowVoices,
    StartFollowing,
    StopFollowing,
)
from bot.transport.routing import Route, Takes, Tap
from bot.transport.visit import Handler
from handlers.calls import alerts, calls, contacts, places, programmes, voices

_PLACE: Final[Mapping[Medium, Handler]] = {
    Medium.TEXT: places.understand,
    Medium.LOCATION: places.locate,
}

ROUTES: Final[tuple[Route, ...]] = (
    Tap(ListCalls, calls.list_open, open=True),
    Tap(ListOtherCalls, calls.list_others, open=True),
    Tap(ChooseGoal, calls.choose_goal, open=True),
    Tap(ShowCall, calls.show_call, open=True),
    Tap(PickDistrict, places.districts, open=True),
    Tap(PickMunicipality, places.municipalities, open=True),
    Tap(PickAmong, places.among, open=True),
    Tap(ChooseMunicipality, places.choose, open=True),
    Takes(PickDistrict, _PLACE),
    Takes(PickMunicipality, _PLACE),
    Takes(PickAmong, _PLACE),
    Tap(ListAlerts, alerts.show, own=True),
    Tap(AddAlert, alerts.offer, open=True),
    Tap(PickSubject, alerts.pick, own=True),
    Tap(StartFollowing, alerts.start, own=True),
    Tap(StopFollowing, alerts.stop, own=True),
    Tap(ListProgrammes, programmes.show_list, open=True),
    Tap(ShowProgramme, programmes.show, open=True),
    Tap(ListProgrammeCalls, programmes.list_calls, open=True),
    Tap(ShowContacts, contacts.offer, open=True),
    Tap(ShowContact, contacts.show, open=True),
    Tap(ShowCenter, contacts.show_center, open=True),
    Tap(ListVoices, voices.list_voices, act=Act.RECORD_VOICE),
    Tap(ShowVoices, voices.show_voices, act=Act.RECORD_VOICE),
    Tap(RecordVoice, voices.ask_for_voice, act=Act.RECORD_VOICE),
    Takes(RecordVoice, {Medium.VOICE: voices.receive}, hint=voices.explain),
    Tap(HearVoice, voices.hear, act=Act.RECORD_VOICE),
    Tap(RemoveVoice, voices.remove, act=Act.RECORD_VOICE),
    Tap(ListenToCall, voices.listen, open=True),
)
"""Every tap with its handler, and what is typed or sent while its screen is shown."""

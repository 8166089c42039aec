"""What is kept about me: groups in plain words, why, until when, and what I can do about it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from bot.domain.localtime import local_day
from bot.domain.privacy.consent import Given, Purpose
from bot.domain.privacy.handling import DataGroup
from bot.domain.rights.my_data import MyData
from bot.domain.rights.registry import handlings
from bot.domain.text.languages import Language
from bot.domain.text.phrases import Day, DayStyle, Joined, Labelled, Msg, Phrase, Plain, Plural
from bot.screens import navigation
from bot.screens.calls.actions import ListAlerts, PickDistrict, PickedFor
from bot.screens.home.actions import ShowHome, ShowMore
from bot.screens.inbox.actions import ListQuestions
from bot.screens.interests.actions import ListInterests
from bot.screens.privacy.actions import (
    AskConsent,
    ConfirmErasure,
    EraseMe,
    ExportMyData,
    ForgetPlace,
    HideChat,
    ShowConsents,
    ShowMyData,
    ShowReasons,
    WithdrawConsent,
)
from bot.screens.screen import Attachment, Button, Row, Screen
from bot.screens.screening.actions import ListReplies

GROUP_LABELS: Final[Mapping[DataGroup, Msg]] = {
    DataGroup.CHAT: Msg("Number of this chat"),
    DataGroup.LANGUAGE: Msg("Language"),
    DataGroup.FOLLOWS: Msg("What you follow"),
    DataGroup.ANSWERS: Msg("Your answers"),
    DataGroup.QUESTIONS: Msg("Your questions to the team"),
    DataGroup.CHECK: Msg("Your answers in the check"),
    DataGroup.INTERESTS: Msg("What you want to apply for"),
    DataGroup.CONSENTS: Msg("What you agreed to"),
    DataGroup.DISCRETION: Msg("Neutral notices"),
    DataGroup.LOCK: Msg("A word opens my things"),
    DataGroup.STAFF: Msg("Your work in the team"),
}
"""What each group of the registry of personal data is called."""

FIELD_LABELS: Final[Mapping[str, Msg]] = {
    "telegram_id": GROUP_LABELS[DataGroup.CHAT],
    "language": GROUP_LABELS[DataGroup.LANGUAGE],
    "created_at": Msg("First message"),
    "active_on": Msg("Last day you wrote"),
    "stopped": Msg("Messages are off"),
    "discreet": GROUP_LABELS[DataGroup.DISCRETION],
    "quiet_hours": Msg("Quiet hours"),
    "has_passcode": GROUP_LABELS[DataGroup.LOCK],
    "follows": GROUP_LABELS[DataGroup.FOLLOWS],
    "answers": GROUP_LABELS[DataGroup.ANSWERS],
    "questions": GROUP_LABELS[DataGroup.QUESTIONS],
    "check": GROUP_LABELS[DataGroup.CHECK],
    "sensitive_answers": Msg("Sensitive answers"),
    "interests": GROUP_LABELS[DataGroup.INTERESTS],
    "consents": GROUP_LABELS[DataGroup.CONSENTS],
    "messages": Msg("Remembered messages"),
    "staff": GROUP_LABELS[DataGroup.STAFF],
}
"""What each field of an export is called."""


def show_overview(data: MyData, place: Phrase | None) -> Screen:
    """All that is kept, grouped, why and until when.

    Args:
        place: The name of the kept place, if one is kept.
    """
    language = Plain(Language(data.language).own_name) if data.language else Plain("–")
    agreed = sum(1 for given in data.consents if given.withdrawn_at is None)
    since = Day(local_day(data.created_at), DayStyle.WITH_YEAR)
    lines: list[Phrase | None] = [
        Labelled(Msg("To answer you"), Msg("the number of this chat, and the language")),
        Joined((language, Msg("since {day}", day=since)), " · "),
        *_counted("follows", len(data.follows)),
        *((Labelled(Msg("Your place"), place),) if place else ()),
        *_counted("check", _answered(data)),
        *_counted("consents", agreed),
        *_counted("questions", len(data.questions)),
        *_counted("interests", len(data.interests)),
        None,
        Msg("Everything is erased 24 months after your last message, or when you say so."),
    ]
    place_row: Row = (
        (
            Button(Msg("Change place"), PickDistrict(PickedFor.MINE), "📍"),
            Button(Msg("Erase place"), ForgetPlace(), "✖️"),
        )
        if place
        else ()
    )
    return Screen(
        here=ShowMyData(),
        title=Msg("My data"),
        lines=tuple(lines),
        rows=(
            place_row,
            (
                Button(Msg("What I follow"), ListAlerts(), "🔔"),
                Button(Msg("Consents"), ShowConsents(), "✅"),
            ),
            (
                Button(Msg("My questions"), ListQuestions(), "💬"),
                Button(Msg("My answers"), ListReplies(), "📝"),
            ),
            (Button(Msg("My applications"), ListInterests(), "✋"),),
            (
                Button(Msg("Take it along"), ExportMyData(), "📥"),
                Button(Msg("Why and how long"), ShowReasons(), "🔒"),
            ),
            (Button(Msg("Erase everything"), ConfirmErasure(), "🗑"),),
            navigation.footer(ShowMore()),
        ),
    )


def show_reasons(page: int) -> Screen:
    """Why each group of things is kept, what allows it, and until when."""
    lines: list[Phrase] = []
    for group, name in GROUP_LABELS.items():
        for handling in handlings(group):
            lines.append(Labelled(name, handling.purpose))
            lines.append(Joined((handling.basis.value, handling.retention.value), "; "))
    pages = navigation.pages_of(lines)
    page = min(max(page, 0), len(pages) - 1)
    move: list[Button] = []
    if page > 0:
        move.append(Button(Msg("Previous"), ShowReasons(page - 1), "⬅️"))
    if page + 1 < len(pages):
        move.append(Button(Msg("More"), ShowReasons(page + 1), "➡️"))
    return Screen(
        here=ShowReasons(page),
        title=Msg("Why and how long"),
        lines=tuple(pages[page]),
        rows=(tuple(move), navigation.footer(ShowMyData())),
    )


def show_consents(consents: Sequence[Given]) -> Screen:
    """What the person agreed to, one tap to take it back or to agree."""
    by_purpose = {given.purpose: given for given in consents}
    lines: list[Phrase | None] = []
    rows: list[Row] = []
    for purpose in Purpose:
        given = by_purpose.get(purpose)
        lines.append(Labelled(consent_name(purpose), consent_state(given)))
        if given is not None and given.holds:
            rows.append((Button(consent_name(purpose), WithdrawConsent(purpose), "✖️"),))
        else:
            rows.append((Button(consent_name(purpose), AskConsent(purpose), "✅"),))
    return Screen(
        here=ShowConsents(),
        title=Msg("What you agreed to"),
        lines=(*lines, None, Msg("Taking a yes back erases what rested on it.")),
        rows=(*rows, navigation.footer(ShowMyData())),
    )


def consent_name(purpose: Purpose) -> Msg:
    """What a consent is about, short enough for a button."""
    match purpose:
        case Purpose.ANSWERS:
            return Msg("Keeping my answers")
        case Purpose.SPECIAL:
            return Msg("Sensitive answers")
        case Purpose.MATCHING:
            return Msg("Telling me what fits")


def confirm_export(files: tuple[Attachment, ...]) -> Screen:
    """The files follow; they are for the person alone."""
    return Screen(
        here=ShowMyData(),
        title=Msg("Your data"),
        lines=(
            Msg("Here are two files: one to read, one for other programs."),
            Msg("Whoever holds this phone can open them. Remove them when you have read them."),
        ),
        rows=((Button(Msg("Hide this chat"), HideChat(), "🧹"),), navigation.footer(ShowMyData())),
        files=files,
    )


def confirm_erasure() -> Screen:
    """What will happen; the safe choice first."""
    return Screen(
        here=ConfirmErasure(),
        title=Msg("Erase everything?"),
        lines=(
            Msg("I erase what you follow, your answers, your consents and this chat's number."),
            Msg("Your questions to the team go too, with the answers."),
            Msg("What you want to apply for goes too. Papers at the office stay there."),
            Msg("The messages of the last two days go from this chat too."),
            Msg("What stays: counts without names, and a mark against old backups."),
            Msg("It cannot be undone."),
        ),
        rows=(
            (Button(Msg("No, keep it"), ShowMyData(), "◀️"),),
            (Button(Msg("Yes, erase everything"), EraseMe(), "🗑"),),
        ),
    )


def say_farewell(sweep: Sequence[int] = ()) -> Screen:
    """Nothing is left; writing again starts anew."""
    return Screen(
        here=ShowHome(),
        title=Plain("Komshi"),
        lines=(
            Msg("Everything about you is erased."),
            Msg("Older messages stay in Telegram until you clear this chat in its menu."),
            Msg("Whenever you like, /start begins anew."),
        ),
        farewell=True,
        sweep=tuple(sweep),
    )


def confirm_hiding(sweep: Sequence[int]) -> Screen:
    """The first line of the first screen, and nothing that says that there was more."""
    return Screen(
        here=HideChat(),
        title=Plain("Komshi"),
        lines=(Msg("Hello. How can I help?"),),
        rows=(navigation.footer(),),
        sweep=tuple(sweep),
    )


def _answered(data: MyData) -> int:
    return len({*(data.check.replies if data.check else ()), *data.sensitive, *data.answers})


def _counted(field: str, count: int) -> tuple[Phrase, ...]:
    """A line for what there is, and none for what there is not."""
    things = Plural("{n} thing", "{n} things", n=count)
    return (Labelled(FIELD_LABELS[field], things),) if count else ()


def consent_state(given: Given | None) -> Phrase:
    """Whether somebody agreed to something, and since when."""
    if given is None:
        return Msg("not asked yet")
    if given.withdrawn_at is not None:
        return Msg("taken back on {day}", day=_day(given.withdrawn_at))
    if not given.holds:
        return Msg("the text has changed; please look again")
    return Msg("yes, since {day}", day=_day(given.given_at))


def _day(moment: datetime) -> Day:
    return Day(local_day(moment), DayStyle.WITH_YEAR)

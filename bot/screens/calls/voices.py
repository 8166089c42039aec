"""For staff: recordings of calls, for people who would rather listen than read."""

from collections.abc import Mapping, Sequence
from typing import Final

from bot.domain.content import Call, Content
from bot.domain.rounds.today import CallToday
from bot.domain.rounds.work import recorded_languages
from bot.domain.text.languages import Language
from bot.domain.text.phrases import Joined, Labelled, Msg, Phrase, Plain, Plural, Strong
from bot.screens import navigation
from bot.screens.calls.actions import HearVoice, ListVoices, RecordVoice, RemoveVoice, ShowVoices
from bot.screens.screen import Button, Screen
from bot.screens.staff.actions import ShowPanel

_BOTH_SCRIPTS: Final = "Srpski / Српски"


def list_voices(
    calls: Sequence[CallToday], counts: Mapping[str, int], content: Content, *, page: int
) -> Screen:
    """The calls within reach, and in how many languages each can be heard.

    Args:
        counts: How many recordings a call has, by its id.
    """
    shown, page = navigation.page_of(calls, page, navigation.ENTRIES)
    lines: list[Phrase | None] = []
    for number, today in enumerate(shown, start=1):
        programme = Plain(content.programmes[today.call.programme].short_name)
        count = counts.get(today.call.id, 0)
        recorded = Plural("{n} recording", "{n} recordings", n=count) if count else Msg("none yet")
        lines.append(navigation.numbered(number, Strong(today.call.title)))
        lines.append(Joined((programme, recorded), " · "))
    return Screen(
        here=ListVoices(page),
        title=Msg("Voice notes"),
        lines=tuple(lines) or (Msg("No programme is in your hands. An owner can change that."),),
        rows=(
            navigation.numbers([ShowVoices(today.call.id) for today in shown]),
            navigation.pager(
                len(calls), page, ListVoices(page - 1), ListVoices(page + 1), navigation.ENTRIES
            ),
            navigation.footer(ShowPanel()),
        ),
    )


def show_voices(call: Call, recorded: Sequence[str]) -> Screen:
    """In which languages a call can be heard; tap one to record it or to hear it."""
    buttons = [
        Button(
            Plain(_name(language)),
            RecordVoice(call.id, language.content_key),
            "✅" if language.content_key in recorded else "",
        )
        for language in recorded_languages()
    ]
    return Screen(
        here=ShowVoices(call.id),
        title=Joined((Msg("Voice notes"), call.title), " · "),
        lines=(
            Msg("Say in your own words what the call gives, for whom, and until when."),
            Msg("People who read this language see a button to listen."),
        ),
        rows=(*navigation.pairs(buttons), navigation.footer(ListVoices())),
    )


def ask_for_voice(
    call: Call, language: Language, *, recorded: bool, intro: Msg | None = None
) -> Screen:
    """Waits for a voice message; what was recorded before can be heard and taken away.

    Args:
        intro: What became of what was just sent.
    """
    key = language.content_key
    ask = (
        Msg("Send a new voice message here to replace it.")
        if recorded
        else Msg("Send a voice message here: hold the microphone and speak.")
    )
    keys = (
        (
            Button(Msg("Listen"), HearVoice(call.id, key), "🎧"),
            Button(Msg("Take away"), RemoveVoice(call.id, key), "🗑"),
        )
        if recorded
        else ()
    )
    return Screen(
        here=RecordVoice(call.id, key),
        title=call.title,
        lines=(
            *((intro, None) if intro else ()),
            Labelled(Msg("Language"), Plain(_name(language))),
            ask,
        ),
        rows=(keys, navigation.footer(ShowVoices(call.id))),
    )


def confirm_recorded() -> Msg:
    """That a voice message was kept as the recording."""
    return Msg("Kept. People can listen to it from now on.")


def confirm_removed() -> Msg:
    """That a recording was taken away."""
    return Msg("Taken away.")


def explain_no_voice() -> Msg:
    """That what was sent is no voice message."""
    return Msg("This is not a voice message.")


def _name(language: Language) -> str:
    return _BOTH_SCRIPTS if language.content_key == "sr" else language.own_name

"""Meeting the bot: languages, what it does, what is kept, help, stopping and coming back."""

from collections.abc import Iterable, Mapping
from typing import Final

from bot.domain.text.languages import Language
from bot.domain.text.phrases import Joined, Msg, Phrase, Plain
from bot.screens import navigation
from bot.screens.calls.actions import ListCalls, ShowContacts
from bot.screens.codec import Action
from bot.screens.home.actions import (
    ChooseLanguage,
    DeadLink,
    ResumeMessages,
    SetLanguage,
    ShowDeadLink,
    ShowHelp,
    ShowMore,
    ShowPrivacy,
    ShowWelcome,
    StopMessages,
)
from bot.screens.inbox.actions import AskTeam
from bot.screens.privacy.actions import ShowMyData
from bot.screens.screen import Button, Screen

_HELP_WITH_LINKS: Final[Mapping[DeadLink, Msg]] = {
    DeadLink.CALL: Msg("The call may be over by now. See which calls are open today."),
    DeadLink.INVITATION: Msg(
        "An invitation works once and only for a short time. "
        "Please ask who invited you for a new one."
    ),
    DeadLink.OTHER: Msg("What it led to is not here. See which calls are open today."),
}

_ASK = (
    "Zgjidhni gjuhën",
    "Izaberite jezik",
    "Изаберите језик",
    "Choose your language",
)


def choose_language(
    order: Iterable[Language], current: Language | None, above: Action | None
) -> Screen:
    """The languages in their own names; somebody new sees the question in four languages.

    Args:
        order: The languages, the likely ones first.
        current: The language read so far; None for somebody new.
        above: The screen to return to; None for somebody new, who has none.
    """
    buttons = [
        Button(Plain(language.own_name), SetLanguage(language), "✅" if language is current else "")
        for language in order
    ]
    rows = navigation.pairs(buttons)
    if current is None:
        return Screen(
            here=ChooseLanguage(),
            title=Plain("Komshi"),
            lines=tuple(Plain(line) for line in _ASK),
            rows=rows,
        )
    return Screen(
        here=ChooseLanguage(),
        title=Msg("Language"),
        lines=(Msg("Choose your language. What you began stays as it is."),),
        rows=(*rows, navigation.footer(above or ShowMore())),
        overlay=True,
    )


def show_welcome(entry: Action) -> Screen:
    """What the bot does and does not do, who runs it, that it is free, what is kept (need X1).

    Args:
        entry: Where the person wanted to go, from a link or leaflet; else the home screen.
    """
    return Screen(
        here=ShowWelcome(),
        title=Msg("Welcome to Komshi"),
        lines=(
            Msg("I show open calls for support and tell you who to ask."),
            Msg("I do not decide who gets support. Programme staff decide."),
            Msg("Programmes for returnees and livelihoods in Kosovo run me. It is free."),
            None,
            Msg(
                "I keep only the number of this chat, your language and what you choose "
                "to follow. You need no name and no documents here."
            ),
        ),
        rows=(
            (Button(Msg("Continue"), entry, "➡️"),),
            (
                Button(Msg("Privacy"), ShowPrivacy(), "🔒"),
                Button(Msg("Language"), ChooseLanguage(), "🌐"),
            ),
        ),
    )


def show_dead_link(link: DeadLink) -> Screen:
    """That a link is not valid any more, and what may help: printed codes live long."""
    return Screen(
        here=ShowDeadLink(link),
        title=Msg("This link is not valid any more"),
        lines=(_HELP_WITH_LINKS[link],),
        rows=((Button(Msg("Open calls"), ListCalls(), "📋"),), navigation.footer()),
    )


def show_privacy() -> Screen:
    """What is kept, who sees it, and that Telegram sees it too."""
    return Screen(
        here=ShowPrivacy(),
        title=Msg("Privacy"),
        lines=(
            Msg("I keep the number of this chat, your language and what you let me keep."),
            Msg("I do not keep your name, your phone number or what you type in the search."),
            Msg(
                "Messages with a bot are not end-to-end encrypted: Telegram can see them. "
                "For something private, go to an office."
            ),
            Msg("Messages from me stop at once with /stop."),
        ),
        rows=(
            (
                Button(Msg("My data"), ShowMyData(), "🗂"),
                Button(Msg("Stop messages"), StopMessages(), "⏸"),
            ),
            navigation.footer(ShowMore()),
        ),
    )


def show_help(commands: Iterable[tuple[str, Phrase]]) -> Screen:
    """Every command with what it does, and that anything can be typed.

    Args:
        commands: Name without slash, and its description.
    """
    return Screen(
        here=ShowHelp(),
        title=Msg("Help"),
        lines=(
            Msg("Tap a button, or type what you look for: a place, a trade, a programme."),
            None,
            *(Joined((Plain(f"/{name}"), about), " · ") for name, about in commands),
        ),
        rows=(
            (
                Button(Msg("Write to the team"), AskTeam(), "✉️"),
                Button(Msg("Who do I ask?"), ShowContacts(), "☎️"),
            ),
            navigation.footer(ShowMore()),
        ),
    )


def confirm_stop() -> Screen:
    """Messages have stopped; everything is still there."""
    return Screen(
        here=StopMessages(),
        title=Msg("Messages are off"),
        lines=(
            Msg("I will not write to you on my own any more."),
            Msg("What you follow is still here. You can look at everything as before."),
        ),
        rows=((Button(Msg("Messages on"), ResumeMessages(), "▶️"),), navigation.footer()),
    )


def confirm_cancel(home: Screen) -> Screen:
    """Whatever was going on is left; the home screen says so."""
    return home.with_intro(Msg("Stopped. Nothing was sent."))


def welcome_back(home: Screen) -> Screen:
    """Messages may come again; nothing has to be told twice (need X3)."""
    return home.with_intro(Msg("Good to see you again. Messages are on."))

"""Composing a broadcast: its languages, its button and its time."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from bot.domain.broadcasts.broadcast import (
    Broadcast,
    BroadcastState,
    PostMedium,
    Readers,
    Version,
    lacking,
)
from bot.domain.content import Content
from bot.domain.text.languages import OFFERED, Language
from bot.domain.text.phrases import Joined, Labelled, Listed, Moment, Msg, Phrase, Plain, Plural
from bot.screens import navigation
from bot.screens.broadcasts.actions import (
    BeginBroadcast,
    CheckBroadcast,
    ChooseChats,
    ChoosePostButton,
    ChooseTime,
    ConfirmDropBroadcast,
    DeclareFallback,
    DropBroadcast,
    ListNoticeChats,
    RemoveVersion,
    ShowApproval,
    ShowAudience,
    ShowBroadcast,
    ShowBroadcastDraft,
    ShowBroadcasts,
    ShowToMe,
    ShowVersions,
    TakeOffer,
    WriteVersion,
)
from bot.screens.codec import Action
from bot.screens.screen import Button, Row, Screen
from bot.screens.staff.actions import ShowPanel

_EXCERPT: Final = 120
"""Characters of a message that a screen repeats."""
MEDIA: Final[Mapping[PostMedium, Msg]] = {
    PostMedium.TEXT: Msg("text"),
    PostMedium.PHOTO: Msg("photo"),
    PostMedium.DOCUMENT: Msg("document"),
    PostMedium.VOICE: Msg("voice message"),
}


class ListedBroadcast(NamedTuple):
    """A broadcast in the list, with its first words."""

    broadcast: Broadcast
    words: str


def show_list(
    recent: Sequence[ListedBroadcast], page: int, *, has_draft: bool, may_register: bool
) -> Screen:
    """What waits for a colleague and what was sent, each with its first words."""
    shown, page = navigation.page_of(recent, page)
    lines = [
        navigation.numbered(n, Labelled(_standing(entry.broadcast), Plain(entry.words)))
        for n, entry in enumerate(shown, start=1)
    ]
    targets = [_target(entry.broadcast) for entry in shown]
    draft: Row = (Button(Msg("Go on with the draft"), ShowBroadcastDraft(), "✏️"),)
    groups: Row = (Button(Msg("Groups and channels"), ListNoticeChats(), "👥"),)
    return Screen(
        here=ShowBroadcasts(page),
        title=Msg("Broadcasts"),
        lines=tuple(lines) or (Msg("Nothing was sent yet."),),
        rows=(
            draft if has_draft else (),
            (Button(Msg("New broadcast"), BeginBroadcast(), "➕"),),
            navigation.numbers(targets),
            navigation.pager(
                len(recent), page, ShowBroadcasts(max(page - 1, 0)), ShowBroadcasts(page + 1)
            ),
            groups if may_register else (),
            navigation.footer(ShowPanel()),
        ),
    )


def show_draft(broadcast: Broadcast, readers: Readers, content: Content) -> Screen:
    """How far the draft is: languages, audience, button, time."""
    missing = lacking(broadcast, readers)
    written = len(broadcast.versions)
    lines: list[Phrase | None] = [
        Labelled(Msg("Written"), named(tuple(broadcast.versions)) if written else Msg("none yet")),
        Labelled(Msg("Goes to"), goes_to(readers)),
        Labelled(Msg("Button"), button_name(broadcast.button, content)),
        Labelled(Msg("Time"), time_of(broadcast.send_at)),
    ]
    if missing:
        lines += [None, Labelled(Msg("Still missing"), named(missing))]
    return Screen(
        here=ShowBroadcastDraft(),
        title=Msg("Broadcast: draft"),
        lines=tuple(lines),
        rows=(
            (
                Button(Msg("Message"), ShowVersions(), "✏️"),
                Button(Msg("To whom"), ShowAudience(), "👥"),
            ),
            (
                Button(Msg("Button"), ChoosePostButton(), "🔘"),
                Button(Msg("Time"), ChooseTime(), "🕐"),
            ),
            (Button(Msg("Groups and channels"), ChooseChats(), "📣"),),
            (Button(Msg("Show it to me"), ShowToMe(broadcast.id), "👁"),) if written else (),
            (Button(Msg("Check and send"), CheckBroadcast(), "➡️"),) if written else (),
            (Button(Msg("Throw away"), ConfirmDropBroadcast(), "🗑"),),
            navigation.footer(ShowBroadcasts()),
        ),
    )


def confirm_drop() -> Screen:
    """Asks whether the draft is to be thrown away; the safe choice comes first."""
    return Screen(
        here=ConfirmDropBroadcast(),
        title=Msg("Throw the draft away?"),
        lines=(Msg("Its texts and its audience are gone then."),),
        rows=(
            (Button(Msg("No, keep it"), ShowBroadcastDraft(), "◀️"),),
            (Button(Msg("Yes, throw it away"), DropBroadcast(), "🗑"),),
        ),
    )


def show_versions(broadcast: Broadcast, readers: Readers) -> Screen:
    """The languages side by side: which are written, and how many read each."""
    lines = [
        Labelled(
            Plain(language.own_name),
            Joined((_state(broadcast, language), goes_to(readers, language)), " · "),
        )
        for language in OFFERED
        if language in broadcast.versions or readers.reads(language)
    ]
    buttons = [
        Button(
            Plain(language.own_name),
            WriteVersion(language),
            "✅" if language in broadcast.versions else "",
        )
        for language in OFFERED
    ]
    return Screen(
        here=ShowVersions(),
        title=Msg("The message in each language"),
        lines=tuple(lines) or (Msg("Choose a language and send the message."),),
        rows=(*navigation.pairs(buttons), navigation.footer(ShowBroadcastDraft())),
    )


def write_version(
    broadcast: Broadcast, language: Language, words: str, *, refused: bool = False
) -> Screen:
    """Asks for the message in one language, or lets another stand in.

    Args:
        words: What the message says in it now.
        refused: What was just sent cannot be taken.
    """
    lines: list[Phrase | None] = [
        Msg("Send the message now: a text, or a photo, a file or a voice message with a text."),
        Msg("Bold, italic and links stay as they are."),
    ]
    if refused:
        lines = [Msg("This is empty, too long, or of a kind that I cannot send."), None, *lines]
    version = broadcast.versions.get(language)
    if version is not None:
        lines += [None, Labelled(MEDIA[version.medium], Plain(excerpt(words)))]
    elif language in broadcast.fallbacks:
        lines += [None, _state(broadcast, language)]
    stand_ins = [
        Button(Msg("Use {language}", language=used.own_name), DeclareFallback(language, used), "↪️")
        for used in broadcast.versions
        if version is None and used is not language
    ]
    return Screen(
        here=WriteVersion(language),
        title=Plain(language.own_name),
        lines=tuple(lines),
        rows=(
            *navigation.pairs(stand_ins),
            (Button(Msg("Remove"), RemoveVersion(language), "✖️"),)
            if version is not None or language in broadcast.fallbacks
            else (),
            navigation.footer(ShowVersions()),
        ),
    )


def with_offer(screen: Screen) -> Screen:
    """A screen to which a quick post is added: the notice can be said to people."""
    *rows, last = screen.rows or ((),)
    offer: Row = (Button(Msg("Send this to people"), TakeOffer(), "📣"),)
    return Screen(
        here=screen.here,
        title=screen.title,
        lines=screen.lines,
        rows=(offer, *rows, last),
        toast=screen.toast,
    )


def people(number: int) -> Phrase:
    """How many people there are, in words."""
    return Plural("{n} person", "{n} people", n=number)


def goes_to(readers: Readers, language: Language | None = None) -> Phrase:
    """How many people there are, and how many groups and channels, counted apart.

    Args:
        language: Only those who read it; None for all.
    """
    groups = readers.number_of_groups if language is None else readers.groups.get(language, 0)
    each = readers.number_of_people if language is None else readers.people.get(language, 0)
    if not groups:
        return people(each)
    in_groups = Plural("{n} group or channel", "{n} groups or channels", n=groups)
    return Joined((people(each), in_groups), ", ") if each else in_groups


def named(languages: Sequence[Language]) -> Phrase:
    """Languages by their own names."""
    return Listed(tuple(Plain(language.own_name) for language in languages))


def time_of(send_at: datetime | None) -> Phrase:
    """When a broadcast begins; None: at once."""
    return Msg("at once") if send_at is None else Moment(send_at)


def button_name(button: str, content: Content) -> Phrase:
    """What the button under a message opens."""
    kind, _, subject = button.partition(":")
    if kind == "call" and subject in content.calls:
        return content.calls[subject].title
    return Plain(subject) if kind == "link" else Msg("none")


def excerpt(words: str) -> str:
    """The first words of a message, in one line."""
    line = " ".join(words.split())
    return line if len(line) <= _EXCERPT else f"{line[:_EXCERPT]}…"


def version_from(medium: str, html: str, file_id: str) -> Version | None:
    """A version from what somebody sent; None for a kind that cannot be sent on."""
    if medium not in {known.value for known in PostMedium}:
        return None
    return Version(PostMedium(medium), html, file_id or None)


def _target(broadcast: Broadcast) -> Action:
    waits = broadcast.state is BroadcastState.WAITING
    return ShowApproval(broadcast.id) if waits else ShowBroadcast(broadcast.id)


def _standing(broadcast: Broadcast) -> Msg:
    if broadcast.state is BroadcastState.WAITING:
        return Msg("waits for a colleague")
    return Msg("sent or on its way") if broadcast.edits is None else Msg("change of the text")


def _state(broadcast: Broadcast, language: Language) -> Phrase:
    if language in broadcast.versions and language not in broadcast.fallbacks:
        return MEDIA[broadcast.versions[language].medium]
    used = broadcast.fallbacks.get(language)
    if used is not None:
        return Msg("gets {language}", language=used.own_name)
    return Msg("missing")

"""Working on a broadcast: its words, to whom, when. Each step asks what the person may do."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.domain.broadcasts.broadcast import LONGEST, Broadcast, BroadcastState, Medium, Version
from bot.domain.content import Content
from bot.domain.delivery.outbox import OutboxMessage
from bot.domain.errors import NotFoundError
from bot.domain.reading.status_words import LoadedWord, StatusWords
from bot.domain.staff.roles import Act
from bot.domain.text.languages import OFFERED, Language
from bot.domain.text.markup import utf16_length
from bot.domain.text.serbian import to_cyrillic
from bot.services.broadcasts.reach import covers, reach_of
from bot.services.staff.members import require
from bot.storage.unit_of_work import UnitOfWork

LONGEST_LINK: Final = 200
_NOT_LETTERS: Final = re.compile(r"(<[^>]*>|&#?\w+;|https?://\S+|[@#/]\w+)")
_TAG: Final = re.compile(r"<[^>]*>")
_LINK: Final = re.compile(r"https://[^\s<>\"]+\.[^\s<>\"]+")


async def begin(uow: UnitOfWork, person_id: int, now: datetime) -> Broadcast:
    """Start a draft; one that was left behind is dropped."""
    me = await require(uow, person_id, Act.SEND_BROADCAST)
    await uow.broadcasts.begin(me.number, now)
    return await draft(uow, person_id)


async def draft(uow: UnitOfWork, person_id: int) -> Broadcast:
    """The draft that the person works on.

    Raises:
        NotFoundError: if there is none.
    """
    found = await find_draft(uow, person_id)
    if found is None:
        raise NotFoundError("broadcast")
    return found


async def find_draft(uow: UnitOfWork, person_id: int) -> Broadcast | None:
    """The same; None if there is none."""
    me = await require(uow, person_id, Act.SEND_BROADCAST)
    return await uow.broadcasts.mine(me.number, BroadcastState.DRAFT)


async def drop(uow: UnitOfWork, person_id: int) -> None:
    """Throw the draft away; twice is once."""
    held = await find_draft(uow, person_id)
    if held is not None:
        await uow.broadcasts.drop(held.id)


async def offer(
    uow: UnitOfWork, person_id: int, language: Language, version: Version, now: datetime
) -> bool:
    """Keep a notice that a staff member sent from the field, in case it is to be said to people.

    Returns:
        False for who may not send broadcasts, and for what does not fit; then nothing is kept.
    """
    me = await uow.staff.find(person_id)
    if me is None or not me.may(Act.SEND_BROADCAST) or not fits(version):
        return False
    offered = await uow.broadcasts.begin(me.number, now, BroadcastState.OFFERED)
    await uow.broadcasts.write(offered, language, version)
    return True


async def take_offer(uow: UnitOfWork, person_id: int) -> Broadcast:
    """Make the last notice into the draft.

    Raises:
        NotFoundError: if there is none.
    """
    me = await require(uow, person_id, Act.SEND_BROADCAST)
    offered = await uow.broadcasts.mine(me.number, BroadcastState.OFFERED)
    if offered is None:
        raise NotFoundError("broadcast")
    await uow.broadcasts.go(offered, BroadcastState.DRAFT)
    return await draft(uow, person_id)


def fits(version: Version) -> bool:
    """Whether Telegram takes a version: something in it, and not too long."""
    length = utf16_length(words_of(version))
    if version.medium is Medium.TEXT and not words_of(version).strip():
        return False
    return length <= LONGEST[version.medium]


def words_of(version: Version) -> str:
    """The words without formatting."""
    plain = _TAG.sub("", version.html)
    return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


async def write(
    uow: UnitOfWork, content: Content, person_id: int, language: Language, version: Version
) -> bool:
    """Store the message in one language; False if Telegram would not take it.

    Of what was sent only the words can be changed, and only in the languages that it has.
    """
    held = await draft(uow, person_id)
    if held.edits is not None:
        sent = held.versions.get(language)
        if sent is None or version.medium is not Medium.TEXT or not words_of(version).strip():
            return False
        version = replace(sent, html=version.html)
    if language not in OFFERED or not fits(version):
        return False
    await uow.broadcasts.write(held.id, language, version)
    fallbacks = {one: used for one, used in held.fallbacks.items() if one is not language}
    await uow.broadcasts.change(held.id, fallbacks=fallbacks, confirmed=False)
    if fallbacks.get(Language.SERBIAN_CYRILLIC) is language is Language.SERBIAN_LATIN:
        cyrillic = _in_cyrillic(version, content)
        await uow.broadcasts.write(held.id, Language.SERBIAN_CYRILLIC, cyrillic)
    return True


async def unwrite(uow: UnitOfWork, person_id: int, language: Language) -> None:
    """Drop the message in one language, and what stood in by it."""
    held = await draft(uow, person_id)
    if held.edits is not None:
        await _put_back(uow, held, language)
        return
    await uow.broadcasts.unwrite(held.id, language)
    fallbacks = {one: used for one, used in held.fallbacks.items() if language not in {one, used}}
    by_rule = Language.SERBIAN_CYRILLIC
    if held.fallbacks.get(by_rule) is language is Language.SERBIAN_LATIN:
        await uow.broadcasts.unwrite(held.id, by_rule)
    await uow.broadcasts.change(held.id, fallbacks=fallbacks, confirmed=False)


async def declare_fallback(
    uow: UnitOfWork, content: Content, person_id: int, wanted: Language, used: Language
) -> None:
    """Let readers of one language get the message in another (needs L12, X9).

    Serbian Cyrillic is made from Latin letters by rule.

    Raises:
        NotFoundError: if there is no version in that language.
    """
    held = await draft(uow, person_id)
    if used not in held.versions or wanted not in OFFERED or wanted in held.versions:
        raise NotFoundError("version")
    if (wanted, used) == (Language.SERBIAN_CYRILLIC, Language.SERBIAN_LATIN):
        await uow.broadcasts.write(held.id, wanted, _in_cyrillic(held.versions[used], content))
    await uow.broadcasts.change(
        held.id, fallbacks={**held.fallbacks, wanted: used}, confirmed=False
    )


async def set_button(uow: UnitOfWork, content: Content, person_id: int, button: str) -> bool:
    """Put a button under the message, or none; False if it leads nowhere.

    Args:
        button: ``call:<id>``, ``link:<https address>`` or empty.
    """
    held = await draft(uow, person_id)
    kind, _, subject = button.partition(":")
    leads = {
        "": button == "",
        "call": subject in content.calls,
        "link": len(subject) <= LONGEST_LINK and _LINK.fullmatch(subject) is not None,
    }
    if not leads.get(kind, False):
        return False
    await uow.broadcasts.change(held.id, button=button)
    return True


async def set_time(
    uow: UnitOfWork, person_id: int, send_at: datetime | None, now: datetime
) -> bool:
    """Choose when it begins; False for a time that is over. None: at once."""
    held = await draft(uow, person_id)
    if send_at is not None and send_at <= now:
        return False
    await uow.broadcasts.change(held.id, send_at=send_at)
    return True


async def confirm_words(uow: UnitOfWork, person_id: int) -> None:
    """Note that the words that may take sides are meant, such as an institution's own name."""
    held = await draft(uow, person_id)
    await uow.broadcasts.change(held.id, confirmed=True)


async def show_to_me(uow: UnitOfWork, person_id: int, broadcast_id: int, now: datetime) -> int:
    """Send every version to the person, each as its readers will see it; returns how many.

    Raises:
        NotFoundError: if there is no such broadcast.
    """
    broadcast = await viewed(uow, person_id, broadcast_id)
    stamp = int(now.timestamp() * 1000)
    for language in broadcast.versions:
        await uow.outbox.enqueue(
            OutboxMessage(
                kind="broadcast_shown",
                dedupe_key=f"bs{broadcast.id}:{person_id}:{language.value}:{stamp}",
                not_before=now,
                person_id=person_id,
                params={"broadcast": broadcast.id, "language": language.value},
            )
        )
    return len(broadcast.versions)


async def viewed(uow: UnitOfWork, person_id: int, broadcast_id: int) -> Broadcast:
    """A broadcast that the person may see: their own, or one within the reach of their role.

    Raises:
        NotAllowedError, NotFoundError: see there.
    """
    me = await require(uow, person_id, Act.SEND_BROADCAST)
    found = await uow.broadcasts.locked(broadcast_id)
    if found.made_by != me.number:
        covers(me, Act.SEND_BROADCAST, await reach_of(uow, found))
    return found


def findings(broadcast: Broadcast, words: StatusWords) -> Sequence[LoadedWord]:
    """Words in any version that may take sides (need U11)."""
    found: dict[str, LoadedWord] = {}
    for language, version in broadcast.versions.items():
        spoken = words.find(words_of(version), language.facts.status_key)
        found |= {one.word: one for one in spoken}
    return tuple(found.values())


async def _put_back(uow: UnitOfWork, change: Broadcast, language: Language) -> None:
    original = await uow.broadcasts.locked(change.edits or 0)
    languages = [language]
    if original.fallbacks.get(Language.SERBIAN_CYRILLIC) is language is Language.SERBIAN_LATIN:
        languages.append(Language.SERBIAN_CYRILLIC)
    for one in languages:
        if one in original.versions:
            await uow.broadcasts.write(change.id, one, original.versions[one])
    await uow.broadcasts.change(change.id, confirmed=False)


def _in_cyrillic(version: Version, content: Content) -> Version:
    names = [one.short_name for one in content.programmes.values()]
    names += [partner.name for one in content.programmes.values() for partner in one.partners]
    pieces = _NOT_LETTERS.split(version.html)
    said = [
        piece if number % 2 else to_cyrillic(piece, [*names, "Komshi"])
        for number, piece in enumerate(pieces)
    ]
    return Version(version.medium, "".join(said), version.file_id)

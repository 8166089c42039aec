"""Working on a broadcast: its words, to whom, when. Each step asks what the person may do."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.domain.broadcasts.addresses import fault_of
from bot.domain.broadcasts.broadcast import LONGEST, Broadcast, BroadcastState, PostMedium, Version
from bot.domain.content import Content
from bot.domain.delivery.outbox import OutboxMessage
from bot.domain.errors import NotFoundError
from bot.domain.reading.status_words import LoadedWord, StatusWords
from bot.domain.staff.roles import Act
from bot.domain.text.languages import OFFERED, Language
from bot.domain.text.markup import utf16_length
from bot.domain.text.serbian import to_cyrillic
from bot.services.broadcasts.messages import CONTROLS, LABEL, VERSION
from bot.services.broadcasts.overview import viewed
from bot.services.case import Case
from bot.services.staff.members import require

_TAG: Final = re.compile(r"<[^>]*>")


async def begin(case: Case) -> Broadcast:
    """Start a draft; one that was left behind is dropped."""
    me = await require(case.uow, case.person_id, Act.SEND_BROADCAST)
    await case.uow.broadcasts.begin(me.number, case.now)
    return await draft_of(case)


async def draft_of(case: Case) -> Broadcast:
    """The draft that the person works on; locked until the transaction ends.

    Raises:
        NotAllowedError: if the person may not send broadcasts; so do all below.
        NotFoundError: if there is none; so do all below that change it.
    """
    draft = await find_draft(case)
    if draft is None:
        raise NotFoundError("broadcast")
    return draft


async def find_draft(case: Case) -> Broadcast | None:
    """The draft that the person works on; None if there is none."""
    me = await require(case.uow, case.person_id, Act.SEND_BROADCAST)
    return await case.uow.broadcasts.mine(me.number, BroadcastState.DRAFT)


async def drop(case: Case) -> None:
    """Throw the draft away; twice is once."""
    draft = await find_draft(case)
    if draft is not None:
        await case.uow.broadcasts.drop(draft.id)


async def offer(case: Case, language: Language, version: Version) -> bool:
    """Keep a notice that a staff member sent from the field, in case it is to be said to people.

    Returns:
        False for who may not send broadcasts, and for what does not fit; then nothing is kept.
    """
    me = await case.uow.staff.find(case.person_id)
    if me is None or not me.may(Act.SEND_BROADCAST) or not fits(version):
        return False
    offered = await case.uow.broadcasts.begin(me.number, case.now, BroadcastState.OFFERED)
    await case.uow.broadcasts.write(offered, language, version)
    return True


async def take_offer(case: Case) -> Broadcast:
    """Make the last notice into the draft.

    Raises:
        NotFoundError: if there is no notice.
    """
    me = await require(case.uow, case.person_id, Act.SEND_BROADCAST)
    offered = await case.uow.broadcasts.mine(me.number, BroadcastState.OFFERED)
    if offered is None:
        raise NotFoundError("broadcast")
    await case.uow.broadcasts.go(offered, BroadcastState.DRAFT)
    return await draft_of(case)


def fits(version: Version) -> bool:
    """Whether Telegram takes a version: something in it, and not too long."""
    words = words_of(version)
    if version.medium is PostMedium.TEXT and not words.strip():
        return False
    return utf16_length(words) <= LONGEST[version.medium]


def words_of(version: Version) -> str:
    """The words of a version without formatting."""
    plain = _TAG.sub("", version.html)
    return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


async def write(case: Case, language: Language, version: Version) -> bool:
    """Store the message in one language.

    Of what was sent only the words can be changed, and only in the languages that it has.

    Returns:
        False if Telegram would not take it, or it cannot be changed like this; then nothing is
        stored.
    """
    draft = await draft_of(case)
    if draft.edits is not None:
        sent = draft.versions.get(language)
        if sent is None or version.medium is not PostMedium.TEXT or not words_of(version).strip():
            return False
        version = replace(sent, html=version.html)
    if language not in OFFERED or not fits(version):
        return False
    broadcasts = case.uow.broadcasts
    await broadcasts.write(draft.id, language, version)
    fallbacks = {wanted: used for wanted, used in draft.fallbacks.items() if wanted is not language}
    await broadcasts.change(draft.id, fallbacks=fallbacks, confirmed=False)
    if fallbacks.get(Language.SERBIAN_CYRILLIC) is language is Language.SERBIAN_LATIN:
        cyrillic = _in_cyrillic(version, case.content)
        await broadcasts.write(draft.id, Language.SERBIAN_CYRILLIC, cyrillic)
    return True


async def unwrite(case: Case, language: Language) -> None:
    """Drop the message in one language, and what stood in by it.

    In a change of what was sent, the words are again as they were sent.
    """
    draft = await draft_of(case)
    if draft.edits is not None:
        await _put_back(case, draft, language)
        return
    await case.uow.broadcasts.unwrite(draft.id, language)
    fallbacks = {
        wanted: used for wanted, used in draft.fallbacks.items() if language not in {wanted, used}
    }
    by_rule = Language.SERBIAN_CYRILLIC
    if draft.fallbacks.get(by_rule) is language is Language.SERBIAN_LATIN:
        await case.uow.broadcasts.unwrite(draft.id, by_rule)
    await case.uow.broadcasts.change(draft.id, fallbacks=fallbacks, confirmed=False)


async def declare_fallback(case: Case, wanted: Language, used: Language) -> None:
    """Let readers of one language get the message in another (needs L12, X9).

    Serbian Cyrillic is made from Latin letters by rule.

    Raises:
        NotFoundError: if there is no version in that language.
    """
    draft = await draft_of(case)
    if used not in draft.versions or wanted not in OFFERED or wanted in draft.versions:
        raise NotFoundError("version")
    if (wanted, used) == (Language.SERBIAN_CYRILLIC, Language.SERBIAN_LATIN):
        cyrillic = _in_cyrillic(draft.versions[used], case.content)
        await case.uow.broadcasts.write(draft.id, wanted, cyrillic)
    fallbacks = {**draft.fallbacks, wanted: used}
    await case.uow.broadcasts.change(draft.id, fallbacks=fallbacks, confirmed=False)


async def set_button(case: Case, button: str) -> bool:
    """Put a button under the message, or none; False if it leads nowhere.

    Args:
        button: ``call:<id>``, ``link:<https address>`` or empty.
    """
    draft = await draft_of(case)
    kind, _, subject = button.partition(":")
    leads = {
        "": button == "",
        "call": subject in case.content.calls,
        "link": fault_of(subject) is None,
    }
    if not leads.get(kind, False):
        return False
    await case.uow.broadcasts.change(draft.id, button=button)
    return True


async def set_time(case: Case, send_at: datetime | None) -> bool:
    """Choose when the broadcast begins; False for a time that is over. None: at once."""
    draft = await draft_of(case)
    if send_at is not None and send_at <= case.now:
        return False
    await case.uow.broadcasts.change(draft.id, send_at=send_at)
    return True


async def confirm_words(case: Case) -> None:
    """Note that the words that may take sides are meant, such as an institution's own name."""
    draft = await draft_of(case)
    await case.uow.broadcasts.change(draft.id, confirmed=True)


async def show_to_me(case: Case, broadcast_id: int) -> Broadcast:
    """Send every version to the person, each as its readers will see it, and what can be done.

    A label comes before each version, and the way on after the last one.

    Returns:
        The broadcast that they look at.

    Raises:
        NotAllowedError: if the person may not see it.
        NotFoundError: if there is no such broadcast.
    """
    broadcast = await viewed(case, broadcast_id)
    stamp = int(case.now.timestamp() * 1000)
    parts = [
        {"language": language.value, "part": part}
        for language in Language
        if language in broadcast.versions
        for part in (LABEL, VERSION)
    ]
    for number, part in enumerate([*parts, {"part": CONTROLS}]):
        await case.uow.outbox.enqueue(
            OutboxMessage(
                kind="broadcast_shown",
                dedupe_key=f"bs{broadcast.id}:{case.person_id}:{number}:{stamp}",
                not_before=case.now,
                person_id=case.person_id,
                params={"broadcast": broadcast.id, **part},
            )
        )
    return broadcast


def findings(broadcast: Broadcast, words: StatusWords) -> Sequence[LoadedWord]:
    """Words in any version of a broadcast that may take sides, each once (need U11)."""
    loaded: dict[str, LoadedWord] = {}
    for language, version in broadcast.versions.items():
        hits = words.find(words_of(version), language.facts.status_key)
        loaded |= {hit.word: hit for hit in hits}
    return tuple(loaded.values())


async def _put_back(case: Case, change: Broadcast, language: Language) -> None:
    broadcasts = case.uow.broadcasts
    original = await broadcasts.locked(change.edits or 0)
    languages = [language]
    if original.fallbacks.get(Language.SERBIAN_CYRILLIC) is language is Language.SERBIAN_LATIN:
        languages.append(Language.SERBIAN_CYRILLIC)
    for written in languages:
        if written in original.versions:
            await broadcasts.write(change.id, written, original.versions[written])
    await broadcasts.change(change.id, confirmed=False)


def _in_cyrillic(version: Version, content: Content) -> Version:
    cyrillic = to_cyrillic(version.html, [*content.latin_names(), "Komshi"])
    return Version(version.medium, cyrillic, version.file_id)

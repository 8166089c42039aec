"""The registry of personal data: every column that can hold something about a person.

A column that is not declared here fails the tests, and the table in ``docs/privacy.md`` is made
from here (``komshi privacy``). Whoever adds a column says in the same change what it is for.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.domain.inbox.data import OF_QUESTIONS
from bot.domain.interests.data import OF_INTERESTS
from bot.domain.privacy.handling import (
    IS_A_COLLEAGUE,
    IS_A_ROW_NUMBER,
    ONLY_SORTS,
    Basis,
    DataClass,
    DataGroup,
    Declaration,
    Erasure,
    Export,
    Handling,
    Kept,
    Retention,
    declare,
    internal,
)
from bot.domain.screening.data import OF_CHECKS
from bot.domain.text.phrases import Msg

_BELONG: Final = Msg("to know which entries belong together")
_REPLY: Final = Msg("to answer you in this chat")
_SPEAK: Final = Msg("to speak your language")
_GO_ON: Final = Msg("to go on where you were, and to do nothing twice")
_NOTIFY: Final = Msg("to send you notices only when and how you want them")
_FOLLOW: Final = Msg("to tell you about what you follow")
_REMEMBER: Final = Msg("to spare you the same questions again")
_AGREED: Final = Msg("to know what you agreed to, and when")
_LOCK: Final = Msg("to open your things only with your word")
_HIDE: Final = Msg("to take messages out of this chat when you ask for it")
_IN_TIME: Final = Msg("to erase in time what is not needed any more")
_SEAL: Final = Msg("to seal what you tell us, so that a stolen copy cannot be read")
_TEAM: Final = Msg("to know who works in the team, and who may do what")
_STAY_ERASED: Final = Msg("to keep you erased when an old backup is put back")

_ROW: Final = internal(_BELONG, Basis.REQUEST, Retention.PERSON, IS_A_ROW_NUMBER)
_CONSENT_ROW: Final = internal(_BELONG, Basis.DUTY, Retention.CONSENT, IS_A_ROW_NUMBER)
_ANSWER_ROW: Final = internal(_BELONG, Basis.CONSENT, Retention.ANSWERS, IS_A_ROW_NUMBER)
_CHAT_NUMBER: Final = Handling(
    DataClass.CONTACT, _REPLY, Basis.REQUEST, Retention.PERSON, DataGroup.CHAT, Export.VALUE
)
_LANGUAGE: Final = Handling(
    DataClass.CHOICE, _SPEAK, Basis.REQUEST, Retention.PERSON, DataGroup.LANGUAGE, Export.VALUE
)
_MENU_LANGUAGE: Final = internal(
    _SPEAK, Basis.REQUEST, Retention.PERSON, "it repeats the language, which is shown"
)
_IN_SIGHT: Final = "it is the screen in front of the person, and the next tap replaces it"
_SCREEN: Final = internal(_GO_ON, Basis.REQUEST, Retention.PERSON, _IN_SIGHT)
_POSITION: Final = internal(_GO_ON, Basis.REQUEST, Retention.POSITION, _IN_SIGHT)
_DISCRETION: Final = Handling(
    DataClass.CHOICE, _NOTIFY, Basis.REQUEST, Retention.PERSON, DataGroup.DISCRETION, Export.VALUE
)
_STOPPED: Final = replace(_DISCRETION, shown=DataGroup.CHAT, exported=Export.YES_NO)
_OVER_AT_ONCE: Final = "it says that the bot is blocked, and ends when the person writes"
_UNREACHABLE: Final = internal(_NOTIFY, Basis.INTEREST, Retention.PERSON, _OVER_AT_ONCE)
_IN_CHAT: Final = "the message is in the chat once it is sent, and dropped a month later"
_QUEUED: Final = internal(_NOTIFY, Basis.REQUEST, Retention.DELIVERY, _IN_CHAT)
_AGE_OF_DATA: Final = Handling(
    DataClass.TECHNICAL, _IN_TIME, Basis.DUTY, Retention.PERSON, DataGroup.CHAT, Export.VALUE
)
_WARNED: Final = _AGE_OF_DATA.hidden("the warning stands in the chat, and any activity clears this")
_COUNTS_DOWN: Final = "it only starts the time after which the answer is erased"
_ANSWERED_AT: Final = internal(_IN_TIME, Basis.DUTY, Retention.ANSWERS, _COUNTS_DOWN)
_WORD: Final = Handling(
    DataClass.TECHNICAL, _LOCK, Basis.REQUEST, Retention.PERSON, DataGroup.LOCK, Export.YES_NO
)
_LOCK_STATE: Final = _WORD.hidden("it would help somebody who guesses the word")
_CONSENT: Final = Handling(
    DataClass.CHOICE, _AGREED, Basis.DUTY, Retention.CONSENT, DataGroup.CONSENTS, Export.VALUE
)
_QUESTION: Final = Handling(
    DataClass.TECHNICAL,
    _REMEMBER,
    Basis.CONSENT,
    Retention.ANSWERS,
    DataGroup.ANSWERS,
    Export.VALUE,
)
_ANSWER: Final = _QUESTION.sealed(DataClass.ANSWERS)
_MESSAGE: Final = Handling(
    DataClass.TECHNICAL, _HIDE, Basis.REQUEST, Retention.MESSAGES, DataGroup.CHAT, Export.COUNT
)
_FOLLOWED: Final = Handling(
    DataClass.CHOICE, _FOLLOW, Basis.REQUEST, Retention.PERSON, DataGroup.FOLLOWS, Export.VALUE
)
_FOLLOWED_SINCE: Final = internal(_FOLLOW, Basis.REQUEST, Retention.PERSON, ONLY_SORTS)
_STAFF: Final = Handling(
    DataClass.TECHNICAL, _TEAM, Basis.INTEREST, Retention.PERSON, DataGroup.STAFF, Export.VALUE
)
_STAFF_NAME: Final = _STAFF.sealed(DataClass.CONTACT)
_TOLD: Final = _STAFF.hidden("it is on the screen on which they choose what they are told")
_GIVEN_BY: Final = _STAFF.hidden(IS_A_COLLEAGUE)
_AUTHOR: Final = _STAFF.hidden("it is about the work of staff, and staff see it with the campaign")
_WOULD_OPEN_ALL: Final = "a key outside its store would protect nobody any more"
_KEY: Final = replace(
    internal(_SEAL, Basis.DUTY, Retention.PERSON, _WOULD_OPEN_ALL), erased=Erasure.WITH_KEY
)
_NOBODY_LEFT: Final = "it exists only when the person is erased, and names nobody"
_MARK: Final = replace(
    internal(_STAY_ERASED, Basis.DUTY, Retention.ERASURE_MARK, _NOBODY_LEFT),
    erased=Kept("without it a restored backup would bring the person back"),
)

_IN_THE_CHAT: Final = "it stands in the chat as it was sent"
_PARKED: Final = internal(_GO_ON, Basis.REQUEST, Retention.PARKED, _IN_THE_CHAT)

REGISTRY: Final[tuple[Declaration, ...]] = (
    *declare(
        "person",
        id=_ROW,
        telegram_id=_CHAT_NUMBER,
        language=_LANGUAGE,
        menu_language=_MENU_LANGUAGE,
        welcomed_at=_SCREEN,
        here=_POSITION,
        back_to=_POSITION,
        pending=_POSITION,
        album=_SCREEN,
        screen_message_id=_SCREEN,
        answered_update_id=_SCREEN,
        stopped_at=_STOPPED,
        unreachable_at=_UNREACHABLE,
        created_at=_AGE_OF_DATA,
        active_on=_AGE_OF_DATA,
        warned_at=_WARNED,
        discreet=_DISCRETION,
        quiet_from=_DISCRETION,
        quiet_until=_DISCRETION,
        lock_word=_WORD,
        lock_failures=_LOCK_STATE,
        unlocked_until=_LOCK_STATE,
        locked_out_until=_LOCK_STATE,
    ),
    *declare(
        "consent",
        id=_CONSENT_ROW,
        person_id=_CONSENT_ROW,
        purpose=_CONSENT,
        version=_CONSENT,
        given_at=_CONSENT,
        withdrawn_at=_CONSENT,
    ),
    *declare(
        "kept_answer",
        id=_ANSWER_ROW,
        person_id=_ANSWER_ROW,
        question=_QUESTION,
        answer=_ANSWER,
        answered_at=_ANSWERED_AT,
    ),
    *declare(
        "chat_message",
        person_id=_MESSAGE,
        message_id=_MESSAGE,
        about=_MESSAGE,
        sent_at=_MESSAGE,
    ),
    *declare(
        "follow",
        id=_ROW,
        person_id=_ROW,
        topic=_FOLLOWED,
        subject=_FOLLOWED,
        made_at=_FOLLOWED_SINCE,
    ),
    *OF_QUESTIONS,
    *OF_CHECKS,
    *OF_INTERESTS,
    *declare("staff_profile", person_id=_ROW, number=_ROW, name=_STAFF_NAME),
    *declare(
        "staff_role",
        id=_ROW,
        person_id=_ROW,
        role=_STAFF,
        programmes=_STAFF,
        municipalities=_STAFF,
        centers=_STAFF,
        given_by=_GIVEN_BY,
        given_at=_STAFF,
        revoked_at=_STAFF,
    ),
    *declare("staff_news", person_id=_ROW, news=_TOLD, pace=_TOLD, waiting=_TOLD),
    *declare(
        "outbox",
        id=_QUEUED,
        campaign_id=_QUEUED,
        person_id=_QUEUED,
        chat_id=_QUEUED,
        dedupe_key=_QUEUED,
        kind=_QUEUED,
        params=_QUEUED,
        lane=_QUEUED,
        not_before=_QUEUED,
        expires_at=_QUEUED,
        state=_QUEUED,
        reason=_QUEUED,
        attempts=_QUEUED,
        unknown=_QUEUED,
        lease_token=_QUEUED,
        leased_until=_QUEUED,
        message_id=_QUEUED,
        sent_at=_QUEUED,
        settled_at=_QUEUED,
    ),
    *declare(
        "parked_update",
        update_id=_PARKED,
        person_id=_PARKED,
        content=_PARKED.sealed(DataClass.FREE_TEXT),
        parked_at=_PARKED,
    ),
    *declare("campaign_author", campaign_id=_AUTHOR, person_id=_AUTHOR),
    *declare("person_key", person_id=_KEY, wrapped=_KEY, master_key_id=_KEY, made_at=_KEY),
    *declare("erasure", person_mark=_MARK, erased_at=_MARK),
)
"""Every column that can hold something about a person, once."""

IMPERSONAL: Final[Mapping[str, str]] = {
    "call_round": "when a call opens and closes, and the number of the staff who opened it",
    "round_task": "what is due for a round, and when",
    "call_voice": "what staff recorded for everybody to hear, and numbers of staff",
    "campaign": "what is said to many, counts of what became of it; dropped after two years",
    "broadcast": "what staff say to many, by conditions; staff by number; dropped after a year",
    "broadcast_version": "the words of a broadcast in one language; dropped with it",
    "saved_audience": "conditions under a name, and the number of who kept them; no recipient",
    "notice_chat": "groups and channels of programmes, and the number of who added the bot",
    "sender_lease": "one row: which process sends, and until when",
    "seen_update": "numbers of updates, without chat, person or content; dropped after a week",
    "failed_update": "number of an update and the class of an error, never its message",
    "language_fallback": "counts a day of texts that were missing in a language",
    "leaflet_visit": "counts a day and a leaflet; who came is not kept",
    "screening_count": "counts a day of what happened in checks; who they were is not kept",
    "refusal": "counts a day and a reason; who was refused is not kept",
    "invitation": "a role, how far it reaches, and numbers of staff; dropped after a month",
    "export_request": "numbers of staff, of a programme or call; dropped after a month",
    "audit_entry": "numbers of staff and of things; whose number it was goes with the person",
    "audit_head": "one row: where the log of staff acts ends",
    "key_store_mark": "one row: which key store belongs to this database",
    "key_store": "one row: the key store's name and its own keys, wrapped",
    "alembic_version": "one row: the version of the tables",
}
"""Tables in which no column is about a person, and what they hold instead."""


def handlings(group: DataGroup) -> tuple[Handling, ...]:
    """How what a group shows is handled, each way once: what it is for, and until when."""
    ways = (declared.handling for declared in REGISTRY)
    return tuple(dict.fromkeys(handling for handling in ways if handling.shown is group))

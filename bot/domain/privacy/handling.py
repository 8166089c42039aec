"""What is said about a column that holds something about a person.

Sentences that the person may read are phrases, translated like all others; what only whoever
runs the bot reads is plain English. "You" is the person whose data it is.
"""

from dataclasses import dataclass, replace
from enum import Enum, StrEnum
from typing import Final

from bot.domain.text.phrases import Msg


class DataClass(StrEnum):
    """How sensitive a column is; it decides whether the column has to be sealed."""

    CONTACT = "contact"
    """How to reach the person."""
    ANSWERS = "answers"
    """What the person answered to a question."""
    FREE_TEXT = "free text"
    """What the person wrote in their own words; it may hold anything."""
    SPECIAL = "special category"
    """Community, health, disability: only with a consent of its own, never a condition."""
    CHOICE = "choice"
    """How the person set up the bot: language, what they follow, what they agreed to."""
    TECHNICAL = "technical"
    """Numbers, times and keys that the bot works with."""


SEALED_CLASSES = frozenset(
    {DataClass.CONTACT, DataClass.ANSWERS, DataClass.FREE_TEXT, DataClass.SPECIAL}
)
"""Stored only sealed with the person's own key; the one exception is the number of the chat."""


class Basis(Enum):
    """What allows keeping it, in the sense of data protection law."""

    CONSENT = Msg("you agreed to it")
    REQUEST = Msg("you asked for something that needs it")
    DUTY = Msg("the law asks for it")
    INTEREST = Msg("without it the bot would not be safe and reliable")


class Retention(Enum):
    """How long it is kept at most, as ``bot.domain.privacy.retention`` has it.

    Erasing everything ends each of these periods at once, except the last.
    """

    PERSON = Msg(
        "24 months after you last used the bot, or 25 where it cannot warn you 30 days before"
    )
    POSITION = Msg("8 days after you last used the bot")
    ANSWERS = Msg("12 months after you gave the answer")
    MESSAGES = Msg("48 hours")
    QUESTIONS = Msg("12 months after the question was closed, as happens after 30 days of silence")
    UNSENT = Msg("24 hours")
    CHECK = Msg("8 days after your last answer; with your consent 12 months")
    INTERESTS = Msg("12 months after it last changed; what you shared goes when you take it back")
    DELIVERY = Msg("30 days after the message was sent or given up")
    PARKED = Msg("30 days after the bot could not read it, or until it is read after all")
    CONSENT = Msg("as long as your other data; 12 months after you took it back")
    ERASURE_MARK = Msg("3 years after the erasure")


class DataGroup(StrEnum):
    """Where under /mydata the person finds it."""

    CHAT = "chat"
    LANGUAGE = "language"
    FOLLOWS = "follows"
    ANSWERS = "answers"
    QUESTIONS = "questions"
    CHECK = "check"
    INTERESTS = "interests"
    CONSENTS = "consents"
    DISCRETION = "discretion"
    LOCK = "lock"
    STAFF = "staff"


class Export(StrEnum):
    """How it stands in the file that the person takes along."""

    VALUE = "as it is"
    YES_NO = "as yes or no"
    COUNT = "as a count"


class Erasure(StrEnum):
    """What happens to it when the person is erased."""

    WITH_PERSON = "deleted with the person"
    WITH_KEY = "deleted with the person, and the key that opens it in old backups destroyed"


@dataclass(frozen=True, slots=True)
class Withheld:
    """It is not shown, or not exported.

    Args:
        reason: Why; it follows the word "because".
    """

    reason: str


@dataclass(frozen=True, slots=True)
class Kept:
    """It outlives the erasure of the person.

    Args:
        reason: Why; it follows the word "because".
    """

    reason: str


IS_A_ROW_NUMBER: Final = "it is a number that means nothing outside the database"
IS_A_COLLEAGUE: Final = "it is the number of a colleague"
ONLY_SORTS: Final = "it only puts the list in order"
"""Reasons to withhold that several subjects have."""


@dataclass(frozen=True, slots=True)
class Handling:
    """What is done with a column, and why.

    Args:
        purpose: In plain words; it follows "we keep this".
    """

    data_class: DataClass
    purpose: Msg
    basis: Basis
    retention: Retention
    shown: DataGroup | Withheld
    exported: Export | Withheld
    erased: Erasure | Kept = Erasure.WITH_PERSON

    def hidden(self, reason: str) -> "Handling":
        """The same of a column that is neither shown nor exported, both for this reason."""
        return replace(self, shown=Withheld(reason), exported=Withheld(reason))

    def sealed(self, data_class: DataClass) -> "Handling":
        """The same of a column that only the person's own key opens."""
        return replace(self, data_class=data_class, erased=Erasure.WITH_KEY)


@dataclass(frozen=True, slots=True)
class Declaration:
    """A column that can hold something about a person, and what is done with it."""

    table: str
    column: str
    handling: Handling


def internal(purpose: Msg, basis: Basis, retention: Retention, why_hidden: str) -> Handling:
    """How a technical column is handled that is neither shown nor exported, for one reason."""
    return Handling(
        DataClass.TECHNICAL,
        purpose,
        basis,
        retention,
        shown=Withheld(why_hidden),
        exported=Withheld(why_hidden),
    )


def declare(table: str, /, **columns: Handling) -> tuple[Declaration, ...]:
    """Declare columns of a table; Python itself refuses to name one twice."""
    return tuple(Declaration(table, column, handling) for column, handling in columns.items())

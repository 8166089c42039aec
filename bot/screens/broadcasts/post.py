"""What staff composed, as it goes to its readers: a text, a photo, a document or a voice."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.text.languages import Language
from bot.screens.screen import Row, Screen


class PostKind(StrEnum):
    """What a post consists of besides its text."""

    TEXT = "text"
    PHOTO = "photo"
    DOCUMENT = "document"
    VOICE = "voice"


@dataclass(frozen=True, slots=True)
class Post:
    """A message whose words were written by somebody, in one language.

    Args:
        html: The text or the caption, in Telegram's HTML.
        file_id: What is shown or heard; Telegram keeps it.
        rows: Buttons below.
        language: Into which their labels are put; None for what the recipient reads.
    """

    html: str = ""
    kind: PostKind = PostKind.TEXT
    file_id: str | None = None
    rows: tuple[Row, ...] = ()
    language: Language | None = None

    def __post_init__(self) -> None:
        if (self.kind is PostKind.TEXT) != (self.file_id is None):
            raise ValueError("a file goes with a photo, a document or a voice message")


@dataclass(frozen=True, slots=True)
class Edit:
    """Other words in a message of ours.

    Args:
        sign: What stands in place of the words for who wants nothing to be seen.
        as_sign: The reader is one of those.
    """

    message_id: int
    post: Post
    sign: Screen
    as_sign: bool = False


@dataclass(frozen=True, slots=True)
class Recall:
    """A message of ours that is taken out of a chat again."""

    message_id: int

"""The whole make-believe Telegram: people, chats, files, the bot's profile and its updates."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from bot.sandbox.rules.files import FileStore
from bot.sandbox.rules.refusals import bad_request, forbidden
from bot.sandbox.world.chats import Chat, ChatKind, Message, User, Wire
from bot.sandbox.world.clock import SandboxClock
from bot.sandbox.world.signals import Signal
from bot.sandbox.world.updates import CALLBACK_LIFE_SECONDS, Lane, UpdateQueue

FIRST_GROUP_ID = -4_000_000_001
FIRST_CHANNEL_ID = -1_002_000_000_001


@dataclass(slots=True)
class PhoneTap:
    """A tapped button, and what answerCallbackQuery said to it."""

    query_id: str
    user_id: int
    data: str
    asked_at: float
    update_id: int | None = None
    answered: bool = False
    toast: str | None = None
    alert: bool = False
    url: str | None = None


class MenuKey(NamedTuple):
    """Who sees a menu of commands: everybody of a scope, in a chat or a user's, in a language.

    Args:
        scope: As the Bot API names it, such as ``all_private_chats``.
        chat_id: 0 unless the scope is one chat.
        user_id: 0 unless the scope is one member of a chat.
        language: Two letters; empty for everybody else.
    """

    scope: str
    chat_id: int
    user_id: int
    language: str


@dataclass(slots=True)
class BotProfile:
    """What the bot says of itself; keys are language codes, empty for everybody else."""

    commands: dict[MenuKey, list[Wire]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    menu_buttons: dict[int, Wire] = field(default_factory=dict)
    administrator_rights: dict[bool, Wire] = field(default_factory=dict)


class World:
    """Everything the methods of the Bot API and the hands of people work on."""

    def __init__(self, clock: SandboxClock, token: str, username: str, name: str) -> None:
        self.clock = clock
        self.token = token
        self.bot = User(int(token.partition(":")[0]), name, username=username, is_bot=True)
        self.bot_wire = self.bot.wire
        self.people: dict[int, User] = {}
        self.chats: dict[int, Chat] = {}
        self.usernames: dict[str, int] = {}
        self.files = FileStore()
        self.profile = BotProfile()
        self.updates = UpdateQueue(clock)
        self.taps: dict[str, PhoneTap] = {}
        self.changed = Signal()
        self.watchers: list[Callable[[str, int], None]] = []
        self._last_message_id = 0
        self._last_query_id = 4_000_000_000

    # people and chats

    def add_person(self, person: User) -> Chat:
        """Give a person a phone and an empty chat with the bot."""
        self.people[person.user_id] = person
        chat = Chat(person.user_id, "private", person=person)
        self.chats[chat.chat_id] = chat
        return chat

    def add_group(self, title: str, kind: ChatKind, members: Iterable[int]) -> Chat:
        """Make a group with the bot in it; the first member made it."""
        chat_id = FIRST_CHANNEL_ID if kind in ("supergroup", "channel") else FIRST_GROUP_ID
        while chat_id in self.chats:
            chat_id -= 1
        chat = Chat(chat_id, kind, title=title, opened=True)
        for number, user_id in enumerate(members):
            chat.members[user_id] = "creator" if number == 0 else "member"
        if kind == "channel":
            chat.bot_status = "administrator"
        self.chats[chat_id] = chat
        return chat

    def find_chat(self, chat_id: int | str) -> Chat:
        """Find a chat the bot knows.

        Raises:
            RefusalError: 400 if it never met the bot, or became a supergroup.
        """
        if isinstance(chat_id, str):
            chat_id = self.usernames.get(chat_id.removeprefix("@").lower(), 0)
        chat = self.chats.get(chat_id)
        if chat is None or not chat.opened:
            raise bad_request("chat not found")
        if chat.migrated_to is not None:
            raise bad_request(
                "group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=chat.migrated_to,
            )
        return chat

    def open_chat(self, chat_id: int | str) -> Chat:
        """Find a chat the bot may write to.

        Raises:
            RefusalError: 400 if there is none, 403 if it does not want the bot.
        """
        chat = self.find_chat(chat_id)
        if chat.person is not None:
            if chat.person.deactivated:
                raise forbidden("user is deactivated")
            if chat.blocked:
                raise forbidden("bot was blocked by the user")
        elif chat.bot_is_outside:
            what = {"group": "group chat", "supergroup": "supergroup chat"}.get(
                chat.kind, "channel chat"
            )
            if chat.bot_status == "kicked":
                raise forbidden(f"bot was kicked from the {what}")
            raise forbidden(f"bot is not a member of the {what}")
        elif chat.kind == "channel" and not chat.bot_is_admin:
            raise bad_request("need administrator rights in the channel chat")
        return chat

    # messages

    def next_message_id(self, chat: Chat) -> int:
        """Count messages as Telegram does: supergroups by themselves, the rest together."""
        if chat.kind in ("supergroup", "channel"):
            chat.last_message_id += 1
            return chat.last_message_id
        self._last_message_id += 1
        return self._last_message_id

    def now(self) -> int:
        """Tell the time as Telegram writes it, in whole seconds."""
        return int(self.clock.seconds())

    def message_of_bot(
        self,
        chat: Chat,
        content: Wire,
        *,
        silent: bool = False,
        html: str | None = None,
        reply_keyboard: Wire | None = None,
    ) -> Message:
        """Put a message of the bot into a chat."""
        wire: Wire = {"message_id": self.next_message_id(chat)}
        if chat.kind == "channel":
            wire["sender_chat"] = chat.wire
        else:
            wire["from"] = self.bot_wire
        wire["chat"] = chat.wire
        wire["date"] = self.now()
        wire.update(content)
        message = Message(
            wire, from_bot=True, silent=silent, html=html, reply_keyboard=reply_keyboard
        )
        message.notice = not self.updates.waits_in(("chat", chat.chat_id)) and (
            not self.updates.waits_in(("taps", chat.chat_id))
        )
        chat.messages[message.message_id] = message
        chat.arrivals.append(message)
        chat.typing_since = None
        self.tell("changed", chat.chat_id)
        return message

    def message_of_person(self, chat: Chat, person: User, content: Wire) -> Message:
        """Put a message of a person into a chat; the caller queues the update."""
        wire: Wire = {"message_id": self.next_message_id(chat)}
        wire["from"] = person.wire
        wire["chat"] = chat.wire
        wire["date"] = self.now()
        wire.update(content)
        message = Message(wire, from_bot=False)
        chat.messages[message.message_id] = message
        chat.opened = True
        self.tell("changed", chat.chat_id)
        return message

    def tell(self, event: str, chat_id: int) -> None:
        """Wake those who wait for a change in a chat."""
        self.changed.fire()
        for watcher in self.watchers:
            watcher(event, chat_id)

    # taps

    def tap(self, chat: Chat, person: User, data: str, message: Wire) -> PhoneTap:
        """Tap a button: queue the callback query, remember it until it is answered."""
        self._last_query_id += 1
        tap = PhoneTap(str(self._last_query_id), person.user_id, data, self.clock.seconds())
        self.taps[tap.query_id] = tap
        content = {
            "id": tap.query_id,
            "from": person.wire,
            "message": message,
            "chat_instance": str(abs(chat.chat_id) * 7919),
            "data": data,
        }
        chat.opened = True
        lane: Lane = ("taps", person.user_id)
        tap.update_id = self.updates.put("callback_query", content, lane)
        return tap

    def tap_to_answer(self, query_id: str) -> PhoneTap:
        """Find the tap that answerCallbackQuery means.

        Raises:
            RefusalError: 400 if it is unknown, too old or was answered before.
        """
        tap = self.taps.get(query_id)
        if (
            tap is None
            or tap.answered
            or self.clock.seconds() - tap.asked_at > CALLBACK_LIFE_SECONDS
        ):
            raise bad_request(
                "query is too old and response timeout expired or query ID is invalid"
            )
        return tap

    # members

    def change_bot_status(self, chat: Chat, by: User, new: Wire, old: Wire) -> int | None:
        """Queue the ``my_chat_member`` update of a block, an unblock, a kick, ..."""
        content = {
            "chat": chat.wire,
            "from": by.wire,
            "date": self.now(),
            "old_chat_member": {**old, "user": self.bot_wire},
            "new_chat_member": {**new, "user": self.bot_wire},
        }
        return self.updates.put("my_chat_member", content, ("chat", chat.chat_id))


def member_wire(status: str, rights: Wire | None = None) -> dict[str, Any]:
    """Describe a membership of the bot as the Bot API writes it, apart from the user.

    Args:
        rights: Where they are not the usual ones of the status.
    """
    wire: dict[str, Any] = {"status": status}
    if status == "kicked":
        wire["until_date"] = 0
    elif status == "administrator":
        wire |= {"can_be_edited": False, **ADMINISTRATOR_RIGHTS}
    elif status == "creator":
        wire["is_anonymous"] = False
    elif status == "restricted":
        wire |= {"is_member": True, "until_date": 0, **dict.fromkeys(RESTRICTED_RIGHTS, True)}
    return wire | (rights or {})


RESTRICTED_RIGHTS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)
ADMINISTRATOR_RIGHTS: dict[str, bool] = {
    "is_anonymous": False,
    "can_manage_chat": True,
    "can_delete_messages": True,
    "can_manage_video_chats": False,
    "can_restrict_members": False,
    "can_promote_members": False,
    "can_change_info": False,
    "can_invite_users": False,
    "can_post_stories": False,
    "can_edit_stories": False,
    "can_delete_stories": False,
    "can_pin_messages": True,
    "can_send_welcome_messages": False,
}

"""Other words for a message that is in a chat already, as calls of the Bot API."""

from typing import Any

import pytest
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.domain.delivery.outbox import DeliveryReason, Recipient
from bot.domain.delivery.outcomes import Delivered, Outcome, Refused, Unreachable
from bot.domain.text.languages import Language
from bot.domain.text.phrases import Msg
from bot.i18n.translator import Translator
from bot.screens.broadcasts.post import Edit, Post, PostKind
from bot.screens.broadcasts.progress import sign
from bot.screens.home.actions import ShowHome
from bot.screens.screen import Button
from bot.transport.courier import TelegramBot
from bot.transport.meters import SendMeters
from bot.transport.pace import Pace
from bot.transport.parcels import pack
from bot.transport.tries import Tries
from tests import repository

READER = Recipient(77, person_id=7, language=Language.ENGLISH)
TEXT = Post("<b>At ten</b>", rows=((Button(Msg("See the call"), ShowHome()),),))
PHOTO = Post("At ten", PostKind.PHOTO, "file")
NO_CAPTION = BadRequest("Bad Request: there is no caption in the message to edit")
NO_TEXT = BadRequest("Bad Request: there is no text in the message to edit")


class Bot(TelegramBot):
    """Answers each call with the next of what it is given."""

    def __init__(self, *answers: TelegramError | None) -> None:
        super().__init__("1:token")
        self._unfreeze()
        self.answers = list(answers)
        self.calls: list[tuple[str, dict[str, Any]]] = []

    async def call(self, method: str, **parameters: Any) -> Any:
        self.calls.append((method, parameters))
        answer = self.answers.pop(0)
        if answer is not None:
            raise answer
        return {"message_id": parameters["message_id"]}


@pytest.fixture(scope="module")
def translator() -> Translator:
    return repository.translator()


async def edit(
    translator: Translator, post: Post, *answers: TelegramError | None, as_sign: bool = False
) -> tuple[Outcome, list[tuple[str, dict[str, Any]]]]:
    """Edit message 5; the outcome and the calls."""
    bot = Bot(*answers)
    calls = Tries(bot, Pace(30), SendMeters())
    outcome = await calls.send(pack(Edit(5, post, sign(3), as_sign), READER, translator))
    return outcome, bot.calls


async def test_a_text_is_edited_with_its_formatting_and_its_buttons(translator: Translator) -> None:
    outcome, ((method, sent),) = await edit(translator, TEXT, None)
    assert outcome == Delivered(5)
    assert method == "editMessageText"
    assert (sent["chat_id"], sent["message_id"], sent["text"]) == (77, 5, "<b>At ten</b>")
    assert sent["parse_mode"] == "HTML"
    assert sent["reply_markup"]["inline_keyboard"][0][0]["text"] == "See the call"


async def test_of_a_photo_the_caption_is_edited(translator: Translator) -> None:
    outcome, ((method, sent),) = await edit(translator, PHOTO, None)
    assert outcome == Delivered(5)
    assert (method, sent["caption"]) == ("editMessageCaption", "At ten")
    assert "reply_markup" not in sent


async def test_who_wants_nothing_to_be_seen_has_the_sign(translator: Translator) -> None:
    _outcome, ((method, sent),) = await edit(translator, TEXT, None, as_sign=True)
    assert method == "editMessageText"
    assert "At ten" not in sent["text"]


@pytest.mark.parametrize(
    ("as_sign", "refusal", "methods"),
    [
        (False, NO_CAPTION, ["editMessageCaption", "editMessageText"]),
        (True, NO_TEXT, ["editMessageText", "editMessageCaption"]),
    ],
)
async def test_a_message_of_the_other_sort_is_edited_in_the_other_way(
    translator: Translator,
    as_sign: bool,  # noqa: FBT001 -- a parameter of the table
    refusal: TelegramError,
    methods: list[str],
) -> None:
    outcome, calls = await edit(translator, PHOTO, refusal, None, as_sign=as_sign)
    assert outcome == Delivered(5)
    assert [method for method, _ in calls] == methods


@pytest.mark.parametrize(
    ("refusal", "outcome"),
    [
        (BadRequest("Bad Request: message is not modified: specified new ..."), Delivered(5)),
        (BadRequest("Bad Request: message to edit not found"), Refused()),
        (BadRequest("Bad Request: message can't be edited"), Refused()),
        (Forbidden("Forbidden: bot was blocked by the user"), Unreachable(DeliveryReason.BLOCKED)),
    ],
)
async def test_what_was_edited_already_is_done_and_what_is_gone_is_not(
    translator: Translator, refusal: TelegramError, outcome: Outcome
) -> None:
    assert (await edit(translator, TEXT, refusal))[0] == outcome


async def test_one_other_way_is_tried_and_no_more(translator: Translator) -> None:
    outcome, calls = await edit(translator, PHOTO, NO_CAPTION, NO_TEXT)
    assert outcome == Refused()
    assert len(calls) == 2

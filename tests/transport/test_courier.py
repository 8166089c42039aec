import pytest
from telegram.error import BadRequest

from bot.sandbox.phones.phone import Phone
from bot.sandbox.server import Sandbox
from bot.transport.courier import (
    ATTEMPTS,
    Courier,
    TelegramBot,
    UnansweredError,
    UnreachableError,
)
from bot.transport.render import Rendered

HOME = Rendered("<b>Home</b>", [[{"text": "Calls", "callback_data": "c"}]])
CALLS = Rendered("<b>Calls</b>\n\n1. Bees &amp; honey", [[{"text": "Back", "callback_data": "h"}]])


class Pauses:
    """Waits for nothing and remembers how long it should have."""

    def __init__(self) -> None:
        self.waited: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.waited.append(seconds)


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


@pytest.fixture
def courier(bot: TelegramBot, pauses: Pauses) -> Courier:
    return Courier(bot, pauses)


async def test_a_screen_is_sent_and_its_id_returned(courier: Courier, phone: Phone) -> None:
    message_id = await courier.send(phone.user_id, CALLS)
    assert phone.screen.message_id == message_id
    assert phone.text == "Calls\n\n1. Bees & honey"
    assert phone.buttons == ["Back"]


async def test_a_screen_takes_the_place_of_another(courier: Courier, phone: Phone) -> None:
    shown = await courier.send(phone.user_id, HOME)
    assert await courier.redraw(phone.user_id, shown, CALLS) == shown
    assert len(phone.from_bot) == 1
    assert phone.buttons == ["Back"]


async def test_the_same_screen_again_is_no_fault(
    sandbox: Sandbox, courier: Courier, phone: Phone, pauses: Pauses
) -> None:
    shown = await courier.send(phone.user_id, HOME)
    assert await courier.redraw(phone.user_id, shown, HOME) == shown
    assert "message is not modified" in sandbox.calls[-1].description
    assert len(phone.from_bot) == 1
    assert pauses.waited == []


async def test_a_deleted_screen_is_sent_anew(courier: Courier, phone: Phone) -> None:
    shown = await courier.send(phone.user_id, HOME)
    del phone.chat.messages[shown]
    new = await courier.redraw(phone.user_id, shown, CALLS)
    assert new == phone.screen.message_id != shown
    assert phone.buttons == ["Back"]


async def test_what_is_not_the_bots_own_message_is_answered_below(
    courier: Courier, phone: Phone
) -> None:
    theirs = phone.compose("hello")["message_id"]
    assert await courier.redraw(phone.user_id, theirs, CALLS) == phone.screen.message_id != theirs


async def test_a_picture_cannot_become_a_screen_so_one_is_sent(
    bot: TelegramBot, courier: Courier, phone: Phone
) -> None:
    picture = await bot.send_document(phone.user_id, b"x", filename="x.txt")
    new = await courier.redraw(phone.user_id, picture.message_id, CALLS)
    assert new == phone.screen.message_id != picture.message_id


async def test_a_screen_that_telegram_refuses_is_our_fault_and_not_tried_again(
    sandbox: Sandbox, courier: Courier, phone: Phone, pauses: Pauses
) -> None:
    shown = await courier.send(phone.user_id, HOME)
    broken = Rendered("<b>never closed", [])
    with pytest.raises(BadRequest, match=r"(?i)can't parse entities"):
        await courier.send(phone.user_id, broken)
    with pytest.raises(BadRequest, match=r"(?i)can't parse entities"):
        await courier.redraw(phone.user_id, shown, broken)
    assert len(sandbox.calls.refused) == 2
    assert pauses.waited == []


async def test_who_blocked_the_bot_is_unreachable(
    sandbox: Sandbox, courier: Courier, phone: Phone
) -> None:
    shown = await courier.send(phone.user_id, HOME)
    await phone.block()
    with pytest.raises(UnreachableError):
        await courier.send(phone.user_id, CALLS)
    with pytest.raises(UnreachableError):
        await courier.redraw(phone.user_id, shown, CALLS)
    assert len(sandbox.calls.refused) == 2


async def test_who_never_started_or_left_telegram_is_unreachable(
    courier: Courier, phone: Phone
) -> None:
    with pytest.raises(UnreachableError):
        await courier.send(424242, HOME)
    phone.deactivate()
    with pytest.raises(UnreachableError):
        await courier.send(phone.user_id, HOME)


async def test_a_flood_is_waited_out_for_as_long_as_telegram_asks(
    sandbox: Sandbox, courier: Courier, phone: Phone, pauses: Pauses
) -> None:
    sandbox.faults.flood(7, "sendMessage", times=2)
    await courier.send(phone.user_id, HOME)
    assert pauses.waited == [7, 7]
    assert len(phone.from_bot) == 1


async def test_a_long_flood_is_left_for_later_at_once(
    sandbox: Sandbox, courier: Courier, phone: Phone, pauses: Pauses
) -> None:
    sandbox.faults.flood(31, "sendMessage", times=None)
    with pytest.raises(UnansweredError):
        await courier.send(phone.user_id, HOME)
    assert pauses.waited == []
    assert len(sandbox.calls) == 1


async def test_a_flood_without_end_is_left_for_later(
    sandbox: Sandbox, courier: Courier, phone: Phone, pauses: Pauses
) -> None:
    sandbox.faults.flood(2, "sendMessage", times=None)
    with pytest.raises(UnansweredError):
        await courier.send(phone.user_id, HOME)
    assert len(sandbox.calls) == ATTEMPTS
    assert pauses.waited == [2] * (ATTEMPTS - 1)


async def test_a_network_that_is_away_is_tried_with_growing_pauses_and_left_for_later(
    sandbox: Sandbox, courier: Courier, phone: Phone, pauses: Pauses
) -> None:
    async with sandbox.unreachable():
        with pytest.raises(UnansweredError):
            await courier.send(phone.user_id, HOME)
    assert pauses.waited == [0.3, 0.6, 1.2, 2.4]
    await courier.send(phone.user_id, HOME)
    assert len(phone.from_bot) == 1


@pytest.mark.parametrize("fault", ["bad_gateway", "drop_before"])
async def test_a_network_that_comes_back_in_time_is_not_noticed(
    sandbox: Sandbox, courier: Courier, phone: Phone, fault: str
) -> None:
    getattr(sandbox.faults, fault)("sendMessage", times=ATTEMPTS - 1)
    await courier.send(phone.user_id, HOME)
    assert len(phone.from_bot) == 1


async def test_a_screen_that_perhaps_arrived_is_repeated_and_an_edit_is_not_seen_twice(
    sandbox: Sandbox, courier: Courier, phone: Phone
) -> None:
    sandbox.faults.drop_after("sendMessage")
    shown = await courier.send(phone.user_id, HOME)
    assert len(phone.from_bot) == 2  # better twice than silence
    sandbox.faults.drop_after("editMessageText")
    assert await courier.redraw(phone.user_id, shown, CALLS) == shown
    assert len(phone.from_bot) == 2


async def test_an_old_screen_loses_its_buttons(courier: Courier, phone: Phone) -> None:
    shown = await courier.send(phone.user_id, HOME)
    await courier.retire(phone.user_id, shown)
    assert phone.buttons == []
    assert phone.text == "Home"
    await courier.retire(phone.user_id, shown)  # nothing left to take
    await courier.retire(phone.user_id, 424242)  # no such message


@pytest.mark.parametrize("fault", ["bad_gateway", "drop_before", "forbid"])
async def test_an_old_screen_that_keeps_its_buttons_is_harmless(
    sandbox: Sandbox, courier: Courier, phone: Phone, pauses: Pauses, fault: str
) -> None:
    shown = await courier.send(phone.user_id, HOME)
    getattr(sandbox.faults, fault)("editMessageReplyMarkup")
    await courier.retire(phone.user_id, shown)
    sandbox.faults.flood(60, "editMessageReplyMarkup")
    await courier.retire(phone.user_id, shown)
    assert pauses.waited == []
    assert phone.buttons == ["Calls"]


async def test_a_tap_is_answered_with_a_word(courier: Courier, phone: Phone) -> None:
    await courier.send(phone.user_id, HOME)
    tap = await phone.tap("Calls")
    await courier.answer_tap(tap.query_id, "You follow this now")
    assert tap.answered
    assert tap.toast == "You follow this now"
    await courier.answer_tap(tap.query_id)  # a redelivery answers twice
    await courier.answer_tap("424242", "too late")


async def test_a_tap_without_a_word_only_ends_the_spinner(courier: Courier, phone: Phone) -> None:
    await courier.send(phone.user_id, HOME)
    tap = await phone.tap("Calls")
    await courier.answer_tap(tap.query_id)
    assert tap.answered
    assert not tap.toast


async def test_the_menu_of_one_chat_is_set(
    sandbox: Sandbox, courier: Courier, phone: Phone
) -> None:
    commands = [{"command": "calls", "description": "Thirrjet e hapura"}]
    assert await courier.set_menu(phone.user_id, commands) is True
    assert phone.menu == [("calls", "Thirrjet e hapura")]
    assert sandbox.phone().menu == []


@pytest.mark.parametrize("fault", ["forbid", "bad_gateway"])
async def test_a_menu_that_cannot_be_set_is_said(
    sandbox: Sandbox, courier: Courier, phone: Phone, fault: str
) -> None:
    getattr(sandbox.faults, fault)("setMyCommands", times=None)
    commands = [{"command": "calls", "description": "Open calls"}]
    assert await courier.set_menu(phone.user_id, commands) is False
    assert await courier.set_menu(phone.user_id, [{"command": "NO", "description": "x"}]) is False


async def test_a_group_that_moved_is_followed(
    sandbox: Sandbox, courier: Courier, phone: Phone
) -> None:
    group = sandbox.group("Fshati", phone)
    group.patience = None
    old = group.chat_id
    await courier.say_in_group(old, HOME)
    assert group.screen.text == "Home"
    await group.migrate()
    await courier.say_in_group(old, CALLS)
    assert group.screen.buttons == ["Back"]


async def test_a_group_in_which_the_bot_may_not_write_is_left_in_peace(
    sandbox: Sandbox, courier: Courier, phone: Phone, pauses: Pauses
) -> None:
    group = sandbox.group("Fshati", phone)
    group.patience = None
    sandbox.faults.refuse(
        400, "Bad Request: not enough rights to send text messages to the chat", "sendMessage"
    )
    await courier.say_in_group(group.chat_id, HOME)
    await group.kick_bot(phone)
    await courier.say_in_group(group.chat_id, HOME)
    assert [call.status for call in sandbox.calls.of("sendMessage")] == [400, 403]
    assert pauses.waited == []


async def test_a_group_is_answered_later_if_telegram_is_away(
    sandbox: Sandbox, courier: Courier, phone: Phone
) -> None:
    group = sandbox.group("Fshati", phone)
    sandbox.faults.bad_gateway("sendMessage", times=None)
    with pytest.raises(UnansweredError):
        await courier.say_in_group(group.chat_id, HOME)

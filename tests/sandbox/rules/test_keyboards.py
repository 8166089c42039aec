from typing import Any

import pytest

from bot.sandbox.rules.keyboards import buttons_of, check_reply_markup
from bot.sandbox.rules.refusals import RefusalError


def inline(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"inline_keyboard": [list(buttons)]}


@pytest.mark.parametrize(
    "markup",
    [
        inline({"text": "x", "callback_data": "x" * 64}),
        inline({"text": "x", "url": "https://example.org/a?b=c"}),
        inline({"text": "x", "url": "tg://user?id=1"}),
        inline({"text": "x", "url": "http://127.0.0.1:8080/page"}),
        inline({"text": "x", "web_app": {"url": "https://example.org"}}),
        inline({"text": "x", "copy_text": {"text": "abc"}}),
        inline({"text": "x", "switch_inline_query": ""}),
        {"inline_keyboard": []},
        {"inline_keyboard": [[]]},
        {
            "keyboard": [["words", {"text": "share", "request_contact": True}]],
            "is_persistent": True,
        },
        {"remove_keyboard": True},
        {"force_reply": True, "input_field_placeholder": "here"},
    ],
)
def test_keyboards_telegram_takes_are_taken(markup: dict[str, Any]) -> None:
    assert check_reply_markup(markup) is markup


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        (inline({"text": "x", "callback_data": "ë" * 33}), "BUTTON_DATA_INVALID"),
        (inline({"text": "x", "callback_data": "x" * 65}), "BUTTON_DATA_INVALID"),
        (inline({"text": "x", "callback_data": ""}), "BUTTON_DATA_INVALID"),
        (inline({"text": "x", "copy_text": {"text": "x" * 257}}), "COPY_TEXT"),
        (inline({"text": " ", "callback_data": "x"}), "must not be empty"),
        (inline({"callback_data": "x"}), "must not be empty"),
        (inline({"text": "x"}), "Text buttons are unallowed"),
        (inline({"text": "x", "callback_data": "x", "url": "https://e.org"}), "exactly one action"),
        (inline({"text": "x", "url": "no address"}), "is invalid"),
        (inline({"text": "x", "url": "javascript:alert(1)"}), "is invalid"),
        (inline({"text": "x", "url": "https://localnet/x"}), "Wrong HTTP URL"),
        (inline({"text": "x", "url": "http://[broken"}), "Wrong HTTP URL"),
        (inline({"text": "x", "web_app": {"url": "http://example.org"}}), "is invalid"),
        (inline({"text": "x", "callback_date": "x"}), "unknown field"),
        (inline(*[{"text": "x", "callback_data": "x"}] * 9), "at most 8"),
        (
            {"inline_keyboard": [[{"text": "x", "callback_data": "x"}]] * 101},
            "reply markup is too long",
        ),
        ({"inline_keyboard": [{"text": "x"}]}, "array of arrays"),
        ({"keyboard": [[{"text": ""}]]}, "must not be empty"),
        ({"keyboard": [[{"text": "x", "callback_data": "x"}]]}, "unknown field"),
        ({}, "object expected as reply markup"),
        ({"remove_keyboard": False}, "object expected as reply markup"),
    ],
)
def test_other_keyboards_are_refused(markup: dict[str, Any], words: str) -> None:
    with pytest.raises(RefusalError) as refusal:
        check_reply_markup(markup)
    assert refusal.value.code == 400
    assert words in refusal.value.description


def test_buttons_know_their_place_and_what_they_do() -> None:
    markup = {
        "inline_keyboard": [
            [{"text": "a", "callback_data": "1"}, {"text": "b", "url": "https://e.org"}],
            [{"text": "c", "copy_text": {"text": "copied"}}],
        ]
    }
    rows = buttons_of(markup)
    assert [[button.label for button in row] for row in rows] == [["a", "b"], ["c"]]
    assert (rows[0][0].callback_data, rows[0][0].url) == ("1", None)
    assert (rows[0][1].callback_data, rows[0][1].url) == (None, "https://e.org")
    assert (rows[1][0].value, rows[1][0].row, rows[1][0].column) == ("copied", 1, 0)

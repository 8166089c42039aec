"""Whatever stands in a text, Telegram shows exactly that: held against the strict sandbox."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.text.escaping import html_safe
from bot.domain.text.languages import OFFERED, Language
from bot.domain.text.phrases import Joined, Labelled, Listed, Msg, Phrase, Plain, Strong, Words
from bot.sandbox.rules.markup import parse_html
from bot.screens.home.actions import ShowHome
from bot.screens.screen import Button, Screen
from bot.transport.render import render
from tests.repository import translator

PIECES = st.sampled_from(
    ["<", ">", "&", "</b>", "<b>", "&lt;", "&#60;", "&amp", '"', "'", "{", "}", "{x}", "%s", "\\",
     "<a href='tg://user?id=1'>", "<tg-emoji emoji-id='1'>", "&#x26;", "]]>", "<!--", "*_`["]
)  # fmt: skip
TEXTS = st.text() | st.lists(PIECES | st.text(max_size=3)).map("".join)


@given(TEXTS, st.sampled_from(OFFERED))
def test_any_text_is_accepted_and_shown_exactly(text: str, language: Language) -> None:
    assert parse_html(translator().html(Plain(text), language)) == (text, [])
    assert parse_html(html_safe(text)) == (text, [])
    assert translator().plain(Plain(text), language) == text


@given(TEXTS, TEXTS)
def test_any_text_in_any_phrase_is_shown_exactly(one: str, two: str) -> None:
    phrases: list[Phrase] = [
        Strong(Plain(one)),
        Labelled(Plain(one), Plain(two)),
        Joined((Plain(one), Strong(Plain(two))), " <·> "),
        Listed((Plain(one), Plain(two))),
        Words({"en": "For {name} & all"}, "", {"name": one}),
        Words({"en": "For {name}."}, "", {"name": Plain(two)}),
        Msg("A little slower, please"),
    ]
    for phrase in phrases:
        shown, entities = parse_html(translator().html(phrase, Language.ENGLISH))
        assert shown == translator().plain(phrase, Language.ENGLISH)
        assert {entity["type"] for entity in entities} <= {"bold"}


@given(TEXTS, TEXTS)
def test_a_screen_of_any_texts_is_accepted(title: str, line: str) -> None:
    screen = Screen(
        ShowHome(), Plain(title), (Plain(line), None), ((Button(Plain(line), ShowHome()),),)
    )
    message = render(screen, translator(), Language.ENGLISH)
    shown, _ = parse_html(message.html)
    assert shown == f"{title}\n{line}\n"
    assert message.keyboard[0][0]["text"] == line


@pytest.mark.parametrize("text", ["<b>", "a < b & c > d", "&lt;"])
def test_unescaped_text_would_be_refused_or_changed(text: str) -> None:
    """The control: it shows that the tests above can fail."""
    try:
        shown, _ = parse_html(text)
    except Exception:  # noqa: BLE001 -- refused, in whatever words
        return
    assert shown != text

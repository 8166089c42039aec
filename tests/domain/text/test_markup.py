"""Formatting survives on its way through the bot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.text.markup import as_html, utf16_length

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
KINDS = [
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "code",
    "text_link",
    "mention",
    "blockquote",
    "expandable_blockquote",
]


@pytest.mark.parametrize(
    ("text", "entities", "expected"),
    [
        ("a < b & c", [], "a &lt; b &amp; c"),
        ("bold", [("bold", 0, 4)], "<b>bold</b>"),
        ("😀 bold", [("bold", 3, 4)], "😀 <b>bold</b>"),
        ("abcd", [("bold", 0, 3), ("italic", 1, 3)], "<b>a<i>bc</i></b><i>d</i>"),
        ("here", [("text_link", 0, 4)], '<a href="https://example.org/?a=1&amp;b=2">here</a>'),
        ("/start", [("bot_command", 0, 6)], "/start"),
        ("quote", [("blockquote", 0, 5)], "<blockquote>quote</blockquote>"),
        (
            "Teksti i gjatë",
            [("expandable_blockquote", 0, 6), ("bold", 2, 4)],
            "<blockquote expandable>Te<b>ksti</b></blockquote> i gjatë",
        ),
    ],
)
def test_entities_become_tags(
    text: str, entities: list[tuple[str, int, int]], expected: str
) -> None:
    url = "https://example.org/?a=1&b=2"
    wire = [{"type": k, "offset": at, "length": n, "url": url} for k, at, n in entities]
    assert as_html(text, wire) == expected


@given(WORDS, st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 25), st.integers(1, 25))))
def test_tags_are_always_nested_and_no_word_is_lost(
    text: str, entities: list[tuple[str, int, int]]
) -> None:
    wire = [{"type": k, "offset": at, "length": n, "url": "https://x.org"} for k, at, n in entities]
    html = as_html(text, wire)
    opened: list[str] = []
    words = ""
    position = 0
    while position < len(html):
        if html[position] == "<":
            end = html.index(">", position)
            tag = html[position + 1 : end].split(" ")[0]
            if tag.startswith("/"):
                assert opened.pop() == tag[1:]
            else:
                opened.append(tag)
            position = end + 1
        else:
            words += html[position]
            position += 1
    assert opened == []
    plain = words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert plain == text


def test_a_half_letter_is_dropped_because_nobody_can_store_it() -> None:
    assert as_html("a\ud800b") == "ab"
    assert utf16_length("😀a") == 3

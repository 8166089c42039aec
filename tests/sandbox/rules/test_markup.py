from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.rules.entities import read_text, render_html
from bot.sandbox.rules.markup import parse_html, utf16_length
from bot.sandbox.rules.refusals import RefusalError


def entity(kind: str, offset: int, length: int, **fields: Any) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **fields}


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("plain", "plain", []),
        ("<b>bold</b>", "bold", [entity("bold", 0, 4)]),
        ("<STRONG>bold</strong>", "bold", [entity("bold", 0, 4)]),
        ("a <i>b <u>c</u></i>", "a b c", [entity("italic", 2, 3), entity("underline", 4, 1)]),
        ("😀<b>x</b>", "😀x", [entity("bold", 2, 1)]),
        ("&lt;b&gt; &amp; &quot; &#65; &#x42;", '<b> & " A B', []),
        ("&copy; &unknown", "&copy; &unknown", []),
        ("<b></b>x", "x", []),
        (
            '<a href="https://example.org/?a=1&amp;b=2">go</a>',
            "go",
            [entity("text_link", 0, 2, url="https://example.org/?a=1&b=2")],
        ),
        ('<a href="nowhere">go</a>', "go", []),
        ("<span class='tg-spoiler'>x</span>", "x", [entity("spoiler", 0, 1)]),
        ("<blockquote expandable>x</blockquote>", "x", [entity("expandable_blockquote", 0, 1)]),
        (
            '<pre><code class="language-python">x</code></pre>',
            "x",
            [entity("pre", 0, 1, language="python")],
        ),
        (
            "<s>x</s><del>y</del>",
            "xy",
            [entity("strikethrough", 0, 1), entity("strikethrough", 1, 1)],
        ),
    ],
)
def test_html_becomes_text_and_entities(
    source: str, text: str, entities: list[dict[str, Any]]
) -> None:
    assert parse_html(source) == (text, entities)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>x</b></i>", 'expected "</i>", found "</b>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("ë <p>x</p>", 'Unsupported start tag "p" at byte offset 3'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler"'),
        ("line<br>", 'Unsupported start tag "br"'),
    ],
)
def test_html_telegram_cannot_read_is_refused_in_its_words(source: str, words: str) -> None:
    with pytest.raises(RefusalError) as refusal:
        parse_html(source)
    assert refusal.value.description.startswith("Bad Request: can't parse entities: ")
    assert words in refusal.value.description


def test_white_space_around_a_text_is_cut_off_and_entities_follow() -> None:
    text, entities = read_text("\n <b> hi</b> there \n", "HTML", None)
    assert (text, entities) == ("hi there", [entity("bold", 0, 2)])


def test_commands_links_and_mentions_are_found_but_not_inside_code() -> None:
    text, entities = read_text("/start <code>/stop</code> https://example.org.", "HTML", None)
    assert text == "/start /stop https://example.org."
    assert entities == [
        entity("bot_command", 0, 6),
        entity("code", 7, 5),
        entity("url", 13, 19),
    ]


def test_other_parse_modes_are_refused() -> None:
    with pytest.raises(RefusalError, match="unsupported parse_mode"):
        read_text("x", "MarkdownV2", None)


@pytest.mark.parametrize(
    "wrong",
    [
        entity("bold", 0, 5),
        entity("bold", -1, 1),
        entity("bold", 0, 0),
        entity("shiny", 0, 1),
        entity("text_link", 0, 1),
    ],
)
def test_entities_that_do_not_fit_their_text_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(RefusalError):
        read_text("four", None, [wrong])


def test_rendered_html_is_safe_and_nested_properly() -> None:
    text, entities = parse_html("<b>a <i>&lt;script&gt;</i></b> &amp; c")
    assert render_html(text, entities) == "<b>a <i>&lt;script&gt;</i></b> &amp; c"


def test_an_address_cannot_break_out_of_its_link() -> None:
    link = entity("text_link", 0, 1, url='https://x.org/"onclick="alert(1)')
    assert '"onclick' not in render_html("x", [link])


PIECES = st.recursive(
    st.text(st.sampled_from("aë😀 <&\n"), max_size=4).map(
        lambda words: words.replace("&", "&amp;").replace("<", "&lt;")
    ),
    lambda inner: (
        st.tuples(st.sampled_from(["b", "i", "u", "s", "code"]), inner).map(
            lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>"
        )
        | st.lists(inner, max_size=3).map("".join)
    ),
    max_leaves=8,
)


@given(PIECES)
def test_entities_of_any_well_formed_text_lie_inside_it(source: str) -> None:
    text, entities = parse_html(source)
    for one in entities:
        assert one["length"] > 0
        assert 0 <= one["offset"] < one["offset"] + one["length"] <= utf16_length(text)


@given(PIECES)
def test_rendering_and_reading_again_changes_nothing(source: str) -> None:
    text, entities = parse_html(source)
    again, found = parse_html(render_html(text, entities))
    assert again == text
    assert sorted(map(str, found)) == sorted(map(str, entities))

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bot.sandbox.phones.page import STATIC

FOLDER = "/phone/static/"
SCRIPTS = sorted(STATIC.glob("*.js"))
FILES = sorted(path for path in STATIC.iterdir() if path.suffix in {".html", ".css", ".js"})
VOID = {"meta", "link", "input", "br", "img", "path", "circle", "rect"}
REFERENCES = ("aria-controls", "aria-labelledby", "aria-describedby", "for")

Attributes = dict[str, str]


class Reader(HTMLParser):
    """Notes every element of a page, the words inside scripts, and whether tags are closed."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, Attributes]] = []
        self.inline: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in {"script", "style"} and data.strip():
            self.inline.append(data)


def read_page() -> Reader:
    reader = Reader()
    reader.feed((STATIC / "phone.html").read_text(encoding="utf-8"))
    reader.close()
    return reader


def ids_of_page() -> list[str]:
    return [attributes["id"] for _tag, attributes in read_page().elements if "id" in attributes]


def values_of(name: str) -> Iterator[str]:
    for _tag, attributes in read_page().elements:
        if name in attributes:
            yield attributes[name]


def imports_of(script: Path) -> Iterator[tuple[list[str], str]]:
    for names, source in re.findall(
        r'^import (.+?) from "(.+?)";', script.read_text(encoding="utf-8"), flags=re.MULTILINE
    ):
        yield re.findall(r"\w+", names) if names.startswith("{") else [], source


def test_every_tag_of_the_page_is_closed() -> None:
    assert read_page().open == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_file_names_an_address_elsewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"(?:https?|wss?|ftp)://\S+", text) == []
    assert re.findall(r"""["'(]//\w\S*""", text) == []


def test_the_style_loads_nothing() -> None:
    assert re.findall(r"url\(|@import|@font-face", (STATIC / "phone.css").read_text()) == []


def test_the_page_has_no_code_or_style_of_its_own() -> None:
    reader = read_page()
    assert reader.inline == []
    for tag, attributes in reader.elements:
        assert tag not in {"style", "iframe", "object", "embed", "base"}
        assert tag != "script" or "src" in attributes
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        assert not [value for value in attributes.values() if "javascript:" in value.lower()]


def test_what_the_page_loads_is_there() -> None:
    loaded = [*values_of("src"), *values_of("href")]
    ours = [address for address in loaded if address != "data:,"]
    assert {Path(address).name for address in ours} == {"phone.css", "phone.js"}
    for address in ours:
        assert address.startswith(FOLDER)
        assert (STATIC / address.removeprefix(FOLDER)).is_file()


def test_ids_are_unique() -> None:
    ids = ids_of_page()
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_every_id_a_script_uses_is_on_the_page(script: Path) -> None:
    text = script.read_text(encoding="utf-8")
    used = set(re.findall(r'\b(?:byId|drawing|drawCard|getElementById)\("([^"]+)"', text))
    assert used <= set(ids_of_page())


def test_every_script_but_the_quiet_ones_uses_an_id() -> None:
    # Guards the test above: were the pattern wrong, it would find nothing anywhere.
    text = "".join(script.read_text(encoding="utf-8") for script in SCRIPTS)
    assert len(set(re.findall(r'\bbyId\("([^"]+)"', text))) > 30


def test_everything_to_attach_has_its_drawing() -> None:
    ids = set(ids_of_page())
    menu = (STATIC / "phone.html").read_text().split('id="attach-menu"')[1].split("</div>")[0]
    kinds = re.findall(r'data-value="(\w+)"', menu)
    assert kinds == ["photo", "voice", "document", "location", "contact", "sticker"]
    assert {f"icon-{kind}" for kind in kinds} <= ids


@pytest.mark.parametrize("name", REFERENCES)
def test_what_an_element_refers_to_is_on_the_page(name: str) -> None:
    referred = {one for value in values_of(name) for one in value.split()}
    assert referred <= set(ids_of_page())


def test_every_button_and_field_has_a_name() -> None:
    page = (STATIC / "phone.html").read_text(encoding="utf-8")
    for attributes, words in re.findall(r"<button([^>]*)>(.*?)</button>", page, flags=re.DOTALL):
        assert "aria-label=" in attributes or re.sub(r"<[^>]*>", "", words).strip(), attributes
        assert "type=" in attributes, attributes
    for field in re.findall(r"<(?:input|select|textarea)[^>]*>", page):
        labelled = re.search(rf"<label>[^<]*{re.escape(field)}", page)
        assert "aria-label=" in field or labelled, field


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_no_script_turns_text_into_markup_or_code(script: Path) -> None:
    text = script.read_text(encoding="utf-8")
    risky = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|\.on\w+ ="
    )
    assert re.findall(risky, text) == []
    assert ("DOMParser" in text) == (script.name == "safe_html.js")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_what_a_script_imports_is_exported(script: Path) -> None:
    for names, source in imports_of(script):
        assert source.startswith("./")
        exporting = (STATIC / source.removeprefix("./")).read_text(encoding="utf-8")
        exported = set(
            re.findall(
                r"^export (?:async )?(?:function|const|class) (\w+)", exporting, flags=re.MULTILINE
            )
        )
        assert set(names) <= exported


def test_no_script_is_left_unused() -> None:
    imported = {source.removeprefix("./") for one in SCRIPTS for _names, source in imports_of(one)}
    assert imported | {"phone.js"} == {script.name for script in SCRIPTS}


def test_the_sanitiser_keeps_only_what_a_message_can_have() -> None:
    text = (STATIC / "safe_html.js").read_text(encoding="utf-8")
    table = text.split("const KEPT = new Map([")[1].split("]);")[0]
    kept = set(re.findall(r'"([a-z]+)"\]', table))
    assert kept == {"b", "i", "u", "s", "code", "pre", "blockquote", "br"}
    assert set(re.findall(r'createElement\("(\w+)"\)', text)) == {"a", "span", "button"}
    assert r"/^https:\/\//i.test(href)" in text

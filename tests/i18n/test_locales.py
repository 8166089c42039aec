"""The sentences and content texts that are shipped."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from babel.messages.pofile import read_po

from bot.domain.text.languages import OFFERED, Language
from bot.domain.text.serbian import to_cyrillic, to_latin
from bot.i18n.catalogues import Catalogues, catalogue_path
from bot.i18n.upkeep import problems

ROOT = Path(__file__).parents[2]
LOCALES = ROOT / "locales"


def serbian_sentences() -> Iterator[str]:
    with catalogue_path(LOCALES, Language.SERBIAN_LATIN).open("rb") as file:
        for message in read_po(file):
            if message.id:
                string = message.string or ""
                yield from [string] if isinstance(string, str) else string


def serbian_texts(content: object) -> Iterator[str]:
    """Every text below a key ``sr``, however deep."""
    if isinstance(content, dict):
        for key, value in content.items():
            if key == "sr" and isinstance(value, str):
                yield value
            else:
                yield from serbian_texts(value)
    elif isinstance(content, list):
        for value in content:
            yield from serbian_texts(value)


def content_texts() -> Iterator[str]:
    for path in sorted((ROOT / "content").rglob("*.yml")):
        yield from serbian_texts(yaml.safe_load(path.read_text("utf-8")))


def test_the_files_in_locales_have_no_problems() -> None:
    assert problems(ROOT) == []


@pytest.mark.parametrize("texts", [serbian_sentences, content_texts])
def test_every_serbian_text_comes_back_from_cyrillic_unchanged(texts: type[Iterator[str]]) -> None:
    changed = [text for text in texts() if to_latin(to_cyrillic(text)) != text]
    assert changed == []


@pytest.mark.parametrize("language", OFFERED)
def test_every_language_on_offer_loads(language: Language) -> None:
    assert Catalogues.load(LOCALES).sentence(language, "Back")

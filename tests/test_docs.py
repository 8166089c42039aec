"""Every setting and command that exists is described, and nothing that does not."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from bot.cli import _parser
from bot.settings import PREFIX, Settings
from handlers.commands import COMMANDS

ROOT = Path(__file__).parent.parent
OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
NEEDS = (ROOT / "docs" / "needs.md").read_text()
README = (ROOT / "README.md").read_text()


def test_every_setting_is_documented_and_every_documented_one_exists() -> None:
    settings = {f"{PREFIX}{field.name.upper()}" for field in fields(Settings)}
    documented = set(re.findall(r"KOMSHI_[A-Z_]+", OPERATIONS))
    assert settings <= documented
    assert documented - settings <= {"KOMSHI_TEST_POSTGRES_URL"}


def test_every_word_of_the_command_line_is_documented() -> None:
    actions = [a for a in _parser()._actions if a.choices]
    assert actions
    for word in actions[0].choices or ():
        assert f"`komshi {word}" in OPERATIONS, word


def test_every_command_of_the_bot_is_described_for_its_menu() -> None:
    for command in COMMANDS:
        assert re.fullmatch(r"[a-z0-9_]{1,32}", command.name)
        assert 1 <= len(command.about.msgid) <= 256


def test_links_between_documents_lead_somewhere() -> None:
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text()):
            assert (page.parent / target).exists(), (page.name, target)


DESCRIBING = ("README.md", "docs/contributing.md", "docs/architecture.md")
"""The documents that lead a reader through the code."""
TOP_FOLDERS = {
    "bot", "handlers", "scheduler", "content", "locales", "tests", "benchmarks", "docs",
}  # fmt: skip
TOP_FILE = re.compile(r"(?:[\w-]+\.(?:py|md|yml|toml|lock|txt|pot?)|Makefile|LICENSE)")


def _paths_named(page: Path) -> set[str]:
    """What stands in backticks and reads like a path of the repository; examples of code do not."""
    prose = re.sub(r"^```.*?^```$", "", page.read_text(), flags=re.MULTILINE | re.DOTALL)
    return {
        token
        for token in re.findall(r"`([^`\s]+)`", prose)
        if token.partition("/")[0] in TOP_FOLDERS or TOP_FILE.fullmatch(token)
    }


@pytest.mark.parametrize("name", DESCRIBING)
def test_every_path_that_a_document_names_exists(name: str) -> None:
    """A placeholder such as ``<subject>`` stands for any name, and one has to be there."""
    named = _paths_named(ROOT / name)
    assert named
    missing = {
        token
        for token in named
        if not any(ROOT.glob(re.sub(r"<[a-z]+>", "*", token.removesuffix("/"))))
    }
    assert missing == set()


def _needs_cited() -> set[str]:
    """The needs that code and tests cite, as in "need X9" or "needs L12, X9"."""
    sources = [
        source.read_text()
        for folder in ("bot", "handlers", "scheduler", "tests", "benchmarks")
        for source in (ROOT / folder).rglob("*.py")
        if source != Path(__file__)
    ]
    lists = re.findall(r"\bneeds?\s+((?:[A-Z][0-9]{1,2}(?:,\s+|\b))+)", "\n".join(sources))
    return {need for cited in lists for need in re.findall(r"[A-Z][0-9]+", cited)}


def test_the_needs_that_are_cited_are_written_down_with_who_holds_them() -> None:
    rows = re.findall(r"^\| ([A-Z][0-9]+) \| (.+) \| `(.+)` \|$", NEEDS, re.MULTILINE)
    written = [need for need, _what, _holder in rows]
    assert len(set(written)) == len(written)
    assert _needs_cited() == set(written)
    for need, _what, holder in rows:
        assert (ROOT / holder).is_file(), (need, holder)


def test_the_readme_names_the_two_commands() -> None:
    assert "make run" in README
    assert "make test" in README


def test_nothing_committed_names_a_machine_or_an_index() -> None:
    for lock in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / lock).read_text()
        assert "://" not in text
        assert "--index-url" not in text
        assert "--hash=sha256:" in text

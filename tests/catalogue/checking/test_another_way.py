"""Nobody depends on Telegram: each programme can be asked by telephone or at an office."""

import pytest

from bot.catalogue.shelf import ContentError, Shelf
from tests.catalogue.conftest import Tree
from tests.repository import content

CONTACTS = "contacts.yml"
PROGRAMME = "programmes/interdev.yml"
PHONE = '    phone: "+383 38 200 000"\n'
OFFICE = "where: {sq: Recepsioni,"


def is_refused(tree: Tree, file: str, mark: str, says: str) -> bool:
    """Whether the check and the start refuse the content, with the line that has the mark."""
    place = f"content/{file}:{tree.line(file, mark)}: error: "
    checked = tree.report().as_text().splitlines()
    with pytest.raises(ContentError) as stopped:
        Shelf(tree.folder, samples=False)
    started = stopped.value.report.as_text().splitlines()
    return all(
        any(line.startswith(place) and says in line for line in lines)
        for lines in (checked, started)
    )


def test_a_contact_without_a_phone_needs_an_office(tree: Tree) -> None:
    tree.replace(CONTACTS, PHONE, "    phone: null\n")
    assert tree.report().errors == ()
    tree.replace(CONTACTS, OFFICE, "where: {sq: Na shkruani në Telegram,")
    assert is_refused(tree, CONTACTS, "Telegram", "no phone, and `where` `sq` names Telegram")


@pytest.mark.parametrize("word", ["telegram", "Viber", "WhatsApp", "Телеграму"])
def test_another_chat_program_is_no_office_either(tree: Tree, word: str) -> None:
    tree.replace(CONTACTS, PHONE, "    phone: null\n")
    tree.replace(CONTACTS, "where: {", f"where: {{sr_Cyrl: Пишите на {word}, ")
    assert is_refused(tree, CONTACTS, word, "Add a phone")


def test_with_a_phone_an_office_may_mention_a_chat_program(tree: Tree) -> None:
    tree.replace(CONTACTS, OFFICE, "where: {sq: Na shkruani në Viber,")
    assert tree.report().errors == ()


def test_an_office_is_never_left_out(tree: Tree) -> None:
    line = next(
        one for one in (tree.folder / CONTACTS).read_text("utf-8").split("\n") if OFFICE in one
    )
    tree.replace(CONTACTS, f"{line}\n", "")
    assert is_refused(tree, CONTACTS, "id: interdev-team", "`where` is missing")


def test_an_office_is_never_empty(tree: Tree) -> None:
    tree.replace(CONTACTS, OFFICE, 'where: {sq: "",')
    assert is_refused(tree, CONTACTS, "where:", "`sq` is empty")


def test_a_programme_without_a_contact_is_refused(tree: Tree) -> None:
    tree.replace(PROGRAMME, "contact: interdev-team\n", "")
    assert is_refused(tree, PROGRAMME, "id: interdev", "`contact` is missing")


def test_a_programme_with_the_contact_of_another_is_refused(tree: Tree) -> None:
    tree.replace(CONTACTS, "kind: programme\n    programme: interdev", "kind: ministry")
    assert is_refused(tree, PROGRAMME, "contact:", "People must be able to ask this programme")


def test_every_real_programme_can_be_asked_without_telegram() -> None:
    for programme in content().programmes.values():
        contact = content().contacts[programme.contact]
        assert contact.programme == programme.id
        assert contact.phone or contact.where.texts["sq"]

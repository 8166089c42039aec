from datetime import date
from decimal import Decimal

import pytest

from bot.catalogue.loader import load_status_words
from bot.domain.content import OutcomeKind, Support
from bot.domain.text.phrases import Money
from tests.catalogue.conftest import Tree

CALL = "calls/grant.yml"
PROGRAMME = "programmes/interdev.yml"


def test_a_call_has_what_its_file_says(tree: Tree) -> None:
    call = tree.content().calls["grant"]
    assert call.support is Support.CASH
    assert call.applicants == ("person",)
    assert call.get.texts["en"] == "Up to {amount} in cash."
    assert call.get.values == {"amount": Money(Decimal(2100))}
    assert call.get.name == "calls/grant get"
    assert [item.name for item in call.bring] == ["calls/grant bring 1"]
    assert call.note is None
    assert call.keywords["sr"] == ("novac",)


def test_a_call_is_where_its_programme_is_unless_it_says_otherwise(tree: Tree) -> None:
    assert tree.content().calls["grant"].municipalities == {"dragash", "prizren"}
    tree.replace(CALL, "municipalities: programme", "municipalities: [dragash]")
    assert tree.content().calls["grant"].municipalities == {"dragash"}


def test_all_means_every_municipality(tree: Tree) -> None:
    tree.replace(PROGRAMME, "[dragash, prizren]", "all")
    programme = tree.content().programmes["interdev"]
    assert programme.municipalities == {"dragash", "mamushe", "prizren"}


def test_cents_are_exact_and_numbers_are_numbers(tree: Tree) -> None:
    tree.replace(CALL, "{eur: 2100}", "{eur: 99.90}")
    assert tree.content().calls["grant"].get.values == {"amount": Money(Decimal("99.90"))}
    tree.replace(CALL, "{eur: 99.90}", "{number: 0}")
    assert tree.content().calls["grant"].get.values == {"amount": 0}


@pytest.mark.parametrize(
    ("written", "start", "end", "months", "by_month"),
    [
        ("{from: 2014-01, to: 2016-02}", date(2014, 1, 1), date(2016, 2, 29), None, True),
        ("{from: 2022-12-01, to: 2025-08-31}", date(2022, 12, 1), date(2025, 8, 31), None, False),
        ("{months: 30}", None, None, 30, False),
    ],
)
def test_a_period_is_days_or_months_or_a_length(
    tree: Tree,
    written: str,
    start: date | None,
    end: date | None,
    months: int | None,
    *,
    by_month: bool,
) -> None:
    tree.replace(PROGRAMME, "{from: 2014-01, to: 2017-01}", written)
    period = tree.content().programmes["interdev"].period
    assert (period.start, period.end, period.months) == (start, end, months)
    assert period.by_month is by_month


def test_a_programme_has_its_numbers_partners_and_footnote(tree: Tree) -> None:
    programme = tree.content().programmes["interdev"]
    assert programme.outcome_kind is OutcomeKind.RESULTS
    assert [(o.value, o.at_least, o.up_to) for o in programme.outcomes] == [(750, True, False)]
    assert programme.partners[0].name == "United Nations Development Programme (UNDP)"
    assert programme.footnote is not None


@pytest.mark.parametrize(
    ("place", "latin", "cyrillic"),
    [
        ("dragash", "Dragash/Dragaš", "Dragash/Драгаш"),
        ("mamushe", "Mamuşa/Mamushë/Mamuša", "Mamuşa/Mamushë/Мамуша"),
        ("prizren", "Prizren", "Prizren/Призрен"),
    ],
)
def test_the_double_name_has_each_name_once_in_the_readers_script(
    tree: Tree, place: str, latin: str, cyrillic: str
) -> None:
    pair = tree.content().municipalities[place].pair.texts
    assert {pair[key] for key in ("sq", "sr", "en", "tr", "bs", "de", "rom")} == {latin}
    assert pair["sr_Cyrl"] == cyrillic


def test_a_written_double_name_is_taken_as_it_is(tree: Tree) -> None:
    pair = "{sq: A Jug, sr: B Jug, sr_Cyrl: Б Југ, en: C South}"
    tree.replace("municipalities.yml", "    aliases:", f"    pair: {pair}\n    aliases:")
    texts = tree.content().municipalities["dragash"].pair.texts
    assert (texts["sq"], texts["sr_Cyrl"], texts["de"], texts["bs"]) == (
        "A Jug",
        "Б Југ",
        "C South",
        "B Jug",
    )


def test_samples_are_left_out_unless_asked_for(tree: Tree) -> None:
    assert list(tree.content(samples=True).centers) == ["prizren"]
    assert list(tree.content(samples=False).centers) == []


def test_calls_stand_in_the_order_of_components_and_sequence(tree: Tree) -> None:
    text = (tree.folder / CALL).read_text("utf-8")
    for number, name in ((3, "a-third"), (2, "z-second")):
        copy = text.replace("id: grant", f"id: {name}").replace(": 1\n", f": {number}\n", 1)
        for title in ("Grant\n", "Pomoć\n", "A grant\n"):
            copy = copy.replace(f": {title}", f": {title.strip()} {number}\n")
        tree.write(f"calls/{name}.yml", copy)
    assert list(tree.content().calls) == ["grant", "z-second", "a-third"]


def test_the_version_changes_with_any_file_and_with_nothing_else(tree: Tree) -> None:
    first = tree.content().version
    assert tree.content(samples=False).version == first
    tree.write("calls/.hidden", "x")
    assert tree.content().version == first
    tree.replace("kinds.yml", "en: Grant", "en: A grant")
    assert tree.content().version != first


def test_the_content_cannot_be_changed(tree: Tree) -> None:
    content = tree.content()
    with pytest.raises(TypeError):
        content.calls["other"] = content.calls["grant"]  # type: ignore[index]


def test_words_that_take_sides_are_found_with_their_hint(tree: Tree) -> None:
    tree.content()
    words = load_status_words(tree.folder)
    findings = words.find("U ovoj POKRAJINI")
    assert [finding.word for finding in findings] == ["pokrajin*"]
    assert findings[0].hint.texts["en"] == "Write region."
    assert words.find("U ovoj pokrajini", "en") == ()
    assert words.find("U ovom kraju") == ()


def test_an_unreadable_list_of_words_finds_nothing(tree: Tree) -> None:
    tree.remove("words/status.yml")
    assert load_status_words(tree.folder).find("province") == ()


def test_staff_add_days_off_and_take_calculated_ones_out(tree: Tree) -> None:
    days_off = tree.content().days_off
    assert date(2026, 11, 27) in days_off
    assert date(2027, 3, 9) not in days_off
    assert date(2027, 2, 17) in days_off
    assert date(2027, 2, 18) not in days_off

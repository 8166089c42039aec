from collections.abc import Callable, Iterable
from dataclasses import MISSING, dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.interests.declared import Decision
from bot.domain.privacy.consent import Purpose
from bot.domain.staff.notices import ReturnReason
from bot.domain.text.languages import Language
from bot.screens.actions import SUBJECTS, all_actions
from bot.screens.calls.actions import (
    CardPart,
    ListCalls,
    ListenToCall,
    PickAmong,
    PickDistrict,
    PickedFor,
    PickMunicipality,
    ProgrammePart,
    ShowCall,
    ShowContact,
    ShowContacts,
    ShowProgramme,
    StartFollowing,
    Topic,
)
from bot.screens.calls.contacts import contact_of
from bot.screens.codec import (
    MAX_BYTES,
    MAX_PLACE,
    Action,
    StaleActionError,
    decode,
    encode,
    fits,
    packed,
    tap,
    unpacked,
)
from bot.screens.home.actions import ShowHome, ShowMatches
from bot.screens.privacy.actions import AskPasscode, GiveConsent, RememberPlace
from bot.screens.screening.actions import ShowVerdict
from tests.conftest import ROOT
from tests.repository import content

IDS = st.text("abcdefghijklmnopqrstuvwxyz0123456789-_.,", min_size=1, max_size=12)


def values(kind: Any, *, required: bool) -> st.SearchStrategy[Any]:
    """What a field of an action can hold."""
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return st.sampled_from(kind)
    if kind is int:
        return st.integers(0, 10**18 - 1)
    return IDS if required else st.just("") | IDS


def taps() -> st.SearchStrategy[Action]:
    """Every kind of action with every kind of value."""
    kinds = []
    for kind in all_actions():
        hints = get_type_hints(kind)
        parts = {
            field.name: values(hints[field.name], required=field.default is MISSING)
            for field in fields(kind)
        }
        kinds.append(st.builds(kind, **parts))
    return st.one_of(kinds)


@given(taps())
def test_an_action_comes_back_as_it_went(action: Action) -> None:
    code = encode(action, MAX_PLACE)
    assert decode(code) == action
    assert type(decode(code)) is type(action)
    assert encode(decode(code), MAX_PLACE) == code


@given(taps())
def test_an_action_is_a_button_exactly_if_its_code_has_up_to_64_bytes(action: Action) -> None:
    size = len(encode(action, MAX_PLACE).encode())
    assert fits(action) == (size <= MAX_BYTES)


ANYTHING = st.text() | st.text("cdkmpalq:ab0-1_ \x00\u0660ž", max_size=80)


@given(ANYTHING | st.builds(lambda a, b: f"{encode(a, MAX_PLACE)}{b}", taps(), ANYTHING))
@example("k:")
@example("k")
@example("c:a:b:x")
@example("c:a:b:-1")
@example("c:a:b:+1")
@example("c:a:b:1_0")
@example("c:a:b: 1")
@example("c:a:b:01")
@example("c:a:b:٣")
@example("c:a:b:" + "9" * 5000)
@example("c:" + "a" * 300)
@example("c:a:b:0:more")
@example("c:\x00")
@example("c:\n")
@example("c:\ud800")
@example("c:ђак")
@example("d:zz")
@example("d:")
@example("f:call")
@example("f:call:")
@example("f:center:prizren")
@example(":::::")
@example("")
@example("__class__")
def test_a_stale_or_forged_code_is_told_apart_or_understood(text: str) -> None:
    try:
        action = decode(text)
    except StaleActionError:
        return
    # What is understood can stand in the database and be drawn again.
    assert decode(encode(action, MAX_PLACE)) == action
    assert encode(action, MAX_PLACE).isascii()


REFUSED = [
    "k:", "k", "c:a:b:x", "c:a:b:-1", "c:a:b:01", "c:a:b:٣", "c:a:b:", "c:\x00", "c:ђак", "d:zz",
    "d:", "f:call:", "f:center:prizren", "h:", "h:1", "zz", "", ":", "c:" + "a" * 300,
]  # fmt: skip


@pytest.mark.parametrize("text", REFUSED)
def test_what_nobody_issued_is_stale(text: str) -> None:
    with pytest.raises(StaleActionError):
        decode(text)


RELEASED = [
    ("h", ShowHome()),
    ("c:::0", ListCalls()),
    ("c", ListCalls()),
    ("c:prizren", ListCalls("prizren")),
    ("c:prizren:learn-trade:2", ListCalls("prizren", "learn-trade", 2)),
    ("k:interdev-tep-bees", ShowCall("interdev-tep-bees")),
    ("k:interdev-tep-bees:b", ShowCall("interdev-tep-bees", CardPart.BRING)),
    ("k:akt-startup::prizren", ShowCall("akt-startup", CardPart.CARD, "prizren")),
    ("d:a", PickDistrict(PickedFor.ALERTS)),
    ("f:kind:equipment", StartFollowing(Topic.KIND, "equipment")),
    ("pp:integra:m:1", ShowProgramme("integra", ProgrammePart.PLACES, 1)),
]


@pytest.mark.parametrize(("code", "action"), RELEASED)
def test_a_released_code_keeps_its_meaning(code: str, action: Action) -> None:
    assert decode(code) == action


GOLDEN = Path(__file__).with_name("released_codes.txt")


def shape_of(kind: type[Action]) -> str:
    """A kind of action as the golden file has it: its code, its name, and what its parts are."""
    hints = get_type_hints(kind)
    parts = [
        f"{field.name}: {_values_of(hints[field.name])}"
        + ("" if field.default is MISSING else f" = {str(field.default)!r}")
        for field in fields(kind)
    ]
    return f"{kind.code} {kind.__name__}({', '.join(parts)})"


def _values_of(hint: Any) -> str:
    return "|".join(hint) if issubclass(hint, StrEnum) else hint.__name__


def test_released_codes_keep_their_meaning_and_new_ones_are_written_down() -> None:
    """A code that is on somebody's screen means the same in every later release.

    A new code or a new part at the end, with a default, is added to the golden file; a line of it
    never goes away, and only the name in it may follow a class that is renamed.
    """
    assert sorted(shape_of(kind) for kind in all_actions()) == GOLDEN.read_text().splitlines()


def test_every_subjects_taps_are_in_the_index() -> None:
    folders = {path.parent.name for path in (ROOT / "bot/screens").glob("*/actions.py")}
    assert {module.__name__.split(".")[2] for module in SUBJECTS} == folders


def test_what_could_not_come_back_is_not_issued() -> None:
    for action in (
        ShowCall("a:b"),
        ShowCall(""),
        ShowCall("ђак"),
        ShowCall("a\nb"),
        StartFollowing(Topic.CALL, ""),
        ShowMatches("x" * 64),
    ):
        assert not fits(action)
        with pytest.raises(ValueError, match=type(action).__name__):
            encode(action)
    assert decode(encode(ShowMatches("x" * 64), MAX_PLACE)) == ShowMatches("x" * 64)


PACKED = [
    ShowHome(),
    RememberPlace("prizren"),
    ShowCall("interdev-tep-bees", CardPart.BRING, "prizren"),
    PickMunicipality(PickedFor.CALLS, "ferizaj"),
]


@pytest.mark.parametrize("action", PACKED)
def test_an_action_can_be_a_part_of_another_ones_code(action: Action) -> None:
    code = encode(AskPasscode(packed(action)), MAX_PLACE)
    outer = decode(code)
    assert isinstance(outer, AskPasscode)
    assert unpacked(outer.then) == action


def test_a_part_of_another_ones_code_may_have_a_part_itself() -> None:
    inner = GiveConsent(Purpose.ANSWERS, packed(RememberPlace("prizren")))
    outer = decode(encode(AskPasscode(packed(inner)), MAX_PLACE))
    assert isinstance(outer, AskPasscode)
    assert unpacked(outer.then) == inner
    assert unpacked(inner.then) == RememberPlace("prizren")


@pytest.mark.parametrize("code", ["", "zz", "c.a.b.x", "k.", "...", "h.1"])
def test_a_part_that_is_no_code_is_nothing(code: str) -> None:
    assert unpacked(code) is None


def test_an_action_without_a_code_is_no_tap() -> None:
    @dataclass(frozen=True, slots=True)
    class Nameless(Action):
        """No tap."""

    with pytest.raises(ValueError, match="not a tap"):
        encode(Nameless())


def test_two_actions_cannot_share_a_code() -> None:
    with pytest.raises(ValueError, match="share the code 'h'"):

        @tap("h")
        class Other(Action):
            """Too late."""

    assert decode("h") == ShowHome()


IDS_OF: dict[str, Callable[[], Iterable[str]]] = {
    "call": lambda: content().calls,
    "programme": lambda: content().programmes,
    "municipality": lambda: content().municipalities,
    "district": lambda: content().districts,
    "goal": lambda: content().goals,
    "contact": lambda: content().contacts,
    "center": lambda: content().centers,
    "language": lambda: Language,
    "phone": lambda: ["+123456789012345 ext. 12345"],
    "subject": lambda: [
        *content().calls, *content().programmes, *content().municipalities, *content().kinds,
    ],
    "question": lambda: content().rules.questions,
    "answer": lambda: [
        option.id for one in content().rules.questions.values() for option in one.options
    ],
    "packed": lambda: ["abc" + "0a" * len(content().rules.questions)],
    "instead_of": lambda: Decision,
    "why": lambda: ReturnReason,
    "joining": lambda: ["23456789A"],
    "value": lambda: [f"call.{call}" for call in content().calls],
    "then": lambda: [packed(RememberPlace(place)) for place in content().municipalities],
    "municipalities": lambda: [".".join(sorted(content().municipalities, key=len)[-3:])],
}  # fmt: skip
MAY_BE_LONGER = {ShowCall, ListenToCall, ShowContact, ShowContacts, ShowMatches, PickAmong}
"""Cards and offices drop the way back where it does not fit; the others only say where I stand."""


@pytest.mark.parametrize("kind", [k for k in all_actions() if k not in MAY_BE_LONGER])
def test_the_longest_real_action_of_every_kind_fits_a_button(kind: type[Action]) -> None:
    hints = get_type_hints(kind)
    longest: dict[str, Any] = {}
    for field in fields(kind):
        hint = hints[field.name]
        if hint is int:
            longest[field.name] = 99
        elif isinstance(hint, type) and issubclass(hint, StrEnum):
            longest[field.name] = max(hint, key=len)
        else:
            longest[field.name] = max(IDS_OF[field.name](), key=len)
    assert fits(kind(**longest)), encode(kind(**longest), MAX_PLACE)


def test_every_card_fits_without_its_list() -> None:
    for call in content().calls:
        for part in CardPart:
            assert fits(ShowCall(call, part))
        assert fits(ListenToCall(call))


def test_the_way_to_an_office_leads_back_to_every_card_and_every_result() -> None:
    for call in content().calls.values():
        for above in (ShowCall(call.id), ShowVerdict(call.id, 9), ShowCall(call.id, results="9")):
            office = contact_of(call.contact, above)
            assert fits(office)
            assert unpacked(office.above) == above


def test_every_place_a_person_can_stand_on_fits_the_database() -> None:
    longest = max(content().calls, key=len)
    assert encode(ShowMatches(",".join([f"c.{longest}"] * 5)), MAX_PLACE)

"""Who may do what: the table, row by row, and how far a role reaches."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.staff.roles import (
    EVERYWHERE,
    MATRIX,
    NARROWED_BY,
    NOWHERE,
    Act,
    Dimension,
    Grant,
    Ids,
    Role,
    Scope,
    StaffMember,
    full_scope,
    is_complete,
    read_ids,
    write_ids,
)

ALLOWED = """
                   owner coordinator communicator facilitator focal_point analyst
view_panel         yes   yes         yes          yes         yes         yes
manage_team        yes   no          no           no          no          no
view_audit         yes   no          no           no          no          no
manage_rounds      yes   yes         no           no          no          no
record_voice       yes   yes         yes          no          no          no
send_broadcast     yes   yes         yes          no          no          no
approve_broadcast  yes   yes         no           no          no          no
register_chats     yes   yes         yes          no          no          no
view_inbox         yes   yes         no           yes         no          no
answer_inbox       yes   yes         no           yes         no          no
view_interests     yes   yes         no           yes         no          no
handle_interests   yes   yes         no           yes         no          no
read_origin        yes   yes         no           no          no          no
check_for_others   yes   yes         no           yes         no          no
manage_sessions    yes   yes         no           yes         no          no
view_stats         yes   yes         yes          no          no          yes
export_figures     yes   yes         no           no          no          yes
export_personal    yes   yes         no           no          no          no
approve_export     yes   yes         no           no          no          no
read_sensitive     no    no          no           no          yes         no
"""
"""The table a second time, as people read it; a change has to be made in both."""

_HEAD, *_ROWS = (line.split() for line in ALLOWED.strip().splitlines())
CASES = [
    (Act(act), Role(role), cell == "yes")
    for act, *cells in _ROWS
    for role, cell in zip(_HEAD, cells, strict=True)
]


def member(*grants: tuple[Role, Scope]) -> StaffMember:
    return StaffMember(1, 2, tuple(Grant(n, *one) for n, one in enumerate(grants)))


@pytest.mark.parametrize(("act", "role", "allowed"), CASES)
def test_a_role_may_do_what_the_table_says(act: Act, role: Role, *, allowed: bool) -> None:
    assert member((role, EVERYWHERE)).may(act) is allowed
    assert (role in MATRIX[act]) is allowed


def test_the_table_has_every_role_and_every_act() -> None:
    assert {(act, role) for act, role, _ in CASES} == {(a, r) for a in Act for r in Role}
    assert set(MATRIX) == set(Act)
    assert set(NARROWED_BY) == set(Role)


def test_nobody_but_the_focal_point_reads_sensitive_reports() -> None:
    others = [(role, EVERYWHERE) for role in Role if role is not Role.FOCAL_POINT]
    assert not member(*others).may(Act.READ_SENSITIVE)


def test_whoever_has_no_role_may_do_nothing() -> None:
    assert not [act for act in Act if member().may(act)]


PRIZREN = Scope(programmes=frozenset({"akt"}), municipalities=frozenset({"prizren"}))
WISHES = [
    (NOWHERE, True),
    (Scope(programmes=frozenset({"akt"})), True),
    (Scope(municipalities=frozenset({"prizren"})), True),
    (PRIZREN, True),
    (Scope(programmes=frozenset({"csp"})), False),
    (Scope(programmes=frozenset({"akt", "csp"})), False),
    (Scope(frozenset({"akt"}), frozenset({"istog"})), False),
    (Scope(programmes=None), False),
    (Scope(centers=frozenset({"prizren-cec"})), True),
    (EVERYWHERE, False),
]


@pytest.mark.parametrize(("wish", "allowed"), WISHES)
def test_a_coordinator_reaches_the_programmes_and_places_given(
    wish: Scope, *, allowed: bool
) -> None:
    coordinator = member((Role.COORDINATOR, full_scope(Role.COORDINATOR, PRIZREN)))
    assert coordinator.may(Act.MANAGE_ROUNDS, wish) is allowed
    assert not coordinator.may(Act.MANAGE_TEAM, wish)


def test_two_narrow_roles_do_not_add_up_to_a_wide_one() -> None:
    """Programme A in one place and programme B in another do not make A in the other place."""
    both = member(
        (Role.COORDINATOR, Scope(frozenset({"akt"}), frozenset({"prizren"}), None)),
        (Role.COORDINATOR, Scope(frozenset({"csp"}), frozenset({"istog"}), None)),
    )
    assert both.may(Act.MANAGE_ROUNDS, Scope(frozenset({"csp"}), frozenset({"istog"})))
    assert not both.may(Act.MANAGE_ROUNDS, Scope(frozenset({"akt"}), frozenset({"istog"})))


def test_the_reach_of_an_act_is_that_of_the_roles_which_allow_it() -> None:
    someone = member((Role.COORDINATOR, PRIZREN), (Role.ANALYST, EVERYWHERE))
    assert someone.reach(Act.MANAGE_ROUNDS) == (PRIZREN,)
    assert someone.reach(Act.VIEW_STATS) == (PRIZREN, EVERYWHERE)
    assert someone.reach(Act.MANAGE_TEAM) == ()


@pytest.mark.parametrize("role", Role)
def test_what_does_not_narrow_a_role_is_given_whole(role: Role) -> None:
    given_scope = full_scope(role, NOWHERE)
    for dimension in Dimension:
        narrowed = dimension in NARROWED_BY[role]
        assert given_scope[dimension] == (frozenset() if narrowed else None)
    assert is_complete(role, given_scope) is (NARROWED_BY[role] == ())
    assert is_complete(role, EVERYWHERE)


_IDS = st.none() | st.frozensets(st.sampled_from(("akt", "csp", "integra", "tep")))
_SCOPES = st.builds(Scope, _IDS, _IDS, _IDS)


@given(_IDS)
def test_ids_come_back_from_their_column_as_they_went(ids: Ids) -> None:
    assert read_ids(write_ids(ids)) == ids


@given(_SCOPES, _SCOPES, _SCOPES)
def test_reaching_is_an_order(one: Scope, two: Scope, three: Scope) -> None:
    assert one.covers(one)
    assert EVERYWHERE.covers(one)
    assert one.covers(NOWHERE)
    if one.covers(two) and two.covers(three):
        assert one.covers(three)
    if one.covers(two) and two.covers(one):
        assert one == two

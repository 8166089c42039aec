"""To whom a broadcast goes: conditions by buttons, with a live count."""

from collections.abc import Mapping, Sequence
from typing import Final

from bot.domain.broadcasts.audience import (
    MOST_STEPS,
    Audience,
    Condition,
    Field,
    Joint,
    KeptAudience,
)
from bot.domain.content import Content
from bot.domain.staff.names import ROLES
from bot.domain.staff.roles import Role, Scope
from bot.domain.text.languages import OFFERED, Language
from bot.domain.text.phrases import Joined, Labelled, Listed, Msg, Phrase, Plain, Plural
from bot.screens import navigation
from bot.screens.broadcasts.actions import (
    DropAudience,
    ListAudiences,
    NameAudience,
    PickField,
    PickValues,
    RemoveCondition,
    ShowAudience,
    ShowBroadcastDraft,
    TakeAudience,
    ToggleCondition,
)
from bot.screens.broadcasts.drafts import people
from bot.screens.screen import Button, Row, Screen

_VALUES: Final = 8
"""Values on one screen."""
_NAMED: Final = 4
"""So many values of a condition are named in its line."""
FIELDS: Final[Mapping[Field, Msg]] = {
    Field.PROGRAMME: Msg("Follows a programme"),
    Field.MUNICIPALITY: Msg("Follows a municipality"),
    Field.LANGUAGE: Msg("Language"),
    Field.TOPIC: Msg("Follows a call"),
    Field.ROLE: Msg("Role in the team"),
    Field.ACTIVE: Msg("Used Komshi"),
}
JOINTS: Final[Mapping[Joint, Msg]] = {
    Joint.AND: Msg("and"),
    Joint.OR: Msg("or"),
    Joint.EXCEPT: Msg("except"),
}


def show(
    audience: Audience,
    readers: Mapping[Language, int],
    reach: Sequence[Scope],
    content: Content,
) -> Screen:
    """The conditions in their order, and how many people fit now."""
    lines: list[Phrase | None] = [
        Labelled(Msg("Fits now"), people(sum(readers.values()))),
        *(
            Labelled(Plain(language.own_name), Plain(str(readers[language])))
            for language in OFFERED
            if readers.get(language)
        ),
        None,
    ]
    if any(scope.programmes is not None or scope.municipalities is not None for scope in reach):
        lines.append(Msg("Only people within the reach of your role."))
    lines.append(Msg("Everybody who wants messages"))
    lines += [
        navigation.numbered(n, describe(step, content))
        for n, step in enumerate(audience.steps, start=1)
    ]
    remove: Row = tuple(
        Button(Plain(str(n + 1)), RemoveCondition(n), "✖️") for n in range(len(audience.steps))
    )
    joints = [Joint.AND, Joint.OR, Joint.EXCEPT] if audience.steps else [Joint.AND, Joint.EXCEPT]
    more: Row = tuple(Button(JOINTS[joint], PickField(joint), "➕") for joint in joints)
    return Screen(
        here=ShowAudience(),
        title=Msg("To whom?"),
        lines=tuple(lines),
        rows=(
            more if len(audience.steps) < MOST_STEPS else (),
            remove[:4],
            remove[4:],
            (Button(Msg("Saved audiences"), ListAudiences(), "📂"),),
            (Button(Msg("Save this one"), NameAudience(), "💾"),) if audience.steps else (),
            navigation.footer(ShowBroadcastDraft()),
        ),
    )


def pick_field(joint: Joint) -> Screen:
    """What a further condition can ask for."""
    buttons = [Button(label, PickValues(joint, field)) for field, label in FIELDS.items()]
    return Screen(
        here=PickField(joint),
        title=JOINTS[joint],
        lines=(Msg("What shall be true of the people?"),),
        rows=(*navigation.pairs(buttons), navigation.footer(ShowAudience())),
    )


def pick_values(
    audience: Audience,
    joint: Joint,
    field: Field,
    values: Sequence[str],
    page: int,
    number: int,
    content: Content,
) -> Screen:
    """Each tap adds a value or takes it out; any one of them is enough.

    Args:
        values: All that the condition can ask for.
        number: How many people fit now.
    """
    last = audience.steps[-1] if audience.steps else None
    chosen = last.values if last and (last.joint, last.field) == (joint, field) else frozenset()
    shown, page = navigation.page_of(values, page, _VALUES)
    lines = [
        navigation.numbered(n, value_name(field, value, content))
        for n, value in enumerate(shown, start=1)
    ]
    buttons = [
        Button(
            Plain(str(n)),
            ToggleCondition(joint, field, value, page),
            "✅" if value in chosen else "",
        )
        for n, value in enumerate(shown, start=1)
    ]
    return Screen(
        here=PickValues(joint, field, page),
        title=Joined((JOINTS[joint], FIELDS[field]), ": "),
        lines=(Labelled(Msg("Fits now"), people(number)), None, *lines),
        rows=(
            tuple(buttons[:4]),
            tuple(buttons[4:]),
            navigation.pager(
                len(values),
                page,
                PickValues(joint, field, max(page - 1, 0)),
                PickValues(joint, field, page + 1),
                _VALUES,
            ),
            (Button(Msg("Done"), ShowAudience(), "✅"),),
            navigation.footer(PickField(joint)),
        ),
    )


def list_saved(saved: Sequence[KeptAudience], page: int, content: Content) -> Screen:
    """Audiences by name; a tap takes one over for the draft, or forgets one."""
    shown, page = navigation.page_of(saved, page, navigation.ENTRIES)
    lines = [
        navigation.numbered(
            n,
            Labelled(
                Plain(kept.name),
                Joined(tuple(describe(step, content) for step in kept.audience.steps), "; "),
            ),
        )
        for n, kept in enumerate(shown, start=1)
    ]
    drop: Row = tuple(
        Button(Plain(str(n)), DropAudience(kept.id), "🗑") for n, kept in enumerate(shown, start=1)
    )
    return Screen(
        here=ListAudiences(page),
        title=Msg("Saved audiences"),
        lines=tuple(lines) or (Msg("None yet. Choose conditions first, then save them."),),
        rows=(
            navigation.numbers([TakeAudience(kept.id) for kept in shown]),
            drop,
            navigation.pager(
                len(saved),
                page,
                ListAudiences(max(page - 1, 0)),
                ListAudiences(page + 1),
                navigation.ENTRIES,
            ),
            navigation.footer(ShowAudience()),
        ),
    )


def name_audience(*, refused: bool = False) -> Screen:
    """Asks for a name under which the audience of the draft is kept."""
    hint = Msg("Please type 1 to 40 characters.")
    ask = Msg("Type a name for this audience. All of the staff will see it.")
    return Screen(
        here=NameAudience(),
        title=Msg("Save this audience"),
        lines=(hint, None, ask) if refused else (ask,),
        rows=(navigation.footer(ShowAudience()),),
    )


def describe(step: Condition, content: Content) -> Phrase:
    """A condition in one line; of many values only how many there are."""
    values = sorted(step.values)
    named: Phrase = (
        Listed(tuple(value_name(step.field, value, content) for value in values), alternatives=True)
        if len(values) <= _NAMED
        else Plural("{n} choice", "{n} choices", n=len(values))
    )
    return Joined((JOINTS[step.joint], Labelled(FIELDS[step.field], named)))


def value_name(field: Field, value: str, content: Content) -> Phrase:
    """What a value of a condition is called; its id if the content has it no more."""
    name: Phrase | None = None
    kind, _, subject = value.partition(".")
    match field:
        case Field.PROGRAMME if value in content.programmes:
            name = Plain(content.programmes[value].short_name)
        case Field.MUNICIPALITY if value in content.municipalities:
            name = content.municipalities[value].pair
        case Field.LANGUAGE:
            name = Plain(Language(value).own_name)
        case Field.TOPIC if kind == "call" and subject in content.calls:
            name = content.calls[subject].title
        case Field.TOPIC if kind == "kind" and subject in content.kinds:
            name = content.kinds[subject].name
        case Field.ROLE:
            name = ROLES[Role(value)]
        case Field.ACTIVE:
            name = Plural("in the last {n} day", "in the last {n} days", n=int(value))
    return name or Plain(value)

"""What roles, acts and deeds are called, for the team's screens and the staff guide."""

from collections.abc import Mapping
from typing import Final

from bot.domain.staff.audit import Deed
from bot.domain.staff.notices import ReturnReason
from bot.domain.staff.roles import Act, Role
from bot.domain.text.phrases import Msg

ROLES: Final[Mapping[Role, Msg]] = {
    Role.OWNER: Msg("Owner"),
    Role.COORDINATOR: Msg("Coordinator"),
    Role.COMMUNICATOR: Msg("Communicator"),
    Role.FACILITATOR: Msg("Facilitator"),
    Role.FOCAL_POINT: Msg("Focal point"),
    Role.ANALYST: Msg("Analyst"),
}

ABOUT: Final[Mapping[Role, Msg]] = {
    Role.OWNER: Msg("runs the bot and chooses the team"),
    Role.COORDINATOR: Msg("leads programmes in some or all municipalities"),
    Role.COMMUNICATOR: Msg("writes to people for the programmes"),
    Role.FACILITATOR: Msg("works with people at one or more centers"),
    Role.FOCAL_POINT: Msg("receives sensitive reports, and nobody else does"),
    Role.ANALYST: Msg("sees figures, never people"),
}

ACTS: Final[Mapping[Act, Msg]] = {
    Act.VIEW_PANEL: Msg("open the staff panel"),
    Act.MANAGE_TEAM: Msg("invite people to the team and end their roles"),
    Act.VIEW_AUDIT: Msg("read the log of what staff did"),
    Act.MANAGE_ROUNDS: Msg("open, extend and close calls"),
    Act.RECORD_VOICE: Msg("record a call for listening"),
    Act.SEND_BROADCAST: Msg("write a message to many people"),
    Act.APPROVE_BROADCAST: Msg("approve a message to very many people"),
    Act.REGISTER_CHATS: Msg("register groups and channels"),
    Act.VIEW_INBOX: Msg("read questions to the team"),
    Act.ANSWER_INBOX: Msg("answer questions to the team"),
    Act.VIEW_INTERESTS: Msg("see who wants to apply, and what they let the team see"),
    Act.HANDLE_INTERESTS: Msg("contact who wants to apply, and write down decisions"),
    Act.READ_ORIGIN: Msg("read answers about origin that people let the team see"),
    Act.CHECK_FOR_OTHERS: Msg("check for somebody at the desk, and declare their interest"),
    Act.MANAGE_SESSIONS: Msg("plan and run sessions"),
    Act.VIEW_STATS: Msg("see figures"),
    Act.EXPORT_FIGURES: Msg("take figures along as a table"),
    Act.EXPORT_PERSONAL: Msg("ask for a table with personal data"),
    Act.APPROVE_EXPORT: Msg("approve a table with personal data"),
    Act.READ_SENSITIVE: Msg("read sensitive reports"),
}

DEEDS: Final[Mapping[Deed, Msg]] = {
    Deed.REFUSED: Msg("tried what the role does not allow"),
    Deed.INVITED: Msg("invited somebody"),
    Deed.INVITATION_WITHDRAWN: Msg("withdrew an invitation"),
    Deed.JOINED: Msg("took up a role"),
    Deed.ROLE_ENDED: Msg("ended a role"),
    Deed.LEFT: Msg("erased everything about themselves"),
}


def name_of_act(code: str) -> Msg | None:
    """What an entry of the log says was done; None for a code of another release."""
    if code in set(Act):
        return ACTS[Act(code)]
    return DEEDS[Deed(code)] if code in set(Deed) else None


RETURN_REASONS: Final[Mapping[ReturnReason, Msg]] = {
    ReturnReason.WORDS: Msg("The words"),
    ReturnReason.AUDIENCE: Msg("To whom it goes"),
    ReturnReason.TIME: Msg("The time"),
    ReturnReason.TALK: Msg("Let us talk first"),
}
"""Why a second person does not agree, as both read it."""

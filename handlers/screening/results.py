"""What a check says, and what becomes of the answers."""

from collections.abc import Sequence

from bot.domain.eligibility.explanations import changes, met, missing, unchecked_questions, why
from bot.domain.eligibility.verdicts import CheckState, Verdict
from bot.domain.errors import NotFoundError
from bot.domain.privacy.consent import Purpose
from bot.domain.screening.replies import readable
from bot.domain.text.phrases import Phrase
from bot.screens.calls.actions import Topic
from bot.screens.codec import packed
from bot.screens.privacy.actions import AskConsent
from bot.screens.screen import Screen
from bot.screens.screening import replies, verdicts
from bot.screens.screening.actions import (
    ConfirmForgetting,
    ForgetReplies,
    KeepReplies,
    KeepSensitive,
    ListReplies,
    ShowCheck,
    ShowVerdict,
    ShowVerdicts,
)
from bot.screens.screening.verdicts import Judged
from bot.services.calls.follows import is_followed
from bot.services.privacy import consents
from bot.services.screening import conversation
from bot.transport.visit import Visit
from handlers.interests import own
from handlers.screening.questions import current, tell_changed


async def list_verdicts(visit: Visit, action: ShowVerdicts) -> Screen:
    """List every call of the check with its verdict, what fits first."""
    position, changed = await current(visit)
    if position is None or not position.state.verdicts:
        return await visit.draw(ShowCheck())
    judged = [_judged(visit, position.state, call) for call in position.state.verdicts]
    screen = verdicts.list_verdicts(
        judged,
        visit.edition.compiled.rules.questions,
        action.page,
        left=position.left if position.state.askable else 0.0,
        answered=bool(position.talk.replies),
    )
    return tell_changed(screen, changed=changed)


async def show_verdict(visit: Visit, action: ShowVerdict) -> Screen:
    """Show whether one call fits, why, and what would change it."""
    position, changed = await current(visit)
    compiled = visit.edition.compiled
    if action.call not in compiled.calls or action.call not in visit.content.calls:
        raise NotFoundError("call")
    if position is None:
        return await visit.draw(ShowCheck())
    state = position.state
    if action.call not in state.verdicts:
        # An old button of a check that was about other calls.
        state = await conversation.state_of(visit.case, (action.call,)) or state
    judged = _judged(visit, state, action.call)
    screen = verdicts.show_verdict(
        judged,
        compiled.rules.questions,
        conversation.replies_of(compiled, position.talk),
        left=position.left if position.state.askable else 0.0,
        followed=await is_followed(visit.case, Topic.CALL, action.call),
        alone=position.talk.aim.call == action.call,
        steps=await own.steps(visit, judged.call, judged.verdict),
    )
    return tell_changed(screen, changed=changed)


async def list_replies(visit: Visit, action: ListReplies) -> Screen:
    """List everything that the person answered, in the check and kept."""
    compiled = visit.edition.compiled
    talk = await conversation.find(visit.case)
    kept = await conversation.kept(visit.case)
    return replies.list_replies(
        compiled.rules.questions,
        conversation.replies_of(compiled, talk) if talk else {},
        readable(compiled, kept),
        action.page,
    )


async def keep(visit: Visit, action: KeepReplies) -> Screen:
    """Keep the ordinary answers, with consent; sensitive ones are asked about apart."""
    talk = await conversation.find(visit.case)
    if talk is None:
        return await visit.draw(ShowCheck())
    if not await consents.holds(visit.uow, visit.person.id, Purpose.ANSWERS):
        return await visit.draw(AskConsent(Purpose.ANSWERS, packed(action)))
    await conversation.keep(visit.case, talk)
    sensitive = conversation.answered(visit.edition.compiled, talk, sensitive=True)
    return replies.confirm_kept(sensitive_too=bool(sensitive))


async def keep_sensitive(visit: Visit, action: KeepSensitive) -> Screen:
    """Keep the sensitive answers, with a consent to that by itself."""
    talk = await conversation.find(visit.case)
    if talk is None:
        return await visit.draw(ShowCheck())
    if not await consents.holds(visit.uow, visit.person.id, Purpose.SPECIAL):
        return await visit.draw(AskConsent(Purpose.SPECIAL, packed(action)))
    await conversation.keep_sensitive(visit.case, talk)
    return replies.confirm_kept(sensitive_too=False)


async def confirm_forgetting(visit: Visit, _action: ConfirmForgetting) -> Screen:
    """Ask whether the answers are to be erased, and say how many there are."""
    talk = await conversation.find(visit.case)
    kept = await conversation.kept(visit.case)
    return replies.confirm_forgetting(len(talk.replies) if talk else 0, len(kept))


async def forget(visit: Visit, _action: ForgetReplies) -> Screen:
    """Erase everything that the person answered, and say so."""
    await conversation.forget(visit.case)
    return replies.confirm_forgotten()


def _judged(visit: Visit, state: CheckState, call: str) -> Judged:
    verdict = state.verdicts[call]
    lacking: Sequence[str] = missing(state, call) if verdict is Verdict.UNCLEAR else ()
    excluded = verdict is Verdict.EXCLUDED
    unchecked = bool(unchecked_questions(state, call))
    return Judged(
        call=visit.content.calls[call],
        verdict=verdict,
        reasons=why(state, call) if excluded or verdict is Verdict.FITS else (),
        changes=changes(state, call) if excluded else (),
        missing=lacking,
        unchecked=unchecked,
        points=tuple(met(state, call)) if excluded and not unchecked else (),
        documents=_documents(visit, call, lacking),
    )


def _documents(visit: Visit, call: str, lacking: Sequence[str]) -> Sequence[Phrase]:
    """What proves the points that are not clear."""
    bring = visit.content.calls[call].bring
    rule = visit.edition.compiled.rules.rules[call]
    lines = {
        criterion.document
        for criterion in rule.criteria
        if criterion.attribute in lacking and criterion.document
    }
    return [bring[line - 1] for line in sorted(lines) if line <= len(bring)]

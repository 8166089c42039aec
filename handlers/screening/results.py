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
from bot.screens.screening import replies as replies_screens
from bot.screens.screening import verdicts as screens
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
from bot.services.screening import conversation as screening
from bot.transport.visit import Visit
from handlers.interests import own as interests
from handlers.screening.questions import current, tell_changed


async def list_verdicts(visit: Visit, action: ShowVerdicts) -> Screen:
    """Every call of the check."""
    place, changed = await current(visit)
    if place is None or not place.state.verdicts:
        return await visit.draw(ShowCheck())
    judged = [_judged(visit, place.state, call) for call in place.state.verdicts]
    screen = screens.list_verdicts(
        judged,
        visit.edition.compiled.rules.questions,
        action.page,
        left=place.left if place.state.askable else 0.0,
        answered=bool(place.talk.replies),
    )
    return tell_changed(screen, changed=changed)


async def show_verdict(visit: Visit, action: ShowVerdict) -> Screen:
    """One call and why."""
    place, changed = await current(visit)
    compiled = visit.edition.compiled
    if action.call not in compiled.calls or action.call not in visit.content.calls:
        raise NotFoundError("call")
    if place is None:
        return await visit.draw(ShowCheck())
    state = place.state
    if action.call not in state.verdicts:
        # An old button of a check that was about other calls.
        found = await screening.state_of(
            visit.uow, compiled, visit.person.id, visit.now, (action.call,)
        )
        state = found[1] if found else state
    one = _judged(visit, state, action.call)
    screen = screens.show_verdict(
        one,
        compiled.rules.questions,
        screening.replies_of(compiled, place.talk),
        left=place.left if place.state.askable else 0.0,
        followed=await is_followed(visit.case, Topic.CALL, action.call),
        alone=place.talk.aim.call == action.call,
        steps=await interests.steps(visit, one.call, one.verdict),
    )
    return tell_changed(screen, changed=changed)


async def list_replies(visit: Visit, action: ListReplies) -> Screen:
    """Everything that I answered."""
    compiled = visit.edition.compiled
    talk = await screening.find(visit.uow, visit.person.id, visit.now)
    kept = await screening.kept(visit.uow, compiled, visit.person.id)
    return replies_screens.list_replies(
        compiled.rules.questions,
        screening.replies_of(compiled, talk) if talk else {},
        readable(compiled, kept),
        action.page,
    )


async def keep(visit: Visit, action: KeepReplies) -> Screen:
    """Keep my answers, if I agree; sensitive ones are asked about apart."""
    talk = await screening.find(visit.uow, visit.person.id, visit.now)
    if talk is None:
        return await visit.draw(ShowCheck())
    if not await consents.holds(visit.uow, visit.person.id, Purpose.ANSWERS):
        return await visit.draw(AskConsent(Purpose.ANSWERS, packed(action)))
    compiled = visit.edition.compiled
    await screening.keep(visit.uow, compiled, visit.person.id, talk, visit.now)
    return replies_screens.confirm_kept(
        sensitive_too=bool(screening.told(compiled, talk, sensitive=True))
    )


async def keep_sensitive(visit: Visit, action: KeepSensitive) -> Screen:
    """Keep my sensitive answers, if I agree to that by itself."""
    talk = await screening.find(visit.uow, visit.person.id, visit.now)
    if talk is None:
        return await visit.draw(ShowCheck())
    if not await consents.holds(visit.uow, visit.person.id, Purpose.SPECIAL):
        return await visit.draw(AskConsent(Purpose.SPECIAL, packed(action)))
    compiled = visit.edition.compiled
    await screening.keep_sensitive(visit.uow, compiled, visit.person.id, talk, visit.now)
    return replies_screens.confirm_kept(sensitive_too=False)


async def confirm_forgetting(visit: Visit, _action: ConfirmForgetting) -> Screen:
    """The question before my answers are erased."""
    talk = await screening.find(visit.uow, visit.person.id, visit.now)
    kept = await screening.kept(visit.uow, visit.edition.compiled, visit.person.id)
    return replies_screens.confirm_forgetting(len(talk.replies) if talk else 0, len(kept))


async def forget(visit: Visit, _action: ForgetReplies) -> Screen:
    """Erase my answers now."""
    await screening.forget(visit.uow, visit.person.id)
    return replies_screens.confirm_forgotten()


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
    lines = {one.document for one in rule.criteria if one.attribute in lacking and one.document}
    return [bring[line - 1] for line in sorted(lines) if line <= len(bring)]

"""What a check says, and what becomes of the answers."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.eligibility.compilation import Point
from bot.domain.eligibility.explanations import (
    changes,
    could_change,
    is_own,
    met,
    missing,
    unchecked_questions,
    why,
)
from bot.domain.eligibility.verdicts import CheckState, Verdict
from bot.domain.errors import NotFoundError
from bot.domain.interests.declared import PLACE
from bot.domain.privacy.consent import Purpose
from bot.domain.screening.conversation import Aim
from bot.domain.screening.replies import readable
from bot.domain.text.phrases import Phrase
from bot.screens.calls.actions import Topic
from bot.screens.codec import packed
from bot.screens.privacy.actions import AskConsent
from bot.screens.screen import Screen
from bot.screens.screening import replies, results, verdicts
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
from bot.screens.screening.verdicts import Elsewhere, Judged
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
    everything = await conversation.portfolio(visit.case, Aim())
    looked = results.Looked(
        left=position.left if position.state.askable else 0.0,
        answered=bool(position.talk.replies),
        others=len(set(everything) - position.state.verdicts.keys()),
    )
    questions = visit.edition.compiled.rules.questions
    screen = results.list_results(judged, questions, action.page, looked)
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
    judged = _explained(visit, state, action.call)
    screen = verdicts.show_verdict(
        judged,
        compiled.rules.questions,
        conversation.replies_of(compiled, position.talk),
        left=position.left if position.state.askable else 0.0,
        followed=await is_followed(visit.case, Topic.CALL, action.call),
        alone=position.talk.aim.call == action.call,
        page=action.page,
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


def _explained(visit: Visit, state: CheckState, call: str) -> Judged:
    """All that can be said about one call."""
    judged = _judged(visit, state, call)
    if judged.verdict is not Verdict.EXCLUDED:
        return judged
    surely = changes(state, call)
    return replace(
        judged,
        changes=surely or could_change(state, call),
        sure=bool(surely),
        points=() if judged.unchecked else _points(state, call),
        elsewhere=_elsewhere(visit, state, call),
    )


def _judged(visit: Visit, state: CheckState, call: str) -> Judged:
    """What a line of a list says about a call."""
    verdict = state.verdicts[call]
    lacking: Sequence[str] = missing(state, call) if verdict is Verdict.UNCLEAR else ()
    excluded = verdict is Verdict.EXCLUDED
    unchecked = bool(unchecked_questions(state, call))
    return Judged(
        call=visit.content.calls[call],
        verdict=verdict,
        reasons=why(state, call) if excluded or verdict is Verdict.FITS else (),
        missing=lacking,
        unchecked=unchecked,
        documents=_documents(visit, call, lacking),
    )


def _points(state: CheckState, call: str) -> tuple[tuple[Point, Verdict], ...]:
    """Each demand of a call with what is said of it; of those that fail, those that were asked."""
    points = tuple(met(state, call))
    failed = [point for point, verdict in points if verdict is Verdict.EXCLUDED]
    never_asked = [point for point in failed if not is_own(state, point)]
    if len(never_asked) == len(failed):
        return points
    return tuple(one for one in points if one[0] not in never_asked)


def _elsewhere(visit: Visit, state: CheckState, call: str) -> Elsewhere | None:
    """Where a call is that is not for the person's place, and what there is for that place."""
    content = visit.content
    place = content.municipalities.get(str(state.answers.get(PLACE)))
    if place is None or place.id in content.calls[call].municipalities:
        return None
    named = content.calls[call].municipalities
    return Elsewhere(
        place,
        [one for one in content.municipalities.values() if one.id in named],
        content.programmes_in(place.id),
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

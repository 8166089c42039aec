"""Telling people of a new call that fits what they said."""

from bot.domain.content import Call, Content
from bot.domain.figures.suppression import SMALLEST
from bot.domain.privacy.consent import Purpose
from bot.domain.text.phrases import Joined, Msg, Phrase, Plain, Plural, Strong
from bot.screens import navigation
from bot.screens.notices import Notice
from bot.screens.privacy.actions import ShowConsents, WithdrawConsent
from bot.screens.screen import Button, Screen
from bot.screens.screening.actions import CheckCall, ListReplies, ShowVerdicts, TellWhenFits


def confirm(*, sensitive_kept: bool) -> Screen:
    """From now on the person is told.

    Args:
        sensitive_kept: Answers about origin are compared too.
    """
    lines: list[Phrase | None] = [
        Msg("When a new call opens that fits your kept answers, I tell you once."),
        Msg("Who follows a call hears of it anyway, and gets no second message."),
    ]
    if not sensitive_kept:
        lines.append(Msg("Answers about origin are not kept. Calls that need them are left out."))
    return Screen(
        here=TellWhenFits(),
        title=Msg("I tell you when a new call fits"),
        lines=tuple(lines),
        rows=(
            (
                Button(Msg("My answers"), ListReplies(), "📝"),
                Button(Msg("Results"), ShowVerdicts(), "📋"),
            ),
            (Button(Msg("Consents"), ShowConsents(), "✅"),),
            navigation.footer(ListReplies()),
        ),
    )


def fits_notice(call: Call, content: Content) -> Notice:
    """A new call is open and looks as if it fits."""
    programme = content.programmes[call.programme].short_name
    return Notice(
        first=Msg("A new call may fit you"),
        lines=(
            Strong(call.title),
            Joined((Plain(programme), Msg("open now")), " · "),
            Msg("It looks as if it fits the answers that you let us keep. Staff decide."),
        ),
        act=Button(Msg("See whether it fits"), CheckCall(call.id), "🧭"),
        stop=Button(Msg("No more of these"), WithdrawConsent(Purpose.MATCHING), "🔕"),
        read=CheckCall(call.id),
    )


def how_many_fit(count: int) -> Phrase:
    """Whom a call fits by kept answers, for staff; small numbers are hidden."""
    if count < SMALLEST:
        return Msg("fewer than {n}", n=SMALLEST)
    return Plural("{n} person", "{n} people", n=count)

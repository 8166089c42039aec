"""Taps of the first screens: language, welcome, help, stopping, what was found."""

from enum import StrEnum

from bot.screens.codec import Action, tap


@tap("h")
class ShowHome(Action):
    """The home screen, where everything begins."""


@tap("m")
class ShowMore(Action):
    """What did not fit on the home screen."""


@tap("w")
class ShowWelcome(Action):
    """What the bot does and does not do, who runs it, what is kept (need X1)."""


@tap("pr")
class ShowPrivacy(Action):
    """What is kept about a person, in plain words."""


@tap("hp")
class ShowHelp(Action):
    """Every command and what it does."""


@tap("l")
class ChooseLanguage(Action):
    """The languages in their own names."""


@tap("ls")
class SetLanguage(Action):
    """The person reads this language from now on."""

    language: str


@tap("x")
class Cancel(Action):
    """Whatever is going on is left, and nothing was sent."""


@tap("st")
class StopMessages(Action):
    """No more messages from the bot on its own account (need X3)."""


@tap("rs")
class ResumeMessages(Action):
    """Messages from the bot on its own account may come again."""


@tap("s")
class ShowMatches(Action):
    """What was found for a free text: a letter for the kind and an id each, joined by commas.

    Longer than a button may be; it only says where a person stands.
    """

    found: str


class DeadLink(StrEnum):
    """What a link was for that leads nowhere any more."""

    CALL = "c"
    INVITATION = "i"
    OTHER = "o"


@tap("dl")
class ShowDeadLink(Action):
    """That a link is not valid any more, and what may help."""

    link: DeadLink

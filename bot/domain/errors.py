"""What can go wrong by somebody's wish, as opposed to by a fault; each has a screen of its own."""


class DomainError(Exception):
    """A wish that cannot be granted; the visit is rolled back and a kind screen says why."""


class NotFoundError(DomainError):
    """The thing that a button or link names does not exist (any more)."""


class RoundError(DomainError):
    """A round of a call cannot be opened or changed like this."""


class RoundOverlapsError(RoundError):
    """The call already has a round in that time."""


class RoundTimesError(RoundError):
    """A round must close after it opens, and not in the past."""


class RoundMovedError(RoundError):
    """Somebody else changed the round since it was looked at."""


class ConsentMissingError(DomainError):
    """Something would be stored to which the person has not agreed."""


class NotAllowedError(DomainError):
    """A staff act that no role of the person allows; it is written into the log of acts.

    Args:
        person_id: Who tried.
        act: The code of the act.
    """

    def __init__(self, person_id: int, act: str) -> None:
        super().__init__(act)
        self.person_id = person_id
        self.act = act


class LastOwnerError(DomainError):
    """Without this owner nobody could manage the team any more."""


class OwnerBySettingsError(DomainError):
    """An owner whom the settings name stays one until the settings change."""


class InvitationOverError(DomainError):
    """A link was used, withdrawn, or is older than a day."""


class QuestionUnansweredError(DomainError):
    """Somebody waits for an answer, and nobody said that it is closed all the same."""

    def __init__(self, messages: int) -> None:
        super().__init__("unanswered")
        self.messages = messages


class QuestionClosedError(DomainError):
    """A question to the team is closed, so nothing can be added to it."""


class QuestionTakenError(DomainError):
    """Another colleague answers this question."""


class TooManyQuestionsError(DomainError):
    """A person has as many open questions as one may have, or one has become too long."""


class ExportOverError(DomainError):
    """A request for a list of people is decided already, was not approved, or is a day old."""


class CallNotOpenError(DomainError):
    """Nobody can apply for a call that is not open, or that is not for them."""


class DoesNotFitError(DomainError):
    """By the person's own answers the call does not fit."""


class CodeRefusedError(DomainError):
    """Nobody can join with this code; why is not told, so that nothing can be learned by trying."""


class InterestOverError(DomainError):
    """A declared interest is decided or withdrawn, or stands where the step cannot be taken."""

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


class ConsentMissingError(DomainError):
    """Something would be stored to which the person has not agreed."""

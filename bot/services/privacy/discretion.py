"""How loud notices are, and when they may come; a person chooses for phones that others see."""

from bot.domain.delivery.contact_hours import QUIET_CHOICES, QuietHours
from bot.storage.people import Person


def set_discreet(person: Person, *, discreet: bool) -> None:
    """Let notices say nothing on a lock screen from now on, or let them name their topic."""
    person.discreet = discreet


def quiet_hours(person: Person) -> QuietHours:
    """The hours in which a person gets no notices."""
    return QuietHours(person.quiet_from, person.quiet_until)


def set_quiet_hours(person: Person, hours: QuietHours) -> None:
    """Let no notices come in these hours; hours that nobody offered change nothing."""
    if hours in QUIET_CHOICES:
        person.quiet_from, person.quiet_until = hours

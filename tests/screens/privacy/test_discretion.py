"""What others could see, and the choices about it."""

from bot.domain.delivery.contact_hours import (
    QUIET_CHOICES,
    QUIET_FROM,
    QUIET_UNTIL,
    QuietHours,
)
from bot.screens.privacy.actions import SetQuietHours
from bot.screens.privacy.discretion import quiet_hours, show
from bot.screens.screen import Button


def test_the_quiet_hours_of_a_new_person_are_the_first_choice_and_shown_as_chosen() -> None:
    everybody = QuietHours(QUIET_FROM, QUIET_UNTIL)
    assert QUIET_CHOICES[0] == everybody
    screen = show(discreet=False, quiet=everybody, has_passcode=False)
    button = Button(quiet_hours(everybody), SetQuietHours(*everybody), "✅")
    assert any(row[0] == button for row in screen.rows)

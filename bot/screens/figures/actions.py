"""Taps around figures and exports."""

from bot.domain.figures.exports import ExportReason, ExportTopic
from bot.domain.figures.figures import FigurePage
from bot.screens.codec import Action, tap


@tap("fg")
class ShowFigures(Action):
    """Counts that name nobody: an overview, or one table."""

    table: FigurePage = FigurePage.OVERVIEW
    page: int = 0


@tap("fx")
class ExportFigures(Action):
    """All figures as a workbook."""


@tap("xp")
class ShowExports(Action):
    """What can be taken along as a workbook, and what waits for a second person."""


@tap("xs")
class ChooseExport(Action):
    """The question whose followers I need a list of."""

    page: int = 0


@tap("xr")
class ChooseExportReason(Action):
    """The question why I need this list."""

    topic: ExportTopic
    subject: str


@tap("xq")
class AskExport(Action):
    """Ask a second person for this list."""

    topic: ExportTopic
    subject: str
    reason: ExportReason


@tap("xd")
class ShowExport(Action):
    """A colleague's request, to decide about."""

    number: int


@tap("xa")
class ApproveExport(Action):
    """Let a colleague have the list that they asked for."""

    number: int


@tap("xn")
class RefuseExport(Action):
    """Deny a colleague the list that they asked for."""

    number: int


@tap("xt")
class TakeExport(Action):
    """The list that I asked for and another approved."""

    number: int

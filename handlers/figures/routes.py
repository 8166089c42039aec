"""Who answers what is tapped around figures and exports."""

from typing import Final

from bot.domain.staff.roles import Act
from bot.screens.figures.actions import (
    ApproveExport,
    AskExport,
    ChooseExport,
    ChooseExportReason,
    ExportFigures,
    RefuseExport,
    ShowExport,
    ShowExports,
    ShowFigures,
    TakeExport,
)
from bot.transport.routing import Route, Tap
from handlers.figures import exports, figures

ROUTES: Final[tuple[Route, ...]] = (
    Tap(ShowFigures, figures.show, act=Act.VIEW_STATS),
    Tap(ExportFigures, exports.export_figures, act=Act.EXPORT_FIGURES),
    Tap(ShowExports, exports.show, act=Act.EXPORT_FIGURES),
    Tap(ChooseExport, exports.choose_subject, act=Act.EXPORT_PERSONAL),
    Tap(ChooseExportReason, exports.choose_reason, act=Act.EXPORT_PERSONAL),
    Tap(AskExport, exports.ask, act=Act.EXPORT_PERSONAL),
    Tap(TakeExport, exports.take, act=Act.EXPORT_PERSONAL),
    Tap(ShowExport, exports.show_request, act=Act.APPROVE_EXPORT),
    Tap(ApproveExport, exports.approve, act=Act.APPROVE_EXPORT),
    Tap(RefuseExport, exports.refuse, act=Act.APPROVE_EXPORT),
)
"""Every tap with its handler, and what is typed or sent while its screen is shown."""

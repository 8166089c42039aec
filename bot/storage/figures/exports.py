"""The repository of requests for tables with personal data."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.figures.exports import ExportReason, ExportRequest, ExportState, ExportTopic
from bot.storage.database.statements import rows_changed
from bot.storage.figures.tables import ExportRow


class Exports:
    """Requests for lists of people: who asked for which, and who agreed."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(
        self,
        topic: ExportTopic,
        subject: str,
        reason: ExportReason,
        asked_by: int,
        now: datetime,
        expires_at: datetime,
    ) -> int:
        """Store a request that waits for a second person.

        Returns:
            Its number.
        """
        row = ExportRow(
            topic=topic.value,
            subject=subject,
            reason=reason.value,
            asked_by=asked_by,
            asked_at=now,
            expires_at=expires_at,
            state=ExportState.WAITING.value,
        )
        self._session.add(row)
        await self._session.flush()
        return row.id

    async def find(self, request_id: int) -> ExportRequest | None:
        """A request by its number, locked until the transaction ends; None if there is none."""
        statement = select(ExportRow).where(ExportRow.id == request_id).with_for_update()
        row = (await self._session.scalars(statement)).one_or_none()
        return None if row is None else _request(row)

    async def current(self, now: datetime) -> Sequence[ExportRequest]:
        """Every request whose day has not passed, newest first."""
        statement = (
            select(ExportRow).where(ExportRow.expires_at > now).order_by(ExportRow.id.desc())
        )
        return [_request(row) for row in await self._session.scalars(statement)]

    async def decide(
        self, request_id: int, state: ExportState, decided_by: int, now: datetime
    ) -> bool:
        """Say yes or no to a request; False if it is decided, a day old, or their own.

        Args:
            decided_by: The staff number of who decides.
        """
        result = await self._session.execute(
            update(ExportRow)
            .where(
                ExportRow.id == request_id,
                ExportRow.state == ExportState.WAITING.value,
                ExportRow.asked_by != decided_by,
                ExportRow.expires_at > now,
            )
            .values(state=state.value, decided_by=decided_by, decided_at=now)
            .execution_options(synchronize_session=False)
        )
        return rows_changed(result) == 1


def _request(row: ExportRow) -> ExportRequest:
    return ExportRequest(
        id=row.id,
        topic=ExportTopic(row.topic),
        subject=row.subject,
        reason=ExportReason(row.reason),
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        expires_at=row.expires_at,
        state=ExportState(row.state),
        decided_by=row.decided_by,
    )

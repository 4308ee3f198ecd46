"""A moment as an option of a command."""

from datetime import UTC, datetime
from typing import Any

import click


class MomentParameter(click.ParamType[datetime]):
    """A date or a time as ISO 8601 has it, to the microsecond as the program itself prints it; without an offset in UTC."""

    name = "moment"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The moment, aware, in UTC."""
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(value.strip())
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, OverflowError):
            self.fail(
                "is no moment; write it like 2026-11-26, 2026-11-26T09:30:00Z, 2026-11-26T09:30:00.123456Z or "
                "2026-11-26T10:30:00+01:00.",
                param,
                ctx,
            )

"""Programmes with their rules and sites, read from the database."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from adapters.database.programme_tables import programme as table
from adapters.database.reading import Reader
from domain.clock import from_microseconds
from domain.programmes.programme import LateOverspend, Programme, ProgrammeRules, Site
from domain.status import Status

_SELECT = f"SELECT {', '.join(table.c.keys())} FROM programme "  # noqa: S608 - fixed texts, no value enters them
_BY_ID = _SELECT + "WHERE id = ?"
_BY_CODE = _SELECT + "WHERE code = ?"
_SITES = """
SELECT s.code, s.name, s.time_zone, s.status FROM programme_site p JOIN site s ON s.id = p.site_id
WHERE p.programme_id = ? ORDER BY s.code"""


class DatabaseProgrammes:
    """Implements the port `domain.identity.ports.Programmes`."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def by_id(self, programme_id: int) -> Programme | None:
        """See the port."""
        return self._programme(self._reader.row(_BY_ID, (programme_id,)))

    def by_code(self, code: str) -> Programme | None:
        """See the port."""
        return self._programme(self._reader.row(_BY_CODE, (code,)))

    def _programme(self, values: Sequence[Any] | None) -> Programme | None:
        if values is None:
            return None
        row = dict(zip(table.c.keys(), values, strict=True))
        sites = self._reader.rows(_SITES, (row["id"],))
        plain = {name: row[name] for name in ("id", "code", "name", "currency", "country", "time_zone")}
        return Programme(
            **plain,
            rules=_rules(row),
            sites={code: Site(code, name, zone, Status(status)) for code, name, zone, status in sites},
            status=Status(row["status"]),
        )


def _rules(row: dict[str, Any]) -> ProgrammeRules:
    return ProgrammeRules(
        hold_lifetime=timedelta(hours=row["hold_lifetime_hours"]),
        id_reuse_window=timedelta(hours=row["id_reuse_window_hours"]),
        late_after=timedelta(minutes=row["late_after_minutes"]),
        late_overspend=LateOverspend(row["late_overspend"]),
        reversal_may_pass_floor=bool(row["reversal_may_pass_floor"]),
        money_in_smallest_unit=bool(row["money_in_smallest_unit"]),
        points_precision=row["points_precision"],
        points_expire_from=None if row["points_expire_from"] is None else from_microseconds(row["points_expire_from"]),
    )

"""Writing programmes, their sites and the estates that own both. The only writer of these tables."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from adapters.database.ledger_tables import account
from adapters.database.programme_reader import DatabaseProgrammes
from adapters.database.programme_tables import estate, programme_site
from adapters.database.programme_tables import programme as table
from adapters.database.programme_tables import site as site_table
from adapters.database.reading import Reader
from adapters.database.unit_of_work import UnitOfWork
from domain.errors import InvalidInput
from domain.programmes.programme import Programme, Site
from domain.programmes.programme_records import ProgrammeDraft, ProgrammeStanding
from domain.status import Status


class DatabaseProgrammeRecords:
    """Implements the port `domain.programmes.programme_records.ProgrammeRecords`."""

    def __init__(self, reader: Reader, unit_of_work: UnitOfWork) -> None:
        self._reader = reader
        self._programmes = DatabaseProgrammes(reader)
        self._unit_of_work = unit_of_work

    def list(self) -> Sequence[Programme]:
        """See the port."""
        codes = self._reader.rows("SELECT code FROM programme ORDER BY code")
        return [programme for (code,) in codes if (programme := self._programmes.by_code(code))]

    def by_code(self, code: str) -> Programme | None:
        """See the port."""
        return self._programmes.by_code(code)

    def add(self, draft: ProgrammeDraft) -> Programme:
        """See the port."""
        try:
            with self._unit_of_work.transaction() as connection:
                values = {**_values(draft), "estate_id": _estate_id(connection, draft.estate)}
                programme_id = connection.execute(insert(table).values(values).returning(table.c.id)).scalar_one()
        except IntegrityError:
            raise InvalidInput(
                f"There is a programme {draft.code} already; choose another code.", field="code"
            ) from None
        return Programme(
            programme_id, draft.code, draft.name, draft.currency, draft.country, draft.time_zone, draft.rules
        )

    def add_site(self, programme: Programme, site: Site) -> None:
        """See the port."""
        try:
            with self._unit_of_work.transaction() as connection:
                site_id = _site_id(connection, programme, site)
                connection.execute(insert(programme_site).values(programme_id=programme.id, site_id=site_id))
        except IntegrityError:
            raise InvalidInput(f"Site {site.code} serves programme {programme.code} already.", field="code") from None

    def change_status(self, code: str, change: Callable[[ProgrammeStanding], Status]) -> Status | None:
        """See the port."""
        with self._unit_of_work.transaction() as connection:
            found = select(table.c.id, table.c.status).where(table.c.code == code).with_for_update()
            row = connection.execute(found).one_or_none()
            if row is None:
                return None
            still_open = select(func.count()).where(account.c.programme_id == row.id, account.c.status != Status.CLOSED)
            standing = ProgrammeStanding(Status(row.status), connection.execute(still_open).scalar_one())
            status = change(standing)
            connection.execute(update(table).where(table.c.id == row.id).values(status=status))
            return status

    def change_site_status(self, programme: Programme, code: str, change: Callable[[Status], Status]) -> Status | None:
        """See the port."""
        with self._unit_of_work.transaction() as connection:
            serving = select(programme_site.c.site_id).where(programme_site.c.programme_id == programme.id)
            found = select(site_table.c.id, site_table.c.status).where(
                site_table.c.code == code, site_table.c.id.in_(serving)
            )
            row = connection.execute(found.with_for_update()).one_or_none()
            if row is None:
                return None
            status = change(Status(row.status))
            connection.execute(update(site_table).where(site_table.c.id == row.id).values(status=status))
            return status


def _values(draft: ProgrammeDraft) -> dict[str, Any]:
    rules = draft.rules
    return {
        **{name: getattr(draft, name) for name in ("code", "name", "currency", "country", "time_zone")},
        "hold_lifetime_hours": round(rules.hold_lifetime.total_seconds() / 3600),
        "id_reuse_window_hours": round(rules.id_reuse_window.total_seconds() / 3600),
        "late_after_minutes": round(rules.late_after.total_seconds() / 60),
        "late_overspend": rules.late_overspend.value,
        "reversal_may_pass_floor": rules.reversal_may_pass_floor,
        "money_in_smallest_unit": rules.money_in_smallest_unit,
        "points_precision": rules.points_precision,
    }


def _estate_id(connection: Connection, code: str) -> int:
    known = connection.execute(select(estate.c.id).where(estate.c.code == code)).scalar()
    if known is not None:
        return int(known)
    return int(connection.execute(insert(estate).values(code=code, name=code).returning(estate.c.id)).scalar_one())


def _site_id(connection: Connection, programme: Programme, site: Site) -> int:
    """The site's id in the programme's estate, where it is added if it is new."""
    estate_id = connection.execute(select(table.c.estate_id).where(table.c.id == programme.id)).scalar_one()
    same = select(site_table.c.id).where(site_table.c.estate_id == estate_id, site_table.c.code == site.code)
    known = connection.execute(same).scalar()
    if known is not None:
        return int(known)
    values = {"estate_id": estate_id, "code": site.code, "name": site.name, "time_zone": site.time_zone}
    return int(connection.execute(insert(site_table).values(values).returning(site_table.c.id)).scalar_one())

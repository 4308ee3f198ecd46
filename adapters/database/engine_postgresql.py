"""Connections to PostgreSQL: what its sessions are set to."""

from typing import Any, NamedTuple

from psycopg.types.numeric import Int8BinaryDumper, Int8Dumper
from sqlalchemy import URL, Engine, create_engine, event


class Patience(NamedTuple):
    """How long PostgreSQL works on one statement, and keeps a transaction in which nothing happens; 0 is for ever."""

    statement_seconds: float
    idle_transaction_seconds: float


ENDLESS = Patience(0, 0)
"""For work that takes as long as it takes: migrations, imports, backups, proofs."""


def postgresql_engines(
    url: URL, pool_size: int, lock_timeout_seconds: float, patience: Patience
) -> tuple[Engine, Engine]:
    """One engine for reads and one for the unit of work."""
    timeouts = {
        "lock_timeout": lock_timeout_seconds,
        "statement_timeout": patience.statement_seconds,
        "idle_in_transaction_session_timeout": patience.idle_transaction_seconds,
    }
    options = " ".join(f"-c {name}={int(seconds * 1000)}" for name, seconds in timeouts.items())

    # By an index whatever the statistics say: they lag behind an import, and the checks of foreign keys keep their plan.
    by_index = f"{options} -c enable_seqscan=off -c jit=off"
    # A read wants the first rows in the order of an index, and one plan for all values, as planning costs more than the
    # reading (decision 77). What it looks up once for each row is not worth keeping for the next (decision 98).
    in_its_order = f"{by_index} -c enable_bitmapscan=off -c enable_memoize=off -c plan_cache_mode=force_generic_plan"

    def engine(session_options: str) -> Engine:
        made = create_engine(
            url,
            isolation_level="AUTOCOMMIT",
            pool_reset_on_return=None,
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=lock_timeout_seconds,
            pool_pre_ping=False,
            connect_args={"options": session_options, "connect_timeout": 5, "application_name": "loyalty-gateway"},
        )
        event.listen(made, "connect", _send_numbers_in_one_form)
        return made

    return engine(in_its_order), engine(by_index)


def _send_numbers_in_one_form(connection: Any, _record: Any) -> None:
    """As BIGINT, however small: else the driver takes the smallest type, and a statement is prepared for each mixture."""
    for dumper in (Int8Dumper, Int8BinaryDumper):
        connection.adapters.register_dumper(int, dumper)

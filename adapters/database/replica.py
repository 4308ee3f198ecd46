"""Reading from a streaming replica what may be a little old, as long as the replica is fit for it.

How far it is behind is measured by positions in the log, not by clocks: a replica that has replayed what the primary
had written some seconds ago is no further behind than that, however long nothing has been written since.
"""

import threading
import time
from collections import deque
from collections.abc import Sequence
from typing import Any

from adapters.database.engine import Store
from adapters.database.migrations import newest_revision
from adapters.database.reading import Reader
from domain.errors import StoreUnavailable

CHECK_SECONDS = 1.0
_VERDICT_SECONDS = 5.0
_IDENTITY = "(SELECT system_identifier FROM pg_control_system()), current_database()::text"
_PRIMARY = f"SELECT {_IDENTITY}, pg_current_wal_lsn() - '0/0'::pg_lsn"
_REPLICA = f"SELECT {_IDENTITY}, pg_is_in_recovery(), pg_last_wal_replay_lsn() - '0/0'::pg_lsn"
_TABLE = "SELECT to_regclass('alembic_version')"
_REVISION = "SELECT version_num FROM alembic_version"


class WrongReplica(Exception):
    """The address is not that of a replica to read from; the message says what to do."""


class ReplicaWatch:
    """Looks at the replica every second, in a thread of its own: no caller waits for it.

    `state` says in a word or two how it is: `ok`, or why it is left out.
    """

    def __init__(self, primary: Reader, replica: Store, lag_limit_seconds: float) -> None:
        self.store = replica
        self.state = "left out: not looked at yet"
        self._primary = primary
        self._replica = Reader(replica)
        self._limit = lag_limit_seconds
        self._newest = newest_revision()
        self._written: deque[tuple[float, Any]] = deque()
        self._replayed_at: float | None = None
        self._fit_until = 0.0
        self._thread: threading.Thread | None = None
        self._guard = threading.Lock()
        self._is_closed = threading.Event()

    @property
    def is_fit(self) -> bool:
        """Whether to read from it now."""
        return time.monotonic() < self._fit_until

    @property
    def behind_seconds(self) -> float | None:
        """At most how many seconds it is behind; None where that is not known."""
        return None if self._replayed_at is None else time.monotonic() - self._replayed_at

    def start(self) -> None:
        """Look at it from now on, until `close`."""
        with self._guard:
            if self._thread is None:
                self._thread = threading.Thread(target=self._look_on, name="replica-watch", daemon=True)
                self._thread.start()

    def look(self) -> None:
        """Look at it once; raises `WrongReplica` where it answers and is not what it should be."""
        try:
            self._compare()
        except StoreUnavailable:
            self.leave_out("does not answer")
        except WrongReplica as error:
            self.leave_out(str(error))
            raise

    def leave_out(self, reason: str) -> None:
        """Read from the primary until the replica has been looked at again."""
        self._fit_until = 0.0
        self.state = f"left out: {reason}"

    def close(self) -> None:
        """Look no more, and close its connections."""
        self._is_closed.set()
        self.store.close()

    def _look_on(self) -> None:
        while not self._is_closed.wait(CHECK_SECONDS):
            try:
                self.look()
            except Exception as error:  # noqa: BLE001 - whatever it is, reads go on at the primary and it is told
                self.leave_out(str(error) if isinstance(error, WrongReplica) else type(error).__name__)

    def _compare(self) -> None:
        now = time.monotonic()
        *primary, written = self._primary.row(_PRIMARY)
        self._written.append((now, written))
        *replica, is_replica, replayed = self._replica.row(_REPLICA)
        if replica != primary or not is_replica:
            raise WrongReplica("REPLICA_URL is not a replica of DATABASE_URL. Give a streaming replica's address.")
        if self._revision() != self._newest:
            raise WrongReplica("The replica has another schema. Run loyalty-gateway migrate; let the replica catch up.")
        self._judge(now, replayed)

    def _revision(self) -> Any:
        has_table = self._replica.row(_TABLE)[0] is not None
        row = self._replica.row(_REVISION) if has_table else None
        return None if row is None else row[0]

    def _judge(self, now: float, replayed: Any) -> None:
        if replayed is None:
            self.leave_out("has replayed nothing yet")
            return
        while len(self._written) > 1 and self._written[1][1] <= replayed:
            self._written.popleft()
        reached = self._written[0]
        if reached[1] <= replayed:
            self._replayed_at = reached[0]
        while self._written and self._written[0][0] < now - self._limit:
            self._written.popleft()
        if self._replayed_at is None or now - self._replayed_at > self._limit:
            self.leave_out("too far behind")
            return
        self.state, self._fit_until = "ok", min(self._replayed_at + self._limit, now + _VERDICT_SECONDS)


class StaleReader(Reader):
    """Reads from the replica while it is fit, else from the primary: for what may be as old as the lag limit.

    Never for a balance, nor for anything that a till reads after it has written.
    """

    def __init__(self, primary: Store, watch: ReplicaWatch) -> None:
        super().__init__(primary)
        self._watch = watch
        self._replica = Reader(watch.store)

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        """See `Reader`; what the replica cannot answer is asked of the primary."""
        if self._watch.is_fit:
            try:
                return self._replica.rows(statement, values)
            except StoreUnavailable:
                self._watch.leave_out("does not answer")
        return super().rows(statement, values)

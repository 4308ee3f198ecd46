"""Opens the replica that these settings name, and refuses one that is none."""

from adapters.database.engine import Store, open_replica
from adapters.database.engine_postgresql import Patience
from adapters.database.reading import Reader
from adapters.database.replica import ReplicaWatch, WrongReplica
from adapters.database.unsafe_store import UnsafeStore
from gateway.settings import Settings
from gateway.start_refused import StartRefused


def watch_replica(settings: Settings, store: Store, primary: Reader, patience: Patience) -> ReplicaWatch | None:
    """The replica of this store, watched; None where there is none. One that is away is tried again, not refused.

    Raises `StartRefused` where REPLICA_URL cannot be read from.
    """
    url = settings.store.replica_url
    if not url:
        return None
    if store.is_sqlite:
        raise StartRefused("REPLICA_URL needs PostgreSQL. Remove it, or give a PostgreSQL address as DATABASE_URL.")
    try:
        replica = open_replica(url, settings.store.pool_size, settings.store.lock_timeout_seconds, patience)
    except UnsafeStore as error:
        raise StartRefused(str(error)) from error
    watch = ReplicaWatch(primary, replica, settings.store.replica_lag_limit_seconds)
    try:
        watch.look()
    except WrongReplica as error:
        watch.close()
        raise StartRefused(str(error)) from error
    watch.start()
    return watch

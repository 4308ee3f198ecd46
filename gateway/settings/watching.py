"""Settings: what the program says about itself, and its background work."""
# ruff: noqa: FBT003, RUF009 - `setting` makes a dataclass field, and its default stands where a reader looks for it

from dataclasses import dataclass
from pathlib import Path

from gateway.settings.setting import flag, path, seconds, setting, text, whole


@dataclass(frozen=True, slots=True)
class WatchingSettings:
    """Logs, metrics, readiness, and the worker."""

    log_level: str = setting(
        "LOG_LEVEL",
        text("debug", "info", "warning", "error"),
        "info",
        "From which level on lines are written. Movements and refusals are info.",
    )
    access_log: bool = setting("ACCESS_LOG", flag, False, "Write one line for each call too, without its query string.")
    metrics_directory: Path | None = setting(
        "METRICS_DIRECTORY",
        path,
        None,
        "Where several processes keep their counters, so that /metrics shows their sum, and how many connections each has. "
        "Emptied at each start.",
        danger="No two gateways may share one.",
        shown_default="a new one under the system's temporary directory, with PROCESSES over 1",
    )
    outbox_age_limit_seconds: float = setting(
        "OUTBOX_AGE_LIMIT_SECONDS",
        seconds(0, 31_536_000),
        0.0,
        "The age of the oldest event not yet sent at which /readyz says no. 0: it only tells the age.",
        unit="s",
        danger="Over 0 without a worker that sends events, the gateway drops out of service.",
    )
    worker_pause_seconds: float = setting(
        "WORKER_PAUSE_SECONDS",
        seconds(0.1, 3600),
        10.0,
        "How long the worker sleeps when nothing is left to do.",
        unit="s",
    )
    worker_batch: int = setting(
        "WORKER_BATCH", whole(1, 10_000), 200, "Holds, tickets and accounts that the worker looks for at a time."
    )

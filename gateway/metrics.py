"""Counts and times of calls over both protocols, for Prometheus.

The library's own children are looked up once per combination and kept: that is what makes counting cost 2 us a call in
one process, and 5 where several share a directory (`python -m bench.edge`).
"""

import os
from collections.abc import Callable
from typing import Protocol

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, values
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector

DIRECTORY_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
"""Where prometheus-client keeps the counters of several processes."""

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class _Counts(Protocol):
    def inc(self, amount: float = 1) -> None: ...


class _Times(Protocol):
    def observe(self, amount: float) -> None: ...


class Metrics:
    """The counters of one process. Labels come from the code alone, never from what a caller sent."""

    def __init__(self) -> None:
        # The library looks for the directory when it is imported; a process that was forked learns of it later.
        values.ValueClass = values.get_value_class()  # type: ignore[no-untyped-call]
        self._registry = CollectorRegistry()
        self._calls = Counter(
            "loyalty_calls", "Calls answered.", ["protocol", "operation", "outcome"], registry=self._registry
        )
        self._seconds = Histogram(
            "loyalty_call_seconds",
            "Seconds that the gateway took to answer.",
            ["protocol", "operation"],
            buckets=BUCKETS,
            registry=self._registry,
        )
        self._known: dict[tuple[str, str, str], tuple[_Counts, _Times]] = {}
        self._gauges: list[_Gauge] = []

    def count(self, protocol: str, operation: str, outcome: str, seconds: float) -> None:
        """Count one call."""
        known = self._known.get((protocol, operation, outcome))
        if known is None:
            known = self._calls.labels(protocol, operation, outcome), self._seconds.labels(protocol, operation)
            self._known[protocol, operation, outcome] = known
        known[0].inc()
        known[1].observe(seconds)

    def tell(self, name: str, meaning: str, read: Callable[[], float | None]) -> None:
        """Add a figure that is read when it is asked for; None leaves it out."""
        self._gauges.append(_Gauge(name, meaning, read))

    def page(self) -> bytes:
        """All figures in Prometheus' text format: of every process, where they share a directory."""
        registry = self._registry
        if os.environ.get(DIRECTORY_VARIABLE):
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        told = CollectorRegistry()
        for gauge in self._gauges:
            told.register(gauge)
        return generate_latest(registry) + generate_latest(told)


class _Gauge:
    """A figure that is read at each scrape."""

    def __init__(self, name: str, meaning: str, read: Callable[[], float | None]) -> None:
        self._name = name
        self._meaning = meaning
        self._read = read

    def collect(self) -> list[Metric]:
        value = self._read()
        return [] if value is None else [GaugeMetricFamily(self._name, self._meaning, value=value)]

"""Tills that send tickets in batches over kept connections, and look at what became of each."""

import http.client
import json
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bench.intake.year_of_tickets import Sent
from bench.wrong import Wrong

BATCH_BYTES = 60_000
"""A little less than the gateway takes by default."""

_AGAIN = "TicketNotFound"
_REFUSED = ("InvalidInput",)
"""What came back a second time is refused, as it must be: the year has some."""


@dataclass
class Tally:
    """What became of the tickets that were sent."""

    booked: int = 0
    lines: int = 0
    replayed: int = 0
    again: int = 0
    refused: int = 0
    waiting: list[Sent] = field(default_factory=list)

    def count(self, sent: Sent, result: dict[str, object]) -> None:
        """Count one result; a return that came before its original is kept, to be sent again. Raises `Wrong`."""
        code = result.get("errorCode")
        if code == _AGAIN:
            self.waiting.append(sent)
        elif code in _REFUSED:
            self.refused += 1
        elif result["outcome"] != {"name": "Success"}:
            raise Wrong(f"A ticket was answered with {result}")
        elif result["replayed"]:
            self.replayed += 1
        else:
            self.booked += 1
            self.lines += sent.lines


class Batches:
    """Takes tickets from one source for several tills; each batch fits into one message."""

    def __init__(self, source: Iterable[Sent], size: int) -> None:
        self._source = iter(source)
        self._size = size
        self._next: tuple[Sent, bytes] | None = None
        self._lock = threading.Lock()

    def take(self) -> tuple[Sequence[Sent], bytes]:
        """The next batch and its message; nothing where there is no more."""
        batch: list[Sent] = []
        texts: list[bytes] = []
        with self._lock:
            for sent, text in self._tickets():
                if batch and sum(map(len, texts)) + len(texts) + len(text) > BATCH_BYTES:
                    self._next = sent, text
                    break
                batch.append(sent)
                texts.append(text)
                if len(batch) == self._size:
                    break
        return batch, b'{"tickets":[' + b",".join(texts) + b"]}"

    def _tickets(self) -> Iterator[tuple[Sent, bytes]]:
        if self._next:
            kept, self._next = self._next, None
            yield kept
        for sent in self._source:
            yield sent, json.dumps(sent.wire, separators=(",", ":")).encode()


@dataclass
class Tills:
    """So many tills at this address, each sending its next batch when the last one was answered."""

    address: str
    authorization: str
    count: int
    batch: int
    advance: Callable[[int], None]

    def send(self, source: Iterable[Sent]) -> Tally:
        """Send all of it; what came before its original is sent once more in the end. Raises `Wrong`."""
        tally = self._round(source)
        early, tally.waiting = tally.waiting, []
        tally.again = len(early)
        if early:
            last = self._round(early)
            tally.booked, tally.lines = tally.booked + last.booked, tally.lines + last.lines
            tally.replayed, tally.refused = tally.replayed + last.replayed, tally.refused + last.refused
            if last.waiting:
                raise Wrong(f"{len(last.waiting)} returns never found their originals.")
        return tally

    def _round(self, source: Iterable[Sent]) -> Tally:
        tally, lock, errors = Tally(), threading.Lock(), list[BaseException]()
        batches = Batches(source, self.batch)

        def work() -> None:
            try:
                self._till(batches, tally, lock)
            except BaseException as error:  # noqa: BLE001 - told by the thread that waits
                errors.append(error)

        threads = [threading.Thread(target=work) for _ in range(self.count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if errors:
            raise errors[0]
        return tally

    def _till(self, batches: Batches, tally: Tally, lock: threading.Lock) -> None:
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=120)
        headers = {"Authorization": self.authorization, "Content-Type": "application/json"}
        try:
            while (taken := batches.take())[0]:
                batch, message = taken
                connection.request("POST", "/tickets", message, headers)
                reply = connection.getresponse()
                body = reply.read()
                if reply.status != http.client.OK:
                    raise Wrong(f"A batch was answered with {reply.status}: {body[:300]!r}")
                with lock:
                    for sent, result in zip(batch, json.loads(body)["results"], strict=True):
                        tally.count(sent, result)
                    self.advance(len(batch))
        finally:
            connection.close()

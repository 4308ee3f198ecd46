"""The replayed year is always the same, looks like a shop's, and every answer to it is looked at."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bench.intake.command import Place, replay
from bench.intake.report import table_of
from bench.intake.tills import BATCH_BYTES, Batches, Tally
from bench.intake.year_of_tickets import Sent, YearOfTickets
from bench.wrong import Wrong

UNTIL = datetime(2026, 11, 1, tzinfo=UTC)


def test_a_year_is_always_the_same_and_has_all_that_shops_have() -> None:
    year = list(YearOfTickets(500, 5_000, UNTIL))
    assert year == list(YearOfTickets(500, 5_000, UNTIL))
    once = [sent for sent in year if not sent.is_again]
    assert len(once) == 5_000
    assert len({(sent.wire["deviceId"], sent.wire["receiptNumber"]) for sent in once}) == 5_000
    kinds = Counter(
        (bool(sent.wire.get("lines")), bool(sent.wire.get("returnedLines")), "cancelsOriginal" in sent.wire)
        for sent in once
    )
    assert all(kinds[kind] for kind in [(True, False, False), (False, True, False), (True, True, False)])
    assert kinds[False, False, True]
    assert 0.03 < kinds[False, True, False] / len(once) < 0.07
    assert max(sent.lines for sent in once) == 40
    arrived = [sent.wire["occurredAt"] for sent in once]
    assert arrived != sorted(arrived)
    assert 0.05 < sum("customerNumber" not in sent.wire for sent in once) / len(once) < 0.15


def test_a_batch_fits_into_a_message() -> None:
    batches = Batches(YearOfTickets(50, 400, UNTIL), 1_000)
    taken = 0
    while (batch := batches.take())[0]:
        taken += len(batch[0])
        assert len(batch[1]) < BATCH_BYTES + 100
    assert taken == len(list(YearOfTickets(50, 400, UNTIL)))


def test_a_wrong_answer_ends_it() -> None:
    tally, sent = Tally(), Sent({"lines": [{}]})
    tally.count(sent, {"outcome": {"name": "Success"}, "replayed": False})
    tally.count(sent, {"outcome": {"name": "Success"}, "replayed": True})
    assert (tally.booked, tally.lines, tally.replayed) == (1, 1, 1)
    with pytest.raises(Wrong):
        tally.count(sent, {"outcome": {"name": "Fail"}, "errorCode": "NotAllowed"})


def test_a_short_year_is_replayed_and_proven(tmp_path: Path) -> None:
    place = Place(tmp_path, *(f"sqlite:///{tmp_path / name}.sqlite3" for name in ("intake", "bare")))
    year = YearOfTickets(20, 120, UNTIL)
    replayed = replay(place, year, tills=2, batch=10, processes=1, bare=60)
    assert replayed.booked + replayed.refused == 120
    assert [form.tickets for form in replayed.forms] == [replayed.booked, 30, 30]
    assert "bare, 10 in a transaction" in table_of(replayed)

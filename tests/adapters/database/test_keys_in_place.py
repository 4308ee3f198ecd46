"""The keys of a till lie together, and those from before they did are known as well as ever."""

import pytest

from adapters.database.books_snapshot import DatabaseBooks
from adapters.database.reading import Reader
from domain.accounts import prepared_update
from domain.accounts.outcome import Outcome
from domain.accounts.prepared_update import without_place
from domain.errors import IdempotencyMismatch
from domain.verification.finding import Finding
from domain.verification.verify_books import VerifyBooks
from tests.adapters.database.conftest import World

REST = ("loyalty", "100", "+", "final")


def key(device: str, transaction_id: str) -> bytes:
    return prepared_update.natural_key(device, transaction_id, *REST)


@pytest.mark.parametrize("form", ["{}", "{:06}", "R-{}", "2026-11-26/0001/{:05}"])
def test_the_keys_of_a_till_are_in_the_order_of_its_count(form: str) -> None:
    tills = [[key(device, form.format(number)) for number in range(1, 2_000)] for device in ("pos1@0001", "pos2@0001")]
    assert all(keys == sorted(keys) for keys in tills)
    first, second = sorted(tills)
    assert first[-1] < second[0], "no till is in the midst of another"


def test_a_place_tells_nothing_apart() -> None:
    assert len({without_place(key("pos", name)) for name in ("", "7", "07", "x7", "é7", "7" * 40)}) == 6
    assert {len(key(device, name)) for device in ("", "pos") for name in ("", "x", "9" * 200)} == {41}


def test_what_was_recorded_before_keys_had_a_place_is_known(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.account()
    till = world.till()
    with monkeypatch.context() as before:
        placed = prepared_update.natural_key
        before.setattr(prepared_update, "natural_key", lambda *parts: without_place(placed(*parts)))
        sale, refusal = till.send("1", "88"), till.send("2", "-99999")
        named = till.send("3", "5", idempotency_key="k")
    assert (sale.outcome, refusal.outcome, named.outcome) == (Outcome.SUCCESS, Outcome.FAIL, Outcome.SUCCESS)
    assert till.send("1", "88").movement_id == sale.movement_id
    again = till.send("2", "-99999")
    assert (again.outcome, again.replayed) == (Outcome.FAIL, True)
    assert till.send("3", "5").replayed
    assert till.send("3", "5", idempotency_key="k").movement_id == named.movement_id
    assert till.send("1", "88", idempotency_key="another").duplicate_of == str(sale.movement_id)
    with pytest.raises(IdempotencyMismatch):
        till.send("1", "89", reference_id="", idempotency_key="k")
    assert till.send("4", "1").moved == 10_000
    if world.store:
        assert [len(row[0]) for row in Reader(world.store).rows("SELECT first_key FROM idempotency_key")].count(41) == 1
        findings: list[Finding] = []
        VerifyBooks(DatabaseBooks(world.store))(findings.append)
        assert not findings

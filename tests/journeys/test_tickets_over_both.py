"""Purchases at the running program: one receipt of both protocols in a race, and tickets of two hundred lines."""

import json
import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.conftest import Shop
from tests.journeys.ticket_tills import RestTickets, SoapTickets, Told
from tests.services.gateway import ServedGateway

CARD, ACCOUNT = "8934736829037", "0101025190527144502028"
CLAIM = {"businessDate": "2026-11-01", "cardNumber": CARD}
NOW = int(datetime.now(UTC).timestamp() * 1000)
TILLS, RECEIPTS = 4, 8


@pytest.fixture
def earning_shop(shop: Shop) -> Iterator[Shop]:
    """The program with the demo's programme, whose purchases earn a point per pound; its books are right at the end."""
    yield shop
    shop.command("verify")


def ticket(receipt: str, amounts: Sequence[str], **more: Any) -> dict[str, Any]:
    """A sale of these amounts."""
    lines = [{"itemCode": f"I{place}", "amount": amount} for place, amount in enumerate(amounts)]
    total = f"{sum(round(float(amount) * 100) for amount in amounts) / 100:.2f}"
    return {
        "receiptNumber": receipt,
        "businessDate": "2026-11-01",
        "occurredAt": NOW,
        "cardNumber": CARD,
        "lines": lines,
        "total": total,
        **more,
    }


def test_one_receipt_raced_over_both_protocols_is_one_purchase(earning_shop: Shop) -> None:
    sales = [ticket(f"R-{number}", ["10.00"], sequence=number) for number in range(RECEIPTS)]
    claims = [ticket(f"N-{number}", ["5.00"]) for number in range(RECEIPTS)]
    for sale in claims:
        del sale["cardNumber"]
    with earning_shop.again(PROCESSES="2") as served:

        def work(till: SoapTickets | RestTickets, number: int) -> list[Told]:
            shuffled = random.Random(number).sample([*sales, *claims], 2 * RECEIPTS)  # noqa: S311 - no secret
            told = [till.send(sale) for sale in shuffled]
            return told + [till.claim({**CLAIM, "receiptNumber": sale["receiptNumber"]}) for sale in claims]

        told = _at_once(served.gateway, work)
    receipts = [receipt for each in told for receipt in each[: 2 * RECEIPTS]]
    assert all(receipt["outcome"] == {"name": "Success"} for receipt in receipts), receipts
    assert len({receipt["ticketId"] for receipt in receipts}) == 2 * RECEIPTS
    assert Counter(receipt["replayed"] for receipt in receipts) == {
        False: 2 * RECEIPTS,
        True: 2 * RECEIPTS * (TILLS - 1),
    }
    claimed = [receipt for each in told for receipt in each[2 * RECEIPTS :]]
    assert Counter(receipt["replayed"] for receipt in claimed) == {False: RECEIPTS, True: RECEIPTS * (TILLS - 1)}
    with closing(SoapTickets(earning_shop.gateway.url)) as till:
        last = till.send(ticket("last", ["1.00"]))
        assert last["balances"]["spendableEscrow"] == str(15 * RECEIPTS + 1)
        assert till.gaps() == []


def _at_once(gateway: ServedGateway, work: Callable[[SoapTickets | RestTickets, int], list[Told]]) -> list[list[Told]]:
    """Every second till is SOAP; what each was told."""
    told: list[list[Told]] = [[] for _ in range(TILLS)]
    barrier = threading.Barrier(TILLS)

    def run(number: int) -> None:
        with closing((SoapTickets if number % 2 else RestTickets)(gateway.url)) as till:
            barrier.wait()
            told[number] = work(till, number)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(TILLS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(told)
    return told


def test_a_ticket_of_two_hundred_lines_is_booked_over_both_protocols(earning_shop: Shop) -> None:
    line = {"itemCode": "5012345678900", "category": "GROCERY", "amount": "1.00", "unitPrice": "1.00", "tax": "0.17"}
    wording = {"name": "Organic milk 2l", "shortDescription": "Milk", "longDescription": "Two litres. " * 12}
    long = ticket("long", [], lines=[line | wording] * 200, total="200.00")
    for place, till in enumerate(_both(earning_shop.gateway)):
        with closing(till):
            receipt = till.send(long)
        assert (receipt["earned"], receipt["replayed"]) == ("200", place > 0)
    with earning_shop.again(TICKET_BODY_LIMIT_BYTES=str(64 * 1024)) as served:
        for till in _both(served.gateway):
            with closing(till):
                assert till.send(long) == {"errorCode": "TooLarge"}


VELOCITY = """{"earn": [{"name": "base", "points": 1, "perAmount": 1}], "velocity": {"pointsPerHour": 20}}"""


def test_what_became_of_a_review_is_told_alike_over_both_protocols(earning_shop: Shop, tmp_path: Path) -> None:
    rules = tmp_path / "rules.json"
    rules.write_text(VELOCITY)
    earning_shop.command("programmes", "rules", "set", str(rules))
    now = {"occurredAt": int(datetime.now(UTC).timestamp() * 1000) + 1000}
    sales = {name: ticket(name, ["60.00"], **now) for name in ("approved", "rejected", "review")}

    def told(sale: dict[str, Any]) -> Told:
        """The receipt of a sale that is sent again, and its claim, over each."""
        found = []
        for till in _both(earning_shop.gateway):
            with closing(till):
                claimed = till.claim({**CLAIM, "receiptNumber": sale["receiptNumber"]})
                found += [till.send(sale), claimed]
        assert all(receipt == found[0] for receipt in found), found
        return found[0]

    for place, sale in enumerate(sales.values()):
        with closing(_both(earning_shop.gateway)[place % 2]) as till:
            assert (till.send(sale)["status"], told(sale)["status"]) == ("review", "review")
    waiting = json.loads(earning_shop.command("tickets", "review", "list", "--json"))
    numbers = {each["receipt_number"]: str(each["ticket_id"]) for each in waiting}
    earning_shop.command("tickets", "review", "approve", numbers["approved"])
    earning_shop.command("tickets", "review", "reject", numbers["rejected"], "--reason", "a shared card")
    receipts = {name: told(sale) for name, sale in sales.items()}
    assert {name: (each["status"], each["earned"]) for name, each in receipts.items()} == {
        "approved": ("approved", "60"),
        "rejected": ("rejected", "0"),
        "review": ("review", "0"),
    }
    assert [step["points"] for step in receipts["approved"]["steps"]] == ["60"]
    assert all(each["replayed"] is True for each in receipts.values())


def _both(gateway: ServedGateway) -> list[SoapTickets | RestTickets]:
    return [SoapTickets(gateway.url), RestTickets(gateway.url)]

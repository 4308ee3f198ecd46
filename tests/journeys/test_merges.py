"""An account is merged while the program serves: tills of both protocols go on with either number."""

from decimal import Decimal
from typing import Any

from tests.journeys.conftest import Shop
from tests.journeys.tills import Till

LOYALTY = "customerLoyaltyAccount"


def update(account: str, transaction_id: str, amount: int | None, **more: str) -> dict[str, Any]:
    members = {"transactionId": transaction_id, "deviceId": "merge@0001.enactor", "accountId": account}
    amounts = {} if amount is None else {"updateAmount": amount}
    return {**members, "accountType": LOYALTY, "status": "COMPLETED", **amounts, **more}


def test_tills_of_both_protocols_go_on_across_a_merge(shop: Shop) -> None:
    shop.open_account("merge-1", "100")
    shop.open_account("merge-2", "7")
    tills: tuple[Till, Till] = (shop.soap, shop.rest)
    sent = [till.update(**update("merge-1", f"sale {place}", 10)) for place, till in enumerate(tills)]
    assert "took 120 and had 127 then" in shop.command(
        "accounts", "merge", "loyalty", "merge-1", "merge-2", "--reason", "two cards"
    )
    for till in tills:
        for number in ("merge-1", "merge-2"):
            for place, first in enumerate(sent):
                again = till.update(**update(number, f"sale {place}", 10))
                assert (again.outcome, again.replayed, again.figures) == ("Success", True, first.figures)
            assert till.enquire(LOYALTY, number).figures == (Decimal(127), Decimal(0), Decimal(127))
    # Each sale is taken back over the other protocol, by the number that it was not sent with, once.
    for place, (till, number) in enumerate(zip(reversed(tills), ("merge-2", "merge-1"), strict=True)):
        back = update(number, f"back {place}", -10, originalTransactionId=f"sale {place}")
        assert till.update(**back).outcome == "Success"
        assert till.update(**back).replayed
        assert till.update(**{**back, "transactionId": f"more {place}"}).outcome == "Fail"
    assert shop.rest.enquire(LOYALTY, "merge-1").figures == (Decimal(107), Decimal(0), Decimal(107))
    assert (
        "had been merged before"
        in shop.command("accounts", "merge", "loyalty", "merge-1", "merge-2", "--reason", "again").lower()
    )
    shop.command("verify")

"""Judges what a client saw, alike for all clients."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from tests.interop.scenario import ARCHERS, LARGE_ACCOUNT, LOYALTY, MARKUP, PAGE, POSTCODE, STEP

Seen = Mapping[str, Mapping[str, Any]]


def judge(results: Collection[Mapping[str, Any]], told: Collection[str]) -> None:
    """Hold the results of all steps to the scenario; `told` are the correlation ids that the program's log has."""
    seen = {str(result["step"]): result for result in results}
    _judge_pages(seen)
    _judge_texts(seen)
    _judge_figures(seen)
    _judge_fault(seen["key reuse"]["fault"], told)


def _judge_pages(seen: Seen) -> None:
    first, by_offset, by_token = seen["page 1"], seen["page 2 by offset"], seen["page 2 by token"]
    assert (len(first["keys"]), first["totalRows"]) == (PAGE, ARCHERS)
    assert first["next"]
    assert by_offset["rows"] == by_token["rows"]
    assert not by_token["next"]
    assert sorted(first["keys"] + by_token["keys"]) == [str(1000 + number) for number in range(ARCHERS)]


def _judge_texts(seen: Seen) -> None:
    (row,) = _rows(seen["markup"])
    assert (row["forename"], row["surname"]) == ("Jörg", MARKUP)
    (row,) = _rows(seen["postcode"])
    assert (row["customerNumber"], row["postCode"], row["surname"]) == ("500", POSTCODE, MARKUP)
    (row,) = _rows(seen["accounts"])
    assert (row["accountId"], row["accountType"], row["customerNumber"]) == (LARGE_ACCOUNT, LOYALTY, "500")


def _rows(search: Mapping[str, Any]) -> list[dict[str, str]]:
    return [dict(zip(search["names"], row, strict=True)) for row in search["rows"]]


def _judge_figures(seen: Seen) -> None:
    before, step = Decimal(seen["figures before"]["balance"]), Decimal(STEP)
    assert (seen["figures before"]["outcome"], seen["figures before"]["surname"]) == ("Success", MARKUP)
    assert seen["no account"]["outcome"] == seen["no account"]["errorCode"] == "NoAccount"
    for name, replayed, moved in (
        ("update", False, step),
        ("update again", True, step),
        ("key in the header", False, 2 * step),
        ("same key", True, 2 * step),
    ):
        assert (seen[name]["outcome"], seen[name]["replayed"]) == ("Success", replayed), name
        assert seen[name]["balance"] == f"{before + moved:f}", name
    assert (seen["too much"]["outcome"], seen["too much"]["errorCode"]) == ("Fail", "InsufficientFunds")
    assert seen["figures after"]["balance"] == f"{before + 2 * step:f}"


def _judge_fault(fault: Mapping[str, str], told: Collection[str]) -> None:
    assert fault["code"].rpartition(":")[2] in {"Client.IdempotencyMismatch", "Sender"}
    assert fault["errorCode"] == "IdempotencyMismatch"
    assert fault["correlationId"] in told
    assert "updateAmount" in fault["messageText"] or "amount" in fault["messageText"]

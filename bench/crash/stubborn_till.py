"""A till that sends each update until it is answered, as tills must."""

import http.client
import time
from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from bench.crash.world import DEVICE, TYPE
from bench.wrong import Wrong
from tests.journeys.tills import Answer, RestTill, SoapTill

PATIENCE_SECONDS = 120
PAUSE_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Told:
    """An update that was acknowledged: what it was, what the till was told, and how often it was sent."""

    account: str
    amount: int
    answer: Answer
    sent: int


class StubbornTill:
    """Speaks one protocol; opens a new connection after every failure."""

    def __init__(self, url: str, *, is_soap: bool) -> None:
        self._open: Callable[[], SoapTill | RestTill] = lambda: (SoapTill if is_soap else RestTill)(url)
        self._till = self._open()

    def close(self) -> None:
        """Close the connection."""
        self._till.close()

    def update(self, account: str, transaction_id: str, amount: int) -> Told:
        """Send until there is an answer; raises `Wrong` for one that no crash explains, or none in two minutes."""
        give_up_at = time.monotonic() + PATIENCE_SECONDS
        sent = 0
        while True:
            sent += 1
            try:
                answer = self._till.update(
                    transactionId=transaction_id,
                    deviceId=DEVICE,
                    accountId=account,
                    accountType=TYPE,
                    updateAmount=amount,
                    status="COMPLETED",
                )
            except (OSError, http.client.HTTPException, etree.XMLSyntaxError, AssertionError) as error:
                self._excuse(error)
                if time.monotonic() > give_up_at:
                    raise Wrong(f"No answer to {transaction_id} in {PATIENCE_SECONDS} s: {error}") from error
                self._till.close()
                self._till = self._open()
                time.sleep(PAUSE_SECONDS)
                continue
            if answer.outcome != "Success":
                raise Wrong(f"{transaction_id} was answered {answer}")
            return Told(account, amount, answer, sent)

    def _excuse(self, error: BaseException) -> None:
        """Raise `Wrong` unless this is a connection that broke, or an answer that says to send again."""
        if isinstance(error, AssertionError) and not any(sign in str(error) for sign in ("(503", "StoreUnavailable")):
            raise Wrong(f"An answer that no crash explains: {error}") from error

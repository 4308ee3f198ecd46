"""A thousand forms of values: SOAP and REST take the same ones, answer them alike, and keep the same books."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import insert

from adapters.database.engine import open_store
from adapters.database.ledger_tables import account
from adapters.database.unit_of_work import UnitOfWork
from tests.builders import LOYALTY
from tests.journeys.both_faces import NUMBER, both_faces
from tests.journeys.tills import Answer, RestTill, SoapTill, Till
from tests.journeys.value_forms import (
    COUNTS,
    CURRENCIES,
    NAMES,
    POSTCODES,
    STATUSES,
    TEXTS,
    TYPES,
    amounts,
    moments,
)

JSON_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
OWN = ("over-soap", "over-rest")
FIELDS = {
    "transactionId": TEXTS,
    "deviceId": TEXTS,
    "referenceId": TEXTS,
    "originalTransactionId": TEXTS,
    "cardNumber": TEXTS,
    "locationId": TEXTS,
    "accountType": TYPES,
    "currencyId": CURRENCIES,
    "status": STATUSES,
}


@pytest.fixture
def tills(migrated_sqlite_url: str) -> Iterator[tuple[SoapTill, RestTill]]:
    """A till at each face, each with an account of its own with 100,000 points."""
    with both_faces(migrated_sqlite_url) as tills:
        store = open_store(migrated_sqlite_url)
        with UnitOfWork(store).transaction() as connection:
            for number in OWN:
                opened = {
                    "programme_id": 1,
                    "account_type": LOYALTY,
                    "number": number,
                    "unit": "points",
                    "precision": 0,
                }
                connection.execute(insert(account).values(**opened, currency="GBP", opened_at=0, balance=1_000_000_000))
        store.close()
        yield tills


class Differences:
    """Collects forms that the faces don't answer alike, to tell all at once."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.asked = 0
        self.taken = 0

    def compare(self, what: str, soap: Answer, rest: Answer) -> None:
        self.asked += 1
        self.taken += soap.outcome == "Success"
        soap, rest = (replace(answer, duplicate_of="yes" if answer.duplicate_of else "") for answer in (soap, rest))
        if soap != rest:
            self.found.append(f"{what}: SOAP {_told(soap)}, REST {_told(rest)}")

    def __bool__(self) -> bool:
        return bool(self.found)


def _told(answer: Answer) -> str:
    return " ".join(map(str, (answer.outcome, answer.error_code, answer.figures, answer.total))).strip()


def update(till: Till, own_account: str, number: int, members: dict[str, Any]) -> Answer:
    whole = {
        "transactionId": f"t{number}",
        "deviceId": "d",
        "accountId": own_account,
        "accountType": LOYALTY,
        "updateAmount": "1",
        **members,
    }
    return till.update(**whole)


def same_balance(soap: SoapTill, rest: RestTill) -> bool:
    ours = [till.enquire(LOYALTY, name) for till in (soap, rest) for name in OWN]
    return len({answer.figures for answer in ours}) == 1


def test_there_are_a_thousand() -> None:
    counted = [*amounts(), *moments(datetime.now(UTC)), *COUNTS, *COUNTS, *NAMES, *POSTCODES]
    assert len(counted) + sum(map(len, FIELDS.values())) > 1_500


def test_amounts(tills: tuple[SoapTill, RestTill]) -> None:
    """As text on both faces, and as a JSON number wherever JSON can write it so."""
    (soap, rest), differences = tills, Differences()
    for number, form in enumerate(amounts()):
        over_soap = update(soap, OWN[0], number, {"updateAmount": form})
        differences.compare(repr(form), over_soap, update(rest, OWN[1], number, {"updateAmount": form}))
        if JSON_NUMBER.fullmatch(form):
            # The same update once more: its first answer comes again, unless the form is not the same amount.
            again = update(rest, OWN[1], number, {"updateAmount": f"{NUMBER}{form}{NUMBER}"})
            differences.compare(f"{form} as a number", over_soap, replace(again, replayed=over_soap.replayed))
    assert not differences, "\n".join(differences.found)
    assert same_balance(soap, rest)
    assert 20 < differences.taken < differences.asked / 2


def test_moments(tills: tuple[SoapTill, RestTill]) -> None:
    (soap, rest), differences = tills, Differences()
    for field in ("dateTimeUpdated", "expiryTime"):
        status = "PENDING" if field == "expiryTime" else "COMPLETED"
        members = {"status": status, "updateAmount": "-1"}
        for number, (text, milliseconds) in enumerate(moments(datetime.now(UTC))):
            over_soap = update(soap, OWN[0], number, {**members, field: text, "deviceId": field})
            over_rest = update(rest, OWN[1], number, {**members, field: milliseconds, "deviceId": field})
            differences.compare(f"{field} {text!r}", over_soap, over_rest)
    assert not differences, "\n".join(differences.found)
    assert same_balance(soap, rest)
    assert 20 < differences.taken < differences.asked


@pytest.mark.parametrize("field", FIELDS)
def test_texts(field: str, tills: tuple[SoapTill, RestTill]) -> None:
    (soap, rest), differences = tills, Differences()
    for number, form in enumerate(FIELDS[field]):
        over_soap = update(soap, OWN[0], number, {field: form})
        differences.compare(repr(form)[:60], over_soap, update(rest, OWN[1], number, {field: form}))
    assert not differences, "\n".join(differences.found)
    assert same_balance(soap, rest)
    assert 0 < differences.taken < differences.asked


def test_account_numbers(tills: tuple[SoapTill, RestTill]) -> None:
    """Both ask for the same account, one after the other: figures differ, the outcome does not."""
    (soap, rest), differences = tills, Differences()
    for number, form in enumerate((*TEXTS, "887", " 887\n", "\uff188\uff17", "0887", "887.0")):
        over_soap = update(soap, form, number, {"deviceId": "soap"})
        over_rest = update(rest, form, number, {"deviceId": "rest"})
        differences.compare(repr(form)[:60], replace(over_soap, figures=None), replace(over_rest, figures=None))
    assert not differences, "\n".join(differences.found)
    assert differences.taken == 2


@pytest.mark.parametrize(
    ("kind", "forms"), [("searchName", NAMES), ("searchPostcode", POSTCODES)], ids=["names", "postcodes"]
)
def test_searches(kind: str, forms: tuple[str, ...], tills: tuple[SoapTill, RestTill]) -> None:
    (soap, rest), differences = tills, Differences()
    for form in forms:
        # A query string is bytes, and has no way to write half a character.
        if not any("\ud800" <= character <= "\udfff" for character in form):
            differences.compare(repr(form)[:60], soap.search(**{kind: form}), rest.search(**{kind: form}))
    assert not differences, "\n".join(differences.found)
    assert 0 < differences.taken < differences.asked


@pytest.mark.parametrize("field", ["rowOffset", "rowCount", "pageToken"])
def test_pages(field: str, tills: tuple[SoapTill, RestTill]) -> None:
    (soap, rest), differences = tills, Differences()
    forms = (
        COUNTS if field != "pageToken" else (*COUNTS, *(text for text in TEXTS if text < "\ud800" or text > "\udfff"))
    )
    for form in forms:
        question = {"searchName": "a", field: form}
        try:
            form.encode()
        except UnicodeEncodeError:
            continue
        differences.compare(repr(form)[:60], soap.search(**question), rest.search(**question))
    assert not differences, "\n".join(differences.found)
    assert differences.taken

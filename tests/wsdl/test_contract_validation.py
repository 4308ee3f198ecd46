"""How a broken contract is explained: the right field, in our words, whoever else calls at the same time."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.wsdl.canned_core import CannedCore
from tests.wsdl.soap import NAME_SEARCH, Soap, enveloped, update_of

LONG = "x" * 5000


@pytest.mark.parametrize(
    ("members", "field", "sentence"),
    [
        ("", "accountBalanceUpdate", "is not complete; expected transactionId, deviceId, accountId, accountType."),
        ("<accountType/>", "accountType", "accountType is empty; give it a value."),
        (f"<accountType>{LONG}</accountType>", "accountType", "accountType is too long."),
        ("<surname>a</surname>", "surname", "surname is not expected here; expected transactionId"),
        ('<accountType x="1">a</accountType>', "accountType", "has the attribute x, which the contract does not."),
        (
            "<accountType>a</accountType><dateTimeUpdated>2026-05-01</dateTimeUpdated>",
            "dateTimeUpdated",
            "dateTimeUpdated has a value that is not of its type.",
        ),
        (
            "<accountType>a</accountType><updateAmount>+1</updateAmount>",
            "updateAmount",
            "updateAmount is not an amount: up to 14 digits",
        ),
    ],
)
def test_the_sentence_names_the_field_and_says_what_is_asked_for(
    soap: Soap, members: str, field: str, sentence: str
) -> None:
    answer = soap.call(update_of(members))
    assert sentence in answer.sentence
    assert answer.value("field") == field


def test_a_long_name_of_the_callers_is_cut_short(soap: Soap) -> None:
    answer = soap.call(update_of(f"<{LONG}/>"))
    assert "x" * 201 not in answer.body.decode()


def test_calls_at_the_same_time_never_hear_of_each_others_fields(canned: CannedCore, soap: Soap) -> None:
    def wrong(number: int) -> tuple[str, str]:
        answer = soap.send(enveloped(NAME_SEARCH.replace("searchName", f"field{number}")))
        return f"field{number}", answer.value("field")

    def right(_: int) -> tuple[str, str]:
        return "", soap.send(enveloped(NAME_SEARCH)).value("field")

    with ThreadPoolExecutor(8) as threads:
        heard = [
            *threads.map(lambda number: wrong(number) if number % 3 else right(number), range(1500)),
        ]
    assert all(sent == named for sent, named in heard)

"""Enquiry and update: from the wire to the core's commands and back."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from domain.accounts.account import AccountType, AmountForm, Unit
from domain.accounts.enquire_balance import BalanceEnquiry, BalanceReply
from domain.accounts.figures import Figures
from domain.accounts.update_command import Phase, UpdateBalance, UpdateReply
from domain.identity.origin import Origin
from domain.refusals import AccountClosed, InsufficientFunds, NoAccount, UnknownAccountType
from tests.wsdl.canned_core import ACCOUNT, FIGURES, CannedCore
from tests.wsdl.soap import Answer, Soap, update_of
from wsdl.names import CORE, RETAIL, VERSIONS, XSI, SoapVersion

MONEY = AmountForm(Unit.MONEY, precision=2, money_in_smallest_unit=False)
PENCE = AmountForm(Unit.MONEY, precision=2, money_in_smallest_unit=True)


def _enquiry(members: str) -> str:
    return (
        f'<n:submitAccountBalanceEnquiry xmlns:n="{CORE}"><accountBalanceEnquiryRequest xmlns="{RETAIL}">{members}'
        "</accountBalanceEnquiryRequest></n:submitAccountBalanceEnquiry>"
    )


ENQUIRY = _enquiry("<accountType>customerLoyaltyAccount</accountType><accountId>887</accountId>")
UPDATE = update_of(
    "<transactionId>978789</transactionId><deviceId>pos1@0001.enactor</deviceId>"
    "<accountId>0101025190527144502028</accountId><accountType>customerLoyaltyAccount</accountType>"
    "<cardNumber>8934736829037</cardNumber><updateAmount>88</updateAmount><currencyId>GBP</currencyId>"
    "<dateTimeUpdated>2021-06-21T19:27:33.842+01:00</dateTimeUpdated><expiryTime>2021-07-07T10:47:33Z</expiryTime>"
    "<status>PENDING</status><referenceId>34546344543</referenceId><locationId>Store1</locationId>"
    "<originalTransactionDeviceId>pos2@0001.enactor</originalTransactionDeviceId>"
    "<originalTransactionId>123456789012345</originalTransactionId>"
)


def _members(answer: Answer) -> list[str]:
    return [child.tag.rpartition("}")[2] for child in answer.content[0]]


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.number)
def test_an_enquiry_tells_account_customer_card_and_figures(
    soap: Soap, canned: CannedCore, version: SoapVersion
) -> None:
    answer = soap.call(ENQUIRY, version=version)
    assert canned.asked == [
        ("enquire_balance", BalanceEnquiry(account_type="customerLoyaltyAccount", account_id="887"))
    ]
    assert _members(answer) == [
        *("account", "accountDescription", "customer", "outcome", "customerCard", "customerGroups", "messages"),
        *("customerLoyaltyAccountTotal", "balance", "available", "held"),
    ]
    assert answer.content[0][0].get(f"{{{XSI}}}type") == "retail:CustomerLoyaltyAccount"
    assert answer.value("name") == "Success"
    assert answer.value("accountOpenedDate") == "2009-07-14T17:30:00.000Z"
    assert answer.value("manualTierReview") == "false"
    assert [answer.value(name) for name in ("pointsBalance", "balance", "available", "held")] == [
        "1250",
        "1250",
        "1240",
        "10",
    ]
    assert [answer.value(name) for name in ("cardNumber", "groupId", "postCode")] == [
        "8934736829037",
        "CLUB",
        "SW1A 1AA",
    ]


def test_an_enquiry_may_name_a_card_or_its_hash(soap: Soap, canned: CannedCore) -> None:
    soap.call(
        _enquiry(
            "<accountType>employeeAccount</accountType><pan>8934</pan><hashedPan>ab</hashedPan><currencyId>GBP</currencyId>"
        )
    )
    assert canned.last == BalanceEnquiry(
        account_type="employeeAccount", card_number="8934", hashed_card_number="ab", currency="GBP"
    )


def test_an_account_of_another_type_and_of_nobody_is_told_too(soap: Soap, canned: CannedCore) -> None:
    figures = Figures(balance=-123_400, held=0, available=5_000_000, form=MONEY, currency="GBP")
    canned.answers["enquire_balance"] = BalanceReply(
        ACCOUNT._replace(
            type=AccountType.CREDIT,
            figures=figures,
            customer=None,
            card=None,
            customer_number="",
            groups=(),
            messages=(),
        )
    )
    answer = soap.call(ENQUIRY)
    assert _members(answer) == ["account", "accountDescription", "outcome", "balance", "available", "held"]
    assert [answer.value(name) for name in ("balance", "available", "held")] == ["-12.34", "500.00", "0.00"]


@pytest.mark.parametrize("refusal", [NoAccount, UnknownAccountType])
def test_an_enquiry_for_no_account_is_a_normal_reply(
    soap: Soap, canned: CannedCore, refusal: type[NoAccount | UnknownAccountType]
) -> None:
    canned.answers["enquire_balance"] = BalanceReply(error=refusal())
    answer = soap.call(ENQUIRY)
    assert _members(answer) == ["outcome", "errorCode", "messages"]
    assert answer.value("name") == answer.value("errorCode") == refusal.code


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.number)
def test_an_update_reaches_the_core_with_every_member(soap: Soap, canned: CannedCore, version: SoapVersion) -> None:
    soap.call(UPDATE, version=version, HTTP_IDEMPOTENCY_KEY="key-1", HTTP_ENACTOR_USER_ID="7")
    assert canned.asked == [
        (
            "update_balance",
            UpdateBalance(
                account_type="customerLoyaltyAccount",
                account_id="0101025190527144502028",
                card_number="8934736829037",
                amount=Decimal(88),
                phase=Phase.HOLD,
                currency="GBP",
                transaction_id="978789",
                reference_id="34546344543",
                original_transaction_id="123456789012345",
                original_device="pos2@0001.enactor",
                idempotency_key="key-1",
                occurred_at=datetime(2021, 6, 21, 19, 27, 33, 842000, tzinfo=timezone(timedelta(hours=1))),
                expires_at=datetime(2021, 7, 7, 10, 47, 33, tzinfo=UTC),
                message_origin=Origin(site="Store1", device="pos1@0001.enactor"),
                header_origin=Origin(operator="7"),
            ),
        )
    ]


def test_the_least_update_is_a_final_one(soap: Soap, canned: CannedCore) -> None:
    soap.call(update_of("<accountType>customerLoyaltyAccount</accountType>"))
    assert canned.last == UpdateBalance(account_type="customerLoyaltyAccount", message_origin=Origin())


@pytest.mark.parametrize("header", ["key-1", '"key-1"', ' " key-1 " '])
def test_a_key_in_quotes_is_the_key_without(soap: Soap, canned: CannedCore, header: str) -> None:
    soap.call(UPDATE, HTTP_IDEMPOTENCY_KEY=header)
    assert canned.last.idempotency_key == "key-1"


def test_the_key_of_the_block_comes_before_the_header(soap: Soap, canned: CannedCore) -> None:
    block = f'<c:requestContext xmlns:c="{CORE}"><c:idempotencyKey> key-2 </c:idempotencyKey></c:requestContext>'
    soap.call(UPDATE, header=block, HTTP_IDEMPOTENCY_KEY="key-1")
    assert canned.last.idempotency_key == "key-2"


@pytest.mark.parametrize("header", ["", " ", '""'])
def test_an_empty_key_header_is_a_client_fault(soap: Soap, header: str) -> None:
    answer = soap.call(UPDATE, HTTP_IDEMPOTENCY_KEY=header)
    assert (answer.code, answer.value("field")) == ("Client.InvalidInput", "Idempotency-Key")


def test_an_update_is_answered_with_its_echo_and_the_figures(soap: Soap) -> None:
    answer = soap.call(UPDATE)
    assert _members(answer) == ["accountBalanceUpdate", "outcome", "balance", "available", "held", "replayed"]
    echo = {child.tag.rpartition("}")[2]: child.text for child in answer.content[0][0]}
    assert echo["transactionId"] == "978789"
    assert echo["updateAmount"] == "88"
    assert echo["dateTimeUpdated"] == "2021-06-21T19:27:33.842+01:00"
    assert (answer.value("name"), answer.value("balance"), answer.value("replayed")) == ("Success", "1250", "false")


def test_the_echo_is_completed_by_account_and_expiry(soap: Soap, canned: CannedCore) -> None:
    canned.answers["update_balance"] = UpdateReply(
        figures=FIGURES, account_number="887", expires_at=datetime(2026, 11, 16, 12, tzinfo=UTC)
    )
    card = (
        "<accountType>customerLoyaltyAccount</accountType><cardNumber>8934</cardNumber><updateAmount>1</updateAmount>"
    )
    answer = soap.call(update_of(card))
    assert (answer.value("accountId"), answer.value("expiryTime")) == ("887", "2026-11-16T12:00:00.000Z")


def test_a_replay_says_so_and_names_the_first(soap: Soap, canned: CannedCore) -> None:
    canned.answers["update_balance"] = UpdateReply(figures=FIGURES, replayed=True, duplicate_of="42")
    answer = soap.call(UPDATE)
    assert (answer.value("replayed"), answer.value("duplicateOf")) == ("true", "42")


@pytest.mark.parametrize("refusal", [InsufficientFunds, AccountClosed])
def test_a_refused_update_is_a_normal_reply_with_code_and_figures(
    soap: Soap, canned: CannedCore, refusal: type[InsufficientFunds | AccountClosed]
) -> None:
    canned.answers["update_balance"] = UpdateReply(error=refusal(), figures=FIGURES)
    answer = soap.call(UPDATE)
    assert (answer.value("name"), answer.value("errorCode")) == ("Fail", refusal.code)
    assert answer.value("messageText") == refusal.sentence_default
    assert answer.value("balance") == "1250"


@pytest.mark.parametrize(
    ("form", "balance", "shown"),
    [
        (MONEY, 0, "0.00"),
        (MONEY, -1_000_000, "-100.00"),
        (PENCE, 124_000, "1240"),
        (PENCE, 10**18 - 10_000, "9999999999999900"),
        (AmountForm(Unit.POINTS, 4, money_in_smallest_unit=True), 1, "0.0001"),
        (AmountForm(Unit.POINTS, 0, money_in_smallest_unit=True), 10**18 - 10**4, "99999999999999"),
    ],
)
def test_figures_never_have_an_exponent(
    soap: Soap, canned: CannedCore, form: AmountForm, balance: int, shown: str
) -> None:
    figures = Figures(balance=balance, held=0, available=balance, form=form, currency="GBP")
    canned.answers["update_balance"] = UpdateReply(figures=figures)
    assert soap.call(UPDATE).value("balance") == shown


@pytest.mark.parametrize("text", ["88", "-88", "0", "-0", "0.0001", "99999999999999.9999", " 88 ", "\n88\t", "007"])
def test_amounts_of_the_one_grammar_are_taken(soap: Soap, canned: CannedCore, text: str) -> None:
    assert not soap.call(UPDATE.replace(">88<", f">{text}<")).is_fault
    assert canned.last.amount == Decimal(text.strip())


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "+88", "1e3", "1E+1000000000", "1_000", "1,000", "88.", ".5", "0.00001", "100000000000000"),
        *("NaN", "INF", "٨٨", "\uff18\uff18", "8 8", "0x10", "--1", "1.2.3", "88\u00a0", "1" * 5000, "eighty"),
    ],
)
def test_other_amounts_are_client_faults_that_name_the_field(soap: Soap, canned: CannedCore, text: str) -> None:
    answer = soap.call(UPDATE.replace(">88<", f">{text}<"))
    assert (answer.code, answer.value("field")) == ("Client.InvalidInput", "updateAmount")
    assert not canned.asked


@pytest.mark.parametrize(
    "text",
    [
        *("2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "0000-00-00T00:00:00Z", "2026-01-01", "2026-01-01 00:00:00"),
        *("2026-01-01T00:00:00+99:99", "1624295653842", "12026-01-01T00:00:00Z", "-0044-03-15T00:00:00Z"),
        *(
            "2026-01-01T25:00:00Z",
            "2026-01-01T24:00:00Z",
            "2026-01-01T00:00:00.1234567890Z",
            "20260101T000000Z",
            "2026-W01-1T00:00:00Z",
            "٢٠٢٦-01-01T00:00:00Z",
            "now",
            "",
        ),
    ],
)
def test_other_times_are_client_faults_that_name_the_field(soap: Soap, canned: CannedCore, text: str) -> None:
    answer = soap.call(UPDATE.replace("2021-07-07T10:47:33Z", text))
    assert (answer.code, answer.value("field")) == ("Client.InvalidInput", "expiryTime")
    assert not canned.asked


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-01T00:00:00", datetime(2026, 1, 1)),  # noqa: DTZ001 - naive on purpose: the site's zone is added inside
        (" 2026-01-01T00:00:00Z ", datetime(2026, 1, 1, tzinfo=UTC)),
        ("2026-01-01T00:00:00.123456789Z", datetime(2026, 1, 1, 0, 0, 0, 123456, tzinfo=UTC)),
        ("2026-01-01T00:00:00.5-14:00", datetime(2026, 1, 1, 0, 0, 0, 500000, tzinfo=timezone(timedelta(hours=-14)))),
    ],
)
def test_forms_of_a_time_are_taken(soap: Soap, canned: CannedCore, text: str, moment: datetime) -> None:
    assert not soap.call(UPDATE.replace("2021-07-07T10:47:33Z", text)).is_fault
    assert canned.last.expires_at == moment


@pytest.mark.parametrize(
    ("text", "phase"),
    [
        ("PENDING", Phase.HOLD),
        ("completed", Phase.FINAL),
        (" Cancelled ", Phase.CANCEL),
        ("", Phase.FINAL),
        (" ", Phase.FINAL),
    ],
)
def test_the_status_says_the_phase(soap: Soap, canned: CannedCore, text: str, phase: Phase) -> None:
    soap.call(UPDATE.replace(">PENDING<", f">{text}<"))
    assert canned.last.phase is phase


def test_an_unknown_status_is_a_client_fault(soap: Soap) -> None:
    answer = soap.call(UPDATE.replace(">PENDING<", ">EXPIRED<"))
    assert (answer.code, answer.value("field")) == ("Client.InvalidInput", "status")


@pytest.mark.parametrize(
    "members",
    [
        "",
        "<accountType/>",
        "<accountId>1</accountId>",
        "<accountType>a</accountType><accountType>a</accountType>",
        "<accountType>a</accountType><transactionId>1</transactionId>",
        "<accountType>a</accountType><unknown/>",
        f'<accountType xmlns:i="{XSI}" i:nil="true"/>',
        f'<accountType xmlns:i="{XSI}" i:nil="false">a</accountType><expiryTime i:nil="true" xmlns:i="{XSI}"/>',
        f'<accountType xmlns:i="{XSI}" xmlns:x="http://www.w3.org/2001/XMLSchema" i:type="x:int">1</accountType>',
        '<accountType href="#a"/>',
        "<accountType>a<b/></accountType>",
        '<accountType status="PENDING">a</accountType>',
        f"<accountType>{'a' * 101}</accountType>",
        '<accountType xmlns="">a</accountType>',
        "text<accountType>a</accountType>",
    ],
)
def test_what_the_contract_does_not_allow_is_a_client_fault(soap: Soap, canned: CannedCore, members: str) -> None:
    assert soap.call(update_of(members)).code == "Client.InvalidInput"
    assert not canned.asked


def test_a_declared_type_of_a_request_is_taken_by_any_prefix(soap: Soap, canned: CannedCore) -> None:
    typed = ENQUIRY.replace(
        "<accountBalanceEnquiryRequest ",
        f'<accountBalanceEnquiryRequest xmlns:i="{XSI}" xmlns:q="{RETAIL}" i:type="q:AccountBalanceEnquiryRequest" ',
    )
    assert not soap.call(typed).is_fault
    assert canned.last.account_id == "887"

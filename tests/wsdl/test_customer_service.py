"""The searches: from the wire to the core's commands and back."""

from typing import Any

import pytest

from domain.accounts.search_accounts import AccountSearch
from domain.customers.search_by_name import NameSearch
from domain.customers.search_by_postcode import PostcodeSearch
from domain.identity.origin import Origin
from domain.paging import Page, PageRequest
from tests.wsdl.canned_core import AMELIA, CannedCore
from tests.wsdl.soap import NAME_SEARCH, Soap
from wsdl.application import build_soap_application
from wsdl.names import CORE, RETAIL, VERSIONS, XSI, SoapVersion

# The published example is not well-formed: a ">" and the declaration of xsi are missing. This is it with both.
DOCUMENTED = """
<ns:submitCustomerNameSearch xmlns:ns="http://www.enactor.com/core">
  <retail:customerNameSearchRequest xmlns:retail="http://www.enactor.com/retail"
      xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
    <retail:searchName>a</retail:searchName>
    <retail:types/>
  </retail:customerNameSearchRequest>
</ns:submitCustomerNameSearch>
"""
PAGING = f'<c:pageInfo xmlns:c="{CORE}"><c:rowOffset>40</c:rowOffset><c:rowCount> 20 </c:rowCount></c:pageInfo>'
TOKEN = f'<c:pageToken xmlns:c="{CORE}"> abc.def </c:pageToken>'


def _search(name: str, members: str) -> str:
    request = name.removeprefix("submit")
    request = request[0].lower() + request[1:] + "Request"
    return f'<n:{name} xmlns:n="{CORE}"><{request} xmlns="{RETAIL}">{members}</{request}></n:{name}>'


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.number)
def test_the_documented_name_search_gets_the_documented_reply(
    soap: Soap, canned: CannedCore, version: SoapVersion
) -> None:
    answer = soap.call(DOCUMENTED, version=version)
    assert canned.asked == [("search_customers_by_name", NameSearch("a"))]
    assert answer.content.tag == f"{{{CORE}}}submitCustomerNameSearchResponse"
    (paged,) = answer.content
    assert paged.tag == f"{{{CORE}}}pagedArrayList"
    assert dict(paged.attrib) == {"rowsPerPage": "20", "currentRowOffset": "0", "totalRows": "2"}
    first, _, names = paged
    assert _type_of(first) == (CORE, "ListElement")
    key, description, data = first
    assert (_type_of(key), key.text, description.text) == ((RETAIL, "CustomerKey"), "100", "100")
    values = list(data[0])
    assert {_type_of(value) for value in values} == {(CORE, "String")}
    assert [value.text for value in values[:4]] == ["100", "Amelia", "Baldwin", "Miss"]
    assert [name.text for name in names[:3]] == ["customerNumber", "forename", "surname"]
    assert len(names) == len(values)


def _type_of(element: object) -> tuple[str, str]:
    prefix, _, name = element.get(f"{{{XSI}}}type").partition(":")  # type: ignore[attr-defined]
    return element.nsmap[prefix], name  # type: ignore[attr-defined]


def test_the_ignored_types_may_hold_anything(soap: Soap, canned: CannedCore) -> None:
    types = '<retail:types x="y"><retail:type>customer</retail:type><other xmlns="urn:x"><deep/></other></retail:types>'
    assert not soap.call(DOCUMENTED.replace("<retail:types/>", types)).is_fault
    assert canned.last == NameSearch("a")


def test_names_with_markup_and_other_scripts_come_through(soap: Soap) -> None:
    assert "O'Brien & Söhne <Ltd>" in soap.call(NAME_SEARCH).values("arrayObject")


def test_a_postcode_search_reaches_the_core(soap: Soap, canned: CannedCore) -> None:
    answer = soap.call(_search("submitCustomerPostcodeSearch", "<searchPostcode>sw1a 1aa</searchPostcode>"))
    assert canned.asked == [("search_customers_by_postcode", PostcodeSearch("sw1a 1aa"))]
    assert answer.values("key") == ["100"]


def test_an_account_search_reaches_the_core(soap: Soap, canned: CannedCore) -> None:
    members = (
        "<customerNumber>100</customerNumber><accountType>customerLoyaltyAccount</accountType><accountId>7</accountId>"
        "<pan>8934</pan><hashedPan>ab</hashedPan><currencyId>GBP</currencyId><locationId>0001</locationId>"
    )
    answer = soap.call(_search("submitLoyaltyAccountSearch", members))
    assert canned.last == AccountSearch(
        customer_number="100",
        card_number="8934",
        hashed_card_number="ab",
        account_id="7",
        account_type="customerLoyaltyAccount",
        currency="GBP",
        site="0001",
    )
    assert answer.values("key") == ["0101025190527144502028"]
    (key,) = answer.root.iter(f"{{{CORE}}}key")
    assert _type_of(key) == (RETAIL, "CustomerLoyaltyAccountKey")
    named = dict(zip(answer.values("string"), answer.values("arrayObject"), strict=True))
    assert (named["balance"], named["available"], named["held"]) == ("1250", "1240", "10")


def test_empty_members_count_as_not_sent(soap: Soap, canned: CannedCore) -> None:
    soap.call(
        _search(
            "submitLoyaltyAccountSearch",
            "<customerNumber>100</customerNumber><pan/><hashedPan> </hashedPan><currencyId></currencyId>",
        )
    )
    assert canned.last == AccountSearch(customer_number="100")


@pytest.mark.parametrize(
    ("name", "member"),
    [
        ("submitCustomerNameSearch", "<searchName>a</searchName>"),
        ("submitCustomerPostcodeSearch", "<searchPostcode>a</searchPostcode>"),
        ("submitLoyaltyAccountSearch", "<customerNumber>1</customerNumber>"),
    ],
)
def test_a_page_is_asked_for_by_offset_or_token(soap: Soap, canned: CannedCore, name: str, member: str) -> None:
    soap.call(_search(name, member + PAGING))
    assert canned.last.page == PageRequest(offset=40, size=20)
    soap.call(_search(name, member + PAGING + TOKEN))
    assert canned.last.page == PageRequest(offset=40, size=20, after="abc.def")
    soap.call(_search(name, member + TOKEN))
    assert canned.last.page == PageRequest(after="abc.def")
    soap.call(_search(name, f'{member}<c:pageInfo xmlns:c="{CORE}"/>'))
    assert canned.last.page == PageRequest()


@pytest.mark.parametrize(
    ("member", "value"), [("rowCount", "0"), ("rowCount", "-1"), ("rowOffset", "-1"), ("rowOffset", "10001")]
)
def test_a_page_out_of_bounds_is_a_client_fault_naming_the_field(soap: Soap, member: str, value: str) -> None:
    paging = f'<c:pageInfo xmlns:c="{CORE}"><c:{member}>{value}</c:{member}></c:pageInfo>'
    answer = soap.call(_search("submitCustomerNameSearch", "<searchName>a</searchName>" + paging))
    assert (answer.code, answer.value("field")) == ("Client.InvalidInput", member)


@pytest.mark.parametrize("text", ["20", " 20 ", "\n20\t", "+20", "0020"])
def test_numbers_are_read_as_xml_schema_writes_them(soap: Soap, canned: CannedCore, text: str) -> None:
    paging = f'<c:pageInfo xmlns:c="{CORE}"><c:rowOffset>{text}</c:rowOffset></c:pageInfo>'
    assert not soap.call(_search("submitCustomerNameSearch", "<searchName>a</searchName>" + paging)).is_fault
    assert canned.last.page.offset == 20


@pytest.mark.parametrize(
    "text", ["", " ", "2 0", "1e1", "20.0", "1_0", "0x14", "٢٠", "2147483648", "twenty", "20\u00a0", "--20", "9" * 5000]
)
def test_other_numbers_are_client_faults_that_name_the_field(soap: Soap, canned: CannedCore, text: str) -> None:
    paging = f'<c:pageInfo xmlns:c="{CORE}"><c:rowOffset>{text}</c:rowOffset></c:pageInfo>'
    answer = soap.call(_search("submitCustomerNameSearch", "<searchName>a</searchName>" + paging))
    assert (answer.code, answer.value("field")) == ("Client.InvalidInput", "rowOffset")
    assert not canned.asked


def test_the_reply_says_where_the_page_stands(soap: Soap, canned: CannedCore) -> None:
    canned.answers["search_customers_by_name"] = Page([AMELIA], 40, 20, 1000, total_is_capped=True, next="next.token")
    (paged,) = soap.call(NAME_SEARCH).content
    assert dict(paged.attrib) == {
        "rowsPerPage": "20",
        "currentRowOffset": "40",
        "totalRows": "1000",
        "totalRowsCapped": "true",
        "nextPageToken": "next.token",
    }


def test_an_empty_page_still_closes_with_the_names(soap: Soap, canned: CannedCore) -> None:
    canned.answers["search_customers_by_name"] = Page([], 0, 20, 0)
    answer = soap.call(NAME_SEARCH)
    assert answer.values("key") == []
    assert answer.values("string")[0] == "customerNumber"


def test_the_examples_zeros_and_another_page_size_are_settings(canned: CannedCore) -> None:
    application = build_soap_application(canned.core(), public_url="http://x", paging_zeros=True, page_size_default=7)
    (paged,) = Soap(application).call(NAME_SEARCH).content
    assert dict(paged.attrib) == {"rowsPerPage": "0", "currentRowOffset": "0", "totalRows": "0"}
    assert canned.last.page.size == 7


def test_site_device_and_operator_come_from_the_block_before_the_headers(soap: Soap, canned: CannedCore) -> None:
    headers: Any = {
        "HTTP_ENACTOR_LOCATION_ID": "0001",
        "HTTP_ENACTOR_DEVICE_ID": "pos1@0001.enactor",
        "HTTP_ENACTOR_USER_ID": "1",
    }
    soap.call(NAME_SEARCH, **headers)
    assert canned.last.header_origin == Origin("0001", "pos1@0001.enactor", "1")
    block = f'<c:requestContext xmlns:c="{CORE}"><c:locationId>0002</c:locationId></c:requestContext>'
    soap.call(NAME_SEARCH, header=block, **headers)
    assert canned.last.header_origin == Origin("0002", "pos1@0001.enactor", "1")


@pytest.mark.parametrize("header", ["HTTP_ENACTOR_DEVICE_ID", "HTTP_SUBJECT", "HTTP_ENACTOR_USER_ID"])
def test_a_header_that_is_no_identifier_is_a_client_fault(soap: Soap, canned: CannedCore, header: str) -> None:
    options: Any = {header: "till\u00e9"}
    assert soap.call(NAME_SEARCH, **options).code == "Client.InvalidInput"
    assert not canned.asked


@pytest.mark.parametrize("content", ["<c:deviceID>x</c:deviceID>", "text", f"<c:deviceId>{'x' * 101}</c:deviceId>"])
def test_a_context_that_breaks_the_contract_is_a_client_fault(soap: Soap, content: str) -> None:
    block = f'<c:requestContext xmlns:c="{CORE}">{content}</c:requestContext>'
    assert soap.call(NAME_SEARCH, header=block).code == "Client.InvalidInput"


def test_text_that_xml_cannot_carry_does_not_break_a_reply(soap: Soap, canned: CannedCore) -> None:
    canned.answers["search_customers_by_name"] = Page([AMELIA._replace(forename="A\x01b")], 0, 20, 1)
    assert "A\ufffdb" in soap.call(NAME_SEARCH).values("arrayObject")


@pytest.mark.parametrize(
    ("text", "size"), [("20", 20), (" +7 ", 7), ("0" * 5_000 + "5", 5), ("+" + "0" * 5_000 + "12", 12)]
)
def test_a_count_may_have_any_number_of_zeros_in_front(soap: Soap, canned: CannedCore, text: str, size: int) -> None:
    page = f'<c:pageInfo xmlns:c="{CORE}"><c:rowCount>{text}</c:rowCount></c:pageInfo>'
    soap.call(_search("submitCustomerNameSearch", f"<searchName>a</searchName>{page}"))
    assert canned.last.page == PageRequest(size=size)

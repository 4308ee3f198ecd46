"""Each kind of change that breaks a client is found, and said in words."""

from pathlib import Path

import pytest
import xmlschema

from tests.wsdl.versions.changes import breaking_changes
from tests.wsdl.versions.edits import Edit, at_the_end, edited, in_both, in_type, member
from wsdl.contract_versions import FILES, V1

SEARCH = "CustomerNameSearchRequest"
ENQUIRED = "AccountBalanceEnquiryOutput"
TYPES = '<xs:element name="types" type="retail:Ignored" minOccurs="0" maxOccurs="1"/>'
PAN = member("pan", "core:OptionalIdentifier")
ACCOUNT = member("accountId", "core:OptionalIdentifier")
OUTCOME = member("outcome", "retail:ProcessOutcome", 1)
SHORT = '<xs:simpleType name="ShortText">'

REQUESTS = {
    "a member is gone": ([in_type(SEARCH, TYPES, "")], "its members are not searchName, types"),
    "a member has another name": ([in_type(SEARCH, "searchName", "searchText")], "its members are not searchName"),
    "an optional one is required": (
        [in_type("AccountBalanceEnquiryRequest", ACCOUNT, ACCOUNT.replace('"0"', '"1"'))],
        "its members are not accountType",
    ),
    "a required one is new": ([at_the_end(SEARCH, member("shop", "core:Code", 1))], "its members are not searchName"),
    "the order is another": (
        [in_type("AccountBalanceEnquiryRequest", ACCOUNT, ""), at_the_end("AccountBalanceEnquiryRequest", ACCOUNT)],
        "its members are not accountType, accountId, currencyId",
    ),
    "a wildcard takes less": (
        [
            in_type(
                "Ignored",
                'namespace="##any" processContents="skip" minOccurs',
                'namespace="##local" processContents="skip" minOccurs',
            )
        ],
        "types: its members are not (any element)",
    ),
    "a wildcard looks closer": ([in_type("Ignored", '"skip" minOccurs', '"lax" minOccurs')], "not (any element)"),
    "attributes are no longer taken": (
        [in_type("RequestContext", '<xs:anyAttribute namespace="##other" processContents="lax"/>', "", "core.xsd")],
        "requestContext: it has no attribute (any)",
    ),
    "an attribute is required": (
        [
            in_type(
                SEARCH, "</xs:sequence>", '</xs:sequence><xs:attribute name="mode" type="core:Code" use="required"/>'
            )
        ],
        "its attribute mode is required",
    ),
    "numbers are smaller": (
        [in_type("PageInfo", '"rowCount" type="xs:int"', '"rowCount" type="xs:short"', "core.xsd")],
        "rowCount: a value is short, not int",
    ),
    "a text is shorter": ([Edit("core.xsd", '"255"', '"100"', SHORT)], "searchName: maxLength is 100, not 255"),
    "a text may not be empty": (
        [Edit("core.xsd", "<xs:maxLength", '<xs:minLength value="1"/><xs:maxLength', SHORT)],
        "searchName: minLength is 1, not given",
    ),
    "a pattern is another": (
        [Edit("core.xsd", "{1,14}", "{1,9}", '<xs:simpleType name="Amount">')],
        "updateAmount: pattern is",
    ),
    "values are listed": (
        [
            Edit(
                "core.xsd",
                "<xs:maxLength",
                '<xs:enumeration value="a"/><xs:maxLength',
                '<xs:simpleType name="OptionalIdentifier">',
            )
        ],
        "enumeration is ('a',), not given",
    ),
    "a value has another type": (
        [in_type("AccountBalanceUpdate", 'type="core:Amount"', 'type="core:Moment"')],
        "updateAmount: a value is dateTime, not decimal",
    ),
    "a value became members": (
        [in_type(SEARCH, 'type="core:ShortText"', 'type="core:PageInfo"')],
        "searchName: it has members, and no value",
    ),
    "members became a value": (
        [Edit("core.xsd", 'name="pageInfo" type="core:PageInfo"', 'name="pageInfo" type="core:Code"')],
        "pageInfo: it has a value, and no members",
    ),
    "a fixed value": (
        [in_type(SEARCH, 'name="searchName"', 'name="searchName" fixed="a"')],
        "searchName: its fixed is 'a', not None",
    ),
    "another namespace": (
        [Edit("retail.xsd", 'elementFormDefault="qualified"', 'elementFormDefault="unqualified"')],
        "its members are not searchName",
    ),
}

REPLIES = {
    "a required member is gone": ([in_type(ENQUIRED, OUTCOME, "")], "accountBalanceEnquiryOutput: outcome is gone"),
    "an optional member is gone": ([in_type(ENQUIRED, member("held", "core:Figure"), "")], "held is gone"),
    "a required one is optional": (
        [in_type(ENQUIRED, OUTCOME, OUTCOME.replace('"1"', '"0"', 1))],
        "accountBalanceEnquiryOutput: its members are not none",
    ),
    "an optional one is new": (
        [at_the_end(ENQUIRED, member("expiring", "core:Figure"))],
        "accountBalanceEnquiryOutput: its members are not outcome, expiring",
    ),
    "an attribute is new": (
        [
            in_type(
                "PagedArrayList", "<xs:attribute", '<xs:attribute name="took" type="xs:int"/><xs:attribute', "core.xsd"
            )
        ],
        "pagedArrayList: it has no attribute took",
    ),
    "an attribute is gone": (
        [
            in_type(
                "PagedArrayList",
                '<xs:attribute name="totalRowsCapped" type="xs:boolean" use="optional"/>',
                "",
                "core.xsd",
            )
        ],
        "pagedArrayList: @totalRowsCapped is gone",
    ),
    "an attribute may be missing": (
        [in_type("PagedArrayList", 'type="xs:int" use="required"', 'type="xs:int"', "core.xsd")],
        "its attribute rowsPerPage is required",
    ),
    "an attribute has a default": (
        [in_type("PagedArrayList", 'use="optional"', 'default="false"', "core.xsd")],
        "@totalRowsCapped: its default or fixed value is another",
    ),
    "a text is longer": ([Edit("core.xsd", '"255"', '"256"', SHORT)], "maxLength is 255, not 256"),
    "a text has no end": ([Edit("core.xsd", '<xs:maxLength value="255"/>', "", SHORT)], "maxLength is 255, not given"),
    "numbers are larger": (
        [in_type("PagedArrayList", '"totalRows" type="xs:int"', '"totalRows" type="xs:long"', "core.xsd")],
        "@totalRows: a value is int, not long",
    ),
    "one became many": (
        [
            in_type(
                ENQUIRED,
                'type="retail:Account" minOccurs="0" maxOccurs="1"',
                'type="retail:Account" minOccurs="0" maxOccurs="2"',
            )
        ],
        "its members are not account, account",
    ),
    "the order is another": (
        [
            in_type(ENQUIRED, member("available", "core:Figure"), ""),
            at_the_end(ENQUIRED, member("available", "core:Figure")),
        ],
        "its members are not outcome, held, available",
    ),
    "a form is new": (
        [
            Edit(
                "retail.xsd",
                "<!-- Searches. -->",
                '<xs:complexType name="SiteKey"><xs:simpleContent><xs:extension base="core:Key"/></xs:simpleContent></xs:complexType>',
            )
        ],
        "key: xsi:type does not name SiteKey",
    ),
    "a form is gone": (
        [Edit("retail.xsd", '<xs:complexType name="CustomerKey">', '<xs:complexType name="CustomerNumberKey">')],
        "key: CustomerKey is gone",
    ),
    "a form has more members": (
        [at_the_end("CustomerLoyaltyAccount", member("since", "core:Moment"))],
        "account[CustomerLoyaltyAccount]: its members are not",
    ),
    "a fault says more": (
        [at_the_end("ErrorMessage", member("retryAfterSeconds", "xs:int"), "core.xsd")],
        "errorMessage: its members are not",
    ),
    "nil is possible": (
        [in_type(ENQUIRED, 'name="held"', 'name="held" nillable="true"')],
        "held: its nillable is False, not True",
    ),
    "a request that the reply repeats has more members": (
        [at_the_end("AccountBalanceUpdate", member("shift", "core:Code"))],
        "accountBalanceUpdate: its members are not accountType, shift",
    ),
}

SOAP_ACTION = 'soapAction="http://www.enactor.com/core/submitCustomerNameSearch"'
HEADER = 'header message="core:requestContextHeader" part="requestContext" use="literal"/>'
DESCRIPTIONS = {
    "another action": (in_both(SOAP_ACTION, SOAP_ACTION.replace("core/", "core#")), "operation is soapAction="),
    "an operation has another name": (
        in_both('operation name="submitCustomerNameSearch"', 'operation name="findCustomers"'),
        "is gone",
    ),
    "a port has another name": (
        [Edit("CustomerService.wsdl", 'port name="CustomerServiceHttpSoap11Endpoint"', 'port name="Port"')],
        "is gone",
    ),
    "a service has another name": (
        [Edit("CustomerService.wsdl", 'service name="CustomerService"', 'service name="Customers"')],
        "is gone",
    ),
    "another address": (in_both("/axis2/services/", "/soap/"), "is location=/soap/"),
    "another namespace": (
        in_both('targetNamespace="http://www.enactor.com/core"', 'targetNamespace="urn:core"'),
        "definitions is urn:core",
    ),
    "another style": ([Edit("CustomerService.wsdl", 'style="document"', 'style="rpc"')], "style=rpc"),
    "another name of a part": (
        in_both('part name="parameters"', 'part name="body"', 'message name="submitCustomerNameSearchRequest"'),
        "is message=(body {http://www.enactor.com/core}submitCustomerNameSearch)",
    ),
    "another element": (
        in_both(
            "core:submitCustomerNameSearch",
            "core:submitCustomerPostcodeSearch",
            '<wsdl:part name="parameters" element="core:submitCustomerNameSearch"',
        ),
        "is message=(parameters {http://www.enactor.com/core}submitCustomerPostcodeSearch)",
    ),
    "a fault is gone": (
        in_both('<wsdl:fault name="errorMessage" message="core:errorMessageFault"/>', ""),
        "portType CustomerServicePortType/operation submitCustomerNameSearch/fault errorMessage is gone",
    ),
    "a header is gone": ([Edit("CustomerService.wsdl", "<soap:" + HEADER, "")], "header requestContext is gone"),
    "a header is new": (
        [
            Edit(
                "CustomerService.wsdl",
                "<soap:" + HEADER,
                "<soap:" + HEADER + '<soap:header message="core:errorMessageFault" part="errorMessage" use="literal"/>',
            )
        ],
        "soap:header errorMessage is new, and not an operation",
    ),
}


@pytest.mark.parametrize("change", REQUESTS)
def test_a_request_that_was_taken_stays_taken(tmp_path: Path, change: str) -> None:
    edits, said = REQUESTS[change]
    found = breaking_changes(V1, edited(V1, "v1.1", tmp_path, *edits))
    assert [what for what in found if what.startswith("a request that was taken is refused: ") and said in what], found


@pytest.mark.parametrize("change", REPLIES)
def test_a_reply_stays_one_that_old_clients_read(tmp_path: Path, change: str) -> None:
    edits, said = REPLIES[change]
    found = breaking_changes(V1, edited(V1, "v1.1", tmp_path, *edits))
    assert [what for what in found if what.startswith("a reply surprises: ") and said in what], found


@pytest.mark.parametrize("change", DESCRIPTIONS)
def test_what_old_clients_name_stays(tmp_path: Path, change: str) -> None:
    edits, said = DESCRIPTIONS[change]
    found = breaking_changes(V1, edited(V1, "v1.1", tmp_path, *edits))
    assert [what for what in found if what.startswith("CustomerService.") and said in what], found


@pytest.mark.parametrize("file", [file for file in FILES if file.endswith(".wsdl")])
def test_no_description_is_missing(tmp_path: Path, file: str) -> None:
    version = edited(V1, "v1.1", tmp_path)
    (version.folder / file).unlink()
    assert breaking_changes(V1, version) == [f"{file} is gone"]


UNION = '<xs:union memberTypes="xs:token xs:int"/>'


@pytest.mark.parametrize(
    ("edits", "what"),
    [
        (
            [in_type("PageInfo", f"<{slash}xs:sequence>", f"<{slash}xs:all>", "core.xsd") for slash in ("", "/")],
            "xs:all",
        ),
        (
            [
                Edit(
                    "core.xsd",
                    "<!-- Paging: what",
                    f'<xs:simpleType name="Either">{UNION}</xs:simpleType><!-- Paging: what',
                ),
                in_type(SEARCH, "core:ShortText", "core:Either"),
            ],
            "a union",
        ),
        (
            [
                Edit(
                    "core.xsd",
                    '<xs:element name="pageToken"',
                    '<xs:element name="pageToken" substitutionGroup="core:pageInfo"',
                )
            ],
            "substitution",
        ),
    ],
)
def test_what_cannot_be_compared_is_not_let_through(tmp_path: Path, edits: list[Edit], what: str) -> None:
    odd = edited(V1, "v1.1", tmp_path, *edits)
    with pytest.raises((NotImplementedError, xmlschema.XMLSchemaException), match=what):
        breaking_changes(odd, odd)

"""What breaks no client is let through."""

from pathlib import Path

import pytest

from tests.wsdl.versions.changes import breaking_changes
from tests.wsdl.versions.edits import WSDLS, Edit, at_the_end, edited, in_both, in_type, member
from wsdl.contract_versions import V1

SEARCH = "CustomerNameSearchRequest"
ENQUIRED = "AccountBalanceEnquiryOutput"
NEW = "submitCustomerCount"
WRAPPERS = "<!-- AccountBalanceService: operation wrappers. -->"


def _new_operation() -> list[Edit]:
    edits = [
        Edit(
            "core.xsd",
            WRAPPERS,
            f'<xs:element name="{NEW}"><xs:complexType><xs:sequence>{member("shop", "core:Code", 1)}</xs:sequence></xs:complexType></xs:element>'
            f'<xs:element name="{NEW}Response"><xs:complexType><xs:sequence>{member("count", "xs:int", 1)}</xs:sequence></xs:complexType></xs:element>',
        )
    ]
    for file in WSDLS:
        text = (V1.folder / file).read_text(encoding="utf-8")
        for section in ("<wsdl:portType", "<wsdl:binding"):
            start = text.index('    <wsdl:operation name="submitCustomerNameSearch"', text.index(section))
            block = text[start : text.index("</wsdl:operation>", start) + len("</wsdl:operation>")]
            edits.append(
                Edit(file, block, block + "\n" + block.replace("submitCustomerNameSearch", NEW), within=section)
            )
        for kind in ("Request", "Response"):
            start = text.index(f'<wsdl:message name="submitCustomerNameSearch{kind}"')
            block = text[start : text.index("</wsdl:message>", start) + len("</wsdl:message>")]
            edits.append(Edit(file, block, block + block.replace("submitCustomerNameSearch", NEW)))
    return edits


CHANGES = {
    "nothing": [],
    "comments, documentation and indents": [
        Edit("core.xsd", "<!-- Paging: what a request may ask for. -->", "\n\n<!-- Paging. -->"),
        Edit("core.xsd", "An empty one counts as not sent", "An empty one is as none"),
        *in_both("Finds customers and their accounts.", "Finds customers, and their accounts."),
    ],
    "an optional member at the end of a request": [at_the_end(SEARCH, member("soundsLike", "xs:boolean"))],
    "an optional member with members of its own": [
        at_the_end(SEARCH, member("near", "retail:Near")),
        Edit(
            "retail.xsd",
            "<!-- Enquiry. -->",
            f'<xs:complexType name="Near"><xs:sequence>{member("site", "core:Code", 1)}</xs:sequence></xs:complexType>',
        ),
    ],
    "an optional attribute of a request": [
        in_type(SEARCH, "</xs:sequence>", '</xs:sequence><xs:attribute name="mode" type="core:Code"/>')
    ],
    "a required member of a request is optional": [
        in_type(SEARCH, '"core:ShortText" minOccurs="1"', '"core:ShortText" minOccurs="0"')
    ],
    "a member of a request may come again": [
        in_type(SEARCH, 'ShortText" minOccurs="1" maxOccurs="1"', 'ShortText" minOccurs="1" maxOccurs="unbounded"')
    ],
    "a request's numbers are larger": [
        in_type("PageInfo", '"rowCount" type="xs:int"', '"rowCount" type="xs:long"', "core.xsd")
    ],
    "a request's text is longer": [Edit("core.xsd", '"255"', '"300"', '<xs:simpleType name="IdempotencyKey">')],
    "a member of a request may be nil": [in_type(SEARCH, 'name="searchName"', 'name="searchName" nillable="true"')],
    "a request's choice": [
        in_type(
            "AccountBalanceEnquiryRequest",
            member("pan", "core:OptionalIdentifier"),
            f'<xs:choice minOccurs="0">{member("pan", "core:OptionalIdentifier")}{member("token", "core:OptionalIdentifier")}</xs:choice>',
        )
    ],
    "a reply always has what it may have": [
        in_type(ENQUIRED, '"balance" type="core:Figure" minOccurs="0"', '"balance" type="core:Figure" minOccurs="1"')
    ],
    "a reply's text is shorter": [Edit("core.xsd", '"1000"', '"900"', '<xs:simpleType name="LongText">')],
    "an element and a type that no message has": [
        Edit(
            "core.xsd",
            WRAPPERS,
            '<xs:element name="spare" type="core:Spare"/><xs:simpleType name="Spare"><xs:restriction base="xs:token"/></xs:simpleType>',
        )
    ],
    "a new operation": _new_operation(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_it_breaks_nothing(tmp_path: Path, change: str) -> None:
    assert breaking_changes(V1, edited(V1, "v1.1", tmp_path, *CHANGES[change])) == []


def test_a_reply_may_grow_where_the_older_schema_left_room_for_it(tmp_path: Path) -> None:
    roomy = edited(
        V1,
        "v1",
        tmp_path,
        at_the_end(ENQUIRED, '<xs:any namespace="##other" processContents="lax" minOccurs="0" maxOccurs="unbounded"/>'),
    )
    room = '<xs:any namespace="##other" processContents="lax" minOccurs="0" maxOccurs="unbounded"/>'
    filled = edited(
        roomy,
        "v1.1",
        tmp_path,
        Edit("retail.xsd", room, '<xs:element ref="core:pageToken" minOccurs="0" maxOccurs="1"/>'),
    )
    assert breaking_changes(roomy, filled) == []
    assert breaking_changes(filled, roomy) != []
    own = edited(roomy, "v1.2", tmp_path, Edit("retail.xsd", room, member("expiring", "core:Figure")))
    assert any("expiring" in what for what in breaking_changes(roomy, own))

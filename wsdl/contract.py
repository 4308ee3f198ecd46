"""The contract's schema, by which messages are judged."""

import re
import threading
from typing import Any

from lxml import etree

from domain.errors import InvalidInput
from wsdl.contract_versions import SCHEMAS, V1, ContractVersion
from wsdl.refusal import SoapRefusal, echo

_NAME = r"(?:\{[^}]*\})?([^'\s{}]{1,200})"
_ELEMENT = re.compile(rf"Element '{_NAME}'")
_ATTRIBUTE = re.compile(rf"attribute '{_NAME}'")
_EXPECTED = re.compile(r"\{[^}]*\}(\w+)")


class Contract:
    """The compiled schema of a version of the contract."""

    def __init__(self, version: ContractVersion = V1) -> None:
        self._schema = _load_schema(version)
        # A schema object keeps the errors of its last use, so the road on which there are some is for one at a time.
        self._explaining_schema = _load_schema(version)
        self._explaining = threading.Lock()

    def validate(self, element: etree._Element) -> None:
        """Raise `SoapRefusal` where an operation or a header block breaks the contract, saying which element and how."""
        if self._schema.validate(element):
            return
        with self._explaining:
            self._explaining_schema.validate(element)
            log: Any = self._explaining_schema.error_log
            error = log[0]
        raise SoapRefusal(_explained(error.type_name, error.message))


def _load_schema(version: ContractVersion) -> etree.XMLSchema:
    return etree.XMLSchema(file=str(version.folder / f"{SCHEMAS[-1]}.xsd"))


def _explained(kind: str, message: str) -> InvalidInput:
    """A sentence of ours for an error of libxml2's; of its message only element names are used."""
    match = _ELEMENT.search(message)
    field = echo(match[1]) if match else "An element"
    if kind == "SCHEMAV_ELEMENT_CONTENT":
        expected = ", ".join(dict.fromkeys(_EXPECTED.findall(message.partition("Expected is")[2])))
        what = f"{field} is not complete" if "Missing child" in message else f"{field} is not expected here"
        return InvalidInput(f"{what}; expected {expected or 'nothing more'}.", field=field)
    if attribute := _ATTRIBUTE.search(message):
        return InvalidInput(
            f"{field} has the attribute {echo(attribute[1])}, which the contract does not.", field=field
        )
    if kind == "SCHEMAV_CVC_PATTERN_VALID":
        kind = next((form for form in _FORMS if form in message), "")
    return InvalidInput(f"{field} {(_REASONS | _FORMS).get(kind, 'is not as the contract has it')}.", field=field)


_REASONS = {
    "SCHEMAV_CVC_DATATYPE_VALID_1_2_1": "has a value that is not of its type",
    "SCHEMAV_CVC_MAXLENGTH_VALID": "is too long",
    "SCHEMAV_CVC_MINLENGTH_VALID": "is empty; give it a value",
    "SCHEMAV_CVC_ELT_1": "is not in the contract",
    "SCHEMAV_CVC_ELT_3_1": "may not be nil; leave it out instead",
}

_FORMS = {
    "T[0-9]": "is not a time such as 2026-05-01T10:15:00Z",
    "-[0-9]{2}'": "is not a day such as 2026-12-24",
    "{1,16}": "is not a whole number from 0",
    "{1,14}": "is not an amount: up to 14 digits, then at most 4 decimal places, with a point and no exponent",
}
"""What a value looks like that a pattern of the contract asks for, by a part that only this pattern has."""

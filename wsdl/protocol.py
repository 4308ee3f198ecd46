"""Spyne's SOAP protocols, fitted to a contract that is written by hand.

Spyne finds the operation, reads the request object, calls the service and carries what it answers or raises. Parsing,
validation and writing are ours: the guard has parsed the request already, the contract's schema judges it, and Spyne
could not write the documented shape (its own serialiser loses prefixes that only xsi:type uses, and puts a fault's
members outside of the detail).
"""

from typing import Any

from spyne.protocol.soap import Soap11, Soap12

from domain.errors import InvalidInput
from wsdl.call import call_of
from wsdl.contract import Contract
from wsdl.names import SOAP11, SOAP12, SoapVersion
from wsdl.refusal import SoapRefusal
from wsdl.replies.elements import envelope


class _ContractProtocol:
    """The part that both versions share; mixed into Spyne's protocol of each version."""

    version: SoapVersion

    def __init__(self, contract: Contract) -> None:
        # parse_xsi_type would let a caller name any class of the interface; the schema has judged xsi:type already.
        super().__init__(validator=None, parse_xsi_type=False)  # type: ignore[call-arg]
        self.contract = contract

    def create_in_document(self, ctx: Any, charset: str | None = None) -> None:  # noqa: ARG002 - Spyne's signatures
        """Take the parsed request; no ids are handed on, so that Spyne resolves no href."""
        ctx.in_document = call_of(ctx).admission.operation

    def decompose_incoming_envelope(self, ctx: Any, message: Any = None) -> None:  # noqa: ARG002
        """Name the operation and judge it by the contract."""
        operation = ctx.in_document
        operations = ctx.app.interface.service_method_map
        if operation.tag not in operations:
            known = ", ".join(sorted(name.rpartition("}")[2] for name in operations))
            raise SoapRefusal(InvalidInput(f"There is no such operation here; send one of {known}."))
        self.contract.validate(operation)
        ctx.in_header_doc = None
        ctx.in_body_doc = operation
        ctx.method_request_string = operation.tag

    def serialize(self, ctx: Any, message: Any) -> None:  # noqa: ARG002
        """Put the reply element into an envelope; raises the Fault where there is one, to be written with all others."""
        if ctx.out_error is not None:
            raise ctx.out_error
        ctx.out_document, body = envelope(self.version, prefixes={})
        body.append(ctx.out_object[0])


class ContractSoap11(_ContractProtocol, Soap11):
    """SOAP 1.1 by the contract."""

    version = SOAP11


class ContractSoap12(_ContractProtocol, Soap12):
    """SOAP 1.2 by the contract."""

    version = SOAP12


PROTOCOLS = {SOAP11: ContractSoap11, SOAP12: ContractSoap12}

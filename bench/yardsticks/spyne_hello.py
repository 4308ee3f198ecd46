"""A bare Spyne: takes messages of the same members as the gateway's, validates them by its schema, and says hello.

It knows no caller, checks no value beyond its type and opens no database. The schema is Spyne's own, judged by lxml.
"""

from spyne import Application, ComplexModel, Decimal, Service, Unicode, rpc
from spyne.protocol.soap import Soap11
from spyne.server.wsgi import WsgiApplication

import wsdl  # noqa: F401 - makes Spyne importable on every Python that the project supports

NAMESPACE = "http://www.enactor.com/core"


class HelloEnquiry(ComplexModel):
    """The members of a balance enquiry."""

    __namespace__ = NAMESPACE
    accountType = Unicode(min_occurs=1)  # noqa: N815 - names of the wire
    accountId = Unicode  # noqa: N815
    pan = Unicode
    hashedPan = Unicode  # noqa: N815
    currencyId = Unicode  # noqa: N815


class HelloUpdate(ComplexModel):
    """The members of a balance update."""

    __namespace__ = NAMESPACE
    transactionId = Unicode  # noqa: N815
    deviceId = Unicode  # noqa: N815
    accountId = Unicode  # noqa: N815
    accountType = Unicode(min_occurs=1)  # noqa: N815
    cardNumber = Unicode  # noqa: N815
    updateAmount = Decimal  # noqa: N815
    currencyId = Unicode  # noqa: N815
    dateTimeUpdated = Unicode  # noqa: N815
    expiryTime = Unicode  # noqa: N815
    status = Unicode
    referenceId = Unicode  # noqa: N815
    locationId = Unicode  # noqa: N815


class HelloSearch(ComplexModel):
    """The members of a name search."""

    __namespace__ = NAMESPACE
    searchName = Unicode(min_occurs=1)  # noqa: N815


class HelloService(Service):
    """One operation for each of the gateway's three that are measured."""

    @rpc(HelloEnquiry, _returns=Unicode, _operation_name="submitAccountBalanceEnquiry")
    def enquiry(ctx: object, request: HelloEnquiry) -> str:  # noqa: N805 - Spyne's way
        """Say hello."""
        return f"hello {request.accountId}"

    @rpc(HelloUpdate, _returns=Unicode, _operation_name="submitAccountBalanceUpdate")
    def update(ctx: object, request: HelloUpdate) -> str:  # noqa: N805
        """Say hello."""
        return f"hello {request.accountId}"

    @rpc(HelloSearch, _returns=Unicode, _operation_name="submitCustomerNameSearch")
    def search(ctx: object, request: HelloSearch) -> str:  # noqa: N805
        """Say hello."""
        return f"hello {request.searchName}"


application = WsgiApplication(
    Application([HelloService], tns=NAMESPACE, in_protocol=Soap11(validator="lxml"), out_protocol=Soap11())
)

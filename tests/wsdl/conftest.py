"""Fixtures of the SOAP tests."""

import pytest

from tests.wsdl.canned_core import CannedCore
from tests.wsdl.soap import Soap
from wsdl.application import build_soap_application


@pytest.fixture
def canned() -> CannedCore:
    """A core with fixed answers."""
    return CannedCore()


@pytest.fixture
def soap(canned: CannedCore) -> Soap:
    """The SOAP application over that core."""
    return Soap(build_soap_application(canned.core(), public_url="https://loyalty.example"))

"""The program over the demo data, in which the examples of the pages are known."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.conftest import run
from tests.services.gateway import ServedGateway, serve
from wsdl.contract_versions import SERVICES
from wsdl.names import SERVICES_PATH


@pytest.fixture(scope="module")
def gateway(sqlite_template: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedGateway]:
    """The program over the demo data, on SQLite."""
    url = sqlite_template.copy_to(tmp_path_factory.mktemp("pages"))
    run(url, "demo", "prepare")
    with serve(url) as served:
        yield served


@pytest.fixture(params=[f"{folder}/{service}" for folder in ("", "/v1") for service in SERVICES])
def page(gateway: ServedGateway, request: pytest.FixtureRequest) -> str:
    """The address of each service's page."""
    return f"{gateway.url}{SERVICES_PATH}{request.param}"


@pytest.fixture
def newman() -> Path:
    """The folder of newman, Postman's own runner of collections."""
    return Path(__file__).with_name("newman")

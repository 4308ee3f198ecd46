"""The program over the scenario's shop, for all clients of a module."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.interop.world import furnish_for_clients
from tests.services.gateway import ServedGateway, serve


@pytest.fixture(scope="module")
def gateway(sqlite_template: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedGateway]:
    """The program over the scenario's shop, on SQLite."""
    url = sqlite_template.copy_to(tmp_path_factory.mktemp("interop"))
    furnish_for_clients(url)
    with serve(url) as served:
        yield served

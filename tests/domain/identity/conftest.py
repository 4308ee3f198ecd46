"""The world that the tests of identity begin with."""

import pytest

from tests.domain.identity.world import World


@pytest.fixture
def world() -> World:
    """Identity over fakes, without any credential."""
    return World()

"""A REST application over a core on fakes."""

from typing import Any, cast

import pytest
from flask import Flask
from flask.testing import FlaskClient

from domain.core import LoyaltyCore
from domain.identity.authenticate import AccessToken, PasswordCredentials
from rest.application import build_rest_application
from tests.builders import TestClock
from tests.rest.fakes.core import FakeWorld

TILL = "Basic dGlsbC0xOmRlbW8="


class _CoreOfTheTest:
    """Stands for the core of whichever test runs, so that one application serves them all."""

    world: FakeWorld

    def issue_token(self, credentials: PasswordCredentials, scope: str = "") -> AccessToken:
        return self.world.issue_token(credentials, scope)

    def __getattr__(self, use_case: str) -> Any:
        return getattr(self.world.core, use_case)


@pytest.fixture(scope="session")
def core_of_the_test() -> _CoreOfTheTest:
    return _CoreOfTheTest()


@pytest.fixture(scope="session")
def app(core_of_the_test: _CoreOfTheTest) -> Flask:
    """The application."""
    return build_rest_application(
        cast("LoyaltyCore", core_of_the_test),
        issue_token=core_of_the_test.issue_token,
        clock=TestClock(),
        correlation_id=lambda _: "correlation-1",
    )


@pytest.fixture(autouse=True)
def world(core_of_the_test: _CoreOfTheTest) -> FakeWorld:
    """What the application stands on, to be arranged by the test."""
    core_of_the_test.world = FakeWorld()
    return core_of_the_test.world


@pytest.fixture
def anyone(app: Flask) -> FlaskClient:
    """A client without credentials."""
    return app.test_client()


@pytest.fixture
def till(app: Flask) -> FlaskClient:
    """A client with a till's name and secret."""
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = TILL
    return client

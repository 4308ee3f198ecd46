"""Programmes and sites that are blocked or closed take no calls."""

from dataclasses import replace

import pytest

from domain.errors import NotAllowed
from domain.identity.caller import Caller
from domain.identity.origin import NOWHERE, Origin, resolve_origin
from domain.programmes.programme import Site
from domain.status import Status
from tests.domain.identity.world import CHOSEN, CLUB, World, password


@pytest.mark.parametrize(("status", "sentence"), [(Status.BLOCKED, "is blocked"), (Status.CLOSED, "is closed")])
def test_a_programme_that_is_not_active_lets_nobody_in(world: World, status: Status, sentence: str) -> None:
    world.add(chosen_secret=CHOSEN)
    world.programmes.kept = [replace(CLUB, status=status)]
    with pytest.raises(NotAllowed, match=sentence):
        world.authenticate(password("till-1", CHOSEN))
    world.programmes.kept = [CLUB]
    assert world.authenticate(password("till-1", CHOSEN)).programme == CLUB


def test_a_site_that_is_not_active_sends_nothing() -> None:
    sites = {"0001": Site("0001", "One", "UTC", Status.BLOCKED), "0002": Site("0002", "Two", "UTC")}
    caller = Caller(replace(CLUB, sites=sites), 1, "till-1")
    with pytest.raises(NotAllowed, match="is blocked"):
        resolve_origin(caller, Origin(site="0001"), NOWHERE)
    assert resolve_origin(caller, Origin(site="0002"), NOWHERE).site == "0002"
    assert resolve_origin(caller, Origin(site="Store1"), NOWHERE).site == "Store1"

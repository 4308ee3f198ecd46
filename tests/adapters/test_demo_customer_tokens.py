"""Customers' tokens of the demo, made offline."""

import stat
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.demo_customer_tokens import KEY_FILE, make_demo_keys, make_demo_token
from adapters.jose_customer_tokens import JoseCustomerTokens
from adapters.json_web_keys import JsonWebKeys
from adapters.trusted_issuers import TrustedIssuer
from domain.identity.ports import CustomerClaims
from domain.identity.rejection import RejectedError
from tests.builders import START, TestClock


def reader_of(directory: Path) -> JoseCustomerTokens:
    keys = JsonWebKeys(str(make_demo_keys(directory)))
    return JoseCustomerTokens([TrustedIssuer("demo", "demo-app", "DEMO", keys)], TestClock())


def test_a_demo_token_opens(tmp_path: Path) -> None:
    reader = reader_of(tmp_path)
    token = make_demo_token(tmp_path, "demo", "demo-app", "100", START + timedelta(hours=1))
    assert reader.read(token) == CustomerClaims("DEMO", "100")


def test_the_key_stays_on_a_second_run_and_is_the_owners_only(tmp_path: Path) -> None:
    make_demo_keys(tmp_path)
    key = (tmp_path / KEY_FILE).read_bytes()
    public = make_demo_keys(tmp_path)
    assert (tmp_path / KEY_FILE).read_bytes() == key
    assert stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode) == 0o600
    assert '"d"' not in public.read_text()


def test_one_demo_opens_nothing_of_another(tmp_path: Path) -> None:
    mine, theirs = tmp_path / "mine", tmp_path / "theirs"
    for directory in (mine, theirs):
        directory.mkdir()
        make_demo_keys(directory)
    token = make_demo_token(theirs, "demo", "demo-app", "100", START + timedelta(hours=1))
    with pytest.raises(RejectedError):
        reader_of(mine).read(token)
